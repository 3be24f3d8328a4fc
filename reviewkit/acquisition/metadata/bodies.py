"""Which words are the name of a body: those that the catalogue or the government's list has, and those built so.

Comes in: the catalogue, and words of a document. Goes out: the body's name as the catalogue writes it.

Limit: a charity whose name has no telling word ("Nightlight") is known only where the catalogue names it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import pandas as pd

from reviewkit.acquisition.metadata import phrases


class Office(NamedTuple):
    """A government body: its short name, the host of its addresses, and who speaks for it in Parliament."""

    short: str = ""
    host: str = ""
    speaks: str = ""


GOVERNMENT: dict[str, Office] = {
    "Attorney General's Office": Office("AGO", "attorneygeneral.gov.uk", "Attorney General"),
    "Cabinet Office": Office(
        "CO", "cabinetoffice.gov.uk", "Minister for the Cabinet Office|Chancellor of the Duchy of Lancaster"
    ),
    "Department for Business and Trade": Office(
        "DBT", "businessandtrade.gov.uk", "Secretary of State for Business and Trade"
    ),
    "Department for Business, Energy and Industrial Strategy": Office(
        "BEIS", "beis.gov.uk", "Secretary of State for Business, Energy and Industrial Strategy"
    ),
    "Department for Business, Innovation and Skills": Office(
        "BIS", "bis.gsi.gov.uk", "Secretary of State for Business, Innovation and Skills"
    ),
    "Department for Children, Schools and Families": Office(
        "DCSF", "dcsf.gsi.gov.uk", "Secretary of State for Children, Schools and Families"
    ),
    "Department for Communities and Local Government": Office(
        "DCLG", "communities.gsi.gov.uk", "Secretary of State for Communities and Local Government"
    ),
    "Department for Culture, Media and Sport": Office(
        "DCMS", "dcms.gov.uk", "Secretary of State for Culture, Media and Sport"
    ),
    "Department for Digital, Culture, Media and Sport": Office(
        "DCMS", "culture.gov.uk", "Secretary of State for Digital, Culture, Media and Sport"
    ),
    "Department for Education": Office("DfE", "education.gov.uk", "Secretary of State for Education"),
    "Department for Energy Security and Net Zero": Office(
        "DESNZ", "energysecurity.gov.uk", "Secretary of State for Energy Security and Net Zero"
    ),
    "Department for Environment, Food and Rural Affairs": Office(
        "DEFRA", "defra.gov.uk", "Secretary of State for Environment, Food and Rural Affairs"
    ),
    "Department for International Development": Office("DFID", "dfid.gov.uk"),
    "Department for Levelling Up, Housing and Communities": Office(
        "DLUHC", "levellingup.gov.uk", "Secretary of State for Levelling Up, Housing and Communities"
    ),
    "Department for Science, Innovation and Technology": Office(
        "DSIT", "dsit.gov.uk", "Secretary of State for Science, Innovation and Technology"
    ),
    "Department for Transport": Office("DfT", "dft.gov.uk", "Secretary of State for Transport"),
    "Department for Work and Pensions": Office("DWP", "dwp.gov.uk", "Secretary of State for Work and Pensions"),
    "Department of Health": Office("DH", "dh.gsi.gov.uk", "Secretary of State for Health"),
    "Department of Health and Social Care": Office(
        "DHSC", "dhsc.gov.uk", "Secretary of State for Health and Social Care"
    ),
    "Foreign, Commonwealth and Development Office": Office("FCDO", "fcdo.gov.uk"),
    "HM Government": Office("HMG"),
    "HM Prison and Probation Service": Office("HMPPS"),
    "HM Treasury": Office("HMT", "hmtreasury.gov.uk", "Chancellor of the Exchequer"),
    "Home Office": Office(
        "HO", "homeoffice.gov.uk|homeoffice.gsi.gov.uk", "Secretary of State for the Home Department|Home Secretary"
    ),
    "House of Commons Library": Office("", "commonslibrary.parliament.uk"),
    "Ministry of Defence": Office("MOD", "mod.gov.uk", "Secretary of State for Defence"),
    "Ministry of Housing, Communities and Local Government": Office(
        "MHCLG", "communities.gov.uk", "Secretary of State for Housing, Communities and Local Government"
    ),
    "Ministry of Justice": Office("MoJ", "justice.gov.uk", "Secretary of State for Justice"),
    "National Audit Office": Office("NAO", "nao.org.uk"),
    "National Crime Agency": Office("NCA", "nca.gov.uk"),
    "NHS England": Office("", "england.nhs.uk"),
    "Northern Ireland Office": Office("NIO", "nio.gov.uk", "Secretary of State for Northern Ireland"),
    "Scottish Government": Office("", "gov.scot"),
    "Welsh Government": Office("", "gov.wales"),
    "Care Quality Commission": Office("CQC", "cqc.org.uk"),
    "Crown Prosecution Service": Office("CPS", "cps.gov.uk"),
    "Ofsted": Office("", "ofsted.gov.uk"),
}
PRINTERS = {"stationery office", "stationery office limited", "tso", "aps group"}  # they print, others publish
SMALL = "(?:and|of|the|for|in|on|to|&)"
WORD = r"(?:[A-Z][\w.'’&-]*)"
NONE = (
    "(?!The |This |An? |Chair |Convener |Report |Response |Review |Reply |Letter |By |For |To |Of )"  # begins no name
)
ENDS = (
    "Agency|Alliance|Assembly|Association|Authority|Board|Boards|Centre|Charity|Commission|Commissioner|Constabulary|Council|"
    "Councils|Federation|Foundation|Government|Inspectorate|Institute|Office|Ombudsman|Panel|Partnership|Partnerships|"
    "Police|Project|Service|Society|Trust|University"
)
BODY = re.compile(  # "Brackwell and Elmley Safeguarding Children Partnership", "Ministry for Families"
    rf"(?:The )?{NONE}(?:{WORD},? (?:(?:{WORD},?|{SMALL}) ){{0,7}}?(?<! in )(?<! of )(?:{ENDS})"
    rf"|(?:Department|Ministry|Office|University|Institute|Inspectorate|Council|Commissioner|Association|Centre|"
    rf"(?:His|Her) Majesty['’]s [A-Z]\w+|HM [A-Z]\w+|Royal College|{WORD}(?: {WORD}){{0,4}} "
    rf"(?:Panel|Commission|Commissioner|Centre|Council|Association|Institute|Inspectorate|Office|Ombudsman)) "
    rf"(?:of|for|on)(?: (?:{WORD},?|{SMALL})){{1,10}})(?: Ltd| Limited)?"
)
INQUIRY = re.compile(
    rf"(?:[Tt]he )?(?:{NONE}(?!Independent |Public |Joint |Inquiry ){WORD},? (?:(?:{WORD}|{SMALL}) ){{0,7}}?)Inquiry"
)
COMMITTEE = re.compile(  # "Environmental Audit Committee", "Select Committee on Young People"
    rf"(?:(?:{WORD},?|and|of|on|the|for) ){{1,8}}Committee"
    rf"|(?:{WORD} ){{0,3}}Committee on(?: (?:{WORD},?|{SMALL}))+"
)
HOUSES = re.compile(r"(?:House of (?:Commons|Lords)|Welsh Parliament|Senedd Cymru|(?:The )?Scottish Parliament)(?: |$)")
LOCAL = re.compile(r"\b(Councils?|Safeguarding \w*\s?Boards?|Boards|Partnerships?|Combined Authority|MBC)\b")
FORCE = re.compile(r"\b(Police|Constabulary|Council|Councils|Trust)\b")
INSPECTS = re.compile(r"\bInspect|\bHMIC|\bOfsted\b|\bCare Quality Commission\b|\bEstyn\b|\bHMI\b")
PERSONS = re.compile(
    r"\b(?:Deputy|Director of|Chair|Minister|Secretary of State|Chief (?:Executive|Constable|Inspector))\b"
)
ABBREVIATED = re.compile(r"[A-Z]{4,}")  # HMICFRS, IOPC: shorter ones mean too many things


def known_bodies(listed: pd.DataFrame) -> dict[str, str]:
    """The catalogue in; each body that it or the government's list names, as compared, and its name there, out.

    An author whose initials are a publisher is that publisher: HMIC, Her Majesty's Inspectorate of Constabulary.
    """
    publishers = {part for cell in listed["publisher"] for part in _parts(cell) if phrases.bare(part) not in PRINTERS}
    found = {phrases.bare(name): name for name in GOVERNMENT}
    for cell in listed["authors"]:
        for part in _parts(cell):
            short = abbreviation(part, publishers)
            found |= {phrases.bare(part): short} if short else {}
    return found | {phrases.bare(name): name for name in publishers}


def abbreviation(name: str, publishers: set[str]) -> str:
    """A body's name and the catalogue's publishers in; the one that is the name's initials, or "", out.

    >>> abbreviated("Independent Office for Police Conduct", {"IOPC", "Ofsted"})
    'IOPC'
    """
    initials = {
        "".join(word[0] for word in re.findall(r"[^\W\d_][\w'’]*", name) if word.lower() not in small).upper()
        for small in ({"of", "and", "the"}, {"of", "and", "the", "for", "into", "on", "in", "to"})
    }
    return next((short for short in sorted(publishers) if ABBREVIATED.fullmatch(short) and short in initials), "")


def bodies_named(text: str, bodies: dict[str, str]) -> str:
    """Words in; the name of the body that they are as a whole, or "" where they are none, out."""
    text = text.strip(" .,:;")
    first, _, rest = text.partition(" ")  # "IICSA Independent Inquiry into Child Sexual Abuse"
    text = rest if abbreviation(rest, {first}) else text
    if phrases.bare(text) in PRINTERS:
        return ""
    said = phrases.bare(text)
    if said in bodies:
        return bodies[said]
    if not 6 <= len(text) <= 110 or PERSONS.search(text):
        return ""
    text = body_in_title(text)
    if BODY.fullmatch(text) or INQUIRY.fullmatch(text):
        name = re.sub(r"^[Tt]he (?=.*Inquiry$)", "", re.sub(r"\s*&\s*", " and ", text))
        longer = [full for key, full in bodies.items() if re.match(rf"{re.escape(said)} (?:for|of) ", key)]
        return abbreviation(text, set(bodies.values())) or (longer[0] if len(longer) == 1 else name)
    return ""


def body_of_host(host: str, bodies: dict[str, str]) -> str:
    """The host of an address in; the known body whose own it is, or "", out.

    >>> hosted("www.barnardos.org.uk", {"barnardo's": "Barnardo's"})
    "Barnardo's"
    """
    host = host.lower().removeprefix("www.").rstrip(".")
    for name, office in GOVERNMENT.items():
        if host and host in office.host.split("|"):
            return name
    first = re.match(r"([a-z-]{4,})\.(?:[\w-]+\.)?(?:gov|org|ac|nhs|police|parliament|co)\.(?:uk|scot|wales)$", host)
    label = first.group(1).replace("-", "") if first else ""
    return next((name for key, name in bodies.items() if label and re.sub(r"\W", "", key) == label), "")
    return ""


def body_in_title(text: str) -> str:
    """Words all in capitals in; each with one capital, out; other words as they are.

    >>> titled("BRACKWELL SAFEGUARDING CHILDREN BOARD AND OTHERS")
    'Brackwell Safeguarding Children Board and Others'
    """
    if not text.isupper() or " " not in text:
        return text
    return " ".join(word.lower() if word.lower() in phrases.SMALL else word.capitalize() for word in text.split())


def _parts(cell: str) -> list[str]:
    """A cell of the catalogue in; the names in it, without what stands in brackets, out."""
    return [part.strip() for part in re.sub(r"\([^)]*\)", "", cell).split(";") if len(part.strip()) > 3]
