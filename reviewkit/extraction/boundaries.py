"""Find where a recommendation ends: the hard part, for nothing in a PDF says so.

Signs, in this order: the box it stands in; the next label of its series; a heading; the end of bold or italic type; a
step back to the margin. Where argument follows in the same type without a sign, it ends before the first paragraph that
asks for nothing; and the last of a list has the form of the others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from reviewkit.extraction import wording
from reviewkit.extraction.blocks import SIZE_TOLERANCE, Block, is_heading

IMPRINT = re.compile(r"ISBN\b|©|Printed (in|by|on)\b|E\d{8}\b", re.I)  # "ISBN 978-1-5286-4685-7", on the last page
REFERS_BACK = re.compile(  # "It should lay a second statement"
    r"(It|They|This|These|That) (\w+ )?(should|must|shall)\b"
)
PARAGRAPH_ENDS = '.!?)”"'
SENTENCE_ENDS = PARAGRAPH_ENDS + ":;"
MAX_TITLE_WORDS = 5  # after a label: more words are text, not a title
WORDS_OF_PARAGRAPH = 12  # after a label: more words are the first paragraph of the item


class Type(NamedTuple):
    """The type in which the text of a recommendation is set."""

    bold: bool
    italic: bool


def by_layout(start: int, blocks: Sequence[Block], body: float, starts: set[int], titles: bool) -> int:
    """Return the index after the last block of the item that begins at `start`.

    `starts`: where the items of its series begin. `titles`: whether their labels are headings.
    """
    first = blocks[start]
    box, item_type = first.box, None if titles or not _has_text_beside_label(first) else _type_of(first)
    for index in range(start + 1, len(blocks)):
        block, previous = blocks[index], blocks[index - 1]
        is_under_bare_label = index == start + 1 and first.label is not None and not first.label.rest
        if (
            index in starts
            or block.page - previous.end_page > 1
            or IMPRINT.match(block.text)
            or (not is_under_bare_label and _closes_list(block))
            or _leaves_list(first, previous, block)
        ):
            return index
        if block.box != box:
            beneath_label = is_under_bare_label or (index == start + 1 and titles)
            if not _belongs_in_other_box(block, previous, box, beneath_label):
                return index
            box = block.box
        elif not box and _is_heading_after_item(block, first, body, is_under_bare_label):
            return index
        if item_type is None and not is_heading(block, body) and not _is_subtitle(block):
            item_type = _type_of(block)
        elif item_type is not None and _leaves_type(item_type, block):
            return index
        text_start = blocks[start + 1] if titles and index > start + 1 and blocks[start + 1].label is None else None
        if not box and _steps_back(first, previous, block, titles, text_start):
            return index
    return len(blocks)


def end_of_last_item(starts: Sequence[int], ends: Sequence[int], blocks: Sequence[Block]) -> int:
    """Return the end of the last item of a list, after which no label comes.

    It has one paragraph where the others have one.
    """
    paragraph_counts = [
        _count_paragraphs(start, end, blocks) for start, end in zip(starts[:-1], ends[:-1], strict=True)
    ]
    if not paragraph_counts or max(paragraph_counts) > 1:
        return ends[-1]
    paragraph_count = int(_has_text_beside_label(blocks[starts[-1]], WORDS_OF_PARAGRAPH))
    for index in range(starts[-1] + 1, ends[-1]):
        paragraph_count += _begins_paragraph(index, blocks) and not REFERS_BACK.match(blocks[index].text)
        if paragraph_count > 1:
            return index
    return ends[-1]


def end_before_argument(start: int, end: int, blocks: Sequence[Block]) -> int:
    """Return the end before paragraphs that tell what was and ask for nothing.

    Argument goes on under the same heading there.
    """
    for index in range(start + 2, end):
        rest = [block for block in blocks[index:end] if block.label is None]
        only_tells = [
            wording.TELLS_WHAT_WAS.search(block.text) is not None and not wording.ASKS_IN_PARAGRAPH.search(block.text)
            for block in rest
        ]
        if blocks[index].label is None and _is_finished(blocks[index - 1]) and only_tells and all(only_tells):
            return index
    return end


def end_by_asking(start: int, end: int, blocks: Sequence[Block]) -> int:
    """Return the end before the first paragraph that asks for nothing, where argument follows without a sign."""
    asked = False
    for index in range(start, end):
        block = blocks[index]
        is_list_item = block.label is not None and block.label.form in ("item", "bullet")
        is_introduced = index > start and blocks[index - 1].text.rstrip().endswith((":", ",", ";"))
        asks = bool(wording.ASKS_IN_PARAGRAPH.search(block.text))
        if asked and not asks and not is_list_item and not is_introduced:
            return index
        asked = asked or asks
    return end


def _closes_list(block: Block) -> bool:
    """Return whether a paragraph closes the list: it speaks of answers to the recommendations, all together."""
    return block.label is None and bool(wording.SPEAKS_OF_ANSWERS_TO_ALL.search(block.text))


def _leaves_list(first: Block, previous: Block, block: Block) -> bool:
    """Return whether a paragraph stands after the list of an item, by the marks of a web page, and not in it."""
    is_announced = previous.text.rstrip().endswith((":", ","))
    is_outside = first.listed and not block.listed and block.label is None
    return is_outside and not is_announced and not REFERS_BACK.match(block.text)


def _is_subtitle(block: Block) -> bool:
    """Return whether a block is the title of a lettered item, in bold: "(a) In the home"."""
    titled = block.bold > 0.9 and block.lines <= 2 and block.text.rstrip()[-1:] not in ".;:,"
    return block.label is not None and block.label.form == "item" and titled


def _has_text_beside_label(block: Block, min_words: int = MAX_TITLE_WORDS) -> bool:
    """Return whether the text begins in the block of its label."""
    return block.label is not None and len(block.label.rest.split()) > min_words


def _type_of(block: Block) -> Type:
    """Return the type of a block."""
    return Type(block.bold > 0.9, block.italic > 0.6)


def _leaves_type(item_type: Type, block: Block) -> bool:
    """Return whether a block is no longer in the bold or italic type of the recommendation."""
    return (item_type.bold and block.bold < 0.3) or (item_type.italic and block.italic < 0.1)


def _belongs_in_other_box(block: Block, previous: Block, box: int, beneath_label: bool) -> bool:
    """Return whether a block of another box still belongs to the item.

    It is a box beneath its label, or the box's other half overleaf.
    """
    can_be_inside = block.label is None or block.label.form in ("item", "bullet")
    overleaf = bool(box) and block.page == previous.end_page + 1 and can_be_inside
    return bool(block.box) and (beneath_label or overleaf)


def _is_heading_after_item(block: Block, first: Block, body: float, is_under_bare_label: bool) -> bool:
    """Return whether a block is a heading that ends the item: not the title of a lettered item, and not its own."""
    if is_under_bare_label and block.text.rstrip()[-1:] not in ".;:":
        return False
    is_lettered_item = block.label is not None and block.label.form == "item"
    if first.size > body + SIZE_TOLERANCE and block.size < first.size - SIZE_TOLERANCE:
        return False  # set smaller than the label: a heading inside the recommendation
    larger = block.size > body + SIZE_TOLERANCE and block.size > first.size - SIZE_TOLERANCE
    return (is_heading(block, body) and not is_lettered_item) or larger


def _steps_back(first: Block, previous: Block, block: Block, titles: bool, text_start: Block | None) -> bool:
    """Return whether a block goes back to the margin, left of where its item's text stands or hangs."""
    is_below = block.page == first.page and block.top > previous.top
    if text_start is not None and is_below and block.x0 < text_start.x0 - 4 and block.page == text_start.page:
        return True
    if not titles and _has_text_beside_label(first) and is_below and block.x0 < first.x0 - 8:
        return True
    hangs = first.hang > first.x0 + 5 and first.lines > 1
    unlabelled = block.label is None or block.label.form in ("number", "decimal")
    return hangs and unlabelled and previous.text.rstrip()[-1:] in SENTENCE_ENDS and abs(block.x0 - first.x0) <= 3


def _count_paragraphs(start: int, end: int, blocks: Sequence[Block]) -> int:
    """Count the paragraphs without a label of an item; pieces over a page end do not count."""
    beginnings = sum(_begins_paragraph(index, blocks) for index in range(start + 1, end))
    return int(_has_text_beside_label(blocks[start], WORDS_OF_PARAGRAPH)) + beginnings


def _begins_paragraph(index: int, blocks: Sequence[Block]) -> bool:
    """Return whether a block without a label begins a paragraph, and does not carry one on."""
    return blocks[index].label is None and _is_finished(blocks[index - 1])


def _is_finished(block: Block) -> bool:
    """Return whether a block ends a sentence, or is a label or a line of its own."""
    is_bare_label = block.label is not None and not block.label.rest
    return block.text.rstrip()[-1:] in PARAGRAPH_ENDS or is_bare_label or block.lines == 1
