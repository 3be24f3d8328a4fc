"""A page's characters -> its lines: text, place, size, weight.

PDFium gives the characters in the order in which the file draws them, with spaces and line ends put in. Type is looked
up once for each word, and for each figure or sign that could be the raised mark of a footnote; such marks are left out
here, where their height and size are known.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from functools import lru_cache
from statistics import median
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from reviewkit.reading import documents

BROKEN = "\ufffe\x02"  # what PDFium puts for a hyphen at the end of a line
RAISED = 0.12  # of the line's size: what stands higher above the line than this is raised
SMALLER = 0.85  # of the line's size: a raised mark is set smaller than this
MARK = re.compile(r"[\d*†‡§¶,\s]+|\[\d+\]")  # "53", "12, 13", "*", "[4]"
SUPERIOR = "¹²³⁰⁴⁵⁶⁷⁸⁹"
FIGURES = str.maketrans(SUPERIOR, "1230456789")
UNITS = ("km", "cm", "m", "CO")  # "12 km²" is no mark
PIECES = re.compile(  # line ends; broken words; figures and signs; gaps; words
    rf"[\r\n]+|[{BROKEN}]|\[?\d[\d,]*\]?|[*†‡§¶]+|[{SUPERIOR}]+|[^\S\r\n]+|[^\s\d*†‡§¶\[\]{SUPERIOR}{BROKEN}]+|[\[\]]"
)
BOLD = re.compile(r"bold|black|heavy|semib|demi|[-,]bd\b|medium", re.I)  # "ABCDEF+Arial-BoldMT"
ITALIC = re.compile(r"ital|obli|[-,]it\b", re.I)
MANY = 100_000  # characters: no printed page has so many


class Style(NamedTuple):
    """How one run of characters is set."""

    size: float
    bold: bool
    italic: bool
    upright: bool


class Piece(NamedTuple):
    """A word, figure or gap: its first place in PDFium's order, the height of its line above the foot, its style."""

    text: str
    index: int
    baseline: float
    style: Style


class Line(NamedTuple):
    """One printed line, in points from the page's top left corner; `bold` and `italic` are shares of its letters."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: float
    italic: float


def page_chars(page: pypdfium2.PdfPage) -> list[Line]:
    """A page in, its lines out, in the order in which the file draws them."""
    height = documents.unrotated_size(page)[1]
    layer = page.get_textpage()
    try:
        found = (_line(run, layer.raw, height) for run in _runs(layer.raw))
        return [line for line in found if line is not None]
    finally:
        layer.close()


def _runs(layer: object) -> Iterator[list[Piece]]:
    """The pieces of a page, divided at its line ends."""
    styles: dict[int, Style] = {}
    run: list[Piece] = []
    x, y = ctypes.c_double(), ctypes.c_double()
    style = Style(0, False, False, True)
    for found in PIECES.finditer(_text(layer)):
        text, index = found.group(), found.start()
        if text[0] in "\r\n":
            if run:
                yield run
            run = []
            continue
        if not text.isspace():
            style = _looked_up(layer, index, styles, style)
            pdfium.FPDFText_GetCharOrigin(layer, index, x, y)
        if text in BROKEN:
            yield [*run, Piece("-", index, y.value, style)]
            run = []
        elif style.upright:
            run.append(Piece(text, index, y.value, style))
    if run:
        yield run


def _text(layer: object) -> str:
    """The characters of a page, each at its place: one call where PDFium's text has them all, else one by one."""
    count = min(pdfium.FPDFText_CountChars(layer), MANY)
    if count <= 0:
        return ""
    buffer = ctypes.create_string_buffer(2 * (count + 1))
    pdfium.FPDFText_GetText(layer, 0, count, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)))
    text = buffer.raw[: 2 * count].decode("utf-16-le", "replace")
    if len(text) == count and "\x00" not in text:
        return text
    codes = (pdfium.FPDFText_GetUnicode(layer, index) for index in range(count))
    return "".join(chr(code) if code else " " for code in codes)


