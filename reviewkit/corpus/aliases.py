"""Follow ids that changed to the ids that stand for them now, so that codes and corrections stay with their text.

Input: a table with `rec_id`, and the table `aliases`. Output: the table with current ids.

Limitations: ids are followed and never guessed; one that changed without a row in `aliases.csv` is lost.
"""

from __future__ import annotations

import pandas as pd

from reviewkit.base.errors import TableError
from reviewkit.base.text import split_list
from reviewkit.corpus import tables

CODER_THEMES = ("themes_a", "themes_b")
CODER_SURE = ("sure_a", "sure_b")


def follow(rows: pd.DataFrame, aliases: pd.DataFrame, source: str) -> pd.DataFrame:
    """Return a table in which each `rec_id` that changed is replaced by the one that stands for it now.

    Of two rows that get the same id the later one stays. `source` names the table in the error.
    Raises: `TableError` where aliases lead round in a ring.
    """
    return _with_current_ids(rows, aliases, source).drop_duplicates("rec_id", keep="last", ignore_index=True)


def current_codes(coded: pd.DataFrame, aliases: pd.DataFrame) -> pd.DataFrame:
    """Return the coders' codes by current ids.

    Where several entries of a digest are one recommendation of the published text, it gets each coder's themes of all
    of them; a coder is sure of it who was sure of every one.
    Raises: as `follow`.
    """
    rows: list[dict[str, object]] = []
    for rec_id, entries in _with_current_ids(coded, aliases, "coded.csv").groupby("rec_id", sort=False):
        row: dict[str, object] = {"rec_id": rec_id}
        for column in CODER_THEMES:
            row[column] = ";".join(dict.fromkeys(theme for cell in entries[column] for theme in split_list(cell)))
        for column in CODER_SURE:
            row[column] = min(entries[column])  # "no" comes before "yes"
        rows.append(row)
    return tables.build(rows, "coded")


def current_ids(ids: pd.Series, aliases: pd.DataFrame, source: str) -> list[str]:
    """Return for each id the one that stands for it now.

    Raises: as `follow`.
    """
    id_after = dict(zip(aliases["earlier_id"], aliases["rec_id"], strict=True))
    return [_current_id(rec_id, id_after, source) for rec_id in ids]


def _with_current_ids(rows: pd.DataFrame, aliases: pd.DataFrame, source: str) -> pd.DataFrame:
    ids = current_ids(rows["rec_id"], aliases, source)
    return rows.assign(rec_id=pd.Series(ids, index=rows.index, dtype=object))


def _current_id(rec_id: str, id_after: dict[str, str], source: str) -> str:
    """Return the id that stands for one now."""
    chain = [rec_id]
    while id_after.get(chain[-1], chain[-1]) != chain[-1]:  # a row that leads to itself says that the id did not change
        chain.append(id_after[chain[-1]])
        if chain[-1] in chain[:-1]:
            raise TableError(f"aliases.csv: {' -> '.join(chain)} is a ring (from {source})", "remove one of them")
    return chain[-1]
