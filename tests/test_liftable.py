"""The sentences to lift: each number by hand on a corpus to count on fingers."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.piers import corpus_of_piers

from reviewkit.corpus.corpus import Corpus
from reviewkit.reports import liftable


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    subject = 'name = "piers"\nplace = "the harbour"\ngathered_until = "May 2031"\n'
    (tmp_path / "subject.toml").write_text(subject, encoding="utf-8")
    return corpus_of_piers(tmp_path)


def test_the_catalogue(corpus: Corpus) -> None:
    """Two of the twelve that the one review states are found; the others state nothing, and are not compared."""
    said = liftable.of_catalogue(corpus)
    assert said.sentence == (
        "At least 3 reviews of piers in the harbour were published by 3 bodies, 2011 to 2019. "
        "Of the one whose own number of recommendations is known, 2 of 12 have been found."
    )
    assert "reviews up to June 2019, facts gathered until May 2031" in said.source


def test_a_review_that_makes_none_is_not_behind_with_its_list(corpus: Corpus) -> None:
    none = corpus.reviews.assign(n_recommendations=corpus.reviews["n_recommendations"].fillna(0))
    said = liftable.of_catalogue(corpus.with_tables(reviews=none)).sentence
    assert said.endswith("2 of 12 have been found; 2 reviews made none.")


def test_the_recommendations(corpus: Corpus) -> None:
    """The board, a regulator, is asked by Piers and Lamps, the company by Piers and Boats."""
    assert liftable.of_recommendations(corpus).sentence == (
        "4 recommendations of 3 reviews have been found, 2011 to 2019. "
        "Most often asked: industry (by at least 2 reviews) and regulator (2)."
    )


def test_the_themes(corpus: Corpus) -> None:
    assert liftable.of_themes(corpus).sentence == (
        "Of 3 reviews whose list has been found, in whole or in part, at least 2 ask for something on Light on piers "
        "(2011 to 2019) and 2 on Training of crews (2015 to 2019)."
    )


def test_one_theme(corpus: Corpus) -> None:
    assert liftable.of_theme(corpus, "Training of crews").sentence == (
        "Of 3 reviews whose list has been found, in whole or in part, at least 2 ask for something on Training of "
        "crews (2015 to 2019), in 2 recommendations."
    )


@pytest.mark.parametrize(
    ("review", "sentence"),
    [
        (
            "Lamps",
            "Lamps (Lamps Committee, June 2019): 1 recommendation has been found; how many it makes is not known. Of "
            "these at least 1 asks the same as one of an earlier review, the earliest of 2011 (Piers).",
        ),
        (
            "Piers",
            "Piers (Harbour Board, 2011): of its 12 recommendations 2 have been found. None of these is counted as "
            "asking the same as one of an earlier review, which is no proof.",
        ),
        ("Plan", "Plan (Harbour Board, 2016): 1 commitment or duty has been found, and no recommendation."),
    ],
)
def test_one_review(review: str, sentence: str, corpus: Corpus) -> None:
    assert liftable.of_review(corpus, review).sentence == sentence


def test_a_question_with_where_it_comes_from(corpus: Corpus) -> None:
    said = liftable.of_question(corpus, body="Harbour Board", theme="Light on piers", since=2011)
    assert said.sentence == (
        "At least 2 recommendations to Harbour Board on Light on piers since 2011 were made by 2 reviews of "
        "2 publishers: Piers (2011) and Lamps (2019)."
    )
    assert "All 2 recommendations shown are our paraphrase (2 seen on an official page)" in said.source
    nothing = liftable.of_question(corpus, words="zebra").sentence
    assert nothing == "We have found no recommendations with the words “zebra”, which is no proof that none was made."


def test_where_every_list_is_complete_nothing_is_at_least_so_many(corpus: Corpus) -> None:
    whole = corpus.with_tables(reviews=corpus.reviews.assign(complete="yes"))
    assert "at least" not in liftable.of_themes(whole).sentence
    assert liftable.of_question(whole, theme="light").sentence.startswith("2 recommendations on Light on piers were")


def test_it_is_lifted_with_its_source() -> None:
    said = liftable.Liftable("Two ask it.", "a table.")
    assert (said.in_short, said.to_lift) == ("**In short.** Two ask it.", "> Two ask it.\n>\n> *Source: a table.*")
