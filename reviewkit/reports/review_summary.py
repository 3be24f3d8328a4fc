"""One review -> its story: what it asks, what of that was asked before and when, what is new, what it changes.

Comes in: the folders of a corpus, its tables, and a review. Goes out: the story, a row an ask, and what heads it. Words
of documents are screened, and no longer than their licence allows.

Limit: what restates nothing that is held may have been asked before all the same; most lists are held in part.
"""

from __future__ import annotations

import pandas as pd

from reviewkit.base.dates import certainly_later
from reviewkit.base.errors import TableError
from reviewkit.base.text import split_list
from reviewkit.corpus.corpus import Corpus
from reviewkit.corpus.ids import recommendation_number
from reviewkit.corpus.recommendations import ASKS
from reviewkit.measures import headline, lineages
from reviewkit.redaction.shareable_text import shareable

LIST = 5  # asks: fewer tell no story of a review
STORY = ["rec_id", "label", "words", "asked_of", "themes", "first_asked", "first_in", "reviews_before", "by", "where"]


def choose_review(corpus: Corpus, review_id: str = "") -> str:
    """The tables and an id in; the id out, or without one that of the latest review of which a list is held.

    A list: `LIST` asks or more; where no review has so many, any. Raises `tables.TableError` where there is none.
    """
    reviews = corpus.reviews
    if review_id and review_id not in set(reviews["review_id"]):
        some = ", ".join(reviews["review_id"][:10])
        raise TableError(f"there is no review '{review_id}'", f"catalogue.csv has: {some} ...")
    held = reviews[(reviews["in_denominator"] == "yes") & (reviews["held"] > 0)]
    if not review_id and held.empty:
        raise TableError("no review of which something is held", "put a document into official/ and run")
    held = held if (held["held"] < LIST).all() else held[held["held"] >= LIST]
    return review_id or held.sort_values(["published", "review_id"])["review_id"].iloc[-1]


def asks_of(corpus: Corpus, review_id: str) -> pd.DataFrame:
    """A corpus, its tables and a review in; each thing that it asks or promises, with what it repeats, out.

    Columns: `rec_id`, `label`, `words` as they may leave, `asked_of`, `themes`, `first_asked` (date) and `first_in`
    (review) of the earliest ask that it restates, `reviews_before` (how many earlier reviews asked it), `by` (who says
    so: coders, or the model), `where` it stands. Raises `tables.TableError` where there is no such review.
    """
    reviews, review_id = corpus.reviews, choose_review(corpus, review_id)
    shown = shareable(corpus)["passages"]
    own = shown[(shown["review_id"] == review_id) & shown["kind"].isin(ASKS)]
    rows = corpus.recommendations[corpus.recommendations["rec_id"].isin(own["rec_id"])]
    lines = lineages.lineage(rows, corpus.recommendations, reviews, corpus.echoes)
    earlier = lines["earlier_rec_id"].str.split("/").str[0]
    first = lines.drop_duplicates("rec_id").set_index("rec_id")  # oldest first
    by = corpus.echoes.merge(lines[["rec_id", "earlier_rec_id"]]).groupby("rec_id")["by"].agg(_all)
    themes = corpus.codes.groupby("rec_id")["theme"].agg("; ".join)
    found = own.assign(
        themes=own["rec_id"].map(themes).fillna(""),
        first_asked=own["rec_id"].map(first["earlier_published"]).fillna(""),
        first_in=own["rec_id"].map(first["earlier_title"]).fillna(""),
        reviews_before=own["rec_id"].map(earlier.groupby(lines["rec_id"]).nunique()).fillna(0).astype(int),
        by=own["rec_id"].map(by).fillna(""),
    )
    return found[STORY].reset_index(drop=True)


def novelties(corpus: Corpus, review_id: str) -> dict[str, list[str]]:
    """The tables and a review in; the themes and the bodies that no earlier review held raised or asked, out.

    Only reviews that are surely earlier, and counted, are looked at. Names, by what they are.
    """
    reviews = corpus.reviews.set_index("review_id")
    counted = corpus.reviews[corpus.reviews["in_denominator"] == "yes"]
    when = reviews.loc[review_id, "published"]
    earlier = [
        row.review_id for row in counted.itertuples() if row.published and when and certainly_later(row.published, when)
    ]
    rows = corpus.recommendations[corpus.recommendations["kind"] == "recommendation"]
    own, others = rows[rows["review_id"] == review_id], rows[rows["review_id"].isin(earlier)]
    themes = corpus.themes.set_index("theme")["name"]
    names = corpus.bodies.set_index("body_id")["name"]
    raised = [set(corpus.codes.loc[corpus.codes["rec_id"].isin(each["rec_id"]), "theme"]) for each in (own, others)]
    asked = [{body for cell in each["bodies"] for body in split_list(cell)} for each in (own, others)]
    return {
        "Themes that no earlier review held raises": sorted(themes.get(each, each) for each in raised[0] - raised[1]),
        "Bodies that none asks": sorted(names.get(each, each) for each in asked[0] - asked[1]),
    }


