"""Figures: what they count, that they draw on little and on nothing, and that no text is cut or overlapped."""

from __future__ import annotations

import importlib
import inspect
import pkgutil

import matplotlib
import pandas as pd
import pytest
from helpers.pictures import text_faults, words
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from reviewkit import figures as figures_package
from reviewkit.base.errors import TableError
from reviewkit.corpus import denominator, provenance, tables
from reviewkit.figures import (
    addressees,
    after_events,
    issues_by_review,
    lineages,
    new_asks,
    prior_asks,
    promises,
    themes_by_period,
    themes_raised,
    threads,
    time_to_repeat,
    timeline,
)
from reviewkit.figures import canvas as figures_canvas
from reviewkit.figures import figure as figures_figure
from reviewkit.measures import threads as measured_threads

PACKAGE = figures_package.__path__


def review(review_id: str, held: int = 0, edition: str = "none", **more: object) -> dict[str, object]:
    """One invented review of which so many recommendations are held."""
    row = {"review_id": review_id, "short_title": review_id.capitalize(), "published": "2013-06", "area": "Ambleton"}
    row |= {"kind": "inquiry", "in_denominator": "yes", "held": held, "complete": "no", "edition": edition}
    return row | more


def asked(rec_id: str, bodies: str, classes: str, kind: str = "recommendation", edition: str = "digest") -> dict:
    """One invented row of a document."""
    row = {"rec_id": rec_id, "review_id": rec_id.split("/")[0], "kind": kind, "edition": edition}
    return row | {"bodies": bodies, "classes": classes}


def reviews(*rows: dict[str, object]) -> pd.DataFrame:
    return tables.build(list(rows), "reviews")


def recommendations(*rows: dict[str, object]) -> pd.DataFrame:
    return tables.build(list(rows), "recommendations")


BODIES = tables.build(
    [
        {"body_id": "home-office", "name": "Home Office", "class": "national government"},
        {"body_id": "amble-police", "name": "Ambleshire Police", "class": "police"},
        {"body_id": "all-agencies", "name": "All agencies", "class": "other"},
    ],
    "bodies",
)
EVENTS = tables.build(
    [
        {"date": "2012", "event": "Convictions in Ambleton", "kind": "conviction", "exogenous": "yes"},
        {"date": "2025-12-30", "event": "A broadcast on what Ambleton knew", "kind": "media", "exogenous": "yes"},
        {"date": "2025-12-31", "event": "Another on the same evening", "kind": "media", "exogenous": "yes"},
        {"date": "2013-06", "event": "The first review", "kind": "review-published", "exogenous": "no"},
    ],
    "events",
)
REVIEWS = reviews(
    review("first", 2, "digest", n_recommendations=9),
    review("second", 1, "digest", complete="yes", n_recommendations=1, published="2014-02-03"),
    review("third", published="2014"),
    review("answer", 1, "digest", kind="government-response", in_denominator="no", published="2015-01"),
    review("paper", kind="research", in_denominator="no", published="2025-06-01"),
)
RECOMMENDATIONS = recommendations(
    asked("first/r1-training", "home-office", "national government"),
    asked("first/r1-guidance", "home-office;amble-police", "national government;police"),
    asked("first/r2", "home-office;all-agencies", "national government;other"),
    asked("second/information-tool", "home-office", "national government"),
    asked("second/q-first-r2", "all-agencies", "other", kind="quoted"),
    asked("second/pledge", "amble-police", "police", kind="commitment"),
    asked("answer/r1", "amble-police", "police"),
)


def many(n: int) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """A corpus of n reviews in one spring, each asking as many long-named bodies as its number."""
    names = [f"Body number {i} with a name so long that it takes more than a line of the figure" for i in range(n)]
    bodies = tables.build([{"body_id": f"b{i}", "name": names[i], "class": "police"} for i in range(n)], "bodies")
    held = reviews(*(review(f"r{i}", 1, "digest", published=f"2014-0{i % 3 + 1}") for i in range(n)))
    rows = [asked(f"r{i}/r1", ";".join(f"b{j}" for j in range(i + 1)), "police") for i in range(n)]
    return recommendations(*rows), held, bodies


