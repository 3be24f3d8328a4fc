"""Tell what sort of document it is, by the words of its title first, then by who published it.

Input: the title, the publisher, the text of the first page, the catalogue. Output: a kind of
`corpus.schema.KINDS_OF_REVIEW`.

Limitations: an independent review that a department published is of no kind that the catalogue has, and gets none.
"""

from __future__ import annotations

import re
from collections.abc import Collection

import pandas as pd

from reviewkit.acquisition.metadata import bodies, phrases
from reviewkit.acquisition.metadata.phrases import Proposal
from reviewkit.corpus import schema

RESPONSE = re.compile(  # "Government response to", "Response to the Committee's Second Report"; no police response
    r"\b(?:government|department|minist\w+|secretary of state)\b[^:]{0,40}\bresponse\b"
    r"|\bresponse (?:of|from|by) (?:the )?(?:\w+ )?government\b"
    r"|\b(?:response|reply) to\b[^:]{0,120}"
    r"\b(?:reports?|review|inquiry|audit|recommendations|committee|investigation)\b",
    re.I,
)
BY_TITLE = (  # the first that fits holds
    ("serious-case-review", r"\b(?:serious case reviews?|child (?:safeguarding )?practice review)\b"),
    ("audit", r"\baudit\b(?! committee)"),  # National Audit on Group-based Child Sexual Exploitation
    ("thematic-inspection", r"\b(?:joint )?(?:thematic |targeted )?(?:area )?inspections?\b"),
    ("statutory-guidance", r"\bstatutory\b.{0,60}\b(?:guidance|standards)\b|\bguidance to\b.*\bworking together\b"),
    ("government-strategy", r"\b(?:strategy|action plan|national plan)\b"),
    ("inquiry", r"\binquiry\b"),
    ("guidance", r"\b(?:guidance|guide|guidelines|toolkit)\b"),
    ("local-review", r"\bscrutiny\b"),  # Scrutiny review of child exploitation
    ("research", r"\b(?:research|literature review|evidence review|rapid evidence assessment|statistics)\b"),
)  # fmt: skip
ALSO_BY_COVER = {"serious-case-review", "thematic-inspection"}  # whose words say so on a cover too
BY_LINE = (  # a line of its own on the first page
    ("research", r"(?:Research |Policy )?[Bb]riefing(?: [Pp]aper)?(?: [\d/]+)?|Research (?:[Rr]eport|and analysis)"),
    ("statutory-guidance", r"Statutory guidance"),
    ("guidance", r"(?:Practice )?[Gg]uidance"),
)  # fmt: skip
BY_PUBLISHER = (
    ("audit", r"National Audit|Audit (?:Office|Commission|Wales|Scotland)"),
    ("thematic-inspection", bodies.INSPECTORATE.pattern),
    ("inquiry", r"\bInquiry\b"),
    ("research", r"\bUniversity\b|\bInstitute\b|Library$"),
)  # fmt: skip
EARLIER = re.compile(r"\b(?:after|since|following)\b[^:]{0,40}$", re.I)  # "Stocktake after the serious case review"
SESSION = re.compile(r"\breport of session\b|\bHL paper\b|^HC \d+", re.I | re.M)
LONGEST_COVER = 150  # words: a page with more is no cover
RESPONSE_LETTERS = 600  # letters of the first page in which a response says so
REVIEW = re.compile(r"(?<!national )\breviews?\b", re.I)
EXAMINES = re.compile(  # "Review of the response to", "An independent inquiry into": it answers nobody
    r"^\W*(?:(?!response|reply)[\w’'-]+ ){0,4}(?:review|inquiry|inspection|audit|investigation|evaluation)"
    r" (?:of|into|on)\b",
    re.I,
)
DEPARTMENT = re.compile(r"(?:Department|Ministry) (?:for|of)\b")
REVIEW_OF = re.compile(  # of practice, and not of what was written
    r"^\W*(?:an? |the )?(?:[\w-]+ )?review (?:of|into)\b"
    r"(?! (?:the )?(?:literature|evidence|research|law|legislation)\b)",
    re.I,
)


