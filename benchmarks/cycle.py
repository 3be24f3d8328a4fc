"""Whether the measures of the cycle recover what was put into invented histories.

    python benchmarks/cycle.py [--histories 2000] [--json]

Three tables. In the first every list is whole. Coverage is the share of 95 % intervals that hold the truth; a false
alarm is a p of at most 0.05, or a trend whose interval leaves out 0, in a history that has none. The truth of `asked
before` is known from the process; that of a rate, a ratio or a share is its mean over all histories (of a ratio, of all
histories together).

In the second a corpus holds so many whole lists of 57, or parts of lists: how often the headline (repeats per 1,000
pairs) lies within its interval's half-width of what all lists give, how far it lies from that on average, and the
coverage of the bounds, whose truth is the share among the reviews of the same history.

In the third a model gives the codes and links and errs at the rates found, and a trial of it, no larger than the
real one, says how often. The truth is that without errors.
"""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any, NamedTuple

import numpy as np
from joblib import Parallel, delayed

from reviewkit.base import paths
from reviewkit.corpus import tables as corpus_tables
from reviewkit.measures import (
    accuracy,
    bounds,
    bursts,
    history,
    prevalence,
    prior_asks,
    repetition,
    simulation,
    time_to_repeat,
)
from reviewkit.measures.standing import raised_by_review

HISTORIES, SHUFFLES, DRAWS = 2000, 199, 400  # fewer shuffles and draws than a corpus gets: for speed
Process = simulation.Process
WHOLE = {
    "nothing repeats, 20 reviews": Process(reviews=20, repeat=0),
    "standing asks, no cycle": Process(standing=60),
    "standing asks, bursts, no pull": Process(standing=60, repeat=0.5, bursts=0.6),
    "repeats the last five": Process(),
    "repeats the last fifteen": Process(back=15),
    "repeats much": Process(repeat=0.6, vary=0.5),
    "repeats, long and short": Process(reviews=20, size=20, repeat=0.45, vary=1.0),
    "a cycle": Process(repeat=0.3, bursts=0.5, pull=0.5),
    "a cycle, 57 reviews of 5": Process(reviews=57, size=5, repeat=0.3, bursts=0.5, pull=0.5),
    "a theme grows": Process(drift=2.0),
    "12 moments, 54 reviews, none": Process(reviews=54, moments=12, bursts=0.3),
    "12 moments, 54 reviews, 0.3": Process(reviews=54, moments=12, bursts=0.3, pull=0.3),
    "12 moments, 54 reviews, 0.5": Process(reviews=54, moments=12, bursts=0.3, pull=0.5),
}
IN_PART = {"repeats the last five": Process(reviews=57), "standing asks": Process(reviews=57, standing=60)}
HELD = {"57": (57, 0.0), "40": (40, 0.0), "20": (20, 0.0), "10": (10, 0.0), "5, and a third of the others": (5, 0.34)}
THEME_TRIAL = accuracy.Errors(30, 6, 6, 240)  # a theme of middling rarity: recall 0.83, precision 0.83


class Measured(NamedTuple):
    """What one history shows, and what was true of it."""

    shown: dict[str, Any]
    truth: dict[str, Any]


def main(arguments: list[str] | None = None) -> int:
    """Three tables, or with --json one object, on standard output; the exit code out."""
    parser = argparse.ArgumentParser(description="Whether the measures recover what was put in.")
    parser.add_argument("--histories", type=int, default=HISTORIES, help="of each process")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    asked = parser.parse_args(arguments)
    count = asked.histories
    found = {
        "whole": {name: of_whole(process, count) for name, process in WHOLE.items()},
        "in part": {
            f"{name}, {held} held": row
            for name, process in IN_PART.items()
            for held, row in in_part(process, count).items()
        },
        "errors": {name: of_errors(process, count) for name, process in IN_PART.items()},
    }
    print(json.dumps(found) if asked.json else shown(found, count))
    return 0


def of_whole(process: Process, histories: int) -> dict[str, float | None]:
    """A process in; coverage and alarms over so many histories, every list whole, out."""
    measured = Parallel(n_jobs=2)(delayed(one_whole)(process, seed) for seed in range(histories))
    shown_by = {key: [each.shown[key] for each in measured] for key in measured[0].shown}
    truth = {key: [each.truth[key] for each in measured] for key in measured[0].truth}
    asked, raised = shown_by["asked_before"], shown_by["raised_by"]
    themes = sorted(set.intersection(*(set(each) for each in raised)))
    share = {theme: np.mean([each[theme]["value"] for each in raised]) for theme in themes}
    slope = {theme: np.mean([each[theme]["trend"] for each in raised]) if process.drift else 0.0 for theme in themes}
    within = [each["within"]["5"] for each in shown_by["again"]]
    return {
        "per_1000": _covers(shown_by["rate"], float(np.mean(truth["rate"]))),
        "near_far": _covers(shown_by["ratio"], _together(truth["near"])),
        "other_publisher": _covers(shown_by["other"], _mean(list(truth["other"]))),
        "within_5": _covers(_ends_of(within), _mean([row["value"] for row in within])),
        "asked_before": _covers(_ends_of(asked), _chance(process) or _share(asked)),
        "raised_by": float(np.mean([_covers(_ends_of([each[t] for each in raised]), share[t]) for t in themes])),
        "trend": float(np.mean([_covers([each[t]["trend_alone"] for each in raised], slope[t]) for t in themes])),
        "alarm_dates": _alarms([each["p"] for each in shown_by["dates"]]),
        "alarm_shuffled": _alarms([each["p_shuffled"] for each in asked]),
        "alarm_trend": float(np.mean([_any_trend(each) for each in raised])),
        "alarm_moment": _alarms([each["p"] for each in shown_by["moment"]]),
        "alarm_asks": _alarms([each["p"] for each in shown_by["bursts"]]),
        "alarm_attention": _alarms([each["p_attention"] for each in shown_by["bursts"]]),
    }


