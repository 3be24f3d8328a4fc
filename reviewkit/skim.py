"""Document -> pages: the text of every page, fast (PDFium).

Comes in: a PDF file. Goes out: the table `pages`, one row a page, and the pages that can hold a recommendation.
Reading the layout closely costs ten times as much, so it is done only where this finds cause (`closely`).

Limit: what is not in the text layer is not seen; a page of pictures is a row in `problems` and is named there.
"""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pypdfium2

from reviewkit import documents, tables


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


def problems(skimmed: pd.DataFrame, document: str) -> list[dict[str, object]]:
    """The table `pages` in, rows of `problems` out: pages without text, which are pictures or blank."""
    bare = skimmed.loc[skimmed["characters"] == 0, "page"].tolist()
    if len(bare) == len(skimmed):
        what = f"none of its {len(bare)} pages has a text layer: they are pictures"
        step = f"run a text recogniser over it: ocrmypdf {document} {document.removesuffix('.pdf')}-text.pdf"
        return [{"document": document, "what": what, "next_step": step}]
    return []


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
    finally:
        page.close()
    characters = len("".join(text.split()))
    return {
        "document": name,
        "page": number,
        "width": round(width),
        "height": round(height),
        "characters": characters,
        "closely": "no",
        "text": text,
        "anchor": "",
    }


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
