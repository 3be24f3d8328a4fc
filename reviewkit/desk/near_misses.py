"""Find what was nearly taken for a recommendation: the blocks with the best scores that stand in no row.

Input: the close reading of a document, and the texts that were taken.
Output: blocks with their scores, best first.

Limitations: only pages that were read closely have blocks with scores.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz import fuzz

from reviewkit.extraction import features, from_scores, selection
from reviewkit.extraction.blocks import body_size
from reviewkit.extraction.close_reading import CloseReading
from reviewkit.extraction.numbered_lists import contents_pages
from reviewkit.extraction.passages import letters_of
from reviewkit.reading.web import web_pages

LEAST_LETTERS = 25  # a shorter block is a heading or a cell
SAME_OPENING = 60  # letters: two texts that share so many from the first on are one
ANOTHER_PRINTING = 75  # of 100: a block that is so like a text is another printing of it


class NearMiss(NamedTuple):
    """A block that may be a recommendation, its letters without its label, and how surely it is one (log-odds)."""

    text: str
    letters: str
    page: int
    end_page: int
    score: float


def scored_blocks(reading: CloseReading) -> list[NearMiss]:
    """Return the blocks of a document that could hold a recommendation, best first."""
    every_block = reading.blocks
    if not every_block:
        return []
    of = features.structure(every_block, body_size(every_block))
    shared = from_scores.shared_scores(of, selection.block_scores(every_block, of))
    contents = contents_pages(every_block)
    found = [
        NearMiss(
            _clean(block.text),
            letters_of(_clean(features.text_after_label(block))),
            block.page,
            block.end_page,
            round(float(score), 2),
        )
        for block, score in zip(every_block, shared, strict=True)
        if score > from_scores.LEAST_SCORE
        and block.page not in contents
        and len(letters_of(features.text_after_label(block))) >= LEAST_LETTERS
    ]
    return sorted(found, key=lambda miss: (-miss.score, miss.page, miss.text))


def _clean(text: str) -> str:
    """Return the text of a block without the marks that a browser draws."""
    return web_pages.DRAWN_MARK.sub("", text).replace(web_pages.DRAWN, "")


def not_taken(misses: Sequence[NearMiss], taken: Sequence[str]) -> list[NearMiss]:
    """Return those whose words stand in none of the texts taken, and that hold none of them."""
    texts = [letters_of(text) for text in taken]
    return [miss for miss in misses if not _is_taken(miss.letters, texts)]


def _is_taken(letters: str, texts: Sequence[str]) -> bool:
    """Return whether the letters of a block stand in a text, hold its beginning, or are another printing of it."""
    return any(
        letters in text
        or (text and text[:SAME_OPENING] in letters)
        or fuzz.ratio(letters, text, score_cutoff=ANOTHER_PRINTING) > 0
        for text in texts
    )