THEMES = pd.DataFrame(
    [
        ("training", "Training", True, "Training"),
        ("taxis", "Taxis", False, ""),
        ("data", "Records of a long and winding name", True, "Records"),
        ("origin", "Where those who are recorded come from", True, "Records"),
    ],
    columns=["theme", "name", "highlight", "issue"],
)
CODES = tables.build(
    [
        {"rec_id": rec_id, "theme": theme, "by": "coders"}
        for rec_id, theme in (
            ("first/r1-training", "training"), ("first/r1-guidance", "training"), ("first/r2", "data"),
            ("second/information-tool", "training"), ("second/pledge", "training"), ("first/r2", "taxis"),
            ("answer/r1", "data"),
        )
    ],
    "codes",
)  # fmt: skip


ASKED = pd.DataFrame(
    [("first/r1", "first", "2013-06", 0, "no", "no", 0.7, 0.7),
     ("first/r2", "first", "2013-06", 1, "no", "no", None, 9.0),
     ("second/r1", "second", "2014-02-03", 0, "yes", "yes", 3.2, 3.2),
     ("third/r1", "third", "2017-04", 0, "yes", "yes", None, 2.0)],
    columns=["number", "review_id", "published", "distinct", "before", "within", "again_after", "watched"],
)  # fmt: skip
ASKED["rec_ids"] = ["first/r1-training;first/r1-guidance", "first/r2", "second/information-tool", "third/r1"]
DATES = {"n": 1, "of": 2, "p": 0.5, "expected": 0.8, "moments": 1, "left_out": 1, "window_days": [180, 540]}
PART = {"complete": 1, "fewest": 10, "why": "whole lists held: 1", "asked_before": {"value": None},
        "until_asked_again": {}, "new_asks": {}, "after_moment": DATES}  # fmt: skip
SPAN = {"low": 0.7, "high": None, "again": 2, "of": 4}
CURVE = {"time": [0.7, 3.2], "at_risk": [4, 2], "waiting": [0.75, 0.375]}
WHOLE = {
    "complete": 12, "fewest": 10, "after_moment": DATES,
    "asked_before": {"value": 0.5, "low": 0.2, "high": 0.8, "n": 2, "of": 4, "reviews": 3, "look_back": 5, "least": 0.3,
                     "most": 0.6, "p_shuffled": 0.2, "shuffled": 0.4, "reversed": 0.5},
    "until_asked_again": SPAN | {"median_years": 3.2, "curve": CURVE,
                                 "by_theme": {"training": SPAN | {"median": None, "low": 1.0, "again": 0, "of": 2},
                                              "data": SPAN | {"median": 3.2, "high": 3.2, "of": 2}}},
    "new_asks": {"curve": {"asks": [2, 3, 4], "expected": [1.4, 1.8, 2.0]}},
}  # fmt: skip
FOLLOWED = pd.DataFrame(
    [("public moment", "", "", "2012-11", "A broadcast", 0.0, ""),
     ("review", "first", "2013-06", "", "First", 1.0, "yes"),
     ("review", "second", "2014-02-03", "", "Second", 2.0, "no")],
    columns=["band", "review_id", "published", "happened", "name", "day", "within"],
)  # fmt: skip
PERIODS = pd.DataFrame(
    [(theme, period, n, of, n / of, 0.1, 0.9) for theme in ("training", "data", "taxis")
     for period, n, of in (("2009 to 2013", 1, 3), ("2014 to 2018", 7, 7), ("2019 to 2025", 0, 2))],
    columns=["theme", "period", "n", "of", "value", "low", "high"],
)  # fmt: skip
CODED = CODES[["rec_id", "theme"]].assign(published="2013-06")
PROMISED = pd.DataFrame(
    [("first/r2", "2013-06", "answer/r1", "Answer 2011", "2011-11-23", 1.5, 0.9, "", "First"),
     ("second/information-tool", "2014-02-03", "answer/r1", "Answer 2011", "2011-11-23", 2.2, 0.9, "", "Second")],
    columns=["rec_id", "published", "earlier_rec_id", "earlier_title", "earlier_published", "years", "score",
             "earlier_to", "title"],
)  # fmt: skip
SAID = RECOMMENDATIONS.assign(label="Commitment 1", text="Pay for lamps on every pier, whatever the weather. " * 9)
NO_MOMENTS = EVENTS[:0], RECOMMENDATIONS
OFFICIAL = REVIEWS.assign(edition="official")
NONE = provenance.weigh(RECOMMENDATIONS[:0], REVIEWS)


