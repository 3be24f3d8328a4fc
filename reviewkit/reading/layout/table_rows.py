"""Ruled tables of the pages that have them -> their rows, cell by cell (pdfplumber).

The one thing that PDFium does not give is which words stand in which cell. Only pages whose rules make at least four
cells, and which say "recommendation", are read this way.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from reviewkit.base.errors import DocumentError

if TYPE_CHECKING:
    import pdfplumber.page

COLUMNS = ["page", "table", "row", "cells"]
HEADER = re.compile(  # "No. Recommendation For whom", "What we ask": the head of a column, and no sentence
    r"(?i)\s*(\w+\.?\s+){0,3}?(recommendations?|actions?|what we ask)\b[^.:\d]{0,60}$"
)
CELLS = 4  # ruled cells that a page must have


def table_rows(path: Path, lines: pd.DataFrame) -> pd.DataFrame:
    """A PDF file and its lines in; one row for each row of its ruled tables out: `page`, `table`, `row`, `cells`."""
    boxed = lines[lines["box"] > 0].groupby("page")["box"].nunique()
    says = lines["text"].str.match(HEADER) & (lines["box"] > 0)
    said = says.groupby(lines["page"]).any()
    numbers = [page for page in boxed.index[boxed >= CELLS] if said[page] or said.get(page - 1, False)]
    return pd.DataFrame(_read(path, numbers), columns=COLUMNS)


def _read(path: Path, numbers: list[int]) -> list[tuple[int, int, int, tuple[str, ...]]]:
    """The rows of the tables of some pages."""
    if not numbers:
        return []
    import pdfplumber  # slow to import, and most documents have no such page
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with pdfplumber.open(path, pages=numbers) as document:
            return [row for page in document.pages for row in _of_page(page)]
    except PdfminerException as error:
        step = "print the document to PDF again"
        raise DocumentError(f"{path.name}: has tables that cannot be read ({error})", f"{step}") from error


def _of_page(page: pdfplumber.page.Page) -> list[tuple[int, int, int, tuple[str, ...]]]:
    """The rows of the tables of one page, which is closed."""
    try:
        return [
            (page.page_number, table, row, tuple((cell or "").strip() for cell in cells))
            for table, found in enumerate(page.extract_tables())
            for row, cells in enumerate(found)
            if len(cells) > 1
        ]
    finally:
        page.close()
