"""Show a document of the corpus: its page images, the words of its pages, and where texts stand among them.

Input: the folders of a corpus, and the path of a document inside the corpus folder, as the catalogue gives it.
Output: PNG images, words, spans of words.

Limitations: a web page has no images; the text of its sections is shown in their place.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from reviewkit.base import paths
from reviewkit.base.errors import DocumentError, InputError
from reviewkit.corpus.corrections import Place
from reviewkit.desk import near_misses
from reviewkit.desk.words import Letters, Span, Word, find_text, joined, letters_of_words, words_of_page, words_of_text
from reviewkit.extraction import close_reading, passages
from reviewkit.reading import documents, scans
from reviewkit.reading.web import web_pages
from reviewkit.reports import evidence_card

SCALE = 1.6  # pixels a point: about 115 to the inch, legible on a screen
LARGEST_IMAGE = 2400  # pixels: a larger page is drawn smaller
IMAGES = 60  # pages whose images are held
PAGES_WITH_WORDS = 400  # pages whose words are held
WORDS_GIVEN = (6, 12, 25, 50, 100)  # words of either end that name a place


class DocumentView:
    """A document that is read once and looked at many times."""

    def __init__(self, folders: paths.Folders, document: str) -> None:
        self.path: Path = scans.file_to_read(folders, document)
        self.is_web_page = web_pages.is_web_page(self.path)
        self.reading = close_reading.read_closely(folders, document, [])
        self.page_numbers = [int(number) for number in self.reading.pages["page"]]
        self.words = lru_cache(PAGES_WITH_WORDS)(self._words)
        self.image = lru_cache(IMAGES)(self._image)
        self.spans = lru_cache(4096)(self._spans)
        self._sizes: dict[int, tuple[float, float]] = {}
        self._misses: list[near_misses.NearMiss] | None = None

    def sizes(self) -> list[tuple[int, int, int]]:
        """Return the number, width and height in points of each page; a web page has none."""
        pages = self.reading.pages
        sizes = zip(self.page_numbers, pages["width"], pages["height"], strict=True)
        return [(number, int(width), int(height)) for number, width, height in sizes]

    def size(self, number: int) -> tuple[float, float]:
        """Return the width and height of a page as it is drawn, in points; a web page has none."""
        self.words(number)
        return self._sizes.get(number, (0, 0))

    def near_misses(self, taken: Sequence[str], most: int) -> list[dict[str, Any]]:
        """Return what nearly was a recommendation and is in none of the texts taken, best first, with its words."""
        if self._misses is None:
            self._misses = near_misses.scored_blocks(self.reading)
        misses = near_misses.not_taken(self._misses, taken)
        shown: list[dict[str, Any]] = []
        for miss in misses[:most]:
            spans = self.spans(miss.text, miss.page, miss.end_page)
            if spans:
                shown.append({"page": miss.page, "text": miss.text, "score": miss.score, "spans": spans})
        return sorted(shown, key=lambda each: each["spans"][0])

    def place(self, begin: tuple[int, int], end: tuple[int, int]) -> Place:
        """Return the place of a cut, from the page and number of its first word to those of its last.

        Raises: `InputError` where there are no such words, or they cannot be found again on their pages.
        """
        chosen = self._between(begin, end)
        text, (page, end_page) = " ".join(chosen), (begin[0], end[0])
        try:
            return passages.locate(self.reading, page, end_page, text)
        except InputError as error:
            fault = error
        for count in WORDS_GIVEN:  # a note's mark or a running head stands between its ends
            place = Place(page, end_page, " ".join(chosen[:count]), " ".join(chosen[-count:]))
            try:
                passages.find(self.reading, place)
            except InputError as error:
                fault = error
            else:
                return place
        raise fault

    def passage(self, place: Place) -> passages.Passage:
        """Return the passage at a place. Raises: `InputError` where there is none."""
        return passages.find(self.reading, place)

    def _between(self, begin: tuple[int, int], end: tuple[int, int]) -> list[str]:
        """Return the words of the text from one word to another."""
        if begin > end or begin[0] not in self.page_numbers or end[0] not in self.page_numbers:
            raise InputError("the cut ends before it begins, or lies on no page", "mark the words again")
        chosen = []
        for page in range(begin[0], end[0] + 1):
            words = self.words(page)
            first = begin[1] if page == begin[0] else 0
            last = end[1] if page == end[0] else len(words) - 1
            inside = words[first : last + 1]
            is_whole = begin[0] == end[0]
            chosen += [word.text for word in inside if is_whole or word.is_body]
        if not passages.letters_of(" ".join(chosen)):
            raise InputError("there are no words in the cut", "mark the words again")
        return chosen

    def _words(self, number: int) -> list[Word]:
        """Return the words of a page.

        Raises: `InputError` where there is no such page.
        """
        if number not in self.page_numbers:
            raise InputError(f"the document has no page {number}", "name one that it has")
        if self.is_web_page:
            pages = self.reading.pages
            return words_of_text(pages.loc[pages["page"] == number, "text"].iloc[0])
        document = documents.open_pdf(self.path)
        try:
            page = documents.normalise_rotation(documents.open_page(document, self.path.name, number))
            try:
                self._sizes[number] = documents.page_size(page, self.path.name, number)
                words = words_of_page(page)
            finally:
                page.close()
        finally:
            document.close()
        return _with_parts(words, self.reading.lines[self.reading.lines["page"] == number])

    def _image(self, number: int) -> bytes:
        """Return the image of a page as PNG.

        Raises: `InputError` where there is no such page, or the document has no images.
        """
        if number not in self.page_numbers or self.is_web_page:
            raise InputError(f"there is no image of page {number}", "name a page of a PDF")
        document = documents.open_pdf(self.path)
        try:
            page = documents.normalise_rotation(documents.open_page(document, self.path.name, number))
            try:
                longest = max(documents.page_size(page, self.path.name, number))
                image = page.render(scale=min(SCALE, LARGEST_IMAGE / longest)).to_pil().convert("RGB")
            finally:
                page.close()
        finally:
            document.close()
        content = io.BytesIO()
        image.save(content, "PNG", compress_level=1)
        return content.getvalue()

    def _spans(self, text: str, page: int, end_page: int) -> list[Span]:
        """Return where a text stands on its pages; where it is not found in one piece, the lines that print it."""
        numbers = [number for number in range(page, end_page + 1) if number in self.page_numbers]
        found = find_text(self._letters(tuple(numbers)), text)
        if found or self.is_web_page:
            return found
        lines = evidence_card.marks(self.reading.lines, text, page, end_page)
        inside = [
            (number, at)
            for number, of_page in lines.groupby("page")
            for at, word in enumerate(self.words(int(number)))
            if _stands_in(word, of_page)
        ]
        return joined([(int(number), at) for number, at in inside])

    def _letters(self, numbers: tuple[int, ...]) -> Letters:
        return letters_of_words([(number, self.words(number)) for number in numbers])


def _with_parts(words: list[Word], lines: pd.DataFrame) -> list[Word]:
    """Return the words of a page, those in a head, a foot or a note marked as such."""
    other = lines[lines["part"] != "body"]
    return [word._replace(is_body=False) if _stands_in(word, other) else word for word in words]


def _stands_in(word: Word, lines: pd.DataFrame) -> bool:
    """Return whether the middle of a word lies in one of some lines."""
    if lines.empty:
        return False
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    inside = (lines["x0"] <= x) & (x <= lines["x1"]) & (lines["top"] <= y) & (y <= lines["bottom"])
    return bool(np.any(inside))


def open_document(folders: paths.Folders, document: str) -> DocumentView | DocumentError:
    """Return the view of a document, or why it has none."""
    try:
        return DocumentView(folders, document)
    except DocumentError as error:
        return error
