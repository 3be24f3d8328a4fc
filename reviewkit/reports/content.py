"""What a briefing holds: findings in sentences, each printed number with the place in a figure's csv where it stands.

Input: figures.
Output: a `Brief`, which `deck`, `document` and `page` write. Numbers are taken from the figures' own rows and never
typed, so that a sentence cannot tell another number than its figure.
Limitations: a sentence says what was counted and nothing of why.
"""

from __future__ import annotations

import re
from typing import NamedTuple, TypeAlias

import pandas as pd

from reviewkit.base.dates import DATE
from reviewkit.figures.figure import Figure

IN_SHORT, NOTES, SOURCES = "In short", "Notes", "Sources and licences"  # headings of every briefing
NUMBER, ASKED, WHOM, EARLIER, STATUS = "No.", "Recommendation", "Of whom", "Earlier recommendations", "Status"
REVIEW, REPEATS, ASKED_THEN = "Review", "Repeats", "What was asked then"
WIDTHS = {NUMBER: 0.7, ASKED: 4.4, WHOM: 1.9, EARLIER: 3.4, STATUS: 1.5, REVIEW: 2.4, REPEATS: 4.6, ASKED_THEN: 6.6}
WEB_ADDRESS = re.compile(r"https?://[^\s\"'<>]+")  # nothing else is ever made a link
SHORTER = "This is a shorter drawing of the figure: it does not show all of its rows."


class Number(NamedTuple):
    """A number as printed, and where it stands: `column` of the row `mark` of a figure's csv; "" for all its rows.

    `column` may also be `name=value` (rows that have the value) or `distinct:name` (different values).
    """

    printed: str
    slug: str
    mark: str
    column: str


Sentence: TypeAlias = tuple[str, list[Number]]  # a sentence as printed, with the numbers in it


class Table(NamedTuple):
    """Recommendations behind a finding: rows as they are printed, under heads that have a width in `WIDTHS`."""

    caption: str
    rows: pd.DataFrame
    ids: list[str]  # of the recommendations whose words are in the rows
    more: int = 0  # rows of its kind that are not among them


NO_TABLE = Table("", pd.DataFrame(), [])


class Finding(NamedTuple):
    """One heading of a briefing."""

    heading: str
    sentences: list[str]
    numbers: list[Number]
    figure: Figure | None
    table: Table = NO_TABLE


class Brief(NamedTuple):
    """A briefing: its title, its findings, how they were made, and on what terms words are shown."""

    title: str
    as_of: str  # up to when reviews were published
    in_short: list[str]  # what is supported, what is not, and what cannot be told; may be empty
    caveat: str  # what all of it rests on, in a line
    findings: list[Finding]
    methods: list[str]  # the other caveats, and how it was made
    sources: list[str]  # the documents counted in what is shown: title, publisher, date, link, terms


def number_at(figure: Figure, mark: str, column: str) -> Number:
    """Return the number in one column of the row `mark` of a figure.

    Raises: `KeyError` where there is no such row.
    """
    rows = figure.data[figure.data["mark"] == mark]
    if rows.empty:
        raise KeyError(f"{figure.slug}.csv has no row '{mark}'")
    return Number(_printed(rows[column].iloc[0]), figure.slug, mark, column)


def total_of(figure: Figure, column: str) -> Number:
    """Return the sum of a column of a figure."""
    return Number(_printed(figure.data[column].sum()), figure.slug, "", column)


def count_rows(figure: Figure, column: str, value: str) -> Number:
    """Return the number of rows of a figure that have a value in a column."""
    return Number(str(int((figure.data[column] == value).sum())), figure.slug, "", f"{column}={value}")


def count_marks(figure: Figure) -> Number:
    """Return the number of different marks of a figure."""
    return Number(str(figure.data["mark"].nunique()), figure.slug, "", "distinct:mark")


def fill_sentence(template: str, *numbers: Number) -> Sentence:
    """Return a sentence with its numbers in the place of {0}, {1} and so on."""
    return template.format(*(number.printed for number in numbers)), list(numbers)


def make_finding(heading: str, figure: Figure | None, sentences: list[Sentence], table: Table = NO_TABLE) -> Finding:
    """Return a finding, with the recommendations behind it where a table shows them."""
    words = [sentence for sentence, _ in sentences]
    numbers = [number for _, in_sentence in sentences for number in in_sentence]
    return Finding(heading, words, numbers, figure, table)


def column_shares(table: Table) -> list[float]:
    """Return the width of each column of a table, as a share of the whole."""
    widths = [WIDTHS[head] for head in table.rows.columns]
    return [width / sum(widths) for width in widths]


def shown_words(table: Table, first: int, last: int) -> str:
    """Return which rows of a table are shown, of how many; "" where all of them are.

    >>> rows = pd.DataFrame({NUMBER: ["1", "2", "3"]})
    >>> shown_words(Table("", rows, [], 4), 0, 2), shown_words(Table("", rows, []), 0, 3)
    ('Shown here: 1 to 2 of 7.', '')
    """
    total = len(table.rows) + table.more
    if last - first == total:
        return ""
    which = f"{first + 1} to {last}" if last > first + 1 else f"{last}"
    return f"Shown here: {which} of {total}."


def picture_caption(figure: Figure) -> str:
    """Return what stands under a picture: what it counts, and whether all of it is drawn.

    What it rests on is printed in the drawing, up to when stands at the head of the page, sources at its end.
    """
    parts = [figure.title, figure.caption, *([SHORTER] if figure.slide else [])]
    return " ".join(f"{part.rstrip('.')}." for part in parts if part)


def with_links(line: str) -> list[tuple[str, str]]:
    """Return a line in pieces, each with the address that it is a link to; "" where it is none.

    >>> with_links("Ferry board. https://board.example/pier Words: ours.")
    [('Ferry board. ', ''), ('https://board.example/pier', 'https://board.example/pier'), (' Words: ours.', '')]
    """
    pieces, last = [], 0
    for found in WEB_ADDRESS.finditer(line):
        pieces += [(line[last : found.start()], ""), (found.group(), found.group())]
        last = found.end()
    return [(words, address) for words, address in [*pieces, (line[last:], "")] if words]


def _printed(cell: float | str) -> str:
    """Return a cell as it is printed: whole numbers whole, a date as its year."""
    if isinstance(cell, str):
        return cell[:4] if DATE.fullmatch(cell) else cell
    if isinstance(cell, float) and not cell.is_integer():
        return f"{cell:.1f}"
    return str(int(cell))
