"""Asked before: of what reviews ask, the share that restates one of the k reviews before them.

Input: a `History`. Output: the share with its interval, and the same share with the reviews in shuffled order. The
look-back is fixed, because otherwise the pool of earlier asks grows and the share with it; the first k reviews have no
full look-back and are not counted.

This is a side measure. It counts places among the reviews that are held: of a history in which three in ten restate the
last five, ten of 57 lists show 0.08, twenty 0.13, forty 0.23. `repetition` does not depend on how many are held.

Limitations: an ask that comes back after more than k reviews does not count here (`time_to_repeat` counts it); the
interval covers chance, and not the errors of the person or model that linked the echoes.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from reviewkit.measures import intervals
from reviewkit.measures.history import History

LOOK_BACK = 5  # reviews: about two years of this corpus
SHUFFLES, SEED = 1999, 0


def asked_before(
    history: History, look_back: int = LOOK_BACK, shuffles: int = SHUFFLES, seed: int = SEED
) -> dict[str, Any]:
    """Return what share of asks restates one of the `look_back` reviews before.

    `value` with `low` and `high` (95 %), `n` asks `of` so many, of `reviews` reviews; `p_shuffled`, the share of
    shuffled orders in which at least so many are (one-sided: are repeats nearer in time than chance?), with their mean
    `shuffled`; `least` and `most`, the smallest and largest share with any one review left out. The interval is that of
    resampling the later reviews, the earlier ones fixed (`intervals.clustered_share`). The shuffles move whole reviews.

    Source: Good 2005, for the permutation test.
    """
    order = np.arange(len(history.reviews))
    repeats, asks = _repeats_by_review(history, order, look_back)
    share = intervals.clustered_share(repeats, asks, lags=look_back)
    counts = {"n": int(repeats.sum()), "of": int(asks.sum()), "reviews": len(asks), "look_back": look_back}
    if share["value"] is None:
        return share | counts | dict.fromkeys(("p_shuffled", "shuffled", "least", "most"))
    rng = np.random.default_rng(seed)
    shuffled = np.array([_share(history, rng.permutation(order), look_back) for _ in range(shuffles)])
    leave_one_out = [_share_without(history, review, look_back) for review in range(len(order))]
    return {
        **share,
        **counts,
        "p_shuffled": intervals.permutation_p(share["value"], shuffled),
        "shuffled": float(shuffled.mean()) if shuffles else None,
        "least": min(leave_one_out),
        "most": max(leave_one_out),
    }


def _repeats(history: History, positions: np.ndarray, look_back: int) -> np.ndarray:
    """Return the same with review r at `positions[r]`: a link then counts for the ask that is later in that order."""
    review = history.asks["review"].to_numpy()
    repeats = np.zeros(len(review), bool)
    gap = positions[review[history.links[:, 1]]] - positions[review[history.links[:, 0]]]
    near = np.abs(gap) <= look_back
    repeats[np.where(gap > 0, history.links[:, 1], history.links[:, 0])[near]] = True
    return repeats


def _repeats_by_review(history: History, positions: np.ndarray, look_back: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the asks asked before, and all asks, of each review that has a full look-back."""
    review = history.asks["review"].to_numpy()
    full_look_back = positions >= look_back
    repeats = np.bincount(review, _repeats(history, positions, look_back), minlength=len(positions))
    return repeats[full_look_back], np.bincount(review, minlength=len(positions))[full_look_back]


def _share(history: History, positions: np.ndarray, look_back: int) -> float:
    repeats, asks = _repeats_by_review(history, positions, look_back)
    return float(repeats.sum() / max(asks.sum(), 1))


def _share_without(history: History, left_out: int, look_back: int) -> float:
    """Return the share without one review: those after it move one position earlier."""
    review, rows = history.asks["review"].to_numpy(), np.arange(len(history.reviews))
    positions = rows - (rows > left_out)
    without = history._replace(links=history.links[~(review[history.links] == left_out).any(axis=1)])
    repeats = np.bincount(review, _repeats(without, positions, look_back), minlength=len(rows))
    asks = np.bincount(review, minlength=len(rows))
    counted = (positions >= look_back) & (rows != left_out)
    return float(repeats[counted].sum() / max(asks[counted].sum(), 1))
