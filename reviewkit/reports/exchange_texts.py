"""The texts of documents as they may be shared, and the place of each recommendation in them.

Input: a corpus, or a text that came from elsewhere.
Output: a text for each document, with the start and the end of each of its recommendations in code points.

A published document whose licence is open is given whole, with names and dates of birth masked. Of any other document,
and of our digests, only the recommendations are given, as `redaction.shareable_text` lets them leave: in short where
the licence is not open.

Places are found by letters and digits alone, since spaces, hyphens and line ends differ between a page and the words
read from it. Where a page's foot or a mask stands within the words, their beginning and their end are looked for.

Limitations: of words that cannot be found in the text a copy stands at its end, under a heading that says so.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable
from functools import partial
from itertools import accumulate
from typing import NamedTuple

import pandas as pd

from reviewkit.base import cache
from reviewkit.base.progress import Progress, no_progress
from reviewkit.base.text import CUT
from reviewkit.base.types import Row
from reviewkit.corpus import tables
from reviewkit.corpus.corpus import Corpus
from reviewkit.redaction import redact
from reviewkit.redaction.dictionary import Dictionary, known_names_file, load_dictionary
from reviewkit.redaction.shareable_text import CONTROL_CHARACTERS, OPEN_LICENCE, TABLES_OF_NAMES, shareable
from reviewkit.reports.exchange_format import clean

ANCHORS = (40, 24, 12)  # letters of beginning and end by which words are looked for that are not found whole
FEWEST = ANCHORS[-1]  # fewer letters are found anywhere
STRETCH = 400  # letters by which words on the page may be longer than as read: a foot, a head and a note
MASK = re.compile(r"\[(?:name|date of birth)\]")
BETWEEN_PAGES = "\n\n"
NOT_FOUND = "Recommendations whose words were not found above as they were read:"

Place = tuple[int, int]  # start, and the first position after the end


class DocumentText(NamedTuple):
    """The text of a document as it may be shared, and where its recommendations stand in it."""

    review_id: str
    text: str
    places: dict[str, Place]
    whole: bool


class Letters(NamedTuple):
    """The letters and digits of a text, small, and the position of each in the text."""

    letters: str
    positions: list[int]


def document_texts(corpus: Corpus, tell: Progress = no_progress) -> list[DocumentText]:
    """Return the text of every document that has recommendations or may be given whole, sorted by id."""
    passages = shareable(corpus)["passages"]
    dictionary = load_dictionary(corpus.folders)
    reviews = corpus.reviews.sort_values("review_id")
    texts = []
    for done, review in enumerate(reviews.itertuples(index=False), start=1):
        own = passages[passages["review_id"] == review.review_id]
        pages = corpus.pages[corpus.pages["document"] == review.document].sort_values("page")
        if review.edition == "official" and re.match(OPEN_LICENCE, str(review.licence)) and len(pages):
            texts.append(_whole_text(corpus, review, own, pages, dictionary))
        elif len(own):
            texts.append(_listed_text(review, own))
        tell("texts", done, len(reviews))
    return texts


def _listed_text(review: Row, passages: pd.DataFrame) -> DocumentText:
    """Return the recommendations of a document, one after the other, under its title."""
    terms = "; ".join(sorted(set(passages["licence"])))
    text = f"{review.title}\n{review.publisher}, {review.published}\n{terms}\n"
    text, places = _with_passages(clean(text), passages)
    return DocumentText(review.review_id, text, places, whole=False)


def _with_passages(text: str, passages: pd.DataFrame) -> tuple[str, dict[str, Place]]:
    """Return a text with passages added to it, each under its label, and their places."""
    places = {}
    for row in passages.itertuples(index=False):
        text += clean(f"\n{row.label} ({row.where})\n")
        words = clean(row.words)
        places[row.rec_id] = (len(text), len(text) + len(words))
        text += words + "\n"
    return text, places


def _whole_text(
    corpus: Corpus, review: Row, passages: pd.DataFrame, pages: pd.DataFrame, dictionary: Dictionary
) -> DocumentText:
    """Return all pages of a document, masked, with the places of its recommendations."""
    printed = [clean(CONTROL_CHARACTERS.sub(" ", text)) for text in pages["text"]]
    starts = [0, *accumulate(len(text) + len(BETWEEN_PAGES) for text in printed)]
    start_of_page = dict(zip(pages["page"].astype(int), starts, strict=False))
    masks = [
        (start + mask_start, start + mask_end)
        for start, spans in zip(starts, _masked_spans(corpus, printed, dictionary), strict=False)
        for mask_start, mask_end in spans
    ]
    original = BETWEEN_PAGES.join(printed)
    text, moved = _masked(original, masks)
    letters = letters_of(original)
    places: dict[str, Place] = {}
    for row in _own_rows(corpus, passages).itertuples(index=False):
        found = places_of(row.text, letters)
        on_page = [place for place in found if place[1] > start_of_page.get(int(row.page), 0)]
        for start, end in (on_page or found)[:1]:
            places[row.rec_id] = (moved(start), moved(end))
    missing = passages[~passages["rec_id"].isin(places)]
    if len(missing):
        text, added = _with_passages(f"{text}\n\n{NOT_FOUND}\n", missing)
        places |= added
    return DocumentText(review.review_id, text, places, whole=True)


def _own_rows(corpus: Corpus, passages: pd.DataFrame) -> pd.DataFrame:
    """Return the recommendations that some passages show."""
    return corpus.recommendations[corpus.recommendations["rec_id"].isin(passages["rec_id"])].sort_values("rec_id")


def _masked_spans(corpus: Corpus, printed: list[str], dictionary: Dictionary) -> list[list[Place]]:
    """Return what is masked on each page; from the cache where page and known names are the same, for it is slow."""
    folders = corpus.folders
    files = {name: folders.corpus / f"{name}.csv" for name in TABLES_OF_NAMES}
    known = [tables.load(path, name) for name, path in files.items() if path.is_file()]
    names = pd.DataFrame({"text": [known_names_file(folders).read_text(encoding="utf-8")]})
    key = cache.table_key([pd.DataFrame({"text": printed}), names, *known], __name__)
    spans = cache.cached(folders.cache, "masks", key, ["spans"], partial(_spans_table, printed, dictionary))["spans"]
    by_page: list[list[Place]] = [[] for _ in printed]
    for row in spans.itertuples(index=False):
        by_page[row.page].append((int(row.start), int(row.end)))
    return by_page


def _spans_table(printed: list[str], dictionary: Dictionary) -> dict[str, pd.DataFrame]:
    """Return the masks of all pages as one table."""
    rows = [
        (page, start, end)
        for page, text in enumerate(printed)
        for start, end in redact.redacted_spans(text, dictionary)
    ]
    return {"spans": pd.DataFrame(rows, columns=["page", "start", "end"])}


def _masked(text: str, masks: list[Place]) -> tuple[str, Callable[[int], int]]:
    """Return a text masked, and a function from a position in it before to the position after."""
    parts: list[str] = []
    ends, shifts, end, shift = [0], [0], 0, 0
    for mask_start, mask_end in masks:
        hidden = text[mask_start:mask_end]
        mask = f"[{redact.BIRTH_DATE if any(map(str.isdigit, hidden)) else redact.NAME}]"
        parts += [text[end:mask_start], mask]
        end, shift = mask_end, shift + len(mask) - len(hidden)
        ends.append(end)
        shifts.append(shift)

    def moved(position: int) -> int:
        before = bisect_right(ends, position) - 1
        inside = before < len(masks) and masks[before][0] < position
        return (masks[before][0] if inside else position) + shifts[before]

    return "".join([*parts, text[end:]]), moved


def letters_of(text: str) -> Letters:
    """Return the letters and digits of a text, small, with their positions; a ligature gives its letters."""
    letters: list[str] = []
    positions: list[int] = []
    for position, character in enumerate(text):
        for letter in character if character.isascii() else unicodedata.normalize("NFKC", character):
            if letter.isalnum():
                letters.append(letter.lower()[0])
                positions.append(position)
    return Letters("".join(letters), positions)


def places_of(words: str, letters: Letters) -> list[Place]:
    """Return every place at which a text prints some words, in order; none where it prints them nowhere."""
    wanted = letters_of(words.removesuffix(CUT)).letters
    if len(wanted) < FEWEST:
        return []
    found = [(start, start + len(wanted)) for start in _occurrences(wanted, letters.letters)]
    found = found or _between_anchors(words, len(wanted), letters.letters)
    return [(letters.positions[start], letters.positions[end - 1] + 1) for start, end in found]


def _between_anchors(words: str, length: int, letters: str) -> list[Place]:
    """Return the stretches of letters that begin and end as some words do; of masked words, as what is not masked."""
    parts = [letters_of(part).letters for part in MASK.split(words.removesuffix(CUT))]
    parts = [part for part in parts if len(part) >= FEWEST]
    if not parts:
        return []
    for anchor in ANCHORS:  # the longest first: a page may end within it
        head, tail = parts[0][:anchor], parts[-1][-anchor:]
        found = []
        for start in _occurrences(head, letters):
            end = letters.find(tail, start, start + length + STRETCH)
            found += [(start, end + len(tail))] if end >= 0 else []
        if found:
            return found
    return []


def _occurrences(wanted: str, letters: str) -> list[int]:
    """Return where some letters stand among others."""
    return [match.start() for match in re.finditer(re.escape(wanted), letters)]
