"""Where a recommendation ends: the hard part, for nothing in a PDF says so.

Signs, in this order: the box it stands in; the next label of its series; a heading; the end of bold or italic type; a
step back to the margin. Where argument follows in the same type without a sign, it ends before the first paragraph
that asks for nothing; and the last of a list has the form of the others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from reviewkit.extraction.blocks import OTHER_SIZE, Block, is_heading

IMPRINT = re.compile(r"ISBN\b|©|Printed (in|by|on)\b|E\d{8}\b", re.I)  # "ISBN 978-1-5286-4685-7", on the last page
REFERS = re.compile(r"(It|They|This|These|That) (\w+ )?(should|must|shall)\b")  # "It should lay a second statement"
CLOSES = re.compile(  # "... should publish their response to each relevant recommendation": of them all, and of none
    r"\b(each|all|these|the|its)\b.{0,40}\brecommendations?\b.{0,60}\b(accepted|respond)\b"
    r"|\b(respons|repl|answer)\w* (to|on) (each|all|these|the|its)\b.{0,40}\brecommendations?\b",
    re.I,
)
ASKS = re.compile(r"\b(should|must|shall|recommend\w*|urge|need(s)? to|ought|be required to)\b", re.I)
TELLS = re.compile(r"\b(was|were|had|did|told|said|heard|saw|found|showed|shows|stopped|ended|began)\b", re.I)
FINISHED = '.:;!?)”"'
FULL = 5  # words after a label: more is text, not a title


class Type(NamedTuple):
    """The type in which the text of a recommendation is set."""

    bold: bool
    italic: bool


def by_layout(place: int, found: Sequence[Block], body: float, opening: set[int], titles: bool) -> int:
    """The place after the last block of the item that opens at `place`.

    `opening`: where the items of its series open. `titles`: whether their labels are headings.
    """
    start = found[place]
    within, type_ = start.box, None if titles or not _is_worded(start) else _type(start)
    for at in range(place + 1, len(found)):
        block, before = found[at], found[at - 1]
        bare = at == place + 1 and start.label is not None and not start.label.rest
        if (
            at in opening
            or block.page - before.end_page > 1
            or IMPRINT.match(block.text)
            or (not bare and _closes(block))
        ):
            return at
        if block.box != within:
            if not _enters(block, before, within, beneath=bare or (at == place + 1 and titles)):
                return at
            within = block.box
        elif not within and _heads(block, start, body, bare):
            return at
        if type_ is None and not is_heading(block, body) and not _is_subtitle(block):
            type_ = _type(block)
        elif type_ is not None and _leaves(type_, block):
            return at
        under = found[place + 1] if titles and at > place + 1 and found[place + 1].label is None else None
        if not within and _steps_back(start, before, block, titles, under):
            return at
    return len(found)


def end_of_last_item(places: Sequence[int], ends: Sequence[int], found: Sequence[Block]) -> int:
    """The end of the last item of a list, after which no label comes: one paragraph, where the others have one."""
    paragraphs = [_paragraphs(place, end, found) for place, end in zip(places[:-1], ends[:-1], strict=True)]
    if not paragraphs or max(paragraphs) > 1:
        return ends[-1]
    seen = int(_is_worded(found[places[-1]], 12))
    for at in range(places[-1] + 1, ends[-1]):
        seen += _begins_paragraph(at, found) and not REFERS.match(found[at].text)
        if seen > 1:
            return at
    return ends[-1]


def end_before_argument(place: int, end: int, found: Sequence[Block]) -> int:
    """The end before paragraphs that tell what was and ask for nothing: argument goes on under the same heading."""
    for at in range(place + 2, end):
        rest = [block for block in found[at:end] if block.label is None]
        telling = [TELLS.search(block.text) is not None and not ASKS.search(block.text) for block in rest]
        if found[at].label is None and _is_finished(found[at - 1]) and all(telling) and len(telling) > 0:
            return at
    return end


def end_by_asking(place: int, end: int, found: Sequence[Block]) -> int:
    """Where argument follows without a sign: the end before the first paragraph that asks for nothing."""
    asked = False
    for at in range(place, end):
        block = found[at]
        listed = block.label is not None and block.label.form in ("item", "bullet")
        introduced = at > place and found[at - 1].text.rstrip().endswith((":", ",", ";"))
        asks = bool(ASKS.search(block.text))
        if asked and not asks and not listed and not introduced:
            return at
        asked = asked or asks
    return end


def _closes(block: Block) -> bool:
    """Whether a paragraph closes the list: it speaks of answers to the recommendations, all together."""
    return block.label is None and bool(CLOSES.search(block.text))


def _is_subtitle(block: Block) -> bool:
    """Whether a block is the title of a lettered item, in bold: "(a) In the home"."""
    titled = block.bold > 0.9 and block.lines <= 2 and block.text.rstrip()[-1:] not in ".;:,"
    return block.label is not None and block.label.form == "item" and titled


def _is_worded(block: Block, words: int = FULL) -> bool:
    """Whether the text begins in the block of its label."""
    return block.label is not None and len(block.label.rest.split()) > words


def _type(block: Block) -> Type:
    """The type of a block."""
    return Type(block.bold > 0.9, block.italic > 0.6)


def _leaves(type_: Type, block: Block) -> bool:
    """Whether a block is no longer in the bold or italic type of the recommendation."""
    return (type_.bold and block.bold < 0.3) or (type_.italic and block.italic < 0.1)


def _enters(block: Block, before: Block, within: int, beneath: bool) -> bool:
    """Whether a block of another box still belongs: a box beneath its label, or the box's other half overleaf."""
    inner = block.label is None or block.label.form in ("item", "bullet")
    overleaf = bool(within) and block.page == before.end_page + 1 and inner
    return bool(block.box) and (beneath or overleaf)


