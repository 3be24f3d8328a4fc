"""Personal names in a text: every run of capitals that is not known to be something else.

Input: a text and a `Dictionary`. Output: where names are. It fails closed: what is not known is a name.

Limitations: a name that is also an everyday word, alone at the start of a sentence and without a verb that people do,
is taken for the word; a name in lower case is not seen.
"""

from __future__ import annotations

import re
from itertools import dropwhile

from reviewkit.redaction.dictionary import COMPASS, Dictionary
from reviewkit.redaction.tokens import Token, capital_runs

OPENS_SENTENCE = re.compile(r"(?:^|[.!?:;•\n][\"'”’)\]]*\s+[\"'“‘(\[]*|^[\"'“‘(\[]+|\n\s*|[“\"‘(\[]|\s[–—-]\s)$")
PERSON_FOLLOWS = re.compile(
    r"\s*(?:['’]s\b|(?:and|&)\s+(?:her|his)\b|(?:,\s+(?:who|whose|aged|then|now|a|an|the|her|his)\b)|"
    r"(?:was|had|has|told|said|says|went|lives|spoke|did|does|gave|felt|knew|made|ran|came|wrote|began|became|later|never|"
    r"also|first|grew|left|took|met|saw|rang|sent|spent|kept|brought|found|thought|\w{2,}ed)\b)"
)
NAMED_IN_QUOTES = re.compile(
    r"(?:known|nicknamed|called|named?|alias|as|to|uncle|aunt\w*|of)\s+(?:as\s+)?[\"“‘']([A-Z][^\"”’'\n]{0,30})[\"”’']",
    re.I,
)  # known as "Tig"
QUOTED_ALIAS = re.compile(r"[\w,]\s+[\"“‘]([A-Z][a-z]{2,})[,\"”’]")  # connected "Tiny" with
ONLINE_NAME = re.compile(r"\bknown\s+(?:online\s+|locally\s+)?as\s+((?=\w*[A-Z_\d])\w+)")  # known online as x_Daz_x
NAME_BEFORE_BIRTH = re.compile(
    r"\b([A-Z][\w'’-]+)\s+\((?=(?i:born|b\.|dob\b|d\.\s?o\.\s?b|date\s+of\s+birth)|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\))"
)  # Hope (12/9/06), Mark (DOB: 10 Sept 1999)
APPOSITION = re.compile(
    r"\b(?:assistant|nurse|worker|teacher|driver|carer|mother|father|sister|brother|cousin|aunt|uncle|friend|neighbour|girl|"
    r"boy|child|woman|man|pupil|witness|suspect|manager|landlord|tutor|mentor|son|daughter|constable|officer|counsellor|"
    r"landlady|partner|boyfriend|girlfriend|resident|youngest|eldest|twin|twins|siblings),\s+[\"“‘(]?$",
    re.I,
)  # the practice nurse, Comfort Bell,
HEALTH_SERVICE = "NHS"  # begins the names of its bodies: NHS Exampleshire
BODY_ACRONYMS = ("CCG", "ICB", "LSCB", "LSCP", "MBC", "SCP")  # end the names of bodies: Exampleshire ICB
AFTER_BODY = re.compile(r"\b(?:Board|Commissioner|Partnership) for $")  # Police and Crime Commissioner for Elmley
BODY_GOES_ON = re.compile(r" and Rescue (?:Authority|Service)\b")  # Exampleshire Fire and Rescue Service
PLACE_ENDINGS = ("shire", "minster", "mouth", "caster", "chester", "borough")  # of towns and counties, seldom of people
DETERMINER = re.compile(
    r"\b(?:the|a|an|this|these|those|our|its|each|every|any|no|all|both|some|such|new|former|local|national|joint|annual|"
    r"other|chief|senior|independent)\s+$",
    re.I,
)
NUMBER_FOLLOWS = re.compile(r"\s+(?:\d|[A-Z]\b|[ivx]+\b)")  # Section 11, Part B
PERSON_BEFORE = re.compile(
    r"\b(?:brother|sister|mother|father|cousin|aunt|uncle|friend|carer|son|daughter|partner|boyfriend|girlfriend|husband|"
    r"wife|niece|nephew|named|called|known\s+as|girl|boy|worker|teacher|told|asked),?\s*[\"'“‘(]?$",
    re.I,
)
QUOTED_BETWEEN = re.compile(r"[\"“‘'(]([A-Z][\w'’-]*(?:\s[A-Z][\w'’-]*)?)[\"”’')]")  # Terence "Tel" Hobday
LIST_BEFORE, LIST_AFTER = re.compile(r"(?:,|,?\s+and)\s+$"), re.compile(r"(?:,|,?\s+and)\s+")  # Kai, Skye and Blue
POSSESSIVE = re.compile(r"['’]s$")
NAME_PART = re.compile(r"[^\W\d_]{3,}")
NOT_LISTED = (
    "phrase",
    "acronym",
    "rank",
    "title",
    "letter",
)  # kinds of single words that are not names even in a list with names
NOT_APPOSED = ("phrase", "acronym", "letter")  # kinds of single words that are not names even after "the nurse,"
NOT_AFTER_RANK = ("phrase", "ordinary", "acronym")  # kinds that follow a rank in the name of a body or a post
NO_NAME = (
    "phrase",
    "acronym",
    "rank",
    "title",
    "letter",
    "particle",
    "stop",
)  # kinds that are not names without a word of another kind
DOUBTFUL = ("weak", "likely")  # everyday words that may be names


