"""Measures of the cycle for a corpus or for a folder of tables, and the lines, sentences and tables that show them.

Input: a corpus, or a folder with `reviews.csv`, `recommendations.csv`, `codes.csv`, `echoes.csv` and `events.csv`.
Output: the measures, as JSON holds them, or as lines of text.

Limitations: of each table only the columns that `history.history` names are read, and others are not checked.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pandas as pd

from reviewkit.base import cache
from reviewkit.base.errors import TableError
from reviewkit.base.spreadsheets import unguard_table
from reviewkit.corpus.corpus import Corpus
from reviewkit.measures import history as histories
from reviewkit.measures.history import History
from reviewkit.measures.prior_asks import asked_before
from reviewkit.measures.sensitivity import error_range
from reviewkit.measures.summary import MIN_WHOLE_LISTS, Measures, all_measures, reason_for_counts, shares_allowed
from reviewkit.measures.time_to_repeat import durations, survival_curve

COLUMNS = {
    "reviews": ("review_id", "published", "complete"),
    "recommendations": ("rec_id", "review_id", "kind"),
    "codes": ("rec_id", "theme"),
    "echoes": ("rec_id", "earlier_rec_id", "relation"),
    "events": ("date", "exogenous"),
}
LINK_ACCURACY = {"a coder": (0.91, 0.91), "the model": (0.50, 0.15)}  # precision and recall: benchmarks/echoes.py
PREVALENCE_COLUMNS = ["n", "of", "value", "low", "high", "trend", "trend_low", "trend_high", "constant"]


def measures_from(folder: Path) -> Measures:
    """Return every measure (`summary.all_measures`) of a folder of tables.

    Raises: `TableError` where a table or a column is missing, or a date cannot be read.
    """
    return all_measures(histories.history(**{name: _read_table(Path(folder), name) for name in COLUMNS}))


def measure_lines(measured: Measures) -> list[str]:
    """Return the headline measures, a line each."""
    prior, repeat = measured["asked_before"], measured["until_asked_again"]
    after, bursts = measured["after_moment"], measured["burstiness"]
    lines = [f"Reviews whose whole list is held: {measured['complete']}"]
    if shares_allowed(measured):
        lines += [
            f"Asked before: {prior['n']} of {prior['of']} asks, "
            f"{_with_interval(prior['value'], prior['low'], prior['high'])}; "
            f"p against shuffled order {prior['p_shuffled']:.3f}",
            f"Until asked again, median years: {_with_interval(repeat['median_years'], repeat['low'], repeat['high'])}",
        ]
        lines += [
            f"Raised by, {theme}: {row['n']} of {row['of']}, {_with_interval(row['value'], row['low'], row['high'])}; "
            f"change a year {_with_interval(row['trend'], row['trend_low'], row['trend_high'])}"
            for theme, row in measured["raised_by"].items()
        ]
    else:
        lines.append(reason_for_counts(measured))
    if after["p"] is not None:
        lines.append(
            f"Reviews 180 to 540 days after a moment: {after['n']} of {after['of']}, {after['expected']:.1f} expected; "
            f"p {after['p']:.3f}"
        )
    if bursts["attention"] is not None:
        lines.append(f"Burstiness of public moments: {bursts['attention']:.2f}; p {bursts['p_attention']:.3f}")
    return lines


def headline_sentences(measured: Measures, held: History, digests: bool) -> dict[str, str]:
    """Return a sentence for each headline claim, from the measures and the history of all that is held.

    `digests` says whether any of that is our paraphrase. Keys: `lists`, `asked_before`, `after_moment`. Every headline
    number of notebook 04 is in one of these.
    """
    prior, after, bursts = measured["asked_before"], measured["after_moment"], measured["burstiness"]
    lists = f"Whole lists held: **{measured['complete']}**."
    if shares_allowed(measured):
        asked_before_sentence = (
            f"**{prior['n']} of {prior['of']} asks** ({prior['low']:.0%} to {prior['high']:.0%}); p against shuffled "
            f"order {prior['p_shuffled']:.3f}; {prior['reversed']:.0%} with time reversed."
        )
    else:
        lists += f" Shares and trends are told from {MIN_WHOLE_LISTS} on."
        asked_before_sentence = (
            f"{'At least ' if digests else ''}**{_restating_asks(held):.0f} of the {len(held.asks)} asks held** "
            f"restate an earlier one, of {len(held.reviews)} reviews. No share is drawn from lists that are held in "
            f"part."
        )
    after_sentence = "Too few dated reviews or moments."
    if after["p"] is not None and bursts["attention"] is not None:
        after_sentence = (
            f"**{after['n']} of {after['of']} reviews**, where {after['expected']:.1f} expected; p {after['p']:.2f}. "
            f"{after['moments']} moments; {after['left_out']} reviews and moments are left out. Burstiness of the "
            f"moments {bursts['attention']:.2f} (nought is chance), p {bursts['p_attention']:.2f}."
        )
    return {"lists": lists, "asked_before": asked_before_sentence, "after_moment": after_sentence}


def prevalence_table(measured: Measures) -> pd.DataFrame:
    """Return by theme the share of reviews that raise it and its trend; empty where shares are not allowed.

    Columns: `theme`, and those of `prevalence.raised_by` in `PREVALENCE_COLUMNS`.
    """
    rows = [
        {"theme": theme} | {column: values[column] for column in PREVALENCE_COLUMNS}
        for theme, values in measured["raised_by"].items()
    ]
    return pd.DataFrame(rows, columns=["theme", *PREVALENCE_COLUMNS]).round(3)


def error_table(held: History, measured: Measures) -> pd.DataFrame:
    """Return how much the measures of the history that is counted over depend on the errors of the echoes.

    A row for each measure and assumption: that the echoes agree with the truth as one coder agrees with the other, or
    as the model does on the likeliest pairs.

    Columns: `measure`, `as_sure_as`, `precision`, `recall`, `found`, and `low` and `high`, the middle 95 of 100 values
    with such errors undone at random (`sensitivity.error_range`); empty where that end is not reached.
    """
    measures: dict[str, Callable[[History], float | None]] = {"asks that restate an earlier one": _restating_asks}
    if shares_allowed(measured):
        measures["share of asks asked before"] = _share_asked_before
        measures["median years until asked again"] = _median_years
    rows = []
    for name, measure in measures.items():
        for source, (precision, recall) in LINK_ACCURACY.items():
            low, high = error_range(held, measure, precision, recall)
            rows.append((name, source, precision, recall, measure(held), low, high))
    columns = ["measure", "as_sure_as", "precision", "recall", "found", "low", "high"]
    return pd.DataFrame(rows, columns=columns).round(2)


def error_sentences(errors: pd.DataFrame) -> list[str]:
    """Return what the table of errors says, a sentence a row, from `error_table`.

    Links that were missed outweigh those that are wrong wherever recall is lower than precision; then the number found
    lies below the range, and is too low. An end that is not reached is called so.
    """
    sentences = []
    for row in errors.itertuples(index=False):
        found, low, high = ("not reached" if pd.isna(value) else f"{value:g}" for value in row[-3:])
        where = "too low" if row.found < row.low else "too high" if row.found > row.high else "within that"
        verdict = "" if "not reached" in (found, low, high) else f", and what was found is {where}"
        sentences.append(
            f"{row.measure[:1].upper()}{row.measure[1:]}: {found} found. If links are found as {row.as_sure_as} finds "
            f"them ({row.precision:.0%} of those found are right, {row.recall:.0%} of all are found), it is {low} to "
            f"{high} in truth{verdict}."
        )
    return sentences


def cached_measures(corpus: Corpus) -> Measures:
    """Return the measures of a corpus, from the cache where its tables are the same.

    Their shuffles take seconds over whole lists.
    """
    tables = {name: corpus.table(name) for name in COLUMNS}
    columns_read = [tables[name].reindex(columns=[*COLUMNS[name], "in_denominator"]) for name in COLUMNS]
    key = cache.table_key(columns_read, __name__)
    cached = cache.cached(corpus.folders.cache, "measures", key, ("measures",), partial(_as_json_table, tables))
    measures: Measures = json.loads(cached["measures"]["json"].iloc[0])
    return measures


def _as_json_table(tables: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return the measures as one line of JSON in a table, which is what the cache holds."""
    return {"measures": pd.DataFrame({"json": [json.dumps(all_measures(histories.history(**tables)))]})}


def _restating_asks(history: History) -> float:
    return float(len(set(history.links[:, 1])))


def _share_asked_before(history: History) -> float | None:
    share: float | None = asked_before(history, shuffles=0)["value"]
    return share


def _median_years(history: History) -> float | None:
    curve = survival_curve(durations(history))
    reached = curve.loc[curve["waiting"] <= 0.5, "time"]
    return float(reached.iloc[0]) if len(reached) else None


def _read_table(folder: Path, name: str) -> pd.DataFrame:
    path = folder / f"{name}.csv"
    try:
        rows = unguard_table(pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise TableError(f"{path}: is not there", f"the folder needs {', '.join(COLUMNS)}, each as csv") from error
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError) as error:
        raise TableError(f"{path}: cannot be read as a table", "save it as CSV UTF-8") from error
    missing = [column for column in COLUMNS[name] if column not in rows]
    if missing:
        raise TableError(f"{path}: has no column {', '.join(missing)}", "add it")
    return rows


def _with_interval(value: float | None, low: float | None, high: float | None) -> str:
    """Return a value and its interval as text."""
    numbers = ["not reached" if number is None else f"{number:.3f}" for number in (value, low, high)]
    return f"{numbers[0]} ({numbers[1]} to {numbers[2]})"
