"""Name the signs that a document is not the review itself: a summary, a response, a news story, one volume of several.

Input: a `Description`, and the row of the catalogue that it is most like. Output: each sign in words, with the words
that show it. A sign that the row itself has ("follow-up report") is none.

Limitations: signs are looked for in the title, on the cover and in the first lines; a document that hides what it is
has none.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from reviewkit.acquisition.inbox import descriptions, scoring
from reviewkit.acquisition.inbox.descriptions import Description
from reviewkit.acquisition.metadata import phrases

NUMBERS_OF_YEARS = r"(?:one|two|three|four|five|six|\d+)"


class Sign(NamedTuple):
    """Words that show what a document is, and where they are looked for."""

    what: str
    pattern: re.Pattern[str]
    where: str  # title; lines: those of a PDF's cover; cover: both; front: all of the first pages


def _sign(what: str, where: str, pattern: str) -> Sign:
    return Sign(what, re.compile(pattern, re.I), where)


SIGNS = (
    _sign("may be a summary alone", "cover",
          r"\b(?:executive|management|plain english) summary\b|\bsummary (?:report|document|version)\b|\bat a glance\b"
          r"|\bsummary of (?:the )?(?:report|review|findings|inquiry|recommendations)\b"
          r"|\bkey (?:findings|messages)\b$"),
    _sign("may be a summary alone", "title", r"\bsummary\b"),
    _sign("may be a summary alone", "lines", r"^\W*summary\W*$"),
    _sign("answers a review", "cover",
          r"\b(?:response|reply) (?:to|from) (?:the|an?|our|its)\b|\bgovernment['’]?s? response\b"
          r"|\bresponse (?:of|by) (?:the )?(?:\w+ ){0,3}(?:government|council|board|police|partnership)\b"),
    _sign("is a press release or a news story", "front",
          r"\bpress (?:release|notice|statement)\b|\bmedia release\b|\bnews (?:story|release)\b|\bnotes to editors\b"
          r"|\bfor immediate release\b|\bembargoed (?:until|for)\b"),
    _sign("follows up an earlier review", "cover",
          rf"\bfollow[- ]?up\b|\b{NUMBERS_OF_YEARS} (?:years?|months) on\b"
          r"|\bprogress (?:report|update|review|against)\b|\brevisit\b|\bre-?inspection\b|\bpost[- ]inspection\b"),
    _sign("follows up an earlier review", "title",
          r"\bprogress\b|\bupdate\b|\bimplement\w+\b|\baction plan\b|\bstocktake\b|\blessons learn(?:ed|t) since\b"),
    _sign("is a paper of a meeting", "front",
          r"\bminutes of (?:the|a) meeting\b|\bagenda item\b|\bcover(?:ing)? report\b|\bwards? affected\b"
          r"|\breport to (?:members|council|cabinet|scrutiny)\b|\bdirectorate:|\bdate of meeting\b"
          r"|\bexempt from publication\b|^\W*\d*\W*meeting:"),
    _sign("is a version for other readers", "cover",
          r"\beasy[- ]?read\b|\b(?:young|younger) people['’]?s? (?:version|summary|guide)\b|\blarge print\b"
          r"|\b(?:version|guide|summary|report) for (?:children|(?:\w+ and )?young(?:er)? people|parents|victims)\b"
          r"|\b(?:child|youth)[- ]friendly\b|\bBSL\b|\bfersiwn\b|\bcrynodeb\b|\bWelsh (?:language )?version\b"),
    _sign("is another edition", "cover",
          r"\b(?:revised|corrected|amended|updated) (?:edition|version|report|final report)\b"
          r"|\b(?:second|third|2nd|3rd) edition\b"
          r"|\bdraft\b|\bredacted\b|\breprint(?:ed)?\b|\berratum\b|\bcorrigendum\b"),
    _sign("is a report before the final one", "cover", r"\binterim\b|\bemerging findings\b|\bpreliminary\b"),
    _sign("answers a review", "lines", r"^\W*(?:[\w’'&]+ ){0,6}(?:response|reply)\W*$"),
    _sign("follows up an earlier review", "lines",
          r"^\W*(?:progress|update|follow[- ]?up|implementation|action plan|improvement plan)\b.{0,40}$"),
    _sign("is a part of it", "lines", r"^\W*(?:technical |data )?(?:annex(?:es)?|appendi(?:x|ces))\b"),
    _sign("is another paper about it", "lines",
          r"^\W*(?:technical|statistical|background|working|discussion|scoping|evidence|literature) "
          r"(?:report|paper|note|review|summary)\W*$"
          r"|^\W*(?:terms of reference|(?:written|oral) evidence|call for evidence|methodology|fact ?sheet|newsletter"
          r"|toolkit|frequently asked questions|training (?:pack|materials?)|presentation\b.{0,40}|slides"
          r"|guide for\b.{0,40}|consultation\b.{0,20}|speaking notes?)\W*$"),
    _sign("is another paper about it", "cover", r"\bmethodology\b"),
    _sign("is another paper about it", "title",
          r"\bterms of reference\b|\b(?:written|oral) evidence\b|\btranscript\b|\bcall for evidence\b|\bslides?\b"
          r"|\bbriefing (?:note|paper)\b|\bpresentation\b|\bfrequently asked\b|\bletter\b|\bliterature review\b"
          r"|\bannex(?:es|ure)?\b|\bappendi(?:x|ces)\b|\bstatement\b|\bspeech\b|\bguide to\b"),
)  # fmt: skip
FEW_WORDS = 900  # of a web page: a page about a document has fewer, a report more
MEASURED = ("pages", "date", "paper")  # what makes a match doubtful, whatever the score, where it is far off


def signs_against(described: Description, row: scoring.Row | None) -> list[str]:
    """Return what shows that a document is not the review of a row itself, each with the words that show it.

    Without a row, whatever is found is named.
    """
    catalogued = "" if row is None else str(row["title"])
    shown: dict[str, str] = {}  # by what is shown, once
    for sign in SIGNS:
        words = _shown(sign, described, catalogued)
        if words:
            shown.setdefault(sign.what, words)
    found = list(shown.values())
    if descriptions.is_wordless(described):
        found.append("its first pages hold no words: a scan, perhaps")
    if described.document_links and described.words < FEW_WORDS:
        found.append(f"is a page about a document: {described.words} words, and a link to the document")
    return [*found, *_one_volume(described, catalogued), *_measured(described, row)]


def _shown(sign: Sign, described: Description, catalogued: str) -> str:
    """Return a sign in words; "" where it is not there, or is part of the catalogued title."""
    titles = [described.title, described.own_title]
    lines = list(described.cover) if described.form == "pdf" else []
    cover = [*titles, *described.cover, " ".join(described.cover)]
    looked_at = {"title": titles, "lines": lines, "cover": cover, "front": [*cover, described.front]}[sign.where]
    usual = phrases.normalise(catalogued)
    for text in looked_at:
        for match in sign.pattern.finditer(text):
            words = phrases.normalise(match.group())
            more_often = text in titles and phrases.normalise(text).count(words) > usual.count(words)
            if words not in usual or more_often:
                return f"{sign.what}: {phrases.quoted(match.group().strip())}"
    return ""


def _one_volume(described: Description, catalogued: str) -> list[str]:
    """Say that a document is one volume of several, unless the catalogue lists that volume."""
    listed = descriptions.volume_in(catalogued)[0]
    listed = listed or next((paper.volume for paper in descriptions.papers_in(catalogued)), 0)
    in_words = descriptions.volume_in("\n".join([*described.cover, described.title, described.own_title]))[0]
    is_report = described.volume == 1 and not in_words  # HC 954-I: Parliament's number of the report itself
    if not described.volume or described.volume == listed or is_report:
        return []
    total = f" of {described.of_volumes}" if described.of_volumes else ""
    return [f"is volume {described.volume}{total} alone"]


def _measured(described: Description, row: scoring.Row | None) -> list[str]:
    """Return what was measured and does not fit the row."""
    if row is None:
        return []
    evidence = scoring.candidate(described, row).evidence
    return [
        one.reason
        for one in evidence
        if (one.name in MEASURED and one.points <= scoring.NEXT_YEAR) or (one.name == "own words" and one.points < 0)
    ]
