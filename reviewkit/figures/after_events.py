"""After a public moment: which reviews were published half a year to a year and a half after one.

Input: what `bursts.followed_events` gives, the measures, `reviews` and `recommendations`.
Output: the figure; its rows are those that came in.
Limitations: the moments were picked with hindsight, and rows of which only the year is known are not among them.
"""

from __future__ import annotations

import textwrap
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing

from reviewkit.base.dates import DAYS_PER_YEAR, middle_year
from reviewkit.corpus import denominator
from reviewkit.figures import canvas, label_places, supporting
from reviewkit.figures.figure import Figure, make_figure
from reviewkit.figures.label_places import Place

ROW_STEP = 9.0  # points from row to row of marks
MARK_HALF = 4.5  # points: half of a mark and the room around it
SMALL_P = 0.05  # under which a number of reviews is told as more than chance
LEFT = 6.0  # points kept free on the left and the right of the axes
NAME_LETTERS, NAME_LINE, NAME_TIERS = 24, 10.0, 2  # of the names of moments: of a line, points a line, rows of names
RESTS_ON = "Rests on dates of publication alone, and on public moments that were chosen with hindsight."


class Scale(NamedTuple):
    """The years of a drawing, and how many points wide each is."""

    first: int
    last: int
    width: float


def after_moment(
    followed: pd.DataFrame,
    measures: dict[str, Any],
    reviews: pd.DataFrame,
    recommendations: pd.DataFrame,
    events: pd.DataFrame | None = None,
) -> Figure:
    """Draw the reviews on the windows after public moments; those moments of `events` that led to a review by name."""
    measure = measures["after_moment"]
    low, high = measure["window_days"]
    enough = measure["n"] is not None  # else too few dates are known to tell what chance would give
    heading = ""
    if enough:
        heading = f"{measure['n']} of {measure['of']} dated reviews stand in a pale stripe"
        heading += f"; chance alone would give about {measure['expected']:.0f}"
    notes = [f"A pale stripe is the time from {low} to {high} days after a public moment.", RESTS_ON]
    years = denominator.year_range(_dates(followed))
    drawn = followed if enough else followed.iloc[:0]
    mark = followed["review_id"].where(followed["review_id"] != "", followed["name"])
    return make_figure(
        reviews,
        slug="after-a-moment",
        title=_title(measure, years),
        caption="A mark is a review counted, or a public moment that is itself no review, response or commissioning, "
        f"whose month is known. Not drawn, since only their year is known: {measure['left_out']}. {_chance(measure)}",
        rests_on=RESTS_ON,
        source=supporting.PUBLIC_PAGES_SOURCE,
        alt=f"Timeline. {heading}. {measure['moments']} public moments."
        if enough
        else "An empty timeline: too few dates.",
        drawing=canvas.draw_in_style(_draw_timeline, drawn, (low, high), _that_led(events), heading, notes),
        data=followed.assign(mark=mark)[["mark", *followed.columns]],
        support=_support(followed, reviews, recommendations),
    )


def _that_led(events: pd.DataFrame | None) -> set[str]:
    """Return the names of the public moments that led to a review."""
    return set() if events is None else set(events.loc[events["led_to"] != "", "event"])


def _title(measure: dict[str, Any], years: str) -> str:
    """Return the finding, where there is enough to tell one, by whether chance would often give as many."""
    if measure["n"] is None:
        return f"Reviews and public moments{years}"
    if measure["p"] <= SMALL_P:
        return (
            f"Half a year to a year and a half after a public moment: more reviews than chance alone would give{years}"
        )
    return f"Half a year to a year and a half after a public moment: about as many reviews as chance would give{years}"


