"""Every column of every table: its name, type, meaning and origin; and how tables are read, written and checked.

Comes in: a table and its name. Goes out: the same table, columns in the declared order, or a `TableError` that
names file, row and column. Tables are CSV (UTF-8, sorted by their first column, ISO dates) where a person reads
them, and Parquet for pages. The data dictionary in `corpus/README.md` is generated from here.

Limit: values are checked one by one; that a `review_id` of one table exists in another is for `reviewkit check`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from reviewkit.base import atomic
from reviewkit.base.dates import is_date
from reviewkit.base.errors import TableError
from reviewkit.corpus import schema

if TYPE_CHECKING:
    pass


def column_names(table: str) -> list[str]:
    """The columns of a table, in order."""
    return [column.name for column in schema.TABLES[table]]


def empty(table: str) -> pd.DataFrame:
    """A table without rows."""
    return pd.DataFrame({column.name: pd.Series(dtype=_dtype(column)) for column in schema.TABLES[table]})


def build(rows: list[dict[str, object]], table: str) -> pd.DataFrame:
    """Rows in, the table out: every declared column, in order, missing text as "" and missing numbers as <NA>."""
    made = pd.DataFrame(rows, columns=column_names(table))
    for column in schema.TABLES[table]:
        values = made[column.name]
        text = _dtype(column) == "object"
        made[column.name] = values.fillna("").astype(str) if text else values.astype(_dtype(column))
    return made


def load(path: Path, table: str) -> pd.DataFrame:
    """A CSV or Parquet file in, the checked table out.

    Raises `TableError` naming file, row and column where the file is not as declared.
    """
    path = Path(path)
    if path.suffix == ".parquet":
        return check(pd.read_parquet(path), table, path.name)
    try:
        read = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8", na_filter=False)
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError) as error:
        why = " ".join(str(error).split())
        raise TableError(f"{path.name}: cannot be read as a table ({why})", "save it again as CSV UTF-8") from error
    return check(read, table, path.name)


def check(given: pd.DataFrame, table: str, source: str = "") -> pd.DataFrame:
    """A table in, the same out with the declared columns and types; `TableError` where it is not as declared."""
    source = source or table
    unknown = [name for name in given.columns if name not in column_names(table)]
    missing = [name for name in column_names(table) if name not in given.columns]
    if unknown or missing:
        said = [f"unknown column '{name}'" for name in unknown] + [f"column '{name}' is missing" for name in missing]
        raise TableError(f"{source}: {', '.join(said)}", f"the columns are: {', '.join(column_names(table))}")
    checked = given[column_names(table)].copy()
    for column in schema.TABLES[table]:
        checked[column.name] = _typed(checked[column.name], column, source)
    key = list(schema.KEYS.get(table, (column_names(table)[0],)))
    if key and checked.duplicated(key).any():
        row = int(checked.duplicated(key).to_numpy().argmax())
        what = " ".join(str(value) for value in checked.loc[checked.index[row], key] if str(value))
        raise TableError(f"{source}, row {row + 2}: {', '.join(key)} '{what}' is there twice", "give each row its own")
    return checked


def save(given: pd.DataFrame, table: str, folder: Path, name: str = "") -> Path:
    """A table in, its file out, named after it unless a `name` is given.

    It is checked, and written whole or not at all: a killed run leaves nothing half-written.
    """
    checked = check(given, table)
    path = folder / f"{name or table}.{'parquet' if table == 'pages' else 'csv'}"
    if table == "pages":
        return atomic.write_with(path, lambda waiting: checked.to_parquet(waiting, index=False))
    return atomic.write(path, checked.to_csv(index=False, lineterminator="\n").encode("utf-8"))


def _dtype(column: schema.Column) -> str:
    return {"integer": "Int64", "score": "float64", "number": "float64"}.get(column.type, "object")


def _typed(values: pd.Series, column: schema.Column, source: str) -> pd.Series:
    """Values of one column, typed; the first that does not fit is named."""
    if column.type == "integer" and pd.api.types.is_integer_dtype(values):
        return values.astype("Int64")
    if column.type in ("score", "number") and pd.api.types.is_float_dtype(values):
        values = values.round(schema.DECIMALS)
    text = values.fillna("").astype(str).str.strip() if column.name != "text" else values.fillna("").astype(str)
    for place, value in enumerate(text):
        fault = _fault(value, column)
        if fault:
            raise TableError(f"{source}, row {place + 2}, column '{column.name}': '{value[:60]}' {fault}")
    return text if _dtype(column) == "object" else pd.to_numeric(text.replace("", pd.NA)).astype(_dtype(column))


def _fault(value: str, column: schema.Column) -> str:
    """What is wrong with a value, and the next step; empty where nothing is."""
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


def load_or_empty(folder: Path, table: str, name: str = "") -> pd.DataFrame:
    """Load a table that people keep in a corpus folder; without rows where there is no such file."""
    path = folder / f"{name or table}.csv"
    return load(path, table) if path.is_file() else empty(table)
