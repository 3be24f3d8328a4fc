"""Take the numbers of lines out of a page: in either margin, at every line or every fifth.

A number goes with the line at whose height it stands, whether it is drawn with it or in a column of its own. Such
numbers count up from line to line, and some of their lines begin in the midst of a sentence; items of a list do not.

Limitations: a page of fewer lines is left as it is, since its numbers may be those of a list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple, Protocol, TypeVar

FEWEST_NUMBERED = 6  # lines: fewer numbers in a row are a list
MIDST_SHARE = 0.2  # of numbered lines: so many go on with a sentence
EVERY = 5  # lines: where not each is numbered, each fifth is
SAME_HEIGHT = 3.0  # points: a number stands so near the height of its line
NUMBER = re.compile(r"\d{1,4}")


class Piece(Protocol):
    """A word or sign of a line with the gap after it, or a gap by itself, with the height of its baseline."""

    @property
    def text(self) -> str:
        """Its characters."""

    @property
    def gap(self) -> str:
        """The gap after it; empty where there is none."""

    @property
    def baseline(self) -> float:
        """The height of its line above the foot of the page, in points."""


AnyPiece = TypeVar("AnyPiece", bound=Piece)


class Row(NamedTuple):
    """A printed line: which run its words are, which its number is where that is drawn apart, and the number."""

    words: int | None
    apart: int | None
    number: int | None


def without_line_numbers(runs: Sequence[list[AnyPiece]]) -> list[list[AnyPiece]]:
    """Return the lines of a page, each a run of pieces, without the numbers that count them."""
    found = [list(run) for run in runs]
    for at_start in (True, False):
        rows = _rows(found, at_start)
        for index in _counted(rows, found):
            row = rows[index]
            if row.apart is not None:
                found[row.apart] = []
            elif row.words is not None:
                found[row.words] = _bare(found[row.words], at_start)
    return [run for run in found if run]


def _rows(runs: Sequence[list[AnyPiece]], at_start: bool) -> list[Row]:
    """Return the printed lines of a page with the numbers at their start or end; a number apart goes to its line."""
    apart = {
        index: int(run[0].text)
        for index, run in enumerate(runs)
        if len(run) == 1 and not run[0].gap and NUMBER.fullmatch(run[0].text)
    }
    if len(apart) < 2:
        return [Row(index, None, _number(run, at_start)) for index, run in enumerate(runs) if run]
    waiting = dict(apart)
    rows = []
    for index, run in enumerate(runs):
        if run and index not in apart:
            near = (number for number in waiting if abs(runs[number][0].baseline - run[-1].baseline) <= SAME_HEIGHT)
            beside = next(near, None)
            number = _number(run, at_start) if beside is None else waiting.pop(beside)
            rows.append((run[-1].baseline, Row(index, beside, number)))
    rows += [(runs[index][0].baseline, Row(None, index, number)) for index, number in waiting.items()]
    return [row for _, row in sorted(rows, key=lambda one: -one[0])]


def _number(run: Sequence[AnyPiece], at_start: bool) -> int | None:
    """Return the number with which a line begins or ends, parted from its words by a gap."""
    piece = run[0] if at_start else run[-1]
    if len(run) < 2 or not NUMBER.fullmatch(piece.text) or (piece.gap and not at_start):
        return None
    has_gap = bool(run[0].gap if at_start else run[-2].gap)
    gap_alone = run[1 if at_start else -2].text.isspace() and len(run) > 2
    return int(piece.text) if has_gap or gap_alone else None


def _bare(run: list[AnyPiece], at_start: bool) -> list[AnyPiece]:
    """Return a line without its number and the gap beside it."""
    if at_start:
        return run[1:] if run[0].gap else run[2:]
    return run[:-1] if run[-2].gap else run[:-2]


def _counted(rows: Sequence[Row], runs: Sequence[list[AnyPiece]]) -> set[int]:
    """Return the rows whose numbers are those of lines, and not of a list."""
    counted: set[int] = set()
    for step in (1, EVERY):
        for first in range(len(rows)):
            if not _follows(rows, first - step, first, step):
                members = _run_from(rows, first, step)
                counted |= set(members) if _count_lines(members, rows, runs, step) else set()
    return counted


def _run_from(rows: Sequence[Row], first: int, step: int) -> list[int]:
    """Return the rows, each so many after the last, whose numbers count up by as many."""
    members = [first] if rows[first].number is not None else []
    while members and _follows(rows, members[-1], members[-1] + step, step):
        members.append(members[-1] + step)
    return members


def _follows(rows: Sequence[Row], earlier: int, later: int, step: int) -> bool:
    """Return whether the number of a row is `step` more than that of the one `step` rows before, with none between."""
    if earlier < 0 or later >= len(rows) or any(row.number is not None for row in rows[earlier + 1 : later]):
        return False
    number, next_number = rows[earlier].number, rows[later].number
    return number is not None and next_number == number + step and (step == 1 or number % step == 0)


def _count_lines(members: Sequence[int], rows: Sequence[Row], runs: Sequence[list[AnyPiece]], step: int) -> bool:
    """Return whether the numbers of some rows are those of lines."""
    texts = ["" if (words := rows[index].words) is None else _text(runs[words]) for index in members]
    midst = sum(text[:1].islower() for text in texts)
    if step > 1:
        return len(members) > 1
    return len(members) >= FEWEST_NUMBERED and midst >= MIDST_SHARE * len(members)


def _text(run: Sequence[AnyPiece]) -> str:
    """Return the words of a line after the number with which it may begin."""
    return re.sub(r"^\d{1,4}\s+", "", "".join(piece.text + piece.gap for piece in run))
