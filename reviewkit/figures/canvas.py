"""The sheet that figures are drawn on: as wide as the text of a page, as high as its rows need, in one style.

Input: heights, margins and notes, in points.
Output: a drawing and its axes, both measured in points, which no window and no global setting of matplotlib holds.
Limitations: widths of text are those of DejaVu Sans, which the style names.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import matplotlib.style
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.ft2font import LoadFlags

STYLE = "reviewkit.data.reviewkit"  # reviewkit/data/reviewkit.mplstyle
BLUE, TEAL, PLUM, GREY, PALE = "#12436D", "#28A197", "#801650", "#3D3D3D", "#F0F0F0"  # Analysis Function
POINTS_PER_INCH = 72
WIDTH = 16 / 2.54 * POINTS_PER_INCH  # points: 16 cm fill the text of an A4 page, and half of it in height
MARGIN = 6.0  # points kept free around everything
NOTE_HEIGHT = 12.0  # points from line to line of the notes
NUMBER_AND_WORD, NO_BREAK = re.compile(r"(?<=\d) (?=[a-z])"), "\u00a0"
SPARE = 0.97  # of a width: what is drawn is a little wider than what is measured
MEASURED_SIZE, SUBPIXELS = 100.0, 64  # points at which a text is measured, and the font's parts of a pixel
FROM_AXES_LEFT = ("axes points", "data")  # across in points from the left of the axes, down as the axes measure


def draw_in_style(draw: Callable[..., Drawing], rows: pd.DataFrame, *arguments: Any) -> Drawing:
    """Return rows drawn in the style of the figures; where there are none, a drawing that says so."""
    with matplotlib.style.context(STYLE, after_reset=True):
        return draw(rows, *arguments) if len(rows) else _draw_nothing()


def _draw_nothing() -> Drawing:
    drawing = Drawing(figsize=(WIDTH / POINTS_PER_INCH, 1.2))
    drawing.text(0.5, 0.5, "Nothing was found: there is no row to draw.", ha="center", va="center", size=9)
    return drawing


def new_canvas(
    body: float,
    bottom: float,
    notes: list[str],
    left: float = 0,
    right: float | None = None,
    width: float = WIDTH,
) -> tuple[Drawing, Axes]:
    """Return a drawing as high as needed, and its axes, measured in points downwards.

    `body` is the height of the axes; `bottom`, `left` and `right` are kept free beside them (on the right, if nothing
    is given, what the number at the end of the longest bar needs). The notes stand below, wrapped to the width.
    """
    lines = [line for note in notes for line in wrap_evenly(note, width - 2 * MARGIN)]
    foot = NOTE_HEIGHT * len(lines) + (6 if lines else 0)
    height = body + bottom + foot + 2 * MARGIN
    drawing = Drawing(figsize=(width / POINTS_PER_INCH, height / POINTS_PER_INCH))
    right = (20 if left else 0) if right is None else right
    axes_width = width - 2 * MARGIN - left - right
    axes = drawing.add_axes(
        ((MARGIN + left) / width, (MARGIN + foot + bottom) / height, axes_width / width, body / height)
    )
    axes.set(ylim=(body, 0))
    axes.yaxis.set_visible(False)
    for below, line in zip(reversed(range(len(lines))), lines, strict=True):  # as they are read
        drawing.text(MARGIN / width, (MARGIN + NOTE_HEIGHT * below + 2) / height, line, size=8, va="bottom")
    return drawing, axes


def hide_x_axis(axes: Axes) -> None:
    """Take the horizontal axis and its line from the axes."""
    axes.xaxis.set_visible(False)
    axes.spines.bottom.set_visible(False)


def prepare_bars(axes: Axes, heading: str, total: int, left: float) -> None:
    """Make axes ready for bars: all on one scale from none to the total, under a heading flush left."""
    axes.set(xlim=(0, total))
    hide_x_axis(axes)
    axes.annotate(heading, (-left, 8), weight="bold", size=9, va="center", xycoords=FROM_AXES_LEFT)


def add_section(axes: Axes, name: str, y: float, left: float) -> None:
    """Write the name of a group of bars flush left."""
    axes.annotate(name, (-left, y), color=BLUE, weight="bold", va="center", xycoords=FROM_AXES_LEFT)


def add_text(axes: Axes, text: str, y: float, left: float, **look: Any) -> None:
    """Write a line of text flush left, at a height of the axes; `look` is as matplotlib's `Text` takes it."""
    axes.annotate(text, (-left, y), va="center_baseline", xycoords=FROM_AXES_LEFT, **look)


