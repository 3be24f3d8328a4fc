"""Find the earlier recommendations that are nearest to each later one.

Input: dates, and matrices whose products say how near an earlier and a later row are.
Output: pairs of row numbers.

The search is exact, some rows at a time: an index of near neighbours would miss some. Later rows of one date are
compared with what was certainly published before it.

Limitations: the time grows with the square of the number of rows, a second for each thousand rows and fifty thousand
earlier ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from reviewkit.base import parallel
from reviewkit.base.dates import certainly_earlier

DECIMALS = 4  # of a product: beyond them rows are alike, and the order of sums inside a product differs by machine
ROW_NUMBER = np.int32  # of which there are many: half the memory of the usual ones
ROW_BITS = 31  # of such a number
ROWS_AT_ONCE = 250  # later rows of one date: 100 MB for a hundred thousand earlier ones

Likeness = Sequence[tuple[np.ndarray, np.ndarray]]  # of each kind the rows as earlier ones, and as later ones


def nearest_earlier(
    published: np.ndarray,
    earlier: np.ndarray,
    later: np.ndarray,
    likeness: Likeness,
    number: int,
) -> np.ndarray:
    """Return the row numbers (earlier, later) of the `number` earlier rows nearest to each later one, by date.

    `earlier` and `later` are the rows that may be so; `likeness` holds pairs of matrices, one of rows as earlier ones
    and one of rows as later ones, whose products are added up. The nearest come first, and of rows alike to `DECIMALS`
    the first row.
    """
    blocks = _blocks(published, earlier, later, likeness, number)
    return np.vstack([np.zeros((0, 2), ROW_NUMBER), *parallel.map_blocks(_nearest_of_block, blocks, here=True)])


def _blocks(
    published: np.ndarray, earlier: np.ndarray, later: np.ndarray, likeness: Likeness, number: int
) -> Iterator[tuple]:
    """Yield the later rows of each date, some at a time, with the rows that were published before."""
    dates, date = np.unique(published, return_inverse=True)
    for at, text in enumerate(dates):
        before = earlier[certainly_earlier(dates, text)[date[earlier]]]
        own = later[date[later] == at]
        if len(before):
            for start in range(0, len(own), ROWS_AT_ONCE):
                yield (before, own[start : start + ROWS_AT_ONCE]), likeness, number


def _nearest_of_block(rows: tuple[np.ndarray, np.ndarray], likeness: Likeness, number: int) -> np.ndarray:
    """Return the pairs of one block."""
    earlier, later = rows
    product = sum(as_later[later] @ as_earlier[earlier].T for as_earlier, as_later in likeness).round(DECIMALS)
    number = min(number, len(earlier))
    least = np.partition(product, -number, axis=1)[:, [-number]]
    row, column = np.nonzero(product >= least)
    order = np.lexsort((column, -product[row, column], row))
    row, column = row[order], column[order]
    place = np.arange(len(row)) - np.searchsorted(row, np.arange(len(later)))[row]
    kept = place < number
    return np.stack([earlier[column[kept]], later[row[kept]]], axis=1).astype(ROW_NUMBER)


def as_numbers(pairs: np.ndarray) -> np.ndarray:
    """Return each pair of row numbers as one number, which is quicker to sort, in the order of the pairs."""
    return (pairs[:, 0].astype(np.int64) << ROW_BITS) + pairs[:, 1]


def distinct(pairs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return pairs each once, in order, and of each pair given its place among them."""
    numbers, place = np.unique(as_numbers(pairs), return_inverse=True)
    once = np.stack([numbers >> ROW_BITS, numbers & ((1 << ROW_BITS) - 1)], axis=1)
    return once.astype(ROW_NUMBER), place.astype(ROW_NUMBER)
