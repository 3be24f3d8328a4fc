"""After a public moment: which reviews were published half a year to a year and a half after one.

Input: what `bursts.followed_events` gives, the measures, `reviews` and `recommendations`.
Output: the figure; its rows are those that came in.
Limitations: the moments were picked with hindsight, and rows of which only the year is known are not among them.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing

from reviewkit.base.dates import DAYS_PER_YEAR, middle_year
from reviewkit.corpus import denominator
from reviewkit.figures import canvas, supporting
from reviewkit.figures.figure import Figure, make_figure

ROW_STEP = 9.0  # points from row to row of marks
MARK_HALF = 4.5  # points: half of a mark and the room around it
SMALL_P = 0.05  # under which a number of reviews is told as more than chance
LEFT = 6.0  # points kept free on the left and the right of the axes


def after_moment(
    followed: pd.DataFrame, measures: dict[str, Any], reviews: pd.DataFrame, recommendations: pd.DataFrame
) -> Figure:
    """Draw the reviews on the windows after public moments."""
    measure = measures["after_moment"]
    low, high = measure["window_days"]
    enough = measure["n"] is not None  # else too few dates are known to tell what chance would give
    heading = ""
    if enough:
        heading = f"{measure['n']} of {measure['of']} dated reviews stand in a window after a moment"
        heading += f"; by chance it would be {measure['expected']:.1f}"
    notes = [
        f"A pale stripe is the window of {low} to {high} days after a public moment. The moments were chosen with "
        f"hindsight. Not drawn, since only their year is known: {measure['left_out']}."
    ]
    years = denominator.year_range(_dates(followed))
    drawn = followed if enough else followed.iloc[:0]
    mark = followed["review_id"].where(followed["review_id"] != "", followed["name"])
    return make_figure(
        reviews,
        slug="after-a-moment",
        title=_title(measure, years),
        caption="A mark is a review of the denominator, or a public moment that is itself no review, response or "
        f"commissioning, whose month is known. By chance {_chance(measure)}",
        rests_on="Rests on dates of publication alone, and on public moments that were chosen with hindsight.",
        source=supporting.PUBLIC_PAGES_SOURCE,
        alt=f"Timeline. {heading}. {measure['moments']} public moments."
        if enough
        else "An empty timeline: too few dates.",
        drawing=canvas.draw_in_style(_draw_timeline, drawn, (low, high), heading, notes),
        data=followed.assign(mark=mark)[["mark", *followed.columns]],
        support=_support(followed, reviews, recommendations),
    )


def _title(measure: dict[str, Any], years: str) -> str:
    """Return the finding, where there is enough to tell one, by whether chance would often give as many."""
    if measure["n"] is None:
        return f"Reviews and public moments{years}"
    more = "more" if measure["p"] <= SMALL_P else "no more"
    return f"Half a year to a year and a half after a public moment: {more} reviews than chance would have it{years}"


def _chance(measure: dict[str, Any]) -> str:
    """Say how many reviews would stand in a window by chance, or that this cannot be told."""
    if measure["n"] is None:
        return "so many cannot be told: too few are dated."
    return (
        f"{measure['expected']:.1f}: the mean over all shifts of the moments along the years; p, one-sided: "
        f"{measure['p']:.2f}."
    )


def _support(followed: pd.DataFrame, reviews: pd.DataFrame, recommendations: pd.DataFrame) -> pd.DataFrame:
    """Return the recommendations of each review drawn; those of reviews within a window are counted."""
    asks = denominator.counted_recommendations(recommendations, reviews)
    asks = asks[asks["review_id"].isin(followed["review_id"])]
    within = asks["review_id"].isin(followed.loc[followed["within"] == "yes", "review_id"])
    return supporting.support_table(asks, "review_id", within)


def _dates(followed: pd.DataFrame) -> pd.Series:
    """Return the date of each row: a review has one in `published`, a moment in `happened`, and neither has both."""
    return followed["published"] + followed["happened"]


def _draw_timeline(followed: pd.DataFrame, window: tuple[int, int], heading: str, notes: list[str]) -> Drawing:
    """Draw the windows as stripes, with the moments above and the reviews below."""
    dated = followed.assign(year=[middle_year(date) for date in _dates(followed)])
    moments, reviews = (dated[dated["band"] == band] for band in ("public moment", "review"))
    first, last = int(dated["year"].min()), int(dated["year"].max()) + 1
    points_per_year = (canvas.WIDTH - 2 * canvas.MARGIN - 2 * LEFT) / (last - first)
    review_rows, moment_rows = _pack(reviews, points_per_year), _pack(moments, points_per_year)
    top = 42.0 + ROW_STEP * (max(moment_rows) + 1)
    body = top + 32 + ROW_STEP * (max(review_rows) + 1)
    drawing, axes = canvas.new_canvas(body, 18, notes, left=LEFT, right=LEFT)
    ticks = range(first, last + 1, 2)
    axes.set(xlim=(first, last))
    axes.set_xticks(ticks, [str(year) for year in ticks])
    for year in moments["year"]:
        stripe = [min(year + days / DAYS_PER_YEAR, last) for days in window]
        axes.fill_between(stripe, 40, body, color=canvas.PALE, linewidth=0, zorder=0)
    canvas.add_text(axes, heading, 8, LEFT, weight="bold", size=9)
    canvas.add_text(axes, f"Public moments: {len(moments)}", 28, LEFT, weight="bold", color=canvas.GREY)
    _draw_marks(axes, moments["year"], [42 + ROW_STEP * row for row in moment_rows], "s", canvas.GREY, True)
    within = reviews["within"] == "yes"
    counts = f"Reviews: {within.sum()} in a window (filled), {(~within).sum()} in none (open)"
    canvas.add_text(axes, counts, top + 12, LEFT, weight="bold", color=canvas.BLUE)
    for chosen, filled in ((within, True), (~within, False)):
        heights = [top + 28 + ROW_STEP * row for row, drawn in zip(review_rows, chosen, strict=True) if drawn]
        _draw_marks(axes, reviews.loc[chosen, "year"], heights, "o", canvas.BLUE, filled)
    return drawing


def _pack(dated: pd.DataFrame, points_per_year: float) -> list[int]:
    """Return the row that each mark stands in, so that none hides another."""
    half = MARK_HALF / points_per_year
    return canvas.pack_rows(list(dated["year"] - half), list(dated["year"] + half))


def _draw_marks(axes: Axes, years: pd.Series, heights: list[float], shape: str, colour: str, filled: bool) -> None:
    axes.plot(
        years,
        heights,
        linestyle="",
        marker=shape,
        markersize=5,
        markeredgecolor=colour,
        markerfacecolor=colour if filled else "white",
        markeredgewidth=1.2,
        clip_on=False,
        zorder=3,
    )
