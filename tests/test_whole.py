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


def test_shares_are_told_and_are_those_counted_by_hand(whole: Whole) -> None:
    """Seven reviews have five before them; half of their 28 asks restate the review before; 24 of 48 are distinct."""
    asked, again = whole.measured["asked_before"], whole.measured["until_asked_again"]
    assert (asked["n"], asked["of"], asked["value"]) == (14, 28, 0.5)
    assert (whole.measured["new_asks"]["distinct"], whole.measured["new_asks"]["of"]) == (24, 48)
    assert (again["again"], again["of"]) == (24, 48)
    assert whole.measured["after_moment"]["of"] == inventing.REVIEWS
    assert set(whole.measured["raised_by"]) <= set(whole.done.corpus.themes["theme"])


def test_every_figure_is_drawn_and_none_speaks_of_digests_or_of_what_is_missing(whole: Whole) -> None:
    assert whole.done.figures == sorted(FIGURES)
    for picture in whole.pictures.values():
        drawn = " ".join(text.get_text() for text in picture.drawing.texts)
        said = f"{drawn} {picture.caption} {picture.rests_on} {picture.alt}".lower()
        assert "digest" not in said and "at least" not in said and "whole lists held" not in said, picture.slug
        assert len(picture.data) or picture.slug == "promised-and-asked-again", picture.slug


def test_a_briefing_tells_the_same_shares(whole: Whole) -> None:
    made = briefs.make_brief(whole.done.corpus, whole.pictures)
    said = " ".join(sentence for finding in made.findings for sentence in finding.sentences)
    assert "14 of 28 recommendations repeat one of the reviews just before." in said
    assert "24 of 48 recommendations were made again by a later review." in said
    assert "at least" not in said.lower()


def test_the_notebook_on_the_cycle_tells_shares_of_it(whole: Whole) -> None:
    said = " ".join(str(output.get("data")) for output in executed(FOLDER / "04-cycle.ipynb", whole.corpus))
    assert "14 of 28 asks" in said
    assert "Median years until asked again" in said
    assert "No share or trend by theme" not in said
