"""The timeline of reviews, other documents and public moments.

Comes in: `reviews` and `events`. Goes out: its rows, and the picture. Limit: a mark stands in the middle of the day,
month or year that is known, and marks close in time stand below one another in no order of importance.
"""

from __future__ import annotations

import textwrap
from typing import NamedTuple

import matplotlib.style
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing
from matplotlib.legend import Legend
from matplotlib.lines import Line2D

from reviewkit.corpus import denominator
from reviewkit.figures import canvas, supporting
from reviewkit.figures.figure import Figure

COLUMNS = [
    "mark", "band", "published", "happened", "name", "kind", "holds", "held", "n_recommendations", "edition",
    "review_id",
]  # fmt: skip


class Mark(NamedTuple):
    """How one sort of row is drawn: its name in the key, shape and colour, and whether the shape is filled."""

    name: str
    shape: str
    colour: str
    filled: bool = True


HELD = Mark("recommendations held, in whole or part", "o", canvas.BLUE)
NOT_HELD = Mark("none held", "D", canvas.PLUM, filled=False)
GOVERNMENT = Mark("government papers and guidance", "^", canvas.TEAL)
PAPER = Mark("papers not counted as reviews", "x", canvas.GREY)
MOMENT = Mark("chosen with hindsight", "s", canvas.GREY)
MARKS = (HELD, NOT_HELD, GOVERNMENT, PAPER, MOMENT)  # the order of the key
HEADING = 22.0  # points from the top of a band to its first row
STEPS = {"review": 9.0, "other document": 9.0, "public moment": 12.0}  # points from row to row
GOVERNMENT_KINDS = ("government-response", "government-strategy", "guidance", "statutory-guidance")


