"""A PDF's first pages as lines and blocks with their size, and the facts that the file carries about itself.

Comes in: a PDF file. Goes out: the lines of its first pages, largest words and all, blocks of lines that belong
together, and the file's own title, author and day of making.

Limit: words that stand askew are left out, and a title that is drawn as a picture is not seen.
"""

from __future__ import annotations

import ctypes
import math
from pathlib import Path
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from reviewkit.acquisition.metadata import phrases
from reviewkit.reading import documents

PAGES = 3  # where a title stands: cover, back of the cover, title page
MOST = 6000  # letters of a page that are measured
ALIKE = 0.08  # sizes that differ by less are one size
LOOSE = 2.0  # lines of one block follow each other within so many times their size


class Line(NamedTuple):
    """A line of one size: `base` is how high it stands, in points from the foot of the page."""

    page: int
    text: str
    size: float
    left: float
    right: float
    base: float


class Block(NamedTuple):
    """Lines of one size below each other, and their words."""

    lines: tuple[Line, ...]
    text: str

    @property
    def size(self) -> float:
        """The size of its letters, in points."""
        return self.lines[0].size


def front_page(path: Path) -> tuple[list[Line], dict[str, str]]:
    """A PDF in; the lines of its first pages from top to foot, and the file's own facts (Title, Author...), out.

    Raises `documents.DocumentError` where the file cannot be opened.
    """
    document = documents.open_pdf(path)
    try:
        facts = {name: phrases.clean(value) for name, value in document.get_metadata_dict(skip_empty=True).items()}
        found = [
            line
            for number in range(1, min(PAGES, len(document)) + 1)
            for line in sorted(_lines(document, path.name, number), key=lambda line: (-line.base, line.left))
        ]
    finally:
        document.close()
    return found, facts


def cover_blocks(lines: list[Line]) -> list[Block]:
    """Lines in, the blocks that they form, from front to back and from top to foot, out."""
    made: list[list[Line]] = []
    for line in lines:
        around = next((block for block in reversed(made) if _follows(block[-1], line)), None)
        if around is None:
            made.append([line])
        else:
            around.append(line)
    return [Block(tuple(block), join_lines([line.text for line in block])) for block in made]


def join_lines(texts: list[str]) -> str:
    """Lines in, their words as one line out: a hyphen at a line's end stays, without a space after it.

    >>> joined(["Multi-", "agency work"])
    'Multi-agency work'
    """
    whole = ""
    for text in texts:
        whole += text if not whole or (whole.endswith("-") and not whole.endswith(" -")) else f" {text}"
    return phrases.clean(whole)


def _follows(above: Line, line: Line) -> bool:
    """Whether a line goes on where another ended: just below it, of its size, not beside it."""
    gap = above.base - line.base
    beside = min(above.right, line.right) - max(above.left, line.left)
    alike = abs(above.size - line.size) <= ALIKE * above.size
    return above.page == line.page and alike and 0.5 * above.size < gap <= LOOSE * above.size and beside > 0


def _lines(document: pypdfium2.PdfDocument, name: str, number: int) -> list[Line]:
    """The lines of one page, as they come."""
    page = documents.open_page(document, name, number)
    try:
        documents.page_size(page, name, number)
        layer = documents.normalise_rotation(page).get_textpage()
        try:
            made: list[Line] = []
            fresh = True
            for at in range(min(layer.count_chars(), MOST)):
                sign, line = _sign(layer.raw, at, number)
                if sign in "\r\n":
                    fresh = True
                elif line is None:
                    if sign.isspace() and made and not fresh:
                        made[-1] = made[-1]._replace(text=made[-1].text + " ")
                elif fresh or not _same_line(made[-1], line):
                    made.append(line)
                    fresh = False
                else:
                    made[-1] = made[-1]._replace(text=made[-1].text + sign, right=max(made[-1].right, line.right))
        finally:
            layer.close()
    finally:
        page.close()
    cleaned = (line._replace(text=phrases.clean(line.text)) for line in _rows(made))
    return [line for line in cleaned if line.text]


def _same_line(line: Line, sign: Line) -> bool:
    """Whether a sign goes on in a line."""
    return abs(line.size - sign.size) <= ALIKE * line.size and abs(line.base - sign.base) < 0.3 * line.size


def _rows(lines: list[Line]) -> list[Line]:
    """Lines in; the same without notes' numbers, and with those joined that go on in small capitals, out."""
    made: list[Line] = []
    for line in lines:
        last = made[-1] if made else None
        above = last is not None and 0 < line.base - last.base < last.size and line.size < 0.75 * last.size
        if above and line.text.strip().isdigit():
            continue
        near = last is not None and abs(last.base - line.base) < 0.5 and -1 < line.left - last.right < 1.2 * last.size
        if last is not None and near and 0.6 < line.size / last.size < 1.7:
            apart = " " if line.left - last.right > 0.2 * last.size else ""
            text = last.text + apart + line.text
            made[-1] = last._replace(text=text, size=max(last.size, line.size), right=line.right)
        else:
            made.append(line)
    return made


def _sign(layer: object, at: int, number: int) -> tuple[str, Line | None]:
    """One sign of a page, and its place; no place for one that stands askew, has no size or is only space."""
    sign = chr(pdfium.FPDFText_GetUnicode(layer, at))
    if sign.isspace():
        return sign, None
    turn, box = pdfium.FS_MATRIX(), pdfium.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetMatrix(layer, at, turn)
    pdfium.FPDFText_GetLooseCharBox(layer, at, box)
    pdfium.FPDFText_GetCharOrigin(layer, at, x, y)
    size = pdfium.FPDFText_GetFontSize(layer, at) * math.hypot(turn.c, turn.d)
    straight = abs(turn.b) <= 0.1 * abs(turn.a)
    if not straight or not 1 <= size <= 1000:
        return sign, None
    return sign, Line(number, sign, size, x.value, max(box.right, x.value), y.value)
