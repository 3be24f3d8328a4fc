"""Measures of the cycle for a corpus or for a folder of tables, and the lines that tell them on a terminal.

Input: a corpus, or a folder with `reviews.csv`, `recommendations.csv`, `codes.csv`, `echoes.csv` and `events.csv`, and
where there is one `accuracy.csv`. Output: the measures, as JSON holds them, or as lines of text.

Limitations: of each table only the columns that `history.history` names are read, and others are not checked.
"""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pandas as pd

from reviewkit.base import cache
from reviewkit.base.errors import TableError
from reviewkit.base.spreadsheets import unguard_table
from reviewkit.corpus.corpus import Corpus
from reviewkit.measures import accuracy
from reviewkit.measures import history as histories
from reviewkit.measures.history import History
from reviewkit.measures.summary import Measures, all_measures, reason_for_counts, shares_allowed

COLUMNS = {
    "reviews": ("review_id", "published", "complete"),
    "recommendations": ("rec_id", "review_id", "kind"),
    "codes": ("rec_id", "theme"),
    "echoes": ("rec_id", "earlier_rec_id", "relation"),
    "events": ("date", "exogenous"),
}
OPTIONAL = {
    "reviews": ("in_denominator", "publisher", "publisher_body", "area", "known_total", "n_recommendations"),
    "recommendations": ("classes",),
    "codes": ("by",),
    "echoes": ("by", "score"),
    "events": (),
}
ACCURACY = ("what", "right", "wrong", "missed", "absent")


def measures_from(folder: Path) -> Measures:
    """Return every measure (`summary.all_measures`) of a folder of tables.

    Raises: `TableError` where a table or a column is missing, or a date cannot be read.
    """
    folder = Path(folder)
    tables = {name: _read_table(folder, name, COLUMNS[name]) for name in COLUMNS}
    tried = _read_table(folder, "accuracy", ACCURACY) if (folder / "accuracy.csv").is_file() else None
    return _measured(tables, tried)


def cached_measures(corpus: Corpus) -> Measures:
    """Return the measures of a corpus, from the cache where its tables are the same.

    Their shuffles and draws take seconds.
    """
    tables = {name: corpus.table(name) for name in COLUMNS}
    columns_read = [tables[name].reindex(columns=[*COLUMNS[name], *OPTIONAL[name]]) for name in COLUMNS]
    key = cache.table_key([*columns_read, corpus.accuracy], __name__)
    compute = partial(_as_json_table, tables, corpus.accuracy)
    cached = cache.cached(corpus.folders.cache, "measures", key, ("measures",), compute)
    measures: Measures = json.loads(cached["measures"]["json"].iloc[0])
    return measures


def held_history(corpus: Corpus) -> History:
    """Return the history of all that is held of a corpus, wholly or in part."""
    return histories.history(**{name: corpus.table(name) for name in COLUMNS}, complete=False)


def measure_lines(measured: Measures) -> list[str]:
    """Return the headline measures, a line each."""
    repeats = measured["repetition"]
    lines = [f"Reviews whose whole list is held: {measured['complete']}", *_repetition_lines(repeats)]
    lines += [
        f"Asked for, {theme}: {row['reviews']} of {row['of_reviews']} reviews held, by {row['publishers']} publishers, "
        f"in {row['years']} of {row['of_years']} years"
        for theme, row in measured["standing"].items()
    ]
    lines += [
        f"Raised by, {theme}: {_with_interval(row['value'], row['low'], row['high'])} of {row['of']} reviews; nothing "
        f"assumed, {row['worst_low']:.3f} to {row['worst_high']:.3f}"
        for theme, row in measured["bounds"].items()
    ]
    lines += _whole_list_lines(measured)
    after, bursts = measured["after_moment"], measured["burstiness"]
    if after["p"] is not None:
        lines.append(
            f"Reviews 180 to 540 days after a moment: {after['n']} of {after['of']}, {after['expected']:.1f} expected; "
            f"p {after['p']:.3f}"
        )
    if bursts["attention"] is not None:
        lines.append(f"Burstiness of public moments: {bursts['attention']:.2f}; p {bursts['p_attention']:.3f}")
    return lines


def _repetition_lines(repeats: Measures) -> list[str]:
    """Return what the headline measure says."""
    if repeats["per_1000"] is None:
        return ["Repeats: no two reviews with recommendations whose order is certain"]
    lines = [
        f"Repeats per 1,000 pairs of recommendations of different reviews: "
        f"{_with_interval(repeats['per_1000'], repeats['low'], repeats['high'])}; "
        f"{repeats['links']} of {repeats['pairs']}"
    ]
    if repeats["near_far"] is not None:
        lines.append(
            f"The same within {repeats['near_years']:g} years over beyond: "
            f"{_with_interval(repeats['near_far'], repeats['near_far_low'], repeats['near_far_high'])}"
        )
    if repeats["other_publisher"] is not None:
        lines.append(
            f"Recommendations that repeat an earlier one: {repeats['restating']}; of these another publisher's: "
            f"{repeats['restating_other']}"
        )
    return lines


def _whole_list_lines(measured: Measures) -> list[str]:
    """Return what is told over whole lists, or why it is not."""
    if not shares_allowed(measured):
        return [reason_for_counts(measured)]
    prior = measured["asked_before"]
    lines = []
    if prior["value"] is not None:
        lines.append(
            f"Asked before, {prior['look_back']} reviews back: {prior['n']} of {prior['of']} asks, "
            f"{_with_interval(prior['value'], prior['low'], prior['high'])}; "
            f"p against shuffled order {prior['p_shuffled']:.3f}"
        )
    return lines + [
        f"Raised by, {theme}: {row['n']} of {row['of']} whole lists, "
        f"{_with_interval(row['value'], row['low'], row['high'])}; "
        f"change a year {_with_interval(row['trend'], row['trend_low'], row['trend_high'])}"
        for theme, row in measured["raised_by"].items()
    ]


def _measured(tables: dict[str, pd.DataFrame], tried: pd.DataFrame | None) -> Measures:
    """Return the measures of five tables, and of how often the model was right, where that is known."""
    held, whole = (histories.history(**tables, complete=complete) for complete in (False, True))
    return all_measures(held, whole, accuracy.load_errors(tried) if tried is not None else None)


def _as_json_table(tables: dict[str, pd.DataFrame], tried: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the measures as one line of JSON in a table, which is what the cache holds."""
    return {"measures": pd.DataFrame({"json": [json.dumps(_measured(tables, tried))]})}


def _read_table(folder: Path, name: str, columns: tuple[str, ...]) -> pd.DataFrame:
    path = folder / f"{name}.csv"
    try:
        rows = unguard_table(pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise TableError(f"{path}: is not there", f"the folder needs {', '.join(COLUMNS)}, each as csv") from error
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError) as error:
        raise TableError(f"{path}: cannot be read as a table", "save it as CSV UTF-8") from error
    missing = [column for column in columns if column not in rows]
    if missing:
        raise TableError(f"{path}: has no column {', '.join(missing)}", "add it")
    return rows


def _with_interval(value: float | None, low: float | None, high: float | None) -> str:
    """Return a value and its interval as text."""
    numbers = ["not reached" if number is None else f"{number:.3f}" for number in (value, low, high)]
    return f"{numbers[0]} ({numbers[1]} to {numbers[2]})"
