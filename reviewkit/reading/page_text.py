"""Document -> pages: the text of every page, fast (PDFium).

Comes in: a PDF file. Goes out: the table `pages`, one row a page, and the pages that can hold a recommendation.
Reading the layout closely costs ten times as much, so it is done only where this finds cause (`closely`).

Limit: what is not in the text layer is not seen; a page of pictures is a row in `problems` and is named there.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from pathlib import Path

import pandas as pd
import pypdfium2
import pypdfium2.raw as pdfium

from reviewkit.corpus import tables
from reviewkit.reading import documents

BARE = 40  # characters: a page with fewer may be a picture, and is looked at for one
MANY = 200  # pictures of a page that are measured


def page_texts(path: Path) -> pd.DataFrame:
    """A PDF file in, the table `pages` out.

    Raises `documents.DocumentError` where the file is no PDF, is empty, is locked, ends early or has no pages.
    """
    document = documents.open_pdf(path)
    try:
        rows = [_page(document, number, path.name) for number in range(1, len(document) + 1)]
    finally:
        document.close()
    skimmed = tables.build(rows, "pages")
    skimmed["closely"] = ["yes" if close else "no" for close in _closely(skimmed["text"].tolist())]
    return skimmed


def _page(document: pypdfium2.PdfDocument, number: int, name: str) -> dict[str, object]:
    """One row of `pages`. Each page is closed at once, so memory does not grow with their number."""
    page = documents.open_page(document, name, number)
    try:
        documents.page_size(page, name, number)
        width, height = documents.unrotated_size(page)
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


SAYS = re.compile(r"r\s?e\s?c\s?o\s?m\s?m\s?e\s?n\s?d", re.I)  # "RECOM MENDATIONS", as headings come out of PDFs
OURS = "reviewkit digest:"  # our digests hold commitments and duties too, without the word
HEADS = re.compile(  # a short line that says so: a heading, or "Recommendation 4: Title"
    r"^\W{0,3}(\S+ ){0,9}?\S{0,3}r\s?e\s?c\s?o\s?m\s?m\s?e\s?n\s?d[^\n]{0,90}$|^\W{0,3}(R|Rec\.? ?)\d{1,2}[.: ]",
    re.I | re.M,
)
NUMBERED = re.compile(r"\W*(\w+ )?(recommendation|rec\.?|r)\s?\d", re.I)  # and not "Recommendations 221", a foot
OFTEN = 6  # pages: a line on so many is a running head or foot
LEADS = re.compile(r"recommend[^:]{0,250}:\s*$|recommend[^“”]{0,90}“|recommend\w* as follows", re.I | re.M)
OWN = re.compile(  # "We therefore recommend", "The Panel urges", "I call on"
    r"\b(we|i|panel|committee|inquiry|commission|board|review|report)\s+(\w+,?\s+){0,3}(recommends?|urges?|calls?)\b",
    re.I,
)
ITEM = re.compile(r"^\s*(\d{1,2}(\.\d{1,3})?[.)]|\([a-z]{1,4}\)|R\d+)\s", re.M)  # "4. ", "8.12. ", "(iv) "
MODAL = re.compile(r"\b(should|must|shall|we urge|needs? to)\b", re.I)


def _closely(texts: list[str]) -> list[bool]:
    """Whether each page can hold a recommendation: a heading or lead-in says so, here or overleaf, or its list runs on.

    A page that only mentions a recommendation in running text is not read closely.
    """
    heads = [_heads(text) if SAYS.search(text) else set() for text in texts]
    running = {shape for shape, count in Counter(shape for found in heads for shape in found).items() if count >= OFTEN}
    leads = [
        OURS in text or bool(found - running) or bool(SAYS.search(text) and (LEADS.search(text) or OWN.search(text)))
        for text, found in zip(texts, heads, strict=True)
    ]
    close = [lead or (place > 0 and leads[place - 1]) for place, lead in enumerate(leads)]
    for place in range(1, len(texts)):  # a list of asks that runs on, page after page, without the word
        runs_on = bool(ITEM.search(texts[place])) and bool(MODAL.search(texts[place]))
        close[place] = close[place] or (close[place - 1] and runs_on)
    return close


def _heads(text: str) -> set[str]:
    """The short lines of a page that say "recommendation", without digits but where they number one."""
    lines = {found.group().strip() for found in HEADS.finditer(text)}
    short = {
        line
        for line in lines
        if NUMBERED.match(line) or (sum(len(word) > 1 for word in line.split()) <= 10 and line[-1] not in ".,;")
    }
    return {line if NUMBERED.match(line) else re.sub(r"\d", "", line) for line in short}
