"""What a run changed, as a person reads it: `changes.md` and `changes.csv` beside the figures.

Input: a corpus, and what the run before and this run left.
Output: the table `changes`, written, with the story of each new review. Where nothing changed, or there was no run
before, `changes.md` is empty. What each run changed is kept by number in `build/changes` too. Words of documents are
screened, and no longer than their licence allows.
Limitations: the files beside the figures tell the last run alone; a run with nothing new empties them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from reviewkit.base import atomic, paths
from reviewkit.base.errors import InputError, TableError
from reviewkit.base.files import read_text_columns
from reviewkit.base.spreadsheets import export_text
from reviewkit.base.text import escape_markdown, natural_key, shorten
from reviewkit.base.types import Row
from reviewkit.corpus import denominator, provenance
from reviewkit.corpus.corpus import Corpus
from reviewkit.measures import digest_check
from reviewkit.reports import changes as changes_table
from reviewkit.reports import nearest_asks, review_summary, snapshot

HEADINGS = {
    "review": "Reviews",
    "recommendation": "Recommendations",
    "number": "Headline numbers",
    "figure": "Figures",
    "code": "Themes given and lost",
    "echo": "What restates, or relates to, what",
    "status": "Answers to recommendations",
    "topic": "Topics",  # last, and in a line
}
NEAR_LENGTH = 300  # characters of an earlier ask that is shown beside a new one
TOPIC_EVENT = re.compile(r"\S+ (?:has ended|is new)")  # "t9 has ended", in why a recommendation moved
WORDLESS = ("code", "echo")  # changes whose lines do not repeat the words of the recommendation


class Story(NamedTuple):
    """A new review as it is told: its title, a summary, a row an ask, and the earlier asks nearest to each."""

    title: str
    summary: str
    not_counted: str  # why it is in no figure; "" where it is counted
    asks: pd.DataFrame
    nearest: pd.DataFrame
    digest_check: str  # how the recommendations that a digest had differ from those it lacked; "" without a digest


def write_changes(corpus: Corpus, now: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Write what a run changed, and return the table `changes`; `now` is the state that this run leaves."""
    last = snapshot.load_last(corpus.folders)
    changes = changes_table.compare(last, now)
    words = {} if last is None else _words_by_id(last) | _words_by_id(now)
    is_new = (changes["about"] == "review") & (changes["change"] == "new")
    new_reviews = [*changes.loc[is_new, "id"], *changes.loc[changes["why"] == "edition", "id"]]
    stories = [_story(corpus, review_id) for review_id in dict.fromkeys(new_reviews)]
    evidence = provenance.sentence(provenance.weigh(corpus.recommendations, corpus.reviews))
    text = _to_markdown(changes, stories, words, evidence) if len(changes) else ""
    contents = {"md": text.encode(), "csv": export_text(changes).encode()}
    for ending, content in contents.items():
        atomic.write(corpus.folders.figures / f"changes.{ending}", content)
    if text:
        _keep_by_number(corpus.folders, contents)
    return changes


def kept_numbers(folders: paths.Folders) -> list[int]:
    """Return the numbers of the runs that changed something, the first run's first."""
    return sorted(int(path.stem) for path in _numbered_folder(folders).glob("*.md") if path.stem.isdecimal())


def _keep_by_number(folders: paths.Folders, contents: Mapping[str, bytes]) -> None:
    """Keep what a run changed under the next number; a run that repeats a stopped one gets none of its own."""
    folder, numbers = _numbered_folder(folders), kept_numbers(folders)
    if numbers and (folder / f"{numbers[-1]}.md").read_bytes() == contents["md"]:
        return
    number = numbers[-1] + 1 if numbers else 1
    for ending in ("csv", "md"):  # by the second the number is taken
        atomic.write(folder / f"{number}.{ending}", contents[ending])


def _numbered_folder(folders: paths.Folders) -> Path:
    return folders.build / "changes"


def last_changes(folders: paths.Folders, number: int | None = None) -> str:
    """Return what the last run changed, or the one of a number, as Markdown; empty where it changed nothing.

    Raises: `TableError` where there was no run, `InputError` where there is no such number.
    """
    numbers = kept_numbers(folders)
    if number is not None and number not in numbers:
        there_are = f"there are {numbers[0]} to {numbers[-1]}" if numbers else "no run has changed anything yet"
        raise InputError(f"there are no changes of the number {number}", there_are)
    file = folders.figures / "changes.md" if number is None else _numbered_folder(folders) / f"{number}.md"
    if not file.is_file():
        raise TableError(f"{file.name}: is not there yet", "reviewkit run makes it")
    return file.read_text(encoding="utf-8")


def newest_review(folders: paths.Folders) -> str:
    """Return the id of a review that came with the last run, or "" where none did."""
    file = folders.figures / "changes.csv"
    if not file.is_file():
        return ""
    changes = read_text_columns(file)
    new = changes.loc[(changes["about"] == "review") & (changes["change"] == "new"), "id"]
    return str(new.iloc[-1]) if len(new) else ""


