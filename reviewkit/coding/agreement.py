"""Two codings of the same rows -> how far they agree: Cohen's kappa by theme, and F1, with intervals over reviews.

Comes in: rows x themes, true where coded. Goes out: a table a theme, or single values. Intervals are percentiles of a
bootstrap that draws whole reviews, since recommendations of one review resemble each other (Efron and Tibshirani 1993).

Limit: kappa of a theme with a handful of rows moves by tenths with one row; its interval says so. Where a draw holds no
row of the theme, kappa is not defined and the draw is left out.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

DRAWS = 2000  # a percentile's own error is then below its second decimal
SEED = 0
LEAST = 5  # a theme with fewer rows says nothing about a coder, and is left out of macro-F1


def kappas(
    one: np.ndarray, other: np.ndarray, reviews: pd.Series, themes: list[str], where: np.ndarray | None = None
) -> pd.DataFrame:
    """Two codings (rows x themes), the review of each row, and the themes in; kappa by theme out.

    Columns: `theme`, `one`, `other`, `both` (rows with the theme), `kappa`, `low`, `high` (95 %). `where` (rows x
    themes) leaves cells out. Kappa is (observed - expected) / (1 - expected) agreement (Cohen 1960).
    """
    kept = np.ones(one.shape, bool) if where is None else where
    cells = [kept & one & other, kept & one & ~other, kept & ~one & other, kept & ~one & ~other]
    drawn = [_drawn(cell, reviews) for cell in cells]
    made = [_kappa(*(each[:, at] for each in drawn)) for at in range(len(themes))]
    low, high = np.array([_ends(each[1:]) for each in made]).T
    sums = [cell.sum(axis=0) for cell in cells]
    columns = {"theme": themes, "one": sums[0] + sums[1], "other": sums[0] + sums[2], "both": sums[0]}
    return pd.DataFrame(columns | {"kappa": [each[0] for each in made], "low": low, "high": high})


def f1(said: np.ndarray, one: np.ndarray, other: np.ndarray, reviews: pd.Series) -> dict[str, float]:
    """A coding and two coders' (rows x themes), and each row's review, in; F1 where the two agree out.

    `micro` with `low` and `high` (95 %), and `macro` over themes with at least five rows. Where the two coders differ,
    either answer passes: such cells are left out.
    """
    kept = one == other
    cells = [kept & said & one, kept & said & ~one, kept & ~said & one]
    hit, wrong, missed = (_drawn(cell, reviews) for cell in cells)
    micro = _f1(hit.sum(axis=1), wrong.sum(axis=1), missed.sum(axis=1))
    by_theme = _f1(hit[0], wrong[0], missed[0])
    low, high = _ends(micro[1:])
    often = by_theme[(hit[0] + missed[0]) >= LEAST]
    macro = float(often.mean()) if len(often) else float("nan")
    return {"micro": float(micro[0]), "low": low, "high": high, "macro": macro}


def _drawn(cell: np.ndarray, reviews: pd.Series) -> np.ndarray:
    """Rows x themes in; sums over all rows first, then over draws of whole reviews: (1 + DRAWS) x themes out."""
    codes, names = pd.factorize(reviews, sort=True)
    sums = np.zeros((len(names), cell.shape[1]))
    np.add.at(sums, codes, cell)
    drawn = np.random.default_rng(SEED).multinomial(len(names), np.full(len(names), 1 / len(names)), DRAWS)
    return np.vstack([np.ones(len(names)), drawn]) @ sums


def _kappa(both: np.ndarray, one: np.ndarray, other: np.ndarray, none: np.ndarray) -> np.ndarray:
    """The four counts in, kappa out; not a number where nobody gave the theme."""
    n = both + one + other + none
    with np.errstate(invalid="ignore", divide="ignore"):
        first, second = (both + one) / n, (both + other) / n
        expected = first * second + (1 - first) * (1 - second)
        return ((both + none) / n - expected) / (1 - expected)


def _f1(hit: np.ndarray, wrong: np.ndarray, missed: np.ndarray) -> np.ndarray:
    """Counts in, F1 out; 0 where there is nothing to find and nothing found."""
    return 2 * hit / np.maximum(2 * hit + wrong + missed, 1)


def _ends(values: np.ndarray) -> tuple[float, float]:
    """The middle 95 of 100 values that are defined."""
    known = values[~np.isnan(values)]
    low, high = np.percentile(known, [2.5, 97.5]) if len(known) else (np.nan, np.nan)
    return float(low), float(high)
