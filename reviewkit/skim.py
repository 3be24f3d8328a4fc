"""Document -> pages: the text of every page, fast (PDFium).

Comes in: a PDF file. Goes out: the table `pages`, one row a page, and the pages that can hold a recommendation.
Reading the layout closely costs ten times as much, so it is done only where this finds cause (`closely`).

Limit: what is not in the text layer is not seen; a page of pictures is a row in `problems` and is named there.
"""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pandas as pd
import pypdfium2
import pypdfium2.raw as pdfium

from reviewkit import documents, tables

BARE = 40  # characters: a page with fewer may be a picture, and is looked at for one
MANY = 200  # pictures of a page that are measured


def pages(path: Path) -> pd.DataFrame:
    """A PDF file in, the table `pages` out.

    Raises `documents.DocumentError` where the file is no PDF, is empty, is locked, ends early or has no pages.
    """
    document = documents.opened(path)
    try:
        rows = [_page(document, number, path.name) for number in range(1, len(document) + 1)]
    finally:
        document.close()
    skimmed = tables.build(rows, "pages")
    skimmed["closely"] = ["yes" if close else "no" for close in _closely(skimmed["text"].tolist())]
    return skimmed


def _page(document: pypdfium2.PdfDocument, number: int, name: str) -> dict[str, object]:
    """One row of `pages`. Each page is closed at once, so memory does not grow with their number."""
    page = document[number - 1]
    try:
        width, height = documents.measured(page, name, number)
        layer = page.get_textpage()
        try:
            text = layer.get_text_range().replace("\r\n", "\n")
        finally:
            layer.close()
        characters = len("".join(text.split()))
        pictures = _covered(page, width * height) if characters < BARE else 0
    finally:
        page.close()
    return {
        "document": name,
        "page": number,
        "width": round(width),
        "height": round(height),
        "characters": characters,
        "pictures": pictures,
        "closely": "no",
        "text": text,
        "anchor": "",
    }


def _covered(page: pypdfium2.PdfPage, area: float) -> int:
    """How much of a page its pictures cover, of 100."""
    found = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3)
    bounds = [picture.get_bounds() for picture in itertools.islice(found, MANY)]
    covered = sum(max(0, right - left) * max(0, top - bottom) for left, bottom, right, top in bounds)
    return min(100, round(100 * covered / max(area, 1)))


ASKS = re.compile(r"r\s?e\s?c\s?o\s?m\s?m\s?e\s?n\s?d", re.I)  # "RECOM MENDATIONS", as headings come out of PDFs
OURS = "reviewkit digest:"  # our digests hold commitments and duties too, without the word
ITEM = re.compile(r"^\s*(\d{1,2}(\.\d{1,3})?[.)]|\([a-z]{1,4}\)|R\d+)\s", re.M)  # "4. ", "8.12. ", "(iv) "
MODAL = re.compile(r"\b(should|must|shall|we urge|needs? to)\b", re.I)


def _closely(texts: list[str]) -> list[bool]:
    """Whether each page can hold a recommendation: it says so, stands next to one that does, or carries its list on."""
    asks = [bool(ASKS.search(text)) or OURS in text for text in texts]
    close = [any(asks[max(0, place - 1) : place + 2]) for place in range(len(texts))]
    for place in range(1, len(texts)):  # a list of asks that runs on, page after page, without the word
        runs_on = bool(ITEM.search(texts[place])) and bool(MODAL.search(texts[place]))
        close[place] = close[place] or (close[place - 1] and runs_on)
    return close
