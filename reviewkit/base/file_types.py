"""Say what a document is by its first bytes, and by which endings each type is known.

The bytes decide, not the name. An archive (ZIP) is looked into as far as the names of its files.

Input: a file, or its first bytes. Output: a type: an ending without its dot (`pdf`, `html`, `docx`, `odt`, `epub`,
`mht`, `doc`, `rtf`), another format that is named to the person (`gzip`, `zip` ...), or "" where it is not known.

Limitations: a web page that begins with words and no tag is not known by its bytes; its ending says what it is.
"""

from __future__ import annotations

import gzip
import re
import zipfile
import zlib
from pathlib import Path

from reviewkit.base.errors import DocumentError

LARGEST = 400_000_000  # bytes: the longest report has under 100 million
GZIP = b"\x1f\x8b"
HEAD = 1 << 14  # bytes: comments may stand before a page's first tag
TYPES = ("pdf", "html", "docx", "odt", "epub", "mht", "doc", "rtf")  # that are read, in the order of preference
SAME_TYPE = {"htm": "html", "xhtml": "html", "mhtml": "mht", "docm": "docx"}  # other endings of a type
ENDINGS = (*TYPES, "htm", "xhtml", "mhtml")  # of files in a corpus folder, in the order in which they are taken
CONVERTED = ("odt", "doc", "rtf")  # by a program beside this one
WITHOUT_PAGES = ("html", "mht", "docx", "odt", "epub", "doc", "rtf")  # read as sections, each with an anchor
NAMES = {  # as a person is told
    "pdf": "a PDF", "html": "a web page", "mht": "a saved web page (MHTML)", "docx": "a Word file (.docx)",
    "odt": "an OpenDocument text (.odt)", "epub": "an electronic book (EPUB)", "doc": "an office document",
    "rtf": "an office document (RTF)", "zip": "an archive or an office document (ZIP)", "gzip": "an archive (gzip)",
    "7z": "an archive (7z)", "rar": "an archive (RAR)", "bzip2": "an archive (bzip2)", "xz": "an archive (xz)",
    "zstd": "an archive (zstd)", "jpeg": "a picture (JPEG)", "png": "a picture (PNG)", "tiff": "a picture (TIFF)",
}  # fmt: skip
STARTS = (  # how files begin
    (b"\x1f\x8b", "gzip"), (b"7z\xbc\xaf\x27\x1c", "7z"), (b"Rar!", "rar"), (b"BZh", "bzip2"), (b"\xfd7zXZ", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"), (b"\xd0\xcf\x11\xe0", "doc"), (b"{\\rtf", "rtf"),
    (b"\xff\xd8\xff", "jpeg"), (b"\x89PNG", "png"), (b"II*\0", "tiff"), (b"MM\0*", "tiff"),
)  # fmt: skip
WEB_PAGE = re.compile(  # <?xml version="1.0"?> <!-- saved --> <!DOCTYPE html>; atomic, so that no page makes it slow
    rb"(?>\xef\xbb\xbf)?(?>\s+|<!--(?>.*?-->)|<\?xml(?>.*?\?>))*+<(?>!doctype\s+html|html|head|body)[\s>]", re.S | re.I
)
SAVED_PAGE = re.compile(  # "From: <Saved by Blink>", "MIME-Version: 1.0"
    rb"(?:\xef\xbb\xbf)?(?:[\w-]+: [^\n]*\n(?:[ \t][^\n]*\n)*)*MIME-Version:", re.I
)
PACKED_TYPES = {  # what the entry "mimetype" of an archive says
    b"application/epub+zip": "epub", b"application/vnd.oasis.opendocument.text": "odt",
}  # fmt: skip
FIRST_NAME = 30  # byte at which the name of an archive's first file begins
WORD_PART = "word/document.xml"
LONGEST_TYPE = 100  # bytes of "mimetype"


def head_type(head: bytes) -> str:
    """Return the type of a document by its first bytes (`HEAD` of them).

    >>> head_type(b"%PDF-1.7"), head_type(b"<!DOCTYPE html><p>"), head_type(bytes(4))
    ('pdf', 'html', '')
    """
    if head.startswith(b"PK\x03\x04"):  # looked at first: an archive may begin with the document in it
        first = head[FIRST_NAME:]  # "mimetype" and what it says, where that entry is stored as it is
        packed = next((name for said, name in PACKED_TYPES.items() if first.startswith(b"mimetype" + said)), "")
        return packed or ("docx" if b"word/" in head else "zip")
    named = next((name for start, name in STARTS if head.startswith(start)), "")
    if named:
        return named
    if WEB_PAGE.match(head):
        return "html"
    if b"%PDF-" in head[:1024]:
        return "pdf"
    return "mht" if SAVED_PAGE.match(head[:2048]) else ""


def file_type(path: Path) -> str:
    """Return the type of a file by its bytes.

    Raises: `OSError` where it cannot be read.
    """
    with path.open("rb") as file:
        found = head_type(file.read(HEAD))
    return _packed_type(path) if found in ("zip", "docx") else found


def unpacked_type(path: Path) -> str:
    """Return the type of a file, and of one that was saved packed (gzip) what is in it, where that is read.

    Raises: `OSError` where it cannot be read.
    """
    found = file_type(path)
    if found != "gzip":
        return found
    try:
        with gzip.open(path) as opened:
            inner = head_type(opened.read(HEAD))
    except (EOFError, zlib.error, gzip.BadGzipFile):
        return found
    return inner if inner in TYPES else found


def content(path: Path, most: int = LARGEST) -> bytes:
    """Return the bytes of a document; one that was saved packed (gzip) is unpacked, up to the bound.

    Raises: `DocumentError` where it cannot be read, or has more bytes than the bound.
    """
    try:
        with path.open("rb") as file:
            is_packed = file.read(2) == GZIP
        with gzip.open(path) if is_packed else path.open("rb") as opened:
            read = opened.read(most + 1)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise DocumentError(f"{path.name}: is packed (gzip) and cut short or damaged", "fetch it again") from error
    except OSError as error:
        step = "check the name and the rights"
        raise DocumentError(f"{path.name}: cannot be read ({error.strerror})", step) from error
    if len(read) > most:
        raise DocumentError(f"{path.name}: is larger than {most // 10**6} MB", "save the text alone")
    return read


def document_type(path: Path) -> str:
    """Return the type as which a file is read: by its bytes, else by its ending; "" where neither is known.

    What is called a PDF is read as one or refused: a web page under that name is a page to log in, or an error.
    """
    named = named_type(path)
    if named == "pdf":
        return "pdf"
    try:
        found = unpacked_type(path)
    except OSError:
        return named
    return found if found in TYPES else named


def named_type(path: Path) -> str:
    """Return the type that the ending of a file's name says; "" where it is none of those that are read.

    >>> named_type(Path("report.HTM")), named_type(Path("report.xlsx"))
    ('html', '')
    """
    ending = path.suffix.lower().removeprefix(".")
    ending = SAME_TYPE.get(ending, ending)
    return ending if ending in TYPES else ""


def has_pages(path: Path) -> bool:
    """Return whether a document is read as pages; any other is read as sections with anchors."""
    return document_type(path) not in WITHOUT_PAGES


def _packed_type(path: Path) -> str:
    """Return the type of an archive (ZIP) by the names in it."""
    try:
        with zipfile.ZipFile(path) as archive:
            if WORD_PART in archive.NameToInfo:
                return "docx"
            said = archive.open("mimetype").read(LONGEST_TYPE) if "mimetype" in archive.NameToInfo else b""
            return PACKED_TYPES.get(said.strip(), "zip")
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, EOFError, zlib.error):
        return "zip"
