"""Read the rows of tables of a web page, cell by cell, in the form that `layout.table_rows` gives for a PDF.

Input: the texts of cells, as they are read in order. Output: `page` (the section), `table`, `row`, `cells`.
Only tables with a head that names recommendations are given: in others the cells are read one after the other.

Limitations: a cell that stands beside several rows is given with the first of them alone.
"""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd
from lxml import html

from reviewkit.base.text import whole_number
from reviewkit.reading.layout.table_rows import COLUMN_HEADER, COLUMNS

CELLS = ("td", "th")
MOST_COLUMNS = 30


class TableText(NamedTuple):
    """What was read in tables: the section in which each row begins, and the texts of each cell."""

    sections: dict[html.HtmlElement, int]
    texts: dict[html.HtmlElement, list[str]]


def note_text(block: html.HtmlElement, section: int, text: str, noted: TableText) -> None:
    """Note the text of a block with the cell, and its section with the row, in which it stands, if it stands in one."""
    elements = [block, *block.iterancestors()]
    cell = next((element for element in elements if element.tag in CELLS), None)
    row = next((element for element in elements if element.tag == "tr"), None)
    if cell is not None and row is not None:
        noted.sections.setdefault(row, section)
        noted.texts.setdefault(cell, []).append(text)


def table_rows(noted: TableText) -> pd.DataFrame:
    """Return one row for each row of the tables that make recommendations."""
    tables: dict[html.HtmlElement, list[html.HtmlElement]] = {}
    for row in noted.sections:
        table = next((element for element in row.iterancestors() if element.tag == "table"), row)
        tables.setdefault(table, []).append(row)
    found = []
    for number, rows in enumerate(tables.values()):
        cells = [_cells(row, noted) for row in rows]
        width = len(cells[0])
        if width < 2 or not any(COLUMN_HEADER.match(cell) for cell in cells[0]):
            continue
        found += [
            (noted.sections[row], number, at, tuple(row_cells))
            for at, (row, row_cells) in enumerate(zip(rows, cells, strict=True))
            if len(row_cells) == width
        ]
    return pd.DataFrame(found, columns=COLUMNS)


def _cells(row: html.HtmlElement, noted: TableText) -> list[str]:
    """Return the texts of the cells of a row; a cell over several columns is followed by empty ones."""
    cells: list[str] = []
    for cell in row.iterchildren(*CELLS):
        cells.append("\n".join(noted.texts.get(cell, [])))
        span = whole_number(str(cell.get("colspan") or "")) or 1
        cells += [""] * (min(span, MOST_COLUMNS) - 1)
    return cells[:MOST_COLUMNS]
