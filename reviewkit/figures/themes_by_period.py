"""Themes by period: how many reviews raise each theme in each third of the years.

Comes in: what `cycle.periods` gives, the measures, `reviews` and the themes of the code frame. Goes out: its rows, and
the picture: over whole lists shares with their intervals, otherwise counts. Limit: three periods show no course within
them, and a difference between two is no trend (`cycle.raised_by` has that).
"""

from __future__ import annotations

import textwrap

import matplotlib.style
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing

from reviewkit.corpus import denominator
from reviewkit.figures import canvas, supporting
from reviewkit.figures.figure import Figure
from reviewkit.figures.supporting import missing_lists

COLUMNS = ["mark", "group", "theme", "name", "period", "n", "of", "value", "low", "high"]
CASEY, OTHER = "Named by the National Audit (2025)", "Other themes"
GAP = 0.16  # of a panel's width, between panels


def period_table(periods: pd.DataFrame, measured: dict, themes: pd.DataFrame) -> pd.DataFrame:
    """Rows by theme and period, measures and themes in; the same with names, in the order drawn, out.

    `value`, `low` and `high` only over whole lists.
    """
    order = themes.assign(group=themes["casey"].map({True: CASEY, False: OTHER}))
    total = periods.groupby("theme")["n"].sum()
    order = order.assign(total=order["theme"].map(total).fillna(0))
    order = order.sort_values(["casey", "total", "name"], ascending=[False, False, True])
    rows = order.merge(periods, on="theme")
    if "why" in measured:
        rows = rows.assign(value=None, low=None, high=None)
    rows[["value", "low", "high"]] = rows[["value", "low", "high"]].astype(float).round(4)
    return rows.assign(mark=rows["theme"] + "/" + rows["period"])[COLUMNS]


def themes_by_period(
    periods: pd.DataFrame, measured: dict, reviews: pd.DataFrame, themes: pd.DataFrame, coded: pd.DataFrame
) -> Figure:
    """Rows by theme and period, measures, reviews, themes and coded asks in; counts or shares by period out.

    `coded` has a row an ask and theme: rec_id, theme, published.
    """
    rows, held = period_table(periods, measured, themes), denominator.held_lists(reviews)
    part = "why" in measured
    least = held.least if part else ""
    heading = f"Raised by {least}this many of the reviews held" if part else "Share of reviews that raise it"
    end = "A pale bar is all reviews held of the period." if part else "A line is the 95 % interval, a pale bar is all."
    notes = supporting.notes(reviews, f"{end} A difference between periods is no trend.", missing_lists(measured))
    with matplotlib.style.context(canvas.STYLE, after_reset=True):
        figure = _draw(rows, heading, notes, part) if len(rows) else canvas.draw_nothing()
        audit = rows[rows["group"] == CASEY]
        slide = _draw(audit, heading, notes, part) if len(audit) else None
    return Figure(
        slug="themes-by-period",
        title="Reviews that raise each theme, by thirds of the years",
        counted=f"A {'bar is a number' if part else 'dot is a share'} of the reviews of a period "
        f"{'of which something' if part else 'whose whole list'} is held, {least}so many of those printed above it. "
        f"The periods are thirds of the years covered, set by dates alone. {missing_lists(measured)}".rstrip(),
        rests_on=denominator.evidence_note(denominator.counted_reviews(reviews)),
        source="reviewkit, corpus/tables/codes.csv, corpus/tables/recommendations.csv and corpus/tables/reviews.csv.",
        alt=_alt(rows, heading),
        figure=figure,
        data=rows,
        as_of=denominator.as_of(reviews),
        behind=_behind(coded, rows),
        slide=slide,
    )


def _behind(coded: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """The asks under each theme in each period."""
    first = {period: (period[:4], period[-4:]) for period in rows["period"].drop_duplicates()}
    parts = [coded[coded["published"].str[:4].between(*ends)].assign(period=period) for period, ends in first.items()]
    return supporting.support(pd.concat(parts) if parts else coded.assign(period=""), ["theme", "period"])


def _alt(rows: pd.DataFrame, heading: str) -> str:
    """What the panels show, in words and numbers."""
    if rows.empty:
        return "An empty bar chart: no theme is coded."
    said = [
        f"{name}: " + ", ".join(f"{row.n} of {row.of} in {row.period}" for row in found.itertuples()) + "."
        for name, found in rows.groupby("name", sort=False)
    ]
    return f"Bar chart in {rows['period'].nunique()} panels. {heading}. {' '.join(said)}"


def _draw(rows: pd.DataFrame, heading: str, notes: list[str], part: bool) -> Drawing:
    """Rows in, a panel a period and a line a theme out."""
    names = {name: textwrap.fill(name, 36) for name in rows["name"]}
    heights = {name: 15 + 10 * filled.count("\n") for name, filled in names.items()}
    left = 1.04 * max(canvas.text_width(line, 8.5) for name in names.values() for line in name.split("\n")) + 6
    body = 44 + sum(heights.values()) + 26 * rows["group"].nunique()
    figure, axes = canvas.new_canvas(body, 4, notes, left, room=16)
    periods = list(rows["period"].drop_duplicates())
    axes.set(xlim=(0, len(periods) - GAP))
    axes.xaxis.set_visible(False)
    axes.spines.bottom.set_visible(False)
    canvas.add_words(axes, heading, 8, left, weight="bold", size=9)
    for place, period in enumerate(periods):
        of = rows.loc[rows["period"] == period, "of"].iloc[0]
        over = f"{period}\n{of} {'review' if of == 1 else 'reviews'}{' held' if part else ''}"
        axes.annotate(over, (place, 34), va="center", linespacing=1.25, weight="bold", color=canvas.BLUE)
    y, section = 44.0, ""
    for name, found in rows.groupby("name", sort=False):
        if found["group"].iloc[0] != section:
            section = found["group"].iloc[0]
            canvas.add_section(axes, section, y + 16, left)
            y += 26
        _line(axes, found, y + heights[name] / 2, rows["of"].max(), part)
        y += heights[name]
    return figure


def _line(axes: Axes, found: pd.DataFrame, y: float, most: int, part: bool) -> None:
    """One theme: a bar or a range in each panel, with its number behind it."""
    colour = canvas.BLUE if found["group"].iloc[0] == CASEY else canvas.TEAL
    name = textwrap.fill(found["name"].iloc[0], 36)
    middle = "center" if "\n" in name else "center_baseline"
    axes.annotate(name, (-6, y), ha="right", va=middle, linespacing=1.0, xycoords=("axes points", "data"))
    behind = {"xytext": (3, 0), "textcoords": "offset points", "va": "center_baseline", "weight": "bold", "size": 8}
    room = 1 - 2 * GAP
    for place, row in enumerate(found.itertuples()):
        if part:
            axes.barh(y, room * row.of / most, left=place, height=10, color=canvas.PALE)
            axes.barh(y, room * row.n / most, left=place, height=10, color=colour)
            axes.annotate(str(row.n), (place + room * row.n / most, y), **behind)
        elif row.of:
            axes.plot([place, place + room], [y, y], color=canvas.PALE, linewidth=8, solid_capstyle="butt", zorder=1)
            ends = [place + room * end for end in (row.low, row.high)]
            axes.plot(ends, [y, y], color=colour, linewidth=1.6, solid_capstyle="butt", zorder=2)
            axes.plot([place + room * row.value], [y], marker="o", color=colour, markersize=4.5, zorder=3)
            axes.annotate(f"{row.value:.0%}", (place + room, y), **behind)
