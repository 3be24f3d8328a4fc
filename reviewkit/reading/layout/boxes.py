"""A page's drawings -> its boxes: tinted panels, and frames made of rules; and which line stands in which.

Publishers set recommendations in tinted panels and responses repeat them in ruled frames; the box then says where the
words end better than the words do. Panels are drawn in strips, frames as four thin rectangles or strokes, so strips
and rules that touch are joined first.

Limit: drawings inside a picture are not seen; a table's cells are boxes only where each row is ruled.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from reviewkit.reading import documents
from reviewkit.reading.layout.chars import Line

THIN = 4.0  # points: a rectangle this thin is a rule
TOUCH = 3.5  # points: pieces this near belong together
LEAST_WIDTH = 0.3  # of the page's width: narrower panels hold no recommendation
LEAST_HEIGHT = 14.0  # points: about one line
PAPER = 0.85  # of the page's area: a larger panel is the paper itself
WHITE = 740  # sum of red, green and blue from which a tint is white
DEEPEST = 4  # forms inside forms
MOST = 3000  # drawings: a page with more is a map or a chart


class Box(NamedTuple):
    """A rectangle in points from the page's top left corner."""

    x0: float
    top: float
    x1: float
    bottom: float


def lines_in_boxes(lines: list[Line], page: pypdfium2.PdfPage) -> tuple[list[tuple[Line, int]], int]:
    """The lines of a page in; each with the number of its box (from 1, 0 for none), and how many boxes there are."""
    found = find_boxes(page)
    return [(line, _inside(line, found)) for line in lines], len(found)


def find_boxes(page: pypdfium2.PdfPage) -> list[Box]:
    """A page in, its tinted and framed boxes out, smallest first."""
    width, height = documents.unrotated_size(page)
    panels, upright, level = _drawings(page, height)
    found = _joined(panels) + _frames(upright, level)
    large = [
        box
        for box in found
        if box.x1 - box.x0 >= LEAST_WIDTH * width
        and box.bottom - box.top >= LEAST_HEIGHT
        and (box.x1 - box.x0) * (box.bottom - box.top) <= PAPER * width * height
    ]
    return sorted(set(large), key=lambda box: ((box.x1 - box.x0) * (box.bottom - box.top), box))


def _inside(line: Line, found: list[Box]) -> int:
    """The number of the smallest box around the line's middle; 0 for none."""
    x, y = (line.x0 + min(line.x1, line.x0 + 40)) / 2, (line.top + line.bottom) / 2
    for number, box in enumerate(found, start=1):
        if box.x0 - 1 <= x <= box.x1 + 1 and box.top - 1 <= y <= box.bottom + 1:
            return number
    return 0


def _drawings(page: pypdfium2.PdfPage, height: float) -> tuple[list[Box], list[Box], list[Box]]:
    """Panels, upright rules and level rules of a page."""
    panels: list[Box] = []
    upright: list[Box] = []
    level: list[Box] = []
    for count, drawing in enumerate(_paths(page.raw, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject)):
        if count >= MOST:
            return [], [], []
        left, bottom, right, top = (ctypes.c_float() for _ in range(4))
        if not pdfium.FPDFPageObj_GetBounds(drawing, left, bottom, right, top):
            continue
        box = Box(left.value, height - top.value, right.value, height - bottom.value)
        filled, stroked = _drawn(drawing)
        if box.x1 - box.x0 <= THIN or box.bottom - box.top <= THIN:
            if stroked or filled is not None:
                (upright if box.bottom - box.top >= box.x1 - box.x0 else level).append(box)
        elif (filled is not None and filled < WHITE) or (stroked and pdfium.FPDFPath_CountSegments(drawing) <= 6):
            panels.append(box)
    return panels, upright, level


