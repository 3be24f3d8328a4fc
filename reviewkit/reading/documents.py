"""Open documents safely.

Documents are data from outside: what is not a PDF, is locked, cut short or absurdly large is refused here.

Input: a file.
Output: an open PDF or a parsed web page; otherwise a `DocumentError` with the cause and the next step.
Limitations: a file that is well formed and hostile can still make PDFium slow; `base.workers` bounds time and memory.
"""

from __future__ import annotations

import email
import hashlib
import io
import itertools
import math
import re
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
from lxml import etree, html

from reviewkit.base import file_types
from reviewkit.base.errors import DocumentError
from reviewkit.reading import fields_and_notes
from reviewkit.reading.office import sections

MOST_PAGES = 5000  # no review comes near it; a longer file is more likely a fault or an attack
LARGEST_PAGE = 30_000_000  # bytes: the longest inquiry report on one web page has about four million
FIRST_TEXTS = 40  # of a page: a stamp up its margin is among fewer
TAIL = 65_536  # bytes of a file's end, within which the end mark stands
FIRST_PAGES_OF_FORM, WORDS_OF_EMPTY_FORM = 3, 20
PLEASE_WAIT = re.compile(r"please wait|if this message is not eventually replaced", re.I)  # of Adobe's dynamic forms
LARGEST_SIDE = 14_400  # points: the PDF standard's own limit (ISO 32000-1, annex C)

DECLARED_ENCODING = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
MEANS_WINDOWS_1252 = {
    "",
    "utf-8",
    "utf8",
    "iso-8859-1",
    "latin1",
    "latin-1",
    "us-ascii",
    "ascii",
    "windows-1252",
    "cp1252",
}


def open_pdf(path: Path) -> pypdfium2.PdfDocument:
    """Open a PDF file.

    Raises: `DocumentError` where the file is not a PDF, is empty, locked or cut short, or has no or too many pages.
    """
    start, end = _ends(path)
    source: Path | bytes = path
    if start.startswith(file_types.GZIP):
        source = file_types.content(path)
        start, end = source[:1024], source[-TAIL:]
    if not start:
        raise DocumentError(f"{path.name}: is empty (0 bytes)", "fetch it again")
    if b"%PDF-" not in start:
        kind = file_types.file_type(path)
        what = f"is {file_types.NAMES[kind]}, and no PDF" if kind else f"is not a PDF (it begins {start[:12]!r})"
        name_it = f"give its name the ending .{kind}" if kind in file_types.TYPES else "save the document as PDF"
        raise DocumentError(f"{path.name}: {what}", name_it)
    try:
        document = pypdfium2.PdfDocument(source)
    except pypdfium2.PdfiumError as error:  # its message may be that of an earlier file, so this file is searched
        if b"/Encrypt" in path.read_bytes():
            raise DocumentError(f"{path.name}: is locked with a password", "save a copy without one") from error
        raise DocumentError(
            f"{path.name}: cannot be opened: it is damaged or has no pages", "fetch it again"
        ) from error
    count = len(document)
    if not (b"%%EOF" in end or _has_end_mark(path)) or not 0 < count <= MOST_PAGES:
        document.close()
        if not 0 < count <= MOST_PAGES:
            raise DocumentError(f"{path.name}: has {count} pages; a review has 1 to {MOST_PAGES}", "check the file")
        raise DocumentError(f"{path.name}: ends early, so pages may be missing", "fetch it again")
    if _is_empty_form(document):
        document.close()
        step = "open it in Adobe Acrobat Reader, print it to PDF, and use that"
        raise DocumentError(f"{path.name}: is a form (XFA) whose words are not in its pages", step)
    if document.get_formtype() == pdfium.FORMTYPE_ACRO_FORM:
        document.init_forms()  # before any page is opened
    return document


def pdf_file(path: Path) -> Path | io.BytesIO:
    """Return what another library opens as a PDF file: the file, or its content where it was saved packed (gzip)."""
    with path.open("rb") as file:
        is_packed = file.read(2) == file_types.GZIP
    return io.BytesIO(file_types.content(path)) if is_packed else path


