"""Draw threads on a sheet: a row each, under the names of public moments, over the years.

Input: rows of `threads.thread_table`, public moments, a sheet (a page or a slide), a heading and notes.
Output: a drawing. All places are in points.
"""

from __future__ import annotations

import textwrap
from math import fsum
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing
from matplotlib.lines import Line2D

from reviewkit.base.dates import middle_year
from reviewkit.figures import canvas, label_places
from reviewkit.figures.label_places import Place
from reviewkit.figures.short_names import name_of_review
from reviewkit.measures.threads import ACCEPTED, ASKED, DONE, PROMISED

LINE = 9.6  # points from line to line of a text
MOST_NAMED = 40  # asks of one thread; more names would not be read
TIER = 10.0  # points from tier to tier of the labels of reviews
MARK_ROOM = 7.0  # points between the middles of marks of one row
LABEL_OVER_MARK = 10.5  # points from the middle of a mark to that of its label
ROW_GAP = 4.0  # points between rows
NAME_ROOM, WORDS_ROOM = 5.0, 8.0  # points between names and the years, and the years and words
WHITE = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}  # behind words, where a line may run through them
MOMENT_LINES = 3
FAINT = "#B5B5B5"  # of what only leads the eye: never of words
MOMENT_LINE = "#D9D9D9"


class Sheet(NamedTuple):
    """What is drawn on: its width, the room beside the years, and how much may stand on it."""

    width: float
    left: float  # for the names of threads
    right: float  # for how often each came
    moment_tiers: int
    moment_letters: int  # of a line of the name of a public moment
    rows_height: float  # of all rows together, where it is limited

    @property
    def across(self) -> float:
        """Return the width of the years."""
        return self.width - 2 * canvas.MARGIN - self.left - self.right


PAGE = Sheet(canvas.WIDTH, left=112, right=80, moment_tiers=2, moment_letters=17, rows_height=float("inf"))
SLIDE = Sheet(canvas.WIDTH * 22 / 16, left=146, right=116, moment_tiers=1, moment_letters=26, rows_height=190)


class Mark(NamedTuple):
    """A review or a promise in a row."""

    place: float
    date: str
    event: str
    label: str
    accepted: bool
    done: bool


class Row(NamedTuple):
    """A thread with everything that is drawn of it; heights are above and below its line."""

    name: str
    words: str
    marks: list[Mark]
    labels: list[Place]
    gap: tuple[float, float, str]
    silent: bool
    above: float
    below: float


class Years(NamedTuple):
    """The years of a drawing, and how wide each is."""

    first: int
    last: int
    width: float

    def place(self, date: str) -> float:
        """Return how far from the left a date is."""
        return (middle_year(date) - self.first) * self.width


def years_words(whole: int) -> str:
    """Return whole years in words.

    >>> years_words(0), years_words(1), years_words(9)
    ('under a year', '1 year', '9 years')
    """
    return {0: "under a year", 1: "1 year"}.get(whole, f"{whole} years")


def rows_that_fit(drawn: pd.DataFrame, lives: pd.DataFrame, sheet: Sheet = SLIDE) -> pd.DataFrame:
    """Return of the rows those of as many threads as a sheet has room for, those first that most reviews asked for."""
    if drawn.empty:
        return drawn
    years, height, fitting = _years_of(drawn, sheet), 0.0, list[str]()
    reviews = dict(zip(lives["thread"], lives["reviews"], strict=True))
    for thread in sorted(drawn["thread"].unique(), key=lambda thread: -reviews[thread]):
        row = _lay_out(drawn[drawn["thread"] == thread], years, sheet)
        height += row.above + row.below + ROW_GAP
        if fitting and height > sheet.rows_height:
            break
        fitting.append(thread)
    return drawn[drawn["thread"].isin(fitting)]


