"""Take out of a page's lines what is printed over or beside its text: stamps across the page, numbers of lines.

Limitations: a stamp in the size of the text is not known from it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

from reviewkit.reading.layout.lines import Line

STAMP_SIZE = 2.5  # times the usual size of the page: "DRAFT" across it
WORDS_OF_STAMP = 4
FEWEST_NUMBERED = 6  # lines: fewer numbers in a row are a list
MIDST_SHARE = 0.2  # of numbered lines: so many go on with a sentence
LINE_NUMBER = re.compile(r"(\d{1,4})(\s+|$)")


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


def without_line_numbers(lines: Sequence[Line]) -> list[Line]:
    """Return the lines without the numbers in their margin, where they count up from line to line.

    Some of the lines begin in the midst of a sentence; those of a numbered list do not.
    """
    numbers = [LINE_NUMBER.match(line.text) for line in lines]
    numbered: set[int] = set()
    run: list[int] = []
    for index, match in enumerate(numbers):
        follows = bool(run) and match is not None and int(match.group(1)) == _number(numbers[run[-1]]) + 1
        if not follows or index != run[-1] + 1:
            numbered |= _if_counted(run, lines, numbers)
            run = []
        if match is not None:
            run.append(index)
    numbered |= _if_counted(run, lines, numbers)
    bare = [
        line._replace(text=LINE_NUMBER.sub("", line.text, count=1).strip()) if index in numbered else line
        for index, line in enumerate(lines)
    ]
    return [line for line in bare if line.text]


def _if_counted(run: list[int], lines: Sequence[Line], numbers: Sequence[re.Match[str] | None]) -> set[int]:
    """Return the lines of a run whose numbers are those of lines, and not of a list."""
    texts = [lines[index].text[match.end() :] for index in run if (match := numbers[index]) is not None]
    midst = sum(text[:1].islower() for text in texts)
    return set(run) if len(run) >= FEWEST_NUMBERED and midst >= MIDST_SHARE * len(run) else set()


def _number(match: re.Match[str] | None) -> int:
    """Return the number with which a line begins."""
    return int(match.group(1)) if match else -1
