"""Build the history of a corpus: the asks of reviews in date order, what each restates, and the public moments.

Input: `reviews`, `recommendations`, `codes`, `echoes`, `events`, of which only the columns named here are read.
Output: a `History`. An ask is a recommendation under its number: the parts of one number count once.

Limitations: a review is placed at the middle of the day, month or year that is known of it; reviews whose dates leave
their order open are ordered by id, and no ask of one restates an ask of the other.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from reviewkit.base.dates import certainly_later, middle_day
from reviewkit.corpus import denominator
from reviewkit.corpus.ids import recommendation_number

YES = ("yes", "true", "1")
MONTH_LENGTH = 7  # characters of 2013-06: a shorter date gives only the year


class History(NamedTuple):
    """Reviews in date order, numbered from 0, and everything that is counted over them."""

    reviews: pd.DataFrame  # review_id, published, day: those that shares are counted over
    asks: pd.DataFrame  # number (of the recommendation), review (its row in `reviews`)
    links: np.ndarray  # m x 2: rows in `asks`, the earlier ask and the later one that restates it
    themes: list[str]
    raised: np.ndarray  # asks x themes: whether an ask has a theme
    dated: np.ndarray  # days of all reviews in the denominator whose month is known
    moments: np.ndarray  # days of moments that are not a review, response or commissioning, and whose month is known
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
    """Return the history of the reviews in these tables.

    `complete` keeps only reviews whose whole list is held; without it, shares mean nothing and counts are lower bounds.

    Columns: of `reviews` review_id, published, complete, and in_denominator where present; of `recommendations`
    rec_id, review_id, kind; of `codes` rec_id, theme; of `echoes` rec_id, earlier_rec_id, relation; of `events` date,
    exogenous.
    Raises: `TableError` where a date cannot be read.
    """
    counted = reviews[is_yes(reviews, "in_denominator", missing=True)]
    dated = counted[counted["published"] != ""]  # without a date a review has no place in the order
    whole = is_yes(dated, "complete")  # the list of a review known to make none is whole too, and raises nothing
    recommended = denominator.own_recommendations(recommendations)
    recommended = recommended.assign(number=recommended["rec_id"].map(recommendation_number))
    included = dated[whole if complete else whole | dated["review_id"].isin(recommended["review_id"])]
    included = included.assign(day=middle_day(included["published"], "reviews"))
    included = included.sort_values(["day", "review_id"], ignore_index=True)
    asks, row_by_rec_id = _asks_in_order(recommended, list(included["review_id"]))
    exogenous = events[is_yes(events, "exogenous")]
    all_days = [*middle_day(dated["published"], "reviews"), *middle_day(events["date"], "events")]
    return History(
        reviews=included[["review_id", "published", "day"]],
        asks=asks[["number", "review"]],
        links=_links_between_asks(echoes, row_by_rec_id, asks, included),
        themes=sorted(set(codes["theme"]) - {""}),
        raised=_themes_of_asks(codes, row_by_rec_id, len(asks)),
        dated=_days_known(counted["published"], "reviews"),
        moments=_days_known(exogenous["date"], "events"),
        left_out=int((pd.concat([counted["published"], exogenous["date"]]).str.len() < MONTH_LENGTH).sum()),
        until=max([*all_days, 0.0]),
    )


def _days_known(dates: pd.Series, table: str) -> np.ndarray:
    """Return the days of the dates whose month is known, in order."""
    return np.sort(middle_day(dates[dates.str.len() >= MONTH_LENGTH], table))


def is_yes(rows: pd.DataFrame, column: str, missing: bool = False) -> pd.Series:
    """Return which rows say yes in a column; where the column is absent and `missing` is true, all of them."""
    if column not in rows and missing:
        return pd.Series(True, rows.index)
    return rows[column].astype(str).str.lower().isin(YES)


def _asks_in_order(recommended: pd.DataFrame, review_ids: list[str]) -> tuple[pd.DataFrame, dict[str, int]]:
    """Return the numbered asks of these reviews, in order; and the row of each recommendation among them."""
    review_row = {review_id: row for row, review_id in enumerate(review_ids)}
    recommended = recommended[recommended["review_id"].isin(review_row)]
    asks = recommended.drop_duplicates("number")[["number", "review_id"]]
    asks = asks.assign(review=asks["review_id"].map(review_row).astype(int))
    asks = asks.sort_values(["review", "number"], ignore_index=True)
    ask_row = {number: row for row, number in enumerate(asks["number"])}
    pairs = zip(recommended["rec_id"], recommended["number"], strict=True)
    return asks, {rec_id: ask_row[number] for rec_id, number in pairs}


def _themes_of_asks(codes: pd.DataFrame, row_by_rec_id: dict[str, int], n_asks: int) -> np.ndarray:
    """Return asks x themes: whether any part of an ask has a theme."""
    themes = sorted(set(codes["theme"]) - {""})
    raised = np.zeros((n_asks, len(themes)), bool)
    for rec_id, theme in zip(codes["rec_id"], codes["theme"], strict=True):
        if rec_id in row_by_rec_id and theme:
            raised[row_by_rec_id[rec_id], themes.index(theme)] = True
    return raised


def _links_between_asks(
    echoes: pd.DataFrame, row_by_rec_id: dict[str, int], asks: pd.DataFrame, reviews: pd.DataFrame
) -> np.ndarray:
    """Return the restating pairs among the asks, once each, earlier first; only where the dates settle the order."""
    restating = denominator.restating(echoes)
    pairs = {
        (row_by_rec_id[earlier], row_by_rec_id[later])
        for earlier, later in zip(restating["earlier_rec_id"], restating["rec_id"], strict=True)
        if earlier in row_by_rec_id and later in row_by_rec_id
    }
    published = list(reviews["published"].iloc[asks["review"]])
    links = [
        (earlier, later) for earlier, later in sorted(pairs) if certainly_later(published[earlier], published[later])
    ]
    return np.array(links, int).reshape(-1, 2)
