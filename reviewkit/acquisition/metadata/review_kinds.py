"""What sort of document it is, by the words of its title first, then by who published it.

Comes in: the title, the publisher, the text of the first page, the catalogue. Goes out: a kind of
`tables.KINDS_OF_REVIEW`.

Limit: an independent review that a department published is of no kind that the catalogue has, and gets none.
"""

from __future__ import annotations

import re

import pandas as pd

from reviewkit.acquisition.metadata import bodies, phrases
from reviewkit.acquisition.metadata.phrases import Proposal

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
BY_COVER = {"serious-case-review", "thematic-inspection"}  # whose words say so on a cover too
BY_LINE = (  # a line of its own on the first page
    ("research", r"(?:Research |Policy )?[Bb]riefing(?: [Pp]aper)?(?: [\d/]+)?|Research (?:[Rr]eport|and analysis)"),
    ("statutory-guidance", r"Statutory guidance"),
    ("guidance", r"(?:Practice )?[Gg]uidance"),
)  # fmt: skip
BY_PUBLISHER = (
    ("audit", r"National Audit|Audit (?:Office|Commission|Wales|Scotland)"),
    ("thematic-inspection", bodies.INSPECTS.pattern),
    ("inquiry", r"\bInquiry\b"),
    ("research", r"\bUniversity\b|\bInstitute\b|Library$"),
)  # fmt: skip
EARLIER = re.compile(r"\b(?:after|since|following)\b[^:]{0,40}$", re.I)  # "Stocktake after the serious case review"
SESSION = re.compile(r"\breport of session\b|\bHL paper\b|^HC \d+", re.I | re.M)
COVER = 150  # words: a page with more is no cover


def propose_kind(title: str, publisher: str, first: str, listed: pd.DataFrame) -> Proposal | None:
    """The title, the publisher, the first page's text and the catalogue in; the kind out, or None."""
    grounds = (
        _answers(title, publisher, first),
        _committees(publisher, first),
        _by_line(first),
        _by_words(title, publisher, first),
        _by_publisher(title, publisher, listed),
    )
    return next((said for said in grounds if said), None)


def _answers(title: str, publisher: str, first: str) -> Proposal | None:
    """A government's response: by the title, or by the words below it."""
    if bodies.FORCE.search(publisher):
        return None  # a council or a force that answers is no government
    found, place = RESPONSE.search(title), "in the title"
    if not found and re.search(r"\bgovernment\b", title, re.I):
        found, place = RESPONSE.search(" ".join(first.split())[:600]), "on the first page"
    return _for("government-response", found.group(), place) if found else None


def _committees(publisher: str, first: str) -> Proposal | None:
    """A report of a parliament's committee."""
    if not (bodies.HOUSES.match(publisher) and bodies.COMMITTEE.search(publisher)):
        return None
    found = SESSION.search(first)
    session = f", and the words {phrases.quoted(found.group())} on the first page" if found else ""
    return Proposal("select-committee", f"its kind by its publisher, a committee{session}")


def _by_line(first: str) -> Proposal | None:
    """What the first page calls it, on a line of its own."""
    for line in first.splitlines():
        for name, pattern in BY_LINE:
            if re.fullmatch(pattern, line.strip()):
                return _for(name, line, "on the first page")
    return None


def _by_words(title: str, publisher: str, first: str) -> Proposal | None:
    """What the words of the title call it; of a cover, the words that only such documents have there."""
    on_cover = " ".join(first.split()) if len(first.split()) <= COVER else ""
    for text, place in ((title, "in the title"), (on_cover, "on the first page")):
        for name, pattern in BY_TITLE:
            found = re.search(pattern, text, re.I)
            if not found or EARLIER.search(text[: found.start()]) or (text is not title and name not in BY_COVER):
                continue
            if name != "government-strategy" or not bodies.LOCAL.search(publisher):
                return _for(name, found.group().lower(), place)
    return None


def _by_publisher(title: str, publisher: str, listed: pd.DataFrame) -> Proposal | None:
    """What such a publisher publishes; or what the catalogue has of this one, where all of it is of one kind."""
    for name, pattern in BY_PUBLISHER:
        if re.search(pattern, publisher):
            return Proposal(name, f"its kind by its publisher, {phrases.quoted(publisher)}")
    reviews = re.search(r"(?<!national )\breviews?\b", title, re.I) and not re.search(
        r"\b(?:response|reply)\b", title, re.I
    )
    if reviews and bodies.LOCAL.search(publisher):
        return Proposal("local-review", f"its kind by the word 'review' in the title and its publisher, '{publisher}'")
    known = listed.loc[listed["publisher"] == publisher, "kind"] if publisher else listed["kind"].head(0)
    if len(known) > 1 and known.nunique() == 1:
        return Proposal(
            known.iloc[0], f"its kind by its publisher: so are all {len(known)} that the catalogue has of it"
        )
    return None


def _for(name: str, said: str, place: str) -> Proposal:
    """A kind, and the words that say so."""
    return Proposal(name, f"its kind by the words {phrases.quoted(said)} {place}")