def summary(corpus: Corpus, review_id: str, rows: pd.DataFrame) -> str:
    """The tables, a review and its story in; what it repeats and what is new in it, in a paragraph, out."""
    review = corpus.reviews.set_index("review_id").loc[review_id]
    asks, again = (
        each["rec_id"].map(recommendation_number).nunique() for each in (rows, rows[rows["reviews_before"] > 0])
    )
    of = "" if pd.isna(review["n_recommendations"]) else f" of {review['n_recommendations']}"
    said = f"Held of what it asks or promises: {asks}{of}; of these, restating an earlier review's: {again}."
    found = novelties(corpus, review_id) if review["in_denominator"] == "yes" else {}
    for what, names in found.items():
        said += f" {what}: {'; '.join(names)}." if names else ""
    return (
        f"{said} What restates none may have been asked before all the same: most lists are held in part, and only "
        "dated reviews that count are looked at."
    )


def precedents(corpus: Corpus, review_id: str) -> pd.DataFrame:
    """A corpus, its tables and a review in; a row for each earlier ask that one of its own restates, oldest first, out.

    Columns: `rec_id`, `ask` and `earlier` (their words as they may leave), `earlier_rec_id`, `earlier_title`,
    `earlier_published`, `years` between, `by` (who says so).
    """
    rows = corpus.recommendations
    lines = lineages.lineage(rows[rows["review_id"] == review_id], rows, corpus.reviews, corpus.echoes)
    words = shareable(corpus)["passages"].set_index("rec_id")["words"]
    by = corpus.echoes[["rec_id", "earlier_rec_id", "by"]]
    found = lines.merge(by, on=["rec_id", "earlier_rec_id"], how="left")
    found = found.assign(ask=found["rec_id"].map(words), earlier=found["earlier_rec_id"].map(words))
    found = found.sort_values(["earlier_published", "rec_id", "earlier_rec_id"], kind="stable", ignore_index=True)
    return found[["rec_id", "ask", "earlier_rec_id", "earlier", "earlier_title", "earlier_published", "years", "by"]]


def leave_one_out(corpus: Corpus, review_id: str) -> pd.DataFrame:
    """A corpus, its tables and a review in; the headline numbers that differ without it out, both ways.

    Columns: `name`, `without`, `with`.

    The links and codes of all others are taken as they are; the coder and the matcher are not fitted anew.
    """
    ids = set(corpus.recommendations.loc[corpus.recommendations["review_id"] == review_id, "rec_id"])
    less = {
        name: corpus.table(name)[corpus.table(name)["review_id"] != review_id]
        for name in ("reviews", "recommendations")
    }
    less["codes"] = corpus.codes[~corpus.codes["rec_id"].isin(ids)]
    touched = corpus.echoes["rec_id"].isin(ids) | corpus.echoes["earlier_rec_id"].isin(ids)
    less["echoes"] = corpus.echoes[~touched]
    less = {name: rows.reset_index(drop=True) for name, rows in less.items()}
    numbers = [headline.headline_numbers(each) for each in (corpus.with_tables(**less), corpus)]
    without, whole = (dict(zip(rows["name"], rows["value"], strict=True)) for rows in numbers)
    rows = [(name, without.get(name, ""), whole.get(name, "")) for name in dict.fromkeys([*whole, *without])]
    found = pd.DataFrame(rows, columns=["name", "without", "with"])
    return found[found["without"] != found["with"]].reset_index(drop=True)


def review_title(corpus: Corpus, review_id: str) -> str:
    """The tables and a review in; its short title and its date out."""
    row = corpus.reviews.set_index("review_id").loc[review_id]
    return f"{row['short_title']}, {row['published'] or 'without a date'}"


def _all(names: pd.Series) -> str:
    """Everybody who says so: "the coders", "the model", or both."""
    return " and ".join(f"the {name}" for name in sorted(set(names)))
