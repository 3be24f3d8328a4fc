"""Invented histories: tables as a corpus would give them, made by a known process, to try the measures on.

Comes in: a `Process` and a seed. Goes out: `reviews`, `recommendations`, `codes`, `echoes`, `events`. A review comes
at random, or (`pull`) after a public moment; each of its asks restates, with the probability `repeat`, an ask of one
of the few reviews before it, and is new otherwise; a new ask has a theme, whose shares can `drift` over the years.
Whoever finds the echoes can miss some and see others that are none.

Limit: real reviews differ in more than size. An estimator that recovers what was put in here can still be misled by
what no process here has in it.
"""

from __future__ import annotations

from itertools import combinations
from typing import NamedTuple

import numpy as np
import pandas as pd

YEARS = (2009, 2025)
THEMES = 8


class Process(NamedTuple):
    """How a history comes about."""

    reviews: int = 40
    size: float = 10.0  # asks of a review: at least one; half of them between about half and twice this
    repeat: float = 0.3  # the chance that an ask restates one of the `back` reviews before
    back: int = 5
    standing: int = 0  # asks that are made at all times alike; an ask that is not new is then one of these
    vary: float = 0.0  # how far that chance differs from review to review (standard deviation on the logit scale)
    moments: int = 20
    bursts: float = 0.0  # the share of moments that come within weeks of another one
    pull: float = 0.0  # the share of reviews that come 6 to 18 months after a moment
    drift: float = 0.0  # of the first theme: change of its log share over all the years
    missed: float = 0.0  # share of true echoes that are not found
    wrong: float = 0.0  # false echoes for each true one


def simulated_tables(process: Process, seed: int) -> dict[str, pd.DataFrame]:
    """A process and a seed in; the five tables that `history` reads out."""
    rng = np.random.default_rng(seed)
    moments = _moments(process, rng)
    days = _days(process, moments, rng)
    sizes = 1 + rng.negative_binomial(2, 2 / (1 + process.size), process.reviews)
    asks, review = _asks(process, days, sizes, rng)
    names = np.array([f"review-{at + 1}" for at in range(process.reviews)])
    ids = [f"{names[of]}/r{at + 1}" for of in range(process.reviews) for at in range(sizes[of])]
    return {
        "reviews": pd.DataFrame({"review_id": names, "published": _dates(days), "complete": "yes"}),
        "recommendations": pd.DataFrame({"rec_id": ids, "review_id": names[review], "kind": "recommendation"}),
        "codes": pd.DataFrame({"rec_id": ids, "theme": [f"theme-{theme}" for _, theme in asks]}),
        "echoes": _echoes(process, np.array([ask for ask, _ in asks]), review, ids, rng),
        "events": pd.DataFrame({"date": _dates(moments), "exogenous": "yes"}),
    }


def _moments(process: Process, rng: np.random.Generator) -> np.ndarray:
    """Days of public moments, counted from the first day of the years, in order."""
    span = (YEARS[1] - YEARS[0] + 1) * 365
    days = rng.integers(0, span, process.moments)
    for at in range(1, process.moments):
        if rng.random() < process.bursts:
            days[at] = min(span - 1, days[rng.integers(at)] + rng.integers(60))
    return np.sort(days)


def _days(process: Process, moments: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Days of publication, in order, no two on one day."""
    span = (YEARS[1] - YEARS[0] + 1) * 365
    days: set[int] = set()
    while len(days) < process.reviews:
        pulled = len(moments) and rng.random() < process.pull
        day = rng.choice(moments) + rng.integers(180, 541) if pulled else rng.integers(span)
        if day < span:
            days.add(int(day))
    return np.sort(list(days))


def _asks(
    process: Process, days: np.ndarray, sizes: np.ndarray, rng: np.random.Generator
) -> tuple[list[tuple[int, int]], np.ndarray]:
    """For each ask which distinct ask it is and its theme; and its review."""
    review = np.repeat(np.arange(len(sizes)), sizes)
    logit = np.log(process.repeat / (1 - process.repeat)) if process.repeat else -np.inf
    chance = 1 / (1 + np.exp(-(logit + process.vary * rng.standard_normal(len(sizes)))))
    standing = [(-1 - at, int(rng.integers(THEMES))) for at in range(process.standing)]
    asks: list[tuple[int, int]] = []
    for of in review:
        before = np.flatnonzero((review[: len(asks)] < of) & (review[: len(asks)] >= of - process.back))
        pool = standing or sorted({asks[at] for at in before})
        if pool and rng.random() < chance[of]:
            asks.append(pool[rng.integers(len(pool))])
        else:
            weights = np.exp(np.eye(THEMES)[0] * process.drift * (days[of] / days[-1] - 0.5))
            asks.append((len(asks), int(rng.choice(THEMES, p=weights / weights.sum()))))
    return asks, review


def _echoes(
    process: Process, ask: np.ndarray, review: np.ndarray, ids: list[str], rng: np.random.Generator
) -> pd.DataFrame:
    """Every pair of the same ask in two reviews, but for those missed, and the wrong ones."""
    order = np.argsort(ask, kind="stable")
    pairs = []
    for same in np.split(order, np.flatnonzero(np.diff(ask[order])) + 1):
        pairs += [(one, other) for one, other in combinations(same, 2) if review[one] != review[other]]
    found = [pair for pair in pairs if rng.random() >= process.missed]
    for _ in range(rng.poisson(process.wrong * len(pairs))):
        one, other = sorted(rng.integers(len(ask), size=2))
        found += [(one, other)] if review[one] != review[other] and ask[one] != ask[other] else []
    rows = [(ids[later], ids[earlier], "restates") for earlier, later in found]
    return pd.DataFrame(rows, columns=["rec_id", "earlier_rec_id", "relation"])


def _dates(days: np.ndarray) -> list[str]:
    return [str(np.datetime64(f"{YEARS[0]}-01-01") + int(day)) for day in days]
