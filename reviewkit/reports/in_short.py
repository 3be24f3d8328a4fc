"""Say in short what the tables carry of a theme or of a review: supported, not supported, cannot be told.

Input: a corpus, and the id of a theme or a review.
Output: up to three sentences, each with numbers that are counted here from the tables.
Limitations: that something was asked for and promised says nothing of what was done, and the sentences say so.
"""

from __future__ import annotations

import pandas as pd

from reviewkit.base.dates import certainly_later
from reviewkit.corpus import denominator, provenance, statuses
from reviewkit.corpus.corpus import Corpus
from reviewkit.corpus.ids import recommendation_number
from reviewkit.corpus.subject import coders_sentence, load_subject
from reviewkit.measures.argument import Argument
from reviewkit.reports import brief_tables

SUPPORTED, NOT_SUPPORTED, CANNOT_BE_TOLD = "Supported", "Not supported", "Cannot be told"
IN_PART = "in what share of all reviews, since many lists were found in part only; and "
NOT_DONE = "whether what was asked for was done, and what came of it"


def corpus_in_short(answers: Argument, claim: str = "") -> list[str]:
    """Return the claim under study, where the corpus names one, and the three answers to it."""
    labels = (SUPPORTED, NOT_SUPPORTED, CANNOT_BE_TOLD)
    told = [f"{label}: {sentence}" for label, sentence in zip(labels, answers.sentences, strict=True)]
    return [f"The claim: {claim}.", *told] if claim else told


def theme_in_short(corpus: Corpus, theme: str) -> list[str]:
    """Return how often a theme came back, how much of it repeats, what was promised, and what cannot be told."""
    reviews = corpus.reviews
    name = corpus.themes.set_index("theme")["name"][theme]
    lists = denominator.held_lists(reviews)
    coded = set(corpus.codes.loc[corpus.codes["theme"] == theme, "rec_id"])
    own = corpus.recommendations[corpus.recommendations["rec_id"].isin(coded)]
    asks = denominator.counted_recommendations(own, reviews)
    if asks.empty:
        return [f"{NOT_SUPPORTED}: none of the {lists.total} reviews found asks for anything under “{name}”."]
    asking = reviews[reviews["review_id"].isin(asks["review_id"])].sort_values(["published", "review_id"])
    repeating = asks[asks["rec_id"].isin(brief_tables.counted_links(corpus)["rec_id"])]["number"].nunique()
    promised = _promised(own, reviews, asking["published"])
    return [
        _comes_back(name, asking, lists),
        _repeats(asks["number"].nunique(), repeating, promised, lists.at_least),
        f"{CANNOT_BE_TOLD}: {IN_PART if lists.at_least else ''}{NOT_DONE}.",
    ]


def _comes_back(name: str, asking: pd.DataFrame, lists: denominator.HeldLists) -> str:
    """Say how many reviews ask for something under a theme, by how many publishers, from when to when."""
    first, latest = (brief_tables.dated(*asking.iloc[place][["short_title", "published"]]) for place in (0, -1))
    if len(asking) == 1:
        return f"{NOT_SUPPORTED}: one of the {lists.total} reviews found asks for something under “{name}”: {first}."
    publishers = asking["publisher_body"].nunique()
    by = f", by {publishers} publishers" if publishers > 1 else ", all by one publisher"
    return (
        f"{SUPPORTED}: {lists.at_least}{len(asking)} of the {lists.total} reviews found ask for something under "
        f"“{name}”{by}; the first is {first}, the latest {latest}."
    )


def _promised(own: pd.DataFrame, reviews: pd.DataFrame, published: pd.Series) -> list[str]:
    """Return the years of governments' promises under a theme, from its first review to its latest."""
    promises = own[own["kind"] == "commitment"].merge(reviews[["review_id", "published"]], on="review_id")
    known = [date for date in published if date]
    return sorted(
        date[:4]
        for date in promises["published"]
        if date and known and certainly_later(known[0], date) and certainly_later(date, known[-1])
    )


def _repeats(total: int, repeating: int, promised: list[str], at_least: str) -> str:
    """Say how many recommendations repeat an earlier one, and how often governments promised something in between."""
    years = list(dict.fromkeys(promised))
    between = (
        f"; in between governments made {at_least}{len(promised)} promise{'s' if len(promised) > 1 else ''} under it "
        f"({', '.join(years)})"
        if promised
        else ""
    )
    if not repeating:
        none = "the one found is not" if total == 1 else f"none of the {total} found is"
        return f"{NOT_SUPPORTED}: that its recommendations repeat earlier ones; {none} known to{between}."
    start = f"{at_least}{repeating} of its {total} recommendations".capitalize()
    return f"{start} {'repeats' if repeating == 1 else 'repeat'} what an earlier review asked for{between}."


