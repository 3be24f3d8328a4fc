"""Repeats per pair: counted on fingers, by other routes, and the same whichever lists are held."""

from __future__ import annotations

from itertools import combinations, permutations

import numpy as np
import pandas as pd
import pytest
from helpers import six

from reviewkit.base.dates import DAYS_PER_YEAR
from reviewkit.measures import accuracy, history, rarefaction, repetition, simulation
from reviewkit.measures.history import History

STANDING = simulation.Process(reviews=14, size=3.0, standing=6, repeat=0.6)


@pytest.fixture(scope="module", name="simulated")
def _simulated() -> dict[str, pd.DataFrame]:
    return simulation.simulated_tables(STANDING, seed=5)


def past(tables: dict[str, pd.DataFrame]) -> History:
    return history.history(**tables, complete=False)


def test_the_rate_is_counted_on_fingers() -> None:
    found = repetition.repetition(six.held())
    assert (found["links"], found["pairs"], found["reviews"]) == (6, 66, 6)
    assert found["per_1000"] == pytest.approx(1000 * 6 / 66)
    assert found["low"] < found["per_1000"] < found["high"] <= 1000


def test_near_over_far_is_counted_on_fingers() -> None:
    """Near are 24 pairs with 4 links, far 42 with 2; half a link is added to both."""
    found = repetition.repetition(six.held())
    assert found["near_far"] == pytest.approx((4.5 / 24) / (2.5 / 42))
    assert found["near_far_low"] < 1 < found["near_far_high"]
    assert found["near_years"] == 4


def test_whose_asks_are_repeated_is_counted_on_fingers() -> None:
    """Five asks restate; the tides' publisher is not known. Of the other four pilots r2 repeats its own publisher's
    alone, while pilots r1 repeats the Board's and the Trust's: 3 of 4."""
    found = repetition.repetition(six.held())
    assert (found["restating"], found["restating_other"], found["other_publisher"]) == (5, 3, 0.75)


def test_the_pairs_that_a_critic_would_name_are_counted_on_fingers() -> None:
    """Of different publishers: all 66 but those with the tides (2 x 11) and jetty-pilots (2 x 2), and 3 links.

    A theme in common: 6 pairs of the four asks on lamps, 6 of those on boats, and all six links. With different
    publishers besides: of lamps jetty-buoys and buoys-pilots, of boats all 6 but jetty-pilots, which is 7; of the
    links buoys r1, pilots r1 and ferries r1. Their bodies are alike: all are councils, one of them the police too.
    """
    rows = repetition.nulls(six.held())
    assert rows[["pairs", "links"]].to_numpy().tolist() == [[66, 6], [24, 4], [42, 2], [40, 3], [12, 6], [7, 3]]
    assert rows["per_1000"].iloc[0] == pytest.approx(1000 * 6 / 66)


def test_other_bodies_are_no_pair_with_a_body_in_common() -> None:
    """Were the ferries' r1 asked of the police alone, its 3 pairs on boats and its link would go."""
    recommendations = six.five_tables()["recommendations"]
    parts = recommendations["rec_id"].str.startswith("ferries-2017/r1")
    rows = repetition.nulls(six.held(recommendations=recommendations.assign(
        classes=recommendations["classes"].mask(parts, "police"))))  # fmt: skip
    assert rows[["pairs", "links"]].to_numpy().tolist()[-2:] == [[12, 6], [4, 2]]


def test_without_a_link_the_rate_is_nought_with_an_upper_end() -> None:
    """Nought of 66 pairs: up to 3.7 links of a Poisson count."""
    found = repetition.repetition(six.held(echoes=six.five_tables()["echoes"][:0]))
    assert (found["per_1000"], found["low"]) == (0, 0)
    assert found["high"] == pytest.approx(1000 * 3.689 / 66, rel=1e-3)
    assert found["near_far"] is None and found["other_publisher"] is None


def test_without_two_reviews_nothing_is_told() -> None:
    reviews = six.five_tables()["reviews"][:1]
    assert repetition.repetition(six.held(reviews=reviews))["per_1000"] is None


def test_the_interval_is_that_of_all_pairs_of_pairs(simulated: dict[str, pd.DataFrame]) -> None:
    """By brute force: covariances of pairs of reviews that share one, and of links of one ask whose reviews do not."""
    held = past(simulated)
    counts = repetition.count_pairs(held)
    n, links, rate = len(held.reviews), counts.links.sum(), counts.links.sum() / counts.pairs.sum()
    dyads = [(i, j, (counts.links[i, j] - rate * counts.pairs[i, j]) / links) for i, j in permutations(range(n), 2)]
    shared = sum(e * f for i, j, e in dyads for k, m, f in dyads if {i, j} & {k, m})
    review, group = held.asks["review"].to_numpy(), rarefaction.distinct_groups(held)
    ends = [(set(review[link]), group[link[0]]) for link in held.links if group[link[0]] == group[link[1]]]
    apart = 2 * sum(1 for (one, a), (other, b) in combinations(ends, 2) if a == b and not one & other) / links**2
    assert apart > 0
    sizes = np.bincount(review, minlength=n)
    variance = max(shared * n / (n - 1) + apart, 1 / links) + np.var(sizes, ddof=1) / sizes.mean() ** 2 / n
    found = repetition.rate_of(held, counts)
    assert np.log(found.high / found.value) == pytest.approx(1.959964 * np.sqrt(variance), rel=1e-6)


