"""Find the boxes of a page (tinted panels, and frames made of rules), and which line stands in which.

Publishers set recommendations in tinted panels, and responses repeat them in ruled frames; the box then says where the
words end better than the words do. Panels are drawn in strips, frames as four thin rectangles or strokes, so strips
and rules that touch are joined first.

Limitations: drawings inside a picture are not seen; a table's cells are boxes only where each row is ruled.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from reviewkit.reading import documents
from reviewkit.reading.layout.lines import Line

RULE_THICKNESS = 4.0  # points: a rectangle this thin is a rule
MAX_GAP = 3.5  # points: pieces this near each other belong together
MIN_WIDTH = 0.3  # of the page's width: narrower panels hold no recommendation
MIN_HEIGHT = 14.0  # points: about one line
MAX_AREA = 0.85  # of the page's area: a larger panel is the background of the page
WHITE = 740  # sum of red, green and blue from which a tint is white
MAX_FORM_DEPTH = 4  # forms inside forms; deeper nesting is a fault or an attack
MOST = 3000  # drawings: a page with more is a map or a chart


class Box(NamedTuple):
    """A rectangle in points from the page's top left corner."""

    x0: float
    top: float
    x1: float
    bottom: float


def find_boxes(page: pypdfium2.PdfPage) -> list[Box]:
    """Return the tinted and framed boxes of a page, smallest first."""
    width, height = documents.unrotated_size(page)
    panels, upright, level = _drawings(page, height)
    candidates = _joined(panels) + _frames(upright, level)
    large = [
        box
        for box in candidates
        if box.x1 - box.x0 >= MIN_WIDTH * width
        and box.bottom - box.top >= MIN_HEIGHT
        and (box.x1 - box.x0) * (box.bottom - box.top) <= MAX_AREA * width * height
    ]
    return sorted(set(large), key=lambda box: ((box.x1 - box.x0) * (box.bottom - box.top), box))


def box_number(line: Line, page_boxes: list[Box]) -> int:
    """Return the number (from 1) of the smallest box of a page around the line's middle; 0 for none."""
    x, y = (line.x0 + min(line.x1, line.x0 + 40)) / 2, (line.top + line.bottom) / 2
    for number, box in enumerate(page_boxes, start=1):
        if box.x0 - 1 <= x <= box.x1 + 1 and box.top - 1 <= y <= box.bottom + 1:
            return number
    return 0


def _drawings(page: pypdfium2.PdfPage, height: float) -> tuple[list[Box], list[Box], list[Box]]:
    """Return the panels, upright rules and level rules of a page; nothing for a map or chart."""
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
        filled, stroked = _fill_and_stroke(drawing)
        if box.x1 - box.x0 <= RULE_THICKNESS or box.bottom - box.top <= RULE_THICKNESS:
            if stroked or filled is not None:
                (upright if box.bottom - box.top >= box.x1 - box.x0 else level).append(box)
        elif (filled is not None and filled < WHITE) or (stroked and pdfium.FPDFPath_CountSegments(drawing) <= 6):
            panels.append(box)
    return panels, upright, level


def _paths(holder: object, count: Callable, get: Callable, depth: int = 0) -> Iterator[object]:
    """Yield the paths of a page, those inside its forms included; texts and pictures are passed over unopened."""
    for index in range(count(holder)):
        drawing = get(holder, index)
        kind = pdfium.FPDFPageObj_GetType(drawing)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            yield drawing
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < MAX_FORM_DEPTH:
            yield from _paths(drawing, pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject, depth + 1)


def _fill_and_stroke(drawing: object) -> tuple[int | None, bool]:
    """Return a path's fill as the sum of red, green and blue (None where clear), and whether it is stroked."""
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(drawing, mode, stroke)
    if not mode.value:
        return None, bool(stroke.value)
    red, green, blue, opaque = (ctypes.c_uint() for _ in range(4))
    pdfium.FPDFPageObj_GetFillColor(drawing, red, green, blue, opaque)
    return (red.value + green.value + blue.value if opaque.value else None), bool(stroke.value)


def _joined(panels: list[Box]) -> list[Box]:
    """Join panels drawn in strips: pieces that touch or overlap, and share their width or their height."""
    unjoined = sorted(panels, key=lambda box: (box.top, box.x0))
    joined = True
    while joined:
        joined = False
        merged: list[Box] = []
        for box in unjoined:
            index = next(
                (index for index, earlier in enumerate(merged) if _are_strips_of_one_panel(box, earlier)), None
            )
            if index is None:
                merged.append(box)
            else:
                merged[index] = _bounding_box([merged[index], box])
                joined = True
        unjoined = merged
    return unjoined


def _are_strips_of_one_panel(first: Box, second: Box) -> bool:
    """Return whether two panels are strips of one: side by side at one height, or stacked with one width."""
    meet_sideways = first.x0 <= second.x1 + MAX_GAP and second.x0 <= first.x1 + MAX_GAP
    meet_vertically = first.top <= second.bottom + MAX_GAP and second.top <= first.bottom + MAX_GAP
    same_width = abs(first.x0 - second.x0) <= MAX_GAP * 2 and abs(first.x1 - second.x1) <= MAX_GAP * 2
    same_height = abs(first.top - second.top) <= MAX_GAP and abs(first.bottom - second.bottom) <= MAX_GAP
    return meet_sideways and meet_vertically and (same_width or same_height)


def _bounding_box(pieces: list[Box]) -> Box:
    """Return the rectangle around several."""
    return Box(
        min(box.x0 for box in pieces),
        min(box.top for box in pieces),
        max(box.x1 for box in pieces),
        max(box.bottom for box in pieces),
    )


def _frames(upright: list[Box], level: list[Box]) -> list[Box]:
    """Return frames made of rules: two upright rules of one height, cut at the level rules that run right across."""
    sides = [side for side in _join_upright_rules(upright) if side.bottom - side.top >= MIN_HEIGHT]
    frames: list[Box] = []
    for index, left in enumerate(sides):
        for right in sides[index + 1 :]:
            top, bottom = max(left.top, right.top), min(left.bottom, right.bottom)
            tall = max(left.bottom - left.top, right.bottom - right.top)
            if abs(right.x0 - left.x0) > 20 and bottom - top >= 0.9 * tall:
                frames += _cut_into_rows(Box(min(left.x0, right.x0), top, max(left.x1, right.x1), bottom), level)
    return frames


def _join_upright_rules(upright: list[Box]) -> list[Box]:
    """Join upright rules drawn in pieces, one under the other."""
    rules: list[Box] = []
    for rule in sorted(upright, key=lambda box: (round(box.x0 / MAX_GAP), box.top)):
        if rules and abs(rules[-1].x0 - rule.x0) <= MAX_GAP and rule.top <= rules[-1].bottom + MAX_GAP:
            rules[-1] = _bounding_box([rules[-1], rule])
        else:
            rules.append(rule)
    return rules


def _cut_into_rows(frame: Box, level: list[Box]) -> list[Box]:
    """Cut a frame into rows at the level rules inside it."""
    across = [
        rule.top
        for rule in level
        if frame.top + MAX_GAP < rule.top < frame.bottom - MAX_GAP
        and rule.x0 <= frame.x0 + MAX_GAP
        and rule.x1 >= frame.x1 - MAX_GAP
    ]
    edges = [frame.top, *sorted(across), frame.bottom]
    return [Box(frame.x0, top, frame.x1, bottom) for top, bottom in zip(edges, edges[1:], strict=False)]