def _looked_up(layer: object, index: int, styles: dict[int, Style], before: Style) -> Style:
    """The style at a place; that of the place before, where PDFium put the character in itself."""
    made_by = ctypes.cast(pdfium.FPDFText_GetTextObject(layer, index), ctypes.c_void_p).value
    if not made_by:
        return before
    return styles.get(made_by) or styles.setdefault(made_by, _style(layer, index))


def _style(layer: object, index: int) -> Style:
    """The style of the run that a character belongs to. The size is the font's, scaled by the run's matrix."""
    matrix, name, flags = pdfium.FS_MATRIX(), ctypes.create_string_buffer(128), ctypes.c_int()
    pdfium.FPDFText_GetMatrix(layer, index, matrix)
    pdfium.FPDFText_GetFontInfo(layer, index, name, 128, flags)
    size = pdfium.FPDFText_GetFontSize(layer, index) * (matrix.c**2 + matrix.d**2) ** 0.5
    bold, italic = _weight(name.value, flags.value)
    return Style(size, bold, italic, abs(matrix.b) <= abs(matrix.a))


@lru_cache(4096)
def _weight(name: bytes, flags: int) -> tuple[bool, bool]:
    """Whether a font is bold, and whether italic, by its name and flags (ISO 32000-1, 9.8.2: bits 19 and 7)."""
    font = name.decode("utf-8", "replace")
    return bool(BOLD.search(font)) or bool(flags & 1 << 18), bool(ITALIC.search(font)) or bool(flags & 1 << 6)


def _line(run: list[Piece], layer: object, height: float) -> Line | None:
    """The pieces of one line in, the line out; None where it has no letters."""
    seen = [piece for piece in run if not piece.text.isspace()]
    if not seen:
        return None
    size = median(piece.style.size for piece in seen for _ in piece.text)
    baseline = median(piece.baseline for piece in seen if piece.style.size >= SMALLER * size)
    text = "".join(_unmarked(run, size, baseline, layer)).replace("\xa0", " ").strip()
    if not text:
        return None
    letters = sum(len(piece.text) for piece in seen)
    return Line(
        text=text,
        x0=_edges(layer, seen[0].index)[0],
        x1=_edges(layer, seen[-1].index + len(seen[-1].text) - 1)[1],
        top=height - baseline - 0.75 * size,  # capitals and ascenders are about three quarters of the size high
        bottom=height - baseline + 0.25 * size,
        size=size,
        bold=sum(len(piece.text) for piece in seen if piece.style.bold) / letters,
        italic=sum(len(piece.text) for piece in seen if piece.style.italic) / letters,
    )


def _unmarked(run: list[Piece], size: float, baseline: float, layer: object) -> Iterator[str]:
    """The text of a line, without the raised marks that lead to footnotes."""
    for place, piece in enumerate(run):
        small = piece.style.size < SMALLER * size and piece.baseline > baseline + RAISED * size
        before = run[place - 1] if place else None
        unit = before is not None and before.text in UNITS
        raised = not unit and (small or _is_superior(piece, before, layer))
        if not (raised and MARK.fullmatch(piece.text.translate(FIGURES)) and not piece.text.isspace()):
            yield piece.text


def _is_superior(piece: Piece, before: Piece | None, layer: object) -> bool:
    """Whether a figure after a word is one of the font's own small raised figures, or Unicode's."""
    if before is None or before.text.isspace():
        return False
    if piece.text[0] in SUPERIOR:
        return True
    if not piece.text[0].isdigit():
        return False
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    pdfium.FPDFText_GetCharBox(layer, piece.index, left, right, bottom, top)
    return bottom.value > piece.baseline + 0.2 * piece.style.size


def _edges(layer: object, index: int) -> tuple[float, float]:
    """The left and right edge of one character."""
    box = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(layer, index, box)
    return box.left, box.right
