"""Read a PDF's first pages as lines and blocks with their size, and the properties that the file carries.

Input: a PDF file. Output: the lines of its first pages, the largest words among them, blocks of lines that belong
together, and the file's own title, author and day of making.

Limitations: words that stand askew are left out, and a title that is drawn as a picture is not seen.
"""

from __future__ import annotations

import ctypes
import math
import re
from pathlib import Path
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from reviewkit.acquisition.metadata import phrases
from reviewkit.reading import documents
from reviewkit.reading.english import english_words

PAGES = 3  # where a title stands: cover, back of the cover, title page
IMPRINT_PAGES = 5  # within which the imprint stands
FULL_PAGE = 200  # words: a page with more is no cover, and names bodies and dates for other reasons
MOST_CHARACTERS = 6000  # of a page that are measured
SAME_SIZE = 0.08  # sizes that differ by less, as a share, are one size
LINE_GAP = 2.0  # lines of one block follow each other within so many times their size
FEWEST_LETTERS = 4  # of a word that the list of English words can tell: it holds none shorter


class Line(NamedTuple):
    """A line of one size; lengths in points."""

    page: int
    text: str
    size: float
    left: float
    right: float
    base: float  # above the foot of the page


class Block(NamedTuple):
    """Lines of one size below each other, and their words."""

    lines: tuple[Line, ...]
    text: str

    @property
    def size(self) -> float:
        """The size of its letters, in points."""
        return self.lines[0].size


def front_page(path: Path) -> tuple[list[Line], dict[str, str]]:
    """Return the lines of a PDF's first pages from top to foot, and the file's own properties (Title, Author...).

    Raises: `DocumentError` where the file cannot be opened.
    """
    document = documents.open_pdf(path)
    try:
        properties = {name: phrases.clean(value) for name, value in document.get_metadata_dict(skip_empty=True).items()}
        lines = [
            line
            for number in range(1, min(PAGES, len(document)) + 1)
            for line in sorted(_page_lines(document, path.name, number), key=lambda line: (-line.base, line.left))
        ]
    finally:
        document.close()
    return lines, properties


def cover_blocks(lines: list[Line]) -> list[Block]:
    """Return the blocks that lines form, from front to back and from top to foot."""
    groups: list[list[Line]] = []
    for line in lines:
        group = next((group for group in reversed(groups) if _continues(group[-1], line)), None)
        if group is None:
            groups.append([line])
        else:
            group.append(line)
    return [Block(tuple(group), join_lines([line.text for line in group])) for group in groups]


def join_lines(texts: list[str]) -> str:
    """Return the words of lines as one line: a word broken at a line's end is whole, a compound keeps its hyphen.

    A word was broken where its second half is no English word, or where both halves together are one.

    >>> join_lines(["Multi-", "agency work"]), join_lines(["sexual exploi-", "tation in Bucking-", "hamshire"])
    ('Multi-agency work', 'sexual exploitation in Buckinghamshire')
    """
    joined = ""
    for text in texts:
        at_hyphen = joined.endswith("-") and not joined.endswith(" -")
        if at_hyphen and _is_broken(joined, text):
            joined = joined[:-1]
        joined += text if not joined or at_hyphen else f" {text}"
    return phrases.clean(joined)


def _is_broken(before: str, after: str) -> bool:
    """Return whether a hyphen at a line's end only broke a word."""
    halves = re.search(r"([^\W\d_]+)-$", before), re.match(r"[a-z]+", after)
    if not halves[0] or not halves[1]:  # a name, or a number, goes on with its hyphen
        return False
    first, second = halves[0][1].lower(), halves[1][0]
    return first + second in english_words() or (len(second) >= FEWEST_LETTERS and second not in english_words())


def _continues(above: Line, line: Line) -> bool:
    """Return whether a line goes on where another ended: just below it, of its size, not to the side of it."""
    gap = above.base - line.base
    overlap = min(above.right, line.right) - max(above.left, line.left)
    same_size = abs(above.size - line.size) <= SAME_SIZE * above.size
    close = 0.5 * above.size < gap <= LINE_GAP * above.size
    return above.page == line.page and same_size and close and overlap > 0


def _page_lines(document: pypdfium2.PdfDocument, name: str, number: int) -> list[Line]:
    """Return the lines of one page, in the order of its characters."""
    page = documents.open_page(document, name, number)
    try:
        documents.page_size(page, name, number)
        layer = documents.normalise_rotation(page).get_textpage()
        try:
            lines = _lines_of_characters(layer, number)
        finally:
            layer.close()
    finally:
        page.close()
    cleaned = (line._replace(text=phrases.clean(line.text)) for line in _join_small_capitals(lines))
    return [line for line in cleaned if line.text]


def _lines_of_characters(layer: pypdfium2.PdfTextPage, number: int) -> list[Line]:
    """Return the characters of a page's text layer, those of one line and size joined."""
    lines: list[Line] = []
    new_line = True
    for index in range(min(layer.count_chars(), MOST_CHARACTERS)):
        character, measured = _measure(layer.raw, index, number)
        if character in "\r\n":
            new_line = True
        elif measured is None:
            if character.isspace() and lines and not new_line:
                lines[-1] = lines[-1]._replace(text=lines[-1].text + " ")
        elif new_line or not _same_line(lines[-1], measured):
            lines.append(measured)
            new_line = False
        else:
            right = max(lines[-1].right, measured.right)
            lines[-1] = lines[-1]._replace(text=lines[-1].text + character, right=right)
    return lines


def _same_line(line: Line, character: Line) -> bool:
    """Return whether a character goes on in a line."""
    same_size = abs(line.size - character.size) <= SAME_SIZE * line.size
    return same_size and abs(line.base - character.base) < 0.3 * line.size


def _join_small_capitals(lines: list[Line]) -> list[Line]:
    """Return lines without the numbers of notes, and with those joined that go on in small capitals."""
    joined: list[Line] = []
    for line in lines:
        last = joined[-1] if joined else None
        if last is None:
            joined.append(line)
            continue
        raised = 0 < line.base - last.base < last.size and line.size < 0.75 * last.size
        if raised and line.text.strip().isdigit():
            continue
        gap = line.left - last.right
        near = abs(last.base - line.base) < 0.5 and -1 < gap < 1.2 * last.size
        if near and 0.6 < line.size / last.size < 1.7:
            text = last.text + (" " if gap > 0.2 * last.size else "") + line.text
            joined[-1] = last._replace(text=text, size=max(last.size, line.size), right=line.right)
        else:
            joined.append(line)
    return joined


def _measure(layer: object, index: int, number: int) -> tuple[str, Line | None]:
    """Return one character of a page, and its place; no place where it stands askew, has no size or is only space."""
    character = chr(pdfium.FPDFText_GetUnicode(layer, index))
    if character.isspace():
        return character, None
    matrix, box = pdfium.FS_MATRIX(), pdfium.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetMatrix(layer, index, matrix)
    pdfium.FPDFText_GetLooseCharBox(layer, index, box)
    pdfium.FPDFText_GetCharOrigin(layer, index, x, y)
    size = pdfium.FPDFText_GetFontSize(layer, index) * math.hypot(matrix.c, matrix.d)
    straight = abs(matrix.b) <= 0.1 * abs(matrix.a)
    if not straight or not 1 <= size <= 1000:
        return character, None
    return character, Line(number, character, size, x.value, max(box.right, x.value), y.value)
