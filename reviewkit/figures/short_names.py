"""Shorten the titles of reviews to what names them beside a mark: "Derby", "Coffey", "Operation Span".

Input: a short title. Output: its name. A title that begins with an acronym is called by that. One that says what sort
of document it is, or has two words, is called by the names at its beginning. Any other is a phrase, and is cut after a
word.

Limitations: two reviews of one body or place have one name; on a time axis they stand at their own years.
"""

from __future__ import annotations

import re
import textwrap

LONGEST = 18  # letters
ACRONYM = re.compile(r"[A-Z]{2,}[A-Za-z]*")
DOCUMENT_WORDS = {
    "assessment", "audit", "committee", "group", "inquiry", "inspection", "investigation", "investigations", "overview",
    "report", "review", "stocktake", "study",
}  # fmt: skip
BRACKETS_AND_YEARS = re.compile(r"\([^)]*\)|\b(19|20|21)\d\d\b")


def name_of_review(short_title: str) -> str:
    """Return the name by which a review is called beside a mark.

    >>> [name_of_review(title) for title in ("Harbour inquiry (Crowe)", "HMIX boats", "Operation Lamp review")]
    ['Harbour', 'HMIX', 'Operation Lamp']
    >>> name_of_review("What's adrift 2031"), name_of_review("Ambleton CSE SCR 2030")
    ("What's adrift", 'Ambleton')
    """
    words = BRACKETS_AND_YEARS.sub(" ", short_title).split() or short_title.split()
    if not words:
        return ""
    if ACRONYM.fullmatch(words[0]):
        return words[0]
    of_a_sort = any(ACRONYM.fullmatch(word) or word.lower() in DOCUMENT_WORDS for word in words[1:])
    if of_a_sort or len(words) == 2 and words[1][:1].islower() and "'" not in words[0]:
        return _leading_name(words)
    return textwrap.shorten(" ".join(words), LONGEST, placeholder="") or words[0]


def _leading_name(words: list[str]) -> str:
    """Return the capitalised words at the beginning of a title that are neither acronyms nor sorts of document."""
    name = words[:1]
    for word in words[1:]:
        if not word[:1].isupper() or ACRONYM.fullmatch(word) or word.lower() in DOCUMENT_WORDS:
            break
        name.append(word)
    joined = " ".join(name)
    return joined if len(joined) <= LONGEST else words[0]