def attached_documents(path: Path) -> list[str]:
    """Return the names of the documents that are attached to a PDF: of a portfolio, the report itself is one."""
    document = open_pdf(path)
    try:
        names = [document.get_attachment(index).get_name() for index in range(document.count_attachments())]
        return [name for name in names if file_types.named_type(Path(name.replace("\0", "")))]
    finally:
        document.close()


def _is_empty_form(document: pypdfium2.PdfDocument) -> bool:
    """Return whether a document is a form (XFA) of which the pages hold no more than a request to wait."""
    if document.get_formtype() not in (pdfium.FORMTYPE_XFA_FULL, pdfium.FORMTYPE_XFA_FOREGROUND):
        return False
    words = 0
    for index in range(min(len(document), FIRST_PAGES_OF_FORM)):
        page = document[index]
        text_page = page.get_textpage()
        text = text_page.get_text_range()
        text_page.close()
        page.close()
        if PLEASE_WAIT.search(text):
            return True
        words += len(text.split())
    return words < WORDS_OF_EMPTY_FORM


def parse_web_page(path: Path) -> html.HtmlElement:
    """Parse a document that has no pages: a web page, or a Word file or electronic book made into one.

    Raises: `DocumentError` where the file is too large, nested too deeply or not what it should be.
    Limitations: the parser does not bound nesting; the worker's memory and time do.
    """
    kind = file_types.document_type(path)
    if kind in sections.KINDS:
        return sections.web_page(kind, file_types.content(path), path.name, parse_html)
    content = file_types.content(path, LARGEST_PAGE)
    return parse_html(_page_of_archive(content), path.name)


def parse_html(content: bytes, name: str) -> html.HtmlElement:
    """Parse the bytes of a web page.

    Raises: `DocumentError` where it is nested too deeply, or no web page.
    """
    source, encoding = _decoded(content)
    parser = html.HTMLParser(encoding=encoding, huge_tree=True)
    try:
        tree = html.document_fromstring(source, parser=parser)
        if any("depth" in fault.message.lower() for fault in parser.error_log):
            raise DocumentError(f"{name}: is nested too deeply to be read whole", "save the text alone")
        return tree
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise DocumentError(f"{name}: is not a web page ({error})", "save the page as HTML") from error


def _page_of_archive(source: bytes) -> bytes:
    """Return the page inside a web archive (MHTML), which browsers save under any name; other files as they are."""
    if not file_types.SAVED_PAGE.match(source[:2048]):
        return source
    for part in email.message_from_bytes(source).walk():
        content = part.get_payload(decode=True) if part.get_content_type() == "text/html" else None
        if isinstance(content, bytes):
            return content
    return source


def _decoded(source: bytes) -> tuple[bytes, str | None]:
    """Return a page and its encoding; None leaves it to what the page declares.

    Source: WHATWG, Encoding Standard: Latin-1 and ASCII mean Windows-1252. So do bytes that are no UTF-8 in a page that
    says UTF-8, or nothing.
    """
    try:
        source.decode("utf-8")
        return source.replace(b"\0", b""), "utf-8"  # a null byte is not a character of any text
    except UnicodeDecodeError:
        declared = DECLARED_ENCODING.search(source[:2048])
        name = declared[1].decode("ascii").lower() if declared else ""
        if name in MEANS_WINDOWS_1252 and source[:2] not in (b"\xff\xfe", b"\xfe\xff"):
            return source.decode("windows-1252", "replace").encode("utf-8"), "utf-8"
        return source, None


def count_notes(page: pypdfium2.PdfPage) -> int:
    """Count the notes that are laid on a page as text: they are seen, and are no part of the file's own text."""
    count = 0
    for index in range(pdfium.FPDFPage_GetAnnotCount(page.raw)):
        note = pdfium.FPDFPage_GetAnnot(page.raw, index)
        count += pdfium.FPDFAnnot_GetSubtype(note) == pdfium.FPDF_ANNOT_FREETEXT
        pdfium.FPDFPage_CloseAnnot(note)
    return count


def open_page(document: pypdfium2.PdfDocument, name: str, number: int) -> pypdfium2.PdfPage:
    """Open the page with this number (from 1), the words of its form fields and notes drawn into it.

    Raises: `DocumentError` where it is damaged.
    """
    try:
        page = document[number - 1]
        fields_and_notes.draw_into(document, page)
        return page
    except pypdfium2.PdfiumError as error:
        raise DocumentError(f"{name}: page {number} cannot be opened: it is damaged", "fetch it again") from error


