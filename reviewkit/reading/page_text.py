"""Read the text of every page of a PDF, fast (PDFium), and mark the pages that can hold a recommendation.

Reading the layout of a page takes ten times as long as its text, so only pages marked in the column `closely` are read
that way: those that speak of recommending, and those on which anything is asked at all. Of the pages on which a
recommendation begins, in all documents whose truth is known, none is left out (`benchmarks/segmenting.py`).

Input: a PDF file.
Output: the table `pages`, one row a page.
Limitations: what is not in the text layer is not seen; a page of pictures is named in `problems`.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pypdfium2
import pypdfium2.raw as pdfium

from reviewkit.corpus import tables
from reviewkit.reading import documents, printed_pages, recognition
from reviewkit.reading.commands import COMMAND_WORDS

FEW_CHARACTERS = 40  # characters: a page with fewer may be a picture, so its pictures are measured
CHARACTERS_OF_HEAD = 200  # characters: a running head and foot beside a picture have no more
SCAN_COVERAGE = 50  # of 100 of a page: a picture of a page, with a typed head
MAX_PICTURES_MEASURED = 200  # of one page: its first pictures say how much they cover, and some pages have thousands


PageReader = Callable[[pypdfium2.PdfPage, pypdfium2.PdfTextPage, int], None]


def page_texts(path: Path, read_asking_page: PageReader | None = None) -> pd.DataFrame:
    """Return the table `pages` of a PDF file.

    `read_asking_page` is called with each page on which anything is asked, its text page and its number while they are
    open, since opening a page takes as long as reading it.

    Raises: `DocumentError` where the file is not a PDF, is empty, is locked, ends early or has no pages.
    """
    asking: set[int] = set()

    def read_page(page: pypdfium2.PdfPage, text_page: pypdfium2.PdfTextPage, number: int, text: str) -> None:
        if may_ask(text):
            asking.add(number)
            if read_asking_page:
                read_asking_page(page, text_page, number)

    document = documents.open_pdf(path)
    try:
        rows = [_page_row(document, number, path.name, read_page) for number in range(1, len(document) + 1)]
        labels = [document.get_page_label(index) for index in range(len(document))]
    finally:
        document.close()
    pages = tables.build(rows, "pages")
    speaking = speak_of_recommending(pages["text"].tolist())
    pages["printed_page"] = printed_pages.printed_numbers(pages["text"].tolist(), labels)
    pages["closely"] = [
        "yes" if speaks or number in asking else "no" for number, speaks in enumerate(speaking, start=1)
    ]
    return pages


def are_scans(pages: pd.DataFrame) -> pd.Series:
    """Return for each row of `pages` whether it is a picture of a page, with no more text than a head and a foot."""
    return (pages["characters"] < CHARACTERS_OF_HEAD) & (pages["pictures"] >= SCAN_COVERAGE)


def _page_row(
    document: pypdfium2.PdfDocument,
    number: int,
    name: str,
    read_page: Callable[[pypdfium2.PdfPage, pypdfium2.PdfTextPage, int, str], None],
) -> dict[str, object]:
    """Return one row of `pages`. Each page is closed at once, so that memory does not grow with their number.

    `read_page` is called last with the open page, its text page, its number and its text, and may change the page.
    """
    page = documents.open_page(document, name, number)
    try:
        documents.page_size(page, name, number)
        width, height = documents.unrotated_size(page)
        text_page = page.get_textpage()
        try:
            text = text_page.get_text_range().replace("\r\n", "\n")
            characters = len("".join(text.split()))
            unseen = characters > 0 and recognition.has_unseen_text(page)
            coverage = _picture_coverage(page, width * height) if unseen or characters < CHARACTERS_OF_HEAD else 0
            read_page(page, text_page, number, text)
        finally:
            text_page.close()
    finally:
        page.close()
    return {
        "document": name,
        "page": number,
        "width": round(width),
        "height": round(height),
        "characters": characters,
        "pictures": coverage if characters < CHARACTERS_OF_HEAD else 0,
        "closely": "no",
        "text": text,
        "anchor": "",
        "recognised": "yes" if unseen and coverage >= SCAN_COVERAGE else "",
    }


def _picture_coverage(page: pypdfium2.PdfPage, area: float) -> int:
    """Return how much of a page its pictures cover, of 100."""
    picture_objects = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3)
    bounds = [picture.get_bounds() for picture in itertools.islice(picture_objects, MAX_PICTURES_MEASURED)]
    covered = sum(max(0, right - left) * max(0, top - bottom) for left, bottom, right, top in bounds)
    return min(100, round(100 * covered / max(area, 1)))


MENTIONS_RECOMMENDING = re.compile(  # "RECOM MENDATIONS", as headings come out of PDFs
    r"r\s?e\s?c\s?o\s?m\s?m\s?e\s?n\s?d", re.I
)
DIGEST_MARK = "reviewkit digest:"  # the digests hold commitments and duties too, without the word
LINE_OF_HEADING = re.compile(  # a short line that says it: a heading, or "Recommendation 4: Title"
    r"^\W{0,3}(\S+ ){0,9}?\S{0,3}r\s?e\s?c\s?o\s?m\s?m\s?e\s?n\s?d[^\n]{0,90}$|^\W{0,3}(R|Rec\.? ?)\d{1,2}[.: ]",
    re.I | re.M,
)
NUMBERED_RECOMMENDATION = re.compile(  # and not "Recommendations 221", a running foot
    r"\W*(\w+ )?(recommendation|rec\.?|r)\s?\d", re.I
)
PAGES_OF_RUNNING_LINE = 6  # a line on so many pages is a running head or foot
LEADS_IN_TO_LIST = re.compile(r"recommend[^:]{0,250}:\s*$|recommend[^“”]{0,90}“|recommend\w* as follows", re.I | re.M)
RECOMMENDS_IN_OWN_NAME = re.compile(  # "We therefore recommend", "The Panel urges", "I call on"
    r"\b(we|i|panel|committee|inquiry|commission|board|review|report)\s+(\w+,?\s+){0,3}(recommends?|urges?|calls?)\b",
    re.I,
)
LIST_ITEM = re.compile(r"^\s*(\d{1,2}(\.\d{1,3})?[.)]|\([a-z]{1,4}\)|R\d+)\s", re.M)  # "4. ", "8.12. ", "(iv) "
ASKS = re.compile(  # "the trust must", "areas for improvement"
    r"\b(should|must|shall|ought to|needs? to|recommend\w*|urges?|calls? (up)?on|required to|priority action"
    r"|areas? for improvement)\b",
    re.I,
)
COMMAND_LINE = re.compile(  # "• ensure that", "4. Publish", "That the Cabinet"
    rf"^\W{{0,4}}(\d{{1,3}}[.)]?|\(?[a-z]{{1,4}}[.)]|\d\.\d+)?\W{{0,4}}({'|'.join(sorted(COMMAND_WORDS))}|that the)\b",
    re.I | re.M,
)
ASKS_IN_LIST_ITEM = re.compile(r"\b(should|must|shall|we urge|needs? to)\b", re.I)


def may_ask(text: str) -> bool:
    """Return whether anything is asked on a page, by a word of asking or by two lines that begin with a command."""
    return bool(ASKS.search(text)) or sum(1 for _ in COMMAND_LINE.finditer(text)) >= 2


def speak_of_recommending(texts: list[str]) -> list[bool]:
    """Return for each page whether it speaks of recommending in a way that may open or carry on a list.

    It can where a heading or lead-in says so, here or on the page before, or where the list of the page before runs on.
    A page that only mentions a recommendation in running text is left out.
    """
    headings = [_recommendation_headings(text) if MENTIONS_RECOMMENDING.search(text) else set() for text in texts]
    page_counts = Counter(heading for on_page in headings for heading in on_page)
    running = {heading for heading, count in page_counts.items() if count >= PAGES_OF_RUNNING_LINE}
    leads = [
        DIGEST_MARK in text or bool(on_page - running) or _introduces_recommendations(text)
        for text, on_page in zip(texts, headings, strict=True)
    ]
    close = [lead or (index > 0 and leads[index - 1]) for index, lead in enumerate(leads)]
    for index in range(1, len(texts)):  # a list of asks that runs on, page after page, without the word
        runs_on = bool(LIST_ITEM.search(texts[index])) and bool(ASKS_IN_LIST_ITEM.search(texts[index]))
        close[index] = close[index] or (close[index - 1] and runs_on)
    return close


def _introduces_recommendations(text: str) -> bool:
    """Return whether a sentence of the page recommends, or leads in to recommendations."""
    if not MENTIONS_RECOMMENDING.search(text):
        return False
    return bool(LEADS_IN_TO_LIST.search(text) or RECOMMENDS_IN_OWN_NAME.search(text))


def _recommendation_headings(text: str) -> set[str]:
    """Return the short lines that say "recommendation", without digits unless they number one."""
    lines = {match.group().strip() for match in LINE_OF_HEADING.finditer(text)}
    short = {
        line
        for line in lines
        if NUMBERED_RECOMMENDATION.match(line)
        or (sum(len(word) > 1 for word in line.split()) <= 10 and line[-1] not in ".,;")
    }
    return {line if NUMBERED_RECOMMENDATION.match(line) else re.sub(r"\d", "", line) for line in short}
