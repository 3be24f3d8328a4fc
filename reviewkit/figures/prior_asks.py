"""Asked before: of what reviews asked in each year, how much restates what an earlier review asked.

Comes in: the asks of a history (`cycle.asked`), the measures and `reviews`. Goes out: counts by year, and the picture;
over whole lists also the share with its interval, and what chance would give. Limit: an echo that nobody found is
missing.
"""

from __future__ import annotations

import matplotlib.style
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing

from reviewkit.corpus import denominator
from reviewkit.figures import canvas, supporting
from reviewkit.figures.figure import Figure

COLUMNS = ["mark", "part", "name", "reviews", "n", "of", "value", "low", "high", "latest_published"]
SHARES, YEARS = "share", "year"


def before_table(asks: pd.DataFrame, measured: dict) -> pd.DataFrame:
    """Asks and measures in; a row a year with its reviews and `n` of `of` asks that were asked before, out.

    Over whole lists `n` counts what restates one of the reviews of the look-back, and rows of the part `share` come
    first: the share in the order of publication, in shuffled order and with time reversed. Otherwise `n` counts what
    restates any earlier ask that is held.
    """
    mark = "before" if "why" in measured else "within"
    asks = asks[asks[mark] != ""]
    years = asks.assign(name=asks["published"].str[:4], hit=asks[mark] == "yes").groupby("name")
    rows = years.agg(
        reviews=("review_id", "nunique"), n=("hit", "sum"), of=("number", "size"), latest_published=("published", "max")
    )
    rows = rows.reset_index().assign(part=YEARS)
    rows = pd.concat([_shares(measured), rows]).reindex(columns=COLUMNS).reset_index(drop=True)
    numbers = ["reviews", "n", "of"]
    rows[numbers] = rows[numbers].astype("Int64")
    rows["mark"] = rows["name"]
    return rows.astype({"value": float, "low": float, "high": float}).fillna({"latest_published": ""})


def _behind(asks: pd.DataFrame, measured: dict) -> pd.DataFrame:
    """The asks of each year, under their numbers, and which of them were asked before."""
    mark = "before" if "why" in measured else "within"
    rows = asks[asks[mark] != ""].assign(name=asks["published"].str[:4])
    return supporting.support(rows, "name", rows[mark] == "yes")


def _shares(measured: dict) -> pd.DataFrame:
    """The share, and what it is held against; without rows where no share is told."""
    found = measured["asked_before"]
    if found["value"] is None:
        return pd.DataFrame(columns=COLUMNS)
    names = {"value": "In the order of publication", "shuffled": "In shuffled order, on average", "reversed":
             "With time reversed"}  # fmt: skip
    rows = pd.DataFrame({"part": SHARES, "name": list(names.values()), "value": [found[name] for name in names]})
    rows.loc[0, ["low", "high"]] = [found["low"], found["high"]]  # its n and of are the sums of the years
    return rows


def asked_before(asks: pd.DataFrame, measured: dict, reviews: pd.DataFrame, under: str = "") -> Figure:
    """Asks, measures and reviews in; how much of what is asked was asked before, by year, out.

    `under` names the theme where the asks are those of one alone.
    """
    rows, held = before_table(asks, measured), denominator.held_lists(reviews)
    by_year = rows[rows["part"] == YEARS]
    part = "why" in measured
    look_back = "an earlier ask held" if part else f"one of the {measured['asked_before']['look_back']} reviews before"
    n, of = int(by_year["n"].sum()), int(by_year["of"].sum())
    least, theirs = held.least if part and n else "", f" under {under}" if under else ""
    heading = f"{least}{n} of {of} asks restate {look_back}"
    heading = heading[:1].upper() + heading[1:]
    notes = supporting.notes(
        reviews, f"A pale bar is all asks{theirs} held of the reviews of the year.", supporting.missing_lists(measured)
    )
    with matplotlib.style.context(canvas.STYLE, after_reset=True):
        figure = _draw(rows, heading, notes) if len(by_year) else canvas.draw_nothing()
    years = denominator.year_range(asks["published"])
    return Figure(
        slug="asked-before",
        title=f"Recommendations that restate an earlier review's, by year of publication{years}",
        counted=f"A bar is a number of asks (recommendations by number) that restate {look_back}, {least}so many of "
        f"the asks{theirs} of {'the year that are held' if part else 'reviews of the year whose whole list is held'}. "
        + _against(measured),
        rests_on=denominator.evidence_note(denominator.counted_reviews(reviews)),
        source="reviewkit, corpus/tables/echoes.csv, corpus/tables/recommendations.csv and corpus/tables/reviews.csv.",
        alt=_alt(rows, heading),
        figure=figure,
        data=rows,
        as_of=denominator.as_of(reviews),
        behind=_behind(asks, measured),
    )