def draw_threads(
    drawn: pd.DataFrame, moments: pd.DataFrame, sheet: Sheet, heading: list[str], notes: list[str]
) -> Drawing:
    """Draw threads, one under another, with the heading and the key above them and the notes beneath."""
    years = _years_of(drawn, sheet)
    rows = [_lay_out(of_one, years, sheet) for _, of_one in drawn.groupby("thread", sort=False)]
    named = _moments_that_fit(moments, years, sheet)
    across = sheet.width - 2 * canvas.MARGIN
    lines = [line for text in heading for line in canvas.wrap(text, across, 9, "bold")]
    key = _key_places(_key(rows, bool(named)), sheet)
    key_top = 12.0 * len(lines) + (4 if lines else 0)
    moments_top = key_top + 12.0 * (1 + max(line for _, line, _, _ in key)) + 5
    tier_height = LINE * max((name.count("\n") + 1 for name, _ in named), default=0) + 4
    tiers = 1 + max((place.tier for _, place in named), default=-1)
    rows_top = moments_top + tier_height * tiers
    body = rows_top + fsum(row.above + row.below + ROW_GAP for row in rows)  # alike in every version of Python
    drawing, axes = canvas.new_canvas(body, 16, notes, sheet.left, sheet.right, sheet.width)
    _prepare_years(axes, years, sheet)
    for number, line in enumerate(lines):
        canvas.add_text(axes, line, 6 + 12.0 * number, sheet.left, weight="bold", size=9)
    _draw_key(axes, key, key_top + 6, sheet)
    for name, place in named:
        _draw_moment(axes, name, place, rows_top - 2 - tier_height * place.tier, body)
    top = rows_top
    for row in rows:
        ends = [-sheet.left, sheet.across + sheet.right]
        axes.plot(ends, [top, top], color=canvas.PALE, linewidth=0.8, clip_on=False)
        _draw_row(axes, row, top + ROW_GAP / 2 + row.above, sheet)
        top += row.above + row.below + ROW_GAP
    return drawing


def _years_of(drawn: pd.DataFrame, sheet: Sheet) -> Years:
    """Return the years from the first mark to the latest."""
    dates = drawn.loc[drawn["event"].isin((ASKED, PROMISED)), "date"]
    first, last = int(dates.min()[:4]), int(dates.max()[:4]) + 1
    return Years(first, last, sheet.across / (last - first))


def _lay_out(of_one: pd.DataFrame, years: Years, sheet: Sheet) -> Row:
    """Return one thread as it is drawn."""
    marks = _marks(of_one, years)
    asks = _named_asks(marks)
    widths = [1.06 * canvas.text_width(mark.label) for mark in asks]
    labels = label_places.place_all([mark.place for mark in asks], widths, 0, sheet.across)
    first = of_one.iloc[0]
    ends = next(
        (one.place, other.place)
        for one, other in zip(marks, marks[1:], strict=False)
        if (one.date, other.date) == (first["gap_from"], first["gap_to"])
    )
    name = "\n".join(canvas.wrap(first["name"], sheet.left - NAME_ROOM, 8.5, "bold"))
    words = "\n".join(canvas.wrap(first["words"], sheet.right - WORDS_ROOM))
    half = LINE * (max(name.count("\n"), words.count("\n")) + 1) / 2
    tiers = 1 + max(place.tier for place in labels)
    return Row(
        name,
        words,
        marks,
        labels,
        gap=(*ends, years_words(first["gap_years"])),
        silent=first["state"].startswith("silent"),
        above=max(LABEL_OVER_MARK + TIER * (tiers - 1) + 5, half),
        below=max(13.0, half),
    )


def _named_asks(marks: list[Mark]) -> list[Mark]:
    """Return the asks of a thread whose reviews are named: all, or of very many the first of each year."""
    asks = [mark for mark in marks if mark.event == ASKED]
    return asks if len(asks) <= MOST_NAMED else list({mark.date[:4]: mark for mark in reversed(asks)}.values())[::-1]


