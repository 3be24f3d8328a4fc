"""The cues of the trained selection: what words, headings and lead-ins hint that something is asked, or is not.

No cue decides anything: each is a column whose weight is learned (`reviewkit/data/selection-own.csv`). Beside each
pattern stands a line that it matches.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

TEXT_CUES = {
    name: re.compile(pattern, re.I)
    for name, pattern in {
        "should": r"\bshould\b",
        "must": r"\b(must|shall|ought to)\b",
        "will": r"\bwill\b",
        "needs to": r"\b(needs?|require[sd]?) to\b",
        "we recommend": r"\b(we|i|committee|inquiry|review|panel|commission|audit|report|research|commissioner|board)\b"
        r".{0,30}\b(recommends?|calls? (up)?on|calls? for|urges?|proposes?|suggests?|invites?|asks?)\b",
        "recommend": r"\brecommend",
        "recommended": r"\b(recommended|recommendations? (was|were|had|has|have))\b",
        "ensure": r"\bensur(e|es|ing)\b",
        "told": r"\b(was|were|had|did|found|told|said|heard|saw|showed|reported|stated|felt)\b",
        "has been": r"\b(has|have) (not )?been\b",
        "is": r"\b(is|are)\b",
        "year": r"\b(19|20)\d\d\b",
        "deadline": r"\bwithin\b.{0,20}\b(months?|weeks?|days|years?)\b|\bby (the )?(end|january|february|march|april"
        r"|may|june|july|august|september|october|november|december)\b|\bimmediately\b|\bannual",
        "closing tag": r"[(\[]\s*(recommendation|action|requirement)\b[^)\]]{0,40}[)\]]\.?\s*$|\(\d{2,3}/\d\d\)\.?\s*$",
        "conclusion tag": r"\(conclusion\b",
        "paragraph reference": r"\(paragraphs? [^)]*\)\.?\s*$",  # "(Paragraphs 4 and 9)"
        "you": r"\byour?\b",  # guidance speaks to its reader
        "question": r"\?\s*$",
        "quotation mark": r"[“\"]",
        "answer": r"\b(accept|agree|respon[ds]|progress)\w*\b",
        "citation": r"https?:|www\.|doi\b|ibid|\bpp?\. ?\d",
        "figure": r"\d ?%|per cent|percent|\bfigure \d|\btable \d",
        "contents line": r"\s\d{1,3}$|\.{4,}",
        "law": r"\b(section|regulation|article|schedule) \d|\bact (19|20)\d\d",
        "purpose": r"\b(including|such as|so that|in order to|to ensure)\b",
        "fault": r"\b(not|no|never|failed|lack|unclear|insufficient|poor|weak)\b",
    }.items()
}
TEXT_HINTS = {  # letters without which a cue is not there: to look for them takes a tenth of the time of the pattern
    "should": ("should",),
    "must": ("must", "shall", "ought to"),
    "will": ("will",),
    "needs to": ("need", "require"),
    "we recommend": ("recommend", "call", "urge", "propose", "suggest", "invite", "ask"),
    "recommend": ("recommend",),
    "recommended": ("recommend",),
    "ensure": ("ensur",),
    "has been": ("been",),
    "year": ("19", "20"),
    "deadline": ("within", "by ", "immediately", "annual"),
    "you": ("you",),
    "answer": ("accept", "agree", "respon", "progress"),
    "citation": ("http", "www.", "doi", "ibid", "p."),
    "figure": ("%", "per cent", "percent", "figure ", "table "),
    "law": ("section ", "regulation ", "article ", "schedule ", "act "),
    "purpose": ("including", "such as", "so that", "in order to", "to ensure"),
}
HEADING_CUES = {
    name: re.compile(pattern, re.I)
    for name, pattern in {
        "recommendations": r"r\s?e\s?c\s?o\s?m\s?m\s?e\s?n\s?d",
        "calls": r"calls? (to|for)|calling for|we ask|asks?\b",  # "Calls to action"
        "improvement": r"improve|priority|required|requirements?|actions?\b|learning|what next"
        r"|(needs?|must|should) (to )?(be|happen|do|change|improve)",
        "implications": r"implication|way forward|next step|policy",
        "conclusions": r"conclu",
        "findings": r"finding|key message|summary|overview|evidence|strength|good practice|key facts",
        "appendix": r"appendi|annex|glossary|reference|bibliograph|footnote|^notes|acknowledg|further reading",
        "introduction": r"introduc|background|method|scope|terms of reference|contents|membership|purpose|legal|law"
        r"|about (this|the|us)",
        "somebody asked": r"^(for|to) |should:?$|must:?$|immediately|within .{0,15}(month|week|year|day)",
    }.items()
}
LEAD_IN_CUES = {
    name: re.compile(pattern, re.I)
    for name, pattern in {
        "recommends": r"recommend|call|urge",  # "The Panel recommends that:"
        "asks": r"\b(should|must|needs? to|action|improve|shall)\b",  # "Ofsted should:"
    }.items()
}
DOER_ASKED = re.compile(  # "The county council and its partners should"
    r"^(the|each|all|every|both)?\s*([A-Z][\w’'-]*|[a-z]+)?\s*([\w’'&,-]+ ){0,9}?"
    r"(should|must|shall|needs? to|ought to|will)\b"
)


def may_hold(folded_texts: Sequence[str], name: str) -> list[bool]:
    """Return which texts, as `folded` gives them, may hold a cue of `TEXT_CUES`: all of them where it has no hints."""
    hints = TEXT_HINTS.get(name, ("",))
    found = [hints[0] in text for text in folded_texts]
    for hint in hints[1:]:
        found = [already or hint in text for already, text in zip(found, folded_texts, strict=True)]
    return found


def folded(text: str) -> str:
    """Return a text in small letters, as the patterns take letters for one another whatever their case.

    >>> folded("MuſT"), folded("Wıll")
    ('must', 'will')
    """
    return text.casefold().replace("ı", "i")
