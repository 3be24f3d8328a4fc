"""Find lists without numbers under a heading that says "recommendations".

Publishers set them in two manners: inspectorates set bullets under "Ofsted should:"; auditors letter their asks through
a whole section, from one numbered paragraph into the next (letters that begin again in each item are its parts, not a
series). The words that lead in to the list become the title, since they say who is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from reviewkit.extraction import wording
from reviewkit.extraction.blocks import Block, is_heading
from reviewkit.extraction.list_items import Occurrence
from reviewkit.extraction.numbered_lists import contents_pages, heading_asks

LETTER = re.compile(r"\(?(?P<letter>[a-z])[.)]?\s+(?=\S)")  # "a by the end of 2027, publish", "b) set out"
OPENS_WITH_DEADLINE = re.compile(  # "By 31 March 2031, the force"
    r"(by|within|before|with immediate effect|immediately)\b", re.I
)
MIN_ITEMS = 2  # a single one is a paragraph with a sign before it
NESTED_INDENT = 8.0  # points to the right: an item inside an item


def occurrences(blocks: Sequence[Block], body: float) -> list[list[Occurrence]]:
    """Return a series for each section that lists its asks without numbers; `body` is the size of the body's type."""
    series = [_lettered_items(section) or _bulleted_items(section) for section in _sections(blocks, body)]
    return [items for items in series if items]


def _sections(blocks: Sequence[Block], body: float) -> Iterator[list[tuple[int, Block]]]:
    """Yield the blocks under each heading that says "recommendations", to the next heading of its size."""
    pages_of_contents = contents_pages(blocks)
    index = 0
    while index < len(blocks):
        block = blocks[index]
        index += 1
        if block.page in pages_of_contents or not is_heading(block, body) or not heading_asks(block.text, strict=True):
            continue
        section: list[tuple[int, Block]] = []
        while index < len(blocks) and not _closes_section(blocks[index], block, body):
            section.append((index, blocks[index]))
            index += 1
        yield section


def _closes_section(block: Block, heading: Block, body: float) -> bool:
    """Return whether a block is a heading as large as the section's own."""
    as_large = block.size >= heading.size - 0.5 and (block.bold > 0.5) >= (heading.bold > 0.5)
    return is_heading(block, body) and as_large and not block.text.rstrip().endswith(":")


def _lettered_items(section: list[tuple[int, Block]]) -> list[Occurrence]:
    """Return asks lettered right through a section; nothing where the letters begin again or are out of order."""
    starts: list[int] = []
    for index, (_, block) in enumerate(section):
        letter = LETTER.match(block.text)
        if not letter or (block.label is not None and block.label.form not in ("item", "part")):
            continue
        if letter["letter"] == "abcdefghijklmnopqrstuvwxyz"[len(starts) % 26]:
            starts.append(index)
        elif letter["letter"] == "a":
            return []
    leads = [_lead_in(section, index) for index in starts]
    return _items(section, starts, leads) if len(starts) > MIN_ITEMS and _list_asks(section, starts, leads) else []


def _bulleted_items(section: list[tuple[int, Block]]) -> list[Occurrence]:
    """Return asks set as bullets in a section without numbers."""
    if any(block.label is not None and block.label.form in ("number", "decimal", "named") for _, block in section):
        return []
    margin = min((block.x0 for _, block in section if _is_bullet(block)), default=0.0)
    starts = [
        index
        for index, (_, block) in enumerate(section)
        if (_is_bullet(block) and block.x0 < margin + NESTED_INDENT) or (not margin and _is_set_in(section, index))
    ]
    leads = [_lead_in(section, index) for index in starts]
    if len(starts) < MIN_ITEMS or not _list_asks(section, starts, leads):
        return []
    return list(_merged_by_deadline(section, _items(section, starts, leads)))


def _is_bullet(block: Block) -> bool:
    """Return whether a block is marked as a bullet."""
    return block.label is not None and block.label.form == "bullet"


