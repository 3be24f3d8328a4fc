"""Pages that matter -> lines, with their place, size, weight and box.

Comes in: a PDF file and the numbers of the pages to read. Goes out: a table of lines in reading order, with the columns
`page`, `text`, `x0`, `x1`, `top`, `bottom` (points from the page's top left corner), `size` (points), `bold` and
`italic` (share of the letters), `box` (0, or the number of the tinted or ruled box it stands in, counted over the
document) and `part` (body, head, foot or note). Raised marks of footnotes are left out of the text.

All of it comes from PDFium, character by character. Limit: the order is that of the file's own drawing commands, which
nearly all publishers' tools write in reading order.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from reviewkit.reading import documents
from reviewkit.reading.layout import boxes, chars, header_footer

COLUMNS = ["page", "text", "x0", "x1", "top", "bottom", "size", "bold", "italic", "box"]


def read_lines(path: Path, skimmed: pd.DataFrame) -> pd.DataFrame:
    """A PDF file and its table `pages` in, the lines of the pages marked `closely` out.

    Raises `documents.DocumentError` where the file cannot be opened.
    """
    numbers = skimmed.loc[skimmed["closely"] == "yes", "page"].tolist()
    rows: list[tuple[object, ...]] = []
    boxed = 0
    document = documents.open_pdf(path)
    try:
        for number in numbers:
            page = documents.normalise_rotation(documents.open_page(document, path.name, number))
            try:
                placed, count = boxes.lines_in_boxes(chars.page_chars(page), page)
            finally:
                page.close()
            rows += [(number, *line, boxed + box if box else 0) for line, box in placed]
            boxed += count
    finally:
        document.close()
    return header_footer.mark_parts(pd.DataFrame(rows, columns=COLUMNS), skimmed)
