"""Promised, then asked again: governments' commitments that a later review asks for all the same.

Comes in: what `cycle.promised` gives, `recommendations` and `reviews`. Goes out: its rows, and the picture. Limit: a
promise may have been kept in part and the ask gone further; to be asked again is not a finding of failure.
"""

from __future__ import annotations

import textwrap

import matplotlib.style
import pandas as pd
from matplotlib.figure import Figure as Drawing

from reviewkit.base.dates import middle_year
from reviewkit.corpus import denominator
from reviewkit.figures import canvas, supporting
from reviewkit.figures.figure import Figure

COLUMNS = [
    "mark", "earlier_rec_id", "earlier_title", "earlier_published", "promise", "rec_id", "title", "published", "years",
]  # fmt: skip
MOST = 8  # commitments: half a page
STEP = 44.0  # points from one to the next


def promised_table(promised: pd.DataFrame, recommendations: pd.DataFrame) -> pd.DataFrame:
    """Links from commitments to later asks, and `recommendations`, in; a row a link, oldest promise first, out.

    `promise` is what the digest says of the commitment, in our words; of a published text its label.
    """
    ours = recommendations["edition"] == "digest"
    said = dict(
        zip(recommendations["rec_id"], recommendations["text"].where(ours, recommendations["label"]), strict=True)
    )
    rows = promised.assign(promise=promised["earlier_rec_id"].map(said), mark=promised["earlier_rec_id"])
    return rows.sort_values(["earlier_published", "earlier_rec_id", "published"], ignore_index=True)[COLUMNS]


def promised(promised: pd.DataFrame, recommendations: pd.DataFrame, reviews: pd.DataFrame) -> Figure:
    """Links, recommendations and reviews in; each such commitment with the later reviews that ask for it, out."""
    rows, held = promised_table(promised, recommendations), denominator.held_lists(reviews)
    made = int((recommendations["kind"] == "commitment").sum())
    kept = list(rows["earlier_rec_id"].drop_duplicates())
    heading = f"{held.least}{len(kept)} of {made} commitments held were asked for again"
    heading = heading[:1].upper() + heading[1:]
    more = f"Not drawn, and in the numbers: {len(kept) - MOST} more commitments." if len(kept) > MOST else ""
    notes = supporting.notes(reviews, "To be asked again is not a finding of failure.", more)
    drawn = rows[rows["earlier_rec_id"].isin(kept[:MOST])]
    dates = pd.concat([rows["earlier_published"], rows["published"]])
    with matplotlib.style.context(canvas.STYLE, after_reset=True):
        figure = _draw(drawn, heading, notes) if len(rows) else canvas.draw_nothing()
    return Figure(
        slug="promised-and-asked-again",
        title=f"Commitments of governments that a later review asks for{denominator.year_range(dates)}",
        counted="A line is a commitment, from its publication to the latest review held that asks for it; "
        f"{held.least}so many of the {made} commitments held. A promise may have been kept in part, and the ask gone "
        "further: to be asked again is not a finding of failure.",
        rests_on=denominator.evidence_note(denominator.counted_reviews(reviews)),
        source="reviewkit, corpus/tables/echoes.csv, corpus/tables/recommendations.csv and corpus/tables/reviews.csv.",
        alt=_alt(rows, heading),
        figure=figure,
        data=rows,
        as_of=denominator.as_of(reviews),
        behind=_behind(rows),
    )


def _behind(rows: pd.DataFrame) -> pd.DataFrame:
    """Each commitment, and the asks that came after it."""
    both = [rows[["mark", column]].set_axis(["mark", "rec_id"], axis=1) for column in ("earlier_rec_id", "rec_id")]
    return supporting.support(pd.concat(both), "mark")


def _alt(rows: pd.DataFrame, heading: str) -> str:
    """What the lines show, in words and numbers."""
    if rows.empty:
        return "An empty timeline: no commitment held was asked for again."
    said = [f"{_promise(found)}: {_asked(found)}." for _, found in rows.groupby("earlier_rec_id", sort=False)]
    return f"Timeline. {heading}. {' '.join(said)}"


def _promise(found: pd.DataFrame) -> str:
    """One commitment, and where it was made."""
    row = found.iloc[0]
    return f"{_dated(row['earlier_title'], row['earlier_published'])}: {row['promise'].rstrip('.')}"


def _dated(title: str, published: str) -> str:
    """A title with its year, which many have already."""
    return title if published[:4] in title else f"{title}, {published[:4]}"


def _asked(found: pd.DataFrame) -> str:
    """Who asked for one commitment, and how many years later."""
    last = found.iloc[-1]
    others = f" and {found['title'].nunique() - 1} before it" if found["title"].nunique() > 1 else ""
    return f"asked for in {_dated(last['title'], last['published'])}{others}, {_later(found)}"


def _later(found: pd.DataFrame) -> str:
    """How long after a promise it was last asked for; about so long where a day is not known."""
    last = found.iloc[-1]
    if min(len(last["published"]), len(last["earlier_published"])) == 10:
        return f"{last['years']:.1f} years later"
    years = max(1, round(last["years"]))
    return f"about {years} {'year' if years == 1 else 'years'} later"


def _draw(rows: pd.DataFrame, heading: str, notes: list[str]) -> Drawing:
    """Rows in, a line a commitment out: square where it was promised, dots where it was asked for."""
    n = rows["earlier_rec_id"].nunique()
    figure, axes = canvas.new_canvas(22 + STEP * n, 18, notes, left=6, room=12)
    years = [middle_year(date) for date in [*rows["earlier_published"], *rows["published"]]]
    first, last = int(min(years)), int(max(years)) + 1
    shown = range(first, last + 1, 1 if last - first < 9 else 2)
    axes.set(xlim=(first - 0.2, last + 0.2))
    axes.set_xticks(shown, [str(year) for year in shown])
    canvas.add_words(axes, heading, 8, 6, weight="bold", size=9)
    for place, (_, found) in enumerate(rows.groupby("earlier_rec_id", sort=False)):
        y = 22 + STEP * place
        canvas.add_words(axes, textwrap.shorten(_promise(found), 100, placeholder=" ..."), y + 8, 6, size=8)
        canvas.add_words(axes, textwrap.shorten(_asked(found), 100, placeholder=" ..."), y + 19, 6, size=8)
        start, ends = (
            middle_year(found["earlier_published"].iloc[0]),
            [middle_year(on) for on in found["published"]],
        )
        axes.plot([start, max(ends)], [y + 31, y + 31], color=canvas.BLUE, linewidth=1.4, zorder=2)
        axes.plot([start], [y + 31], marker="s", color=canvas.PLUM, markersize=5, linestyle="", zorder=3)
        axes.plot(ends, [y + 31] * len(ends), marker="o", color=canvas.BLUE, markersize=5, linestyle="", zorder=3)
    return figure
