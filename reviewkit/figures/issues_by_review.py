"""Which of the issues that the code frame marks each review raises: a row a review, a column an issue or a part of one.

Input: `recommendations`, `reviews`, `codes` and the themes of the code frame.
Output: its cells, and the figure.
Limitations: of a list that was found in part it is never said that it does not raise an issue: only that what was
found does not.
"""

from __future__ import annotations

import pandas as pd

from reviewkit.corpus import denominator, provenance
from reviewkit.corpus.codebook import codes_of_issues, with_issues
from reviewkit.corpus.subject import Highlight, named_sentence
from reviewkit.figures import canvas, supporting
from reviewkit.figures.figure import Figure, make_figure
from reviewkit.figures.issue_grid import NO, NOT_AMONG_THOSE_FOUND, NOT_FOUND, PAGE, RAISED, SLIDE, draw_grid

COLUMNS = [
    "mark", "review_id", "title", "published", "holds", "theme", "name", "part_of", "raised", "recommendations",
]  # fmt: skip
WITHOUT = {"whole list": NO, "some": NOT_AMONG_THOSE_FOUND, "nothing": NOT_FOUND}  # by how much of a list was found


def issue_table(
    recommendations: pd.DataFrame, reviews: pd.DataFrame, codes: pd.DataFrame, themes: pd.DataFrame
) -> pd.DataFrame:
    """Return a row for each counted review and each marked issue or part of one: reviews by date, issues as framed.

    `raised` says that a recommendation found raises it; that none among those found does; that none does, all being
    found; or that none was found. `recommendations` counts those that raise it, parts of one number once.
    """
    framed = with_issues(themes)
    marked = framed.loc[framed["highlight"], ["theme", "name", "part_of"]].reset_index(names="column")
    counted = denominator.counted_reviews(reviews)
    counted = counted.assign(
        title=counted["short_title"], holds=denominator.list_status(counted), undated=counted["published"] == ""
    ).sort_values(["undated", "published", "review_id"])
    counted = counted.assign(row=range(len(counted)))
    cells = counted[["review_id", "title", "published", "holds", "row"]].merge(marked, how="cross")
    coded = codes_of_issues(codes, themes)[["rec_id", "theme"]]
    asks = denominator.counted_recommendations(recommendations, reviews).merge(coded, on="rec_id")
    sums = asks.groupby(["review_id", "theme"])["number"].nunique().rename("recommendations").reset_index()
    cells = cells.merge(sums, on=["review_id", "theme"], how="left").sort_values(["row", "column"], ignore_index=True)
    cells["recommendations"] = cells["recommendations"].fillna(0).astype(int)
    raised = cells["holds"].map(WITHOUT).mask(cells["recommendations"] > 0, RAISED)
    return cells.assign(raised=raised.astype(object), mark=cells["theme"] + "/" + cells["review_id"])[COLUMNS]


def issues_by_review(
    recommendations: pd.DataFrame,
    reviews: pd.DataFrame,
    codes: pd.DataFrame,
    themes: pd.DataFrame,
    highlight: Highlight = Highlight(),
) -> Figure:
    """Draw for each counted review which of the marked issues it raises, as far as its list was found."""
    cells, held = issue_table(recommendations, reviews, codes, themes), denominator.held_lists(reviews)
    evidence = provenance.weigh(recommendations, reviews)
    raising = cells.loc[cells["raised"] == RAISED, "review_id"].nunique()
    title = (
        f"{held.at_least}{raising} of {held.reviews} reviews raise one or more of {highlight.title}"
        f"{denominator.year_range(cells['published'])}"
    )
    title, notes = supporting.sentence_case(title), supporting.notes_under(evidence)
    issues = cells[cells["part_of"] == ""]
    coded = codes_of_issues(codes, themes)[["rec_id", "theme"]]
    asks = denominator.counted_recommendations(recommendations, reviews).merge(coded, on="rec_id")
    support = supporting.support_table(asks, ["theme", "review_id"])
    return make_figure(
        reviews,
        slug="issues-by-review",
        title=title,
        caption=f"A square is an issue that a recommendation of the review raises: {held.at_least}so many, since "
        f"{held.total} of the {held.reviews} reviews were found in whole or part. An empty square says that "
        "none among the recommendations found raises it, and not that the review does not. "
        f"{named_sentence(highlight)}".rstrip(),
        source=supporting.CODES_SOURCE,
        alt=_alt_text(issues, title),
        drawing=canvas.draw_in_style(draw_grid, cells, PAGE, title, notes),
        data=cells,
        support=support[support["mark"].isin(cells["mark"])].reset_index(drop=True),
        rests_on=provenance.sentence(evidence),
        slide=canvas.draw_in_style(draw_grid, issues, SLIDE, "", notes) if len(issues) else None,
    )


def _alt_text(issues: pd.DataFrame, title: str) -> str:
    """Say what the grid shows, in words and numbers."""
    if issues.empty:
        return "An empty grid: no review is counted, or no issue is marked."
    reviews = issues.drop_duplicates("review_id")
    counts = issues[issues["raised"] == RAISED].groupby("name", sort=False)["review_id"].nunique()
    names = [f"{name} {counts.get(name, 0)}" for name in issues["name"].drop_duplicates()]
    return (
        f"Grid with a row a review, oldest first, and a column an issue. {title}. Reviews that raise each: "
        f"{', '.join(names)}. Reviews of which no recommendation was found: {(reviews['holds'] == 'nothing').sum()}."
    )