def timeline_table(reviews: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """Reviews and events in; one row a document or exogenous moment out, by band and date.

    Moments that are themselves a document, or an answer to one, are left out: they are in the other bands.
    """
    band = reviews["in_denominator"].map({"yes": "review", "no": "other document"})
    documents = reviews.assign(
        band=band, happened="", name=reviews["short_title"], holds=denominator.list_status(reviews)
    )
    moments = events[events["exogenous"] == "yes"]
    moments = moments.assign(band="public moment", published="", happened=moments["date"], name=moments["event"])
    rows = pd.concat([documents, moments.assign(review_id="")]).reindex(columns=COLUMNS)
    numbers = ["held", "n_recommendations"]
    words = [name for name in COLUMNS if name not in (*numbers, "mark")]
    rows[words], rows[numbers] = rows[words].fillna(""), rows[numbers].astype("Int64")
    rows["when"] = rows["published"] + rows["happened"]
    order = rows["band"].map({"review": 0, "other document": 1, "public moment": 2})
    mark = rows["review_id"].where(rows["review_id"] != "", rows["name"])
    rows = rows.assign(order=order, mark=mark).sort_values(["order", "when", "name"], kind="stable")
    return rows[COLUMNS].reset_index(drop=True)


def timeline(reviews: pd.DataFrame, events: pd.DataFrame, recommendations: pd.DataFrame, subject: str = "") -> Figure:
    """Reviews, events and recommendations in; when they were published or happened out, in three bands.

    `subject` is what the reviews are about, for the title. A row without a date is in the table and not in the
    picture, which says so.
    """
    rows = timeline_table(reviews, events)
    when = rows["published"] + rows["happened"]
    drawn = rows.assign(when=when)[when != ""]
    rests_on = denominator.evidence_note(denominator.counted_reviews(reviews))
    notes = _notes(drawn, len(rows) - len(drawn), rests_on)
    with matplotlib.style.context(canvas.STYLE, after_reset=True):
        figure = _draw_timeline(drawn, notes) if len(drawn) else canvas.draw_nothing()
        less = drawn[drawn["band"] != "other document"]
        slide = _draw_timeline(less, notes) if len(less) else None
    n, years = (rows["band"] == "review").sum(), denominator.year_range(drawn["when"])
    return Figure(
        slug="reviews-and-moments",
        title=f"Reviews{subject and f' of {subject}'}, other documents and public moments{years}",
        counted=f"One mark is one document or one public moment; {n} reviews are in the denominator{years}. "
        "The moments were chosen with hindsight.",
        rests_on=rests_on,
        source="reviewkit, corpus/catalogue.csv and corpus/events.csv, from public pages.",
        alt=_timeline_alt(rows, years),
        figure=figure,
        data=rows,
        as_of=denominator.as_of(reviews),
        behind=supporting.support(recommendations[recommendations["kind"] != "quoted"], "review_id"),
        slide=slide,
    )


def _timeline_alt(rows: pd.DataFrame, years: str) -> str:
    """What the timeline shows, in words and numbers."""
    found = rows[rows["band"] == "review"]
    if rows.empty:
        return "An empty timeline: nothing is held."
    by_year = found["published"].str[:4].value_counts().sort_index()
    most = f" Most in one year: {by_year.max()} ({', '.join(by_year[by_year == by_year.max()].index)})."
    return (
        f"Timeline in three bands{years}: {len(found)} reviews, of which {(found['holds'] != 'nothing').sum()} have "
        f"recommendations held in whole or part; {(rows['band'] == 'other document').sum()} other documents; "
        f"{(rows['band'] == 'public moment').sum()} public moments.{most if len(found) else ''}"
    )


def _notes(drawn: pd.DataFrame, undated: int, rests_on: str) -> list[str]:
    """The lines under the timeline."""
    bar = "A bar over a whole year: only the year is known." if (drawn["when"].str.len() == 4).any() else ""
    without = f"Not drawn, for want of a date: {undated}." if undated else ""
    return [note for note in (" ".join(part for part in (bar, without) if part), rests_on) if note]


def _draw_timeline(drawn: pd.DataFrame, notes: list[str]) -> Drawing:
    """Dated rows in, the three bands out; heights follow from how many marks must stand above one another."""
    first, last = int(drawn["when"].str[:4].min()), int(drawn["when"].str[:4].max()) + 1
    scale = (canvas.WIDE - 2 * canvas.EDGE) / (last - first)  # points a year
    bands = {band: _band(drawn, band, scale, last) for band in STEPS if (drawn["band"] == band).any()}
    deep = {band: HEADING + STEPS[band] * (rows["row"].max() + 1 if len(rows) else 0) for band, rows in bands.items()}
    figure, axes = canvas.new_canvas(sum(deep.values()), bottom=16, notes=notes)
    axes.set(xlim=(first, last))
    axes.set_xticks(range(first, last + 1), [])
    axes.grid(axis="x")
    years = range(first, last, 2 if scale < 30 else 1)
    axes.set_xticks([year + 0.5 for year in years], [str(year) for year in years], minor=True)
    axes.tick_params(axis="x", which="minor", size=0, pad=3)
    y = 0.0
    for band, rows in bands.items():
        _draw_band(axes, rows, y, STEPS[band], f"{band.capitalize()}s: {len(rows)}")
        y += deep[band]
    return figure


def _band(drawn: pd.DataFrame, band: str, scale: float, last: int) -> pd.DataFrame:
    """Rows of one band with where each stands: its dates, the place of its mark and label, and its row."""
    rows = drawn[drawn["band"] == band].copy()
    spans = [_span(when) for when in rows["when"]]
    rows["start"], rows["end"] = [span[0] for span in spans], [span[1] for span in spans]
    names = [textwrap.shorten(name, 60, placeholder=" ...") for name in rows["name"]]
    rows["label"] = names if band == "public moment" else ""
    half = 4.5 / scale  # a mark and the room around it, in years
    places = []
    for start, end, label in zip(rows["start"], rows["end"], rows["label"], strict=True):
        left, right = (start, end) if end - start == 1 else ((start + end) / 2 - half, (start + end) / 2 + half)
        room = (canvas.text_width(label) + 6) / scale if label else 0
        flips = right + room > last  # a label that would leave the picture stands to the left of its mark
        places.append((max(left - room, 0) if flips else left, right if flips else right + room, flips, left, right))
    rows[["from", "to", "flips", "left", "right"]] = pd.DataFrame(places, index=rows.index, columns=list("abcde"))
    rows["row"] = pd.Series(canvas.pack_rows(rows["from"].tolist(), rows["to"].tolist()), index=rows.index, dtype=int)
    return rows


def _draw_band(axes: Axes, rows: pd.DataFrame, y: float, step: float, heading: str) -> None:
    """One band from y downwards: its heading and key, then its marks, bars over years and labels."""
    axes.text(axes.get_xlim()[0], y + 7, heading, weight="bold", va="center", size=9)
    marks = _marks(rows)
    known = [mark for mark in MARKS if mark in marks]
    if known:
        key = [f"{mark.name}: {marks.count(mark)}" for mark in known]
        place = {"bbox_to_anchor": (axes.get_xlim()[1], y + 7), "bbox_transform": axes.transData}
        handles = [_point(mark) for mark in known]
        axes.add_artist(Legend(axes, handles, key, loc="center right", ncols=len(key), **place))
    for row, mark in zip(rows.itertuples(), marks, strict=True):
        height = y + HEADING + step * row.row
        if row.end - row.start == 1:
            axes.plot([row.start, row.end], [height, height], color=mark.colour, linewidth=1.5, solid_capstyle="butt")
        axes.add_line(_point(mark, (row.start + row.end) / 2, height))
        side = row.left if row.flips else row.right
        shift, align = (-2, "right") if row.flips else (2, "left")
        offset = {"xytext": (shift, 0), "textcoords": "offset points", "ha": align, "va": "center_baseline", "size": 8}
        if row.label:
            axes.annotate(row.label, (side, height), **offset)


def _marks(rows: pd.DataFrame) -> list[Mark]:
    """How each row of a band is drawn."""

    def one(band: str, kind: str, held: str) -> Mark:
        if band == "review":
            return NOT_HELD if held == "nothing" else HELD
        if band == "other document":
            return GOVERNMENT if kind in GOVERNMENT_KINDS else PAPER
        return MOMENT

    return [one(*row) for row in zip(rows["band"], rows["kind"], rows["holds"], strict=True)]


def _point(mark: Mark, x: float = 0, y: float = 0) -> Line2D:
    face = mark.colour if mark.filled else "white"
    look = {"marker": mark.shape, "markersize": 5, "markeredgecolor": mark.colour, "markerfacecolor": face}
    return Line2D([x], [y], linestyle="", markeredgewidth=1.3, clip_on=False, zorder=3, **look)


def _span(when: str) -> tuple[float, float]:
    """A date in, its first and last moment in years out, as far as the date is known.

    >>> _span("2013"), _span("2013-07")
    ((2013.0, 2014.0), (2013.5, 2013.5833333333333))
    """
    year, month, day = (int(part) for part in (when + "-0-0").split("-")[:3])
    if not month:
        return float(year), float(year + 1)
    start = year + (month - 1) / 12
    return (start, start + 1 / 12) if not day else (start + (day - 1) / 372, start + day / 372)
