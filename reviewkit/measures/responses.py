"""Promised or accepted, then asked again: what became of asks after somebody said yes to them.

Input: `recommendations`, `reviews`, `echoes` and `statuses`. Output: a row for each commitment of a government and for
each recommendation that was answered, with what ended its watch; and by state of the answer the share asked again
within five years, where there are enough of them.

The clock runs from the promise or the answer. It ends with a later review of the denominator that asks for the same,
or with being done, whichever comes first (competing ends), and else with the last review published. One that was
promised last year had little time to come back, and counts for that time only.

Source: Aalen and Johansen 1978 (statsmodels); clusters of one document by leaving each out (jackknife).
Limitations: a promise may have been kept in part and the ask gone further. What is accepted is what is easily accepted,
so a difference between states is no effect of saying yes. "Done" is known only where somebody wrote it down, and then
not since when: what was not asked for again is taken to have been done by the last review published, so that it cuts no
watch short.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from reviewkit.base.dates import DAYS_PER_YEAR, certainly_later, middle_day
from reviewkit.corpus import denominator, statuses
from reviewkit.measures.intervals import Z

COLUMNS = ["rec_id", "review_id", "state", "since", "end", "ended", "again_id", "years"]
AGAIN, DONE, WATCHED = "asked again", "done", "watched until now"  # how a watch ended
CODES = {WATCHED: 0, AGAIN: 1, DONE: 2}  # of the competing ends
PROMISED = "promised"
SPAN = 5.0  # years within which it is told how many came back
MIN_ASKS, MIN_DOCUMENTS, MIN_AGAIN = 30, 5, 10  # under which cases are told one by one, and no share


def watched_asks(
    recommendations: pd.DataFrame, reviews: pd.DataFrame, echoes: pd.DataFrame, answers: pd.DataFrame
) -> pd.DataFrame:
    """Return commitments and answered recommendations, a row each, with what ended their watch.

    `answers` is the table `statuses`. What has no date, of itself or of its answer, has no clock and is left out.

    Columns: `rec_id`, `review_id`, `state` (promised, or the answer in words), `since` (when it was promised or
    answered), `end`, `ended` (asked again, done, or watched until now), `again_id` (the ask that came first), `years`.
    """
    published = dict(zip(reviews["review_id"], reviews["published"], strict=True))
    counted = denominator.counted_recommendations(recommendations, reviews)
    later_dates = {row.rec_id: row.published for row in counted.itertuples() if row.published}
    asked_by = denominator.restating(echoes)
    asked_by = asked_by[asked_by["rec_id"].isin(later_dates)]
    until = max(later_dates.values(), default="")
    rows = []
    for rec_id, state, since, done in _starts(recommendations, answers, published):
        again = sorted(
            (later_dates[later], later)
            for later in asked_by.loc[asked_by["earlier_rec_id"] == rec_id, "rec_id"]
            if certainly_later(since, later_dates[later])
        )
        end, again_id, ended = (*again[0], AGAIN) if again else (until, "", DONE if done else WATCHED)
        rows.append((rec_id, rec_id.partition("/")[0], state, since, end, ended, again_id))
    watched = pd.DataFrame(rows, columns=COLUMNS[:-1])
    in_order = [certainly_later(*ends) for ends in zip(watched["since"], watched["end"], strict=True)]
    watched = watched[np.array(in_order, bool)]
    days = middle_day(watched["end"], "reviews") - middle_day(watched["since"], "reviews")
    return watched.assign(years=(days / DAYS_PER_YEAR).round(2)).sort_values(["since", "rec_id"], ignore_index=True)


def asked_again_by_state(watched: pd.DataFrame, span: float = SPAN) -> pd.DataFrame:
    """Return by state how many were watched and came back, and the share that came back within a span of years.

    Columns: `state`, `asks`, `documents`, `again`, `done`, `long` (watched for the whole span, or came back within it),
    `long_again` (of these, came back within it), `value`, `low`, `high` (the cumulative incidence of being asked again
    within the span, with done as a competing end; empty with fewer than 30 asks, 5 documents or 10 that came back).
    """
    rows = []
    for state, of_state in watched.groupby("state", sort=True):
        within = (of_state["ended"] == AGAIN) & (of_state["years"] <= span)
        counts = {
            "state": state,
            "asks": len(of_state),
            "documents": of_state["review_id"].nunique(),
            "again": int((of_state["ended"] == AGAIN).sum()),
            "done": int((of_state["ended"] == DONE).sum()),
            "long": int((within | (of_state["years"] > span)).sum()),
            "long_again": int(within.sum()),
        }
        rows.append(counts | _incidence(of_state, span))
    columns = ["state", "asks", "documents", "again", "done", "long", "long_again", "value", "low", "high"]
    return pd.DataFrame(rows, columns=columns)


def cumulative_incidence(watched: pd.DataFrame, span: float) -> float:
    """Return the share asked again within a span of years, where being done ends the watch too."""
    from statsmodels.duration.survfunc import CumIncidenceRight

    ended = watched["ended"].map(CODES).to_numpy()
    if not (ended == CODES[AGAIN]).any():
        return 0.0
    curve = CumIncidenceRight(watched["years"].to_numpy(), np.where(ended == CODES[DONE], 2, ended))
    reached = np.asarray(curve.cinc[0])[np.asarray(curve.times) <= span]
    return float(reached[-1]) if len(reached) else 0.0


def _starts(
    recommendations: pd.DataFrame, answers: pd.DataFrame, published: dict[str, str]
) -> list[tuple[str, str, str, bool]]:
    """Return what was promised or answered: its id, state, since when, and whether it is known to be done."""
    commitments = recommendations[recommendations["kind"] == "commitment"]
    starts = [(row.rec_id, PROMISED, published.get(row.review_id, ""), False) for row in commitments.itertuples()]
    answered = answers[answers["answer"].isin(statuses.WORDS) & (answers["date"] != "")]
    starts += [(row.rec_id, statuses.WORDS[row.answer], row.date, row.done == "yes") for row in answered.itertuples()]
    return [start for start in starts if start[2]]


def _incidence(of_state: pd.DataFrame, span: float) -> dict[str, Any]:
    """Return the cumulative incidence of one state with its interval, where there is enough to tell it."""
    documents = of_state["review_id"].unique()
    again = int((of_state["ended"] == AGAIN).sum())
    if len(of_state) < MIN_ASKS or len(documents) < MIN_DOCUMENTS or again < MIN_AGAIN:
        return {"value": np.nan, "low": np.nan, "high": np.nan}
    values = [cumulative_incidence(of_state, span)]
    values += [cumulative_incidence(of_state[of_state["review_id"] != document], span) for document in documents]
    margin, n = 1 / (4 * len(of_state)), len(documents)
    scaled = np.log(-np.log1p(-np.clip(values, margin, 1 - margin)))
    half_width = Z * np.sqrt((n - 1) / n * ((scaled[1:] - scaled[1:].mean()) ** 2).sum())
    low, high = 1 - np.exp(-np.exp(scaled[0] + np.array([-half_width, half_width])))
    return {"value": values[0], "low": float(low), "high": float(high)}
