"""Say what each occurrence is (made by this document, quoted from another, or a conclusion), and why.

A document that answers or describes a report makes no recommendations of its own. Elsewhere the words before a passage
say whose it is, and in a series that mixes conclusions and recommendations the words of each item say what it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from reviewkit.extraction import wording
from reviewkit.extraction.list_items import Occurrence
from reviewkit.extraction.numbered_lists import heading_asks, nearest_heading

REPORT_WORDS = r"(reports?|inquiry|review|audit|committee(’s|'s)?|recommendations|investigation|petition|findings)"
GOVERNMENT_RESPONSE = re.compile(  # "Government Response to the Committee's Fourth Report", "Government response: CP 1"
    r"\b(government|hmg|ministers|department|home office|cabinet office)[’'s]*\s+(\w+\s+)?respon(se|ds)\b"
    r"(?!\s+(to|is|was|has|will)\b)"
    r"|\b(government|hmg|ministers|department|home office|cabinet office)[’'s]*\s+(\w+\s+)?respon(se|ds)\s+to\s+"
    rf"(the\s+)?([^\s.:]+\s+){{0,14}}{REPORT_WORDS}",
    re.I,
)
RESPONSE_TO_REPORT = re.compile(  # "The council's response to the Independent Review"; not where HARM_WORDS stand in it
    rf"\b[Rr]espon(?:se|ds) to (?:the|our|its|recommendations|[A-Z0-9])(?:[^\s.:]*\s+){{1,12}}?(?i:{REPORT_WORDS})\b"
)
OWN_LIST = re.compile(  # "Conclusions and recommendations", a heading: the document makes its own
    r"^\W*(\d{1,2}\.?\s+)?conclusions and recommendations\W*(\d{1,3}\W*)?$", re.I | re.M
)
HARM_WORDS = re.compile(r"exploit|abuse|groom|child|victim|missing|violen|harm|offend|crime|young", re.I)
BRIEFING = re.compile(r"research briefing|commons library|briefing paper|library briefing|postnote", re.I)
ITALIC_SHARE = 0.3  # of the letters: an item of which more is in italics is set in italics
TITLE_WORDS = 90  # words of the first page with text: its title and what stands beside it
WORDS_OF_GENRE = 40  # words of the first page with text: what kind of document it calls itself
GUIDANCE = re.compile(  # "Statutory guidance", "A toolkit for first responders", "Strategic vision for rail"
    r"\b(guidance|toolkit|code of practice|strateg(y|ic)|action plan|annual report|progress report|factsheet"
    r"|policy statement)\b",
    re.I,
)
SAYS_CONCLUSION = re.compile(r"conclusion", re.I)
CROSS_REFERENCE = re.compile(  # "(paragraph 4.23)."
    r"\(\s*(paragraphs?|paras?\.?)\s+[\d.,\s–-]+(and [\d.]+)?\)\s*\.?$", re.I
)
CLOSING_KIND = re.compile(  # "(Recommendation, Paragraph 17)", "(Conclusion)"
    r"\((?P<kind>recommendation|conclusion)(,[^)]*)?\)\.?\s*$", re.I
)
NAMES_REPORT = re.compile(  # "the Interim Report", "the 2012 review", "the Home Affairs Committee"
    r"\b(?:[Tt]he|[Ii]ts|[Tt]heir|[Hh]is|[Hh]er)\s+((?:\d{4}\s+)?(?:[A-Z][\w’'&-]+\s+(?:(?:of|on|and|for|the|into)\s+)*){0,7}"
    r"(?:[Rr]eport|[Rr]eview|[Ii]nquiry|[Cc]ommittee|[Aa]udit|[Pp]anel|[Bb]oard|[Ii]nspection)(?:\s+of\s+\d{4}|\s+\(\d{4}\))?)"
)


class Kind(NamedTuple):
    """What an occurrence is, why, and where it comes from when it is quoted."""

    kind: str
    reason: str
    quoted_from: str = ""


def what_is_answered(texts: Sequence[str]) -> str:
    """Return what a document answers or describes, from its pages' texts; "" where it is a report of its own.

    >>> what_is_answered(["Government Response to the Fourth Report of the Committee"])[:10]
    'Government'
    """
    opening = " ".join(next((text for text in texts[:3] if text.strip()), "").split()[:TITLE_WORDS])
    of_others = _response_to_report(opening) if not any(map(OWN_LIST.search, texts)) else None
    match = GOVERNMENT_RESPONSE.search(opening) or of_others or BRIEFING.search(opening)
    return opening[match.start() : match.start() + 160].strip() if match else ""


def is_guidance(texts: Sequence[str]) -> bool:
    """Return whether the title calls a document guidance, a strategy or the like: they ask, and recommend nothing.

    >>> is_guidance(["Statutory guidance for partnerships on children who go missing"])
    True
    """
    opening = " ".join(next((text for text in texts[:3] if text.strip()), "").split()[:WORDS_OF_GENRE])
    return bool(GUIDANCE.search(opening))


def _response_to_report(opening: str) -> re.Match[str] | None:
    """Return the words that say that a document replies to a report; a response to harm is a report's own subject."""
    return next((match for match in RESPONSE_TO_REPORT.finditer(opening) if not HARM_WORDS.search(match.group())), None)


