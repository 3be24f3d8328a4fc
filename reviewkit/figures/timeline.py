"""The timeline of reviews, other documents and public moments.

Input: `reviews`, `events` and `recommendations`.
Output: its rows, and the figure.
Limitations: a mark stands in the middle of the day, month or year that is known, and marks close in time stand below
one another in no order of importance.
"""

from __future__ import annotations

import textwrap
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing
from matplotlib.legend import Legend
from matplotlib.lines import Line2D

from reviewkit.base.types import Row
from reviewkit.corpus import denominator, provenance
from reviewkit.figures import canvas, supporting
from reviewkit.figures.figure import Figure, make_figure

COLUMNS = [
    "mark", "band", "published", "happened", "name", "kind", "holds", "held", "n_recommendations", "edition",
    "review_id",
]  # fmt: skip
REVIEW, OTHER_DOCUMENT, MOMENT = "review", "other document", "public moment"
GOVERNMENT_KINDS = ("government-response", "government-strategy", "guidance", "statutory-guidance")


class Mark(NamedTuple):
    """How one sort of row is drawn: its name in the key, shape and colour, and whether the shape is filled."""

    name: str
    shape: str
    colour: str
    filled: bool = True


FOUND_MARK = Mark("recommendations found, in whole or part", "o", canvas.BLUE)
NOT_FOUND_MARK = Mark("none found", "D", canvas.PLUM, filled=False)
GOVERNMENT_MARK = Mark("government papers and guidance", "^", canvas.TEAL)
PAPER_MARK = Mark("papers not counted as reviews", "x", canvas.GREY)
MOMENT_MARK = Mark("chosen with hindsight", "s", canvas.GREY)
MARKS = (FOUND_MARK, NOT_FOUND_MARK, GOVERNMENT_MARK, PAPER_MARK, MOMENT_MARK)  # the order of the key
HEADING_HEIGHT = 22.0  # points from the top of a band to its first row
ROW_STEPS = {REVIEW: 9.0, OTHER_DOCUMENT: 9.0, MOMENT: 12.0}  # points from row to row; the order of the bands
MARK_HALF = 4.5  # points: half of a mark and the room around it


