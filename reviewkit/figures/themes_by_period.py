"""Themes by period: how many reviews raise each theme in each third of the years.

Input: what `prevalence.periods` gives, the measures, `reviews` and the themes of the code frame.
Output: its rows, and the figure: over whole lists shares with their intervals, otherwise counts.
Limitations: three periods show no course within them, and a difference between two is no trend
(`prevalence.raised_by` has that).
"""

from __future__ import annotations

import textwrap
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing

from reviewkit.base.types import Row
from reviewkit.corpus import denominator, provenance
from reviewkit.corpus.codebook import in_order, with_issues
from reviewkit.corpus.provenance import Evidence
from reviewkit.corpus.subject import Highlight
from reviewkit.figures import canvas, supporting
from reviewkit.figures.figure import Figure, make_figure
from reviewkit.measures.summary import shares_allowed

COLUMNS = ["mark", "group", "theme", "name", "period", "n", "of", "value", "low", "high", "part_of"]
OTHER_THEMES = "Other themes"
GAP = 0.16  # of a panel's width, between panels
TRACK = 1 - 2 * GAP  # of a panel's width: the track of bars, with room for a number behind it
LABEL_LETTERS = 36  # letters of a line of a theme's name


def period_table(
    periods: pd.DataFrame, measures: dict[str, Any], themes: pd.DataFrame, highlight: Highlight = Highlight()
) -> pd.DataFrame:
    """Return a row by theme or issue and period with its name, in the order drawn; `part_of` as in `with_issues`.

    `value`, `low` and `high` only over whole lists.
    """
    ordered = in_order(with_issues(themes), periods.groupby("theme")["n"].sum())
    rows = ordered.assign(group=ordered["highlight"].map({True: highlight.label, False: OTHER_THEMES}))
    rows = rows.merge(periods, on="theme")
    if not shares_allowed(measures):
        rows = rows.assign(value=None, low=None, high=None)
    rows[["value", "low", "high"]] = rows[["value", "low", "high"]].astype(float).round(4)
    return rows.assign(mark=rows["theme"] + "/" + rows["period"])[COLUMNS]


def themes_by_period(
    periods: pd.DataFrame,
    measures: dict[str, Any],
    reviews: pd.DataFrame,
    themes: pd.DataFrame,
    coded: pd.DataFrame,
    evidence: Evidence,
    highlight: Highlight = Highlight(),
) -> Figure:
    """Draw how many reviews raise each theme in each period, or which share of them.

    `coded` has a row for each ask and theme: `rec_id`, `theme`, `published`; `evidence` is what they rest on.
    """
    rows, held = period_table(periods, measures, themes, highlight), denominator.held_lists(reviews)
    highlighted = rows[rows["group"] == highlight.label]
    partial = not shares_allowed(measures)  # too few whole lists are held for shares
    least, missing = held.at_least if partial else "", supporting.missing_lists_note(measures)
    heading, key = "Share of reviews that raise it", "A line is the 95 % interval, a pale bar is all."
    if partial:
        heading = f"Raised by {least}this many of the reviews held"
        key = "A pale bar is all reviews held of the period."
    notes = supporting.notes_under(evidence, f"{key} A difference between periods is no trend.")
    return make_figure(
        reviews,
        slug="themes-by-period",
        title="Reviews that raise each theme, by thirds of the years",
        caption=f"A {'bar is a number' if partial else 'dot is a share'} of the reviews of a period "
        f"{'of which something' if partial else 'whose whole list'} is held, {least}so many of those printed above it. "
        f"The periods are thirds of the years covered, set by dates alone. {missing}".rstrip(),
        source=supporting.CODES_SOURCE,
        alt=_alt_text(rows, heading),
        drawing=canvas.draw_in_style(_draw_panels, rows, heading, notes, partial),
        data=rows,
        support=_support(coded, rows),
        rests_on=provenance.sentence(evidence),
        slide=canvas.draw_in_style(_draw_panels, highlighted, heading, notes, partial) if len(highlighted) else None,
    )


