"""Corrections, two coders and a model -> one answer for each theme of each recommendation, and what to look at.

A correction decides. Else, of a recommendation that two people coded, a theme holds where both gave it. Else the
model decides by its threshold. Unsure is what a person should look at: scores between 0.25 and 0.75 (there the model
is wrong more than once in four times), themes that one coder of two gave, and those on which the coders agree and the
model is sure of the contrary.

Limit: a correction is one person's; who gave it and when is kept, and nobody checks it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from reviewkit.coding.themes import reasons, theme_model
from reviewkit.corpus import schema, tables

BAND = (0.25, 0.75)


def decide(
    coder: theme_model.Coder,
    rows: pd.DataFrame,
    vectors: np.ndarray,
    hand: Mapping[str, np.ndarray],
    corrections: pd.DataFrame,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A coder, rows (`rec_id`, `text`, `addressed_to`), vectors and people's words in; `codes` and `unsure` out.

    `hand` gives 0, 0.5 or 1 for each theme of the recommendations that two people coded.
    """
    if rows.empty:
        return tables.empty("codes"), tables.empty("unsure")
    ids, matrix = list(rows["rec_id"]), theme_model.features(coder, rows)
    alike = theme_model.kernel(coder, matrix, vectors)
    scored = _held_out(coder, ids, theme_model.probabilities(coder, alike))
    people = np.array([hand.get(each, np.full(len(coder.themes), np.nan)) for each in ids]).reshape(scored.shape)
    holds, by = _decided(coder, scored, people)
    why = _why(scored, people)
    for row, theme, right in _corrected(corrections, ids, coder.themes):
        holds[row, theme], by[row, theme], why[row, theme] = right, "correction", ""
    told = reasons.reasons(coder, matrix, alike, holds | (why != ""), ids)
    codes, unsure = [], []
    for (row, theme), (phrases, nearest) in sorted(told.items()):
        said = {"rec_id": ids[row], "theme": coder.themes[theme], "score": scored[row, theme]}
        said |= {"phrases": phrases, "nearest": nearest}
        if holds[row, theme]:
            codes.append(said | {"by": by[row, theme]})
        if why[row, theme]:
            unsure.append(said | {"why": why[row, theme], "coded": "yes" if holds[row, theme] else "no"})
    return tables.build(codes, "codes"), tables.build(unsure, "unsure")


def human_codes(
    ids: list[str], themes: list[str], hand: Mapping[str, np.ndarray], corrections: pd.DataFrame
) -> pd.DataFrame:
    """Ids, the themes and people's words in; `codes` by people alone out, for where there is no coder."""
    holds = {
        (each, theme): "coders"
        for each in ids
        for theme, given in zip(themes, hand.get(each, np.zeros(len(themes))), strict=True)
        if given == 1
    }
    for row, theme, right in _corrected(corrections, ids, themes):
        holds.pop((ids[row], themes[theme]), None)
        holds |= {(ids[row], themes[theme]): "correction"} if right else {}
    rows = [{"rec_id": each, "theme": theme, "by": by} for (each, theme), by in holds.items()]
    return tables.build(rows, "codes").sort_values(["rec_id", "theme"], kind="stable", ignore_index=True)


def answers(coder: theme_model.Coder, ids: list[str], scored: np.ndarray) -> Iterator[dict[str, object]]:
    """A coder, ids and their scores (rows x themes) in; for each its `themes`, `scores` and `unsure` themes out."""
    low, high = BAND
    for each, row in zip(ids, scored.tolist(), strict=True):
        by_theme = dict(zip(coder.themes, row, strict=True))
        yield {
            "id": each,
            "themes": [theme for theme, score in by_theme.items() if score >= coder.threshold],
            "scores": by_theme,
            "unsure": [theme for theme, score in by_theme.items() if low < score < high],
        }


def _held_out(coder: theme_model.Coder, ids: list[str], scored: np.ndarray) -> np.ndarray:
    """Scores, those of rows that the coder learned from replaced by the scores with their review left out."""
    known = {each: at for at, each in enumerate(coder.rows["id"]) if not np.isnan(coder.held_out[at]).any()}
    return np.array(
        [coder.held_out[known[each]] if each in known else scored[at] for at, each in enumerate(ids)]
    ).reshape(scored.shape)


def _decided(coder: theme_model.Coder, scored: np.ndarray, people: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Whether each theme holds, and who says so, corrections apart."""
    by_people = ~np.isnan(people)
    holds = np.where(by_people, people == 1, scored >= coder.threshold)
    return holds, np.where(by_people, "coders", "model").astype(object)


def _why(scored: np.ndarray, people: np.ndarray) -> np.ndarray:
    """Why each theme is unsure; empty where it is not."""
    alone, (low, high) = np.isnan(people), BAND
    cases = [
        (alone & (scored > low) & (scored < high), schema.UNSURE_WHY[0]),
        (people == 0.5, schema.UNSURE_WHY[1]),
        ((people == 1) & (scored <= low), schema.UNSURE_WHY[2]),
        ((people == 0) & (scored >= high), schema.UNSURE_WHY[3]),
    ]
    return np.select([case for case, _ in cases], [words for _, words in cases], "").astype(object)


def _corrected(corrections: pd.DataFrame, ids: list[str], themes: list[str]) -> list[tuple[int, int, bool]]:
    """Corrections as places in the matrix; those of recommendations or themes that are gone are left to `problems`."""
    rows = {each: at for at, each in enumerate(ids)}
    places = {each: at for at, each in enumerate(themes)}
    return [
        (rows[row.rec_id], places[row.theme], row.holds == "yes")
        for row in corrections.itertuples(index=False)
        if row.rec_id in rows and row.theme in places
    ]
