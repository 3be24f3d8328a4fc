"""Personal names in a text: every run of capital letters that is not known to be something else.

Comes in: a text and a `Dictionary`. Goes out: the places of what looks like a name. It fails closed: what is not known
is a name. Limit: a name that is also an everyday word, alone at the start of a sentence and without a verb that people
do, is taken for the word; a name in small letters is not seen.
"""

from __future__ import annotations

import re

from reviewkit.redaction.dictionary import Dictionary
from reviewkit.redaction.tokens import Token, capital_runs

OPENS = re.compile(r"(?:^|[.!?:;•\n][\"'”’)\]]*\s+[\"'“‘(\[]*|^[\"'“‘(\[]+|\n\s*|[“\"‘(\[]|\s[–—-]\s)$")
PERSON_VERBS = re.compile(
    r"\s*(?:['’]s\b|(?:and|&)\s+(?:her|his)\b|(?:,\s+(?:who|whose|aged|then|now|a|an|the|her|his)\b)|"
    r"(?:was|had|has|told|said|says|went|lives|spoke|did|does|gave|felt|knew|made|ran|came|wrote|began|became|later|never|"
    r"also|first|grew|left|took|met|saw|rang|sent|spent|kept|brought|found|thought|\w{2,}ed)\b)"
)
QUOTED = re.compile(
    r"(?:known|nicknamed|called|named?|alias|as|to|uncle|aunt\w*|of)\s+(?:as\s+)?[\"“‘']([A-Z][^\"”’'\n]{0,30})[\"”’']",
    re.I,
)  # known as "Tig"
ALIAS = re.compile(r"[\w,]\s+[\"“‘]([A-Z][a-z]{2,})[,\"”’]")  # connected "Tiny" with
HANDLE = re.compile(r"\bknown\s+(?:online\s+|locally\s+)?as\s+((?=\w*[A-Z_\d])\w+)")  # known online as x_Daz_x
BORN = re.compile(
    r"\b([A-Z][\w'’-]+)\s+\((?=(?i:born|b\.|dob\b|d\.\s?o\.\s?b|date\s+of\s+birth)|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\))"
)  # Hope (12/9/06), Mark (DOB: 10 Sept 1999)
APPOSED = re.compile(
    r"\b(?:assistant|nurse|worker|teacher|driver|carer|mother|father|sister|brother|cousin|aunt|uncle|friend|neighbour|girl|"
    r"boy|child|woman|man|pupil|witness|suspect|manager|landlord|tutor|mentor|son|daughter|constable|officer|counsellor|"
    r"landlady|partner|boyfriend|girlfriend|resident|youngest|eldest|twin|twins|siblings),\s+[\"“‘(]?$",
    re.I,
)  # the practice nurse, Comfort Bell,
PLACE_ENDS = ("shire", "minster", "mouth", "caster", "chester", "borough")  # of towns and counties, seldom of people
DETERMINED = re.compile(
    r"\b(?:the|a|an|this|these|those|our|its|each|every|any|no|all|both|some|such|new|former|local|national|joint|annual|"
    r"other|chief|senior|independent)\s+$",
    re.I,
)
NUMBERED = re.compile(r"\s+(?:\d|[A-Z]\b|[ivx]+\b)")  # Section 11, Part B
OWNED = re.compile(
    r"\b(?:brother|sister|mother|father|cousin|aunt|uncle|friend|carer|son|daughter|partner|boyfriend|girlfriend|husband|"
    r"wife|niece|nephew|named|called|known\s+as|girl|boy|worker|teacher|told|asked),?\s*[\"'“‘(]?$",
    re.I,
)


def name_spans(text: str, known: Dictionary) -> list[tuple[int, int]]:
    """A text and a dictionary in; the start and end of everything that looks like a personal name, in order, out."""
    found: list[tuple[int, int]] = []
    capitals = capital_runs(text, known)
    for run in capitals:
        found += _of_run(text, run, known)
    found += [match.span(1) for match in QUOTED.finditer(text) if match.group(1)[0].isupper()]
    found += [match.span(1) for match in HANDLE.finditer(text)] + [match.span(1) for match in BORN.finditer(text)]
    found += [
        match.span(1) for match in ALIAS.finditer(text) if match.group(1).lower() not in known.nouns | known.words
    ]
    found += _nicknames(text, found)
    return _again(text, _listed(text, capitals, _merged(sorted(found))))


