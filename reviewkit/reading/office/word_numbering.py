"""Number the paragraphs of a Word file as Word prints them: several levels, restarts, starts, letters, Roman numerals.

Input: the element `w:numbering`, and for each paragraph in order the list and the level that it is of. Output: the mark
that is printed before it ("4.12", "R1.", "(a)"), or that it has a bullet.

Limitations: numbers written out as words are printed as digits, pictures as bullets.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from lxml import etree

from reviewkit.base.text import whole_number
from reviewkit.reading.office.word_styles import W, is_on, value

ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
LETTERS = 26
MOST_LETTERS = 10  # Word writes 27 as "aa", 53 as "aaa"; a longer mark is a fault
LEVELS = 9
LONGEST_TEXT = 100  # characters of what is printed around a number
PLACE = re.compile(r"%([1-9])")  # "%1.%2": the numbers of these levels


class Level(NamedTuple):
    """One level of a list, as it is declared."""

    start: int
    form: str  # decimal, lowerLetter, bullet ...
    text: str  # "%1.%2", "Recommendation %1"
    restart: int | None  # the level after which it begins anew, from 1; 0 is never; None is any level above
    legal: bool  # every number in it as digits
    style: str  # the paragraph style that carries it


class Mark(NamedTuple):
    """What is printed before a paragraph."""

    text: str
    level: int
    bullet: bool


class ListForm(NamedTuple):
    """A list that paragraphs name by its number: which counters it counts with, its levels, and where it restarts."""

    counters: str
    levels: dict[int, Level]
    restarts: dict[int, int]  # by level, the number with which this list begins, whatever was counted before


def read_lists(numbering: etree._Element | None) -> dict[str, ListForm]:
    """Return the lists of a document by the number (`w:numId`) that its paragraphs name."""
    if numbering is None:
        return {}
    abstract = {one.get(f"{W}abstractNumId", ""): one for one in numbering.iterfind(f"{W}abstractNum")}
    by_style = {value(one, "styleLink"): one for one in abstract.values() if value(one, "styleLink")}
    lists = {}
    for number in numbering.iterfind(f"{W}num"):
        declared = abstract.get(value(number, "abstractNumId"))
        if declared is not None and value(declared, "numStyleLink"):
            declared = by_style.get(value(declared, "numStyleLink"), declared)
        if declared is not None:
            lists[str(number.get(f"{W}numId", ""))] = _list_form(number, declared)
    return lists


def _list_form(number: etree._Element, declared: etree._Element) -> ListForm:
    """Return a list as it is declared, with what its own number overrides."""
    levels = {_at(one): _level(one) for one in declared.iterfind(f"{W}lvl")}
    restarts = {}
    for override in number.iterfind(f"{W}lvlOverride"):
        at, start = _at(override), whole_number(value(override, "startOverride"))
        changed = override.find(f"{W}lvl")
        if changed is not None:
            levels[at] = _level(changed)
        if start is not None:
            restarts[at] = start
    return ListForm(str(declared.get(f"{W}abstractNumId", "")), levels, restarts)


def _at(element: etree._Element) -> int:
    return min(whole_number(str(element.get(f"{W}ilvl", ""))) or 0, LEVELS - 1)


def _level(declared: etree._Element) -> Level:
    return Level(
        start=whole_number(value(declared, "start")) or 0,
        form=value(declared, "numFmt") or "decimal",
        text=value(declared, "lvlText")[:LONGEST_TEXT],
        restart=whole_number(value(declared, "lvlRestart")),
        legal=bool(is_on(declared, "isLgl")),
        style=value(declared, "pStyle"),
    )


class Counters:
    """The counters of the lists of a document, as they stand while its paragraphs are read in order."""

    def __init__(self, lists: dict[str, ListForm]) -> None:
        self.lists = lists
        self._counts: dict[str, dict[int, int]] = {}  # by the list's counters: of each level that has begun
        self._begun: set[tuple[str, int]] = set()  # lists and levels whose own start was used

    def level_of_style(self, list_id: str, style_id: str) -> int:
        """Return the level of a list that a paragraph style carries; 0 where none does."""
        levels = self.lists[list_id].levels if list_id in self.lists else {}
        return next((at for at, level in sorted(levels.items()) if style_id and level.style == style_id), 0)

    def next_mark(self, list_id: str, at: int) -> Mark | None:
        """Count a paragraph of a list, and return what is printed before it; None where the list is not declared."""
        form = self.lists.get(list_id)
        level = form.levels.get(at) if form else None
        if form is None or level is None:
            return None
        counts = self._counts.setdefault(form.counters, {})
        if at in form.restarts and (list_id, at) not in self._begun:
            counts[at] = form.restarts[at]
            self._begun.add((list_id, at))
        else:
            counts[at] = counts[at] + 1 if at in counts else form.restarts.get(at, level.start)
        for deeper in [one for one in counts if one > at]:
            restart = form.levels[deeper].restart if deeper in form.levels else None
            if restart is None or (restart > 0 and at < restart):
                del counts[deeper]
        if level.form == "bullet":
            return Mark("", at, True)
        return Mark(_printed(form, level, counts), at, False)


def _printed(form: ListForm, level: Level, counts: dict[int, int]) -> str:
    """Return the text of a level with the numbers of its levels in their places."""

    def number(place: re.Match[str]) -> str:
        at = int(place[1]) - 1
        other = form.levels.get(at)
        if other is None:
            return ""
        count = counts.get(at, form.restarts.get(at, other.start))
        return written(count, "decimal" if level.legal and other.form != "none" else other.form)

    return PLACE.sub(number, level.text).strip()


def written(count: int, form: str) -> str:
    """Return a number in one of Word's forms.

    >>> written(3, "decimal"), written(28, "lowerLetter"), written(4, "upperRoman"), written(7, "decimalZero")
    ('3', 'bb', 'IV', '07')
    """
    if form == "none":
        return ""
    if form in ("lowerLetter", "upperLetter") and 0 < count <= LETTERS * MOST_LETTERS:
        times, letter = divmod(count - 1, LETTERS)
        text = "abcdefghijklmnopqrstuvwxyz"[letter] * (times + 1)
        return text.upper() if form == "upperLetter" else text
    if form in ("lowerRoman", "upperRoman") and 0 < count < 4000:
        text, rest = "", count
        for worth, letters in ROMAN:
            text, rest = text + letters * (rest // worth), rest % worth
        return text.upper() if form == "upperRoman" else text
    return f"{count:02}" if form == "decimalZero" else str(count)
