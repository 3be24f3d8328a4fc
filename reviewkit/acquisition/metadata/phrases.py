"""Make words of a document fit for a table: clean and shorten them, give them ordinary capitals, compare them.

Input: text from outside. Output: one line of at most `LONGEST` letters, without control characters.

Limitations: capitals are put right by how the document itself writes each word; a word that it writes only in capitals
gets one capital.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

RESPONDS = re.compile(r"\b(?:response|reply)\b", re.I)  # in the title of a document that answers another
LONGEST = 300  # letters of a value
LONGEST_QUOTE = 90  # letters of the document in `where`
SMALL_WORDS = {
    "a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "is", "it", "its", "of", "on", "or", "the", "to",
    "was", "were", "with",
}  # fmt: skip


class Proposal(NamedTuple):
    """A value, and where it was taken from, in words for a person."""

    value: str
    where: str


def clean(text: str) -> str:
    r"""Return text from outside on one line, without control characters, of at most `LONGEST` letters.

    >>> clean("Looked\x00 after\u202e\nchildren")
    'Looked after children'
    """
    text = re.sub("[\x02\ufffe\u00ad]", "-", text[: 20 * LONGEST])  # PDFium's signs for the hyphen at a line's end
    visible = (character for character in text if unicodedata.category(character)[0] != "C" or character.isspace())
    return shorten_at_word(" ".join("".join(visible).split()), LONGEST)


def shorten_at_word(text: str, longest: int) -> str:
    """Return text, cut at the end of a word where it is too long."""
    return text if len(text) <= longest else text[: longest - 1].rpartition(" ")[0].rstrip(" ,;:") + "…"


def quoted(text: str) -> str:
    """Return words of the document as `where` gives them."""
    return f"'{shorten_at_word(clean(text), LONGEST_QUOTE)}'"


def normalise(text: str) -> str:
    """Return text as it is compared: small letters, straight apostrophes, "and" for "&", one space between words.

    >>> normalise("The Children’s  Society & others")
    "the children's society and others"
    """
    straight = text.replace("’", "'").replace("‘", "'").replace("&", " and ").lower()
    return " ".join(re.findall(r"[\w']+", straight))


def normalise_name(text: str) -> str:
    """Return a name as it is compared: normalised, without an article in front."""
    return normalise(text).removeprefix("the ")


def habits(texts: Iterable[str]) -> Counter[str]:
    """Count how often each word is written in each way, in lines that are not all capitals."""
    lines = (line for text in texts for line in text.splitlines() if not line.isupper())
    return Counter(word for line in lines for word in re.findall(r"[^\W\d_]+", line.replace("’", "'")))


def ordinary(text: str, spellings: Counter[str]) -> str:
    """Return words in capitals as the document writes them elsewhere; leave other words as they are.

    >>> ordinary("MISSING FROM CARE IN ELMLEY", Counter(["missing", "care", "Elmley"]))
    'Missing from care in Elmley'
    """
    letters = [character for character in text if character.isalpha()]
    if len(letters) < 8 or sum(letter.isupper() for letter in letters) < 0.9 * len(letters):
        return text
    spelt = re.sub(r"[^\W\d_]+(['’][^\W\d_]+)?", lambda match: _usual_spelling(match.group(), spellings), text)
    return re.sub(r"^\W*\w|[:?.] \w", lambda match: match.group().upper(), spelt)


def _usual_spelling(word: str, spellings: Counter[str]) -> str:
    """Return a word in capitals as the document writes it most often; with one capital where it never does."""
    small, capitalised = word.lower(), word[0] + word[1:].lower()
    if small in SMALL_WORDS:
        return small
    stem = re.split("['’]", word)[0]
    counts = {spelling: spellings[spelling] for spelling in (stem.lower(), stem[0] + stem[1:].lower(), stem)}
    if not any(counts.values()):
        return capitalised
    most_frequent = max(counts, key=counts.__getitem__)
    if most_frequent == stem and len(stem) > 1:
        return word
    return small if most_frequent == stem.lower() else capitalised
