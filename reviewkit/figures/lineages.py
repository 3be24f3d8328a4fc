"""From first asked to now: every review found that raises each theme that the code frame marks.

Input: `recommendations`, `reviews`, `codes` and the themes of the code frame.
Output: its rows, and the figure.
Limitations: the same theme is not the same recommendation (`echoes` says which repeat each other), and on digests
marks are missing.
"""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing

from reviewkit.base.dates import middle_year
from reviewkit.corpus import denominator, provenance
from reviewkit.corpus.codebook import codes_of_issues, with_issues
from reviewkit.corpus.subject import Highlight, named_sentence
from reviewkit.figures import canvas, supporting
from reviewkit.figures.figure import Figure, make_figure

COLUMNS = ["mark", "theme", "name", "review_id", "title", "published", "recommendations", "part_of"]
THEME_STEP, PART_STEP = 42.0, 34.0  # points of a theme or issue, and of a theme that is a part of one
FIRST_LINE = 28.0  # points from the top to the first line
NAME_SIZE, BESIDE = 8.5, 6.0  # points: of the letters of a name, and from its end to the words for its reviews
PART_INDENT = 12.0  # points by which the name of a part stands to the right
LEFT = 10.0  # points kept free on the left of the axes


def lineage_table(
    recommendations: pd.DataFrame, reviews: pd.DataFrame, codes: pd.DataFrame, themes: pd.DataFrame
) -> pd.DataFrame:
    """Return a row for each review that raises a theme or issue which the code frame marks `highlight`, oldest first.

    An issue of several themes stands before these, which name it in `part_of`. `recommendations` counts those with the
    theme, parts of one number once.
    """
    coded = codes_of_issues(codes, themes)
    asks = denominator.counted_recommendations(recommendations, reviews).merge(coded[["rec_id", "theme"]], on="rec_id")
    framed = with_issues(themes)
    highlighted = framed[framed["highlight"]].assign(order=range(int(framed["highlight"].sum())))
    rows = asks[asks["published"] != ""].merge(highlighted[["theme", "name", "part_of", "order"]], on="theme")
    keys = ["order", "theme", "name", "part_of", "review_id", "short_title", "published"]
    counts = rows.groupby(keys).agg(recommendations=("number", "nunique")).reset_index()
    counts = counts.rename(columns={"short_title": "title"}).sort_values(["order", "published", "review_id"])
    return counts.assign(mark=counts["theme"] + "/" + counts["review_id"])[COLUMNS].reset_index(drop=True)


def lineages(
    recommendations: pd.DataFrame,
    reviews: pd.DataFrame,
    codes: pd.DataFrame,
    themes: pd.DataFrame,
    highlight: Highlight = Highlight(),
) -> Figure:
    """Draw for each marked theme a mark for every review that raises it, from the first found to the latest."""
    rows = lineage_table(recommendations, reviews, codes, themes)
    asks, held = denominator.counted_recommendations(recommendations, reviews), denominator.held_lists(reviews)
    evidence = provenance.weigh(recommendations, reviews)
    notes = supporting.notes_under(evidence)
    years = denominator.year_range(rows["published"])
    return make_figure(
        reviews,
        slug="lineages",
        title=f"Reviews that raise {highlight.title}{years}",
        caption=f"A mark is a review that asks for something under the theme: {held.at_least}so many of the "
        f"{supporting.found_words(held)}. It stands at the middle of the day, month or year that is known. "
        f"{named_sentence(highlight)}".rstrip(),
        source=supporting.CODES_SOURCE,
        alt=_alt_text(rows, held),
        drawing=canvas.draw_in_style(_draw_lines, rows, held, notes),
        data=rows,
        support=_support(asks.merge(codes_of_issues(codes, themes)[["rec_id", "theme"]], on="rec_id"), rows),
        rests_on=provenance.sentence(evidence),
    )


def _support(coded: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the recommendations behind each mark."""
    support = supporting.support_table(coded, ["theme", "review_id"])
    return support[support["mark"].isin(rows["mark"])].reset_index(drop=True)


def _alt_text(rows: pd.DataFrame, held: denominator.HeldLists) -> str:
    """Say what the marks show, in words and numbers."""
    if rows.empty:
        return "An empty timeline: no such theme is coded."
    names = dict(zip(rows["theme"], rows["name"], strict=True))
    lines = [f"{names[theme]}: {_count_and_years(of_one, held)}" for theme, of_one in rows.groupby("theme", sort=False)]
    return f"Timeline with a row a theme and a mark a review. {'. '.join(lines)}."


def _count_and_years(of_theme: pd.DataFrame, held: denominator.HeldLists) -> str:
    """Say how many reviews raise one theme, and from which year to which."""
    first, latest = of_theme["published"].iloc[0][:4], of_theme["published"].iloc[-1][:4]
    years = first if first == latest else f"{first} to {latest}"
    return f"{held.at_least}{len(of_theme)} of {held.total} reviews found, {years}"


def _draw_lines(rows: pd.DataFrame, held: denominator.HeldLists, notes: list[str]) -> Drawing:
    """Draw a line a theme, from its first review to its latest."""
    drawn = rows.drop_duplicates("theme")
    body = sum(PART_STEP if part_of else THEME_STEP for part_of in drawn["part_of"])
    drawing, axes = canvas.new_canvas(body + 2, 18, notes, left=LEFT, right=12)
    all_years = rows["published"].map(middle_year)
    axes.spines.bottom.set_visible(True)
    first, last = int(all_years.min()), int(all_years.max()) + 1
    ticks = range(first, last + 1, 1 if last - first < 9 else 2)
    axes.set(xlim=(first - 0.2, last + 0.2))
    axes.set_xticks(ticks, [str(year) for year in ticks])
    axes.tick_params(axis="x", labelsize=8.5)
    y = FIRST_LINE - THEME_STEP
    for _, of_theme in rows.groupby("theme", sort=False):
        y += PART_STEP if of_theme["part_of"].iloc[0] else THEME_STEP
        _draw_line(axes, of_theme, y, _count_and_years(of_theme, held))
    return drawing


def _draw_line(axes: Axes, of_theme: pd.DataFrame, y: float, words: str) -> None:
    """Draw the line of one theme or issue with its marks, under its name and the words for them."""
    name, part_of = of_theme["name"].iloc[0], of_theme["part_of"].iloc[0]
    colour, indent = (canvas.TEAL, PART_INDENT) if part_of else (canvas.BLUE, 0.0)
    name = f"of it: {name}" if part_of else name
    years = [middle_year(date) for date in of_theme["published"]]
    axes.plot([years[0], years[-1]], [y, y], color=canvas.PALE, linewidth=6, solid_capstyle="round", zorder=1)
    axes.plot(
        years,
        [y] * len(years),
        linestyle="",
        marker="o",
        markersize=4.5 if part_of else 5.5,
        markerfacecolor=colour,
        markeredgecolor="white",
        markeredgewidth=0.6,
        clip_on=False,
        zorder=3,
    )
    weight = "normal" if part_of else "bold"
    canvas.add_text(axes, name, y - 14, LEFT - indent, weight=weight, color=canvas.BLUE, size=NAME_SIZE)
    width = canvas.text_width(name, NAME_SIZE, weight)
    beside_name = (1.02 * width + indent - LEFT + BESIDE, y - 14)
    axes.annotate(words, beside_name, size=8, va="center_baseline", xycoords=canvas.FROM_AXES_LEFT)
