"""All measures of a history at once, as plain numbers that JSON can hold.

Comes in: a `History` of reviews whose whole lists are held. Goes out: a dictionary, a measure a key. What dates alone
carry (`after_moment`, `burstiness` of moments) is measured over all reviews of the denominator.
"""

from __future__ import annotations

from reviewkit.measures.bursts import OTHER_WINDOWS, after_moment, burstiness
from reviewkit.measures.history import History
from reviewkit.measures.prevalence import raised_by
from reviewkit.measures.prior_asks import asked_before
from reviewkit.measures.rarefaction import new_asks
from reviewkit.measures.time_to_repeat import durations, survival_curve, until_asked_again

FEWEST = 10  # reviews whose whole list is held, under which no share, trend or interval is told
DECIMALS = 6
KEYS = {
    "asked_before": ("value", "low", "high", "n", "of", "p_shuffled"),
    "until_asked_again": ("median_years", "low", "high"),
    "new_asks": ("distinct", "of"),
}


def all_measures(past: History, fewest: int = FEWEST) -> dict:
    """A history in; every measure out, with None for what fewer than `fewest` whole lists cannot carry.

    `complete` is the number of whole lists, `fewest` how many are needed, and `why` says what is missing, where
    something is.
    """
    enough = len(past.reviews) >= fewest
    dated = {
        "after_moment": after_moment(past) | {"other_windows": _others(past)},
        "burstiness": burstiness(past if enough else past._replace(raised=past.raised & False)),
    }
    if not enough:
        why = f"whole lists held: {len(past.reviews)}; shares, trends and intervals are told from {fewest} on"
        nothing = {measure: dict.fromkeys(keys) for measure, keys in KEYS.items()}
        return {"complete": len(past.reviews), "fewest": fewest, "why": why, "raised_by": {}} | nothing | _plain(dated)
    grown, again = new_asks(past), until_asked_again(past) | {"curve": survival_curve(durations(past))}
    grown["curve"], again["curve"] = (made["curve"].to_dict("list") for made in (grown, again))
    found = {
        "complete": len(past.reviews),
        "fewest": fewest,
        "asked_before": asked_before(past),
        "until_asked_again": again,
        "raised_by": raised_by(past),
        "new_asks": grown,
    }
    return _plain(found | dated)


def _others(past: History) -> dict[str, float | None]:
    """The p of other windows: sensitivity only."""
    return {f"{low} to {high}": after_moment(past, (low, high))["p"] for low, high in OTHER_WINDOWS}


def _plain(said: object) -> object:
    """Numbers rounded, so that they are the same where the last digits differ."""
    if isinstance(said, dict):
        return {key: _plain(value) for key, value in said.items()}
    if isinstance(said, list):
        return [_plain(value) for value in said]
    return round(said, DECIMALS) if isinstance(said, float) else said
