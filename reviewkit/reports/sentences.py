"""Figures -> the sentences of a briefing, each with its numbers and where they stand.

Comes in: a picture. Goes out: a sentence and its numbers. Limit: a sentence says what was counted, in sober words, and
nothing of why.
"""

from __future__ import annotations

from reviewkit.figures.figure import Figure
from reviewkit.reports import content

FAILURE = "To be asked for something is not a finding of failure."


def raised(picture: Figure, theme: str, least: str) -> tuple[str, list[content.Number]]:
    """The figure of themes raised, a theme, and "At least " or nothing, in; its sentence and numbers out."""
    name = picture.data.set_index("mark")["name"][theme]
    numbers = [content.number_at(picture, theme, column) for column in ("reviews", "of")]
    if numbers[0].printed == "0":
        return content.sentence(f"{name}: {{0}} of the {{1}} reviews held.", *numbers)
    numbers += [content.number_at(picture, theme, column) for column in ("first_published", "latest_published")]
    words = f"{name}: {least.lower()}{{0}} of the {{1}} reviews held, first in {{2}}, latest in {{3}}."
    return content.sentence(words, *numbers)


def before(picture: Figure, least: str) -> tuple[str, list[content.Number]]:
    """The figure of what was asked before, and "At least " or nothing, in; its sentence and numbers out."""
    numbers = [content.total_of(picture, column) for column in ("n", "of")]
    if (picture.data["part"] == "share").any():
        return content.sentence(
            "{0} of {1} asks (recommendations by number) restate one of the reviews just before.", *numbers
        )
    words = f"{at_least(least, numbers)}{{0}} of {{1}} asks (recommendations by number) restate an earlier one."
    return content.sentence(words, *numbers)


def at_least(least: str, numbers: list[content.Number]) -> str:
    """What is said of lower bounds, and numbers, in; the same out, but of none nothing is said."""
    return "" if numbers[0].printed == "0" else least


def again(picture: Figure, least: str) -> tuple[str, list[content.Number]]:
    """The figure of how long asks wait, and "At least " or nothing, in; its sentence and numbers out."""
    counted = picture.data[picture.data["part"] == "count"]
    if counted.empty:
        numbers = [content.number_at(picture, "All asks", column) for column in ("n", "of")]
        return content.sentence("{0} of {1} asks were asked again.", *numbers)
    first = counted["mark"].iloc[0]
    numbers = [
        content.total_of(picture, "n"),
        content.number_at(picture, first, "of"),
        content.number_at(picture, first, "n"),
    ]
    words = (
        f"{at_least(least, numbers)}{{0}} of {{1}} asks were asked again by a later review, {{2}} within about a year."
    )
    return content.sentence(words, *numbers)


def who(picture: Figure, least: str, most: int = 3) -> list[tuple[str, list[content.Number]]]:
    """The figure of who is asked in; a sentence, with its numbers, for each kind of body that most reviews ask, out."""
    classes = picture.data[(picture.data["group"] == "kind of body") & (picture.data["name"] != "other")].head(most)
    return [
        content.sentence(
            f"{row.name[:1].upper()}{row.name[1:]}: asked by {least.lower()}{{0}} of the {{1}} reviews held.",
            content.number_at(picture, row.mark, "reviews"),
            content.number_at(picture, row.mark, "of"),
        )
        for row in classes.itertuples()
    ]


def after(picture: Figure) -> tuple[str, list[content.Number]]:
    """The figure of reviews after moments in; its sentence and numbers out."""
    numbers = [content.count_rows(picture, "within", "yes"), content.count_rows(picture, "band", "review")]
    numbers.append(content.count_rows(picture, "band", "public moment"))
    words = "{0} of {1} dated reviews were published 180 to 540 days after one of {2} public moments, chosen with "
    return content.sentence(words + "hindsight; the caption says how many would be by chance.", *numbers)


def promised(picture: Figure, least: str) -> tuple[str, list[content.Number]]:
    """The figure of commitments asked for again, and "At least " or nothing, in; its sentence and numbers out."""
    distinct = picture.data.drop_duplicates("mark")
    number = content.Number(str(len(distinct)), picture.slug, "", "distinct:mark")
    return content.sentence(f"{least}{{0}} commitments of governments were asked for again by a later review.", number)
