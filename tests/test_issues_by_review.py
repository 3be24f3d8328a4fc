"""The grid of reviews by issues: filled, empty, a plain no, and hatched are four different things."""

from __future__ import annotations

import pandas as pd
from helpers.pictures import words
from matplotlib.patches import Rectangle

from reviewkit.corpus import tables
from reviewkit.figures.figure import Figure
from reviewkit.figures.issues_by_review import issue_table, issues_by_review

THEMES = pd.DataFrame(
    [
        ("lamps", "Lamps", True, "Lamps"),
        ("buoys", "Buoys", True, "Marks at sea"),
        ("bells", "Bells", True, "Marks at sea"),
        ("ropes", "Ropes", False, ""),
    ],
    columns=["theme", "name", "highlight", "issue"],
)
ROWS = [("part", "2031-02-01", 2, "no"), ("whole", "2030", 1, "yes"), ("makes-none", "2032", 0, "yes"),
        ("unheld", "2029", 0, "no"), ("undated", "", 1, "no")]  # fmt: skip
REVIEWS = tables.build(
    [
        {"review_id": review_id, "short_title": f"{review_id.capitalize()} review", "published": published,
         "held": held, "complete": complete, "in_denominator": "yes", "edition": "digest" if held else "none"}
        for review_id, published, held, complete in ROWS
    ] + [{"review_id": "plan", "published": "2031", "held": 1, "in_denominator": "no", "edition": "digest"}],
    "reviews",
)  # fmt: skip
RECOMMENDATIONS = tables.build(
    [
        {"rec_id": rec_id, "review_id": rec_id.split("/")[0], "kind": kind, "edition": "digest"}
        for rec_id, kind in (
            ("part/r1-a", "recommendation"), ("part/r1-b", "recommendation"), ("part/q", "quoted"),
            ("whole/r1", "recommendation"), ("undated/r1", "recommendation"), ("plan/r1", "recommendation"),
        )
    ],
    "recommendations",
)  # fmt: skip
CODES = tables.build(
    [
        {"rec_id": rec_id, "theme": theme, "by": "coders"}
        for rec_id, theme in (
            ("part/r1-a", "lamps"), ("part/r1-b", "lamps"), ("part/q", "buoys"), ("whole/r1", "bells"),
            ("whole/r1", "ropes"), ("undated/r1", "ropes"), ("plan/r1", "lamps"),
        )
    ],
    "codes",
)  # fmt: skip


def drawn(reviews: pd.DataFrame = REVIEWS) -> Figure:
    return issues_by_review(RECOMMENDATIONS, reviews, CODES, THEMES)


def test_each_cell_says_what_can_be_known() -> None:
    """By hand: an issue of two themes is raised by either; a quotation raises nothing; an undated review comes last."""
    cells = issue_table(RECOMMENDATIONS, REVIEWS, CODES, THEMES)
    assert cells.drop_duplicates("theme")[["theme", "part_of"]].to_numpy().tolist() == [
        ["lamps", ""], ["marks-at-sea", ""], ["buoys", "marks-at-sea"], ["bells", "marks-at-sea"],
    ]  # fmt: skip
    among, no, hatched = "not among those found", "no", "nothing found"
    by_review = {name: list(rows["raised"]) for name, rows in cells.groupby("review_id", sort=False)}
    assert list(by_review.items()) == [
        ("unheld", [hatched] * 4),
        ("whole", [no, "raised", no, "raised"]),
        ("part", ["raised", among, among, among]),
        ("makes-none", [no] * 4),
        ("undated", [among] * 4),
    ]
    assert cells.set_index("mark").loc["lamps/part", "recommendations"] == 1  # two parts of one number


def test_the_title_counts_reviews_that_raise_any_and_never_more_than_is_known() -> None:
    assert drawn().title == ("At least 2 of 5 reviews raise one or more of the highlighted themes, 2029 to 2032")
    assert "Lamps 1, Marks at sea 1. Reviews of which no recommendation was found: 1." in drawn().alt
    assert set(drawn().support["mark"]) == {"lamps/part", "marks-at-sea/whole", "bells/whole"}
    assert drawn(REVIEWS.assign(edition="official")).title.startswith("2 of 5 reviews")


def test_filled_empty_and_hatched_are_drawn_apart() -> None:
    """On the page three are filled (one a part), eight are empty; the bar of the review of which nothing is held."""
    picture = drawn()
    cells = [patch for patch in picture.drawing.findobj(Rectangle) if 5 < patch.get_width() < 9]
    white = [patch for patch in cells if patch.get_facecolor()[:3] == (1, 1, 1)]
    assert len(cells) - len(white) == 3 + 1  # one of them in the key
    assert len(white) == 7 + 1
    assert len([patch for patch in picture.drawing.findobj(Rectangle) if patch.get_hatch()]) == 1 + 1
    printed = [text.get_text() for text, _ in words(picture.drawing)]
    assert {"raised", "not among those found", "not raised; all were found", "nothing of its list was found"} <= {
        *printed
    }
    assert "of it: Bells" in printed and "Ropes" not in printed
    slide = [text.get_text() for text, _ in words(picture.slide)]
    assert "of it: Bells" not in slide and {"Marks at sea", "Makes-none", "2030"} <= set(slide)


def test_the_cells_of_few_reviews_stand_beside_their_names() -> None:
    """Else a reader would have to follow an empty line across the page."""
    boxes = {text.get_text(): box for text, box in words(drawn().drawing)}
    names = max(box.x1 for name, box in boxes.items() if name.endswith(" review"))
    page = drawn().drawing.bbox.width
    assert 0 < boxes["Lamps"].x0 - names < 0.05 * page


def test_what_is_not_there_is_not_in_the_key() -> None:
    printed = [text.get_text() for text, _ in words(drawn(REVIEWS[REVIEWS["review_id"] == "part"]).drawing)]
    assert "nothing of its list was found" not in printed and "not raised; all were found" not in printed
