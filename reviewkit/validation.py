"""The quality rules: tables in, faults out, each a row of `problems`. `reviewkit check` fails where there is one.

A rule is a function, and its docstring says why it is one. Limit: a rule sees the tables and the text layer; that a
recommendation ends where the eye would end it is measured on hand-marked documents, not here.
"""

from __future__ import annotations

import re
import unicodedata

import pandas as pd

from reviewkit.base.text import split_list
from reviewkit.corpus import tables
from reviewkit.corpus.corpus import Corpus

SHORT = 60  # characters of a text that a fault shows


def faults(corpus: Corpus, coded: pd.DataFrame) -> pd.DataFrame:
    """Apply every rule to a corpus and its hand codes, and return the faults as `problems`."""
    rows = [
        row
        for rule in (
            _on_its_page,
            _of_a_review,
            _asks_known_bodies,
            _no_more_than_stated,
            _echoes_exist,
            _moments_exist,
        )
        for row in rule(corpus)
    ]
    rows += _codes_exist(corpus, coded)
    return tables.build(rows, "problems")


def _on_its_page(corpus: Corpus) -> list[dict[str, object]]:
    """Every recommendation's words stand on its pages: a quotation that the page does not hold convinces nobody."""
    letters = {(row.document, row.page): _letters(row.text) for row in corpus.pages.itertuples(index=False)}
    document = dict(zip(corpus.reviews["review_id"], corpus.reviews["document"], strict=True))
    rows = []
    for row in corpus.recommendations.itertuples(index=False):
        path = document.get(row.review_id, "")
        printed = "".join(letters.get((path, page), "") for page in range(row.page, row.end_page + 1))
        missing = [part for part in row.text.split("\n") if not _stands(part, printed)]
        if missing:
            rows.append(
                _fault(
                    path,
                    row.page,
                    "words of a recommendation are not on its page",
                    missing[0],
                    "look at the page; if it prints other words, open an issue with the document's address",
                )
            )
    return rows


def _of_a_review(corpus: Corpus) -> list[dict[str, object]]:
    """Every recommendation belongs to a review of the catalogue, else its count has no denominator."""
    known = set(corpus.reviews["review_id"])
    lost = sorted(set(corpus.recommendations["review_id"]) - known)
    return [
        _fault("", None, "recommendations of a review that is not in the catalogue", review, "add its row")
        for review in lost
    ]


def _asks_known_bodies(corpus: Corpus) -> list[dict[str, object]]:
    """Every body asked is in `bodies`, so that one body is counted under one name."""
    known = set(corpus.bodies["body_id"])
    said = {body for cell in corpus.recommendations["bodies"] for body in split_list(cell)}
    return [_fault("", None, "a body that is not in bodies.csv", body, "add it") for body in sorted(said - known)]


def _no_more_than_stated(corpus: Corpus) -> list[dict[str, object]]:
    """A review holds no more recommendations than it is said to make: else the total or the reading is wrong."""
    stated = corpus.reviews.dropna(subset=["n_recommendations"])
    over = stated[(stated["held"] > stated["n_recommendations"]) & (stated["edition"] == "official")]
    return [
        _fault(
            row.document,
            None,
            f"holds {row.held} recommendations and is said to make {row.n_recommendations}",
            row.review_id,
            "correct n_recommendations in catalogue.csv, or the reading",
        )
        for row in over.itertuples(index=False)
    ]


def _codes_exist(corpus: Corpus, coded: pd.DataFrame) -> list[dict[str, object]]:
    """Every hand code is of a recommendation that is there, or the code hangs in the air."""
    editions = dict(zip(corpus.reviews["review_id"], corpus.reviews["edition"], strict=True))
    known = set(corpus.recommendations["rec_id"])
    lost = [rec for rec in coded["rec_id"] if rec not in known and editions.get(rec.partition("/")[0]) == "digest"]
    return [
        _fault("coded.csv", None, "a code of a recommendation that is not there", rec, "correct the id") for rec in lost
    ]


def _echoes_exist(corpus: Corpus) -> list[dict[str, object]]:
    """Both ends of every echo are recommendations that are there."""
    known = set(corpus.recommendations["rec_id"])
    lost = sorted((set(corpus.echoes["rec_id"]) | set(corpus.echoes["earlier_rec_id"])) - known)
    return [
        _fault("echoes.csv", None, "an echo of a recommendation that is not there", rec, "run again") for rec in lost
    ]


def _moments_exist(corpus: Corpus) -> list[dict[str, object]]:
    """Every review that a public moment names is in the catalogue."""
    known = set(corpus.reviews["review_id"]) | {""}
    said = set(corpus.events["review_id"]) | set(corpus.events["led_to"])
    return [
        _fault("events.csv", None, "a moment names a review that is not in the catalogue", review, "add its row")
        for review in sorted(said - known)
    ]


def _stands(text: str, printed: str) -> bool:
    """Whether a text's letters stand in the page's letters, pieces between footnote marks and page ends allowed."""
    wanted = _letters(text)
    if not wanted or wanted in printed:
        return True
    words = [_letters(word) for word in text.split()]
    there = sum(word in printed for word in words if word)
    return there >= 0.98 * sum(1 for word in words if word)


def _letters(text: str) -> str:
    """The letters and digits of a text, small, in one manner of writing."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text.replace("\u00ad", "")).lower())


def _fault(document: str, page: int | None, what: str, text: str, step: str) -> dict[str, object]:
    """One row of `problems`."""
    return {"document": document, "page": page, "what": what, "text": text[:SHORT], "next_step": step}
