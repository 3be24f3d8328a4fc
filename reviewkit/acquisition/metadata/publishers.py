"""Who published a document: a body that its first pages name in the places where a publisher stands.

Comes in: the lines and text of the first pages, the title, the file's facts, the known bodies. Goes out: the body as
the catalogue writes it, and where it was found.

Limit: of several bodies on a cover the longest name the catalogue knows is taken, else the longest; a body that is only
drawn as a logo is not seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reviewkit.acquisition.metadata import bodies, dates, phrases
from reviewkit.acquisition.metadata.cover import Line, cover_blocks
from reviewkit.acquisition.metadata.phrases import Proposal

STATED = re.compile(  # "Published by: Barnardo's, 3 May 2011", "© The Children's Society 2012", "Copyright 2019 Ofsted"
    r"^\W*(?:published by|produced by|publisher|issued by|(?:(?:©|\(c\)|copyright)\s*)+(?:\d{4})?)"
    r"\s*:?\s*([^,.;|·\n]{4,110}?),?(?: (?:(?:\d{1,2}(?:st|nd|rd|th)? )?[A-Z][a-z]{2,8} )?\d{4}.*)?$",
    re.I | re.M,
)
FULL = 200  # words: a page with more is no cover, and names bodies for other reasons
CONTENTS = re.compile(r"^\s*(?:table of )?contents\b", re.I | re.M)
IMPRINT = 5  # pages within which the imprint stands
HOSTS = re.compile(r"(?:@|\bwww\.)([\w.-]+\w)|\b(\w+\.parliament\.uk)\b")
RESPONDS = re.compile(r"\b(?:response|reply)\b", re.I)
GOVERNMENTS = re.compile(r"(?:the |uk |hm |(?:his|her) majesty['’]s )*government(?:['’]s)? response\b", re.I)
OF_INQUIRY = re.compile(
    rf"(?:(?:[Tt]he )?(?:[Ff]inal |[Ii]nterim )?[Rr]eport of (?=the ))?({bodies.INQUIRY.pattern})\b(?! into| of| on)"
)


def propose_publisher(
    lines: list[Line], title: str, texts: list[str], facts: dict[str, str], known: dict[str, str]
) -> Proposal | None:
    """First pages, the title, the file's facts and the known bodies in; the publisher out, or None."""
    front = texts[:IMPRINT]
    grounds = (
        _stated(front, known),
        _committee(lines),
        _on_cover([line for line in lines if line.page == 1], texts, title, known),
        _in_imprint(front, title, known),
        _on_cover([line for line in lines if line.page > 1], texts, title, known),
        publisher_in_title(title, known),
        _author(facts, known),
        _in_text(front, title, known),
        _government(front, title),
    )
    return next((said for said in grounds if said), None)


def _stated(front: list[str], known: dict[str, str]) -> Proposal | None:
    """The body that the first pages say published it, or whose copyright it is."""
    for page, text in enumerate(front, start=1):
        for found in STATED.finditer(text):
            name = bodies.bodies_named(re.sub(r"^the ", "", " ".join(found.group(1).split())), known)
            if name:
                return Proposal(name, f"page {page}: {phrases.quoted(found.group())}")
    return None


def _committee(lines: list[Line]) -> Proposal | None:
    """The House and the committee below its name, as Parliament prints them."""
    for line, below in zip(lines, lines[1:], strict=False):
        house = bodies.body_in_title(line.text)
        if not bodies.HOUSES.fullmatch(f"{house} ") and not bodies.HOUSES.fullmatch(house):
            continue
        name = bodies.body_in_title(below.text)
        if below.page == line.page and bodies.COMMITTEE.fullmatch(name):
            return Proposal(f"{house} {name}", f"page {line.page}: {phrases.quoted(f'{line.text} {below.text}')}")
    return None


def _on_cover(lines: list[Line], texts: list[str], title: str, known: dict[str, str]) -> Proposal | None:
    """A body whose name has a line, or lines below each other, of its own on a cover or title page."""
    for page in dict.fromkeys(line.page for line in lines):
        if page > 1 and (len(texts[page - 1].split()) > FULL or CONTENTS.search(texts[page - 1])):
            continue
        found = dict.fromkeys(
            name
            for text in _spoken([line for line in lines if line.page == page], title, known)
            if (name := bodies.bodies_named(text, known)) and not _spoken_of(name, title)
        )
        if found:
            joint = _jointly([line for line in lines if line.page == page], known)
            if joint:
                return Proposal("; ".join(joint), f"page {page}, on lines of their own")
            best = max(found, key=lambda name: (phrases.bare(name) in known or name in known.values(), len(name)))
            among = f", one of {len(found)} bodies named there" if len(found) > 1 else ""
            return Proposal(best, f"page {page}, on a line of its own{among}")
    return None


