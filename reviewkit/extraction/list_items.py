"""Chains -> printings: each item with its title, its words and the pages on which it begins and ends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from reviewkit.extraction import boundaries
from reviewkit.extraction.blocks import OTHER_SIZE, Block, is_heading
from reviewkit.extraction.numbered_lists import Chain

LONG = 450  # words: items of a list are shorter in the middle; what is longer carries argument
MOST = 0.7  # of a series: what holds of so many holds of the series
SAID = re.compile(r"\b(said|says|wrote|stated|states|read|reads|terms|recommended|follows)\b[^.]*:\s*$", re.I)
OWN = re.compile(r"\b(we|i|panel|committee|inquiry|review) (\w+ ){0,3}recommends?\b", re.I)  # "I recommend that:"
FIELDS = re.compile(  # "For action by: the police", "Timescale: six months"
    r"(asked of|for action by|addressed to|responsible|by when|timescale)\b[^.:]{0,20}:", re.I
)


class Occurrence(NamedTuple):
    """One printing of a recommendation. `standing` says how sure its end is: list, box, bold, open or prose."""

    form: str
    text: str
    page: int
    end_page: int
    standing: str
    box: int
    italic: float
    place: int
    numbers: tuple[int, ...] = ()
    label: str = ""
    title: str = ""
    items: tuple[str, ...] = ()
    headed: str = ""
    lead_in: str = ""
    quoted: bool = False  # after an opening quotation mark, or set in after words that announce another's
    fields: tuple[str, ...] = ()  # lines that say who is asked, or by when


def occurrences(chain: Chain, found: Sequence[Block], body: float) -> list[Occurrence]:
    """A chain in, a printing for each of its items out."""
    places = [item.place for item in chain.items]
    titles = sum(is_heading(found[place], body) for place in places) > 0.6 * len(places)
    after = [boundaries.by_layout(place, found, body, set(places), titles) for place in places]
    standing = _standing(places, after, found, body)
    if standing in ("list", "open"):
        after[-1] = boundaries.end_of_last_item(places, after, found)
    if standing == "list" and chain.form in ("named", "letter-r"):
        after = [boundaries.end_before_argument(place, end, found) for place, end in zip(places, after, strict=True)]
    if standing == "open":
        after = [boundaries.end_by_asking(place, end, found) for place, end in zip(places, after, strict=True)]
    return [
        _printing(chain, place, end, found, standing, titles and end > place + 1)
        for place, end in zip(places, after, strict=True)
    ]


def _standing(places: list[int], after: list[int], found: Sequence[Block], body: float) -> str:
    """How sure the ends of a series are: a list without gaps, boxes, bold type, or none of them."""
    spans = list(zip(places, after, strict=True))
    words = median(sum(len(found[at].text.split()) for at in range(place, end)) for place, end in spans)
    gaps = list(zip(after, places[1:], strict=False))
    if sum(bool(found[min(place + 1, end - 1)].box) for place, end in spans) >= 0.8 * len(spans):
        near = gaps and median(later - end for end, later in gaps) <= 2
        return "list" if near and words <= LONG else "box"
    closed = [all(is_heading(found[at], body) for at in range(end, later)) for end, later in gaps]
    if closed and words <= LONG and sum(closed) >= MOST * len(closed):
        return "list"
    bold = [all(found[at].bold > 0.9 for at in range(place, end)) for place, end in spans]
    return "bold" if sum(bold) >= MOST * len(bold) else "open"


def _printing(chain: Chain, place: int, end: int, found: Sequence[Block], standing: str, titled: bool) -> Occurrence:
    """One item, from `place` to before `end`, in; its printing out."""
    start, first = found[place], place + 1
    assert start.label is not None
    title = start.label.rest if titled else ""
    if titled and not title and end > first + 1 and _is_title(start, found[first]):
        title, first = found[first].text, first + 1
    inside = [block for block in found[first:end] if not FIELDS.match(block.text)]
    texts = ["" if titled else start.label.rest, *(block.text for block in inside)]
    text = "\n".join(filter(None, texts))
    letters = [start, *inside]
    return Occurrence(
        form=chain.form,
        numbers=start.label.numbers,
        label=start.label.printed,
        title=title,
        text=re.sub(r"[”\"’']+$", "", text) if start.label.quoted else text,
        page=start.page,
        end_page=found[end - 1].end_page,
        items=tuple(block.label.printed for block in inside if block.label and block.label.form == "item"),
        standing=standing,
        headed=chain.headed,
        lead_in=chain.lead_in,
        box=found[min(place + 1, end - 1)].box,
        italic=sum(block.italic * len(block.text) for block in letters) / sum(len(block.text) for block in letters),
        place=place,
        quoted=start.label.quoted or _is_set_in(place, found),
        fields=tuple(block.text for block in found[first:end] if FIELDS.match(block.text)),
    )


def _is_title(start: Block, block: Block) -> bool:
    """Whether the block under a bare label is its title: set like the label, and no sentence."""
    like = block.bold > 0.9 and block.size >= start.size - OTHER_SIZE - 3
    return like and block.text.rstrip()[-1:] not in ".;:" and len(block.text.split()) <= 25


def _is_set_in(place: int, found: Sequence[Block]) -> bool:
    """Whether an item stands set in from the margin after words that announce another's: "It said:"."""
    before = found[place - 1] if place else None
    if before is None or OWN.search(before.text[-120:]):
        return False
    return bool(SAID.search(before.text)) and found[place].x0 > before.x0 + 10
