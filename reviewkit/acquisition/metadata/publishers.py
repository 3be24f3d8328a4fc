"""Tell who published a document: a body that its first pages name in the places where a publisher stands.

Input: the lines and text of the first pages, the title, the file's properties, the names of known bodies. Output: the
body as the catalogue writes it, and where it stands.

Limitations: of several bodies on a cover the longest name that the catalogue has is taken, else the longest; a body
that is only drawn as a logo is not seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reviewkit.acquisition.metadata import bodies, dates, phrases
from reviewkit.acquisition.metadata.cover import FULL_PAGE, IMPRINT_PAGES, Block, Line, cover_blocks
from reviewkit.acquisition.metadata.phrases import Proposal

STATED = re.compile(  # "Published by: Barnardo's, 3 May 2011", "© The Children's Society 2012", "Copyright 2019 Ofsted"
    r"^\W*(?:published by|produced by|publisher|issued by|(?:(?:©|\(c\)|copyright)\s*)+(?:\d{4})?)"
    r"\s*:?\s*([^,.;|·\n]{4,110}?),?(?: (?:(?:\d{1,2}(?:st|nd|rd|th)? )?[A-Z][a-z]{2,8} )?\d{4}.*)?$",
    re.I | re.M,
)
BEFORE_PUBLISHED = re.compile(  # "Elmley Safeguarding Partnership. Published 12 February 2026."
    r"^\W*([A-Z][^.;|\n]{4,110}?)[.;,|]\s+(?:First p|P)ublished\b", re.M
)
CONTENTS = re.compile(r"^\s*(?:table of )?contents\b", re.I | re.M)
IMPRINT = re.compile(r"copyright|enquir", re.I)
PRESENTED_BY = re.compile(r"presented to parliament .{0,40}?by the (.{4,120})", re.I)
HOSTS = re.compile(r"(?:@|\bwww\.)([\w.-]+\w)|\b(\w+\.parliament\.uk)\b")
GOVERNMENT_RESPONSE = re.compile(r"(?:the |uk |hm |(?:his|her) majesty['’]s )*government(?:['’]s)? response\b", re.I)
REPORT_OF_INQUIRY = re.compile(
    rf"(?:(?:[Tt]he )?(?:[Ff]inal |[Ii]nterim )?[Rr]eport of (?=the ))?({bodies.INQUIRY.pattern})\b(?! into| of| on)"
)
SHORTEST_ABBREVIATION = 3  # letters of a department's, where it stands by itself: "CO" and "HO" mean too many things


def propose_publisher(
    lines: list[Line], title: str, texts: list[str], properties: dict[str, str], names: dict[str, str]
) -> Proposal | None:
    """Propose the publisher, by the first ground that tells one; None where none does.

    `lines` are those of the first pages, `texts` all pages, `names` those of `bodies.known_bodies`.
    """
    first_page = [line for line in lines if line.page == 1]
    further_pages = [line for line in lines if line.page > 1]
    front = texts[:IMPRINT_PAGES]
    return (
        _stated(front, names)
        or _parliament_committee(lines)
        or _on_cover(first_page, texts, title, names)
        or _in_imprint(front, title, names)
        or _on_cover(further_pages, texts, title, names)
        or publisher_in_title(title, names)
        or _file_author(properties, names)
        or _named_on_cover(front, title, names)
        or _government(front, title)
    )


def _stated(front: list[str], names: dict[str, str]) -> Proposal | None:
    """Propose the body that the first pages say published it, or whose copyright it is."""
    for page, text in enumerate(front, start=1):
        for match in (*STATED.finditer(text), *BEFORE_PUBLISHED.finditer(text)):
            name = bodies.body_named(re.sub(r"^the ", "", " ".join(match.group(1).split())), names)
            if name:
                return Proposal(name, f"page {page}: {phrases.quoted(match.group())}")
    return None


def _parliament_committee(lines: list[Line]) -> Proposal | None:
    """Propose the House and the committee below its name, as Parliament prints them."""
    for line, below in zip(lines, lines[1:], strict=False):
        house, committee = bodies.capitalise_words(line.text), bodies.capitalise_words(below.text)
        if not bodies.PARLIAMENT.fullmatch(f"{house} ") and not bodies.PARLIAMENT.fullmatch(house):
            continue
        if below.page == line.page and bodies.COMMITTEE.fullmatch(committee):
            where = f"page {line.page}: {phrases.quoted(f'{line.text} {below.text}')}"
            return Proposal(f"{house} {committee}", where)
    return None


def _on_cover(lines: list[Line], texts: list[str], title: str, names: dict[str, str]) -> Proposal | None:
    """Propose a body whose name has lines of its own on a cover or title page."""
    for page in dict.fromkeys(line.page for line in lines):
        if page > 1 and (len(texts[page - 1].split()) > FULL_PAGE or CONTENTS.search(texts[page - 1])):
            continue
        page_lines = [line for line in lines if line.page == page]
        named = dict.fromkeys(
            name
            for text in _texts_beside_title(page_lines, title, names)
            if (name := bodies.body_named(text, names)) and not _is_subject(name, title)
        )
        if named:
            joint = _joint_publishers(page_lines, names)
            if joint:
                return Proposal("; ".join(joint), f"page {page}, on lines of their own")
            best = max(named, key=lambda name: (_is_known(name, names), len(name)))
            count = f", one of {len(named)} bodies named there" if len(named) > 1 else ""
            return Proposal(best, f"page {page}, on a line of its own{count}")
    return None


def _is_known(name: str, names: dict[str, str]) -> bool:
    """Return whether a body is one of those known."""
    return phrases.normalise_name(name) in names or name in names.values()


def _texts_beside_title(lines: list[Line], title: str, names: dict[str, str]) -> Iterator[str]:
    """Yield what stands together on a page, but for the title: blocks that name a body, else pieces of their lines."""
    title_name = phrases.normalise_name(title)
    for block in cover_blocks(lines):
        block_name = phrases.normalise_name(block.text)
        if bodies.body_named(block.text, names) and not _names_two_bodies(block, names):
            if block_name not in title_name or title_name.startswith(block_name):
                yield block.text
        elif not set(block_name.split()) <= set(title_name.split()):
            for line in block.lines:
                for piece in re.split(r"\s[·|•–—-]\s", line.text):
                    yield re.sub(r"\s\d{1,3}$", "", dates.is_undated(piece))


def _names_two_bodies(block: Block, names: dict[str, str]) -> bool:
    """Return whether a block's first line is a body by itself, and the next begins another."""
    if len(block.lines) < 2:
        return False
    first, second = block.lines[0].text, block.lines[1].text
    goes_on = re.search(r"(?:&|\band|\bof|\bfor|,)$", first)
    return bool(bodies.body_named(first, names) and not goes_on and re.match(r"[A-Z]", second))


