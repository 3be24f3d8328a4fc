"""The words in which documents ask, recommend, and tell of what others recommended.

Each pattern is graded for the place where it is used: where the layout already says that a passage is a recommendation,
loose words do; in running text, only strict ones. Within a section the loosest stands first, and beside each pattern
stands a line that it matches. Which pages are read at all is decided earlier, by the patterns in `reading.page_text`.

Limitations: what is asked without one of these words is not recognised.
"""

from __future__ import annotations

import re

# --- Does a passage ask for something?

MAY_ASK_IN_QUOTATION = re.compile(  # "that each force be told": what follows words that announce a recommendation
    r"\b(should|must|shall|recommend(s|ed)?|be|to \w+)\b", re.I
)
MAY_ASK_IN_BOX = re.compile(r"\b(should|must|shall|be|recommend)\b")  # "that a plan be made", in a response's box
ASKS_IN_PARAGRAPH = re.compile(  # "Ministers ought to act.", "Homes will be required to report."
    r"\b(should|must|shall|recommend\w*|urge|need(s)? to|ought|be required to)\b", re.I
)
ASKS_IN_BULLET = re.compile(r"\b(should|must|shall|recommend|urge|need to|ought to)\b", re.I)  # "Ofsted should:"
ASKS_STRICTLY = re.compile(  # "We urge ministers", "the Government should", "shall be required"
    r"\b(should|must|shall|ought to|recommend(s|ed)? that|needs? to be|(is|are) required to|will want to"
    r"|strongly encourage|and (urge|recommend|call on|invite)"
    r"|(we|i) (\w+ ){0,2}(recommend|urge|call on|call for|invite|suggest|propose|ask|encourage|expect|advise|seek))\b",
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
MODAL_VERB = re.compile(r"should|must|shall|ought to", re.I)  # "should": it asks, or says what ought to be

# --- ... or does it only judge, say what ought to be, or tell what was?

JUDGES = re.compile(  # "it should not be in dispute", "the progress should be welcomed": a judgement asks for nothing
    r"\b(should|must) (not )?(also )?be (in dispute|forgotten|underestimated|welcomed|commended|congratulated|praised"
    r"|noted|proud|clear|surpris\w+|recogni[sz]ed that|remembered|acknowledged|applauded|regretted)\b"
    r"|\b(should|must) (not )?have (been|done|had|known|seen|told|made|taken|given|led|\w+ed)\b",
    re.I,
)
NOBODY_ASKED = re.compile(  # "no child should", "why a protection should", "others should": nobody is asked to do it
    r"\b(no (child|one|young|person|victim|parent)\w*|nobody|none|others|children|young people|victims?|survivors?"
    r"|any(one|body)|every(one|body)|why)\b",
    re.I,
)
SOMEBODY_ASKED = re.compile(  # "why the Government should": a body that can be asked stands in the clause too
    r"government|minister|secretar|department|office|police|force|constable|council|authorit|agenc|service|board"
    r"|partner|committee|commission|inspector|ofsted|nhs|trust|provider|compan|regulator|school|court|prosecut|parliament",
    re.I,
)
TELLS_WHAT_WAS = re.compile(  # "Children told us that nobody had asked them"
    r"\b(was|were|had|did|told|said|heard|saw|found|showed|shows|stopped|ended|began)\b", re.I
)

# --- Does a passage recommend, in the name of its own authors?

BROKEN_RECOMMENDATION = re.compile(  # "RECOM MENDATION": spaces inside the word, as headings come out of PDFs
    r"r\s?e\s?c\s?o\s?m\s?m\s?e\s?n\s?d\s?a\s?t\s?i\s?o\s?n", re.I
)
MENTIONS_RECOMMENDING = re.compile(r"recommend", re.I)  # "the recommendation of 2012"
MENTIONS_RECOMMENDING_OR_URGING = re.compile(r"recommend|urge|call", re.I)  # "We call on the local council"
RECOMMENDS_IN_OWN_NAME = re.compile(  # "I recommend that:", "The Panel therefore recommends"
    r"\b(we|i|panel|committee|inquiry|review) (\w+ ){0,3}recommends?\b", re.I
)
RECOMMENDS_OR_URGES_IN_OWN_NAME = re.compile(  # "we therefore recommend", "The Panel urges"
    r"\b(we|i|committee|panel|inquiry|review) (\w+ ){0,3}(recommends?|urges?|calls? (on|upon|for)|invites?)\b", re.I
)
SENTENCE_RECOMMENDS = re.compile(  # "We therefore recommend that", "The Panel recommends that", "We call on the force"
    r"\b(we|i|(this|our) (\w+ )?(review|report|audit)"
    r"|(this|the|our) (\w+ )?(panel|inquiry|committee|commission|board|inspectorate))"
    r"( would| also| further| therefore| strongly| hereby| now| again)*,? (recommends?( further| also| strongly)?,?"
    r"( that(?! (you|readers)\b)|:| (a|an|the) [^.]* (be|should)\b)|urges? (the|all|every|each|local)\b"
    r"|calls? (up)?on (the|all|every|each|local)\b)",
    re.I,
)

# --- Does a heading or lead-in say that recommendations follow?

HEADING_ASKS = re.compile(  # "Recommendations", "What needs to change", "Areas for improvement"
    r"\brecommend(s|ations?)?\b|actions? required|what (?:should|must|needs to) (?:be done|happen|change)"
    r"|areas? for improvement|causes? of concern",
    re.I,
)
HEADING_RECOMMENDS = re.compile(r"\brecommend(s|ations?)?\b", re.I)  # "Our recommendations"; not "Recommended practice"
HEADING_REPORTS = re.compile(  # "Progress against earlier recommendations", "Response to the recommendations"
    r"\b(progress|respon[sd]\w*|implement\w*|previous|earlier|prior|status|accept\w*|update|government.s|against|past"
    r"|findings? and|who made)\b",
    re.I,
)
LEADS_IN_TO_LIST = re.compile(  # "Accordingly, I recommend that:", "The Panel makes the following recommendations:"
    r"\b(i|we|panel|inquiry|review|committee|board|commission|report|audit|chair|lead me to)\b[^.]*"
    r"\brecommend(s|ed|ations?)?\b([^.:]{0,70}:|( that| as follows)?\W{0,2})\s*$"
    r"|\b(its|their|his|her|these|following) (\w+ )?recommendations\b[^.]*:\s*$",
    re.I,
)
SPEAKS_OF_ANSWERS_TO_ALL = re.compile(  # "... should publish their response to each relevant recommendation"
    r"\b(each|all|these|the|its)\b.{0,40}\brecommendations?\b.{0,60}\b(accepted|respond)\b"
    r"|\b(respons|repl|answer)\w* (to|on) (each|all|these|the|its)\b.{0,40}\brecommendations?\b",
    re.I,
)

# --- Does a passage tell of what others recommended?

ANNOUNCES_WORDS_OF_OTHERS = re.compile(  # "It said:", "in the following terms:"
    r"\b(said|says|wrote|stated|states|read|reads|terms|recommended|follows)\b[^.]*:\s*$", re.I
)
OTHERS_RECOMMENDED = re.compile(  # "The Committee recommended:", "In the Interim Report, I made the following ..."
    r"\b(recommended|made (the|these|a number of|\w+) (following )?(\w+ )?recommendations?"
    r"|recommendations? (was|were|had)|its (report )?recommend\w+)\b",
    re.I,
)
SENTENCE_OTHERS_RECOMMENDED = re.compile(  # "They recommended that councils meet"
    r"(?:^|(?<=[.;] )|(?<=^• ))[^.;]*?\brecommended (?:that|the)\b", re.I
)
QUOTES_RECOMMENDATION = re.compile(  # "He recommended to the council that “a list be kept and read ...”"
    r"\brecommend(?:ed|s|ation)?\b[^.“”]{0,90}“([^”]{40,})”", re.I
)

# --- Words of a sentence, in small letters, by which `addressees` finds who is asked

MODAL_WORDS = {"should", "must", "shall"}  # "The council should ..."
ASKING_WORDS_BEFORE = MODAL_WORDS | {
    "ought"
}  # "The council should write to the police": a body after them is not asked
ASKING_WORDS_AFTER = ASKING_WORDS_BEFORE | {
    "needs",
    "need",
    "will",
}  # "The council needs to ...": a body before them is
RECOMMENDING_WORDS = {  # "We urge the council to ...": the body after them is asked
    "recommend", "recommends", "urge", "urges", "invite", "invites", "ask", "asks", "call", "encourage", "expect",
}  # fmt: skip

OPENS_WITH_VERDICT = re.compile(  # "Accepted. We will", "Closed - implemented."
    r"\W*(not |partially |fully |in )?"
    r"(accept(s|ed)?|agree[sd]?|reject(s|ed)?|noted|open|closed|implemented|completed?|ongoing|progress|superseded)\b",
    re.I,
)
OF_EARLIER_REPORT = re.compile(  # "Progress on the 2026 recommendations", "Status of recommendations"
    r"(progress|previous|earlier|prior|last|(19|20)\d\d)\b.*\brecommendations|\brecommendations\b.*"
    r"\b(progress|previous|earlier|(19|20)\d\d (review|report|inquiry|inspection))"
    r"|\b(single|individual)[- ]agency\b|\bmanagement reviews?\b"
    r"|\b(status|implementation|follow[- ]up) (of|on|to) (\w+ ){0,4}recommendations"
    r"|\brecommendations? implementation status",
    re.I,
)


def asks_somebody(text: str) -> bool:
    """Return whether a text asks somebody for something, and does not only judge or say what ought to be.

    >>> asks_somebody("The Government should publish a plan."), asks_somebody("No child should be left at risk.")
    (True, False)
    """
    without_judgements = JUDGES.sub(" ", text)
    for match in ASKS_STRICTLY.finditer(without_judgements):
        clause = re.split(r"[.;:,]", without_judgements[: match.start()])[-1]
        is_modal = MODAL_VERB.fullmatch(match.group())
        if not is_modal or not NOBODY_ASKED.search(clause) or SOMEBODY_ASKED.search(clause):
            return True
    return False