def rests(held: pd.DataFrame) -> provenance.Evidence:
    """Weigh the recommendations as their reviews are held: as digests, or as published."""
    editions = RECOMMENDATIONS["review_id"].map(dict(zip(held["review_id"], held["edition"], strict=True)))
    return provenance.weigh(RECOMMENDATIONS.assign(edition=editions), held)


def crowd(n: int) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """So many reviews within three years that each ask what the one before asked; every fifth is a promise instead."""
    dates = [f"201{3 + 3 * i // n}-{i % 12 + 1:02d}-{i % 27 + 1:02d}" for i in range(n)]
    held = reviews(
        *(review(f"r{i}", 1, "digest", published=date, short_title=f"Amblethorpe upon Sea {i}")
          for i, date in enumerate(sorted(dates)))
    )  # fmt: skip
    rows = [asked(f"r{i}/r1", "", "police", kind="commitment" if i % 5 == 4 else "recommendation") for i in range(n)]
    text = "Put a lamp on every pier along the whole of the coast and light it each night of the year"
    links = [{"rec_id": f"r{i}/r1", "earlier_rec_id": f"r{j}/r1", "relation": "restates"}
             for i in range(1, n) for j in (i - 1, i - 2) if j >= 0]  # fmt: skip
    return recommendations(*(row | {"text": text} for row in rows)), held, tables.build(links, "echoes")


MIDST = {"date": "2014-05-02", "event": "A film on Ambleton that a whole town spoke of", "exogenous": "yes"}
MOMENTS = tables.build([*EVENTS.to_dict("records"), MIDST], "events")


def threads_of(
    rows: pd.DataFrame, held: pd.DataFrame, echoes: pd.DataFrame, moments: pd.DataFrame = MOMENTS
) -> figures_figure.Figure:
    """Draw the threads of these, under the names of moments."""
    events = measured_threads.thread_events(rows, held, echoes, tables.empty("statuses"), tables.empty("threads"))
    lives = measured_threads.thread_lives(events, measured_threads.thread_links(rows, held, echoes), held)
    return threads.asked_promised_asked_again(events, lives, rows, held, moments)


PICTURES = {
    **{
        f"{name}, {state}": (lambda make=make, measured=measured, held=held: make(measured, held))
        for state, measured, held in (("in part", PART, REVIEWS), ("whole", WHOLE, OFFICIAL))
        for name, make in {
            "asked before": lambda measured, held: prior_asks.asked_before(ASKED, measured, held, rests(held)),
            "new asks": lambda measured, held: new_asks.new_asks(ASKED, measured, held, rests(held)),
            "until asked again": lambda measured, held: time_to_repeat.until_asked_again(
                ASKED, measured, held, THEMES, rests(held)
            ),
            "after a moment": lambda measured, held: after_events.after_moment(
                FOLLOWED, measured, held, RECOMMENDATIONS
            ),
            "themes by period": lambda measured, held: themes_by_period.themes_by_period(
                PERIODS, measured, held, THEMES, CODED, rests(held)
            ),
            "promised": lambda measured, held: promises.promised(PROMISED, SAID, held),
        }.items()
    },
    **{
        f"{name}, empty": make
        for name, make in {
            "asked before": lambda: prior_asks.asked_before(ASKED[:0], PART, REVIEWS[:0], NONE),
            "new asks": lambda: new_asks.new_asks(ASKED[:0], PART, REVIEWS[:0], NONE),
            "until asked again": lambda: time_to_repeat.until_asked_again(ASKED[:0], PART, REVIEWS[:0], THEMES, NONE),
            "after a moment": lambda: after_events.after_moment(
                FOLLOWED[:0],
                PART | {"after_moment": DATES | {"n": None, "expected": None}},
                REVIEWS[:0],
                RECOMMENDATIONS,
            ),
            "themes by period": lambda: themes_by_period.themes_by_period(
                PERIODS[:0], PART, REVIEWS[:0], THEMES, CODED[:0], NONE
            ),
            "promised": lambda: promises.promised(PROMISED[:0], SAID, REVIEWS),
        }.items()
    },
    "themes raised": lambda: themes_raised.themes_raised(RECOMMENDATIONS, REVIEWS, CODES, THEMES),
    "lineages": lambda: lineages.lineages(RECOMMENDATIONS, REVIEWS, CODES, THEMES),
    "lineages, empty": lambda: lineages.lineages(
        tables.empty("recommendations"), tables.empty("reviews"), tables.empty("codes"), THEMES
    ),
    "threads": lambda: threads_of(*crowd(14)),
    "threads, crowded": lambda: threads_of(*crowd(40)),
    "threads, no moments": lambda: threads_of(*crowd(3), moments=EVENTS[:0]),
    "threads, empty": lambda: threads_of(tables.empty("recommendations"), tables.empty("reviews"), crowd(2)[2]),
    "issues": lambda: issues_by_review.issues_by_review(RECOMMENDATIONS, REVIEWS, CODES, THEMES),
    "issues, crowded": lambda: issues_by_review.issues_by_review(
        RECOMMENDATIONS, pd.concat([REVIEWS, many(70)[1]]), CODES, THEMES
    ),
    "issues, empty": lambda: issues_by_review.issues_by_review(RECOMMENDATIONS, REVIEWS, CODES, THEMES[:0]),
    "timeline": lambda: timeline.timeline(REVIEWS, EVENTS, RECOMMENDATIONS),
    "who": lambda: addressees.who_is_asked(RECOMMENDATIONS, REVIEWS, BODIES),
    "timeline, crowded": lambda: timeline.timeline(many(24)[1], EVENTS, RECOMMENDATIONS),
    "who, crowded": lambda: addressees.who_is_asked(*many(24)),
    "timeline, only reviews": lambda: timeline.timeline(REVIEWS, tables.empty("events"), RECOMMENDATIONS),
    "timeline, only moments": lambda: timeline.timeline(tables.empty("reviews"), EVENTS, RECOMMENDATIONS),
    "timeline, empty": lambda: timeline.timeline(tables.empty("reviews"), tables.empty("events"), RECOMMENDATIONS),
    "who, empty": lambda: addressees.who_is_asked(tables.empty("recommendations"), tables.empty("reviews"), BODIES),
}


