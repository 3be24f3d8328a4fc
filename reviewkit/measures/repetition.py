"""Repetition: how often two recommendations of different reviews ask the same, per 1,000 pairs of them.

Input: a `History`. Output: the rate with its interval, the same near and far in time and their ratio, the share of
repeating asks that repeat another publisher's, and the rate among the pairs that a critic would name.

A pair is an ask of one review and an ask of a certainly later one. Whether it is a link does not depend on which other
lists are held, so the rate means the same with ten lists as with sixty: that is why it is the headline, and not the
share of asks that restate one of the reviews just before (`prior_asks`), which grows with the number of lists.

Intervals are on the scale of the logarithm. The variance of a rate is clustered both ways, by the earlier and by the
later review (all pairs of pairs that share a review). To it are added that of links of the same ask, made again, whose
reviews have nothing in common, since an ask is a cluster too, and that of the number of asks, by which every rate is
divided. It is at least that of as many links that come independently of each other.

Source: Aronow, Samii and Assenova 2015, for pairs; Cameron, Gelbach and Miller 2011, for clusters of several kinds.
Limitations: links that were missed make the rate a lower bound; they touch a ratio or a share less.
`benchmarks/cycle.py` prints for which histories the intervals are too short or too long, and by how much.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from reviewkit.base.dates import DAYS_PER_YEAR
from reviewkit.base.text import split_list
from reviewkit.measures import intervals
from reviewkit.measures.accuracy import Errors, corrected_links
from reviewkit.measures.history import History, order_is_certain
from reviewkit.measures.rarefaction import distinct_groups

NEAR_YEARS = 4.0  # reviews at most so many years apart are near: about the middle of the corpus's pairs of asks
ALIKE = 1.5  # times as often, up to which two rates whose difference is not sure may be called alike
PER = 1000  # pairs
HALF = 0.5  # added to both counts of a ratio, so that it is defined where one is nought (Haldane 1956)
SHUFFLES, SEED = 999, 0
BLOCK = 1000  # asks whose pairs are looked at at once
ALL = "all pairs"


class PairCounts(NamedTuple):
    """Pairs of asks and links among them, by their two reviews: reviews x reviews, the earlier in the row."""

    pairs: np.ndarray  # pairs of asks; none where the order of the reviews is not certain
    links: np.ndarray
    years: np.ndarray  # from the earlier review to the later one


class Rate(NamedTuple):
    """A number with its 95 % interval; None where it is not defined."""

    value: float | None
    low: float | None
    high: float | None


def repetition(history: History, errors: Errors | None = None, near_years: float = NEAR_YEARS) -> dict[str, Any]:
    """Return how often asks of different reviews ask the same, and what nearness in time and the publisher do to it.

    `per_1000` with `low` and `high`: links per 1,000 pairs of asks; `links` of so many `pairs`, of `reviews` reviews;
    `near_far`, the rate of reviews at most `near_years` apart over that of all others, with `near_far_low` and
    `near_far_high`; `restating`, how many asks restate an earlier one by coders or people, `restating_other` of
    these another publisher's, and `restating_by_model` by the model alone; `other_publisher`, of all of them the share
    that restates another publisher's, with `other_publisher_low` and `other_publisher_high`.

    `errors` says how well the model's links agree with the coders': links that only the model gives are corrected by
    it, and the intervals carry how well that is known. None where a number is not defined: without pairs, without any
    link, or without publishers.
    """
    counts = count_pairs(history)
    near = counts.years <= near_years
    rate, ratio = rate_of(history, counts, errors), ratio_of(history, counts, near, errors)
    return {
        "per_1000": _per_thousand(rate.value), "low": _per_thousand(rate.low), "high": _per_thousand(rate.high),
        "links": int(counts.links.sum()), "pairs": int(counts.pairs.sum()), "reviews": len(history.reviews),
        "near_far": ratio.value, "near_far_low": ratio.low, "near_far_high": ratio.high, "near_years": near_years,
        **other_publisher(history),
    }  # fmt: skip


def count_pairs(history: History, pairs: np.ndarray | None = None, included: np.ndarray | None = None) -> PairCounts:
    """Return pairs of asks and links by their two reviews.

    `pairs` holds the pairs of asks that count, by review (`pairs_in_common`), and `included` which links do; without
    them, all.
    """
    review, n = history.asks["review"].to_numpy(), len(history.reviews)
    sizes = np.bincount(review, minlength=n).astype(float)
    days = history.reviews["day"].to_numpy()
    counted = history.links if included is None else history.links[included]
    links = np.zeros((n, n))
    np.add.at(links, (review[counted[:, 0]], review[counted[:, 1]]), 1)
    of_reviews = np.outer(sizes, sizes) if pairs is None else pairs
    return PairCounts(of_reviews * order_is_certain(history), links, (days[None] - days[:, None]) / DAYS_PER_YEAR)


def rate_of(history: History, counts: PairCounts, errors: Errors | None = None) -> Rate:
    """Return the links per pair, with their interval."""
    pairs, links = counts.pairs.sum(), counts.links.sum()
    if not pairs:
        return Rate(None, None, None)
    if not links:
        return Rate(0.0, 0.0, min(intervals.none_found_upper() / pairs, 1.0))
    by_model = np.array([history.model_links.sum() * links / max(len(history.links), 1)])
    corrected, draws = corrected_links(np.array([links]), by_model, np.array([pairs]), errors)
    weight = np.full_like(counts.pairs, 1 / links)
    variance = _clustered_variance(weight * (counts.links - links / pairs * counts.pairs))
    of_links = np.where(counts.links > 0, weight, 0.0)
    variance = max(variance + _group_variance(history, of_links), 1 / links) + _size_variance(history)
    return _on_log_scale(float(corrected[0] / pairs), variance + float(np.log(draws + HALF).var()), most=1.0)


def ratio_of(history: History, counts: PairCounts, near: np.ndarray, errors: Errors | None = None) -> Rate:
    """Return the rate among the pairs of reviews that are `near` over that among the others, with its interval."""
    parts = (near, ~near)
    pairs, links = (np.array([table[part].sum() for part in parts]) for table in (counts.pairs, counts.links))
    if not pairs.all() or not links.sum():
        return Rate(None, None, None)
    review = history.asks["review"].to_numpy()
    of_model = history.links[history.model_links]
    model_near = near[review[of_model[:, 0]], review[of_model[:, 1]]]
    by_model = np.array([model_near.sum(), (~model_near).sum()], float)
    corrected, draws = corrected_links(links, by_model, pairs, errors)
    log_ratios = np.log((draws[:, 0] + HALF) / (draws[:, 1] + HALF))
    weight = np.where(near, 1 / (links[0] + HALF), -1 / (links[1] + HALF))
    expected = np.where(near, *(count / of for count, of in zip(links, pairs, strict=True))) * counts.pairs
    variance = _jackknife_variance(counts, near, weight * (counts.links - expected)) + _group_variance(history, weight)
    variance = max(variance, float((1 / (links + HALF)).sum())) + float(log_ratios.var())
    ratio = (corrected[0] + HALF) / pairs[0] / ((corrected[1] + HALF) / pairs[1])
    return _on_log_scale(float(ratio), variance)


def other_publisher(history: History) -> dict[str, Any]:
    """Return of the asks that restate an earlier one the share that restates another publisher's, with its interval.

    The interval is clustered both ways, by the later review and by the oldest that it restates, at the effective sample
    size (`intervals.share_interval`). An ask of a review without a publisher is left out.

    Source: Cameron, Gelbach and Miller 2011.
    """
    publisher, review_of_ask = history.reviews["publisher"].to_numpy(), history.asks["review"].to_numpy()
    review = review_of_ask[history.links]
    known = (publisher[review] != "").all(axis=1)
    other = known & (publisher[review[:, 0]] != publisher[review[:, 1]])
    restating, elsewhere = (np.unique(history.links[chosen, 1]) for chosen in (known, other))
    given = ~history.model_links
    counts = {
        "restating": len(np.unique(history.links[given, 1])),
        "restating_other": len(np.unique(history.links[given & other, 1])),
        "restating_by_model": len(set(history.links[:, 1]) - set(history.links[given, 1])),
    }
    later = review_of_ask[restating]
    clusters = len(np.unique(later))
    if clusters < 2:
        return counts | dict.fromkeys(("other_publisher", "other_publisher_low", "other_publisher_high"))
    hits = np.isin(restating, elsewhere)
    share, total = float(hits.mean()), float(len(restating))
    oldest = np.full(len(history.asks), len(history.reviews))
    np.minimum.at(oldest, history.links[known, 1], review[known, 0])
    residuals = (hits - share) / total
    squares = float((residuals**2).sum())
    variance = _sum_of_squares(later, residuals) + _sum_of_squares(oldest[restating], residuals) - squares
    variance = max(variance, squares) * clusters / (clusters - 1)
    low, high = intervals.share_interval(share, variance, total, clusters)
    return counts | {"other_publisher": share, "other_publisher_low": low, "other_publisher_high": high}


def nulls(history: History, near_years: float = NEAR_YEARS) -> pd.DataFrame:
    """Return the rate among the pairs that a critic would name, a row each, beside that of all pairs.

    A critic says that two reviews of one field both ask for training as a matter of course, that a publisher repeats
    itself, or that repeats lie near in time.

    Columns: `pairs_of`, `pairs`, `links`, `per_1000`, `low`, `high`.
    """
    near = count_pairs(history).years <= near_years
    publisher = history.reviews["publisher"].to_numpy()
    other = (publisher[:, None] != publisher[None]) & (publisher != "")[:, None] & (publisher != "")[None]
    by_theme, theme_links = pairs_in_common(history, themes=True, bodies=False)
    by_both, both_links = pairs_in_common(history, themes=True, bodies=True)
    all_counts = count_pairs(history)
    strata = {
        ALL: all_counts,
        f"reviews at most {near_years:g} years apart": _within(all_counts, near),
        f"reviews more than {near_years:g} years apart": _within(all_counts, ~near),
        "reviews of different publishers": _within(all_counts, other),
        "a theme in common": count_pairs(history, by_theme, theme_links),
        "a theme and a kind of body in common, different publishers": _within(
            count_pairs(history, by_both, both_links), other
        ),
    }
    rows = []
    for name, counts in strata.items():
        rate = rate_of(history, counts)
        ends = [_per_thousand(value) for value in rate]
        rows.append((name, int(counts.pairs.sum()), int(counts.links.sum()), *ends))
    return pd.DataFrame(rows, columns=["pairs_of", "pairs", "links", "per_1000", "low", "high"])


def dates_shuffled(
    history: History, near_years: float = NEAR_YEARS, shuffles: int = SHUFFLES, seed: int = SEED
) -> dict[str, Any]:
    """Return how surely repeats are nearer in time than chance would have it, whichever reviews make them.

    `p`: the share of shuffles of all reviews' dates with as high a rate near in time (one-sided); `p_within`, of
    shuffles among reviews of one publisher and area, of which `movable` reviews have another to change with. None where
    there is no link, or no review to change with.

    Source: Good 2005.
    """
    counts = count_pairs(history)
    pairs, links = counts.pairs + counts.pairs.T, counts.links + counts.links.T
    days = history.reviews["day"].to_numpy()
    group = history.reviews.groupby(["publisher", "area"], sort=False).ngroup().to_numpy()
    alone = history.reviews["publisher"].to_numpy() == ""
    group = np.where(alone, group.max(initial=0) + 1 + np.arange(len(group)), group)
    movable = int((np.bincount(group)[group] > 1).sum()) if len(group) else 0
    if not links.sum():
        return {"p": None, "p_within": None, "movable": movable}

    def near_share(of_days: np.ndarray) -> float:
        near = np.abs(of_days[None] - of_days[:, None]) / DAYS_PER_YEAR <= near_years
        return float(links[near].sum() / max(pairs[near].sum(), 1))

    rng, observed = np.random.default_rng(seed), near_share(days)
    everywhere = np.array([near_share(rng.permutation(days)) for _ in range(shuffles)])
    within = np.array([near_share(_shuffle_within(days, group, rng)) for _ in range(shuffles)])
    p_within = intervals.permutation_p(observed, within) if movable else None
    return {"p": intervals.permutation_p(observed, everywhere), "p_within": p_within, "movable": movable}


def pairs_in_common(history: History, themes: bool, bodies: bool) -> tuple[np.ndarray, np.ndarray]:
    """Return how many pairs of asks, by their two reviews, have a theme, a kind of body, or both in common.

    And which of the links are between such asks.
    """
    n = len(history.reviews)
    marks = ([history.raised.astype(np.float32)] if themes else []) + ([_body_classes(history)] if bodies else [])
    one_hot = np.eye(n, dtype=np.float32)[history.asks["review"].to_numpy()]
    pairs = np.zeros((n, n))
    for start in range(0, len(one_hot), BLOCK):
        block = slice(start, start + BLOCK)
        common = np.logical_and.reduce([mark[block] @ mark.T > 0 for mark in marks])
        pairs += one_hot[block].T @ (common.astype(np.float32) @ one_hot)
    earlier, later = history.links.T
    return pairs, np.logical_and.reduce([(mark[earlier] * mark[later]).sum(axis=1) > 0 for mark in marks])


def _body_classes(history: History) -> np.ndarray:
    """Return asks x kinds of body: whether an ask is of a body of that kind."""
    by_ask = [split_list(cell) for cell in history.asks["classes"]]
    names = sorted({name for cell in by_ask for name in cell})
    return np.array([[name in cell for name in names] for cell in by_ask], np.float32).reshape(len(by_ask), len(names))


def _within(counts: PairCounts, included: np.ndarray) -> PairCounts:
    """Return the counts of some pairs of reviews alone."""
    return counts._replace(pairs=counts.pairs * included, links=counts.links * included)


def _shuffle_within(days: np.ndarray, group: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return the days, shuffled within each group."""
    shuffled = days.copy()
    for members in (np.flatnonzero(group == number) for number in np.unique(group)):
        shuffled[members] = days[rng.permutation(members)]
    return shuffled