def _marks(of_one: pd.DataFrame, years: Years) -> list[Mark]:
    """Return the marks of one thread, oldest first: a review or a document that promises is one, whatever it says."""
    rows = of_one[of_one["event"].isin((ASKED, PROMISED))].drop_duplicates(["event", "review_id"])
    ends = MARK_ROOM / 2, years.width * (years.last - years.first) - MARK_ROOM / 2
    places = label_places.spread([years.place(date) for date in rows["date"]], MARK_ROOM, *ends)
    accepted = set(of_one.loc[(of_one["event"] == ACCEPTED) & (of_one["sure"] == "yes"), "review_id"])
    done = set(of_one.loc[of_one["event"] == DONE, "review_id"])
    return [
        Mark(
            place,
            row.date,
            row.event,
            name_of_review(row.title),
            row.event == ASKED and row.review_id in accepted,
            row.event == ASKED and row.review_id in done,
        )
        for place, row in zip(places, rows.itertuples(), strict=True)
    ]


def _moments_that_fit(moments: pd.DataFrame, years: Years, sheet: Sheet) -> list[tuple[str, Place]]:
    """Return the names of public moments that fit, in lines, with their places; those that led to a review go first."""
    within = moments[moments["date"].str[:4].between(str(years.first), str(years.last - 1))]
    within = within.assign(no_review=within["led_to"] == "").sort_values(["no_review", "date", "event"])
    every = [
        ("\n".join(textwrap.wrap(row.event, sheet.moment_letters)), row.date, row.no_review)
        for row in within.itertuples()
    ]
    named = [(name, date, no_review) for name, date, no_review in every if name.count("\n") < MOMENT_LINES]
    places = label_places.place_some(
        [years.place(date) for _, date, _ in named],
        [1.06 * max(canvas.text_width(line) for line in name.split("\n")) for name, _, _ in named],
        low=-sheet.left,
        high=sheet.across + sheet.right,
        tiers=sheet.moment_tiers,
        preferred=sum(not no_review for _, _, no_review in named),
    )
    return [(named[number][0], place) for number, place in sorted(places.items())]


def _prepare_years(axes: Axes, years: Years, sheet: Sheet) -> None:
    """Put the years under the axes, each in the middle of its own."""
    axes.set(xlim=(0, sheet.across))
    all_years = range(years.first, years.last + 1)
    axes.set_xticks([(year - years.first) * years.width for year in all_years], [""] * len(all_years))
    axes.tick_params(axis="x", which="major", size=3)
    step = 1 if years.width >= 24 else 2 if years.width >= 12 else 5
    labelled = range(years.first, years.last, step)
    axes.set_xticks([(year - years.first + 0.5) * years.width for year in labelled], map(str, labelled), minor=True)
    axes.tick_params(axis="x", which="minor", size=0, pad=3)


def _draw_moment(axes: Axes, name: str, place: Place, bottom: float, body: float) -> None:
    """Draw the name of a public moment and its upright, from the name down to the years."""
    axes.plot([place.mark, place.mark], [bottom, body], color=MOMENT_LINE, linewidth=1.2, zorder=0, clip_on=False)
    middle = (place.left + place.right) / 2
    axes.text(middle, bottom, name, size=8, ha="center", va="bottom", linespacing=1.0, color=canvas.GREY)


