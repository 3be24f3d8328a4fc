"""Declare the printed line, the unit of which blocks are made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Line(NamedTuple):
    """One printed line, in points from the page's top left corner; `bold` and `italic` are shares of its letters.

    `parts` are what wide gaps part it into, as the columns of a page or the cells of a table; empty without one.
    `cells` are the words of each cell of the row that begins with it, in a table without rules.
    """

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: float
    italic: float
    parts: tuple[Line, ...] = ()
    cells: tuple[str, ...] = ()


def joined(parts: Sequence[Line]) -> Line:
    """Return the line that some parts of one line make."""
    if len(parts) == 1:
        return parts[0]
    letters = sum(len(part.text) for part in parts)
    return parts[0]._replace(
        text=" ".join(part.text for part in parts),
        x1=parts[-1].x1,
        bold=sum(part.bold * len(part.text) for part in parts) / letters,
        italic=sum(part.italic * len(part.text) for part in parts) / letters,
        parts=tuple(parts),
    )