def _clustered_variance(residuals: np.ndarray) -> float:
    """Return the variance of a sum over pairs of reviews in which all pairs that share a review go together."""
    n = len(residuals)
    by_review = residuals.sum(axis=0) + residuals.sum(axis=1)
    squares = (residuals**2).sum()
    return float(max((by_review**2).sum() - squares, squares) * n / max(n - 1, 1))


def _jackknife_variance(counts: PairCounts, near: np.ndarray, residuals: np.ndarray) -> float:
    """Return the variance of the logarithm of a ratio of two rates, from leaving each review out.

    A pair is left out with either of its reviews, so its own variance is in it twice, and is taken off once. Far links
    are often so few that a review brings most of them: the linear form, which does for a rate, is too small here.

    Source: Efron and Stein 1981.
    """
    n = len(near)
    logs = []
    for part in (near, ~near):
        without = [
            table[part].sum() - (table * part).sum(axis=0) - (table * part).sum(axis=1)
            for table in (counts.links, counts.pairs)
        ]
        logs.append(np.log((without[0] + HALF) / np.maximum(without[1], 1)))
    ratios = logs[0] - logs[1]
    jackknife = (n - 1) / n * ((ratios - ratios.mean()) ** 2).sum()
    return float(max(jackknife - (residuals**2).sum(), 0.0))


