"""Read the rows of ruled tables, cell by cell (pdfplumber).

The one thing that PDFium does not give is which words stand in which cell. Only pages whose rules make at least four
cells, and which say "recommendation", are read this way.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from reviewkit.base.errors import DocumentError
from reviewkit.reading import documents

if TYPE_CHECKING:
    import pdfplumber.page

COLUMNS = ["page", "table", "row", "cells"]
COLUMN_HEADER = re.compile(  # "No. Recommendation For whom", "What we ask": the head of a column, not a sentence
    r"(?i)\s*(\w+\.?\s+){0,3}?(recommendations?|actions?|requirements?|(what )?we ask|learning"
    r"|what (must|should|needs to) \w+)\b[^.:\d]{0,60}$"
)
MORE_COLUMNS = re.compile(  # "Recommendation Owner By when": cells may be drawn so close that they look like one box
    r"\b(?:who|whom|owner|lead|responsib\w+|agency|agencies|by when|date|deadline|timescale)\b", re.I
)
MIN_CELLS = 4  # ruled cells that a page must have
WORDS_OF_HEAD = 6
CELLS_UNDER_HEADER = 2  # or so many where a header stands on it: a table's first rows, at the foot of a page


def table_rows(path: Path, lines: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each row of the ruled tables of a PDF file: `page`, `table`, `row`, `cells`."""
    cell_counts = lines[lines["box"] > 0].groupby("page")["box"].nunique()
    is_header = lines["text"].str.match(COLUMN_HEADER) & (lines["box"] > 0)
    has_header = is_header.groupby(lines["page"]).any()
    names_more = (is_header & lines["text"].str.contains(MORE_COLUMNS)).groupby(lines["page"]).any()
    numbers = [
        page
        for page, count in cell_counts.items()
        if (has_header[page] and (count >= CELLS_UNDER_HEADER or names_more[page]))
        or (has_header.get(page - 1, False) and count >= MIN_CELLS)
    ]
    ruled = _rows_of_pages(path, numbers)
    with_head = {row[0] for row in ruled if any(COLUMN_HEADER.match(" ".join(cell.split())) for cell in row[3])}
    unruled = [row for row in _unruled_rows(lines) if row[0] not in with_head]
    replaced = {row[0] for row in unruled}
    rows = sorted([*(row for row in ruled if row[0] not in replaced), *unruled], key=lambda row: row[:3])
    return pd.DataFrame(rows, columns=COLUMNS)


def _unruled_rows(lines: pd.DataFrame) -> Iterator[tuple[int, int, int, tuple[str, ...]]]:
    """Yield the rows of tables without rules, which the lines carry; a head begins a table of its page."""
    table: Counter[int] = Counter()
    carrying = lines[lines["cells"].map(bool).astype(bool)] if "cells" in lines else lines.iloc[:0]
    for row, (page, cells) in enumerate(zip(carrying["page"], carrying["cells"], strict=True)):
        table[page] += all(len(cell.split()) <= WORDS_OF_HEAD for cell in cells) and any(
            map(COLUMN_HEADER.match, cells)
        )
        yield page, table[page], row, cells


def _rows_of_pages(path: Path, numbers: list[int]) -> list[tuple[int, int, int, tuple[str, ...]]]:
    """Return the rows of the tables of some pages."""
    if not numbers:
        return []
    import pdfplumber  # slow to import, and most documents have no such page
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with pdfplumber.open(documents.pdf_file(path), pages=numbers) as document:
            return [row for page in document.pages for row in _rows_of_page(page)]
    except PdfminerException as error:
        step = "print the document to PDF again"
        raise DocumentError(f"{path.name}: has tables that cannot be read ({error})", step) from error


def _rows_of_page(page: pdfplumber.page.Page) -> list[tuple[int, int, int, tuple[str, ...]]]:
    """Return the rows of the tables of one page, and close it."""
    try:
        return [
            (page.page_number, table, row, tuple((cell or "").strip() for cell in cells))
            for table, table_cells in enumerate(page.extract_tables())
            for row, cells in enumerate(table_cells)
            if len(cells) > 1
        ]
    finally:
        page.close()
