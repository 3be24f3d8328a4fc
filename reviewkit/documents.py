"""Opening documents safely: a file in, an open PDF out, or one clear line about what is wrong with it.

Documents are data from outside: what is no PDF, locked, cut short or absurdly large is refused here, at the door.

Limit: a file that is well formed and hostile can still make PDFium slow; the pipeline bounds time and memory.
"""

from __future__ import annotations

from pathlib import Path

import pypdfium2

MOST_PAGES = 5000  # no review comes near; a longer file is more likely a fault or an attack
LARGEST_SIDE = 14_400  # points: the PDF standard's own limit (ISO 32000-1, annex C)


class DocumentError(ValueError):
    """A document that cannot be read; the message says what is wrong and what to do."""


def opened(path: Path) -> pypdfium2.PdfDocument:
    """A PDF file in, the open document out; `DocumentError` with the cause and the next step where it cannot be."""
    start, end = _ends(path)
    if not start:
        raise DocumentError(f"{path.name}: is empty (0 bytes); fetch it again")
    if b"%PDF-" not in start:
        raise DocumentError(f"{path.name}: is not a PDF (it begins {start[:12]!r}); save the document as PDF")
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:  # its message may be that of an earlier file, so the file itself is asked
        if b"/Encrypt" in path.read_bytes():
            raise DocumentError(f"{path.name}: is locked with a password; save a copy without one") from error
        raise DocumentError(f"{path.name}: cannot be opened: it is damaged or has no pages; fetch it again") from error
    count = len(document)
    if b"%%EOF" not in end or not 0 < count <= MOST_PAGES:
        document.close()
        if not 0 < count <= MOST_PAGES:
            raise DocumentError(f"{path.name}: has {count} pages; a review has 1 to {MOST_PAGES}; check the file")
        raise DocumentError(f"{path.name}: ends early, so pages may be missing; fetch it again")
    return document


def measured(page: pypdfium2.PdfPage, name: str, number: int) -> tuple[float, float]:
    """A page in, its width and height in points out; `DocumentError` where no page can be so large."""
    width, height = page.get_size()
    if max(width, height) > LARGEST_SIDE:
        raise DocumentError(f"{name}, page {number}: measures {width:.0f} by {height:.0f} points; check the file")
    return width, height


def upright(page: pypdfium2.PdfPage) -> tuple[float, float]:
    """A page in; width and height in points of the sheet as its text is placed, before the page is turned, out."""
    width, height = page.get_size()
    return (height, width) if page.get_rotation() in (90, 270) else (width, height)


def _ends(path: Path) -> tuple[bytes, bytes]:
    """The first kilobyte and the last 64 of a file; the PDF mark and the end mark stand there."""
    try:
        with path.open("rb") as file:
            start = file.read(1024)
            file.seek(max(0, path.stat().st_size - 65_536))
            return start, file.read()
    except OSError as error:
        raise DocumentError(f"{path.name}: cannot be read ({error.strerror}); check the name and the rights") from error
