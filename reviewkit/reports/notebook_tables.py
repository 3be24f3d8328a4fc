"""Make the tables that the notebooks on the corpus, the recommendations and the briefing show, with plain heads.

Input: a corpus. Output: rows as a reader sees them: printed names in place of ids, words in place of codes.

Limitations: words of documents are screened where a row shows them in full.
"""

from __future__ import annotations

import pandas as pd

from reviewkit.corpus import denominator
from reviewkit.corpus.corpus import Corpus
from reviewkit.reports import own_question
from reviewkit.reports.liftable import with_known_total
from reviewkit.reports.plain_words import EDITIONS, KINDS, LISTS, number, spaced

LATEST = 5  # reviews of which one recommendation is shown
TITLES = {"short_title": "review", "published": "date"}
MASKED = {"name": "name", "birth date": "date of birth", "birth-date": "date of birth"}


def kinds_of_review(corpus: Corpus) -> pd.DataFrame:
    """Return how many reviews there are of each kind. Columns: `kind of review`, `reviews`."""
    kinds = denominator.counted_reviews(corpus.reviews)["kind"].map(spaced)
    return kinds.value_counts().rename_axis("kind of review").reset_index(name="reviews")


def publishers(corpus: Corpus) -> pd.DataFrame:
    """Return the bodies that published reviews, most reviews first; a body with a former name is one.

    Columns: `published by`, `reviews`, `years`.
    """
    reviews = denominator.counted_reviews(corpus.reviews)
    reviews = reviews.assign(body=reviews["publisher_body"], year=reviews["published"].str[:4])
    counts = reviews[reviews["body"] != ""].groupby("body").agg(reviews=("review_id", "size"), years=("year", _span))
    counts = counts.reset_index().sort_values(["reviews", "body"], ascending=[False, True], ignore_index=True)
    return counts.rename(columns={"body": "published by"})


def what_was_found(corpus: Corpus) -> pd.DataFrame:
    """Return how much of the reviews' lists has been found, like with like.

    A number found stands beside what the reviews themselves state only where they state it.
    Columns: `what has been found`, `reviews`, `recommendations found`, `of which total known`, `found of those`,
    `of how many`.
    """
    reviews = denominator.counted_reviews(corpus.reviews)
    none = reviews["n_recommendations"].fillna(1) == 0
    found = denominator.list_status(reviews).map(LISTS).mask(none, "makes no recommendations")
    known = with_known_total(reviews)
    rows = []
    for name in (*LISTS.values(), "makes no recommendations"):
        own, own_known = reviews[found == name], known[found.loc[known.index] == name]
        total = (len(own_known), int(own_known["found"].sum()), int(own_known["n_recommendations"].sum()))
        shown = [str(count) if len(own_known) else "" for count in total]
        rows.append((name, len(own), int(own["held"].fillna(0).sum()), *shown))
    heads = ["reviews", "recommendations found", "of which total known", "found of those", "of how many"]
    return pd.DataFrame(rows, columns=["what has been found", *heads])


def nothing_found(corpus: Corpus) -> pd.DataFrame:
    """Return the reviews of which nothing has been found, oldest first, with the publisher's page where it is known.

    A review that makes no recommendations is not among them.
    Columns: `date`, `review`, `published by`, `publisher's page`.
    """
    reviews = denominator.counted_reviews(corpus.reviews)
    missing = (denominator.list_status(reviews) == "nothing") & (reviews["n_recommendations"].fillna(1) > 0)
    reviews = reviews[missing].sort_values(["published", "review_id"])
    return pd.DataFrame(
        {
            "date": reviews["published"],
            "review": reviews["short_title"],
            "published by": reviews["publisher_body"],
            "publisher's page": reviews["address"],
        }
    )


def problems(corpus: Corpus, document: str | None = None) -> pd.DataFrame:
    """Return what could not be read, of one document or of all. Columns: `document`, `page`, `what`, `next step`."""
    rows = corpus.problems if document is None else corpus.problems[corpus.problems["document"] == document]
    return rows[["document", "page", "what", "next_step"]].rename(columns={"next_step": "next step"})


