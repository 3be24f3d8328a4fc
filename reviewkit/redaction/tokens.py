"""Runs of capital letters: words with a capital that stand together, and what is known of each.

Comes in: a text and a `Dictionary`. Goes out: runs of tokens. Limit: a name in small letters is no token.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from reviewkit.redaction.dictionary import WORD, Dictionary

TOKEN = re.compile(r"[^\W\d_]+(?:['’\-‐‑][^\W\d_]+)*\.?")  # O'Neill, Gayle-Bennett, J., Mr.
PARTICLES = (
    "van", "von", "der", "den", "de", "del", "da", "di", "bin", "ibn", "bint", "al", "el", "ap", "ab", "ferch", "la",
    "le", "ul", "ur", "ní", "ni", "nic", "uí", "ó", "mac", "y", "st",
)  # fmt: skip
NEXT = re.compile(rf"(?:\s(?:{'|'.join(PARTICLES)}))*\s[^\W\d_a-z]")  # a capital after it, other particles between
SURE, LIKELY, WEAK = 2.2, 1.0, 0.5  # e to these: 9, 2.7 and 1.6 times as often small as with a capital


class Token(NamedTuple):
    """A word with a capital, or a particle between two."""

    text: str
    start: int
    end: int
    known: str  # title, rank, phrase, ordinary, likely, weak, acronym, letter, particle or unknown


def capital_runs(text: str, known: Dictionary) -> list[list[Token]]:
    """A text and a dictionary in; words with capitals that stand together, particles between them included, out."""
    inside = _phrases(text, known)
    found: list[list[Token]] = []
    last = -1
    for match in TOKEN.finditer(text):
        word = match.group()
        stop = word.endswith(".") and not _abbreviated(word, known)
        bare = word.rstrip(".") if stop else word
        end = match.start() + len(bare)
        capital = bare[0].isupper() or any(part[:1].isupper() for part in re.split(r"['’\-]", bare)[1:])
        joins = bool(found) and last >= 0 and text[last : match.start()] in (" ", "\n", "  ")
        if capital:
            token = Token(bare, match.start(), end, _kind(bare, match.start(), inside, known))
            found = [*found[:-1], [*found[-1], token]] if joins else [*found, [token]]
            last = -1 if stop else end
        elif bare.lower() in PARTICLES and joins and NEXT.match(text, end):
            found[-1] = [*found[-1], Token(bare, match.start(), end, "particle")]
            last = end
        else:
            last = -1
    return found


def _abbreviated(word: str, known: Dictionary) -> bool:
    """Whether a full stop belongs to the word: Mr., J."""
    return len(word) == 2 or word == "St." or word.rstrip(".").lower() in known.titles


def _phrases(text: str, known: Dictionary) -> set[int]:
    """Where the words of known names begin; the last word of one may be a possessive."""
    words = [(match.group().lower().replace("’", "'"), match.start()) for match in WORD.finditer(text)]
    longest = max((len(phrase) for phrase in known.phrases), default=0)
    inside: set[int] = set()
    for at in range(len(words)):
        for size in range(min(longest, len(words) - at), 0, -1):
            said = tuple(word for word, _ in words[at : at + size])
            if said in known.phrases or (*said[:-1], said[-1].removesuffix("'s")) in known.phrases:
                inside |= {start for _, start in words[at : at + size]}
                break
    return inside


def _kind(word: str, start: int, inside: set[int], known: Dictionary) -> str:
    """What a word with a capital is."""
    bare = re.sub(r"['’]s?$", "", word.rstrip("."))
    small = bare.lower()
    if small in known.titles:
        return "title"
    if start in inside:
        return "phrase"
    if small in known.ranks:
        return "rank"
    if len(bare) == 1:
        return "letter"
    if small == "st":
        return "phrase"
    if small in known.stops or (small.endswith("ly") and small in known.small):
        return "stop"
    by = min((known.small.get(part, -9.0) for part in re.split(r"[-‐‑]", small) if part), default=-9.0)
    by = max(by, known.small.get(small, -9.0))
    if bare.isupper() and by < LIKELY:
        known_so = (bare in known.acronyms or len(bare) <= 4) if len(bare) > 2 else bare in known.pairs
        return "acronym" if known_so and small not in known.given else "unknown"
    if sum(letter.isupper() for letter in bare) > 1 and len(bare) <= 5 and not re.search(r"['’\-]", bare):
        return "acronym"  # NHSx, MoJ
    if small not in known.given and (by >= SURE or small in known.words):
        return "ordinary"
    return "likely" if by >= LIKELY else "weak" if by >= WEAK else "unknown"