def _chance(measure: dict[str, Any]) -> str:
    """Say how many reviews chance alone would give, and how often as many, or that this cannot be told."""
    if measure["n"] is None:
        return "What chance alone would give cannot be told: too few are dated."
    in_hundred = round(100 * measure["p"])
    often = f"in {in_hundred} of 100" if in_hundred else "in fewer than 1 of 100"
    return (
        f"Chance alone would give about {measure['expected']:.0f}; so many or more would come {often} shufflings of "
        "the moments, which are all moved along the years together."
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


def _draw_timeline(
    followed: pd.DataFrame, window: tuple[int, int], that_led: set[str], heading: str, notes: list[str]
) -> Drawing:
    """Draw the windows as stripes, with the moments above and the reviews below."""
    dated = followed.assign(year=[middle_year(date) for date in _dates(followed)])
    moments, reviews = (dated[dated["band"] == band] for band in ("public moment", "review"))
    first, last = int(dated["year"].min()), int(dated["year"].max()) + 1
    across = canvas.WIDTH - 2 * canvas.MARGIN - 2 * LEFT
    scale = Scale(first, last, across / (last - first))
    review_rows, moment_rows = _pack(reviews, scale.width), _pack(moments, scale.width)
    lines = canvas.wrap(heading, across + LEFT, 9, "bold")
    names = _place_names(moments[moments["name"].isin(that_led)], scale)
    moments_top = 14 + 12.0 * len(lines)
    marks_top = moments_top + 16 + NAME_LINE * sum(_name_lines(names))
    top = marks_top + ROW_STEP * (max(moment_rows) + 1)
    body = top + 32 + ROW_STEP * (max(review_rows) + 1)
    drawing, axes = canvas.new_canvas(body, 18, notes, left=LEFT, right=LEFT)
    ticks = range(first, last + 1, 2)
    axes.set(xlim=(first, last))
    axes.set_xticks(ticks, [str(year) for year in ticks])
    for year in moments["year"]:
        stripe = [min(year + days / DAYS_PER_YEAR, last) for days in window]
        axes.fill_between(stripe, marks_top - 4, body, color=canvas.PALE, linewidth=0, zorder=0)
    for number, line in enumerate(lines):
        canvas.add_text(axes, line, 8 + 12.0 * number, LEFT, weight="bold", size=9)
    named = " (by name: those that led to a review)" if names else ""
    canvas.add_text(axes, f"Public moments: {len(moments)}{named}", moments_top, LEFT, weight="bold", color=canvas.GREY)
    heights = [marks_top + ROW_STEP * row for row in moment_rows]
    _draw_names(axes, names, dict(zip(moments["name"], heights, strict=True)), marks_top, scale)
    _draw_marks(axes, moments["year"], heights, "s", canvas.GREY, True)
    _draw_reviews(axes, reviews, review_rows, top)
    return drawing


def _draw_reviews(axes: Axes, reviews: pd.DataFrame, rows: list[int], top: float) -> None:
    """Draw the marks of the reviews under how many are in a window: filled in one, open in none."""
    within = reviews["within"] == "yes"
    counts = f"Reviews: {within.sum()} in a stripe (filled), {(~within).sum()} in none (open)"
    canvas.add_text(axes, counts, top + 12, LEFT, weight="bold", color=canvas.BLUE)
    for chosen, filled in ((within, True), (~within, False)):
        heights = [top + 28 + ROW_STEP * row for row, drawn in zip(rows, chosen, strict=True) if drawn]
        _draw_marks(axes, reviews.loc[chosen, "year"], heights, "o", canvas.BLUE, filled)


def _place_names(that_led: pd.DataFrame, scale: Scale) -> dict[str, tuple[str, Place]]:
    """Return by moment its name in lines, and a place for it, for those that fit."""
    lines = ["\n".join(textwrap.wrap(name, NAME_LETTERS)) for name in that_led["name"]]
    places = label_places.place_some(
        [(year - scale.first) * scale.width for year in that_led["year"]],
        [1.06 * max(canvas.text_width(line) for line in name.split("\n")) for name in lines],
        low=0,
        high=(scale.last - scale.first) * scale.width,
        tiers=NAME_TIERS,
    )
    names = list(that_led["name"])
    return {names[number]: (lines[number], place) for number, place in sorted(places.items())}


def _name_lines(names: dict[str, tuple[str, Place]]) -> list[int]:
    """Return how many lines the highest name of each tier has, from the lowest tier upwards."""
    tiers = range(1 + max((place.tier for _, place in names.values()), default=-1))
    return [1 + max(name.count("\n") for name, place in names.values() if place.tier == tier) for tier in tiers]


def _draw_names(
    axes: Axes, names: dict[str, tuple[str, Place]], heights: dict[str, float], marks_top: float, scale: Scale
) -> None:
    """Draw the names of moments over their marks, each led to its own by an upright."""
    lines = _name_lines(names)
    for moment, (name, place) in names.items():
        bottom = marks_top - 8 - NAME_LINE * sum(lines[: place.tier])
        x = scale.first + place.mark / scale.width
        middle = scale.first + (place.left + place.right) / 2 / scale.width
        axes.plot([x, x], [bottom, heights[moment]], color=canvas.GREY, linewidth=0.6, zorder=1)
        axes.text(middle, bottom, name, size=8, ha="center", va="bottom", linespacing=1.0, color=canvas.GREY)


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
