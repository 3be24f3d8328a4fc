"""Confidence intervals of shares, over reviews and over asks clustered in reviews; and p-values of shuffles."""

from __future__ import annotations

import numpy as np

LEVEL = 0.95
UPPER_TAIL = (1 + LEVEL) / 2  # the probability below the upper end of a two-sided interval
TOLERANCE = 1e-12  # two values that differ by less are equal but for the rounding of floating point


def wilson(n: float, of: float) -> tuple[float, float]:
    """Return the ends of the interval of a share, `n` of `of`.

    Source: Wilson 1927.

    >>> [round(end, 3) for end in wilson(8, 10)]
    [0.49, 0.943]
    """
    from scipy.stats import norm

    z = norm.ppf(UPPER_TAIL)
    share = n / of
    centre = (share + z**2 / (2 * of)) / (1 + z**2 / of)
    half_width = z / (1 + z**2 / of) * np.sqrt(share * (1 - share) / of + z**2 / (4 * of**2))
    low, high = (centre - half_width if n > 0 else 0.0), (centre + half_width if n < of else 1.0)
    return max(0.0, float(low)), min(1.0, float(high))


def clustered_share(hits: np.ndarray, sizes: np.ndarray, lags: int = 0) -> dict[str, float | None]:
    """Return the share of hits among asks with its interval over reviews, from the two counts of each, in date order.

    The variance of the ratio is that of drawing reviews with replacement (Taylor linearisation), or, where that is
    larger, with the autocovariance of reviews up to `lags` places apart, whose look-backs overlap. A sum over so many
    lags is too small by about `lags` of the reviews, and is corrected for that. The variance gives the number of
    independent asks that would vary as much (the effective sample size), and Wilson's interval is taken for these, with
    Student's t for the number of reviews. `value`, `low` and `high` are None where fewer than two reviews ask anything.

    Source: Cochran 1977, section 6.4; Newey and West 1987; Dean and Pagano 2015.
    """
    from scipy.stats import norm, t

    total, reviews = sizes.sum(), int((sizes > 0).sum())
    if reviews < 2:
        return {"value": None, "low": None, "high": None}
    share = hits.sum() / total
    residuals = hits - share * sizes
    sum_of_squares = (residuals**2).sum()
    autocovariance = sum(2 * (residuals[lag:] * residuals[:-lag]).sum() for lag in range(1, lags + 1))
    variance = reviews / max(reviews - max(lags, 1), 1) * (sum_of_squares + max(0.0, autocovariance)) / total**2
    effective = share * (1 - share) / variance if variance > 0 else total
    effective *= (norm.ppf(UPPER_TAIL) / t.ppf(UPPER_TAIL, reviews - 1)) ** 2
    low, high = wilson(share * effective, effective)
    return {"value": float(share), "low": low, "high": high}


def permutation_p(observed: float, shuffled: np.ndarray) -> float:
    """Return the one-sided p of a permutation test: how many values, the observed one among them, are as large."""
    return float((1 + (shuffled >= observed - TOLERANCE).sum()) / (1 + len(shuffled)))
