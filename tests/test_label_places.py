"""Places of labels and marks: nothing covers anything, whatever stands where; and short names for reviews."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewkit.figures.label_places import place_all, place_some, spread
from reviewkit.figures.short_names import name_of_review

WIDE = 250.0
LABELS = st.lists(st.tuples(st.floats(0, WIDE), st.floats(10, 90)), min_size=1, max_size=12)


@settings(max_examples=40, deadline=None)
@given(LABELS)
def test_no_label_overlaps_another_or_leaves_the_drawing(labels: list[tuple[float, float]]) -> None:
    marks, widths = zip(*labels, strict=True)
    places = place_all(marks, widths, 0, WIDE)
    assert [place.mark for place in places] == list(marks)
    assert all(place.left >= 0 and place.right <= WIDE + 1e-9 for place in places)
    assert not any(one.overlaps(other) for one, other in combinations(places, 2))


@settings(max_examples=40, deadline=None)
@given(LABELS, st.integers(1, 2))
def test_where_only_some_fit_the_first_comes_first_and_no_upright_runs_through_any(
    labels: list[tuple[float, float]], tiers: int
) -> None:
    marks, widths = zip(*labels, strict=True)
    places = place_some(marks, widths, 0, WIDE, tiers)
    assert 0 in places and max(place.tier for place in places.values()) < tiers
    for one, other in combinations(places.values(), 2):
        assert not one.overlaps(other) and not one.crosses(other)


def test_a_lone_label_stands_over_its_mark_and_two_near_each_other_in_two_tiers() -> None:
    (lone,) = place_all([100.0], [30.0], 0, WIDE)
    assert (lone.left, lone.right, lone.tier) == (85.0, 115.0, 0)
    one, other = place_all([100.0, 107.0], [140.0, 140.0], 0, WIDE)
    assert {one.tier, other.tier} == {0, 1} and not one.crosses(other)


def test_a_crowd_is_named_without_an_upright_through_a_name() -> None:
    """Six reviews in one year and a half, with long names."""
    places = place_all([20.0, 27, 34, 41, 48, 55], [70.0] * 6, 0, WIDE)
    assert not any(one.crosses(other) for one, other in combinations(places, 2))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(0, WIDE), max_size=60))
def test_marks_are_moved_apart_and_stay_in_order_and_in_the_drawing(marks: list[float]) -> None:
    moved = spread(sorted(marks), 6.0, 3.0, WIDE - 3)
    least = min(6.0, (WIDE - 6) / max(len(marks) - 1, 1))
    assert all(later - earlier >= least - 1e-6 for earlier, later in zip(moved, moved[1:], strict=False))
    assert all(3 - 1e-6 <= place <= WIDE - 3 + 1e-6 for place in moved)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Harbour SCR 2030", "Harbour"),
        ("Crowe report", "Crowe"),
        ("Crowe national audit", "Crowe"),
        ("HMIX boats and ferries (Part Two)", "HMIX"),
        ("North Pier taxi review", "North Pier"),
        ("Operation Lamp review (Part Three)", "Operation Lamp"),
        ("Ambleton Operation Lantern SCR", "Ambleton"),
        ("What's adrift 2031", "What's adrift"),
        ("Boats that pass in the night", "Boats that pass in"),
        ("2031", "2031"),
        ("", ""),
    ],
)
def test_a_review_is_called_by_what_names_it(title: str, name: str) -> None:
    assert name_of_review(title) == name
