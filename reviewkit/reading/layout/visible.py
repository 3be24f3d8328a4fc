"""Say which words of a page a reader sees: the page is drawn, and a word whose place has one colour is not seen.

Words under a bar, white words on white, words of a layer that is switched off, and printer's marks beside the sheet
stand in a file all the same. Drawing the page settles all of them without following the file's order of painting.

A word with a line through it, which goes on over the gap beside it, is struck out and counts as unseen.

All words of a page are looked at together, since a page has hundreds of them.

Limitations: a word under a picture counts as seen; so does one under a bar with a pattern.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pypdfium2
from numpy.typing import NDArray

SCALE = 1.0  # pixels a point: letters of six points still leave a mark
WHITE = 255  # the level of blank paper
STRIKE_CONTRAST = 60  # levels: a line through a word is this much darker than the paper, between its letters too
GAP_REACH = 0.4  # of the height of small letters: so far into the gap beside a word a line through it goes on
MIN_CONTRAST = 16  # of 255 levels of grey: fainter differences are the noise of pictures, and no reader sees them
FARTHEST = 1e6  # pixels: what lies farther off is beside every sheet

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Places(NamedTuple):
    """Where words stand: the edges of rectangles in points from the page's lower left corner."""

    left: Floats
    bottom: Floats
    right: Floats
    top: Floats

    def take(self, chosen: Bools) -> Places:
        """Return the places that are chosen."""
        return Places(*(edge[chosen] for edge in self))


class Pixels(NamedTuple):
    """Rectangles in pixels from the picture's upper left corner; the end row and end column lie outside."""

    first_row: Ints
    end_row: Ints
    first_column: Ints
    end_column: Ints

    def is_empty(self) -> Bools:
        """Return which rectangles hold no pixel."""
        return (self.first_row >= self.end_row) | (self.first_column >= self.end_column)

    def take(self, chosen: Bools) -> Pixels:
        """Return the rectangles that are chosen."""
        return Pixels(*(edge[chosen] for edge in self))


class DrawnPage:
    """A page as a reader sees it, in levels of grey."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        bitmap = page.render(scale=SCALE, grayscale=True)
        try:
            self._rows, self._columns = bitmap.height, bitmap.width
            grey = bitmap.to_numpy().reshape(bitmap.height, bitmap.width)
            self._grey = np.append(grey, np.uint8(0))  # in one row, with a pixel after the last for its end
        finally:
            bitmap.close()

    def shows(self, places: Places) -> tuple[Bools, Bools]:
        """Return where anything is to be seen, and where a dark line may run from side to side."""
        pixels = Pixels(
            _whole(self._rows - places.top * SCALE),
            _whole(self._rows - places.bottom * SCALE) + 1,
            _whole(places.left * SCALE),
            _whole(places.right * SCALE) + 1,
        )
        seen = (pixels.end_row > 0) & (pixels.end_column > 0)  # and not beside the sheet
        seen &= (pixels.first_row < self._rows) & (pixels.first_column < self._columns)
        pixels = self._inside(pixels)
        drawn, may_have_line = ~pixels.is_empty(), seen.copy()
        if drawn.any():
            pixels = pixels.take(drawn)
            starts, edges = _starts(pixels), self._edges_of_rows(pixels)
            lightest, darkest = (extreme.reduceat(self._grey, edges)[::2] for extreme in (np.maximum, np.minimum))
            contrast = np.maximum.reduceat(lightest, starts).astype(int) - np.minimum.reduceat(darkest, starts)
            seen[drawn] = contrast >= MIN_CONTRAST
            may_have_line[drawn] = np.minimum.reduceat(lightest, starts) < WHITE - STRIKE_CONTRAST
        cut_off = _whole(places.right * SCALE) + 1 + _reach(places) > self._columns  # so that less of it is compared
        return seen, may_have_line | cut_off

    def are_struck(self, places: Places) -> Bools:
        """Return where a line runs through a word and on over the gaps beside it, at the height of small letters."""
        reach = _reach(places)
        pixels = Pixels(
            np.maximum(_whole(self._rows - places.top * SCALE), 0),
            _whole(self._rows - places.bottom * SCALE),
            _whole(places.left * SCALE) - reach,
            _whole(places.right * SCALE) + 1 + reach,
        )
        struck = (pixels.first_column >= 0) & (pixels.end_row - pixels.first_row >= 2)
        pixels = self._inside(pixels)
        struck &= (pixels.end_column - pixels.first_column > 2 * reach) & ~pixels.is_empty()
        if struck.any():
            struck[struck] = self._have_line_through(pixels.take(struck), reach[struck])
        return struck

    def _have_line_through(self, pixels: Pixels, reach: Ints) -> Bools:
        """Return which words have a row that is darker than their paper, and goes on so over a gap beside them."""
        starts = _starts(pixels)
        word, left, right = (
            np.maximum.reduceat(self._grey, self._edges_of_rows(part))[::2].astype(int)
            for part in (
                pixels._replace(first_column=pixels.first_column + reach, end_column=pixels.end_column - reach),
                pixels._replace(end_column=pixels.first_column + reach),
                pixels._replace(first_column=pixels.end_column - reach),
            )
        )
        gaps = [np.maximum.reduceat(gap, starts) for gap in (left, right)]
        paper = np.maximum.reduce([*gaps, np.maximum.reduceat(word, starts)])
        on_paper = np.minimum(*gaps) >= paper - MIN_CONTRAST  # and not on a dark ground
        dark = np.repeat(paper - STRIKE_CONTRAST, pixels.end_row - pixels.first_row)
        is_line = (word < dark) & (np.minimum(left, right) < dark)
        return on_paper & np.logical_or.reduceat(is_line, starts)

    def _inside(self, pixels: Pixels) -> Pixels:
        """Return the part of rectangles that lies in the picture."""
        return Pixels(
            np.maximum(pixels.first_row, 0),
            np.minimum(pixels.end_row, self._rows),
            np.maximum(pixels.first_column, 0),
            np.minimum(pixels.end_column, self._columns),
        )

    def _edges_of_rows(self, pixels: Pixels) -> Ints:
        """Return where each row of each rectangle begins and ends in the picture, one rectangle after the other.

        So `reduceat` of these gives what lies in a row, what lies between it and the next, and so on.
        """
        heights = pixels.end_row - pixels.first_row
        row_starts = (np.arange(heights.sum()) + np.repeat(pixels.first_row - _starts(pixels), heights)) * self._columns
        edges = np.empty(2 * len(row_starts), dtype=np.int64)
        edges[::2] = row_starts + np.repeat(pixels.first_column, heights)
        edges[1::2] = row_starts + np.repeat(pixels.end_column, heights)
        return edges


def _reach(places: Places) -> Ints:
    """Return how many pixels of the gaps beside words are looked at."""
    return np.maximum(_whole((places.top - places.bottom) * SCALE * GAP_REACH), 1)


def _starts(pixels: Pixels) -> Ints:
    """Return the index at which the rows of each rectangle begin, where the rows of all stand one after the other."""
    heights = pixels.end_row - pixels.first_row
    return np.cumsum(heights) - heights


def _whole(values: Floats) -> Ints:
    """Return numbers without their decimals; what is no number, or lies very far off, as beside every sheet."""
    return np.fmax(np.fmin(values, FARTHEST), -FARTHEST).astype(np.int64)
