"""Find a passage on the pages of a document by its first and its last words, as printed.

Input: the close reading of a document, and a place: pages, first words, last words.
Output: the passage, with line-end hyphens and running heads as the reader cleans them. It is looked for in the blocks
of the pages, then in each cell of their tables, then in the plain text of the pages.

Words are compared by their letters and figures, so that another dash, apostrophe or space does not matter.

Limitations: of a text in two columns of a table, only what stands in one cell can be a passage.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from reviewkit.base.errors import DocumentError, InputError
from reviewkit.base.text import shorten
from reviewkit.corpus.corrections import Place, place_value
from reviewkit.extraction import blocks
from reviewkit.extraction.boundaries import PARAGRAPH_ENDS
from reviewkit.extraction.close_reading import CloseReading
from reviewkit.extraction.labels import Label
from reviewkit.reading.web import web_pages

OPENS, CLOSES = "“‘\"'([", re.compile(r"[.!?;:]*[”’\"')\]]*[.!?;]?")
WORDS_GIVEN = (6, 12, 25, 50, 100)  # of either end, to name a place: the fewest that lead to one passage
WORDS_SHOWN = 60  # characters of words that an error shows


class Passage(NamedTuple):
    """A passage: its words without its label, its label as printed, and the pages on which it begins and ends."""

    text: str
    label: str
    page: int
    end_page: int


class Piece(NamedTuple):
    """A paragraph, a cell or a page of text, with its page and its label."""

    text: str
    page: int
    label: Label | None = None


class Stream(NamedTuple):
    """Running text with the place of each of its letters.

    `starts` and `pages`: where each piece begins, and on which page; `letters`: the letters and figures in small
    letters; `places`: where in the text each of them stands.
    """

    text: str
    pieces: list[Piece]
    starts: list[int]
    letters: str
    places: list[int]


def find(reading: CloseReading, place: Place) -> Passage:
    """Return the passage that stands at a place.

    Raises: `InputError` where its words are not on the pages, or begin at several places there.
    """
    for stream in _streams(reading, place.page, place.end_page):
        passages = list(dict.fromkeys(_passages(stream, place)))
        if len(passages) == 1:
            return passages[0]
        if passages:
            raise InputError(
                f"its first words begin {len(passages)} passages on page {place.page}", "give more of the first words"
            )
    raise InputError(*_why_not_found(reading, place))


def find_in(readings: Mapping[str, CloseReading | DocumentError], document: str, place: Place) -> Passage:
    """Return the passage that stands at a place of a document, one of several.

    Raises: `InputError` as `find`, `DocumentError` where the document cannot be read.
    """
    reading = readings[document]
    if isinstance(reading, DocumentError):
        raise reading
    return find(reading, place)


def locate(reading: CloseReading, page: int, end_page: int, text: str) -> Place:
    """Return the place of a text that begins on a page, or on the one before or after it.

    Raises: `InputError` where the text is not printed there in one piece.
    """
    words, wanted = text.split(), letters_of(text)
    last_page = int(reading.pages["page"].max()) if len(reading.pages) else 0
    for first in (page, page - 1, page + 1):
        for last in range(first, min(max(end_page, first) + 1, last_page) + 1):
            for count in WORDS_GIVEN:
                place = Place(first, last, " ".join(words[:count]), " ".join(words[-count:]))
                if first >= 1 and wanted and _is_at(reading, place, wanted):
                    return place
    raise InputError("its words are not printed there in one piece", "copy them from the page, first to last")


def letters_of(text: str) -> str:
    """Return the letters and figures of a text in small letters.

    >>> letters_of("Co-operate: “9 ﬁles”")
    'cooperate9files'
    """
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).lower()))


def _is_at(reading: CloseReading, place: Place, wanted: str) -> bool:
    """Return whether the passage at a place has the letters wanted."""
    try:
        passage = find(reading, place)
    except InputError:
        return False
    return wanted in (letters_of(passage.text), letters_of(passage.label + passage.text))


def _streams(reading: CloseReading, page: int, end_page: int) -> Iterator[Stream]:
    """Yield the texts in which a passage is looked for, the cleanest first."""
    wanted = range(page, end_page + 1)
    yield _stream([Piece(_clean(block.text), block.page, block.label) for block in reading.blocks
                   if block.page in wanted], reading.words)  # fmt: skip
    for number, cell in reading.cells:
        if number in wanted:
            yield _stream([Piece(blocks.join_lines(cell.split("\n"), reading.words), number)], reading.words)
    texts = zip(reading.pages["page"], reading.pages["text"], strict=True)
    plain = [Piece(blocks.join_lines(text.split("\n"), reading.words), number) for number, text in texts
             if number in wanted]  # fmt: skip
    yield _stream(plain, reading.words)


def _clean(text: str) -> str:
    """Return the text of a block without the marks that a browser draws."""
    return web_pages.DRAWN_MARK.sub("", text).replace(web_pages.DRAWN, "")


def _stream(pieces: list[Piece], words: set[str]) -> Stream:
    """Join pieces to one text: a sentence that goes on overleaf is one, and each other piece a paragraph."""
    text, starts = "", []
    for index, piece in enumerate(pieces):
        previous = pieces[index - 1] if index else None
        goes_on = previous is not None and previous.page != piece.page and piece.label is None
        if text and goes_on and text[-1] not in PARAGRAPH_ENDS + ":;":
            head, _, tail = text.rpartition("\n")
            joined = blocks.join_lines([tail, piece.text], words)
            text = f"{head}\n{joined}" if head else joined
            starts.append(len(text) - len(blocks.join_lines([piece.text], words)))
        else:
            text = f"{text}\n" if text else text
            starts.append(len(text))
            text += piece.text
    places = [place for place, char in enumerate(text) for _ in filter(str.isalnum, _plain(char))]
    letters = "".join("".join(filter(str.isalnum, _plain(char))) for char in text)
    return Stream(text, pieces, starts, letters, places)


def _plain(char: str) -> str:
    return unicodedata.normalize("NFKC", char).lower()


def _passages(stream: Stream, place: Place) -> Iterator[Passage]:
    """Yield each passage that begins with the first words on its page, to where the last words end on theirs."""
    first, last = letters_of(place.first_words), letters_of(place.last_words)
    for begin in _occurrences(stream, first):
        if _page_at(stream, stream.places[begin]) != place.page:
            continue
        for tail in _occurrences(stream, last, begin):
            end = max(tail + len(last), begin + len(first)) - 1
            if tail + len(last) >= begin + len(first) and _page_at(stream, stream.places[end]) == place.end_page:
                yield _passage(stream, stream.places[begin], stream.places[end] + 1)
                break


def _occurrences(stream: Stream, letters: str, start: int = 0) -> Iterator[int]:
    """Yield where some letters stand as whole words."""
    at = stream.letters.find(letters, start)
    while at >= 0:
        begin, end = stream.places[at], stream.places[at + len(letters) - 1] + 1
        if not stream.text[max(begin - 1, 0) : begin].isalnum() and not stream.text[end : end + 1].isalnum():
            yield at
        at = stream.letters.find(letters, at + 1)


def _page_at(stream: Stream, at: int) -> int:
    """Return the page on which a place of the text stands."""
    return stream.pieces[bisect_right(stream.starts, at) - 1].page


def _passage(stream: Stream, begin: int, end: int) -> Passage:
    """Return the passage between two places, with the signs that open and close it, and without its label."""
    page, end_page = _page_at(stream, begin), _page_at(stream, end - 1)
    closing = CLOSES.match(stream.text, end)
    end = closing.end() if closing else end
    while begin and stream.text[begin - 1] in OPENS:
        begin -= 1
    index = bisect_right(stream.starts, begin) - 1
    label = stream.pieces[index].label
    rest = stream.starts[index] + len(stream.pieces[index].text) - len(_clean(label.rest)) if label else 0
    if label is None or label.form == "bullet" or begin > rest:
        return Passage(stream.text[begin:end].strip(), "", page, end_page)
    return Passage(stream.text[max(begin, rest) : end].strip(), label.printed, page, end_page)


def _why_not_found(reading: CloseReading, place: Place) -> tuple[str, str]:
    """Return what is wrong with a place at which no passage stands, and the next step."""
    texts = {page: letters_of(text) for page, text in zip(reading.pages["page"], reading.pages["text"], strict=True)}
    for words, page, which in ((place.first_words, place.page, "first"), (place.last_words, place.end_page, "last")):
        letters, shown = letters_of(words), shorten(words, WORDS_SHOWN)
        if page not in texts:
            return f"the document has no page {page}", f"give one from 1 to {max(texts, default=0)}"
        if letters not in texts[page]:
            others = [str(number) for number, text in texts.items() if letters in text]
            step = f"they stand on page {', '.join(others[:3])}" if others else "give them as printed"
            return f"its {which} words are not on page {page}: {shown}", step
    return (
        f"its words do not stand one after the other: {place_value(place)}",
        "give the words at either end as printed",
    )
