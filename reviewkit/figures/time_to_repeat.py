"""Until asked again: how many years after it was made an ask comes back.

Comes in: the asks of a history (`cycle.asked`), the measures, `reviews` and the themes of the code frame. Goes out: its
rows, and the picture: over whole lists the curve of Kaplan and Meier with its median, and the medians of the audit's
own themes; otherwise a count by years. Limit: an ask that came back under other words that nobody linked is missing.
"""

from __future__ import annotations

import textwrap

import matplotlib.style
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing

from reviewkit.corpus import denominator
from reviewkit.figures import canvas, supporting
from reviewkit.figures.figure import Figure

COLUMNS = ["mark", "part", "name", "years", "n", "of", "value", "low", "high"]
COUNT, CURVE, LOOKED, MEDIAN = "count", "curve", "looked for", "median"
ALL = "All asks"
TALL = 150.0  # points of the curve, from none to all


def again_table(asks: pd.DataFrame, measured: dict, themes: pd.DataFrame) -> pd.DataFrame:
    """Asks, measures and themes in; over whole lists the curve and the medians, otherwise counts by years, out.

    `part` is count (`n` asks that came back in that whole year, from 0), curve (`value`: the share come back by
    `years`, `of` asks still looked for), looked for (`n` asks, after so many whole years) or median (`value` with `low`
    and `high` in years; missing where not reached).
    """
    found = measured["until_asked_again"]
    if "curve" not in found:
        waited = np.floor(asks["again_after"].dropna().astype(float)).astype(int)
        by = waited.value_counts().reindex(range(waited.max() + 1 if len(waited) else 0), fill_value=0)
        rows = pd.DataFrame({"part": COUNT, "years": by.index, "n": by.to_numpy(), "of": len(asks)})
        rows["mark"] = rows["years"].map("{:.0f}".format).astype(object)
        return rows.reindex(columns=COLUMNS)
    made = found["curve"]
    curve = pd.DataFrame({"part": CURVE, "years": made["time"], "of": made["at_risk"]})
    curve["value"] = 1 - np.array(made["waiting"])
    whole = np.arange(int(asks["watched"].max()) + 1)
    looked = pd.DataFrame(
        {"part": LOOKED, "years": whole, "n": [int((asks["watched"] >= year).sum()) for year in whole]}
    )
    medians = [(ALL, found)]
    audit = themes[themes["casey"]]
    medians += [
        (row.name, found["by_theme"][row.theme]) for row in audit.itertuples() if row.theme in found["by_theme"]
    ]
    rows = [
        {"part": MEDIAN, "name": name, "n": row["again"], "of": row["of"], "value": _median(row), "low": row["low"],
         "high": row["high"]}
        for name, row in medians
    ]  # fmt: skip
    made = pd.concat([curve, looked, pd.DataFrame(rows)]).reindex(columns=COLUMNS).reset_index(drop=True)
    made["mark"] = made["name"].fillna(made["part"])
    return made.round({"years": 2, "value": 4, "low": 2, "high": 2})


def _behind(asks: pd.DataFrame, part: bool) -> pd.DataFrame:
    """The asks that came back, under their numbers: in each whole year of waiting, or all together."""
    back = asks[asks["again_after"].notna()]
    years = np.floor(back["again_after"].astype(float)).map("{:.0f}".format)
    return supporting.support(back.assign(years=years if part else ALL), "years")


def _median(row: dict) -> float | None:
    return row.get("median_years", row.get("median"))


def until_asked_again(asks: pd.DataFrame, measured: dict, reviews: pd.DataFrame, themes: pd.DataFrame) -> Figure:
    """Asks, measures, reviews and themes in; how long asks wait until a later review restates them, out."""
    rows, held = again_table(asks, measured, themes), denominator.held_lists(reviews)
    part = "why" in measured
    again, of = int(asks["again_after"].notna().sum()), len(asks)
    least = held.least if part else ""
    heading = f"{least}{again} of {of} asks{' held' if part else ''} were asked again"
    heading = heading[:1].upper() + heading[1:]
    with matplotlib.style.context(canvas.STYLE, after_reset=True):
        if part:
            figure, slide = (
                _draw_counts(rows, heading, supporting.notes(reviews, supporting.missing_lists(measured))),
                None,
            )
        else:
            notes = supporting.notes(reviews, "Asks that were not asked again are followed to the last date known.")
            figure = _draw_curve(rows, heading, notes)
            slide = _draw_curve(rows[(rows["part"] != MEDIAN) | (rows["name"] == ALL)], heading, notes)
    return Figure(
        slug="until-asked-again",
        title=f"Years until a later review asks again{denominator.year_range(asks['published'])}",
        counted="A bar is a number of asks (recommendations by number) by the years until a later review first "
        "restates them; a date of which only the month or year is known stands at its middle. "
        f"{supporting.missing_lists(measured)}"
        if part
        else "The line is the share of asks (recommendations by number) that a later review has restated by so many "
        "years after (Kaplan and Meier); asks that were not are followed to the last date known. Medians with 95 % "
        "intervals over reviews.",
        rests_on=denominator.evidence_note(denominator.counted_reviews(reviews)),
        source="reviewkit, corpus/tables/echoes.csv, corpus/tables/recommendations.csv and corpus/tables/reviews.csv.",
        alt=_alt(rows, heading),
        figure=figure,
        data=rows,
        as_of=denominator.as_of(reviews),
        behind=_behind(asks, part),
        slide=slide,
    )


