"""Chains -> printings: each item with its title, its words and the pages on which it begins and ends.

Where an item ends is the hard part, and nothing in a PDF says so. Signs used, in this order: the box it stands in; the
next label of its series; a heading; the end of bold type; a step back to the margin; the form of its neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from reviewkit.segment.blocks import OTHER_SIZE, Block, is_heading
from reviewkit.segment.chains import Chain, Item

LONG = 450  # words: items of a list are shorter in the middle; what is longer carries argument
IMPRINT = re.compile(r"ISBN\b|©|Printed (in|by|on)\b|E\d{8}\b", re.I)
ASKS = re.compile(r"\b(should|must|shall|recommend\w*|urge|need(s)? to|ought|be required to)\b", re.I)
SAID = re.compile(r"\b(said|says|wrote|stated|states|read|reads|terms|recommended|follows)\b[^.]*:\s*$", re.I)
FIELDS = re.compile(
    r"(asked of|for action by|addressed to|responsible|by when|timescale|seen (on|in) an? [a-z ]+):", re.I
)


class Printing(NamedTuple):
    """One printing of a recommendation. `standing` says how sure its end is: list, box, bold or open."""

    form: str
    numbers: tuple[int, ...]
    label: str
    title: str
    text: str
    page: int
    end_page: int
    items: tuple[str, ...]
    standing: str
    headed: str
    lead_in: str
    box: int
    italic: float
    place: int
    quoted: bool = False
    set_in: bool = False
    fields: tuple[str, ...] = ()


def printings(chain: Chain, found: Sequence[Block], body: float) -> list[Printing]:
    """A chain in, a printing for each of its items out."""
    opening = {item.place for item in chain.items}
    titled = _are_titles(chain, found, body)
    ends = [_end(item, found, body, opening, titled) for item in chain.items]
    standing = _standing(chain, found, body, ends)
    if standing in ("list", "open"):
        ends[-1] = _last_end(chain, found, ends)
    if standing == "open":
        ends = [_asked_end(item.place, end, found) for item, end in zip(chain.items, ends, strict=True)]
    return [
        _printing(chain, item, end, found, standing, titled and end > item.place + 1)
        for item, end in zip(chain.items, ends, strict=True)
    ]


def _are_titles(chain: Chain, found: Sequence[Block], body: float) -> bool:
    """Whether the labels of a chain are headings, with the words beneath; one that ends in a full stop is one too."""
    return sum(is_heading(found[item.place], body) for item in chain.items) > 0.6 * len(chain.items)


def _end(item: Item, found: Sequence[Block], body: float, opening: set[int], titles: bool) -> int:
    """The place after the last block of an item."""
    start = found[item.place]
    within = start.box
    bold = italic = None
    place = item.place + 1
    if not titles and start.label and len(start.label.rest.split()) > 5:
        bold, italic = start.bold > 0.9, start.italic > 0.6
    while place < len(found):
        block, before = found[place], found[place - 1]
        if place in opening or block.page - before.end_page > 1 or IMPRINT.match(block.text):
            break
        titled = place == item.place + 1 and start.label is not None and not start.label.rest
        if block.box != within:
            if block.box and (titled or (place == item.place + 1 and titles)):
                within = block.box  # the label stands above its box
            elif not _carried_over(before, block, within):
                break
            else:
                within = block.box
        elif not within and is_heading(block, body) and not _inner(block) and not (titled and not _is_sentence(block)):
            break
        elif not within and block.size > body + OTHER_SIZE and block.size > start.size - OTHER_SIZE and not titled:
            break
        if bold is None and not is_heading(block, body):
            bold, italic = block.bold > 0.9, block.italic > 0.6
        elif (bold and block.bold < 0.3) or (italic and block.italic < 0.1):
            break
        if not within and _stepped_back(start, before, block, titles):
            break
        place += 1
    return place


def _inner(block: Block) -> bool:
    """Whether a heading is the title of a lettered item, inside its recommendation."""
    return block.label is not None and block.label.form == "item"


def _set_in(chain: Chain, item: Item, found: Sequence[Block]) -> bool:
    """Whether an item stands set in from the margin after words that announce another's: "It said:"."""
    before = found[item.place - 1] if item.place else None
    announced = before is not None and bool(SAID.search(before.text))
    return announced and found[item.place].x0 > before.x0 + 10


def _unquoted(text: str, quoted: bool) -> str:
    """A text whose label stands after an opening quotation mark, without the closing one."""
    return re.sub(r"[”\"’]+$", "", text) if quoted else text


def _is_second_title(start: Block, block: Block) -> bool:
    """Whether the block under a bare label is its title: set like the label, and no sentence."""
    like = block.bold > 0.9 and block.size >= start.size - OTHER_SIZE - 3
    return like and not _is_sentence(block) and len(block.text.split()) <= 25


def _is_sentence(block: Block) -> bool:
    """Whether a block ends like a sentence."""
    return block.text.rstrip()[-1:] in ".;:"


def _carried_over(before: Block, block: Block, within: int) -> bool:
    """Whether a box goes on in the next page's first box."""
    return bool(within) and bool(block.box) and block.page == before.end_page + 1 and block.label is None


