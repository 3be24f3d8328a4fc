"""Code the themes of a corpus, cached by what the codes depend on; exchange codes with a spreadsheet.

Input: the folders of a corpus and its recommendations.
Output: `codes`, `unsure` and `problems`.

Where the coders coded too little there is no coder of themes: that is a problem with its next step, and no other method
takes its place.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from reviewkit.base import cache, paths
from reviewkit.base import spreadsheets as cells
from reviewkit.base.errors import TableError, TooFewError
from reviewkit.base.progress import Progress, no_progress
from reviewkit.coding import agreement, vectors
from reviewkit.coding.themes import decisions, spreadsheet, theme_model, training
from reviewkit.corpus import aliases as corpus_aliases
from reviewkit.corpus import corrections as people
from reviewkit.corpus import schema, tables
from reviewkit.corpus.codebook import load_subthemes, load_themes
from reviewkit.corpus.corpus import Corpus
from reviewkit.corpus.recommendations import CODED, coded_text

AGREEMENT = ["theme", "rows", "coders", "coders_low", "coders_high", "model", "model_low", "model_high"]
TABLES = ("codes", "unsure", "problems")
SHIPPED = "training_vectors.parquet"  # vectors of what the coder learns from, so that no first run waits for them


def code_themes(
    folders: paths.Folders,
    recommendations: pd.DataFrame,
    tell: Progress = no_progress,
    unlike: Collection[str] = (),
) -> dict[str, pd.DataFrame]:
    """Return `codes`, `unsure` and `problems` of a corpus, from the cache where nothing they depend on changed.

    What was coded under an id of `unlike` teaches the coder, and is not its theme: the words there are others now.
    """
    themes = load_themes(folders.corpus / "codebook.toml")
    to_code = _to_code(recommendations)
    rows = training_rows(folders, recommendations)
    corrections = people.latest(people.load(folders), "theme")
    coded = current_codes(folders, tables.load_or_empty(folders.corpus, "coded"))
    coded = coded[~coded["rec_id"].isin(unlike)].reset_index(drop=True)
    key = cache.table_key([themes, rows, corrections, coded, to_code], __name__)
    code = partial(_code_themes, folders, to_code, themes, rows, corrections, coded, tell)
    return cache.cached(folders.cache, "themes", key, TABLES, code)


def cached_coder(
    folders: paths.Folders, rows: pd.DataFrame, themes: pd.DataFrame, tell: Progress = no_progress
) -> theme_model.Coder:
    """Return the coder fitted on coded rows; its numbers come from the cache where nothing they depend on changed.

    Raises: `TooFewError` where too few rows are coded to learn from.
    """
    names = list(themes["theme"])
    labels = training.soft_labels(rows["themes_a"], rows["themes_b"], names)
    real = ~rows["invented"].to_numpy(bool)
    theme_model.check_enough(rows[real], labels[real])  # before texts are encoded, which takes seconds
    matrix = vectors.encode(list(rows["text"]), folders.cache, tell, folders.corpus / SHIPPED)
    tell("themes: learning from what was coded", 0, 1)
    frame = load_subthemes(folders.corpus / "subthemes.toml")
    subthemes = training.subtheme_labels(rows, list(frame["subtheme"]))
    key = cache.table_key([themes, rows, frame], __name__)
    solve = partial(_solution_tables, rows, matrix, labels, subthemes)
    numbers = cache.cached(folders.cache, "coder", key, theme_model.Solution._fields, solve)
    arrays = {name: table.to_numpy() for name, table in numbers.items()}
    for name in ("subtheme_dual", "subtheme_held_out"):  # without subthemes Parquet keeps no rows of them
        arrays[name] = arrays[name].reshape(len(rows), len(frame))
    solution = theme_model.Solution(**arrays)._replace(curve=arrays["curve"][:, 0])
    return theme_model.assemble(rows, matrix, labels, names, subthemes, solution)


def _solution_tables(
    rows: pd.DataFrame, matrix: np.ndarray, labels: np.ndarray, subthemes: np.ndarray
) -> dict[str, pd.DataFrame]:
    """Compute the numbers of the coder, as tables whose columns have names, which Parquet needs."""
    solution = theme_model.solve(rows, matrix, labels, subthemes)
    return {name: pd.DataFrame(numbers).rename(columns=str) for name, numbers in solution._asdict().items()}


def training_rows(folders: paths.Folders, recommendations: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return what the coders coded of a corpus; recommendations are those of its last run unless passed."""
    path = folders.tables / "recommendations.csv"
    if recommendations is None and path.is_file():
        recommendations = tables.load(path, "recommendations")
    if recommendations is None:
        return training.training_rows(folders.corpus)
    to_code = _to_code(recommendations)
    return training.training_rows(folders.corpus, to_code.assign(text=coded_text(to_code)))


def _to_code(recommendations: pd.DataFrame) -> pd.DataFrame:
    """Return the recommendations that are coded with themes."""
    return recommendations[recommendations["kind"].isin(CODED)].reset_index(drop=True)


def fit_coder(folders: paths.Folders, recommendations: pd.DataFrame | None = None) -> theme_model.Coder:
    """Return the coder fitted on a corpus; recommendations are those of its last run unless passed."""
    themes = load_themes(folders.corpus / "codebook.toml")
    return cached_coder(folders, training_rows(folders, recommendations), themes)


def answers(folders: paths.Folders, requests: pd.DataFrame) -> Iterable[dict[str, object]]:
    """Yield themes, scores and unsure themes of each request (`id`, `text`, `addressed_to`).

    Raises: `TooFewError` where the corpus has too few coded rows to learn from.
    """
    coder = fit_coder(folders)
    scores = theme_model.scores(coder, requests, vectors.encode(list(requests["text"]), folders.cache))
    yield from decisions.answers(coder, list(requests["id"]), scores)