def _alt(rows: pd.DataFrame, heading: str) -> str:
    """What the bars or the line show, in words and numbers."""
    if rows.empty:
        return "An empty chart: no ask held was asked again."
    bars = [f"{_span(row.years)} {row.n}" for row in rows[rows["part"] == COUNT].itertuples()]
    if bars:
        return f"Bar chart. {heading}. {', '.join(bars)}."
    return f"Line chart. {heading}. {' '.join(_said(row) for row in rows[rows['part'] == MEDIAN].to_dict('records'))}"


def _span(years: float) -> str:
    """A whole year of waiting, in words."""
    return "under 1 year" if years == 0 else f"{years:.0f} to {years + 1:.0f} years"


def _said(row: dict) -> str:
    """A median with its interval, in words."""
    value, low, high = ("not reached" if pd.isna(row[end]) else f"{row[end]:.1f}" for end in ("value", "low", "high"))
    within = "half have not come back" if value == "not reached" else f"half within {value} years ({low} to {high})"
    name = textwrap.shorten(row["name"], 40, placeholder=" ...")
    return f"{name}, {row['n']:.0f} of {row['of']:.0f} came back: {within}."


def _draw_counts(rows: pd.DataFrame, heading: str, notes: list[str]) -> Drawing:
    """Counts in, a bar a year of waiting out."""
    if rows.empty:
        return canvas.draw_nothing()
    names = [_span(years) for years in rows["years"]]
    left = 1.04 * max(canvas.text_width(name, 8.5) for name in names) + 6
    figure, axes = canvas.new_canvas(20 + 15.0 * len(rows), 4, notes, left)
    canvas.add_heading(axes, f"{heading}, by years until they were", rows["n"].max(), left)
    for place, (row, name) in enumerate(zip(rows.itertuples(), names, strict=True)):
        canvas.draw_bar(axes, row.n, row.n, name, 27.5 + 15 * place, canvas.BLUE)
    return figure


def _draw_curve(rows: pd.DataFrame, heading: str, notes: list[str]) -> Drawing:
    """The curve, from none to all, and under it the medians with their intervals, all on one scale of years."""
    curve, medians = rows[rows["part"] == CURVE], rows[rows["part"] == MEDIAN]
    top, foot = 24.0, 24.0 + TALL
    figure, axes = canvas.new_canvas(foot + 22 + 30 * len(medians), 34, notes, left=34, room=12)
    looked = rows[rows["part"] == LOOKED].set_index("years")["n"]
    years = max(float(looked.index.max()), float(np.ceil(curve["years"].max() if len(curve) else 0)), 1.0)
    shown = range(0, int(years) + 1, 1 if years < 10 else 2)
    axes.set(xlim=(0, years))
    axes.set_xticks(shown, [f"{year}\n{looked.get(year, 0):.0f}" for year in shown])
    axes.set_xlabel("Years after an ask was made; under them, asks still looked for", labelpad=3)
    canvas.add_words(axes, heading, 8, 34, weight="bold", size=9)
    for share in (0, 0.25, 0.5, 0.75, 1):
        y = foot - share * TALL
        axes.plot([0, years], [y, y], color=canvas.PALE, linewidth=0.8, zorder=0)
        axes.annotate(f"{share:.0%}", (-4, y), ha="right", va="center_baseline", xycoords=("axes points", "data"))
    back = [0, *curve["value"]]  # none has come back at the start
    ends = [0, *curve["years"], years], foot - TALL * np.array([*back, back[-1]])
    axes.step(*ends, where="post", color=canvas.BLUE, linewidth=2)
    _draw_medians(axes, medians, foot + 22, years)
    axes.set_ylim(foot + 22 + 30 * len(medians), top - 24)
    return figure


def _draw_medians(axes: Axes, medians: pd.DataFrame, y: float, years: float) -> None:
    """A line of words and a range a median; an end that is not reached lies beyond the last year."""
    for place, row in enumerate(medians.to_dict("records")):
        at = y + 30 * place
        canvas.add_words(axes, _said(row), at, 34, weight="bold" if place == 0 else "normal", size=8)
        axes.plot([0, years], [at + 13, at + 13], color=canvas.PALE, linewidth=8, solid_capstyle="butt", zorder=1)
        low, high = (years if pd.isna(row[end]) else row[end] for end in ("low", "high"))
        axes.plot([low, high], [at + 13, at + 13], color=canvas.BLUE, linewidth=1.6, solid_capstyle="butt", zorder=2)
        if not pd.isna(row["value"]):
            axes.plot([row["value"]], [at + 13], marker="o", color=canvas.BLUE, markersize=5, zorder=3)
