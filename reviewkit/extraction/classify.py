"""Printings -> what each is: made by this document, quoted from another, or a conclusion; and why.

A document that answers or describes a report makes none of its own. Elsewhere the words before a passage say whose it
is, and in a series that mixes conclusions and recommendations the words of each item say what it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from reviewkit.extraction.list_items import Occurrence
from reviewkit.extraction.numbered_lists import is_headed, nearest_heading

DOCUMENT = r"(reports?|inquiry|review|audit|committee(’s|'s)?|recommendations|investigation|petition|findings)"
ANSWER = re.compile(  # "Government Response to the Committee's Fourth Report", "Government response: CP 1240"
    r"\b(government|hmg|ministers|department|home office|cabinet office)[’'s]*\s+(\w+\s+)?respon(se|ds)\b"
    r"(?!\s+(to|is|was|has|will)\b)"
    r"|\b(government|hmg|ministers|department|home office|cabinet office)[’'s]*\s+(\w+\s+)?respon(se|ds)\s+to\s+"
    rf"(the\s+)?([^\s.:]+\s+){{0,14}}{DOCUMENT}",
    re.I,
)
REPLY = re.compile(  # "The council's response to the Independent Review"; "police response to children" has HARM in it
    rf"\b[Rr]espon(?:se|ds) to (?:the|our|its|recommendations|[A-Z0-9])(?:[^\s.:]*\s+){{1,12}}?(?i:{DOCUMENT})\b"
)
HARM = re.compile(r"exploit|abuse|groom|child|victim|missing|violen|harm|offend|crime|young", re.I)
BRIEFING = re.compile(r"research briefing|commons library|briefing paper|library briefing|postnote", re.I)
TITLE_WORDS = 90  # words of the first page with text: its title and what stands beside it
ASKS = re.compile(  # "We urge ministers", "the Government should", "shall be required"
    r"\b(should|must|shall|ought to|recommend(s|ed)? that|needs? to be|(is|are) required to|will want to"
    r"|strongly encourage|and (urge|recommend|call on|invite)"
    r"|(we|i) (\w+ ){0,2}(recommend|urge|call on|call for|invite|suggest|propose|ask|encourage|expect|advise|seek))\b",
    re.I,
)
EVALUATES = re.compile(  # "it should not be in dispute", "the progress should be welcomed": a judgement, and no ask
    r"\b(should|must) (not )?(also )?be (in dispute|forgotten|underestimated|welcomed|commended|congratulated|praised"
    r"|noted|proud|clear|surpris\w+|recogni[sz]ed that|remembered|acknowledged|applauded|regretted)\b"
    r"|\b(should|must) (not )?have (been|done|had|known|seen|told|made|taken|given|led|\w+ed)\b",
    re.I,
)
COMMANDS = re.compile(  # "Make it an offence", "Train all night staff": charities and councils ask so
    r"(act|add|adopt|agree|allow|amend|appoint|ask|assess|audit|bring|build|carry|change|check|collect|commission|consider"
    r"|continue|create|develop|draw|end|ensure|establish|extend|find|fund|give|have|hold|implement|improve|include"
    r"|increase|introduce|invest|invite|issue|keep|launch|let|make|monitor|move|name|offer|open|pay|produce|promote|provide"
    r"|publish|put|raise|record|reduce|remove|replace|require|review|revise|set|share|stop|strengthen|support|take|teach|tell"
    r"|test|train|treat|update|use|work|write)\b",
    re.I,
)
MODAL = re.compile(r"should|must|shall|ought to", re.I)
OUGHT = re.compile(  # "no child should", "why a protection should", "others should": what ought to be, asked of nobody
    r"\b(no (child|one|young|person|victim|parent)\w*|nobody|none|others|children|young people|victims?|survivors?"
    r"|any(one|body)|every(one|body)|why)\b",
    re.I,
)
AGENT = re.compile(
    r"government|minister|secretar|department|office|police|force|constable|council|authorit|agenc|service|board"
    r"|partner|committee|commission|inspector|ofsted|nhs|trust|provider|compan|regulator|school|court|prosecut|parliament",
    re.I,
)
FORMAL = re.compile(  # "we therefore recommend", "The Panel urges"
    r"\b(we|i|committee|panel|inquiry|review) (\w+ ){0,3}(recommends?|urges?|calls? (on|upon|for)|invites?)\b", re.I
)
CONCLUDES = re.compile(r"conclusion", re.I)
CROSS_REFERENCE = re.compile(  # "(paragraph 4.23)."
    r"\(\s*(paragraphs?|paras?\.?)\s+[\d.,\s–-]+(and [\d.]+)?\)\s*\.?$", re.I
)
OTHERS = re.compile(  # "The Committee recommended:", "In the Interim Report, I made the following recommendations:"
    r"\b(recommended|made (the|these|a number of|\w+) (following )?(\w+ )?recommendations?"
    r"|recommendations? (was|were|had)|its (report )?recommend\w+)\b",
    re.I,
)
EARLIER = re.compile(  # "Progress on the 2026 recommendations", "Recommendations of the previous review"
    r"(progress|previous|earlier|prior|last|(19|20)\d\d)\b.*\brecommendations|\brecommendations\b.*"
    r"\b(progress|previous|earlier|(19|20)\d\d (review|report|inquiry|inspection))"
    r"|\b(single|individual)[- ]agency\b|\bmanagement reviews?\b",
    re.I,
)
REPORT = re.compile(  # "the Interim Report", "the 2012 review", "the Home Affairs Committee"
    r"\b(?:[Tt]he|[Ii]ts|[Tt]heir|[Hh]is|[Hh]er)\s+((?:\d{4}\s+)?(?:[A-Z][\w’'&-]+\s+(?:(?:of|on|and|for|the|into)\s+)*){0,7}"
    r"(?:[Rr]eport|[Rr]eview|[Ii]nquiry|[Cc]ommittee|[Aa]udit|[Pp]anel|[Bb]oard|[Ii]nspection)(?:\s+of\s+\d{4}|\s+\(\d{4}\))?)"
)


class Kind(NamedTuple):
    """What a printing is, why, and where it comes from when it is quoted."""

    kind: str
    reason: str
    quoted_from: str = ""


def answers(texts: Sequence[str]) -> str:
    """The pages' texts in; what the document answers or describes, or "" where it is a report of its own.

    >>> answers(["Government Response to the Fourth Report of the Committee"])[:10]
    'Government'
    """
    opening = " ".join(next((text for text in texts[:3] if text.strip()), "").split()[:TITLE_WORDS])
    found = ANSWER.search(opening) or _reply(opening) or BRIEFING.search(opening)
    return opening[found.start() : found.start() + 160].strip() if found else ""


def _reply(opening: str) -> re.Match[str] | None:
    """Words that say that a document replies to a report; a response to some harm is what a report is about."""
    return next((found for found in REPLY.finditer(opening) if not HARM.search(found.group())), None)


def classify(printing: Occurrence, answered: str, mixed: bool, set_apart: bool) -> Kind:
    """A printing in, with what its document answers; its kind out.

    `mixed`: its series holds conclusions too. `set_apart`: italics mark the recommendations in that series.
    """
    if any(EARLIER.search(part) for part in printing.headed.split(" / ")):
        return Kind("quoted", "the heading says that they are of an earlier report", _source(printing.headed))
    if answered:
        return Kind("quoted", "the document answers or describes a report", _source(answered) or answered)
    told = OTHERS.search(printing.lead_in[-250:]) and not FORMAL.search(printing.lead_in[-120:])
    if printing.quoted or told:
        return Kind("quoted", "the words before it say that another report made it", _source(printing.lead_in))
    if not mixed:
        return Kind("recommendation", _why(printing))
    if set_apart:
        made = printing.italic > 0.3
        return Kind("recommendation" if made else "conclusion", "italics mark recommendations in this series")
    if asks(printing.text):
        return Kind("recommendation", "it asks, in a series that holds conclusions too")
    return Kind("conclusion", "it asks for nothing, in a series that holds conclusions too")


def asks(text: str) -> bool:
    """Whether a text asks somebody for something, and does not only judge or say what ought to be.

    >>> asks("The Government should publish a plan."), asks("No child should be left at risk by a label.")
    (True, False)
    """
    plain = EVALUATES.sub(" ", text)
    for found in ASKS.finditer(plain):
        clause = re.split(r"[.;:,]", plain[: found.start()])[-1]
        if not MODAL.fullmatch(found.group()) or not OUGHT.search(clause) or AGENT.search(clause):
            return True
    return False


def mixed(series: Sequence[Occurrence]) -> bool:
    """Whether a series holds conclusions too: its heading says so, or its items point to paragraphs."""
    return bool(CONCLUDES.search(series[0].headed)) or is_pointer(series)


def is_pointer(series: Sequence[Occurrence]) -> bool:
    """Whether the items of a series point to the paragraphs in which they are argued, as committees' lists do."""
    return sum(bool(CROSS_REFERENCE.search(one.text)) for one in series) >= 0.5 * len(series)


