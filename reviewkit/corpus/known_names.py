"""Refuse a theme, a review or a body that a corpus does not have, before anything heavy is loaded.

Input: a folder and a name that a person gave. Output: nothing, or `InputError` with the names that are near.

Limitations: a file that cannot be read refuses nothing: whoever loads it whole says what is wrong with it.
"""

from __future__ import annotations

import csv
import tomllib
from difflib import get_close_matches
from pathlib import Path

from reviewkit.base.errors import InputError

SUGGESTIONS = 3
SIMILARITY = 0.5  # from which a name counts as near: the share of letters that match, by `difflib`


def find_id(name: str, id_by_name: dict[str, str], what: str, file: str) -> str:
    """Return the id that a name stands for, in small or capital letters.

    Raises: `InputError` where there is no such name; it says which are near.
    """
    printed = {known.casefold(): known for known in id_by_name}
    wanted = name.casefold().strip()
    if wanted in printed:
        return id_by_name[printed[wanted]]
    near = get_close_matches(wanted, list(printed), n=2 * SUGGESTIONS, cutoff=SIMILARITY)
    near += [known for known in printed if wanted in known and known not in near]
    names = _once_each([printed[known] for known in near], id_by_name)[:SUGGESTIONS]
    hint = f"near it are: {', '.join(names)}" if names else f"see {file}"
    raise InputError(f"there is no {what} '{name}'", hint)


def _once_each(names: list[str], id_by_name: dict[str, str]) -> list[str]:
    """Return names in their order, one for each thing that they stand for: a printed name, if there, and not the id."""
    by_id: dict[str, str] = {}
    for name in names:
        id_ = id_by_name[name]
        if by_id.get(id_, id_) == id_:  # none yet, or only the id itself
            by_id[id_] = name
    return list(by_id.values())


def check_theme(corpus: Path, name: str) -> None:
    """Raise `InputError` where the code frame has no such theme, by id or printed name."""
    try:
        themes = tomllib.loads((corpus / "codebook.toml").read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return
    names = {str(entry.get("name", "")): theme for theme, entry in themes.items() if isinstance(entry, dict)}
    find_id(name, {theme: theme for theme in themes} | names, "theme", "codebook.toml")


def check_review(corpus: Path, name: str) -> None:
    """Raise `InputError` where the catalogue has no such review, by id or short title."""
    _check_row(corpus / "catalogue.csv", ("review_id", "short_title"), name, "review")


def check_body(corpus: Path, name: str) -> None:
    """Raise `InputError` where there is no such public body, by id, name or another name of it."""
    _check_row(corpus / "bodies.csv", ("body_id", "name", "aliases"), name, "body")


def _check_row(path: Path, columns: tuple[str, ...], name: str, what: str) -> None:
    """Raise `InputError` where no row has a name in one of some columns, of which the last may list several."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as opened:
            rows = list(csv.DictReader(opened))
    except (OSError, UnicodeDecodeError, csv.Error):
        return
    cells = [row.get(column) or "" for row in rows for column in columns]
    names = [part.strip() for cell in cells for part in (cell, *cell.split(";")) if part.strip()]
    if names:
        find_id(name, {known: known for known in names}, what, path.name)
