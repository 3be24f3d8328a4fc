"""Distinct asks and coverage: by hand, by union-find, and by drawing."""

from __future__ import annotations

import numpy as np
import pytest
from helpers import six

from reviewkit.measures import history, rarefaction, simulation


def test_distinct_asks_are_counted_on_fingers() -> None:
    """Threads: four on lamps (jetty, buoys, pilots, tides r1), jetty-pilots r2, buoys r2-ferries r1, and five alone: 8.
    In a group all restate each other, and the tides' restates the jetty's alone: one more."""
    found = rarefaction.distinct_asks(six.held())
    assert found == {"fewest": 8, "most": 9, "linked_to_none": 5, "of": 13}


def test_groups_are_those_in_which_all_restate_each_other() -> None:
    held = six.held()
    number, group = held.asks["number"].to_numpy(), rarefaction.distinct_groups(held)
    together = {frozenset(number[group == one]) for one in group if (group == one).sum() > 1}
    assert together == {
        frozenset({"jetty-2010/r1", "buoys-2012/r1", "pilots-2013/r1"}),
        frozenset({"jetty-2010/r2", "pilots-2013/r2"}),
        frozenset({"buoys-2012/r2", "ferries-2017/r1"}),
    }


def test_threads_are_those_of_union_and_find() -> None:
    tables = simulation.simulated_tables(simulation.Process(repeat=0.6), seed=2)
    held = history.history(**tables, complete=False)
    parent = list(range(len(held.asks)))

    def root(ask: int) -> int:
        while parent[ask] != ask:
            ask = parent[ask]
        return ask

    for earlier, later in held.links:
        parent[root(later)] = root(earlier)
    roots = [root(ask) for ask in range(len(parent))]
    thread = rarefaction.threads(held)
    assert len(set(roots)) == len(set(thread)) == len(set(zip(roots, thread, strict=True)))


def test_the_range_does_not_depend_on_the_order_of_the_rows() -> None:
    tables = simulation.simulated_tables(simulation.Process(reviews=12, size=4.0, standing=5, repeat=0.6), seed=1)
    rows = {name: table.sample(frac=1, random_state=1) for name, table in tables.items()}
    one, other = (
        rarefaction.distinct_asks(history.history(**each, complete=False), orders=5) for each in (tables, rows)
    )
    assert one == other


def test_coverage_is_counted_on_fingers() -> None:
    """Of eight threads five are in one review and two in two; they stand in 13 places of five reviews.

    Chao and Jost: 1 - 5/13 x (4 x 5) / (4 x 5 + 2 x 2).
    """
    found = rarefaction.sample_coverage(six.held())
    assert found["value"] == pytest.approx(1 - 5 / 13 * 20 / 24)
    assert 0 < found["low"] < found["value"] < found["high"] < 1


def test_coverage_where_nothing_is_in_two_reviews_is_the_corrected_form() -> None:
    """Thirteen threads in one review each: 1 - 13/13 x (4 x 12) / (4 x 12 + 2)."""
    found = rarefaction.sample_coverage(six.held(echoes=six.five_tables()["echoes"][:0]))
    assert found["value"] == pytest.approx(1 - 48 / 50)


def test_coverage_is_the_share_of_a_further_list_that_is_known_already() -> None:
    """Known from the simulation: of one more review's asks those that stand in the list of asks already seen."""
    values, truths = [], []
    for seed in range(20):
        tables = simulation.simulated_tables(simulation.Process(reviews=21, size=5.0, standing=40, repeat=0.999), seed)
        last = tables["reviews"]["review_id"].iloc[-1]
        held = history.history(**tables, complete=False)
        review_id = held.reviews["review_id"].to_numpy()[held.asks["review"]]
        restates = np.isin(np.arange(len(held.asks)), held.links[:, 1])
        truths.append(restates[review_id == last].mean())
        before = tables | {"reviews": tables["reviews"].iloc[:-1]}
        values.append(rarefaction.sample_coverage(history.history(**before, complete=False))["value"])
    assert np.mean(values) == pytest.approx(np.mean(truths), abs=0.06)


def test_of_two_reviews_no_coverage_is_told() -> None:
    assert rarefaction.sample_coverage(six.held(reviews=six.five_tables()["reviews"][:2]))["value"] is None
