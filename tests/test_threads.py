"""Threads of recommendations that came again, and the picture of them: counted on fingers, every number of it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from helpers.pictures import words
from matplotlib.lines import Line2D

from reviewkit.corpus import tables
from reviewkit.corpus.thread_names import load_thread_names
from reviewkit.figures import threads as figure
from reviewkit.figures.figure import Figure
from reviewkit.measures import threads


def document(review_id: str, published: str, title: str = "", **more: str) -> dict[str, object]:
    row = {"review_id": review_id, "short_title": title or review_id.capitalize(), "published": published, "held": 1}
    row |= {"in_denominator": "yes", "edition": "digest", "complete": "no", "publisher": "The Harbour Board"}
    return row | more


REVIEWS = tables.build(
    [
        document("pier", "2030-05-10", "Pier inquiry (Crowe)"),
        document("plan", "2031-03-01", in_denominator="no", publisher="Ministry"),
        document("tide", "2033-06-01", publisher="HMIX"),
        document("reef", "2040", publisher="HM Inspectorate of Boats; The Stationer"),
        document("abroad", "2034-01-01", in_denominator="no"),
        document("later", "2042-02-01", in_denominator="no"),
        document("undated", ""),
    ],
    "reviews",
)
TEXTS = {
    "pier/r1-lamps": "Put two lamps on every pier of the coast, and pay a keeper to light them each night of the year.",
    "pier/r1-keepers": "Pay keepers.",
    "pier/buoys": "Count the buoys.",
    "plan/lamps": "Lamps will come.",
    "plan/buoys": "Buoys will be counted.",
    "tide/r4": "Light the piers.",
    "reef/lights": "Have lights on piers.",
    "abroad/r1": "Light the piers of other lands.",
    "later/buoys": "Buoys will be counted at last.",
    "undated/r1": "Light the piers.",
}
PROMISES = ("plan/lamps", "plan/buoys", "later/buoys")
RECOMMENDATIONS = tables.build(
    [
        {"rec_id": rec_id, "review_id": rec_id.split("/")[0], "text": text, "edition": "digest",
         "kind": "commitment" if rec_id in PROMISES else "recommendation"}
        for rec_id, text in TEXTS.items()
    ],
    "recommendations",
)  # fmt: skip
ECHOES = tables.build(
    [
        {"rec_id": later, "earlier_rec_id": earlier, "relation": relation}
        for earlier, later, relation in (
            ("pier/r1-lamps", "tide/r4", "restates"),
            ("pier/r1-keepers", "tide/r4", "restates"),
            ("plan/lamps", "reef/lights", "restates"),
            ("pier/r1-lamps", "plan/lamps", "restates"),
            ("pier/r1-lamps", "abroad/r1", "restates"),
            ("pier/r1-lamps", "undated/r1", "restates"),
            ("pier/buoys", "plan/buoys", "restates"),
            ("plan/buoys", "later/buoys", "restates"),
            ("pier/buoys", "reef/lights", "related"),
        )
    ],
    "echoes",
)
NO_ANSWERS, NO_NAMES = tables.empty("statuses"), tables.empty("threads")
LAMPS, BUOYS = "pier/r1-lamps", "pier/buoys"
BODIES = tables.build([{"body_id": "hmix", "name": "HMIX", "aliases": "HM Inspectorate of Boats"}], "bodies")
MOMENTS = tables.build(
    [{"date": "2032-01-01", "event": "A ferry runs aground", "exogenous": "yes"},
     {"date": "2033-06-01", "event": "Tide report", "exogenous": "no"},
     {"date": "2029-01-01", "event": "Before it all", "exogenous": "yes"}],
    "events",
)  # fmt: skip


def named(**names: str) -> pd.DataFrame:
    rows = [{"rec_id": rec_id.replace("__", "/"), "name": name, "by": "CW"} for rec_id, name in names.items()]
    return tables.build(rows, "threads")


def answered(rec_id: str, sure: str = "yes", **more: str) -> pd.DataFrame:
    row = {"rec_id": rec_id, "answer": "accepted", "date": "2040-12-01", "sure": sure, "known_from": "hand"}
    return tables.build([row | more], "statuses")


def measured(
    statuses: pd.DataFrame = NO_ANSWERS, names: pd.DataFrame = NO_NAMES, reviews: pd.DataFrame = REVIEWS
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The events and the lives of the threads above."""
    events = threads.thread_events(RECOMMENDATIONS, reviews, ECHOES, statuses, names)
    links = threads.thread_links(RECOMMENDATIONS, reviews, ECHOES)
    return events, threads.thread_lives(events, links, reviews, BODIES)


