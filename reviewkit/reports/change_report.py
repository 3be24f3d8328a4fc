"""What a run changed, as a person reads it: `changes.md` and `changes.csv` beside the figures.

Comes in: the folders of a corpus, its tables, and what the run before left. Goes out: the table `changes`, with the
story of each new review, written. Where nothing changed, or there was no run before, `changes.md` is empty. Words of
documents are screened, and no longer than their licence allows.

Limit: only the last run is told; a run with nothing new empties it.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from reviewkit.base import atomic, paths
from reviewkit.base.errors import TableError
from reviewkit.base.text import escape_formulas, escape_markdown
from reviewkit.corpus.corpus import Corpus
from reviewkit.reports import changes, review_summary, snapshot

HEADINGS = {
    "review": "Reviews",
    "recommendation": "Recommendations",
    "number": "Headline numbers",
    "figure": "Figures",
    "code": "Themes given and lost",
    "echo": "What restates, or relates to, what",
    "topic": "Recommendations in another topic",
}


def write_changes(corpus: Corpus, now: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """A corpus, and what this run leaves, in; the table `changes`, written, out."""
    before = snapshot.load_last(corpus.folders)
    found = changes.compare(before, now)
    words = {} if before is None else _words(before) | _words(now)
    new = found.loc[(found["about"] == "review") & (found["change"] == "new"), "id"]
    new = [*new, *found.loc[found["why"] == "edition", "id"]]
    stories = {review: review_summary.asks_of(corpus, review) for review in dict.fromkeys(new)}
    heads = {
        review: (review_summary.review_title(corpus, review), review_summary.summary(corpus, review, rows))
        for review, rows in stories.items()
    }
    said = to_markdown(found, stories, heads, words) if len(found) else ""
    atomic.write(corpus.folders.figures / "changes.md", said.encode())
    atomic.write(corpus.folders.figures / "changes.csv", escape_formulas(found).to_csv(index=False).encode())
    return found


def last_changes(folders: paths.Folders) -> str:
    """The folders of a corpus in; what its last run changed, as Markdown, out; empty where it changed nothing.

    Raises `tables.TableError` where there was no run.
    """
    file = folders.figures / "changes.md"
    if not file.is_file():
        raise TableError(f"{file.name}: is not there yet", "reviewkit run makes it")
    return file.read_text(encoding="utf-8")


def newest_review(folders: paths.Folders) -> str:
    """The folders of a corpus in; the id of a review that came with its last run, "" where none did, out."""
    file = folders.figures / "changes.csv"
    rows = pd.read_csv(file, dtype=str, keep_default_na=False) if file.is_file() else pd.DataFrame({"about": []})
    new = rows[(rows["about"] == "review") & (rows["change"] == "new")] if len(rows) else rows
    return str(new["id"].iloc[-1]) if len(new) else ""


def to_markdown(
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
    parts = [f"## New: {escape_markdown(title)}\n\n{escape_markdown(head)}\n"]
    for heading, some in (
        ("Asked before", rows[again]),
        ("Restating no earlier review that is held and counted", rows[~again]),
    ):
        if len(some):
            parts.append(f"### {heading}\n\n" + "\n".join(_told_ask(row) for row in some.itertuples()) + "\n")
    return "\n".join(parts)


def _told_ask(row: object) -> str:
    """One thing that a review asks, and what is known to lie behind it."""
    themes = f" Themes: {escape_markdown(row.themes)}." if row.themes else ""
    said = f"- **{escape_markdown(row.label)}** {escape_markdown(row.words)}{themes}"
    if not row.reviews_before:
        return said
    times = "1 review" if row.reviews_before == 1 else f"{row.reviews_before} reviews"
    first = f"First asked in {escape_markdown(row.first_in)}, {row.first_asked}"
    return f"{said} {first}; by {times} before this one (linked by {row.by})."


def _line(row: object, words: Mapping[str, str]) -> str:
    """One change, in a line."""
    ends = " -> ".join(escape_markdown(each) or "nothing" for each in (row.before, row.after))
    said = f"- {escape_markdown(row.id)}: {row.change}" + (f", {ends}" if row.before or row.after else "")
    said += f" ({escape_markdown(row.why)})" if row.why else ""
    return said + (
        f": {escape_markdown(words[row.id])}" if row.about not in ("code", "echo") and words.get(row.id) else ""
    )


def _words(state: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    return dict(zip(state["shown"]["rec_id"], state["shown"]["words"], strict=True))
