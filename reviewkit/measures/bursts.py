"""Attention: does it come in bursts, do reviews follow public moments, and are the asks as bursty?

Comes in: a `History`. Goes out: how bursty moments and asks are, and whether more reviews than chance would have it are
published half a year to a year and a half after a moment.

Limit: the moments were picked with hindsight, so that reviews follow them may be why they were picked; a review or a
moment of which only the year is known cannot be placed and is left out.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from reviewkit.base.dates import middle_day
from reviewkit.measures.history import History, is_yes

WINDOW = (180, 540)  # days after a moment: stated before any analysis; other windows are sensitivity only
OTHER_WINDOWS = ((0, 180), (90, 450), (180, 365), (365, 730))
DRAWS, SEED = 999, 0
FEWEST = 3  # of anything, under which there are no two gaps to compare
STRATA = 3
FOLLOWED = ["band", "review_id", "published", "happened", "name", "day", "within"]


def after_moment(past: History, window: tuple[int, int] = WINDOW) -> dict:
    """A history in; the number `n` of `of` reviews published within the window after a public moment, out.

    `p`, one-sided: the share of all circular shifts of the moments, day by day over the years covered, after which at
    least so many reviews are in a window (a shift keeps the moments' own bursts: Lotwick and Silverman 1982); the
    mean of the shifts, `expected`; `moments`; and `left_out`, the reviews and moments without a month. None without
    reviews or moments.
    """
    days, moments = np.floor(past.dated).astype(int), np.floor(past.moments).astype(int)
    said = {"of": len(days), "moments": len(moments), "left_out": past.left_out, "window_days": list(window)}
    if len(days) < FEWEST or not len(moments):
        return {"n": None, "p": None, "expected": None} | said
    counted = _shifted(days, moments, window)
    return {
        "n": int(counted[0]),
        "p": float((counted >= counted[0]).mean()),
        "expected": float(counted.mean()),
    } | said


def followed_events(reviews: pd.DataFrame, events: pd.DataFrame, window: tuple[int, int] = WINDOW) -> pd.DataFrame:
    """Reviews and events in; the moments and the reviews that `after_moment` counts, a row each, oldest first, out.

    Columns: `band` (review or public moment), `review_id`, `published` (empty for a moment), `happened` (empty for a
    review), `name`, `day`, and of a review whether it stands `within` the window after a moment (yes or no).
    """
    counted = reviews[is_yes(reviews, "in_denominator", missing=True) & (reviews["published"].str.len() >= 7)]
    moments = events[is_yes(events, "exogenous") & (events["date"].str.len() >= 7)]
    after = (
        np.floor(middle_day(counted["published"], "reviews"))[:, None]
        - np.floor(middle_day(moments["date"], "events"))[None]
    )
    within = ((after >= window[0]) & (after <= window[1])).any(axis=1)
    made = counted.assign(band="review", name=counted["short_title"], within=np.where(within, "yes", "no"))
    others = moments.assign(band="public moment", review_id="", happened=moments["date"], name=moments["event"])
    rows = pd.concat([made, others]).reindex(columns=FOLLOWED).fillna("")
    rows["day"] = middle_day(rows["published"] + rows["happened"], "reviews and events")
    return rows.sort_values(["band", "day", "name"], ignore_index=True)


def _shifted(days: np.ndarray, moments: np.ndarray, window: tuple[int, int]) -> np.ndarray:
    """For every shift of the moments round the years covered, how many reviews stand in a window after one."""
    start = min(days.min(), moments.min())
    span = int(max(days.max(), moments.max()) - start + 1)
    marked = np.bincount(moments - start, minlength=span)
    sums = np.concatenate([[0], np.cumsum(np.tile(marked, 3))])
    first = np.clip(days - start - window[1], 0, None)  # a window does not reach round: nothing is known before
    last = np.clip(days - start - window[0] + 1, first, None)
    shift = np.arange(span)[:, None]
    within = sums[last[None, :] - shift + span] - sums[first[None, :] - shift + span]
    return (within > 0).sum(axis=1)


def burstiness(past: History, draws: int = DRAWS, seed: int = SEED) -> dict:
    """A history in; how bursty public moments and asks are, from -1 (even) by 0 (chance) to 1 (all at once), out.

    `attention` is that of the moments, `reviews` that of the reviews' dates; `p_attention`, one-sided, the share of
    as many moments strewn at random that are as bursty. `asks`: the mean over themes of the burstiness of the reviews
    that raise them, counted in reviews and not in days, so that bursts of reviews are no bursts of asks; `expected`,
    its mean when the reviews' themes are shuffled over their dates among reviews of like size; `p`, the share of
    these shuffles that are as bursty. Burstiness is that of Goh and Barabasi (2008), for few gaps by Kim and Jo
    (2016). None where there are too few to tell.
    """
    rng = np.random.default_rng(seed)
    attention = bursty(past.moments)
    strewn = _strewn(past.moments, draws, rng) if attention is not None else None
    asks = _asks(past, np.arange(len(past.reviews)))
    orders = [_like_size(past, rng) for _ in range(draws)] if asks is not None else []
    shuffled = np.array([_asks(past, order) for order in orders])
    return {
        "attention": attention,
        "reviews": bursty(past.dated),
        "p_attention": None if attention is None else float((1 + (strewn >= attention - 1e-12).sum()) / (1 + draws)),
        "asks": asks,
        "expected": None if asks is None else float(shuffled.mean()),
        "p": None if asks is None else float((1 + (shuffled >= asks - 1e-12).sum()) / (1 + draws)),
    }


def bursty(times: np.ndarray) -> float | None:
    """Times in, the burstiness of their gaps out; None under three gaps.

    >>> bursty(np.array([0.0, 1, 2, 3, 4])), round(bursty(np.array([0.0, 0, 0, 0, 9])), 2)
    (-1.0, 1.0)
    """
    gaps = np.diff(np.sort(times))
    n = len(gaps)
    if n < FEWEST or gaps.sum() == 0:
        return None
    ratio = gaps.std() / gaps.mean()
    up, down = np.sqrt(n + 1), np.sqrt(n - 1)
    return float((up * ratio - down) / ((up - 2) * ratio + down))


def _strewn(moments: np.ndarray, draws: int, rng: np.random.Generator) -> np.ndarray:
    """The burstiness of as many moments between the first and the last, at random; those known to the month as such."""
    low, high = moments.min(), moments.max()
    made = rng.uniform(low, high, (draws, len(moments)))
    made[:, 0], made[:, 1] = low, high
    return np.array([bursty(each) for each in made], float)


def _asks(past: History, order: np.ndarray) -> float | None:
    """The mean burstiness of the themes over the reviews, the themes of review r at the place `order[r]`."""
    does = np.zeros((len(past.reviews), len(past.themes)), bool)
    new = np.setdiff1d(np.arange(len(past.asks)), past.links[:, 1])
    np.logical_or.at(does, order[past.asks["review"].to_numpy()[new]], past.raised[new])
    found = [bursty(np.flatnonzero(does[:, at])) for at in range(len(past.themes))]
    known = [each for each in found if each is not None]
    return float(np.mean(known)) if known else None


def _like_size(past: History, rng: np.random.Generator) -> np.ndarray:
    """The reviews' places shuffled, among the third of them that is like in size."""
    new = np.setdiff1d(np.arange(len(past.asks)), past.links[:, 1])
    sizes = np.bincount(past.asks["review"].to_numpy()[new], minlength=len(past.reviews))
    places = np.arange(len(sizes))
    for part in np.array_split(np.argsort(sizes, kind="stable"), STRATA):
        places[part] = rng.permutation(part)
    return places
