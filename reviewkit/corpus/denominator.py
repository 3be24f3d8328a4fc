"""What figures and notebooks count: reviews in the denominator, what is held of them, recommendations made.

Comes in: `reviews` and `recommendations`. Goes out: rows and sums. Limit: on digests every count is a lower bound,
since absence from a digest is not absence from the review.
"""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from reviewkit.corpus.ids import recommendation_number


def counted_reviews(reviews: pd.DataFrame) -> pd.DataFrame:
    """Reviews in, those in the denominator out."""
    return reviews[reviews["in_denominator"] == "yes"]


def list_status(reviews: pd.DataFrame) -> pd.Series:
    """Reviews in, how much of each one's list is held: "whole list", "some" or "nothing".

    A review whose total is not known is never "whole list" unless its official text was read without a problem.
    """
    some = reviews["held"].fillna(0).astype(int) > 0
    words = some.map({True: "some", False: "nothing"})
    return words.mask(reviews["complete"] == "yes", "whole list").astype(str)


def coverage(reviews: pd.DataFrame) -> pd.DataFrame:
    """Reviews in; how many in the denominator are held wholly, in part or not at all, and their recommendations, out.

    `known_total` adds up only the reviews for which a source gives a total.
    """
    rows = counted_reviews(reviews).assign(holds=lambda rows: list_status(rows))
    sums = rows.groupby("holds").agg(
        reviews=("review_id", "nunique"), held=("held", "sum"), known_total=("n_recommendations", "sum")
    )
    return sums.reindex(["whole list", "some", "nothing"], fill_value=0).astype(int).reset_index()


def counted_recommendations(recommendations: pd.DataFrame, reviews: pd.DataFrame) -> pd.DataFrame:
    """Both tables in; recommendations made by reviews in the denominator out, with `number`, title, date and area.

    Rows that share a `number` are parts of one recommendation: count `number`, not rows. Quoted rows, conclusions,
    commitments and duties are left out.
    """
    rows = recommendations[recommendations["kind"] == "recommendation"]
    rows = rows.merge(counted_reviews(reviews)[["review_id", "short_title", "published", "area"]], on="review_id")
    return rows.assign(number=rows["rec_id"].map(recommendation_number))


def evidence_note(reviews: pd.DataFrame) -> str:
    """Reviews in, a sentence on what their recommendations rest on out."""
    held = reviews[list_status(reviews) != "nothing"]
    official, digests = held[held["edition"] == "official"], held[held["edition"] == "digest"]
    whole = int((digests["complete"] == "yes").sum())
    said = [f"{len(official)} published documents"] if len(official) else []
    if len(digests):
        said += [f"{len(digests)} digests of ours (whole list held: {whole})"]
    return f"Recommendations held rest on {' and on '.join(said)}." if said else "No recommendation is held."


def year_range(dates: pd.Series) -> str:
    """Dates in, ", 2009 to 2025" out; empty without any."""
    years = dates[dates != ""].str[:4]
    return f", {years.min()} to {years.max()}" if len(years) else ""


def as_of(reviews: pd.DataFrame) -> str:
    """Reviews in, the latest publication date among those in the denominator out; empty where there is none."""
    return max((date for date in counted_reviews(reviews)["published"] if date), default="")


class HeldLists(NamedTuple):
    """What is held of the reviews in the denominator: `of` reviews wholly or in part, of `reviews` in all."""

    of: int
    reviews: int
    digests: bool
    least: str  # "at least " where counts rest on digests, and are lower bounds


def held_lists(reviews: pd.DataFrame) -> HeldLists:
    """Reviews in, how many of those in the denominator are held, and whether by digests, out."""
    rows = counted_reviews(reviews)
    some = rows[list_status(rows) != "nothing"]
    digests = bool((some["edition"] == "digest").any())
    return HeldLists(len(some), len(rows), digests, "at least " if digests else "")
