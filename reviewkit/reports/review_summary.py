"""Sum up one review: what it asks, what of that counts as asked before and when, and what it changes.

Input: a corpus, and the id of a review.
Output: a row an ask, and the words that head it. Words of documents are screened, and no longer than their licence
allows.
Limitations: what restates nothing that is held may have been asked before all the same; most lists are held in part.
"""

from __future__ import annotations

import pandas as pd

from reviewkit.base.dates import certainly_later
from reviewkit.base.errors import InputError
from reviewkit.base.text import split_list
from reviewkit.corpus import denominator, provenance, questions, statuses
from reviewkit.corpus.corpus import Corpus
from reviewkit.corpus.ids import recommendation_number
from reviewkit.corpus.recommendations import ASKS
from reviewkit.measures import headline, lineages
from reviewkit.redaction.shareable_text import shareable

FEWEST_ASKS = 5  # of a review that is chosen by itself: fewer tell no story
MOST_NAMES = 10  # ids that a message lists
COLUMNS = [
    "rec_id", "label", "words", "asked_of", "themes", "first_asked", "first_in", "reviews_before", "by", "status",
    "where",
]  # fmt: skip


def choose_review(corpus: Corpus, review_id: str = "") -> str:
    """Return the id given, or without one that of the latest review of which a list is held.

    A list has `FEWEST_ASKS` asks or more; where no review has so many, any number.
    Raises: `InputError` where there is no such review, or nothing is held.
    """
    reviews = corpus.reviews
    if review_id:
        return questions.review_id(corpus, review_id)
    held = denominator.counted_reviews(reviews[reviews["held"] > 0])
    if held.empty:
        raise InputError("no review of which something is held", "put a document into official/ and run")
    lists = held[held["held"] >= FEWEST_ASKS]
    chosen = held if lists.empty else lists
    return str(chosen.sort_values(["published", "review_id"])["review_id"].iloc[-1])


def asks_of(corpus: Corpus, review_id: str) -> pd.DataFrame:
    """Return each thing that a review asks or promises, with what it repeats.

    Columns: `rec_id`, `label`, `words` as they may leave, `asked_of`, `themes`, `first_asked` (date) and `first_in`
    (review) of the earliest ask that it restates, `reviews_before` (how many earlier reviews asked it), `by` (who says
    so: coders, or the model), `status` (what was answered), `where` it stands.
    Raises: `InputError` where there is no such review.
    """
    review_id = choose_review(corpus, review_id)
    passages = shareable(corpus)["passages"]
    own = passages[(passages["review_id"] == review_id) & passages["kind"].isin(ASKS)]
    rows = corpus.recommendations[corpus.recommendations["rec_id"].isin(own["rec_id"])]
    links = lineages.lineage(rows, corpus.recommendations, corpus.reviews, corpus.echoes)
    earliest = links.drop_duplicates("rec_id").set_index("rec_id")  # links are sorted, the oldest first
    earlier_reviews = links["earlier_rec_id"].str.split("/").str[0].groupby(links["rec_id"]).nunique()
    linked_by = corpus.echoes.merge(links[["rec_id", "earlier_rec_id"]]).groupby("rec_id")["by"].agg(_all_of)
    themes = corpus.codes.groupby("rec_id")["theme"].agg("; ".join)
    ids = own["rec_id"]
    asks = own.assign(
        themes=ids.map(themes).fillna(""),
        first_asked=ids.map(earliest["earlier_published"]).fillna(""),
        first_in=ids.map(earliest["earlier_title"]).fillna(""),
        reviews_before=ids.map(earlier_reviews).fillna(0).astype(int),
        by=ids.map(linked_by).fillna(""),
        status=ids.map(statuses.words_by_id(corpus.statuses)).fillna(""),
    )
    return asks[COLUMNS].reset_index(drop=True)


def _all_of(names: pd.Series) -> str:
    """Name all who say so: "a person", "the coders", "the model", or several of them."""
    return " and ".join("a person" if name == "correction" else f"the {name}" for name in sorted(set(names)))


def novelties(corpus: Corpus, review_id: str) -> dict[str, list[str]]:
    """Return the names of the themes and bodies that no earlier review held raised or asked, by what they are.

    Only reviews that are surely earlier, and counted, are looked at.
    """
    rows = denominator.own_recommendations(corpus.recommendations)
    own = rows[rows["review_id"] == review_id]
    earlier = rows[rows["review_id"].isin(_earlier_reviews(corpus, review_id))]
    new_themes = _themes_raised(corpus, own) - _themes_raised(corpus, earlier)
    new_bodies = _bodies_asked(own) - _bodies_asked(earlier)
    theme_names = corpus.themes.set_index("theme")["name"]
    body_names = corpus.bodies.set_index("body_id")["name"]
    return {
        "Themes that no earlier review found raises": sorted(theme_names.get(theme, theme) for theme in new_themes),
        "Bodies that none asks": sorted(body_names.get(body, body) for body in new_bodies),
    }


