"""The sheet that figures are drawn on: as wide as the text of a page, as high as its rows need, one style.

Comes in: heights and notes. Goes out: a figure and its axes, both measured in points, held by no window or global
setting. Limit: widths of text are those of DejaVu Sans, which the style names.
"""

from __future__ import annotations

import textwrap

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath

STYLE = "reviewkit.reviewkit"  # reviewkit/reviewkit.mplstyle
BLUE, TEAL, PLUM, GREY, PALE = "#12436D", "#28A197", "#801650", "#3D3D3D", "#F0F0F0"  # Analysis Function
WIDE = 16 / 2.54 * 72  # points: a picture 16 cm wide fills the text of an A4 page, and half of it in height
EDGE = 6.0  # points kept free around everything


def sheet(body: float, bottom: float, notes: list[str], left: float = 0) -> tuple[Figure, Axes]:
    """Heights and a left margin in points in; a figure as high as needed, its axes measured in points downwards, out.

    The notes stand under the axes, wrapped to the width.
    """
    lines = [line for note in notes for line in textwrap.wrap(note, 92)]
    foot = 12.0 * len(lines) + (6 if lines else 0)
    height = body + bottom + foot + 2 * EDGE
    figure = Figure(figsize=(WIDE / 72, height / 72))
    room = 0 if not left else 20  # for the number at the end of the longest bar
    box = [(EDGE + left) / WIDE, (EDGE + foot + bottom) / height, (WIDE - 2 * EDGE - left - room) / WIDE, body / height]
    axes = figure.add_axes(box)
    axes.set(ylim=(body, 0))
    axes.yaxis.set_visible(False)
    for place, line in enumerate(reversed(lines)):
        figure.text(EDGE / WIDE, (EDGE + 12 * place + 2) / height, line, size=8, va="bottom")
    return figure, axes


def nothing() -> Figure:
    """A picture that says that there is nothing to draw."""
    figure = Figure(figsize=(WIDE / 72, 1.2))
    figure.text(0.5, 0.5, "Nothing is held: there is no row to draw.", ha="center", va="center", size=9)
    return figure


def wide(text: str, size: float = 8) -> float:
    """How wide a line of text is, in points."""
    return float(TextPath((0, 0), text, size=size, prop=FontProperties(family="DejaVu Sans")).get_extents().width)
