"""Standing: what reviews asked for that no further text can take back.

Input: a `History` of all that is held. Output: by theme, how many reviews of how many publishers in how many years ask
for something under it. These are statements of existence: another list that comes in can only raise them, so they need
no whole lists and no interval.

Limitations: at least so many; what is not held may ask for it too. A code that is wrong counts like one that is right.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from reviewkit.measures.history import History

EXTENT = ["reviews", "publishers", "years", "of_reviews", "of_years"]  # what is counted of each theme


def standing(history: History) -> dict[str, dict[str, int]]:
    """Return by theme the `reviews` that raise it, their `publishers` and the `years` in which they were published.

    With them, of how many: `of_reviews` and `of_years`, the reviews of which a list is held and the years of these. A
    review without a publisher counts for none.
    """
    year = history.reviews["published"].str[:4].to_numpy()
    of_years = len(set(year))
    return {
        theme: _extent(history.reviews[raises], of_reviews=len(history.reviews), of_years=of_years)
        for theme, raises in zip(history.themes, raised_by_review(history).T, strict=True)
    }


def raised_by_review(history: History) -> np.ndarray:
    """Return reviews x themes: whether a review raises a theme."""
    raises = np.zeros((len(history.reviews), len(history.themes)), bool)
    np.logical_or.at(raises, history.asks["review"].to_numpy(), history.raised)
    return raises


def _extent(reviews: pd.DataFrame, of_reviews: int, of_years: int) -> dict[str, Any]:
    """Return how many reviews, publishers and years these are."""
    return {
        "reviews": len(reviews),
        "publishers": len(set(reviews["publisher"]) - {""}),
        "years": reviews["published"].str[:4].nunique(),
        "of_reviews": of_reviews,
        "of_years": of_years,
    }
