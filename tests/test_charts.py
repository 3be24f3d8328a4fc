"""Figures: what they count, that they draw on little and on nothing, and that no text is cut or overlapped."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re

import matplotlib
import pandas as pd
import pytest
from helpers import six
from helpers.pictures import text_faults, words
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from reviewkit import figures as figures_package
from reviewkit.base.errors import TableError
from reviewkit.corpus import denominator, provenance, tables
from reviewkit.corpus.codebook import codes_of_issues
from reviewkit.corpus.corpus import Corpus
from reviewkit.figures import (
    addressees,
    after_events,
    export,
    issues_by_review,
    lineages,
    promises,
    repetition,
    theme_bounds,
    themes_raised,
    threads,
    timeline,
)
from reviewkit.figures import canvas as figures_canvas
from reviewkit.figures import figure as figures_figure
from reviewkit.measures import threads as measured_threads
from reviewkit.measures.bounds import bounds
from reviewkit.measures.history import History, history
from reviewkit.measures.repetition import nulls

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


DATES = {"n": 1, "of": 2, "p": 0.5, "expected": 0.8, "moments": 1, "left_out": 1, "window_days": [180, 540]}
MEASURED = {"after_moment": DATES}
TOO_FEW = {"after_moment": DATES | {"n": None, "expected": None, "p": None}}
FOLLOWED = pd.DataFrame(
    [("public moment", "", "", "2012-11", "A broadcast", 0.0, ""),
     ("review", "first", "2013-06", "", "First", 1.0, "yes"),
     ("review", "second", "2014-02-03", "", "Second", 2.0, "no")],
    columns=["band", "review_id", "published", "happened", "name", "day", "within"],
)  # fmt: skip
LED_TO_A_REVIEW = tables.build([{"event": "A broadcast", "date": "2012-11", "led_to": "first"}], "events")
PROMISED = pd.DataFrame(
    [("first/r2", "2013-06", "answer/r1", "Answer 2011", "2011-11-23", 1.5, 0.9, "", "First"),
     ("second/information-tool", "2014-02-03", "answer/r1", "Answer 2011", "2011-11-23", 2.2, 0.9, "", "Second")],
    columns=["rec_id", "published", "earlier_rec_id", "earlier_title", "earlier_published", "years", "score",
             "earlier_to", "title"],
)  # fmt: skip
SAID = RECOMMENDATIONS.assign(label="Commitment 1", text="Pay for lamps on every pier, whatever the weather. " * 9)
NO_MOMENTS = EVENTS[:0], RECOMMENDATIONS
OFFICIAL = REVIEWS.assign(edition="official")
SIX = six.six()
PUBLISHED = SIX.with_tables(
    reviews=SIX.reviews.assign(edition=SIX.reviews["edition"].replace("digest", "official"), complete="yes"),
    recommendations=SIX.recommendations.assign(edition="official"),
)
NOTHING = SIX.with_tables(recommendations=SIX.recommendations[:0], codes=SIX.codes[:0], echoes=SIX.echoes[:0])
CROWDED = SIX.with_tables(  # twenty themes, each with a long name and what lamps have
    themes=pd.DataFrame(
        [(f"theme-{i}", f"Number {i} of the themes with names that fill two lines", "", i < 8, f"Issue {i // 2} of 4")
         for i in range(20)],
        columns=["theme", "name", "definition", "highlight", "issue"],
    ),
    codes=pd.concat([SIX.codes.loc[SIX.codes["theme"] == "lamps"].assign(theme=f"theme-{i}") for i in range(20)]),
)  # fmt: skip


def past_of(corpus: Corpus, codes: pd.DataFrame) -> History:
    """Return the history of all that is held of a corpus."""
    return history(corpus.reviews, corpus.recommendations, codes, corpus.echoes, corpus.events, complete=False)


def repeats_of(corpus: Corpus) -> figures_figure.Figure:
    """Draw the repeats per 1,000 pairs of a corpus."""
    asks = denominator.counted_recommendations(corpus.recommendations, corpus.reviews)
    return repetition.repeats_per_thousand(nulls(past_of(corpus, corpus.codes)), asks, corpus.echoes, corpus.reviews)


def bounds_of(corpus: Corpus) -> figures_figure.Figure:
    """Draw the bounds of the themes of a corpus."""
    found = bounds(past_of(corpus, codes_of_issues(corpus.codes, corpus.themes)), draws=100)
    made = corpus.recommendations, corpus.reviews, corpus.codes, corpus.themes
    return theme_bounds.theme_bounds(found, *made)


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
    "repeats, in part": lambda: repeats_of(SIX),
    "repeats, whole": lambda: repeats_of(PUBLISHED),
    "repeats, empty": lambda: repeats_of(NOTHING),
    "bounds, in part": lambda: bounds_of(SIX),
    "bounds, whole": lambda: bounds_of(PUBLISHED),
    "bounds, empty": lambda: bounds_of(NOTHING),
    "bounds, crowded": lambda: bounds_of(CROWDED),
    "after a moment": lambda: after_events.after_moment(FOLLOWED, MEASURED, REVIEWS, RECOMMENDATIONS),
    "after a moment that led to a review": lambda: after_events.after_moment(
        FOLLOWED, MEASURED, REVIEWS, RECOMMENDATIONS, LED_TO_A_REVIEW
    ),
    "after a moment, empty": lambda: after_events.after_moment(FOLLOWED[:0], TOO_FEW, REVIEWS[:0], RECOMMENDATIONS),
    "promised, in part": lambda: promises.promised(PROMISED, SAID, REVIEWS),
    "promised, whole": lambda: promises.promised(PROMISED, SAID, OFFICIAL),
    "promised, empty": lambda: promises.promised(PROMISED[:0], SAID, REVIEWS),
    "themes raised": lambda: themes_raised.themes_raised(RECOMMENDATIONS, REVIEWS, CODES, THEMES),
    "lineages": lambda: lineages.lineages(RECOMMENDATIONS, REVIEWS, CODES, THEMES),
    "lineages, empty": lambda: lineages.lineages(
        tables.empty("recommendations"), tables.empty("reviews"), tables.empty("codes"), THEMES
    ),
    "threads": lambda: threads_of(*crowd(14)),
    "threads, crowded": lambda: threads_of(*crowd(40)),
    "threads, very many": lambda: threads_of(*crowd(80)),
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


@pytest.fixture(params=PICTURES, name="picture", scope="module")
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


OUR_WORDS = re.compile(
    r"\b(held|asks (?:held|of)|the asks?|digests?|restat\w+|lower bounds?|whole lists?|denominators?|by chance"
    r"|one-sided|\w+\.(?:csv|toml)|corpus/)\b"
)


def test_no_file_and_no_word_of_ours_is_in_what_a_picture_says(picture: figures_figure.Figure) -> None:
    """Which tables it is made from is said in words; their paths stand beside it, for whoever checks a number."""
    told = [picture.title, picture.caption, picture.alt, picture.source, picture.rests_on, said(picture)]
    slide = [text.get_text() for text, _ in words(picture.slide)] if picture.slide else []
    assert OUR_WORDS.findall("\n".join([*told, *slide])) == []
    assert picture.files.endswith(".csv") and picture.files in export.caption_lines(picture)[-1]
    assert picture.files not in " ".join(export.caption_in_short(picture))


def test_no_line_under_a_picture_is_one_word(drawing: Figure) -> None:
    lines = [text.get_text() for text in drawing.texts]
    assert len(lines) < 2 or not [line for line in lines if " " not in line]


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
def test_an_empty_table_says_that_nothing_was_found(name: str) -> None:
    assert "Nothing was found" in said(PICTURES[name]())


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
    assert (provenance.AT_LEAST in seen) is expected
    assert ("our paraphrase" in seen and "our paraphrase" in picture.rests_on) is expected
    assert ("at least" in f"{seen}{picture.alt}") is expected
    assert ("our paraphrase" in said(timeline.timeline(held, EVENTS, rows))) is expected


def test_being_asked_is_not_a_finding_of_failure() -> None:
    picture = PICTURES["who"]()
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
    for expected in ("Reviews: 3", "in whole or part: 2", "none found: 1", "Other documents: 2", "Public moments: 3"):
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
    assert "Not drawn, for want of a date: 1" in picture.caption


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
    assert "at least 2 of 2 reviews found, 2013 to 2014" in said(PICTURES["lineages"]())


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
    } - {"make_figure"}
    assert figures == {
        "after_moment", "asked_promised_asked_again", "issues_by_review", "lineages", "promised",
        "repeats_per_thousand", "theme_bounds", "themes_raised", "timeline", "who_is_asked",
    }  # fmt: skip


def test_repeats_stand_with_their_interval_and_open_to_the_ends_of_the_links() -> None:
    """By hand (`test_repetition`): 6 of 66 pairs; eight recommendations are in any pair, one of them a part."""
    picture = PICTURES["repeats, in part"]()
    assert picture.data[["pairs", "links"]].to_numpy().tolist() == [
        [66, 6], [24, 4], [42, 2], [40, 3], [12, 6], [7, 3]
    ]  # fmt: skip
    assert "90.9 (33.9 to 244)" in said(picture) and "6 of 66 pairs" in picture.alt
    assert set(picture.support["mark"]) == {"all pairs"}
    assert picture.support["rec_id"].tolist() == [
        "buoys-2012/r1", "buoys-2012/r2", "ferries-2017/r1-crews", "jetty-2010/r1", "jetty-2010/r2", "pilots-2013/r1",
        "pilots-2013/r2", "tides-2020/r1",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("near", "far", "words"),
    [
        ((2.2, 1.0, 4.4), (2.0, 1.0, 4.0), "No clear difference between repeats within 4 years and later"),
        ((9.0, 5.0, 14.0), (2.0, 1.0, 4.0), "at most 4 years apart repeat each other more often than others"),
        ((1.0, 0.5, 1.5), (5.0, 2.0, 9.0), "at most 4 years apart repeat each other less often than others"),
        ((6.0, 1.0, 40.0), (2.0, 0.5, 9.0), "How often recommendations of different reviews ask the same"),
        (None, (2.0, 0.5, 9.0), "How often recommendations of different reviews ask the same"),
    ],
)
def test_the_title_of_repeats_is_what_the_intervals_bear_out(
    near: tuple[float, ...] | None, far: tuple[float, ...], words: str
) -> None:
    """That near and far are alike is not said of six and two, however wide their intervals."""
    rows = [("reviews at most 4 years apart", 500, 4, *(near or (0, 0, 5)))] if near else []
    rows += [("all pairs", 1500, 9, 3.0, 1.0, 6.0), ("reviews more than 4 years apart", 1000, 5, *far)]
    rates = pd.DataFrame(rows, columns=["pairs_of", "pairs", "links", "per_1000", "low", "high"])
    asks = denominator.counted_recommendations(SIX.recommendations, SIX.reviews)
    assert words in repetition.repeats_per_thousand(rates, asks, SIX.echoes, SIX.reviews).title


def test_bounds_stand_by_issue_with_what_is_certain_and_what_is_assumed() -> None:
    """By hand (`test_bounds`), of seven: boats or crews in five, their parts in four and one; lamps in four."""
    picture = PICTURES["bounds, in part"]()
    rows = picture.data.set_index("mark")
    assert list(rows.index) == ["boats-and-crews", "boats", "crews", "lamps", "ropes"]
    assert rows["n"].tolist() == [5, 4, 1, 4, 1] and set(rows["of"]) == {7}
    assert rows["part_of"].tolist() == ["", "boats-and-crews", "boats-and-crews", "", ""]
    assert (rows["worst_low"] <= rows["low"]).all() and (rows["high"] <= rows["worst_high"]).all()
    assert (rows["quarter"] <= rows["value"]).all() and (rows["value"] <= rows["four"]).all()
    drawn = said(picture)
    assert "Share of the 7 reviews that ask for something under each theme" in drawn
    assert "nothing assumed" in " ".join(drawn.split()) and "cannot be tested" in picture.caption
    assert "Boats and crews: certainly 71% to 86%" in picture.alt
    counted = picture.support[picture.support["mark"] == "boats-and-crews"]
    assert len(counted) == 5  # the four on boats and the tides' on crews


def test_bounds_of_whole_lists_are_the_share_alone() -> None:
    """Wrecks and nets are then whole and raise nothing: lamps in four of seven, whatever is assumed."""
    picture = PICTURES["bounds, whole"]()
    assert "found in part" not in picture.caption and "cannot be tested" not in picture.caption
    assert "57%" in said(picture).split() and "57% to" not in said(picture)
    rows = picture.data.set_index("mark")
    ends = rows.loc["lamps", ["worst_low", "worst_high", "value", "low", "high", "quarter", "four"]].astype(float)
    assert ends.tolist() == pytest.approx([4 / 7] * 7, abs=2e-6)


def test_bounds_that_a_person_must_look_at_first_are_not_drawn() -> None:
    """Without any total known the model says nothing, and the picture that nothing can be said."""
    reviews_without = SIX.reviews.assign(complete="no", n_recommendations=pd.NA)
    picture = bounds_of(SIX.with_tables(reviews=reviews_without))
    assert picture.alt.startswith("An empty chart") and picture.data["value"].isna().all()


def test_of_a_thread_of_very_many_asks_the_first_review_of_each_year_is_named() -> None:
    drawn = {name: said(PICTURES[name]()).count("Amblethorpe") for name in ("threads, crowded", "threads, very many")}
    assert drawn == {"threads, crowded": 32, "threads, very many": 3}  # 32 of 40 ask, the others promise; three years


def test_pictures_of_partial_lists_say_so_and_those_of_published_ones_do_not() -> None:
    for name in ("repeats", "bounds"):
        part, whole = PICTURES[f"{name}, in part"](), PICTURES[f"{name}, whole"]()
        assert "our paraphrase" in said(part) and "our paraphrase" not in said(whole)
        assert "corpus/official" not in said(part) + part.caption


def test_marks_after_a_moment_are_those_that_came_in() -> None:
    seen = said(PICTURES["after a moment"]())
    assert "1 of 2 dated reviews stand in a pale stripe; chance alone would give about 1" in seen
    assert "1 in a stripe (filled), 1 in none (open)" in seen
    assert "chosen with hindsight" in " ".join(seen.split())
    assert "A broadcast" not in seen and "A broadcast" in said(PICTURES["after a moment that led to a review"]())


@pytest.mark.parametrize(("p", "words"), [(0.464, "come in 46 of 100 shuff"), (0.003, "come in fewer than 1 of 100 ")])
def test_how_often_chance_gives_as_many_is_said_in_words(p: float, words: str) -> None:
    measured = {"after_moment": DATES | {"p": p}}
    assert words in after_events.after_moment(FOLLOWED, measured, REVIEWS, RECOMMENDATIONS).caption


def test_a_promise_is_told_in_our_words_or_by_its_label() -> None:
    """Two reviews asked for one commitment; a published text is not quoted in a picture."""
    ours = said(PICTURES["promised, in part"]())
    assert "At least 1 of 1 commitments found were asked for again" in ours
    assert "Answer 2011: Pay for lamps" in ours and "Second, 2014 and 1 before it, 2.2 years later" in ours
    assert " ".join(["Pay for lamps on every pier, whatever the weather."] * 9) in ours
    published = promises.promised(PROMISED, SAID.assign(edition="official"), OFFICIAL)
    assert "Answer 2011: Commitment 1" in said(published) and "lamps" not in said(published)