def add_row_label(axes: Axes, label: str, y: float) -> None:
    """Write the name of a row, in one line or more, before it, ending at the axes."""
    middle = "center" if "\n" in label else "center_baseline"
    axes.annotate(label, (-6, y), ha="right", va=middle, linespacing=1.0, xycoords=FROM_AXES_LEFT)


def draw_bar(axes: Axes, count: int, total: int, label: str, y: float, colour: str) -> None:
    """Draw a bar on a pale track as long as the total, with its name before it and its number behind it."""
    axes.barh(y, total, height=10, color=PALE)
    axes.barh(y, count, height=10, color=colour)
    add_row_label(axes, label, y)
    axes.annotate(
        str(count), (count, y), weight="bold", xytext=(3, 0), textcoords="offset points", va="center_baseline"
    )


def draw_interval(axes: Axes, value: float, low: float, high: float, y: float, colour: str) -> None:
    """Draw a share with its interval on a pale track from none to all."""
    axes.plot([0, 1], [y, y], color=PALE, linewidth=8, solid_capstyle="butt", zorder=1)
    axes.plot([low, high], [y, y], color=colour, linewidth=1.6, solid_capstyle="butt", zorder=2)
    axes.plot([value], [y], marker="o", color=colour, markersize=5, linestyle="", zorder=3, clip_on=False)


@lru_cache(maxsize=4096)  # the same words are measured for print and for slides
def text_width(text: str, size: float = 8, weight: str = "normal") -> float:
    """Return how wide a line of text is, in points, with the little room before its first letter.

    The font measures its own glyphs, unhinted and large: thirty times as fast as the outlines of the letters.
    """
    font = get_font(findfont(FontProperties(family="DejaVu Sans", weight=weight)))
    font.set_size(MEASURED_SIZE, POINTS_PER_INCH)
    font.set_text(text, 0.0, flags=LoadFlags.NO_HINTING)
    return float(font.get_width_height()[0] / SUBPIXELS * size / MEASURED_SIZE)


def wrap(text: str, width: float, size: float = 8, weight: str = "normal") -> list[str]:
    """Return a text in lines of a width in points; a number stays with the word that it counts.

    >>> wrap("asked twice by 2 reviews", 80)
    ['asked twice by', '2 reviews']
    """
    lines = [""]
    for word in NUMBER_AND_WORD.sub(NO_BREAK, text).split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and text_width(longer, size, weight) > width * SPARE:
            lines.append(word)
        else:
            lines[-1] = longer
    return [line.replace(NO_BREAK, " ") for line in lines]


def wrap_evenly(text: str, width: float) -> list[str]:
    """Return a text in lines of a width in points, or of a little less where the last would hold one word alone.

    >>> wrap_evenly("Rests on our words alone.", 96), wrap_evenly("Rests on our own words.", 400)
    (['Rests on our', 'words alone.'], ['Rests on our own words.'])
    """
    lines = wrap(text, width)
    narrower = (wrap(text, width * share / 100) for share in range(98, 68, -2))
    even = (shorter for shorter in narrower if len(shorter) == len(lines) and " " in shorter[-1])
    return lines if len(lines) == 1 or " " in lines[-1] else next(even, lines)


def label_width(labels: list[str]) -> float:
    """Return the room on the left that the longest line of the labels of rows needs, in points."""
    return 1.04 * max(text_width(line, 8.5) for label in labels for line in label.split("\n")) + 6


def pack_rows(starts: list[float], ends: list[float]) -> list[int]:
    """Return for each stretch of a line the lowest row on which it covers none of those before it.

    >>> pack_rows([0, 1, 2], [2, 3, 4])
    [0, 1, 0]
    """
    rows: list[list[tuple[float, float]]] = []
    numbers = []
    for start, end in zip(starts, ends, strict=True):
        free = (number for number, row in enumerate(rows) if all(end <= low or start >= high for low, high in row))
        number = next(free, len(rows))
        if number == len(rows):
            rows.append([])
        rows[number].append((start, end))
        numbers.append(number)
    return numbers
