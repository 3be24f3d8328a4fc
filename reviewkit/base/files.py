"""Read files that a person wrote, TOML and CSV, and say in one line what is wrong where one cannot be read."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pandas as pd

from reviewkit.base.errors import TableError
from reviewkit.base.spreadsheets import unguard_table


def read_toml(path: Path) -> dict[str, Any]:
    """Return what a TOML file holds.

    Raises: `TableError` where it is not TOML or not UTF-8, `FileNotFoundError` where there is no such file.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TableError(f"{path.name}: cannot be read as TOML ({error})", "correct that line") from error


def read_text_columns(path: Path) -> pd.DataFrame:
    """Return a CSV file with every column as text, and an empty cell as ""; the mark before UTF-8 is allowed.

    Guards against formulas (`base.spreadsheets`) are taken away.

    Raises: `TableError` where it is not CSV or not UTF-8, `FileNotFoundError` where there is no such file.
    """
    try:
        return unguard_table(pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig"))
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError) as error:
        reason = " ".join(str(error).split())
        raise TableError(f"{path.name}: cannot be read as a table ({reason})", "save it again as CSV UTF-8") from error
