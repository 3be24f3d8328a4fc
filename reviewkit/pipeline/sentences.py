"""Figures -> the sentences of a briefing, each with its numbers and where they stand.

Comes in: a picture. Goes out: a sentence and its numbers. Limit: a sentence says what was counted, in sober words, and
nothing of why.
"""

from __future__ import annotations

from reviewkit import briefing, tables

FAILURE = "To be asked for something is not a finding of failure."


def raised(picture: tables.Picture, theme: str, least: str) -> tuple[str, list[briefing.Number]]:
    """The figure of themes raised, a theme, and "At least " or nothing, in; its sentence and numbers out."""
    name = picture.data.set_index("mark")["name"][theme]
    numbers = [briefing.at(picture, theme, column) for column in ("reviews", "of")]
    if numbers[0].printed == "0":
        return briefing.said(f"{name}: {{0}} of the {{1}} reviews held.", *numbers)
    numbers += [briefing.at(picture, theme, column) for column in ("first_published", "latest_published")]
    words = f"{name}: {least.lower()}{{0}} of the {{1}} reviews held, first in {{2}}, latest in {{3}}."
    return briefing.said(words, *numbers)


def before(picture: tables.Picture, least: str) -> tuple[str, list[briefing.Number]]:
    """The figure of what was asked before, and "At least " or nothing, in; its sentence and numbers out."""
    numbers = [briefing.total(picture, column) for column in ("n", "of")]
    if (picture.data["part"] == "share").any():
        return briefing.said(
            "{0} of {1} asks (recommendations by number) restate one of the reviews just before.", *numbers
        )
    words = f"{at_least(least, numbers)}{{0}} of {{1}} asks (recommendations by number) restate an earlier one."
    return briefing.said(words, *numbers)


def at_least(least: str, numbers: list[briefing.Number]) -> str:
    """What is said of lower bounds, and numbers, in; the same out, but of none nothing is said."""
    return "" if numbers[0].printed == "0" else least


def again(picture: tables.Picture, least: str) -> tuple[str, list[briefing.Number]]:
    """The figure of how long asks wait, and "At least " or nothing, in; its sentence and numbers out."""
    counted = picture.data[picture.data["part"] == "count"]
    if counted.empty:
        numbers = [briefing.at(picture, "All asks", column) for column in ("n", "of")]
        return briefing.said("{0} of {1} asks were asked again.", *numbers)
    first = counted["mark"].iloc[0]
    numbers = [briefing.total(picture, "n"), briefing.at(picture, first, "of"), briefing.at(picture, first, "n")]
    words = (
        f"{at_least(least, numbers)}{{0}} of {{1}} asks were asked again by a later review, {{2}} within about a year."
    )
    return briefing.said(words, *numbers)


def who(picture: tables.Picture, least: str, most: int = 3) -> list[tuple[str, list[briefing.Number]]]:
    """The figure of who is asked in; a sentence, with its numbers, for each kind of body that most reviews ask, out."""
    classes = picture.data[(picture.data["group"] == "kind of body") & (picture.data["name"] != "other")].head(most)
    return [
        briefing.said(
            f"{row.name[:1].upper()}{row.name[1:]}: asked by {least.lower()}{{0}} of the {{1}} reviews held.",
            briefing.at(picture, row.mark, "reviews"),
            briefing.at(picture, row.mark, "of"),
        )
        for row in classes.itertuples()
    ]


def after(picture: tables.Picture) -> tuple[str, list[briefing.Number]]:
    """The figure of reviews after moments in; its sentence and numbers out."""
    numbers = [briefing.rows(picture, "within", "yes"), briefing.rows(picture, "band", "review")]
    numbers.append(briefing.rows(picture, "band", "public moment"))
    words = "{0} of {1} dated reviews were published 180 to 540 days after one of {2} public moments, chosen with "
    return briefing.said(words + "hindsight; the caption says how many would be by chance.", *numbers)


def promised(picture: tables.Picture, least: str) -> tuple[str, list[briefing.Number]]:
    """The figure of commitments asked for again, and "At least " or nothing, in; its sentence and numbers out."""
    distinct = picture.data.drop_duplicates("mark")
    number = briefing.Number(str(len(distinct)), picture.slug, "", "distinct:mark")
    return briefing.said(f"{least}{{0}} commitments of governments were asked for again by a later review.", number)
