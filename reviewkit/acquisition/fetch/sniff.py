"""What a document is.

Comes in: its first bytes, and what the server calls it. Goes out: `.pdf` or `.html`, or `Refused`. The bytes decide. A
page that calls itself a PDF is a page to log in, or an error, and nobody's review.

Limit: an error page that is sent as a web page, from an address that does not end in .pdf, looks like a document.
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

from reviewkit.acquisition.fetch.policy import Refused, shorten_line

LARGEST_PAGE = 30_000_000  # bytes: none longer is compared word by word
HEAD = 1 << 14  # bytes: comments may stand before a page's first tag
SAYS = {
    "application/pdf": ".pdf", "application/x-pdf": ".pdf", "text/html": ".html", "application/xhtml+xml": ".html",
    "": "", "application/octet-stream": "", "binary/octet-stream": "", "application/x-download": "",
    "application/download": "", "application/force-download": "",
}  # fmt: skip
PAGE = re.compile(  # <?xml version="1.0"?> <!-- saved --> <!DOCTYPE html>; atomic, so that no page makes it slow
    rb"(?>\xef\xbb\xbf)?(?>\s+|<!--(?>.*?-->)|<\?xml(?>.*?\?>))*+<(?>!doctype\s+html|html|head|body)[\s>]", re.S | re.I
)
OTHERS = (
    (b"PK\x03\x04", "an archive or an office document (ZIP)"), (b"\x1f\x8b", "an archive (gzip)"),
    (b"7z\xbc\xaf\x27\x1c", "an archive (7z)"), (b"Rar!", "an archive (RAR)"), (b"BZh", "an archive (bzip2)"),
    (b"\xfd7zXZ", "an archive (xz)"), (b"\x28\xb5\x2f\xfd", "an archive (zstd)"),
    (b"\xd0\xcf\x11\xe0", "an office document"), (b"{\\rtf", "an office document (RTF)"),
)  # fmt: skip
SAVE = "open it in a browser, and save the document by hand"


def named_pdf(address: str) -> bool:
    """Whether an address ends like the name of a PDF."""
    return urlsplit(address).path.lower().endswith(".pdf")


def page_words(page: Path) -> list[str]:
    """A web page in, its words out: what a publisher's system puts into each answer anew is mostly no word.

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


def file_ending(head: bytes, said: str, named_pdf: bool) -> str:
    """The first bytes of a document, its Content-Type and whether its address says PDF in, the ending of its file out.

    >>> ending(b"%PDF-1.7", "application/octet-stream", False)
    '.pdf'
    """
    called = said.partition(";")[0].strip().lower()
    other = next((kind for start, kind in OTHERS if head.startswith(start)), "")
    if other:  # looked at first: an archive may begin with the document in it
        raise Refused(f"is {other}", SAVE)
    if PAGE.match(head):
        found = ".html"
    elif b"%PDF-" in head[:1024]:
        found = ".pdf"
    else:
        raise Refused(f"is neither a PDF nor a web page (begins {head[:12]!r})", SAVE)
    if called not in SAYS:
        raise Refused(f"is called {shorten_line(called)}", SAVE)
    if found == ".html" and (SAYS[called] != ".html" or named_pdf):
        raise Refused("is a web page where a PDF was to come: an error, or a page to log in", SAVE)
    return found
