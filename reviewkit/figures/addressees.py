"""Who is asked: how many reviews ask each class of body, and the bodies that most reviews ask.

Comes in: `recommendations`, `reviews` and `bodies`. Goes out: the counts, and the picture. Limit: a body that could not
be matched is not counted, and to be asked is not a finding of failure.
"""

from __future__ import annotations

import textwrap

import matplotlib.style
import pandas as pd
from matplotlib.figure import Figure as Drawing

from reviewkit.base.errors import TableError
from reviewkit.base.text import split_list
from reviewkit.corpus import denominator
from reviewkit.figures import canvas, supporting
from reviewkit.figures.figure import Figure

COLUMNS = ["mark", "group", "name", "reviews", "of", "recommendations", "latest_published", "rests_on"]
CLASS, BODY = "kind of body", "body"
SECTIONS = {CLASS: "Kinds of body", BODY: "Single bodies"}


def who_table(
    recommendations: pd.DataFrame, reviews: pd.DataFrame, bodies: pd.DataFrame, most: int = 12
) -> pd.DataFrame:
    """Tables in; for each class of body, and for the bodies asked by most reviews, the number of reviews that ask it.

    `of` is the number of reviews in the denominator of which something is held. `most` bodies at most are kept
    (about as many as half a page bears), and no tie is broken: bodies that share a count stay or go together.
    Misses bodies that could not be matched; raises `TableError` where a body asked has no row in `bodies`.
    """
    rows = denominator.counted_recommendations(recommendations, reviews)
    of = int((denominator.list_status(denominator.counted_reviews(reviews)) != "nothing").sum())
    names = dict(zip(bodies["body_id"], bodies["name"], strict=True))
    by_class = _asked(rows, "classes").assign(group=CLASS)
    by_body = _asked(rows, "bodies").assign(group=BODY)
    unknown = [body for body in by_body["name"] if body not in names]
    if unknown:
        raise TableError(f"bodies: no row for {', '.join(unknown)}", "add one to bodies.csv")
    by_body["name"] = by_body["name"].map(names)
    if len(by_body) > most:
        by_body = by_body[by_body["reviews"] > by_body["reviews"].iloc[most]]
    made = pd.concat([by_class, by_body]).assign(of=of)
    return made.assign(mark=made["group"] + "/" + made["name"])[COLUMNS].reset_index(drop=True)


def _long(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    """Recommendations in; a row for each part of a list column out, its `name`."""
    return rows.assign(name=rows[column].map(split_list)).explode("name").dropna(subset="name")


def _behind(rows: pd.DataFrame, bodies: pd.DataFrame, shown: pd.DataFrame) -> pd.DataFrame:
    """The recommendations behind each bar."""
    names = dict(zip(bodies["body_id"], bodies["name"], strict=True))
    by_body = _long(rows, "bodies")
    long = pd.concat(
        [_long(rows, "classes").assign(group=CLASS), by_body.assign(group=BODY, name=by_body["name"].map(names))]
    )
    found = supporting.support(long, ["group", "name"])
    return found[found["mark"].isin(shown["mark"])].reset_index(drop=True)


def _asked(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    """Recommendations in; by each part of a list column, how many reviews and recommendations name it, most first."""
    sums = (
        _long(rows, column)
        .groupby("name")
        .agg(
            reviews=("review_id", "nunique"),
            recommendations=("number", "nunique"),
            latest_published=("published", "max"),
            rests_on=("edition", lambda found: " and ".join(sorted(set(found)))),
        )
    )
    sums = sums.reset_index().assign(last=lambda found: found["name"] == "other")
    return sums.sort_values(["last", "reviews", "name"], ascending=[True, False, True])


def who_is_asked(recommendations: pd.DataFrame, reviews: pd.DataFrame, bodies: pd.DataFrame) -> Figure:
    """Tables in; how many reviews ask each class of body, and the bodies asked by most, out."""
    rows = who_table(recommendations, reviews, bodies)
    asks = denominator.counted_recommendations(recommendations, reviews)
    held = denominator.held_lists(reviews)
    of = held.of
    heading = f"Asked by {held.least}this many of the {of} reviews held"
    notes = supporting.notes(reviews, f"A pale bar is all {of} reviews held. Being asked is not a finding of failure.")
    silent = asks.loc[~asks["review_id"].isin(asks.loc[asks["bodies"] != "", "review_id"]), "review_id"].nunique()
    years = denominator.year_range(asks["published"])
    with matplotlib.style.context(canvas.STYLE, after_reset=True):
        figure = _draw_who(rows, heading, notes) if len(rows) else canvas.draw_nothing()
        classes = rows[rows["group"] == CLASS]
        slide = _draw_who(classes, heading, notes) if len(classes) else None
    return Figure(
        slug="who-is-asked",
        title=f"Number of reviews that ask each kind of body, and each body, at least one thing{years}",
        counted=f"A bar is a number of reviews, {held.least}so many of the {of} whose "
        f"recommendations are held in whole or part, of {held.reviews} reviews. Of the "
        f"{asks['review_id'].nunique()} that ask for something here {silent} name no body that "
        f"could be matched. Being asked is not a finding of failure.",
        rests_on=denominator.evidence_note(denominator.counted_reviews(reviews)),
        source="reviewkit, corpus/tables/recommendations.csv, corpus/tables/reviews.csv and corpus/bodies.csv.",
        alt=_who_alt(rows, heading, held.digests),
        figure=figure,
        data=rows,
        as_of=denominator.as_of(reviews),
        behind=_behind(asks, bodies, rows),
        slide=slide,
    )


def _who_alt(rows: pd.DataFrame, heading: str, digests: bool) -> str:
    """What the bars show, in words and numbers."""
    if rows.empty:
        return "An empty bar chart: nothing is held."
    said = {group: ", ".join(f"{row.name} {row.reviews}" for row in found.itertuples(index=False))
            for group, found in rows.groupby("group")}  # fmt: skip
    ends = " Counts are lower bounds." if digests else ""
    parts = [f"{words}: {said[group]}." for group, words in SECTIONS.items() if group in said]
    return f"Bar chart. {heading}. {' '.join(parts)}{ends}"


def _draw_who(rows: pd.DataFrame, heading: str, notes: list[str]) -> Drawing:
    """Counts in, horizontal bars out: classes first, then bodies, all on one scale of the reviews held."""
    labels = [textwrap.fill({"other": "Other or mixed"}.get(name, name[:1].upper() + name[1:]), 40)
              for name in rows["name"]]  # fmt: skip
    heights = [15.0 + 10 * label.count("\n") for label in labels]
    left = 1.04 * max(canvas.text_width(line, 8.5) for label in labels for line in label.split("\n")) + 6
    figure, axes = canvas.new_canvas(18 + sum(heights) + 26 * rows["group"].nunique(), bottom=4, notes=notes, left=left)
    canvas.add_heading(axes, heading, rows["of"].max(), left)
    y, section = 18.0, ""
    least = rows.loc[rows["group"] == BODY, "reviews"].min()
    words = {CLASS: "By kind of body", BODY: f"Bodies asked by {least} or more of them"}
    for row, label, height in zip(rows.itertuples(index=False), labels, heights, strict=True):
        if row.group != section:
            section = row.group
            canvas.add_section(axes, words[section], y + 16, left)
            y += 26
        colour = canvas.BLUE if section == CLASS else canvas.TEAL
        canvas.draw_bar(axes, row.reviews, row.of, label, y + height / 2, colour)
        y += height
    return figure
