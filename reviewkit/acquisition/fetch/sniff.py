"""Tell what a document is.

Input: its first bytes, and what the server calls it. Output: `.pdf`, `.html`, `.docx`, `.odt` or `.epub`, or
`Refused`. The bytes decide (`base.file_types`). A page that calls itself a PDF is a page to log in, or an error, and no
review.

Limitations: an error page that is sent as a web page, from an address that does not end in .pdf, looks like a document
here; `refusals` looks at its words.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from reviewkit.acquisition.fetch.policy import Refused, shorten_line
from reviewkit.base import file_types

LARGEST_PAGE = 30_000_000  # bytes: no longer page is compared word by word
HEAD = file_types.HEAD
ENDINGS_BY_CONTENT_TYPE = {  # "" where the type says nothing of the form
    "application/pdf": ".pdf", "application/x-pdf": ".pdf", "text/html": ".html", "application/xhtml+xml": ".html",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx", "application/msword": ".doc",
    "application/vnd.oasis.opendocument.text": ".odt", "application/epub+zip": ".epub", "application/zip": "",
    "": "", "application/octet-stream": "", "binary/octet-stream": "", "application/x-download": "",
    "application/download": "", "application/force-download": "",
}  # fmt: skip
FETCHED = ("pdf", "html", "docx", "odt", "epub")  # types of document that a publisher's server gives
SAVE_BY_HAND = "open it in a browser, and save the document by hand"


def named_pdf(address: str) -> bool:
    """Return whether an address ends like the name of a PDF."""
    return urlsplit(address).path.lower().endswith(".pdf")


def page_words(page: Path) -> list[str]:
    """Return the words of a web page: what a publisher's system puts into each answer anew is mostly no word.

    Empty where the page is too large or too broken to tell.
    """
    from lxml import etree, html

    if page.stat().st_size > LARGEST_PAGE:
        return []
    try:
        tree = html.document_fromstring(page.read_bytes())
    except (etree.ParserError, etree.XMLSyntaxError):
        return []
    etree.strip_elements(tree, "script", "style", "noscript", "template", with_tail=False)
    return tree.text_content().split()


def file_ending(head: bytes, content_type: str, named_pdf: bool) -> str:
    """Return the ending that a document's file gets, by its first bytes.

    `content_type` is the header of the answer; `named_pdf` says whether the address ends like the name of a PDF.
    Raises: `Refused` where the document is of no type that is read, or not what the server or the address says.

    >>> file_ending(b"%PDF-1.7", "application/octet-stream", False)
    '.pdf'
    """
    declared = content_type.partition(";")[0].strip().lower()
    kind = file_types.head_type(head)
    if kind == "zip" and ENDINGS_BY_CONTENT_TYPE.get(declared) == ".docx":
        kind = "docx"  # its text may stand far from the beginning, behind a picture
    if kind and kind not in FETCHED:
        raise Refused(f"is {file_types.NAMES[kind]}", SAVE_BY_HAND)
    if not kind:
        raise Refused(f"is neither a PDF nor a web page, nor a Word file (begins {head[:12]!r})", SAVE_BY_HAND)
    if declared not in ENDINGS_BY_CONTENT_TYPE:
        raise Refused(f"is called {shorten_line(declared)}", SAVE_BY_HAND)
    if kind == "html" and (ENDINGS_BY_CONTENT_TYPE[declared] != ".html" or named_pdf):
        raise Refused("is a web page where a PDF was to come: an error, or a page to log in", SAVE_BY_HAND)
    return f".{kind}"
