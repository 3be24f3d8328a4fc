"""Find the pages that were read badly, before anything is counted, each with what to do.

Input: the `pages` of one document and its recommendations.
Output: rows of the table `problems`.
Source: the thresholds stand above what 1,100 pages of sound reports gave (12 published documents of Parliament,
inquiries and departments, read in November 2026): unknown words at most 28 of 100, words over 20 letters at most 8 of
1,000. A word counts as English if it is in the vocabulary of the embedding model (23,000 words).
Limitations: a page of tables and names is named too, and one in a language that `language` does not know; a page that
is wrong in good English is not.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from reviewkit.corpus import tables
from reviewkit.reading import documents, language, page_text
from reviewkit.reading.english import english_words
from reviewkit.reading.layout.ligatures import LOST_LETTER
from reviewkit.reading.page_text import FEW_CHARACTERS

MIN_WORDS = 50  # words: on a shorter page no rate means much
MAX_UNKNOWN_SHARE = 0.40  # of the words: a wrong font map, or letters apart
MAX_LONG_SHARE = 0.02  # of the words: spaces lost between them
LONG_WORD = 20  # letters: longer words are nearly always two or more
PICTURE_COVERAGE = 20  # of 100 of a page: pictures that cover as much may hold its text
PAGES_NAMED = 8  # of those in another language
PAGES_READ_TWICE = 2  # pages of a document that the second engine reads
MIN_SHARED_LETTERS = 0.97  # of the letters that both engines read: sound pages share at least 99 of 100
MAX_CHARACTERS = 20_000  # characters: a page of the smallest print has fewer
PAGES_OF_RUNNING_LINE = 5  # a line at the ends of so many pages is a running head or foot
MIN_LOST = 200  # characters of a page that no line holds: fewer are the words of a chart
MAX_LOST_SHARE = 0.4  # of the characters of a page
WORD = re.compile(r"[a-z]{4,}")  # as long as those that `english_words` holds
ADDRESS = re.compile(r"https?:\S+|www\.\S+|\S+@\S+")
BROKEN_WORD = re.compile("[\ufffe\x02]\\s*|\u00ad\\s?")


def text_problems(pages: pd.DataFrame, recommendations: pd.DataFrame, document: str) -> pd.DataFrame:
    """Return the table `problems` for the pages of one document and its recommendations."""
    step = "look at the page; print the document to PDF again"
    redo = "look at the page; if its letters are wrong, run ocrmypdf --force-ocr over the document"
    crowded = pages.loc[pages["characters"] > MAX_CHARACTERS, "page"]
    rows = [
        _problem_row(
            document, row.page, "letters are lost in a recommendation", _words_with(LOST_LETTER, row.text), redo
        )
        for row in recommendations.itertuples(index=False)
        if LOST_LETTER in row.text
    ]
    rows += [
        _problem_row(document, page, f"has more characters than a page can print ({MAX_CHARACTERS})", "", step)
        for page in crowded
    ]
    foreign = _foreign_pages(pages)
    rows += _language_problems(foreign, pages, document)
    for page in pages[~pages["page"].isin(foreign)].itertuples(index=False):
        rows += [_problem_row(document, page.page, what, text, step) for what, text, step in _word_problems(page.text)]
    return tables.build(rows + _running_line_problems(pages, recommendations, document), "problems")


def _foreign_pages(pages: pd.DataFrame) -> dict[int, str]:
    """Return the language of each page that is not in English, by its number."""
    suspect = [(page, text) for page, text in zip(pages["page"], pages["text"], strict=True) if _word_problems(text)]
    return {page: name for page, text in suspect if (name := language.language_of(text))}


def _language_problems(foreign: dict[int, str], pages: pd.DataFrame, document: str) -> list[dict[str, object]]:
    """Return one row of `problems` for each language other than English in which a document, or part of it, is."""
    step = "find its English edition: recommendations are looked for in English alone"
    with_words = sum(len(WORD.findall(text.lower())) >= MIN_WORDS for text in pages["text"])
    rows: list[dict[str, object]] = []
    for name in sorted(set(foreign.values())):
        numbers = sorted(page for page, one in foreign.items() if one == name)
        whole = 2 * len(numbers) > with_words
        named = ", ".join(map(str, numbers[:PAGES_NAMED])) + (" ..." if len(numbers) > PAGES_NAMED else "")
        what = f"is in {name}" if whole else f"{len(numbers)} of its pages are in {name}: {named}"
        rows.append({"document": document, "what": what, "next_step": step})
    return rows


def attachment_problems(names: list[str], document: str) -> list[dict[str, object]]:
    """Return a row of `problems` that names the documents attached to a PDF, as those of a portfolio are."""
    if not names:
        return []
    what = f"holds attached documents that are not read: {len(names)}"
    step = "save them from a PDF reader's list of attachments, and put the report itself in the place of this file"
    return [{"document": document, "what": what, "text": "; ".join(names)[:80], "next_step": step}]


def picture_problems(pages: pd.DataFrame, document: str) -> list[dict[str, object]]:
    """Return a row of `problems` for each page that is a picture, or one where all of them are."""
    recognise = (
        "with OCRmyPDF on this machine, reviewkit run --ocr reads it; for one file: "
        f"ocrmypdf --skip-text {document} {document.removesuffix('.pdf')}-text.pdf"
    )
    if len(pages) and (pages["characters"] == 0).all():
        what = f"none of its {len(pages)} pages has a text layer: they are pictures"
        return [{"document": document, "what": what, "next_step": recognise}]
    hardly_any_text = (pages["characters"] < FEW_CHARACTERS) & (pages["pictures"] >= PICTURE_COVERAGE)
    is_inner = pages["page"].between(2, len(pages) - 1)  # covers are pictures with a title
    pictures = pages.loc[hardly_any_text | (page_text.are_scans(pages) & is_inner), "page"]
    return [_problem_row(document, page, "is a picture with hardly any text", "", recognise) for page in pictures]


def unseen_problems(unseen: dict[int, int], document: str) -> list[dict[str, object]]:
    """Return a row of `problems` for each page on which words stand that no reader sees, by their number.

    The words themselves are not told: somebody may have covered them.
    """
    what = (
        "{} words of the file are not seen on the page: covered, struck out, white on white, in a layer that is off, "
        "off the sheet"
    )
    step = "look at the page; the words are left out of every table"
    return [_problem_row(document, page, what.format(words), "", step) for page, words in sorted(unseen.items())]


def lost_problems(pages: pd.DataFrame, lines: pd.DataFrame, document: str) -> list[dict[str, object]]:
    """Return a row of `problems` for each page that was read closely and gave few of its characters in lines."""
    in_lines = lines["text"].str.replace(r"\s", "", regex=True).str.len().groupby(lines["page"]).sum()
    closely = pages[(pages["closely"] == "yes") & (pages["width"] > 0)]  # a web page has no width
    lost = closely["characters"] - closely["page"].map(in_lines).fillna(0)
    named = closely.loc[(lost >= MIN_LOST) & (lost > MAX_LOST_SHARE * closely["characters"]), "page"]
    step = "look at the page; where words stand sideways, turn it and print the document to PDF again"
    return [_problem_row(document, page, "most of its words are not read: they may stand sideways", "", step)
            for page in named]  # fmt: skip


def note_problems(notes: dict[int, int], document: str) -> list[dict[str, object]]:
    """Return a row of `problems` for each page on which notes with text are laid, which are read with it."""
    what = "{} notes with text are laid on the page, and are read with its own words"
    step = "look at the page: a note may change a recommendation, or only remark on it"
    return [_problem_row(document, page, what.format(count), "", step) for page, count in sorted(notes.items())]


def engine_disagreement(path: Path, pages: pd.DataFrame, recommendations: pd.DataFrame) -> pd.DataFrame:
    """Return `problems` for the pages in which a second engine reads other letters.

    pdfplumber reads the first pages that hold recommendations again (`PAGES_READ_TWICE` of them, since it is slow).
    Spaces, order and signs are left out of account: the engines differ in them on sound pages.
    """
    from pdfplumber.utils.exceptions import PdfminerException  # slow to import

    asking_pages = recommendations.loc[recommendations["kind"] != "quoted", "page"]
    readable_pages = set(pages.loc[pages["characters"] <= MAX_CHARACTERS, "page"])
    numbers = sorted(set(asking_pages) & readable_pages)[:PAGES_READ_TWICE]
    texts = dict(zip(pages["page"], pages["text"], strict=True))
    rows = []
    try:
        second_readings = list(_by_pdfplumber(path, numbers))
    except PdfminerException:
        step = "look at its pages; print the document to PDF again where their words are wrong"
        return tables.build([_problem_row(path.name, None, "a second engine cannot open it", "", step)], "problems")
    for number, second_text in second_readings:
        first_letters, second_letters = _letter_counts(texts[number]), _letter_counts(second_text)
        shared, longer = (first_letters & second_letters).total(), max(first_letters.total(), second_letters.total())
        if shared < MIN_SHARED_LETTERS * max(longer, 1):
            what = f"two engines read different letters: they share {shared} of {longer}"
            step = "look at the page; if its letters are wrong, run ocrmypdf --force-ocr over the document"
            rows.append(_problem_row(path.name, number, what, "", step))
    return tables.build(rows, "problems")


def _by_pdfplumber(path: Path, numbers: list[int]) -> Iterator[tuple[int, str]]:
    """Yield the number and text of some pages, as the second engine reads them."""
    if not numbers:
        return
    import pdfplumber  # slow to import

    with pdfplumber.open(documents.pdf_file(path), pages=numbers) as document:
        for page in document.pages:
            try:
                yield page.page_number, page.extract_text()
            finally:
                page.close()


def _letter_counts(text: str) -> Counter[str]:
    """Count each letter and digit of a text."""
    plain = unicodedata.normalize("NFKC", BROKEN_WORD.sub("", text)).lower()
    return Counter(character for character in plain if character.isalnum())


def _word_problems(text: str) -> list[tuple[str, str, str]]:
    """Return what is wrong with the words of a page: the problem, some of the words, and the next step."""
    words = WORD.findall(ADDRESS.sub(" ", BROKEN_WORD.sub("", text).lower()))
    if len(words) < MIN_WORDS:
        return []
    long = [word for word in words if len(word) > LONG_WORD]
    unknown = [word for word in words if word not in english_words()]
    problems = []
    if len(long) > MAX_LONG_SHARE * len(words):
        step = "print the document to PDF again, or read another edition of it"
        problems.append((f"words are run together: {len(long)} of {len(words)}", " ".join(long[:3]), step))
    if len(unknown) > MAX_UNKNOWN_SHARE * len(words):
        step = "look at the page; if its letters are wrong, run ocrmypdf --force-ocr over the document"
        problems.append((f"words are not English: {len(unknown)} of {len(words)}", " ".join(unknown[:5]), step))
    return problems


def _running_line_problems(
    pages: pd.DataFrame, recommendations: pd.DataFrame, document: str
) -> list[dict[str, object]]:
    """Return a problem for each recommendation that holds a line recurring at the ends of pages: a header or footer."""
    ends = [line for text in pages["text"] for line in [*text.split("\n")[:3], *text.split("\n")[-3:]]]
    lines = pd.Series([_normalised_line(line) for line in ends if len(line.split()) >= 4], dtype=object)
    counts = lines.value_counts()
    recurring = sorted(counts.index[counts >= PAGES_OF_RUNNING_LINE])
    step = "look at the page; if the line is no part of it, open an issue with the document's address"
    return [
        _problem_row(document, row.page, "a running head or foot may stand in a recommendation", line, step)
        for row in recommendations.itertuples(index=False)
        for line in recurring
        if line in _normalised_line(row.text)
    ]


def _normalised_line(text: str) -> str:
    """Return a text without digits, in small letters and single spaces."""
    return " ".join(re.sub(r"\d", "", text).lower().split())


def _words_with(sign: str, text: str) -> str:
    """Return the first words of a text that hold a sign."""
    return " ".join([word for word in text.split() if sign in word][:5])


def _problem_row(document: str, page: int | None, what: str, text: str, step: str) -> dict[str, object]:
    """Return one row of `problems`."""
    return {"document": document, "page": page, "what": what, "text": text[:80], "next_step": step}
