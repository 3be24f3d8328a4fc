"""How much a measure depends on errors in the links between asks.

Input: a `History`, and the precision and recall that the echoes were measured at. Output: the range of a measure over
histories in which wrong links are taken out and missed ones put in at random.

Limitations: real errors are not random; a model always misses some kinds of asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from reviewkit.measures.history import History

DRAWS, SEED = 200, 0
MIDDLE_95 = (2.5, 97.5)  # percentiles
PAIRS_PER_LINK, EXTRA_PAIRS = 20, 20  # pairs drawn to find one that fits: of two asks most share no theme


def error_range(
    history: History,
    measure: Callable[[History], float | None],
    precision: float,
    recall: float,
    draws: int = DRAWS,
    seed: int = SEED,
) -> tuple[float | None, float | None]:
    """Return the middle 95 of 100 values of a measure, with the errors of the echoes undone at random.

    Each link is wrong with probability 1 - `precision` and is taken out; for each right one (1 - `recall`) / `recall`
    were missed and are put in, between asks of a common theme whose reviews' order is known. An end is None where the
    measure has no value there (a median that is not reached).
    """
    values = [measure(corrected) for corrected in _corrected_histories(history, precision, recall, draws, seed)]
    finite_or_infinite = np.array([np.inf if value is None else value for value in values])
    ends = np.percentile(finite_or_infinite, MIDDLE_95, method="nearest")
    low, high = (float(end) if np.isfinite(end) else None for end in ends)
    return low, high


def _corrected_histories(history: History, precision: float, recall: float, draws: int, seed: int) -> Iterator[History]:
    rng = np.random.default_rng(seed)
    days = history.reviews["day"].to_numpy()[history.asks["review"].to_numpy()]
    for _ in range(draws):
        true_links = history.links[rng.random(len(history.links)) < precision]
        n_missed = rng.poisson(len(true_links) * (1 - recall) / recall)
        n_pairs = PAIRS_PER_LINK * n_missed + EXTRA_PAIRS
        pairs = rng.integers(len(days), size=(n_pairs, 2)) if len(days) else np.zeros((0, 2), int)
        common_theme = (history.raised[pairs[:, 0]] & history.raised[pairs[:, 1]]).any(axis=1)
        missed_links = pairs[common_theme & (days[pairs[:, 0]] < days[pairs[:, 1]])][:n_missed]
        yield history._replace(links=np.unique(np.vstack([true_links, missed_links]), axis=0))
