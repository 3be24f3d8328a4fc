"""Promised, then asked again: governments' commitments that a later review asks for all the same.

Input: what `lineages.promised` gives, `recommendations` and `reviews`.
Output: its rows, and the figure.
Limitations: a promise may have been kept in part and the recommendation gone further; to be asked again is not a
finding of failure.
"""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure as Drawing

from reviewkit.base.dates import middle_year
from reviewkit.corpus import denominator, provenance
from reviewkit.figures import canvas, supporting
from reviewkit.figures.figure import Figure, make_figure

COLUMNS = [
    "mark", "earlier_rec_id", "earlier_title", "earlier_published", "promise", "rec_id", "title", "published", "years",
]  # fmt: skip
MOST_DRAWN, MOST_ON_SLIDE = 8, 5  # commitments
LINE = 10.5  # points from line to line of words
MARKS_HEIGHT, GAP = 11.0, 9.0  # points of the marks under the words, and to the next commitment
LEFT = 6.0  # points kept free on the left of the axes
KEY = "A square is the promise, a dot a review that asks for it."


def promised_table(promised: pd.DataFrame, recommendations: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each link from a commitment to a later recommendation, oldest promise first.

    `promise` is what the digest says of the commitment, in our words; of a published text its label.
    """
    is_digest = recommendations["edition"] == "digest"
    words = recommendations["text"].where(is_digest, recommendations["label"])
    words_by_id = dict(zip(recommendations["rec_id"], words, strict=True))
    links = promised.assign(promise=promised["earlier_rec_id"].map(words_by_id), mark=promised["earlier_rec_id"])
    return links.sort_values(["earlier_published", "earlier_rec_id", "published"], ignore_index=True)[COLUMNS]


def promised(promised: pd.DataFrame, recommendations: pd.DataFrame, reviews: pd.DataFrame) -> Figure:
    """Draw each commitment that was asked for again, with the later reviews that ask for it."""
    links, held = promised_table(promised, recommendations), denominator.held_lists(reviews)
    commitments = int((recommendations["kind"] == "commitment").sum())
    asked_again = list(links["earlier_rec_id"].drop_duplicates())
    heading = supporting.sentence_case(
        f"{held.at_least}{len(asked_again)} of {commitments} commitments found were asked for again"
    )
    evidence = provenance.weigh_rows(_at_ends(links, recommendations), reviews)
    notes = [KEY, provenance.short(evidence, provenance.LINKED)]
    drawn = _of(links, asked_again[:MOST_DRAWN])
    on_slide = asked_again[:MOST_ON_SLIDE] if len(asked_again) > MOST_ON_SLIDE else []
    years = denominator.year_range(pd.concat([links["earlier_published"], links["published"]]))
    return make_figure(
        reviews,
        slug="promised-and-asked-again",
        title=f"Commitments of governments that a later review asks for{years}",
        caption="A line is a commitment, from its publication to the latest review found that asks for it; "
        f"{held.at_least}so many of the {commitments} commitments found.{_not_drawn(len(asked_again))} A promise may "
        "have been kept in part, and the recommendation gone further: to be asked again is not a finding of failure.",
        source=supporting.ECHOES_SOURCE,
        alt=_alt_text(links, heading),
        drawing=canvas.draw_in_style(_draw_lines, drawn, heading, notes),
        data=links,
        support=_support(links),
        rests_on=provenance.sentence(evidence, provenance.LINKED),
        slide=canvas.draw_in_style(_draw_lines, _of(links, on_slide), heading, notes) if on_slide else None,
    )


def _of(links: pd.DataFrame, commitments: list[str]) -> pd.DataFrame:
    """Return the links of some commitments."""
    return links[links["earlier_rec_id"].isin(commitments)]


def _not_drawn(commitments: int) -> str:
    """Say how many of the commitments that were asked for again are not drawn, where some are not."""
    more = commitments - MOST_DRAWN
    return f" Not drawn, and in the numbers: {more} more commitments." if more > 0 else ""


def _at_ends(links: pd.DataFrame, recommendations: pd.DataFrame) -> pd.DataFrame:
    """Return the commitments and the recommendations that are linked."""
    return recommendations[recommendations["rec_id"].isin([*links["earlier_rec_id"], *links["rec_id"]])]


def _support(links: pd.DataFrame) -> pd.DataFrame:
    """Return each commitment, and the recommendations that came after it."""
    ends = [links[["mark", column]].set_axis(["mark", "rec_id"], axis=1) for column in ("earlier_rec_id", "rec_id")]
    return supporting.support_table(pd.concat(ends), "mark")


def _alt_text(links: pd.DataFrame, heading: str) -> str:
    """Say what the lines show, in words and numbers."""
    if links.empty:
        return "An empty timeline: no commitment found was asked for again."
    by_commitment = links.groupby("earlier_rec_id", sort=False)
    lines = [f"{_promise_words(of_one)}: {_asked_words(of_one)}." for _, of_one in by_commitment]
    return f"Timeline. {heading}. {' '.join(lines)}"


def _promise_words(of_one: pd.DataFrame) -> str:
    """Say what one commitment is, and where it was made."""
    link = of_one.iloc[0]
    return f"{_title_with_year(link['earlier_title'], link['earlier_published'])}: {link['promise'].rstrip('.')}"


def _title_with_year(title: str, published: str) -> str:
    """Return a title with its year, unless the title has the year already."""
    return title if published[:4] in title else f"{title}, {published[:4]}"


def _asked_words(of_one: pd.DataFrame) -> str:
    """Say who asked for one commitment last, how many did before, and how many years later it was."""
    last = of_one.iloc[-1]
    reviews = of_one["title"].nunique()
    others = f" and {reviews - 1} before it" if reviews > 1 else ""
    return f"asked for in {_title_with_year(last['title'], last['published'])}{others}, {_years_later(last)}"


def _years_later(link: pd.Series) -> str:
    """Say how long after a promise it was asked for; about so long, or at most, where a day is not known."""
    if min(len(link["published"]), len(link["earlier_published"])) == len("2013-06-10"):
        return f"{link['years']:.1f} years later"
    years = round(link["years"])
    return f"about {years} years later" if years > 1 else "at most 2 years later"


def _draw_lines(links: pd.DataFrame, heading: str, notes: list[str]) -> Drawing:
    """Draw a line a commitment: a square where it was promised, dots where it was asked for."""
    across = canvas.WIDTH - 2 * canvas.MARGIN
    commitments = [of_one for _, of_one in links.groupby("earlier_rec_id", sort=False)]
    words = [
        canvas.wrap_evenly(f"{_promise_words(of_one)}. {supporting.sentence_case(_asked_words(of_one))}.", across)
        for of_one in commitments
    ]
    heights = [LINE * len(lines) + MARKS_HEIGHT + GAP for lines in words]
    drawing, axes = canvas.new_canvas(22 + sum(heights), 18, notes, left=LEFT, right=12)
    all_years = [middle_year(date) for date in [*links["earlier_published"], *links["published"]]]
    first, last = int(min(all_years)), int(max(all_years)) + 1
    ticks = range(first, last + 1, 1 if last - first < 9 else 2)
    axes.set(xlim=(first - 0.2, last + 0.2))
    axes.set_xticks(ticks, [str(year) for year in ticks])
    canvas.add_text(axes, heading, 8, LEFT, weight="bold", size=9)
    top = 22.0
    for of_one, lines, height in zip(commitments, words, heights, strict=True):
        for number, line in enumerate(lines):
            canvas.add_text(axes, line, top + 8 + LINE * number, LEFT, size=8)
        promised_in = middle_year(of_one["earlier_published"].iloc[0])
        asked_in = [middle_year(date) for date in of_one["published"]]
        y = top + LINE * len(lines) + 9
        top += height
        axes.plot([promised_in, max(asked_in)], [y, y], color=canvas.BLUE, linewidth=1.4, zorder=2)
        axes.plot([promised_in], [y], marker="s", color=canvas.PLUM, markersize=5, linestyle="", zorder=3)
        axes.plot(asked_in, [y] * len(asked_in), marker="o", color=canvas.BLUE, markersize=5, linestyle="", zorder=3)
    return drawing
