"""Say which words of a page a reader sees: the page is drawn, and a word whose place has one colour is not seen.

Words under a bar, white words on white, words of a layer that is switched off, and printer's marks beside the sheet
stand in a file all the same. Drawing the page settles all of them without following the file's order of painting.

A word with a line through it, which goes on over the gap beside it, is struck out and counts as unseen.

Limitations: a word under a picture counts as seen; so does one under a bar with a pattern.
"""

from __future__ import annotations

import numpy as np
import pypdfium2

SCALE = 1.0  # pixels a point: letters of six points still leave a mark
STRIKE_CONTRAST = 60  # levels: a line through a word is this much darker than the paper, between its letters too
GAP_REACH = 0.4  # of the height of small letters: so far into the gap beside a word a line through it goes on
MIN_CONTRAST = 16  # of 255 levels of grey: fainter differences are the noise of pictures, and no reader sees them


class DrawnPage:
    """A page as a reader sees it, in levels of grey."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        bitmap = page.render(scale=SCALE, grayscale=True)
        try:
            self._grey = np.array(bitmap.to_numpy()).reshape(bitmap.height, bitmap.width)
        finally:
            bitmap.close()

    def shows(self, left: float, bottom: float, right: float, top: float) -> bool:
        """Return whether anything is to be seen in a rectangle (points from the page's lower left corner)."""
        rows, columns = self._grey.shape
        first_row, end_row = int(rows - top * SCALE), int(rows - bottom * SCALE) + 1
        first_column, end_column = int(left * SCALE), int(right * SCALE) + 1
        if end_row <= 0 or end_column <= 0 or first_row >= rows or first_column >= columns:
            return False  # beside the sheet
        place = self._grey[max(first_row, 0) : end_row, max(first_column, 0) : end_column]
        return place.size == 0 or int(place.max()) - int(place.min()) >= MIN_CONTRAST

    def is_struck(self, left: float, bottom: float, right: float, top: float) -> bool:
        """Return whether a line runs through a word and on over the gaps beside it, at the height of small letters."""
        rows = self._grey.shape[0]
        first_row, end_row = max(int(rows - top * SCALE), 0), int(rows - bottom * SCALE)
        reach = max(int((top - bottom) * SCALE * GAP_REACH), 1)
        first_column, end_column = int(left * SCALE) - reach, int(right * SCALE) + 1 + reach
        if first_column < 0 or end_row - first_row < 2:
            return False
        place = self._grey[first_row:end_row, first_column:end_column]
        if place.size == 0:
            return False
        paper = int(place.max())
        gaps = place[:, :reach].max(axis=1), place[:, -reach:].max(axis=1)
        if min(int(gap.max()) for gap in gaps) < paper - MIN_CONTRAST:
            return False  # the word stands on a dark ground, and not on the paper
        through = place[:, reach:-reach].max(axis=1) < paper - STRIKE_CONTRAST
        beside = np.minimum(*gaps) < paper - STRIKE_CONTRAST
        return bool((through & beside).any())
