"""Figures: what they count, that they draw on little and on nothing, and that no text is cut or overlapped."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from itertools import combinations

import matplotlib
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from reviewkit import charts, tables


def review(review_id: str, held: int = 0, edition: str = "none", **more: object) -> dict[str, object]:
    """One invented review of which so many recommendations are held."""
    row = {"review_id": review_id, "short_title": review_id.capitalize(), "published": "2013-06", "area": "Ambleton"}
    row |= {"kind": "inquiry", "in_denominator": "yes", "held": held, "complete": "no", "edition": edition}
    return row | more


def asked(rec_id: str, bodies: str, classes: str, kind: str = "recommendation", edition: str = "digest") -> dict:
    """One invented row of a document."""
    row = {"rec_id": rec_id, "review_id": rec_id.split("/")[0], "kind": kind, "edition": edition}
    return row | {"bodies": bodies, "classes": classes}


def reviews(*rows: dict[str, object]) -> pd.DataFrame:
    return tables.build(list(rows), "reviews")


def recommendations(*rows: dict[str, object]) -> pd.DataFrame:
    return tables.build(list(rows), "recommendations")


BODIES = tables.build(
    [
        {"body_id": "home-office", "name": "Home Office", "class": "national government"},
        {"body_id": "amble-police", "name": "Ambleshire Police", "class": "police"},
        {"body_id": "all-agencies", "name": "All agencies", "class": "other"},
    ],
    "bodies",
)
EVENTS = tables.build(
    [
        {"date": "2012", "event": "Convictions in Ambleton", "kind": "conviction", "exogenous": "yes"},
        {"date": "2025-12-30", "event": "A broadcast on what Ambleton knew", "kind": "media", "exogenous": "yes"},
        {"date": "2025-12-31", "event": "Another on the same evening", "kind": "media", "exogenous": "yes"},
        {"date": "2013-06", "event": "The first review", "kind": "review-published", "exogenous": "no"},
    ],
    "events",
)
REVIEWS = reviews(
    review("first", 2, "digest", n_recommendations=9),
    review("second", 1, "digest", complete="yes", n_recommendations=1, published="2014-02-03"),
    review("third", published="2014"),
    review("answer", 1, "digest", kind="government-response", in_denominator="no", published="2015-01"),
    review("paper", kind="research", in_denominator="no", published="2025-06-01"),
)
RECOMMENDATIONS = recommendations(
    asked("first/r1-training", "home-office", "national government"),
    asked("first/r1-guidance", "home-office;amble-police", "national government;police"),
    asked("first/r2", "home-office;all-agencies", "national government;other"),
    asked("second/information-tool", "home-office", "national government"),
    asked("second/q-first-r2", "all-agencies", "other", kind="quoted"),
    asked("second/pledge", "amble-police", "police", kind="commitment"),
    asked("answer/r1", "amble-police", "police"),
)


def many(n: int) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """A corpus of n reviews in one spring, each asking as many long-named bodies as its number."""
    names = [f"Body number {i} with a name so long that it takes more than a line of the figure" for i in range(n)]
    bodies = tables.build([{"body_id": f"b{i}", "name": names[i], "class": "police"} for i in range(n)], "bodies")
    held = reviews(*(review(f"r{i}", 1, "digest", published=f"2014-0{i % 3 + 1}") for i in range(n)))
    rows = [asked(f"r{i}/r1", ";".join(f"b{j}" for j in range(i + 1)), "police") for i in range(n)]
    return recommendations(*rows), held, bodies


THEMES = pd.DataFrame(
    [("training", "Training", True), ("taxis", "Taxis", False), ("data", "Records of a long and winding name", True)],
    columns=["theme", "name", "casey"],
)
CODES = tables.build(
    [
        {"rec_id": rec_id, "theme": theme, "by": "coders"}
        for rec_id, theme in (
            ("first/r1-training", "training"), ("first/r1-guidance", "training"), ("first/r2", "data"),
            ("second/information-tool", "training"), ("second/pledge", "training"), ("first/r2", "taxis"),
            ("answer/r1", "data"),
        )
    ],
    "codes",
)  # fmt: skip


PICTURES = {
    "lineages": lambda: charts.lineages(RECOMMENDATIONS, REVIEWS, CODES, THEMES),
    "lineages, empty": lambda: charts.lineages(
        tables.empty("recommendations"), tables.empty("reviews"), tables.empty("codes"), THEMES
    ),
    "timeline": lambda: charts.timeline(REVIEWS, EVENTS),
    "who": lambda: charts.who_is_asked(RECOMMENDATIONS, REVIEWS, BODIES),
    "timeline, crowded": lambda: charts.timeline(many(24)[1], EVENTS),
    "who, crowded": lambda: charts.who_is_asked(*many(24)),
    "timeline, only reviews": lambda: charts.timeline(REVIEWS, tables.empty("events")),
    "timeline, only moments": lambda: charts.timeline(tables.empty("reviews"), EVENTS),
    "timeline, empty": lambda: charts.timeline(tables.empty("reviews"), tables.empty("events")),
    "who, empty": lambda: charts.who_is_asked(tables.empty("recommendations"), tables.empty("reviews"), BODIES),
}


@pytest.fixture(params=PICTURES, name="picture")
def _picture(request: pytest.FixtureRequest) -> tables.Picture:
    return PICTURES[request.param]()


def words(figure: Figure) -> Iterator[tuple[Text, Bbox]]:
    """Every text that is seen, and the place that it takes on the canvas."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    for text in figure.findobj(lambda artist: isinstance(artist, Text) and artist.get_visible()):
        if text.get_text().strip():
            yield text, Text.get_window_extent(text, canvas.get_renderer())


