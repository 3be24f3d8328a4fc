"""Questions to a corpus by the names that are printed, on a corpus small enough to count on fingers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from helpers.piers import corpus_of_piers

from reviewkit.base.errors import InputError
from reviewkit.corpus.corpus import Corpus


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return corpus_of_piers(tmp_path)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ({}, ["piers/r2", "piers/r10", "boats/r1", "lamps/r1"]),
        ({"body": "Harbour Board"}, ["piers/r2", "piers/r10", "lamps/r1"]),
        ({"body": "pier trust"}, ["piers/r2", "piers/r10", "lamps/r1"]),  # an earlier name, in small letters
        ({"body": "harbour-board", "since": 2015}, ["lamps/r1"]),
        ({"body": "regulator", "until": 2011}, ["piers/r2", "piers/r10"]),  # a kind of body
        ({"body": "industry"}, ["piers/r10", "boats/r1"]),  # a kind, though it is another name of one body too
        ({"theme": "Light on piers"}, ["piers/r2", "lamps/r1"]),
        ({"theme": "crews", "until": 2015}, ["boats/r1"]),
        ({"since": 2011, "until": 2011}, ["piers/r2", "piers/r10"]),
        ({"since": "2015-03", "until": "2015-03"}, ["boats/r1"]),
        ({"review": "Lamps"}, ["lamps/r1"]),
        ({"body": "Ferry company", "theme": "Light on piers"}, []),
        ({"words": "pier light"}, ["piers/r2", "lamps/r1"]),  # both, in any order, as beginnings of words
        ({"words": "Train ferr"}, ["boats/r1"]),
        ({"words": "zebra"}, []),
        ({"kind": "commitment"}, ["plan/lights"]),  # of a document that does not count
        ({"kind": "quoted", "words": "light"}, ["boats/r2"]),
        ({"answer": "accepted"}, ["lamps/r1"]),
        ({"answer": "no answer known", "since": 2012}, ["boats/r1"]),
        ({"answer": "done"}, []),
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
        ({"body": "regulators"}, "near it are: regulator"),
        ({"body": "ferry-compani"}, "there is no body 'ferry-compani'; near it are: Ferry company"),  # and not its id
        ({"theme": "Training"}, "near it are: Training of crews"),
        ({"review": "xylophones"}, "there is no review 'xylophones'; see catalogue.csv"),
        ({"words": "ferrry"}, "no recommendation has the word 'ferrry'; near it are: ferry"),
        ({"kind": "recomendation"}, "near it are: recommendation"),
        ({"answer": "acepted"}, "near it are: accepted"),
        ({"since": "last year"}, "since: 'last year' is no date; write 2015, 2015-06 or 2015-06-10"),
    ],
)
def test_a_wrong_name_says_which_are_near(question: dict[str, str], words: str, corpus: Corpus) -> None:
    with pytest.raises(InputError) as error:
        corpus.asks(**question)
    assert words in str(error.value)
    assert error.value._render_traceback_() == [str(error.value)]  # what a notebook shows: a line, and no trace
