"""Say what speaks for a document being one of the catalogue, and what against it, each in points and in words.

Input: a `Description` and a row of the catalogue. Output: `Evidence`, and a score from 0 to 1.

The points are few and round, and were set by hand on invented documents with the outsides of real ones: a title alone
is never enough (60 of the 70 that a sure match needs), a title with any two other things is.

Limitations: the catalogue's own facts may be wrong; then a right document is asked about, and not taken.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz

from reviewkit.acquisition.inbox.descriptions import Description, papers_in
from reviewkit.acquisition.metadata import phrases
from reviewkit.acquisition.metadata.review_ids import COMMON_WORDS
from reviewkit.base.text import split_list

TITLE = 60  # points of a title that is the same
NO_TITLE = 0.55  # of 1: titles on one subject are so alike by chance
HEAD_ONLY = 0.95  # of its closeness: "If only someone had listened", where the catalogue has a second part
ON_FRONT = 0.93  # of its closeness: a title that the first pages print, which may be that of another document
FOREIGN_WORD, MOST_FOREIGN = -6, -24  # a telling word that only one of two titles has, and no first page
FOREIGN_NUMBER = -15  # a year or a number: all else may be the same in reports of one series
PAPER, OTHER_PAPER = 25, -40  # the number of a paper is given once
SAME_DAY, SAME_MONTH, SAME_YEAR, NEXT_YEAR, OTHER_YEAR = 15, 12, 8, -10, -25
PUBLISHER, OTHER_PUBLISHER = 10, -5  # a report has one publisher, and more bodies that may look like it
AUTHOR = 6
PLACE, NO_PLACE = 6, -10
PAGES, FEW_PAGES, OTHER_PAGES = 10, -20, -8
KIND, OTHER_SORT = 5, -40  # a response is no review
ISBN = 30
MOST = 100  # points that make a score of 1
SHORTEST_HEAD = 16  # letters: "Missing children" is the beginning of too many titles
NEAR_PAGES = 0.04  # of the pages: covers are counted or not
SHARE_OF_SUMMARY = 0.6  # of the pages: a document with fewer is not the whole
NOT_TITLE = re.compile(  # what a catalogue's title has beside the title: "(HC 68-I)", "(title as described, not seen)"
    r"\((?:HC|HL|Cm|CP|SP)\b[^)]*\)|\([a-z][^)]*\)"
    r"|:?\s*\b\w+ (?:Special )?Report(?: of Session \d{4}[-–]\d\d|, \d{4} \(Session \d\))"
)
NATIONS = ("england", "wales", "scotland", "northern ireland", "national", "uk", "england and wales", "united kingdom")
NOT_TELLING = COMMON_WORDS | {"sexual", "exploitation", "abuse", "cse", "overview", "s", "version", "accessible"}
NO_PERSON = re.compile(r"\b(?:Inquiry|Committee|Office|Board|Council|Government|Centre|Department|APPG|Inspectorate)\b")
HONOURS = re.compile(r"\b(?:MP|MSP|KC|QC|[OCMD]BE|CB|Dr|Dame|Sir|Baroness|Lord|Professor)\b")


class Evidence(NamedTuple):
    """One thing that speaks for a match (points above 0) or against it, in words."""

    name: str
    points: float
    reason: str


class Candidate(NamedTuple):
    """A document of the catalogue that another may be."""

    review_id: str
    score: float
    evidence: tuple[Evidence, ...]

    @property
    def for_it(self) -> list[str]:
        """What speaks for it, in words."""
        return [one.reason for one in self.evidence if one.points > 0]

    @property
    def against(self) -> list[str]:
        """What speaks against it, in words."""
        return [one.reason for one in self.evidence if one.points < 0]


Row = Mapping[str, object]


def candidate(described: Description, row: Row) -> Candidate:
    """Compare a document with a row of the catalogue."""
    found = [
        title(described, row), *foreign_words(described, row), paper(described, row), date(described, row),
        publisher(described, row), author(described, row), place(described, row), pages(described, row),
        kind(described, row), isbn(described, row),
    ]  # fmt: skip
    evidence = tuple(one for one in found if one is not None)
    points = sum(one.points for one in evidence)
    has_title = any(one.name in ("title", "paper", "isbn") for one in evidence)
    score = min(max(points, 0), MOST) / MOST if has_title else 0.0
    return Candidate(str(row["review_id"]), round(score, 2), evidence)


def plain_title(row: Row) -> str:
    """Return the title of a row without what the catalogue adds to it.

    >>> plain_title({"title": "Grooming: Second Report of Session 2013-14 (HC 68-I)"})
    'Grooming'
    """
    return _without_additions(str(row["title"]))


def closeness(described: Description, row: Row) -> tuple[float, str]:
    """Return how near a document's title is to that of a row, from 0 to 1, and where it was seen."""
    full = _normalised(plain_title(row))
    head = _normalised(plain_title(row).partition(": ")[0])
    front = _normalised(described.front)
    near = [(0.0, "")]
    for text, where in ((described.title, described.title_from), (described.own_title, "which the file carries")):
        of_document = _normalised(text)
        if of_document:
            alike = max(fuzz.ratio(of_document, full), fuzz.token_sort_ratio(of_document, full))
            near.append((alike / 100, where))
            if len(head) >= SHORTEST_HEAD and head != full:
                near.append((HEAD_ONLY * fuzz.ratio(of_document, head) / 100, f"{where}: its first part"))
    for text in {full, head}:
        if len(text) >= SHORTEST_HEAD and len(front) >= len(text):
            near.append((ON_FRONT * fuzz.partial_ratio(text, front) / 100, "printed on the first pages"))
    return max(near)


