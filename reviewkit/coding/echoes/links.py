"""Select the pairs of a corpus that may be echoes, and combine what the model and people say of them.

Input: recommendations with dates, and the scores of pairs.
Output: `echoes`.

Nothing echoes a quotation or a conclusion (they are not among the recommendations passed here); where the known parts
of two dates leave their order open, there is no echo. Where two people coded a pair, the weaker of their relations
holds; the model decides the rest.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from reviewkit.base.dates import certainly_later, years_between
from reviewkit.base.text import natural_key
from reviewkit.coding.echoes.pair_model import MIN_COSINE, THRESHOLD_CORPUS, decide
from reviewkit.corpus import schema, tables


def candidates(rows: pd.DataFrame, vectors: np.ndarray) -> np.ndarray:
    """Return the row numbers (earlier, later) of pairs that may be echoes.

    These are pairs of recommendations (`review_id`, `published`) of two reviews whose order in time is certain, with a
    cosine of `MIN_COSINE` or more.
    """
    published, review = list(rows["published"]), rows["review_id"].to_numpy()
    dates = sorted(set(published))
    later_dates = {date: {other for other in dates if certainly_later(date, other)} for date in dates}
    near = vectors.astype(float) @ vectors.astype(float).T >= MIN_COSINE
    pairs = [
        (earlier, later)
        for earlier, later in np.argwhere(near)
        if review[earlier] != review[later] and published[later] in later_dates[published[earlier]]
    ]
    return np.array(pairs, int).reshape(-1, 2)


def echo_table(
    rows: pd.DataFrame,
    pairs: np.ndarray,
    scored: pd.DataFrame,
    coded: pd.DataFrame,
    threshold: float = THRESHOLD_CORPUS,
) -> pd.DataFrame:
    """Return `echoes` from recommendations, candidate pairs with their scores, and coded pairs.

    A coded pair (`earlier_ref`, `later_ref`) beats the model; where its coders differ the weaker relation holds.
    Unrelated pairs are left out.
    """
    ids = list(rows["rec_id"])
    published = dict(zip(ids, rows["published"], strict=True))
    texts = dict(zip(ids, rows["text"], strict=True))
    keys = [(ids[earlier], ids[later]) for earlier, later in pairs]
    scores = dict(zip(keys, scored["restates"], strict=True))
    relations = {key: (relation, "model") for key, relation in zip(keys, decide(scored, threshold), strict=True)}
    relations |= _coded_relations(coded, published)
    echoes: list[dict[str, object]] = []
    for earlier, later in sorted(relations, key=lambda key: (natural_key(key[1]), natural_key(key[0]))):
        relation, by = relations[earlier, later]
        if relation != "unrelated":
            echoes.append(
                {
                    "rec_id": later,
                    "earlier_rec_id": earlier,
                    "relation": relation,
                    "score": scores.get((earlier, later), float("nan")),
                    "by": by,
                    "years": years_between(published[earlier], published[later]),
                    "text": texts[later],
                    "earlier_text": texts[earlier],
                }
            )
    return tables.check(tables.build(echoes, "echoes"), "echoes")


def _coded_relations(coded: pd.DataFrame, published: dict[str, str]) -> dict[tuple[str, str], tuple[str, str]]:
    """Return the weaker relation of two coders, for pairs in the corpus whose order in time is certain."""
    relations = {}
    for row in coded.itertuples(index=False):
        earlier, later = row.earlier_ref, row.later_ref
        if earlier in published and later in published and certainly_later(published[earlier], published[later]):
            weaker = max(row.code_a, row.code_b, key=schema.RELATIONS.index)
            relations[earlier, later] = (weaker, "coders")
    return relations
