"""Time to repeat: how long after it was made an ask is restated by a later review (survival analysis).

Input: a `History`. Output: the share asked again within five and within ten years (Kaplan-Meier).
What was not asked again by the last day that the tables know of is censored there.

Source: Kaplan and Meier 1958.
Limitations: an ask of the last years had little time to come back, which the curve allows for; an ask on a subject that
reviews no longer look at cannot come back, which it does not. An ask that came back three times counts once.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from reviewkit.base.dates import DAYS_PER_YEAR
from reviewkit.measures.history import History
from reviewkit.measures.intervals import Z

SPANS = (5, 10)  # years
MIN_REVIEWS = 3


class Durations(NamedTuple):
    """For each ask the `time` until it was asked again or, where `again` is false, until it was censored."""

    time: np.ndarray
    again: np.ndarray
    review: np.ndarray


def durations(history: History, without: int | None = None) -> Durations:
    """Return for each ask the years until it was asked again or censored.

    `without` leaves a review out, with its asks and as one that asks again.
    """
    review = history.asks["review"].to_numpy()
    position, end = history.reviews["day"].to_numpy() / DAYS_PER_YEAR, history.until / DAYS_PER_YEAR
    links = history.links if without is None else history.links[review[history.links[:, 1]] != without]
    next_asked = np.full(len(review), np.inf)
    np.minimum.at(next_asked, links[:, 0], position[review[links[:, 1]]])
    observed = np.isfinite(next_asked)
    everything = Durations(np.where(observed, next_asked, end) - position[review], observed, review)
    return everything if without is None else _subset(everything, review != without)


def until_asked_again(history: History) -> dict[str, Any]:
    """Return which share of asks was asked again within five and within ten years.

    `again` of `of` asks came back at all; `within`, by span of years: `value` with `low` and `high`. The interval is on
    the scale log(-log S), with the variance of leaving each review out, as one that asks and as one that asks again
    (jackknife): asks of one review come back together, and one review repeats several. None where no ask was followed
    for so long.

    Source: Kalbfleisch and Prentice 2002, section 1.4, for the scale.
    """
    years = durations(history)
    without = [durations(history, without=review) for review in range(len(history.reviews))]
    return {
        "again": int(years.again.sum()),
        "of": len(years.time),
        "within": {str(span): _share_within(years, without, span) for span in SPANS},
    }


def _kaplan_meier(asks: Durations) -> tuple[np.ndarray, np.ndarray]:
    """Return the times at which asks came back, and the share not yet asked again after each."""
    times, events = np.unique(asks.time[asks.again], return_counts=True)
    return times, np.cumprod(1 - events / _at_risk(asks, times))


def _at_risk(asks: Durations, times: np.ndarray) -> np.ndarray:
    """Return how many asks are at risk at each time: those asked again or censored then, too."""
    return len(asks.time) - np.searchsorted(np.sort(asks.time), times, side="left")


def _survival_at(times: np.ndarray, curve_times: np.ndarray, survival: np.ndarray) -> np.ndarray:
    """Return the values of a curve at other times."""
    return np.concatenate([[1.0], survival])[np.searchsorted(curve_times, times, side="right")]


def _share_within(asks: Durations, without: list[Durations], span: float) -> dict[str, float | None]:
    """Return the share asked again within a span of years, with its interval."""
    if len(without) < MIN_REVIEWS or not len(asks.time) or asks.time.max() < span:
        return {"value": None, "low": None, "high": None}
    margin, n = 1 / (4 * len(asks.time)), len(without)  # keeps log(-log S) finite where S is 0 or 1
    waiting = np.array([_waiting_after(one, span) for one in (asks, *without)])
    scaled = np.log(-np.log(waiting.clip(margin, 1 - margin)))
    half_width = Z * np.sqrt((n - 1) / n * ((scaled[1:] - scaled[1:].mean()) ** 2).sum())
    low, high = 1 - np.exp(-np.exp(scaled[0] + np.array([-half_width, half_width])))
    value = float(1 - waiting[0])
    return {"value": value, "low": float(low) if value > 0 else 0.0, "high": float(high) if value < 1 else 1.0}


def _waiting_after(asks: Durations, span: float) -> float:
    """Return the share not yet asked again after a span."""
    times, survival = _kaplan_meier(asks)
    return float(_survival_at(np.array([span]), times, survival)[0])


def _subset(asks: Durations, included: np.ndarray) -> Durations:
    return Durations(*(column[included] for column in asks))
