"""Whether the measures of the cycle recover what was put into invented histories.

    python benchmarks/cycle.py [--histories 2000] [--json]

For each process below so many histories are invented, and every measure is made of each. Coverage is the share of 95 %
intervals that hold the truth; a false alarm is a p of at most 0.05, or a trend whose interval leaves out 0, in a
history that has none. The truth of `asked before` is known from the process; that of the median wait is the median of
all histories' waits together, that of a theme's share and trend the mean of all histories. Power is the share of alarms
in histories that have what is looked for. With errors in the echoes the truth is what such echoes show on average: a
measure cannot undo them (`cycle.spread` says how much hangs on them).
"""

from __future__ import annotations

import argparse
import json
import sys

import numpy as np
from joblib import Parallel, delayed

from reviewkit.measures import bursts as measures_bursts
from reviewkit.measures import history, prevalence, prior_asks, simulation, time_to_repeat

HISTORIES, SHUFFLES = 2000, 199  # fewer shuffles than a corpus gets: for speed
Process = simulation.Process
PROCESSES = {
    "nothing repeats, 20 reviews": Process(reviews=20, repeat=0),
    "standing asks, no cycle": Process(standing=60),
    "standing asks, bursts, no pull": Process(standing=60, repeat=0.5, bursts=0.6),
    "repeats the last five": Process(),
    "repeats much": Process(repeat=0.6, vary=0.5),
    "repeats, long and short": Process(reviews=20, size=20, repeat=0.45, vary=1.0),
    "a cycle": Process(repeat=0.3, bursts=0.5, pull=0.5),
    "a cycle, 57 reviews of 5": Process(reviews=57, size=5, repeat=0.3, bursts=0.5, pull=0.5),
    "a theme grows": Process(drift=2.0),
    "echoes with errors": Process(repeat=0.4, missed=0.3, wrong=0.3),
}


def main(arguments: list[str] | None = None) -> int:
    """One table, or with --json one object, on standard output; the exit code out."""
    parser = argparse.ArgumentParser(description="Whether the measures recover what was put in.")
    parser.add_argument("--histories", type=int, default=HISTORIES, help="of each process")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    asked = parser.parse_args(arguments)
    found = {name: measure(process, asked.histories) for name, process in PROCESSES.items()}
    print(json.dumps(found) if asked.json else shown(found, asked.histories))
    return 0


def measure(process: simulation.Process, histories: int) -> dict[str, float | None]:
    """A process in; coverage and alarms over so many histories out."""
    made = Parallel(n_jobs=2)(delayed(one)(process, seed) for seed in range(histories))
    asked, again, raised, moment, bursts, pooled = zip(*made, strict=True)
    truth = _chance(process)
    median = _median(pooled)
    themes = sorted(set.intersection(*(set(each) for each in raised)))
    share = {theme: np.mean([each[theme]["value"] for each in raised]) for theme in themes}
    slope = {theme: np.mean([each[theme]["trend"] for each in raised]) if process.drift else 0.0 for theme in themes}
    return {
        "asked_before": _covers([(each["low"], each["high"]) for each in asked], truth or _mean(asked)),
        "until_again": _covers([(each["low"], each["high"]) for each in again], median),
        "raised_by": float(np.mean([_covers([(e[t]["low"], e[t]["high"]) for e in raised], share[t]) for t in themes])),
        "trend": float(np.mean([_covers([e[t]["trend_alone"] for e in raised], slope[t]) for t in themes])),
        "median_years": None if np.isinf(median) else float(median),
        "alarm_shuffled": _alarms([each["p_shuffled"] for each in asked]),
        "alarm_trend": float(np.mean([_any_trend(each) for each in raised])),
        "alarm_moment": _alarms([each["p"] for each in moment]),
        "alarm_asks": _alarms([each["p"] for each in bursts]),
        "alarm_attention": _alarms([each["p_attention"] for each in bursts]),
    }


def one(process: simulation.Process, seed: int) -> tuple[dict, dict, dict, dict, dict, time_to_repeat.Durations]:
    """A process and a seed in; the measures of one history out."""
    past = history.history(**simulation.simulated_tables(process, seed))
    return (
        prior_asks.asked_before(past, shuffles=SHUFFLES, seed=seed),
        time_to_repeat.until_asked_again(
            past._replace(themes=[], raised=past.raised[:, :0])
        ),  # of all asks alone: for speed
        prevalence.raised_by(past, shuffles=SHUFFLES, seed=seed),
        measures_bursts.after_moment(past),
        measures_bursts.burstiness(past, draws=SHUFFLES, seed=seed),
        time_to_repeat.durations(past),
    )


def _chance(process: simulation.Process) -> float | None:
    """The chance that an ask restates one of the last five reviews; None where the process does not say."""
    if process.missed or process.wrong or process.standing:
        return None
    if not process.repeat:
        return 0.0
    logit = np.log(process.repeat / (1 - process.repeat))
    points, weights = np.polynomial.hermite_e.hermegauss(40)
    return float((weights / (1 + np.exp(-logit - process.vary * points))).sum() / weights.sum())


def _mean(asked: tuple[dict, ...]) -> float:
    """The share over all histories together."""
    return sum(each["n"] for each in asked) / max(sum(each["of"] for each in asked), 1)


def _median(pooled: tuple[time_to_repeat.Durations, ...]) -> float:
    """The median wait of all histories together."""
    whole = time_to_repeat.Durations(*(np.concatenate(part) for part in zip(*pooled, strict=True)))
    waiting = time_to_repeat.survival_curve(whole._replace(time=whole.time.round(2), review=whole.review * 0))
    return float(waiting.loc[waiting["waiting"] <= 0.5, "time"].min()) if (waiting["waiting"] <= 0.5).any() else np.inf


def _covers(ends: list[tuple[float | None, float | None]], truth: float) -> float:
    """The share of intervals that hold the truth; an end that is None lies beyond every value."""
    within = [(low is None or low <= truth + 1e-12) and (high is None or truth - 1e-12 <= high) for low, high in ends]
    return float(np.mean(within))


def _alarms(ps: list[float | None]) -> float:
    return float(np.mean([p is not None and p <= 0.05 for p in ps]))


def _any_trend(raised: dict) -> bool:
    """Whether any theme of a history seems to grow or to fade."""
    return any(not row["trend_low"] <= 0 <= row["trend_high"] for row in raised.values())


def shown(found: dict[str, dict[str, float | None]], histories: int) -> str:
    """The figures as a table."""
    heads = ["asked", "again", "raised", "trend", "median", "shuffled", "trends", "moment", "asks", "attention"]
    lines = [
        f"{histories} histories of each process. First four: share of 95 % intervals that hold the truth; then the",
        "true median wait in years; then alarms: repeats nearer than chance, a trend in any theme, reviews after a",
        "moment, bursts of new asks, bursts of moments",
        "",
        f"{'':32}" + "".join(f"{head:>10}" for head in heads),
    ]
    for name, row in found.items():
        cells = ["none" if value is None else f"{value:.3f}" for value in row.values()]
        lines.append(f"{name:32}" + "".join(f"{cell:>10}" for cell in cells))
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
