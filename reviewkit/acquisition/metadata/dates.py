"""When a document was published, as far as its own words tell.

Comes in: the text of the first pages, and the day the file was made. Goes out: 2013, 2013-06 or 2013-06-10, and where.

Limit: only words that say so, a date that stands alone, and the copyright are read; "Updated" is no publication, and
what is printed from a browser carries the day of the print.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import pandas as pd

from reviewkit.acquisition.metadata import phrases
from reviewkit.acquisition.metadata.phrases import Proposal

MONTHS = {
    "january": 1, "jan": 1, "february": 2, "feb": 2, "march": 3, "mar": 3, "april": 4, "apr": 4, "may": 5, "june": 6,
    "jun": 6, "july": 7, "jul": 7, "august": 8, "aug": 8, "september": 9, "sept": 9, "sep": 9, "october": 10, "oct": 10,
    "november": 11, "nov": 11, "december": 12, "dec": 12,
}  # fmt: skip
MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
DATE = (  # "Monday 16th June 2025", "June 16, 2025", "June 2025", "2025-06-16", "Summer 2019", "2019"
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?"
    rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{MONTH})\.?,? (?P<year>(?:19|20)\d\d)"
    rf"|(?P<month2>{MONTH}) (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?, (?P<year2>(?:19|20)\d\d)"
    rf"|(?P<month3>{MONTH})\.?,? (?P<year3>(?:19|20)\d\d)"
    r"|(?P<year4>(?:19|20)\d\d)-(?P<month4>\d\d)-(?P<day4>\d\d)(?=T|\b)"
    r"|(?:spring |summer |autumn |winter )?(?P<year5>(?:19|20)\d\d))(?![\d/–-])"
)
SLASHED = r"(?P<day6>\d{1,2})[/.](?P<month6>\d{1,2})[/.](?P<year6>(?:19|20)\d\d)"
PUBLISHED = (
    re.compile(  # "Published: 16 June 2025", "Date of publication: June 2025", "Published 24 August 2016 by ..."
        r"(?:(?:first |report )?published(?: on| in)?|(?:date of )?(?:publication|issue)(?: date)?|report date"
        r"|date(?: of)?(?: the)?(?: published| issued| report| this report)?|issued(?: on)?)\s*:?\s*"
        rf"(?:{DATE}|{SLASHED})(?: by\b.*)?\.?",
        re.I,
    )
)
WRAPPED = DATE.replace(" ", r"\s+")
WITH_ORDER = re.compile(rf"ordered\s+to\s+be\s+printed\s.{{6,30}}\sand\s+published\s+{WRAPPED}", re.I | re.S)  # Lords
ORDERED = re.compile(rf"ordered,?\s+by\s+the\s+house\s+of\s+\w+,?\s+to\s+be\s+printed,?(?:\s+on)?\s+{WRAPPED}", re.I)
PRESENTED = re.compile(rf"(?:presented|reported|submitted)\s+to\s.{{3,60}}?\son\s+{WRAPPED}", re.I)
ALONE = re.compile(DATE, re.I)
UPDATED = re.compile(rf"(?:last )?updated:?(?: on)? {DATE}", re.I)  # gov.uk shows it in the place of "Published"
COPYRIGHT = re.compile(r"(?:©|\(c\)|\bcopyright\b)[^\n]{0,60}?\b((?:19|20)\d\d)\b", re.I)
CLOCK = re.compile(r"\b\d{1,2}:\d\d\b")  # "12/10/2024, 14:33": a print of a browser
MADE = re.compile(r"D:(199[3-9]|20\d\d)(\d\d)(\d\d)")  # the form is of 1993
SESSION = re.compile(r"\bSession (\d{4})[–-](\d\d)\b")  # "Fourth Report of Session 2016–17"
PRINTS = re.compile(  # programs that print or scan what was published before: their day says nothing
    r"print to pdf|skia/pdf|mozilla|chrome|webkit|wkhtml|quartz pdfcontext|cups|pdfcreator|ghostscript|scan|canon|xerox"
    r"|ricoh|konica|kyocera|internet archive|abbyy|paper capture",
    re.I,
)
FIRST = 3  # pages on which a date may stand alone
FULL = 200  # words: on a page with more, dates that stand alone are mostly those of a table
IMPRINT = 5  # pages within which the imprint stands


class FoundDate(NamedTuple):
    """A date with its weight (the least counts most) and its place."""

    weight: int
    page: int
    said: Proposal


def propose_date(texts: list[str], facts: dict[str, str]) -> Proposal | None:
    """The text of the pages and the file's facts in; the date of publication out, or None where nothing tells it."""
    found = sorted(
        [one for page, text in enumerate(texts[:IMPRINT], start=1) for one in _on_page(text, page)],
        key=lambda one: one[:2],
    )
    updated = any(UPDATED.fullmatch(line) for text in texts[:FIRST] for line in _segments(text))
    firm = [one for one in found if one.weight < 6 or not updated]
    if firm:
        return _nearest(firm)
    session = SESSION.search(" ".join(texts[:1]))
    made = None if updated else _made(facts)
    if made and session and not 0 <= int(made.value) - int(session.group(1)) <= 2:
        return None  # the file was made long after
    return made


