"""Raised by: the share of reviews that ask for something under each theme, and whether it changed with the years.

Comes in: a `History`. Goes out: the share with its interval, the same made comparable between long and short reviews,
its trend, and whether the trend lies within bounds that were stated beforehand.

Long reviews raise more themes. So a trend is not taken over "raised or not" but over the probability that m of a
review's asks, drawn at random, raise the theme (rarefaction: Hurlbert 1971), with m the size that nine of ten reviews
reach. The trend is the least-squares slope of it on the year. Its interval holds for all themes together: the quantile
is that of the largest of the themes' |t| when the reviews' years are shuffled (Westfall and Young 1993), the standard
error allows for unequal spread (HC3: MacKinnon and White 1985).

Limit: a straight line over the years; a rise and a fall within them shows as no trend. `periods` shows them.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from reviewkit.base.dates import DAYS_PER_YEAR
from reviewkit.measures import intervals
from reviewkit.measures.history import History

SHUFFLES, SEED = 1999, 0
REACHED = 0.1  # a tenth of the reviews may be shorter than m asks, and are left out of the trend
BOUND = 0.02  # a change of under 2 percentage points a year counts as none: 20 in ten years, stated before any analysis


def raised_by(past: History, shuffles: int = SHUFFLES, seed: int = SEED, bound: float = BOUND) -> dict:
    """A history in; by theme, how many of the reviews raise it, and its trend, out.

    `value` with `low` and `high` (Wilson 1927), `n` of `of` reviews, `least` and `most` with any one review left out;
    `rarefied`, the mean probability that `m` asks of a review raise it; `trend`, its change a year (0.01: one
    percentage point), with `trend_low` and `trend_high` for all themes together, `trend_alone` for this one, and
    `constant`: yes where the interval at 90 % lies within the `bound` (two one-sided tests: Schuirmann 1987).
    """
    does = _does(past)
    of = len(does)
    if of < 2 or not len(past.asks) or not past.themes:
        return {}
    m, chance, kept = rarefied_prevalence(past)
    years = past.reviews["day"].to_numpy()[kept] / DAYS_PER_YEAR
    slope, error = _slopes(chance, years)
    simultaneous, alone = _quantiles(chance, years, shuffles, seed)
    error = error * np.sqrt(_slope_inflation(past, kept, years))
    alike = _share_inflation(past, np.ones(of, bool))
    made = {}
    for at, theme in enumerate(past.themes):
        n = int(does[:, at].sum())
        low, high = intervals.wilson(n / alike[at], of / alike[at])
        half = {name: q * error[at] for name, q in (("all", simultaneous), *alone.items())}
        made[theme] = {
            "value": n / of, "low": low, "high": high, "n": n, "of": of,
            "least": (n - (n > 0)) / (of - 1), "most": min(n, of - 1) / (of - 1),
            "rarefied": float(chance[:, at].mean()), "m": m,
            "trend": float(slope[at]), "trend_low": float(slope[at] - half["all"]),
            "trend_high": float(slope[at] + half["all"]),
            "trend_alone": [float(slope[at] - half["95"]), float(slope[at] + half["95"])],
            "constant": "yes" if abs(slope[at]) + half["90"] < bound else "no", "bound": bound,
        }  # fmt: skip
    return made


def rarefied_prevalence(past: History) -> tuple[int, np.ndarray, np.ndarray]:
    """A history in; m, the probability that m asks of a review raise each theme, and which reviews have m asks, out."""
    from scipy.special import gammaln

    review = past.asks["review"].to_numpy()
    sizes = np.bincount(review, minlength=len(past.reviews))
    with_theme = np.zeros((len(past.reviews), len(past.themes)))
    np.add.at(with_theme, review, past.raised)
    m = int(max(1, np.quantile(sizes, REACHED, method="lower")))
    kept = sizes >= m
    size, without = sizes[kept][:, None].astype(float), sizes[kept][:, None] - with_theme[kept]
    few = np.maximum(without - m, 0)
    logs = gammaln(without + 1) - gammaln(few + 1) - gammaln(size + 1) + gammaln(size - m + 1)
    return m, np.where(without < m, 1.0, 1 - np.exp(logs)).clip(0, 1), kept


def periods(past: History, starts: tuple[int, ...]) -> pd.DataFrame:
    """A history and the first years of periods in; by theme and period how many reviews raise it out.

    Columns: `theme`, `period`, `n`, `of`, `value`, `low`, `high`; intervals as in `raised_by`, over the reviews of the
    period.
    """
    does, columns = _does(past), ["theme", "period", "n", "of", "value", "low", "high"]
    if not starts:
        return pd.DataFrame(columns=columns)
    year = past.reviews["published"].str[:4].astype(int).to_numpy()
    ends = [*(start - 1 for start in starts[1:]), max([*year, starts[-1]])]
    rows = []
    for start, end in zip(starts, ends, strict=True):
        within = (year >= start) & (year <= end)
        of, alike = int(within.sum()), _share_inflation(past, within)
        for at, theme in enumerate(past.themes):
            n = int(does[within, at].sum())
            low, high = intervals.wilson(n / alike[at], of / alike[at]) if of else (np.nan, np.nan)
            rows.append((theme, f"{start} to {end}", n, of, n / of if of else np.nan, low, high))
    return pd.DataFrame(rows, columns=columns)


def thirds(past: History) -> tuple[int, ...]:
    """A history in, the first years of three periods of like length out: a rule that looks at dates alone.

    A remainder goes to the first ones. Empty without reviews.
    """
    years = past.reviews["published"].str[:4].astype(int)
    parts = np.array_split(np.arange(years.min(), years.max() + 1), 3) if len(years) else []
    return tuple(int(part[0]) for part in parts if len(part))


def _does(past: History) -> np.ndarray:
    """Reviews x themes: whether a review raises a theme."""
    does = np.zeros((len(past.reviews), len(past.themes)), bool)
    np.logical_or.at(does, past.asks["review"].to_numpy(), past.raised)
    return does


def _slopes(chance: np.ndarray, years: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Reviews x themes and the reviews' years in; the slope of each theme and its standard error (HC3) out.

    A theme that never varies has a slope of 0; its error is that of a share with two more reviews on either side.
    """
    x = years - years.mean()
    spread = max((x**2).sum(), 1e-12)
    slope = x @ chance / spread
    left = chance - chance.mean(axis=0) - np.outer(x, slope)
    leverage = np.minimum(1 / len(x) + x**2 / spread, 1 - 1e-9)
    error = np.sqrt(((x / (1 - leverage)) ** 2) @ left**2) / spread
    share = (chance.sum(axis=0) + 2) / (len(x) + 4)
    still = np.ptp(chance, axis=0) < 1e-12
    return slope, np.where(still, np.sqrt(share * (1 - share) / spread), error)


