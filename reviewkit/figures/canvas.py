"""The sheet that figures are drawn on: as wide as the text of a page, as high as its rows need, one style.

Comes in: heights and notes. Goes out: a figure and its axes, both measured in points, held by no window or global
setting. Limit: widths of text are those of DejaVu Sans, which the style names.
"""

from __future__ import annotations

import textwrap
from functools import lru_cache

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath

STYLE = "reviewkit.data.reviewkit"  # reviewkit/data/reviewkit.mplstyle
BLUE, TEAL, PLUM, GREY, PALE = "#12436D", "#28A197", "#801650", "#3D3D3D", "#F0F0F0"  # Analysis Function
WIDE = 16 / 2.54 * 72  # points: a picture 16 cm wide fills the text of an A4 page, and half of it in height
EDGE = 6.0  # points kept free around everything


def new_canvas(
    body: float, bottom: float, notes: list[str], left: float = 0, room: float | None = None
) -> tuple[Drawing, Axes]:
    """Heights and margins in points in; a figure as high as needed, its axes measured in points downwards, out.

    `room` is kept free on the right: if none is named, what the number at the end of the longest bar needs. The notes
    stand under the axes, wrapped to the width.
    """
    lines = [line for note in notes for line in textwrap.wrap(note, 92)]
    foot = 12.0 * len(lines) + (6 if lines else 0)
    height = body + bottom + foot + 2 * EDGE
    figure = Drawing(figsize=(WIDE / 72, height / 72))
    room = (20 if left else 0) if room is None else room
    box = [(EDGE + left) / WIDE, (EDGE + foot + bottom) / height, (WIDE - 2 * EDGE - left - room) / WIDE, body / height]
    axes = figure.add_axes(box)
    axes.set(ylim=(body, 0))
    axes.yaxis.set_visible(False)
    for place, line in enumerate(reversed(lines)):
        figure.text(EDGE / WIDE, (EDGE + 12 * place + 2) / height, line, size=8, va="bottom")
    return figure, axes


def add_heading(axes: Axes, heading: str, of: int, left: float) -> None:
    """Axes made ready for bars, in place: all on one scale of the reviews held, under a heading flush left."""
    axes.set(xlim=(0, of))
    axes.xaxis.set_visible(False)
    axes.spines.bottom.set_visible(False)
    axes.annotate(heading, (-left, 8), weight="bold", size=9, va="center", xycoords=("axes points", "data"))


def add_section(axes: Axes, words: str, y: float, left: float) -> None:
    """The name of a group of bars drawn flush left."""
    axes.annotate(words, (-left, y), color=BLUE, weight="bold", va="center", xycoords=("axes points", "data"))


def draw_bar(axes: Axes, reviews: int, of: int, label: str, y: float, colour: str) -> None:
    """One bar drawn on a pale track as long as all reviews held, its name before it and its number behind it."""
    axes.barh(y, of, height=10, color=PALE)
    axes.barh(y, reviews, height=10, color=colour)
    middle = "center" if "\n" in label else "center_baseline"
    axes.annotate(label, (-6, y), ha="right", va=middle, linespacing=1.0, xycoords=("axes points", "data"))
    beside = {"xytext": (3, 0), "textcoords": "offset points", "va": "center_baseline"}
    axes.annotate(str(reviews), (reviews, y), weight="bold", **beside)


def draw_nothing() -> Drawing:
    """A picture that says that there is nothing to draw."""
    figure = Drawing(figsize=(WIDE / 72, 1.2))
    figure.text(0.5, 0.5, "Nothing is held: there is no row to draw.", ha="center", va="center", size=9)
    return figure


@lru_cache(maxsize=4096)  # the same words are measured for print and for slides
def text_width(text: str, size: float = 8) -> float:
    """How wide a line of text is, in points."""
    return float(TextPath((0, 0), text, size=size, prop=FontProperties(family="DejaVu Sans")).get_extents().width)


def pack_rows(starts: list[float], ends: list[float]) -> list[int]:
    """Stretches of a line in, the lowest row on which each is free of the others out.

    >>> packed([0, 1, 2], [2, 3, 4])
    [0, 1, 0]
    """
    taken: list[list[tuple[float, float]]] = []
    rows = []
    for start, end in zip(starts, ends, strict=True):
        free = (n for n, row in enumerate(taken) if all(end <= other[0] or start >= other[1] for other in row))
        row = next(free, len(taken))
        taken[row:] = taken[row:] or [[]]
        taken[row].append((start, end))
        rows.append(row)
    return rows


def draw_range(axes: Axes, ends: tuple[float, float, float], y: float, colour: str, top: float = 1.0) -> None:
    """A value with its interval (`value`, `low`, `high`) drawn on a pale track from 0 to `top`."""
    value, low, high = ends
    axes.plot([0, top], [y, y], color=PALE, linewidth=8, solid_capstyle="butt", zorder=1)
    axes.plot([low, high], [y, y], color=colour, linewidth=1.6, solid_capstyle="butt", zorder=2)
    axes.plot([value], [y], marker="o", color=colour, markersize=5, linestyle="", zorder=3, clip_on=False)


def add_words(axes: Axes, text: str, y: float, left: float, **look: object) -> None:
    """A line of text drawn flush left in the sheet, at a height of the axes."""
    axes.annotate(text, (-left, y), va="center_baseline", xycoords=("axes points", "data"), **look)
