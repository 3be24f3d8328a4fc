"""Which themes reviews raise: how many reviews ask for something under each theme, first and latest in which year.

Comes in: `recommendations`, `reviews`, `codes` and the themes of the code frame. Goes out: the counts, and the picture.
Limit: a theme that a digest leaves out may be in the review, so counts are lower bounds; a count is no trend.
"""

from __future__ import annotations

import matplotlib.style
import pandas as pd
from matplotlib.figure import Figure as Drawing

from reviewkit.corpus import denominator
from reviewkit.figures import canvas, supporting
from reviewkit.figures.figure import Figure

COLUMNS = [
    "mark", "group", "theme", "name", "reviews", "of", "recommendations", "by_model", "first_published",
    "latest_published",
]  # fmt: skip
CASEY, OTHER = "Named by the National Audit (2025) as raised again and again", "Other themes"  # `casey` of the codebook


def theme_table(
    recommendations: pd.DataFrame, reviews: pd.DataFrame, codes: pd.DataFrame, themes: pd.DataFrame
) -> pd.DataFrame:
    """Tables in; for each theme the reviews that raise it and their recommendations, most first, out.

    `of` is the number of reviews in the denominator of which something is held; `by_model` counts the recommendations
    whose code is the model's and no person's. A theme that none raises is there, with 0.
    """
    rows = denominator.counted_recommendations(recommendations, reviews)
    coded = rows.merge(codes[["rec_id", "theme", "by"]], on="rec_id")
    model = coded[coded["by"] == "model"].groupby("theme")["number"].nunique()
    sums = coded.groupby("theme").agg(
        reviews=("review_id", "nunique"),
        recommendations=("number", "nunique"),
        first_published=("published", "min"),
        latest_published=("published", "max"),
    )
    made = themes.join(sums, on="theme").assign(
        group=themes["casey"].map({True: CASEY, False: OTHER}),
        of=int((denominator.list_status(denominator.counted_reviews(reviews)) != "nothing").sum()),
        by_model=themes["theme"].map(model),
        mark=themes["theme"],
    )
    numbers = ["reviews", "recommendations", "by_model"]
    made[numbers] = made[numbers].fillna(0).astype(int)
    made = made.fillna({"first_published": "", "latest_published": ""})
    order = {"by": ["casey", "reviews", "name"], "ascending": [False, False, True]}
    return made.sort_values(**order, ignore_index=True)[COLUMNS]


def themes_raised(
    recommendations: pd.DataFrame, reviews: pd.DataFrame, codes: pd.DataFrame, themes: pd.DataFrame
) -> Figure:
    """Tables in; how many reviews raise each theme, with the years of the first and the latest, out."""
    rows = theme_table(recommendations, reviews, codes, themes)
    asks = denominator.counted_recommendations(recommendations, reviews)
    held = denominator.held_lists(reviews)
    of = held.of
    uncoded = asks["number"].nunique() - asks.loc[asks["rec_id"].isin(codes["rec_id"]), "number"].nunique()
    heading = f"Raised by {held.least}this many of the {of} reviews held, in the years shown"
    notes = supporting.notes(reviews, f"A pale bar is all {of} reviews held. A count is no trend.")
    with matplotlib.style.context(canvas.STYLE, after_reset=True):
        figure = _draw(rows, heading, notes) if of else canvas.draw_nothing()
        slide = _draw(rows[rows["group"] == CASEY], heading, notes) if of and (rows["group"] == CASEY).any() else None
    return Figure(
        slug="themes-raised",
        title=f"Number of reviews that ask for something under each theme{denominator.year_range(asks['published'])}",
        counted=f"A bar is a number of reviews, {held.least}so many of the {of} whose "
        f"recommendations are held in whole or part, of {held.reviews} reviews in all. A recommendation can have "
        f"several themes; {uncoded} of {asks['number'].nunique()} held have none. Codes: {_who(rows, codes, asks)}.",
        rests_on=denominator.evidence_note(denominator.counted_reviews(reviews)),
        source="reviewkit, corpus/tables/codes.csv, corpus/tables/recommendations.csv, corpus/tables/reviews.csv and "
        "corpus/codebook.toml.",
        alt=_alt(rows, heading, held.digests),
        figure=figure,
        data=rows,
        as_of=denominator.as_of(reviews),
        behind=supporting.support(asks.merge(codes[["rec_id", "theme"]], on="rec_id"), "theme"),
        slide=slide,
    )


def _who(rows: pd.DataFrame, codes: pd.DataFrame, asks: pd.DataFrame) -> str:
    """Who gave the codes of what is counted."""
    given = codes.loc[codes["rec_id"].isin(asks["rec_id"]), "by"].value_counts()
    words = {"coders": "by two people alike", "correction": "by a person's correction", "model": "by the model"}
    return ", ".join(f"{given[by]} {said}" for by, said in words.items() if by in given) or "none"


def _alt(rows: pd.DataFrame, heading: str, digests: bool) -> str:
    """What the bars show, in words and numbers."""
    if not rows["reviews"].any():
        return "An empty bar chart: no theme is coded."
    said = [
        f"{group}: " + ", ".join(f"{row.name} {row.reviews}" for row in found.itertuples(index=False)) + "."
        for group, found in rows.groupby("group", sort=False)
    ]
    return f"Bar chart. {heading}. {' '.join(said)}{' Counts are lower bounds.' if digests else ''}"


def _draw(rows: pd.DataFrame, heading: str, notes: list[str]) -> Drawing:
    """Counts in, horizontal bars out: the audit's own themes first, all on one scale of the reviews held."""
    left = 1.04 * max(canvas.text_width(name, 8.5) for name in rows["name"]) + 6
    room = 84  # points, for "31  2010 to 2025"
    figure, axes = canvas.new_canvas(18 + 15 * len(rows) + 26 * rows["group"].nunique(), 4, notes, left, room)
    canvas.add_heading(axes, heading, rows["of"].max(), left)
    y, section = 18.0, ""
    for row in rows.itertuples(index=False):
        if row.group != section:
            section = row.group
            canvas.add_section(axes, section, y + 16, left)
            y += 26
        first, latest = row.first_published[:4], row.latest_published[:4]
        years = "" if not first else first if first == latest else f"{first} to {latest}"
        canvas.draw_bar(axes, row.reviews, row.of, row.name, y + 7.5, canvas.BLUE if section == CASEY else canvas.TEAL)
        axes.annotate(years, (1, y + 7.5), xytext=(20, 0), xycoords=("axes fraction", "data"),
                      textcoords="offset points", va="center_baseline")  # fmt: skip
        y += 15
    return figure
