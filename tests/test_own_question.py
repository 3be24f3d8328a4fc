"""The answer to one's own question: plain heads, counts that can be done on fingers, and a file of exactly its rows."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from helpers.piers import corpus_of_piers

from reviewkit.base.errors import InputError
from reviewkit.corpus.corpus import Corpus
from reviewkit.corpus.questions import Question
from reviewkit.reports import own_question


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return corpus_of_piers(tmp_path)


def test_a_row_has_what_a_reader_asks_for_and_no_id(corpus: Corpus) -> None:
    rows = own_question.printed(corpus, corpus.asks())
    assert list(rows.columns) == own_question.HEADS
    last = rows.iloc[-1]
    assert (last["review"], last["publisher"], last["number"]) == ("Lamps", "Lamps Committee", "no number")
    assert last["asked before"] == "Asked the same: Piers (2011). Related: Boats (2015; model)"
    assert last["answer"] == "accepted (Harbour Board, 2019-09)"
    assert rows["number"].tolist()[0] == "2" and rows["asked before"].tolist()[0] == "none found"
    assert last["source"] == "our paraphrase, official page: https://harbour.example/piers"
    assert not rows.astype(str).map(lambda cell: "/r" in cell or "harbour-board" in cell).any(axis=None)


def test_what_is_asked_is_counted_in_words(corpus: Corpus) -> None:
    asked = corpus.asks()
    assert own_question.count_words(corpus, asked) == "4 recommendations of 3 reviews by 3 publishers, 2011 to 2019"
    one = corpus.asks(review="boats")
    assert own_question.count_words(corpus, one) == "1 recommendation of 1 review by 1 publisher, 2015"
    promised = corpus.asks(kind="commitment")
    assert own_question.count_words(corpus, promised) == "1 commitment of 1 document by 1 publisher, 2016"
    assert "no proof" in own_question.count_words(corpus, asked.head(0))
    years = own_question.years_table(asked)
    assert years.values.tolist() == [["2011", 2, 1], ["2015", 1, 1], ["2019", 1, 1]]


def test_who_was_first_is_told_with_what_is_linked(corpus: Corpus) -> None:
    told = own_question.first_and_again(corpus, corpus.asks(words="light"))
    assert told.startswith("First: Piers (Harbour Board, 2011). Later: Lamps (Lamps Committee, June 2019).")
    assert "the same as an earlier one of these: 1; related to one: 0." in told
    assert own_question.first_and_again(corpus, corpus.asks(review="boats")).endswith("No later review.")


def test_reviews_whose_order_is_open_are_first_together(corpus: Corpus) -> None:
    """Of 2015 and of March 2015: which came first is not known."""
    reviews = corpus.reviews.assign(published=corpus.reviews["published"].replace({"2011": "2015"}))
    same_year = corpus.with_tables(reviews=reviews)
    told = own_question.first_and_again(same_year, same_year.asks(until=2015))
    assert told == "First: Piers (Harbour Board, 2015) and Boats (Ferry company, 1 March 2015). No later review."


def test_answers_are_told_and_what_is_not_known_is_no_refusal(corpus: Corpus) -> None:
    told = own_question.answer_words(corpus, corpus.asks())
    assert told == "An answer is known to 1 of the 4: accepted 1. To the other 3 none is known here."
    assert "no proof" in own_question.answer_words(corpus, corpus.asks(until=2015))


def test_a_question_is_described_as_it_is_printed(corpus: Corpus) -> None:
    question = Question(body="pier trust", theme="light", since="2011", words="pier", answer="accepted")
    assert own_question.described(corpus, question) == (
        "to Harbour Board on Light on piers with the words “pier” answered “accepted” since 2011"
    )
    bodies = corpus.bodies.assign(**{"class": "industry"})
    assert own_question.described(corpus.with_tables(bodies=bodies), Question(body="industry")) == (
        "to bodies of the kind “industry”"
    )


def test_exactly_these_rows_leave(corpus: Corpus) -> None:
    """The file is that of `reviewkit table`, so that changes in it can be taken back."""
    file = own_question.export(corpus, corpus.asks(theme="light"), "../light.csv")
    assert file == corpus.folders.build / "exported" / "light.csv"
    written = pd.read_csv(file)
    assert written["id"].tolist() == ["piers/r2", "lamps/r1"] and written.columns[-1] == "as sent (leave)"
    with pytest.raises(InputError, match="no recommendation fits"):
        own_question.export(corpus, corpus.asks(words="zebra"), "zebra.xlsx")


def test_the_names_that_can_be_asked_for_are_listed_with_how_often_they_are_met(corpus: Corpus) -> None:
    names = own_question.names(corpus)
    assert names["Themes"][["theme", "recommendations", "reviews"]].values.tolist() == [
        ["Light on piers", 2, 2],
        ["Training of crews", 2, 2],
    ]
    bodies = names["Bodies that are asked, by present name"]
    assert bodies.values.tolist() == [["Ferry company", 2, 2, "industry"], ["Harbour Board", 3, 2, "regulator"]]
    assert names["Reviews"]["recommendations found"].tolist() == [2, 1, 1]
    for theme in names["Themes"]["theme"]:
        assert len(corpus.asks(theme=theme))
