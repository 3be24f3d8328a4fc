"""Read tables without rules: a head that names columns, and beneath it words that stand in line with its names.

The lines of such a table are put in the order of its rows, each cell after the other, so that the words of two cells
are not woven together; the first line of a row carries the words of all its cells.

Limitations: a table without a head that says "Recommendation" and one column more is not known; without numbers, a row
begins where a gap or the end of a sentence says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from reviewkit.reading.layout.lines import Line, joined

TEXT_HEAD = re.compile(  # "Recommendation", "Action to be taken", "What we ask"
    r"(the )?((recommendation|action|requirement)s?( text)?|(what )?we ask|what (must|should|needs to) \w+)\b"
    r"[^.:]{0,30}$",
    re.I,
)
NUMBER_HEAD = re.compile(r"(no\.?|number|ref\w*\.?|#|rec\.?( no\.?)?|item)$", re.I)
OTHER_HEAD = re.compile(  # "For whom", "Lead agency", "By when"
    r".*\b(who(m)?|owners?|leads?|responsib\w+|agency|agencies|organisations?|when|dates?|deadlines?|timescales?"
    r"|timeframes?|due|status|priority|progress|cost|outcomes?|rag|evidence)\b[^.:]{0,30}$",
    re.I,
)
CELL_NUMBER = re.compile(r"(r(ec)?\.?\s?)?\d{1,3}(\.\d{1,3})*[.)]?[a-z]?[.)]?", re.I)
WORDS_OF_HEAD = 6
SAME_LINE = 0.4  # of the size: parts of one printed line stand at heights that differ by less
SAME_SIZE = 1.5  # points: the cells of a table are set in sizes that differ by less
IN_LINE = 6.0  # points: the left edge of a cell and that of its column's name differ by less
MAX_STEP = 4.0  # of the size: what stands farther beneath is no part of the table
ROW_GAP = 1.3  # of the usual distance of lines: a wider one begins a row, where rows have no numbers
LINES_OF_HEADING = 2
LINES_OF_RUNNING_HEAD = 4  # at the head of a page, before a table goes on
SENTENCE_ENDS = '.;:?!)”"'


class Table(NamedTuple):
    """The columns of a table: how far each reaches (points), which holds the words, and which the numbers."""

    extents: tuple[tuple[float, float], ...]
    text: int
    number: int | None


class Cell(NamedTuple):
    """A part of a line, and the column in which it stands."""

    column: int
    part: Line


def in_rows(lines: Sequence[Line], earlier: Table | None = None) -> tuple[list[Line], Table | None]:
    """Return the lines of a page, those of tables without rules in the order of their rows.

    `earlier`: the table at the foot of the page before. The second value is the one at the foot of this page.
    """
    ordered: list[Line] = []
    last: Table | None = None
    index = 0
    while index < len(lines):
        names, table = _head(lines[index]), None
        if names is not None:
            table, start = _table_of(names), index + 1
        elif earlier is not None and index < LINES_OF_RUNNING_HEAD and _carries_on(lines[index], earlier):
            table, start = earlier, index
        found = _members(lines, start, table) if table is not None else None
        if found is None or table is None or found[0] == start:
            ordered.append(lines[index])
            index += 1
            continue
        if names is not None:
            ordered.append(lines[index]._replace(parts=(), cells=tuple(part.text for part in names)))
        end, table, cells = found
        ordered += _by_rows(cells, table)
        last, earlier = (table if end >= len(lines) - 1 else None), None
        index = end
    return ordered, last


def head_of(lines: Sequence[Line]) -> Line | None:
    """Return the first line that names the columns of a table."""
    return next((line for line in lines if _head(line) is not None), None)


def _head(line: Line) -> tuple[Line, ...] | None:
    """Return the names of a table's columns, where a line is such a head."""
    names = [part.text.strip() for part in line.parts]
    if len(names) < 2 or any(len(name.split()) > WORDS_OF_HEAD for name in names):
        return None
    others = [name for name in names if not TEXT_HEAD.match(name)]
    is_named = len(others) == len(names) - 1 and any(OTHER_HEAD.match(name) for name in others)
    return line.parts if is_named else None


def _table_of(names: Sequence[Line]) -> Table:
    """Return a table by the names of its columns."""
    numbers = [index for index, part in enumerate(names) if NUMBER_HEAD.match(part.text.strip())]
    text = next(index for index, part in enumerate(names) if TEXT_HEAD.match(part.text.strip()))
    return Table(tuple((part.x0, part.x1) for part in names), text, numbers[0] if numbers else None)


def _carries_on(line: Line, table: Table) -> bool:
    """Return whether a line at the head of a page goes on with the table of the page before."""
    cells, _ = _cells(line, table)
    if not cells:
        return False
    stands_in_line = abs(cells[0].part.x0 - table.extents[table.text][0]) < IN_LINE / 2
    return len(cells) > 1 or (cells[0].column == table.text > 0 and stands_in_line)


