"""Draw a grid of reviews by issues, in blocks of rows side by side.

Input: cells (`issues_by_review.issue_table`), a sheet (a page or a slide), a heading and notes.
Output: a drawing. All places are in points.
"""

from __future__ import annotations

import math
import re
import textwrap
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing
from matplotlib.patches import Rectangle

from reviewkit.base.types import Row
from reviewkit.figures import canvas
from reviewkit.figures.short_names import name_of_review

RAISED, NOT_AMONG_THOSE_FOUND, NO, NOT_FOUND = "raised", "not among those found", "no", "nothing found"
KEY = {
    RAISED: "raised", NOT_AMONG_THOSE_FOUND: "not among those found", NO: "not raised; all were found",
    NOT_FOUND: "nothing of its list was found",
}  # fmt: skip
STEP = 10.0  # points from row to row
CELL, PART_CELL = 8.0, 6.0  # the side of a square
COLUMN, LINE = 12.0, 8.5  # the width of a column, and what a further line of its heading adds
YEAR = 24.0  # the width of the years
BLOCK_GAP = 11.0  # between blocks
HEADING_LETTERS = 25  # letters of a line of the heading of a column
CUT = "..."
EDGE, HATCH = "#8F8F8F", "#6F6F6F"


class Sheet(NamedTuple):
    """What is drawn on: its width, how many rows make a further block worth while, and whether names are short."""

    width: float
    most_blocks: int
    rows_of_block: int  # that a block has at least, where there are several
    short_names: bool


PAGE = Sheet(canvas.WIDTH, most_blocks=2, rows_of_block=18, short_names=False)
SLIDE = Sheet(canvas.WIDTH * 23 / 16, most_blocks=4, rows_of_block=10, short_names=True)


class Column(NamedTuple):
    """An issue, or a part of one: its heading in lines, and where its middle is in a block."""

    theme: str
    heading: str
    part: bool
    middle: float