def what_was_read(corpus: Corpus) -> pd.DataFrame:
    """Return what was read of how many documents. Columns: `what was read`, `documents`."""
    editions = corpus.reviews["edition"].replace("", "none").map(EDITIONS)
    return editions.value_counts().rename_axis("what was read").reset_index(name="documents")


def not_counted(corpus: Corpus) -> pd.DataFrame:
    """Return what is in the tables and is no recommendation of a review. Columns: `what it is`, `entries`."""
    counted = denominator.counted_recommendations(corpus.recommendations, corpus.reviews)
    rest = corpus.recommendations[~corpus.recommendations["rec_id"].isin(counted["rec_id"])]
    kinds = rest["kind"].map(lambda kind: KINDS[kind][1])
    kinds = kinds.mask(rest["kind"] == "recommendation", "recommendations of documents that do not count as reviews")
    return kinds.value_counts().rename_axis("what it is").reset_index(name="entries")


def known_totals(corpus: Corpus) -> pd.DataFrame:
    """Return the reviews whose own number of recommendations is known, most first.

    Columns: `review`, `date`, `makes`, `found`.
    """
    known = denominator.counted_reviews(corpus.reviews).dropna(subset="n_recommendations")
    known = known.sort_values(["n_recommendations", "review_id"], ascending=[False, True])
    found = known[["held", "n_recommendations"]].fillna(0).min(axis=1).astype(int)
    return pd.DataFrame(
        {
            "review": known["short_title"],
            "date": known["published"],
            "makes": known["n_recommendations"],
            "found": found,
        }
    ).reset_index(drop=True)


def latest_asks(corpus: Corpus) -> pd.DataFrame:
    """Return one recommendation of each of the latest reviews, as `own_question.printed` prints it."""
    return own_question.printed(corpus, corpus.recommendations[corpus.recommendations["rec_id"].isin(_latest(corpus))])


def latest_id(corpus: Corpus) -> str:
    """Return the id of the last of those."""
    return _latest(corpus)[-1]


def areas(corpus: Corpus) -> pd.DataFrame:
    """Return how many reviews and recommendations are of each place. Columns: `place`, `reviews`, `recommendations`."""
    asks = denominator.counted_recommendations(corpus.recommendations, corpus.reviews)
    rows = asks.groupby("area").agg(reviews=("review_id", "nunique"), recommendations=("number", "nunique"))
    rows = rows.reset_index().sort_values(["reviews", "area"], ascending=[False, True], ignore_index=True)
    return rows.rename(columns={"area": "place"})


def behind(corpus: Corpus, passages: pd.DataFrame) -> pd.DataFrame:
    """Return passages behind a number of a figure.

    Columns: `date`, `review`, `number`, `words`, `source`, `licence`.
    """
    rows = passages.assign(
        number=passages["label"].map(number), source=passages["rec_id"].map(own_question.sources(corpus))
    ).rename(columns={"published": "date"})
    return rows.sort_values(["date", "rec_id"])[["date", "review", "number", "words", "source", "licence"]]


def masked(rows: pd.DataFrame) -> pd.DataFrame:
    """Return how often each kind of thing was masked. Columns: `what`, `masked`, `recommendations`."""
    counts = rows.groupby("kind").agg(masked=("words", "size"), recommendations=("rec_id", "nunique")).reset_index()
    return counts.assign(kind=counts["kind"].map(lambda kind: MASKED.get(kind, kind))).rename(columns={"kind": "what"})


def _latest(corpus: Corpus) -> list[str]:
    """Return the first recommendation of each of the latest reviews, oldest review first."""
    asks = denominator.counted_recommendations(corpus.recommendations, corpus.reviews)
    asks = asks.sort_values(["published", "review_id"], kind="stable").drop_duplicates("review_id")
    return list(asks["rec_id"].tail(LATEST))


def _span(years: pd.Series) -> str:
    known = sorted({year for year in years if year})
    return " to ".join(dict.fromkeys([known[0], known[-1]])) if known else "not known"