def _support(coded: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the asks under each theme in each period."""
    year = coded["published"].str[:4]
    by_period = [
        coded[year.between(period[:4], period[-4:])].assign(period=period)  # "2009 to 2013"
        for period in rows["period"].drop_duplicates()
    ]
    return supporting.support_table(pd.concat(by_period) if by_period else coded.assign(period=""), ["theme", "period"])


def _alt_text(rows: pd.DataFrame, heading: str) -> str:
    """Say what the panels show, in words and numbers."""
    if rows.empty:
        return "An empty bar chart: no theme is coded."
    lines = [
        f"{name}: " + ", ".join(f"{row.n} of {row.of} in {row.period}" for row in of_theme.itertuples()) + "."
        for name, of_theme in rows.groupby("name", sort=False)
    ]
    return f"Bar chart in {rows['period'].nunique()} panels. {heading}. {' '.join(lines)}"


def _draw_panels(rows: pd.DataFrame, heading: str, notes: list[str], partial: bool) -> Drawing:
    """Draw a panel a period, and in them a line a theme."""
    labels = {
        row.theme: textwrap.fill(supporting.row_label(row.name, row.part_of, LABEL_LETTERS), LABEL_LETTERS)
        for row in rows.itertuples(index=False)
    }
    heights = {theme: 15 + 10 * label.count("\n") for theme, label in labels.items()}
    left = canvas.label_width(list(labels.values()))
    body = 44 + sum(heights.values()) + 26 * rows["group"].nunique()
    drawing, axes = canvas.new_canvas(body, 4, notes, left, right=16)
    periods = rows.drop_duplicates("period")
    axes.set(xlim=(0, len(periods) - GAP))
    canvas.hide_x_axis(axes)
    canvas.add_text(axes, heading, 8, left, weight="bold", size=9)
    for panel, row in enumerate(periods.itertuples()):
        title = f"{row.period}\n{row.of} {'review' if row.of == 1 else 'reviews'}{' held' if partial else ''}"
        axes.annotate(title, (panel, 34), va="center", linespacing=1.25, weight="bold", color=canvas.BLUE)
    y, group = 44.0, ""
    for theme, of_theme in rows.groupby("theme", sort=False):
        if of_theme["group"].iloc[0] != group:
            group = of_theme["group"].iloc[0]
            canvas.add_section(axes, group, y + 16, left)
            y += 26
        middle = y + heights[theme] / 2
        canvas.add_row_label(axes, labels[theme], middle)
        colour = canvas.TEAL if group == OTHER_THEMES or of_theme["part_of"].iloc[0] else canvas.BLUE
        for panel, row in enumerate(of_theme.itertuples()):
            if partial:
                _draw_count(axes, row, panel, middle, rows["of"].max(), colour)
            elif row.of:
                _draw_share(axes, row, panel, middle, colour)
        y += heights[theme]
    return drawing


def _draw_count(axes: Axes, row: Row, panel: int, y: float, most: int, colour: str) -> None:
    """Draw the reviews that raise one theme in one period as a bar, on a track of all reviews held of the period."""
    axes.barh(y, TRACK * row.of / most, left=panel, height=10, color=canvas.PALE)
    axes.barh(y, TRACK * row.n / most, left=panel, height=10, color=colour)
    _add_number(axes, str(row.n), panel + TRACK * row.n / most, y)


def _draw_share(axes: Axes, row: Row, panel: int, y: float, colour: str) -> None:
    """Draw the share of reviews that raise one theme in one period as a dot, with its interval."""
    axes.plot([panel, panel + TRACK], [y, y], color=canvas.PALE, linewidth=8, solid_capstyle="butt", zorder=1)
    interval = [panel + TRACK * end for end in (row.low, row.high)]
    axes.plot(interval, [y, y], color=colour, linewidth=1.6, solid_capstyle="butt", zorder=2)
    axes.plot([panel + TRACK * row.value], [y], marker="o", color=colour, markersize=4.5, zorder=3)
    _add_number(axes, f"{row.value:.0%}", panel + TRACK, y)


def _add_number(axes: Axes, number: str, x: float, y: float) -> None:
    axes.annotate(
        number, (x, y), xytext=(3, 0), textcoords="offset points", va="center_baseline", weight="bold", size=8
    )