def draw_grid(cells: pd.DataFrame, sheet: Sheet, heading: str, notes: list[str]) -> Drawing:
    """Draw the cells: a row a review, in blocks, each under the names of the issues."""
    reviews = cells.drop_duplicates("review_id")
    blocks = max(1, min(sheet.most_blocks, len(reviews) // sheet.rows_of_block))
    rows = math.ceil(len(reviews) / blocks)
    across = sheet.width - 2 * canvas.MARGIN
    width = (across - BLOCK_GAP * (blocks - 1)) / blocks
    columns = _columns(cells, min(width, _needed_width(cells, reviews, sheet)))
    lines = canvas.wrap(heading, across, 9, "bold") if heading else []
    key_top = 12.0 * len(lines) + (4 if lines else 0)
    heads = [canvas.text_width(line) for column in columns for line in column.heading.split("\n")]
    top = key_top + 20 + 1.06 * max(heads) + 4
    drawing, axes = canvas.new_canvas(top + STEP * rows + 2, 0, notes, right=0, width=sheet.width)
    canvas.hide_x_axis(axes)
    axes.set(xlim=(0, across))
    for number, line in enumerate(lines):
        canvas.add_text(axes, line, 6 + 12.0 * number, 0, weight="bold", size=9)
    _draw_key(axes, cells, key_top + 6)
    by_review = dict(tuple(cells.groupby("review_id", sort=False)))
    for block in range(blocks):
        left = block * (width + BLOCK_GAP)
        _draw_headings(axes, columns, left, top)
        for place, review in enumerate(reviews.iloc[block * rows : (block + 1) * rows].itertuples()):
            y = top + STEP * (place + 0.5)
            _draw_name(axes, review, left, y, columns[0].middle - COLUMN / 2 - YEAR, sheet)
            _draw_cells(axes, by_review[review.review_id], columns, left, y)
    return drawing


def _needed_width(cells: pd.DataFrame, reviews: pd.DataFrame, sheet: Sheet) -> float:
    """Return the width of a block in which no name of a review is cut."""
    names = max(canvas.text_width(_name(review, sheet)) for review in reviews.itertuples())
    widths = [column.middle for column in _columns(cells, 0.0)]
    return YEAR + names + COLUMN - min(widths)


def _columns(cells: pd.DataFrame, width: float) -> list[Column]:
    """Return the columns of a block, which end at its right."""
    columns, right = list[Column](), width
    for row in reversed(list(cells.drop_duplicates("theme").itertuples())):
        name = f"of it: {row.name}" if row.part_of else row.name
        heading = "\n".join(textwrap.wrap(name, HEADING_LETTERS, max_lines=2, placeholder=" ..."))
        wide = COLUMN + LINE * heading.count("\n")
        columns.append(Column(row.theme, heading, bool(row.part_of), right - wide / 2))
        right -= wide
    return columns[::-1]


def _draw_headings(axes: Axes, columns: list[Column], left: float, top: float) -> None:
    """Write the names of the issues upright over their columns."""
    for column in columns:
        axes.text(
            left + column.middle,
            top - 2,
            column.heading,
            size=8,
            rotation=90,
            ha="center",
            va="bottom",
            linespacing=1.0,
            color=canvas.GREY if column.part else canvas.BLUE,
        )


def _draw_name(axes: Axes, review: Row, left: float, y: float, room: float, sheet: Sheet) -> None:
    """Write the year and the name of a review, cut after a word where it is too long."""
    axes.text(left + YEAR, y, _cut_to(_name(review, sheet), room), size=8, va="center_baseline")
    axes.text(left, y, review.published[:4], size=8, va="center_baseline")


def _name(review: Row, sheet: Sheet) -> str:
    """Return the name of a review without its year, which stands before it."""
    name = name_of_review(review.title) if sheet.short_names else re.sub(r"\s*\([^)]*\)", "", review.title)
    return re.sub(rf"\s*\b{review.published[:4] or 'undated'}$", "", name) or name


def _cut_to(name: str, room: float) -> str:
    """Return a name, cut after a word or, where it is one word, within it, to the width that it has room for."""
    cut, letters = name, len(name)
    while canvas.text_width(cut) > room and letters > len(CUT) + 1:
        letters -= 1
        cut = textwrap.shorten(name, letters, placeholder=CUT, break_on_hyphens=False)
        cut = cut if cut != CUT else name[: letters - len(CUT)] + CUT
    return cut


def _draw_cells(axes: Axes, of_review: pd.DataFrame, columns: list[Column], left: float, y: float) -> None:
    """Draw the cells of one review; one hatched bar where none of its recommendations was found."""
    raised = dict(zip(of_review["theme"], of_review["raised"], strict=True))
    if NOT_FOUND in raised.values():
        start, end = columns[0].middle - CELL / 2, columns[-1].middle + CELL / 2
        axes.add_patch(_hatched(left + start, y, end - start))
        return
    for column in columns:
        _draw_cell(axes, raised[column.theme], left + column.middle, y, column.part)


def _draw_cell(axes: Axes, raised: str, x: float, y: float, part: bool = False) -> None:
    """Draw one cell: filled, empty, or a dash for a plain no."""
    side = PART_CELL if part else CELL
    if raised == NO:
        axes.plot([x - side / 2.5, x + side / 2.5], [y, y], color=canvas.GREY, linewidth=1.2)
        return
    colour = (canvas.TEAL if part else canvas.BLUE) if raised == RAISED else "white"
    edge = colour if raised == RAISED else EDGE
    axes.add_patch(Rectangle((x - side / 2, y - side / 2), side, side, facecolor=colour, edgecolor=edge, linewidth=0.7))


def _hatched(left: float, y: float, width: float) -> Rectangle:
    return Rectangle(
        (left, y - 3), width, 6, facecolor="white", edgecolor=HATCH, linewidth=0, hatch="/////", clip_on=False
    )


def _draw_key(axes: Axes, cells: pd.DataFrame, y: float) -> None:
    """Draw what the cells mean, of those that there are."""
    x, there = 0.0, set(cells["raised"])
    for raised, words in KEY.items():
        if raised not in there:
            continue
        if raised == NOT_FOUND:
            axes.add_patch(_hatched(x, y, 14))
        else:
            _draw_cell(axes, raised, x + 7, y)
        axes.text(x + 18, y, words, size=8, va="center_baseline")
        x += 18 + 1.06 * canvas.text_width(words) + 8
