"""Bounds on the share of reviews that raise a theme: by hand, by exact sums, and what always holds."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from helpers import six
from scipy import stats

from reviewkit.measures import accuracy, bounds, history, simulation
from reviewkit.measures.history import History

DRAWS = 40_000  # of the exact checks
LISTS = ((4, 2), (3, 0), (5, 1), (2, 2), (3, 0))  # asks held of a review, and of these on lamps; the last is in part
TOTAL = 7  # asks of the last


def past(lists: tuple[tuple[int, int], ...] = LISTS, total: int = TOTAL) -> History:
    """Return the history of these lists: all whole, but the last."""
    ids = [[f"review-{at}/r{ask}" for ask in range(1, held + 1)] for at, (held, _) in enumerate(lists)]
    names = [f"review-{at}" for at in range(len(lists))]
    with_theme = [rec_id for rec_ids, (_, on_lamps) in zip(ids, lists, strict=True) for rec_id in rec_ids[:on_lamps]]
    every = [rec_id for rec_ids in ids for rec_id in rec_ids]
    none = pd.DataFrame({"rec_id": [], "earlier_rec_id": [], "relation": [], "date": [], "exogenous": []}, dtype=str)
    return history.history(
        reviews=pd.DataFrame({
            "review_id": names, "published": [f"{2010 + at}" for at in range(len(lists))],
            "complete": ["yes"] * (len(lists) - 1) + ["no"],
            "known_total": [str(held) for held, _ in lists[:-1]] + [str(total)],
        }),
        recommendations=pd.DataFrame({"rec_id": every, "review_id": [rec_id.split("/")[0] for rec_id in every],
                                      "kind": "recommendation"}),
        codes=pd.DataFrame({"rec_id": with_theme, "theme": "lamps"}),
        echoes=none, events=none, complete=False,
    )  # fmt: skip


def posterior(lists: tuple[tuple[int, int], ...]) -> list[tuple[float, float, float]]:
    """Return the two parameters and the weight of each point of the grid, by scipy's beta-binomial distribution."""
    points = [(mean * spread, (1 - mean) * spread) for spread in bounds.SPREADS for mean in bounds.MEANS]
    weights = [
        np.exp(sum(stats.betabinom.logpmf(on_lamps, held, a, b) for held, on_lamps in lists))
        * stats.beta.pdf(a / (a + b), 0.5, 0.5)
        for a, b in points
    ]
    return [(a, b, weight / sum(weights)) for (a, b), weight in zip(points, weights, strict=True)]


def share_that_raise(past_lists: History, odds: float) -> float:
    """Return how often the last review raises the theme, over many draws."""
    rng = np.random.default_rng(1)
    raised = past_lists.raised[:, 0]
    totals = np.tile(past_lists.lists["total"].to_numpy().astype(int), (DRAWS, 1))
    chances = bounds._drawn_chances(past_lists, raised, DRAWS, rng)
    shares = bounds._drawn_shares(past_lists, raised, totals, chances, odds, rng)
    return float(shares[:, 0].mean() * len(LISTS) - 3)  # three of the others raise it in every draw


def test_the_chance_that_an_ask_not_held_raises_the_theme_is_the_exact_one() -> None:
    """One less the beta-binomial probability that none of the four does, summed over the grid's posterior."""
    held, on_lamps = LISTS[-1]
    exact = sum(
        weight * (1 - stats.betabinom.pmf(0, TOTAL - held, a + on_lamps, b + held - on_lamps))
        for a, b, weight in posterior(LISTS)
    )
    assert 0.3 < exact < 0.7
    assert share_that_raise(past(), odds=1.0) == pytest.approx(exact, abs=4 * np.sqrt(0.25 / DRAWS))


def test_at_other_odds_it_is_that_of_an_integral() -> None:
    """At four times the odds, each of the four has the theme with 4p / (1 - p + 4p): over quantiles of p."""
    held, on_lamps = LISTS[-1]
    middles = (np.arange(200) + 0.5) / 200
    exact = 0.0
    for a, b, weight in posterior(LISTS):
        p = stats.beta.ppf(middles, a + on_lamps, b + held - on_lamps)
        exact += weight * (1 - (1 - 4 * p / (1 - p + 4 * p)) ** (TOTAL - held)).mean()
    assert share_that_raise(past(), odds=4.0) == pytest.approx(exact, abs=0.01)


def test_the_worst_case_is_counted_on_fingers() -> None:
    """Lamps in four of seven, and not in the nets' empty list: at most six. Ropes in one: at most four."""
    found = bounds.bounds(six.held(), draws=100)
    assert {theme: (row["n"], row["of"]) for theme, row in found.items()} == {
        "boats": (4, 7), "crews": (1, 7), "lamps": (4, 7), "ropes": (1, 7)
    }  # fmt: skip
    assert (found["lamps"]["worst_low"], found["lamps"]["worst_high"]) == pytest.approx((4 / 7, 6 / 7), abs=1e-6)
    assert (found["ropes"]["worst_low"], found["ropes"]["worst_high"]) == pytest.approx((1 / 7, 4 / 7), abs=1e-6)


