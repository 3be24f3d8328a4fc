"""Read the lines of the pages that can hold a recommendation, with position, size, weight and box.

Input: a PDF file and its table `pages`.
Output: a table of lines in reading order. Raised marks of footnotes are left out of the text.
Columns: `page`, `text`, `x0`, `x1`, `top`, `bottom` (points from the page's top left corner), `size` (points), `bold`
and `italic` (share of the letters), `box` (0, or the number of the tinted or ruled box in which the line stands,
counted over the document), `unseen` (how many words of its page no reader sees; they are not in the text), `notes`
(how many text notes are laid on its page), `cells` (the words of each cell of the row that begins with it, in a table
without rules) and `part` (body, head, foot or note).
Limitations: all of it comes from PDFium, character by character, in the order of the file's own drawing commands, which
nearly all publishers' tools write in reading order.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pypdfium2

from reviewkit.reading import documents, page_text
from reviewkit.reading.layout import boxes, chars, columns, header_footer, unruled_tables
from reviewkit.reading.layout.lines import Line

COLUMNS = ["page", "text", "x0", "x1", "top", "bottom", "size", "bold", "italic", "box", "unseen", "notes", "cells"]


class Layout(NamedTuple):
    """What a page holds: its lines as they are drawn, its boxes, and how many unseen words and notes."""

    lines: list[Line]
    boxes: list[boxes.Box]
    unseen: int
    notes: int


def read_pages(path: Path, also: Collection[int] = ()) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the table `pages` of a PDF file and the lines of those that are marked `closely`, each page opened once.

    `also`: numbers of pages that are marked so whatever they say.

    Raises: `DocumentError` where the file cannot be opened.
    """
    layouts: dict[int, Layout] = {}

    def read_layout(page: pypdfium2.PdfPage, text_page: pypdfium2.PdfTextPage, number: int) -> None:
        layouts[number] = _layout(page, text_page)

    pages = page_text.page_texts(path, read_layout)
    pages.loc[pages["page"].isin(also), "closely"] = "yes"
    others = [number for number in _closely_read(pages) if number not in layouts]
    if others:
        layouts |= _read_layouts(path, others)
    return pages, _lines_of(pages, layouts)


def read_lines(path: Path, pages: pd.DataFrame) -> pd.DataFrame:
    """Return the lines of the pages of a PDF file that are marked `closely`.

    Raises: `DocumentError` where the file cannot be opened.
    """
    return _lines_of(pages, _read_layouts(path, _closely_read(pages)))


def _closely_read(pages: pd.DataFrame) -> list[int]:
    """Return the numbers of the pages that are read closely."""
    return pages.loc[pages["closely"] == "yes", "page"].tolist()


def _lines_of(pages: pd.DataFrame, layouts: dict[int, Layout]) -> pd.DataFrame:
    """Return the lines of the pages that are marked `closely`, from their layouts."""
    rows: list[tuple[object, ...]] = []
    box_count = 0
    table: unruled_tables.Table | None = None
    table_page = 0
    for number in _closely_read(pages):
        layout = layouts[number]
        lines, table = _in_reading_order(layout, table if number == table_page + 1 else None)
        table_page = number
        for line in lines:
            box = boxes.box_number(line, layout.boxes)
            rows.append((number, *line[:8], box_count + box if box else 0, layout.unseen, layout.notes, line.cells))
        box_count += len(layout.boxes)
    marked = header_footer.mark_parts(pd.DataFrame(rows, columns=COLUMNS), pages)
    return header_footer.mark_parts_of_scans(marked, pages)


def _in_reading_order(
    layout: Layout, earlier: unruled_tables.Table | None
) -> tuple[list[Line], unruled_tables.Table | None]:
    """Return the lines of a page row by row in tables without rules and column by column elsewhere.

    Beside the lines, the table that may go on overleaf is returned. A table in a box is ruled and read by its rules.
    """
    lines, table = layout.lines, None
    head = unruled_tables.head_of(lines)
    if earlier is not None or (head is not None and not boxes.box_number(head, layout.boxes)):
        lines, table = unruled_tables.in_rows(lines, earlier)
    return columns.in_reading_order(lines), table


def _read_layouts(path: Path, numbers: list[int]) -> dict[int, Layout]:
    """Return the layouts of some pages of a PDF file."""
    layouts: dict[int, Layout] = {}
    document = documents.open_pdf(path)
    try:
        for number in numbers:
            page = documents.open_page(document, path.name, number)
            try:
                layouts[number] = _layout(page, None)
            finally:
                page.close()
    finally:
        document.close()
    return layouts


def _layout(page: pypdfium2.PdfPage, text_page: pypdfium2.PdfTextPage | None) -> Layout:
    """Return the layout of a page; its text page is opened anew where there is none, or where the page is turned."""
    if text_page is None or not documents.is_level(page):
        text_page = documents.normalise_rotation(page).get_textpage()
        try:
            return _layout_of_level_page(page, text_page)
        finally:
            text_page.close()
    return _layout_of_level_page(page, text_page)


def _layout_of_level_page(page: pypdfium2.PdfPage, text_page: pypdfium2.PdfTextPage) -> Layout:
    """Return the layout of a page whose words are level."""
    lines, unseen = chars.page_chars(page, text_page)
    return Layout(lines, boxes.find_boxes(page), unseen, documents.count_notes(page))
