"""Say whose word a change is: who gave the correction that made it, and why.

Input: the corrections of the run before and of this one, and what a change is about.
Output: words, "AB: the page prints one more sentence", or "" where no person had a part in it.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

import pandas as pd

from reviewkit.base.types import Row
from reviewkit.corpus import corrections as people

Key: TypeAlias = tuple[str, str, str]  # what, id and field of a correction
NO_MORE = "the correction by {} is there no more"


class Words(NamedTuple):
    """What people have said since the run before: whose word it is, by what it is about."""

    by_key: dict[Key, str]


def words_between(last: pd.DataFrame, now: pd.DataFrame) -> Words:
    """Return what was said, or taken back, between two tables `corrections`."""
    before, after = _standing_by_key(last), _standing_by_key(now)
    said_last = {key: row for row in now.itertuples(index=False) for key in _keys(row)}
    words = {
        key: people.whose_word(row) for key, row in after.items() if key not in before or before[key].value != row.value
    }
    for key in before.keys() - after.keys():
        taken_back = said_last.get(key)
        gone = NO_MORE.format(before[key].by or "a person")
        words[key] = people.whose_word(taken_back) if taken_back is not None else gone
    return Words(words)


def whose(words: Words, *keys: Key) -> str:
    """Return whose word the first of some keys is of which something was said, or ""."""
    return next((words.by_key[key] for key in keys if key in words.by_key), "")


def of_recommendation(words: Words, rec_id: str, field: str = "text") -> str:
    """Return whose word it is that one field of a recommendation changed."""
    field = "bodies" if field == "classes" else field
    parts: list[Key] = (
        [("add", rec_id, ""), ("split", rec_id, "split"), ("merge", rec_id, "")] if field == "text" else []
    )
    return whose(words, ("recommendation", rec_id, field), *parts)


def of_new(words: Words, rec_id: str) -> str:
    """Return whose word it is that a recommendation came, or came back."""
    return whose(words, ("add", rec_id, ""), ("split", rec_id, "part"), ("drop", rec_id, ""), ("merge", rec_id, "part"))


def of_gone(words: Words, rec_id: str) -> str:
    """Return whose word it is that a recommendation went."""
    return whose(words, ("drop", rec_id, ""), ("merge", rec_id, "part"), ("add", rec_id, ""), ("split", rec_id, "part"))


def _standing_by_key(corrections: pd.DataFrame) -> dict[Key, Row]:
    """Return the corrections that stand by all that they are about."""
    rows = people.standing(corrections).itertuples(index=False)
    return {key: row for row in rows for key in _keys(row)}


def _keys(row: Row) -> list[Key]:
    """Return what a correction is about: a split and a merge are about two recommendations."""
    if row.what == "split":
        return [("split", row.id, "split"), ("split", row.field, "part")]
    if row.what == "merge":
        return [("merge", row.id, ""), *([("merge", row.value, "part")] if row.value else [])]
    return [(row.what, row.id, row.field)]
