"""Ask PDFium for what it knows of the characters of a page: their codes, places and type.

PDFium answers for one character at a time, so what is asked of hundreds of words is asked in one go, with as little
as can be between two calls; and type is looked up once for each run that the file draws.
"""

from __future__ import annotations

import ctypes
import re
from collections import deque
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

BOLD = re.compile(r"bold|black|heavy|semib|demi|[-,]bd\b|medium", re.I)  # "ABCDEF+Arial-BoldMT"
ITALIC = re.compile(r"ital|obli|[-,]it\b", re.I)
MAX_CHARACTERS = 100_000  # no printed page has so many
LONGEST_NAME = 128  # bytes of the name of a font


def _by_address(function: Any, result: type, arguments: int) -> Callable:
    """Return a function of PDFium that takes a text page, an index and other things by their addresses alone.

    Calls through it take half the time of those that make an object of each thing.
    """
    prototype = ctypes.CFUNCTYPE(result, ctypes.c_void_p, ctypes.c_int, *[ctypes.c_void_p] * (arguments - 2))
    return prototype(ctypes.cast(function, ctypes.c_void_p).value or 0)


LOOSE_BOX = _by_address(pdfium.FPDFText_GetLooseCharBox, ctypes.c_int, 3)
ORIGIN = _by_address(pdfium.FPDFText_GetCharOrigin, ctypes.c_int, 4)
TEXT_OBJECT = _by_address(pdfium.FPDFText_GetTextObject, ctypes.c_void_p, 2)


class Style(NamedTuple):
    """How one run of characters is set."""

    size: float
    bold: bool
    italic: bool
    upright: bool


class Edges(NamedTuple):
    """The edges of characters, from the lower left corner of the page."""

    left: NDArray[np.float64]
    bottom: NDArray[np.float64]
    right: NDArray[np.float64]
    top: NDArray[np.float64]


class TextLayer:
    """The characters of a page. It serves while its text page is open."""

    def __init__(self, text_page: pypdfium2.PdfTextPage) -> None:
        self._raw = text_page.raw
        self._matrix, self._font_flags = pdfium.FS_MATRIX(), ctypes.c_int()
        self._font_name = ctypes.create_string_buffer(LONGEST_NAME)
        self._address = ctypes.cast(text_page.raw, ctypes.c_void_p).value

    def characters(self) -> str:
        """Return the characters of the page, each at its index.

        One call does where PDFium's text has them all; otherwise they are asked for one by one.
        """
        count = min(pdfium.FPDFText_CountChars(self._raw), MAX_CHARACTERS)
        if count <= 0:
            return ""
        buffer = ctypes.create_string_buffer(2 * (count + 1))
        pdfium.FPDFText_GetText(self._raw, 0, count, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)))
        text = buffer.raw[: 2 * count].decode("utf-16-le", "replace")
        if len(text) == count and "\x00" not in text:
            return text
        codes = (pdfium.FPDFText_GetUnicode(self._raw, index) for index in range(count))
        return "".join(chr(code) if code else " " for code in codes)

    def is_hyphen(self, index: int) -> bool:
        """Return whether PDFium takes a character for a hyphen that breaks a word."""
        return bool(pdfium.FPDFText_IsHyphen(self._raw, index))

    def edges(self, indexes: Sequence[int]) -> Edges:
        """Return the edges of some characters, with the room that their font gives them."""
        boxes = np.zeros((len(indexes), 4), dtype=np.float32)  # as FS_RECTF holds them
        deque(map(LOOSE_BOX, repeat(self._address), indexes, _addresses(boxes)), maxlen=0)
        left, top, right, bottom = boxes.T.astype(float)
        return Edges(left, bottom, right, top)

    def sides(self, first: int, last: int) -> tuple[float, float]:
        """Return the left edge of one character and the right edge of another, as `edges` gives them."""
        first_box, last_box = pdfium.FS_RECTF(), pdfium.FS_RECTF()
        pdfium.FPDFText_GetLooseCharBox(self._raw, first, first_box)
        pdfium.FPDFText_GetLooseCharBox(self._raw, last, last_box)
        return first_box.left, last_box.right

    def lower_edge(self, index: int) -> float:
        """Return the lower edge of a character's own ink."""
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        pdfium.FPDFText_GetCharBox(self._raw, index, left, right, bottom, top)
        return bottom.value

    def baselines(self, indexes: Sequence[int]) -> list[float]:
        """Return the height of the line on which each of some characters stands, above the foot of the page."""
        x, y = np.zeros(len(indexes)), np.zeros(len(indexes))
        deque(map(ORIGIN, repeat(self._address), indexes, _addresses(x), _addresses(y)), maxlen=0)
        return y.tolist()

    def styles(self, indexes: Sequence[int]) -> list[Style]:
        """Return the style of some characters; that of the one before where PDFium put a character in itself."""
        style_by_object: dict[int, Style] = {}
        styles: list[Style] = []
        style = Style(0, False, False, True)
        for index, text_object in zip(indexes, map(TEXT_OBJECT, repeat(self._address), indexes), strict=True):
            if text_object:
                if text_object not in style_by_object:
                    style_by_object[text_object] = self._read_style(index)
                style = style_by_object[text_object]
            styles.append(style)
        return styles

    def _read_style(self, index: int) -> Style:
        """Return the style of the run that a character belongs to. The size is the font's, scaled by its matrix."""
        matrix, name, flags = self._matrix, self._font_name, self._font_flags
        pdfium.FPDFText_GetMatrix(self._raw, index, matrix)
        pdfium.FPDFText_GetFontInfo(self._raw, index, name, LONGEST_NAME, flags)
        size = pdfium.FPDFText_GetFontSize(self._raw, index) * (matrix.c**2 + matrix.d**2) ** 0.5
        bold, italic = _weight(name.value, flags.value)
        return Style(size, bold, italic, abs(matrix.b) <= abs(matrix.a))


def _addresses(rows: NDArray) -> range:
    """Return the address of each row of an array."""
    start, step = rows.ctypes.data, rows.nbytes // max(len(rows), 1)
    return range(start, start + rows.nbytes, max(step, 1))


@lru_cache(4096)
def _weight(name: bytes, flags: int) -> tuple[bool, bool]:
    """Return whether a font is bold, and whether italic, by its name and flags (ISO 32000-1, 9.8.2: bits 19 and 7)."""
    font = name.decode("utf-8", "replace")
    return bool(BOLD.search(font)) or bool(flags & 1 << 18), bool(ITALIC.search(font)) or bool(flags & 1 << 6)
