"""Make the tables that the notebook on one review shows: printed names in place of ids, words in place of codes.

Input: a corpus, and the id of a review. Output: rows with plain heads; words of documents are screened.

Limitations: what counts as asked before is what `review_summary` says; most lists are incomplete.
"""

from __future__ import annotations

import pandas as pd

from reviewkit.corpus import denominator
from reviewkit.corpus.corpus import Corpus
from reviewkit.measures import digest_check
from reviewkit.reports import brief_tables, nearest_asks, own_question, review_summary
from reviewkit.reports.plain_words import RELATIONS, SAYS_SO, number, plain, theme_names


def asks(corpus: Corpus, review_id: str) -> pd.DataFrame:
    """Return what a review asks or promises, one by one.

    Columns: `number`, `words`, `of whom`, `themes`, `earlier reviews that asked the same`, `first of them`, `answer`,
    `source`.
    """
    rows = review_summary.asks_of(corpus, review_id)
    first = [
        f"{title}, {date[:4]}" if title else ""
        for title, date in zip(rows["first_in"], rows["first_asked"], strict=True)
    ]
    return pd.DataFrame(
        {
            "number": rows["label"].map(number),
            "words": rows["words"],
            "of whom": rows["asked_of"],
            "themes": theme_names(rows["themes"], corpus.themes),
            "earlier reviews that asked the same": rows["reviews_before"].astype(str).replace("0", "none found"),
            "first of them": first,
            "answer": rows["status"].replace("", "none known"),
            "source": rows["rec_id"].map(own_question.sources(corpus)),
        }
    )


def not_found(corpus: Corpus, review_id: str) -> str:
    """Return which of a review's recommendations have not been found, by number as far as that can be told."""
    total = corpus.reviews.set_index("review_id").loc[review_id, "n_recommendations"]
    if pd.isna(total):
        return "How many recommendations it makes is not known, so more may be missing."
    if not total:
        return "It makes no recommendations."
    own = denominator.own_recommendations(corpus.recommendations)
    missing = brief_tables.missing_words(own[own["review_id"] == review_id], int(total))
    return missing or f"All {total} of its recommendations have been found."


def asked_before(corpus: Corpus, review_id: str) -> pd.DataFrame:
    """Return each earlier recommendation that one of a review's own makes again, oldest first.

    Columns: `recommendation`, `asked before`, `in`, `date`, `years between`, `who says so`.
    """
    rows = review_summary.precedents(corpus, review_id)
    return pd.DataFrame(
        {
            "recommendation": rows["ask"],
            "asked before": rows["earlier"],
            "in": rows["earlier_title"],
            "date": rows["earlier_published"],
            "years between": rows["years"],
            "who says so": rows["by"].map(SAYS_SO),
        }
    )


def nearest(corpus: Corpus, review_id: str) -> pd.DataFrame:
    """Return the earlier recommendations nearest to each of a review's, which are not counted.

    Columns: `recommendation` (on its first row), `nearest earlier ones`, `in`, `date`, `judged so far`, `row for
    corrections`.
    """
    words = review_summary.asks_of(corpus, review_id).set_index("rec_id")["words"]
    rows = nearest_asks.nearest_asks(corpus, list(words.index))
    return pd.DataFrame(
        {
            "recommendation": rows["rec_id"].map(words).mask(rows["rec_id"].duplicated(), ""),
            "nearest earlier ones": rows["words"],
            "in": rows["review"],
            "date": rows["published"],
            "judged so far": rows["known"].map(_judged),
            "row for corrections": rows["correction"],
        }
    )


def effect(corpus: Corpus, review_id: str) -> pd.DataFrame:
    """Return the headline numbers that a review changes. Columns: `number`, `without it`, `with it`."""
    rows = review_summary.leave_one_out(corpus, review_id)
    rows = rows.assign(name=rows["name"].map(plain))
    return rows.rename(columns={"name": "number", "without": "without it", "with": "with it"})


def summary_check(corpus: Corpus, review_id: str) -> pd.DataFrame:
    """Return how often a review's published text raises each theme, by whether our summary had the recommendation.

    Columns: `theme`, `in what our summary had`, `in what it lacked`.
    """
    rows = digest_check.compare_with_digests(corpus)
    rows = rows[rows["review_id"] == review_id].reset_index(drop=True)
    return pd.DataFrame(
        {
            "theme": rows["theme"],
            "in what our summary had": [f"{n} of {of}" for n, of in zip(rows["had_with"], rows["had"], strict=True)],
            "in what it lacked": [f"{n} of {of}" for n, of in zip(rows["lacked_with"], rows["lacked"], strict=True)],
        }
    )


def _judged(known: str) -> str:
    """Return what is known of a pair in words: "related, by the coders", or "not judged"."""
    relation, _, who = known.partition(", ")
    return f"{RELATIONS.get(relation, relation)}, {who}" if known else "not judged"
