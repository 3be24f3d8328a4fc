"""New asks: how many distinct asks there are, and how many a further review adds.

Comes in: a `History`. Goes out: groups of asks that restate each other, and how their number grows with reviews.

Restating is not transitive: "train police" is restated by "train police and social workers", that by "train social
workers". So a group is one in which every ask restates, or is restated by, every other (complete linkage); asks of one
review stand never in one group.

Limit: a link that was missed parts a group, so distinct asks are counted too many rather than too few.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from reviewkit.measures.history import History


def groups(past: History) -> np.ndarray:
    """A history in; for each ask the number of its group, in order of the first ask of each, out."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components
    from scipy.spatial.distance import squareform

    n = len(past.asks)
    linked = coo_matrix((np.ones(len(past.links)), past.links.T), (n, n))
    parts, part = connected_components(linked, directed=False)
    found = np.zeros(n, int)
    for each in range(parts):
        rows = np.flatnonzero(part == each)
        apart = 1 - (linked + linked.T).tocsr()[rows][:, rows].toarray().clip(0, 1)
        np.fill_diagonal(apart, 0)
        within = fcluster(linkage(squareform(apart), "complete"), 0.5, "distance") if len(rows) > 1 else np.array([1])
        found[rows] = [rows[within == group].min() for group in within]
    return np.unique(found, return_inverse=True)[1]


def new_asks(past: History) -> dict:
    """A history in; the number of `distinct` asks among `of`, and the `curve` of them, out.

    `curve` is a table: after so many `reviews`, the asks, the distinct ones `seen` in the order of publication, and
    the number `expected` of as many reviews drawn at random (sample-based rarefaction: Gotelli and Colwell 2001). Seen
    above expected early on: later reviews bring less that is new than chance would have it.
    """
    from scipy.special import gammaln

    group, review = groups(past), past.asks["review"].to_numpy()
    n = len(past.reviews)
    pairs = np.unique(np.stack([group, review], axis=1), axis=0) if len(group) else np.zeros((0, 2), int)
    reached = np.bincount(pairs[:, 0]) if len(pairs) else np.zeros(0, int)  # reviews that each group stands in
    first = pd.Series(review).groupby(group).min().to_numpy() if len(group) else np.zeros(0, int)
    sizes = np.bincount(review, minlength=n)
    rows = []
    for drawn in range(1, n + 1):
        missed = n - reached >= drawn
        left = (n - reached)[missed].astype(float)
        logs = gammaln(left + 1) - gammaln(left - drawn + 1) - gammaln(n + 1.0) + gammaln(n - drawn + 1.0)
        rows.append((drawn, int(sizes[:drawn].sum()), int((first < drawn).sum()), len(reached) - np.exp(logs).sum()))
    curve = pd.DataFrame(rows, columns=["reviews", "asks", "seen", "expected"])
    return {"distinct": len(reached), "of": len(group), "curve": curve}
