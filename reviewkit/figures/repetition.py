"""Repeats per 1,000 pairs: how often recommendations of different reviews ask the same, among which pairs.

Input: what `measures.repetition.nulls` gives, the recommendations that are counted over, and `reviews`.
Output: its rows, and the figure.
Limitations: links that nobody found are missing, so every rate is at least so high; which pairs a rate is among matters
more than its size.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure as Drawing

from reviewkit.corpus import denominator, provenance
from reviewkit.figures import canvas, supporting
from reviewkit.figures.figure import Figure, make_figure
from reviewkit.measures.repetition import ALIKE

COLUMNS = ["mark", "pairs_of", "pairs", "links", "per_1000", "low", "high"]
ROW_STEP = 22.0  # points from row to row
RIGHT = 104.0  # points kept free for "21.9 (9.2 to 51.9)"
LETTERS = 30  # letters of a line of the name of a row
LARGE = 100  # per 1,000, from which tenths are left out, so that the words fit
SMALLEST_SPAN = (1.0, 10.0)  # of the axis, per 1,000


def repeats_per_thousand(
    nulls: pd.DataFrame, counted: pd.DataFrame, echoes: pd.DataFrame, reviews: pd.DataFrame
) -> Figure:
    """Draw the rate of repeats with its interval, among all pairs and among those that a critic would name.

    `counted` are the recommendations counted over.
    """
    rows = nulls.assign(mark=nulls["pairs_of"]).loc[nulls["links"] > 0, COLUMNS]
    evidence = provenance.weigh_rows(counted, reviews)
    links = denominator.restating(echoes)
    ends = links[links["rec_id"].isin(counted["rec_id"]) & links["earlier_rec_id"].isin(counted["rec_id"])]
    heading = "Pairs that ask the same, of every 1,000 pairs (logarithmic scale)"
    notes = supporting.notes_under(evidence, "A dot is a rate, the line through it its 95 % interval.")
    return make_figure(
        reviews,
        slug="repeats-per-thousand",
        title=_title(rows),
        caption="A pair is a recommendation and one of a certainly later review; it is a repeat where the later asks "
        "substantially the same of substantially the same kind of body. The rate does not depend on how many reviews "
        "have been found. Repeats that nobody found are missing: at least so many.",
        source=supporting.ECHOES_SOURCE,
        alt=_alt_text(rows),
        drawing=canvas.draw_in_style(_draw_rates, rows, heading, notes),
        data=rows,
        support=_support(ends, rows),
        rests_on=provenance.sentence(evidence),
    )


def _title(rows: pd.DataFrame) -> str:
    """Return the finding: near and far in time alike, or not, by whether the intervals overlap; else no finding."""
    general = "How often recommendations of different reviews ask the same"
    near, far = (rows[rows["pairs_of"].str.contains(word)] for word in ("at most", "more than"))
    if near.empty or far.empty:
        return general
    first, second = near.iloc[0], far.iloc[0]
    years = first["pairs_of"].split(" at most ")[1].split(" apart")[0]
    if first["low"] > second["high"]:
        return f"Recommendations of reviews at most {years} apart repeat each other more often than others"
    if first["high"] < second["low"]:
        return f"Recommendations of reviews at most {years} apart repeat each other less often than others"
    if not 1 / ALIKE <= first["per_1000"] / second["per_1000"] <= ALIKE:
        return general
    return f"No clear difference between repeats within {years} and later ones"


def _support(ends: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the recommendations at the ends of the links, behind the rate among all pairs."""
    if rows.empty:
        return supporting.support_table(pd.DataFrame({"mark": [], "rec_id": []}), "mark")
    ids = pd.unique(pd.concat([ends["earlier_rec_id"], ends["rec_id"]]))
    return supporting.support_table(pd.DataFrame({"mark": rows["mark"].iloc[0], "rec_id": ids}), "mark")


def _alt_text(rows: pd.DataFrame) -> str:
    """Say what the dots show, in words and numbers."""
    if rows.empty:
        return "An empty chart: no recommendation found repeats another review's."
    lines = [f"{row.pairs_of}: {_words(row)}, {row.links} of {row.pairs:,} pairs" for row in rows.itertuples()]
    return f"Dots with intervals, per 1,000 pairs of recommendations. {'. '.join(lines)}."


def _words(row: tuple[Any, ...]) -> str:
    """Return the rate of a row, which is its last three cells, with its interval."""
    value, low, high = (f"{rate:.1f}" if rate < LARGE else f"{rate:.0f}" for rate in row[-3:])
    return f"{value} ({low} to {high})"


def _draw_rates(rows: pd.DataFrame, heading: str, notes: list[str]) -> Drawing:
    """Draw a row a kind of pair: its name, the interval and the number."""
    labels = [supporting.wrapped(supporting.sentence_case(name), LETTERS) for name in rows["pairs_of"]]
    left = canvas.label_width(labels)
    heights = [ROW_STEP + 10 * max(0, label.count("\n") - 1) for label in labels]
    drawing, axes = canvas.new_canvas(24 + sum(heights), 18, notes, left, RIGHT)
    canvas.add_text(axes, heading, 8, left, weight="bold", size=9)
    low, high = min(rows["low"].min(), SMALLEST_SPAN[0]), max(rows["high"].max(), SMALLEST_SPAN[1])
    axes.set(xscale="log", xlim=(low / 1.1, high * 1.1))
    ticks = [tick for tick in (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500) if low <= tick <= high]
    axes.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
    axes.set_xticks([], minor=True)
    axes.spines.bottom.set_visible(True)
    tops = 24 + np.cumsum([0.0, *heights])
    for row, label, top, height in zip(rows.itertuples(), labels, tops, heights, strict=False):
        y, colour = top + height / 2, canvas.BLUE if top == tops[0] else canvas.TEAL
        canvas.add_row_label(axes, label, y)
        axes.plot([row.low, row.high], [y, y], color=colour, linewidth=1.8, solid_capstyle="butt")
        axes.plot([row.per_1000], [y], marker="o", color=colour, markersize=6, linestyle="")
        axes.annotate(
            _words(row), (1, y), xytext=(10, 0), xycoords=("axes fraction", "data"), textcoords="offset points",
            va="center_baseline",
        )  # fmt: skip
    return drawing