def said(picture: tables.Picture) -> str:
    return " ".join(text.get_text() for text, _ in words(picture.figure))


def test_no_text_leaves_the_picture_or_overlaps_another(picture: tables.Picture) -> None:
    whole = picture.figure.bbox
    seen = list(words(picture.figure))
    assert seen
    for text, box in seen:
        inside = box.x0 >= 0 and box.y0 >= 0 and box.x1 <= whole.x1 and box.y1 <= whole.y1
        assert inside, f"cut: {text.get_text()}"
    for (one, box), (other, place) in combinations(seen, 2):
        overlap = Bbox.intersection(box, place)
        clear = overlap is None or min(overlap.width, overlap.height) < 1
        assert clear, f"'{one.get_text()}' overlaps '{other.get_text()}'"


def test_text_is_legible_at_the_width_of_a_page(picture: tables.Picture) -> None:
    """Nothing smaller than 8 points when printed 16 cm wide."""
    assert picture.figure.get_size_inches()[0] * 2.54 == pytest.approx(16)
    assert min(text.get_fontsize() for text, _ in words(picture.figure)) >= 8


def test_words_of_a_picture_are_all_there(picture: tables.Picture) -> None:
    assert all(getattr(picture, name).strip() for name in ("slug", "title", "counted", "rests_on", "source", "alt"))
    assert "nan" not in f"{picture.title} {picture.counted} {picture.alt}".lower().split()


def test_drawing_changes_no_setting_and_no_table() -> None:
    before, kept = dict(matplotlib.rcParams), (REVIEWS.copy(), RECOMMENDATIONS.copy())
    for make in PICTURES.values():
        make()
    assert dict(matplotlib.rcParams) == before
    pd.testing.assert_frame_equal(REVIEWS, kept[0])
    pd.testing.assert_frame_equal(RECOMMENDATIONS, kept[1])


def test_settings_of_the_machine_have_no_say() -> None:
    with matplotlib.rc_context({"font.size": 30, "figure.dpi": 40, "axes.grid": True}):
        strange = PICTURES["who"]()
    assert [t.get_fontsize() for t, _ in words(strange.figure)] == [
        t.get_fontsize() for t, _ in words(PICTURES["who"]().figure)
    ]


