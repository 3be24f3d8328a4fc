"""New asks: how many distinct asks there are, and how many a further review adds.

Input: a `History`. Output: groups of asks that restate each other, and how their number grows with reviews.

Restating is not transitive: "train police" is restated by "train police and social workers", that by "train social
workers". So a group is one in which every ask restates, or is restated by, every other (complete linkage); two asks of
one review are never in the same group.

Limitations: a link that was missed splits a group, so distinct asks are counted too many rather than too few.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from reviewkit.measures.history import History

LINKED_CUT = 0.5  # between the distance of two linked asks (0) and of two that are not (1)


def distinct_groups(history: History) -> np.ndarray:
    """Return for each ask the number of its group, in order of the first ask of each group."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components
    from scipy.spatial.distance import squareform

    n_asks = len(history.asks)
    linked = coo_matrix((np.ones(len(history.links)), history.links.T), (n_asks, n_asks))
    adjacency = (linked + linked.T).tocsr()
    n_components, component = connected_components(linked, directed=False)
    first_of_group = np.zeros(n_asks, int)
    for number in range(n_components):
        rows = np.flatnonzero(component == number)
        distance = 1 - adjacency[rows][:, rows].toarray().clip(0, 1)
        np.fill_diagonal(distance, 0)
        labels = np.array([1])
        if len(rows) > 1:
            labels = fcluster(linkage(squareform(distance), "complete"), LINKED_CUT, "distance")
        first_of_group[rows] = [rows[labels == label].min() for label in labels]
    return np.unique(first_of_group, return_inverse=True)[1]


def new_asks(history: History) -> dict[str, Any]:
    """Return the number of `distinct` asks among `of`, and the `curve` of their number over reviews.

    `curve` is a table: after so many `reviews`, the asks, the distinct ones `seen` in the order of publication, and
    the number `expected` of as many reviews drawn at random. Seen above expected early on: later reviews bring less
    that is new than chance would have it.

    Source: Gotelli and Colwell 2001 (sample-based rarefaction).
    """
    from scipy.special import gammaln

    group, review = distinct_groups(history), history.asks["review"].to_numpy()
    n_reviews = len(history.reviews)
    pairs = np.unique(np.stack([group, review], axis=1), axis=0) if len(group) else np.zeros((0, 2), int)
    incidence = np.bincount(pairs[:, 0]) if len(pairs) else np.zeros(0, int)  # in how many reviews each group occurs
    first_review = pd.Series(review).groupby(group).min().to_numpy() if len(group) else np.zeros(0, int)
    sizes = np.bincount(review, minlength=n_reviews)
    rows = []
    for drawn in range(1, n_reviews + 1):
        can_be_missed = n_reviews - incidence >= drawn
        absent = (n_reviews - incidence)[can_be_missed].astype(float)
        # The probability that none of the drawn reviews has the group (hypergeometric).
        log_missed = gammaln(absent + 1) - gammaln(absent - drawn + 1)
        log_missed = log_missed - gammaln(n_reviews + 1.0) + gammaln(n_reviews - drawn + 1.0)
        expected = len(incidence) - np.exp(log_missed).sum()
        rows.append((drawn, int(sizes[:drawn].sum()), int((first_review < drawn).sum()), expected))
    curve = pd.DataFrame(rows, columns=["reviews", "asks", "seen", "expected"])
    return {"distinct": len(incidence), "of": len(group), "curve": curve}