def _words_by_id(state: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    return dict(zip(state["shown"]["rec_id"], state["shown"]["words"], strict=True))


def _story(corpus: Corpus, review_id: str) -> Story:
    asks = review_summary.asks_of(corpus, review_id)
    title = review_summary.review_title(corpus, review_id)
    nearest = nearest_asks.nearest_asks(corpus, list(asks["rec_id"]))
    review = corpus.reviews.set_index("review_id", drop=False).loc[review_id].to_dict()
    summary = review_summary.summary(corpus, review_id, asks)
    compared = digest_check.compare_with_digests(corpus)
    sentences = digest_check.digest_check_sentences(compared[compared["review_id"] == review_id])
    return Story(title, summary, denominator.not_counted_note(review), asks, nearest, "".join(sentences))


def _to_markdown(changes: pd.DataFrame, stories: list[Story], words: Mapping[str, str], evidence: str) -> str:
    """Return the stories of new reviews and then all other changes, as Markdown.

    `words` are those of each `rec_id`; `evidence` is what the counts rest on now.
    """
    parts = [
        f"# What the last run changed\n\n{escape_markdown(evidence)}\n",
        *(_story_markdown(story) for story in stories),
    ]
    told = {rec_id for story in stories for rec_id in story.asks["rec_id"]}
    others = changes[~(changes["id"].isin(told) & (changes["change"] == "new"))]
    for about, heading in HEADINGS.items():
        rows = others[others["about"] == about]
        if about == "topic" and len(rows):
            parts.append(f"## {heading}\n\n{_topic_line(rows)}\n")
        elif len(rows):
            parts.append(f"## {heading}\n\n" + "\n".join(_change_line(row, words) for row in rows.itertuples()) + "\n")
    return "\n".join(parts)


def _story_markdown(story: Story) -> str:
    """Return a new review as Markdown: its summary, what counts as asked before, then the rest."""
    asked_before = story.asks["reviews_before"] > 0
    sections = {
        "Counted as asked before": story.asks[asked_before],
        "Not counted as asked before": story.asks[~asked_before],
    }
    note = f"**{escape_markdown(story.not_counted)}**\n\n" if story.not_counted else ""
    parts = [f"## New: {escape_markdown(story.title)}\n\n{note}{escape_markdown(story.summary)}\n"]
    if story.digest_check:
        parts.append(f"{escape_markdown(story.digest_check)}\n")
    if len(story.nearest):
        parts.append(f"{escape_markdown(nearest_asks.HOW_TO_SAY_YES)}\n")
    nearest = dict(list(story.nearest.groupby("rec_id")))
    parts += [
        f"### {heading}\n\n" + "\n".join(_ask_lines(row, nearest.get(row.rec_id)) for row in asks.itertuples()) + "\n"
        for heading, asks in sections.items()
        if len(asks)
    ]
    return "\n".join(parts)


def _topic_line(moves: pd.DataFrame) -> str:
    """Return in a line how many recommendations moved between topics, and which topics ended or are new."""
    reasons = sorted({reason for why in moves["why"] for reason in TOPIC_EVENT.findall(why)}, key=natural_key)
    events = f" ({'; '.join(reasons)})" if reasons else ""
    recommendations = "1 recommendation" if len(moves) == 1 else f"{len(moves)} recommendations"
    return f"{recommendations} moved between topics{events}: each is in changes.csv, with why."


def _ask_lines(row: Row, nearest: pd.DataFrame | None) -> str:
    """Return one thing that a review asks, who asked it first, and the earlier asks nearest to it."""
    lines = [f"- **{escape_markdown(row.label)}** {escape_markdown(row.words)}"]
    lines[0] += f" Themes: {escape_markdown(row.themes)}." if row.themes else ""
    if row.reviews_before:
        reviews = "1 review" if row.reviews_before == 1 else f"{row.reviews_before} reviews"
        first = f"First asked in {escape_markdown(row.first_in)}, {row.first_asked}"
        lines[0] += f" {first}; by {reviews} before this one (linked by {row.by})."
    if nearest is not None:
        lines += [f"  - {nearest_asks.HEADING}", *(_nearest_lines(near) for near in nearest.itertuples())]
    return "\n".join(lines)


def _nearest_lines(near: Row) -> str:
    """Return an earlier ask that a new one may restate, and the row that says so."""
    words = escape_markdown(shorten(near.words, NEAR_LENGTH))
    notes = [f"score {near.score:.2f}"] if pd.notna(near.score) else []
    notes += [near.known] if near.known else []
    source = escape_markdown(f"{near.review}, {near.published}, {near.label}")
    return f"    - {source}: {words} ({'; '.join(notes)})\n      `{near.correction}`".replace(" ()", "")


def _change_line(row: Row, words: Mapping[str, str]) -> str:
    """Return one change in a line."""
    line = f"- {escape_markdown(row.id)}: {row.change}"
    if row.before or row.after:
        line += f", {escape_markdown(row.before) or 'nothing'} -> {escape_markdown(row.after) or 'nothing'}"
    if row.why:
        line += f" ({escape_markdown(row.why)})"
    if row.about not in WORDLESS and words.get(row.id):
        line += f": {escape_markdown(words[row.id])}"
    return line