def one_whole(process: Process, seed: int) -> Measured:
    """A process and a seed in; the measures of one history out, every list whole."""
    past = history.history(**simulation.simulated_tables(process, seed))
    repeats = repetition.repetition(past)
    measured = {
        "rate": (repeats["low"], repeats["high"]),
        "ratio": (repeats["near_far_low"], repeats["near_far_high"]),
        "other": (repeats["other_publisher_low"], repeats["other_publisher_high"]),
        "again": time_to_repeat.until_asked_again(past),
        "asked_before": prior_asks.asked_before(past, shuffles=SHUFFLES, seed=seed),
        "raised_by": prevalence.raised_by(past, shuffles=SHUFFLES, seed=seed),
        "dates": repetition.dates_shuffled(past, shuffles=SHUFFLES, seed=seed),
        "moment": bursts.after_moment(past),
        "bursts": bursts.burstiness(past, draws=SHUFFLES, seed=seed),
    }
    truth = {"rate": repeats["per_1000"], "near": _near_and_far(past), "other": repeats["other_publisher"]}
    return Measured(measured, truth)


def in_part(process: Process, histories: int) -> dict[str, dict[str, float | None]]:
    """A process in; for each part that a corpus may hold of it, how the headline and the bounds do, out."""
    measured = Parallel(n_jobs=2)(delayed(one_in_part)(process, seed) for seed in range(histories))
    truth, near = (
        np.mean([each.truth["rate"] for each in measured]),
        _together([each.truth["near"] for each in measured]),
    )
    rows = {}
    for held in HELD:
        repeats = [each.shown[held]["repetition"] for each in measured]
        values = [row["per_1000"] for row in repeats]
        rows[held] = {
            "truth": float(truth),
            "mean": float(np.mean(values)),
            "same": float(np.mean([abs(row["per_1000"] - truth) <= (row["high"] - row["low"]) / 2 for row in repeats])),
            "per_1000": _covers([(row["low"], row["high"]) for row in repeats], float(truth)),
            "near_far": _covers([(row["near_far_low"], row["near_far_high"]) for row in repeats], near),
            "bounds": float(
                np.mean([_bounds_hold(each.shown[held]["bounds"], each.truth["raised"]) for each in measured])
            ),
            "worst": float(
                np.mean([_bounds_hold(each.shown[held]["bounds"], each.truth["raised"], "worst_") for each in measured])
            ),
        }
    return rows


def one_in_part(process: Process, seed: int) -> Measured:
    """A process and a seed in; the headline and the bounds for each part that a corpus may hold of one history, out."""
    tables = simulation.simulated_tables(process, seed)
    past = history.history(**tables)
    measured = {}
    for held, (whole, share) in HELD.items():
        part = history.history(**simulation.in_part(tables, whole, seed, share, stated=0.4), complete=False)
        measured[held] = {
            "repetition": repetition.repetition(part), "bounds": bounds.bounds(part, draws=DRAWS, other_odds=()),
        }  # fmt: skip
    rate = repetition.repetition(past)["per_1000"]
    return Measured(measured, {"rate": rate, "near": _near_and_far(past), "raised": _raised(past)})


def of_errors(process: Process, histories: int) -> dict[str, float | None]:
    """A process in; coverage where a model gave codes and links, out."""
    tried = accuracy.load_errors(corpus_tables.load_or_empty(paths.folders().corpus, "accuracy"))
    measured = Parallel(n_jobs=2)(
        delayed(one_of_errors)(process, seed, tried[accuracy.LINKS]) for seed in range(histories)
    )
    truth = float(np.mean([each.truth["rate"] for each in measured]))
    near = _together([each.truth["near"] for each in measured])
    result: dict[str, float | None] = {"truth": truth}
    for name in ("as found", "carried"):
        repeats = [each.shown[name]["repetition"] for each in measured]
        result |= {
            f"mean, {name}": float(np.mean([row["per_1000"] for row in repeats])),
            f"per_1000, {name}": _covers([(row["low"], row["high"]) for row in repeats], truth),
            f"near_far, {name}": _covers([(row["near_far_low"], row["near_far_high"]) for row in repeats], near),
            f"bounds, {name}": float(
                np.mean([_bounds_hold(each.shown[name]["bounds"], each.truth["raised"]) for each in measured])
            ),
        }
    return result