def propose_kind(title: str, publisher: str, first_page: str, catalogue: pd.DataFrame) -> Proposal | None:
    """Propose the kind of a document, by the first ground that tells one; None where none does."""
    return (
        _response(title, publisher, first_page)
        or _committee_report(publisher, first_page)
        or _by_line(first_page)
        or _by_words(title, publisher, first_page)
        or _by_publisher(title, publisher, catalogue)
    )


def _response(title: str, publisher: str, first_page: str) -> Proposal | None:
    """Propose a government's response: by the title, or by the words below it."""
    if EXAMINES.match(title) or bodies.INSPECTED.search(publisher):
        return None  # a council or a force that answers is no government
    match, where = RESPONSE.search(title), "in the title"
    if not match and re.search(r"\bgovernment\b", title, re.I):
        match, where = RESPONSE.search(" ".join(first_page.split())[:RESPONSE_LETTERS]), "on the first page"
    return _by_its_words("government-response", match.group(), where) if match else None


def _committee_report(publisher: str, first_page: str) -> Proposal | None:
    """Propose a report of a parliament's committee."""
    if not (bodies.PARLIAMENT.match(publisher) and bodies.COMMITTEE.search(publisher)):
        return None
    match = SESSION.search(first_page)
    session = f", and the words {phrases.quoted(match.group())} on the first page" if match else ""
    return Proposal("select-committee", f"its kind by its publisher, a committee{session}")


def _by_line(first_page: str) -> Proposal | None:
    """Propose what the first page calls the document, on a line of its own."""
    for line in first_page.splitlines():
        for kind, pattern in BY_LINE:
            if re.fullmatch(pattern, line.strip()):
                return _by_its_words(kind, line, "on the first page")
    return None


def _by_words(title: str, publisher: str, first_page: str) -> Proposal | None:
    """Propose what the title calls the document; or a cover, by words that only such documents have there."""
    in_title = _kind_in(title, publisher)
    if in_title:
        return _by_its_words(*in_title, "in the title")
    cover = " ".join(first_page.split()) if len(first_page.split()) <= LONGEST_COVER else ""
    on_cover = _kind_in(cover, publisher, ALSO_BY_COVER)
    return _by_its_words(*on_cover, "on the first page") if on_cover else None


def _kind_in(text: str, publisher: str, kinds: Collection[str] = schema.KINDS_OF_REVIEW) -> tuple[str, str] | None:
    """Return the first of these kinds that a text has the words of, and the words; a council has no strategy."""
    for kind, pattern in BY_TITLE:
        match = re.search(pattern, text, re.I) if kind in kinds else None
        if not match or EARLIER.search(text[: match.start()]):
            continue
        if kind != "government-strategy" or not bodies.LOCAL.search(publisher):
            return kind, match.group().lower()
    return None


def _by_publisher(title: str, publisher: str, catalogue: pd.DataFrame) -> Proposal | None:
    """Propose what such a publisher publishes; or the one kind that all documents of it in the catalogue have."""
    for kind, pattern in BY_PUBLISHER:
        if re.search(pattern, publisher):
            return Proposal(kind, f"its kind by its publisher, {phrases.quoted(publisher)}")
    answers = phrases.RESPONDS.search(title) and not EXAMINES.match(title)
    if REVIEW.search(title) and not answers and bodies.LOCAL.search(publisher):
        return Proposal("local-review", f"its kind by the word 'review' in the title and its publisher, '{publisher}'")
    review_of = REVIEW_OF.match(title)
    kinds = catalogue.loc[catalogue["publisher"] == publisher, "kind"] if publisher else catalogue["kind"].head(0)
    if len(kinds) > 1 and kinds.nunique() == 1:
        where = f"its kind by its publisher: so are all {len(kinds)} that the catalogue has of it"
        return Proposal(kinds.iloc[0], where)
    department = publisher in bodies.uk_bodies().by_name or DEPARTMENT.match(
        publisher
    )  # whose reviews are of no kind that the catalogue has
    return _by_its_words("local-review", review_of.group(), "in the title") if review_of and not department else None


def _by_its_words(kind: str, words: str, where: str) -> Proposal:
    """Return a kind, with the words that tell it."""
    return Proposal(kind, f"its kind by the words {phrases.quoted(words)} {where}")
