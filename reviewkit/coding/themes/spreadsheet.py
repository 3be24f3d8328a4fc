"""Codes -> a plain table for a spreadsheet or NVivo, a column a theme; and a person's changes in it -> corrections.

Comes in: recommendations and `codes`; or the table as it came back. Goes out: the table; or rows of `corrections`.

Limit: only 1, 0 and an empty cell (read as 0) are codes; a theme's column that was taken away leaves its codes as
they are.
"""

from __future__ import annotations

import pandas as pd

from reviewkit.base.errors import TableError
from reviewkit.base.text import split_list
from reviewkit.corpus import tables

WORDS = ["rec_id", "text", "addressed_to"]
WENT_OUT = "themes_as_they_went_out"  # a change is measured against it: codes may have moved since


def to_sheet(recommendations: pd.DataFrame, codes: pd.DataFrame, themes: list[str]) -> pd.DataFrame:
    """Recommendations, `codes` and the themes in; one row a recommendation, 1 or 0 for each theme, out."""
    having = set(zip(codes["rec_id"], codes["theme"], strict=True))
    made = recommendations[WORDS].copy()
    for theme in themes:
        made[theme] = ["1" if (each, theme) in having else "0" for each in made["rec_id"]]
    went_out = [";".join(theme for theme in themes if (each, theme) in having) for each in made["rec_id"]]
    return made.assign(**{WENT_OUT: went_out})


def changes_from_sheet(known: pd.DataFrame, after: pd.DataFrame, by: str, date: str) -> pd.DataFrame:
    """A table as it would go out now, the one that came back, and who changed it when, in; `corrections` out.

    A row a cell that is not as it went out. Raises `tables.TableError` for a recommendation, theme or code that is not
    known, and for a table that does not say how it went out.
    """
    themes = [name for name in known.columns if name not in (*WORDS, WENT_OUT)]
    missing = [name for name in ("rec_id", WENT_OUT) if name not in after]
    if missing or after["rec_id"].duplicated().any():
        raise TableError(f"codes: needs rec_id, each id once, and {WENT_OUT}", "start from a fresh table")
    strange = [name for name in after.columns if name not in known.columns]
    if strange:
        raise TableError(f"codes: '{strange[0]}' is no theme of codebook.toml", "take that column out")
    ids, rows = set(known["rec_id"]), []
    for row in after.to_dict("records"):
        if row["rec_id"] not in ids:
            raise TableError(f"codes: '{row['rec_id']}' is no recommendation", "leave rec_id as it went out")
        went_out = split_list(row[WENT_OUT])
        for theme in [theme for theme in themes if theme in row]:
            code = _code(row[theme], row["rec_id"], theme)
            if (code == "1") != (theme in went_out):
                holds = "yes" if code == "1" else "no"
                rows.append({"rec_id": row["rec_id"], "theme": theme, "holds": holds, "by": by, "date": date})
    return tables.build(rows, "corrections")


def _code(value: object, rec_id: str, theme: str) -> str:
    """A cell in, "1" or "0" out."""
    said = str(value).strip().removesuffix(".0")
    if said not in ("1", "0", ""):
        raise TableError(f"codes: {rec_id}, {theme}: '{said[:20]}' is not 1 or 0", "write one of them")
    return said or "0"
