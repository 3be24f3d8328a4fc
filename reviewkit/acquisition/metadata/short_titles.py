"""Make the short title by which figures and `changes` name a document: short, and like no other's.

Input: the title, the date, the short titles that the catalogue has, and the abbreviations of the corpus's subject.
Output: a title of at most `LONGEST` letters.

Limitations: it keeps the title's own words; what people call a review ("Jay report") only people know.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from reviewkit.acquisition.metadata.review_ids import Abbreviations
from reviewkit.base.text import CUT, shorten

LONGEST = 40  # letters of a title in a figure
SHORTEST = 11  # letters of a first part that tells a document from others: "CSE: definition and guide" has three
GENERIC_BEGINNING = re.compile(  # that tells no document from another: "Final report of the inquiry into"
    r"^(?:an? |the )?(?:(?:final|interim|full|independent|joint|overview|thematic) )*"
    r"(?:(?:report|review|inquiry|inspection|audit|investigation|evaluation|assessment)s? (?:of|into|on) "
    r"(?:an? |the )?)+",
    re.I,
)
ABBREVIATIONS = (("serious case review", "SCR"), ("(?:local )?child safeguarding practice review", "LCSPR"))
PLACE = re.compile(r" (?:in|for|at) (?:the )?[A-Z][\w'’-]*(?:,? (?:and |of |upon )?[A-Z][\w'’-]*){0,4}$")
SUBTITLE = re.compile(r"[:;(]| [-–—] ")


def short_title(title: str, date: str, listed: Collection[str], abbreviations: Abbreviations = ()) -> str:
    """Return a short title of a document; its year is added where it was cut or the catalogue has the same.

    >>> short_title("Review of the response to child neglect and poverty in Elmley", "2026-02", [])
    'Response to child neglect ... in Elmley'
    """
    taken = {name.casefold() for name in listed}
    short = _shortened(title, LONGEST, abbreviations)
    year = f" {date[:4]}" if date else ""
    if CUT.strip() in short or short.casefold() in taken:
        dated = f"{_shortened(title, LONGEST - len(year), abbreviations)}{year}"
        short = dated if short.casefold() in taken else short
    return short


def _shortened(title: str, longest: int, abbreviations: Abbreviations) -> str:
    """Return a title with its phrases abbreviated, then without its second part, then without a generic beginning.

    What is still too long is cut in the middle, so that the place at its end stays.
    """
    if len(title) <= longest:
        return title
    for phrase, short in (*ABBREVIATIONS, *((phrase, short.upper()) for phrase, short in abbreviations)):
        title = re.sub(rf"\b{phrase}\b", short, title, flags=re.I)
    first_part = SUBTITLE.split(title)[0].strip()
    first_part = first_part if len(first_part) >= SHORTEST else title
    for attempt in (title, first_part):
        if len(attempt) <= longest:
            return attempt
    title = first_part
    bare = GENERIC_BEGINNING.sub("", title)
    title = bare[:1].upper() + bare[1:] if bare else title
    place = PLACE.search(title)
    if len(title) <= longest or place is None or len(place.group()) > longest // 2:
        return shorten(title, longest)
    return shorten(title[: place.start()], longest - len(place.group()) - len(CUT)) + place.group()