def _members(lines: Sequence[Line], start: int, table: Table) -> tuple[int, Table, list[Cell]]:
    """Return where a table ends, how far its columns reach, and its cells line by line."""
    found: list[Cell] = []
    lengths = [0]  # how many cells there are up to each line
    index = start
    while index < len(lines):
        line, previous = lines[index], lines[index - 1] if index else lines[index]
        lowest = max((cell.part.top for cell in found), default=previous.top)
        is_near = line.top - lowest < MAX_STEP * line.size and line.top >= lines[start].top - 2
        if not is_near or abs(line.size - lines[start].size) > SAME_SIZE:
            break
        cells, table = _cells(line, table)
        if not cells:
            break
        found += cells
        lengths.append(len(found))
        index += 1
    end = _without_heading_of_next(lines, start, index) if table.number is None else index
    return end, table, found[: lengths[end - start]]


def _without_heading_of_next(lines: Sequence[Line], start: int, end: int) -> int:
    """Return the end of a table before the heading of what follows, which may stand in line with its first column."""
    for index in range(end - 1, max(start, end - 1 - LINES_OF_HEADING), -1):
        line, previous = lines[index], lines[index - 1]
        if line.parts:
            return end
        if line.bold > 0.9 > previous.bold or line.top - previous.top > 2 * line.size:
            return index
    return end


def _cells(line: Line, table: Table) -> tuple[list[Cell], Table]:
    """Return the cells of a line, and the table with columns as far as they reach; no cells where it does not fit."""
    extents = list(table.extents)
    cells: list[Cell] = []
    for part in _parts(line, table):
        overlapped = [index for index, (x0, x1) in enumerate(extents) if part.x0 < x1 and part.x1 > x0]
        if not overlapped:
            overlapped = [index for index, (x0, _) in enumerate(extents) if x0 <= part.x0 + IN_LINE][-1:]
        if len(overlapped) != 1:
            return [], table
        column = overlapped[0]
        if column == table.number and not CELL_NUMBER.fullmatch(part.text.strip()):
            return [], table
        extents[column] = (min(extents[column][0], part.x0), max(extents[column][1], part.x1))
        cells.append(Cell(column, part))
    return cells, table._replace(extents=tuple(extents))


def _parts(line: Line, table: Table) -> Sequence[Line]:
    """Return the parts of a line; a number that stands close before its words is parted from them."""
    parts = line.parts or (line,)
    first, number, rest = parts[0], *_number_and_rest(parts[0].text)
    if table.number != 0 or table.text != 1 or not number or first.x0 >= table.extents[1][0] - IN_LINE:
        return parts
    start = table.extents[1][0]
    return (
        first._replace(text=number, x1=min(start - 1, first.x1), parts=()),
        first._replace(text=rest, x0=start, parts=()),
        *parts[1:],
    )


def _number_and_rest(text: str) -> tuple[str, str]:
    """Return the number with which a text begins, and the words after it."""
    number, _, rest = text.strip().partition(" ")
    return (number, rest) if rest and CELL_NUMBER.fullmatch(number) else ("", text)


def _by_rows(cells: Sequence[Cell], table: Table) -> list[Line]:
    """Return the lines of a table row by row, and in a row cell by cell, the number beside the words."""
    lines: list[Line] = []
    for row in _rows(cells, table):
        columns: list[list[Line]] = [[] for _ in table.extents]
        for cell in row:
            columns[cell.column].append(cell.part)
        first = [part for column in (table.number, table.text) if column is not None for part in columns[column][:1]]
        words = tuple("\n".join(part.text for part in column) for column in columns)
        rest = columns[table.text][1:] + (columns[table.number][1:] if table.number is not None else [])
        for index, column in enumerate(columns):
            rest += column if index not in (table.number, table.text) else []
        head, *others = ([joined(first)] if first else []) + rest
        lines += [head._replace(parts=(), cells=words), *(line._replace(parts=()) for line in others)]
    return lines


def _rows(cells: Sequence[Cell], table: Table) -> list[list[Cell]]:
    """Return the cells of each row, from the uppermost down."""
    printed: list[list[Cell]] = []
    for cell in sorted(cells, key=lambda cell: (cell.part.top, cell.part.x0)):
        if printed and cell.part.top - printed[-1][0].part.top < SAME_LINE * cell.part.size:
            printed[-1].append(cell)
        else:
            printed.append([cell])
    steps = [after[0].part.top - line[0].part.top for line, after in pairwise(printed)]
    usual = median(sorted(steps)[: len(steps) // 2 + 1]) if steps else 0.0  # lines of a row, not the gaps between rows
    rows: list[list[Cell]] = []
    words = ""
    for number, line in enumerate(printed):
        step = steps[number - 1] if number else 0.0
        if not rows or _begins_row(line, table, words, step > ROW_GAP * usual):
            rows.append([])
        rows[-1] += line
        words = next((cell.part.text for cell in reversed(line) if cell.column == table.text), words)
    return rows


def _begins_row(line: Sequence[Cell], table: Table, words: str, after_gap: bool) -> bool:
    """Return whether a printed line begins a row; `words` are the last of the words' column above it."""
    columns = {cell.column for cell in line}
    if table.number is not None:
        return table.number in columns
    begins = next((cell.part.text for cell in line if cell.column == table.text), "")[:1]
    is_new = words[-1:] in SENTENCE_ENDS and not begins.islower()
    return table.text in columns and (after_gap or (is_new and len(columns) > 1))