@pytest.fixture(params=PICTURES, name="picture")
def _picture(request: pytest.FixtureRequest) -> figures_figure.Figure:
    return PICTURES[request.param]()


def said(picture: figures_figure.Figure) -> str:
    return " ".join(text.get_text() for text, _ in words(picture.drawing))


@pytest.fixture(params=["print", "slide"], name="drawing")
def _drawing(request: pytest.FixtureRequest, picture: figures_figure.Figure) -> Figure:
    """The drawing for print, and the one for a slide, which is the same where all of it can be read there."""
    return picture.drawing if request.param == "print" or picture.slide is None else picture.slide


def test_no_text_leaves_the_picture_or_overlaps_another(drawing: Figure) -> None:
    assert list(words(drawing))
    assert text_faults(drawing) == []


def test_text_is_legible_at_the_width_of_a_page(picture: figures_figure.Figure) -> None:
    """Nothing smaller than 8 points when printed 16 cm wide."""
    assert picture.drawing.get_size_inches()[0] * 2.54 == pytest.approx(16)
    assert min(text.get_fontsize() for text, _ in words(picture.drawing)) >= 8


@pytest.mark.parametrize("name", [name for name in PICTURES if "crowded" not in name])
def test_text_is_legible_on_a_slide(name: str) -> None:
    """Ten points and more where the drawing fills the room of a slide: 31 by 14 centimetres under its heading."""
    picture = PICTURES[name]()
    drawn = picture.slide or picture.drawing
    wide, high = drawn.get_size_inches() * 2.54
    smallest = min(text.get_fontsize() for text, _ in words(drawn))
    assert smallest * min(31 / wide, 14 / high) >= 10


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in to_rgb(colour)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def test_words_and_marks_stand_out_from_white(picture: figures_figure.Figure) -> None:
    """Words at 4.5 to 1, bars and marks at 3 to 1 (WCAG 2.2); the pale tracks carry nothing by themselves."""
    for text, _ in words(picture.drawing):
        assert 1.05 / (luminance(text.get_color()) + 0.05) >= 4.5, text.get_text()
    for colour in (figures_canvas.BLUE, figures_canvas.TEAL, figures_canvas.PLUM, figures_canvas.GREY):
        assert 1.05 / (luminance(colour) + 0.05) >= 3


def test_every_number_names_what_is_behind_it(picture: figures_figure.Figure) -> None:
    """Each row of the numbers has a name; what is behind it is named too."""
    assert list(picture.support.columns) == ["mark", "counted", "rec_id"]
    assert picture.support.empty or not picture.support["rec_id"].eq("").any()
    assert "mark" in picture.data.columns


