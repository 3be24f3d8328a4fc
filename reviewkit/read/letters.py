"""A page's characters -> its lines: text, place, size, weight.

PDFium gives the characters in the order in which the file draws them, with spaces and line ends put in. Raised marks
of footnotes are left out here, where their height and size are known.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from statistics import median
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

BROKEN = {0x02, 0xFFFE}  # what PDFium puts for a hyphen at the end of a line
RAISED = 0.12  # of the line's size: what stands higher above the line than this is raised
SMALLER = 0.85  # of the line's size: a raised mark is set smaller than this
MARK = re.compile(r"[\d*†‡§¶,\s]+|\[\d+\]")  # "53", "12, 13", "*", "[4]"
BOLD = re.compile(r"bold|black|heavy|semib|demi|[-,]bd\b|medium", re.I)  # "ABCDEF+Arial-BoldMT"
ITALIC = re.compile(r"ital|obli|[-,]it\b", re.I)
SUPERIOR = "¹²³⁰⁴⁵⁶⁷⁸⁹"
UNITS = ("km", "cm", " m", "CO")  # "12 km²" is no mark
MANY = 100_000  # characters: no printed page has so many


class Style(NamedTuple):
    """How one run of characters is set."""

    size: float
    bold: bool
    italic: bool
    upright: bool


class Letter(NamedTuple):
    """One character: its place in PDFium's order, the height of its line above the page's foot, its style."""

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


def lines(page: pypdfium2.PdfPage) -> list[Line]:
    """A page in, its lines out, in the order in which the file draws them."""
    height = page.get_height()
    layer = page.get_textpage()
    try:
        found = (_line(run, layer.raw, height) for run in _runs(layer.raw))
        return [line for line in found if line is not None]
    finally:
        layer.close()


def _runs(layer: object) -> Iterator[list[Letter]]:
    """The characters of a page, divided at its line ends."""
    styles: dict[int, Style] = {}
    run: list[Letter] = []
    style, baseline, last = Style(0, False, False, True), 0.0, 0
    x, y = ctypes.c_double(), ctypes.c_double()
    for index in range(min(pdfium.FPDFText_CountChars(layer), MANY)):
        code = pdfium.FPDFText_GetUnicode(layer, index)
        if code in (10, 13):
            if run:
                yield run
            run = []
            continue
        made_by = ctypes.cast(pdfium.FPDFText_GetTextObject(layer, index), ctypes.c_void_p).value
        if made_by and made_by != last:
            last = made_by
            style = styles.get(made_by) or styles.setdefault(made_by, _style(layer, index))
            pdfium.FPDFText_GetCharOrigin(layer, index, x, y)
            baseline = y.value
        if code in BROKEN:
            yield [*run, Letter("-", index, baseline, style)]
            run = []
        elif code and style.upright:
            run.append(Letter(chr(code), index, baseline, style))
    if run:
        yield run


def _style(layer: object, index: int) -> Style:
    """The style of the run that a character belongs to. The size is the font's, scaled by the run's matrix."""
    matrix, name, flags = pdfium.FS_MATRIX(), ctypes.create_string_buffer(128), ctypes.c_int()
    pdfium.FPDFText_GetMatrix(layer, index, matrix)
    pdfium.FPDFText_GetFontInfo(layer, index, name, 128, flags)
    size = pdfium.FPDFText_GetFontSize(layer, index) * (matrix.c**2 + matrix.d**2) ** 0.5
    font = name.value.decode("utf-8", "replace")
    bold = bool(BOLD.search(font)) or bool(flags.value & (1 << 18))  # ISO 32000-1, 9.8.2: bit 19 is ForceBold
    italic = bool(ITALIC.search(font)) or bool(flags.value & (1 << 6))  # and bit 7 is Italic
    return Style(size, bold, italic, abs(matrix.b) <= abs(matrix.a))


def _line(run: list[Letter], layer: object, height: float) -> Line | None:
    """The characters of one line in, the line out; None where it has no letters."""
    seen = [letter for letter in run if not letter.text.isspace()]
    if not seen:
        return None
    size = median(letter.style.size for letter in seen)
    baseline = median(letter.baseline for letter in seen if letter.style.size >= SMALLER * size)
    text = "".join(_unmarked(run, size, baseline, layer)).replace("\xa0", " ").strip()
    if not text:
        return None
    x0, x1 = _edge(layer, seen[0].index)[0], _edge(layer, seen[-1].index)[1]
    bold = sum(letter.style.bold for letter in seen) / len(seen)
    italic = sum(letter.style.italic for letter in seen) / len(seen)
    top = height - baseline - 0.75 * size  # the height of capitals and ascenders is about three quarters of the size
    return Line(text, x0, x1, top, height - baseline + 0.25 * size, size, bold, italic)


def _unmarked(run: list[Letter], size: float, baseline: float, layer: object) -> Iterator[str]:
    """The text of a line, without the raised marks that lead to footnotes."""
    raised = [
        letter.style.size < SMALLER * size and letter.baseline > baseline + RAISED * size and not letter.text.isspace()
        for letter in run
    ]
    raised = [
        up or _superior(letter, run, place, layer) for place, (up, letter) in enumerate(zip(raised, run, strict=True))
    ]
    start = 0
    while start < len(run):
        end = start
        while end < len(run) and raised[end] == raised[start]:
            end += 1
        text = "".join(letter.text for letter in run[start:end])
        if not (raised[start] and MARK.fullmatch(text)):
            yield text
        start = end


def _superior(letter: Letter, run: list[Letter], place: int, layer: object) -> bool:
    """Whether a digit after a word is one of the font's own small raised figures, or Unicode's."""
    if letter.text in SUPERIOR:
        return (
            place > 1 and not run[place - 1].text.isspace() and run[place - 2].text + run[place - 1].text not in UNITS
        )
    if not letter.text.isdigit() or not place or run[place - 1].text.isspace():
        return False
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    pdfium.FPDFText_GetCharBox(layer, letter.index, left, right, bottom, top)
    return bottom.value > letter.baseline + 0.2 * letter.style.size


def _edge(layer: object, index: int) -> tuple[float, float]:
    """The left and right edge of one character."""
    box = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(layer, index, box)
    return box.left, box.right
