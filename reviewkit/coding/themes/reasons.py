"""Explain scores: the phrases that added most, and the most similar coded rows that have the theme.

Input: a coder, the features of rows, and which themes of which rows to explain.
Output: two list cells for each theme of a row.

Both come from the model itself: it is linear in words, so that a phrase adds its weight times its value; and
similarity is the model's kernel.

Limitations: phrases are single words, and pairs without small words between them ("share intelligence", "age
verification"); MiniLM's part of a score has no words, and is explained by the nearest rows alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reviewkit.coding.themes import theme_model

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

PHRASES, NEAREST = 3, 2  # listed for each theme of a row: more are not read


def explain(
    coder: theme_model.Coder, matrix: csr_matrix, similarity: np.ndarray, wanted: np.ndarray, ids: list[str]
) -> dict[tuple[int, int], tuple[str, str]]:
    """Return, by (row, theme), the phrases and the nearest rows as two list cells, where `wanted` is true.

    `matrix` holds the features of rows, `similarity` their similarity to the coder's own rows, `wanted` is rows x
    themes, `ids` are the rows' own. A row is never its own nearest.
    """
    words, columns = theme_model.word_columns(coder)
    weights = coder.matrix[:, columns].T @ coder.dual
    word_matrix, row_ids = matrix[:, columns], np.array(ids, object)
    explanations: dict[tuple[int, int], tuple[str, str]] = {}
    for theme in np.flatnonzero(wanted.any(axis=0)).tolist():
        rows = np.flatnonzero(wanted[:, theme])
        phrases = _phrases(word_matrix[rows], weights[:, theme], words)
        nearest = _nearest(coder, similarity[rows], theme, row_ids[rows])
        cells = zip(rows.tolist(), phrases, nearest, strict=True)
        explanations |= {(row, theme): (phrase_cell, nearest_cell) for row, phrase_cell, nearest_cell in cells}
    return explanations


def _phrases(matrix: csr_matrix, weights: np.ndarray, words: np.ndarray) -> list[str]:
    """Return for each row the phrases that added most to a theme's score, none sharing a word with a stronger one."""
    cells = []
    for row in range(matrix.shape[0]):
        start, end = matrix.indptr[row : row + 2]
        columns = matrix.indices[start:end]
        contributions = matrix.data[start:end] * weights[columns]
        phrases: list[str] = []
        for index in np.lexsort((words[columns], -contributions)):
            if contributions[index] <= 0 or len(phrases) == PHRASES:
                break
            phrase = str(words[columns[index]])
            if not any(set(phrase.split()) & set(stronger.split()) for stronger in phrases):
                phrases.append(phrase)
        cells.append(";".join(phrases))
    return cells


def _nearest(coder: theme_model.Coder, similarity: np.ndarray, theme: int, row_ids: np.ndarray) -> list[str]:
    """Return for each row the ids of the most similar rows to which both coders gave the theme."""
    with_theme = np.flatnonzero(coder.given[:, theme] == 1)
    ids = coder.rows["id"].to_numpy(object)[with_theme]
    near = np.where(ids[None, :] == row_ids[:, None], -1.0, similarity[:, with_theme].round(6))
    order = np.argsort(-near, axis=1, kind="stable")[:, :NEAREST]  # of ties the first by id: the rows are sorted
    return [";".join(ids[column] for column in order[row] if near[row, column] >= 0) for row in range(len(near))]
