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

from pathlib import Path

import pandas as pd
import pypdfium2

from reviewkit.reading import documents
from reviewkit.reading.layout import boxes, chars, columns, header_footer, unruled_tables
from reviewkit.reading.layout.lines import Line

COLUMNS = ["page", "text", "x0", "x1", "top", "bottom", "size", "bold", "italic", "box", "unseen", "notes", "cells"]


def read_lines(path: Path, pages: pd.DataFrame) -> pd.DataFrame:
    """Return the lines of the pages of a PDF file that are marked `closely`.

    Raises: `DocumentError` where the file cannot be opened.
    """
    numbers = pages.loc[pages["closely"] == "yes", "page"].tolist()
    rows: list[tuple[object, ...]] = []
    box_count = 0
    table: unruled_tables.Table | None = None
    table_page = 0
    document = documents.open_pdf(path)
    try:
        for number in numbers:
            page = documents.normalise_rotation(documents.open_page(document, path.name, number))
            try:
                page_lines, unseen = chars.page_chars(page)
                notes = documents.count_notes(page)
                page_lines, table = _in_reading_order(page_lines, page, table if number == table_page + 1 else None)
                table_page = number
                lines, boxes_on_page = boxes.lines_in_boxes(page_lines, page)
            finally:
                page.close()
            rows += [
                (number, *line[:8], box_count + box if box else 0, unseen, notes, line.cells) for line, box in lines
            ]
            box_count += boxes_on_page
    finally:
        document.close()
    lines = header_footer.mark_parts(pd.DataFrame(rows, columns=COLUMNS), pages)
    return header_footer.mark_parts_of_scans(lines, pages)


def _in_reading_order(
    lines: list[Line], page: pypdfium2.PdfPage, earlier: unruled_tables.Table | None
) -> tuple[list[Line], unruled_tables.Table | None]:
    """Return the lines of a page row by row in tables without rules and column by column elsewhere.

    Beside the lines, the table that may go on overleaf is returned. A table in a box is ruled and read by its rules.
    """
    head = unruled_tables.head_of(lines)
    table = None
    if earlier is not None or (head is not None and not boxes.is_boxed(head, page)):
        lines, table = unruled_tables.in_rows(lines, earlier)
    return columns.in_reading_order(lines), table
