"""Combine what the model, coders and people say of the pairs of a corpus that may be echoes.

Input: recommendations with dates, and the scores of pairs.
Output: `echoes`.

Nothing echoes a quotation or a conclusion (they are not among the recommendations passed here); where the known parts
of two dates leave their order open, there is no echo. A person's correction decides; where the coders coded a pair, the
weaker of their relations holds; the model decides the rest.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from reviewkit.base.dates import certainly_later, years_between_all
from reviewkit.base.text import natural_key
from reviewkit.base.types import Row
from reviewkit.coding.echoes import candidates, search
from reviewkit.coding.echoes.pair_model import THRESHOLD_CORPUS, decide
from reviewkit.corpus import schema, tables


def echo_table(
    rows: pd.DataFrame,
    pairs: np.ndarray,
    scored: pd.DataFrame,
    coded: pd.DataFrame,
    corrections: pd.DataFrame,
    threshold: float = THRESHOLD_CORPUS,
) -> pd.DataFrame:
    """Return `echoes` from recommendations, candidate pairs with their scores, coded pairs and corrections of links.

    A coded pair (`earlier_ref`, `later_ref`) beats the model; where its coders differ the weaker relation holds. A
    correction (`id` of the later, `field`: the earlier) beats both. Unrelated pairs are left out, and among more than
    `MANY_ROWS` recommendations also those that only the model holds related, of which there would be millions.
    """
    ids = list(rows["rec_id"])
    published = dict(zip(ids, rows["published"], strict=True))
    relations = _coded_relations(coded, published) | _corrected_relations(corrections, published)
    row_of = {rec_id: row for row, rec_id in enumerate(ids)}
    judged = np.array([(row_of[earlier], row_of[later]) for earlier, later in relations], int).reshape(-1, 2)
    is_judged = np.isin(search.as_numbers(pairs), search.as_numbers(judged))
    if len(rows) > candidates.MANY_ROWS:
        shown = is_judged | (scored["restates"] >= threshold).to_numpy()
        pairs, scored, is_judged = pairs[shown], scored[shown], is_judged[shown]
    by_model, score = decide(scored, threshold).to_numpy(), scored["restates"].to_numpy(float)
    kept = (by_model != "unrelated") & ~is_judged
    score_of_judged = dict(zip(map(tuple, pairs[is_judged].tolist()), score[is_judged], strict=True))
    links = pd.DataFrame(np.vstack([pairs[kept], judged]), columns=["earlier", "later"]).assign(
        relation=[*by_model[kept], *(relation for relation, _ in relations.values())],
        score=np.append(score[kept], [score_of_judged.get(pair, np.nan) for pair in map(tuple, judged.tolist())]),
        by=["model"] * int(kept.sum()) + [by for _, by in relations.values()],
    )
    return _in_words(links[links["relation"] != "unrelated"], rows)


def _in_words(links: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Return `echoes` from links between row numbers (`earlier`, `later`), by the ids of the later and the earlier."""
    ids, texts = rows["rec_id"].to_numpy(object), rows["text"].to_numpy(object)
    place = np.empty(len(ids), int)
    place[sorted(range(len(ids)), key=lambda row: natural_key(ids[row]))] = np.arange(len(ids))
    links = links.iloc[np.lexsort((place[links["earlier"]], place[links["later"]]))].reset_index(drop=True)
    earlier, later = links["earlier"].to_numpy(), links["later"].to_numpy()
    published = rows["published"]
    echoes = links[["relation", "score", "by"]].assign(
        rec_id=ids[later],
        earlier_rec_id=ids[earlier],
        years=years_between_all(published.iloc[earlier], published.iloc[later]),
        text=texts[later],
        earlier_text=texts[earlier],
        why="",
    )
    return tables.check(echoes, "echoes")


def _coded_relations(coded: pd.DataFrame, published: dict[str, str]) -> dict[tuple[str, str], tuple[str, str]]:
    """Return the weaker relation of two coders, for pairs in the corpus whose order in time is certain."""
    relations = {}
    for row in coded.itertuples(index=False):
        earlier, later = row.earlier_ref, row.later_ref
        if earlier in published and later in published and certainly_later(published[earlier], published[later]):
            weaker = max(row.code_a, row.code_b, key=schema.RELATIONS.index)
            relations[earlier, later] = (weaker, "coders")
    return relations


def _corrected_relations(
    corrections: pd.DataFrame, published: Mapping[str, str]
) -> dict[tuple[str, str], tuple[str, str]]:
    """Return the relations that people gave, for pairs that can be linked."""
    return {
        (row.field, row.id): (row.value, "correction")
        for row in corrections.itertuples(index=False)
        if not why_no_link(row, published)
    }


def why_no_link(correction: Row, published: Mapping[str, str]) -> str:
    """Say why a person's link cannot be, from the dates of recommendations by id; return "" where it can."""
    later, earlier = correction.id, correction.field
    gone = [rec_id for rec_id in (later, earlier) if rec_id not in published]
    if gone:
        return f"{gone[0]} is not there, or asks for nothing"
    if later.partition("/")[0] == earlier.partition("/")[0]:
        return "both are of one review"
    if not certainly_later(published[earlier], published[later]):
        return f"{later} is not certainly later ({published[earlier] or 'no date'}, {published[later] or 'no date'})"
    return ""
