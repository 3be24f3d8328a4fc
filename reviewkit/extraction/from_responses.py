"""A document that answers a report -> the recommendations that it repeats.

Responses set what they answer apart: in a ruled or tinted box, or in bold, with the answer beneath in plain type. So
every box that asks for something, and every bold numbered paragraph, is a printing here. What it says of itself in bold
inside a box ("This recommendation is accepted") is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from reviewkit.extraction.blocks import Block
from reviewkit.extraction.list_items import Occurrence
from reviewkit.extraction.numbered_lists import contents_pages

OPENS = ("named", "letter-r", "decimal", "number", "part")
LEAST = 4  # words: less is a heading or a cell
VERDICT = re.compile(r"\b(accept(s|ed)?|agree[sd]?|reject(s|ed)?|partially|noted)\b", re.I)

BEGINS = re.compile(
    r"(not |partially |fully )?(accept(s|ed)?|agree[sd]?|reject(s|ed)?|noted)\b", re.I
)  # "Accepted. We will"


def occurrences(found: Sequence[Block]) -> list[Occurrence]:
    """The blocks of a document that answers a report in, the printings that it repeats out."""
    skipped = contents_pages(found)
    boxed = [one for box in _boxes(found) for one in _in_box(box) if one.page not in skipped]
    return boxed if len(boxed) > 1 else _in_bold(found)


def _boxes(found: Sequence[Block]) -> Iterator[list[tuple[int, Block]]]:
    """Runs of blocks inside boxes; a box that runs over a page is one with its continuation."""
    for boxed, run in groupby(enumerate(found), key=lambda pair: bool(pair[1].box)):
        pairs = list(run)
        if boxed:
            first = pairs[0][0]
            above = found[first - 1].label if first else None
            lead = [(first - 1, found[first - 1])] if above and above.form == "named" and first > 0 else []
            lead = lead if not above or not above.rest or found[first - 1].bold > 0.9 else []
            yield lead + pairs


def _in_box(run: list[tuple[int, Block]]) -> Iterator[Occurrence]:
    """The printings in one run of boxes: each begins at a label, or where the box begins."""
    group: list[tuple[int, Block]] = []
    for place, block in run:
        opens = block.label is not None and block.label.form in OPENS
        last = group[-1][1] if group else block
        apart = bool(last.box) and block.box != last.box and block.page == last.page
        if group and (opens or apart):
            yield from _made(group)
            group = []
        group.append((place, block))
    yield from _made(group)


def _in_bold(found: Sequence[Block]) -> list[Occurrence]:
    """The printings set as bold numbered paragraphs, each to the end of the bold type."""
    made: list[Occurrence] = []
    group: list[tuple[int, Block]] = []
    for place, block in enumerate(found):
        opens = block.label is not None and block.label.form in OPENS and block.bold > 0.9
        if group and (opens or block.bold < 0.3):
            made += _made(group)
            group = []
        if opens or group:
            group.append((place, block))
    return made + list(_made(group))


def _made(group: list[tuple[int, Block]]) -> Iterator[Occurrence]:
    """The blocks of one printing in, the printing out; none where nothing is asked in them."""
    plain = any(block.bold < 0.3 for _, block in group)
    kept = [pair for pair in group if not (plain and pair[1].bold > 0.9 and _beside(pair[1]))]
    if not kept:
        return
    place, first = kept[0]
    label = first.label if first.label and first.label.form in OPENS else None
    titled = label is not None and not first.box and bool(kept[-1][1].box)
    own = label.rest if label else first.text
    texts = ["" if titled else own, *(block.text for _, block in kept[1:])]
    text = "\n".join(text for text in texts if text)
    verdict = VERDICT.search(text) and len(text.split()) < 2 * LEAST or (not label and BEGINS.match(text))
    if (
        len(text.split()) < LEAST
        or verdict
        or (not label and not re.search(r"\b(should|must|shall|be|recommend)\b", text))
    ):
        return
    yield Occurrence(
        form=label.form if label else "box",
        numbers=label.numbers if label else (),
        label=label.printed if label else "",
        title=own if titled else "",
        text=text,
        page=first.page,
        end_page=kept[-1][1].end_page,
        items=tuple(block.label.printed for _, block in kept[1:] if block.label and block.label.form == "item"),
        standing="box" if kept[-1][1].box else "bold",
        box=kept[-1][1].box,
        italic=first.italic,
        place=place,
    )


def _beside(block: Block) -> bool:
    """Whether bold words in a box are the answer's, or a heading, and none of the recommendation's."""
    if block.label is not None and block.label.form in OPENS:
        return False
    return bool(VERDICT.search(block.text)) or len(block.text.split()) < 8
