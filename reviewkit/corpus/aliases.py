"""Ids that changed -> the ids that stand for them now, so that codes and corrections follow a recommendation.

Comes in: a table with `rec_id`, and `aliases`. Goes out: the table with the ids of now. Limit: an id is followed, and
not looked for: one that changed without a row in `aliases.csv` is gone.
"""

from __future__ import annotations

import pandas as pd

from reviewkit.base.errors import TableError
from reviewkit.base.text import split_list
from reviewkit.corpus import tables

THEMES, SURE = ("themes_a", "themes_b"), ("sure_a", "sure_b")


def follow(given: pd.DataFrame, aliases: pd.DataFrame, source: str) -> pd.DataFrame:
    """A table with `rec_id` and `aliases` in; the same with ids that changed replaced by those that stand for them.

    Of two rows that come to one id the later stands: by `date` where there is one, else by place. Raises
    `tables.TableError` where aliases lead in a ring.
    """
    ids = current_ids(given["rec_id"], aliases, source)
    key = [name for name in ("rec_id", "theme") if name in given]
    found = given.assign(rec_id=pd.Series(ids, index=given.index, dtype=object))
    dated = found.sort_values("date", kind="stable") if "date" in found else found
    return dated.drop_duplicates(key, keep="last").sort_index(ignore_index=True)


def current_codes(coded: pd.DataFrame, aliases: pd.DataFrame) -> pd.DataFrame:
    """Hand codes and `aliases` in; the hand codes by the ids of now out. Raises as `followed`.

    Where entries of a digest are one recommendation of the published text, it has each coder's themes of all of them;
    a coder is sure of it who was sure of each.
    """
    now = coded.assign(
        rec_id=pd.Series(current_ids(coded["rec_id"], aliases, "coded.csv"), index=coded.index, dtype=object)
    )
    rows = [
        {"rec_id": rec_id}
        | {name: ";".join(dict.fromkeys(part for cell in own[name] for part in split_list(cell))) for name in THEMES}
        | {name: min(own[name]) for name in SURE}  # "no" before "yes"
        for rec_id, own in now.groupby("rec_id", sort=False)
    ]
    return tables.build(rows, "coded")


def current_ids(ids: pd.Series, aliases: pd.DataFrame, source: str) -> list[str]:
    """Ids and `aliases` in; the ids that stand for them now, one for each, out. Raises as `followed`."""
    after = dict(zip(aliases["earlier_id"], aliases["rec_id"], strict=True))
    return [_now(each, after, source) for each in ids]


def _now(rec_id: str, after: dict[str, str], source: str) -> str:
    """The id that stands for one now."""
    seen = [rec_id]
    while after.get(seen[-1], seen[-1]) != seen[-1]:  # a row that leads to itself says: it is the same
        seen.append(after[seen[-1]])
        if seen[-1] in seen[:-1]:
            raise TableError(f"aliases.csv: {' -> '.join(seen)} is a ring (from {source})", "remove one of them")
    return seen[-1]