def one_of_errors(process: Process, seed: int, links: accuracy.Errors) -> Measured:
    """A process, a seed and the errors of links in; the measures with those carried and not, 40 lists held, out."""
    tables = simulation.simulated_tables(process, seed)
    past = history.history(**tables)
    rates = dict.fromkeys(sorted(set(tables["codes"]["theme"])), THEME_TRIAL) | {accuracy.LINKS: links}
    erring, trial = simulation.with_errors(simulation.in_part(tables, 40, seed, stated=0.4), rates, seed)
    part = history.history(**erring, complete=False)
    measured = {
        name: {
            "repetition": repetition.repetition(part, (errors or {}).get(accuracy.LINKS)),
            "bounds": bounds.bounds(part, errors, draws=DRAWS, other_odds=()),
        }
        for name, errors in (("as found", None), ("carried", trial))
    }
    rate = repetition.repetition(past)["per_1000"]
    return Measured(measured, {"rate": rate, "near": _near_and_far(past), "raised": _raised(past)})


def _raised(past: history.History) -> dict[str, float]:
    """The share of reviews that raise each theme."""
    return dict(zip(past.themes, raised_by_review(past).mean(axis=0).tolist(), strict=True))


def _bounds_hold(told: dict[str, dict[str, Any]], truth: dict[str, float], which: str = "") -> float:
    """The share of themes whose bounds hold the truth; a theme of which nothing is held has none."""
    held = [
        told[theme][f"{which}low"] <= truth[theme] <= told[theme][f"{which}high"] for theme in truth if theme in told
    ]
    return float(np.mean(held))


def _near_and_far(past: history.History) -> tuple[float, float, float, float]:
    """Links and pairs near in time, and beyond."""
    counts = repetition.count_pairs(past)
    near = counts.years <= repetition.NEAR_YEARS
    return tuple(float(table[part].sum()) for part in (near, ~near) for table in (counts.links, counts.pairs))  # type: ignore[return-value]


def _together(parts: list[tuple[float, float, float, float]]) -> float:
    """The ratio of the rates near and far, of all histories together."""
    links_near, pairs_near, links_far, pairs_far = np.sum(parts, axis=0)
    return float(links_near / pairs_near / (links_far / pairs_far)) if links_far else np.nan


def _chance(process: Process) -> float | None:
    """The chance that an ask restates one of the last five reviews; None where the process does not say."""
    if process.standing or process.back != prior_asks.LOOK_BACK:
        return None
    if not process.repeat:
        return 0.0
    logit = np.log(process.repeat / (1 - process.repeat))
    points, weights = np.polynomial.hermite_e.hermegauss(40)
    return float((weights / (1 + np.exp(-logit - process.vary * points))).sum() / weights.sum())


def _share(asked: list[dict[str, Any]]) -> float:
    """The share over all histories together."""
    return sum(each["n"] for each in asked) / max(sum(each["of"] for each in asked), 1)


def _mean(values: list[float | None]) -> float:
    """The mean of those that are defined."""
    defined = [value for value in values if value is not None]
    return float(np.mean(defined)) if defined else np.nan


def _ends_of(rows: list[dict[str, Any]]) -> list[tuple[float | None, float | None]]:
    return [(row["low"], row["high"]) for row in rows]


def _covers(ends: list[tuple[float | None, float | None]], truth: float) -> float | None:
    """The share of intervals that hold the truth, of those that are told; None where none is, or there is no truth."""
    told = [(low, high) for low, high in ends if low is not None and high is not None]
    if not told or np.isnan(truth):
        return None
    return float(np.mean([low <= truth + 1e-12 and truth - 1e-12 <= high for low, high in told]))


def _alarms(ps: list[float | None]) -> float:
    return float(np.mean([p is not None and p <= 0.05 for p in ps]))


def _any_trend(raised: dict[str, Any]) -> bool:
    """Whether any theme of a history seems to grow or to fade."""
    return any(not row["trend_low"] <= 0 <= row["trend_high"] for row in raised.values())


def shown(found: dict[str, dict[str, dict[str, float | None]]], histories: int) -> str:
    """The figures as three tables."""
    heads = {
        "whole": f"{histories} histories of each process, every list whole: coverage of intervals, then alarms",
        "in part": "Lists held in part: the headline, how often it reads the same, coverage",
        "errors": "Codes and links by a model that errs: coverage without and with its errors carried",
    }
    parts = []
    for name, rows in found.items():
        columns = list(next(iter(rows.values())))
        width = max(len(column) for column in columns) + 2
        parts += [heads[name], "", f"{'':50}" + "".join(f"{column:>{width}}" for column in columns)]
        for process, row in rows.items():
            cells = ["none" if value is None else f"{value:.3f}" for value in row.values()]
            parts.append(f"{process:50}" + "".join(f"{cell:>{width}}" for cell in cells))
        parts.append("")
    return "\n".join(parts)


if __name__ == "__main__":
    sys.exit(main())