def _earlier_reviews(corpus: Corpus, review_id: str) -> list[str]:
    """Return the ids of the counted reviews that were surely published before a review."""
    published = corpus.reviews.set_index("review_id").loc[review_id, "published"]
    counted = denominator.counted_reviews(corpus.reviews)
    return [
        row.review_id
        for row in counted.itertuples()
        if row.published and published and certainly_later(row.published, published)
    ]


def _themes_raised(corpus: Corpus, rows: pd.DataFrame) -> set[str]:
    return set(corpus.codes.loc[corpus.codes["rec_id"].isin(rows["rec_id"]), "theme"])


def _bodies_asked(rows: pd.DataFrame) -> set[str]:
    return {body for cell in rows["bodies"] for body in split_list(cell)}


def summary(corpus: Corpus, review_id: str, rows: pd.DataFrame) -> str:
    """Return what a review asks and what of it counts as asked before, in a paragraph; `rows` are its asks."""
    review = corpus.reviews.set_index("review_id").loc[review_id]
    asks, asked_before = (
        chosen["rec_id"].map(recommendation_number).nunique() for chosen in (rows, rows[rows["reviews_before"] > 0])
    )
    total = "" if pd.isna(review["n_recommendations"]) else f" of {review['n_recommendations']}"
    parts = [
        provenance.of_review(corpus.recommendations, corpus.reviews, review_id),
        f"Found of what it asks or promises: {asks}{total}; of these, repeating an earlier review's: {asked_before}.",
    ]
    if review["in_denominator"] == "yes":
        parts += [f"{what}: {'; '.join(names)}." for what, names in novelties(corpus, review_id).items() if names]
    parts.append(
        "What is not counted may have been asked before all the same: most lists were found in part, only dated "
        "reviews that count are looked at, and a link wants to be sure. So the five nearest earlier ones stand beside "
        "each recommendation, to be read and decided on."
    )
    return " ".join(parts)


def precedents(corpus: Corpus, review_id: str) -> pd.DataFrame:
    """Return a row for each earlier ask that one of a review restates, oldest first.

    Columns: `rec_id`, `ask` and `earlier` (their words as they may leave), `earlier_rec_id`, `earlier_title`,
    `earlier_published`, `years` between, `by` (who says so).
    """
    recommendations = corpus.recommendations
    own = recommendations[recommendations["review_id"] == review_id]
    links = lineages.lineage(own, recommendations, corpus.reviews, corpus.echoes)
    words = shareable(corpus)["passages"].set_index("rec_id")["words"]
    rows = links.merge(corpus.echoes[["rec_id", "earlier_rec_id", "by"]], on=["rec_id", "earlier_rec_id"], how="left")
    rows = rows.assign(ask=rows["rec_id"].map(words), earlier=rows["earlier_rec_id"].map(words))
    rows = rows.sort_values(["earlier_published", "rec_id", "earlier_rec_id"], kind="stable", ignore_index=True)
    return rows[["rec_id", "ask", "earlier_rec_id", "earlier", "earlier_title", "earlier_published", "years", "by"]]


def leave_one_out(corpus: Corpus, review_id: str) -> pd.DataFrame:
    """Return the headline numbers that would differ without a review, both ways.

    The links and codes of all others are taken as they are; the coder and the matcher are not fitted anew.
    Columns: `name`, `without`, `with`.
    """
    without, complete = (
        dict(zip(numbers["name"], numbers["value"], strict=True))
        for numbers in map(headline.headline_numbers, (_without_review(corpus, review_id), corpus))
    )
    names = list(dict.fromkeys([*complete, *without]))
    rows = [(name, without.get(name, ""), complete.get(name, "")) for name in names]
    numbers = pd.DataFrame(rows, columns=["name", "without", "with"])
    return numbers[numbers["without"] != numbers["with"]].reset_index(drop=True)


def _without_review(corpus: Corpus, review_id: str) -> Corpus:
    """Return a corpus without a review, its recommendations, and their codes and links."""
    of_review = corpus.recommendations["review_id"] == review_id
    ids = set(corpus.recommendations.loc[of_review, "rec_id"])
    linked = corpus.echoes["rec_id"].isin(ids) | corpus.echoes["earlier_rec_id"].isin(ids)
    return corpus.with_tables(
        reviews=corpus.reviews[corpus.reviews["review_id"] != review_id].reset_index(drop=True),
        recommendations=corpus.recommendations[~of_review].reset_index(drop=True),
        codes=corpus.codes[~corpus.codes["rec_id"].isin(ids)].reset_index(drop=True),
        echoes=corpus.echoes[~linked].reset_index(drop=True),
    )


def review_title(corpus: Corpus, review_id: str) -> str:
    """Return the short title of a review with its date."""
    review = corpus.reviews.set_index("review_id").loc[review_id]
    return f"{review['short_title']}, {review['published'] or 'without a date'}"
