"""List for each recommendation the earlier asks that are nearest to it: candidates for a person, counted nowhere.

Input: recommendations with dates, their vectors, and the scores of pairs.
Output: `nearest`.

The matcher links only what it is sure of, and misses most of what restates; so whoever reads a new ask is shown what
it might restate. Of the `POOL` earlier asks that are nearest in meaning, the `LISTED` are listed which the matcher
holds likeliest to be restated; without a matcher, which wants coded pairs, those nearest in meaning.

Limitations: an earlier ask in quite other words is not in the pool; of coded restating pairs `benchmarks/echoes.py`
tells how many are listed.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from reviewkit.base.text import natural_key
from reviewkit.coding.echoes import search
from reviewkit.corpus import tables

LISTED = 5  # that a person reads beside one ask
POOL = 20  # scored for each ask: from 20 on no more coded restating pairs come among the five


def pool(rows: pd.DataFrame, *likenesses: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    """Return the row numbers (earlier, later) of the `POOL` earlier asks nearest to each recommendation.

    Each likeness is two matrices, one of rows as earlier ones and one of rows as later ones, whose product says how
    near they are; the nearest by each are in the pool, those by the first before the others.

    A recommendation of any dated document is compared with what counted reviews (`in_denominator`) recommended that
    were certainly published before it.
    """
    asks, published = (rows["kind"] == "recommendation").to_numpy(), rows["published"].to_numpy(str)
    earlier = np.flatnonzero(asks & (rows["in_denominator"] == "yes").to_numpy())
    later = np.flatnonzero(asks)
    pairs = np.vstack([search.nearest_earlier(published, earlier, later, [likeness], POOL) for likeness in likenesses])
    _, first = np.unique(search.as_numbers(pairs), return_index=True)
    return pairs[np.sort(first)]


def nearest_table(
    rows: pd.DataFrame,
    pairs: np.ndarray,
    scores: np.ndarray,
    echoes: pd.DataFrame,
    decided: Collection[tuple[str, str]],
) -> pd.DataFrame:
    """Return `nearest` from the pool of pairs (`pool`) with the score of each, missing where nothing scored them.

    `decided` are pairs of ids (earlier, later) that a person or coders judged: those which are no echo are unrelated.
    """
    ids = rows["rec_id"].to_numpy()
    listed = pd.DataFrame({"rec_id": ids[pairs[:, 1]], "earlier_id": ids[pairs[:, 0]], "score": scores})
    listed["score"] = listed["score"].astype(float).round(4)
    listed = listed.sort_values("score", ascending=False, kind="stable")  # alike ones stay in the order of meaning
    listed = listed.groupby("rec_id", sort=False).head(LISTED)
    listed = listed.sort_values("rec_id", key=lambda column: column.map(natural_key), kind="stable", ignore_index=True)
    keys = list(zip(listed["earlier_id"], listed["rec_id"], strict=True))
    relations = dict.fromkeys(keys, "") | dict.fromkeys(decided, "unrelated")
    for key, relation in zip(
        zip(echoes["earlier_rec_id"], echoes["rec_id"], strict=True), echoes["relation"], strict=True
    ):
        if key in relations:
            relations[key] = relation
    listed = listed.assign(rank=listed.groupby("rec_id").cumcount() + 1, relation=[relations[key] for key in keys])
    return tables.check(listed, "nearest")