def test_the_variance_of_the_ratio_is_that_of_fitting_it_without_each_review(
    simulated: dict[str, pd.DataFrame],
) -> None:
    held = past(simulated)
    counts = repetition.count_pairs(held)
    near = counts.years <= repetition.NEAR_YEARS
    logs = []
    for left_out in held.reviews["review_id"]:
        reviews, recommendations = (simulated[name] for name in ("reviews", "recommendations"))
        rest = simulated | {
            "reviews": reviews[reviews["review_id"] != left_out],
            "recommendations": recommendations[recommendations["review_id"] != left_out],
        }
        of_rest = repetition.count_pairs(past(rest))
        close = of_rest.years <= repetition.NEAR_YEARS
        rates = [(of_rest.links[part].sum() + 0.5) / of_rest.pairs[part].sum() for part in (close, ~close)]
        logs.append(np.log(rates[0] / rates[1]))
    n = len(logs)
    expected = (n - 1) / n * ((np.array(logs) - np.mean(logs)) ** 2).sum()
    assert repetition._jackknife_variance(counts, near, np.zeros((n, n))) == pytest.approx(expected)


def test_the_p_of_shuffled_dates_is_that_of_all_orders() -> None:
    """Four reviews of one ask each: all 24 orders of their dates, by hand."""
    names, dates = ["a", "b", "c", "d"], ["2010-01-01", "2012-01-01", "2018-01-01", "2020-01-01"]
    tables = {
        "reviews": pd.DataFrame({"review_id": names, "published": dates, "complete": "yes"}),
        "recommendations": pd.DataFrame({"rec_id": [f"{name}/r1" for name in names], "review_id": names,
                                         "kind": "recommendation"}),
        "codes": pd.DataFrame({"rec_id": [], "theme": []}, dtype=str),
        "echoes": pd.DataFrame({"rec_id": ["b/r1", "d/r1"], "earlier_rec_id": ["a/r1", "c/r1"],
                                "relation": "restates"}),
        "events": pd.DataFrame({"date": [], "exogenous": []}, dtype=str),
    }  # fmt: skip
    year, links = [2010, 2012, 2018, 2020], [(0, 1), (2, 3)]

    def near_share(order: tuple[int, ...]) -> float:
        at = [year[place] for place in order]
        near = [pair for pair in combinations(range(4), 2) if abs(at[pair[0]] - at[pair[1]]) <= 4]
        return sum(pair in near for pair in links) / len(near)

    shares = [near_share(order) for order in permutations(range(4))]
    exact = np.mean([share >= near_share((0, 1, 2, 3)) for share in shares])
    assert exact == pytest.approx(
        1 / 3
    )  # 2 x 2 x 2 orders: one link at the earlier two dates, the other at the later two
    assert repetition.dates_shuffled(past(tables), shuffles=2999)["p"] == pytest.approx(exact, abs=0.03)


def test_dates_are_shuffled_within_a_publisher_and_place() -> None:
    """The Board has two reviews and the Trust two; the Port Council's is alone, and the tides' publisher not known."""
    found = repetition.dates_shuffled(six.held(), shuffles=99)
    assert found["movable"] == 4
    reviews = six.five_tables()["reviews"]
    alone = six.held(reviews=reviews.assign(publisher_body=reviews["review_id"]))
    assert repetition.dates_shuffled(alone, shuffles=9)["p_within"] is None


def test_another_order_of_the_rows_changes_no_digit(simulated: dict[str, pd.DataFrame]) -> None:
    shuffled = {name: rows.sample(frac=1, random_state=3) for name, rows in simulated.items()}
    one, other = past(simulated), past(shuffled)
    assert repetition.repetition(one) == repetition.repetition(other)
    assert repetition.dates_shuffled(one, shuffles=19) == repetition.dates_shuffled(other, shuffles=19)
    pd.testing.assert_frame_equal(repetition.nulls(one), repetition.nulls(other))


def test_the_rate_reads_the_same_with_ten_lists_as_with_forty() -> None:
    """What `asked_before` does not: mean over histories of the rate with a quarter of the lists, against with all."""
    process = simulation.Process(reviews=40, size=6.0, standing=20, repeat=0.5)
    rates = []
    for seed in range(15):
        tables = simulation.simulated_tables(process, seed)
        few = simulation.in_part(tables, whole=10, seed=seed)
        histories = (past(tables), history.history(**few, complete=True))
        rates.append([repetition.rate_of(each, repetition.count_pairs(each)).value for each in histories])
    of_all, of_few = np.mean(rates, axis=0)
    assert of_few == pytest.approx(of_all, rel=0.1)


def test_links_of_the_model_are_corrected_for_its_errors_and_widen_the_interval() -> None:
    """All six are the model's, which is right in 4.5 of 9 (Jeffreys) and finds 4.5 of 9: 6 x 0.5 / 0.5 are left."""
    echoes = six.five_tables()["echoes"].assign(by="model")
    held, errors = six.held(echoes=echoes), accuracy.Errors(4, 4, 4, 50)
    found, plain = repetition.repetition(held, errors), repetition.repetition(held)
    assert found["per_1000"] == pytest.approx(plain["per_1000"])
    assert found["low"] < plain["low"] and found["high"] > plain["high"]
    assert (found["restating"], found["restating_by_model"]) == (0, 5)
    by_coders = repetition.repetition(six.held(), errors)
    assert by_coders == repetition.repetition(six.held())  # the coders' links are taken as they are
    assert (by_coders["restating"], by_coders["restating_by_model"]) == (5, 0)


def test_years_between_reviews_are_those_of_their_dates() -> None:
    counts = repetition.count_pairs(six.held())
    assert counts.years[0, 1] == pytest.approx(730 / DAYS_PER_YEAR)
    assert counts.pairs[1, 0] == 0  # the later review is in the column
