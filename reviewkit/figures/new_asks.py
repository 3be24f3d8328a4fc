"""New asks: how many distinct asks there are as reviews accumulate.

Input: the asks of a history (`lineages.numbered_asks`), the measures and `reviews`.
Output: its rows, and the figure; over whole lists also what chance would give.
Limitations: a restatement that nobody found counts as a new ask.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing
from matplotlib.ticker import MaxNLocator

from reviewkit.corpus import denominator, provenance
from reviewkit.corpus.provenance import Evidence
from reviewkit.figures import canvas, supporting
from reviewkit.figures.figure import Figure, make_figure

COLUMNS = ["mark", "reviews", "review_id", "published", "asks", "distinct", "expected"]
HEIGHT = 190.0  # points of the axes


def distinct_table(asks: pd.DataFrame, measures: dict[str, Any]) -> pd.DataFrame:
    """Return a row a review, in order of publication, with all asks up to it and the distinct ones among them.

    `expected`, over whole lists only: the distinct asks of as many reviews drawn at random. Reviews without a
    recommendation have no row.
    """
    by_review = asks.assign(new=~asks["distinct"].duplicated()).groupby(["review_id", "published"], sort=False)
    sums = by_review.agg(asks=("number", "size"), distinct=("new", "sum")).cumsum().reset_index()
    curve = measures["new_asks"].get("curve")
    expected = dict(zip(curve["asks"], curve["expected"], strict=True)) if curve else {}
    return sums.assign(
        mark=sums["review_id"],
        reviews=range(1, len(sums) + 1),
        expected=sums["asks"].map(expected).astype(float).round(1),
    )[COLUMNS]


def new_asks(asks: pd.DataFrame, measures: dict[str, Any], reviews: pd.DataFrame, evidence: Evidence) -> Figure:
    """Draw all asks and the distinct ones as reviews accumulate; `evidence` is what they rest on."""
    rows = distinct_table(asks, measures)
    missing = supporting.missing_lists_note(measures)
    notes = supporting.notes_under(evidence, "Asks that all restate each other are one distinct ask.")
    expected = ""
    if rows["expected"].notna().any():
        expected = " Dashed: distinct asks of as many reviews drawn at random (sample-based rarefaction)."
    years = denominator.year_range(asks["published"])
    return make_figure(
        reviews,
        slug="new-asks",
        title=f"All recommendations and the distinct ones as reviews accumulate{years}",
        caption="A line rises by what a further review asks (recommendations by number); the lower one only by asks "
        f"that join no group in which all restate each other.{expected} {missing}".rstrip(),
        source=supporting.ECHOES_SOURCE,
        alt=_alt_text(rows),
        drawing=canvas.draw_in_style(_draw_curves, rows, notes),
        data=rows,
        support=supporting.support_table(asks, "review_id", ~asks["distinct"].duplicated()),
        rests_on=provenance.sentence(evidence),
    )


def _alt_text(rows: pd.DataFrame) -> str:
    """Say what the lines show, in words and numbers."""
    if rows.empty:
        return "An empty line chart: nothing is held."
    last, half = rows.iloc[-1], rows.iloc[len(rows) // 2]
    return (
        f"Line chart. After {last['reviews']} reviews {last['asks']} asks, {last['distinct']} of them distinct: asks "
        f"that all restate each other are one. After {half['reviews']} reviews, up to {half['published'][:4]}, "
        f"{half['asks']} asks, {half['distinct']} of them distinct."
    )


def _draw_curves(rows: pd.DataFrame, notes: list[str]) -> Drawing:
    """Draw a line of all asks, one of the distinct ones, and over whole lists the expected one."""
    drawing, axes = canvas.new_canvas(HEIGHT, 40, notes, left=30, right=8)
    _draw_scales(axes, rows)
    last, reviews = rows.iloc[-1], [0, *rows["reviews"]]
    all_asks = f"All asks: {last['asks']} after {last['reviews']} reviews"
    axes.plot(reviews, [0, *rows["asks"]], color=canvas.GREY, linewidth=1.6, label=all_asks)
    distinct_asks = f"Distinct asks: {last['distinct']}"
    axes.plot(reviews, [0, *rows["distinct"]], color=canvas.BLUE, linewidth=2.2, label=distinct_asks)
    if rows["expected"].notna().any():
        axes.plot(
            reviews,
            [0, *rows["expected"]],
            label="Distinct asks, if reviews came in any order",
            color=canvas.PLUM,
            linestyle=(0, (4, 2)),
            linewidth=1.6,
        )
    axes.legend(loc="upper left", borderaxespad=0.6, handlelength=2.4)
    return drawing


def _draw_scales(axes: Axes, rows: pd.DataFrame) -> None:
    """Draw the scale of asks upwards, and that of reviews with the year of some of them."""
    axes.yaxis.set_visible(True)
    axes.grid(axis="y")
    top = rows["asks"].iloc[-1] * 1.06
    axes.set(xlim=(0, len(rows) * 1.02), ylim=(0, top))
    axes.set_yticks([tick for tick in MaxNLocator(7, integer=True).tick_values(0, top) if tick <= top])
    axes.set_xlabel("Reviews held, in the order of publication, with the year of the one reached", labelpad=4)
    step = max(1, round(len(rows) / 8))
    labelled = rows.iloc[step - 1 :: step]
    axes.set_xticks(list(labelled["reviews"]), [f"{row.reviews}\n{row.published[:4]}" for row in labelled.itertuples()])
