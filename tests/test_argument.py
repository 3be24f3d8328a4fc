"""The argument: every number of it counted on fingers, and its words on either side of each threshold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from helpers import six

from reviewkit.measures import argument
from reviewkit.measures.argument import Evidence


@pytest.fixture(scope="module", name="found")
def _found(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    return argument.evidence(six.six(tmp_path_factory.mktemp("six")))


def test_the_evidence_is_counted_on_fingers(found: Evidence) -> None:
    """An issue of two themes is raised by what raises either: boats in jetty, buoys, pilots and ferries, crews in the
    tides, of whose publisher nothing is known: five reviews of three publishers. Seven are in the denominator."""
    columns = ["theme", "reviews", "publishers", "years", "of_reviews", "of_years"]
    assert found.issues[columns].to_numpy().tolist() == [["boats-and-crews", 5, 3, 5, 6, 6], ["lamps", 4, 2, 4, 6, 6]]
    assert found.others[columns].to_numpy().tolist() == [["ropes", 1, 1, 1, 6, 6]]
    assert (found.reviews, found.published_texts, len(found.watched)) == (7, 0, 7)


def test_what_is_supported_is_said_in_numbers_counted_on_fingers(found: Evidence) -> None:
    """Asks 13; of them five restate, three of another publisher (`test_repetition`)."""
    told = argument.argue(found)
    assert told.supported == (
        "The same themes come back: since 2010 at least 5 reviews by 3 publishers (of 6 of which anything was found), "
        "in 5 different years, asked for something on “Boats and crews” (“Boats” 4, “Crews” 1); at least 4 by 2 in 4 "
        "years on “Lamps”. And single recommendations, each narrower than a theme, come back: at least 5 of 13 repeat "
        "one that an earlier review had made; for 3 of these it was another publisher's."
    )
    assert told.to_lift == told.supported
    assert told.sentences == (told.supported, told.not_supported, told.cannot_be_told)


def test_what_is_not_supported_and_cannot_be_told_is_said_too(found: Evidence) -> None:
    """Near over far (4.5 / 24) / (2.5 / 42) = 3.15; three of six dated reviews after a moment (`test_bursts`). Of three
    promises all were followed for five years or came back within them, one came back; whole are the lists of the jetty,
    the pilots and the nets."""
    told = argument.argue(found)
    assert told.not_supported.startswith("A short cycle, or its contrary: too few repeats were found to say (")
    assert "3.1 times as often, 95 % interval 0.7 to 14.8)" in told.not_supported
    assert "3 of 6 came 180 to 540 days after one; chance gives 1." in told.not_supported
    assert "of 3 government commitments that could be followed for 5 years at least 1 were" in told.cannot_be_told
    assert "all recommendations are known of 3 of 7 reviews, and none was read as published" in told.cannot_be_told


@pytest.mark.parametrize(
    ("ratio", "low", "high", "words"),
    [
        (1.1, 0.5, 2.3, "reviews at most 4 years apart repeat each other about as often as others (1.1"),
        (3.0, 1.2, 8.0, "repeat each other more often than others (3.0"),
        (0.3, 0.1, 0.9, "repeat each other less often than others (0.3"),
        (3.0, 0.7, 14.0, "too few repeats were found to say"),
        (0.5, 0.1, 4.0, "too few repeats were found to say"),
        (None, None, None, ""),
    ],
)
def test_nearness_is_told_by_the_interval(
    ratio: float | None, low: float | None, high: float | None, words: str
) -> None:
    """That rates are alike is not said of a ratio of three, however wide its interval."""
    repeats = {"near_far": ratio, "near_far_low": low, "near_far_high": high, "near_years": 4.0}
    sentence = argument.nearness_sentence({"repetition": repeats})
    assert words in sentence and bool(words) == bool(sentence)


@pytest.mark.parametrize(
    ("p", "words"),
    [(0.2, "That reviews as a rule follow public moments"), (0.01, "That reviews come at any time"), (None, "")],
)
def test_moments_are_told_by_their_p(p: float | None, words: str) -> None:
    after = {"p": p, "n": 3, "of": 6, "expected": 0.9, "window_days": [180, 540]}
    sentence = argument.moments_sentence({"after_moment": after})
    assert sentence.startswith(words) and bool(words) == bool(sentence)


def test_the_ways_of_counting_square(found: Evidence) -> None:
    """Six pairs; five later, four earlier, buoys r1 both: eight in any pair, five in none; three threads; 8 to 9."""
    rows = argument.ways_of_counting(found.held)
    assert rows["number"].tolist() == ["6", "5", "4", "8", "5", "3", "3", "8 to 9"]
    assert rows["how"].iloc[3] == "5 + 4 less 1 that are both"
    assert rows["how"].iloc[4] == "13 less 8"
    assert rows["how"].iloc[6] == "of 7 recommendations; the other 1 stand alone"
    assert rows["how"].iloc[7].startswith("at least 5 + 3; with groups 5 + 3 + 1,")


def test_of_an_empty_corpus_the_argument_says_that_nothing_was_found(tmp_path: Path) -> None:
    corpus = six.six(tmp_path)
    empty = {name: corpus.table(name)[:0] for name in ("recommendations", "codes", "echoes", "events", "statuses")}
    reviews = corpus.reviews.assign(complete="no")
    told = argument.argue(argument.evidence(corpus.with_tables(**empty, reviews=reviews)))
    assert told.supported == "Nothing yet: no recommendation was found."
    assert told.not_supported.startswith("Nothing can be set against chance yet")
    assert "no promise was found" in told.cannot_be_told
    assert "all recommendations are known of 0 of 7 reviews" in told.cannot_be_told
    assert told.to_lift == ""


def test_one_is_singular_and_of_nobody_known_no_publisher_is_named(found: Evidence) -> None:
    """Crews: the tides' review alone, whose publisher is not known. Ropes: the buoys' alone."""
    few = found.others.assign(name="Ropes")
    assert argument.standing_sentence(found._replace(issues=few)) == (
        "The same themes come back: since 2010 at least 1 review by 1 publisher (of 6 of which anything was found), "
        "in 1 different year, asked for something on “Ropes”."
    )
    unknown = found.issues.assign(publishers=0, years=1)
    sentence = argument.standing_sentence(found._replace(issues=unknown))
    assert (
        "at least 5 reviews (of 6 of which anything was found), in 1 different" in sentence
        and "at least 4 in 1 year" in sentence
    )


def test_of_whole_published_lists_nothing_is_said_to_be_missing(found: Evidence) -> None:
    whole = found._replace(measures=found.measures | {"complete": 7}, published_texts=7)
    assert argument.missing_sentence(whole) == "Whether anything improved in practice: nothing here measures it."


def test_what_leaves_holds_no_name_of_a_column_or_a_review(found: Evidence) -> None:
    words = " ".join(argument.argue(found).sentences)
    assert not re.search(r"\w_\w|[a-z]-\d{4}|\bnan\b|\bNone\b", words)


def test_other_themes_that_come_back_as_often_are_named(found: Evidence) -> None:
    """Ropes: one review, fewer than the lamps' four; were it four, it would be named."""
    assert "Other themes" not in argument.standing_sentence(found)
    as_often = found._replace(others=found.others.assign(reviews=4))
    name = found.others["name"].iloc[0]
    assert argument.standing_sentence(as_often).endswith(f"Other themes come back as often: “{name}” (4).")
