"""Say what counts as a review and as a recommendation, and how much of each review's list is held.

Every figure, table and notebook counts by the functions of this module.

Limitations: on digests every count is a lower bound, since what is absent from a digest may be in the review.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from reviewkit.corpus.ids import recommendation_number

COUNTED_KINDS = (
    "audit", "inquiry", "local-review", "select-committee", "serious-case-review", "thematic-inspection",
)  # fmt: skip
GOVERNMENTS_PAPERS = ("government-response", "government-strategy", "guidance", "statutory-guidance")  # never count
OTHER_SCOPE = "related"  # the scope of a document that is not on the subject of the corpus


def counted_reviews(reviews: pd.DataFrame) -> pd.DataFrame:
    """Return the reviews in the denominator."""
    return reviews[reviews["in_denominator"] == "yes"]


def own_recommendations(recommendations: pd.DataFrame) -> pd.DataFrame:
    """Return what documents themselves recommend; quoted rows, conclusions, commitments and duties are left out."""
    return recommendations[recommendations["kind"] == "recommendation"]


def counted_recommendations(recommendations: pd.DataFrame, reviews: pd.DataFrame) -> pd.DataFrame:
    """Return what reviews in the denominator recommend, with `number`, title, date and area of the review.

    Rows that share a `number` are parts of one recommendation: count `number`, not rows.
    """
    columns = ["review_id", "short_title", "published", "area"]
    rows = own_recommendations(recommendations).merge(counted_reviews(reviews)[columns], on="review_id")
    return rows.assign(number=rows["rec_id"].map(recommendation_number))


def restating(echoes: pd.DataFrame) -> pd.DataFrame:
    """Return the echoes in which the later recommendation restates the earlier one, and is not only related to it."""
    return echoes[echoes["relation"] == "restates"]


def list_status(reviews: pd.DataFrame) -> pd.Series:
    """Return how much of each review's list is held: "whole list", "some" or "nothing".

    A review whose total is not known is never "whole list" unless its official text was read without a problem.
    """
    some_held = reviews["held"].fillna(0).astype(int) > 0
    status = some_held.map({True: "some", False: "nothing"})
    return status.mask(reviews["complete"] == "yes", "whole list").astype(str)


def held_reviews(reviews: pd.DataFrame) -> pd.DataFrame:
    """Return the reviews of which the list is held, wholly or in part."""
    return reviews[list_status(reviews) != "nothing"]


def coverage(reviews: pd.DataFrame) -> pd.DataFrame:
    """Return how many reviews in the denominator are held wholly, in part or not at all.

    Columns: `holds` (the list status), `reviews`, `held` (recommendations), `known_total` (their stated totals; reviews
    for which no source gives one add nothing).
    """
    rows = counted_reviews(reviews).assign(holds=list_status)
    sums = rows.groupby("holds").agg(
        reviews=("review_id", "nunique"), held=("held", "sum"), known_total=("n_recommendations", "sum")
    )
    return sums.reindex(["whole list", "some", "nothing"], fill_value=0).astype(int).reset_index()


def not_counted_note(review: Mapping[str, object]) -> str:
    """Say that a document is not counted, why, and what would count it; "" where it counts and something is held.

    `review` is a row of `reviews`.
    """
    review_id, kind = review["review_id"], review["kind"]
    row = "in its row of catalogue.csv"
    if review["in_denominator"] == "yes":
        nothing = (
            "Nothing of it is counted in any figure: no recommendation was found in it; look at tables/problems.csv."
        )
        return "" if review["held"] else nothing
    if kind in GOVERNMENTS_PAPERS:
        return f"Not counted in any figure: by the rule in corpus/README.md a document of the kind {kind} is no review."
    if review["scope"] == OTHER_SCOPE:
        until = f"until in_denominator is yes {row}: it hardly names the subject of this corpus"
    elif not kind:
        until = (
            f"until its kind is known: reviewkit add FILE --id {review_id} --kind KIND; "
            f"those that count are {', '.join(COUNTED_KINDS)}"
        )
    elif kind not in COUNTED_KINDS:
        until = f"until in_denominator is yes {row}: its kind is {kind}, and of itself no review"
    else:
        until = f"until in_denominator is yes {row}"
    return f"Not counted in any figure {until}."


class HeldLists(NamedTuple):
    """How many reviews in the denominator have a list that is held."""

    total: int  # reviews held, wholly or in part
    reviews: int  # reviews in all
    digests: bool  # whether any of them rests on a digest
    at_least: str  # "at least " where any does, since counts are then lower bounds


def held_lists(reviews: pd.DataFrame) -> HeldLists:
    """Count the reviews in the denominator whose lists are held, and say whether any rests on a digest."""
    counted = counted_reviews(reviews)
    held = held_reviews(counted)
    rests_on_digests = bool((held["edition"] == "digest").any())
    return HeldLists(len(held), len(counted), rests_on_digests, "at least " if rests_on_digests else "")


def year_range(dates: pd.Series) -> str:
    """Return the years that dates span, as ", 2009 to 2025", or "" where there is no date."""
    years = dates[dates != ""].str[:4]
    return f", {years.min()} to {years.max()}" if len(years) else ""


def as_of(reviews: pd.DataFrame) -> str:
    """Return the latest publication date of a review in the denominator, or "" where none has a date."""
    return max((date for date in counted_reviews(reviews)["published"] if date), default="")
