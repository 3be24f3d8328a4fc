"""Find the words that a person gives for a recommendation on the pages of its document, and name a new one.

Input: a corpus, a review, a page and words. Output: their place, and for a new recommendation its id.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import pandas as pd

from reviewkit.base.errors import DocumentError, InputError
from reviewkit.corpus.corpus import Corpus
from reviewkit.corpus.corrections import Place
from reviewkit.extraction import close_reading, passages, rec_ids
from reviewkit.extraction.close_reading import CloseReading
from reviewkit.redaction import dictionary
from reviewkit.redaction.shareable_text import without_names

MASKS = ("[name]", "[date of birth]")


class Missed(NamedTuple):
    """A recommendation that was missed: its new id, its place, and its label as printed."""

    rec_id: str
    place: Place
    label: str


@dataclass
class Pages:
    """The documents of a corpus, each read closely once it is asked for."""

    corpus: Corpus
    places: dict[str, tuple[int, int]]
    readings: dict[tuple[str, frozenset[int]], CloseReading] = field(default_factory=dict)


def pages_of(corpus: Corpus) -> Pages:
    """Return the documents of a corpus, of which none is read yet."""
    rows = corpus.recommendations
    places = dict(zip(rows["rec_id"], zip(rows["page"], rows["end_page"], strict=True), strict=True))
    return Pages(corpus, {rec_id: (int(page), int(end_page)) for rec_id, (page, end_page) in places.items()})


def place_of_text(pages: Pages, rec_id: str, text: str) -> Place:
    """Return the place of the new words of a recommendation, on its pages or next to them.

    Raises: `InputError` where they are not printed there.
    """
    if rec_id not in pages.places:
        raise InputError("a dropped recommendation has no words to change", "take the drop back first")
    return _place(pages, rec_id.partition("/")[0], *pages.places[rec_id], text)


def missed(pages: Pages, review_id: str, page: int, text: str, label: str, taken: set[str]) -> Missed:
    """Return what names a recommendation that was missed; `taken` are the ids that there are.

    The id is its number where one is printed or given, else its first words, as of all others; names are masked.
    Raises: `InputError` where the words are not printed there, and where its id is taken.
    """
    review = pages.corpus.reviews.set_index("review_id").loc[review_id]
    if review["edition"] != "official":
        raise InputError("the review is held as our digest", "add it to digests.csv, or put the published text there")
    place = _place(pages, review_id, page, page + 1, text)
    passage = passages.find(_reading(pages, review_id, place.page, place.end_page), place)
    row = pd.DataFrame([{"label": label or passage.label, "text": passage.text, "kind": "recommendation"}])
    masked = without_names(dictionary.load_dictionary(pages.corpus.folders), row)
    (rec_id,) = rec_ids.assign_ids(masked, review_id)
    if rec_id in taken:
        raise InputError(f"{rec_id} is there already", "change that row, or give another number")
    return Missed(rec_id, place, passage.label)


def _place(pages: Pages, review_id: str, page: int, end_page: int, text: str) -> Place:
    """Return the place of some words on the pages of a review."""
    if any(mask in text for mask in MASKS):
        raise InputError("holds words that are masked", "write what the page prints there")
    return passages.locate(_reading(pages, review_id, page, end_page), page, end_page, text)


def _reading(pages: Pages, review_id: str, page: int, end_page: int) -> CloseReading:
    """Return the close reading of a review's document, with some pages and those next to them."""
    corpus = pages.corpus
    document = str(corpus.reviews.set_index("review_id").at[review_id, "document"])
    if not document:
        raise InputError("the review has no document", "reviewkit fetch brings it")
    own = corpus.pages[corpus.pages["document"] == document]
    unread = own.loc[(own["closely"] != "yes") & own["page"].between(page - 1, end_page + 1), "page"]
    key = (document, frozenset(map(int, unread)))
    if key not in pages.readings:
        try:
            pages.readings[key] = close_reading.read_closely(corpus.folders, document, key[1])
        except DocumentError as error:
            raise InputError(error.what, error.next_step) from error
    return pages.readings[key]
