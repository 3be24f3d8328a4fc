"""Until asked again: how many years after it was made an ask comes back.

Input: the asks of a history (`lineages.numbered_asks`), the measures, `reviews` and the themes of the code frame.
Output: its rows, and the figure: over whole lists the curve of Kaplan and Meier with its median, and the medians of
highlighted themes; otherwise a count by years.
Limitations: an ask that came back under other words that nobody linked is missing.
"""

from __future__ import annotations

import textwrap
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing

from reviewkit.corpus import denominator, provenance
from reviewkit.corpus.provenance import Evidence
from reviewkit.figures import canvas, supporting
from reviewkit.figures.figure import Figure, make_figure
from reviewkit.measures.summary import shares_allowed

COLUMNS = ["mark", "part", "name", "years", "n", "of", "value", "low", "high"]
COUNT, CURVE, AT_RISK, MEDIAN = "count", "curve", "looked for", "median"
ALL_ASKS = "All asks"
CURVE_HEIGHT = 150.0  # points of the curve, from none to all
MEDIAN_STEP = 30  # points from median to median
LEFT = 34  # points kept free on the left of the curve


def again_table(asks: pd.DataFrame, measures: dict[str, Any], themes: pd.DataFrame) -> pd.DataFrame:
    """Return over whole lists the curve and the medians, otherwise counts by years.

    `part` is count (`n` asks that came back in that whole year, from 0), curve (`value`: the share come back by
    `years`, `of` asks still looked for), looked for (`n` asks, after so many whole years) or median (`value` with `low`
    and `high` in years; missing where not reached).
    """
    measure = measures["until_asked_again"]
    if "curve" not in measure:
        return _count_rows(asks)
    parts = [_curve_rows(measure), _at_risk_rows(asks), _median_rows(measure, themes)]
    rows = pd.concat(parts).reindex(columns=COLUMNS).reset_index(drop=True)
    rows["mark"] = rows["name"].fillna(rows["part"])
    return rows.round({"years": 2, "value": 4, "low": 2, "high": 2})


def _count_rows(asks: pd.DataFrame) -> pd.DataFrame:
    """Count the asks that came back by whole years of waiting."""
    waited = np.floor(asks["again_after"].dropna().astype(float)).astype(int)
    counts = waited.value_counts().reindex(range(waited.max() + 1 if len(waited) else 0), fill_value=0)
    rows = pd.DataFrame({"part": COUNT, "years": counts.index, "n": counts.to_numpy(), "of": len(asks)})
    rows["mark"] = rows["years"].map("{:.0f}".format).astype(object)
    return rows.reindex(columns=COLUMNS)


def _curve_rows(measure: dict[str, Any]) -> pd.DataFrame:
    """Return the share of asks that came back, by years."""
    curve = measure["curve"]
    rows = pd.DataFrame({"part": CURVE, "years": curve["time"], "of": curve["at_risk"]})
    rows["value"] = 1 - np.array(curve["waiting"])
    return rows


def _at_risk_rows(asks: pd.DataFrame) -> pd.DataFrame:
    """Count the asks that are still looked for after each whole year."""
    years = np.arange(int(asks["watched"].max()) + 1)
    counts = [int((asks["watched"] >= year).sum()) for year in years]
    return pd.DataFrame({"part": AT_RISK, "years": years, "n": counts})


def _median_rows(measure: dict[str, Any], themes: pd.DataFrame) -> pd.DataFrame:
    """Return the median years of waiting of all asks, and of those under each theme that the code frame marks."""
    by_theme = measure["by_theme"]
    highlighted = themes[themes["highlight"] & themes["theme"].isin(list(by_theme))]
    medians = [(ALL_ASKS, measure), *((row.name, by_theme[row.theme]) for row in highlighted.itertuples())]
    rows = [
        {
            "part": MEDIAN,
            "name": name,
            "n": median["again"],
            "of": median["of"],
            "value": median.get("median_years", median.get("median")),
            "low": median["low"],
            "high": median["high"],
        }
        for name, median in medians
    ]
    return pd.DataFrame(rows)


def _support(asks: pd.DataFrame, partial: bool) -> pd.DataFrame:
    """Return the asks that came back, under their numbers: in each whole year of waiting, or all together."""
    returned = asks[asks["again_after"].notna()]
    years = np.floor(returned["again_after"].astype(float)).map("{:.0f}".format)
    return supporting.support_table(returned.assign(years=years if partial else ALL_ASKS), "years")


def until_asked_again(
    asks: pd.DataFrame, measures: dict[str, Any], reviews: pd.DataFrame, themes: pd.DataFrame, evidence: Evidence
) -> Figure:
    """Draw how long asks wait until a later review restates them; `evidence` is what they rest on."""
    rows = again_table(asks, measures, themes)
    partial = not shares_allowed(measures)  # too few whole lists are held for a curve
    again, of = int(asks["again_after"].notna().sum()), len(asks)
    least, missing = (
        denominator.held_lists(reviews).at_least if partial else "",
        supporting.missing_lists_note(measures),
    )
    heading = supporting.sentence_case(f"{least}{again} of {of} asks{' held' if partial else ''} were asked again")
    if partial:
        notes = supporting.notes_under(evidence)
        drawing, slide = canvas.draw_in_style(_draw_counts, rows, heading, notes), None
    else:
        notes = supporting.notes_under(evidence, "Asks that were not asked again are followed to the last date known.")
        drawing = canvas.draw_in_style(_draw_curve, rows, heading, notes)
        without_themes = rows[(rows["part"] != MEDIAN) | (rows["name"] == ALL_ASKS)]
        slide = canvas.draw_in_style(_draw_curve, without_themes, heading, notes)
    return make_figure(
        reviews,
        slug="until-asked-again",
        title=f"Years until a later review asks again{denominator.year_range(asks['published'])}",
        caption=_caption(partial, missing),
        source=supporting.ECHOES_SOURCE,
        alt=_alt_text(rows, heading),
        drawing=drawing,
        data=rows,
        support=_support(asks, partial),
        rests_on=provenance.sentence(evidence),
        slide=slide,
    )