def _heads(block: Block, start: Block, body: float, bare: bool) -> bool:
    """Whether a block is a heading that ends the item: no title of a lettered item, and not its own title."""
    if bare and block.text.rstrip()[-1:] not in ".;:":
        return False
    inner = block.label is not None and block.label.form == "item"
    if start.size > body + OTHER_SIZE and block.size < start.size - OTHER_SIZE:
        return False  # set smaller than the label: a heading inside the recommendation
    larger = block.size > body + OTHER_SIZE and block.size > start.size - OTHER_SIZE
    return (is_heading(block, body) and not inner) or larger


def _steps_back(start: Block, before: Block, block: Block, titles: bool, under: Block | None) -> bool:
    """Whether a block goes back to the margin, left of where its item's text stands or hangs."""
    below = block.page == start.page and block.top > before.top
    if under is not None and below and block.x0 < under.x0 - 4 and block.page == under.page:
        return True
    if not titles and _is_worded(start) and below and block.x0 < start.x0 - 8:
        return True
    hangs = start.hang > start.x0 + 5 and start.lines > 1
    unlabelled = block.label is None or block.label.form in ("number", "decimal")
    return hangs and unlabelled and before.text.rstrip()[-1:] in FINISHED and abs(block.x0 - start.x0) <= 3


def _paragraphs(place: int, end: int, found: Sequence[Block]) -> int:
    """How many paragraphs without a label an item has, pieces over a page end not counted."""
    return int(_is_worded(found[place], 12)) + sum(_begins_paragraph(at, found) for at in range(place + 1, end))


def _begins_paragraph(at: int, found: Sequence[Block]) -> bool:
    """Whether a block without a label begins a paragraph, and does not carry one on."""
    return found[at].label is None and _is_finished(found[at - 1])


def _is_finished(before: Block) -> bool:
    """Whether a block ends a sentence, or is a label or a line of its own."""
    bare = before.label is not None and not before.label.rest
    return before.text.rstrip()[-1:] in FINISHED.replace(":", "").replace(";", "") or bare or before.lines == 1
