"""Turn the characters of a page into lines: text, position, size, weight.

PDFium gives the characters in the order in which the file draws them, with spaces and line ends put in. Type is looked
up once for each word, and for each figure or sign that could be the raised mark of a footnote; such marks are left out
here, where their height and size are known.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from statistics import median
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from reviewkit.reading import documents
from reviewkit.reading.english import english_words
from reviewkit.reading.layout.ligatures import LOST_LETTER, restored_ligatures
from reviewkit.reading.layout.line_numbers import without_line_numbers
from reviewkit.reading.layout.lines import Line
from reviewkit.reading.layout.overprint import without_stamps
from reviewkit.reading.layout.visible import DrawnPage

LINE_END_HYPHENS = "\ufffe\x02"  # what PDFium puts for a hyphen at the end of a line
MIN_RAISE = 0.12  # of the line's size: what stands higher above the line than this is raised
MAX_MARK_SIZE = 0.85  # of the line's size: a raised mark is set smaller than this
FOOTNOTE_MARK = re.compile(r"[\d*†‡§¶,\s]+|\[\d+\]")  # "53", "12, 13", "*", "[4]"
SUPERIOR = "¹²³⁰⁴⁵⁶⁷⁸⁹"
SUPERIOR_TO_DIGIT = str.maketrans(SUPERIOR, "1230456789")
UNITS_BEFORE_POWER = ("km", "cm", "m", "CO")  # the ² of "12 km²" is not a mark
PIECES = re.compile(  # line ends; broken words; figures and signs; gaps; words
    rf"[\r\n]+|[{LINE_END_HYPHENS}]|\[?\d[\d,]*\]?|[*†‡§¶]+|[{SUPERIOR}]+|[^\S\r\n]+|[^\s\d*†‡§¶\[\]{SUPERIOR}{LINE_END_HYPHENS}]+|[\[\]]"
)
BOLD = re.compile(r"bold|black|heavy|semib|demi|[-,]bd\b|medium", re.I)  # "ABCDEF+Arial-BoldMT"
ITALIC = re.compile(r"ital|obli|[-,]it\b", re.I)
X_HEIGHT = 0.4  # of the size: small letters are about as high, and a bar over words covers at least as much
SHORTEST_STRUCK = 3  # characters: on a shorter one a bar is a sign of the type
SHORTEST_JOINED = 5  # letters: "ofthe"
WORD_GAP = 0.08  # of the size: a wider gap between two letters stands for a space
PART_GAP = 0.9  # of the size: words set apart as widely stand in two columns, or in two cells of a table
LETTER_GAP = 0.03  # of the size: where the usual gap is wider, the letters are set apart
DROP_CAP_SIZE = 1.5  # of the size of the text beside it: a first letter set over two lines or more has about twice
MAX_CHARACTERS = 100_000  # no printed page has so many


class Style(NamedTuple):
    """How one run of characters is set."""

    size: float
    bold: bool
    italic: bool
    upright: bool


class Piece(NamedTuple):
    """A word, figure or gap of one line.

    `char_index` is where it begins in PDFium's order; `baseline` is the height of its line above the foot of the page.
    """

    text: str
    char_index: int
    baseline: float
    style: Style


def page_chars(page: pypdfium2.PdfPage) -> tuple[list[Line], int]:
    """Return the lines of a page, in the order in which the file draws them, and how many words no reader sees.

    Those words are left out of the lines.
    """
    height = documents.unrotated_size(page)[1]
    text_page = page.get_textpage()
    try:
        unseen: list[Piece] = []
        runs = without_line_numbers(list(_runs(text_page.raw, DrawnPage(page), unseen)))
        lines = [line for line in (_parted_line(run, text_page.raw, height) for run in runs) if line is not None]
        return without_stamps(_with_drop_caps(lines)), len(unseen)
    finally:
        text_page.close()


def _with_drop_caps(lines: list[Line]) -> list[Line]:
    """Return the lines, each first letter that is set large over several lines put back before its word."""
    joined: list[Line] = []
    for line in lines:
        cap = joined[-1] if joined else None
        if (
            cap is not None
            and len(cap.text) == 1
            and cap.text.isupper()
            and line.text[0].islower()
            and cap.size >= DROP_CAP_SIZE * line.size
            and 0 <= line.x0 - cap.x0 <= 1.5 * cap.size
        ):
            joined[-1] = line._replace(text=cap.text + line.text, x0=cap.x0)
        else:
            joined.append(line)
    return joined


def _runs(layer: object, drawn: DrawnPage, unseen: list[Piece]) -> Iterator[list[Piece]]:
    """Yield the pieces of each line of a page; the words that a reader does not see go to `unseen`."""
    styles: dict[int, Style] = {}
    run: list[Piece] = []
    x, y = ctypes.c_double(), ctypes.c_double()
    style = Style(0, False, False, True)
    for match in PIECES.finditer(_page_characters(layer)):
        text, index = match.group(), match.start()
        if text[0] in "\r\n":
            if run:
                yield run
            run = []
            continue
        if not text.isspace():
            style = _style_at(layer, index, styles, style)
            pdfium.FPDFText_GetCharOrigin(layer, index, x, y)
        if text in LINE_END_HYPHENS and not pdfium.FPDFText_IsHyphen(layer, index):
            text = LOST_LETTER  # of a font that maps it to no character
        if text in LINE_END_HYPHENS:
            yield [*run, Piece("-", index, y.value, style)]
            run = []
        elif style.upright:
            piece = Piece(text, index, y.value, style)
            if text.isspace() or _is_seen(piece, layer, drawn):
                run += _apart(piece, layer)
            else:
                unseen.append(piece)
    if run:
        yield run


def _apart(piece: Piece, layer: object) -> list[Piece]:
    """Return a piece, or the words that it is of where gaps stand between its letters and no space does."""
    word = piece.text.strip(",.;:()“”‘’'").lower()
    if len(word) < SHORTEST_JOINED or not word.isalpha() or word in english_words():
        return [piece]
    boxes = [_box(layer, piece.char_index + offset) for offset in range(len(piece.text))]
    gaps = [right[0] - left[2] for left, right in pairwise(boxes)]
    wide = [number for number, gap in enumerate(gaps, start=1) if gap > WORD_GAP * piece.style.size]
    if not wide or len(wide) > len(gaps) / 3 or median(gaps) > LETTER_GAP * piece.style.size:
        return [piece]
    apart: list[Piece] = []
    for start, end in pairwise([0, *wide, len(piece.text)]):
        if apart:
            apart.append(piece._replace(text=" ", char_index=piece.char_index + start))
        apart.append(piece._replace(text=piece.text[start:end], char_index=piece.char_index + start))
    return apart


def _is_seen(piece: Piece, layer: object, drawn: DrawnPage) -> bool:
    """Return whether anything is drawn where a piece stands: where its small letters do, if it has letters."""
    left, bottom, _, top = _box(layer, piece.char_index)
    right = _box(layer, piece.char_index + len(piece.text) - 1)[2]
    if any(character.isalnum() for character in piece.text):
        bottom, top = piece.baseline, piece.baseline + X_HEIGHT * piece.style.size
    if not drawn.shows(left, bottom, right, top):
        return False
    return len(piece.text) < SHORTEST_STRUCK or not drawn.is_struck(left, bottom, right, top)


def _page_characters(layer: object) -> str:
    """Return the characters of a page, each at its index.

    One call does where PDFium's text has them all; otherwise they are asked for one by one.
    """
    count = min(pdfium.FPDFText_CountChars(layer), MAX_CHARACTERS)
    if count <= 0:
        return ""
    buffer = ctypes.create_string_buffer(2 * (count + 1))
    pdfium.FPDFText_GetText(layer, 0, count, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)))
    text = buffer.raw[: 2 * count].decode("utf-16-le", "replace")
    if len(text) == count and "\x00" not in text:
        return text
    codes = (pdfium.FPDFText_GetUnicode(layer, index) for index in range(count))
    return "".join(chr(code) if code else " " for code in codes)


def _style_at(layer: object, index: int, styles: dict[int, Style], previous: Style) -> Style:
    """Return the style of a character; the style before it where PDFium put the character in itself."""
    text_object = ctypes.cast(pdfium.FPDFText_GetTextObject(layer, index), ctypes.c_void_p).value
    if not text_object:
        return previous
    return styles.get(text_object) or styles.setdefault(text_object, _read_style(layer, index))


def _read_style(layer: object, index: int) -> Style:
    """Return the style of the run that a character belongs to. The size is the font's, scaled by the run's matrix."""
    matrix, name, flags = pdfium.FS_MATRIX(), ctypes.create_string_buffer(128), ctypes.c_int()
    pdfium.FPDFText_GetMatrix(layer, index, matrix)
    pdfium.FPDFText_GetFontInfo(layer, index, name, 128, flags)
    size = pdfium.FPDFText_GetFontSize(layer, index) * (matrix.c**2 + matrix.d**2) ** 0.5
    bold, italic = _weight(name.value, flags.value)
    return Style(size, bold, italic, abs(matrix.b) <= abs(matrix.a))


@lru_cache(4096)
def _weight(name: bytes, flags: int) -> tuple[bool, bool]:
    """Return whether a font is bold, and whether italic, by its name and flags (ISO 32000-1, 9.8.2: bits 19 and 7)."""
    font = name.decode("utf-8", "replace")
    return bool(BOLD.search(font)) or bool(flags & 1 << 18), bool(ITALIC.search(font)) or bool(flags & 1 << 6)


def _parted_line(run: list[Piece], layer: object, height: float) -> Line | None:
    """Return the line that the pieces make, with its parts where wide gaps part it."""
    line = _line(run, layer, height)
    starts = [
        number + 1
        for number, piece in enumerate(run[1:-1], start=1)
        if piece.text.isspace() and _gap(run[number - 1], run[number + 1], layer) > PART_GAP * piece.style.size
    ]
    if line is None or not starts:
        return line
    parts = (_line(run[start:end], layer, height) for start, end in pairwise([0, *starts, len(run)]))
    return line._replace(parts=tuple(part for part in parts if part is not None))


def _gap(piece: Piece, following: Piece, layer: object) -> float:
    """Return how far a piece stands from the one that follows it."""
    return _box(layer, following.char_index)[0] - _box(layer, piece.char_index + len(piece.text) - 1)[2]


def _line(run: list[Piece], layer: object, height: float) -> Line | None:
    """Return the line that the pieces make; None where it has no letters."""
    printed = [piece for piece in run if not piece.text.isspace()]
    if not printed:
        return None
    size = median(piece.style.size for piece in printed for _ in piece.text)
    baseline = median(piece.baseline for piece in printed if piece.style.size >= MAX_MARK_SIZE * size)
    text = restored_ligatures("".join(_without_footnote_marks(run, size, baseline, layer)).replace("\xa0", " ").strip())
    if not text:
        return None
    letters = sum(len(piece.text) for piece in printed)
    return Line(
        text=text,
        x0=_box(layer, printed[0].char_index)[0],
        x1=_box(layer, printed[-1].char_index + len(printed[-1].text) - 1)[2],
        top=height - baseline - 0.75 * size,  # capitals and ascenders are about three quarters of the size high
        bottom=height - baseline + 0.25 * size,
        size=size,
        bold=sum(len(piece.text) for piece in printed if piece.style.bold) / letters,
        italic=sum(len(piece.text) for piece in printed if piece.style.italic) / letters,
    )


def _without_footnote_marks(run: list[Piece], size: float, baseline: float, layer: object) -> Iterator[str]:
    """Yield the text of a line, without the raised marks that lead to footnotes."""
    for number, piece in enumerate(run):
        small = piece.style.size < MAX_MARK_SIZE * size and piece.baseline > baseline + MIN_RAISE * size
        previous = run[number - 1] if number else None
        unit = previous is not None and previous.text in UNITS_BEFORE_POWER
        raised = not unit and (small or _is_superior(piece, previous, layer))
        if not (
            raised and FOOTNOTE_MARK.fullmatch(piece.text.translate(SUPERIOR_TO_DIGIT)) and not piece.text.isspace()
        ):
            yield piece.text


def _is_superior(piece: Piece, previous: Piece | None, layer: object) -> bool:
    """Return whether a figure after a word is one of the font's own small raised figures, or Unicode's."""
    if previous is None or previous.text.isspace():
        return False
    if piece.text[0] in SUPERIOR:
        return True
    if not piece.text[0].isdigit():
        return False
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    pdfium.FPDFText_GetCharBox(layer, piece.char_index, left, right, bottom, top)
    return bottom.value > piece.baseline + 0.2 * piece.style.size


def _box(layer: object, index: int) -> tuple[float, float, float, float]:
    """Return the left, lower, right and upper edge of one character, from the lower left corner of the page."""
    box = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(layer, index, box)
    return box.left, box.bottom, box.right, box.top
