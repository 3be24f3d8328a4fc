"""Attention: whether it comes in bursts, whether reviews follow public moments, and whether asks are as bursty.

Input: a `History`. Output: how bursty moments and asks are, and whether more reviews than chance would have it are
published half a year to a year and a half after a moment.

Limitations: the moments were picked with hindsight, so that reviews follow them may be why they were picked; a review
or a moment of which only the year is known cannot be placed and is left out.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from reviewkit.base.dates import middle_day
from reviewkit.measures import intervals
from reviewkit.measures.history import MONTH_LENGTH, History, is_yes

WINDOW = (180, 540)  # days after a moment; other windows are sensitivity only
OTHER_WINDOWS = ((0, 180), (90, 450), (180, 365), (365, 730))
DRAWS, SEED = 999, 0
LEAVE_OUT_DRAWS = 199  # with each moment left out in turn
MIN_REVIEWS = 3  # under which no number of reviews after a moment can be told from chance
MIN_GAPS = 3  # under which gaps cannot be compared
SIZE_STRATA = 3  # asks are shuffled among reviews of the same third by size
EVENT_COLUMNS = ["band", "review_id", "published", "happened", "name", "day", "within"]


def after_moment(history: History, window: tuple[int, int] = WINDOW) -> dict[str, Any]:
    """Return how many reviews (`n` of `of`) were published within the window after a public moment.

    `p`, one-sided: the share of all circular shifts of the moments, day by day over the years covered, after which at
    least so many reviews are in a window (a shift keeps the moments' own bursts); the mean of the shifts, `expected`;
    `moments`; and `left_out`, the reviews and moments without a month. `n`, `p` and `expected` are None with fewer
    than three reviews or no moments.

    Source: Lotwick and Silverman 1982.
    """
    days, moments = np.floor(history.dated).astype(int), np.floor(history.moments).astype(int)
    totals = {
        "of": len(days), "moments": len(moments), "left_out": history.left_out, "window_days": list(window),
    }  # fmt: skip
    if len(days) < MIN_REVIEWS or not len(moments):
        return {"n": None, "p": None, "expected": None} | totals
    counts = _counts_by_shift(days, moments, window)
    return {
        "n": int(counts[0]),
        "p": float((counts >= counts[0]).mean()),
        "expected": float(counts.mean()),
    } | totals


def without_each_moment(history: History, draws: int = LEAVE_OUT_DRAWS) -> dict[str, Any]:
    """Return between which values `after_moment` and `burstiness` lie with any one moment left out.

    `after_p`, `attention` and `p_attention`, each the least and the most; None where there are too few moments.
    """
    rows = []
    for left_out in range(len(history.moments)):
        rest = history._replace(moments=np.delete(history.moments, left_out))
        bursty_now = moments_burstiness(rest, draws)
        rows.append((after_moment(rest)["p"], bursty_now["attention"], bursty_now["p_attention"]))
    names = ("after_p", "attention", "p_attention")
    if not rows or any(value is None for row in rows for value in row):
        return dict.fromkeys(names)
    return {name: [min(column), max(column)] for name, column in zip(names, zip(*rows, strict=True), strict=True)}


def followed_events(reviews: pd.DataFrame, events: pd.DataFrame, window: tuple[int, int] = WINDOW) -> pd.DataFrame:
    """Return the moments and the reviews that `after_moment` counts, a row each, oldest first.

    Columns: `band` (review or public moment), `review_id`, `published` (empty for a moment), `happened` (empty for a
    review), `name`, `day`, and of a review whether it is `within` the window after a moment (yes or no).
    """
    counted = reviews[is_yes(reviews, "in_denominator", missing=True) & _month_known(reviews["published"])]
    moments = events[is_yes(events, "exogenous") & _month_known(events["date"])]
    review_days = np.floor(middle_day(counted["published"], "reviews"))
    moment_days = np.floor(middle_day(moments["date"], "events"))
    days_after = review_days[:, None] - moment_days[None]
    within = ((days_after >= window[0]) & (days_after <= window[1])).any(axis=1)
    review_rows = counted.assign(band="review", name=counted["short_title"], within=np.where(within, "yes", "no"))
    moment_rows = moments.assign(band="public moment", review_id="", happened=moments["date"], name=moments["event"])
    rows = pd.concat([review_rows, moment_rows]).reindex(columns=EVENT_COLUMNS).fillna("")
    rows["day"] = middle_day(rows["published"] + rows["happened"], "reviews and events")
    return rows.sort_values(["band", "day", "name"], ignore_index=True)


def burstiness(history: History, draws: int = DRAWS, seed: int = SEED) -> dict[str, float | None]:
    """Return how bursty public moments and asks are, from -1 (even) by 0 (chance) to 1 (all at once).

    `attention` is that of the moments, `reviews` that of the reviews' dates; `p_attention`, one-sided, the share of
    as many moments strewn at random that are as bursty. `asks`: the mean over themes of the burstiness of the reviews
    that raise them, counted in reviews and not in days, so that bursts of reviews do not count as bursts of asks;
    `expected`, its mean when the reviews' themes are shuffled over their dates among reviews of similar size; `p`, the
    share of these shuffles that are as bursty. None where there are too few to tell.

    Source: Goh and Barabasi 2008; for few gaps Kim and Jo 2016.
    """
    rng = np.random.default_rng(seed + 1)
    asks = _theme_burstiness(history, np.arange(len(history.reviews)))
    expected = p_asks = None
    if asks is not None:
        orders = [_shuffle_within_size(history, rng) for _ in range(draws)]
        shuffled = np.array([_theme_burstiness(history, order) for order in orders], float)
        expected, p_asks = float(shuffled.mean()), intervals.permutation_p(asks, shuffled)
    return {
        **moments_burstiness(history, draws, seed),
        "reviews": bursty(history.dated),
        "asks": asks,
        "expected": expected,
        "p": p_asks,
    }


def moments_burstiness(history: History, draws: int = DRAWS, seed: int = SEED) -> dict[str, float | None]:
    """Return how bursty public moments are (`attention`), and how surely (`p_attention`)."""
    attention = bursty(history.moments)
    if attention is None:
        return {"attention": None, "p_attention": None}
    strewn = _random_burstiness(history.moments, draws, np.random.default_rng(seed))
    return {"attention": attention, "p_attention": intervals.permutation_p(attention, strewn)}


def bursty(times: np.ndarray) -> float | None:
    """Return the burstiness of the gaps between times, corrected for their number; None under three gaps.

    Source: Kim and Jo 2016.

    >>> bursty(np.array([0.0, 1, 2, 3, 4])), round(bursty(np.array([0.0, 0, 0, 0, 9])), 2)
    (-1.0, 1.0)
    """
    gaps = np.diff(np.sort(times))
    n = len(gaps)
    if n < MIN_GAPS or gaps.sum() == 0:
        return None
    variation = gaps.std() / gaps.mean()
    root_above, root_below = np.sqrt(n + 1), np.sqrt(n - 1)
    return float((root_above * variation - root_below) / ((root_above - 2) * variation + root_below))


def _month_known(dates: pd.Series) -> pd.Series:
    return dates.str.len() >= MONTH_LENGTH


def _counts_by_shift(days: np.ndarray, moments: np.ndarray, window: tuple[int, int]) -> np.ndarray:
    """Return for every circular shift of the moments how many reviews are in a window after one."""
    start = min(days.min(), moments.min())
    span = int(max(days.max(), moments.max()) - start + 1)
    moments_on_day = np.bincount(moments - start, minlength=span)
    cumulative = np.concatenate([[0], np.cumsum(np.tile(moments_on_day, 3))])
    first = np.clip(days - start - window[1], 0, None)  # a window stops at the first day: nothing is known before it
    last = np.clip(days - start - window[0] + 1, first, None)
    shift = np.arange(span)[:, None]
    in_window = cumulative[last[None, :] - shift + span] - cumulative[first[None, :] - shift + span]
    return (in_window > 0).sum(axis=1)


def _random_burstiness(moments: np.ndarray, draws: int, rng: np.random.Generator) -> np.ndarray:
    """Return the burstiness of as many moments drawn uniformly between the first and the last, which stay."""
    first, last = moments.min(), moments.max()
    random_moments = rng.uniform(first, last, (draws, len(moments)))
    random_moments[:, 0], random_moments[:, 1] = first, last
    return np.array([bursty(times) for times in random_moments], float)


def _first_asks(history: History) -> np.ndarray:
    """Return the asks that restate no earlier one."""
    return np.setdiff1d(np.arange(len(history.asks)), history.links[:, 1])


def _theme_burstiness(history: History, order: np.ndarray) -> float | None:
    """Return the mean burstiness of the themes over the reviews, with the themes of review r at `order[r]`."""
    raises = np.zeros((len(history.reviews), len(history.themes)), bool)
    first_asks = _first_asks(history)
    np.logical_or.at(raises, order[history.asks["review"].to_numpy()[first_asks]], history.raised[first_asks])
    by_theme = [bursty(np.flatnonzero(raises[:, theme])) for theme in range(len(history.themes))]
    defined = [value for value in by_theme if value is not None]
    return float(np.mean(defined)) if defined else None


def _shuffle_within_size(history: History, rng: np.random.Generator) -> np.ndarray:
    """Return the reviews' positions, shuffled within each third of the reviews by size."""
    sizes = np.bincount(history.asks["review"].to_numpy()[_first_asks(history)], minlength=len(history.reviews))
    positions = np.arange(len(sizes))
    for stratum in np.array_split(np.argsort(sizes, kind="stable"), SIZE_STRATA):
        positions[stratum] = rng.permutation(stratum)
    return positions