def _against(measured: dict) -> str:
    """The share and what chance would give, in words; or what is missing for it."""
    found = measured["asked_before"]
    if found["value"] is None:
        return supporting.missing_lists(measured)
    return (
        f"Of {found['of']} asks of {found['reviews']} reviews with a full look-back {found['n']} restate one: "
        f"{found['value']:.0%} ({found['low']:.0%} to {found['high']:.0%}; {found['least']:.0%} to {found['most']:.0%} "
        f"with any one review left out); p against shuffled order {found['p_shuffled']:.3f}."
    )


def _alt(rows: pd.DataFrame, heading: str) -> str:
    """What the bars show, in words and numbers."""
    years, shares = rows[rows["part"] == YEARS], rows[rows["part"] == SHARES]
    if years.empty:
        return "An empty bar chart: nothing is held."
    said = [f"{row.name} {row.value:.0%}" for row in shares.itertuples(index=False)]
    ends = f" Share: {', '.join(said)}." if said else ""
    bars = ", ".join(f"{row.name} {row.n} of {row.of}" for row in years.itertuples(index=False))
    return f"Bar chart by year. {heading}. {bars}.{ends}"


def _draw(rows: pd.DataFrame, heading: str, notes: list[str]) -> Drawing:
    """Rows in; the share against chance where it is told, then a bar a year on a track of what was asked, out."""
    shares, years = rows[rows["part"] == SHARES], rows[rows["part"] == YEARS]
    names = [f"{row.name}, {row.reviews} {'review' if row.reviews == 1 else 'reviews'}" for row in years.itertuples()]
    left = 1.04 * max(canvas.text_width(name, 8.5) for name in [*names, *shares["name"]]) + 6
    room = 104.0  # points, for "35 % (29 to 42 %)" and "12 of 40"
    above = 26 + 17 * len(shares) if len(shares) else 0
    figure, axes = canvas.new_canvas(above + 20 + 15 * len(years), 4, notes, left, room)
    axes.set(xlim=(0, 1))
    axes.xaxis.set_visible(False)
    axes.spines.bottom.set_visible(False)
    if len(shares):
        _draw_shares(axes, shares, left)
    canvas.add_words(axes, heading, above + 8, left, weight="bold", size=9)
    most = years["of"].max()
    for place, (row, name) in enumerate(zip(years.itertuples(index=False), names, strict=True)):
        y = above + 27.5 + 15 * place
        axes.barh(y, row.of / most, height=10, color=canvas.PALE)
        axes.barh(y, row.n / most, height=10, color=canvas.BLUE)
        _beside(axes, name, f"{row.n} of {row.of}", y, row.of / most)
    return figure


def _draw_shares(axes: Axes, shares: pd.DataFrame, left: float) -> None:
    """The share with its interval, and what it is held against, on a track from none to all."""
    canvas.add_words(axes, "Share of asks, on a line from none to all", 8, left, weight="bold", size=9)
    for place, row in enumerate(shares.itertuples(index=False)):
        y, known = 27.0 + 17 * place, row.low == row.low
        ends = (row.value, row.low if known else row.value, row.high if known else row.value)
        canvas.draw_range(axes, ends, y, canvas.BLUE if known else canvas.GREY)
        said = f"{row.value:.0%} ({row.low:.0%} to {row.high:.0%})" if known else f"{row.value:.0%}"
        _beside(axes, row.name, said, y, 1)


def _beside(axes: Axes, name: str, said: str, y: float, end: float) -> None:
    """The name before a track and the numbers behind it."""
    axes.annotate(name, (-6, y), ha="right", va="center_baseline", xycoords=("axes points", "data"))
    behind = {"xytext": (5, 0), "textcoords": "offset points", "va": "center_baseline"}
    axes.annotate(said, (end, y), weight="bold", **behind)
