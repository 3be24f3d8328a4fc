"""Take out of a page's lines what is printed over its text: stamps across the page.

Limitations: a stamp in the size of the text is not known from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from reviewkit.reading.layout.lines import Line

STAMP_SIZE = 2.5  # times the usual size of the page: "DRAFT" across it
WORDS_OF_STAMP = 4


def without_stamps(lines: Sequence[Line]) -> list[Line]:
    """Return the lines without large words that stand across two lines of the text or more."""
    if not lines:
        return []
    usual = median(line.size for line in lines)
    return [line for line in lines if not _is_stamp(line, lines, usual)]


def _is_stamp(line: Line, lines: Sequence[Line], usual: float) -> bool:
    """Return whether a line is a large word printed across others."""
    if line.size < STAMP_SIZE * usual or len(line.text.split()) > WORDS_OF_STAMP:
        return False
    return sum(line.top < (other.top + other.bottom) / 2 < line.bottom for other in lines if other is not line) >= 2