def is_level(page: pypdfium2.PdfPage) -> bool:
    """Return whether a page is neither turned nor moved from the sheet's corner, and its first words are level."""
    is_plain = page.get_rotation() == 0 and tuple(page.get_cropbox()[:2]) == (0, 0)
    return is_plain and _first_words_are_level(page)


def normalise_rotation(page: pypdfium2.PdfPage) -> pypdfium2.PdfPage:
    """Turn a page so that most of its words are level, and move the sheet's corner to 0, 0.

    The page is changed in memory only.
    """
    if is_level(page):
        return page
    left, bottom, right, top = page.get_cropbox()
    length_by_turns = [0.0] * 4  # of the words, by quarter turns
    for page_object in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=1):
        x0, y0, x1, y1 = page_object.get_bounds()
        length_by_turns[_turns(page_object)] += max(x1 - x0, y1 - y0)
    commonest_turns = max(range(4), key=length_by_turns.__getitem__)
    # a stamp up the margin does not turn the page
    turns = commonest_turns if length_by_turns[commonest_turns] > 2 * length_by_turns[0] else 0
    width, height = right - left, top - bottom
    page.set_rotation(0)
    if turns == 0 and (left, bottom) == (0, 0):
        return page
    undo_turns = [
        pypdfium2.PdfMatrix(1, 0, 0, 1, -left, -bottom),
        pypdfium2.PdfMatrix(0, -1, 1, 0, -bottom, right),
        pypdfium2.PdfMatrix(-1, 0, 0, -1, right, top),
        pypdfium2.PdfMatrix(0, 1, -1, 0, top, -left),
    ][turns]
    for page_object in page.get_objects(max_depth=1):
        page_object.transform(undo_turns)
    sides = (width, height) if turns in (0, 2) else (height, width)
    page.set_mediabox(0, 0, *sides)
    page.set_cropbox(0, 0, *sides)
    return page


def _first_words_are_level(page: pypdfium2.PdfPage) -> bool:
    """Return whether most of the first texts of a page are level, as on nearly every page."""
    texts = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=1)
    turns = [_turns(page_object) for page_object in itertools.islice(texts, FIRST_TEXTS)]
    return turns.count(0) >= len(turns) / 2


def _turns(page_object: pypdfium2.PdfObject) -> int:
    """Return how many quarter turns a text is set from level."""
    matrix = page_object.get_matrix()
    return round(math.degrees(math.atan2(matrix.b, matrix.a)) / 90) % 4


def page_size(page: pypdfium2.PdfPage, name: str, number: int) -> tuple[float, float]:
    """Return the width and height of a page in points. Raises `DocumentError` where no page can be so large."""
    width, height = page.get_size()
    if max(width, height) > LARGEST_SIDE:
        raise DocumentError(f"{name}, page {number}: measures {width:.0f} by {height:.0f} points", "check the file")
    return width, height


def unrotated_size(page: pypdfium2.PdfPage) -> tuple[float, float]:
    """Return the width and height of the sheet in points, as its text is placed before the page is turned."""
    width, height = page.get_size()
    return (height, width) if page.get_rotation() in (90, 270) else (width, height)


def short_hash(path: Path) -> str:
    """Return the first eight characters of the file's SHA-256: enough to tell it from any other likely to be met."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:8]


def _has_end_mark(path: Path) -> bool:
    """Return whether a PDF ends before its file does: servers and mail gateways append what is no object of it."""
    before, mark, appended = path.read_bytes().rpartition(b"%%EOF")
    return bool(mark) and b"startxref" in before and b"endobj" not in appended


def _ends(path: Path) -> tuple[bytes, bytes]:
    """Return the first kilobyte and the last 64 of a file, where the PDF mark and the end mark stand."""
    try:
        with path.open("rb") as file:
            start = file.read(1024)
            file.seek(max(0, path.stat().st_size - TAIL))
            return start, file.read()
    except OSError as error:
        raise DocumentError(
            f"{path.name}: cannot be read ({error.strerror})", "check the name and the rights"
        ) from error
