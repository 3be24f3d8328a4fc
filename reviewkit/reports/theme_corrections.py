"""Read what people said of themes in `corrections.csv`, and add to it.

Input: the folders of a corpus, or new rows.
Output: the latest word on each recommendation and theme; or the file with the rows at its end.
Limitations: a stand-in for `corpus.corrections`, whose `load`, `latest` and `append` take the place of both functions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from reviewkit.base import atomic, paths
from reviewkit.base.files import read_text_columns
from reviewkit.corpus import tables
from reviewkit.corpus.aliases import current_ids

COLUMNS = ["what", "id", "field", "value", "by", "why", "date"]


def theme_words(folders: paths.Folders) -> pd.DataFrame:
    """Return the rows on themes that stand, by current ids: the last one of each recommendation and theme."""
    path = folders.corpus / "corrections.csv"
    rows = read_text_columns(path) if path.is_file() else pd.DataFrame(columns=COLUMNS)
    rows = rows.reindex(columns=COLUMNS, fill_value="")
    rows = rows[rows["what"] == "theme"]
    ids = current_ids(rows["id"], tables.load_or_empty(folders.corpus, "aliases"), path.name)
    rows = rows.assign(id=pd.Series(ids, index=rows.index, dtype=object))
    rows = rows.drop_duplicates(["id", "field"], keep="last")
    return rows[rows["value"] != ""].reset_index(drop=True)


def append(folders: paths.Folders, rows: Sequence[Mapping[str, object]]) -> int:
    """Write rows at the end of `corrections.csv`, and return their number."""
    path = folders.corpus / "corrections.csv"
    before = read_text_columns(path).reindex(columns=COLUMNS) if path.is_file() else pd.DataFrame(columns=COLUMNS)
    after = pd.concat([before, pd.DataFrame(rows, columns=COLUMNS)], ignore_index=True)
    atomic.write(path, after.to_csv(index=False, lineterminator="\n").encode("utf-8"))
    return len(rows)
