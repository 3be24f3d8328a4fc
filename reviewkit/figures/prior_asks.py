"""Asked before: of what reviews asked in each year, how much restates what an earlier review asked.

Input: the asks of a history (`lineages.numbered_asks`), the measures and `reviews`.
Output: counts by year, and the figure; over whole lists also the share with its interval, and what chance would give.
Limitations: an echo that nobody found is missing.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing

from reviewkit.corpus import denominator, provenance
from reviewkit.corpus.provenance import Evidence
from reviewkit.figures import canvas, supporting
from reviewkit.figures.figure import Figure, make_figure
from reviewkit.measures.summary import shares_allowed

COLUMNS = ["mark", "part", "name", "reviews", "n", "of", "value", "low", "high", "latest_published"]
SHARE, YEAR = "share", "year"
SHARE_NAMES = {
    "value": "In the order of publication",
    "shuffled": "In shuffled order, on average",
    "reversed": "With time reversed",
}
SHARE_STEP, YEAR_STEP = 17.0, 15.0  # points from row to row


def before_table(asks: pd.DataFrame, measures: dict[str, Any]) -> pd.DataFrame:
    """Return a row a year with its reviews, and `n` of `of` asks that were asked before.

    Over whole lists `n` counts what restates one of the reviews of the look-back, and rows of the part `share` come
    first: the share in the order of publication, in shuffled order and with time reversed. Otherwise `n` counts what
    restates any earlier ask that is held.
    """
    by_year = _asks_with_year(asks, measures).groupby("name")
    years = by_year.agg(
        reviews=("review_id", "nunique"),
        n=("asked_before", "sum"),
        of=("number", "size"),
        latest_published=("published", "max"),
    )
    years = years.reset_index().assign(part=YEAR)
    rows = pd.concat([_share_rows(measures), years]).reindex(columns=COLUMNS).reset_index(drop=True)
    numbers = ["reviews", "n", "of"]
    rows[numbers] = rows[numbers].astype("Int64")
    rows["mark"] = rows["name"]
    return rows.astype({"value": float, "low": float, "high": float}).fillna({"latest_published": ""})


def _asks_with_year(asks: pd.DataFrame, measures: dict[str, Any]) -> pd.DataFrame:
    """Return the asks that can be looked at, with their year as `name`, and whether each was `asked_before`."""
    column = "within" if shares_allowed(measures) else "before"
    asks = asks[asks[column] != ""]
    return asks.assign(name=asks["published"].str[:4], asked_before=asks[column] == "yes")


def _share_rows(measures: dict[str, Any]) -> pd.DataFrame:
    """Return the share, and what it is compared with; without rows where no share is told."""
    measure = measures["asked_before"]
    if measure["value"] is None:
        return pd.DataFrame(columns=COLUMNS)
    values = [measure[key] for key in SHARE_NAMES]
    rows = pd.DataFrame({"part": SHARE, "name": list(SHARE_NAMES.values()), "value": values})
    rows.loc[0, ["low", "high"]] = [measure["low"], measure["high"]]  # its n and of are the sums of the years
    return rows


def asked_before(
    asks: pd.DataFrame, measures: dict[str, Any], reviews: pd.DataFrame, evidence: Evidence, theme: str = ""
) -> Figure:
    """Draw how much of what is asked was asked before, by year.

    `evidence` is what the asks rest on; `theme` is named where all are of one.
    """
    rows, held = before_table(asks, measures), denominator.held_lists(reviews)
    years = rows[rows["part"] == YEAR]
    partial = not shares_allowed(measures)  # too few whole lists are held for a share
    n, of = int(years["n"].sum()), int(years["of"].sum())
    least, of_theme = held.at_least if partial and n else "", f" under {theme}" if theme else ""
    earlier = (
        f"one of the {measures['asked_before']['look_back']} reviews before" if not partial else "an earlier ask held"
    )
    heading = supporting.sentence_case(f"{least}{n} of {of} asks restate {earlier}")
    notes = supporting.notes_under(evidence, f"A pale bar is all asks{of_theme} held of the reviews of the year.")
    return make_figure(
        reviews,
        slug="asked-before",
        title="Recommendations that restate an earlier review's, by year of publication"
        + denominator.year_range(asks["published"]),
        caption=f"A bar is a number of asks (recommendations by number) that restate {earlier}, {least}so many of the "
        f"asks{of_theme} of {'the year that are held' if partial else 'reviews of the year whose whole list is held'}. "
        + _share_sentence(measures),
        source=supporting.ECHOES_SOURCE,
        alt=_alt_text(rows, heading),
        drawing=canvas.draw_in_style(_draw_years, rows if len(years) else years, heading, notes),
        data=rows,
        support=_support(asks, measures),
        rests_on=provenance.sentence(evidence),
    )


def _support(asks: pd.DataFrame, measures: dict[str, Any]) -> pd.DataFrame:
    """Return the asks of each year, under their numbers, and which of them were asked before."""
    rows = _asks_with_year(asks, measures)
    return supporting.support_table(rows, "name", rows["asked_before"])


def _share_sentence(measures: dict[str, Any]) -> str:
    """Say the share and what chance would give; or what is missing for it."""
    measure = measures["asked_before"]
    if measure["value"] is None:
        return supporting.missing_lists_note(measures)
    return (
        f"Of {measure['of']} asks of {measure['reviews']} reviews with a full look-back {measure['n']} restate one: "
        f"{measure['value']:.0%} ({measure['low']:.0%} to {measure['high']:.0%}; {measure['least']:.0%} to "
        f"{measure['most']:.0%} with any one review left out); p against shuffled order {measure['p_shuffled']:.3f}."
    )


def _alt_text(rows: pd.DataFrame, heading: str) -> str:
    """Say what the bars show, in words and numbers."""
    years, shares = rows[rows["part"] == YEAR], rows[rows["part"] == SHARE]
    if years.empty:
        return "An empty bar chart: nothing is held."
    bars = ", ".join(f"{row.name} {row.n} of {row.of}" for row in years.itertuples(index=False))
    values = ", ".join(f"{row.name} {row.value:.0%}" for row in shares.itertuples(index=False))
    return f"Bar chart by year. {heading}. {bars}." + (f" Share: {values}." if values else "")


def _draw_years(rows: pd.DataFrame, heading: str, notes: list[str]) -> Drawing:
    """Draw the share against chance where it is told, then a bar a year on a track of what was asked."""
    shares, years = rows[rows["part"] == SHARE], rows[rows["part"] == YEAR]
    names = [f"{row.name}, {row.reviews} {'review' if row.reviews == 1 else 'reviews'}" for row in years.itertuples()]
    left = canvas.label_width([*names, *shares["name"]])
    right = 104.0  # points, for "35 % (29 to 42 %)" and "12 of 40"
    above = 26 + SHARE_STEP * len(shares) if len(shares) else 0
    drawing, axes = canvas.new_canvas(above + 20 + YEAR_STEP * len(years), 4, notes, left, right)
    axes.set(xlim=(0, 1))
    canvas.hide_x_axis(axes)
    if len(shares):
        _draw_shares(axes, shares, left)
    canvas.add_text(axes, heading, above + 8, left, weight="bold", size=9)
    most = years["of"].max()
    for index, (row, name) in enumerate(zip(years.itertuples(index=False), names, strict=True)):
        y = above + 27.5 + YEAR_STEP * index
        axes.barh(y, row.of / most, height=10, color=canvas.PALE)
        axes.barh(y, row.n / most, height=10, color=canvas.BLUE)
        _label_row(axes, name, f"{row.n} of {row.of}", y, row.of / most)
    return drawing


def _draw_shares(axes: Axes, shares: pd.DataFrame, left: float) -> None:
    """Draw the share with its interval, and what it is compared with, on a track from none to all."""
    canvas.add_text(axes, "Share of asks, on a line from none to all", 8, left, weight="bold", size=9)
    for index, row in enumerate(shares.itertuples(index=False)):
        y = 27.0 + SHARE_STEP * index
        if pd.isna(row.low):
            canvas.draw_interval(axes, row.value, row.value, row.value, y, canvas.GREY)
            _label_row(axes, row.name, f"{row.value:.0%}", y, 1)
        else:
            canvas.draw_interval(axes, row.value, row.low, row.high, y, canvas.BLUE)
            _label_row(axes, row.name, f"{row.value:.0%} ({row.low:.0%} to {row.high:.0%})", y, 1)


def _label_row(axes: Axes, name: str, numbers: str, y: float, end: float) -> None:
    """Write the name of a row before its track, and its numbers behind the end of it."""
    axes.annotate(name, (-6, y), ha="right", va="center_baseline", xycoords=canvas.FROM_AXES_LEFT)
    axes.annotate(numbers, (end, y), weight="bold", xytext=(5, 0), textcoords="offset points", va="center_baseline")
