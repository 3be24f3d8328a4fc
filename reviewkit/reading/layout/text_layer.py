"""Ask PDFium for what it knows of the characters of a page: their codes, places and type.

PDFium answers for one character at a time, so what is asked of hundreds of words is asked in one go, with as little
as can be between two calls; and type is looked up once for each run that the file draws.
"""

from __future__ import annotations

import ctypes
import re
from collections import deque
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import repeat
from typing import NamedTuple

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

BOLD = re.compile(r"bold|black|heavy|semib|demi|[-,]bd\b|medium", re.I)  # "ABCDEF+Arial-BoldMT"
ITALIC = re.compile(r"ital|obli|[-,]it\b", re.I)
MAX_CHARACTERS = 100_000  # no printed page has so many
LONGEST_NAME = 128  # bytes of the name of a font


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
        boxes = (pdfium.FS_RECTF * len(indexes))()
        deque(map(pdfium.FPDFText_GetLooseCharBox, repeat(self._raw), indexes, boxes), maxlen=0)
        left, top, right, bottom = np.frombuffer(boxes, dtype=np.float32).reshape(-1, 4).T.astype(float)
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

    def baselines(self, indexes: Iterable[int]) -> list[float]:
        """Return the height of the line on which each of some characters stands, above the foot of the page."""
        raw, origin = self._raw, pdfium.FPDFText_GetCharOrigin
        x, y = ctypes.c_double(), ctypes.c_double()
        return [y.value for index in indexes if origin(raw, index, x, y) is not None]

    def styles(self, indexes: Iterable[int]) -> list[Style]:
        """Return the style of some characters; that of the one before where PDFium put a character in itself."""
        raw, text_object, address = self._raw, pdfium.FPDFText_GetTextObject, ctypes.addressof
        style_by_object: dict[int, Style] = {}
        styles: list[Style] = []
        style = Style(0, False, False, True)
        for index in indexes:
            pointer = text_object(raw, index)
            if pointer:
                key = address(pointer.contents)
                known = style_by_object.get(key)
                style = known or style_by_object.setdefault(key, self._read_style(index))
            styles.append(style)
        return styles

    def _read_style(self, index: int) -> Style:
        """Return the style of the run that a character belongs to. The size is the font's, scaled by its matrix."""
        matrix, name, flags = pdfium.FS_MATRIX(), ctypes.create_string_buffer(LONGEST_NAME), ctypes.c_int()
        pdfium.FPDFText_GetMatrix(self._raw, index, matrix)
        pdfium.FPDFText_GetFontInfo(self._raw, index, name, LONGEST_NAME, flags)
        size = pdfium.FPDFText_GetFontSize(self._raw, index) * (matrix.c**2 + matrix.d**2) ** 0.5
        bold, italic = _weight(name.value, flags.value)
        return Style(size, bold, italic, abs(matrix.b) <= abs(matrix.a))


@lru_cache(4096)
def _weight(name: bytes, flags: int) -> tuple[bool, bool]:
    """Return whether a font is bold, and whether italic, by its name and flags (ISO 32000-1, 9.8.2: bits 19 and 7)."""
    font = name.decode("utf-8", "replace")
    return bool(BOLD.search(font)) or bool(flags & 1 << 18), bool(ITALIC.search(font)) or bool(flags & 1 << 6)
