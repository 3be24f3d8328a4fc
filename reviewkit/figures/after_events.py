"""After a public moment: which reviews were published half a year to a year and a half after one.

Comes in: what `cycle.followed` gives, the measures and `reviews`. Goes out: the picture; its rows are those that came
in. Limit: the moments were picked with hindsight, and rows of which only the year is known are not among them.
"""

from __future__ import annotations

import matplotlib.style
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing

from reviewkit.base.dates import middle_year
from reviewkit.corpus import denominator
from reviewkit.figures import canvas, supporting
from reviewkit.figures.figure import Figure

ROW = 9.0  # points from row to row of marks


def after_moment(
    followed: pd.DataFrame, measured: dict, reviews: pd.DataFrame, recommendations: pd.DataFrame
) -> Figure:
    """Rows of reviews and moments, and the tables, in; reviews on the windows after moments out."""
    found = measured["after_moment"]
    rows = followed.assign(mark=followed["review_id"].where(followed["review_id"] != "", followed["name"]))
    asks = denominator.counted_recommendations(recommendations, reviews)
    asks = asks[asks["review_id"].isin(rows["review_id"])]
    within = asks["review_id"].isin(rows.loc[rows["within"] == "yes", "review_id"])
    low, high = found["window_days"]
    shown = found["n"] is not None
    heading = f"{found['n']} of {found['of']} dated reviews stand in a window after a moment" if shown else ""
    heading += f"; {found['expected']:.1f} would by chance" if shown else ""
    notes = [
        f"A pale stripe is the window of {low} to {high} days after a public moment. The moments were chosen with "
        f"hindsight. Not drawn, since only their year is known: {found['left_out']}."
    ]
    with matplotlib.style.context(canvas.STYLE, after_reset=True):
        figure = _draw(followed, (low, high), heading, notes) if shown else canvas.draw_nothing()
    return Figure(
        slug="after-a-moment",
        title=f"Reviews published {low} to {high} days after a public moment{denominator.year_range(_dates(followed))}",
        counted="A mark is a review of the denominator, or a public moment that is itself no review, response or "
        "commissioning, whose month is known. By chance "
        + (
            f"{found['expected']:.1f}: the mean over all shifts of the moments along the years; p, one-sided: "
            f"{found['p']:.2f}."
            if shown
            else "so many cannot be told: too few are dated."
        ),
        rests_on="Rests on dates of publication alone, and on public moments that were chosen with hindsight.",
        source="reviewkit, corpus/catalogue.csv and corpus/events.csv, from public pages.",
        alt=f"Timeline. {heading}. {found['moments']} public moments."
        if shown
        else "An empty timeline: too few dates.",
        figure=figure,
        data=rows[["mark", *followed.columns]],
        as_of=denominator.as_of(reviews),
        behind=supporting.support(asks, "review_id", within),
    )


def _dates(followed: pd.DataFrame) -> pd.Series:
    return followed["published"] + followed["happened"]


def _draw(followed: pd.DataFrame, window: tuple[int, int], heading: str, notes: list[str]) -> Drawing:
    """Rows in; windows as stripes, moments above and reviews below, out."""
    when = followed.assign(year=[middle_year(date) for date in _dates(followed)])
    moments, marks = (when[when["band"] == band] for band in ("public moment", "review"))
    first, last = int(when["year"].min()), int(when["year"].max()) + 1
    scale = (canvas.WIDE - 2 * canvas.EDGE - 12) / (last - first)
    rows, above = _rows(marks, scale), _rows(moments, scale)
    top = 42.0 + ROW * (max(above) + 1)
    body = top + 32 + ROW * (max(rows) + 1)
    figure, axes = canvas.new_canvas(body, 18, notes, left=6, room=6)
    shown = range(first, last + 1, 2)
    axes.set(xlim=(first, last))
    axes.set_xticks(shown, [str(year) for year in shown])
    for year in moments["year"]:
        ends = [min(year + days / 365.25, last) for days in window]
        axes.fill_between(ends, 40, body, color=canvas.PALE, linewidth=0, zorder=0)
    canvas.add_words(axes, heading, 8, 6, weight="bold", size=9)
    canvas.add_words(axes, f"Public moments: {len(moments)}", 28, 6, weight="bold", color=canvas.GREY)
    _points(axes, moments["year"], [42 + ROW * row for row in above], "s", canvas.GREY, True)
    inside = marks["within"] == "yes"
    words = f"Reviews: {inside.sum()} in a window (filled), {(~inside).sum()} in none (open)"
    canvas.add_words(axes, words, top + 12, 6, weight="bold", color=canvas.BLUE)
    for which, filled in ((inside, True), (~inside, False)):
        y = [top + 28 + ROW * row for row, kept in zip(rows, which, strict=True) if kept]
        _points(axes, marks.loc[which, "year"], y, "o", canvas.BLUE, filled)
    return figure


def _rows(found: pd.DataFrame, scale: float) -> list[int]:
    """The row that each mark stands in, so that none hides another."""
    half = 4.5 / scale
    return canvas.pack_rows(list(found["year"] - half), list(found["year"] + half))


def _points(axes: Axes, years: pd.Series, y: list[float], shape: str, colour: str, filled: bool) -> None:
    look = {"markersize": 5, "markeredgecolor": colour, "markerfacecolor": colour if filled else "white"}
    axes.plot(years, y, linestyle="", marker=shape, markeredgewidth=1.2, clip_on=False, zorder=3, **look)
