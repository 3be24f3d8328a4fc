"""A corpus -> its echoes: which pairs are looked at, what the matcher and people say of them, and the table of links.

Comes in: recommendations with dates, and their scores. Goes out: `echoes`. What is quoted, or only concluded, echoes
nothing; where the known parts of two dates leave the order open, there is no echo. What both coders gave a pair holds;
what one alone gave does not, and the matcher decides the rest.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from reviewkit.base.text import natural_key
from reviewkit.coding.echoes.pair_model import FLOOR, THRESHOLD_CORPUS, decide
from reviewkit.corpus import tables


def candidates(rows: pd.DataFrame, vectors: np.ndarray, certain: Callable[[str, str], bool]) -> np.ndarray:
    """Recommendations (`review_id`, `published`) and their vectors in; the places of an earlier and a later one out.

    Pairs of two reviews whose dates are `certain` in their order (earlier, later), and whose cosine is `FLOOR` or more.
    """
    published, review = list(rows["published"]), rows["review_id"].to_numpy()
    dates = sorted(set(published))
    before = {one: {other for other in dates if certain(one, other)} for one in dates}
    near = vectors.astype(float) @ vectors.astype(float).T >= FLOOR
    pairs = [
        (one, other)
        for one, other in np.argwhere(near)
        if review[one] != review[other] and published[other] in before[published[one]]
    ]
    return np.array(pairs, int).reshape(-1, 2)


def links(
    rows: pd.DataFrame,
    pairs: np.ndarray,
    scored: pd.DataFrame,
    coded: pd.DataFrame,
    certain: Callable[[str, str], bool],
    years: Callable[[str, str], float],
    threshold: float = THRESHOLD_CORPUS,
) -> pd.DataFrame:
    """Recommendations, candidates with their scores, and coded pairs (`earlier_ref`, `later_ref`) in; `echoes` out.

    Both coders' word beats the matcher's; where they differ the weaker of the two holds. `unrelated` is left out.
    """
    ids, published = list(rows["rec_id"]), list(rows["published"])
    found = {
        (ids[one], ids[other]): (relation, "model", score)
        for (one, other), relation, score in zip(pairs, decide(scored, threshold), scored["restates"], strict=True)
    }
    date = dict(zip(ids, published, strict=True))
    known = {key: said[2] for key, said in found.items()}
    for row in coded.itertuples(index=False):
        key = (row.earlier_ref, row.later_ref)
        if key[0] in date and key[1] in date and certain(date[key[0]], date[key[1]]):
            weaker = max(row.code_a, row.code_b, key=("restates", "related", "unrelated").index)
            found[key] = (weaker, "coders", known.get(key, float("nan")))
    texts = dict(zip(ids, rows["text"], strict=True))
    made = [
        {
            "rec_id": later, "earlier_rec_id": earlier, "relation": relation, "score": score, "by": by,
            "years": years(date[earlier], date[later]), "text": texts[later], "earlier_text": texts[earlier],
        }
        for (earlier, later), (relation, by, score) in found.items()
        if relation != "unrelated"
    ]  # fmt: skip
    made.sort(key=lambda row: (natural_key(row["rec_id"]), natural_key(row["earlier_rec_id"])))
    return tables.check(tables.build(made, "echoes"), "echoes")
