"""Confidence intervals of shares, over reviews and over asks clustered in reviews; and p-values of shuffles."""

from __future__ import annotations

import numpy as np

LEVEL = 0.95
UPPER_TAIL = (1 + LEVEL) / 2  # the probability below the upper end of a two-sided interval
Z = 1.959963984540054  # the normal quantile of `UPPER_TAIL`
TOLERANCE = 1e-12  # two values that differ by less are equal but for the rounding of floating point


def wilson(n: float, of: float) -> tuple[float, float]:
    """Return the ends of the interval of a share, `n` of `of`.

    Source: Wilson 1927; statsmodels.

    >>> [round(end, 3) for end in wilson(8, 10)]
    [0.49, 0.943]
    """
    from statsmodels.stats.proportion import proportion_confint

    low, high = proportion_confint(n, of, alpha=1 - LEVEL, method="wilson")
    return (float(low) if n > 0 else 0.0), (float(high) if n < of else 1.0)


def none_found_upper() -> float:
    """Return the upper end of the interval of a count, where none was found.

    Source: the exact interval of a Poisson count (Garwood 1936).
    """
    return float(-np.log(1 - UPPER_TAIL))


def clustered_share(hits: np.ndarray, sizes: np.ndarray, lags: int = 0) -> dict[str, float | None]:
    """Return the share of hits among asks with its interval over reviews, from the two counts of each, in date order.

    The variance of the ratio is that of drawing reviews with replacement (Taylor linearisation), or, where that is
    larger, with the autocovariance of reviews up to `lags` places apart, whose look-backs overlap. A sum over so many
    lags is too small by about `lags` of the reviews, and is corrected for that. `value`, `low` and `high` are None
    where fewer than two reviews ask anything; for the ends see `share_interval`.

    Source: Cochran 1977, section 6.4; Newey and West 1987.
    """
    total, reviews = sizes.sum(), int((sizes > 0).sum())
    if reviews < 2:
        return {"value": None, "low": None, "high": None}
    share = hits.sum() / total
    residuals = hits - share * sizes
    sum_of_squares = (residuals**2).sum()
    autocovariance = sum(2 * (residuals[lag:] * residuals[:-lag]).sum() for lag in range(1, lags + 1))
    variance = reviews / max(reviews - max(lags, 1), 1) * (sum_of_squares + max(0.0, autocovariance)) / total**2
    low, high = share_interval(float(share), float(variance), float(total), reviews)
    return {"value": float(share), "low": low, "high": high}


def share_interval(share: float, variance: float, total: float, reviews: int) -> tuple[float, float]:
    """Return the ends of the interval of a share whose variance over reviews is known.

    The variance gives the number of independent asks that would vary as much (the effective sample size), at most the
    `total`, and Wilson's interval is taken for these, with Student's t for the number of reviews.

    Source: Dean and Pagano 2015.
    """
    from scipy.stats import t

    inside = min(max(share, 0.5 / total), 1 - 0.5 / total)  # a share of none or all varies too, by half an ask
    effective = min(inside * (1 - inside) / variance, total) if variance > 0 else total
    effective *= (Z / t.ppf(UPPER_TAIL, max(reviews - 1, 1))) ** 2
    return wilson(share * effective, effective)


def permutation_p(observed: float, shuffled: np.ndarray) -> float:
    """Return the one-sided p of a permutation test: how many values, the observed one among them, are as large."""
    return float((1 + (shuffled >= observed - TOLERANCE).sum()) / (1 + len(shuffled)))
