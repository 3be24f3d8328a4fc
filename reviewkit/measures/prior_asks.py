"""Asked before: of what reviews ask, the share that restates one of the k reviews before them.

Comes in: a `History`. Goes out: the share with its interval, and the same share with the reviews in shuffled order and
with time reversed. The look-back is fixed, because otherwise the pool of earlier asks grows and the share with it; the
first k reviews have no full look-back and are not counted.

Limit: an ask that comes back after more than k reviews does not count here (`again` counts it); what an interval
covers is chance, and not the errors of whoever found the echoes.
"""

from __future__ import annotations

import numpy as np

from reviewkit.measures import intervals
from reviewkit.measures.history import History

LOOK_BACK = 5  # reviews: about two years of this corpus
SHUFFLES, SEED = 1999, 0


def asked_before(past: History, look_back: int = LOOK_BACK, shuffles: int = SHUFFLES, seed: int = SEED) -> dict:
    """A history in; what share of asks restates one of the `look_back` reviews before, out.

    `value` with `low` and `high` (95 %), `n` asks `of` so many, of `reviews` reviews; `p_shuffled`, the share of
    shuffled orders in which at least so many are (one-sided: are repeats nearer in time than chance?), with their mean
    `shuffled`; `reversed`, the share asked again in the `look_back` reviews after; `least` and `most`, the share with
    any one review left out. The interval is that of resampling the later reviews, the earlier ones fixed
    (`intervals.clustered`). The shuffles move whole reviews (a permutation test: Good 2005).
    """
    order = np.arange(len(past.reviews))
    hits, sizes = _counted(past, order, look_back)
    found = intervals.clustered(hits, sizes, lags=look_back)
    left = [_left_out(past, review, look_back) for review in order]
    rng = np.random.default_rng(seed)
    shuffled = np.array([_share(past, rng.permutation(order), look_back) for _ in range(shuffles)])
    defined = found["value"] is not None
    return found | {
        "n": int(hits.sum()),
        "of": int(sizes.sum()),
        "reviews": len(sizes),
        "look_back": look_back,
        "p_shuffled": float((1 + (shuffled >= found["value"] - 1e-12).sum()) / (1 + shuffles)) if defined else None,
        "shuffled": float(shuffled.mean()) if defined and shuffles else None,
        "reversed": _share(past, order[::-1], look_back) if defined else None,
        "least": min(left) if defined else None,
        "most": max(left) if defined else None,
    }


def marks(past: History, look_back: int = LOOK_BACK) -> np.ndarray:
    """A history in; for each ask, whether it restates one of the `look_back` reviews before, out."""
    return _marks(past, np.arange(len(past.reviews)), look_back)


def _marks(past: History, places: np.ndarray, look_back: int) -> np.ndarray:
    """The same with review r standing at `places[r]`: a link then counts for whichever of its two asks stands later."""
    review = past.asks["review"].to_numpy()
    marked = np.zeros(len(review), bool)
    gap = places[review[past.links[:, 1]]] - places[review[past.links[:, 0]]]
    near = np.abs(gap) <= look_back
    marked[np.where(gap > 0, past.links[:, 1], past.links[:, 0])[near]] = True
    return marked


def _counted(past: History, places: np.ndarray, look_back: int) -> tuple[np.ndarray, np.ndarray]:
    """Asks asked before, and all asks, of each review that has a full look-back."""
    review = past.asks["review"].to_numpy()
    later = places >= look_back
    hits = np.bincount(review, _marks(past, places, look_back), minlength=len(places))[later]
    return hits, np.bincount(review, minlength=len(places))[later]


def _share(past: History, places: np.ndarray, look_back: int) -> float:
    hits, sizes = _counted(past, places, look_back)
    return float(hits.sum() / max(sizes.sum(), 1))


def _left_out(past: History, review: int, look_back: int) -> float:
    """The share without one review: those after it stand one place earlier."""
    of = past.asks["review"].to_numpy()
    places = np.arange(len(past.reviews)) - (np.arange(len(past.reviews)) > review)
    kept = past._replace(links=past.links[~(of[past.links] == review).any(axis=1)])
    hits = np.bincount(of, _marks(kept, places, look_back), minlength=len(places))
    sizes = np.bincount(of, minlength=len(places))
    counted = (places >= look_back) & (np.arange(len(places)) != review)
    return float(hits[counted].sum() / max(sizes[counted].sum(), 1))
