"""Prevalence: the share of reviews that ask for something under each theme, and whether it changed with the years.

Input: a `History` of whole lists. Output: the share with its interval, the same made comparable between long and short
reviews, and its trend. Where lists are held in part see `bounds`.

Long reviews raise more themes. So a trend is not taken over "raised or not" but over the probability that m of a
review's asks, drawn at random, raise the theme (rarefaction: Hurlbert 1971), with m the size that nine of ten reviews
reach. The trend is the least-squares slope of it on the year. Its interval holds for all themes together: the quantile
is that of the largest of the themes' |t| when the reviews' years are shuffled (Westfall and Young 1993), the standard
error allows for unequal spread (HC3: MacKinnon and White 1985).

Limitations: a straight line over the years; a rise and a fall within them shows as no trend.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from reviewkit.base.dates import DAYS_PER_YEAR
from reviewkit.measures import intervals
from reviewkit.measures.history import History
from reviewkit.measures.standing import raised_by_review

SHUFFLES, SEED = 1999, 0
SHORTER_SHARE = 0.1  # a tenth of the reviews may be shorter than m asks, and are left out of the trend
TINY = 1e-12  # against division by zero, and under which a spread is nothing but rounding


def raised_by(history: History, shuffles: int = SHUFFLES, seed: int = SEED) -> dict[str, Any]:
    """Return by theme how many of the reviews raise it, and its trend.

    `value` with `low` and `high`, `n` of `of` reviews, `least` and `most`, the smallest and largest share with any one
    review left out; `rarefied`, the mean probability that `m` asks of a review raise it; `trend`, its change a year
    (0.01: one percentage point), with `trend_low` and `trend_high` for all themes together, and `trend_alone` for this
    one. An interval that holds 0 does not say that nothing changed: its width says how large a change could be missed.

    Source: Wilson 1927 for the interval of the share.
    """
    raises = raised_by_review(history)
    of = len(raises)
    if of < 2 or not len(history.asks) or not history.themes:
        return {}
    m, chance, long_enough = rarefied_prevalence(history)
    years = history.reviews["day"].to_numpy()[long_enough] / DAYS_PER_YEAR
    slopes, errors = _slopes(chance, years)
    simultaneous, pointwise = _quantiles(chance, years, shuffles, seed)
    errors = errors * np.sqrt(_slope_inflation(history, long_enough, years))
    inflation = _share_inflation(history, np.ones(of, bool))
    by_theme = {}
    for column, theme in enumerate(history.themes):
        n, slope, error = int(raises[:, column].sum()), float(slopes[column]), float(errors[column])
        low, high = intervals.wilson(n / inflation[column], of / inflation[column])
        by_theme[theme] = {
            "value": n / of, "low": low, "high": high, "n": n, "of": of,
            "least": (n - (n > 0)) / (of - 1), "most": min(n, of - 1) / (of - 1),
            "rarefied": float(chance[:, column].mean()), "m": m,
            "trend": slope, "trend_low": slope - simultaneous * error, "trend_high": slope + simultaneous * error,
            "trend_alone": [slope - pointwise * error, slope + pointwise * error],
        }  # fmt: skip
    return by_theme


def rarefied_prevalence(history: History) -> tuple[int, np.ndarray, np.ndarray]:
    """Return m, the probability that m asks of a review raise each theme, and which reviews have m asks."""
    from scipy.special import gammaln

    review = history.asks["review"].to_numpy()
    sizes = np.bincount(review, minlength=len(history.reviews))
    with_theme = np.zeros((len(history.reviews), len(history.themes)))
    np.add.at(with_theme, review, history.raised)
    m = int(max(1, np.quantile(sizes, SHORTER_SHARE, method="lower")))
    long_enough = sizes >= m
    size = sizes[long_enough][:, None].astype(float)
    without = sizes[long_enough][:, None] - with_theme[long_enough]
    rest = np.maximum(without - m, 0)
    log_absent = gammaln(without + 1) - gammaln(rest + 1) - gammaln(size + 1) + gammaln(size - m + 1)
    return m, np.where(without < m, 1.0, 1 - np.exp(log_absent)).clip(0, 1), long_enough


def _slopes(chance: np.ndarray, years: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the slope on the years of each column of reviews x themes, and its standard error (HC3).

    A theme that never varies has a slope of 0; its error is that of a share with two more reviews on either side.
    """
    x = years - years.mean()
    sum_of_squares = max((x**2).sum(), TINY)
    slopes = x @ chance / sum_of_squares
    residuals = chance - chance.mean(axis=0) - np.outer(x, slopes)
    leverage = np.minimum(1 / len(x) + x**2 / sum_of_squares, 1 - 1e-9)
    errors = np.sqrt(((x / (1 - leverage)) ** 2) @ residuals**2) / sum_of_squares
    share = (chance.sum(axis=0) + 2) / (len(x) + 4)
    constant = np.ptp(chance, axis=0) < TINY
    return slopes, np.where(constant, np.sqrt(share * (1 - share) / sum_of_squares), errors)


