"""Codes -> a plain table for a spreadsheet or NVivo, a column a theme; and a person's changes in it -> corrections.

Comes in: recommendations and `codes`; or the table as it came back. Goes out: the table; or rows of `corrections`.

Limit: only 1, 0 and an empty cell (read as 0) are codes; a theme's column that was taken away leaves its codes as
they are.
"""

from __future__ import annotations

import pandas as pd

from reviewkit import tables

WORDS = ["rec_id", "text", "addressed_to"]


def sheet(recommendations: pd.DataFrame, codes: pd.DataFrame, themes: list[str]) -> pd.DataFrame:
    """Recommendations, `codes` and the themes in; one row a recommendation, 1 or 0 for each theme, out."""
    having = set(zip(codes["rec_id"], codes["theme"], strict=True))
    made = recommendations[WORDS].copy()
    for theme in themes:
        made[theme] = ["1" if (each, theme) in having else "0" for each in made["rec_id"]]
    return made


def changed(before: pd.DataFrame, after: pd.DataFrame, by: str, date: str) -> pd.DataFrame:
    """The table as it went out and as it came back, and who changed it when, in; `corrections` out, a row a change.

    Raises `tables.TableError` for a recommendation or a code that is not known.
    """
    if "rec_id" not in after or after["rec_id"].duplicated().any():
        raise tables.TableError("codes: needs a column rec_id, each id once; start from a fresh table")
    was = before.set_index("rec_id")
    rows = []
    for row in after.to_dict("records"):
        if row["rec_id"] not in was.index:
            raise tables.TableError(f"codes: '{row['rec_id']}' is no recommendation; leave rec_id as it went out")
        for theme in [name for name in was.columns if name not in WORDS and name in row]:
            code = _code(row[theme], row["rec_id"], theme)
            if code != was.at[row["rec_id"], theme]:
                holds = "yes" if code == "1" else "no"
                rows.append({"rec_id": row["rec_id"], "theme": theme, "holds": holds, "by": by, "date": date})
    return tables.build(rows, "corrections")


def _code(value: object, rec_id: str, theme: str) -> str:
    """A cell in, "1" or "0" out."""
    said = str(value).strip().removesuffix(".0")
    if said not in ("1", "0", ""):
        raise tables.TableError(f"codes: {rec_id}, {theme}: '{said[:20]}' is not 1 or 0; write one of them")
    return said or "0"
