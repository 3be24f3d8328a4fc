"""Runs of capitals: words with a capital that are next to each other, and what kind of word each is.

Input: a text and a `Dictionary`. Output: runs of tokens.

Limitations: a name in lower case is not a token.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple, TypeAlias

from reviewkit.redaction.dictionary import WORD, Dictionary

Kind: TypeAlias = Literal[
    "title",  # Mr
    "rank",  # Constable
    "phrase",  # part of a known name: Home Office
    "acronym",
    "letter",  # J.
    "particle",  # van, in lower case between two capitals
    "stop",  # Although
    "ordinary",  # an everyday word, almost always in lower case
    "likely",  # probably an everyday word
    "weak",  # an everyday word almost as often with a capital
    "unknown",
]
TOKEN = re.compile(r"[^\W\d_]+(?:['’\-‐‑][^\W\d_]+)*\.?")  # O'Neill, Gayle-Bennett, J., Mr.
PARTICLES = (
    "van", "von", "der", "den", "de", "del", "da", "di", "bin", "ibn", "bint", "al", "el", "ap", "ab", "ferch", "la",
    "le", "ul", "ur", "ní", "ni", "nic", "uí", "ó", "mac", "y", "st",
)  # fmt: skip
CAPITAL_FOLLOWS = re.compile(rf"(?:\s(?:{'|'.join(PARTICLES)}))*\s[^\W\d_a-z]")  # other particles may come between
# Natural logarithms by which a word is more often in lower case: 9, 2.7 and 1.6 times as often as with a capital.
ORDINARY_MARGIN, LIKELY_MARGIN, WEAK_MARGIN = 2.2, 1.0, 0.5
UNSEEN_MARGIN = -9.0  # of a word that the list does not have: as if it were almost never in lower case
SHORT_ACRONYM = 4  # letters: capitals of this length or less (and three at least) are taken for an acronym
MIXED_ACRONYM = 5  # letters: so short, with two capitals, it is an acronym and not a name (NHSx, MoJ)


class Token(NamedTuple):
    """A word with a capital, or a particle between two."""

    text: str
    start: int
    end: int
    kind: Kind


def capital_runs(text: str, dictionary: Dictionary) -> list[list[Token]]:
    """Return the words with capitals that are next to each other, particles between them included."""
    in_phrases = _phrase_word_starts(text, dictionary)
    runs: list[list[Token]] = []
    open_until = -1  # the end of the last token where its run may go on, otherwise -1
    for match in TOKEN.finditer(text):
        word, start = match.group(), match.start()
        ends_sentence = word.endswith(".") and not _is_abbreviation(word, dictionary)
        bare = word.rstrip(".") if ends_sentence else word
        end = start + len(bare)
        joins = bool(runs) and open_until >= 0 and text[open_until:start] in (" ", "\n", "  ")
        if _has_capital(bare):
            token = Token(bare, start, end, _kind_of(bare, start in in_phrases, dictionary))
            if joins:
                runs[-1].append(token)
            else:
                runs.append([token])
            open_until = -1 if ends_sentence else end
        elif bare.lower() in PARTICLES and joins and CAPITAL_FOLLOWS.match(text, end):
            runs[-1].append(Token(bare, start, end, "particle"))
            open_until = end
        else:
            open_until = -1
    return runs


def _has_capital(word: str) -> bool:
    """Return whether a word, or a later part of one with a hyphen or an apostrophe, begins with a capital."""
    return word[0].isupper() or any(part[:1].isupper() for part in re.split(r"['’\-]", word)[1:])


def _is_abbreviation(word: str, dictionary: Dictionary) -> bool:
    """Return whether a full stop belongs to the word: Mr., J."""
    return len(word) == 2 or word == "St." or word.rstrip(".").lower() in dictionary.titles


def _phrase_word_starts(text: str, dictionary: Dictionary) -> set[int]:
    """Return where the words of known names begin; the last word of a name may be a possessive."""
    words = [(match.group().lower().replace("’", "'"), match.start()) for match in WORD.finditer(text)]
    longest = max((len(phrase) for phrase in dictionary.phrases), default=0)
    starts: set[int] = set()
    for first in range(len(words)):
        for size in range(min(longest, len(words) - first), 0, -1):
            window = words[first : first + size]
            phrase = tuple(word for word, _ in window)
            if phrase in dictionary.phrases or (*phrase[:-1], phrase[-1].removesuffix("'s")) in dictionary.phrases:
                starts |= {start for _, start in window}
                break
    return starts


def _kind_of(word: str, in_phrase: bool, dictionary: Dictionary) -> Kind:
    """Return what kind of word one with a capital is; `in_phrase` says that it is part of a known name."""
    bare = re.sub(r"['’]s?$", "", word.rstrip("."))
    lower = bare.lower()
    if lower in dictionary.titles:
        return "title"
    if in_phrase:
        return "phrase"
    if lower in dictionary.ranks:
        return "rank"
    if len(bare) == 1:
        return "letter"
    if lower == "st":
        return "phrase"
    if lower in dictionary.stop_words or (lower.endswith("ly") and lower in dictionary.lower_case_margin):
        return "stop"
    return _kind_by_frequency(bare, lower, dictionary)


def _kind_by_frequency(bare: str, lower: str, dictionary: Dictionary) -> Kind:
    """Return what kind a word is by its capitals and by how often it is written in lower case."""
    margin = _lower_case_margin(lower, dictionary)
    if bare.isupper() and margin < LIKELY_MARGIN:
        if len(bare) > 2:
            is_acronym = bare in dictionary.acronyms or len(bare) <= SHORT_ACRONYM
        else:
            is_acronym = bare in dictionary.two_letter_acronyms
        return "acronym" if is_acronym and lower not in dictionary.word_names else "unknown"
    if sum(letter.isupper() for letter in bare) > 1 and len(bare) <= MIXED_ACRONYM and not re.search(r"['’\-]", bare):
        return "acronym"
    if lower not in dictionary.word_names and (margin >= ORDINARY_MARGIN or lower in dictionary.body_words):
        return "ordinary"
    return "likely" if margin >= LIKELY_MARGIN else "weak" if margin >= WEAK_MARGIN else "unknown"


def _lower_case_margin(lower: str, dictionary: Dictionary) -> float:
    """Return the margin of a word or, of one with hyphens, that of its least ordinary part if larger."""
    margins = dictionary.lower_case_margin
    by_part = [margins.get(part, UNSEEN_MARGIN) for part in re.split(r"[-‐‑]", lower) if part]
    return max(min(by_part, default=UNSEEN_MARGIN), margins.get(lower, UNSEEN_MARGIN))
