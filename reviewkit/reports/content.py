"""What a briefing says: findings in sentences, each printed number with the place in a figure's csv where it stands.

Comes in: pictures. Goes out: a `Brief`, which `deck`, `document` and `page` write. Numbers are taken from the pictures'
own rows and never typed, so that a sentence cannot say another number than its figure. Limit: a sentence says what was
counted and nothing of why.
"""

from __future__ import annotations

from typing import NamedTuple

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


class Finding(NamedTuple):
    """One heading of a briefing."""

    heading: str
    sentences: list[str]
    numbers: list[Number]
    picture: Figure | None
    rows: pd.DataFrame  # columns ROWS
    ids: list[str]  # of the recommendations whose words are in the rows
    more: int = 0  # of what is behind it, how many are not among the rows


class Brief(NamedTuple):
    """All that a briefing says."""

    title: str
    subtitle: str
    findings: list[Finding]
    methods: list[str]
    licences: list[str]


def number_at(picture: Figure, mark: str, column: str) -> Number:
    """A picture, the name of a row and a column in; the number that stands there out.

    Raises KeyError where there is no such row.
    """
    rows = picture.data[picture.data["mark"] == mark]
    if rows.empty:
        raise KeyError(f"{picture.slug}.csv has no row '{mark}'")
    return Number(_printed(rows[column].iloc[0]), picture.slug, mark, column)


def total_of(picture: Figure, column: str) -> Number:
    """A picture and a column in; the sum of the column out."""
    return Number(_printed(picture.data[column].sum()), picture.slug, "", column)


def count_rows(picture: Figure, column: str, value: str) -> Number:
    """A picture, a column and a value in; the number of rows that have the value out."""
    return Number(str(int((picture.data[column] == value).sum())), picture.slug, "", f"{column}={value}")


def sentence(template: str, *numbers: Number) -> tuple[str, list[Number]]:
    """A sentence with {0}, {1} ... and its numbers in; the sentence as printed, and the numbers, out."""
    return template.format(*(number.printed for number in numbers)), list(numbers)


def make_finding(
    heading: str,
    picture: Figure | None,
    sentences: list[tuple[str, list[Number]]],
    behind: pd.DataFrame | None = None,
    ids: list[str] | None = None,
    more: int = 0,
) -> Finding:
    """A heading, its picture and sentences with their numbers, and the rows behind them, in; a finding out."""
    words, numbers = [sentence for sentence, _ in sentences], [number for _, each in sentences for number in each]
    shown = behind if behind is not None else pd.DataFrame(columns=ROWS)
    return Finding(heading, words, numbers, picture, shown, ids or [], more)


def _printed(value: object) -> str:
    """A cell as it is printed: whole numbers whole, a date as its year."""
    if isinstance(value, float) and not value.is_integer():
        return f"{value:.1f}"
    if isinstance(value, str):
        return value[:4] if DATE.fullmatch(value) else value
    return str(int(value))