def _group_variance(history: History, weight: np.ndarray) -> float:
    """Return what links within one group add to a variance, where their reviews have nothing in common.

    A group is the same ask, made again (`rarefaction.distinct_groups`). All pairs of its links count, less those that
    share a review; those that share both would be taken off twice.
    """
    group = distinct_groups(history)[history.links]
    within = group[:, 0] == group[:, 1]
    if not within.any():
        return 0.0
    group = group[within, 0]
    review = history.asks["review"].to_numpy()[history.links[within]]
    of_link = weight[review[:, 0], review[:, 1]]
    n = len(history.reviews)
    by_review = (group[:, None] * n + review).ravel()
    by_both = (group * n + review[:, 0]) * n + review[:, 1]
    shared = _sum_of_squares(by_review, np.repeat(of_link, 2)) - _sum_of_squares(by_both, of_link)
    return _sum_of_squares(group, of_link) - shared


def _sum_of_squares(clusters: np.ndarray, values: np.ndarray) -> float:
    """Return the sum of the squares of the sums of each cluster."""
    _, cluster = np.unique(clusters, return_inverse=True)
    return float((np.bincount(cluster, values) ** 2).sum())


def _size_variance(history: History) -> float:
    """Return the variance of the logarithm of the number of asks, from review to review."""
    sizes = np.bincount(history.asks["review"].to_numpy(), minlength=len(history.reviews))
    return float(sizes.var(ddof=1) / sizes.mean() ** 2 / len(sizes)) if len(sizes) > 1 and sizes.sum() else 0.0


def _on_log_scale(value: float, variance: float, most: float = np.inf) -> Rate:
    """Return a value with its interval, whose upper end is at most `most`: there are no more links than pairs."""
    half_width = intervals.Z * np.sqrt(max(variance, 0.0))
    high = min(value * np.exp(half_width), max(value, most))
    return Rate(value, float(value * np.exp(-half_width)), float(high))


def _per_thousand(value: float | None) -> float | None:
    return None if value is None else value * PER
