"""Merge the occurrences of each recommendation: the cleanest one's words, and every page that prints it.

Reports print a recommendation in a box, in a list, and in fewer words in the summary. Two occurrences are one
recommendation where their words or titles are nearly the same, or where two series run side by side: number by number
each item is more like its partner than like the partner's neighbours.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import mean, median
from typing import NamedTuple

from rapidfuzz import fuzz

from reviewkit.extraction.list_items import Occurrence

CLEANEST_FIRST = ("list", "box", "bold", "open", "scored", "prose", "quoted")  # the surest end first
SAME_BY_NUMBER = 88  # of 100: occurrences with one number are one recommendation from this likeness of words on
SAME_WORDS = 93  # of 100: and whatever their numbers, from this one on
PARTNER_MARGIN = 8  # of 100: by how much partners are more alike than neighbours, in series that run side by side
SUMMARY_LENGTH = 0.8  # of the words: a series that runs beside another and is shorter than this is its summary


class Recommendation(NamedTuple):
    """One recommendation: its cleanest occurrence, and the others."""

    best: Occurrence
    others: tuple[Occurrence, ...]


def merge(series: Sequence[Sequence[Occurrence]], copies: Sequence[Occurrence] = ()) -> list[Recommendation]:
    """Return one entry for each recommendation of a document's series; the cleanest occurrence's words are its text.

    `copies`: numbered bold passages that are not a series by themselves, and count as occurrences of what they repeat.
    """
    summaries, partners = _side_by_side(series)
    ranked = sorted(
        (
            number in summaries,
            CLEANEST_FIRST.index(occurrence.layout),
            occurrence.form != "named",
            occurrence.position,
            number,
        )
        for number, members in enumerate(series)
        for occurrence in members
        if occurrence.text
    )
    by_position = {
        (number, occurrence.position): occurrence for number, members in enumerate(series) for occurrence in members
    }
    groups: list[list[tuple[int, Occurrence]]] = []
    for *_, position, number in ranked:
        occurrence = by_position[number, position]
        group = next((group for group in groups if _belongs_to_group(occurrence, number, group, partners)), None)
        if group is None:
            groups.append([(number, occurrence)])
        else:
            group.append((number, occurrence))
    bold_copies = [copy for copy in copies if copy.layout == "bold" and copy.text]
    return [
        Recommendation(
            group[0][1],
            (
                *(occurrence for _, occurrence in group[1:]),
                *(copy for copy in bold_copies if is_same_recommendation(group[0][1], copy)),
            ),
        )
        for group in groups
    ]


def is_same_recommendation(first: Occurrence, second: Occurrence) -> bool:
    """Return whether two occurrences are of one recommendation, by their labels, titles and words alone.

    Two of one series with words for labels ("Recommendation 7" and "Recommendation 8") are two, however alike.
    """
    if _are_labelled_apart(first, second):
        return False
    if first.numbers and first.numbers[-1:] == second.numbers[-1:]:
        if first.title and second.title and fuzz.ratio(first.title.lower(), second.title.lower()) >= SAME_BY_NUMBER:
            return True
        if _likeness(_comparable_text(first), _comparable_text(second)) >= SAME_BY_NUMBER:
            return True
    return fuzz.ratio(_comparable_text(first), _comparable_text(second)) >= SAME_WORDS


def _are_labelled_apart(first: Occurrence, second: Occurrence) -> bool:
    """Return whether two occurrences end with different labels of one manner: "(Recommendation 7)", "(018/14)"."""
    are_scored = first.layout == second.layout == "scored"
    labels = {first.label, second.label}
    return are_scored and len(labels) == 2 and all(any(sign.isdigit() for sign in label) for label in labels)


def _belongs_to_group(occurrence: Occurrence, number: int, group: list[tuple[int, Occurrence]], partners: set) -> bool:
    """Return whether an occurrence is of the recommendation that a group holds."""
    is_partner = any(
        ((number, occurrence.position), (member_series, member.position)) in partners for member_series, member in group
    )
    return is_partner or is_same_recommendation(group[0][1], occurrence)


def _side_by_side(series: Sequence[Sequence[Occurrence]]) -> tuple[set[int], set]:
    """Return which series are summaries of another, and which occurrences are partners; both by the series' numbers."""
    summaries: set[int] = set()
    partners: set[tuple[tuple[int, int], tuple[int, int]]] = set()
    for number, members in enumerate(series):
        for other_number, other_members in enumerate(series):
            pairs = _pairs(members, other_members) if number != other_number else []
            if not pairs:
                continue
            partners |= {((number, left.position), (other_number, right.position)) for left, right in pairs}
            words, other_words = (median(map(_word_count, side)) for side in zip(*pairs, strict=True))
            if words < SUMMARY_LENGTH * other_words and other_members[0].layout != "open":
                summaries.add(number)
    return summaries, partners


def _pairs(
    first_series: Sequence[Occurrence], second_series: Sequence[Occurrence]
) -> list[tuple[Occurrence, Occurrence]]:
    """Pair the occurrences of two series by number, where the series run side by side; nothing where they do not."""
    second_by_number = {occurrence.numbers[-1]: occurrence for occurrence in second_series if occurrence.numbers}
    pairs = [
        (occurrence, second_by_number[occurrence.numbers[-1]])
        for occurrence in first_series
        if occurrence.numbers and occurrence.numbers[-1] in second_by_number
    ]
    if len(pairs) < 3 or len(pairs) < 0.8 * max(len(first_series), len(second_series)):
        return []
    partner_likeness = mean(fuzz.token_set_ratio(left.text, right.text) for left, right in pairs)
    neighbour_likeness = mean(
        fuzz.token_set_ratio(left.text, pairs[(index + 1) % len(pairs)][1].text)
        for index, (left, _) in enumerate(pairs)
    )
    return pairs if partner_likeness - neighbour_likeness >= PARTNER_MARGIN else []


def _word_count(occurrence: Occurrence) -> int:
    """Count the words of an occurrence."""
    return len(occurrence.text.split())


def _likeness(first: str, second: str) -> float:
    """Return the likeness of two texts of which one may hold more than the other.

    The shorter is compared with the best matching part of the longer.
    """
    shorter, longer = sorted((first, second), key=len)
    return fuzz.partial_ratio(shorter, longer) if len(shorter) >= 40 else fuzz.ratio(shorter, longer)


def _comparable_text(occurrence: Occurrence) -> str:
    """Return the words to compare, in one manner of writing."""
    return " ".join(occurrence.text.lower().replace("‘", "'").replace("’", "'").replace("-", " ").split())