def test_a_review_known_to_make_none_counts_and_raises_nothing() -> None:
    """Without its list it might raise anything: the worst case reaches all but the other whole lists."""
    reviews = six.five_tables()["reviews"]
    unknown = reviews.assign(
        complete=reviews["complete"].mask(reviews["review_id"] == "nets-2018", "no"),
        n_recommendations=reviews["n_recommendations"].mask(reviews["review_id"] == "nets-2018"),
    )
    before, now = (bounds.bounds(six.held(reviews=each), draws=100)["lamps"] for each in (unknown, reviews))
    assert (before["of"], before["worst_high"]) == (7, 1.0)
    assert (now["of"], now["worst_high"]) == (7, pytest.approx(6 / 7, abs=1e-6))


@pytest.mark.parametrize("seed", range(4))
def test_where_all_lists_are_whole_all_bounds_are_the_share_itself(seed: int) -> None:
    tables = simulation.simulated_tables(simulation.Process(reviews=12, size=3.0), seed)
    raising = tables["codes"].merge(tables["recommendations"]).groupby("theme")["review_id"].nunique()
    for theme, row in bounds.bounds(history.history(**tables, complete=False), draws=50).items():
        share = raising[theme] / 12
        ends = [row[name] for name in ("worst_low", "worst_high", "value", "low", "high")]
        assert ends == pytest.approx([share] * 5, abs=2e-6)
        assert row["worst_low"] <= row["low"] <= share <= row["high"] <= row["worst_high"]


@pytest.mark.parametrize("seed", range(6))
def test_the_worst_case_holds_the_model_and_the_truth(seed: int) -> None:
    """Half of the totals are known; what is held of a list in part is four in ten of it."""
    tables = simulation.simulated_tables(simulation.Process(reviews=14, size=4.0), seed)
    raising = tables["codes"].merge(tables["recommendations"]).groupby("theme")["review_id"].nunique()
    part = simulation.in_part(tables, whole=5, seed=seed, share=0.4, stated=0.5)
    for theme, row in bounds.bounds(history.history(**part, complete=False), draws=60).items():
        assert row["worst_low"] <= row["low"] <= row["value"] <= row["high"] <= row["worst_high"]
        assert row["worst_low"] <= raising[theme] / 14 <= row["worst_high"]
        middles = [row["by_odds"][odds][0] for odds in ("0.25", "0.5")] + [row["value"], row["by_odds"]["4"][0]]
        assert middles == sorted(middles)


def test_a_total_that_nobody_states_is_one_of_those_known_and_not_smaller_than_what_is_held() -> None:
    """Known are 0, 2, 2, 4 and 5. The ferries hold 4, so 4 or 5; of the wrecks nothing is held."""
    held = six.held()
    totals = pd.DataFrame(bounds._drawn_totals(held, 300, seed=0), columns=held.lists["review_id"])
    assert set(totals["ferries-2017"]) == {4, 5}
    assert set(totals["wrecks-2021"]) == {0, 2, 4, 5}
    assert set(totals["tides-2020"]) == {5}


def test_where_no_total_is_known_the_model_says_nothing() -> None:
    reviews = six.five_tables()["reviews"].assign(complete="no", n_recommendations=pd.NA)
    row = bounds.bounds(six.held(reviews=reviews))["lamps"]
    assert row["value"] is None and row["low"] is None and row["by_odds"] == {}
    assert (row["worst_low"], row["worst_high"]) == pytest.approx((4 / 7, 1.0), abs=1e-6)


def test_codes_of_the_model_alone_widen_the_interval_or_are_not_told() -> None:
    """A theme on which it was tried on fewer than ten rows is for a person to read first."""
    codes = six.five_tables()["codes"].assign(by="model")
    held = six.held(codes=codes)
    seldom, often = accuracy.Errors(3, 1, 2, 90), accuracy.Errors(12, 6, 8, 90)
    row = bounds.bounds(held, {"lamps": seldom, "boats": often}, draws=400)
    assert row["lamps"]["value"] is None and row["lamps"]["n"] == 4
    plain = bounds.bounds(six.held(), draws=400)["boats"]
    assert row["boats"]["low"] < plain["low"]  # some of its four are wrong
    assert row["boats"]["high"] - row["boats"]["low"] > plain["high"] - plain["low"]


def test_without_a_review_there_is_nothing_to_bound() -> None:
    assert bounds.bounds(six.held(reviews=six.five_tables()["reviews"][:0])) == {}
