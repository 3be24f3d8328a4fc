"""Recognise the names of public bodies: those of the catalogue, those of `uk_bodies.toml`, and those built like them.

Input: the catalogue, and words of a document. Output: the body's name as the catalogue writes it.

Limitations: a charity whose name has no telling word ("Nightlight") is recognised only where the catalogue names it.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from typing import NamedTuple

import pandas as pd

from reviewkit.acquisition.metadata import phrases
from reviewkit.base.paths import data_file


class PublicBody(NamedTuple):
    """A public body of the United Kingdom; what is not known of it is empty."""

    abbreviation: str = ""
    hosts: tuple[str, ...] = ()  # of its addresses
    ministers: tuple[str, ...] = ()  # who present its documents to Parliament


class PublicBodies(NamedTuple):
    """What `reviewkit/data/uk_bodies.toml` lists."""

    by_name: dict[str, PublicBody]
    printers: frozenset[str]  # normalised names


SMALL = "(?:and|of|the|for|in|on|to|&)"
WORD = r"(?:[A-Z][\w.'’&-]*)"
NO_NAME = (  # words that begin no body's name
    "(?!The |This |An? |Chair |Convener |Report |Response |Review |Reply |Letter |By |For |To |Of )"
)
LAST_WORDS = (  # of a body's name
    "Agency|Alliance|Assembly|Association|Authority|Board|Boards|Centre|Charity|Commission|Commissioner|Constabulary|Council|"
    "Councils|Federation|Foundation|Government|Inspectorate|Institute|Office|Ombudsman|Panel|Partnership|Partnerships|"
    "Police|Project|Service|Society|Trust|University"
)
BODY = re.compile(  # "Brackwell and Elmley Safeguarding Children Partnership", "Ministry for Families"
    rf"(?:The )?{NO_NAME}(?:{WORD},? (?:(?:{WORD},?|{SMALL}) ){{0,7}}?(?<! in )(?<! of )(?:{LAST_WORDS})"
    rf"|(?:Department|Ministry|Office|University|Institute|Inspectorate|Council|Commissioner|Association|Centre|"
    rf"(?:His|Her) Majesty['’]s [A-Z]\w+|HM [A-Z]\w+|Royal College|{WORD}(?: {WORD}){{0,4}} "
    rf"(?:Panel|Commission|Commissioner|Centre|Council|Association|Institute|Inspectorate|Office|Ombudsman)) "
    rf"(?:of|for|on)(?: (?:{WORD},?|{SMALL})){{1,10}})(?: Ltd| Limited)?"
)
INQUIRY = re.compile(
    rf"(?:[Tt]he )?(?:{NO_NAME}(?!Independent |Public |Joint |Inquiry ){WORD},? (?:(?:{WORD}|{SMALL}) ){{0,7}}?)Inquiry"
)
COMMITTEE = re.compile(  # "Environmental Audit Committee", "Select Committee on Young People"
    rf"(?:(?:{WORD},?|and|of|on|the|for) ){{1,8}}Committee"
    rf"|(?:{WORD} ){{0,3}}Committee on(?: (?:{WORD},?|{SMALL}))+"
)
PARLIAMENT = re.compile(
    r"(?:House of (?:Commons|Lords)|Welsh Parliament|Senedd Cymru|(?:The )?Scottish Parliament)(?: |$)"
)
LOCAL = re.compile(r"\b(Councils?|Safeguarding \w*\s?Boards?|Boards|Partnerships?|Combined Authority|MBC)\b")
INSPECTED = re.compile(r"\b(Police|Constabulary|Council|Councils|Trust)\b")
INSPECTORATE = re.compile(r"\bInspect|\bHMIC|\bOfsted\b|\bCare Quality Commission\b|\bEstyn\b|\bHMI\b")
POSTS = re.compile(
    r"\b(?:Deputy|Director of|Chair|Minister|Secretary of State|Chief (?:Executive|Constable|Inspector))\b"
)
ABBREVIATION = re.compile(r"[A-Z]{4,}")  # HMICFRS, IOPC: shorter ones mean too many things
SHORTEST_NAME, LONGEST_NAME = 6, 110  # letters


@cache
def uk_bodies() -> PublicBodies:
    """Load the public bodies, in the order of the file, and the printers that are no publishers."""
    content = tomllib.loads(data_file("uk_bodies.toml").read_text(encoding="utf-8"))
    by_name = {
        row["name"]: PublicBody(
            row.get("abbreviation", ""), tuple(row.get("hosts", [])), tuple(row.get("ministers", []))
        )
        for row in content["bodies"]
    }
    return PublicBodies(by_name, frozenset(content["printers"]))


def known_bodies(catalogue: pd.DataFrame) -> dict[str, str]:
    """Return each body that the catalogue or `uk_bodies.toml` names: by its normalised name, its name there.

    An author whose initials are a publisher is that publisher: HMIC, Her Majesty's Inspectorate of Constabulary.
    """
    publishers = {name for cell in catalogue["publisher"] for name in _names_in(cell)}
    publishers = {name for name in publishers if phrases.normalise_name(name) not in uk_bodies().printers}
    names = {phrases.normalise_name(name): name for name in uk_bodies().by_name}
    for cell in catalogue["authors"]:
        for author in _names_in(cell):
            initials = abbreviation(author, publishers)
            if initials:
                names[phrases.normalise_name(author)] = initials
    return names | {phrases.normalise_name(name): name for name in sorted(publishers)}  # one order in every run


def abbreviation(name: str, publishers: set[str]) -> str:
    """Return the publisher whose name is the initials of this one; empty where there is none.

    >>> abbreviation("Independent Office for Police Conduct", {"IOPC", "Ofsted"})
    'IOPC'
    """
    words = re.findall(r"[^\W\d_][\w'’]*", name)
    initials = {
        "".join(word[0] for word in words if word.lower() not in skipped).upper()
        for skipped in ({"of", "and", "the"}, {"of", "and", "the", "for", "into", "on", "in", "to"})
    }
    abbreviations = (publisher for publisher in sorted(publishers) if ABBREVIATION.fullmatch(publisher))
    return next((publisher for publisher in abbreviations if publisher in initials), "")


def body_named(text: str, names: dict[str, str]) -> str:
    """Return the body whose name is the whole of a text, as the catalogue writes it; empty where it is no body's.

    `names` are those of `known_bodies`.
    """
    text = text.strip(" .,:;")
    first, _, rest = text.partition(" ")  # "IICSA Independent Inquiry into Child Sexual Abuse"
    text = rest if abbreviation(rest, {first}) else text
    normalised = phrases.normalise_name(text)
    if normalised in uk_bodies().printers:
        return ""
    if normalised in names:
        return names[normalised]
    if not SHORTEST_NAME <= len(text) <= LONGEST_NAME or POSTS.search(text):
        return ""
    text = capitalise_words(text)
    if not BODY.fullmatch(text) and not INQUIRY.fullmatch(text):
        return ""
    name = re.sub(r"^[Tt]he (?=.*Inquiry$)", "", re.sub(r"\s*&\s*", " and ", text))
    longer = [full for key, full in names.items() if re.match(rf"{re.escape(normalised)} (?:for|of) ", key)]
    return abbreviation(text, set(names.values())) or (longer[0] if len(longer) == 1 else name)


def body_of_host(host: str, names: dict[str, str]) -> str:
    """Return the known body that a host belongs to; empty where there is none.

    >>> body_of_host("www.barnardos.org.uk", {"barnardo's": "Barnardo's"})
    "Barnardo's"
    """
    host = host.lower().removeprefix("www.").rstrip(".")
    for name, body in uk_bodies().by_name.items():
        if host in body.hosts:
            return name
    match = re.match(r"([a-z-]{4,})\.(?:[\w-]+\.)?(?:gov|org|ac|nhs|police|parliament|co)\.(?:uk|scot|wales)$", host)
    label = match.group(1).replace("-", "") if match else ""
    return next((name for key, name in names.items() if label and re.sub(r"\W", "", key) == label), "")


def capitalise_words(text: str) -> str:
    """Return words that are all in capitals with one capital each; leave other words as they are.

    >>> capitalise_words("BRACKWELL SAFEGUARDING CHILDREN BOARD AND OTHERS")
    'Brackwell Safeguarding Children Board and Others'
    """
    if not text.isupper() or " " not in text:
        return text
    words = text.split()
    return " ".join(word.lower() if word.lower() in phrases.SMALL_WORDS else word.capitalize() for word in words)


def _names_in(cell: str) -> list[str]:
    """Return the names in a cell of the catalogue, without what stands in brackets."""
    names = (name.strip() for name in re.sub(r"\([^)]*\)", "", cell).split(";"))
    return [name for name in names if len(name) > 3]