def _draw_row(axes: Axes, row: Row, y: float, sheet: Sheet) -> None:
    """Draw one thread: its name, its line with marks and labels, the longest gap, and how often it came."""
    places = [mark.place for mark in row.marks]
    start, end, words = row.gap
    axes.plot([places[0], places[-1]], [y, y], color=FAINT, linewidth=1.0, zorder=1)
    axes.plot([start, end], [y, y], color=canvas.BLUE, linewidth=2.2, solid_capstyle="butt", zorder=2)
    if row.silent:
        axes.plot([places[-1], sheet.across], [y, y], color=canvas.GREY, linewidth=1.0, linestyle=":", zorder=1)
    half = canvas.text_width(words) * 0.53
    middle = min(max((start + end) / 2, half), sheet.across - half)
    axes.text(middle, y + 9, words, size=8, ha="center", va="center_baseline", color=canvas.BLUE, bbox=WHITE)
    for mark in row.marks:
        axes.add_line(_line_of(mark.event, mark.accepted, mark.done, mark.place, y))
    for mark, place in zip(_named_asks(row.marks), row.labels, strict=True):
        label_y = y - LABEL_OVER_MARK - TIER * place.tier
        if place.tier:
            axes.plot([place.mark, place.mark], [y - 3, label_y + 4.5], color=FAINT, linewidth=0.6, zorder=1)
        middle = (place.left + place.right) / 2
        axes.text(middle, label_y, mark.label, size=8, ha="center", va="center_baseline", bbox=WHITE)
    axes.text(-sheet.left, y, row.name, size=8.5, va="center", linespacing=1.0, weight="bold", color=canvas.BLUE)
    axes.text(sheet.across + WORDS_ROOM, y, row.words, size=8, va="center", linespacing=1.0)


def _line_of(event: str, accepted: bool = False, done: bool = False, x: float = 0, y: float = 0) -> Line2D:
    """Return the mark of a review that asks (half filled where accepted, a diamond where done) or of a promise."""
    colour = canvas.BLUE if event == ASKED else canvas.PLUM
    return Line2D(
        [x],
        [y],
        linestyle="",
        marker="s" if event == PROMISED else "D" if done else "o",
        fillstyle="left" if accepted and not done else "full",
        markersize=5.5,
        markerfacecolor="white" if event == PROMISED else colour,
        markerfacecoloralt="white",
        markeredgecolor=colour,
        markeredgewidth=1.2,
        clip_on=False,
        zorder=3,
    )


def _key(rows: list[Row], moments: bool) -> list[tuple[Line2D, str]]:
    """Return the marks that are drawn, each with what it means."""
    marks = [mark for row in rows for mark in row.marks]
    entries = [
        (True, _line_of(ASKED), "a review asks"),
        (any(mark.accepted for mark in marks), _line_of(ASKED, accepted=True), "asks, and is accepted"),
        (any(mark.done for mark in marks), _line_of(ASKED, done=True), "asks, and is reported done"),
        (any(mark.event == PROMISED for mark in marks), _line_of(PROMISED), "a government promises"),
        (True, Line2D([0, 0], [0, 0], color=canvas.BLUE, linewidth=2.2), "the longest gap"),
        (
            any(row.silent for row in rows),
            Line2D([0, 0], [0, 0], color=canvas.GREY, linewidth=1.0, linestyle=":"),
            "not asked since, as far as is known",
        ),
        (
            moments,
            Line2D([0], [0], linestyle="", marker="|", markersize=9, markeredgewidth=1.6, markeredgecolor=MOMENT_LINE),
            "public moment",
        ),
    ]
    return [(line, words) for drawn, line, words in entries if drawn]


def _key_places(entries: list[tuple[Line2D, str]], sheet: Sheet) -> list[tuple[float, int, Line2D, str]]:
    """Return the entries of the key with their places: how far from the left, and in which line."""
    x, line, places = 0.0, 0, []
    for mark, words in entries:
        width = 18 + 1.04 * canvas.text_width(words)
        if x + width > sheet.width - 2 * canvas.MARGIN:
            x, line = 0.0, line + 1
        places.append((x, line, mark, words))
        x += width + 7
    return places


def _draw_key(axes: Axes, key: list[tuple[float, int, Line2D, str]], top: float, sheet: Sheet) -> None:
    """Draw the key, in lines."""
    for x, line, mark, words in key:
        start, y = x - sheet.left, top + 12.0 * line
        is_line = mark.get_linestyle() != "None"
        places = [start, start + 14] if is_line else [start + 7]
        mark.set(xdata=places, ydata=[y] * len(places))
        mark.set_clip_on(False)
        axes.add_line(mark)
        axes.text(start + 18, y, words, size=8, va="center_baseline")
