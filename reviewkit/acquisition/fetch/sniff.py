"""Tell what a document is.

Input: its first bytes, and what the server calls it. Output: `.pdf` or `.html`, or `Refused`. The bytes decide. A page
that calls itself a PDF is a page to log in, or an error, and no review.

Limitations: an error page that is sent as a web page, from an address that does not end in .pdf, looks like a document
here; `refusals` looks at its words.
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

from reviewkit.acquisition.fetch.policy import Refused, shorten_line

LARGEST_PAGE = 30_000_000  # bytes: no longer page is compared word by word
HEAD = 1 << 14  # bytes: comments may stand before a page's first tag
ENDINGS_BY_CONTENT_TYPE = {  # "" where the type says nothing of the form
    "application/pdf": ".pdf", "application/x-pdf": ".pdf", "text/html": ".html", "application/xhtml+xml": ".html",
    "": "", "application/octet-stream": "", "binary/octet-stream": "", "application/x-download": "",
    "application/download": "", "application/force-download": "",
}  # fmt: skip
WEB_PAGE = re.compile(  # <?xml version="1.0"?> <!-- saved --> <!DOCTYPE html>; atomic, so that no page makes it slow
    rb"(?>\xef\xbb\xbf)?(?>\s+|<!--(?>.*?-->)|<\?xml(?>.*?\?>))*+<(?>!doctype\s+html|html|head|body)[\s>]", re.S | re.I
)
OTHER_FORMATS = (  # how their files begin
    (b"PK\x03\x04", "an archive or an office document (ZIP)"), (b"\x1f\x8b", "an archive (gzip)"),
    (b"7z\xbc\xaf\x27\x1c", "an archive (7z)"), (b"Rar!", "an archive (RAR)"), (b"BZh", "an archive (bzip2)"),
    (b"\xfd7zXZ", "an archive (xz)"), (b"\x28\xb5\x2f\xfd", "an archive (zstd)"),
    (b"\xd0\xcf\x11\xe0", "an office document"), (b"{\\rtf", "an office document (RTF)"),
)  # fmt: skip
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
    Raises: `Refused` where the document is neither a PDF nor a web page, or not what the server or the address says.

    >>> file_ending(b"%PDF-1.7", "application/octet-stream", False)
    '.pdf'
    """
    declared = content_type.partition(";")[0].strip().lower()
    other_format = next((name for start, name in OTHER_FORMATS if head.startswith(start)), "")
    if other_format:  # looked at first: an archive may begin with the document in it
        raise Refused(f"is {other_format}", SAVE_BY_HAND)
    if WEB_PAGE.match(head):
        ending = ".html"
    elif b"%PDF-" in head[:1024]:
        ending = ".pdf"
    else:
        raise Refused(f"is neither a PDF nor a web page (begins {head[:12]!r})", SAVE_BY_HAND)
    if declared not in ENDINGS_BY_CONTENT_TYPE:
        raise Refused(f"is called {shorten_line(declared)}", SAVE_BY_HAND)
    if ending == ".html" and (ENDINGS_BY_CONTENT_TYPE[declared] != ".html" or named_pdf):
        raise Refused("is a web page where a PDF was to come: an error, or a page to log in", SAVE_BY_HAND)
    return ending
