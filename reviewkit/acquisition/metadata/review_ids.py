"""Make a review's permanent id: publisher or place, the title's telling words, the year.

Input: title, publisher, date and kind, and the catalogue. Output: an id that the catalogue does not have yet.

Limitations: it is a proposal, to be shortened by hand before the row is saved: ids never change afterwards.
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
MOST_WORDS = 5  # telling words of an id, unless a further one is needed to tell it from another
COMMON_WORDS = phrases.SMALL_WORDS | {  # that tell no title from another
    "about", "are", "be", "between", "child", "children", "committee", "concerning", "department", "fifth", "final",
    "first", "fourth", "full", "government", "has", "have", "her", "his", "how", "i", "independent", "made", "majesty",
    "ministry", "new", "our", "people", "recommendations", "report", "respect", "response", "review", "second",
    "select", "session", "special", "that", "their", "third", "this", "tackling", "uk", "we", "what", "who", "young",
}  # fmt: skip
NUMBERED_PARTS = {"module", "volume", "part", "phase"}  # before a number that tells: "Module 1"
ABBREVIATIONS = (  # of phrases that ids have short; those of a corpus's subject follow
    ("serious case reviews?", "scr"), ("(?:local )?child safeguarding practice review", "lcspr"),
)  # fmt: skip
Abbreviations = tuple[tuple[str, str], ...]  # a phrase, and what ids have for it
PERSON = re.compile(  # "the Rt Hon Jane Hill MP": no id needs a name
    r"\b(?:(?:Rt|Right) Hon(?:ourable)?|Dame|Sir|Lord|Lady|Baroness|Dr|Professor|Mrs?|Ms)\.?(?: [A-Z][\w'’-]*){1,3}"
)
PAPER_NUMBER = re.compile(r"\((?:HC|HL|CP|CM|Cm|SP)\b[^)]*\)")  # "(HC 68-I)"
ANSWERED_REPORT = re.compile(
    r"\b[Tt]he (?:(?:[A-Z][\w,]*|and|of) )+Committee(?:['’]s)?|\b\w+ (?:Special )?Report of Session [\d–-]+"
)
AFTER_PLACE = {  # words of a body's name that follow its place: "Elmley City Council"
    "Borough", "Children", "City", "Combined", "Constabulary", "Council", "County", "District", "LSCB", "Local", "MBC",
    "Metropolitan", "Partnership", "Partnerships", "Police", "Safeguarding",
}  # fmt: skip
NO_PLACE = {  # words that begin a body's name and are no place
    "Association", "Centre", "Child", "Department", "Independent", "Inspectorate", "Joint", "Ministry", "National",
}  # fmt: skip
RESPONSE_PREFIX = "hmg-response"  # a government's response has the same publisher as its other documents
LEAST_SHARE = 0.6  # of a publisher's ids in the catalogue that begin with one word, for that to be its habit


def review_id(
    title: str, publisher: str, date: str, kind: str, catalogue: pd.DataFrame, abbreviations: Abbreviations = ()
) -> str:
    """Return an id that is free in the catalogue; empty where none can be made.

    What is not known of publisher, date and kind is "". `abbreviations` are phrases of the corpus's subject, with what
    ids have for them.
    """
    publisher = publisher.partition(";")[0]  # of several the first
    response = kind == "government-response" and "response" in title.lower()
    prefix = RESPONSE_PREFIX if response else _prefix(publisher, catalogue)
    if prefix != RESPONSE_PREFIX and publisher and slug(phrases.normalise_name(publisher)) in slug(title):
        prefix = ""  # an inquiry's report has its name in the title
    words, year = _telling_words(title, abbreviations), date[:4]
    words = [word for word in words if word not in prefix.split("-")] or words
    taken = set(catalogue["review_id"])
    first_words = _fitting(prefix, words[:MOST_WORDS], year)
    further_words = words[len(first_words) :]
    longer = [_fitting(prefix, [*first_words, word], year) for word in further_words]
    replaced = [_fitting(prefix, [*first_words[:-1], word], year) for word in further_words]
    for chosen in [first_words, *longer, *replaced]:
        candidate = "-".join(filter(None, [prefix, *chosen, year]))
        if chosen and candidate not in taken and len(candidate) <= LONGEST and schema.ID.fullmatch(candidate):
            return candidate
    return ""


def _fitting(prefix: str, words: list[str], year: str) -> list[str]:
    """Return as many words, from the front, as an id has room for."""
    room = LONGEST - len(prefix) - len(year) - len("--")
    while len(words) > 1 and len("-".join(words)) > room:
        words = words[:-1]
    return words


def _telling_words(title: str, abbreviations: Abbreviations) -> list[str]:
    """Return the words of a title that tell it from others, as parts of an id."""
    for aside in (PERSON, PAPER_NUMBER, ANSWERED_REPORT):
        title = aside.sub(" ", title)
    for phrase, short in (*ABBREVIATIONS, *abbreviations):
        title = re.sub(rf"(?i)\b{phrase}\b", short, title)
    words = re.findall(r"\w+(?:['’]\w+)?(?:-\d+)?", re.sub("['’]s\\b", "", title))
    telling = [
        slug(word)
        for before, word in zip(["", *words], words, strict=False)
        if (before.lower() in NUMBERED_PARTS if word.isdigit() else _is_telling(word))
    ]
    return list(dict.fromkeys(telling)) or [slug(word) for word in words if slug(word) not in phrases.SMALL_WORDS]


def _is_telling(word: str) -> bool:
    """Return whether a word tells a title from others: "IT" does, "it" does not."""
    abbreviation = word.isupper() and 1 < len(word) < 4 and word != "UK"
    return bool(slug(word)) and (abbreviation or slug(word) not in COMMON_WORDS)


def _prefix(publisher: str, catalogue: pd.DataFrame) -> str:
    """Return how an id begins: as the catalogue's do for the publisher, else its place, its initials or its name."""
    ids = catalogue.loc[catalogue["publisher"] == publisher, "review_id"] if publisher else []
    first_words = Counter(review_id.split("-")[0] for review_id in ids)
    habit, count = (first_words.most_common(1) or [("", 0)])[0]
    if count >= max(2, LEAST_SHARE * len(ids)):
        return habit
    body = bodies.uk_bodies().by_name.get(publisher)
    if body and len(body.abbreviation) > 2:
        return body.abbreviation.lower()
    house = bodies.PARLIAMENT.match(publisher)
    words = re.findall(r"\w[\w'’-]*", publisher[house.end() :] if house else publisher)
    words = [word for word in words if word.lower() not in phrases.SMALL_WORDS and word != "Select"]
    place = list(itertools.takewhile(lambda word: word not in AFTER_PLACE, words))
    if place and place != words and place[0] not in NO_PLACE:
        return slug(" ".join(place))
    if words and words[0] == "University":
        return slug(" ".join(words[1:]))
    return slug("".join(word[0] for word in words) if len(words) > 2 else " ".join(words))


def slug(text: str) -> str:
    """Return words as a part of an id: small plain letters, digits and hyphens.

    >>> slug("Barnardo’s & the inquiry's Élan")
    'barnardos-the-inquirys-elan'
    """
    folded = unicodedata.normalize("NFKD", re.sub("['’]", "", text)).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", folded.lower()))
