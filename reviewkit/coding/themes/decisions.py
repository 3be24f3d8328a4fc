"""Combine corrections, two coders and a model into one answer per theme and recommendation, and list what to check.

A correction decides. Otherwise, where the two coders coded the recommendation, a theme holds where both gave it.
Otherwise the model decides by its threshold. Unsure is what a person should look at: of what the model decides, the
doubtful rows (as uncertain as the most uncertain third of the coded rows, which holds most of the model's errors), and
in these the scores between 0.25 and 0.75, or else the one nearest the middle; themes that one coder of two gave; and
those on which the coders agree and the model is sure of the contrary.

Limitations: a correction is one person's; who gave it and when is recorded, and nobody checks it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from reviewkit.coding.themes import reasons, theme_model
from reviewkit.corpus import schema, tables

BAND = (0.25, 0.75)  # scores between are unsure where the row is doubtful


def decide(
    coder: theme_model.Coder,
    rows: pd.DataFrame,
    vectors: np.ndarray,
    coders_labels: Mapping[str, np.ndarray],
    corrections: pd.DataFrame,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return `codes` and `unsure` for rows (`rec_id`, `text`, `addressed_to`) with their vectors.

    `coders_labels` holds 0, 0.5 or 1 for each theme of the recommendations that the coders coded; `corrections` are
    those of themes that stand.
    """
    if rows.empty:
        return tables.empty("codes"), tables.empty("unsure")
    starts = range(0, len(rows), theme_model.ROWS_AT_ONCE)
    blocks = [slice(start, start + theme_model.ROWS_AT_ONCE) for start in starts]
    decided = [_decide(coder, rows.iloc[own], vectors[own], coders_labels, corrections) for own in blocks]
    codes, unsure = ([row for block in decided for row in block[side]] for side in (0, 1))
    return tables.build(codes, "codes"), tables.build(unsure, "unsure")


def _decide(
    coder: theme_model.Coder,
    rows: pd.DataFrame,
    vectors: np.ndarray,
    coders_labels: Mapping[str, np.ndarray],
    corrections: pd.DataFrame,
) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """Return the rows of `codes` and `unsure` for some recommendations."""
    ids, matrix = list(rows["rec_id"]), theme_model.features(coder, rows)
    similarity = theme_model.kernel(coder, matrix, vectors)
    scores = _with_held_out(coder, ids, theme_model.probabilities(coder, similarity))
    uncoded = np.full(len(coder.themes), np.nan)
    labels = np.array([coders_labels.get(rec_id, uncoded) for rec_id in ids]).reshape(scores.shape)
    holds, by = _decide_without_corrections(coder, scores, labels)
    why = _why_unsure(doubtful_cells(coder, scores), scores, labels)
    for row, theme, correct in _correction_cells(corrections, ids, coder.themes):
        holds[row, theme], by[row, theme], why[row, theme] = correct, "correction", ""
    explanations = reasons.explain(coder, matrix, similarity, holds | (why != ""), ids)
    codes: list[dict[str, object]] = []
    unsure: list[dict[str, object]] = []
    for (row, theme), (phrases, nearest) in sorted(explanations.items()):
        cells: dict[str, object] = {"rec_id": ids[row], "theme": coder.themes[theme], "score": scores[row, theme]}
        cells |= {"phrases": phrases, "nearest": nearest}
        if holds[row, theme]:
            codes.append(cells | {"by": by[row, theme]})
        if why[row, theme]:
            unsure.append(cells | {"why": why[row, theme], "coded": "yes" if holds[row, theme] else "no"})
    return codes, unsure


def codes_without_model(
    ids: list[str], themes: list[str], coders_labels: Mapping[str, np.ndarray], corrections: pd.DataFrame
) -> pd.DataFrame:
    """Return `codes` by corrections and coders alone, for a corpus in which there is no coder of themes."""
    by_code = {
        (rec_id, theme): "coders"
        for rec_id in ids
        for theme, label in zip(themes, coders_labels.get(rec_id, np.zeros(len(themes))), strict=True)
        if label == 1
    }
    for row, theme, correct in _correction_cells(corrections, ids, themes):
        by_code.pop((ids[row], themes[theme]), None)
        by_code |= {(ids[row], themes[theme]): "correction"} if correct else {}
    rows: list[dict[str, object]] = [
        {"rec_id": rec_id, "theme": theme, "by": by} for (rec_id, theme), by in by_code.items()
    ]
    return tables.build(rows, "codes").sort_values(["rec_id", "theme"], kind="stable", ignore_index=True)


def answers(coder: theme_model.Coder, ids: list[str], scores: np.ndarray) -> Iterator[dict[str, object]]:
    """Yield the `themes`, `scores` and `unsure` themes of each id, from scores (rows x themes)."""
    for row_id, row, doubtful in zip(ids, scores.tolist(), doubtful_cells(coder, scores), strict=True):
        by_theme = dict(zip(coder.themes, row, strict=True))
        yield {
            "id": row_id,
            "themes": [theme for theme, score in by_theme.items() if score >= coder.threshold],
            "scores": by_theme,
            "unsure": [theme for theme, is_doubtful in zip(coder.themes, doubtful, strict=True) if is_doubtful],
        }


def doubtful_cells(coder: theme_model.Coder, scores: np.ndarray) -> np.ndarray:
    """Return rows x themes: true for the doubtful themes of doubtful rows; each of these rows has at least one."""
    low, high = BAND
    doubtful = (theme_model.uncertainty(scores) >= coder.doubt)[:, None]
    rest = np.abs(scores - 0.5)
    return doubtful & (((scores > low) & (scores < high)) | (rest == rest.min(axis=1, keepdims=True, initial=0.5)))


def _with_held_out(coder: theme_model.Coder, ids: list[str], scores: np.ndarray) -> np.ndarray:
    """Replace the scores of rows that the coder learned from by those with their review left out."""
    learned = ~np.isnan(coder.held_out).any(axis=1)  # not the invented rows
    held_out = dict(zip(coder.rows["id"][learned], coder.held_out[learned], strict=True))
    return np.array([held_out.get(rec_id, own) for rec_id, own in zip(ids, scores, strict=True)]).reshape(scores.shape)


def _decide_without_corrections(
    coder: theme_model.Coder, scores: np.ndarray, labels: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return whether each theme holds, and who says so; `labels` are not a number where nobody coded."""
    by_coders = ~np.isnan(labels)
    holds = np.where(by_coders, labels == 1, scores >= coder.threshold)
    return holds, np.where(by_coders, "coders", "model").astype(object)


def _why_unsure(doubtful: np.ndarray, scores: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Return why each theme is unsure; empty where it is not."""
    uncoded, (low, high) = np.isnan(labels), BAND
    cases = [
        uncoded & doubtful,
        labels == 0.5,
        (labels == 1) & (scores <= low),
        (labels == 0) & (scores >= high),
    ]
    return np.select(cases, list(schema.UNSURE_WHY), "").astype(object)


def _correction_cells(corrections: pd.DataFrame, ids: list[str], themes: list[str]) -> list[tuple[int, int, bool]]:
    """Return corrections as (row, column, whether the theme holds).

    Those of recommendations or themes that are gone are left to `problems`.
    """
    row_of = {rec_id: row for row, rec_id in enumerate(ids)}
    column_of = {theme: column for column, theme in enumerate(themes)}
    return [
        (row_of[row.id], column_of[row.field], row.value == "yes")
        for row in corrections.itertuples(index=False)
        if row.id in row_of and row.field in column_of
    ]
