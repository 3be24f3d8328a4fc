"""All measures of a corpus at once, as plain numbers that JSON can hold.

Input: two histories, of all that is held and of whole lists alone. Output: a dictionary with a key for each measure.

What holds whichever lists are held (`repetition`, `standing`, `bounds`, `distinct`) is measured on all that is held;
what dates alone carry (`after_moment`, `burstiness` of moments) over all reviews of the denominator; shares of reviews
and of asks, and their trends, over whole lists, where there are enough.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from reviewkit.measures import accuracy
from reviewkit.measures.bounds import bounds
from reviewkit.measures.bursts import OTHER_WINDOWS, after_moment, burstiness, without_each_moment
from reviewkit.measures.history import History
from reviewkit.measures.prevalence import raised_by
from reviewkit.measures.prior_asks import asked_before
from reviewkit.measures.rarefaction import distinct_asks, sample_coverage
from reviewkit.measures.repetition import dates_shuffled, repetition
from reviewkit.measures.standing import standing
from reviewkit.measures.time_to_repeat import until_asked_again

Measures: TypeAlias = dict[str, Any]  # what `all_measures` returns and `reviewkit cycle --json` prints

MIN_WHOLE_LISTS = 10  # reviews whose whole list is held, under which no share or trend over whole lists is shown
MIN_FOR_LOOK_BACK = 30  # the same for `asked_before`, which reads far too low with fewer
DECIMALS = 6
NO_SHARE = ("value", "low", "high", "n", "of", "p_shuffled")


def all_measures(
    held: History,
    whole: History,
    errors: dict[str, accuracy.Errors] | None = None,
    fewest: int = MIN_WHOLE_LISTS,
) -> Measures:
    """Return every measure of all that is `held` and of the `whole` lists, None for what these cannot carry.

    `complete` is the number of whole lists, `fewest` how many are needed for shares; `why` says what is missing, and is
    there only where something is (`shares_allowed`, `reason_for_counts`). `errors` says how often the model was right.
    """
    errors = errors or {}
    whole_lists = len(whole.reviews)
    enough = whole_lists >= fewest
    counts: Measures = {"complete": whole_lists, "fewest": fewest}
    if not enough:
        counts["why"] = f"whole lists held: {whole_lists}; shares and trends are told from {fewest} on"
    of_all_held = {
        "repetition": repetition(held, errors.get(accuracy.LINKS)) | {"dates_shuffled": dates_shuffled(held)},
        "standing": standing(held),
        "bounds": bounds(held, errors),
        "distinct": distinct_asks(held) | {"coverage": sample_coverage(held)},
        "until_asked_again": until_asked_again(held),
    }
    of_whole_lists = {
        "asked_before": asked_before(whole) if whole_lists >= MIN_FOR_LOOK_BACK else dict.fromkeys(NO_SHARE),
        "raised_by": raised_by(whole) if enough else {},
    }
    of_dates = {
        "after_moment": after_moment(held) | {"other_windows": _p_of_other_windows(held)},
        "burstiness": burstiness(whole if enough else whole._replace(raised=whole.raised & False)),
        "without_each_moment": without_each_moment(held),
    }
    return _rounded(counts | of_all_held | of_whole_lists | of_dates)


def shares_allowed(measures: Measures) -> bool:
    """Return whether shares and trends over whole lists may be shown; otherwise only counts, which are lower bounds.

    They may be where enough whole lists are held; `all_measures` writes a `why` where they are not.
    """
    return "why" not in measures


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