def standalone_date(text: str) -> str:
    """A line in; the date that it is as a whole, or "", out.

    >>> alone("16th June 2025"), alone("June 2025"), alone("The plan of June 2025")
    ('2025-06-16', '2025-06', '')
    """
    found = ALONE.fullmatch(" ".join(text.split()).strip(" .,;()"))
    return date_value(found) if found else ""


def date_value(found: re.Match) -> str:
    """What `DATE` found in; the date as the catalogue writes it, or "" for a day that does not exist, out."""
    parts = {name.rstrip("23456"): part for name, part in found.groupdict().items() if part}
    month = parts.get("month", "").lower()
    at = int(month) if month.isdigit() else MONTHS.get(month)
    if "day" in parts:
        text = f"{parts['year']}-{at:02d}-{int(parts['day']):02d}"
        return text if not pd.isna(pd.to_datetime(text, format="%Y-%m-%d", errors="coerce")) else ""
    return f"{parts['year']}-{at:02d}" if at else parts.get("year", "")


def is_undated(text: str) -> str:
    """A line in; the same without a date at its end, out.

    >>> undated("Inspectorate of Police, September 2030"), undated("The Harbour Trust · 2027"), undated("Strategy 2021")
    ('Inspectorate of Police', 'The Harbour Trust', 'Strategy 2021')
    """
    ends = rf"\s+(?!\d{{4}}\)?$){DATE}\)?$", rf"\s*[,(·|]\s*{DATE}\)?$"  # a year without a sign may be the title's
    for end in ends:
        text = re.sub(end, "", text, flags=re.I)
    return text.rstrip(" ,(·|")


def published_date(text: str) -> str:
    """A short text in; the date that it says something was published on, or "", out.

    >>> published("Published on: 12 May 2030")
    '2030-05-12'
    """
    found = PUBLISHED.fullmatch(" ".join(text.split()))
    return date_value(found) if found else ""


def _on_page(text: str, page: int) -> list[FoundDate]:
    """The dates of one page that may be the document's own."""
    made = [
        FoundDate(weight, page, Proposal(date_value(found), f"page {page}: {phrases.quoted(found.group())}"))
        for weight, pattern in ((0, WITH_ORDER), (2, ORDERED), (4, PRESENTED))
        for found in pattern.finditer(text)
        if pattern is not PRESENTED or page <= FIRST
    ]
    full = len(text.split()) > FULL
    for segment in _segments(ORDERED.sub("", text)):
        said = Proposal(published_date(segment), f"page {page}: {phrases.quoted(segment)}")
        if said.value:
            made.append(FoundDate(0, page, said))
        elif _by_itself(segment, page, full):
            by_itself = Proposal(standalone_date(segment), f"page {page}: {phrases.quoted(segment)}, alone on its line")
            made.append(FoundDate({10: 1, 7: 3, 4: 5}[len(by_itself.value)], page, by_itself))
    for found in COPYRIGHT.finditer(text):
        made.append(FoundDate(6, page, Proposal(found.group(1), f"page {page}: {phrases.quoted(found.group())}")))
    return [one for one in made if one.said.value]


def _by_itself(segment: str, page: int, full: bool) -> bool:
    """Whether a date that stands alone may be the document's: on a cover; on a full page a day or a month up front."""
    said = standalone_date(segment)
    return bool(said) and page <= FIRST and (not full or (page == 1 and len(said) > 4))


def _segments(text: str) -> list[str]:
    """The lines of a page, those of a browser's print left out, divided where they hold several things."""
    lines = [" ".join(line.split()) for line in text.splitlines() if not CLOCK.search(line)]
    cut = [
        piece.strip()
        for line in lines
        for piece in re.split(r"\s[·|•]\s|\s[–—]\s(?!\d)|(?<=[^\W\d_]{3}), (?=\D+ \d{4}$)", line)
    ]
    return [piece for piece in cut if 3 < len(piece) < 120]


def _nearest(found: list[FoundDate]) -> Proposal:
    """The weightiest date; where another agrees with it and says more, that one.

    A month alone that is later than the order to print stands before it: what is ordered is published later.
    """
    best = found[0]
    if best.weight == 2:
        later = [one for one in found if one.weight == 3 and one.said.value > best.said.value[:7]]
        best = later[0] if later else best
    closer = [one for one in found if one.weight < 6 and one.said.value.startswith(best.said.value)]
    return max(closer, key=lambda one: len(one.said.value), default=best).said


def _made(facts: dict[str, str]) -> Proposal | None:
    """The year in which the file was made: the last ground, and none where a browser or a scanner made it."""
    found = MADE.match(facts.get("CreationDate", ""))
    maker = f"{facts.get('Creator', '')} {facts.get('Producer', '')}"
    if not found or PRINTS.search(maker):
        return None
    day = "-".join(found.groups())
    return Proposal(found.group(1), f"the file's own date, {day}: the file was made then; check it")
