"""Draw the values of form fields, and the notes with text that are laid on a page, into the page.

They are seen on the page and are no part of its text: a template that was filled in, a correction typed over a report.
A value is drawn whole, though its field may show a part of it; it stands where its field does, and before what is drawn
beneath it. The page is changed in memory only.

Limitations: what was ticked is not read; nor is a value in letters that Helvetica does not have.
"""

from __future__ import annotations

import ctypes
import itertools
import math
import re
import textwrap
from collections.abc import Callable, Iterator
from statistics import median
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

UNSEEN_FLAGS = 0x02 | 0x20  # hidden, not for the screen (ISO 32000-1, table 165)
HIDDEN = 0x02
PASSWORD = 1 << 13  # of a field: its value is a secret (ISO 32000-1, table 228)
FIELDS_WITH_WORDS = (
    pdfium.FPDF_FORMFIELD_TEXTFIELD,
    pdfium.FPDF_FORMFIELD_COMBOBOX,
    pdfium.FPDF_FORMFIELD_LISTBOX,
)
MOST_CHARACTERS = 20_000  # of one value: a page has fewer
MOST_DRAWINGS = 10_000  # of a page: a note on a page with more is drawn last
MOST_ON_PAGE = 500  # fields and notes: a page with more is a fault or an attack
USUAL_SIZE = 10.0  # points: on a page without text of its own
TEXTS_MEASURED = 200  # of a page: they say in what size its text is set
LETTER_WIDTH = 0.5  # of the size: letters of Helvetica are as wide in the mean
LEADING = 1.2  # of the size
LETTER_RISE = 0.75  # of the size: letters are so high


class Note(NamedTuple):
    """Words that are laid on a page, and the frame in which they stand (points from the lower left)."""

    words: str
    left: float
    bottom: float
    right: float
    top: float


def draw_into(document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage) -> None:
    """Draw the values of the form fields and the notes with text of a page into it, in the size of its text."""
    notes = list(_notes(document, page))
    size = _usual_size(page) if notes else USUAL_SIZE
    for note in notes:
        place = _place_before(page, note, size)
        for number, words in enumerate(_wrapped(note, size)):
            text = pdfium.FPDFPageObj_NewTextObj(document.raw, b"Helvetica", size)
            pdfium.FPDFText_SetText(text, _wide(words))
            baseline = note.top - size * (LETTER_RISE + LEADING * number)
            pdfium.FPDFPageObj_Transform(text, 1, 0, 0, 1, note.left, baseline)
            pdfium.FPDFPage_InsertObjectAtIndex(page.raw, text, place + number)


def _notes(document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage) -> Iterator[Note]:
    """Yield what is to be drawn, and hide it where it stood, so that a picture of the page shows it once."""
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page.raw), MOST_ON_PAGE)):
        annotation = pdfium.FPDFPage_GetAnnot(page.raw, index)
        try:
            words = _words(document, annotation)
            frame = pdfium.FS_RECTF()
            if words.strip() and pdfium.FPDFAnnot_GetRect(annotation, frame):
                yield Note(words, frame.left, frame.bottom, frame.right, frame.top)
                pdfium.FPDFAnnot_SetFlags(annotation, pdfium.FPDFAnnot_GetFlags(annotation) | HIDDEN)
        finally:
            pdfium.FPDFPage_CloseAnnot(annotation)


def _words(document: pypdfium2.PdfDocument, annotation: object) -> str:
    """Return the words of a note with text or of a form field; nothing of what is hidden, or of another kind."""
    if pdfium.FPDFAnnot_GetFlags(annotation) & UNSEEN_FLAGS:
        return ""
    kind = pdfium.FPDFAnnot_GetSubtype(annotation)
    if kind == pdfium.FPDF_ANNOT_FREETEXT:
        return _string(annotation, b"Contents")
    if kind != pdfium.FPDF_ANNOT_WIDGET or document.formenv is None:
        return ""
    form = document.formenv.raw
    is_secret = pdfium.FPDFAnnot_GetFormFieldFlags(form, annotation) & PASSWORD
    if is_secret or pdfium.FPDFAnnot_GetFormFieldType(form, annotation) not in FIELDS_WITH_WORDS:
        return ""
    return _read(lambda buffer, size: pdfium.FPDFAnnot_GetFormFieldValue(form, annotation, buffer, size))


def _string(annotation: object, key: bytes) -> str:
    """Return what an annotation says under a key."""
    return _read(lambda buffer, size: pdfium.FPDFAnnot_GetStringValue(annotation, key, buffer, size))


def _read(ask: Callable[[Any, int], int]) -> str:
    """Return a text that PDFium writes into a buffer."""
    size = min(ask(None, 0), 2 * MOST_CHARACTERS)
    buffer = ctypes.create_string_buffer(max(size, 2))
    ask(ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return buffer.raw[: max(size - 2, 0)].decode("utf-16-le", "replace")


def _wide(words: str) -> object:
    """Return a text as PDFium takes it."""
    encoded = ctypes.create_string_buffer(words.encode("utf-16-le", "replace") + b"\0\0")
    return ctypes.cast(encoded, ctypes.POINTER(ctypes.c_ushort))


def _usual_size(page: pypdfium2.PdfPage) -> float:
    """Return the size in which the text of a page is set."""
    texts = itertools.islice(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]), TEXTS_MEASURED)
    sizes = []
    for text in texts:
        size, matrix = ctypes.c_float(), text.get_matrix()
        pdfium.FPDFTextObj_GetFontSize(text.raw, size)
        sizes.append(size.value * math.hypot(matrix.c, matrix.d))
    return median(sizes) if sizes and median(sizes) > 0 else USUAL_SIZE


def _wrapped(note: Note, size: float) -> list[str]:
    """Return the words of a note in lines as wide as its frame."""
    letters = max(int((note.right - note.left) / (LETTER_WIDTH * size)), 8)
    paragraphs = re.split(r"[\r\n]+", note.words)
    return [line for paragraph in paragraphs for line in textwrap.wrap(paragraph, letters)]


def _place_before(page: pypdfium2.PdfPage, note: Note, size: float) -> int:
    """Return where in the order of drawing a note belongs: before the first text that stands beneath its upper edge."""
    count = pdfium.FPDFPage_CountObjects(page.raw)
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    for index in range(min(count, MOST_DRAWINGS)):
        drawing = pdfium.FPDFPage_GetObject(page.raw, index)
        if pdfium.FPDFPageObj_GetType(drawing) != pdfium.FPDF_PAGEOBJ_TEXT:
            continue
        pdfium.FPDFPageObj_GetBounds(drawing, left, bottom, right, top)
        is_level = left.value < note.right and right.value > note.left
        if is_level and (bottom.value + top.value) / 2 < note.top - size / 2:
            return index
    return count