def name_spans(text: str, dictionary: Dictionary) -> list[tuple[int, int]]:
    """Return the start and end of everything in a text that looks like a personal name, in order."""
    runs = capital_runs(text, dictionary)
    names = [_name_in_run(text, run, dictionary) for run in runs]
    spans = [_name_span(name) for name in names if name]
    spans += [match.span(1) for match in NAMED_IN_QUOTES.finditer(text) if match.group(1)[0].isupper()]
    spans += [match.span(1) for match in ONLINE_NAME.finditer(text)]
    spans += [match.span(1) for match in NAME_BEFORE_BIRTH.finditer(text)]
    spans += [
        match.span(1)
        for match in QUOTED_ALIAS.finditer(text)
        if match.group(1).lower() not in dictionary.nouns | dictionary.body_words
    ]
    spans += _nickname_spans(text, spans)
    return _with_repeats(text, _with_listed_words(text, runs, _merged_spans(spans)))


def _nickname_spans(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return words in quotation marks or brackets between two names: Terence "Tel" Hobday.

    Each touches both names, so that all three are merged into one.
    """
    starts, ends = {start for start, _ in spans}, {end for _, end in spans}
    around = [(match.start() - 1, match.end() + 1) for match in QUOTED_BETWEEN.finditer(text)]
    return [(start, end) for start, end in around if start in ends and end in starts]


def _with_listed_words(text: str, runs: list[list[Token]], spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans with single words that are in a list with names: Kai, Skye and Blue."""
    starts, ends = {start for start, _ in spans}, {end for _, end in spans}
    listed = []
    for run in runs:
        word = run[0]
        if len(run) > 1 or word.kind in NOT_LISTED:
            continue
        before, after = LIST_BEFORE.search(text[: word.start]), LIST_AFTER.match(text[word.end :])
        follows_name = before and before.start() in ends
        leads_name = after and word.end + after.end() in starts and not before and word.kind != "ordinary"
        if follows_name or leads_name:
            listed.append(_name_span(run))
            ends.add(word.end)
    return _merged_spans([*spans, *listed])


def _name_in_run(text: str, run: list[Token], dictionary: Dictionary) -> list[Token]:
    """Return the last tokens of a run that make a personal name; nothing where the run names no person."""
    run = list(dropwhile(lambda token: token.kind == "stop", run))  # Although Samira
    if not run or _names_a_body(run, dictionary) or _is_part_of_body(text, run):
        return []
    if run[0].text == HEALTH_SERVICE and len(run) > 1:
        run = run[1:]
    marked = _after_mark_of_person(text, run)
    if marked:
        return marked
    opens = bool(OPENS_SENTENCE.search(text[: run[0].start]))
    if any(token.kind == "unknown" for token in run):
        return run[_start_of_name(run, opens, dictionary) :]
    return run[_start_among_known_words(text, run, opens, dictionary) :]


def _after_mark_of_person(text: str, run: list[Token]) -> list[Token]:
    """Return the tokens after a word that says that a person is named: a role, a title or a rank; nothing without."""
    kinds = [token.kind for token in run]
    one_known_word = len(run) == 1 and kinds[0] in NOT_APPOSED
    if APPOSITION.search(text[: run[0].start]) and not one_known_word:
        return run
    if "title" in kinds[:-1]:
        return run[kinds.index("title") + 1 :]
    after_rank = max((index + 1 for index, kind in enumerate(kinds) if kind == "rank"), default=len(run))
    if after_rank < len(run) and kinds[after_rank] not in NOT_AFTER_RANK:
        return run[after_rank:]
    return []


def _start_among_known_words(text: str, run: list[Token], opens: bool, dictionary: Dictionary) -> int:
    """Return where the name begins in a run whose words are all known; the end of the run where there is none."""
    first, end = run[0], len(run)
    kinds = [token.kind for token in run]
    if first.kind == "phrase" and _may_be_first_name(first, dictionary):
        if end == 1:
            is_name = bool(PERSON_FOLLOWS.match(text[first.end :]) or PERSON_BEFORE.search(text[: first.start]))
            return 0 if is_name else end
        if end == 2 and kinds[1] in (*DOUBTFUL, "ordinary"):  # Christian Lamb, Beverley Crouch
            return end if run[1].text.lower() in dictionary.body_words | dictionary.nouns else 0
    if all(kind in NO_NAME for kind in kinds):
        begins_with_initial = first.kind == "letter" and first.text.endswith(".") and end > 1
        return 0 if begins_with_initial else end
    if end == 1:
        return 0 if _is_name_alone(text, first, opens, dictionary) else end
    return _start_among_doubtful_words(run, opens, dictionary)


def _start_among_doubtful_words(run: list[Token], opens: bool, dictionary: Dictionary) -> int:
    """Return where the name begins in a run of everyday words (Grace Hill); the end of the run where there is none."""
    doubtful = [
        index
        for index, token in enumerate(run)
        if token.kind in DOUBTFUL and not (index == 0 and _is_opening_word(token, opens, dictionary))
    ]
    word_names = [i for i in doubtful if run[i].kind == "weak" or run[i].text.lower() in dictionary.word_names]
    ends_doubtful = len(run) < 4 and run[-1].kind in DOUBTFUL
    may_be_name = bool(word_names) or ends_doubtful or not opens
    if not doubtful or not may_be_name or any(token.kind == "phrase" for token in run):
        return len(run)
    start = 0 if ends_doubtful and opens else doubtful[0]
    while start and run[start - 1].kind == "letter":
        start -= 1
    return start


def _start_of_name(run: list[Token], opens: bool, dictionary: Dictionary) -> int:
    """Return where the name in a run begins: at the unknown word, or before it where a first name may be there."""
    start = next(index for index, token in enumerate(run) if token.kind == "unknown")
    while start > 0 and run[start - 1].kind in (*DOUBTFUL, "letter", "particle"):
        if start == 1 and _is_opening_word(run[0], opens, dictionary):
            break
        start -= 1
    while start > 0 and not opens and run[start - 1].kind == "ordinary":
        if _is_institution_word(run[start - 1], dictionary):
            break
        start -= 1  # the nurse, Comfort Asante
    if start > 0:
        before = run[start - 1]
        may_be_first = before.kind == "phrase" or before.text.lower() in dictionary.word_names
        if may_be_first and before.kind not in ("title", "rank"):
            start -= 1  # Grace Oakley, and Beverley Dixon: a first name can be a place
    return start


def _names_a_body(run: list[Token], dictionary: Dictionary) -> bool:
    """Return whether a run names a body, a place or a law, by its last word or by the word before a code name."""
    first, last = run[0].text.lower(), POSSESSIVE.sub("", run[-1].text).lower()
    if len(run) == 1:
        return first.endswith(PLACE_ENDINGS)
    ends_like_body = last in dictionary.heads or POSSESSIVE.sub("", run[-1].text) in BODY_ACRONYMS
    if ends_like_body and run[0].kind != "title":
        return not any(POSSESSIVE.search(token.text) and token.kind == "unknown" for token in run[:-1])
    return len(run) == 2 and first in dictionary.before_names


def _is_part_of_body(text: str, run: list[Token]) -> bool:
    """Return whether a run is a body of the health service, or the part of a body's name that tells its place."""
    if run[0].text == HEALTH_SERVICE:
        return _names_health_body(text, run)
    if BODY_GOES_ON.match(text, run[-1].end):
        return len(run) == 2 and run[-1].text == "Fire"
    return len(run) == 1 and not POSSESSIVE.search(run[0].text) and bool(AFTER_BODY.search(text[: run[0].start]))


def _names_health_body(text: str, run: list[Token]) -> bool:
    """Return whether NHS is followed by a place: one unknown word at most, on the same line, and no post.

    A person's name has two, stands after a post, or below the line that names an employer.
    """
    known = ("phrase", "acronym")
    others = [word.kind for word in run[1:] if word.kind not in known and word.text.lower() not in COMPASS]
    return others in ([], ["unknown"]) and "\n" not in text[run[0].start : run[-1].end]


def _is_opening_word(token: Token, opens: bool, dictionary: Dictionary) -> bool:
    """Return whether a word at the start of a run has its capital only because it opens a sentence."""
    return opens and token.kind == "likely" and token.text.lower() not in dictionary.word_names


def _may_be_first_name(token: Token, dictionary: Dictionary) -> bool:
    """Return whether a word can be a first name though it is known as something else."""
    return token.text.lower() in dictionary.place_names | dictionary.word_names


def _is_institution_word(token: Token, dictionary: Dictionary) -> bool:
    """Return whether a word belongs to the names of bodies and posts."""
    return token.text.lower() in dictionary.body_words | dictionary.nouns | dictionary.heads


def _is_name_alone(text: str, token: Token, opens: bool, dictionary: Dictionary) -> bool:
    """Return whether a single word that may be a name is one, by what is before and after it."""
    lower = POSSESSIVE.sub("", token.text).lower()
    acts_or_owns = bool(PERSON_FOLLOWS.match(text[token.end :])) or bool(POSSESSIVE.search(token.text))
    if opens:
        return (lower in dictionary.word_names or token.kind == "weak") and acts_or_owns and not lower.endswith("ly")
    if token.kind == "ordinary" and lower not in dictionary.word_names:
        return acts_or_owns or bool(PERSON_BEFORE.search(text[: token.start]))
    if lower in dictionary.nouns | dictionary.heads:
        return False
    common_noun = DETERMINER.search(text[: token.start]) or NUMBER_FOLLOWS.match(text[token.end :])
    return token.kind in ("weak", "unknown") if common_noun else True


def _name_span(name: list[Token]) -> tuple[int, int]:
    """Return the start and end of a name; a possessive does not belong to it."""
    return name[0].start, name[-1].start + len(POSSESSIVE.sub("", name[-1].text))


def _with_repeats(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans with every other occurrence of a word of a name that has a capital there."""
    words = {part for start, end in spans for part in NAME_PART.findall(text[start:end]) if part[0].isupper()}
    if not words:
        return spans
    repeats = re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, words)))})\b")
    return _merged_spans([*spans, *(match.span() for match in repeats.finditer(text))])


def _merged_spans(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans in order, with those that overlap made one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
