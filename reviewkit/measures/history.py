"""Tables -> a history: the asks of reviews in the order of their dates, what each restates, and the public moments.

Comes in: `reviews`, `recommendations`, `codes`, `echoes`, `events`, of which only the columns named here are read.
Goes out: a `History`. An ask is a recommendation under its number: the parts of one number count once.

Limit: a review stands at the middle of the day, month or year that is known of it; reviews whose dates leave their
order open are ordered by id, and no ask of one restates an ask of the other.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from reviewkit.base import dates as base_dates
from reviewkit.corpus.ids import recommendation_number

YES = ("yes", "true", "1")


class History(NamedTuple):
    """Reviews in order of time, numbered from 0, and everything that is counted over them."""

    reviews: pd.DataFrame  # review_id, published, day: those that shares are counted over
    asks: pd.DataFrame  # number (of the recommendation), review (its place in `reviews`)
    links: np.ndarray  # m x 2: places in `asks`, the earlier and the later that restates it
    themes: list[str]
    raised: np.ndarray  # asks x themes, true or false
    dated: np.ndarray  # days of all reviews in the denominator whose month is known
    moments: np.ndarray  # days of moments that are no review, response or commissioning, and whose month is known
    left_out: int  # reviews and such moments of which only the year is known
    until: float  # the last day that anything here is dated: what was not asked again by then is censored


def history(
    reviews: pd.DataFrame,
    recommendations: pd.DataFrame,
    codes: pd.DataFrame,
    echoes: pd.DataFrame,
    events: pd.DataFrame,
    complete: bool = True,
) -> History:
    """Tables in, the history of their reviews out.

    Reads `reviews` (review_id, published, complete, and in_denominator where present), `recommendations` (rec_id,
    review_id, kind), `codes` (rec_id, theme), `echoes` (rec_id, earlier_rec_id, relation) and `events` (date,
    exogenous). `complete` keeps only reviews whose whole list is held; without it, shares mean nothing and counts are
    lower bounds. Raises `tables.TableError` where a column is missing or a date is none.
    """
    counted = reviews[is_yes(reviews, "in_denominator", missing=True)]
    dated = counted[counted["published"] != ""]  # without a date a review has no place in the order
    kept = dated[is_yes(dated, "complete")] if complete else dated
    made = recommendations[recommendations["kind"] == "recommendation"]
    made = made.assign(number=made["rec_id"].map(recommendation_number))
    kept = kept if complete else kept[kept["review_id"].isin(made["review_id"])]
    kept = kept.assign(day=base_dates.middle_day(kept["published"], "reviews")).sort_values(
        ["day", "review_id"], ignore_index=True
    )
    asks, ask = _asks(made, list(kept["review_id"]))
    exogenous = events[is_yes(events, "exogenous")]
    fine = counted["published"].str.len() >= 7, exogenous["date"].str.len() >= 7
    return History(
        reviews=kept[["review_id", "published", "day"]],
        asks=asks[["number", "review"]],
        links=_links(echoes, ask, asks, kept),
        themes=sorted(set(codes["theme"]) - {""}),
        raised=_raised(codes, ask, len(asks)),
        dated=np.sort(base_dates.middle_day(counted.loc[fine[0], "published"], "reviews")),
        moments=np.sort(base_dates.middle_day(exogenous.loc[fine[1], "date"], "events")),
        left_out=int((~fine[0]).sum() + (~fine[1]).sum()),
        until=max(
            [
                *base_dates.middle_day(dated["published"], "reviews"),
                *base_dates.middle_day(events["date"], "events"),
                0.0,
            ]
        ),
    )


def is_yes(rows: pd.DataFrame, column: str, missing: bool = False) -> pd.Series:
    """Rows and a column in; which rows say yes in it, out. Where there is no such column, all, if `missing` is so."""
    if column not in rows and missing:
        return pd.Series(True, rows.index)
    return rows[column].astype(str).str.lower().isin(YES)


def _asks(made: pd.DataFrame, reviews: list[str]) -> tuple[pd.DataFrame, dict[str, int]]:
    """The numbered asks of some reviews, in order; and the place of each recommendation among them."""
    place = {review: at for at, review in enumerate(reviews)}
    made = made[made["review_id"].isin(place)]
    asks = made.drop_duplicates("number")[["number", "review_id"]]
    asks = asks.assign(review=asks["review_id"].map(place).astype(int))
    asks = asks.sort_values(["review", "number"], ignore_index=True)
    at = {number: row for row, number in enumerate(asks["number"])}
    return asks, {rec_id: at[number] for rec_id, number in zip(made["rec_id"], made["number"], strict=True)}


def _raised(codes: pd.DataFrame, ask: dict[str, int], asks: int) -> np.ndarray:
    """Asks x themes: whether any part of an ask has a theme."""
    themes = sorted(set(codes["theme"]) - {""})
    raised = np.zeros((asks, len(themes)), bool)
    for rec_id, theme in zip(codes["rec_id"], codes["theme"], strict=True):
        if rec_id in ask and theme:
            raised[ask[rec_id], themes.index(theme)] = True
    return raised


def _links(echoes: pd.DataFrame, ask: dict[str, int], asks: pd.DataFrame, reviews: pd.DataFrame) -> np.ndarray:
    """The restating pairs among the asks, each once, earlier first; only where the dates tell the order."""
    found = echoes[echoes["relation"] == "restates"]
    pairs = {
        (ask[earlier], ask[later])
        for earlier, later in zip(found["earlier_rec_id"], found["rec_id"], strict=True)
        if earlier in ask and later in ask
    }
    published, of = list(reviews["published"]), list(asks["review"])
    certain = [
        pair for pair in sorted(pairs) if base_dates.certainly_later(published[of[pair[0]]], published[of[pair[1]]])
    ]
    return np.array(certain, int).reshape(-1, 2)
