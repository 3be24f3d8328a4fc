"""What a run changed, as a person reads it: `changes.md` and `changes.csv` beside the figures; a review's story.

Comes in: the folders of a corpus, its tables, and what the run before left. Goes out: the table `changes`, the story of
each new review, and both written. Where nothing changed, or there was no run before, `changes.md` is empty. Words of
documents are screened, and no longer than their licence allows.

Limit: only the last run is told; a run with nothing new empties it.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from reviewkit import briefing, changes, cycle, paths, tables
from reviewkit.pipeline import past
from reviewkit.pipeline.passages import passages

STORY = ["rec_id", "label", "words", "asked_of", "themes", "first_asked", "first_in", "reviews_before", "by", "where"]
ASKS = ("recommendation", "commitment", "duty")
NEW = "no earlier one held"
HEADINGS = {
    "review": "Reviews",
    "recommendation": "Recommendations",
    "number": "Headline numbers",
    "figure": "Figures",
    "code": "Themes given and lost",
    "topic": "Recommendations in another topic",
}


def written(places: paths.Places, made: Mapping[str, pd.DataFrame], now: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The folders of a corpus, its tables, and what this run leaves, in; the table `changes`, written, out."""
    before = past.last(places)
    found = changes.between(before, now)
    words = {} if before is None else _words(before) | _words(now)
    new = found.loc[(found["about"] == "review") & (found["change"] == "new"), "id"]
    new = [*new, *found.loc[found["why"] == "edition", "id"]]
    stories = {review: story(places, made, review) for review in dict.fromkeys(new)}
    heads = {review: (_title(made, review), headed(made, review, rows)) for review, rows in stories.items()}
    said = told(found, stories, heads, words) if len(found) else ""
    briefing.write(places.figures / "changes.md", said.encode())
    briefing.write(places.figures / "changes.csv", briefing.guarded(found).to_csv(index=False).encode())
    return found


def story(places: paths.Places, made: Mapping[str, pd.DataFrame], review_id: str) -> pd.DataFrame:
    """A corpus, its tables and a review in; each thing that it asks or promises, with what it repeats, out.

    Columns: `rec_id`, `label`, `words` as they may leave, `asked_of`, `themes`, `first_asked` (date) and `first_in`
    (review) of the earliest ask that it restates, `reviews_before` (how many earlier reviews asked it), `by` (who says
    so: coders, or the model), `where` it stands. Raises `tables.TableError` where there is no such review.
    """
    reviews = made["reviews"]
    if review_id not in set(reviews["review_id"]):
        some = ", ".join(reviews["review_id"][:10])
        raise tables.TableError(f"there is no review '{review_id}'; catalogue.csv has: {some} ...")
    shown = passages(places, made["recommendations"], reviews)["passages"]
    own = shown[(shown["review_id"] == review_id) & shown["kind"].isin(ASKS)]
    rows = made["recommendations"][made["recommendations"]["rec_id"].isin(own["rec_id"])]
    lines = cycle.lineage(rows, made["recommendations"], reviews, made["echoes"])
    first = lines.drop_duplicates("rec_id").set_index("rec_id")  # oldest first
    by = made["echoes"].merge(lines[["rec_id", "earlier_rec_id"]]).groupby("rec_id")["by"].agg(_all)
    themes = made["codes"].groupby("rec_id")["theme"].agg("; ".join)
    found = own.assign(
        themes=own["rec_id"].map(themes).fillna(""),
        first_asked=own["rec_id"].map(first["earlier_published"]).fillna(""),
        first_in=own["rec_id"].map(first["earlier_title"]).fillna(NEW),
        reviews_before=own["rec_id"].map(lines.groupby("rec_id")["earlier_title"].nunique()).fillna(0).astype(int),
        by=own["rec_id"].map(by).fillna(""),
    )
    return found[STORY].reset_index(drop=True)


def firsts(made: Mapping[str, pd.DataFrame], review_id: str) -> dict[str, list[str]]:
    """The tables and a review in; the themes and the bodies that no earlier review held raised or asked, out.

    Only reviews that are surely earlier, and counted, are looked at. Names, by what they are.
    """
    reviews = made["reviews"].set_index("review_id")
    counted = made["reviews"][made["reviews"]["in_denominator"] == "yes"]
    when = reviews.loc[review_id, "published"]
    earlier = [
        row.review_id for row in counted.itertuples() if row.published and when and cycle.after(row.published, when)
    ]
    rows = made["recommendations"][made["recommendations"]["kind"] == "recommendation"]
    own, others = rows[rows["review_id"] == review_id], rows[rows["review_id"].isin(earlier)]
    themes = made["themes"].set_index("theme")["name"]
    names = made["bodies"].set_index("body_id")["name"]
    raised = [set(made["codes"].loc[made["codes"]["rec_id"].isin(each["rec_id"]), "theme"]) for each in (own, others)]
    asked = [{body for cell in each["bodies"] for body in tables.parts(cell)} for each in (own, others)]
    return {
        "Themes that no earlier review held raises": sorted(themes.get(each, each) for each in raised[0] - raised[1]),
        "Bodies that none asks": sorted(names.get(each, each) for each in asked[0] - asked[1]),
    }


