"""Until asked again: how long after it was made an ask is restated by a later review.

Comes in: a `History`. Goes out: Kaplan and Meier's curve (1958), in years and in number of later reviews, over all
asks and by theme. What was not asked again by the last day that the tables know of is censored there.

Limit: an ask of the last years had little time to come back, which the curve allows for, and an ask of a subject that
reviews no longer look at, which it does not; where fewer than half came back there is no median.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from reviewkit.base.dates import DAYS_PER_YEAR
from reviewkit.measures.history import History

SPANS = (5, 10)  # years


class Durations(NamedTuple):
    """How long each ask waited: `time` until it was asked again, or (`again` false) until it was last looked for."""

    time: np.ndarray
    again: np.ndarray
    review: np.ndarray


def durations(past: History, unit: str = "years", without: int | None = None) -> Durations:
    """A history in; for each ask the `years`, or the number of later `reviews`, until it was asked again, out.

    `without` leaves a review out, with its asks and as one that asks again.
    """
    review = past.asks["review"].to_numpy()
    place = np.arange(len(past.reviews)) if unit == "reviews" else past.reviews["day"].to_numpy() / DAYS_PER_YEAR
    end = len(past.reviews) - 1 if unit == "reviews" else past.until / DAYS_PER_YEAR
    links = past.links if without is None else past.links[review[past.links[:, 1]] != without]
    first = np.full(len(review), np.inf)
    np.minimum.at(first, links[:, 0], place[review[links[:, 1]]])
    again = np.isfinite(first)
    made = Durations(np.where(again, first, end) - place[review], again, review)
    return made if without is None else _some(made, review != without)


def until_asked_again(past: History) -> dict:
    """A history in; the median wait in years and in later reviews, each with its interval over reviews, out.

    `median_years`, `low`, `high`; `median_reviews`, `reviews_low`, `reviews_high`; `again` of `of` asks; `within`, the
    share asked again within five and within ten years; `least` and `most`, the median with any one review left out;
    `by_theme`. A median that is never reached is None, and so is the end of an interval beyond the curve.

    The interval is that of Brookmeyer and Crowley (1982) on the scale log(-log S), with the variance of leaving
    the asks of each review out (jackknife): asks of one review come back together.
    """
    everything = np.ones(len(past.asks), bool)
    found, reviews = _median(past, "years", everything), _median(past, "reviews", everything)
    years = durations(past)
    medians = [_middle(*_curve(durations(past, without=review))) for review in range(len(past.reviews))]
    themes = {}
    for at, theme in enumerate(past.themes):
        has = past.raised[:, at]
        themes[theme] = _median(past, "years", has) | {"again": int(years.again[has].sum()), "of": int(has.sum())}
    return {
        "median_years": found["median"],
        "low": found["low"],
        "high": found["high"],
        "median_reviews": reviews["median"],
        "reviews_low": reviews["low"],
        "reviews_high": reviews["high"],
        "again": int(years.again.sum()),
        "of": len(years.time),
        "within": {str(span): _by(years, span) for span in SPANS},
        "least": _known(min(medians, default=np.inf)),
        "most": _known(max(medians, default=np.inf)),
        "by_theme": themes,
    }


def survival_curve(waited: Durations) -> pd.DataFrame:
    """Waits in; the share not yet asked again after each `time`, out: columns `time`, `at_risk`, `waiting`."""
    times, share = _curve(waited)
    return pd.DataFrame({"time": times, "at_risk": _at_risk(waited, times), "waiting": share})


def _curve(waited: Durations) -> tuple[np.ndarray, np.ndarray]:
    """The times at which asks came back, and the share still waiting after each (Kaplan and Meier)."""
    times, came = np.unique(waited.time[waited.again], return_counts=True)
    return times, np.cumprod(1 - came / _at_risk(waited, times))


def _at_risk(waited: Durations, times: np.ndarray) -> np.ndarray:
    """How many still waited at each time: who came back or was last looked for then, too."""
    return len(waited.time) - np.searchsorted(np.sort(waited.time), times, side="left")


def _median(past: History, unit: str, of: np.ndarray) -> dict[str, float | None]:
    """The median wait of some asks, with its interval."""
    from scipy.stats import t

    waited = _some(durations(past, unit), of)
    times, share = _curve(waited)
    if not len(times):
        return {"median": None, "low": None, "high": None}
    left = [_at(times, *_curve(_some(waited, waited.review != out))) for out in np.unique(waited.review)]
    edge = 1 / (4 * of.sum())
    scaled = np.log(-np.log(np.clip(np.array([share, *left]), edge, 1 - edge)))
    n = len(left)
    error = np.sqrt((n - 1) / n * ((scaled[1:] - scaled[1:].mean(axis=0)) ** 2).sum(axis=0))
    waiting = [len(np.unique(waited.review[waited.time >= time])) for time in times]
    half = t.ppf(0.975, np.maximum(np.array(waiting) - 1, 1)) * error
    below, above = np.exp(-np.exp(scaled[0] + half)), np.exp(-np.exp(scaled[0] - half))
    middle = _middle(times, share)
    return {"median": _known(middle), "low": _known(_low(times, below, middle)), "high": _known(_middle(times, above))}


def _at(times: np.ndarray, known: np.ndarray, share: np.ndarray) -> np.ndarray:
    """A curve at other times."""
    return np.concatenate([[1.0], share])[np.searchsorted(known, times, side="right")]


def _middle(times: np.ndarray, share: np.ndarray) -> float:
    """The first time by which half came back."""
    return float(times[(share <= 0.5).argmax()]) if len(share) and (share <= 0.5).any() else np.inf


def _low(times: np.ndarray, below: np.ndarray, middle: float) -> float:
    """The lower end: back from the median as long as the curve's own lower end stays under a half.

    Where the first few asks come back the variance on the scale of log(-log S) is huge, and the lower end of the curve
    dips under a half once more, far from the median: that is no part of the interval.
    """
    until = np.searchsorted(times, middle, side="right")  # all of them, where the median is not reached
    over = np.flatnonzero(below[:until] > 0.5)
    start = over[-1] + 1 if len(over) else 0
    return float(times[start]) if start < len(times) else np.inf


def _by(waited: Durations, span: float) -> float | None:
    """The share asked again within a span; None where nobody was looked for so long."""
    times, share = _curve(waited)
    if not len(waited.time) or waited.time.max() < span:
        return None
    return float(1 - _at(np.array([span]), times, share)[0])


def _some(waited: Durations, which: np.ndarray) -> Durations:
    return Durations(*(part[which] for part in waited))


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
