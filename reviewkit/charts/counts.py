"""What figures and notebooks count: reviews in the denominator, what is held of them, recommendations made.

Comes in: `reviews` and `recommendations`. Goes out: rows and sums. Limit: on digests every count is a lower bound,
since absence from a digest is not absence from the review.
"""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from reviewkit import tables


def counted(reviews: pd.DataFrame) -> pd.DataFrame:
    """Reviews in, those in the denominator out."""
    return reviews[reviews["in_denominator"] == "yes"]


def holds(reviews: pd.DataFrame) -> pd.Series:
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
    rows = counted(reviews).assign(holds=lambda rows: holds(rows))
    sums = rows.groupby("holds").agg(
        reviews=("review_id", "nunique"), held=("held", "sum"), known_total=("n_recommendations", "sum")
    )
    return sums.reindex(["whole list", "some", "nothing"], fill_value=0).astype(int).reset_index()


def made(recommendations: pd.DataFrame, reviews: pd.DataFrame) -> pd.DataFrame:
    """Both tables in; recommendations made by reviews in the denominator out, with `number`, title, date and area.

    Rows that share a `number` are parts of one recommendation: count `number`, not rows. Quoted rows, conclusions,
    commitments and duties are left out.
    """
    rows = recommendations[recommendations["kind"] == "recommendation"]
    rows = rows.merge(counted(reviews)[["review_id", "short_title", "published", "area"]], on="review_id")
    return rows.assign(number=rows["rec_id"].map(tables.number))


def rests_on(reviews: pd.DataFrame) -> str:
    """Reviews in, a sentence on what their recommendations rest on out."""
    held = reviews[holds(reviews) != "nothing"]
    official, digests = held[held["edition"] == "official"], held[held["edition"] == "digest"]
    whole = int((digests["complete"] == "yes").sum())
    said = [f"{len(official)} published documents"] if len(official) else []
    if len(digests):
        said += [f"{len(digests)} digests of ours (whole list held: {whole})"]
    return f"Recommendations held rest on {' and on '.join(said)}." if said else "No recommendation is held."


def years(dates: pd.Series) -> str:
    """Dates in, ", 2009 to 2025" out; empty without any."""
    years = dates[dates != ""].str[:4]
    return f", {years.min()} to {years.max()}" if len(years) else ""


def middle(when: str) -> float:
    """A date in, the middle of the day, month or year that is known of it, in years, out.

    >>> middle("2013"), middle("2013-07")
    (2013.5, 2013.5416666666667)
    """
    year, month, day = (int(part) for part in (when + "-0-0").split("-")[:3])
    if not month:
        return year + 0.5
    return year + (month - 0.5) / 12 if not day else year + (month - 1) / 12 + (day - 0.5) / 372


BEHIND = ["mark", "counted", "rec_id"]


def behind(rows: pd.DataFrame, mark: str | list[str], counted: pd.Series | None = None) -> pd.DataFrame:
    """Rows with a `rec_id` (or `rec_ids`, a list cell) and what names their number in; `behind` of a picture out.

    `counted` says which rows are in the number itself; without it all are.
    """
    names = [mark] if isinstance(mark, str) else mark
    said = rows[names].astype(str).agg("/".join, axis=1) if len(rows) else pd.Series(dtype=object)
    made = rows.assign(mark=said, counted="yes" if counted is None else counted.map({True: "yes", False: "no"}))
    if "rec_ids" in made:  # asks under their numbers: each part is a recommendation of its own
        made = made.assign(rec_id=made["rec_ids"].map(tables.parts)).explode("rec_id")
    made = made[BEHIND].drop_duplicates()
    return made.sort_values(["mark", "rec_id"], key=lambda ids: ids.map(tables.natural), ignore_index=True)


def as_of(reviews: pd.DataFrame) -> str:
    """Reviews in, the latest publication date among those in the denominator out; empty where there is none."""
    return max((date for date in counted(reviews)["published"] if date), default="")


class Held(NamedTuple):
    """What is held of the reviews in the denominator: `of` reviews wholly or in part, of `reviews` in all."""

    of: int
    reviews: int
    digests: bool
    least: str  # "at least " where counts rest on digests, and are lower bounds


def held(reviews: pd.DataFrame) -> Held:
    """Reviews in, how many of those in the denominator are held, and whether by digests, out."""
    rows = counted(reviews)
    some = rows[holds(rows) != "nothing"]
    digests = bool((some["edition"] == "digest").any())
    return Held(len(some), len(rows), digests, "at least " if digests else "")


def notes(reviews: pd.DataFrame, *more: str) -> list[str]:
    """Reviews, and what else is to be said, in; the lines under a figure, digests first, out."""
    first = ["Rests on digests: counts are lower bounds (at least)."] if held(reviews).digests else []
    return [*first, *(note for note in more if note)]


def lacking(measured: dict) -> str:
    """Measures in; what is missing for a share or an interval, and how to fetch it, out; empty where nothing is."""
    if "why" not in measured or measured["complete"] >= measured["fewest"]:
        return ""
    need = f"whole lists held: {measured['complete']}, needed: {measured['fewest']}"
    return f"No share or interval is drawn ({need}). Put published texts into corpus/official and run again."
