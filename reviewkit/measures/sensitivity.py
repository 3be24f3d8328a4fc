"""How far a measure hangs on the errors of whoever found the echoes.

Comes in: a `History`, and the precision and recall that the echoes were measured at. Goes out: the range of a measure
over histories in which wrong links are taken out and missed ones put in at random. Limit: real errors are not random;
a model misses some kinds of asks always.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from reviewkit.measures.history import History

DRAWS, SEED = 200, 0


def error_range(
    past: History,
    measure: Callable[[History], float | None],
    precision: float,
    recall: float,
    draws: int = DRAWS,
    seed: int = SEED,
) -> tuple[float | None, float | None]:
    """A history and a measure of one in; the middle 95 of 100 values with the echoes' errors undone at random, out.

    Each link is wrong with 1 - `precision` and is taken out; for each right one (1 - `recall`) / `recall` were missed
    and are put in, between asks of a common theme whose reviews' order is known. None where that end is not reached.
    """
    values = [measure(each) for each in _mended(past, precision, recall, draws, seed)]
    known = np.array([np.inf if value is None else value for value in values])
    ends = np.percentile(known, [2.5, 97.5], method="nearest")
    low, high = (float(end) if np.isfinite(end) else None for end in ends)
    return low, high


def _mended(past: History, precision: float, recall: float, draws: int, seed: int) -> Iterator[History]:
    rng = np.random.default_rng(seed)
    days = past.reviews["day"].to_numpy()[past.asks["review"].to_numpy()]
    for _ in range(draws):
        kept = past.links[rng.random(len(past.links)) < precision]
        missed = rng.poisson(len(kept) * (1 - recall) / recall)
        pairs = rng.integers(len(days), size=(20 * missed + 20, 2)) if len(days) else np.zeros((0, 2), int)
        alike = (past.raised[pairs[:, 0]] & past.raised[pairs[:, 1]]).any(axis=1)
        fitting = pairs[alike & (days[pairs[:, 0]] < days[pairs[:, 1]])][:missed]
        yield past._replace(links=np.unique(np.vstack([kept, fitting]), axis=0))