def life(thread: str = LAMPS, **given: pd.DataFrame) -> dict[str, object]:
    return measured(**given)[1].set_index("thread").loc[thread].to_dict()


def picture(events: pd.DataFrame, lives: pd.DataFrame, reviews: pd.DataFrame = REVIEWS) -> Figure:
    return figure.asked_promised_asked_again(events, lives, RECOMMENDATIONS, reviews, MOMENTS)


def seen(drawn: Figure) -> list[str]:
    return [text.get_text() for text, _ in words(drawn.drawing)]


def test_a_thread_is_what_links_join_over_a_promise_too_and_not_what_is_related_undated_or_not_counted() -> None:
    """By hand: two parts of one number in pier, the promise, tide, and reef, which restates the promise alone."""
    events, _ = measured()
    assert [tuple(row) for row in events[["thread", "event", "date", "rec_id"]].to_numpy()] == [
        (BUOYS, "asked", "2030-05-10", "pier/buoys"),
        (BUOYS, "promised", "2031-03-01", "plan/buoys"),
        ("pier/r1-keepers", "asked", "2030-05-10", "pier/r1-keepers"),
        ("pier/r1-keepers", "asked", "2030-05-10", LAMPS),
        ("pier/r1-keepers", "promised", "2031-03-01", "plan/lamps"),
        ("pier/r1-keepers", "asked", "2033-06-01", "tide/r4"),
        ("pier/r1-keepers", "asked", "2040", "reef/lights"),
    ]


def test_two_promises_that_restate_each_other_are_not_joined() -> None:
    assert "later/buoys" not in set(measured()[0]["rec_id"])


def test_a_thread_is_counted_by_hand() -> None:
    """Parts of one number are one; the inspectorate has two names; from June 2033 to the middle of 2040 it is 7.1."""
    counted = life("pier/r1-keepers")
    assert counted["times_asked"] == 3 and counted["reviews"] == 3 and counted["publishers"] == 2
    assert (counted["first_asked"], counted["latest"]) == ("2030-05-10", "2040")
    assert (counted["times_promised"], counted["promised_before"]) == (1, 1)
    assert counted["asked_again"] == 1  # tide; what reef restates is the promise
    assert (counted["longest_gap"], counted["gap_from"], counted["gap_to"]) == (7.1, "2033-06-01", "2040")


@pytest.mark.parametrize(
    ("statuses", "state"),
    [
        (NO_ANSWERS, "promised and asked again"),
        (answered("reef/lights"), "accepted"),
        (answered("reef/lights", sure="no"), "promised and asked again"),
        (answered("pier/r1-lamps"), "promised and asked again"),  # and asked again since
        (answered("reef/lights", answer="in part"), "promised and asked again"),
        (answered("reef/lights", done="yes"), "done"),
    ],
)
def test_where_a_thread_stands(statuses: pd.DataFrame, state: str) -> None:
    assert life("pier/r1-keepers", statuses=statuses)["state"] == state


def test_silence_is_counted_from_the_last_that_asked_or_promised() -> None:
    """Buoys: promised in March 2031; the latest document is of 2042."""
    assert life(BUOYS)["state"] == "silent since 2031"
    early = REVIEWS[REVIEWS["published"] < "2035"]
    assert life(BUOYS, reviews=early)["state"] == "promised"


def test_an_answer_is_an_event_that_says_whether_it_is_sure() -> None:
    events, _ = measured(statuses=answered("tide/r4", sure="no", done="yes"))
    rows = events[events["rec_id"] == "tide/r4"]
    assert rows[["event", "date", "sure"]].to_numpy().tolist() == [
        ["asked", "2033-06-01", ""], ["accepted", "2040-12-01", "no"], ["done", "", ""],
    ]  # fmt: skip


@pytest.mark.parametrize("member", ["pier__r1-lamps", "plan__lamps", "tide__r4", "reef__lights"])
def test_a_name_is_found_by_any_member(member: str) -> None:
    events, lives = measured(names=named(**{member: "Light the piers at night"}))
    assert "Light the piers at night" in set(lives["name"])
    assert events.loc[events["rec_id"] == "tide/r4", "name"].tolist() == ["Light the piers at night"]


def test_of_two_names_that_of_the_member_first_asked_stands_and_without_any_the_words_of_the_first() -> None:
    names = named(**{"tide__r4": "The second name", "pier__r1-lamps": "The first name"})
    assert life("pier/r1-keepers", names=names)["name"] == "The first name"
    without = RECOMMENDATIONS[RECOMMENDATIONS["rec_id"] != "pier/r1-keepers"]
    events = threads.thread_events(without, REVIEWS, ECHOES, NO_ANSWERS, NO_NAMES)
    (name,) = events.loc[events["thread"] == LAMPS, "name"].unique()
    assert name == "Put two lamps on every pier of the coast, and pay a keeper ..."