def _joint_publishers(lines: list[Line], names: dict[str, str]) -> list[str]:
    """Return known bodies that stand right below each other: they publish together."""
    for block in cover_blocks(lines):
        named = [bodies.body_named(line.text, names) for line in block.lines]
        publishers = [name for name in dict.fromkeys(named) if name in names.values()]
        if len(publishers) > 1 and 2 * len(publishers) > len(named):
            return publishers
    return []


def _is_subject(name: str, title: str) -> bool:
    """Return whether a body is only what the title is about: the one it answers, or the one that was inspected."""
    if phrases.RESPONDS.search(title) and bodies.INQUIRY.fullmatch(name):
        return True
    inspection = re.search(r"\binspect", title, re.I) and not bodies.INSPECTORATE.search(name)
    return bool(inspection and bodies.INSPECTED.search(name))


def _in_imprint(front: list[str], title: str, names: dict[str, str]) -> Proposal | None:
    """Propose the department whose minister presented it to Parliament, or to whose address enquiries go."""
    for page, text in enumerate(front, start=1):
        line = " ".join(text.split())
        department = _presenting_department(line, page)
        if department:
            return department
        imprint = (page == 1 and len(line.split()) <= FULL_PAGE) or IMPRINT.search(text)
        for match in HOSTS.finditer(text) if imprint else ():
            host = match.group(1) or match.group(2)
            name = bodies.body_of_host(host, names)
            if name and phrases.normalise_name(name) not in phrases.normalise_name(title):
                return Proposal(name, f"page {page}: its address, {phrases.quoted(host)}")
    return None


def _presenting_department(text: str, page: int) -> Proposal | None:
    """Propose the department whose minister presented a document to Parliament."""
    presented = PRESENTED_BY.search(text)
    if not presented:
        return None
    for name, body in bodies.uk_bodies().by_name.items():
        ministers = "|".join(re.escape(minister) for minister in body.ministers)
        match = re.match(rf"(?:{ministers})(?= by| \d|$)", presented[1]) if ministers else None
        if match:
            return Proposal(name, f"page {page}: presented to Parliament by the {match.group()}")
    return None


def publisher_in_title(title: str, names: dict[str, str]) -> Proposal | None:
    """Propose the inquiry that a report is named after."""
    match = None if phrases.RESPONDS.search(title) else REPORT_OF_INQUIRY.match(title)
    name = bodies.body_named(match.group(1), names) if match else ""
    return Proposal(name, "the title, which names the inquiry") if name else None


def _file_author(properties: dict[str, str], names: dict[str, str]) -> Proposal | None:
    """Propose the file's own author, where that is a body or the abbreviation of a department."""
    author = properties.get("Author", "")
    by_abbreviation = {
        body.abbreviation: name
        for name, body in bodies.uk_bodies().by_name.items()
        if len(body.abbreviation) >= SHORTEST_ABBREVIATION
    }
    name = by_abbreviation.get(author) or bodies.body_named(author, names)
    return Proposal(name, f"the PDF's own author, {phrases.quoted(author)}") if name else None


def _named_on_cover(front: list[str], title: str, names: dict[str, str]) -> Proposal | None:
    """Propose a body of the catalogue, no department, that is named anywhere on the cover but in the title."""
    if not front or len(front[0].split()) > FULL_PAGE:
        return None
    text = phrases.normalise(front[0]).replace(phrases.normalise(title), " ")
    keys = [key for key, name in names.items() if len(key) > 3 and name not in bodies.uk_bodies().by_name]
    longest = max((key for key in keys if re.search(rf"\b{re.escape(key)}\b", text)), key=len, default="")
    return Proposal(names[longest], f"page 1, where it is named: {phrases.quoted(longest)}") if longest else None


def _government(front: list[str], title: str) -> Proposal | None:
    """Propose the government, where the title says that it responds, and legible pages name no department."""
    if GOVERNMENT_RESPONSE.match(title) and "".join(front).strip():
        return Proposal("HM Government", "the title, a government response; no department is named: check it")
    return None