def title(described: Description, row: Row) -> Evidence | None:
    """Compare the titles."""
    near, where = closeness(described, row)
    if near < NO_TITLE:
        return None
    points = TITLE * (near - NO_TITLE) / (1 - NO_TITLE)
    return Evidence("title", points, f"title {100 * near:.0f} of 100 alike ({where})")


def foreign_words(described: Description, row: Row) -> list[Evidence]:
    """Name the telling words that only one of the two titles has."""
    catalogued = telling_words(plain_title(row))
    own, on_front = telling_words(described.title), telling_words(described.front)
    of_names = telling_words(
        " ".join(str(row[column]) for column in ("publisher", "authors", "area", "commissioned_by"))
    )
    only_own = own - catalogued - of_names
    only_catalogued = catalogued - own - on_front
    found = []
    if only_own:
        found.append(Evidence("own words", _points_of(only_own), f"its title also says {_words(only_own)}"))
    if only_catalogued:
        reason = f"its first pages do not say {_words(only_catalogued)}"
        found.append(Evidence("words", _points_of(only_catalogued), reason))
    return found


def _points_of(foreign: frozenset[str]) -> float:
    """Return what words speak against that only one of two titles has."""
    return max(sum(FOREIGN_NUMBER if word.isdigit() else FOREIGN_WORD for word in foreign), MOST_FOREIGN)


@lru_cache(maxsize=1000)
def telling_words(text: str) -> frozenset[str]:
    """Return the words of a text that tell it from others on the same subject."""
    words = re.findall(r"[a-z0-9]+", _normalised(text).replace("'s", ""))
    return frozenset(word for word in words if word not in NOT_TELLING and (len(word) > 2 or word.isdigit()))


def paper(described: Description, row: Row) -> Evidence | None:
    """Compare the numbers of papers, where the catalogue has one."""
    catalogued = papers_in(str(row["title"]))
    if not catalogued or not described.papers:
        return None
    wanted = catalogued[0]
    own = next((paper for paper in described.papers if paper[:2] == wanted[:2]), described.papers[0])
    if own[:2] == wanted[:2] and (own.volume == wanted.volume or not (own.volume and wanted.volume)):
        return Evidence("paper", PAPER, f"the same number, {own}")
    return Evidence("paper", OTHER_PAPER, f"another number: {own}, not {wanted}")


def date(described: Description, row: Row) -> Evidence | None:
    """Compare the dates of publication, as far as both are known."""
    own, catalogued = described.date, str(row["date_published"])
    if not own or not catalogued:
        return None
    known = min(len(own), len(catalogued))
    if own[:known] == catalogued[:known]:
        points = {10: SAME_DAY, 7: SAME_MONTH}.get(known, SAME_YEAR)
        return Evidence("date", points, f"published {own}, as in the catalogue ({catalogued})")
    if own[:4] == catalogued[:4]:
        return Evidence("date", SAME_YEAR, f"published in the same year ({own}; in the catalogue {catalogued})")
    apart = abs(int(own[:4]) - int(catalogued[:4]))
    points = NEXT_YEAR if apart == 1 else OTHER_YEAR
    return Evidence("date", points, f"published {own}, in the catalogue {catalogued}")


