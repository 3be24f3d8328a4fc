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
from reviewkit.base.text import split_list
from reviewkit.corpus import denominator
from reviewkit.corpus.ids import recommendation_number

YES = ("yes", "true", "1")
MONTH_LENGTH = 7  # characters of 2013-06: a shorter date gives only the year
SAME_WORDS = 1.0  # the score of a pair whose words are nearly the same; any other is less
MODEL = "model"  # in the column `by` of codes and echoes: nobody but the model says so
TOTALS = ("known_total", "n_recommendations")  # columns that may hold the stated total of a review; the first there is
PUBLISHERS = ("publisher_body", "publisher")  # columns that may hold who published it; the first there is


class History(NamedTuple):
    """Reviews in date order, numbered from 0, and everything that is counted over them."""

    reviews: pd.DataFrame  # review_id, published, day, publisher, area: those that are counted over
    asks: pd.DataFrame  # number (of the recommendation), review (its row in `reviews`), classes (of the bodies asked)
    links: np.ndarray  # m x 2: rows in `asks`, the earlier ask and the later one that restates it
    themes: list[str]
    raised: np.ndarray  # asks x themes: whether an ask has a theme
    dated: np.ndarray  # days of all reviews in the denominator whose month is known
    moments: np.ndarray  # days of moments that are not a review, response or commissioning, and whose month is known
    left_out: int  # reviews and such moments of which only the year is known
    until: float  # the last day that anything here is dated: what was not asked again by then is censored
    lists: pd.DataFrame  # every review in the denominator: review_id, held, whole, total (NaN where it is not known)
    model_links: np.ndarray  # m: whether only the model says that a link is one
    model_raised: np.ndarray  # asks x themes: whether only the model says that an ask has a theme


def history(
    reviews: pd.DataFrame,
    recommendations: pd.DataFrame,
    codes: pd.DataFrame,
    echoes: pd.DataFrame,
    events: pd.DataFrame,
    complete: bool = True,
) -> History:
    """Return the history of the reviews in these tables.

    `complete` keeps only reviews whose whole list is held; without it, all of which something is held, and those known
    to make none. Then counts are lower bounds, and shares of asks mean nothing.

    Columns: of `reviews` review_id, published, complete, and where present in_denominator, known_total, publisher,
    area; of `recommendations` rec_id, review_id, kind, and where present classes; of `codes` rec_id, theme; of
    `echoes` rec_id, earlier_rec_id, relation; of both, where present, by; of `events` date, exogenous.
    Raises: `TableError` where a date cannot be read.
    """
    counted = reviews[is_yes(reviews, "in_denominator", missing=True)]
    recommended = denominator.own_recommendations(recommendations)
    recommended = recommended.assign(number=recommended["rec_id"].map(recommendation_number))
    included = _included(counted, recommended, complete)
    asks, row_by_rec_id = _asks_in_order(recommended, list(included["review_id"]))
    links, model_links = _links_between_asks(echoes, row_by_rec_id, asks, included)
    raised, model_raised = _themes_of_asks(codes, row_by_rec_id, len(asks))
    exogenous = events[is_yes(events, "exogenous")]
    return History(
        reviews=included[["review_id", "published", "day", "publisher", "area"]],
        asks=asks[["number", "review", "classes"]],
        links=links,
        themes=sorted(set(codes["theme"]) - {""}),
        raised=raised,
        dated=_days_known(counted["published"], "reviews"),
        moments=_days_known(exogenous["date"], "events"),
        left_out=int((pd.concat([counted["published"], exogenous["date"]]).str.len() < MONTH_LENGTH).sum()),
        until=_last_day(counted, events),
        lists=_lists(counted, recommended[recommended["review_id"].isin(included["review_id"])]),
        model_links=model_links,
        model_raised=model_raised,
    )


def order_is_certain(history: History) -> np.ndarray:
    """Return reviews x reviews: whether the one in the column was certainly published after the one in the row."""
    published = list(history.reviews["published"])
    dates = sorted(set(published))
    later = {(first, second): certainly_later(first, second) for first in dates for second in dates}
    return np.array([[later[first, second] for second in published] for first in published], bool).reshape(
        len(published), len(published)
    )


def is_yes(rows: pd.DataFrame, column: str, missing: bool = False) -> pd.Series:
    """Return which rows say yes in a column; where the column is absent and `missing` is true, all of them."""
    if column not in rows and missing:
        return pd.Series(True, rows.index)
    return rows[column].astype(str).str.lower().isin(YES)


def _days_known(dates: pd.Series, table: str) -> np.ndarray:
    """Return the days of the dates whose month is known, in order."""
    return np.sort(middle_day(dates[dates.str.len() >= MONTH_LENGTH], table))


def _first_column(rows: pd.DataFrame, names: tuple[str, ...]) -> pd.Series:
    """Return the first of these columns that a table has, as text; empty text where it has none of them."""
    present = [name for name in names if name in rows]
    column = rows[present[0]].astype(object) if present else pd.Series("", rows.index)
    return column.where(column.notna(), "").astype(str)


