"""Read a table of asks that a person saved: an Excel workbook or a CSV file, from wherever it comes.

Input: a file. Output: its rows, each with its number in the file, and the letter of each column.

What is in the file is data: formulas are not calculated, links are not followed, and a file that unpacks to more than
a workbook of 100,000 rows could hold is refused.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import ParseError

from reviewkit.base.errors import InputError
from reviewkit.reports.asks_table import NAMES
from reviewkit.reports.workbook import AS_SENT, check_form

MOST_UNPACKED = 400_000_000  # bytes: a workbook of 5,000 rows unpacks to ten million
MOST_ROWS = 100_000
LONGEST_CELL = 32_767  # characters, in any spreadsheet
HEAD_ROWS = 20  # the head is looked for in so many rows: people write notes above it


class SheetRow(NamedTuple):
    """A row of the file: its number there, and its cells by the name of their column; `wrong` names odd cells."""

    number: int
    cells: dict[str, str]
    wrong: dict[str, str]


class SavedTable(NamedTuple):
    """What a file holds: rows, and the letter of each column by its name."""

    rows: list[SheetRow]
    letters: dict[str, str]

    def place(self, row: SheetRow, column: str) -> str:
        """Return the address of a cell, as a spreadsheet shows it.

        >>> SavedTable([], {"text": "F"}).place(SheetRow(7, {}, {}), "text")
        'F7'
        """
        return f"{self.letters.get(column, '')}{row.number}"


def read(file: Path) -> SavedTable:
    """Return what a saved table holds.

    Raises: `InputError` where the file is not a workbook or a CSV file, or has no column `id`.
    """
    if check_form(file) == "csv":
        return _from_csv(file)
    return _from_xlsx(file)


def _from_csv(file: Path) -> SavedTable:
    """Return what a CSV file holds, divided by commas, or by semicolons as spreadsheets of some countries save it."""
    try:
        text = file.read_text(encoding="utf-8-sig")
        first_line = text.partition("\n")[0]
        csv.field_size_limit(MOST_UNPACKED)
        divider = ";" if first_line.count(";") > first_line.count(",") else ","
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=divider))
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{file.name}: cannot be read as a table", "save it as CSV UTF-8") from error
    return _saved_table(file, enumerate(rows, start=1))


def _from_xlsx(file: Path) -> SavedTable:
    """Return what the first sheet with a column `id` of a workbook holds."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    _check_size(file)
    try:
        book = load_workbook(file, read_only=True, data_only=False, keep_links=False)
        for sheet in book.worksheets:
            rows = ((number, [_text(cell) for cell in row]) for number, row in enumerate(sheet.iter_rows(), start=1))
            try:
                return _saved_table(file, rows)
            except InputError as error:
                if sheet is book.worksheets[-1] or "column id" not in error.what:
                    raise
    except (zipfile.BadZipFile, InvalidFileException, ParseError, KeyError, OSError, ValueError, TypeError) as error:
        if isinstance(error, (InputError, FileNotFoundError)):
            raise
        raise _no_workbook(file) from error
    raise _no_workbook(file)


def _no_workbook(file: Path) -> InputError:
    return InputError(f"{file.name}: cannot be read as a workbook", "save it again as .xlsx")


def _check_size(file: Path) -> None:
    """Raise `InputError` for a file that is no packed file, or that unpacks to more than a workbook would."""
    try:
        with zipfile.ZipFile(file) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
    except zipfile.BadZipFile as error:
        raise _no_workbook(file) from error
    if unpacked > MOST_UNPACKED:
        raise InputError(f"{file.name}: unpacks to {unpacked // 10**6} MB", "save the table alone, without pictures")


def _text(cell: object) -> str:
    """Return a cell of a workbook as text; a formula with a mark before it, since nothing is calculated."""
    value = getattr(cell, "value", None)
    if value is None:
        return ""
    if getattr(cell, "data_type", "") == "f":
        return f"\0{value}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if hasattr(value, "isoformat"):
        return str(value.isoformat())[:10]
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _saved_table(file: Path, rows: Iterable[tuple[int, list[str]]]) -> SavedTable:
    """Return a table from its rows, of which one of the first is the head."""
    head: list[str] = []
    saved: list[SheetRow] = []
    for number, cells in rows:
        if head:
            saved += _row(number, head, cells)
            if len(saved) > MOST_ROWS:
                raise InputError(f"{file.name}: has more than {MOST_ROWS} rows", "leave out some")
        elif _is_head(names := [cell.strip().lower() for cell in cells]):
            head = names
        elif number >= HEAD_ROWS:
            break
    if not head:
        raise InputError(
            f"{file.name}: has no column id beside others", "begin from a table that reviewkit table wrote"
        )
    known = {*NAMES, AS_SENT}
    twice = sorted({name for name in head if name in known and head.count(name) > 1})
    if twice:
        raise InputError(f"{file.name}: has the column {twice[0]} twice", "take one of them out")
    return SavedTable(saved, {name: _letters(at) for at, name in enumerate(head) if name in known})


def _is_head(names: list[str]) -> bool:
    """Return whether a row is the head: the sheet that explains the columns has their names one beneath the other."""
    return "id" in names and len(set(names) & set(NAMES)) > 1


def _row(number: int, head: list[str], values: list[str]) -> Iterator[SheetRow]:
    """Yield a row, unless it is empty."""
    cells, wrong = {}, {}
    known = {*NAMES, AS_SENT}
    for name, value in zip(head, values, strict=False):
        if name not in known:
            continue
        if value.startswith("\0"):
            wrong[name] = "is a formula; write its value"
        elif len(value) > LONGEST_CELL:
            wrong[name] = f"holds {len(value):,} characters, more than a cell can"
        else:
            cells[name] = value
    if wrong or any(value.strip() for value in cells.values()):
        yield SheetRow(number, cells, wrong)


def _letters(at: int) -> str:
    """Return the letters of a column by its place, from 0.

    >>> _letters(0), _letters(25), _letters(26)
    ('A', 'Z', 'AA')
    """
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