def _nicknames(text: str, found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Words in quotation marks or brackets beside a name: Terence "Tel" Hobday."""
    ends, starts = {end for _, end in found}, {start for start, _ in found}
    quoted = re.finditer(r"[\"“‘'(]([A-Z][\w'’-]*(?:\s[A-Z][\w'’-]*)?)[\"”’')]", text)
    beside = [match for match in quoted if match.start() - 1 in ends and match.end() + 1 in starts]
    return [(match.start() - 1, match.end() + 1) for match in beside]  # one name with what stands before and after it


def _listed(text: str, capitals: list[list[Token]], found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same with single words that stand in a list with names: Kai, Skye and Blue."""
    ends, starts = {end for _, end in found}, {start for start, _ in found}
    for run in capitals:
        if len(run) > 1 or run[0].known in ("phrase", "acronym", "rank", "title", "letter"):
            continue
        before = re.search(r"(?:,|,?\s+and)\s+$", text[: run[0].start])
        after = re.match(r"(?:,|,?\s+and)\s+", text[run[0].end :])
        if (before and before.start() in ends) or (
            after and run[0].end + after.end() in starts and not before and run[0].known != "ordinary"
        ):
            found = [*found, _span(run)]
            ends.add(run[0].end)
    return _merged(sorted(found))


def _of_run(text: str, run: list[Token], known: Dictionary) -> list[tuple[int, int]]:
    """What in a run is a name."""
    kinds = [token.known for token in run]
    while run and run[0].known == "stop":  # Although Samira
        run, kinds = run[1:], kinds[1:]
    if not run or _of_a_body(run, known):
        return []
    if APPOSED.search(text[: run[0].start]) and not (len(run) == 1 and kinds[0] in ("phrase", "acronym", "letter")):
        return [_span(run)]
    titled = next((at for at, kind in enumerate(kinds) if kind == "title"), None)
    if titled is not None and titled + 1 < len(run):
        return [_span(run[titled + 1 :])]
    ranked = max((at for at, kind in enumerate(kinds) if kind == "rank"), default=None)
    if ranked is not None and ranked + 1 < len(run) and kinds[ranked + 1] not in ("phrase", "ordinary", "acronym"):
        return [_span(run[ranked + 1 :])]
    opens = bool(OPENS.search(text[: run[0].start]))
    if "unknown" in kinds:
        return [_span(run[_first(run, opens, known) :])]
    if len(run) == 2 and kinds[0] == "phrase" and _given(run[0], known) and kinds[1] in ("weak", "likely", "ordinary"):
        return (
            [] if run[1].text.lower() in known.words | known.nouns else [_span(run)]
        )  # Christian Lamb, Beverley Crouch
    if len(run) == 1 and kinds[0] == "phrase" and _given(run[0], known):
        return [_span(run)] if PERSON_VERBS.match(text[run[0].end :]) or OWNED.search(text[: run[0].start]) else []
    if all(kind in ("phrase", "acronym", "rank", "title", "letter", "particle", "stop") for kind in kinds):
        return [_span(run)] if kinds[0] == "letter" and run[0].text.endswith(".") and len(run) > 1 else []
    if len(run) == 1:
        return [_span(run)] if _alone(text, run[0], opens, known) else []
    return _of_doubtful(run, opens, known)


def _of_doubtful(run: list[Token], opens: bool, known: Dictionary) -> list[tuple[int, int]]:
    """What in a run of everyday words is a name: Grace Hill."""
    kinds = [token.known for token in run]
    doubtful = [at for at, kind in enumerate(kinds) if kind in ("weak", "likely")]
    doubtful = [
        at
        for at in doubtful
        if not (at == 0 and opens and kinds[at] == "likely" and run[at].text.lower() not in known.given)
    ]
    given = [at for at in doubtful if kinds[at] == "weak" or run[at].text.lower() in known.given]
    ends = len(run) < 4 and kinds[-1] in ("weak", "likely")
    if doubtful and (given or ends or not opens) and not any(kind == "phrase" for kind in kinds):
        first = 0 if ends and opens else doubtful[0]
        while first and kinds[first - 1] == "letter":
            first -= 1
        return [_span(run[first:])]
    return []


def _of_a_body(run: list[Token], known: Dictionary) -> bool:
    """Whether a run names a body, a place or a law by its last word, or by the word before a code name."""
    last, first = re.sub(r"['’]s$", "", run[-1].text).lower(), run[0].text.lower()
    if len(run) == 1 and run[0].text.lower().endswith(PLACE_ENDS):
        return True
    if len(run) > 1 and last in known.heads and run[0].known != "title":
        return not any(re.search(r"['’]s$", token.text) and token.known == "unknown" for token in run[:-1])
    return len(run) == 2 and first in known.before


def _first(run: list[Token], opens: bool, known: Dictionary) -> int:
    """Where the name in a run begins: at the unknown word, or before it where what stands there may be a first name."""
    at = next(place for place, token in enumerate(run) if token.known == "unknown")
    while at > 0 and run[at - 1].known in ("weak", "likely", "letter", "particle"):
        if at == 1 and opens and run[0].known == "likely" and run[0].text.lower() not in known.given:
            break
        at -= 1
    while at > 0 and not opens and run[at - 1].known == "ordinary" and not _institution(run[at - 1], known):
        at -= 1  # the nurse, Comfort Asante
    before = run[at - 1] if at else None
    if (
        before
        and before.known not in ("title", "rank")
        and (before.text.lower() in known.given or before.known == "phrase")
    ):
        at -= 1  # Grace Oakley, and Beverley Dixon: a first name can be a place
    return at


def _given(token: Token, known: Dictionary) -> bool:
    """Whether a word can be a first name though it is known as something else."""
    return token.text.lower() in known.given_places | known.given


def _institution(token: Token, known: Dictionary) -> bool:
    """Whether a word belongs to the names of bodies and posts."""
    return token.text.lower() in known.words | known.nouns | known.heads


def _alone(text: str, token: Token, opens: bool, known: Dictionary) -> bool:
    """Whether a single word that may be a name is one, by what stands around it."""
    small = re.sub(r"['’]s$", "", token.text).lower()
    person = bool(PERSON_VERBS.match(text[token.end :])) or token.text.endswith(("'s", "’s"))
    if opens:
        return (small in known.given or token.known == "weak") and person and not small.endswith("ly")
    if token.known == "ordinary" and small not in known.given:
        return person or bool(OWNED.search(text[: token.start]))
    if (
        small in known.nouns
        or small in known.heads
        or DETERMINED.search(text[: token.start])
        or NUMBERED.match(text[token.end :])
    ):
        return token.known in ("weak", "unknown") and small not in (known.nouns | known.heads)
    return True


def _span(tokens: list[Token]) -> tuple[int, int]:
    """The place of a name; a possessive does not belong to it."""
    last = tokens[-1]
    return tokens[0].start, last.end - len(re.search(r"(?:['’]s)?$", last.text).group())


def _again(text: str, found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same with every other place where a word of a name stands with a capital."""
    words = {part for start, end in found for part in re.findall(r"[^\W\d_]{3,}", text[start:end]) if part[0].isupper()}
    if not words:
        return found
    every = re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, words)))})\b")
    more = [match.span() for match in every.finditer(text)]
    return _merged(sorted([*found, *more]))


def _merged(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Places that overlap made one."""
    made: list[tuple[int, int]] = []
    for start, end in found:
        if made and start < made[-1][1]:
            made[-1] = (made[-1][0], max(end, made[-1][1]))
        else:
            made.append((start, end))
    return made