def _included(counted: pd.DataFrame, recommended: pd.DataFrame, complete: bool) -> pd.DataFrame:
    """Return the reviews that are counted over, in date order, with `day`, `publisher` and `area`."""
    dated = counted[counted["published"] != ""]  # without a date a review has no place in the order
    whole = is_yes(dated, "complete")  # the list of a review known to make none is whole too, and raises nothing
    included = dated[whole if complete else whole | dated["review_id"].isin(recommended["review_id"])]
    included = included.assign(
        day=middle_day(included["published"], "reviews"),
        publisher=_first_column(included, PUBLISHERS),
        area=_first_column(included, ("area",)),
    )
    return included.sort_values(["day", "review_id"], ignore_index=True)


def _last_day(counted: pd.DataFrame, events: pd.DataFrame) -> float:
    """Return the last day on which a review was published or an event happened."""
    dated = counted.loc[counted["published"] != "", "published"]
    return max([*middle_day(dated, "reviews"), *middle_day(events["date"], "events"), 0.0])


def _lists(counted: pd.DataFrame, recommended: pd.DataFrame) -> pd.DataFrame:
    """Return how much of the list of each review in the denominator is held: its recommendations, by number."""
    held = recommended.groupby("review_id")["number"].nunique()
    stated = pd.to_numeric(_first_column(counted, TOTALS), errors="coerce").astype(float)
    held_by_review = counted["review_id"].map(held).fillna(0).astype(int)
    whole = is_yes(counted, "complete") & (counted["published"] != "")  # what has no date is not counted over
    total = stated.where(~whole, held_by_review)  # what else a whole list holds (commitments, duties) is not asked
    lists = pd.DataFrame({"review_id": counted["review_id"], "held": held_by_review, "whole": whole, "total": total})
    lists["total"] = lists["total"].where(lists["total"].isna(), lists[["total", "held"]].max(axis=1))
    return lists.sort_values("review_id", ignore_index=True)


def _asks_in_order(recommended: pd.DataFrame, review_ids: list[str]) -> tuple[pd.DataFrame, dict[str, int]]:
    """Return the numbered asks of these reviews, in order; and the row of each recommendation among them."""
    review_row = {review_id: row for row, review_id in enumerate(review_ids)}
    recommended = recommended[recommended["review_id"].isin(review_row)]
    recommended = recommended.assign(classes=_first_column(recommended, ("classes",)))
    asks = recommended.groupby("number", sort=False).agg(
        review_id=("review_id", "first"), classes=("classes", _joined_names)
    )
    asks = asks.reset_index().assign(review=lambda rows: rows["review_id"].map(review_row).astype(int))
    asks = asks.sort_values(["review", "number"], ignore_index=True)
    ask_row = {number: row for row, number in enumerate(asks["number"])}
    pairs = zip(recommended["rec_id"], recommended["number"], strict=True)
    return asks, {rec_id: ask_row[number] for rec_id, number in pairs}


def _joined_names(cells: pd.Series) -> str:
    """Return the names in some list cells, once each, in order of the alphabet, as one list cell."""
    return ";".join(sorted({name for cell in cells for name in split_list(cell)}))


def _themes_of_asks(codes: pd.DataFrame, row_by_rec_id: dict[str, int], n_asks: int) -> tuple[np.ndarray, np.ndarray]:
    """Return asks x themes: whether any part of an ask has a theme, and whether only the model says so."""
    themes = sorted(set(codes["theme"]) - {""})
    column = {theme: number for number, theme in enumerate(themes)}
    raised, by_people = (np.zeros((n_asks, len(themes)), bool) for _ in range(2))
    for rec_id, theme, by in zip(codes["rec_id"], codes["theme"], _first_column(codes, ("by",)), strict=True):
        if rec_id in row_by_rec_id and theme:
            raised[row_by_rec_id[rec_id], column[theme]] = True
            by_people[row_by_rec_id[rec_id], column[theme]] |= by != MODEL
    return raised, raised & ~by_people


def _links_between_asks(
    echoes: pd.DataFrame, row_by_rec_id: dict[str, int], asks: pd.DataFrame, reviews: pd.DataFrame
) -> tuple[np.ndarray, np.ndarray]:
    """Return the restating pairs among the asks, once each, earlier first, and whether only the model gives each.

    Only where the dates settle the order. What is the same nearly word for word (a score of 1) is no guess of a model.
    """
    restating = denominator.restating(echoes)
    only_model: dict[tuple[int, int], bool] = {}
    by_model = _first_column(restating, ("by",)) == MODEL
    by_model &= pd.to_numeric(_first_column(restating, ("score",)), errors="coerce") != SAME_WORDS
    for earlier, later, guessed in zip(restating["earlier_rec_id"], restating["rec_id"], by_model, strict=True):
        if earlier in row_by_rec_id and later in row_by_rec_id:
            pair = (row_by_rec_id[earlier], row_by_rec_id[later])
            only_model[pair] = only_model.get(pair, True) and bool(guessed)
    published = list(reviews["published"].iloc[asks["review"]])
    links = [pair for pair in sorted(only_model) if certainly_later(published[pair[0]], published[pair[1]])]
    return np.array(links, int).reshape(-1, 2), np.array([only_model[pair] for pair in links], bool)
