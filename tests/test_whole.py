"""With published documents in place of digests everything runs unchanged: invented reviews, all of it counted by hand.

Twelve reviews a year apart make four asks each: the first two are the last two of the review before, the others new.
The last two of the last review are the first two of the first.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
from helpers import inventing
from helpers.cells import FOLDER, executed
from helpers.program import FIGURES

from reviewkit import pipeline
from reviewkit.figures import all_figures
from reviewkit.figures.figure import Figure
from reviewkit.measures import measure_stage
from reviewkit.reports import briefs

pytestmark = pytest.mark.drawn


class Whole(NamedTuple):
    """A corpus of whole lists, what its run made, and its measures as told from its tables alone."""

    corpus: Path
    done: pipeline.Done
    pictures: dict[str, Figure]
    measured: dict


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    corpus = inventing.corpus(tmp_path_factory.mktemp("whole") / "corpus")
    done = pipeline.run(corpus)
    return Whole(corpus, done, all_figures.draw_all(done.corpus), measure_stage.measures_from(corpus / "tables"))


def test_every_list_is_whole_and_rests_on_published_documents(whole: Whole) -> None:
    reviews = whole.done.corpus.reviews
    assert reviews["complete"].tolist() == ["yes"] * inventing.REVIEWS
    assert reviews["edition"].tolist() == ["official"] * inventing.REVIEWS
    assert whole.done.corpus.problems.empty


def test_what_was_put_in_comes_out_as_echoes(whole: Whole) -> None:
    """Two a review but for the first, and two of the last that are the first review's."""
    found = whole.done.corpus.echoes
    restates = {
        tuple(row) for row in found.loc[found["relation"] == "restates", ["earlier_rec_id", "rec_id"]].to_numpy()
    }
    expected = {
        (f"harbour-{year}/r{ask + 2}", f"harbour-{year + 1}/r{ask}") for year in range(2012, 2023) for ask in (1, 2)
    }
    assert restates == expected | {("harbour-2012/r1", "harbour-2023/r3"), ("harbour-2012/r2", "harbour-2023/r4")}


def test_repeats_are_told_and_are_those_counted_by_hand(whole: Whole) -> None:
    """66 pairs of reviews of 16 pairs of asks each. Near, up to four years apart, are 11 + 10 + 9 + 8 pairs of reviews,
    with all links but the two from the last review to the first. 24 of 48 asks come back, and as many are distinct."""
    repeats, again = whole.measured["repetition"], whole.measured["until_asked_again"]
    assert (repeats["links"], repeats["pairs"]) == (24, 66 * 16)
    assert repeats["per_1000"] == pytest.approx(1000 * 24 / 1056, abs=1e-6)
    assert repeats["near_far"] == pytest.approx((22.5 / (38 * 16)) / (2.5 / (28 * 16)), abs=1e-6)
    assert repeats["other_publisher"] is None and repeats["restating"] == 24
    assert (again["again"], again["of"]) == (24, 48)
    distinct = whole.measured["distinct"]
    assert (distinct["fewest"], distinct["most"], distinct["of"]) == (24, 24, 48)
    assert whole.measured["after_moment"]["of"] == inventing.REVIEWS


def test_bounds_of_whole_lists_are_the_shares(whole: Whole) -> None:
    """What holds of all twelve reviews needs no assumption; and trends are told from ten lists on."""
    measured = whole.measured
    assert set(measured["raised_by"]) == set(measured["bounds"]) <= set(whole.done.corpus.themes["theme"])
    for theme, row in measured["bounds"].items():
        share = measured["standing"][theme]["reviews"] / inventing.REVIEWS
        by_people = measured["raised_by"][theme]["n"] / inventing.REVIEWS
        assert share == pytest.approx(by_people)
        assert row["worst_low"] == pytest.approx(share, abs=2e-6) and row["worst_high"] == pytest.approx(
            share, abs=2e-6
        )


def test_every_figure_is_drawn_and_none_speaks_of_digests_or_of_what_is_missing(whole: Whole) -> None:
    assert whole.done.figures == sorted(FIGURES)
    for picture in whole.pictures.values():
        drawn = " ".join(text.get_text() for text in picture.drawing.texts)
        said = f"{drawn} {picture.caption} {picture.rests_on} {picture.alt}".lower()
        said = said.replace("repeats that nobody found are missing: at least so many", "")  # holds of whole lists too
        assert "digest" not in said and "at least" not in said, picture.slug
        assert len(picture.data) or picture.slug == "promised-and-asked-again", picture.slug


def test_a_briefing_tells_the_same_counts(whole: Whole) -> None:
    made = briefs.make_brief(whole.done.corpus, whole.pictures)
    said = " ".join(str(sentence) for finding in made.findings for sentence in finding.sentences)
    assert (
        "24 recommendations, or chains of closely related ones, came again in a later review; the longest gap 11 years."
        in said
    )
    assert "24 of 1056 pairs of recommendations of different reviews ask for the same." in said


def test_the_notebook_on_the_cycle_tells_the_same_numbers(whole: Whole) -> None:
    """Of no review a publisher is known, and all lists are whole: nothing is said of either."""
    said = " ".join(str(output.get("data")) for output in executed(FOLDER / "04-cycle.ipynb", whole.corpus))
    assert "at least 24 of 48 repeat one" in said and "22.7 (13.3 to 38.8)" in said
    assert "0 publishers" not in said and "What share of reviews" not in said