def test_words_of_a_picture_are_all_there(picture: figures_figure.Figure) -> None:
    assert all(getattr(picture, name).strip() for name in ("slug", "title", "caption", "rests_on", "source", "alt"))
    assert "nan" not in f"{picture.title} {picture.caption} {picture.alt}".lower().split()


def test_drawing_changes_no_setting_and_no_table() -> None:
    before, kept = dict(matplotlib.rcParams), (REVIEWS.copy(), RECOMMENDATIONS.copy())
    for make in PICTURES.values():
        make()
    assert dict(matplotlib.rcParams) == before
    pd.testing.assert_frame_equal(REVIEWS, kept[0])
    pd.testing.assert_frame_equal(RECOMMENDATIONS, kept[1])


def test_settings_of_the_machine_have_no_say() -> None:
    with matplotlib.rc_context({"font.size": 30, "figure.dpi": 40, "axes.grid": True}):
        strange = PICTURES["who"]()
    assert [t.get_fontsize() for t, _ in words(strange.drawing)] == [
        t.get_fontsize() for t, _ in words(PICTURES["who"]().drawing)
    ]


@pytest.mark.parametrize("name", [name for name in PICTURES if name.endswith("empty")])
def test_an_empty_table_says_that_nothing_is_held(name: str) -> None:
    assert "Nothing is held" in said(PICTURES[name]())


def test_who_is_asked_counts_reviews_of_the_denominator_once() -> None:
    """Two parts of one number are one recommendation; quoted rows, promises and other documents do not count."""
    counts = addressees.who_table(RECOMMENDATIONS, REVIEWS, BODIES)
    rows = [tuple(row) for row in counts[["group", "name", "reviews", "of", "recommendations"]].to_numpy()]
    assert rows == [
        ("kind of body", "national government", 2, 2, 3),
        ("kind of body", "police", 1, 2, 1),
        ("kind of body", "other", 1, 2, 1),
        ("body", "Home Office", 2, 2, 3),
        ("body", "All agencies", 1, 2, 1),
        ("body", "Ambleshire Police", 1, 2, 1),
    ]
    assert counts["latest_published"].tolist()[:2] == ["2014-02-03", "2013-06"]


@pytest.mark.parametrize(
    ("rec_id", "number"),
    [
        ("a-2013/r1-police-guidance", "a-2013/r1"),
        ("a-2013/r8.12", "a-2013/r8.12"),
        ("a-2013/r8.12-part", "a-2013/r8.12"),
        ("a-2013/s2-r4-part", "a-2013/s2-r4"),
        ("a-2013/s2-r4", "a-2013/s2-r4"),
        ("a-2013/information-tool", "a-2013/information-tool"),
        ("a-2013/r-and-d-fund", "a-2013/r-and-d-fund"),
    ],
)
def test_the_parts_of_a_number_share_it(rec_id: str, number: str) -> None:
    made = denominator.counted_recommendations(
        recommendations(asked(rec_id, "", "")), reviews(review("a-2013", 1, "digest"))
    )
    assert made["number"].tolist() == [number]


def test_bodies_that_share_a_count_stay_or_go_together() -> None:
    """Of the counts 4, 3, 2, 1 three bodies leave one out; where two share the last place, both go."""
    rows, held, bodies = many(4)
    tied = recommendations(*rows.to_dict("records"), asked("r3/r2", "b3;tied", "police"))
    bodies = pd.concat([bodies, tables.build([{"body_id": "tied", "name": "Tied", "class": "police"}], "bodies")])
    for given, most, left in ((rows, 3, [4, 3, 2]), (tied, 4, [4, 3, 2]), (tied, 5, [4, 3, 2, 1, 1])):
        counts = addressees.who_table(given, held, bodies, most=most)
        assert counts.loc[counts["group"] == "body", "reviews"].tolist() == left


def test_a_body_without_a_row_is_named() -> None:
    with pytest.raises(TableError, match="amble-police"):
        addressees.who_table(RECOMMENDATIONS, REVIEWS, BODIES[BODIES["body_id"] != "amble-police"])


