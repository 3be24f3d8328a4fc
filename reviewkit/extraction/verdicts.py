"""Read what an answer says of a recommendation: accepted, in principle, in part, rejected, or none of these.

Input: the paragraphs of an answer, and the words that it answers.
Output: a `Verdict`. It is sure only where the answer says in so many words what becomes of "this recommendation", and
says one thing of it. What agrees with an aim, promises what was asked without accepting it, or says several things is
read as well as it can be, and is unsure.

Limitations: whether a promise is the thing that was asked is told by the words that both share.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest
from typing import NamedTuple

ACCEPTED, IN_PRINCIPLE, IN_PART, REJECTED, NONE = "accepted", "in principle", "in part", "rejected", "none"
OPENING_PARAGRAPHS = 2  # of an answer: what it says of the recommendation stands there, if anywhere
LONG_ASK = 100  # words: of such a recommendation a sentence says only a part
LEAST_SHARED = 2  # words of a recommendation that a promise to do it shares with what was asked

VERB = re.compile(  # "accepts", "is not accepted", "partially agree", "do not support"
    r"\b(?P<before>(?:(?:does|do|did|is|are|was|were|has|have|cannot|can|not|never|unable to|been|being|be|therefore"
    r"|also|fully|wholly|broadly|partially|partly|largely|only)\s+)*)"
    r"(?P<verb>accept(?:s|ed|ing)?|agree(?:s|d)?|support(?:s|ed)?|endorse(?:s|d)?|reject(?:s|ed)?|disagree(?:s|d)?"
    r"|declin(?:es|ed|e)|not(?:ed|es|e))\b",
    re.I,
)
REFUSES = re.compile(r"\b(not|cannot|never|unable to)\b|\b(reject|disagree|declin)", re.I)
GRADES = (  # of what follows a verb, or stands before it
    (IN_PRINCIPLE, re.compile(r"\bin principle\b|\bthe (principles?|spirit)\b", re.I)),
    (
        IN_PART,
        re.compile(r"\bin part\b|\bpartially\b|\bpartly\b|\bpart of\b|\bwith (modification|amendment)s?\b", re.I),
    ),
)
GRADE_LENGTH = 70  # characters after a verb in which its grade stands
OPENS = re.compile(  # "Accepted.", "Accept in full", "Partially accepted", "Not for the Government"
    r"(?:(?:the |our |government |government[’'s]* )*response\s*[:.–-]\s*)?(?P<verdict>(?:(?:the government|we)\s+)?"
    r"(?:not\s+|partially\s+|partly\s+|fully\s+|broadly\s+)?"
    r"(?:accept(?:s|ed|ing)?|agree[sd]?|support(?:ed)?|reject(?:s|ed)?|noted?|disagree[sd]?|declined?)"
    r"(?:,? (?:in (?:full|principle|part)|subject to [^.]+))?|not for (?:the )?government|under consideration)"
    r"\s*(?:[.,;:–—]|$)",
    re.I,
)
OF_RECOMMENDATION = re.compile(  # "accepts the Committee's recommendation", "agree with all these conclusions"
    r"\b(this|these|the|both|all|each|every|that)\b(\s+[\w’'‘]+){0,3}?\s+(recommendations?|conclusions?)\b"
    r"|\brecommendations?\s+\d",
    re.I,
)
IS_SUBJECT = re.compile(  # "This recommendation is", "Recommendations 12) a-c) are"
    r"\b(recommendations?|conclusions?)\b[^.;]{0,60}?\b(is|are|was|were|been|be)\s*$", re.I
)
IS_PRONOUN = re.compile(r"^\W*(they|it|this)\s+(is|are|was|were|has been|have been)\s*$", re.I)  # "They are accepted"
IS_TOLD = re.compile(  # "whether these have been accepted", "the recommendations that have been accepted"
    r"\b(whether|if|when|where|once)\b|\b(that|which)\s+(is|are|was|were|has|have)(\s+been)?\s*$", re.I
)
ANSWERER = re.compile(  # who can say yes or no
    r"\b(governments?|we|departments?|ministry|ministers?|secretary|office|treasury|councils?|boards?|authorit(y|ies)"
    r"|dhsc|nhs england|cps|service|force|trust|commissioner|inspectorate|company|hospital|executive)\b"
    r"[^.;:]{0,60}$",
    re.I,
)
PRESENT = re.compile(r"(accept|agree|endorse|reject|disagree|support)s?$", re.I)  # not "as agreed", "has supported"
NOT_A_VERDICT = re.compile(r"\b(to|will|can|could|would|should|must|may|if|when|whether|who|that)\s+$", re.I)
NOTHING_MORE = re.compile(r"(\s+(with\s+)?(this|it|these|them))?(\s+in\s+(full|part|principle))?\s*[.;]?", re.I)
REFUSAL = re.compile(  # "does not believe that it is appropriate", "it is unnecessary", "would not be appropriate"
    r"\b(do|does|did) not (believe|consider|think|support|propose|intend)\b|\bunnecessary\b|\binappropriate\b"
    r"|\bnot (be )?(appropriate|necessary|needed|right|practicable|feasible|persuaded|convinced)\b|\bno plans? to\b",
    re.I,
)
UNDECIDED = re.compile(  # "will give careful consideration to", "decisions have not been taken"
    r"\b(will|shall)\s+(\w+\s+){0,3}?(consider|consideration|explore|reflect)\b|\bunder (consideration|review)\b"
    r"|\bdecisions? (has|have) not\b|\bnot for (the )?government\b",
    re.I,
)
CONTRAST = re.compile(r"\b(however|but|although|though|nevertheless|instead)\b", re.I)
ASKS_TO_END = re.compile(r"\b(abolish|end|scrap|remove|replace|repeal|withdraw|discontinue|cease|ban)\b", re.I)
KEEPS = re.compile(r"\b(will|shall|to) (\w+ )?(retain|keep|maintain|continue with)\b|\bretains\b", re.I)
PROMISE = re.compile(  # "we will conduct", "has therefore asked", "is committed to", "announced plans to"
    r"\b(we|government|department|ministry|defra|dhsc|secretary|office|minister|council|authority|paper)\b[^.;]{0,40}?"
    r"\b((will|shall)( also| therefore| shortly| now)? (?!(be )?(consider|continue|need|explore|reflect))\w+"
    r"|(has|have)( also| already| therefore)? (asked|announced|agreed|committed)"
    r"|(is|are) committed to|intends? to|announced plans)\b",
    re.I,
)
SENTENCE_END = re.compile(r"(?<=[.;?!])\s+(?=[“‘\"'(]?[A-Z])|\n+")
ASKING = re.compile(r"\b(should|must|shall|recommend\w*|urge\w*|ought|need(s)? to|would be|encourage)\b", re.I)
COMMON = frozenset(  # words that any answer and any recommendation share
    """about action after all also and are been being below between both can consider continue could each ensure for
    from further government governments has have how include including into its made make measures more must need needs
    not now one only other our out over own publish recommend recommendation recommendations relevant report response
    review set should such support take than that the their them there these they this through under until was what when
    where whether which while who will with within work working would""".split()  # noqa: SIM905
)


class Verdict(NamedTuple):
    """What an answer says: one of the five answers, whether that is beyond doubt, the words, and why it is unsure."""

    answer: str
    sure: bool
    words: str = ""
    doubt: str = ""


class Saying(NamedTuple):
    """One verb of accepting or refusing: what it says, the sentence, and whether it is of "this recommendation".

    `before` and `after` are the words of the sentence from the verb before to it, and from it to the next.
    """

    answer: str
    sentence: str
    explicit: bool
    paragraph: int
    before: str
    after: str


def opening_verdict(text: str) -> str:
    """Return the answer with which a text opens as a sentence or cell of its own; "" where it has none.

    >>> opening_verdict("Accepted in part. Councils decide."), opening_verdict("Not accepted"), opening_verdict("We")
    ('in part', 'rejected', '')
    """
    match = OPENS.match(text.strip())
    return _answer(match["verdict"], "") if match else ""


def read_verdict(paragraphs: Sequence[str], asked: str, shared: bool = False) -> Verdict:
    """Return what the paragraphs of an answer say of a recommendation.

    `asked`: the words of the recommendation, "" where the answer does not repeat them. `shared`: it answers several.
    """
    opening = opening_verdict(paragraphs[0]) if paragraphs else ""
    found = [saying for number, text in enumerate(paragraphs) for saying in sayings(text, number)]
    explicit = [saying for saying in found if saying.explicit]
    first = [saying for saying in explicit if saying.paragraph < OPENING_PARAGRAPHS] or explicit
    if opening:
        return Verdict(opening, True, _sentences(paragraphs[0])[0])
    beside = {saying.sentence for saying in first}  # "accepts this recommendation, and we accept it in principle"
    first = [saying for saying in found if saying in first or saying.sentence in beside]
    return _explicit_verdict(first, asked, shared) if first else _read_between_lines(paragraphs, found, asked)


def _explicit_verdict(explicit: Sequence[Saying], asked: str, shared: bool) -> Verdict:
    """Return what an answer says of "this recommendation"; unsure where it says several things, or of several."""
    best = explicit[0]
    if len({saying.answer for saying in explicit}) > 1:
        return Verdict(best.answer, False, best.sentence, "several answers are given")
    if shared and not re.search(r"\b(recommendations|conclusions|both|all)\b", best.sentence, re.I):
        return Verdict(best.answer, False, best.sentence, "one answer to several recommendations")
    if re.search(r"\brecommendation that\b", best.sentence) and len(asked.split()) > LONG_ASK:
        return Verdict(best.answer, False, best.sentence, "it restates a long recommendation in few words")
    return Verdict(best.answer, True, best.sentence)


def _read_between_lines(paragraphs: Sequence[str], found: Sequence[Saying], asked: str) -> Verdict:
    """Return what is likeliest where nothing is said of "this recommendation"; it is never sure."""
    opening = [sentence for text in paragraphs[:OPENING_PARAGRAPHS] for sentence in _sentences(text)]
    sentences = [sentence for text in paragraphs for sentence in _sentences(text)]
    refusals = [sentence for sentence in opening if REFUSAL.search(sentence)]
    agreed = next((saying.sentence for saying in found if saying.answer != REJECTED), "")
    refused = next((saying.sentence for saying in found if saying.answer == REJECTED), "") or (
        "" if agreed else next(iter(refusals), "")
    )
    undecided = next((sentence for sentence in sentences if UNDECIDED.search(sentence)), "")
    if refused and (not agreed or sentences.index(refused) <= sentences.index(agreed)):
        return _refused(refused, sentences)
    if agreed and _shared_words(undecided, asked) <= _shared_words(agreed, asked):
        return _agreed(agreed, found, refusals, sentences, asked)
    promise = _promise(opening, asked)
    if promise and not undecided:
        return Verdict(ACCEPTED, False, promise, "it promises what seems to be asked, without a word of accepting")
    return Verdict(NONE, False, undecided, "it neither accepts nor refuses")


def _agreed(
    agreed: str, found: Sequence[Saying], refusals: Sequence[str], sentences: Sequence[str], asked: str
) -> Verdict:
    """Return the verdict of an answer that agrees with something: in part, where it turns something down after that."""
    if refusals and sentences.index(refusals[0]) > sentences.index(agreed):
        return Verdict(IN_PART, False, refusals[0], "it agrees, and turns something down")
    kept = next((sentence for sentence in sentences if KEEPS.search(sentence)), "")
    if kept and ASKS_TO_END.search(asked):
        return Verdict(IN_PART, False, kept, "it agrees, and keeps what it was asked to end")
    answer = next(saying.answer for saying in found if saying.sentence == agreed)
    return Verdict(answer, False, agreed, "it agrees with an aim, not with the recommendation")


def _refused(sentence: str, sentences: Sequence[str]) -> Verdict:
    """Return the verdict of a refusal: in part, where the next sentence turns to what will be done all the same."""
    at = sentences.index(sentence)
    following = sentences[at + 1] if at + 1 < len(sentences) else ""
    if CONTRAST.match(following) and re.search(r"\b(expect|will|agree|accept|support)\b", following):
        return Verdict(IN_PART, False, sentence, "it turns something down, and does something all the same")
    return Verdict(REJECTED, False, sentence, "it turns something down, not the recommendation by name")


def sayings(text: str, paragraph: int = 0) -> list[Saying]:
    """Return what the verbs of accepting and refusing in a paragraph say, in its order."""
    found = []
    for sentence in _sentences(text):
        verbs = [match for match in VERB.finditer(sentence) if match["verb"].lower() not in ("note", "not")]
        start = 0
        for match, following in zip_longest(verbs, verbs[1:]):
            end = following.start() if following else len(sentence)
            after = sentence[match.end() : min(end, match.end() + GRADE_LENGTH)]
            explicit = _is_explicit(sentence, match, sentence[match.end() : end])
            if explicit or _is_said_by_answerer(sentence, match):
                answer = _answer(f"{match['before']}{match['verb']}", after)
                before = sentence[start : match.start()]
                found.append(Saying(answer, sentence, explicit, paragraph, before, sentence[match.end() : end]))
            start = match.end()
    return found


def _is_explicit(sentence: str, verb: re.Match[str], after: str) -> bool:
    """Return whether a verb says what becomes of "this recommendation"."""
    before = sentence[: verb.start("verb")]
    if IS_TOLD.search(before):
        return False
    if NOT_A_VERDICT.search(sentence[: verb.start()]) and not IS_SUBJECT.search(before):
        return False
    subject = re.sub(r"\b(not|fully|partially|partly|broadly|therefore)\s+$", "", before, flags=re.I)
    if IS_SUBJECT.search(subject) or (IS_PRONOUN.search(subject) and verb["verb"].lower() != "supported"):
        return True
    if NOTHING_MORE.fullmatch(after) and _is_said_by_answerer(sentence, verb):
        return True
    named = OF_RECOMMENDATION.search(after)
    return bool(named and len(after[: named.start()].split()) <= 3 and _is_said_by_answerer(sentence, verb))


def _is_said_by_answerer(sentence: str, verb: re.Match[str]) -> bool:
    """Return whether a verb in the present stands after somebody who can say yes or no."""
    if not PRESENT.fullmatch(verb["verb"]) or NOT_A_VERDICT.search(sentence[: verb.start()]):
        return False
    before = sentence[: verb.start()]
    if verb["verb"].lower().startswith("support"):  # often a noun
        return bool(re.search(r"\b(government|we|dhsc|department|nhs england|cps)\s+$", before, re.I))
    return bool(ANSWERER.search(before))


def _answer(verb: str, after: str) -> str:
    """Return what a verb says, with the adverbs before it and the words after it."""
    if re.search(r"\b(noted?|notes|under consideration|not for)\b", verb, re.I):
        return NONE
    if REFUSES.search(verb):
        return REJECTED
    return next((answer for answer, pattern in GRADES if pattern.search(f"{verb} {after}")), ACCEPTED)


def _promise(sentences: Sequence[str], asked: str) -> str:
    """Return the sentence that promises what was asked, by the words that it shares with the asking; "" for none."""
    asking = " ".join(sentence for sentence in _sentences(asked) if ASKING.search(sentence))
    for sentence in sentences:
        promise = PROMISE.search(sentence)
        if promise and _shared_words(sentence[promise.start() :], asking) >= LEAST_SHARED:
            return sentence
    return ""


def _shared_words(sentence: str, asked: str) -> int:
    """Return how many words two texts share that tell what they are about."""
    return len(_stems(sentence) & _stems(asked))


def _stems(text: str) -> set[str]:
    """Return the beginnings of the words of a text that tell what it is about."""
    return {word[:6] for word in re.findall(r"[a-z]{4,}", text.lower()) if word not in COMMON}


def _sentences(text: str) -> list[str]:
    """Return the sentences of a text."""
    return [sentence.strip() for sentence in SENTENCE_END.split(text) if sentence.strip()]
