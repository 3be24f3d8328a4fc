"""Group vectors so that the groups stay the same when some reviews are left out, and choose how many there are.

Input: vectors, and the review of each row.
Output: a group for each row.

Many times over, a fifth of the reviews is left out, and the rest reduced (principal components) and grouped (k-means,
with 6 to 14 groups in turn). The distance of two rows is the share of runs that separate them, among the runs that
hold both (consensus clustering: Monti et al. 2003); rows near each other by this distance are joined (average
linkage). The number of groups is that from 6 to 14 whose silhouette on this distance is highest (Rousseeuw 1987). A
row's silhouette is high where its own group stays together, no matter which reviews are left out, and is separated
from the next group just as steadily: stability against distinctness. Numbers at which a group has under 2 or over 40
per cent of the rows come last.

Tried and rejected: UMAP and HDBSCAN (two topics); one k-means (ARI 0.6 to 0.8, and the number of groups jumps);
stability alone (chooses the fewest); complete linkage (even groups, ARI 0.69).

Distances between all rows grow with the square of their number: of more than `MOST_ROWS` as many are drawn and grouped
so, and each of the others joins the group whose middle is nearest.

Limitations: the groups are of a whole corpus; a corpus with under 40 rows, or under 5 reviews, has none.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from reviewkit.base.errors import TooFewError

MIN_ROWS = 40  # with fewer, six groups would hold a handful each
MIN_REVIEWS = 5  # a fifth of fewer is no review
GROUP_COUNTS = range(6, 15)  # fewer than six say little, more than fourteen nobody reads in a briefing
RUNS = 100  # a distance is then known to 0.05
SHARE_LEFT_OUT = 0.2  # of the reviews in each run
DIMENSIONS = 15  # tried from 8 to 25: fewer and more are less stable
MIN_GROUP_SHARE, MAX_GROUP_SHARE = 0.02, 0.4  # of the rows; see above
MOST_ROWS = 3000  # whose distances are held: 72 MB each for the two counts of a pair of rows
SEED = 0


def group(matrix: np.ndarray, reviews: pd.Series, seed: int = SEED) -> np.ndarray:
    """Return a group for each row of vectors, 0 for the largest, given the review of each row.

    Rows must be in an order of their own (by id), since the answer may depend on it.

    Raises: `TooFewError` under `MIN_ROWS` rows or `MIN_REVIEWS` reviews.
    """
    check_enough(reviews)
    drawn = np.arange(len(matrix))
    if len(matrix) > MOST_ROWS:
        drawn = np.sort(np.random.default_rng(seed).choice(len(matrix), MOST_ROWS, replace=False))
    groups = choose_groups(consensus(matrix[drawn], reviews.iloc[drawn], seed))
    groups = joined(matrix, drawn, groups)
    sizes = np.bincount(groups)
    first_rows = [int(np.argmax(groups == number)) for number in range(len(sizes))]
    order = sorted(range(len(sizes)), key=lambda number: (-sizes[number], first_rows[number]))
    return np.argsort(order)[groups]


def joined(matrix: np.ndarray, drawn: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Return the groups of all rows, given those of the rows that were drawn; the others join the nearest middle."""
    if len(drawn) == len(matrix):
        return groups
    mean = matrix[drawn].astype(float).mean(axis=0)
    middles = np.stack([matrix[drawn][groups == number].mean(axis=0) - mean for number in range(groups.max() + 1)])
    middles /= np.linalg.norm(middles, axis=1, keepdims=True)
    everything = ((matrix - mean) @ middles.T).argmax(axis=1)
    everything[drawn] = groups
    return everything


def check_enough(reviews: pd.Series) -> None:
    """Raise `TooFewError` under `MIN_ROWS` rows or `MIN_REVIEWS` reviews, given the review of each row."""
    if len(reviews) < MIN_ROWS or reviews.nunique() < MIN_REVIEWS:
        raise TooFewError(
            f"{len(reviews)} recommendations of {reviews.nunique()} reviews are too few for topics",
            f"they need {MIN_ROWS} of {MIN_REVIEWS}",
        )


def consensus(matrix: np.ndarray, reviews: pd.Series, seed: int = SEED) -> np.ndarray:
    """Return for each two rows the share of runs that separate them."""
    from sklearn.cluster import KMeans
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    matrix = centred(matrix)
    codes, names = pd.factorize(reviews, sort=True)
    rng = np.random.default_rng(seed)
    together, both = np.zeros((2, len(matrix), len(matrix)))
    # Threads of several processes spin against each other on a busy machine; and one thread gives the same bytes on
    # machines with any number of cores.
    with threadpool_limits(1):
        for run in range(RUNS):
            drawn = rng.choice(len(names), max(2, round((1 - SHARE_LEFT_OUT) * len(names))), replace=False)
            rows = np.flatnonzero(np.isin(codes, drawn))
            distinct = len(np.unique(matrix[rows].round(6), axis=0))
            number = min(GROUP_COUNTS[run % len(GROUP_COUNTS)], distinct)
            groups = KMeans(number, n_init=3, random_state=seed + run).fit_predict(_reduced(matrix[rows]))
            together[np.ix_(rows, rows)] += groups[:, None] == groups[None, :]
            both[np.ix_(rows, rows)] += 1
    return 1 - together / np.maximum(both, 1)


def choose_groups(distance: np.ndarray) -> np.ndarray:
    """Return the groups of rows, from their distances, whose number is best by the rule above."""
    from sklearn.cluster import AgglomerativeClustering
    from sklearn.metrics import silhouette_score

    best_rank: tuple[float, float] = (np.inf, 0.0)
    best_groups = np.zeros(len(distance), int)
    for number in GROUP_COUNTS:
        groups = AgglomerativeClustering(number, metric="precomputed", linkage="average").fit_predict(distance)
        shares = np.bincount(groups) / len(groups)
        ill_sized = int((shares < MIN_GROUP_SHARE).sum() + (shares > MAX_GROUP_SHARE).sum())
        rank = (ill_sized, -round(float(silhouette_score(distance, groups, metric="precomputed")), 6))
        if rank < best_rank:
            best_rank, best_groups = rank, groups
    return best_groups


def centred(matrix: np.ndarray) -> np.ndarray:
    """Return vectors without their mean, of length one again.

    All texts of a corpus share a subject, which dominates MiniLM's vectors; what they all share separates none.
    """
    from sklearn.preprocessing import normalize

    return normalize(matrix.astype(float) - matrix.astype(float).mean(axis=0))


def _reduced(matrix: np.ndarray) -> np.ndarray:
    """Return vectors in fewer dimensions, of length one again."""
    from sklearn.decomposition import PCA
    from sklearn.preprocessing import normalize

    return normalize(PCA(min(DIMENSIONS, min(matrix.shape) - 1), svd_solver="full").fit_transform(matrix))
