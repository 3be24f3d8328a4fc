"""A review's permanent name: publisher or place, the title's telling words, the year.

Comes in: title, publisher, date and kind, and the catalogue. Goes out: an id that the catalogue does not have yet.

Limit: it is a proposal, to be shortened by hand before the row is saved: ids never change afterwards.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import Counter

import pandas as pd

from reviewkit.acquisition.metadata import bodies, phrases
from reviewkit.corpus import schema

LONGEST = 45  # letters of an id
WORDS = 5  # telling words of one, before a further one is needed
DULL = phrases.SMALL | {
    "about", "are", "be", "between", "child", "children", "committee", "concerning", "department", "fifth", "final",
    "first", "fourth", "full", "government", "has", "have", "her", "his", "how", "i", "independent", "made", "majesty",
    "ministry", "new", "our", "people", "recommendations", "report", "respect", "response", "review", "second",
    "select", "session", "special", "that", "their", "third", "this", "tackling", "uk", "we", "what", "who", "young",
}  # fmt: skip
COUNTED = {"module", "volume", "part", "phase"}  # before a number that tells: "Module 1"
SHORT = (  # long words that the catalogue's ids have short
    ("serious case reviews?", "scr"), ("(?:local )?child safeguarding practice review", "lcspr"),
    ("child sexual exploitation", "cse"), ("child sexual abuse", "csa"), ("sexual exploitation of children", "cse"),
)  # fmt: skip
PEOPLE = re.compile(  # "the Rt Hon Jane Hill MP": no id needs a name
    r"\b(?:(?:Rt|Right) Hon(?:ourable)?|Dame|Sir|Lord|Lady|Baroness|Dr|Professor|Mrs?|Ms)\.?(?: [A-Z][\w'’-]*){1,3}"
)
PAPER = re.compile(r"\((?:HC|HL|CP|CM|Cm|SP)\b[^)]*\)")  # "(HC 68-I)"
ANSWERED = re.compile(
    r"\b[Tt]he (?:(?:[A-Z][\w,]*|and|of) )+Committee(?:['’]s)?|\b\w+ (?:Special )?Report of Session [\d–-]+"
)
LOCAL = {  # after the name of a place
    "Borough", "Children", "City", "Combined", "Constabulary", "Council", "County", "District", "LSCB", "Local", "MBC",
    "Metropolitan", "Partnership", "Partnerships", "Police", "Safeguarding",
}  # fmt: skip
NO_PLACE = {
    "Association",
    "Centre",
    "Child",
    "Department",
    "Independent",
    "Inspectorate",
    "Joint",
    "Ministry",
    "National",
}


def review_id(title: str, publisher: str, date: str, kind: str, listed: pd.DataFrame) -> str:
    """Title, publisher, date, kind ("" where unknown) and the catalogue in; an id that is free, or "", out."""
    publisher = publisher.partition(";")[0]  # of several the first
    lead = "hmg-response" if kind == "government-response" and "response" in title.lower() else _lead(publisher, listed)
    telling = _telling(title)
    if lead != "hmg-response" and publisher and slug(phrases.bare(publisher)) in slug(title):
        lead = ""  # an inquiry's report has its name in the title
    telling = [word for word in telling if word not in lead.split("-")] or telling
    taken = set(listed["review_id"])
    start = _fitting(lead, telling[:WORDS], date[:4])
    others = [_fitting(lead, [*start[:-1], word], date[:4]) for word in telling[len(start) :]]
    for chosen in [start, *(_fitting(lead, [*start, word], date[:4]) for word in telling[len(start) :]), *others]:
        made = "-".join(filter(None, [lead, *chosen, date[:4]]))
        if chosen and made not in taken and len(made) <= LONGEST and schema.ID.fullmatch(made):
            return made
    return ""


def _fitting(lead: str, telling: list[str], year: str) -> list[str]:
    """As many telling words, from the front, as an id has room for."""
    room = LONGEST - len(lead) - len(year) - 2
    while len(telling) > 1 and len("-".join(telling)) > room:
        telling = telling[:-1]
    return telling


def _telling(title: str) -> list[str]:
    """The words of a title that tell it from others, as parts of an id."""
    for aside in (PEOPLE, PAPER, ANSWERED):
        title = aside.sub(" ", title)
    for long, short in SHORT:
        title = re.sub(rf"(?i)\b{long}\b", short, title)
    pieces = re.findall(r"\w+(?:['’]\w+)?(?:-\d+)?", re.sub("['’]s\\b", "", title))
    kept = [
        slug(piece)
        for before, piece in zip(["", *pieces], pieces, strict=False)
        if (before.lower() in COUNTED if piece.isdigit() else _tells(piece))
    ]
    return list(dict.fromkeys(kept)) or [slug(piece) for piece in pieces if slug(piece) not in phrases.SMALL]


def _tells(piece: str) -> bool:
    """Whether a word tells a title from others: "IT" does, "it" does not."""
    known_short = piece.isupper() and 1 < len(piece) < 4 and piece != "UK"
    return bool(slug(piece)) and (known_short or slug(piece) not in DULL)


def _lead(publisher: str, listed: pd.DataFrame) -> str:
    """What an id begins with: as the catalogue's do for the publisher, else its place, its initials or its name."""
    ids = listed.loc[listed["publisher"] == publisher, "review_id"] if publisher else []
    first, count = (Counter(name.split("-")[0] for name in ids).most_common(1) or [("", 0)])[0]
    if count >= max(2, 0.6 * len(ids)):
        return first
    office = bodies.GOVERNMENT.get(publisher)
    if office and len(office.short) > 2:
        return office.short.lower()
    house = bodies.HOUSES.match(publisher)
    said = re.findall(r"\w[\w'’-]*", publisher[house.end() :] if house else publisher)
    said = [word for word in said if word.lower() not in phrases.SMALL and word != "Select"]
    place = list(itertools.takewhile(lambda word: word not in LOCAL, said))
    if said and place != said and place and place[0] not in NO_PLACE:
        return slug(" ".join(place))
    if said and said[0] == "University":
        return slug(" ".join(said[1:]))
    return slug("".join(word[0] for word in said) if len(said) > 2 else " ".join(said))


def slug(text: str) -> str:
    """Words as a part of an id: small plain letters, digits and hyphens.

    >>> slug("Barnardo’s & the inquiry's Élan")
    'barnardos-the-inquirys-elan'
    """
    folded = unicodedata.normalize("NFKD", re.sub("['’]", "", text)).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", folded.lower()))
