"""Tell when a document was published, as far as its own words say.

Input: the text of the first pages, and the day the file was made. Output: 2013, 2013-06 or 2013-06-10, and where. When
the file was made is a hint and no date of publication: files are made anew.

Limitations: only words that say so, a date that stands alone, and the copyright are read; "Updated" is no publication,
and what is printed from a browser carries the day of the print.
"""

from __future__ import annotations

import re
from enum import IntEnum
from typing import NamedTuple

import pandas as pd

from reviewkit.acquisition.metadata import phrases
from reviewkit.acquisition.metadata.cover import FULL_PAGE, IMPRINT_PAGES
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
DATE_ACROSS_LINES = DATE.replace(" ", r"\s+")
ORDERED_AND_PUBLISHED = re.compile(  # as the Lords print it
    rf"ordered\s+to\s+be\s+printed\s.{{6,30}}\sand\s+published\s+{DATE_ACROSS_LINES}", re.I | re.S
)
ORDERED = re.compile(
    rf"ordered,?\s+by\s+the\s+house\s+of\s+\w+,?\s+to\s+be\s+printed,?(?:\s+on)?\s+{DATE_ACROSS_LINES}", re.I
)
STATED_IN_PARAGRAPH = (
    re.compile(  # "Elmley Safeguarding Partnership. Published 12 February 2026.": a sentence of its own
        r"(?:^|[.;:|)]\s+)(?:(?-i:First p|P)ublished)(?:\s+(?:on|in))?\s*:?\s+"
        rf"(?P<date>{DATE_ACROSS_LINES})(?=\s*(?:[.;|]|by\b|$))",
        re.I | re.M,
    )
)
PRESENTED = re.compile(rf"(?:presented|reported|submitted)\s+to\s.{{3,60}}?\son\s+{DATE_ACROSS_LINES}", re.I)
ALONE = re.compile(DATE, re.I)
UPDATED = re.compile(rf"(?:last )?updated:?(?: on)? {DATE}", re.I)  # gov.uk shows it in the place of "Published"
COPYRIGHT = re.compile(r"(?:©|\(c\)|\bcopyright\b)[^\n]{0,60}?\b((?:19|20)\d\d)\b", re.I)
CLOCK = re.compile(r"\b\d{1,2}:\d\d\b")  # "12/10/2024, 14:33": a print of a browser
FILE_DATE = re.compile(r"D:(199[3-9]|20\d\d)(\d\d)(\d\d)")  # the form is of 1993
SESSION = re.compile(r"\bSession (\d{4})[–-](\d\d)\b")  # "Fourth Report of Session 2016–17"
PRINTING_PROGRAMS = re.compile(  # programs that print or scan what was published before: their day says nothing
    r"print to pdf|skia/pdf|mozilla|chrome|webkit|wkhtml|quartz pdfcontext|cups|pdfcreator|ghostscript|scan|canon|xerox"
    r"|ricoh|konica|kyocera|internet archive|abbyy|paper capture",
    re.I,
)
FIRST_PAGES = 3  # on which a date may stand alone
LONGEST_DELAY = 2  # years from a committee's session to a file of its report; a later file was made anew


class Ground(IntEnum):
    """Why a date may be that of publication; the least counts most."""

    STATED = 0  # "Published on 16 June 2025"
    DAY_ALONE = 1
    ORDERED = 2  # "Ordered by the House of Commons to be printed"
    MONTH_ALONE = 3
    PRESENTED = 4  # "Presented to Parliament ... on"
    YEAR_ALONE = 5
    COPYRIGHT = 6


ALONE_BY_LENGTH = {10: Ground.DAY_ALONE, 7: Ground.MONTH_ALONE, 4: Ground.YEAR_ALONE}  # letters: 2013-06-10, 2013-06


class Candidate(NamedTuple):
    """A date that may be that of publication, its ground and its page."""

    ground: Ground
    page: int
    proposal: Proposal


def propose_date(texts: list[str]) -> Proposal | None:
    """Propose the date of publication from the text of the pages; None where none is told."""
    pages = enumerate(texts[:IMPRINT_PAGES], start=1)
    candidates = [candidate for page, text in pages for candidate in _candidates(text, page)]
    candidates.sort(key=lambda candidate: (candidate.ground, candidate.page))
    if _is_updated(texts):  # the copyright may be that of the update
        candidates = [candidate for candidate in candidates if candidate.ground < Ground.COPYRIGHT]
    return _best(candidates) if candidates else None


def _is_updated(texts: list[str]) -> bool:
    """Return whether the first pages say that the document was updated."""
    return any(UPDATED.fullmatch(line) for text in texts[:FIRST_PAGES] for line in _segments(text))


def propose_file_year(texts: list[str], properties: dict[str, str]) -> Proposal | None:
    """Propose the year in which the file was made, as a hint; None where it can be no hint of the publication."""
    session = SESSION.search(" ".join(texts[:1]))
    file_year = None if _is_updated(texts) else _file_year(properties)
    if file_year and session and not 0 <= int(file_year.value) - int(session.group(1)) <= LONGEST_DELAY:
        return None
    return file_year


def standalone_date(text: str) -> str:
    """Return the date that a whole line is; empty where it is none.

    >>> standalone_date("16th June 2025"), standalone_date("June 2025"), standalone_date("The plan of June 2025")
    ('2025-06-16', '2025-06', '')
    """
    match = ALONE.fullmatch(" ".join(text.split()).strip(" .,;()"))
    return date_value(match) if match else ""


