"""Select the pairs of a corpus that may be echoes, for the matcher to score.

Input: recommendations with dates, and one side of pairs (`pair_features`).
Output: pairs of row numbers.

Every pair whose meanings are near enough is one, while recommendations are few. Of very many each is compared with its
nearest earlier ones: in meaning, in what is asked, and in letters, which the matcher weighs most.

Limitations: of very many some links are missed; `benchmarks/scale.py --recall` tells how many.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reviewkit.base import parallel
from reviewkit.coding.echoes import search
from reviewkit.coding.echoes.pair_features import SHORT, PairSide
from reviewkit.coding.echoes.pair_model import MIN_COSINE

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

PAIRS_AT_ONCE = 20_000  # whose vectors are held in memory together: some 200 MB
MANY_ROWS = 5000  # from which on the pairs of all would be too many
MOST_EARLIER = 200  # with 150 half as many again of the links are missed (`benchmarks/scale.py --recall`)
LETTER_DIMENSIONS = 384  # with 256 a fifth more would have to be compared for as many links
ASKED_WEIGHT, LETTER_WEIGHT = 2.0, 4.0  # beside meaning; with 1 and 2 a tenth more would have to be compared
LETTER_SAMPLE, SEED = 5000, 0  # texts that the dimensions are drawn from


def candidates(rows: pd.DataFrame, vectors: np.ndarray, likeness: search.Likeness | None = None) -> np.ndarray:
    """Return the row numbers (earlier, later) of pairs that may be echoes.

    These are pairs of recommendations (`review_id`, `published`) of two reviews whose order in time is certain, with a
    cosine of `MIN_COSINE` or more. Where there are more than `MANY_ROWS` recommendations, of each later one only the
    `MOST_EARLIER` most alike of these: else the pairs would grow with the square of the number of rows. How alike two
    are is told by `likeness`, else by their vectors.
    """
    every = np.arange(len(rows))
    published, meaning = rows["published"].to_numpy(str), [(vectors, vectors)]
    if len(rows) > MANY_ROWS:
        pairs = search.nearest_earlier(published, every, every, likeness or meaning, MOST_EARLIER, MIN_COSINE)
    else:
        pairs = search.nearest_earlier(published, every, every, meaning, len(rows))
    pairs = near(vectors, pairs)
    return pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]


def near(vectors: np.ndarray, pairs: np.ndarray) -> np.ndarray:
    """Return the pairs of rows whose meanings are near enough for an echo."""
    blocks = ((vectors, some) for some in np.array_split(pairs, len(pairs) // PAIRS_AT_ONCE + 1))
    return np.concatenate(list(parallel.map_blocks(_near, blocks, here=True)))


def _near(vectors: np.ndarray, pairs: np.ndarray) -> np.ndarray:
    """Return those of some pairs whose cosine is `MIN_COSINE` or more."""
    return pairs[(vectors[pairs[:, 0]].astype(float) * vectors[pairs[:, 1]]).sum(axis=1) >= MIN_COSINE]


def likeness(side: PairSide, letters: csr_matrix) -> search.Likeness:
    """Return how alike texts are to the matcher, as products of matrices: in meaning, in what is asked, in letters.

    Meaning comes first, since what is far apart in it is no echo. `letters` are their stretches of letters, as the
    matcher weighs them.
    """
    in_letters = np.sqrt(LETTER_WEIGHT) * _dense(letters)
    asked = (ASKED_WEIGHT * _unit_rows(side.known_subthemes), _unit_rows(side.subthemes))
    return [(side.vectors, side.vectors), asked, (in_letters, in_letters)]


def _unit_rows(matrix: np.ndarray) -> np.ndarray:
    """Return rows of length one; one of nothing but zeros stays."""
    length = np.linalg.norm(matrix, axis=1, keepdims=True)
    return matrix / np.where(length > 0, length, 1.0)


def _dense(letters: csr_matrix) -> np.ndarray:
    """Return rows in `LETTER_DIMENSIONS`, whose products are near those of the rows themselves.

    These are the first singular vectors of some of the rows, drawn at random (latent semantic analysis, Deerwester et
    al. 1990).
    """
    from sklearn.decomposition import TruncatedSVD

    number = letters.shape[0]
    drawn = np.random.default_rng(SEED).choice(number, min(LETTER_SAMPLE, number), replace=False)
    dimensions = min(LETTER_DIMENSIONS, letters.shape[1], len(drawn))
    fitted = TruncatedSVD(dimensions, random_state=SEED).fit(letters[np.sort(drawn)])
    return fitted.transform(letters).astype(SHORT)