def _shared(past: History) -> tuple[np.ndarray, np.ndarray]:
    """A history in; how many asks each two reviews share because one restates the other, and the reviews' sizes out."""
    review = past.asks["review"].to_numpy()
    sizes = np.maximum(np.bincount(review, minlength=len(past.reviews)), 1)
    same = np.zeros((len(sizes), len(sizes)))
    np.add.at(same, (review[past.links[:, 0]], review[past.links[:, 1]]), 1)
    return np.minimum(same + same.T, np.minimum.outer(sizes, sizes)) * (1 - np.eye(len(sizes))), sizes


def _slope_inflation(past: History, kept: np.ndarray, years: np.ndarray) -> float:
    """By how much the variance of a slope grows because reviews that restate each other raise the same themes.

    Two sums that have so many of their terms in common are correlated by that number over the root of the product of
    their sizes.
    """
    same, sizes = _shared(past)
    alike = (same / np.sqrt(np.outer(sizes, sizes)) + np.eye(len(sizes)))[kept][:, kept]
    x = years - years.mean()
    return max(1.0, float(x @ alike @ x / max(x @ x, 1e-12)))


def _share_inflation(past: History, within: np.ndarray) -> np.ndarray:
    """By theme, by how much the variance of the share of some reviews that raise it grows for the same reason.

    With q the theme's share of the asks, a review of n asks raises it with 1 - (1 - q)^n; two reviews with s asks in
    common both leave it out with (1 - q)^(n + n' - s).
    """
    same, sizes = _shared(past)
    same, sizes = same[within][:, within], sizes[within]
    found = []
    for raised in past.raised.T:
        q = (raised.sum() + 0.5) / (len(raised) + 1)
        none = (1 - q) ** sizes
        covered = np.outer(none, none) * ((1 - q) ** -same - 1)
        found.append(max(1.0, 1 + covered.sum() / max((none * (1 - none)).sum(), 1e-12)))
    return np.array(found)


def _quantiles(chance: np.ndarray, years: np.ndarray, shuffles: int, seed: int) -> tuple[float, dict[str, float]]:
    """By how many standard errors slopes stray when years are shuffled: the largest of all themes, and any one."""
    rng = np.random.default_rng(seed)
    strayed = np.empty((shuffles, chance.shape[1]))
    for draw in range(shuffles):
        slope, error = _slopes(chance, rng.permutation(years))
        strayed[draw] = np.abs(slope) / np.maximum(error, 1e-12)
    alone = {name: float(np.quantile(strayed, level, method="higher")) for name, level in (("95", 0.95), ("90", 0.90))}
    return float(np.quantile(strayed.max(axis=1), 0.95, method="higher")), alone