def date_value(match: re.Match[str]) -> str:
    """Return a match of `DATE` as the catalogue writes dates; empty for a day that does not exist."""
    parts = {name.rstrip("23456"): part for name, part in match.groupdict().items() if part and name != "date"}
    month_name = parts.get("month", "").lower()
    month = int(month_name) if month_name.isdigit() else MONTHS.get(month_name)
    if "day" in parts:
        date = f"{parts['year']}-{month:02d}-{int(parts['day']):02d}"
        return date if not pd.isna(pd.to_datetime(date, format="%Y-%m-%d", errors="coerce")) else ""
    return f"{parts['year']}-{month:02d}" if month else parts.get("year", "")


def is_undated(text: str) -> str:
    """Return a line without a date at its end.

    >>> is_undated("Police, September 2030"), is_undated("Harbour Trust · 2027"), is_undated("Plan 2021")
    ('Police', 'Harbour Trust', 'Plan 2021')
    """
    ends = rf"\s+(?!\d{{4}}\)?$){DATE}\)?$", rf"\s*[,(·|]\s*{DATE}\)?$"  # a year without a sign may be the title's
    for end in ends:
        text = re.sub(end, "", text, flags=re.I)
    return text.rstrip(" ,(·|")


def date_in_paragraph(text: str) -> Proposal | None:
    """Return the date that a sentence of its own gives inside a paragraph, with its words; None where none does.

    >>> date_in_paragraph("Elmley Partnership. Published 12 February 2026.").value
    '2026-02-12'
    """
    match = STATED_IN_PARAGRAPH.search(text)
    date = date_value(match) if match else ""
    return Proposal(date, phrases.quoted(match.group().lstrip(".;:|) \n"))) if match and date else None


def published_date(text: str) -> str:
    """Return the date that a short text says something was published on; empty where it says none.

    >>> published_date("Published on: 12 May 2030")
    '2030-05-12'
    """
    match = PUBLISHED.fullmatch(" ".join(text.split()))
    return date_value(match) if match else ""


def _candidates(text: str, page: int) -> list[Candidate]:
    """Return the dates of one page that may be the document's own."""
    patterns = [(Ground.STATED, ORDERED_AND_PUBLISHED), (Ground.ORDERED, ORDERED)]
    patterns += [(Ground.PRESENTED, PRESENTED)] if page <= FIRST_PAGES else []
    candidates = [
        Candidate(ground, page, Proposal(date_value(match), f"page {page}: {phrases.quoted(match.group())}"))
        for ground, pattern in patterns
        for match in pattern.finditer(text)
    ]
    full = len(text.split()) > FULL_PAGE  # there, dates alone on a line are mostly those of a table
    for segment in _segments(ORDERED.sub("", text)):
        where = f"page {page}: {phrases.quoted(segment)}"
        stated, alone = published_date(segment), standalone_date(segment)
        if stated:
            candidates.append(Candidate(Ground.STATED, page, Proposal(stated, where)))
        elif _counts_alone(alone, page, full):
            proposal = Proposal(alone, f"{where}, alone on its line")
            candidates.append(Candidate(ALONE_BY_LENGTH[len(alone)], page, proposal))
    in_paragraph = date_in_paragraph(text) if page <= FIRST_PAGES else None
    if in_paragraph:
        where = f"page {page}: {in_paragraph.where}"
        candidates.append(Candidate(Ground.STATED, page, Proposal(in_paragraph.value, where)))
    for match in COPYRIGHT.finditer(text):
        proposal = Proposal(match.group(1), f"page {page}: {phrases.quoted(match.group())}")
        candidates.append(Candidate(Ground.COPYRIGHT, page, proposal))
    return [candidate for candidate in candidates if candidate.proposal.value]


def _counts_alone(date: str, page: int, full: bool) -> bool:
    """Return whether a date alone on its line may be the document's: on a full page only a day or a month up front."""
    return bool(date) and page <= FIRST_PAGES and (not full or (page == 1 and len(date) > len("2013")))


def _segments(text: str) -> list[str]:
    """Return the lines of a page, divided where they hold several things, without those of a browser's print."""
    lines = [" ".join(line.split()) for line in text.splitlines() if not CLOCK.search(line)]
    segments = [
        segment.strip()
        for line in lines
        for segment in re.split(r"\s[·|•]\s|\s[–—]\s(?!\d)|(?<=[^\W\d_]{3}), (?=\D+ \d{4}$)", line)
    ]
    return [segment for segment in segments if 3 < len(segment) < 120]


def _best(candidates: list[Candidate]) -> Proposal:
    """Return the first candidate; where another agrees with it and says more, that one.

    A month alone that is later than the order to print goes before it: what is ordered is published later.
    """
    best = candidates[0]
    if best.ground == Ground.ORDERED:
        ordered_month = best.proposal.value[:7]
        months = (candidate for candidate in candidates if candidate.ground == Ground.MONTH_ALONE)
        best = next((candidate for candidate in months if candidate.proposal.value > ordered_month), best)
    closer = [
        candidate
        for candidate in candidates
        if candidate.ground < Ground.COPYRIGHT and candidate.proposal.value.startswith(best.proposal.value)
    ]
    return max(closer, key=lambda candidate: len(candidate.proposal.value), default=best).proposal


def _file_year(properties: dict[str, str]) -> Proposal | None:
    """Propose the year in which the file was made; none where a browser or a scanner made it."""
    match = FILE_DATE.match(properties.get("CreationDate", ""))
    program = f"{properties.get('Creator', '')} {properties.get('Producer', '')}"
    if not match or PRINTING_PROGRAMS.search(program):
        return None
    day = "-".join(match.groups())
    return Proposal(match.group(1), f"the file was made on {day}")