def _shared_asks(history: History) -> tuple[np.ndarray, np.ndarray]:
    """Return how many asks each two reviews share because one restates the other, and the reviews' sizes."""
    review = history.asks["review"].to_numpy()
    sizes = np.maximum(np.bincount(review, minlength=len(history.reviews)), 1)
    shared = np.zeros((len(sizes), len(sizes)))
    np.add.at(shared, (review[history.links[:, 0]], review[history.links[:, 1]]), 1)
    return np.minimum(shared + shared.T, np.minimum.outer(sizes, sizes)) * (1 - np.eye(len(sizes))), sizes


def _slope_inflation(history: History, included: np.ndarray, years: np.ndarray) -> float:
    """Return the factor by which the variance of a slope grows because reviews restate each other's asks.

    Reviews that restate each other raise the same themes. Two sums that have so many of their terms in common are
    correlated by that number over the root of the product of their sizes.
    """
    shared, sizes = _shared_asks(history)
    correlation = (shared / np.sqrt(np.outer(sizes, sizes)) + np.eye(len(sizes)))[included][:, included]
    x = years - years.mean()
    return max(1.0, float(x @ correlation @ x / max(x @ x, TINY)))


def _share_inflation(history: History, included: np.ndarray) -> np.ndarray:
    """Return by theme the factor by which the variance of a share of reviews grows for the same reason.

    With q the theme's share of the asks, a review of n asks raises it with 1 - (1 - q)^n; two reviews with s asks in
    common both leave it out with (1 - q)^(n + n' - s).
    """
    shared, sizes = _shared_asks(history)
    shared, sizes = shared[included][:, included], sizes[included]
    factors = []
    for raised in history.raised.T:
        q = (raised.sum() + 0.5) / (len(raised) + 1)
        absent = (1 - q) ** sizes
        covariance = np.outer(absent, absent) * ((1 - q) ** -shared - 1)
        factors.append(max(1.0, 1 + covariance.sum() / max((absent * (1 - absent)).sum(), TINY)))
    return np.array(factors)


def _quantiles(chance: np.ndarray, years: np.ndarray, shuffles: int, seed: int) -> tuple[float, float]:
    """Return the 95 % quantiles of |t| with years shuffled: of the largest over all themes, and of any one theme."""
    rng = np.random.default_rng(seed)
    t_values = np.empty((shuffles, chance.shape[1]))
    for draw in range(shuffles):
        slopes, errors = _slopes(chance, rng.permutation(years))
        t_values[draw] = np.abs(slopes) / np.maximum(errors, TINY)
    simultaneous, pointwise = (
        float(np.quantile(values, intervals.LEVEL, method="higher")) for values in (t_values.max(axis=1), t_values)
    )
    return simultaneous, pointwise
