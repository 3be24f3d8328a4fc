"""Tables -> the measures of the cycle, from a folder alone or from a corpus, and their figures.

Comes in: a folder with `reviews.csv`, `recommendations.csv`, `codes.csv`, `echoes.csv` and `events.csv`. Goes out: the
measures, as JSON holds them, or told in lines. Limit: of each table only the columns that `cycle.history` names are
read, and others are not checked.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pandas as pd

from reviewkit.base import cache
from reviewkit.base.errors import TableError
from reviewkit.corpus.corpus import Corpus
from reviewkit.measures import history, sensitivity, summary
from reviewkit.measures import prior_asks as measures_prior_asks
from reviewkit.measures import time_to_repeat as measures_time_to_repeat

COLUMNS = {
    "reviews": ("review_id", "published", "complete"),
    "recommendations": ("rec_id", "review_id", "kind"),
    "codes": ("rec_id", "theme"),
    "echoes": ("rec_id", "earlier_rec_id", "relation"),
    "events": ("date", "exogenous"),
}
SURE = {"a coder": (0.91, 0.91), "the model": (0.50, 0.13)}  # precision and recall: benchmarks/echoes.py


def measures_from(folder: Path) -> dict:
    """A folder of tables in, every measure of `cycle.measures` out.

    Raises `tables.TableError` where a table or a column is missing, or a date is none.
    """
    return summary.all_measures(history.history(**{name: _read(Path(folder), name) for name in COLUMNS}))


def measure_lines(measured: dict) -> list[str]:
    """Measures in, the headline ones in a line each, out."""
    asked, again = measured["asked_before"], measured["until_asked_again"]
    after, bursts = measured["after_moment"], measured["burstiness"]
    lines = [f"Reviews whose whole list is held: {measured['complete']}"]
    if "why" in measured:
        lines.append(measured["why"])
    else:
        lines += [
            f"Asked before: {asked['n']} of {asked['of']} asks, {_ends(asked['value'], asked['low'], asked['high'])}; "
            f"p against shuffled order {asked['p_shuffled']:.3f}",
            f"Until asked again, median years: {_ends(again['median_years'], again['low'], again['high'])}",
        ]
        lines += [
            f"Raised by, {theme}: {row['n']} of {row['of']}, {_ends(row['value'], row['low'], row['high'])}; change a "
            f"year {_ends(row['trend'], row['trend_low'], row['trend_high'])}"
            for theme, row in measured["raised_by"].items()
        ]
    if after["p"] is not None:
        lines.append(
            f"Reviews 180 to 540 days after a moment: {after['n']} of {after['of']}, {after['expected']:.1f} expected; "
            f"p {after['p']:.3f}"
        )
    if bursts["attention"] is not None:
        lines.append(f"Burstiness of public moments: {bursts['attention']:.2f}; p {bursts['p_attention']:.3f}")
    return lines


def headline_sentences(measured: dict, held: history.History, digests: bool) -> dict[str, str]:
    """Measures, the history of all that is held, and whether it rests on digests, in; a sentence a claim out.

    Keys: `lists`, `asked_before`, `after_moment`. Every headline number of notebook 04 stands in one of these.
    """
    asked, after, bursts = measured["asked_before"], measured["after_moment"], measured["burstiness"]
    least, again = "At least " if digests else "", len(set(held.links[:, 1]))
    said = {"lists": f"Whole lists held: **{measured['complete']}**."}
    if "why" in measured:
        said["lists"] += (
            f" Shares and trends are told from {summary.FEWEST} on: put published texts into corpus/official."
        )
        said["asked_before"] = (
            f"{least}**{again} of the {len(held.asks)} asks held** restate an earlier one, of {len(held.reviews)} "
            f"reviews. No share is drawn from lists that are held in part."
        )
    else:
        said["asked_before"] = (
            f"**{asked['n']} of {asked['of']} asks** ({asked['low']:.0%} to {asked['high']:.0%}); p against shuffled "
            f"order {asked['p_shuffled']:.3f}; {asked['reversed']:.0%} with time reversed."
        )
    said["after_moment"] = "Too few dated reviews or moments."
    if after["p"] is not None and bursts["attention"] is not None:
        said["after_moment"] = (
            f"**{after['n']} of {after['of']} reviews**, where {after['expected']:.1f} expected; p {after['p']:.2f}. "
            f"{after['moments']} moments; {after['left_out']} reviews and moments are left out. Burstiness of the "
            f"moments {bursts['attention']:.2f} (nought is chance), p {bursts['p_attention']:.2f}."
        )
    return said


def prevalence_table(measured: dict) -> pd.DataFrame:
    """Measures in; by theme the share of reviews that raise it and its trend, as a table, out; empty where too few."""
    columns = ["n", "of", "value", "low", "high", "trend", "trend_low", "trend_high", "constant"]
    rows = [{"theme": theme} | {name: row[name] for name in columns} for theme, row in measured["raised_by"].items()]
    return pd.DataFrame(rows, columns=["theme", *columns]).round(3)


def error_table(held: history.History, measured: dict) -> pd.DataFrame:
    """The history that is counted over, and its measures, in; how far they hang on the errors of the echoes, out.

    A row a measure and a guess: that the echoes are as sure as one coder is to the other, or as the model is on the
    likeliest pairs. Columns: `measure`, `as_sure_as`, `precision`, `recall`, `found`, and `low` and `high`, the middle
    95 of 100 values with such errors undone at random (`cycle.spread`); empty where that end is not reached.
    """
    hang: dict[str, Callable[[history.History], float | None]] = {"asks that restate an earlier one": _again}
    if "why" not in measured:
        hang["share of asks asked before"] = _share
        hang["median years until asked again"] = _median
    rows = []
    for name, measure in hang.items():
        for whose, (precision, recall) in SURE.items():
            low, high = sensitivity.error_range(held, measure, precision, recall)
            rows.append((name, whose, precision, recall, measure(held), low, high))
    columns = ["measure", "as_sure_as", "precision", "recall", "found", "low", "high"]
    return pd.DataFrame(rows, columns=columns).round(2)


def _again(past: history.History) -> float:
    return float(len(set(past.links[:, 1])))


def _share(past: history.History) -> float | None:
    return measures_prior_asks.asked_before(past, shuffles=0)["value"]


def _median(past: history.History) -> float | None:
    waiting = measures_time_to_repeat.survival_curve(measures_time_to_repeat.durations(past))
    reached = waiting.loc[waiting["waiting"] <= 0.5, "time"]
    return float(reached.iloc[0]) if len(reached) else None


def cached_measures(corpus: Corpus) -> dict:
    """A corpus and its tables in; the measures, kept by what they were made from, out.

    Their shuffles take seconds over whole lists.
    """
    past = {name: corpus.table(name) for name in COLUMNS}
    read = [past[name].reindex(columns=[*COLUMNS[name], "in_denominator"]) for name in COLUMNS]
    key = cache.table_key(read, __name__)
    found = cache.cached(corpus.folders.cache, "measures", key, ("measures",), partial(_anew, past))
    return json.loads(found["measures"]["json"].iloc[0])


def _anew(past: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The measures, made anew, as one line of JSON."""
    return {"measures": pd.DataFrame({"json": [json.dumps(summary.all_measures(history.history(**past)))]})}


def _read(folder: Path, name: str) -> pd.DataFrame:
    path = folder / f"{name}.csv"
    try:
        rows = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise TableError(f"{path}: is not there", f"the folder needs {', '.join(COLUMNS)}, each as csv") from error
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError) as error:
        raise TableError(f"{path}: cannot be read as a table", "save it as CSV UTF-8") from error
    missing = [column for column in COLUMNS[name] if column not in rows]
    if missing:
        raise TableError(f"{path}: has no column {', '.join(missing)}", "add it")
    return rows


def _ends(value: float | None, low: float | None, high: float | None) -> str:
    """A value and its interval, in words."""
    said = ["not reached" if each is None else f"{each:.3f}" for each in (value, low, high)]
    return f"{said[0]} ({said[1]} to {said[2]})"
