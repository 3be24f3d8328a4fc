"""Lists without numbers under a heading that says "recommendations" -> printings.

Two manners of publishers: inspectorates set bullets under "Ofsted should:"; auditors letter their asks through a whole
section, from one numbered paragraph into the next (letters that begin again in each item are its parts, no series).
The words that lead in to the list are kept as the title, since they say who is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from reviewkit.extraction.blocks import Block, is_heading
from reviewkit.extraction.list_items import Occurrence
from reviewkit.extraction.numbered_lists import contents_pages, is_headed

LETTER = re.compile(r"\(?(?P<letter>[a-z])[.)]?\s+(?=\S)")  # "a by the end of 2027, publish", "b) set out"
ASKS = re.compile(r"\b(should|must|shall|recommend|urge|need to|ought to)\b", re.I)
DEADLINE = re.compile(r"(by|within|before|with immediate effect|immediately)\b", re.I)  # "By 31 March 2031, the force"
FEWEST = 2  # items: one alone is a paragraph with a sign before it
DEEPER = 8.0  # points to the right: an item inside an item


def occurrences(found: Sequence[Block], body: float) -> list[list[Occurrence]]:
    """Blocks and the body's size in; a series for each section that lists its asks without numbers out."""
    return [made for section in _sections(found, body) for made in [_lettered(section) or _bulleted(section)] if made]


def _sections(found: Sequence[Block], body: float) -> Iterator[list[tuple[int, Block]]]:
    """The blocks under each heading that says "recommendations", to the next heading of its size."""
    listing = contents_pages(found)
    place = 0
    while place < len(found):
        block = found[place]
        place += 1
        if block.page in listing or not is_heading(block, body) or not is_headed(block.text, strict=True):
            continue
        section: list[tuple[int, Block]] = []
        while place < len(found) and not _closes(found[place], block, body):
            section.append((place, found[place]))
            place += 1
        yield section


def _closes(block: Block, heading: Block, body: float) -> bool:
    """Whether a block is a heading as large as the section's own."""
    as_large = block.size >= heading.size - 0.5 and (block.bold > 0.5) >= (heading.bold > 0.5)
    return is_heading(block, body) and as_large and not block.text.rstrip().endswith(":")


def _lettered(section: list[tuple[int, Block]]) -> list[Occurrence]:
    """Asks lettered right through a section; none where the letters begin again, or do not come in order."""
    starts: list[int] = []
    for at, (_, block) in enumerate(section):
        found = LETTER.match(block.text)
        if not found or (block.label is not None and block.label.form not in ("item", "part")):
            continue
        if found["letter"] == "abcdefghijklmnopqrstuvwxyz"[len(starts) % 26]:
            starts.append(at)
        elif found["letter"] == "a":
            return []
    led = [_lead(section, at) for at in starts]
    return _made(section, starts, led) if len(starts) > FEWEST and _asks(section, starts, led) else []


def _bulleted(section: list[tuple[int, Block]]) -> list[Occurrence]:
    """Asks set as bullets in a section without numbers."""
    if any(block.label is not None and block.label.form in ("number", "decimal", "named") for _, block in section):
        return []
    left = min((b.x0 for _, b in section if b.label is not None and b.label.form == "bullet"), default=0.0)
    starts = [
        at
        for at, (_, block) in enumerate(section)
        if (_is_bullet(block) and block.x0 < left + DEEPER) or (not left and _is_set_in(section, at))
    ]
    led = [_lead(section, at) for at in starts]
    if len(starts) < FEWEST or not _asks(section, starts, led):
        return []
    return [one for made in [_made(section, starts, led)] for one in _dated(section, made)]


def _is_bullet(block: Block) -> bool:
    """Whether a block is marked as a bullet."""
    return block.label is not None and block.label.form == "bullet"


def _is_set_in(section: list[tuple[int, Block]], at: int) -> bool:
    """Whether a block is set in under words that lead in to it: browsers draw bullets as pictures."""
    block = section[at][1]
    for before in range(at - 1, -1, -1):
        other = section[before][1]
        if other.text.rstrip().endswith(":") and block.x0 > other.x0 + DEEPER:
            return block.label is None
        if abs(other.x0 - block.x0) > 2:
            return False
    return False


def _dated(section: list[tuple[int, Block]], made: list[Occurrence]) -> Iterator[Occurrence]:
    """Items in; those under one deadline as one, with it: "Within three months, the force should:" is one ask."""
    leads = {block.text.rstrip(): (place, block) for place, block in section}
    for lead, group in groupby(made, key=lambda one: one.title):
        items = list(group)
        if not DEADLINE.match(lead):
            yield from items
            continue
        place, block = leads[lead]
        text = "\n".join([lead, *(f"• {one.text}" for one in items)])
        yield items[0]._replace(title="", text=text, page=block.page, end_page=items[-1].end_page, place=place)


def _lead(section: list[tuple[int, Block]], at: int) -> str:
    """The words that lead in to the list in which an item stands: the last paragraph before it that ends in a colon."""
    for before in range(at - 1, -1, -1):
        text = section[before][1].text.rstrip()
        item = section[before][1].label is not None and section[before][1].label.form in ("item", "bullet", "part")
        if text.endswith(":") and not item and not LETTER.match(text):
            return text
    return ""


def _asks(section: list[tuple[int, Block]], starts: list[int], led: list[str]) -> bool:
    """Whether the list asks: its lead does, or half of its items do."""
    asking = sum(bool(ASKS.search(f"{lead} {section[at][1].text}")) for at, lead in zip(starts, led, strict=True))
    return asking >= 0.5 * len(starts)


def _made(section: list[tuple[int, Block]], starts: list[int], led: list[str]) -> list[Occurrence]:
    """The items of a list as printings, each to the next item, heading or paragraph that leads in to another list."""
    made = []
    for number, (at, lead) in enumerate(zip(starts, led, strict=True)):
        following = starts[number + 1] if number + 1 < len(starts) else len(section)
        end = next((after for after in range(at + 1, following) if not _belongs(section, at, after)), following)
        made.append(_printing(section[at:end], lead))
    return made


def _belongs(section: list[tuple[int, Block]], at: int, after: int) -> bool:
    """Whether a block after an item's first is part of it: nested deeper, or its words carried over a page."""
    first, block, before = section[at][1], section[after][1], section[after - 1][1]
    nested = block.label is not None and block.label.form in ("bullet", "item") and block.x0 >= first.x0 + DEEPER
    over = block.page > before.end_page and before.text.rstrip()[-1:] not in ".:;"
    return nested or (over and block.label is None and block.bold < 0.9)


def _printing(item: list[tuple[int, Block]], lead: str) -> Occurrence:
    """The blocks of one item in, its printing out."""
    place, first = item[0]
    found = LETTER.match(first.text)
    bullet = first.label.rest if first.label is not None and first.label.form == "bullet" else None
    text = bullet if bullet is not None else first.text[found.end() :] if found else first.text
    return Occurrence(
        form="listed",
        label="" if bullet is not None or not found else first.text[: found.end()].strip(),
        title=lead,
        text="\n".join([text, *(block.text for _, block in item[1:])]),
        page=first.page,
        end_page=item[-1][1].end_page,
        standing="list",
        headed="Recommendations",
        box=first.box,
        italic=first.italic,
        place=place,
    )
