"""Read the words of a page with their places, and find a text among them.

Input: a page of a PDF, or the text of a section of a web page.
Output: its words in reading order, each with the rectangle that it takes (points from the page's top left corner; none
on a web page).

Limitations: the order is the file's own order of drawing, as everywhere here.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from reviewkit.extraction.passages import letters_of
from reviewkit.reading import documents

LINE_END_HYPHENS = "\ufffe\x02"  # what PDFium puts for a hyphen at the end of a line
MOST_CHARACTERS = 100_000  # no printed page has so many
LETTERS_OF_END = (60, 30, 15)  # letters of either end of a text by which it is found where the whole is not


class Word(NamedTuple):
    """A word, the line or paragraph in which it stands, its rectangle, and whether it is text and no head or foot."""

    text: str
    line: int
    x0: float = 0.0
    top: float = 0.0
    x1: float = 0.0
    bottom: float = 0.0
    is_body: bool = True


class Span(NamedTuple):
    """Words of one page that follow one another: from `first` to `last`, both included."""

    page: int
    first: int
    last: int


def words_of_page(page: pypdfium2.PdfPage) -> list[Word]:
    """Return the words of a page of a PDF."""
    height = documents.unrotated_size(page)[1]
    text_page = page.get_textpage()
    try:
        return list(_words(text_page.raw, height))
    finally:
        text_page.close()


def words_of_text(text: str) -> list[Word]:
    """Return the words of a section of a web page; each paragraph is a line."""
    return [Word(word, line) for line, words in enumerate(text.split("\n")) for word in words.split()]


def _words(layer: object, height: float) -> Iterator[Word]:
    """Yield the words of a page."""
    text, line = "", 0
    corners: list[tuple[float, float, float, float]] = []
    for index in range(min(pdfium.FPDFText_CountChars(layer), MOST_CHARACTERS)):
        char = chr(pdfium.FPDFText_GetUnicode(layer, index) or 32)
        if char in LINE_END_HYPHENS:
            text += "-"
        elif not char.isspace():
            text += char
            corners.append(_box(layer, index, height))
            continue
        if text.strip("-") or corners:
            yield _word(text, line, corners)
        text, corners = "", []
        line += char in "\r\n" or char in LINE_END_HYPHENS
    if text:
        yield _word(text, line, corners)


def _word(text: str, line: int, corners: Sequence[tuple[float, float, float, float]]) -> Word:
    """Return a word with the rectangle around its characters."""
    left, tops, right, bottoms = zip(*corners, strict=True)
    rectangle = (min(left), min(tops), max(right), max(bottoms))
    return Word(text, line, *(round(edge, 1) for edge in rectangle))


def _box(layer: object, index: int, height: float) -> tuple[float, float, float, float]:
    """Return the edges of a character, from the page's top left corner."""
    box = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(layer, index, box)
    return box.left, height - box.top, box.right, height - box.bottom


class Letters(NamedTuple):
    """The letters of the words of some pages in a row, with the page and the number of the word of each beginning."""

    letters: str
    starts: list[int]
    places: list[tuple[int, int]]


def letters_of_words(pages: Sequence[tuple[int, Sequence[Word]]]) -> Letters:
    """Return the letters of the text on some pages, without heads and feet."""
    letters, starts, places = "", [], []
    for page, words in pages:
        for number, word in enumerate(words):
            of_word = letters_of(word.text)
            if word.is_body and of_word:
                starts.append(len(letters))
                places.append((page, number))
                letters += of_word
    return Letters(letters, starts, places)


def find_text(among: Letters, text: str) -> list[Span]:
    """Return where a text stands among the words of some pages; nothing where it is not found.

    Where it is not there letter by letter (a note's mark stands in it, say), it is what lies between its two ends.
    """
    wanted = letters_of(text)
    start = among.letters.find(wanted) if wanted else -1
    if start >= 0:
        return _spans(among, start, start + len(wanted))
    for count in LETTERS_OF_END:
        start = among.letters.find(wanted[:count]) if len(wanted) > 2 * count else -1
        end = among.letters.find(wanted[-count:], start) if start >= 0 else -1
        if end >= 0 and end + count - start < 1.2 * len(wanted):
            return _spans(among, start, end + count)
    return []


def _spans(among: Letters, start: int, end: int) -> list[Span]:
    """Return the words that hold the letters between two places."""
    first = bisect_right(among.starts, start) - 1
    last = bisect_right(among.starts, end - 1) - 1
    return joined(among.places[first : last + 1])


def joined(places: Sequence[tuple[int, int]]) -> list[Span]:
    """Return words, each by page and number, as spans; a bullet or dash between two of them is in the span."""
    spans: list[list[tuple[int, int]]] = [[places[0]]] if places else []
    for before, place in pairwise(places):
        if place[0] == before[0] and place[1] - before[1] in (1, 2):
            spans[-1].append(place)
        else:
            spans.append([place])
    return [Span(span[0][0], span[0][1], span[-1][1]) for span in spans]
