"""Find the earlier recommendations that are nearest to each later one.

Input: dates, and matrices whose products say how near an earlier and a later row are.
Output: pairs of row numbers.

The search is exact, some rows at a time: an index of near neighbours would miss some. Each later row is compared with
what was certainly published before it.

Limitations: the time grows with the square of the number of rows, a second for each thousand rows and fifty thousand
earlier ones.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reviewkit.base import parallel
from reviewkit.base.dates import ends

DECIMALS = 4  # of a product: beyond them rows are alike, and the order of sums inside a product differs by machine
ROW_NUMBER = np.int32  # of which there are many: half the memory of the usual ones
ROW_BITS = 31  # of such a number
AWAY = 100.0  # is taken from the product of rows that are left out; one value for all of them would be slow to sort
EVERY = 4  # of the columns one of so many is looked at for a bound: with fewer, more would have to be sorted
ROWS_AT_ONCE = 100  # later rows: 40 MB for a hundred thousand earlier ones

Likeness = Sequence[tuple[np.ndarray, np.ndarray]]  # of each kind the rows as earlier ones, and as later ones


def nearest_earlier(
    published: np.ndarray,
    earlier: np.ndarray,
    later: np.ndarray,
    likeness: Likeness,
    number: int,
    least: float = -np.inf,
) -> np.ndarray:
    """Return the row numbers (earlier, later) of the `number` earlier rows nearest to each later one, by date.

    `earlier` and `later` are the rows that may be so; `likeness` holds pairs of matrices, one of rows as earlier ones
    and one of rows as later ones, whose products are added up; rows whose first product is under `least` are left out.
    The nearest come first, and of rows alike to `DECIMALS` the first row.
    """
    end = ends(published[earlier])
    earlier, end = (column[np.argsort(end, kind="stable")] for column in (earlier, end))
    before = np.searchsorted(end, published[later])  # how many of these were certainly published before
    later, before = (column[np.argsort(before, kind="stable")] for column in (later, before))
    later, before = later[before > 0], before[before > 0]
    of_earlier = [as_earlier[earlier] for as_earlier, _ in likeness]
    blocks = (
        (
            earlier[: before[start : start + ROWS_AT_ONCE][-1]],
            later[start : start + ROWS_AT_ONCE],
            before[start : start + ROWS_AT_ONCE],
            [(own, as_later) for own, (_, as_later) in zip(of_earlier, likeness, strict=True)],
            number,
            least,
        )
        for start in range(0, len(later), ROWS_AT_ONCE)
    )
    return np.vstack([np.zeros((0, 2), ROW_NUMBER), *parallel.map_blocks(_nearest_of_block, blocks, here=True)])


def _nearest_of_block(
    earlier: np.ndarray, later: np.ndarray, before: np.ndarray, likeness: Likeness, number: int, least: float
) -> np.ndarray:
    """Return the pairs of some later rows with the first `before` of the earlier ones: one at least, and ever more."""
    products = (as_later[later] @ of_earlier[: len(earlier)].T for of_earlier, as_later in likeness)
    product = next(products)
    far = product < least
    for more in products:
        product += more
    far[:, before[0] :] |= np.arange(before[0], len(earlier)) >= before[:, None]
    np.subtract(product, AWAY, out=product, where=far)
    row, column = np.nonzero(product >= np.maximum(_bound(product, number) - 10.0**-DECIMALS, -AWAY / 2))
    order = np.lexsort((earlier[column], -product[row, column].round(DECIMALS), row))
    row, column = row[order], column[order]
    place = np.arange(len(row)) - np.searchsorted(row, np.arange(len(later)))[row]
    kept = place < number
    return np.stack([earlier[column[kept]], later[row[kept]]], axis=1).astype(ROW_NUMBER)


def _bound(product: np.ndarray, number: int) -> np.ndarray:
    """Return for each row a value that at least `number` of its columns reach: from some columns, which is quicker."""
    some = product[:, ::EVERY] if product.shape[1] >= EVERY * number else product
    number = min(number, some.shape[1])
    return np.partition(some, -number, axis=1)[:, [-number]]


def as_numbers(pairs: np.ndarray) -> np.ndarray:
    """Return each pair of row numbers as one number, which is quicker to sort, in the order of the pairs."""
    return (pairs[:, 0].astype(np.int64) << ROW_BITS) + pairs[:, 1]


def as_pairs(numbers: np.ndarray) -> np.ndarray:
    """Return the pairs of row numbers that such numbers stand for."""
    return np.stack([numbers >> ROW_BITS, numbers & ((1 << ROW_BITS) - 1)], axis=1, dtype=ROW_NUMBER, casting="unsafe")