def set_apart(series: Sequence[Occurrence]) -> bool:
    """Whether italics tell the recommendations of a series: some are in italics, and no other says "recommend"."""
    italic = [one for one in series if one.italic > 0.3]
    upright = [one for one in series if one.italic <= 0.3]
    return bool(italic) and bool(upright) and not any(FORMAL.search(one.text) for one in upright)


def argues(series: Sequence[Occurrence]) -> bool:
    """Whether a bare numbered series is argument in numbered paragraphs, and no list of asks."""
    if series[0].form == "named":
        return False
    commands = is_headed(nearest_heading(series[0].headed))
    asking = sum(bool(ASKS.search(one.text) or commands and COMMANDS.match(one.text)) for one in series) / len(series)
    pointing = sum(bool(CROSS_REFERENCE.search(one.text)) for one in series) / len(series)
    least = 0.6 if series[0].form == "decimal" else 0.34
    return asking < least and pointing < 0.4


def _why(printing: Occurrence) -> str:
    """The reason for taking a printing for a recommendation."""
    if printing.form in ("named", "letter-r"):
        return "it is labelled as one"
    if printing.standing == "prose":
        return "the sentence says that it is recommended"
    return "it stands in a numbered list of recommendations"


def _source(text: str) -> str:
    """The report that a sentence names, the last one named."""
    found = REPORT.findall(text)
    return found[-1] if found else ""
