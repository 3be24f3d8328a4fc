"""Turn codes into a plain table for a spreadsheet or NVivo, and a person's changes in it into corrections.

Input: recommendations and `codes`; or the table as it came back.
Output: the table, with a column per theme; or rows of `corrections`.

Limitations: only 1, 0 and an empty cell (read as 0) are codes; where a theme's column was taken away its codes stay as
they are.
"""

from __future__ import annotations

import pandas as pd

from reviewkit.base.errors import TableError
from reviewkit.base.text import split_list
from reviewkit.corpus import tables

TEXT_COLUMNS = ["rec_id", "text", "addressed_to"]
EXPORTED = "themes_as_they_went_out"  # a change is measured against it, since codes may have moved since


def to_sheet(recommendations: pd.DataFrame, codes: pd.DataFrame, themes: list[str]) -> pd.DataFrame:
    """Return one row per recommendation, with 1 or 0 for each theme."""
    coded = set(zip(codes["rec_id"], codes["theme"], strict=True))
    sheet = recommendations[TEXT_COLUMNS].copy()
    for theme in themes:
        sheet[theme] = ["1" if (rec_id, theme) in coded else "0" for rec_id in sheet["rec_id"]]
    exported = [";".join(theme for theme in themes if (rec_id, theme) in coded) for rec_id in sheet["rec_id"]]
    return sheet.assign(**{EXPORTED: exported})


def changes_from_sheet(
    current: pd.DataFrame, returned: pd.DataFrame, by: str, date: str, why: str = ""
) -> pd.DataFrame:
    """Return `corrections`, one row per cell of the returned sheet that is not as it went out.

    `current` is the sheet as it would go out now; `by`, `date` and `why` say who changed it, when, and why.

    Raises: `TableError` for a recommendation, theme or code that does not exist, and for a sheet that does not say how
    it went out.
    """
    _check_columns(current, returned)
    themes = [name for name in current.columns if name not in (*TEXT_COLUMNS, EXPORTED) and name in returned]
    ids = set(current["rec_id"])
    rows: list[dict[str, object]] = []
    for row in returned.to_dict("records"):
        if row["rec_id"] not in ids:
            raise TableError(f"codes: '{row['rec_id']}' is no recommendation", "leave rec_id as it went out")
        exported = split_list(row[EXPORTED])
        for theme in themes:
            code = _code(row[theme], row["rec_id"], theme)
            if (code == "1") != (theme in exported):
                holds = "yes" if code == "1" else "no"
                rows.append(
                    {"what": "theme", "id": row["rec_id"], "field": theme, "value": holds, "by": by, "date": date}
                    | {"why": why}
                )
    return tables.build(rows, "corrections")


def _check_columns(current: pd.DataFrame, returned: pd.DataFrame) -> None:
    """Raise `TableError` unless the returned sheet has the columns it needs, none that is new, and each id once."""
    missing = [name for name in ("rec_id", EXPORTED) if name not in returned]
    if missing or returned["rec_id"].duplicated().any():
        raise TableError(f"codes: needs rec_id, each id once, and {EXPORTED}", "start from a fresh table")
    unknown = [name for name in returned.columns if name not in current.columns]
    if unknown:
        raise TableError(f"codes: '{unknown[0]}' is no theme of codebook.toml", "take that column out")


def _code(value: object, rec_id: str, theme: str) -> str:
    """Return "1" or "0" for a cell."""
    code = str(value).strip().removesuffix(".0")
    if code not in ("1", "0", ""):
        raise TableError(f"codes: {rec_id}, {theme}: '{code[:20]}' is not 1 or 0", "write one of them")
    return code or "0"
