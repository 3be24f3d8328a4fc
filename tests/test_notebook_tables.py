"""The tables that notebooks show: plain heads and names, like with like, and every cell safe as HTML."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
from helpers.piers import corpus_of_piers, review

from reviewkit.corpus import tables
from reviewkit.corpus.corpus import Corpus
from reviewkit.reports import notebook_display, notebook_tables, plain_words, review_tables, theme_tables


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return corpus_of_piers(tmp_path)


@pytest.fixture
def more_reviews(corpus: Corpus) -> Corpus:
    """One more review of which nothing is found, one that makes none, one that is complete."""
    more = [
        review("tides", "2020", publisher_body="Harbour Board", edition="none", n_recommendations=5, held=0),
        review(
            "ropes", "2021", publisher_body="Harbour Board", edition="none", n_recommendations=0, held=0, complete="yes"
        ),
        review("sails", "2022", publisher_body="Harbour Board", n_recommendations=3, held=3, complete="yes"),
    ]
    reviews = pd.concat([corpus.reviews, tables.build(more, "reviews")], ignore_index=True)
    return corpus.with_tables(reviews=reviews)


def test_what_was_found_is_compared_with_a_total_only_where_one_is_known(more_reviews: Corpus) -> None:
    """Of the three reviews in part, Piers alone states its total: two of twelve, and not four of twelve."""
    rows = notebook_tables.what_was_found(more_reviews).values.tolist()
    assert rows == [
        ["complete list", 1, 3, "1", "3", "3"],
        ["part of the list", 3, 4, "1", "2", "12"],
        ["nothing yet", 1, 0, "1", "0", "5"],
        ["makes no recommendations", 1, 0, "", "", ""],
    ]


def test_a_review_that_makes_none_is_not_one_to_look_for(more_reviews: Corpus) -> None:
    assert notebook_tables.nothing_found(more_reviews)["review"].tolist() == ["Tides"]


def test_publishers_are_bodies(more_reviews: Corpus) -> None:
    assert notebook_tables.publishers(more_reviews).values.tolist()[0] == ["Harbour Board", 4, "2011 to 2022"]


def test_what_is_not_counted_is_said_in_words(corpus: Corpus) -> None:
    said = dict(notebook_tables.not_counted(corpus).values.tolist())
    assert said == {"commitments": 1, "quotations of earlier recommendations": 1}


def test_one_review_beside_those_before_it(corpus: Corpus) -> None:
    (row,) = review_tables.asks(corpus, "lamps").to_dict("records")
    assert row["themes"] == "Light on piers; Training of crews" and row["number"] == "no number"
    assert (row["earlier reviews that asked the same"], row["first of them"]) == ("1", "Piers, 2011")
    (before,) = review_tables.asked_before(corpus, "lamps").to_dict("records")
    assert (before["in"], before["date"], before["who says so"]) == ("Piers", "2011", "both coders")
    assert review_tables.asks(corpus, "boats")["earlier reviews that asked the same"].tolist() == ["none found"]


@pytest.mark.parametrize(
    ("total", "said"),
    [
        (None, "How many recommendations it makes is not known, so more may be missing."),
        (2, "All 2 of its recommendations have been found."),
        (3, "Not found: 1 more; which of its numbers they bear is not known."),
    ],
)
def test_what_was_not_found_of_a_review_is_named(total: int | None, said: str, corpus: Corpus) -> None:
    """Piers has its second and tenth; of three it cannot be told which one is missing, since the tenth is none."""
    reviews = corpus.reviews.assign(n_recommendations=pd.array([total, None, None, None], dtype="Int64"))
    assert review_tables.not_found(corpus.with_tables(reviews=reviews), "piers") == said


def test_the_numbers_that_were_not_found_are_named(corpus: Corpus) -> None:
    said = review_tables.not_found(corpus, "piers")  # of twelve
    assert said == "Not found: recommendations 1, 3 to 9, 11 and 12."


def test_tables_of_themes_have_names_and_no_ids(corpus: Corpus) -> None:
    frame = pd.DataFrame({"theme": ["lamps-on-piers", "crews"], "name": ["Light", "Crews"], "issue": ["", ""],
                          "definition": ["Lamps.", "Not lamps-on-piers."]})  # fmt: skip
    named = theme_tables.code_frame(corpus.with_tables(themes=frame))
    assert named["what it takes in"].tolist() == ["Lamps.", "Not “Light”."]
    assert theme_tables.who_coded(corpus).values.tolist() == [["both coders", 4, 3]]
    assert theme_tables.without_theme(corpus) == (2, 5)
    examples = theme_tables.example_codes(corpus, "lamps")
    assert examples["theme"].tolist() == ["Light on piers", "Training of crews"]


def test_no_head_is_the_name_of_a_column(more_reviews: Corpus) -> None:
    shown = [
        notebook_tables.kinds_of_review(more_reviews), notebook_tables.known_totals(more_reviews),
        notebook_tables.areas(more_reviews), notebook_tables.problems(more_reviews),
        notebook_tables.what_was_read(more_reviews), notebook_tables.latest_asks(more_reviews),
        theme_tables.doubts(more_reviews), theme_tables.doubt_counts(more_reviews), theme_tables.topics(more_reviews),
        review_tables.nearest(more_reviews, "lamps"), review_tables.effect(more_reviews, "lamps"),
    ]  # fmt: skip
    assert [head for rows in shown for head in rows.columns if "_" in head] == []
    assert {len(rows) > 0 for rows in shown[:3]} == {True}


def test_yes_is_said_in_words_and_an_address_is_a_link_to_the_web_alone() -> None:
    rows = pd.DataFrame(
        {"is_so": [True, False], "source": ["see https://www.harbour.example/a?b=1&c=2.", "javascript:alert(1) <b>"]}
    )
    shown = notebook_display.table(rows).data
    assert ">is so<" in shown and ">yes<" in shown and ">no<" in shown and "True" not in shown
    assert '<a href="https://www.harbour.example/a?b=1&amp;c=2">harbour.example</a>.' in shown
    assert "&lt;b&gt;" in shown and shown.count("<a ") == 1


def test_a_quotation_mark_ends_an_address() -> None:
    shown = notebook_display.table(pd.DataFrame({"source": ['https://harbour.example/"onmouseover="x']})).data
    assert 'href="https://harbour.example/"' in shown and "<a href" in shown and shown.count("href=") == 1


def test_folded_tables_say_how_many_rows_they_have() -> None:
    shown = notebook_display.folded({"Piers <1>": pd.DataFrame({"pier": ["a", "b"]}), "None": pd.DataFrame()}).data
    assert "<summary>Piers &lt;1&gt; (2)</summary>" in shown and "<summary>None (0)</summary>No rows." in shown


def test_bars_are_as_long_as_their_numbers() -> None:
    shown = notebook_display.bars(pd.DataFrame({"year": ["2011", "2015"], "recommendations": [1, 2]}), "By year").data
    assert re.findall(r"width: ([\d.]+)em", shown) == ["12.0", "24.0"] and "<figure>" in shown


def test_every_code_that_a_table_prints_has_words() -> None:
    from reviewkit.corpus import schema

    assert set(plain_words.RELATIONS) == set(schema.RELATIONS)
    assert set(theme_tables.WHY) <= set(schema.UNSURE_WHY)
