"""Write the table of asks as a workbook for Excel or LibreOffice, or as CSV.

Input: a corpus and filters. Output: one file. The workbook has a frozen head, filters, lists to choose from where the
values are known, a sheet that explains the columns, and one with the names of themes and bodies. Its last column is
hidden: it says how each cell went out, so that only what a person changed is taken back (`workbook_changes`).

No text is a formula: cells are written as text, and one that begins like a formula has an apostrophe before it.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from reviewkit.base import atomic, spreadsheets
from reviewkit.base.errors import InputError
from reviewkit.corpus import provenance
from reviewkit.corpus.corpus import Corpus
from reviewkit.reports import asks_table
from reviewkit.reports.asks_table import COLUMNS

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

SHEET, NAMES_SHEET, HELP_SHEET = "Asks", "Names", "Columns"
AS_SENT = "as sent (leave)"  # the hidden column
EDITABLE = [column.name for column in COLUMNS if column.editable]
LONGEST_LINK = 2000  # characters; Excel takes 2,079
DATE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # of the file: the same bytes on any day
EXPLAINED = (
    "A row is a recommendation. Change the columns marked below, save, and take the changes back with:",
    "reviewkit table --in FILE --by INITIALS --why REASON",
    "Sort, filter, hide and leave out what you like: only what you changed is taken, and nothing else is touched.",
    "Names of persons and dates of birth are masked. The words are the publishers', on their terms.",
)


def write(corpus: Corpus, file: Path, **filters: str) -> int:
    """Write the table into an .xlsx or .csv file, and return the number of its rows.

    `filters` are those of `asks_table.asks_table`.
    Raises: `InputError` for another ending, and as `asks_table`.
    """
    return _write(corpus, file, asks_table.asks_table(corpus, **filters))


def write_of(corpus: Corpus, file: Path, rec_ids: Collection[str]) -> int:
    """Write the rows of some recommendations into such a file, and return their number.

    Raises: `InputError` for another ending, and where none of them is there.
    """
    return _write(corpus, file, asks_table.table_of(corpus, rec_ids))


def _write(corpus: Corpus, file: Path, table: pd.DataFrame) -> int:
    """Write a table of asks in the form that the file's ending names."""
    form = check_form(file)
    table = spreadsheets.guard_table(table).assign(**{AS_SENT: [fingerprints(row) for row in table.to_dict("records")]})
    content = _csv(table) if form == "csv" else _xlsx(corpus, table)
    atomic.write(file, content)
    return len(table)


def check_form(file: Path) -> str:
    """Return the form of a file by its ending; raise `InputError` for one that is neither .xlsx nor .csv."""
    form = file.suffix.lower().removeprefix(".")
    if form not in ("xlsx", "csv"):
        raise InputError(f"{file.name}: is neither .xlsx nor .csv", "give it one of these endings")
    return form


def comparable(cell: str) -> str:
    """Return a cell as it is compared: spaces and ends of lines do not matter."""
    text = cell.strip()
    return " ".join((text.lstrip(spreadsheets.GUARD) if spreadsheets.GUARDED.match(text) else text).split())


def fingerprint(cell: str) -> str:
    """Return some characters that tell a cell from any other likely to be met."""
    return hashlib.sha256(comparable(cell).encode()).hexdigest()[:10]


def fingerprints(row: dict[str, str]) -> str:
    """Return the fingerprints of the cells of a row that a person may change, in the order of the columns."""
    return " ".join(fingerprint(row[name]) for name in EDITABLE)


def _csv(table: pd.DataFrame) -> bytes:
    """Return the table as CSV, with the mark by which Excel knows UTF-8."""
    text = table.to_csv(index=False, lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    return ("\ufeff" + text).encode("utf-8")


def _xlsx(corpus: Corpus, table: pd.DataFrame) -> bytes:
    """Return the table as a workbook."""
    import xlsxwriter

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"created": DATE})
    head = book.add_format({"bold": True, "bg_color": "#12436D", "font_color": "#FFFFFF", "text_wrap": True})
    fixed = book.add_format({"text_wrap": True, "valign": "top", "font_color": "#595959", "num_format": "@"})
    free = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    sheet = book.add_worksheet(SHEET)
    for at, column in enumerate(COLUMNS):
        sheet.set_column(at, at, column.width, free if column.editable else fixed)
    sheet.set_column(len(COLUMNS), len(COLUMNS), 20, fixed, {"hidden": True})
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(table), len(COLUMNS) - 1)
    sheet.write_row(0, 0, list(table.columns), head)
    formats = [*(free if column.editable else fixed for column in COLUMNS), fixed]
    for number, row in enumerate(table.itertuples(index=False), start=1):
        for at, cell in enumerate(row):
            sheet.write_string(number, at, cell, formats[at])
    _link_sources(sheet, table)
    _offer_values(sheet, len(table))
    _write_help(book.add_worksheet(HELP_SHEET), evidence_of(corpus, table), head, free)
    _write_names(book.add_worksheet(NAMES_SHEET), corpus, head, free)
    book.close()
    return buffer.getvalue()


def _link_sources(sheet: Worksheet, table: pd.DataFrame) -> None:
    """Make each source that has an address a link."""
    at = list(table.columns).index("source")
    for number, cell in enumerate(table["source"], start=1):
        _, found, address = cell.rpartition(", http")
        if found and len(address) < LONGEST_LINK and " " not in address:
            sheet.write_url(number, at, f"http{address}", string=cell)


def _offer_values(sheet: Worksheet, rows: int) -> None:
    """Offer a list to choose from where the values are known; another value is told when it is taken back."""
    for at, column in enumerate(COLUMNS):
        if column.values:
            choice = {"validate": "list", "source": list(column.values), "error_type": "warning"}
            sheet.data_validation(1, at, rows + 500, at, choice)  # and for new rows beneath


def evidence_of(corpus: Corpus, table: pd.DataFrame) -> str:
    """Return in a sentence what the rows of a table rest on."""
    rows = corpus.recommendations[corpus.recommendations["rec_id"].isin(table["id"])]
    return provenance.sentence(provenance.weigh_rows(rows, corpus.reviews, each_part=True), provenance.SHOWN)


def _write_help(sheet: Worksheet, evidence: str, head: object, cell: object) -> None:
    """Write the sheet that says what the rows rest on, and explains the columns."""
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 16)
    sheet.set_column(2, 2, 100)
    lines = (evidence, *EXPLAINED)
    for number, line in enumerate(lines):
        sheet.write_string(number, 0, line)
    start = len(lines) + 1
    sheet.write_row(start, 0, ["column", "to be changed", "what it means"], head)
    for number, column in enumerate(COLUMNS, start=start + 1):
        values = f" ({', '.join(column.values)})" if column.values else ""
        cells = [column.name, "yes" if column.editable else "no", column.meaning + values]
        sheet.write_row(number, 0, cells, cell)


def _write_names(sheet: Worksheet, corpus: Corpus, head: object, cell: object) -> None:
    """Write the sheet with the names of themes and bodies."""
    sheet.set_column(0, 1, 60)
    sheet.write_row(0, 0, ["themes", "bodies"], head)
    for at, names in enumerate((corpus.themes["name"], corpus.bodies["name"])):
        for number, name in enumerate(sorted(names), start=1):
            sheet.write_string(number, at, spreadsheets.guard(name), cell)