def _stepped_back(start: Block, before: Block, block: Block, titles: bool) -> bool:
    """Whether a block goes back to the margin, left of where its item's text stands or hangs."""
    worded = not titles and start.label is not None and len(start.label.rest.split()) > 5
    if worded and block.page == start.page and block.top > before.top and block.x0 < start.x0 - 8:
        return True
    hangs = start.hang > start.x0 + 5 and start.lines > 1
    finished = before.text.rstrip()[-1:] in ".:;!?)"
    same_column = abs(block.x0 - start.x0) <= 3
    return hangs and finished and same_column and (block.label is None or block.label.form in ("number", "decimal"))


def _standing(chain: Chain, found: Sequence[Block], body: float, ends: list[int]) -> str:
    """How sure the ends of a chain's items are."""
    boxed = [bool(found[min(item.place + 1, end - 1)].box) for item, end in zip(chain.items, ends, strict=True)]
    if sum(boxed) >= 0.8 * len(boxed):
        gaps = [later.place - end for end, later in zip(ends, chain.items[1:], strict=False)]
        return "list" if gaps and median(gaps) <= 2 and _short(chain, found, ends) else "box"
    bold = [all(found[place].bold > 0.9 for place in range(item.place, end)) and end - item.place > 0
            for item, end in zip(chain.items, ends, strict=True)]  # fmt: skip
    if len(chain.items) == 1:
        return "bold" if bold[0] else "open"
    closed = [all(is_heading(found[place], body) for place in range(end, later.place))
              for end, later in zip(ends, chain.items[1:], strict=False)]  # fmt: skip
    if _short(chain, found, ends) and sum(closed) >= 0.7 * len(closed):
        return "list"
    return "bold" if sum(bold) >= 0.7 * len(bold) else "open"


def _short(chain: Chain, found: Sequence[Block], ends: list[int]) -> bool:
    """Whether the items of a chain are of a length that a list has."""
    words = [
        sum(len(found[place].text.split()) for place in range(item.place, end))
        for item, end in zip(chain.items, ends, strict=True)
    ]
    return median(words) <= LONG


def _last_end(chain: Chain, found: Sequence[Block], ends: list[int]) -> int:
    """The end of the last item, whose next label does not come: it has the form of the others."""
    plain = [_plain(item.place, end, found) for item, end in zip(chain.items[:-1], ends[:-1], strict=True)]
    if not plain or max(plain) > 1:
        return ends[-1]
    start = chain.items[-1].place
    has_words = found[start].label is not None and len(found[start].label.rest.split()) > 12
    seen = int(has_words)
    for place in range(start + 1, ends[-1]):
        if found[place].label is None and _is_finished(found[place - 1]):
            seen += 1
            if seen > 1:
                return place
    return ends[-1]


def _plain(place: int, end: int, found: Sequence[Block]) -> int:
    """How many paragraphs without a label an item has, pieces over a page end not counted."""
    first = int(found[place].label is not None and len(found[place].label.rest.split()) > 12)
    return first + sum(found[at].label is None and _is_finished(found[at - 1]) for at in range(place + 1, end))


def _is_finished(block: Block) -> bool:
    """Whether a block ends a sentence or is a label of its own."""
    return (
        block.text.rstrip()[-1:] in '.!?)”"' or (block.label is not None and not block.label.rest) or block.lines == 1
    )


def _asked_end(place: int, end: int, found: Sequence[Block]) -> int:
    """Where argument follows without a sign: the item ends before the first paragraph that asks for nothing."""
    asked = False
    for at in range(place, end):
        block = found[at]
        listed = block.label is not None and block.label.form in ("item", "bullet")
        asks = bool(ASKS.search(block.text))
        introduced = at > place and found[at - 1].text.rstrip().endswith((":", ",", ";"))
        if asked and not asks and not listed and not introduced:
            return at
        asked = asked or asks
    return end


def _printing(chain: Chain, item: Item, end: int, found: Sequence[Block], standing: str, titled: bool) -> Printing:
    """One item and the place after its last block in, its printing out."""
    start = found[item.place]
    assert start.label is not None
    title, texts, first = "", [], item.place + 1
    if titled:
        title = start.label.rest
        if not title and _is_second_title(start, found[first]) and end > first + 1:
            title, first = found[first].text, first + 1
    elif start.label.rest:
        texts.append(start.label.rest)
    fields = [found[place].text for place in range(first, end) if FIELDS.match(found[place].text)]
    inside = [found[place] for place in range(first, end) if not FIELDS.match(found[place].text)]
    texts += [block.text for block in inside]
    return Printing(
        form=chain.form,
        numbers=start.label.numbers,
        label=start.label.printed,
        title=title,
        text=_unquoted("\n".join(texts).strip(), start.label.quoted),
        page=start.page,
        end_page=found[end - 1].end_page,
        items=tuple(block.label.printed for block in inside if block.label and block.label.form == "item"),
        standing=standing,
        headed=chain.headed,
        lead_in=chain.lead_in,
        box=found[min(item.place + 1, end - 1)].box,
        italic=sum(block.italic * len(block.text) for block in [start, *inside])
        / sum(len(block.text) for block in [start, *inside]),
        place=item.place,
        quoted=start.label.quoted,
        set_in=_set_in(chain, item, found),
        fields=tuple(fields),
    )