def agreement_table(corpus: Corpus) -> pd.DataFrame:
    """Return kappa by theme, of the two coders with each other and of the model with them.

    The model's answers are those with the review left out, where the coders agree; its threshold is not
    (`benchmarks/themes.py` leaves that out too). There are no rows where too little is coded.

    Columns: `theme`, `rows` (where both coders gave it), `coders`, `coders_low`, `coders_high`, `model`, `model_low`,
    `model_high`.
    """
    folders = corpus.folders
    themes = load_themes(folders.corpus / "codebook.toml")
    rows, names = training_rows(folders), list(themes["theme"])
    try:
        coder = cached_coder(folders, rows, themes)
    except TooFewError:
        return pd.DataFrame(columns=AGREEMENT)
    real = ~rows["invented"].to_numpy(bool)
    first, second = (training.labels(rows.loc[real, column], names) for column in ("themes_a", "themes_b"))
    reviews = rows.loc[real, "review_id"]
    between = agreement.kappas(first, second, reviews, names)
    predicted = coder.held_out[real] >= coder.threshold
    model = agreement.kappas(predicted, first & second, reviews, names, first == second)
    kappa = ["kappa", "low", "high"]
    table = between[["theme", "both", *kappa]].join(model[kappa], rsuffix="_model")
    table.columns = AGREEMENT
    return table.round(schema.DECIMALS)


def write_codes(folders: paths.Folders, file: Path) -> int:
    """Write the codes of the last run to a file, one row per recommendation, and return the number of rows."""
    sheet = _sheet(folders)
    file.write_bytes(cells.export_text(sheet).encode("utf-8"))
    return len(sheet)


def read_codes(folders: paths.Folders, file: Path, by: str, date: str, why: str = "") -> int:
    """Add the changes that a person made in a file of codes to `corrections.csv`, and return their number.

    Raises: `TableError` for what cannot be read.
    """
    try:
        returned = cells.unguard_table(pd.read_csv(file, dtype=str, keep_default_na=False, encoding="utf-8-sig"))
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError) as error:
        raise TableError(f"{file}: cannot be read as a table", "save it as CSV UTF-8") from error
    changes = spreadsheet.changes_from_sheet(_sheet(folders), returned, by, date, why)
    return people.append(folders, changes.to_dict("records")) if len(changes) else 0


def _sheet(folders: paths.Folders) -> pd.DataFrame:
    """Return the codes of the last run, one row per recommendation and one column per theme."""
    recommendations, codes = (
        tables.load(folders.tables / f"{name}.csv", name) for name in ("recommendations", "codes")
    )
    themes = load_themes(folders.corpus / "codebook.toml")
    return spreadsheet.to_sheet(_to_code(recommendations), codes, list(themes["theme"]))


def current_codes(folders: paths.Folders, coded: pd.DataFrame) -> pd.DataFrame:
    """Return the coders' codes with the ids that their recommendations have now."""
    return corpus_aliases.current_codes(coded, tables.load_or_empty(folders.corpus, "aliases"))


def _code_themes(
    folders: paths.Folders,
    to_code: pd.DataFrame,
    themes: pd.DataFrame,
    rows: pd.DataFrame,
    corrections: pd.DataFrame,
    coded: pd.DataFrame,
    tell: Progress,
) -> dict[str, pd.DataFrame]:
    """Compute `codes`, `unsure` and `problems`; corrections and coders' codes have current ids."""
    names, ids = list(themes["theme"]), list(to_code["rec_id"])
    problems = _lost_corrections(corrections, set(ids), set(names))
    labels = training.soft_labels(coded["themes_a"], coded["themes_b"], names)
    coders_labels: dict[str, np.ndarray] = dict(zip(coded["rec_id"], labels, strict=True))
    try:
        coder = cached_coder(folders, rows, themes, tell)
    except TooFewError as error:
        problems += [] if to_code.empty else [_too_few_coded(error)]
        codes = decisions.codes_without_model(ids, names, coders_labels, corrections)
        return {"codes": codes, "unsure": tables.empty("unsure"), "problems": tables.build(problems, "problems")}
    texts = to_code[["rec_id", "addressed_to"]].assign(text=coded_text(to_code))
    matrix = vectors.encode(list(texts["text"]), folders.cache, tell)
    tell("themes: coding", 0, 1)
    codes, unsure = decisions.decide(coder, texts, matrix, coders_labels, corrections)
    return {"codes": codes, "unsure": unsure, "problems": tables.build(problems, "problems")}


def _lost_corrections(corrections: pd.DataFrame, ids: set[str], themes: set[str]) -> list[dict[str, object]]:
    """Return problems for corrections of recommendations, or of themes, that are no longer there."""
    problems: list[dict[str, object]] = []
    for row in corrections.itertuples(index=False):
        if row.id not in ids:
            what = "the recommendation of a correction is gone"
            step = "give the id it has now in aliases.csv, or remove the correction"
        elif row.field not in themes:
            what = "a correction of a theme that is not in the codebook"
            step = "correct the theme, add it to codebook.toml, or remove the correction"
        else:
            continue
        problems.append(people.problem(row, what, step))
    return problems


def _too_few_coded(error: TooFewError) -> dict[str, object]:
    """Return the problem that the coders coded too little, so that what nobody coded stays without themes."""
    return {
        "document": "coded.csv",
        "what": "the model codes nothing",
        "text": str(error),
        "next_step": "code recommendations by codebook.toml in coded.csv; two coders, blind to each other",
    }
