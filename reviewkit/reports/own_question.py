"""Show the answer to a question of one's own: the rows, counts in words, who was first, what was answered, a workbook.

Input: a corpus, and the rows that `Corpus.asks` gave. Output: tables and sentences with plain heads, and a file that is
the same as that of `reviewkit table`.

Limitations: rows that hold the same words need not ask the same; what counts as asked before stands beside each row.
Words are screened, and no answer that is known is no proof that none was given.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from reviewkit.base.dates import certainly_later
from reviewkit.base.text import split_list
from reviewkit.base.types import Row
from reviewkit.corpus import denominator, provenance, questions, schema, statuses
from reviewkit.corpus.corpus import Corpus
from reviewkit.corpus.ids import recommendation_number
from reviewkit.reports import asks_table, workbook
from reviewkit.reports.plain_words import KINDS, in_words, joined, named, number, several

HEADS = [
    "review", "date", "publisher", "number", "words", "of whom", "themes", "asked before", "answer", "source",
]  # fmt: skip
NOT_KNOWN, NONE_FOUND = "none known", "none found"
MOST_NAMED = 3  # earlier reviews in a cell; the workbook has all
COUNTS = ("recommendations", "reviews")
FOLDER = "exported"
NOTHING_FITS = "No recommendation that we have found fits, which is no proof that none was made."


def printed(corpus: Corpus, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows as a reader sees them, in the order of publication.

    Columns: `review`, `date`, `publisher`, `number`, `words`, `of whom`, `themes`, `asked before` (the reviews that
    asked the same, or something related), `answer`, `source` with its link.
    """
    if rows.empty:
        return pd.DataFrame(columns=HEADS)
    table = asks_table.table_of(corpus, rows["rec_id"])
    review_ids = table["id"].str.partition("/")[0]
    earlier, answers = _earlier(corpus, table["id"]), statuses.words_by_id(corpus.statuses)
    return pd.DataFrame(
        {
            "review": table["review"],
            "date": table["published"],
            "publisher": review_ids.map(_publishers(corpus)),
            "number": table["number"].map(number),
            "words": table["text"],
            "of whom": table["bodies"],
            "themes": table["themes"],
            "asked before": table["id"].map(earlier).fillna(NONE_FOUND),
            "answer": table["id"].map(answers).replace("", pd.NA).fillna(NOT_KNOWN),
            "source": table["id"].map(sources(corpus)),
        }
    )


def sources(corpus: Corpus) -> dict[str, str]:
    """Return by id what the words are, and the address at which they, or their substance, can be seen."""
    reviews = corpus.reviews[["review_id", "address"]]
    rows = corpus.recommendations.merge(reviews, on="review_id")
    links = asks_table.links_of(rows)
    return {
        row.rec_id: ": ".join(filter(None, [_what_it_is(row), link]))
        for row, link in zip(rows.itertuples(index=False), links, strict=True)
    }


class Counts(NamedTuple):
    """How much fits a question, each number with its noun; `years` is "2015 to 2025", one year, or nothing."""

    recommendations: str
    documents: str
    publishers: str
    years: str


def counts(corpus: Corpus, rows: pd.DataFrame) -> Counts:
    """Return how many recommendations rows are, of how many reviews and publishers, and of which years."""
    review_ids = _review_ids(rows)
    counted = set(denominator.counted_reviews(corpus.reviews)["review_id"])
    years = sorted({date[:4] for date in rows["published"] if date})
    return Counts(
        several(count(rows), *_nouns(corpus, rows)),
        several(review_ids.nunique(), "review" if set(review_ids) <= counted else "document"),
        several(review_ids.map(_publishers(corpus)).nunique(), "publisher"),
        " to ".join(dict.fromkeys([years[0], years[-1]])) if years else "",
    )


def count_words(corpus: Corpus, rows: pd.DataFrame) -> str:
    """Return the counts in words; of no rows, that they prove nothing."""
    if rows.empty:
        return NOTHING_FITS
    found = counts(corpus, rows)
    return f"{found.recommendations} of {found.documents} by {found.publishers}{found.years and f', {found.years}'}"


def count(rows: pd.DataFrame) -> int:
    """Return how many recommendations rows are: parts of one number count once."""
    return int(rows["rec_id"].map(recommendation_number).nunique())


def evidence(corpus: Corpus, rows: pd.DataFrame) -> str:
    """Return in a sentence what the rows rest on."""
    own = corpus.recommendations[corpus.recommendations["rec_id"].isin(rows["rec_id"])]
    weighed = provenance.weigh_rows(own, corpus.reviews)
    return provenance.sentence(weighed, provenance.SHOWN) if weighed.recommendations else ""


