"""Dates of birth in a text: a whole date near a word of birth, or next to a name.

Input: a text and where names are in it. Output: where dates of birth are.

Limitations: an age ("aged fourteen") and a year alone are not masked.
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
DATE_OF_BIRTH = re.compile(
    r"\b(?:dates?\s+of\s+birth|birth\s*dates?|dob|d\.\s?o\.\s?b)\b", re.I
)  # makes every date after it in its sentence one of birth
STATED_AFTER = re.compile(
    r"\W{0,3}(?:(?:as|was|is|for)\s+)?(?:(?:her|his|their|the|a)\s+)?(?:date\s+of\s+birth|birthday|dob)\b", re.I
)  # 3 May 2004 as his date of birth
BEFORE_LENGTH = 60  # characters before a date in which a word of birth makes it one of birth
AFTER_LENGTH = 30  # characters after a date in which it may be called a date of birth
BETWEEN_NAME_AND_DATE = re.compile(r"^\s*[,(\[–—-]\s*$")  # "(03/05/2004", ", 3 May 2004"


def birth_date_spans(text: str, names: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the start and end of each date of birth in a text, in order; `names` are the spans of the names in it."""
    return [date.span() for date in DATE.finditer(text) if _is_of_birth(date, names)]


def _is_of_birth(date: re.Match[str], names: list[tuple[int, int]]) -> bool:
    """Return whether a date is one of birth, by what is before and after it."""
    text, start, end = date.string, date.start(), date.end()
    near = _own_sentence(text[max(0, start - BEFORE_LENGTH) : start])
    if BIRTH.search(near) and not COHORT.search(near):
        return True
    if DATE_OF_BIRTH.search(_own_sentence(text[:start])) or STATED_AFTER.match(text[end : end + AFTER_LENGTH]):
        return True
    return any(BETWEEN_NAME_AND_DATE.match(text[name_end:start]) for _, name_end in names if name_end <= start)


def _own_sentence(before: str) -> str:
    """Return what is before a date in its own sentence; a full stop after d.o.b. or b. does not end one."""
    ends = [stop.end() for stop in re.finditer(r"(?<![dob])[.!?]\s+(?=[A-Z])", before)]
    return before[ends[-1] :] if ends else before
