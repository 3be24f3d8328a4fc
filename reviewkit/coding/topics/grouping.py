"""Vectors -> groups that stay the same when some reviews are left out; and the rule for how many there are.

Comes in: vectors, and the review of each row. Goes out: a group for each row. Many times over, a fifth of the reviews
is left out, the rest reduced (principal components) and grouped (k-means, 6 to 14 groups in turn). The distance of
two rows is the share of these runs, of those that hold both, which part them (consensus clustering: Monti et al.
2003); rows near each other by it are joined (average linkage). How many groups: that number from 6 to 14 whose
silhouette on this distance is highest (Rousseeuw 1987). A row's silhouette is high where its own group stays together
whichever reviews are left out, and the next group is told apart from it as steadily: stability against distinctness.
Numbers at which a group has under 2 or over 40 of 100 rows come last.

Tried and rejected: UMAP and HDBSCAN (two topics); one k-means (ARI 0.6 to 0.8, and the number of groups jumps);
stability alone (chooses the fewest); complete linkage (even groups, ARI 0.69).

Limit: the groups are of a whole corpus; a corpus with under 40 rows, or under 5 reviews, has none.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from reviewkit.base.errors import TooFewError

FEWEST = 40  # rows; with fewer, six groups would hold a handful each
FEWEST_REVIEWS = 5  # a fifth of fewer is no review
NUMBERS = range(6, 15)  # fewer than six say little, more than fourteen nobody reads in a briefing
RUNS, LEFT_OUT = 100, 0.2  # a distance is then known to 0.05
DIMENSIONS = 15  # of 8 to 25: fewer and more hold less still
SMALLEST, LARGEST = 0.02, 0.4
SEED = 0


def group(matrix: np.ndarray, reviews: pd.Series, seed: int = SEED) -> np.ndarray:
    """Vectors and the review of each row in; a group for each row out, 0 for the largest.

    Rows must be in an order of their own (by id), since the answer may hang on it. Raises `TooFewError` under `FEWEST`
    rows or `FEWEST_REVIEWS` reviews.
    """
    check_enough(reviews)
    groups = choose_groups(consensus(matrix, reviews, seed))
    sizes = np.bincount(groups)
    first = [int(np.argmax(groups == each)) for each in range(len(sizes))]
    order = sorted(range(len(sizes)), key=lambda each: (-sizes[each], first[each]))
    return np.argsort(order)[groups]


def check_enough(reviews: pd.Series) -> None:
    """The review of each row in; raises `TooFewError` under `FEWEST` rows or `FEWEST_REVIEWS` reviews."""
    if len(reviews) < FEWEST or reviews.nunique() < FEWEST_REVIEWS:
        raise TooFewError(
            f"{len(reviews)} recommendations of {reviews.nunique()} reviews are too few for topics",
            f"they need {FEWEST} of {FEWEST_REVIEWS}",
        )


def consensus(matrix: np.ndarray, reviews: pd.Series, seed: int = SEED) -> np.ndarray:
    """Vectors and the review of each row in; for each two rows the share of runs that part them, out."""
    from sklearn.cluster import KMeans

    matrix = centred(matrix)
    codes, names = pd.factorize(reviews, sort=True)
    drawn = np.random.default_rng(seed)
    together, both = np.zeros((2, len(matrix), len(matrix)))
    for run in range(RUNS):
        kept = drawn.choice(len(names), max(2, round((1 - LEFT_OUT) * len(names))), replace=False)
        rows = np.flatnonzero(np.isin(codes, kept))
        number = min(NUMBERS[run % len(NUMBERS)], len(np.unique(matrix[rows].round(6), axis=0)))
        found = KMeans(number, n_init=3, random_state=seed + run).fit_predict(_reduced(matrix[rows]))
        together[np.ix_(rows, rows)] += found[:, None] == found[None, :]
        both[np.ix_(rows, rows)] += 1
    return 1 - together / np.maximum(both, 1)


def choose_groups(distance: np.ndarray) -> np.ndarray:
    """Distances of rows in; the groups whose number is best by the rule, out."""
    from sklearn.cluster import AgglomerativeClustering
    from sklearn.metrics import silhouette_score

    best: tuple[float, float] = (np.inf, 0.0)
    answer = np.zeros(len(distance), int)
    for number in NUMBERS:
        groups = AgglomerativeClustering(number, metric="precomputed", linkage="average").fit_predict(distance)
        shares = np.bincount(groups) / len(groups)
        faults = int((shares < SMALLEST).sum() + (shares > LARGEST).sum())
        rank = (faults, -round(float(silhouette_score(distance, groups, metric="precomputed")), 6))
        if rank < best:
            best, answer = rank, groups
    return answer


def centred(matrix: np.ndarray) -> np.ndarray:
    """Vectors in; the same without what they all share, of length one again, out.

    Every text here is about the abuse of children, and MiniLM hears little else; what all share tells none apart.
    """
    from sklearn.preprocessing import normalize

    return normalize(matrix.astype(float) - matrix.astype(float).mean(axis=0))


def _reduced(matrix: np.ndarray) -> np.ndarray:
    """Vectors in fewer dimensions, of length one again."""
    from sklearn.decomposition import PCA
    from sklearn.preprocessing import normalize

    return normalize(PCA(min(DIMENSIONS, min(matrix.shape) - 1), svd_solver="full").fit_transform(matrix))