def years_table(rows: pd.DataFrame) -> pd.DataFrame:
    """Return how many recommendations there are by year; years without any are left out, and what has no date.

    Columns: `year`, `recommendations`, `reviews`.
    """
    dated = rows[rows["published"] != ""]
    numbered = dated.assign(
        year=dated["published"].str[:4], number=dated["rec_id"].map(recommendation_number), review=_review_ids(dated)
    )
    by_year = numbered.groupby("year").agg(recommendations=("number", "nunique"), reviews=("review", "nunique"))
    return by_year.reset_index()


def answer_words(corpus: Corpus, rows: pd.DataFrame) -> str:
    """Return in a sentence what was answered to the rows, as far as it is known."""
    known = corpus.statuses[(corpus.statuses["answer"] != "") & corpus.statuses["rec_id"].isin(rows["rec_id"])]
    total, answered = count(rows), count(known)
    if not total:
        return NOTHING_FITS
    if not answered:
        return f"No answer to any of the {total} is known here, which is no proof that none was given."
    by_answer = known.groupby("answer")["rec_id"].agg(lambda ids: ids.map(recommendation_number).nunique())
    kinds = joined(f"{words} {by_answer[answer]}" for answer, words in statuses.WORDS.items() if answer in by_answer)
    rest = f" To the other {total - answered} none is known here." if total > answered else ""
    return f"An answer is known to {answered} of the {total}: {kinds}.{rest}"


def first_and_again(corpus: Corpus, rows: pd.DataFrame) -> str:
    """Return in sentences which of the rows' reviews came first and which later, and how many are linked as the same.

    Reviews between which the known dates leave the order open stand together.
    """
    if rows.empty:
        return NOTHING_FITS
    reviews = rows.assign(review_id=_review_ids(rows)).drop_duplicates("review_id")
    dates = list(reviews["published"])
    later = [any(date and other and certainly_later(other, date) for other in dates) for date in dates]
    names = [
        f"{row.review} ({publisher}, {in_words(row.published)})"
        for row, publisher in zip(
            reviews.itertuples(index=False), reviews["review_id"].map(_publishers(corpus)), strict=True
        )
    ]
    first = joined(name for name, after in zip(names, later, strict=True) if not after)
    again = [name for name, after in zip(names, later, strict=True) if after]
    parts = [f"First: {first}.", f"Later: {joined(again)}." if again else "No later review."]
    return " ".join([*parts, _links_among(corpus, rows)] if again else parts)


def export(corpus: Corpus, rows: pd.DataFrame, name: str) -> Path:
    """Write the rows as `reviewkit table` does, into the build folder, and return the path of the file.

    Raises: `InputError` where there are no rows, or the name ends neither in .xlsx nor in .csv.
    """
    file = corpus.folders.build / FOLDER / Path(name).name
    workbook.check_form(file)
    file.parent.mkdir(parents=True, exist_ok=True)
    workbook.write_of(corpus, file, rows["rec_id"])
    return file


def names(corpus: Corpus) -> dict[str, pd.DataFrame]:
    """Return the names that a question may use, in tables by what they are, with how often each is met."""
    asks = corpus.asks()
    definitions = named(corpus.themes["definition"], corpus.themes)
    frame = pd.DataFrame({"theme": corpus.themes["name"], "what it takes in": definitions})
    themes = frame.merge(_met(asks, "themes", "theme"), on="theme", how="left")
    kind = corpus.bodies[["name", "class"]].rename(columns={"name": "body", "class": "kind of body"})
    bodies = _met(asks, "bodies", "body").merge(kind, on="body", how="left")
    reviews = asks.assign(review_id=_review_ids(asks)).groupby("review_id")["rec_id"].agg(lambda ids: _numbers(ids))
    counted = denominator.counted_reviews(corpus.reviews)
    return {
        "Themes": themes.fillna(dict.fromkeys(COUNTS, 0)).astype(dict.fromkeys(COUNTS, int)),
        "Bodies that are asked, by present name": bodies,
        "Kinds of body": pd.DataFrame({"kind of body": sorted({kind for kind in corpus.bodies["class"] if kind})}),
        "Reviews": pd.DataFrame(
            {
                "review": counted["short_title"],
                "date": counted["published"],
                "publisher": counted["review_id"].map(_publishers(corpus)),
                "recommendations found": counted["review_id"].map(reviews).fillna(0).astype(int),
            }
        ).sort_values(["date", "review"], ignore_index=True),
        "Kinds of entry": pd.DataFrame({"kind": schema.KINDS, "what it is": [KINDS[kind][1] for kind in schema.KINDS]}),
        "Answers": pd.DataFrame({"answer": questions.ANSWERS}),
    }