@pytest.mark.parametrize("name", ["timeline, empty", "who, empty"])
def test_an_empty_table_says_that_nothing_is_held(name: str) -> None:
    assert "Nothing is held" in said(PICTURES[name]())


def test_who_is_asked_counts_reviews_of_the_denominator_once() -> None:
    """Two parts of one number are one recommendation; quoted rows, promises and other documents do not count."""
    counts = charts.who_table(RECOMMENDATIONS, REVIEWS, BODIES)
    rows = [tuple(row) for row in counts[["group", "name", "reviews", "of", "recommendations"]].to_numpy()]
    assert rows == [
        ("kind of body", "national government", 2, 2, 3),
        ("kind of body", "police", 1, 2, 1),
        ("kind of body", "other", 1, 2, 1),
        ("body", "Home Office", 2, 2, 3),
        ("body", "All agencies", 1, 2, 1),
        ("body", "Ambleshire Police", 1, 2, 1),
    ]
    assert counts["latest_published"].tolist()[:2] == ["2014-02-03", "2013-06"]


@pytest.mark.parametrize(
    ("rec_id", "number"),
    [
        ("a-2013/r1-police-guidance", "a-2013/r1"),
        ("a-2013/r8.12", "a-2013/r8.12"),
        ("a-2013/r8.12-part", "a-2013/r8.12"),
        ("a-2013/s2-r4-part", "a-2013/s2-r4"),
        ("a-2013/s2-r4", "a-2013/s2-r4"),
        ("a-2013/information-tool", "a-2013/information-tool"),
        ("a-2013/r-and-d-fund", "a-2013/r-and-d-fund"),
    ],
)
def test_the_parts_of_a_number_share_it(rec_id: str, number: str) -> None:
    made = charts.made(recommendations(asked(rec_id, "", "")), reviews(review("a-2013", 1, "digest")))
    assert made["number"].tolist() == [number]


def test_bodies_that_share_a_count_stay_or_go_together() -> None:
    """Of the counts 4, 3, 2, 1 three bodies leave one out; where two share the last place, both go."""
    rows, held, bodies = many(4)
    tied = recommendations(*rows.to_dict("records"), asked("r3/r2", "b3;tied", "police"))
    bodies = pd.concat([bodies, tables.build([{"body_id": "tied", "name": "Tied", "class": "police"}], "bodies")])
    for given, most, left in ((rows, 3, [4, 3, 2]), (tied, 4, [4, 3, 2]), (tied, 5, [4, 3, 2, 1, 1])):
        counts = charts.who_table(given, held, bodies, most=most)
        assert counts.loc[counts["group"] == "body", "reviews"].tolist() == left


def test_a_body_without_a_row_is_named() -> None:
    with pytest.raises(tables.TableError, match="amble-police"):
        charts.who_table(RECOMMENDATIONS, REVIEWS, BODIES[BODIES["body_id"] != "amble-police"])


@pytest.mark.parametrize(
    ("editions", "expected"),
    [(("digest", "digest"), True), (("official", "digest"), True), (("official", "official"), False)],
)
def test_a_picture_says_when_it_rests_on_digests_and_only_then(editions: tuple[str, str], expected: bool) -> None:
    held = reviews(*(review(name, 1, edition) for name, edition in zip("ab", editions, strict=True)))
    rows = recommendations(
        *(asked(f"{name}/r1", "home-office", "", edition=edition) for name, edition in zip("ab", editions, strict=True))
    )
    picture = charts.who_is_asked(rows, held, BODIES)
    seen = said(picture)
    assert ("Rests on digests: counts are lower bounds (at least)" in seen) is expected
    assert ("digest" in f"{seen}{picture.rests_on}{picture.counted}{picture.alt}".lower()) is expected
    assert ("at least" in f"{seen}{picture.alt}") is expected
    assert ("digest" in said(charts.timeline(held, EVENTS)).lower()) is expected