@pytest.mark.parametrize(
    ("editions", "expected"),
    [(("digest", "digest"), True), (("official", "digest"), True), (("official", "official"), False)],
)
def test_a_picture_says_when_it_is_our_paraphrase_and_only_then(editions: tuple[str, str], expected: bool) -> None:
    held = reviews(*(review(name, 1, edition) for name, edition in zip("ab", editions, strict=True)))
    rows = recommendations(
        *(asked(f"{name}/r1", "home-office", "", edition=edition) for name, edition in zip("ab", editions, strict=True))
    )
    picture = addressees.who_is_asked(rows, held, BODIES)
    seen = said(picture)
    assert ("Counts are lower bounds (at least)." in seen) is expected
    assert ("our paraphrase" in seen and "our paraphrase" in picture.rests_on) is expected
    assert ("at least" in f"{seen}{picture.alt}") is expected
    assert ("our paraphrase" in said(timeline.timeline(held, EVENTS, rows))) is expected


def test_being_asked_is_not_a_finding_of_failure() -> None:
    picture = PICTURES["who"]()
    assert "Being asked is not a finding of failure." in " ".join(said(picture).split())
    assert "Being asked is not a finding of failure." in picture.caption


def test_the_timeline_holds_each_document_and_each_outside_moment_once() -> None:
    rows = timeline.timeline_table(REVIEWS, EVENTS)
    assert rows[["band", "name", "holds"]].to_numpy().tolist() == [
        ["review", "First", "some"],
        ["review", "Third", "nothing"],
        ["review", "Second", "whole list"],
        ["other document", "Answer", "some"],
        ["other document", "Paper", "nothing"],
        ["public moment", "Convictions in Ambleton", ""],
        ["public moment", "A broadcast on what Ambleton knew", ""],
        ["public moment", "Another on the same evening", ""],
    ]


def test_the_numbers_behind_the_timeline_are_whole_numbers_or_empty() -> None:
    lines = timeline.timeline_table(REVIEWS, EVENTS).to_csv(index=False).splitlines()
    assert lines[1] == "first,review,2013-06,,First,inquiry,some,2,9,digest,first"
    assert lines[-1] == "Another on the same evening,public moment,,2025-12-31,Another on the same evening,media,,,,,"


def test_the_timeline_prints_its_counts_and_every_moment() -> None:
    seen = said(PICTURES["timeline"]())
    for expected in ("Reviews: 3", "in whole or part: 2", "none held: 1", "Other documents: 2", "Public moments: 3"):
        assert expected in seen
    assert all(event in seen for event in EVENTS.loc[EVENTS["exogenous"] == "yes", "event"])


def test_a_date_of_which_only_the_year_is_known_is_drawn_over_the_year() -> None:
    known = timeline.timeline(
        reviews(review("a", published="2014-02"), review("b", published="2015-03")), EVENTS[:0], RECOMMENDATIONS
    )
    year = timeline.timeline(
        reviews(review("a", published="2014"), review("b", published="2015-03")), EVENTS[:0], RECOMMENDATIONS
    )

    def bars(picture: figures_figure.Figure) -> list[list[float]]:
        lines = picture.drawing.axes[0].get_lines()
        return [list(line.get_xdata()) for line in lines if line.get_linestyle() == "-"]

    assert (bars(known), bars(year)) == ([], [[2014, 2015]])
    assert "only the year is known" in said(year)
    assert "only the year is known" not in said(known)


def test_a_row_without_a_date_is_told_and_not_lost() -> None:
    picture = timeline.timeline(
        reviews(review("a"), review("b", published="")), tables.empty("events"), RECOMMENDATIONS
    )
    assert len(picture.data) == 2
    assert "Not drawn, for want of a date: 1" in said(picture)


def test_coverage_adds_up() -> None:
    """By hand: first holds 2 of 9, second its whole list of 1, third nothing; the others are no reviews."""
    assert denominator.coverage(REVIEWS).to_numpy().tolist() == [
        ["whole list", 1, 1, 1],
        ["some", 1, 2, 9],
        ["nothing", 1, 0, 0],
    ]


def test_a_lineage_has_a_mark_a_review_that_raises_a_theme_of_the_audit() -> None:
    """By hand: training in first (two parts of one number) and second, records in first; a pledge is no ask."""
    rows = lineages.lineage_table(RECOMMENDATIONS, REVIEWS, CODES, THEMES)
    assert rows[["theme", "review_id", "recommendations"]].to_numpy().tolist() == [
        ["training", "first", 1],
        ["training", "second", 1],
        ["records", "first", 1],
        ["data", "first", 1],
    ]
    assert "at least 2 of 2 reviews held, 2013 to 2014" in said(PICTURES["lineages"]())


