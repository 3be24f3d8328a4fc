"""Declare the printed line, the unit of which blocks are made."""

from __future__ import annotations

from typing import NamedTuple


class Line(NamedTuple):
    """One printed line, in points from the page's top left corner; `bold` and `italic` are shares of its letters."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: float
    italic: float
