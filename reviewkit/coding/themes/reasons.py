"""A score -> what carried it: the phrases that added most, and the coded rows most like it that have the theme.

Comes in: a coder, features of rows, and which theme of which row is asked about. Goes out: two list cells a question.
Both come from the model itself: it is linear in words, so that a phrase adds its weight times its value; and likeness
is the model's kernel.

Limit: phrases are single words and pairs without small words between ("share intelligence", "age verification");
MiniLM's part of a score has no words, and is told by the nearest rows alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reviewkit.coding.themes import theme_model

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

PHRASES, NEAREST = 3, 2


def reasons(
    coder: theme_model.Coder, matrix: csr_matrix, alike: np.ndarray, asked: np.ndarray, own: list[str]
) -> dict[tuple[int, int], tuple[str, str]]:
    """A coder, features of rows and how alike they are to its own, rows x themes, true where asked, and ids in.

    Out, by (row, theme): phrases and nearest, two list cells. A row is never its own nearest.
    """
    names, place = theme_model.word_counts(coder)
    weights = coder.matrix[:, place].T @ coder.dual
    matrix, ids = matrix[:, place], np.array(own, object)
    found = {}
    for theme in np.flatnonzero(asked.any(axis=0)):
        at = np.flatnonzero(asked[:, theme])
        phrases = _phrases(matrix[at], weights[:, theme], names)
        nearest = _nearest(coder, alike[at], theme, ids[at])
        found |= {(row, theme): told for row, *told in zip(at.tolist(), phrases, nearest, strict=True)}
    return found


def _phrases(matrix: csr_matrix, weights: np.ndarray, names: np.ndarray) -> list[str]:
    """For each row, the phrases that added most to a theme's score; a word inside a phrase already told is left out."""
    made = []
    for row in range(matrix.shape[0]):
        start, end = matrix.indptr[row : row + 2]
        columns = matrix.indices[start:end]
        adds = matrix.data[start:end] * weights[columns]
        told: list[str] = []
        for at in np.lexsort((names[columns], -adds)):
            if adds[at] <= 0 or len(told) == PHRASES:
                break
            if not any(set(names[columns[at]].split()) & set(one.split()) for one in told):
                told.append(str(names[columns[at]]))
        made.append(";".join(told))
    return made


def _nearest(coder: theme_model.Coder, alike: np.ndarray, theme: int, own: np.ndarray) -> list[str]:
    """For each row, the ids of the rows most like it that both coders gave the theme."""
    having = np.flatnonzero(coder.given[:, theme] == 1)
    ids = coder.rows["id"].to_numpy(object)[having]
    near = np.where(ids[None, :] == own[:, None], -1.0, alike[:, having].round(6))
    order = np.argsort(-near, axis=1, kind="stable")[:, :NEAREST]  # of equals the first by id: rows are sorted
    return [";".join(ids[place] for place in row if near[at, place] >= 0) for at, row in enumerate(order)]
