"""Dates of birth in a text: a whole date near a word of birth, or beside a name.

Comes in: a text and the places of names in it. Goes out: the places of dates. Limit: an age
("aged fourteen") and a year alone stay.
"""

from __future__ import annotations

import re

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\.?"
)
DAY = (
    r"(?:\d{1,2}(?:st|nd|rd|th)?|(?:(?:twenty|thirty)[-\s])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|"
    r"tenth|eleventh|twelfth|\w+teenth|twentieth|thirtieth))"
)
DATE = re.compile(
    rf"\b(?:{DAY}\s+(?:day\s+)?(?:of\s+)?{MONTH},?(?:\s+(?:\d{{4}}|[’']?\d{{2}}))?|{MONTH}\s+{DAY}(?:,?\s+\d{{4}})?"
    rf"|\d{{1,2}}-{MONTH}-\d{{2,4}}"
    r"|\d{4}-\d{1,2}-\d{1,2}|\d{2}\s\d{2}\s\d{4}|\d{1,2}\s?[./-]\s?(?:\d{1,2}|[ivx]{1,4})\s?[./-]\s?\d{2,4})(?!\d)",
    re.I,
)  # 3rd of May 2004, 3 May, May 3, 2004, 2004-05-03, 03/05/2004, 3.5.04
BIRTH = re.compile(r"\b(?:born|birth|birthday|birthdate|dob|d\.\s?o\.\s?b|turned|turns|delivered|b)\b\.?", re.I)
COHORT = re.compile(r"\bborn\s+(?:on\s+or\s+)?(?:after|before|between|since|in)\s+$", re.I)  # children born after a day
SAID = re.compile(
    r"\b(?:dates?\s+of\s+birth|birth\s*dates?|dob|d\.\s?o\.\s?b)\b", re.I
)  # every date after it in its sentence
AFTER = re.compile(
    r"\W{0,3}(?:(?:as|was|is|for)\s+)?(?:(?:her|his|their|the|a)\s+)?(?:date\s+of\s+birth|birthday|dob)\b", re.I
)  # 3 May 2004 as his date of birth
NEAR = 60  # letters between a word of birth and its date
BESIDE = re.compile(r"^\s*[,(\[–—-]\s*$")  # "(03/05/2004", ", 3 May 2004"


def birth_date_spans(text: str, names: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """A text and where names stand in it in; the start and end of each date of birth, in order, out."""
    found = []
    for date in DATE.finditer(text):
        before, after = text[max(0, date.start() - NEAR) : date.start()], text[date.end() : date.end() + 30]
        near = _clause(before)
        born = bool(BIRTH.search(near)) and not COHORT.search(near)
        born = born or bool(SAID.search(_clause(text[: date.start()])))
        born = born or bool(AFTER.match(after))
        beside = any(BESIDE.match(text[end : date.start()]) for _, end in names if end <= date.start())
        if born or beside:
            found.append(date.span())
    return found


def _clause(before: str) -> str:
    """What stands before a date in its own sentence; a stop after d.o.b. or b. ends none."""
    ends = [stop.end() for stop in re.finditer(r"(?<![dob])[.!?]\s+(?=[A-Z])", before)]
    return before[ends[-1] :] if ends else before
