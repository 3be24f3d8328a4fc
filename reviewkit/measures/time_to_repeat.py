"""Time to repeat: how long after it was made an ask is restated by a later review (survival analysis).

Input: a `History`. Output: the Kaplan-Meier curve, in years and in number of later reviews, over all asks and by theme.
What was not asked again by the last day that the tables know of is censored there.

Source: Kaplan and Meier 1958.
Limitations: an ask of the last years had little time to come back, which the curve allows for; an ask on a subject that
reviews no longer look at cannot come back, which it does not. Where fewer than half came back there is no median.
"""

from __future__ import annotations

from typing import Any, Literal, NamedTuple, TypeAlias

import numpy as np
import pandas as pd

from reviewkit.base.dates import DAYS_PER_YEAR
from reviewkit.measures.history import History
from reviewkit.measures.intervals import UPPER_TAIL

Unit: TypeAlias = Literal["years", "reviews"]

SPANS = (5, 10)  # years


class Durations(NamedTuple):
    """For each ask the `time` until it was asked again or, where `again` is false, until it was censored."""

    time: np.ndarray
    again: np.ndarray
    review: np.ndarray


def durations(history: History, unit: Unit = "years", without: int | None = None) -> Durations:
    """Return for each ask the `years`, or the number of later `reviews`, until it was asked again or censored.

    `without` leaves a review out, with its asks and as one that asks again.
    """
    review = history.asks["review"].to_numpy()
    if unit == "reviews":
        position, end = np.arange(len(history.reviews)), float(len(history.reviews) - 1)
    else:
        position, end = history.reviews["day"].to_numpy() / DAYS_PER_YEAR, history.until / DAYS_PER_YEAR
    links = history.links if without is None else history.links[review[history.links[:, 1]] != without]
    next_asked = np.full(len(review), np.inf)
    np.minimum.at(next_asked, links[:, 0], position[review[links[:, 1]]])
    observed = np.isfinite(next_asked)
    everything = Durations(np.where(observed, next_asked, end) - position[review], observed, review)
    return everything if without is None else _subset(everything, review != without)


def until_asked_again(history: History) -> dict[str, Any]:
    """Return the median time until asked again, in years and in later reviews, each with its interval over reviews.

    `median_years`, `low`, `high`; `median_reviews`, `reviews_low`, `reviews_high`; `again` of `of` asks; `within`, the
    share asked again within five and within ten years; `least` and `most`, the smallest and largest median with any
    one review left out; `by_theme`. A median that is never reached is None, and so is the end of an interval beyond
    the curve.

    The interval is that of Brookmeyer and Crowley on the scale log(-log S), with the variance of leaving the asks of
    each review out (jackknife): asks of one review come back together.

    Source: Brookmeyer and Crowley 1982.
    """
    all_asks = np.ones(len(history.asks), bool)
    in_years, in_reviews = _median_time(history, "years", all_asks), _median_time(history, "reviews", all_asks)
    years = durations(history)
    leave_one_out = [_median_of(*_kaplan_meier(durations(history, without=r))) for r in range(len(history.reviews))]
    themes = {}
    for column, theme in enumerate(history.themes):
        has_theme = history.raised[:, column]
        counts = {"again": int(years.again[has_theme].sum()), "of": int(has_theme.sum())}
        themes[theme] = _median_time(history, "years", has_theme) | counts
    return {
        "median_years": in_years["median"],
        "low": in_years["low"],
        "high": in_years["high"],
        "median_reviews": in_reviews["median"],
        "reviews_low": in_reviews["low"],
        "reviews_high": in_reviews["high"],
        "again": int(years.again.sum()),
        "of": len(years.time),
        "within": {str(span): _share_within(years, span) for span in SPANS},
        "least": _none_if_infinite(min(leave_one_out, default=np.inf)),
        "most": _none_if_infinite(max(leave_one_out, default=np.inf)),
        "by_theme": themes,
    }