def _spoken(lines: list[Line], title: str, known: dict[str, str]) -> Iterator[str]:
    """What stands together on a page, but for the title: blocks that name a body, else the pieces of their lines."""
    called = phrases.bare(title)
    for block in cover_blocks(lines):
        first, whole = block.lines[0].text, phrases.bare(block.text)
        apart = (
            bodies.bodies_named(first, known)
            and len(block.lines) > 1
            and not re.search(r"(?:&|\band|\bof|\bfor|,)$", first)
        )
        if bodies.bodies_named(block.text, known) and not (apart and re.match(r"[A-Z]", block.lines[1].text)):
            if whole not in called or called.startswith(whole):
                yield block.text
        elif not set(whole.split()) <= set(called.split()):
            for line in block.lines:
                for piece in re.split(r"\s[·|•–—-]\s", line.text):
                    yield re.sub(r"\s\d{1,3}$", "", dates.is_undated(piece))


def _jointly(lines: list[Line], known: dict[str, str]) -> list[str]:
    """Bodies of the catalogue or the government that stand right below each other: they publish together."""
    for block in cover_blocks(lines):
        names = [bodies.bodies_named(line.text, known) for line in block.lines]
        listed = [name for name in dict.fromkeys(names) if name in known.values()]
        if len(listed) > 1 and 2 * len(listed) > len(names):
            return listed
    return []


def _spoken_of(name: str, title: str) -> bool:
    """Whether a body is only what the title is about: whom it answers, or whom it inspected."""
    if RESPONDS.search(title) and bodies.INQUIRY.fullmatch(name):
        return True
    inspects = re.search(r"\binspect", title, re.I) and not bodies.INSPECTS.search(name)
    return bool(inspects and bodies.FORCE.search(name))


def _in_imprint(front: list[str], title: str, known: dict[str, str]) -> Proposal | None:
    """The department whose minister presented it to Parliament, or to whose address enquiries go."""
    for page, text in enumerate(front, start=1):
        whole = " ".join(text.split())
        presented = re.search(r"presented to parliament .{0,40}?by the (.{4,120})", whole, re.I)
        for name, office in bodies.GOVERNMENT.items():
            spoke = office.speaks and re.match(rf"(?:{office.speaks})(?= by| \d|$)", presented[1] if presented else "")
            if spoke:
                return Proposal(name, f"page {page}: presented to Parliament by the {spoke.group()}")
        imprint = (page == 1 and len(whole.split()) <= FULL) or re.search(r"copyright|enquir", text, re.I)
        for found in HOSTS.finditer(text) if imprint else ():
            host = found.group(1) or found.group(2)
            name = bodies.body_of_host(host, known)
            if name and phrases.bare(name) not in phrases.bare(title):
                return Proposal(name, f"page {page}: its address, {phrases.quoted(host)}")
    return None


def publisher_in_title(title: str, known: dict[str, str]) -> Proposal | None:
    """An inquiry after which its report is named."""
    found = None if RESPONDS.search(title) else OF_INQUIRY.match(title)
    name = bodies.bodies_named(found.group(1), known) if found else ""
    return Proposal(name, "the title, which names the inquiry") if name else None


def _author(facts: dict[str, str], known: dict[str, str]) -> Proposal | None:
    """The file's own author, where that is a body or the short name of a department."""
    author = facts.get("Author", "")
    short = {office.short: name for name, office in bodies.GOVERNMENT.items() if len(office.short) > 2}
    name = short.get(author) or bodies.bodies_named(author, known)
    return Proposal(name, f"the PDF's own author, {phrases.quoted(author)}") if name else None


def _in_text(front: list[str], title: str, known: dict[str, str]) -> Proposal | None:
    """A body of the catalogue, no department, named anywhere on the cover but in the title: the longest."""
    if not front or len(front[0].split()) > FULL:
        return None
    text = phrases.plain_text(front[0]).replace(phrases.plain_text(title), " ")
    others = [key for key, name in known.items() if len(key) > 3 and name not in bodies.GOVERNMENT]
    found = [key for key in others if re.search(rf"\b{re.escape(key)}\b", text)]
    best = max(found, key=len, default="")
    return Proposal(known[best], f"page 1, where it is named: {phrases.quoted(best)}") if best else None


def _government(front: list[str], title: str) -> Proposal | None:
    """The government, where the title says that it responds, and pages that could be read name no department."""
    if GOVERNMENTS.match(title) and "".join(front).strip():
        return Proposal("HM Government", "the title, a government response; no department is named: check it")
    return None
