"""Lags that documents state: from a public moment to the review it led to, to publication, and to the answer.

Input: `reviews` and `events`. Output: a row for each, oldest first. A handful of lags is a list to read; no test or
curve is made of it.

Limitations: that a moment led to a review is what a source says; other reviews may have had their moments too. A lag
is as exact as its two dates.
"""

from __future__ import annotations

import pandas as pd

from reviewkit.base.dates import FULL_DATE_LENGTH, certainly_later, years_between
from reviewkit.base.text import split_list
from reviewkit.corpus import denominator
from reviewkit.measures.history import is_yes

COLUMNS = ["what", "first", "first_date", "then", "then_date", "years", "to_the_day"]
LED_TO = "from a public moment to the review that it led to"
COMMISSIONED = "from commissioning to publication"
ANSWERED = "from a review to the answer"


def documented_lags(reviews: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """Return the lags that documents state.

    Columns: `what` kind of lag, `first` and `then` (what happened), `first_date`, `then_date`, `years` between, and
    whether both days are known (`to_the_day`, yes or no). Moments that are themselves a review, a response or a
    commissioning are left out, and so is what has no date or an order that the dates leave open.
    """
    title = dict(zip(reviews["review_id"], reviews["short_title"], strict=True))
    published = dict(zip(reviews["review_id"], reviews["published"], strict=True))
    lags = [
        (what, first, date, title[then], published[then], years_between(date, published[then]),
         _to_the_day(date, published[then]))
        for what, first, date, then in _starts(reviews, events)
        if date and published[then] and certainly_later(date, published[then])
    ]  # fmt: skip
    order = {what: place for place, what in enumerate((LED_TO, COMMISSIONED, ANSWERED))}
    table = pd.DataFrame(lags, columns=COLUMNS)
    return table.sort_values(
        ["what", "first_date", "then_date"],
        key=lambda column: column.map(order) if column.name == "what" else column,
        ignore_index=True,
    )


def _starts(reviews: pd.DataFrame, events: pd.DataFrame) -> list[tuple[str, str, str, str]]:
    """Return the kind of each lag, what happened first and when, and the review or answer that came then."""
    by_id = reviews.set_index("review_id")
    counted = set(denominator.counted_reviews(reviews)["review_id"])
    led_to = [
        (LED_TO, event.event, event.date, review_id)
        for event in events[is_yes(events, "exogenous")].itertuples()
        for review_id in split_list(event.led_to)
        if review_id in counted
    ]
    commissioned = [
        (COMMISSIONED, f"{row.short_title} commissioned", row.commissioned, row.review_id)
        for row in reviews[reviews["review_id"].isin(counted)].itertuples()
    ]
    answered = [
        (ANSWERED, by_id.loc[review_id, "short_title"], by_id.loc[review_id, "published"], row.review_id)
        for row in reviews.itertuples()
        for review_id in split_list(row.responds_to)
        if review_id in counted
    ]
    return [*led_to, *commissioned, *answered]


def _to_the_day(*dates: str) -> str:
    return "yes" if all(len(date) == FULL_DATE_LENGTH for date in dates) else "no"
