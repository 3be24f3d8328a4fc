"""Simulated histories: tables as a corpus would give them, made by a known process, to try the measures on.

Input: a `Process` and a seed. Output: `reviews`, `recommendations`, `codes`, `echoes`, `events`. A review comes at
random, or (`pull`) after a public moment; each of its asks restates, with the probability `repeat`, an ask of one of
the few reviews before it, and is new otherwise; a new ask has a theme, whose shares can `drift` over the years. The
person or model that links the echoes can miss some and see others that are not there.

Limitations: real reviews differ in more than size. An estimator that recovers what was put in here can still be misled
by what no process here has in it.
"""

from __future__ import annotations

from itertools import combinations
from typing import NamedTuple

import numpy as np
import pandas as pd

FIRST_YEAR, LAST_YEAR = 2009, 2025
SPAN_DAYS = (LAST_YEAR - FIRST_YEAR + 1) * 365
THEMES = 8
BURST_DAYS = 60  # a moment of a burst comes within so many days of an earlier one
PULLED_DAYS = (180, 541)  # a pulled review comes so many days after its moment; the last is excluded


class Process(NamedTuple):
    """How a history comes about."""

    reviews: int = 40
    size: float = 10.0  # asks of a review: at least one; half of them between about half and twice this
    repeat: float = 0.3  # the chance that an ask restates one of the `back` reviews before
    back: int = 5
    standing: int = 0  # asks that are made at all times equally; an ask that is not new is then one of these
    vary: float = 0.0  # how far that chance differs from review to review (standard deviation on the logit scale)
    moments: int = 20
    bursts: float = 0.0  # the share of moments that come within weeks of another one
    pull: float = 0.0  # the share of reviews that come 6 to 18 months after a moment
    drift: float = 0.0  # of the first theme: change of its log share over all the years
    missed: float = 0.0  # share of true echoes that are not linked
    wrong: float = 0.0  # false echoes for each true one


class _Ask(NamedTuple):
    """One ask: the number of the distinct ask that it is, and its theme."""

    distinct: int
    theme: int


def simulated_tables(process: Process, seed: int) -> dict[str, pd.DataFrame]:
    """Return the five tables that `history.history` reads, made by a process."""
    rng = np.random.default_rng(seed)
    moments = _moment_days(process, rng)
    days = _review_days(process, moments, rng)
    sizes = 1 + rng.negative_binomial(2, 2 / (1 + process.size), process.reviews)
    review = np.repeat(np.arange(len(sizes)), sizes)
    asks = _simulated_asks(process, days, review, rng)
    names = np.array([f"review-{number + 1}" for number in range(process.reviews)])
    ids = [f"{name}/r{number + 1}" for name, size in zip(names, sizes, strict=True) for number in range(size)]
    distinct = np.array([ask.distinct for ask in asks])
    return {
        "reviews": pd.DataFrame({"review_id": names, "published": _as_dates(days), "complete": "yes"}),
        "recommendations": pd.DataFrame({"rec_id": ids, "review_id": names[review], "kind": "recommendation"}),
        "codes": pd.DataFrame({"rec_id": ids, "theme": [f"theme-{ask.theme}" for ask in asks]}),
        "echoes": _simulated_echoes(process, distinct, review, ids, rng),
        "events": pd.DataFrame({"date": _as_dates(moments), "exogenous": "yes"}),
    }


def _moment_days(process: Process, rng: np.random.Generator) -> np.ndarray:
    """Return the days of public moments, counted from the first day of the first year, in order."""
    days = rng.integers(0, SPAN_DAYS, process.moments)
    for moment in range(1, process.moments):
        if rng.random() < process.bursts:
            days[moment] = min(SPAN_DAYS - 1, days[rng.integers(moment)] + rng.integers(BURST_DAYS))
    return np.sort(days)


def _review_days(process: Process, moments: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return the days of publication, in order, no two on one day."""
    days: set[int] = set()
    while len(days) < process.reviews:
        pulled = len(moments) and rng.random() < process.pull
        day = rng.choice(moments) + rng.integers(*PULLED_DAYS) if pulled else rng.integers(SPAN_DAYS)
        if day < SPAN_DAYS:
            days.add(int(day))
    return np.sort(list(days))


def _simulated_asks(process: Process, days: np.ndarray, review: np.ndarray, rng: np.random.Generator) -> list[_Ask]:
    """Return the asks, one for each entry of `review`, the review that makes it."""
    n_reviews = len(days)
    logit = np.log(process.repeat / (1 - process.repeat)) if process.repeat else -np.inf
    repeat_chance = 1 / (1 + np.exp(-(logit + process.vary * rng.standard_normal(n_reviews))))
    standing = [_Ask(-1 - number, int(rng.integers(THEMES))) for number in range(process.standing)]
    asks: list[_Ask] = []
    for own in review:
        earlier = review[: len(asks)]
        recent = np.flatnonzero((earlier < own) & (earlier >= own - process.back))
        pool = standing or sorted({asks[row] for row in recent})
        if pool and rng.random() < repeat_chance[own]:
            asks.append(pool[rng.integers(len(pool))])
        else:
            weights = np.exp(np.eye(THEMES)[0] * process.drift * (days[own] / days[-1] - 0.5))
            asks.append(_Ask(len(asks), int(rng.choice(THEMES, p=weights / weights.sum()))))
    return asks


def _simulated_echoes(
    process: Process, distinct: np.ndarray, review: np.ndarray, ids: list[str], rng: np.random.Generator
) -> pd.DataFrame:
    """Return every pair of the same distinct ask in two reviews, but for those missed, and the wrong ones."""
    order = np.argsort(distinct, kind="stable")
    true_pairs = []
    for same in np.split(order, np.flatnonzero(np.diff(distinct[order])) + 1):
        true_pairs += [(first, second) for first, second in combinations(same, 2) if review[first] != review[second]]
    pairs = [pair for pair in true_pairs if rng.random() >= process.missed]
    for _ in range(rng.poisson(process.wrong * len(true_pairs))):
        first, second = sorted(rng.integers(len(distinct), size=2))
        if review[first] != review[second] and distinct[first] != distinct[second]:
            pairs.append((first, second))
    rows = [(ids[later], ids[earlier], "restates") for earlier, later in pairs]
    return pd.DataFrame(rows, columns=["rec_id", "earlier_rec_id", "relation"])


def _as_dates(days: np.ndarray) -> list[str]:
    return [str(np.datetime64(f"{FIRST_YEAR}-01-01") + int(day)) for day in days]
