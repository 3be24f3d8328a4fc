"""Which themes reviews raise: how many reviews ask for something under each theme, first and latest in which year.

Input: `recommendations`, `reviews`, `codes` and the themes of the code frame.
Output: the counts, and the figure.
Limitations: a theme that a digest leaves out may be in the review, so counts say at least how many; a count is no
trend.
"""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure as Drawing

from reviewkit.corpus import denominator, provenance
from reviewkit.corpus.codebook import codes_of_issues, in_order, with_issues
from reviewkit.corpus.subject import Highlight, named_sentence
from reviewkit.figures import canvas, supporting
from reviewkit.figures.figure import Figure, make_figure
from reviewkit.figures.supporting import row_label

COLUMNS = [
    "mark", "group", "theme", "name", "reviews", "of", "recommendations", "by_model", "first_published",
    "latest_published", "part_of",
]  # fmt: skip
OTHER_THEMES = "Other themes"
CODED_BY = {"coders": "by both coders", "correction": "by a person's correction", "model": "by the model"}
PART_LETTERS = 34  # letters of a line of the name of a theme that is one of several of an issue


def theme_table(
    recommendations: pd.DataFrame,
    reviews: pd.DataFrame,
    codes: pd.DataFrame,
    themes: pd.DataFrame,
    highlight: Highlight = Highlight(),
) -> pd.DataFrame:
    """Return for each theme and issue the number of reviews that raise it and of their recommendations, most first.

    An issue of several themes stands before these, which name it in `part_of`, and is raised by what raises either.
    `of` is the number of counted reviews of which something was found; `by_model` counts the recommendations
    whose code is the model's and no person's. A theme that no review raises is there, with 0.
    """
    rows = denominator.counted_recommendations(recommendations, reviews)
    framed = with_issues(themes)
    coded = rows.merge(codes_of_issues(codes, themes)[["rec_id", "theme", "by"]], on="rec_id")
    by_model = coded[coded["by"] == "model"].groupby("theme")["number"].nunique()
    sums = coded.groupby("theme").agg(
        reviews=("review_id", "nunique"),
        recommendations=("number", "nunique"),
        first_published=("published", "min"),
        latest_published=("published", "max"),
    )
    counts = in_order(framed, sums["reviews"]).join(sums, on="theme").assign(of=denominator.held_lists(reviews).total)
    counts = counts.assign(
        group=counts["highlight"].map({True: highlight.heading, False: OTHER_THEMES}),
        by_model=counts["theme"].map(by_model),
        mark=counts["theme"],
    )
    numbers = ["reviews", "recommendations", "by_model"]
    counts[numbers] = counts[numbers].fillna(0).astype(int)
    return counts.fillna({"first_published": "", "latest_published": ""})[COLUMNS]


def themes_raised(
    recommendations: pd.DataFrame,
    reviews: pd.DataFrame,
    codes: pd.DataFrame,
    themes: pd.DataFrame,
    highlight: Highlight = Highlight(),
    coders: str = "",
) -> Figure:
    """Draw how many reviews raise each theme, with the years of the first and the latest.

    `coders` is the sentence that says who gave the codes.
    """
    counts = theme_table(recommendations, reviews, codes, themes, highlight)
    asks = denominator.counted_recommendations(recommendations, reviews)
    held = denominator.held_lists(reviews)
    uncoded = asks["number"].nunique() - asks.loc[asks["rec_id"].isin(codes["rec_id"]), "number"].nunique()
    heading = f"Raised by {held.at_least}this many of the {held.total} reviews found, in the years shown"
    evidence = provenance.weigh(recommendations, reviews)
    notes = supporting.notes_under(evidence, f"A pale bar is all {held.total} reviews found.")
    drawn = counts if held.total else counts.iloc[:0]
    highlighted = drawn[drawn["group"] != OTHER_THEMES]
    return make_figure(
        reviews,
        slug="themes-raised",
        title=f"Number of reviews that ask for something under each theme{denominator.year_range(asks['published'])}",
        caption=f"A bar is a number of reviews, {held.at_least}so many of the {supporting.found_words(held)}. A count "
        f"is no trend. A recommendation can have several themes; {uncoded} of the {asks['number'].nunique()} found "
        f"have none. {_coded_by(codes, asks)} {coders} {named_sentence(highlight)}".rstrip(),
        source=supporting.CODES_SOURCE,
        alt=_alt_text(counts, heading, held.digests),
        drawing=canvas.draw_in_style(_draw_bars, drawn, heading, notes),
        data=counts,
        support=supporting.support_table(
            asks.merge(codes_of_issues(codes, themes)[["rec_id", "theme"]], on="rec_id"), "theme"
        ),
        rests_on=provenance.sentence(evidence),
        slide=canvas.draw_in_style(_draw_bars, highlighted, heading, notes) if len(highlighted) else None,
    )


def _coded_by(codes: pd.DataFrame, asks: pd.DataFrame) -> str:
    """Say how often themes were given to what is counted, and by whom."""
    counts = codes.loc[codes["rec_id"].isin(asks["rec_id"]), "by"].value_counts()
    by_whom = [(counts[by], words) for by, words in CODED_BY.items() if by in counts]
    if len(by_whom) < 2:
        return f"Themes were given {counts.sum()} times, always {by_whom[0][1]}." if by_whom else "No theme was given."
    each = ", ".join(f"{count} {words}" for count, words in by_whom)
    return f"Themes were given {counts.sum()} times: {each}."


def _alt_text(counts: pd.DataFrame, heading: str, digests: bool) -> str:
    """Say what the bars show, in words and numbers."""
    if not counts["reviews"].any():
        return "An empty bar chart: no theme is coded."
    groups = [
        f"{group}: " + ", ".join(f"{row.name} {row.reviews}" for row in rows.itertuples(index=False)) + "."
        for group, rows in counts.groupby("group", sort=False)
    ]
    return f"Bar chart. {heading}. {' '.join(groups)}{f' {provenance.AT_LEAST}' if digests else ''}"


def _draw_bars(counts: pd.DataFrame, heading: str, notes: list[str]) -> Drawing:
    """Draw horizontal bars: highlighted issues first, each over its themes, all on one scale of the reviews found."""
    labels = [row_label(row.name, row.part_of, PART_LETTERS) for row in counts.itertuples()]
    heights = [15.0 + 10 * label.count("\n") for label in labels]
    left = canvas.label_width(labels)
    right = 84  # points, for "31  2010 to 2025"
    body = 18 + sum(heights) + 26 * counts["group"].nunique()
    drawing, axes = canvas.new_canvas(body, 4, notes, left, right)
    canvas.prepare_bars(axes, heading, counts["of"].max(), left)
    y, group = 18.0, ""
    for row, label, height in zip(counts.itertuples(index=False), labels, heights, strict=True):
        if row.group != group:
            group = row.group
            canvas.add_section(axes, group, y + 16, left)
            y += 26
        first, latest = row.first_published[:4], row.latest_published[:4]
        years = first if first == latest else f"{first} to {latest}"
        colour = canvas.TEAL if group == OTHER_THEMES or row.part_of else canvas.BLUE
        canvas.draw_bar(axes, row.reviews, row.of, label, y + height / 2, colour)
        axes.annotate(
            years,
            (1, y + height / 2),
            xytext=(20, 0),
            xycoords=("axes fraction", "data"),
            textcoords="offset points",
            va="center_baseline",
        )
        y += height
    return drawing
