"""From first asked to now: every review held that raises each theme which the National Audit names as coming back.

Comes in: `recommendations`, `reviews`, `codes` and the themes of the code frame. Goes out: its rows, and the picture.
Limit: the same theme is not the same ask (`echoes` says which restate each other), and on digests marks are missing.
"""

from __future__ import annotations

import matplotlib.style
import pandas as pd
from matplotlib.figure import Figure as Drawing

from reviewkit.base.dates import middle_year
from reviewkit.corpus import denominator
from reviewkit.corpus.denominator import year_range
from reviewkit.figures import canvas, supporting
from reviewkit.figures.figure import Figure

COLUMNS = ["mark", "theme", "name", "review_id", "title", "published", "recommendations"]
STEP = 44.0  # points from theme to theme


def lineage_table(
    recommendations: pd.DataFrame, reviews: pd.DataFrame, codes: pd.DataFrame, themes: pd.DataFrame
) -> pd.DataFrame:
    """Tables in; one row a review that raises a theme which the code frame marks `casey`, oldest first, out.

    `recommendations` counts those with the theme, parts of one number once.
    """
    asks = denominator.counted_recommendations(recommendations, reviews).merge(codes[["rec_id", "theme"]], on="rec_id")
    named = themes[themes["casey"]].assign(order=range(int(themes["casey"].sum())))
    rows = asks[asks["published"] != ""].merge(named[["theme", "name", "order"]], on="theme")
    keys = ["order", "theme", "name", "review_id", "short_title", "published"]
    sums = rows.groupby(keys).agg(recommendations=("number", "nunique")).reset_index()
    sums = sums.rename(columns={"short_title": "title"}).sort_values(["order", "published", "review_id"])
    return sums.assign(mark=sums["theme"] + "/" + sums["review_id"])[COLUMNS].reset_index(drop=True)


def lineages(recommendations: pd.DataFrame, reviews: pd.DataFrame, codes: pd.DataFrame, themes: pd.DataFrame) -> Figure:
    """Tables in; for each such theme a mark a review that raises it, from the first held to the latest, out."""
    rows = lineage_table(recommendations, reviews, codes, themes)
    asks, held = denominator.counted_recommendations(recommendations, reviews), denominator.held_lists(reviews)
    of, least = held.of, held.least
    notes = ["Rests on digests: marks are missing where a digest leaves an ask out."] if held.digests else []
    notes += ["A mark is a review, at the middle of the day, month or year that is known of it."]
    with matplotlib.style.context(canvas.STYLE, after_reset=True):
        figure = _draw(rows, of, least, notes) if len(rows) else canvas.draw_nothing()
    return Figure(
        slug="lineages",
        title=f"Reviews that raise the themes which the National Audit names{year_range(rows['published'])}",
        counted=f"A mark is a review that asks for something under the theme: {least}so many of the {of} whose "
        f"recommendations are held in whole or part, of {held.reviews} reviews in all.",
        rests_on=denominator.evidence_note(denominator.counted_reviews(reviews)),
        source="reviewkit, corpus/tables/codes.csv, corpus/tables/recommendations.csv and corpus/tables/reviews.csv.",
        alt=_alt(rows, of, least),
        figure=figure,
        data=rows,
        as_of=denominator.as_of(reviews),
        behind=_behind(asks.merge(codes[["rec_id", "theme"]], on="rec_id"), rows),
    )


def _behind(coded: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """The recommendations behind each mark."""
    found = supporting.support(coded, ["theme", "review_id"])
    return found[found["mark"].isin(rows["mark"])].reset_index(drop=True)


def _alt(rows: pd.DataFrame, of: int, least: str) -> str:
    """What the marks show, in words and numbers."""
    if rows.empty:
        return "An empty timeline: no such theme is coded."
    said = [_said(found, of, least) for _, found in rows.groupby("name", sort=False)]
    return f"Timeline with a row a theme and a mark a review. {'. '.join(said)}."


def _said(found: pd.DataFrame, of: int, least: str) -> str:
    """One theme's name, count and years."""
    return f"{found['name'].iloc[0]}: {_span(found, of, least)}"


def _span(found: pd.DataFrame, of: int, least: str) -> str:
    """One theme's count and years."""
    first, latest = found["published"].iloc[0][:4], found["published"].iloc[-1][:4]
    years = first if first == latest else f"{first} to {latest}"
    return f"{least}{len(found)} of {of} reviews held, {years}"


def _draw(rows: pd.DataFrame, of: int, least: str, notes: list[str]) -> Drawing:
    """Rows in, a line a theme from its first review to its latest out."""
    themes = rows["name"].nunique()
    figure, axes = canvas.new_canvas(STEP * themes + 4, 18, notes, left=10, room=12)
    years = rows["published"].map(middle_year)
    axes.spines.bottom.set_visible(True)
    first, last = int(years.min()), int(years.max()) + 1
    shown = range(first, last + 1, 1 if last - first < 9 else 2)
    axes.set(xlim=(first - 0.2, last + 0.2))
    axes.set_xticks(shown, [str(year) for year in shown])
    axes.tick_params(axis="x", labelsize=8.5)
    for place, (_, found) in enumerate(rows.groupby("name", sort=False)):
        y = STEP * place + 30
        when = [middle_year(date) for date in found["published"]]
        axes.plot([when[0], when[-1]], [y, y], color=canvas.PALE, linewidth=6, solid_capstyle="round", zorder=1)
        marks = {"markersize": 5.5, "markerfacecolor": canvas.BLUE, "markeredgecolor": "white", "markeredgewidth": 0.6}
        axes.plot(when, [y] * len(when), linestyle="", marker="o", clip_on=False, zorder=3, **marks)
        name, words = found["name"].iloc[0], _span(found, of, least)
        left = {"xycoords": ("axes points", "data"), "va": "center_baseline"}
        axes.annotate(name, (-10, y - 16), weight="bold", color=canvas.BLUE, **left)
        axes.annotate(words, (1.08 * canvas.text_width(name, 9), y - 16), size=8, **left)
    return figure
