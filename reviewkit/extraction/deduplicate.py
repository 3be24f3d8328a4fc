"""Printings -> one entry for each recommendation: the cleanest printing's words, and every page that prints it.

Reports print a recommendation in a box, in a list, and told shorter in the summary. Two printings are one
recommendation where their words or titles are nearly the same, or where two series run side by side: number by number
each item is more like its partner than like the partner's neighbours.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import mean, median
from typing import NamedTuple

from rapidfuzz import fuzz

from reviewkit.extraction.list_items import Occurrence

CLEANEST = ("list", "box", "bold", "open", "prose", "quoted")  # the surest end first
SAME = 88  # of 100: likeness of words from which two printings with one number are one recommendation
SAME_WORDS = 93  # of 100: and from which they are, whatever their numbers
SIDE_BY_SIDE = 8  # of 100: by how much partners are more alike than neighbours, in series that run side by side
SHORTER = 0.8  # of the words: a series that runs beside another and is shorter than this is its summary


class Recommendation(NamedTuple):
    """One recommendation: its cleanest printing, and the others."""

    best: Occurrence
    others: tuple[Occurrence, ...]


def merge(series: Sequence[Sequence[Occurrence]], copies: Sequence[Occurrence] = ()) -> list[Recommendation]:
    """Every series of a document in, one entry a recommendation out; the cleanest printing's words are its text.

    `copies`: numbered bold passages that are no series by themselves, and count as printings of what they repeat.
    """
    summaries, partners = _side_by_side(series)
    ranked = sorted(
        (number in summaries, CLEANEST.index(one.standing), one.form != "named", one.place, number)
        for number, members in enumerate(series)
        for one in members
        if one.text
    )
    by_place = {(number, one.place): one for number, members in enumerate(series) for one in members}
    groups: list[list[tuple[int, Occurrence]]] = []
    for *_, place, number in ranked:
        printing = by_place[number, place]
        group = next((group for group in groups if _belongs(printing, number, group, partners)), None)
        if group is None:
            groups.append([(number, printing)])
        else:
            group.append((number, printing))
    bold = [copy for copy in copies if copy.standing == "bold" and copy.text]
    return [
        Recommendation(
            group[0][1], (*(one for _, one in group[1:]), *(copy for copy in bold if same(group[0][1], copy)))
        )
        for group in groups
    ]


def same(one: Occurrence, other: Occurrence) -> bool:
    """Whether two printings are of one recommendation, by their titles and words alone."""
    if one.numbers and one.numbers[-1:] == other.numbers[-1:]:
        if one.title and other.title and fuzz.ratio(one.title.lower(), other.title.lower()) >= SAME:
            return True
        if _alike(_words(one), _words(other)) >= SAME:
            return True
    return fuzz.ratio(_words(one), _words(other)) >= SAME_WORDS


def _belongs(printing: Occurrence, number: int, group: list[tuple[int, Occurrence]], partners: set) -> bool:
    """Whether a printing is of the recommendation that a group holds."""
    beside = any(((number, printing.place), (other, one.place)) in partners for other, one in group)
    return beside or same(group[0][1], printing)


def _side_by_side(series: Sequence[Sequence[Occurrence]]) -> tuple[set[int], set]:
    """Which series are summaries of another, and which printings are partners, both by number of the series."""
    summaries: set[int] = set()
    partners: set[tuple[tuple[int, int], tuple[int, int]]] = set()
    for a, one in enumerate(series):
        for b, other in enumerate(series):
            pairs = _pairs(one, other) if a != b else []
            if not pairs:
                continue
            partners |= {((a, left.place), (b, right.place)) for left, right in pairs}
            shorter = median(_length(left) for left, _ in pairs) < SHORTER * median(
                _length(right) for _, right in pairs
            )
            if shorter and other[0].standing != "open":
                summaries.add(a)
    return summaries, partners


def _pairs(one: Sequence[Occurrence], other: Sequence[Occurrence]) -> list[tuple[Occurrence, Occurrence]]:
    """Printings of two series with one number, where the series run side by side; none where they do not."""
    right = {printing.numbers[-1]: printing for printing in other if printing.numbers}
    pairs = [
        (printing, right[printing.numbers[-1]])
        for printing in one
        if printing.numbers and printing.numbers[-1] in right
    ]
    if len(pairs) < 3 or len(pairs) < 0.8 * max(len(one), len(other)):
        return []
    partner = mean(fuzz.token_set_ratio(left.text, right.text) for left, right in pairs)
    neighbour = mean(
        fuzz.token_set_ratio(left.text, pairs[(place + 1) % len(pairs)][1].text)
        for place, (left, _) in enumerate(pairs)
    )
    return pairs if partner - neighbour >= SIDE_BY_SIDE else []


def _length(printing: Occurrence) -> int:
    """How many words a printing has."""
    return len(printing.text.split())


def _alike(one: str, other: str) -> float:
    """Likeness where one printing may carry more than the other: the shorter against its best place in the longer."""
    short, long = sorted((one, other), key=len)
    return fuzz.partial_ratio(short, long) if len(short) >= 40 else fuzz.ratio(short, long)


def _words(printing: Occurrence) -> str:
    """The words to compare, in one manner of writing."""
    return " ".join(printing.text.lower().replace("‘", "'").replace("’", "'").replace("-", " ").split())