def timeline_table(reviews: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each document and each exogenous moment, by band and date.

    Moments that are themselves a document, or an answer to one, are left out: they are in the other bands.
    """
    documents = reviews.assign(
        band=reviews["in_denominator"].map({"yes": REVIEW, "no": OTHER_DOCUMENT}),
        happened="",
        name=reviews["short_title"],
        holds=denominator.list_status(reviews),
    )
    moments = events[events["exogenous"] == "yes"]
    moments = moments.assign(band=MOMENT, published="", happened=moments["date"], name=moments["event"], review_id="")
    rows = pd.concat([documents, moments]).reindex(columns=COLUMNS)
    numbers = ["held", "n_recommendations"]
    texts = [name for name in COLUMNS if name not in (*numbers, "mark")]
    rows[texts], rows[numbers] = rows[texts].fillna(""), rows[numbers].astype("Int64")
    rows["mark"] = rows["review_id"].where(rows["review_id"] != "", rows["name"])
    order = rows["band"].map({band: number for number, band in enumerate(ROW_STEPS)})
    rows = rows.assign(order=order, date=_dates(rows)).sort_values(["order", "date", "name"], kind="stable")
    return rows[COLUMNS].reset_index(drop=True)


def _dates(rows: pd.DataFrame) -> pd.Series:
    """Return the date of each row: a document has one in `published`, a moment in `happened`, and neither has both."""
    return rows["published"] + rows["happened"]


def timeline(reviews: pd.DataFrame, events: pd.DataFrame, recommendations: pd.DataFrame, subject: str = "") -> Figure:
    """Draw when reviews and other documents were published and public moments happened, in three bands.

    `subject` is what the reviews are about, for the title. A row without a date is in the table and not in the
    drawing; the caption says so.
    """
    rows = timeline_table(reviews, events)
    dates = _dates(rows)
    drawn = rows.assign(date=dates)[dates != ""]
    shorter = drawn[drawn["band"] != OTHER_DOCUMENT]
    evidence = provenance.weigh(recommendations, reviews)
    year_only = (drawn["date"].str.len() == len("2013")).any()
    notes = supporting.notes_under(evidence, "A bar over a whole year: only the year is known." if year_only else "")
    counted, years = (rows["band"] == REVIEW).sum(), denominator.year_range(drawn["date"])
    return make_figure(
        reviews,
        slug="reviews-and-moments",
        title=f"Reviews{subject and f' of {subject}'}, other documents and public moments{years}",
        caption=f"One mark is one document or one public moment; {counted} reviews are counted{years}. "
        f"The moments were chosen with hindsight.{_undated_words(len(rows) - len(drawn))}",
        source=supporting.PUBLIC_PAGES_SOURCE,
        alt=_alt_text(rows, years),
        drawing=canvas.draw_in_style(_draw_bands, drawn, notes),
        data=rows,
        support=supporting.support_table(recommendations[recommendations["kind"] != "quoted"], "review_id"),
        rests_on=provenance.sentence(evidence),
        slide=canvas.draw_in_style(_draw_bands, shorter, notes) if len(shorter) else None,
    )


def _alt_text(rows: pd.DataFrame, years: str) -> str:
    """Say what the timeline shows, in words and numbers."""
    if rows.empty:
        return "An empty timeline: nothing was found."
    reviews = rows[rows["band"] == REVIEW]
    most = ""
    if len(reviews):
        by_year = reviews["published"].str[:4].value_counts().sort_index()
        most = f" Most in one year: {by_year.max()} ({', '.join(by_year[by_year == by_year.max()].index)})."
    return (
        f"Timeline in three bands{years}: {len(reviews)} reviews, of which {(reviews['holds'] != 'nothing').sum()} "
        f"were found in whole or part; {(rows['band'] == OTHER_DOCUMENT).sum()} other documents; "
        f"{(rows['band'] == MOMENT).sum()} public moments.{most}"
    )


def _undated_words(undated: int) -> str:
    """Say how many rows are not drawn."""
    return f" Not drawn, for want of a date: {undated}." if undated else ""


def _draw_bands(drawn: pd.DataFrame, notes: list[str]) -> Drawing:
    """Draw the bands; their heights follow from how many marks must stand above one another."""
    years = drawn["date"].str[:4]
    first, last = int(years.min()), int(years.max()) + 1
    points_per_year = (canvas.WIDTH - 2 * canvas.MARGIN) / (last - first)
    bands = {
        band: _place_rows(drawn, band, points_per_year, last) for band in ROW_STEPS if (drawn["band"] == band).any()
    }
    heights = {band: HEADING_HEIGHT + ROW_STEPS[band] * (rows["row"].max() + 1) for band, rows in bands.items()}
    drawing, axes = canvas.new_canvas(sum(heights.values()), bottom=16, notes=notes)
    axes.set(xlim=(first, last))
    axes.set_xticks(range(first, last + 1), [])
    axes.grid(axis="x")
    labelled = range(first, last, 2 if points_per_year < 30 else 1)
    axes.set_xticks([year + 0.5 for year in labelled], [str(year) for year in labelled], minor=True)
    axes.tick_params(axis="x", which="minor", size=0, pad=3)
    top = 0.0
    for band, rows in bands.items():
        _draw_band(axes, rows, top, ROW_STEPS[band], f"{band.capitalize()}s: {len(rows)}")
        top += heights[band]
    return drawing


def _place_rows(drawn: pd.DataFrame, band: str, points_per_year: float, last: int) -> pd.DataFrame:
    """Return the rows of one band with where each stands: its dates, the ends of its mark, its label, and its row."""
    rows = drawn[drawn["band"] == band].copy()
    spans = [_year_span(date) for date in rows["date"]]
    rows["start"], rows["end"] = [start for start, _ in spans], [end for _, end in spans]
    labels = [textwrap.shorten(name, 60, placeholder=" ...") for name in rows["name"]]
    rows["label"] = labels if band == MOMENT else ""
    middle, half = (rows["start"] + rows["end"]) / 2, MARK_HALF / points_per_year
    whole_year = rows["end"] - rows["start"] == 1
    rows["left"] = rows["start"].where(whole_year, middle - half)
    rows["right"] = rows["end"].where(whole_year, middle + half)
    room = rows["label"].map(lambda label: (canvas.text_width(label) + 6) / points_per_year if label else 0)
    rows["label_on_left"] = rows["right"] + room > last  # on the right it would leave the drawing
    rows["from"] = (rows["left"] - room).clip(lower=0).where(rows["label_on_left"], rows["left"])
    rows["to"] = rows["right"].where(rows["label_on_left"], rows["right"] + room)
    rows["row"] = canvas.pack_rows(rows["from"].tolist(), rows["to"].tolist())
    return rows


def _draw_band(axes: Axes, rows: pd.DataFrame, top: float, step: float, heading: str) -> None:
    """Draw one band from its top downwards: its heading and key, then its marks, bars over years and labels."""
    axes.text(axes.get_xlim()[0], top + 7, heading, weight="bold", va="center", size=9)
    marks = [_mark_of(row) for row in rows.itertuples()]
    _draw_key(axes, marks, top + 7)
    for row, mark in zip(rows.itertuples(), marks, strict=True):
        y = top + HEADING_HEIGHT + step * row.row
        if row.end - row.start == 1:
            axes.plot([row.start, row.end], [y, y], color=mark.colour, linewidth=1.5, solid_capstyle="butt")
        axes.add_line(_mark_line(mark, (row.start + row.end) / 2, y))
        if row.label:
            axes.annotate(
                row.label,
                (row.left if row.label_on_left else row.right, y),
                xytext=(-2 if row.label_on_left else 2, 0),
                textcoords="offset points",
                ha="right" if row.label_on_left else "left",
                va="center_baseline",
                size=8,
            )


def _draw_key(axes: Axes, marks: list[Mark], y: float) -> None:
    """Draw the key of a band on the right: its marks, and how many there are of each."""
    kinds = [mark for mark in MARKS if mark in marks]
    key = Legend(
        axes,
        [_mark_line(mark) for mark in kinds],
        [f"{mark.name}: {marks.count(mark)}" for mark in kinds],
        loc="center right",
        ncols=len(kinds),
        bbox_to_anchor=(axes.get_xlim()[1], y),
        bbox_transform=axes.transData,
    )
    axes.add_artist(key)


def _mark_of(row: Row) -> Mark:
    """Return how a row is drawn."""
    if row.band == REVIEW:
        return NOT_FOUND_MARK if row.holds == "nothing" else FOUND_MARK
    if row.band == OTHER_DOCUMENT:
        return GOVERNMENT_MARK if row.kind in GOVERNMENT_KINDS else PAPER_MARK
    return MOMENT_MARK


def _mark_line(mark: Mark, x: float = 0, y: float = 0) -> Line2D:
    return Line2D(
        [x],
        [y],
        linestyle="",
        marker=mark.shape,
        markersize=5,
        markeredgecolor=mark.colour,
        markerfacecolor=mark.colour if mark.filled else "white",
        markeredgewidth=1.3,
        clip_on=False,
        zorder=3,
    )


def _year_span(date: str) -> tuple[float, float]:
    """Return the first and the last moment of a date in years, as far as the date is known.

    >>> _year_span("2013"), _year_span("2013-07")
    ((2013.0, 2014.0), (2013.5, 2013.5833333333333))
    """
    year, month, day = (int(part) for part in (date + "-0-0").split("-")[:3])
    if not month:
        return float(year), float(year + 1)
    start = year + (month - 1) / 12
    return (start, start + 1 / 12) if not day else (start + (day - 1) / 372, start + day / 372)  # 12 months of 31 days
