"""Load, build, check and save tables as `corpus.schema` declares them.

Input: a table and its name. Output: the same table with its columns in the declared order, or a `TableError` that names
file, row and column. Tables that a person reads are CSV (UTF-8, ISO dates); pages are Parquet.

Limitations: values are checked one by one; that a `review_id` of one table exists in another is for `reviewkit check`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from reviewkit.base import atomic
from reviewkit.base.dates import is_date
from reviewkit.base.errors import TableError
from reviewkit.base.files import read_text_columns
from reviewkit.base.spreadsheets import csv_text
from reviewkit.corpus import schema

FIRST_ROW = 2  # of a table as a spreadsheet numbers it: row 1 holds the names of the columns
VALUE_LENGTH = 60  # characters of a value that an error shows
DTYPES = {"integer": "Int64", "score": "float64", "number": "float64"}  # by type of column; any other is text


def column_names(table: str) -> list[str]:
    """Return the names of the columns of a table, in order."""
    return [column.name for column in schema.TABLES[table]]


def empty(table: str) -> pd.DataFrame:
    """Return a table without rows."""
    return pd.DataFrame({column.name: pd.Series(dtype=_dtype(column)) for column in schema.TABLES[table]})


def build(rows: Sequence[Mapping[str, object]], table: str) -> pd.DataFrame:
    """Build a table of rows: every declared column, in order, missing text as "" and missing numbers as <NA>."""
    data = pd.DataFrame(rows, columns=column_names(table))
    for column in schema.TABLES[table]:
        values = data[column.name]
        is_text = _dtype(column) == "object"
        data[column.name] = values.fillna("").astype(str) if is_text else values.astype(_dtype(column))
    return data


def load(path: Path, table: str) -> pd.DataFrame:
    """Load a CSV or Parquet file and return its checked table.

    Raises: `TableError` naming file, row and column where the file is not as declared, `FileNotFoundError` where there
    is no such file.
    """
    path = Path(path)
    data = pd.read_parquet(path) if path.suffix == ".parquet" else read_text_columns(path)
    return check(data, table, path.name)


def load_or_empty(folder: Path, table: str, name: str = "") -> pd.DataFrame:
    """Load a table that people keep in a corpus folder; return it without rows where there is no such file."""
    path = folder / f"{name or table}.csv"
    return load(path, table) if path.is_file() else empty(table)


def check(data: pd.DataFrame, table: str, source: str = "") -> pd.DataFrame:
    """Return a table with the declared columns, in order, and their types; `source` names it in errors.

    Raises: `TableError` where it is not as declared.
    """
    source = source or table
    unknown = [name for name in data.columns if name not in column_names(table)]
    missing = [name for name in column_names(table) if name not in data.columns]
    if unknown or missing:
        faults = [f"unknown column '{name}'" for name in unknown] + [f"column '{name}' is missing" for name in missing]
        step = next(
            (schema.MOVED_COLUMNS[table, name] for name in unknown if (table, name) in schema.MOVED_COLUMNS), ""
        )
        raise TableError(f"{source}: {', '.join(faults)}", step or f"the columns are: {', '.join(column_names(table))}")
    checked = data[column_names(table)].copy()
    for column in schema.TABLES[table]:
        checked[column.name] = _typed(checked[column.name], column, source)
    _check_keys(checked, table, source)
    return checked


def _check_keys(data: pd.DataFrame, table: str, source: str) -> None:
    """Raise `TableError` where two rows of a table share its key."""
    key = list(schema.KEYS.get(table, (column_names(table)[0],)))
    if not key or not data.duplicated(key).any():
        return
    row = int(data.duplicated(key).to_numpy().argmax())
    value = " ".join(str(part) for part in data.loc[data.index[row], key] if str(part))
    what = f"{source}, row {row + FIRST_ROW}: {', '.join(key)} '{value}' is there twice"
    raise TableError(what, "give each row its own")


def save(data: pd.DataFrame, table: str, folder: Path, name: str = "") -> Path:
    """Check a table, write it whole or not at all, and return its path; the file is named `name` or after the table.

    Raises: `TableError` where it is not as declared.
    """
    checked = check(data, table)
    path = folder / f"{name or table}.{'parquet' if table == 'pages' else 'csv'}"
    if table == "pages":
        return atomic.write_with(path, lambda part_file: checked.to_parquet(part_file, index=False))
    return atomic.write(path, csv_text(checked).encode("utf-8"))


def _dtype(column: schema.Column) -> str:
    return DTYPES.get(column.type, "object")


def _typed(values: pd.Series, column: schema.Column, source: str) -> pd.Series:
    """Return the values of a column in its type; raise `TableError` for the first that does not fit."""
    if column.type == "integer" and pd.api.types.is_integer_dtype(values):
        return values.astype("Int64")
    if column.type in ("score", "number") and pd.api.types.is_float_dtype(values):
        values = values.round(schema.DECIMALS)
    text = values.fillna("").astype(str).str.strip() if column.name != "text" else values.fillna("").astype(str)
    for row, value in enumerate(text, start=FIRST_ROW):
        fault = _value_fault(value, column)
        if fault:
            raise TableError(f"{source}, row {row}, column '{column.name}': '{value[:VALUE_LENGTH]}' {fault}")
    return text if _dtype(column) == "object" else pd.to_numeric(text.replace("", pd.NA)).astype(_dtype(column))


def _value_fault(value: str, column: schema.Column) -> str:
    """Say what is wrong with a value, and the next step; return "" where nothing is wrong."""
    if not value:
        return "is empty; every row needs one" if column.type == "id" and column is schema.REVIEW_ID else ""
    if column.values and value not in column.values:
        return f"is not one of: {', '.join(column.values)}"
    if column.type == "id" and not schema.ID.fullmatch(value):
        return "is not an id; use small letters, digits and single hyphens"
    if column.type == "date" and not is_date(value):
        return "is not a date; write 2013, 2013-06 or 2013-06-10"
    if column.type == "integer" and not (value.isascii() and value.isdigit()):
        return "is not a whole number"
    if column.type == "number" and not schema.NUMBER.fullmatch(value):
        return "is not a number; write 3.4"
    if column.type == "score" and not schema.SCORE.fullmatch(value):
        return "is not a score from 0 to 1; write 0.62"
    if column.type == "yes/no" and value not in ("yes", "no"):
        return "is neither yes nor no"
    return ""