def _caption(partial: bool, missing: str) -> str:
    if partial:
        return (
            "A bar is a number of asks (recommendations by number) by the years until a later review first restates "
            f"them; a date of which only the month or year is known stands at its middle. {missing}"
        )
    return (
        "The line is the share of asks (recommendations by number) that a later review has restated by so many years "
        "after (Kaplan and Meier); asks that were not are followed to the last date known. Medians with 95 % "
        "intervals over reviews."
    )


def _alt_text(rows: pd.DataFrame, heading: str) -> str:
    """Say what the bars or the line show, in words and numbers."""
    if rows.empty:
        return "An empty chart: no ask held was asked again."
    bars = [f"{_years_waited(row.years)} {row.n}" for row in rows[rows["part"] == COUNT].itertuples()]
    if bars:
        return f"Bar chart. {heading}. {', '.join(bars)}."
    medians = rows[rows["part"] == MEDIAN].to_dict("records")
    return f"Line chart. {heading}. {' '.join(_median_sentence(median) for median in medians)}"


def _years_waited(years: float) -> str:
    """Say a whole year of waiting in words."""
    return "under 1 year" if years == 0 else f"{years:.0f} to {years + 1:.0f} years"


def _median_sentence(median: dict[str, Any]) -> str:
    """Say a median with its interval."""
    value, low, high = (
        "not reached" if pd.isna(median[end]) else f"{median[end]:.1f}" for end in ("value", "low", "high")
    )
    within = "half have not come back" if value == "not reached" else f"half within {value} years ({low} to {high})"
    name = textwrap.shorten(median["name"], 40, placeholder=" ...")
    return f"{name}, {median['n']:.0f} of {median['of']:.0f} came back: {within}."


def _draw_counts(rows: pd.DataFrame, heading: str, notes: list[str]) -> Drawing:
    """Draw a bar a year of waiting."""
    names = [_years_waited(years) for years in rows["years"]]
    left = canvas.label_width(names)
    drawing, axes = canvas.new_canvas(20 + 15.0 * len(rows), 4, notes, left)
    canvas.prepare_bars(axes, f"{heading}, by years until they were", rows["n"].max(), left)
    for index, (count, name) in enumerate(zip(rows["n"], names, strict=True)):
        canvas.draw_bar(axes, count, count, name, 27.5 + 15 * index, canvas.BLUE)
    return drawing


def _draw_curve(rows: pd.DataFrame, heading: str, notes: list[str]) -> Drawing:
    """Draw the curve, from none to all, and under it the medians with their intervals, all on one scale of years."""
    curve, medians = rows[rows["part"] == CURVE], rows[rows["part"] == MEDIAN]
    foot = 24.0 + CURVE_HEIGHT
    body = foot + 22 + MEDIAN_STEP * len(medians)
    drawing, axes = canvas.new_canvas(body, 34, notes, left=LEFT, right=12)
    at_risk = rows[rows["part"] == AT_RISK].set_index("years")["n"]
    years = max(float(at_risk.index.max()), float(np.ceil(curve["years"].max() if len(curve) else 0)), 1.0)
    ticks = range(0, int(years) + 1, 1 if years < 10 else 2)
    axes.set(xlim=(0, years))
    axes.set_xticks(ticks, [f"{year}\n{at_risk.get(year, 0):.0f}" for year in ticks])
    axes.set_xlabel("Years after an ask was made; under them, asks still looked for", labelpad=3)
    canvas.add_text(axes, heading, 8, LEFT, weight="bold", size=9)
    for share in (0, 0.25, 0.5, 0.75, 1):
        y = foot - share * CURVE_HEIGHT
        axes.plot([0, years], [y, y], color=canvas.PALE, linewidth=0.8, zorder=0)
        axes.annotate(f"{share:.0%}", (-4, y), ha="right", va="center_baseline", xycoords=canvas.FROM_AXES_LEFT)
    returned = [0, *curve["value"]]  # none has come back at the start
    heights = foot - CURVE_HEIGHT * np.array([*returned, returned[-1]])
    axes.step([0, *curve["years"], years], heights, where="post", color=canvas.BLUE, linewidth=2)
    _draw_medians(axes, medians, foot + 22, years)
    axes.set_ylim(body, 0.0)
    return drawing


def _draw_medians(axes: Axes, medians: pd.DataFrame, top: float, years: float) -> None:
    """Draw a line of words and a range for each median; an end that is not reached lies beyond the last year."""
    for index, median in enumerate(medians.to_dict("records")):
        y = top + MEDIAN_STEP * index
        canvas.add_text(axes, _median_sentence(median), y, LEFT, weight="bold" if index == 0 else "normal", size=8)
        track = [y + 13, y + 13]
        axes.plot([0, years], track, color=canvas.PALE, linewidth=8, solid_capstyle="butt", zorder=1)
        low, high = (years if pd.isna(median[end]) else median[end] for end in ("low", "high"))
        axes.plot([low, high], track, color=canvas.BLUE, linewidth=1.6, solid_capstyle="butt", zorder=2)
        if not pd.isna(median["value"]):
            axes.plot([median["value"]], [y + 13], marker="o", color=canvas.BLUE, markersize=5, zorder=3)
