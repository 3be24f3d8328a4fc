"""Distinct asks: how many there are, and how surely an ask of a further review is one that is held already.

Input: a `History`. Output: groups of asks that restate each other, their number as a range, and the sample coverage.

Restating is not transitive: "train police" is restated by "train police and social workers", that by "train social
workers". So a group is one in which every ask restates, or is restated by, every other (complete linkage); two asks of
one review are never in the same group.

Limitations: a link that was missed splits a group, so distinct asks are counted too many rather than too few, and the
coverage is a lower bound. How many groups there are depends on how ties are cut, and so on the order of the asks.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from reviewkit.measures import intervals
from reviewkit.measures.history import History

ORDERS, SEED = 100, 0  # of 200 orders of the corpus's asks, three gave the largest number
MIN_REVIEWS = 3
LINKED_CUT = 0.5  # between the distance of two linked asks (0) and of two that are not (1)


def distinct_groups(history: History) -> np.ndarray:
    """Return for each ask the number of its group, in order of the first ask of each group."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.sparse import csr_array
    from scipy.spatial.distance import squareform

    n_asks = len(history.asks)
    linked = csr_array((np.ones(len(history.links), bool), history.links.T), (n_asks, n_asks))
    linked = (linked + linked.T).tocsr()
    thread = threads(history)
    by_thread = np.argsort(thread, kind="stable")
    first_of_group = np.arange(n_asks)
    for rows in np.split(by_thread, np.flatnonzero(np.diff(thread[by_thread])) + 1):
        if len(rows) == 2:  # most are, and they are linked
            first_of_group[rows] = rows.min()
        elif len(rows) > 2:
            distance = 1.0 - linked[rows][:, rows].toarray()
            np.fill_diagonal(distance, 0)
            labels = fcluster(linkage(squareform(distance), "complete"), LINKED_CUT, "distance")
            first_of_group[rows] = [rows[labels == label].min() for label in labels]
    return np.unique(first_of_group, return_inverse=True)[1]


def distinct_asks(history: History, orders: int = ORDERS, seed: int = SEED) -> dict[str, Any]:
    """Return how many distinct asks there are among `of`, as a range.

    `fewest`: the threads, in which asks are joined by links however many lie between; `most`: the largest number of
    groups in which all restate each other, over so many `orders` of the asks; `linked_to_none`, the asks that neither
    restate another nor are restated, which no order changes.
    """
    rng = np.random.default_rng(seed)
    n_asks = len(history.asks)
    groups = [len(set(distinct_groups(_shuffled(history, rng.permutation(n_asks))))) for _ in range(orders)]
    linked = len(np.unique(history.links))
    return {
        "fewest": len(set(threads(history))),
        "most": max([*groups, len(set(distinct_groups(history)))]),
        "linked_to_none": n_asks - linked,
        "of": n_asks,
    }


def sample_coverage(history: History) -> dict[str, float | None]:
    """Return the chance that an ask of a further such list is one of a thread that is held already.

    `value` with `low` and `high`: from the threads found in one review only and in two (Good-Turing for incidences),
    with the interval of leaving each review out (jackknife), on the logit scale. None where fewer than three reviews
    ask anything.

    Source: Good 1953; Chao and Jost 2012, equation 5.
    """
    thread, review = threads(history), history.asks["review"].to_numpy()
    pairs = np.unique(np.stack([thread, review], axis=1), axis=0) if len(thread) else np.zeros((0, 2), int)
    reviews = np.unique(review)
    if len(reviews) < MIN_REVIEWS:
        return {"value": None, "low": None, "high": None}
    value = _coverage(pairs[:, 0], len(reviews))
    without = np.array([_coverage(pairs[pairs[:, 1] != left_out, 0], len(reviews) - 1) for left_out in reviews])
    n, margin = len(reviews), 1 / (4 * len(pairs))
    logits = np.log(without.clip(margin, 1 - margin)) - np.log1p(-without.clip(margin, 1 - margin))
    centre = np.clip(value, margin, 1 - margin)
    half_width = intervals.Z * np.sqrt((n - 1) / n * ((logits - logits.mean()) ** 2).sum())
    ends = 1 / (1 + np.exp(-(np.log(centre / (1 - centre)) + np.array([-1, 1]) * half_width)))
    return {"value": value, "low": float(ends[0]), "high": float(ends[1])}


def threads(history: History) -> np.ndarray:
    """Return for each ask the number of its thread: the asks that are joined by links, however many lie between."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    n_asks = len(history.asks)
    linked = coo_matrix((np.ones(len(history.links)), history.links.T), (n_asks, n_asks))
    thread: np.ndarray = connected_components(linked, directed=False)[1]
    return thread


def _coverage(threads_of_reviews: np.ndarray, reviews: int) -> float:
    """Return the sample coverage, from the thread of each ask (once a review)."""
    in_reviews = np.unique(threads_of_reviews, return_counts=True)[1]
    once, twice, in_all = (in_reviews == 1).sum(), (in_reviews == 2).sum(), in_reviews.sum()
    if not once:
        return 1.0
    if twice:
        missed = (reviews - 1) * once / ((reviews - 1) * once + 2 * twice)
    else:  # no thread in two reviews: the bias-corrected form
        missed = (reviews - 1) * (once - 1) / ((reviews - 1) * (once - 1) + 2) if once > 1 else 0.0
    return float(1 - once / in_all * missed)


def _shuffled(history: History, order: np.ndarray) -> History:
    """Return the history with its asks in another order; its links join the same asks."""
    position = np.argsort(order)
    return history._replace(asks=history.asks.iloc[order].reset_index(drop=True), links=position[history.links])