def _paths(holder: object, count: Callable, get: Callable, depth: int = 0) -> Iterator[object]:
    """The paths of a page, those inside its forms included; texts and pictures are passed over unopened."""
    for place in range(count(holder)):
        found = get(holder, place)
        kind = pdfium.FPDFPageObj_GetType(found)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            yield found
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < DEEPEST:
            yield from _paths(found, pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject, depth + 1)


def _drawn(drawing: object) -> tuple[int | None, bool]:
    """The fill of a path as the sum of red, green and blue (None where it is clear), and whether it is stroked."""
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(drawing, mode, stroke)
    if not mode.value:
        return None, bool(stroke.value)
    red, green, blue, opaque = (ctypes.c_uint() for _ in range(4))
    pdfium.FPDFPageObj_GetFillColor(drawing, red, green, blue, opaque)
    return (red.value + green.value + blue.value if opaque.value else None), bool(stroke.value)


def _joined(panels: list[Box]) -> list[Box]:
    """Panels drawn in strips, joined: pieces that touch or overlap, and share their width or their height."""
    left = sorted(panels, key=lambda box: (box.top, box.x0))
    joined = True
    while joined:
        joined = False
        made: list[Box] = []
        for box in left:
            fits = next((place for place, other in enumerate(made) if _belong(box, other)), None)
            if fits is None:
                made.append(box)
            else:
                made[fits] = _around([made[fits], box])
                joined = True
        left = made
    return left


def _belong(one: Box, other: Box) -> bool:
    """Whether two panels are strips of one: side by side at one height, or one above the other with one width."""
    beside = one.x0 <= other.x1 + TOUCH and other.x0 <= one.x1 + TOUCH
    above = one.top <= other.bottom + TOUCH and other.top <= one.bottom + TOUCH
    same_width = abs(one.x0 - other.x0) <= TOUCH * 2 and abs(one.x1 - other.x1) <= TOUCH * 2
    same_height = abs(one.top - other.top) <= TOUCH and abs(one.bottom - other.bottom) <= TOUCH
    return beside and above and (same_width or same_height)


def _around(pieces: list[Box]) -> Box:
    """The rectangle around several."""
    return Box(
        min(box.x0 for box in pieces),
        min(box.top for box in pieces),
        max(box.x1 for box in pieces),
        max(box.bottom for box in pieces),
    )


def _frames(upright: list[Box], level: list[Box]) -> list[Box]:
    """Frames made of rules: two upright rules of one height, cut at the level rules that run right across."""
    sides = [side for side in _lengthened(upright) if side.bottom - side.top >= LEAST_HEIGHT]
    found: list[Box] = []
    for place, left in enumerate(sides):
        for right in sides[place + 1 :]:
            top, bottom = max(left.top, right.top), min(left.bottom, right.bottom)
            tall = max(left.bottom - left.top, right.bottom - right.top)
            if abs(right.x0 - left.x0) > 20 and bottom - top >= 0.9 * tall:
                found += _cut(Box(min(left.x0, right.x0), top, max(left.x1, right.x1), bottom), level)
    return found


def _lengthened(upright: list[Box]) -> list[Box]:
    """Upright rules drawn in pieces, one under the other, joined."""
    made: list[Box] = []
    for rule in sorted(upright, key=lambda box: (round(box.x0 / TOUCH), box.top)):
        if made and abs(made[-1].x0 - rule.x0) <= TOUCH and rule.top <= made[-1].bottom + TOUCH:
            made[-1] = _around([made[-1], rule])
        else:
            made.append(rule)
    return made


def _cut(frame: Box, level: list[Box]) -> list[Box]:
    """A frame cut into rows at the level rules inside it."""
    across = [
        rule.top
        for rule in level
        if frame.top + TOUCH < rule.top < frame.bottom - TOUCH
        and rule.x0 <= frame.x0 + TOUCH
        and rule.x1 >= frame.x1 - TOUCH
    ]
    edges = [frame.top, *sorted(across), frame.bottom]
    return [Box(frame.x0, top, frame.x1, bottom) for top, bottom in zip(edges, edges[1:], strict=False)]
