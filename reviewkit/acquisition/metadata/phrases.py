"""Words of a document, made fit for a table: cleaned, shortened, in ordinary capitals, and compared.

Comes in: text from outside. Goes out: one line of at most `LONGEST` letters, without control characters.

Limit: capitals are put right by how the document itself writes each word; what it writes in capitals alone gets one.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

LONGEST = 300  # letters of a value
QUOTED = 90  # letters of the document in `where`
SMALL = {
    "a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "is", "it", "its", "of", "on", "or", "the", "to",
    "was", "were", "with",
}  # fmt: skip


class Proposal(NamedTuple):
    """A value, and where it was taken from, in words for a person."""

    value: str
    where: str


def clean(text: str) -> str:
    """Text from outside in; the same on one line, without control characters, at most `LONGEST` letters, out.

    >>> clean("Looked\\x00 after\\u202e\\nchildren")
    'Looked after children'
    """
    text = re.sub("[\x02\ufffe\u00ad]", "-", text[: 20 * LONGEST])  # PDFium's signs for the hyphen at a line's end
    kept = "".join(sign if unicodedata.category(sign)[0] != "C" or sign.isspace() else "" for sign in text)
    return shortened(" ".join(kept.split()), LONGEST)


def shortened(text: str, most: int) -> str:
    """Text in; the same, cut at the end of a word where it is too long, out."""
    return text if len(text) <= most else text[: most - 1].rpartition(" ")[0].rstrip(" ,;:") + "…"


def quoted(text: str) -> str:
    """Words of the document as `where` gives them."""
    return f"'{shortened(clean(text), QUOTED)}'"


def plain_text(text: str) -> str:
    """Text as it is compared: small letters, straight apostrophes, "and" for "&", only words, one space between.

    >>> plain("The Children’s  Society & others")
    "the children's society and others"
    """
    straight = text.replace("’", "'").replace("‘", "'").replace("&", " and ").lower()
    return " ".join(re.findall(r"[\w']+", straight))


def bare(text: str) -> str:
    """As `plain`, without an article in front."""
    return plain_text(text).removeprefix("the ")


def habits(texts: Iterable[str]) -> Counter:
    """Texts in; how often each word is written in each way, in lines that are not all capitals, out."""
    lines = (line for text in texts for line in text.splitlines() if not line.isupper())
    return Counter(word for line in lines for word in re.findall(r"[^\W\d_]+", line.replace("’", "'")))


def ordinary(text: str, written: Counter) -> str:
    """Words in capitals in; the same as the document writes them elsewhere, out; others as they are.

    >>> ordinary("MISSING FROM CARE IN ELMLEY", Counter(["missing", "care", "Elmley"]))
    'Missing from care in Elmley'
    """
    letters = [sign for sign in text if sign.isalpha()]
    if len(letters) < 8 or sum(sign.isupper() for sign in letters) < 0.9 * len(letters):
        return text
    put = re.sub(r"[^\W\d_]+(['’][^\W\d_]+)?", lambda found: _as_written(found.group(), written), text)
    return re.sub(r"^\W*\w|[:?.] \w", lambda found: found.group().upper(), put)


def _as_written(word: str, written: Counter) -> str:
    """One word in capitals, as the document writes it most often; a capital in front where it never does."""
    small, capital = word.lower(), word[0] + word[1:].lower()
    if small in SMALL:
        return small
    stem = re.split("['’]", word)[0]
    ways = {way: written[way] for way in (stem.lower(), stem[0] + stem[1:].lower(), stem)}
    if not any(ways.values()):
        return capital
    most = max(ways, key=ways.__getitem__)
    return word if most == stem and len(stem) > 1 else small if most == stem.lower() else capital
