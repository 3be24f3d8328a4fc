"""Intervals of shares: over reviews, and over asks that come in reviews."""

from __future__ import annotations

import numpy as np

LEVEL = 0.95


def wilson(n: float, of: float) -> tuple[float, float]:
    """So many of so many in, the ends of the interval of their share out (Wilson 1927).

    >>> [round(end, 3) for end in wilson(8, 10)]
    [0.49, 0.943]
    """
    from scipy.stats import norm

    z = norm.ppf((1 + LEVEL) / 2)
    share = n / of
    middle = (share + z**2 / (2 * of)) / (1 + z**2 / of)
    half = z / (1 + z**2 / of) * np.sqrt(share * (1 - share) / of + z**2 / (4 * of**2))
    low, high = (middle - half if n > 0 else 0.0), (middle + half if n < of else 1.0)
    return max(0.0, float(low)), min(1.0, float(high))


def clustered(hits: np.ndarray, sizes: np.ndarray, lags: int = 0) -> dict[str, float | None]:
    """Hits and asks of each review, in order of time, in; their share with its interval over reviews out.

    The variance of the ratio is that of drawing reviews with replacement (Taylor linearisation: Cochran 1977, 6.4),
    or, where that is larger, with the likeness of reviews up to `lags` places apart, whose look-backs overlap
    (Newey and West 1987; a sum over so many lags is too small by about `lags` of the reviews, and is made good for
    that). It gives the number of independent asks that would vary as much, and Wilson's interval is taken for
    these, with Student's t for the number of reviews (Dean and Pagano 2015). `value`, `low` and `high` are None
    where nothing is counted.
    """
    from scipy.stats import norm, t

    total, reviews = sizes.sum(), int((sizes > 0).sum())
    if reviews < 2:
        return {"value": None, "low": None, "high": None}
    share = hits.sum() / total
    left = hits - share * sizes
    spread = (left**2).sum()
    alike = sum(2 * (left[lag:] * left[:-lag]).sum() for lag in range(1, lags + 1))
    variance = reviews / max(reviews - max(lags, 1), 1) * (spread + max(0.0, alike)) / total**2
    effective = share * (1 - share) / variance if variance > 0 else total
    level = (1 + LEVEL) / 2
    effective *= (norm.ppf(level) / t.ppf(level, reviews - 1)) ** 2
    low, high = wilson(share * effective, effective)
    return {"value": float(share), "low": low, "high": high}
