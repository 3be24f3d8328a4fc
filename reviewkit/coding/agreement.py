"""Measure how far two codings of the same rows agree: Cohen's kappa by theme, and F1, with intervals over reviews.

Input: boolean matrices, rows x themes, true where the theme is coded.
Output: a table with one row per theme, or single values.

Intervals are percentiles of a bootstrap that draws whole reviews, since recommendations of one review resemble each
other (Efron and Tibshirani 1993).

Limitations: kappa of a theme with a handful of rows moves by tenths with one row; its interval says so. Where a draw
has no row of the theme, kappa is not defined and the draw is left out.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

DRAWS = 2000  # a percentile's own error is then below its second decimal
SEED = 0
MIN_ROWS = 5  # a theme with fewer rows says nothing about a coder, and is left out of macro-F1


def kappas(
    first: np.ndarray, second: np.ndarray, reviews: pd.Series, themes: list[str], included: np.ndarray | None = None
) -> pd.DataFrame:
    """Return Cohen's kappa by theme for two codings (rows x themes), given the review of each row.

    `included` (rows x themes) is false for cells to leave out.

    Columns: `theme`, `one`, `other`, `both` (rows to which the first coding, the second, and both gave the theme),
    `kappa`, `low`, `high` (95 %).
    Source: kappa is (observed - expected) / (1 - expected) agreement (Cohen 1960).
    """
    included = np.ones(first.shape, bool) if included is None else included
    cells = [
        included & first & second,
        included & first & ~second,
        included & ~first & second,
        included & ~first & ~second,
    ]
    counts = [_bootstrap_counts(cell, reviews) for cell in cells]
    by_theme = [_kappa(*(count[:, theme] for count in counts)) for theme in range(len(themes))]
    low, high = np.array([_interval(values[1:]) for values in by_theme]).T
    sums = [cell.sum(axis=0) for cell in cells]
    columns = {"theme": themes, "one": sums[0] + sums[1], "other": sums[0] + sums[2], "both": sums[0]}
    return pd.DataFrame(columns | {"kappa": [values[0] for values in by_theme], "low": low, "high": high})


def f1(predicted: np.ndarray, first: np.ndarray, second: np.ndarray, reviews: pd.Series) -> dict[str, float]:
    """Return F1 of predicted codes against two coders' (all rows x themes), where the two coders agree.

    `micro` with `low` and `high` (95 %), and `macro` over themes with at least five rows. Where the two coders differ
    either answer passes: such cells are left out.
    """
    agreed = first == second
    cells = [agreed & predicted & first, agreed & predicted & ~first, agreed & ~predicted & first]
    hits, false_alarms, misses = (_bootstrap_counts(cell, reviews) for cell in cells)
    micro = _f1(hits.sum(axis=1), false_alarms.sum(axis=1), misses.sum(axis=1))
    by_theme = _f1(hits[0], false_alarms[0], misses[0])
    low, high = _interval(micro[1:])
    frequent = by_theme[(hits[0] + misses[0]) >= MIN_ROWS]
    macro = float(frequent.mean()) if len(frequent) else float("nan")
    return {"micro": float(micro[0]), "low": low, "high": high, "macro": macro}


def _bootstrap_counts(cell: np.ndarray, reviews: pd.Series) -> np.ndarray:
    """Return (1 + DRAWS) x themes: the number of true cells over all rows, then over draws of whole reviews."""
    codes, names = pd.factorize(reviews, sort=True)
    by_review = np.zeros((len(names), cell.shape[1]))
    np.add.at(by_review, codes, cell)
    draws = np.random.default_rng(SEED).multinomial(len(names), np.full(len(names), 1 / len(names)), DRAWS)
    return np.vstack([np.ones(len(names)), draws]) @ by_review


def _kappa(both: np.ndarray, first_only: np.ndarray, second_only: np.ndarray, neither: np.ndarray) -> np.ndarray:
    """Return kappa from the four counts; not a number where nobody gave the theme."""
    total = both + first_only + second_only + neither
    with np.errstate(invalid="ignore", divide="ignore"):
        first, second = (both + first_only) / total, (both + second_only) / total
        expected = first * second + (1 - first) * (1 - second)
        return ((both + neither) / total - expected) / (1 - expected)


def _f1(hits: np.ndarray, false_alarms: np.ndarray, misses: np.ndarray) -> np.ndarray:
    """Return F1 from counts; 0 where there is nothing to find and nothing was predicted."""
    return 2 * hits / np.maximum(2 * hits + false_alarms + misses, 1)


def _interval(values: np.ndarray) -> tuple[float, float]:
    """Return the ends of the middle 95 per cent of the values that are defined."""
    defined = values[~np.isnan(values)]
    low, high = np.percentile(defined, [2.5, 97.5]) if len(defined) else (np.nan, np.nan)
    return float(low), float(high)
