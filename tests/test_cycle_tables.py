"""The tables of the notebook on the cycle: every cell counted on fingers, and heads in plain words."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest
from helpers import six

from reviewkit.corpus.corpus import Corpus
from reviewkit.measures import argument
from reviewkit.measures.argument import Evidence
from reviewkit.measures.overlooked import Overlooked
from reviewkit.reports import cycle_tables


class Six(NamedTuple):
    """The six reviews and what is found in them."""

    corpus: Corpus
    found: Evidence


@pytest.fixture(scope="module", name="reviews")
def _reviews(tmp_path_factory: pytest.TempPathFactory) -> Six:
    corpus = six.six(tmp_path_factory.mktemp("six"))
    return Six(corpus, argument.evidence(corpus))


def cells(rows: pd.DataFrame) -> list[list[object]]:
    return rows.to_numpy().tolist()


def test_standing_issues_come_first_and_all_have_their_denominators(reviews: Six) -> None:
    """As in `test_argument`: of six reviews whose lists are held, of six years."""
    rows = cycle_tables.standing_table(reviews.found)
    assert rows.columns.tolist() == [
        "theme", "named by the audit", "reviews, at least (of 6)", "publishers", "years (of 6)"
    ]  # fmt: skip
    assert cells(rows) == [["Boats and crews", "yes", 5, 3, 5], ["Lamps", "yes", 4, 2, 4], ["Ropes", "", 1, 1, 1]]


def test_repeats_stand_beside_their_pairs(reviews: Six) -> None:
    """As in `test_repetition`: 6 of 66, 4 of 24, 2 of 42, 3 of 40, 6 of 12 and 3 of 7, times a thousand."""
    rows = cycle_tables.repeats_table(reviews.found)
    assert rows["pairs"].tolist() == ["66", "24", "42", "40", "12", "7"]
    assert rows["of these, asking the same"].tolist() == [6, 4, 2, 3, 6, 3]
    rates = rows["per 1,000 (95 % interval)"].str.extract(r"^([\d.]+) \(([\d.]+) to ([\d.]+)\)$").astype(float)
    assert rates[0].tolist() == [90.9, 166.7, 47.6, 75.0, 500.0, 428.6]
    assert (rates[1] < rates[0]).all() and (rates[0] < rates[2]).all() and rates[2].max() <= 1000


def test_where_no_repeat_was_found_it_is_said(reviews: Six) -> None:
    held = six.held(echoes=six.five_tables()["echoes"][:0])
    rows = cycle_tables.repeats_table(reviews.found._replace(held=held))
    assert set(rows["per 1,000 (95 % interval)"]) == {"none found"}


def test_nearness_says_how_often_chance_gives_as_much(reviews: Six) -> None:
    """Movable are the Board's two reviews and the Trust's two (`test_repetition`)."""
    shuffled = reviews.found.measures["repetition"]["dates_shuffled"]
    words = cycle_tables.nearness_words(reviews.found)
    assert f"in {100 * shuffled['p']:.0f} of 100 shuffles" in words
    assert words.endswith(f"in {100 * shuffled['p_within']:.0f} of 100.")
    assert "(only 4 reviews have another to change with)" in words
    measures = reviews.found.measures
    for changed, expected in (
        ({"p": None, "p_within": None, "movable": 0}, "No repeat was found, so nothing can be said of when they come."),
        (
            {"p": 0.2, "p_within": None, "movable": 0},
            "If all dates are shuffled, at least as many near repeats come in 20 of 100 shuffles.",
        ),
    ):
        repeats = measures["repetition"] | {"dates_shuffled": changed}
        told = cycle_tables.nearness_words(reviews.found._replace(measures=measures | {"repetition": repeats}))
        assert told.startswith(expected) and "None" not in told


def test_coverage_is_told_with_its_interval(reviews: Six) -> None:
    """53 of 78 by hand (`test_rarefaction`): 68 %."""
    assert "about 68% (" in cycle_tables.coverage_words(reviews.found)
    measures = reviews.found.measures
    distinct = measures["distinct"] | {"coverage": {"value": None, "low": None, "high": None}}
    none = reviews.found._replace(measures=measures | {"distinct": distinct})
    assert cycle_tables.coverage_words(none).startswith("Too few reviews")


def test_what_was_overlooked_is_told_with_the_sample_that_it_rests_on(reviews: Six) -> None:
    """Six known and 18 missing (6 to 54) are a quarter known: 6 of 24; 6 of 60 to 6 of 12."""
    assert cycle_tables.overlooked_words(reviews.found).startswith("How many repeats were overlooked is not known")
    missing = Overlooked(known=6, missing=18.0, low=6.0, high=54.0, drawn=50, repeating=3)
    words = cycle_tables.overlooked_words(reviews.found._replace(overlooked=missing))
    for expected in ("sample of 50 pairs", "about 18 ", "(6 to 54)", "the 6 known", "25% (10% to 50%)"):
        assert expected in words


def test_what_hangs_on_one_moment_is_told(reviews: Six) -> None:
    assert cycle_tables.moments_words(reviews.found).startswith("Too few public moments are dated")  # two of them
    measures = reviews.found.measures | {
        "after_moment": {"p": 0.46},
        "without_each_moment": {"after_p": [0.2, 0.65], "attention": [-0.05, 0.3], "p_attention": [0.03, 0.52]},
        "burstiness": {"attention": 0.28, "p_attention": 0.034},
    }
    words = cycle_tables.moments_words(reviews.found._replace(measures=measures))
    assert "in 46 of 100 shifts; with any one moment left out, in 20 of 100 to 65 of 100." in words
    assert words.endswith("by chance are 3 of 100, and with any one left out 3 of 100 to 52 of 100.")


def test_lags_say_where_a_day_is_not_known(reviews: Six) -> None:
    """The years as in `test_lags`."""
    rows = cycle_tables.lags_table(reviews.corpus)
    assert rows["years"].tolist() == ["0.7", "0.3", "about 2.0", "1.4"]
    assert cells(rows)[2][1:3] == ["Tides commissioned, 2018-06", "Tides, 2020"]


def test_answers_are_counted_by_state_and_no_share_is_told_of_few(reviews: Six) -> None:
    """As in `test_responses`."""
    rows = cycle_tables.answers_table(reviews.found)
    assert cells(rows) == [
        ["accepted", 3, 2, 1, "1", 1, 1, "too few"],
        ["promised", 3, 1, 2, "none found", 3, 1, "too few"],
        ["rejected", 1, 1, 1, "none found", 1, 1, "too few"],
    ]
    told = reviews.found.by_state.assign(value=0.314, low=0.2, high=np.nextafter(0.5, 0))
    share = cycle_tables.answers_table(reviews.found._replace(by_state=told)).iloc[0, -1]
    assert share == "31% (20% to 50%)"


def test_cases_stand_in_words_with_both_reviews(reviews: Six) -> None:
    """What was promised or answered and came back: four, of which the plan's promises are two."""
    rows = cycle_tables.answered_cases(reviews.corpus, reviews.found)
    assert cells(rows[["state", "in", "by", "years later"]]) == [
        ["accepted", "Jetty", "Pilots", 1.6],
        ["promised", "Plan", "Ferries", 6.1],
        ["promised", "Plan", "Pilots", 1.6],
        ["rejected", "Buoys", "Pilots", 0.6],
    ]
    assert rows["what"].iloc[0] == "Words of jetty-2010/r2." and rows["asked for again"].notna().all()