def headed(made: Mapping[str, pd.DataFrame], review_id: str, rows: pd.DataFrame) -> str:
    """The tables, a review and its story in; what it repeats and what is new in it, in a paragraph, out."""
    review = made["reviews"].set_index("review_id").loc[review_id]
    asks, again = (each["rec_id"].map(tables.number).nunique() for each in (rows, rows[rows["reviews_before"] > 0]))
    of = "" if pd.isna(review["n_recommendations"]) else f" of {review['n_recommendations']}"
    said = f"Held of what it asks or promises: {asks}{of}; of these, restating an earlier one that is held: {again}."
    found = firsts(made, review_id) if review["in_denominator"] == "yes" else {}
    for what, names in found.items():
        said += f" {what}: {'; '.join(names)}." if names else ""
    return (
        said + " What repeats none that is held may have been asked before all the same: most lists are held in part."
    )


def told(
    found: pd.DataFrame,
    stories: Mapping[str, pd.DataFrame],
    heads: Mapping[str, tuple[str, str]],
    words: Mapping[str, str],
) -> str:
    """The table `changes`, the stories of new reviews, title and first words of each, words by `rec_id`, in; Markdown
    out."""
    parts = ["# What the last run changed\n"]
    parts += [_told_story(*heads[review], rows) for review, rows in stories.items()]
    own = {rec_id for rows in stories.values() for rec_id in rows["rec_id"]}
    for about, heading in HEADINGS.items():
        rows = found[(found["about"] == about) & ~(found["id"].isin(own) & (found["change"] == "new"))]
        if len(rows):
            parts.append(f"## {heading}\n\n" + "\n".join(_line(row, words) for row in rows.itertuples()) + "\n")
    return "\n".join(parts)


def _told_story(title: str, head: str, rows: pd.DataFrame) -> str:
    """A new review: its first words, then what restates an earlier ask, then the rest."""
    again = rows["reviews_before"] > 0
    parts = [f"## New: {briefing.plain(title)}\n\n{briefing.plain(head)}\n"]
    for heading, some in (("Asked before", rows[again]), ("Restating none that is held", rows[~again])):
        if len(some):
            parts.append(f"### {heading}\n\n" + "\n".join(_told_ask(row) for row in some.itertuples()) + "\n")
    return "\n".join(parts)


def _title(made: Mapping[str, pd.DataFrame], review_id: str) -> str:
    row = made["reviews"].set_index("review_id").loc[review_id]
    return f"{row['short_title']}, {row['published'] or 'without a date'}"


def _told_ask(row: object) -> str:
    """One thing that a review asks, and what is known to lie behind it."""
    themes = f" Themes: {briefing.plain(row.themes)}." if row.themes else ""
    said = f"- **{briefing.plain(row.label)}** {briefing.plain(row.words)}{themes}"
    if not row.reviews_before:
        return said
    times = "1 review" if row.reviews_before == 1 else f"{row.reviews_before} reviews"
    first = f"First asked in {briefing.plain(row.first_in)}, {row.first_asked}"
    return f"{said} {first}; by {times} before this one (linked by {row.by})."


def _line(row: object, words: Mapping[str, str]) -> str:
    """One change, in a line."""
    ends = " -> ".join(briefing.plain(each) or "nothing" for each in (row.before, row.after))
    said = f"- {briefing.plain(row.id)}: {row.change}" + (f", {ends}" if row.before or row.after else "")
    said += f" ({briefing.plain(row.why)})" if row.why else ""
    return said + (f": {briefing.plain(words[row.id])}" if row.about != "code" and words.get(row.id) else "")


def _words(state: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    return dict(zip(state["shown"]["rec_id"], state["shown"]["words"], strict=True))


def _all(names: pd.Series) -> str:
    """Everybody who says so: "the coders", "the model", or both."""
    return " and ".join(f"the {name}" for name in sorted(set(names)))