def test_an_issue_of_two_themes_is_one_issue_raised_by_what_raises_either() -> None:
    """By hand: records in first, origin in second, so the issue in both; each theme stands beneath by itself."""
    more = {"rec_id": "second/information-tool", "theme": "origin", "by": "coders"}
    codes = tables.build([*CODES.to_dict("records"), more], "codes")
    raised = themes_raised.theme_table(RECOMMENDATIONS, REVIEWS, codes, THEMES)
    assert raised[["theme", "part_of", "reviews"]].to_numpy().tolist() == [
        ["records", "", 2], ["data", "records", 1], ["origin", "records", 1], ["training", "", 2], ["taxis", "", 1],
    ]  # fmt: skip
    marks = lineages.lineage_table(RECOMMENDATIONS, REVIEWS, codes, THEMES)["mark"].tolist()
    assert marks[2:] == ["records/first", "records/second", "data/first", "origin/second"]
    drawn = themes_raised.themes_raised(RECOMMENDATIONS, REVIEWS, codes, THEMES)
    assert {"Records", "of it: Where those who are\nrecorded come from"} <= {
        each.get_text() for each, _ in words(drawn.drawing)
    }


def test_every_figure_of_the_package_is_drawn_here() -> None:
    modules = [importlib.import_module(f"reviewkit.figures.{each.name}") for each in pkgutil.iter_modules(PACKAGE)]
    figures = {
        name
        for module in modules
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
        and not name.startswith("_")
        and str(inspect.signature(function).return_annotation) in ("Figure", "figure.Figure", "figures_figure.Figure")
    } - {"prior_asks_of_theme", "make_figure"}
    assert figures == {
        "after_moment", "asked_before", "asked_promised_asked_again", "issues_by_review", "lineages", "new_asks",
        "promised", "themes_by_period", "themes_raised", "timeline", "until_asked_again", "who_is_asked",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "in_part", "whole"),
    [
        ("asked before", ["At least 2 of 4 asks restate an earlier ask held", "2013, 1 review", "0 of 2"],
         ["2 of 4 asks restate one of the 5 reviews before", "50% (20% to 80%)", "40%"]),
        ("new asks", ["All asks: 4 after 3 reviews", "Distinct asks: 2"], ["if reviews came in any order"]),
        ("until asked again", ["At least 2 of 4 asks held were asked again", "under 1 year", "3 to 4 years"],
         ["half within 3.2 years (0.7 to not reached)", "Training, 0 of 2 came back: half have not come back"]),
        ("themes by period", ["7 reviews held"], ["100%", "33%", "0%"]),
    ],
)  # fmt: skip
def test_counts_are_told_of_lists_in_part_and_shares_of_whole_ones(
    name: str, in_part: list[str], whole: list[str]
) -> None:
    """What is missing for a share is said under the picture, and in it only what it rests on."""
    pictures = [PICTURES[f"{name}, {state}"]() for state in ("in part", "whole")]
    counted, shared = (said(picture) for picture in pictures)
    assert [words for words in in_part if words not in counted] == []
    assert [words for words in whole if words not in shared] == []
    assert "%" not in counted
    missing = "No share or interval is drawn (whole lists held: 1, needed: 10)."
    assert missing in pictures[0].caption and missing not in pictures[1].caption
    assert "needed" not in counted and "corpus/official" not in counted + pictures[0].caption
    assert "our paraphrase" in counted and "our paraphrase" not in shared


def test_marks_after_a_moment_are_those_that_came_in() -> None:
    seen = said(PICTURES["after a moment, whole"]())
    assert "1 of 2 dated reviews stand in a window after a moment; by chance it would be 0.8" in seen
    assert "1 in a window (filled), 1 in none (open)" in seen
    assert "chosen with hindsight" in " ".join(seen.split())


def test_a_promise_is_told_in_our_words_or_by_its_label() -> None:
    """Two reviews asked for one commitment; a published text is not quoted in a picture."""
    ours = said(PICTURES["promised, in part"]())
    assert "At least 1 of 1 commitments held were asked for again" in ours
    assert "Answer 2011: Pay for lamps" in ours and "Second, 2014 and 1 before it, 2.2 years later" in ours
    published = promises.promised(PROMISED, SAID.assign(edition="official"), OFFICIAL)
    assert "Answer 2011: Commitment 1" in said(published) and "lamps" not in said(published)
