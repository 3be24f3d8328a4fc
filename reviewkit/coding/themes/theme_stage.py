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

from reviewkit.base import cache, paths
from reviewkit.base.errors import TableError, TooFewError
from reviewkit.base.text import escape_formulas
from reviewkit.coding import agreement as coding_agreement
from reviewkit.coding import vectors
from reviewkit.coding.themes import decisions, spreadsheet, theme_model, training
from reviewkit.corpus import aliases as corpus_aliases
from reviewkit.corpus import recommendations as corpus_recommendations
from reviewkit.corpus import schema, tables
from reviewkit.corpus.codebook import load_themes
from reviewkit.corpus.corpus import Corpus

AGREEMENT = ["theme", "rows", "coders", "coders_low", "coders_high", "model", "model_low", "model_high"]
MADE = ("codes", "unsure", "problems")


def code_themes(folders: paths.Folders, recommendations: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """A corpus and its recommendations in; `codes`, `unsure` and `problems` out, kept by what they were made from."""
    themes = load_themes(folders.corpus / "codebook.toml")
    asks = recommendations[recommendations["kind"].isin(corpus_recommendations.CODED)].reset_index(drop=True)
    rows = training_rows(folders, recommendations)
    corrections, aliases, coded = (
        tables.load_or_empty(folders.corpus, name) for name in ("corrections", "aliases", "coded")
    )
    key = cache.table_key([themes, rows, corrections, aliases, coded, asks], __name__)
    corrections = corpus_aliases.follow(corrections, aliases, "corrections.csv")
    coded = corpus_aliases.current_codes(coded, aliases)
    return cache.cached(
        folders.cache, "themes", key, MADE, partial(_themed, folders, asks, themes, rows, corrections, coded)
    )


def fitted_coder(folders: paths.Folders, rows: pd.DataFrame, themes: pd.DataFrame) -> theme_model.Coder:
    """A corpus, what people coded and the themes in; the coder fitted on it out, its numbers kept."""
    names = list(themes["theme"])
    given = training.soft_labels(rows["themes_a"], rows["themes_b"], names)
    real = ~rows["invented"].to_numpy(bool)
    theme_model.check_enough(rows[real], given[real])  # before vectors are made, which take seconds
    matrix = vectors.encode(list(rows["text"]), folders.cache)
    key = cache.table_key([themes, rows], __name__)
    numbers = cache.cached(
        folders.cache, "coder", key, theme_model.Solution._fields, partial(_solved, rows, matrix, given)
    )
    solution = theme_model.Solution(
        *(numbers[name].to_numpy() for name in ("dual", "held_out")), numbers["curve"]["0"].to_numpy()
    )
    return theme_model.assemble(rows, matrix, given, names, solution)


def _solved(rows: pd.DataFrame, matrix: np.ndarray, given: np.ndarray) -> dict[str, pd.DataFrame]:
    """The numbers of the coder, made anew; the columns of a kept table have names."""
    solution = theme_model.solve(rows, matrix, given)
    return {name: pd.DataFrame(each).rename(columns=str) for name, each in solution._asdict().items()}


def training_rows(folders: paths.Folders, recommendations: pd.DataFrame | None = None) -> pd.DataFrame:
    """A corpus and its recommendations (those of its last run, if none are given) in; what people coded of it, out."""
    path = folders.tables / "recommendations.csv"
    if recommendations is None and path.is_file():
        recommendations = tables.load(path, "recommendations")
    if recommendations is None:
        return training.training_rows(folders.corpus)
    asks = recommendations[recommendations["kind"].isin(corpus_recommendations.CODED)]
    return training.training_rows(folders.corpus, asks.assign(text=corpus_recommendations.coded_text(asks)))


def fit_coder(folders: paths.Folders, recommendations: pd.DataFrame | None = None) -> theme_model.Coder:
    """A corpus and its recommendations (those of its last run, if none are given) in; the coder fitted on it out."""
    themes = load_themes(folders.corpus / "codebook.toml")
    return fitted_coder(folders, training_rows(folders, recommendations), themes)


def answers(folders: paths.Folders, asked: pd.DataFrame) -> Iterable[dict[str, object]]:
    """A corpus and rows (`id`, `text`, `addressed_to`) in; for each its themes, scores and unsure themes out.

    Raises `tables.TableError` where the corpus holds too few coded rows to learn from.
    """
    learned = fit_coder(folders)
    scored = theme_model.scores(learned, asked, vectors.encode(list(asked["text"]), folders.cache))
    yield from decisions.answers(learned, list(asked["id"]), scored)


def agreement_table(corpus: Corpus) -> pd.DataFrame:
    """A corpus folder in (ours, if none is named); kappa by theme of the two coders, and of the model with them, out.

    Columns: `theme`, `rows` (where both coders gave it), `coders`, `coders_low`, `coders_high`, `model`, `model_low`,
    `model_high`. The model's answers are those with the review left out, where the coders agree; its threshold is not
    (`benchmarks/themes.py` leaves that out too). Without rows where too little is coded by people.
    """
    folders = corpus.folders
    themes = load_themes(folders.corpus / "codebook.toml")
    rows, names = training_rows(folders), list(themes["theme"])
    try:
        fitted = fitted_coder(folders, rows, themes)
    except TooFewError:
        return pd.DataFrame(columns=AGREEMENT)
    real = ~rows["invented"].to_numpy(bool)
    one, other = (training.labels(rows.loc[real, column], names) for column in ("themes_a", "themes_b"))
    reviews = rows.loc[real, "review_id"]
    people = coding_agreement.kappas(one, other, reviews, names)
    model = coding_agreement.kappas(
        fitted.held_out[real] >= fitted.threshold, one & other, reviews, names, one == other
    )
    kappa = ["kappa", "low", "high"]
    made = people[["theme", "both", *kappa]].join(model[kappa], rsuffix="_model")
    made.columns = AGREEMENT
    return made.round(schema.DECIMALS)


def write_codes(folders: paths.Folders, file: Path) -> int:
    """A file in; the codes of the last run written there, a row a recommendation, and how many rows, out."""
    sheet = _sheet(folders)
    escape_formulas(sheet).to_csv(file, index=False, encoding="utf-8", lineterminator="\n")
    return len(sheet)


def read_codes(folders: paths.Folders, file: Path, by: str, date: str) -> int:
    """The file as a person changed it, and who and when, in; the changes added to `corrections.csv`, and how many, out.

    A change of an earlier correction takes its place. Raises `tables.TableError` for what cannot be read.
    """
    try:
        after = pd.read_csv(file, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError) as error:
        raise TableError(f"{file}: cannot be read as a table", "save it as CSV UTF-8") from error
    changes = spreadsheet.changes_from_sheet(_sheet(folders), after, by, date)
    before = tables.load_or_empty(
        folders.corpus, "corrections"
    )  # by the ids they were written with: those of now may go again
    now = corpus_aliases.current_ids(
        before["rec_id"], tables.load_or_empty(folders.corpus, "aliases"), "corrections.csv"
    )
    anew = set(zip(changes["rec_id"], changes["theme"], strict=True))
    stays = [key not in anew for key in zip(now, before["theme"], strict=True)]
    together = pd.concat([before[stays], changes], ignore_index=True)
    tables.save(together.sort_values(["rec_id", "theme"], ignore_index=True), "corrections", folders.corpus)
    return len(changes)


def _sheet(folders: paths.Folders) -> pd.DataFrame:
    """The codes of the last run, a row a recommendation and a column a theme."""
    found = [tables.load(folders.tables / f"{name}.csv", name) for name in ("recommendations", "codes")]
    asks = found[0][found[0]["kind"].isin(corpus_recommendations.CODED)]
    return spreadsheet.to_sheet(asks, found[1], list(load_themes(folders.corpus / "codebook.toml")["theme"]))


def current_codes(folders: paths.Folders, coded: pd.DataFrame) -> pd.DataFrame:
    """A corpus and its hand codes in; the hand codes by the ids of now out."""
    return corpus_aliases.current_codes(coded, tables.load_or_empty(folders.corpus, "aliases"))


def _themed(
    folders: paths.Folders,
    asks: pd.DataFrame,
    themes: pd.DataFrame,
    rows: pd.DataFrame,
    corrections: pd.DataFrame,
    coded: pd.DataFrame,
) -> dict[str, pd.DataFrame]:
    """The same, made anew, from ids of now."""
    names, ids = list(themes["theme"]), list(asks["rec_id"])
    problems = _gone(corrections, set(ids), set(names))
    given = training.soft_labels(coded["themes_a"], coded["themes_b"], names)
    hand: dict[str, np.ndarray] = dict(zip(coded["rec_id"], given, strict=True))
    try:
        fitted = fitted_coder(folders, rows, themes)
    except TooFewError as error:
        problems += [] if asks.empty else [_uncoded(error)]
        codes = decisions.human_codes(ids, names, hand, corrections)
        return {"codes": codes, "unsure": tables.empty("unsure"), "problems": _problems(problems)}
    asked = asks[["rec_id", "addressed_to"]].assign(text=corpus_recommendations.coded_text(asks))
    matrix = vectors.encode(list(asked["text"]), folders.cache)
    codes, unsure = decisions.decide(fitted, asked, matrix, hand, corrections)
    return {"codes": codes, "unsure": unsure, "problems": _problems(problems)}


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


def _uncoded(error: TooFewError) -> dict[str, object]:
    """What to say where people coded too little: what nobody coded stays without themes."""
    return {
        "document": "coded.csv",
        "what": "the model codes nothing",
        "text": str(error),
        "next_step": "code recommendations by codebook.toml in coded.csv; two coders, blind to each other",
    }


def _problems(rows: list[dict[str, object]]) -> pd.DataFrame:
    return tables.build(rows, "problems")
