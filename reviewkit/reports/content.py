"""What a briefing holds: findings in sentences, each printed number with the place in a figure's csv where it stands.

Input: figures.
Output: a `Brief`, which `deck`, `document` and `page` write. Numbers are taken from the figures' own rows and never
typed, so that a sentence cannot tell another number than its figure.
Limitations: a sentence says what was counted and nothing of why.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

import pandas as pd

from reviewkit.base.dates import DATE
from reviewkit.figures.figure import Figure

ROWS = ["published", "review", "asked_of", "words", "where"]  # the table of recommendations behind a finding
HEADS = ("Published", "Review", "Asked of", "Recommendation", "Where")


class Number(NamedTuple):
    """A number as printed, and where it stands: `column` of the row `mark` of a figure's csv; "" for all its rows.

    `column` may also be `name=value` (rows that have the value) or `distinct:name` (different values).
    """

    printed: str
    slug: str
    mark: str
    column: str


Sentence: TypeAlias = tuple[str, list[Number]]  # a sentence as printed, with the numbers in it


class Finding(NamedTuple):
    """One heading of a briefing."""

    heading: str
    sentences: list[str]
    numbers: list[Number]
    figure: Figure | None
    rows: pd.DataFrame  # columns ROWS
    ids: list[str]  # of the recommendations whose words are in the rows
    more: int = 0  # of what is behind it, how many are not among the rows


class Brief(NamedTuple):
    """A briefing: its title, its findings, how they were made, and on what terms words are shown."""

    title: str
    subtitle: str
    findings: list[Finding]
    methods: list[str]
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


def make_finding(
    heading: str,
    figure: Figure | None,
    sentences: list[Sentence],
    rows: pd.DataFrame | None = None,
    ids: list[str] | None = None,
    more: int = 0,
) -> Finding:
    """Return a finding; `rows` show recommendations behind it, `ids` are those of which they show the words."""
    words = [sentence for sentence, _ in sentences]
    numbers = [number for _, in_sentence in sentences for number in in_sentence]
    rows = pd.DataFrame(columns=ROWS) if rows is None else rows
    return Finding(heading, words, numbers, figure, rows, ids or [], more)


def _printed(cell: float | str) -> str:
    """Return a cell as it is printed: whole numbers whole, a date as its year."""
    if isinstance(cell, str):
        return cell[:4] if DATE.fullmatch(cell) else cell
    if isinstance(cell, float) and not cell.is_integer():
        return f"{cell:.1f}"
    return str(int(cell))