def publisher(described: Description, row: Row) -> Evidence | None:
    """Compare the publishers: any body that the row names counts."""
    bodies = [name for column in ("publisher", "authors", "commissioned_by") for name in split_list(str(row[column]))]
    if described.publisher:
        alike = max((_alike_bodies(described.publisher, body) for body in bodies), default=0)
        if alike >= 90:
            return Evidence("publisher", PUBLISHER, f"published by {described.publisher}")
    front = _normalised(described.front)
    of_row = [name for name in split_list(str(row["publisher"])) if len(name) > 3]
    printed = next((name for name in of_row if f" {_normalised(name).removeprefix('the ')} " in f" {front} "), "")
    if printed:
        return Evidence("publisher", PUBLISHER, f"{printed} is named on the first pages")
    if described.publisher and bodies:
        return Evidence("publisher", OTHER_PUBLISHER, f"published by {described.publisher}, not {row['publisher']}")
    return None


def author(described: Description, row: Row) -> Evidence | None:
    """Look for a person among the row's authors on the first pages."""
    front = _normalised(described.front)
    for name in split_list(re.sub(r"\([^)]*\)", "", str(row["authors"]))):
        words = _normalised(HONOURS.sub(" ", name.partition(",")[0]))
        is_body = NO_PERSON.search(name) or name == row["publisher"]
        if len(words.split()) > 1 and not is_body and f" {words} " in f" {front} ":
            return Evidence("author", AUTHOR, f"{name} is named on the first pages")
    return None


def place(described: Description, row: Row) -> Evidence | None:
    """Look for the place of a local document on the first pages; of two joined places one is enough."""
    area = str(row["area"]).partition(";")[0].partition("(")[0].strip()
    places = [_normalised(part) for part in (area, *area.split(" and "))]
    if not area or places[0] in NATIONS:
        return None
    front = _normalised(f"{described.title} {described.own_title} {described.front}")
    if any(f" {name} " in f" {front} " for name in places):
        return Evidence("place", PLACE, f"{area} is named on the first pages")
    return Evidence("place", NO_PLACE, f"{area} is not named on the first pages")


def pages(described: Description, row: Row) -> Evidence | None:
    """Compare the numbers of pages, as far as both are known."""
    stated = int(str(row["pages"] or 0)) if str(row["pages"]).isdigit() else 0
    if not stated or not described.pages:
        return None
    words = f"{described.pages} pages, in the catalogue {stated}"
    if abs(described.pages - stated) <= max(2, NEAR_PAGES * stated):
        return Evidence("pages", PAGES, words)
    few = described.pages < SHARE_OF_SUMMARY * stated
    return Evidence("pages", FEW_PAGES if few else OTHER_PAGES, words)


def kind(described: Description, row: Row) -> Evidence | None:
    """Compare the kinds: the same kind tells little, a response in the place of a review tells much."""
    own, catalogued = described.kind, str(row["kind"])
    if not own or not catalogued:
        return None
    if own == catalogued:
        return Evidence("kind", KIND, f"its kind is {own}")
    if "government-response" in (own, catalogued) and "government-strategy" not in (own, catalogued):
        return Evidence("kind", OTHER_SORT, f"its kind is {own}, in the catalogue {catalogued}")
    return None


def isbn(described: Description, row: Row) -> Evidence | None:
    """Compare the numbers of books, where the catalogue has a column for them."""
    catalogued = re.sub(r"[^\dXx;]", "", str(row.get("isbn", "")))
    same = next((number for number in described.isbns if number in catalogued.split(";")), "")
    return Evidence("isbn", ISBN, f"the same ISBN, {same}") if same else None


@lru_cache(maxsize=1000)
def _without_additions(title: str) -> str:
    """Return a catalogue's title without the number of its paper, its session, or a note of ours."""
    return phrases.clean(NOT_TITLE.sub(" ", title)).strip(" :")


@lru_cache(maxsize=1000)
def _normalised(text: str) -> str:
    """Return text as it is compared: a document's first pages are compared with each row of the catalogue."""
    return phrases.normalise(text)


def _alike_bodies(name: str, other: str) -> float:
    """Return how alike the names of two bodies are, of 100; a longer form of one name is the same body."""
    one, two = (_normalised(each).removeprefix("the ") for each in (name, other))
    return max(fuzz.ratio(one, two), fuzz.token_set_ratio(one, two) if min(len(one), len(two)) > 5 else 0)


def _words(words: frozenset[str]) -> str:
    """Return words as a person reads them."""
    return ", ".join(f"'{word}'" for word in sorted(words)[:6])
