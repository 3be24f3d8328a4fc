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

from reviewkit import documents
from reviewkit.read import boxes, furniture, letters
from reviewkit.read import rows as ruled

ROWS = ruled.COLUMNS
COLUMNS = ["page", "text", "x0", "x1", "top", "bottom", "size", "bold", "italic", "box"]


def rows(path: Path, found: pd.DataFrame) -> pd.DataFrame:
    """A PDF file and its lines in, the rows of its ruled tables out: `page`, `table`, `row`, `cells` (a tuple)."""
    return ruled.rows(path, found)


def lines(path: Path, skimmed: pd.DataFrame) -> pd.DataFrame:
    """A PDF file and its table `pages` in, the lines of the pages marked `closely` out.

    Raises `documents.DocumentError` where the file cannot be opened.
    """
    numbers = skimmed.loc[skimmed["closely"] == "yes", "page"].tolist()
    rows: list[tuple[object, ...]] = []
    boxed = 0
    document = documents.opened(path)
    try:
        for number in numbers:
            page = documents.righted(documents.page(document, path.name, number))
            try:
                placed, count = boxes.placed(letters.lines(page), page)
            finally:
                page.close()
            rows += [(number, *line, boxed + box if box else 0) for line, box in placed]
            boxed += count
    finally:
        document.close()
    return furniture.parted(pd.DataFrame(rows, columns=COLUMNS), skimmed)
