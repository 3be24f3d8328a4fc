"""New asks: how many distinct asks there are as reviews accumulate.

Comes in: the asks of a history (`cycle.asked`), the measures and `reviews`. Goes out: its rows, and the picture; over
whole lists also what chance would give. Limit: a restatement that nobody found counts as a new ask.
"""

from __future__ import annotations

import matplotlib.style
import pandas as pd
from matplotlib.figure import Figure as Drawing
from matplotlib.ticker import MaxNLocator

from reviewkit.corpus import denominator
from reviewkit.corpus.denominator import year_range
from reviewkit.figures import canvas, supporting
from reviewkit.figures.figure import Figure

COLUMNS = ["mark", "reviews", "review_id", "published", "asks", "distinct", "expected"]
TALL = 190.0  # points


def distinct_table(asks: pd.DataFrame, measured: dict) -> pd.DataFrame:
    """Asks and measures in; a row a review, in order of publication, with all asks and distinct ones up to it, out.

    `expected`, over whole lists only: the distinct asks of as many reviews drawn at random. Reviews without a
    recommendation have no row.
    """
    new = ~asks["distinct"].duplicated()
    rows = asks.assign(new=new).groupby(["review_id", "published"], sort=False)
    rows = rows.agg(asks=("number", "size"), distinct=("new", "sum")).cumsum().reset_index()
    curve = measured["new_asks"].get("curve")
    expected = dict(zip(curve["asks"], curve["expected"], strict=True)) if curve else {}
    made = rows.assign(
        mark=rows["review_id"],
        reviews=range(1, len(rows) + 1),
        expected=rows["asks"].map(expected).astype(float).round(1),
    )
    return made[COLUMNS]


def new_asks(asks: pd.DataFrame, measured: dict, reviews: pd.DataFrame) -> Figure:
    """Asks, measures and reviews in; all asks and the distinct ones as reviews accumulate, out."""
    rows = distinct_table(asks, measured)
    notes = supporting.notes(
        reviews, "Asks that all restate each other are one distinct ask.", supporting.missing_lists(measured)
    )
    with matplotlib.style.context(canvas.STYLE, after_reset=True):
        figure = _draw(rows, notes) if len(rows) else canvas.draw_nothing()
    expected = ""
    if rows["expected"].notna().any():
        expected = " Dashed: distinct asks of as many reviews drawn at random (sample-based rarefaction)."
    return Figure(
        slug="new-asks",
        title=f"All recommendations and the distinct ones as reviews accumulate{year_range(asks['published'])}",
        counted="A line rises by what a further review asks (recommendations by number); the lower one only by asks "
        f"that join no group in which all restate each other.{expected} {supporting.missing_lists(measured)}".rstrip(),
        rests_on=denominator.evidence_note(denominator.counted_reviews(reviews)),
        source="reviewkit, corpus/tables/echoes.csv, corpus/tables/recommendations.csv and corpus/tables/reviews.csv.",
        alt=_alt(rows),
        figure=figure,
        data=rows,
        as_of=denominator.as_of(reviews),
        behind=supporting.support(asks, "review_id", ~asks["distinct"].duplicated()),
    )


def _alt(rows: pd.DataFrame) -> str:
    """What the lines show, in words and numbers."""
    if rows.empty:
        return "An empty line chart: nothing is held."
    last, half = rows.iloc[-1], rows.iloc[len(rows) // 2]
    return (
        f"Line chart. After {last['reviews']} reviews {last['asks']} asks, {last['distinct']} of them distinct: asks "
        f"that all restate each other are one. After {half['reviews']} reviews, up to {half['published'][:4]}, "
        f"{half['asks']} asks, {half['distinct']} of them distinct."
    )


def _draw(rows: pd.DataFrame, notes: list[str]) -> Drawing:
    """Rows in; a line of all asks, one of the distinct ones, and over whole lists the expected one, out."""
    last = rows.iloc[-1]
    figure, axes = canvas.new_canvas(TALL, 40, notes, left=30, room=8)
    axes.yaxis.set_visible(True)
    axes.grid(axis="y")
    top = last["asks"] * 1.06
    axes.set(xlim=(0, len(rows) * 1.02), ylim=(0, top))
    axes.set_yticks([n for n in MaxNLocator(7, integer=True).tick_values(0, top) if n <= top])
    axes.set_xlabel("Reviews held, in the order of publication, with the year of the one reached", labelpad=4)
    step = max(1, round(len(rows) / 8))
    shown = rows.iloc[step - 1 :: step]
    axes.set_xticks(list(shown["reviews"]), [f"{row.reviews}\n{row.published[:4]}" for row in shown.itertuples()])
    ends = [0, *rows["reviews"]]
    every = f"All asks: {last['asks']} after {last['reviews']} reviews"
    axes.plot(ends, [0, *rows["asks"]], color=canvas.GREY, linewidth=1.6, label=every)
    axes.plot(
        ends, [0, *rows["distinct"]], color=canvas.BLUE, linewidth=2.2, label=f"Distinct asks: {last['distinct']}"
    )
    if rows["expected"].notna().any():
        dashed = {"color": canvas.PLUM, "linestyle": (0, (4, 2)), "linewidth": 1.6}
        axes.plot(ends, [0, *rows["expected"]], label="Distinct asks, if reviews came in any order", **dashed)
    axes.legend(loc="upper left", borderaxespad=0.6, handlelength=2.4)
    return figure