def review_in_short(corpus: Corpus, review_id: str, own: pd.DataFrame) -> list[str]:
    """Return what was found of a review, how it was answered, how much of it repeats, and what cannot be told.

    `own` are the passages of what it asks for or promises.
    """
    review = corpus.reviews.set_index("review_id").loc[review_id]
    found = own["rec_id"].map(recommendation_number).nunique()
    if not found:
        none = not pd.isna(review["n_recommendations"]) and review["n_recommendations"] == 0
        return ["It makes no recommendations." if none else f"{CANNOT_BE_TOLD}: none of its recommendations was found."]
    links = brief_tables.links_of(corpus, own)
    repeating = links["rec_id"].map(recommendation_number).nunique()
    answers = [] if not (known := _answers(corpus, own)) else [known]
    return [
        " ".join([_found(own, review, found), *answers]),
        _repeats_of_review(links, repeating, found, denominator.held_lists(corpus.reviews).at_least),
        _not_told(found - repeating),
    ]


def noun(own: pd.DataFrame) -> str:
    """Name what a document asks for or promises: recommendations, or these and others."""
    kinds = {"recommendation": "recommendations", "commitment": "promises", "duty": "duties"}
    names = [words for kind, words in kinds.items() if kind in set(own["kind"])]
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else "recommendations"


def _found(own: pd.DataFrame, review: pd.Series, found: int) -> str:
    """Say how many of a review's recommendations were found, and which were not."""
    total = None if pd.isna(review["n_recommendations"]) else int(review["n_recommendations"])
    were = "was" if found == 1 else "were"
    missing = brief_tables.missing_words(own, total)
    if not total:
        return f"{found} of its {noun(own)} {were} found; how many it makes is not known."
    if not missing:
        return (
            f"All {found} of its {noun(own)} were found." if found > 1 else "The one thing that it asks for was found."
        )
    return f"Of its {total} {noun(own)} {found} {were} found. {missing}"


def _answers(corpus: Corpus, own: pd.DataFrame) -> str:
    """Say how many of those found were accepted or answered otherwise; "" where no answer is known."""
    rows = corpus.statuses[corpus.statuses["rec_id"].isin(own["rec_id"]) & (corpus.statuses["answer"] != "")]
    counts = rows.drop_duplicates("rec_id")["answer"].value_counts()
    kinds = [f"{counts[answer]} {words}" for answer, words in statuses.WORDS.items() if answer in counts]
    return f"Answers known: {', '.join(kinds)}." if kinds else ""


def _repeats_of_review(links: pd.DataFrame, repeating: int, found: int, at_least: str) -> str:
    """Say how many of a review's recommendations repeat an earlier one, and how old the oldest of these is."""
    if links.empty:
        return f"{NOT_SUPPORTED}: that it repeats an earlier review; none of those found is known to."
    oldest = links.sort_values(["earlier_published", "earlier_rec_id"]).iloc[0]
    name = brief_tables.dated(oldest["earlier_title"], oldest["earlier_published"])
    return (
        f"{SUPPORTED}: {at_least}{repeating} of these {found} {'repeats' if repeating == 1 else 'repeat'} what an "
        f"earlier review asked for, the oldest of them {name}."
    )


def _not_told(others: int) -> str:
    """Say what cannot be told of a review."""
    before = "whether the others were asked for before as well (the nearest earlier recommendations stand beside them)"
    return f"{CANNOT_BE_TOLD}: {f'{before}; and ' if others else ''}{NOT_DONE}."


def evidence(corpus: Corpus, theme: str = "", review_id: str = "") -> str:
    """Say in a line what is counted rests on: of one review, of one theme, or of all."""
    recommendations = corpus.recommendations
    if review_id:
        return provenance.of_review(recommendations, corpus.reviews, review_id)
    if theme:
        coded = corpus.codes.loc[corpus.codes["theme"] == theme, "rec_id"]
        recommendations = recommendations[recommendations["rec_id"].isin(coded)]
    rests_on = provenance.sentence(provenance.weigh(recommendations, corpus.reviews))
    return f"{rests_on} {coders_sentence(load_subject(corpus.folders.corpus))}".rstrip()