def described(corpus: Corpus, question: questions.Question) -> str:
    """Return a question in words, as they stand behind "recommendations"; "" for one that narrows nothing."""
    body = ""
    if question.body:
        ids = questions.body_ids(corpus, question.body)
        named = corpus.bodies.loc[corpus.bodies["body_id"].isin(ids), ["name", "class"]]
        body = named["name"].iloc[0] if len(ids) == 1 else f"bodies of the kind “{named['class'].iloc[0]}”"
    theme = question.theme and questions.theme_id(corpus, question.theme)
    name = corpus.themes.set_index("theme")["name"].get(theme, "") if theme else ""
    review = question.review and questions.review_id(corpus, question.review)
    title = corpus.reviews.set_index("review_id")["short_title"].get(review, "") if review else ""
    words = joined(f"“{word}”" for word in question.words.split())
    parts = [
        title and f"of {title}",
        body and f"to {body}",
        name and f"on {name}",
        words and f"with the words {words}",
        question.answer and f"answered “{question.answer.strip()}”",
        question.since and f"since {in_words(question.since)}",
        question.until and f"until {in_words(question.until)}",
    ]
    return " ".join(filter(None, parts))


def _earlier(corpus: Corpus, rec_ids: Collection[str]) -> dict[str, str]:
    """Return by id the earlier reviews that asked the same, or something related, with who says so."""
    links = corpus.echoes[corpus.echoes["rec_id"].isin(set(rec_ids))]
    links = links.assign(review_id=links["earlier_rec_id"].str.partition("/")[0])
    links = links.merge(corpus.reviews[["review_id", "short_title", "published"]], on="review_id")
    links = links.sort_values(["relation", "published", "review_id", "by"], ascending=[False, True, True, True])
    links = links.drop_duplicates(["rec_id", "review_id"])  # "restates" stands before "related"
    lines: dict[str, dict[str, list[str]]] = {}
    for row in links.itertuples(index=False):
        who = {"coders": "", "model": "; model"}.get(row.by, "; a person")
        heading = "Asked the same" if row.relation == "restates" else "Related"
        of_row = lines.setdefault(row.rec_id, {})
        of_row.setdefault(heading, []).append(f"{row.short_title} ({row.published[:4] or 'no date'}{who})")
    return {
        rec_id: ". ".join(f"{heading}: {_first_of(reviews)}" for heading, reviews in of_row.items())
        for rec_id, of_row in lines.items()
    }


def _what_it_is(row: Row) -> str:
    """Return whether words are the published text, with its page, or our paraphrase, and where that was seen."""
    if row.edition == "official":
        return "the published text" if pd.isna(row.page) else f"the published text, page {row.page}"
    return f"our paraphrase, {row.seen_in}" if row.seen_in else "our paraphrase"


def _first_of(reviews: list[str]) -> str:
    """Return the first names of a list, oldest first, and how many more there are."""
    more = len(reviews) - MOST_NAMED
    return ", ".join(reviews[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _links_among(corpus: Corpus, rows: pd.DataFrame) -> str:
    """Return how many of the rows ask the same as another of them that is earlier."""
    links = corpus.echoes[
        corpus.echoes["rec_id"].isin(rows["rec_id"]) & corpus.echoes["earlier_rec_id"].isin(rows["rec_id"])
    ]
    same = denominator.restating(links)["rec_id"].nunique()
    related = set(links["rec_id"]) - set(denominator.restating(links)["rec_id"])
    return (
        f"Counted as asking the same as an earlier one of these: {same}; related to one: {len(related)}. "
        "Words that are alike need not ask the same: read them."
    )


def _nouns(corpus: Corpus, rows: pd.DataFrame) -> tuple[str, str]:
    """Return what the rows are called, one and several."""
    kinds = set(corpus.recommendations.loc[corpus.recommendations["rec_id"].isin(rows["rec_id"]), "kind"])
    return KINDS[kinds.pop()] if len(kinds) == 1 else ("entry", "entries")


def _publishers(corpus: Corpus) -> dict[str, str]:
    """Return the publishing body of each document."""
    return dict(zip(corpus.reviews["review_id"], corpus.reviews["publisher_body"], strict=True))


def _review_ids(rows: pd.DataFrame) -> pd.Series:
    return rows["rec_id"].str.partition("/")[0] if len(rows) else pd.Series(dtype=object)


def _numbers(rec_ids: pd.Series) -> int:
    return int(rec_ids.map(recommendation_number).nunique())


def _met(asks: pd.DataFrame, column: str, head: str) -> pd.DataFrame:
    """Return each name of a list column with the recommendations and reviews that have it, most reviews first."""
    parts = asks.assign(**{head: asks[column].map(split_list), "review_id": _review_ids(asks)}).explode(head)
    parts = parts.assign(number=parts["rec_id"].map(recommendation_number)).dropna(subset=head)
    met = parts.groupby(head).agg(recommendations=("number", "nunique"), reviews=("review_id", "nunique"))
    return met.reset_index().sort_values(
        ["reviews", head], key=lambda values: -values if values.name == "reviews" else values, ignore_index=True
    )