def classify(occurrence: Occurrence, answered: str, mixed: bool, set_apart: bool) -> Kind:
    """Return the kind of an occurrence, given what its document answers.

    `mixed`: its series holds conclusions too. `set_apart`: italics mark the recommendations in that series.
    """
    if any(wording.OF_EARLIER_REPORT.search(part) for part in occurrence.headings.split(" / ")):
        return Kind("quoted", "the heading says that they are of an earlier report", _report_named(occurrence.headings))
    if answered:
        return Kind("quoted", "the document answers or describes a report", _report_named(answered) or answered)
    if occurrence.quoted or _is_led_in_as_others(occurrence.lead_in):
        return Kind("quoted", "the words before it say that another report made it", _report_named(occurrence.lead_in))
    tag = CLOSING_KIND.search(occurrence.text)
    if tag:
        return Kind(tag["kind"].lower(), "its kind is printed at its end")
    if not mixed:
        return Kind("recommendation", _why(occurrence))
    if set_apart:
        is_italic = occurrence.italic > ITALIC_SHARE
        return Kind("recommendation" if is_italic else "conclusion", "italics mark recommendations in this series")
    if wording.asks_somebody(occurrence.text):
        return Kind("recommendation", "it asks, in a series that holds conclusions too")
    return Kind("conclusion", "it asks for nothing, in a series that holds conclusions too")


def _is_led_in_as_others(lead_in: str) -> bool:
    """Return whether the words before a passage say that others recommended it."""
    if wording.RECOMMENDS_OR_URGES_IN_OWN_NAME.search(lead_in[-120:]):
        return False
    return bool(wording.OTHERS_RECOMMENDED.search(lead_in[-250:]))


def holds_conclusions(series: Sequence[Occurrence]) -> bool:
    """Return whether a series holds conclusions too: its heading says so, or its items point to paragraphs."""
    return bool(SAYS_CONCLUSION.search(series[0].headings)) or points_to_paragraphs(series)


def points_to_paragraphs(series: Sequence[Occurrence]) -> bool:
    """Return whether the items of a series point to the paragraphs that argue for them, as committees' lists do."""
    return sum(bool(CROSS_REFERENCE.search(occurrence.text)) for occurrence in series) >= 0.5 * len(series)


def italics_mark_recommendations(series: Sequence[Occurrence]) -> bool:
    """Return whether italics mark the recommendations of a series.

    Some items are in italics, and of the others none recommends.
    """
    upright = [occurrence for occurrence in series if occurrence.italic <= ITALIC_SHARE]
    if not upright or len(upright) == len(series):
        return False
    return not any(wording.RECOMMENDS_OR_URGES_IN_OWN_NAME.search(occurrence.text) for occurrence in upright)


def is_argument(series: Sequence[Occurrence]) -> bool:
    """Return whether a bare numbered series is argument in numbered paragraphs, and not a list of asks."""
    if series[0].form == "named":
        return False
    commands_ask = heading_asks(nearest_heading(series[0].headings))
    asking = [
        bool(
            wording.ASKS_STRICTLY.search(occurrence.text) or (commands_ask and wording.COMMANDS.match(occurrence.text))
        )
        for occurrence in series
    ]
    asking_share = sum(asking) / len(series)
    pointing_share = sum(bool(CROSS_REFERENCE.search(occurrence.text)) for occurrence in series) / len(series)
    min_asking_share = 0.6 if series[0].form == "decimal" else 0.34
    return asking_share < min_asking_share and pointing_share < 0.4


def _why(occurrence: Occurrence) -> str:
    """Return the reason for taking an occurrence for a recommendation."""
    if occurrence.form in ("named", "letter-r"):
        return "it is labelled as one"
    if occurrence.layout == "scored":
        return "its words, its headings and what stands around it are like those of recommendations"
    if occurrence.layout == "prose":
        return "the sentence says that it is recommended"
    return "it stands in a numbered list of recommendations"


def _report_named(text: str) -> str:
    """Return the report that a sentence names, the last one named."""
    names = NAMES_REPORT.findall(text)
    return names[-1] if names else ""
