"""Read columns one after the other where a file draws them row by row, so that their lines are not woven together.

A gutter is a gap that many lines in a row share, with running text on both sides of it. The lines beside it are read
down the left side and then down the right one; each side may have columns of its own.

Limitations: a heading that runs across a gutter parts the columns above it from those below; two columns of a table are
told from columns of text only where one of them holds no running text.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from reviewkit.reading.layout.lines import Line, joined

LEAST_GUTTER = 8.0  # points
FEWEST_WOVEN = 4  # lines with words on both sides of a gutter
WOVEN_SHARE = 0.5  # of the lines of the shorter side: so many share a line with the other side, or are drawn by turns
RUNNING_SHARE = 0.3  # of the lines of a side: so many go on with the sentence of the line before
WORDS_OF_LINE = 3.0  # a side of running text has as many in a line, in the mean
MAX_STEP = 4.0  # of the size: what stands farther beneath is no longer beside the gutter
SAME_SIZE = 1.5  # points: headings among columns differ by no more
LINES_OF_HEADING = 2
BLOCK_GAP = 1.5  # of the usual distance of lines
SENTENCE_ENDS = ".:;?!)”\"'"
DEEPEST = 4  # columns inside columns


class Region(NamedTuple):
    """The lines from `start` to before `end`, and the gutter between their sides, in points."""

    start: int
    end: int
    left: float
    right: float


def in_reading_order(lines: Sequence[Line], depth: int = 0) -> list[Line]:
    """Return the lines of a page, those of columns that are woven together one column after the other."""
    ordered: list[Line] = []
    index = 0
    while index < len(lines):
        region = _region(lines, index) if depth < DEEPEST else None
        if region is None:
            ordered.append(lines[index])
            index += 1
        else:
            for side in _sides(lines, region):
                ordered += in_reading_order(side, depth + 1)
            index = region.end
    return ordered


def _region(lines: Sequence[Line], first: int) -> Region | None:
    """Return the woven lines from one on that has a gutter or stands beside the next; else None."""
    beside = [lines[first].parts, lines[first : first + 2]]
    for parts in beside:
        for left_part, right_part in zip(parts, parts[1:], strict=False):
            region = _grown(lines, first, left_part.x1, right_part.x0)
            if region is not None and _is_woven(lines, region):
                return region
    return None


def _grown(lines: Sequence[Line], first: int, left: float, right: float) -> Region | None:
    """Return the lines that leave a gutter free, from a line on which it is as wide as this."""
    if right - left < LEAST_GUTTER:
        return None
    gutter: tuple[float, float] = (left, right)
    end = first + 1
    while end < len(lines) and _is_near(lines[end - 1], lines[end]):
        narrower = _narrowed(gutter, lines[end])
        if narrower is None:
            break
        gutter, end = narrower, end + 1
    is_cut = end < len(lines) and lines[end].x0 < gutter[0] and lines[end].x1 > gutter[1]
    return Region(first, _without_heading_of_next(lines, first, end, gutter) if is_cut else end, *gutter)


def _is_near(line: Line, following: Line) -> bool:
    """Return whether a line stands beside or little beneath the one before it, in type of its size."""
    step = following.top - line.top
    return -0.6 * line.size < step < MAX_STEP * line.size and abs(following.size - line.size) <= SAME_SIZE


def _narrowed(gutter: tuple[float, float], line: Line) -> tuple[float, float] | None:
    """Return what a line leaves of a gutter; None where it leaves too little."""
    left, right = gutter
    for part in line.parts or (line,):
        if part.x1 <= right - LEAST_GUTTER and part.x0 < left:
            left = max(left, part.x1)
        elif part.x0 >= left + LEAST_GUTTER:
            right = min(right, part.x0)
        else:
            return None
    return (left, right) if right - left >= LEAST_GUTTER else None


def _without_heading_of_next(lines: Sequence[Line], start: int, end: int, gutter: tuple[float, float]) -> int:
    """Return the end of a region that text across the gutter cuts, before the heading of that text."""
    steps = [after.top - line.top for line, after in zip(lines[start : end - 1], lines[start + 1 : end], strict=True)]
    usual = median([step for step in steps if step > 1] or [0])
    for index in range(end - 1, max(start, end - 1 - LINES_OF_HEADING), -1):
        is_one_sided = all(part.x1 <= gutter[0] for part in lines[index].parts or (lines[index],))
        if not is_one_sided:
            return end
        if lines[index].top - lines[index - 1].top > BLOCK_GAP * usual:
            return index
    return end


def _sides(lines: Sequence[Line], region: Region) -> tuple[list[Line], list[Line]]:
    """Return the lines left and right of a gutter."""
    left: list[Line] = []
    right: list[Line] = []
    for line in lines[region.start : region.end]:
        parts = line.parts or (line,)
        for side, members in (
            (left, [part for part in parts if part.x1 <= region.left + 0.1]),
            (right, [part for part in parts if part.x1 > region.left + 0.1]),
        ):
            if members:
                side.append(joined(members))
    return left, right


def _is_woven(lines: Sequence[Line], region: Region) -> bool:
    """Return whether running text stands on both sides of a gutter, drawn row by row."""
    left, right = _sides(lines, region)
    on_both = [_on_both(line, region) for line in lines[region.start : region.end]]
    by_turns = sum(
        not (both or next_both) and _is_left(line, region) != _is_left(following, region)
        for line, following, both, next_both in zip(
            lines[region.start : region.end - 1],
            lines[region.start + 1 : region.end],
            on_both[:-1],
            on_both[1:],
            strict=True,
        )
    )
    woven = sum(on_both) + by_turns / 2
    is_row_by_row = woven >= max(FEWEST_WOVEN, WOVEN_SHARE * min(len(left), len(right)))
    return is_row_by_row and all(map(_is_running_text, (left, right)))


def _on_both(line: Line, region: Region) -> bool:
    """Return whether a line has words on both sides of a gutter."""
    return line.x0 < region.left and line.x1 > region.right


def _is_left(line: Line, region: Region) -> bool:
    """Return whether a line stands left of a gutter."""
    return line.x0 < region.left


def _is_running_text(side: Sequence[Line]) -> bool:
    """Return whether many lines of a column go on with the sentence of the line before."""
    goes_on = sum(
        line.text[-1] not in SENTENCE_ENDS and following.text[0].islower()
        for line, following in zip(side, side[1:], strict=False)
    )
    words = sum(len(line.text.split()) for line in side)
    return goes_on >= RUNNING_SHARE * max(len(side) - 1, 1) and words >= WORDS_OF_LINE * len(side)
