"""Theme bounds: between which bounds the share of reviews that raise each theme lies, where lists were found in part.

Input: what `measures.bounds.bounds` gives over the issues and themes of the code frame, and these.
Output: its rows, and the figure.
Limitations: what is not assumed is wide, and what is narrow is assumed; the figure shows both and says which is which.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing

from reviewkit.corpus import denominator, provenance
from reviewkit.corpus.codebook import codes_of_issues, in_order, with_issues
from reviewkit.corpus.subject import Highlight, named_sentence
from reviewkit.figures import canvas, supporting
from reviewkit.figures.figure import Figure, make_figure

COLUMNS = [
    "mark", "group", "name", "part_of", "n", "of", "worst_low", "worst_high", "value", "low", "high", "quarter", "four",
    "asks", "asks_low", "asks_high",
]  # fmt: skip
OTHER_THEMES = "Other themes"
IN_PART = (
    "Most reviews were found in part, so the share itself is not known. What the line says rests on an assumption that "
    "cannot be tested until published texts are read. "
)
ROW_STEP = 15.0
RIGHT = 158.0  # points kept free for two ranges
LETTERS = 24  # letters of a line of the name of a theme
FIRST, SECOND = 10.0, 88.0  # points from the axes to the ranges
TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


def bounds_table(
    bounds: dict[str, dict[str, Any]], themes: pd.DataFrame, highlight: Highlight = Highlight()
) -> pd.DataFrame:
    """Return a row a theme or issue, the highlighted first, with its bounds; most reviews first within a group.

    `quarter` and `four` are the middle values where what was not found raises the theme a quarter, or four times,
    as readily as what was.
    """
    framed = with_issues(themes)
    counts = pd.Series({theme: row["n"] for theme, row in bounds.items()}, dtype=float)
    rows = in_order(framed, counts)
    rows = rows[rows["theme"].isin(bounds)]
    numbers = [bounds[theme] | _at_other_odds(bounds[theme]["by_odds"]) for theme in rows["theme"]]
    table = pd.concat([rows.reset_index(drop=True), pd.DataFrame(numbers)], axis=1)
    groups = table["highlight"].map({True: highlight.heading, False: OTHER_THEMES})
    return table.assign(group=groups, mark=table["theme"]).reindex(columns=COLUMNS)


def _at_other_odds(by_odds: dict[str, list[float]]) -> dict[str, float | None]:
    """Return the middle values at a quarter of the odds, and at four times them."""
    return {name: by_odds[odds][0] if odds in by_odds else None for name, odds in (("quarter", "0.25"), ("four", "4"))}


def theme_bounds(
    bounds: dict[str, dict[str, Any]],
    recommendations: pd.DataFrame,
    reviews: pd.DataFrame,
    codes: pd.DataFrame,
    themes: pd.DataFrame,
    highlight: Highlight = Highlight(),
) -> Figure:
    """Draw for each theme what is certain of the share of reviews that raise it, and what a stated assumption adds."""
    rows = bounds_table(bounds, themes, highlight)
    asks = denominator.counted_recommendations(recommendations, reviews)
    evidence = provenance.weigh(recommendations, reviews)
    reviews_in_all = denominator.held_lists(reviews).reviews
    in_part = (denominator.list_status(denominator.counted_reviews(reviews)) != "whole list").any()
    heading = f"Share of the {reviews_in_all} reviews that ask for something under each theme"
    notes = supporting.notes_under(
        evidence,
        "Pale bar: where it must lie, nothing assumed. Line and dot: 95 % and middle if recommendations not found are "
        "like those found. Short strokes: if they raise the theme a quarter, or four times, as readily.",
    )
    drawn = rows[rows["value"].notna()]
    highlighted = drawn[drawn["group"] != OTHER_THEMES]
    return make_figure(
        reviews,
        slug="theme-bounds",
        title="What can and cannot be said of the share of reviews that raise each theme",
        caption=f"A bar is a theme. {IN_PART if in_part else ''}Long reviews raise more themes: read the share of "
        "recommendations beside it. "
        f"{named_sentence(highlight)}".rstrip(),
        source=supporting.CODES_SOURCE,
        alt=_alt_text(drawn, heading),
        drawing=canvas.draw_in_style(_draw_rows, drawn, heading, notes),
        data=rows,
        support=supporting.support_table(
            asks.merge(codes_of_issues(codes, themes)[["rec_id", "theme"]], on="rec_id"), "theme"
        ),
        rests_on=provenance.sentence(evidence),
        slide=canvas.draw_in_style(_draw_rows, highlighted, heading, notes) if len(highlighted) else None,
    )


def _alt_text(rows: pd.DataFrame, heading: str) -> str:
    """Say what the bars show, in words and numbers."""
    if rows.empty:
        return "An empty chart: no total of a list is known, so nothing can be said of shares."
    lines = [
        f"{row.name}: certainly {row.worst_low:.0%} to {row.worst_high:.0%}; "
        f"{row.value:.0%} ({row.low:.0%} to {row.high:.0%}) if what was not found is like what was"
        for row in rows.itertuples(index=False)
    ]
    return f"Bars with intervals. {heading}. {'. '.join(lines)}."


def _draw_rows(rows: pd.DataFrame, heading: str, notes: list[str]) -> Drawing:
    """Draw a row a theme, on one scale from none of the reviews to all."""
    labels = [
        supporting.row_label(row.name, row.part_of, LETTERS) if row.part_of else supporting.wrapped(row.name, LETTERS)
        for row in rows.itertuples(index=False)
    ]
    heights = [ROW_STEP + 10 * label.count("\n") for label in labels]
    left = canvas.label_width(labels)
    drawing, axes = canvas.new_canvas(34 + sum(heights) + 24 * rows["group"].nunique(), 18, notes, left, RIGHT)
    axes.set(xlim=(0, 1))
    axes.set_xticks(TICKS, [f"{tick:.0%}" for tick in TICKS])
    axes.spines.bottom.set_visible(True)
    canvas.add_text(axes, heading, 8, left, weight="bold", size=9)
    for words, across in (("of reviews", FIRST), ("of recom-\nmendations", SECOND)):
        _add_right(axes, words, 24, across, canvas.GREY)
    y, group = 20.0, ""
    for row, label, height in zip(rows.itertuples(index=False), labels, heights, strict=True):
        if row.group != group:
            group = row.group
            canvas.add_section(axes, group, y + 16, left)
            y += 26
        colour = canvas.TEAL if group == OTHER_THEMES or row.part_of else canvas.BLUE
        _draw_row(axes, row, label, y + height / 2, colour)
        y += height
    return drawing


def _draw_row(axes: Axes, row: Any, label: str, y: float, colour: str) -> None:
    """Draw one theme: what is certain, what is assumed, and the numbers."""
    canvas.add_row_label(axes, label, y)
    axes.barh(y, row.worst_high - row.worst_low, left=row.worst_low, height=9, color=canvas.PALE, edgecolor="#D0D0D0",
              linewidth=0.5)  # fmt: skip
    axes.plot([row.low, row.high], [y, y], color=colour, linewidth=1.8, solid_capstyle="butt", zorder=3)
    axes.plot([row.value], [y], marker="o", color=colour, markersize=5, linestyle="", zorder=4, clip_on=False)
    for end in (row.quarter, row.four):
        axes.plot([end, end], [y - 3.5, y + 3.5], color=canvas.GREY, linewidth=1, zorder=2)
    _add_right(axes, _range_in_words(row.low, row.high), y, FIRST, "black")
    _add_right(axes, _range_in_words(row.asks_low, row.asks_high), y, SECOND, "black")


def _range_in_words(low: float, high: float) -> str:
    """Return a range of shares, or the share where both ends are written alike.

    >>> _range_in_words(0.1, 0.25), _range_in_words(0.6666, 0.6667)
    ('10% to 25%', '67%')
    """
    return f"{low:.0%}" if f"{low:.0%}" == f"{high:.0%}" else f"{low:.0%} to {high:.0%}"


def _add_right(axes: Axes, words: str, y: float, across: float, colour: str) -> None:
    """Write words to the right of the axes."""
    axes.annotate(
        words, (1, y), xytext=(across, 0), xycoords=("axes fraction", "data"), textcoords="offset points", size=8,
        color=colour, va="center" if "\n" in words else "center_baseline",
    )  # fmt: skip
