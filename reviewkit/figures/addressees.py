"""Who is asked: how many reviews ask each class of body, and the bodies that most reviews ask.

Input: `recommendations`, `reviews` and `bodies`.
Output: the counts, and the figure.
Limitations: a body that could not be matched is not counted, and to be asked is not a finding of failure.
"""

from __future__ import annotations

import textwrap

import pandas as pd
from matplotlib.figure import Figure as Drawing

from reviewkit.base.errors import TableError
from reviewkit.base.text import split_list
from reviewkit.corpus import denominator, provenance
from reviewkit.figures import canvas, supporting
from reviewkit.figures.figure import Figure, make_figure

COLUMNS = ["mark", "group", "name", "reviews", "of", "recommendations", "latest_published", "rests_on"]
CLASS, BODY = "kind of body", "body"
SECTIONS = {CLASS: "Kinds of body", BODY: "Single bodies"}
OTHER = "other"  # the class of bodies that belong to no other; it stands last


def who_table(
    recommendations: pd.DataFrame, reviews: pd.DataFrame, bodies: pd.DataFrame, most: int = 12
) -> pd.DataFrame:
    """Return for each class of body, and for the bodies asked by most reviews, the number of reviews that ask it.

    `of` is the number of counted reviews of which something was found. At most `most` bodies are named (about
    as many as half a page holds), and no tie is broken: bodies that share a count stay or go together.
    Raises: `TableError` where a body that is asked has no row in `bodies`.
    Limitations: bodies that could not be matched are missing.
    """
    rows = denominator.counted_recommendations(recommendations, reviews)
    names = dict(zip(bodies["body_id"], bodies["name"], strict=True))
    by_class = _count_by_name(rows, "classes").assign(group=CLASS)
    by_body = _count_by_name(rows, "bodies").assign(group=BODY)
    unknown = [body for body in by_body["name"] if body not in names]
    if unknown:
        raise TableError(f"bodies: no row for {', '.join(unknown)}", "add one to bodies.csv")
    by_body["name"] = by_body["name"].map(names)
    if len(by_body) > most:
        by_body = by_body[by_body["reviews"] > by_body["reviews"].iloc[most]]
    counts = pd.concat([by_class, by_body]).assign(of=denominator.held_lists(reviews).total)
    return counts.assign(mark=counts["group"] + "/" + counts["name"])[COLUMNS].reset_index(drop=True)


def _one_row_per_part(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return a row for each part of a list column, the part as its `name`."""
    return rows.assign(name=rows[column].map(split_list)).explode("name").dropna(subset="name")


def _count_by_name(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    """Count the reviews and recommendations that name each part of a list column, most reviews first, "other" last."""
    counts = (
        _one_row_per_part(rows, column)
        .groupby("name")
        .agg(
            reviews=("review_id", "nunique"),
            recommendations=("number", "nunique"),
            latest_published=("published", "max"),
            rests_on=("edition", lambda editions: " and ".join(sorted(set(editions)))),
        )
        .reset_index()
    )
    counts = counts.assign(last=counts["name"] == OTHER)
    return counts.sort_values(["last", "reviews", "name"], ascending=[True, False, True])


def _support(asks: pd.DataFrame, bodies: pd.DataFrame, counts: pd.DataFrame) -> pd.DataFrame:
    """Return the recommendations behind each bar."""
    names = dict(zip(bodies["body_id"], bodies["name"], strict=True))
    by_class = _one_row_per_part(asks, "classes").assign(group=CLASS)
    by_body = _one_row_per_part(asks, "bodies").assign(group=BODY)
    by_body["name"] = by_body["name"].map(names)
    support = supporting.support_table(pd.concat([by_class, by_body]), ["group", "name"])
    return support[support["mark"].isin(counts["mark"])].reset_index(drop=True)


def who_is_asked(recommendations: pd.DataFrame, reviews: pd.DataFrame, bodies: pd.DataFrame) -> Figure:
    """Draw how many reviews ask each class of body, and the bodies asked by most."""
    counts = who_table(recommendations, reviews, bodies)
    classes = counts[counts["group"] == CLASS]
    asks = denominator.counted_recommendations(recommendations, reviews)
    held = denominator.held_lists(reviews)
    heading = f"Asked by {held.at_least}this many of the {held.total} reviews found"
    evidence = provenance.weigh(recommendations, reviews)
    notes = supporting.notes_under(evidence, f"A pale bar is all {held.total} reviews found.")
    naming = asks.loc[asks["bodies"] != "", "review_id"]
    without_body = asks.loc[~asks["review_id"].isin(naming), "review_id"].nunique()
    years = denominator.year_range(asks["published"])
    return make_figure(
        reviews,
        slug="who-is-asked",
        title=f"Number of reviews that ask each kind of body, and each body, at least one thing{years}",
        caption=f"A bar is a number of reviews, {held.at_least}so many of the {supporting.found_words(held)}."
        f"{_unnamed_words(without_body)} Being asked is not a finding of failure.",
        source=supporting.BODIES_SOURCE,
        alt=_alt_text(counts, heading, held.digests),
        drawing=canvas.draw_in_style(_draw_bars, counts, heading, notes),
        data=counts,
        support=_support(asks, bodies, counts),
        rests_on=provenance.sentence(evidence),
        slide=canvas.draw_in_style(_draw_bars, classes, heading, notes) if len(classes) else None,
    )


def _unnamed_words(reviews: int) -> str:
    """Say how many reviews ask for something and name nobody whom the table of bodies has, where there are any."""
    who = "1 review asks" if reviews == 1 else f"{reviews} reviews ask"
    return f" {who} for something without naming a body that is known here." if reviews else ""


def _alt_text(counts: pd.DataFrame, heading: str, digests: bool) -> str:
    """Say what the bars show, in words and numbers."""
    if counts.empty:
        return "An empty bar chart: nothing was found."
    bars = {
        group: ", ".join(f"{row.name} {row.reviews}" for row in rows.itertuples(index=False))
        for group, rows in counts.groupby("group")
    }
    sections = [f"{section}: {bars[group]}." for group, section in SECTIONS.items() if group in bars]
    least = f" {provenance.AT_LEAST}" if digests else ""
    return f"Bar chart. {heading}. {' '.join(sections)}{least}"


def _bar_label(name: str) -> str:
    label = "Other or mixed" if name == OTHER else supporting.sentence_case(name)
    return textwrap.fill(label, 40)


def _draw_bars(counts: pd.DataFrame, heading: str, notes: list[str]) -> Drawing:
    """Draw horizontal bars: classes first, then bodies, all on one scale of the reviews found."""
    labels = [_bar_label(name) for name in counts["name"]]
    heights = [15.0 + 10 * label.count("\n") for label in labels]
    left = canvas.label_width(labels)
    body = 18 + sum(heights) + 26 * counts["group"].nunique()
    drawing, axes = canvas.new_canvas(body, bottom=4, notes=notes, left=left)
    canvas.prepare_bars(axes, heading, counts["of"].max(), left)
    least = counts.loc[counts["group"] == BODY, "reviews"].min()
    sections = {CLASS: "By kind of body", BODY: f"Bodies asked by {least} or more of them"}
    y, group = 18.0, ""
    for row, label, height in zip(counts.itertuples(index=False), labels, heights, strict=True):
        if row.group != group:
            group = row.group
            canvas.add_section(axes, sections[group], y + 16, left)
            y += 26
        colour = canvas.BLUE if group == CLASS else canvas.TEAL
        canvas.draw_bar(axes, row.reviews, row.of, label, y + height / 2, colour)
        y += height
    return drawing