def survival_curve(asks: Durations) -> pd.DataFrame:
    """Return the share not yet asked again after each time at which an ask came back.

    Columns: `time`, `at_risk` (asks not yet asked again or censored), `waiting` (the share not yet asked again).
    """
    times, survival = _kaplan_meier(asks)
    return pd.DataFrame({"time": times, "at_risk": _at_risk(asks, times), "waiting": survival})


def _kaplan_meier(asks: Durations) -> tuple[np.ndarray, np.ndarray]:
    """Return the times at which asks came back, and the share not yet asked again after each."""
    times, events = np.unique(asks.time[asks.again], return_counts=True)
    return times, np.cumprod(1 - events / _at_risk(asks, times))


def _at_risk(asks: Durations, times: np.ndarray) -> np.ndarray:
    """Return how many asks are at risk at each time: those asked again or censored then, too."""
    return len(asks.time) - np.searchsorted(np.sort(asks.time), times, side="left")


def _median_time(history: History, unit: Unit, included: np.ndarray) -> dict[str, float | None]:
    """Return the median time of the included asks, with its interval."""
    from scipy.stats import t

    asks = _subset(durations(history, unit), included)
    times, survival = _kaplan_meier(asks)
    if not len(times):
        return {"median": None, "low": None, "high": None}
    jackknife = [
        _survival_at(times, *_kaplan_meier(_subset(asks, asks.review != review))) for review in np.unique(asks.review)
    ]
    margin = 1 / (4 * included.sum())  # keeps log(-log S) finite where S is 0 or 1
    scaled = np.log(-np.log(np.clip(np.array([survival, *jackknife]), margin, 1 - margin)))
    n = len(jackknife)
    error = np.sqrt((n - 1) / n * ((scaled[1:] - scaled[1:].mean(axis=0)) ** 2).sum(axis=0))
    reviews_at_risk = np.array([len(np.unique(asks.review[asks.time >= time])) for time in times])
    half_width = t.ppf(UPPER_TAIL, np.maximum(reviews_at_risk - 1, 1)) * error
    lower_curve, upper_curve = np.exp(-np.exp(scaled[0] + half_width)), np.exp(-np.exp(scaled[0] - half_width))
    median = _median_of(times, survival)
    return {
        "median": _none_if_infinite(median),
        "low": _none_if_infinite(_lower_end(times, lower_curve, median)),
        "high": _none_if_infinite(_median_of(times, upper_curve)),
    }


def _survival_at(times: np.ndarray, curve_times: np.ndarray, survival: np.ndarray) -> np.ndarray:
    """Return the values of a curve at other times."""
    return np.concatenate([[1.0], survival])[np.searchsorted(curve_times, times, side="right")]


def _median_of(times: np.ndarray, survival: np.ndarray) -> float:
    """Return the first time by which half came back; infinity where it is not reached."""
    return float(times[(survival <= 0.5).argmax()]) if len(survival) and (survival <= 0.5).any() else np.inf


def _lower_end(times: np.ndarray, lower_curve: np.ndarray, median: float) -> float:
    """Return the lower end: back from the median as long as the lower curve stays at or under a half.

    Where the first few asks come back the variance on the scale of log(-log S) is huge, and the lower curve dips under
    a half there too, far from the median: that is not part of the interval.
    """
    n_until_median = np.searchsorted(times, median, side="right")  # all of them, where the median is not reached
    above_half = np.flatnonzero(lower_curve[:n_until_median] > 0.5)
    start = above_half[-1] + 1 if len(above_half) else 0
    return float(times[start]) if start < len(times) else np.inf


def _share_within(asks: Durations, span: float) -> float | None:
    """Return the share asked again within a span of years; None where no ask was followed for so long."""
    times, survival = _kaplan_meier(asks)
    if not len(asks.time) or asks.time.max() < span:
        return None
    return float(1 - _survival_at(np.array([span]), times, survival)[0])


def _subset(asks: Durations, included: np.ndarray) -> Durations:
    return Durations(*(column[included] for column in asks))


def _none_if_infinite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
