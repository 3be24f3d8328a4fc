"""The sentences of a briefing, each with its numbers and where they stand.

Input: a figure, and `least`, which is "At least " where true counts may be higher, else empty.
Output: a sentence and its numbers.
Limitations: a sentence says what was counted, in sober words, and nothing of why.
"""

from __future__ import annotations

from reviewkit.figures.addressees import CLASS, OTHER
from reviewkit.figures.figure import Figure
from reviewkit.figures.supporting import sentence_case
from reviewkit.reports.content import (
    Number,
    Sentence,
    count_marks,
    count_rows,
    fill_sentence,
    number_at,
)

NO_FAILURE = "To be asked for something is not a finding of failure."


def raised_sentence(figure: Figure, theme: str, least: str) -> Sentence:
    """Say how many reviews raise a theme, or an issue and each of its themes, from the figure of themes raised."""
    name = figure.data.set_index("mark")["name"][theme]
    numbers = [number_at(figure, theme, column) for column in ("reviews", "of")]
    if numbers[0].printed == "0":
        return fill_sentence(f"{name}: {{0}} of the {{1}} reviews found.", *numbers)
    numbers += [number_at(figure, theme, column) for column in ("first_published", "latest_published")]
    words = f"{name}: {least.lower()}{{0}} of the {{1}} reviews found, first in {{2}}, latest in {{3}}"
    parts = figure.data[figure.data["part_of"] == theme]
    of_it = ", ".join(f"{row.name} {{{place}}}" for place, row in enumerate(parts.itertuples(), start=len(numbers)))
    numbers += [number_at(figure, part, "reviews") for part in parts["mark"]]
    return fill_sentence(f"{words} (of it: {of_it})." if of_it else f"{words}.", *numbers)


def repeats_sentence(repeating: int, total: int, least: str) -> Sentence:
    """Say how many recommendations repeat an earlier one, as counted; the table under it shows them."""
    return f"{least if repeating else ''}{repeating} of {total} recommendations repeat one of an earlier review.", []


def _unless_none(least: str, number: Number) -> str:
    """Return "At least " or nothing; before none at all it is nothing."""
    return "" if number.printed == "0" else least


def pairs_sentence(figure: Figure) -> Sentence:
    """Say how many pairs of recommendations ask for the same, from the figure of repeats."""
    mark = figure.data["mark"].iloc[0]
    return fill_sentence(
        "At least {0} of {1} pairs of recommendations of different reviews ask for the same.",
        number_at(figure, mark, "links"),
        number_at(figure, mark, "pairs"),
    )


def who_is_asked_sentences(figure: Figure, least: str, most: int = 3) -> list[Sentence]:
    """Say how many reviews ask each of the kinds of body that most reviews ask, from the figure of who is asked."""
    classes = figure.data[(figure.data["group"] == CLASS) & (figure.data["name"] != OTHER)].head(most)
    return [
        fill_sentence(
            f"{sentence_case(row.name)}: asked by {least.lower()}{{0}} of the {{1}} reviews found.",
            number_at(figure, row.mark, "reviews"),
            number_at(figure, row.mark, "of"),
        )
        for row in classes.itertuples()
    ]


def after_moment_sentence(figure: Figure) -> Sentence:
    """Say how many reviews followed a public moment, from the figure of reviews after moments."""
    return fill_sentence(
        "{0} of {1} dated reviews were published 180 to 540 days after one of {2} public moments, chosen with "
        "hindsight; how many would be by chance stands under the picture.",
        count_rows(figure, "within", "yes"),
        count_rows(figure, "band", "review"),
        count_rows(figure, "band", "public moment"),
    )


def promised_sentence(figure: Figure, least: str) -> Sentence:
    """Say how many commitments were asked for again, from the figure of promises."""
    number = count_marks(figure)
    least = _unless_none(least, number)
    return fill_sentence(f"{least}{{0}} commitments of governments were asked for by a later review.", number)
