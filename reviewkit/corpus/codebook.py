"""Load the code frame: the themes, with their names and definitions; and the issues that it marks.

An issue is one marked theme, or several that the frame puts under one name. What is counted of an issue of several
themes is counted over whatever has either: `with_issues` and `codes_of_issues` make it a row among the themes.
"""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from reviewkit.base.errors import TableError
from reviewkit.base.files import read_toml

COLUMNS = ["theme", "name", "definition", "highlight", "issue"]


def load_themes(path: Path) -> pd.DataFrame:
    """Load the code frame, a row a theme.

    Columns: `theme`, `name`, `definition`, `highlight` (whether the code frame marks it), `issue` (the name of the
    issue that it marks: the theme's own, or where `highlight` is a text that text; "" where it marks none).
    Raises: `TableError` for a theme without a name or a definition, for an issue of the name of a theme of another, and
    for a file that is not TOML.
    """
    themes = read_toml(path)
    for theme, entry in themes.items():
        for field in ("name", "definition"):
            if not isinstance(entry, dict) or not str(entry.get(field, "")).strip():
                raise TableError(f"{path.name}, theme '{theme}': has no {field}", f'add {field} = "..."')
    rows = []
    for theme, entry in themes.items():
        marked = entry.get("highlight")
        issue = marked if isinstance(marked, str) else entry["name"] if marked else ""
        if isinstance(marked, str) and issue_id(issue) in themes:
            raise TableError(f"{path.name}, theme '{theme}': highlight = '{issue}' is a theme", "give it another name")
        rows.append((theme, entry["name"], entry["definition"], bool(marked), issue))
    return pd.DataFrame(rows, columns=COLUMNS)


def load_subthemes(path: Path) -> pd.DataFrame:
    """Load the frame of subthemes, a row a subtheme; no rows where there is no such file.

    Columns: `subtheme`, `theme` (the one it is part of), `ask` (what is asked, in words).
    Raises: `TableError` for a subtheme without an ask or a theme, and for a file that is not TOML.
    """
    subthemes = read_toml(path) if path.is_file() else {}
    for subtheme, entry in subthemes.items():
        for field in ("theme", "ask"):
            if not isinstance(entry, dict) or not str(entry.get(field, "")).strip():
                raise TableError(f"{path.name}, subtheme '{subtheme}': has no {field}", f'add {field} = "..."')
    rows = [(subtheme, entry["theme"], entry["ask"]) for subtheme, entry in subthemes.items()]
    return pd.DataFrame(rows, columns=["subtheme", "theme", "ask"], dtype=object)


def issue_id(name: str) -> str:
    """Return the id of an issue.

    >>> issue_id("Lamps, with buoys")
    'lamps-with-buoys'
    """
    return re.sub(r"\W+", "-", name.lower()).strip("-")


def with_issues(themes: pd.DataFrame) -> pd.DataFrame:
    """Return the themes, and before those of an issue of several themes the issue, a row as a theme has it.

    Columns: as given, and `part_of` (of a theme that is one of several of an issue, the id of that).
    """
    sizes = themes.groupby("issue")["theme"].transform("size")
    several = themes["highlight"] & (sizes > 1)
    parts = themes.assign(part_of=themes["issue"].map(issue_id).where(several, ""))
    heads = parts[several].drop_duplicates("issue")
    heads = heads.assign(theme=heads["part_of"], name=heads["issue"], part_of="")
    together = pd.concat([parts.assign(order=parts.index + 0.5), heads.assign(order=heads.index)])
    return together.sort_values("order", kind="stable").drop(columns="order").reset_index(drop=True)


def codes_of_issues(codes: pd.DataFrame, themes: pd.DataFrame) -> pd.DataFrame:
    """Return codes, and for what has a theme of an issue of several a row with the issue as its theme.

    What a person or the coders gave goes before what the model gave.
    """
    framed = with_issues(themes)
    issues = dict(zip(framed["theme"], framed["part_of"], strict=True))
    of_issues = codes.assign(theme=codes["theme"].map(issues).fillna(""))
    of_issues = of_issues[of_issues["theme"] != ""]
    if "by" in of_issues:
        of_issues = of_issues.sort_values("by", key=lambda by: by == "model", kind="stable")
    return pd.concat([codes, of_issues.drop_duplicates(["rec_id", "theme"])], ignore_index=True)


def in_order(framed: pd.DataFrame, amounts: pd.Series) -> pd.DataFrame:
    """Return what `with_issues` gives, marked ones first and the largest first; parts stand under their issue.

    `amounts` are by theme or issue.
    """
    amount = framed["theme"].map(amounts).fillna(0)
    head = framed["part_of"].where(framed["part_of"] != "", framed["theme"])
    names = dict(zip(framed["theme"], framed["name"], strict=True))
    keys = framed.assign(
        head_amount=head.map(amounts).fillna(0),
        head_name=head.map(names),
        is_part=framed["part_of"] != "",
        amount=amount,
    )
    by = ["highlight", "head_amount", "head_name", "is_part", "amount", "name"]
    ordered = keys.sort_values(by, ascending=[False, False, True, True, False, True], ignore_index=True)
    return ordered.drop(columns=by[1:-1])
