"""Check the tables of a corpus by quality rules; `reviewkit check` fails where a rule finds a fault.

Each rule is a function that returns faults as rows of `problems`; its docstring says what it requires and why.

Limitations: a rule sees the tables and the text layer of documents. Whether a recommendation ends where a reader would
end it is measured on hand-marked documents, not here.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TypeAlias

import pandas as pd

from reviewkit.base.text import split_list
from reviewkit.corpus import tables
from reviewkit.corpus.corpus import Corpus
from reviewkit.corpus.thread_names import load_thread_names

TEXT_LENGTH = 60  # characters of a text that a fault shows
WORDS_ON_PAGE = 0.98  # share of a text's words that must be on its page: footnote marks and page ends break up a few

Fault: TypeAlias = dict[str, object]  # a row of `problems`


def faults(corpus: Corpus, coded: pd.DataFrame) -> pd.DataFrame:
    """Apply every rule to a corpus and its coders' codes, and return the faults as the table `problems`."""
    rules = (
        _check_text_is_on_page,
        _check_review_is_listed,
        _check_bodies_are_listed,
        _check_stated_totals,
        _check_echo_ids,
        _check_event_reviews,
        _check_thread_names,
    )
    rows = [row for rule in rules for row in rule(corpus)]
    rows += _check_coded_ids(corpus, coded)
    return tables.build(rows, "problems")


def _check_text_is_on_page(corpus: Corpus) -> list[Fault]:
    """Require the words of a recommendation on its pages: a quotation that the page does not hold convinces nobody."""
    page_letters = {(row.document, row.page): _letters(row.text) for row in corpus.pages.itertuples(index=False)}
    documents = dict(zip(corpus.reviews["review_id"], corpus.reviews["document"], strict=True))
    rows = []
    for row in corpus.recommendations.itertuples(index=False):
        document = documents.get(row.review_id, "")
        printed = "".join(page_letters.get((document, page), "") for page in range(row.page, row.end_page + 1))
        breaks = row.end_page - row.page
        missing = [part for part in row.text.split("\n") if not _is_printed(part, printed, breaks)]
        if missing:
            what = "words of a recommendation are not on its page"
            step = "look at the page; if it prints other words, open an issue with the document's address"
            rows.append(_fault(document, what, missing[0], step, row.page))
    return rows


def _check_review_is_listed(corpus: Corpus) -> list[Fault]:
    """Require the review of a recommendation in the catalogue: else its count has no denominator."""
    unlisted = set(corpus.recommendations["review_id"]) - set(corpus.reviews["review_id"])
    what = "recommendations of a review that is not in the catalogue"
    return [_fault("", what, review_id, "add its row") for review_id in sorted(unlisted)]


def _check_bodies_are_listed(corpus: Corpus) -> list[Fault]:
    """Require every body that is asked in `bodies`, so that one body is counted under one name."""
    asked = {body_id for cell in corpus.recommendations["bodies"] for body_id in split_list(cell)}
    unlisted = asked - set(corpus.bodies["body_id"])
    return [_fault("", "a body that is not in bodies.csv", body_id, "add it") for body_id in sorted(unlisted)]


def _check_stated_totals(corpus: Corpus) -> list[Fault]:
    """Require no more recommendations than a review is said to make: else the total or the reading is wrong."""
    stated = corpus.reviews.dropna(subset=["n_recommendations"])
    over = stated[(stated["held"] > stated["n_recommendations"]) & (stated["edition"] == "official")]
    return [
        _fault(
            row.document,
            f"holds {row.held} recommendations and is said to make {row.n_recommendations}",
            row.review_id,
            "correct n_recommendations in catalogue.csv, or the reading",
        )
        for row in over.itertuples(index=False)
    ]


def _check_coded_ids(corpus: Corpus, coded: pd.DataFrame) -> list[Fault]:
    """Require the recommendation of every code of the coders, as long as its review is read from a digest.

    Where the published text replaced the digest, codes follow their entries by `aliases` and are not checked here.
    """
    what = "a code of a recommendation that is not there"
    return [_fault("coded.csv", what, rec_id, "correct the id") for rec_id in _not_in_digests(corpus, coded["rec_id"])]


def _check_thread_names(corpus: Corpus) -> list[Fault]:
    """Require the recommendation of every name of a thread, as long as its review is read from a digest."""
    named, what = load_thread_names(corpus.folders.corpus)["rec_id"], "a name of a thread that is not there"
    return [_fault("threads.csv", what, rec_id, "correct the id") for rec_id in _not_in_digests(corpus, named)]


def _not_in_digests(corpus: Corpus, ids: pd.Series) -> list[str]:
    """Return the ids that are of no recommendation, though their review is read from a digest."""
    editions = dict(zip(corpus.reviews["review_id"], corpus.reviews["edition"], strict=True))
    known = set(corpus.recommendations["rec_id"])
    return [rec_id for rec_id in ids if rec_id not in known and editions.get(rec_id.partition("/")[0]) == "digest"]


def _check_echo_ids(corpus: Corpus) -> list[Fault]:
    """Require both recommendations of every echo, and of every pair listed as near."""
    known, what = set(corpus.recommendations["rec_id"]), "an echo of a recommendation that is not there"
    faults = []
    for name, earlier in (("echoes", "earlier_rec_id"), ("nearest", "earlier_id")):
        unknown = {*corpus.table(name)["rec_id"], *corpus.table(name)[earlier]} - known
        faults += [_fault(f"{name}.csv", what, rec_id, "run again") for rec_id in sorted(unknown)]
    return faults


def _check_event_reviews(corpus: Corpus) -> list[Fault]:
    """Require every review that a public moment names in the catalogue."""
    named = (set(corpus.events["review_id"]) | set(corpus.events["led_to"])) - {""}
    unlisted = named - set(corpus.reviews["review_id"])
    what = "a moment names a review that is not in the catalogue"
    return [_fault("events.csv", what, review_id, "add its row") for review_id in sorted(unlisted)]


def _is_printed(text: str, printed: str, breaks: int) -> bool:
    """Return whether a text's letters are in the page's letters, in one piece or nearly all of them word by word.

    `breaks`: how many page ends it runs over; each may part a word, whose halves have a head or foot between them.
    """
    letters = _letters(text)
    if not letters or letters in printed:
        return True
    words = [word for word in map(_letters, text.split()) if word]
    return sum(word in printed for word in words) >= min(WORDS_ON_PAGE * len(words), len(words) - breaks)


def _letters(text: str) -> str:
    """Return the letters and digits of a text in small letters, ligatures taken apart and soft hyphens left out."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text.replace("\u00ad", "")).lower())


def _fault(document: str, what: str, text: str, step: str, page: int | None = None) -> Fault:
    """Return one row of `problems`."""
    return {"document": document, "page": page, "what": what, "text": text[:TEXT_LENGTH], "next_step": step}