def test_names_follow_ids_that_changed(tmp_path: Path) -> None:
    assert load_thread_names(tmp_path).empty
    tables.save(named(tide__lamps="Light the piers"), "threads", tmp_path)
    alias = {"earlier_id": "tide/lamps", "rec_id": "tide/r4", "date": "2041-01-01", "why": "the published text"}
    tables.save(tables.build([alias], "aliases"), "aliases", tmp_path)
    assert load_thread_names(tmp_path)["rec_id"].tolist() == ["tide/r4"]


def test_the_title_tells_what_is_counted() -> None:
    """One came again; from 1 June 2033 to 2040, of which only the year is known, six whole years are certain."""
    drawn = picture(*measured())
    said = "1 recommendation came again in a later review; the longest gap 6 years; at least 1 after a government's"
    assert drawn.title == f"At least {said} promise"
    whole = REVIEWS.assign(edition="official")
    assert picture(*measured(reviews=whole), reviews=whole).title == (
        "1 recommendation came again in a later review; the longest gap 6 years; 1 after a government's promise"
    )


def test_without_a_promise_or_a_repeat_the_title_claims_none() -> None:
    events, lives = measured()
    none = figure.finding(lives.assign(promised_before=0), "at least ")
    assert none == "At least 1 recommendation came again in a later review; the longest gap 6 years"
    assert (
        figure.finding(lives.assign(asked_again=0), "")
        == "Recommendations that came again in another review: none is known"
    )
    assert "Nothing was found" in " ".join(seen(picture(events, lives.assign(asked_again=0))))


def test_the_picture_prints_names_counts_gap_and_moments() -> None:
    drawn = picture(*measured(names=named(tide__r4="Light the piers")))
    printed = seen(drawn)
    assert {"Light the piers", "Pier", "Tide", "Reef", "6 years", "A ferry runs\naground"} <= set(printed)
    assert "Before it all" not in printed and "Tide report" not in printed  # out of the years; and no outside moment
    assert "asked 3 times by 3 reviews, promised once" in " ".join(" ".join(printed).split())
    assert "Light the piers: asked 3 times by 3 reviews, promised once, 2030 to 2040, longest gap 6 years." in drawn.alt
    assert set(drawn.support["rec_id"]) == {*TEXTS} & {"pier/r1-keepers", LAMPS, "plan/lamps", "tide/r4", "reef/lights"}


def marks(drawn: Figure) -> list[tuple[str, str]]:
    """The marks on the rows: their shapes and how they are filled; those of the key stand above all rows."""
    lines = [line for line in drawn.drawing.findobj(Line2D) if line.get_marker() in ("o", "s", "D")]
    bottom = max(line.get_ydata()[0] for line in lines)
    return sorted((line.get_marker(), line.get_fillstyle()) for line in lines if line.get_ydata()[0] == bottom)


def test_a_review_is_a_circle_a_promise_a_square_and_what_was_accepted_is_half_filled() -> None:
    assert marks(picture(*measured())) == [("o", "full")] * 3 + [("s", "full")]
    sure, unsure = (picture(*measured(statuses=answered("tide/r4", sure=sure))) for sure in ("yes", "no"))
    assert marks(sure) == [("o", "full"), ("o", "full"), ("o", "left"), ("s", "full")]
    assert marks(unsure) == marks(picture(*measured()))
    assert ("D", "full") in marks(picture(*measured(statuses=answered("tide/r4", done="yes"))))


def test_those_that_most_reviews_asked_for_are_drawn_and_the_rest_is_told() -> None:
    """Three threads, room for two: the two of more reviews, in the order of their first ask."""
    _, lives = measured()
    first = lives.loc[lives["thread"] == "pier/r1-keepers"].iloc[0]
    three = pd.DataFrame([{**first, "thread": name, "reviews": n} for name, n in (("a", 2), ("b", 4), ("c", 2))])
    events = pd.concat([measured()[0].query("thread == 'pier/r1-keepers'").assign(thread=name) for name in "abc"])
    rows = figure.thread_table(events, three, most=2)
    assert rows.drop_duplicates("thread")[["thread", "drawn"]].to_numpy().tolist() == [
        ["a", "yes"], ["b", "yes"], ["c", "no"],
    ]  # fmt: skip