def test_heads_are_plain_words(reviews: Six) -> None:
    tables = [make(reviews.found) for make in (cycle_tables.standing_table, cycle_tables.repeats_table,
                                               cycle_tables.answers_table)]  # fmt: skip
    tables += [cycle_tables.lags_table(reviews.corpus), cycle_tables.answered_cases(reviews.corpus, reviews.found)]
    heads = " ".join(column for rows in tables for column in rows.columns)
    assert not re.search(r"\w_\w", heads)


def test_of_an_empty_corpus_every_table_is_empty_and_every_sentence_says_so(tmp_path: Path) -> None:
    corpus = six.six(tmp_path)
    names = ("reviews", "recommendations", "codes", "echoes", "events", "statuses")
    empty = corpus.with_tables(**{name: corpus.table(name)[:0] for name in names})
    found = argument.evidence(empty)
    assert cycle_tables.standing_table(found).empty and cycle_tables.answers_table(found).empty
    assert cycle_tables.lags_table(empty).empty and cycle_tables.answered_cases(empty, found).empty
    told = [make(found) for make in (cycle_tables.nearness_words, cycle_tables.coverage_words,
                                     cycle_tables.moments_words)]  # fmt: skip
    assert all("None" not in words and re.search("Too few|No repeat", words) for words in told)


def test_a_list_says_how_much_of_it_repeats_and_what_is_only_related(reviews: Six) -> None:
    """Both of the pilots' two repeat an earlier one; of the first review's none can."""
    assert cycle_tables.list_behind(reviews.corpus, "pilots-2013").iloc[:, 2].tolist() == ["2", "1"]
    words = cycle_tables.list_words(reviews.corpus, "pilots-2013")
    assert words.startswith("Of its 2 recommendations 2 were found. Of these at least 2 repeat what an earlier review")
    assert "at least 0 repeat" in cycle_tables.list_words(reviews.corpus, "jetty-2010")


def test_what_is_near_is_tried_at_several_cut_offs(reviews: Six) -> None:
    rows = cycle_tables.cut_offs_table(reviews.found)
    at_four = rows.set_index("near").loc["at most 4 years apart"].iloc[0]
    assert at_four == "3.1 (0.7 to 14.8)"  # as in the argument
