"""Turn numbered lists into occurrences: each item with its title, its words and its first and last page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from reviewkit.extraction import boundaries, wording
from reviewkit.extraction.blocks import SIZE_TOLERANCE, Block, is_heading
from reviewkit.extraction.numbered_lists import NumberedList

MAX_MEDIAN_WORDS = 450  # items of a list are shorter in the median; what is longer carries argument
SHARE_OF_SERIES = 0.7  # of a series: what holds of so many holds of the series
PRINTED_FIELD = re.compile(  # "For action by: the police", "Timescale: six months"
    r"(asked of|for action by|addressed to|responsible|by when|timescale)\b[^.:]{0,20}:", re.I
)


class Occurrence(NamedTuple):
    """One printing of a recommendation.

    `layout` says how it is set, and so how sure its end is: list, box, bold, open, prose or quoted. `position` tells it
    from the others of its series: the index of its first block, or a number below zero for the row of a table.
    `headings` are the headings above it, joined by " / ", and `lead_in` the sentence before it. `quoted`: it stands
    after an opening quotation mark, or set in after words that announce another's. `fields` are lines that say who is
    asked, or by when.
    """

    form: str
    text: str
    page: int
    end_page: int
    layout: str
    box: int
    italic: float
    position: int
    numbers: tuple[int, ...] = ()
    label: str = ""
    title: str = ""
    items: tuple[str, ...] = ()
    headings: str = ""
    lead_in: str = ""
    quoted: bool = False
    fields: tuple[str, ...] = ()


def occurrences(numbered_list: NumberedList, blocks: Sequence[Block], body: float) -> list[Occurrence]:
    """Return an occurrence for each item of a numbered list."""
    starts = [item.position for item in numbered_list.items]
    are_headings = sum(is_heading(blocks[start], body) for start in starts) > 0.6 * len(starts)
    ends = [boundaries.by_layout(start, blocks, body, set(starts), are_headings) for start in starts]
    layout = _layout_of_series(starts, ends, blocks, body)
    if layout in ("list", "open"):
        ends[-1] = boundaries.end_of_last_item(starts, ends, blocks)
    if layout == "list" and numbered_list.form in ("named", "letter-r"):
        ends = [boundaries.end_before_argument(start, end, blocks) for start, end in zip(starts, ends, strict=True)]
    if layout == "open":
        ends = [boundaries.end_by_asking(start, end, blocks) for start, end in zip(starts, ends, strict=True)]
    return [
        _item_occurrence(numbered_list, start, end, blocks, layout, are_headings and end > start + 1)
        for start, end in zip(starts, ends, strict=True)
    ]


def _layout_of_series(starts: list[int], ends: list[int], blocks: Sequence[Block], body: float) -> str:
    """Return how a series is set: a list without gaps, boxes, bold type, or none of them ("open")."""
    spans = list(zip(starts, ends, strict=True))
    median_words = median(sum(len(blocks[index].text.split()) for index in range(start, end)) for start, end in spans)
    gaps = list(zip(ends, starts[1:], strict=False))
    if sum(bool(blocks[min(start + 1, end - 1)].box) for start, end in spans) >= 0.8 * len(spans):
        is_close = gaps and median(next_start - end for end, next_start in gaps) <= 2
        return "list" if is_close and median_words <= MAX_MEDIAN_WORDS else "box"
    only_headings = [
        all(is_heading(blocks[index], body) for index in range(end, next_start)) for end, next_start in gaps
    ]
    if gaps and median_words <= MAX_MEDIAN_WORDS and sum(only_headings) >= SHARE_OF_SERIES * len(gaps):
        return "list"
    is_bold = [all(blocks[index].bold > 0.9 for index in range(start, end)) for start, end in spans]
    return "bold" if sum(is_bold) >= SHARE_OF_SERIES * len(is_bold) else "open"


def _item_occurrence(
    numbered_list: NumberedList, start: int, end: int, blocks: Sequence[Block], layout: str, is_titled: bool
) -> Occurrence:
    """Return the occurrence of one item, from the block at `start` to before `end`."""
    label_block, text_start = blocks[start], start + 1
    assert label_block.label is not None
    title = label_block.label.rest if is_titled else ""
    if is_titled and not title and end > text_start + 1 and _is_title(label_block, blocks[text_start]):
        title, text_start = blocks[text_start].text, text_start + 1
    inside = [block for block in blocks[text_start:end] if not PRINTED_FIELD.match(block.text)]
    texts = ["" if is_titled else label_block.label.rest, *(block.text for block in inside)]
    text = "\n".join(filter(None, texts))
    set_blocks = [label_block, *inside]
    return Occurrence(
        form=numbered_list.form,
        numbers=label_block.label.numbers,
        label=label_block.label.printed,
        title=title,
        text=re.sub(r"[”\"’']+$", "", text) if label_block.label.quoted else text,
        page=label_block.page,
        end_page=blocks[end - 1].end_page,
        items=tuple(block.label.printed for block in inside if block.label and block.label.form == "item"),
        layout=layout,
        headings=numbered_list.headings,
        lead_in=numbered_list.lead_in,
        box=blocks[min(start + 1, end - 1)].box,
        italic=sum(block.italic * len(block.text) for block in set_blocks)
        / sum(len(block.text) for block in set_blocks),
        position=start,
        quoted=label_block.label.quoted or _is_set_in(start, blocks),
        fields=tuple(block.text for block in blocks[text_start:end] if PRINTED_FIELD.match(block.text)),
    )


def _is_title(label_block: Block, block: Block) -> bool:
    """Return whether the block under a bare label is its title: set like the label, and not a sentence."""
    is_set_alike = block.bold > 0.9 and block.size >= label_block.size - SIZE_TOLERANCE - 3
    return is_set_alike and block.text.rstrip()[-1:] not in ".;:" and len(block.text.split()) <= 25


def _is_set_in(start: int, blocks: Sequence[Block]) -> bool:
    """Return whether an item stands set in from the margin after words that announce another's: "It said:"."""
    previous = blocks[start - 1] if start else None
    if previous is None or wording.RECOMMENDS_IN_OWN_NAME.search(previous.text[-120:]):
        return False
    return bool(wording.ANNOUNCES_WORDS_OF_OTHERS.search(previous.text)) and blocks[start].x0 > previous.x0 + 10