def test_being_asked_is_not_a_finding_of_failure() -> None:
    picture = PICTURES["who"]()
    assert "Being asked is not a finding of failure." in " ".join(said(picture).split())
    assert "Being asked is not a finding of failure." in picture.counted


def test_the_timeline_holds_each_document_and_each_outside_moment_once() -> None:
    rows = charts.timeline_table(REVIEWS, EVENTS)
    assert rows[["band", "name", "holds"]].to_numpy().tolist() == [
        ["review", "First", "some"],
        ["review", "Third", "nothing"],
        ["review", "Second", "whole list"],
        ["other document", "Answer", "some"],
        ["other document", "Paper", "nothing"],
        ["public moment", "Convictions in Ambleton", ""],
        ["public moment", "A broadcast on what Ambleton knew", ""],
        ["public moment", "Another on the same evening", ""],
    ]


def test_the_numbers_behind_the_timeline_are_whole_numbers_or_empty() -> None:
    lines = charts.timeline_table(REVIEWS, EVENTS).to_csv(index=False).splitlines()
    assert lines[1] == "review,2013-06,,First,inquiry,some,2,9,digest,first"
    assert lines[-1] == "public moment,,2025-12-31,Another on the same evening,media,,,,,"


def test_the_timeline_prints_its_counts_and_every_moment() -> None:
    seen = said(PICTURES["timeline"]())
    for expected in ("Reviews: 3", "in whole or part: 2", "none held: 1", "Other documents: 2", "Public moments: 3"):
        assert expected in seen
    assert all(event in seen for event in EVENTS.loc[EVENTS["exogenous"] == "yes", "event"])


def test_a_date_of_which_only_the_year_is_known_is_drawn_over_the_year() -> None:
    known = charts.timeline(reviews(review("a", published="2014-02"), review("b", published="2015-03")), EVENTS[:0])
    year = charts.timeline(reviews(review("a", published="2014"), review("b", published="2015-03")), EVENTS[:0])

    def bars(picture: tables.Picture) -> list[list[float]]:
        lines = picture.figure.axes[0].get_lines()
        return [list(line.get_xdata()) for line in lines if line.get_linestyle() == "-"]

    assert (bars(known), bars(year)) == ([], [[2014, 2015]])
    assert "only the year is known" in said(year)
    assert "only the year is known" not in said(known)


def test_a_row_without_a_date_is_told_and_not_lost() -> None:
    picture = charts.timeline(reviews(review("a"), review("b", published="")), tables.empty("events"))
    assert len(picture.data) == 2
    assert "Not drawn, for want of a date: 1" in said(picture)


def test_coverage_adds_up() -> None:
    """By hand: first holds 2 of 9, second its whole list of 1, third nothing; the others are no reviews."""
    assert charts.coverage(REVIEWS).to_numpy().tolist() == [
        ["whole list", 1, 1, 1],
        ["some", 1, 2, 9],
        ["nothing", 1, 0, 0],
    ]


def test_a_lineage_has_a_mark_a_review_that_raises_a_theme_of_the_audit() -> None:
    """By hand: training in first (two parts of one number) and second, records in first; a pledge is no ask."""
    rows = charts.lineage_table(RECOMMENDATIONS, REVIEWS, CODES, THEMES)
    assert rows[["theme", "review_id", "recommendations"]].to_numpy().tolist() == [
        ["training", "first", 1],
        ["training", "second", 1],
        ["data", "first", 1],
    ]
    assert "at least 2 of 2 reviews held, 2013 to 2014" in said(PICTURES["lineages"]())


def test_every_figure_of_the_package_is_drawn_here() -> None:
    figures = {
        name for name in charts.__all__ if "Picture" in str(inspect.signature(getattr(charts, name)).return_annotation)
    }
    assert figures == {"lineages", "themes_raised", "timeline", "who_is_asked"}
