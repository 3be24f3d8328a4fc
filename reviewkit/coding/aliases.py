"""Ids that changed -> the ids that stand for them now, so that codes and corrections follow a recommendation.

Comes in: a table with `rec_id`, and `aliases`. Goes out: the table with the ids of now. Limit: an id is followed, and
not looked for: one that changed without a row in `aliases.csv` is gone.
"""

from __future__ import annotations

import pandas as pd

from reviewkit import tables


def followed(given: pd.DataFrame, aliases: pd.DataFrame, source: str) -> pd.DataFrame:
    """A table with `rec_id` and `aliases` in; the same with ids that changed replaced by those that stand for them.

    Of two rows that come to one id the later stands: by `date` where there is one, else by place. Raises
    `tables.TableError` where aliases lead in a ring.
    """
    ids = ids_now(given["rec_id"], aliases, source)
    key = [name for name in ("rec_id", "theme") if name in given]
    found = given.assign(rec_id=pd.Series(ids, index=given.index, dtype=object))
    dated = found.sort_values("date", kind="stable") if "date" in found else found
    return dated.drop_duplicates(key, keep="last").sort_index(ignore_index=True)


def ids_now(ids: pd.Series, aliases: pd.DataFrame, source: str) -> list[str]:
    """Ids and `aliases` in; the ids that stand for them now, one for each, out. Raises as `followed`."""
    after = dict(zip(aliases["earlier_id"], aliases["rec_id"], strict=True))
    return [_now(each, after, source) for each in ids]


def _now(rec_id: str, after: dict[str, str], source: str) -> str:
    """The id that stands for one now."""
    seen = [rec_id]
    while seen[-1] in after:
        seen.append(after[seen[-1]])
        if seen[-1] in seen[:-1]:
            raise tables.TableError(f"aliases.csv: {' -> '.join(seen)} is a ring (from {source}); remove one of them")
    return seen[-1]