def _is_set_in(section: list[tuple[int, Block]], index: int) -> bool:
    """Return whether a block is set in under words that lead in to it: browsers draw bullets as pictures."""
    block = section[index][1]
    for earlier in range(index - 1, -1, -1):
        above = section[earlier][1]
        if above.text.rstrip().endswith(":") and block.x0 > above.x0 + NESTED_INDENT:
            return block.label is None
        if abs(above.x0 - block.x0) > 2:
            return False
    return False


def _merged_by_deadline(section: list[tuple[int, Block]], occurrences: list[Occurrence]) -> Iterator[Occurrence]:
    """Yield the items; those under one deadline become one item, with it.

    "Within three months, the force should:" is one ask.
    """
    leads = {block.text.rstrip(): (position, block) for position, block in section}
    for lead, group in groupby(occurrences, key=lambda item: item.title):
        items = list(group)
        if not OPENS_WITH_DEADLINE.match(lead):
            yield from items
            continue
        position, block = leads[lead]
        text = "\n".join([lead, *(f"• {item.text}" for item in items)])
        yield items[0]._replace(title="", text=text, page=block.page, end_page=items[-1].end_page, position=position)


def _lead_in(section: list[tuple[int, Block]], index: int) -> str:
    """Return the words that lead in to an item's list: the last paragraph before it that ends in a colon."""
    for earlier in range(index - 1, -1, -1):
        text = section[earlier][1].text.rstrip()
        label = section[earlier][1].label
        is_item = label is not None and label.form in ("item", "bullet", "part")
        if text.endswith(":") and not is_item and not LETTER.match(text):
            return text
    return ""


def _list_asks(section: list[tuple[int, Block]], starts: list[int], leads: list[str]) -> bool:
    """Return whether the list asks: its lead does, or half of its items do."""
    asking = sum(
        bool(wording.ASKS_IN_BULLET.search(f"{lead} {section[index][1].text}"))
        for index, lead in zip(starts, leads, strict=True)
    )
    return asking >= 0.5 * len(starts)


def _items(section: list[tuple[int, Block]], starts: list[int], leads: list[str]) -> list[Occurrence]:
    """Return the items of a list, each to the next item, heading or paragraph that leads in to another list."""
    items = []
    for number, (index, lead) in enumerate(zip(starts, leads, strict=True)):
        next_start = starts[number + 1] if number + 1 < len(starts) else len(section)
        end = next(
            (later for later in range(index + 1, next_start) if not _belongs_to_item(section, index, later)), next_start
        )
        items.append(_item_occurrence(section[index:end], lead))
    return items


def _belongs_to_item(section: list[tuple[int, Block]], start: int, index: int) -> bool:
    """Return whether a block after an item's first is part of it: nested deeper, or carried over a page."""
    first, block, previous = section[start][1], section[index][1], section[index - 1][1]
    nested = block.label is not None and block.label.form in ("bullet", "item") and block.x0 >= first.x0 + NESTED_INDENT
    over_page = block.page > previous.end_page and previous.text.rstrip()[-1:] not in ".:;"
    return nested or (over_page and block.label is None and block.bold < 0.9)


def _item_occurrence(item: list[tuple[int, Block]], lead: str) -> Occurrence:
    """Return the occurrence that the blocks of one item make."""
    position, first = item[0]
    letter = LETTER.match(first.text)
    bullet = first.label.rest if first.label is not None and first.label.form == "bullet" else None
    text = bullet if bullet is not None else first.text[letter.end() :] if letter else first.text
    return Occurrence(
        form="listed",
        label="" if bullet is not None or not letter else first.text[: letter.end()].strip(),
        title=lead,
        text="\n".join([text, *(block.text for _, block in item[1:])]),
        page=first.page,
        end_page=item[-1][1].end_page,
        layout="list",
        headings="Recommendations",
        box=first.box,
        italic=first.italic,
        position=position,
    )
