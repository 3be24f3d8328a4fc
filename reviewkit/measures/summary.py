"""All measures of a history at once, as plain numbers that JSON can hold.

Input: a `History` of reviews whose whole lists are held. Output: a dictionary with a key for each measure. What dates
alone carry (`after_moment`, `burstiness` of moments) is measured over all reviews of the denominator.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from reviewkit.measures.bursts import OTHER_WINDOWS, after_moment, burstiness
from reviewkit.measures.history import History
from reviewkit.measures.prevalence import raised_by
from reviewkit.measures.prior_asks import asked_before
from reviewkit.measures.rarefaction import new_asks
from reviewkit.measures.time_to_repeat import durations, survival_curve, until_asked_again

Measures: TypeAlias = dict[str, Any]  # what `all_measures` returns and `reviewkit cycle --json` prints

MIN_WHOLE_LISTS = 10  # reviews whose whole list is held, under which no share, trend or interval is shown
DECIMALS = 6
KEYS = {
    "asked_before": ("value", "low", "high", "n", "of", "p_shuffled"),
    "until_asked_again": ("median_years", "low", "high"),
    "new_asks": ("distinct", "of"),
}  # of each measure, those that stand in the result, as None, where shares are not allowed


def all_measures(history: History, fewest: int = MIN_WHOLE_LISTS) -> Measures:
    """Return every measure of a history, with None for what fewer than `fewest` whole lists cannot carry.

    `complete` is the number of whole lists, `fewest` how many are needed; `why` says what is missing, and is there only
    where something is (`shares_allowed`, `reason_for_counts`).
    """
    whole_lists = len(history.reviews)
    enough = whole_lists >= fewest
    counts = {"complete": whole_lists, "fewest": fewest}
    dated = {
        "after_moment": after_moment(history) | {"other_windows": _p_of_other_windows(history)},
        "burstiness": burstiness(history if enough else history._replace(raised=history.raised & False)),
    }
    if not enough:
        why = f"whole lists held: {whole_lists}; shares, trends and intervals are told from {fewest} on"
        empty = {measure: dict.fromkeys(keys) for measure, keys in KEYS.items()}
        return counts | {"why": why, "raised_by": {}} | empty | _rounded(dated)
    distinct = new_asks(history)
    repeated = until_asked_again(history) | {"curve": survival_curve(durations(history)).to_dict("list")}
    of_whole_lists = {
        "asked_before": asked_before(history),
        "until_asked_again": repeated,
        "raised_by": raised_by(history),
        "new_asks": distinct | {"curve": distinct["curve"].to_dict("list")},
    }
    return _rounded(counts | of_whole_lists | dated)


def shares_allowed(measures: Measures) -> bool:
    """Return whether shares, trends and intervals may be shown; otherwise only counts, which are lower bounds.

    They may be where enough whole lists are held; `all_measures` writes a `why` where they are not.
    """
    return "why" not in measures


def without_shares(measures: Measures, reason: str) -> Measures:
    """Return measures of which only counts are shown, for a part of the asks of which no share is to be told."""
    return {"why": reason} | measures | {"asked_before": {"value": None}}


def reason_for_counts(measures: Measures) -> str:
    """Return why only counts may be shown; empty where shares are allowed."""
    return str(measures.get("why", ""))


def _p_of_other_windows(history: History) -> dict[str, float | None]:
    """Return the p of `after_moment` for other windows: sensitivity only."""
    return {f"{low} to {high}": after_moment(history, (low, high))["p"] for low, high in OTHER_WINDOWS}


def _rounded(value: Any) -> Any:
    """Return the same with all numbers rounded, so that machines whose last digits differ give the same bytes."""
    if isinstance(value, dict):
        return {key: _rounded(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_rounded(part) for part in value]
    return round(value, DECIMALS) if isinstance(value, float) else value
