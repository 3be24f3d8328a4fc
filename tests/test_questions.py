"""Questions to a corpus by the names that are printed, on a corpus small enough to count on fingers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from helpers.corpora import corpus_of

from reviewkit.base.errors import InputError
from reviewkit.corpus import tables
from reviewkit.corpus.corpus import Corpus


def review(review_id: str, published: str, **more: object) -> dict[str, object]:
    row = {"review_id": review_id, "short_title": review_id.title(), "published": published, "in_denominator": "yes"}
    return row | more


def asked(rec_id: str, bodies: str = "", **more: object) -> dict[str, object]:
    row = {"rec_id": rec_id, "review_id": rec_id.partition("/")[0], "kind": "recommendation", "bodies": bodies}
    return row | {"text": rec_id, "label": "1."} | more


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    """Three reviews that count and a plan that does not; two bodies, one of them with an earlier name; two themes."""
    return corpus_of(
        tmp_path,
        reviews=tables.build(
            [
                review("piers", "2011"),
                review("boats", "2015-03-01"),
                review("lamps", "2019-06"),
                review("plan", "2016", in_denominator="no"),
            ],
            "reviews",
        ),
        recommendations=tables.build(
            [
                asked("piers/r2", "harbour-board"),
                asked("piers/r10", "harbour-board;ferry-company"),
                asked("boats/r1", "ferry-company"),
                asked("boats/r2", "harbour-board", kind="quoted"),
                asked("lamps/r1", "harbour-board"),
                asked("plan/lights", "harbour-board", kind="commitment"),
            ],
            "recommendations",
        ),
        codes=tables.build(
            [
                {"rec_id": "piers/r2", "theme": "light"},
                {"rec_id": "lamps/r1", "theme": "light"},
                {"rec_id": "lamps/r1", "theme": "crews"},
                {"rec_id": "boats/r1", "theme": "crews"},
            ],
            "codes",
        ),
        bodies=tables.build(
            [
                {"body_id": "harbour-board", "name": "Harbour Board", "aliases": "Pier Trust;the board"},
                {"body_id": "ferry-company", "name": "Ferry company"},
            ],
            "bodies",
        ),
        themes=pd.DataFrame({"theme": ["light", "crews"], "name": ["Light on piers", "Training of crews"]}),
    )


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ({}, ["piers/r2", "piers/r10", "boats/r1", "lamps/r1"]),
        ({"body": "Harbour Board"}, ["piers/r2", "piers/r10", "lamps/r1"]),
        ({"body": "pier trust"}, ["piers/r2", "piers/r10", "lamps/r1"]),  # an earlier name, in small letters
        ({"body": "harbour-board", "since": 2015}, ["lamps/r1"]),
        ({"theme": "Light on piers"}, ["piers/r2", "lamps/r1"]),
        ({"theme": "crews", "until": 2015}, ["boats/r1"]),
        ({"since": 2011, "until": 2011}, ["piers/r2", "piers/r10"]),
        ({"since": "2015-03", "until": "2015-03"}, ["boats/r1"]),
        ({"review": "Lamps"}, ["lamps/r1"]),
        ({"body": "Ferry company", "theme": "Light on piers"}, []),
    ],
    ids=str,
)
def test_a_question_by_printed_names_gives_what_counted_reviews_asked(
    question: dict[str, Any], expected: list[str], corpus: Corpus
) -> None:
    """What is quoted, promised, or made by a document that does not count is left out; r2 stands before r10."""
    assert corpus.asks(**question)["rec_id"].tolist() == expected


def test_an_answer_has_names_and_not_ids(corpus: Corpus) -> None:
    row = corpus.asks(review="piers").iloc[1]
    assert (row["review"], row["bodies"], row["themes"]) == ("Piers", "Harbour Board; Ferry company", "")
    assert corpus.asks(review="lamps")["themes"].tolist() == ["Light on piers; Training of crews"]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ({"body": "Harbor Board"}, "there is no body 'Harbor Board'; near it are: Harbour Board"),
        ({"theme": "Training"}, "near it are: Training of crews"),
        ({"review": "xylophones"}, "there is no review 'xylophones'; see catalogue.csv"),
    ],
)
def test_a_wrong_name_says_which_are_near(question: dict[str, str], words: str, corpus: Corpus) -> None:
    with pytest.raises(InputError) as error:
        corpus.asks(**question)
    assert words in str(error.value)
