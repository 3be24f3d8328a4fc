"""Join what is known of the answers to recommendations: read from responses, by hand, and corrected.

Input: the statuses that responses were read to give, `responses.csv` and `corrections.csv`.
Output: the table `statuses`, one row a recommendation, and `problems`. A person's correction wins over a row of
`responses.csv`, that over a response that was read; among the same, the latest answer stands and the others are noted.
Limitations: an answer is what was said; whether it was done is known only where a person wrote it down.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from reviewkit.base import paths
from reviewkit.base.text import natural_key
from reviewkit.base.types import Row
from reviewkit.corpus import corrections as people
from reviewkit.corpus import schema, tables
from reviewkit.corpus.aliases import current_ids

ORDER = {name: place for place, name in enumerate(schema.STATUS_FROM)}
WORDS = {
    "accepted": "accepted", "in principle": "accepted in principle", "in part": "accepted in part",
    "rejected": "rejected", "none": "answered, neither accepted nor rejected",
}  # fmt: skip


def statuses_table(
    folders: paths.Folders, read: pd.DataFrame, recommendations: pd.DataFrame, reviews: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """Return `statuses` and `problems`; `read` are the statuses that responses were read to give.

    Raises: `TableError` where `responses.csv` is not as declared.
    """
    by_hand = tables.load_or_empty(folders.corpus, "responses").assign(known_from="hand")
    aliases = tables.load_or_empty(folders.corpus, "aliases")
    by_hand = by_hand.assign(rec_id=current_ids(by_hand["rec_id"], aliases, "responses.csv"))
    held = set(recommendations["rec_id"])
    every = pd.concat([part for part in (read, by_hand) if len(part)] or [tables.empty("statuses")])
    rows = [_latest(of_one) for rec_id, of_one in every.groupby("rec_id", sort=True) if rec_id in held]
    statuses = {str(row["rec_id"]): row for row in rows}
    wrong = _correct(statuses, people.load(folders), held)
    problems = [*_unknown(by_hand, held, reviews), *wrong]
    table = tables.build(list(statuses.values()), "statuses")
    table = table.sort_values("rec_id", key=lambda ids: ids.map(natural_key), ignore_index=True)
    return {"statuses": tables.check(table, "statuses"), "problems": tables.build(problems, "problems")}


def status_words(row: Mapping[str, object] | pd.Series) -> str:
    """Return a status as it is printed beside a recommendation.

    >>> status_words({"answer": "in part", "by": "HM Government", "date": "2025-06-16", "sure": "no", "done": ""})
    'accepted in part (HM Government, 2025-06-16; unsure)'
    """
    answer = WORDS.get(str(row["answer"]), "")
    beside = ", ".join(str(row[name]) for name in ("by", "date") if row[name])
    doubt = "unsure" if answer and row["sure"] == "no" else ""
    brackets = "; ".join(filter(None, (beside, doubt)))
    done = {"yes": "done", "no": "not done"}.get(str(row["done"]), "")
    return "; ".join(filter(None, (f"{answer} ({brackets})" if answer and brackets else answer, done)))


def words_by_id(statuses: pd.DataFrame) -> dict[str, str]:
    """Return the statuses as they are printed, by `rec_id`."""
    return {str(row["rec_id"]): status_words(row) for row in statuses.to_dict("records")}


def count_words(statuses: pd.DataFrame, rec_ids: Sequence[str]) -> str:
    """Return in a sentence how many of some recommendations were answered, and how."""
    own = statuses[statuses["rec_id"].isin(rec_ids)]
    counts = own["answer"].value_counts()
    kinds = [f"{counts[answer]} {words}" for answer, words in WORDS.items() if answer in counts]
    done = int((own["done"] == "yes").sum())
    unsure = int(((own["answer"] != "") & (own["sure"] == "no")).sum())
    more = [
        f"{unsure} of these {'is' if unsure == 1 else 'are'} unsure" if unsure else "",
        f"{done} {'is' if done == 1 else 'are'} known to be done" if done else "",
    ]
    return f"Answers known: {'; '.join(filter(None, (', '.join(kinds) or 'none', *more)))}."


def _latest(rows: pd.DataFrame) -> dict[str, object]:
    """Return the row that stands of those on one recommendation; the others are noted in it."""
    order = rows.assign(order=rows["known_from"].map(ORDER)).sort_values(["order", "date", "by"], kind="stable")
    records = order.drop(columns="order").to_dict("records")
    best: dict[str, object] = {str(name): value for name, value in records[-1].items()}
    others = [f"{WORDS.get(row['answer'], 'no answer')} by {row['by']}, {row['date']}" for row in records[:-1]]
    also = f"also answered: {'; '.join(others)}" if others else ""
    return best | {"note": "; ".join(filter(None, (str(best["note"]), also)))}


def _correct(
    statuses: dict[str, dict[str, object]], corrections: pd.DataFrame, held: set[str]
) -> list[dict[str, object]]:
    """Put people's corrections into the statuses, and return those whose recommendation is not there as problems."""
    problems: list[dict[str, object]] = []
    what = "a correction of a status is of a recommendation that is not there"
    for row in people.latest(corrections, "status").itertuples(index=False):
        if row.id not in held:
            problems.append(people.problem(row, what, "correct the id, or add a row to aliases.csv"))
            continue
        before = statuses.get(row.id, dict.fromkeys(tables.column_names("statuses"), "") | {"page": None})
        statuses[row.id] = before | _corrected(row) | {"rec_id": row.id, "known_from": "correction"}
    return problems


def _corrected(row: Row) -> dict[str, object]:
    """Return the cells that a correction sets."""
    words = f"{row.field} by {people.whose_word(row)}"
    if row.field == "done":
        return {"done": row.value, "done_seen_at": row.why or words}
    return {"answer": row.value, "sure": "yes", "note": words}


def _unknown(by_hand: pd.DataFrame, held: set[str], reviews: pd.DataFrame) -> list[dict[str, object]]:
    """Return the rows of `responses.csv` whose recommendation cannot come: its review is unknown, or held whole."""
    by_id = reviews.set_index("review_id")
    problems: list[dict[str, object]] = []
    for row in by_hand[~by_hand["rec_id"].isin(held)].itertuples(index=False):
        review_id = row.rec_id.partition("/")[0]
        known = review_id in by_id.index
        if not known or by_id.loc[review_id, "complete"] == "yes":
            what = "an answer to a recommendation that is not there" if known else "an answer to an unknown review"
            step = "correct the id, or add a row to aliases.csv"
            problems.append({"document": "responses.csv", "what": what, "text": row.rec_id, "next_step": step})
    return problems
