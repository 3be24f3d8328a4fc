"""Find the recommendations that a document repeats in order to answer them.

Responses set off what they answer: in a ruled or tinted box, or in bold, with the answer beneath in plain type. So
every box that asks for something, and every bold numbered paragraph, is an occurrence here. What the response says of
itself in bold inside a box ("This recommendation is accepted") is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from reviewkit.extraction import from_marked_pairs, wording
from reviewkit.extraction.blocks import Block
from reviewkit.extraction.labels import NUMBERED_FORMS
from reviewkit.extraction.list_items import Occurrence
from reviewkit.extraction.numbered_lists import contents_pages

MIN_WORDS = 4  # what is shorter is a heading or a cell
SAYS_VERDICT = re.compile(  # "This recommendation is accepted in part."
    r"\b(accept(s|ed)?|agree[sd]?|reject(s|ed)?|partially|noted)\b", re.I
)


def occurrences(blocks: Sequence[Block]) -> list[Occurrence]:
    """Return the occurrences that a document which answers a report repeats.

    Marks in pairs ("Recommendation 3", "Response:") are taken where boxes hold less than half as many.
    """
    pages_of_contents = contents_pages(blocks)
    boxed = [
        occurrence
        for box in _runs_of_boxes(blocks)
        for occurrence in _in_box(box)
        if occurrence.page not in pages_of_contents
    ]
    marked = from_marked_pairs.occurrences(blocks)
    if len(boxed) > 1 and 2 * len(boxed) > len(marked):
        return boxed
    return marked or _in_bold(blocks)


def _runs_of_boxes(blocks: Sequence[Block]) -> Iterator[list[tuple[int, Block]]]:
    """Yield runs of blocks inside boxes; a box that runs over a page is one with its continuation."""
    for is_boxed, run in groupby(enumerate(blocks), key=lambda pair: bool(pair[1].box)):
        pairs = list(run)
        if is_boxed:
            first = pairs[0][0]
            above = blocks[first - 1] if first else None
            if above and above.label and above.label.form == "named" and (not above.label.rest or above.bold > 0.9):
                pairs.insert(0, (first - 1, above))
            yield pairs


def _in_box(run: list[tuple[int, Block]]) -> Iterator[Occurrence]:
    """Yield the occurrences in one run of boxes: each begins at a label, or where the box begins."""
    group: list[tuple[int, Block]] = []
    for index, block in run:
        has_label = block.label is not None and block.label.form in NUMBERED_FORMS
        previous = group[-1][1] if group else block
        is_other_box = bool(previous.box) and block.box != previous.box and block.page == previous.page
        if group and (has_label or is_other_box):
            yield from _repeated_occurrence(group)
            group = []
        group.append((index, block))
    yield from _repeated_occurrence(group)


def _in_bold(blocks: Sequence[Block]) -> list[Occurrence]:
    """Return the occurrences set as bold numbered paragraphs, each to the end of the bold type."""
    in_bold: list[Occurrence] = []
    group: list[tuple[int, Block]] = []
    for index, block in enumerate(blocks):
        begins = block.label is not None and block.label.form in NUMBERED_FORMS and block.bold > 0.9
        if group and (begins or block.bold < 0.3):
            in_bold += _repeated_occurrence(group)
            group = []
        if begins or group:
            group.append((index, block))
    return in_bold + list(_repeated_occurrence(group))


def _repeated_occurrence(group: list[tuple[int, Block]]) -> Iterator[Occurrence]:
    """Yield the occurrence that some blocks make; nothing where nothing is asked in them."""
    has_plain_type = any(block.bold < 0.3 for _, block in group)
    parts = [pair for pair in group if not (has_plain_type and pair[1].bold > 0.9 and _is_part_of_answer(pair[1]))]
    if not parts:
        return
    index, first = parts[0]
    label = first.label if first.label and first.label.form in NUMBERED_FORMS else None
    is_titled = label is not None and not first.box and bool(parts[-1][1].box)
    first_text = label.rest if label else first.text
    texts = ["" if is_titled else first_text, *(block.text for _, block in parts[1:])]
    text = "\n".join(text for text in texts if text)
    if not _is_repeated(text, is_labelled=label is not None):
        return
    yield Occurrence(
        form=label.form if label else "box",
        numbers=label.numbers if label else (),
        label=label.printed if label else "",
        title=first_text if is_titled else "",
        text=text,
        page=first.page,
        end_page=parts[-1][1].end_page,
        items=tuple(block.label.printed for _, block in parts[1:] if block.label and block.label.form == "item"),
        layout="box" if parts[-1][1].box else "bold",
        box=parts[-1][1].box,
        italic=first.italic,
        position=index,
    )


def _is_repeated(text: str, is_labelled: bool) -> bool:
    """Return whether a text is a recommendation that is repeated, and not a heading, a cell or a verdict."""
    count = len(text.split())
    if count < MIN_WORDS or (count < 2 * MIN_WORDS and SAYS_VERDICT.search(text)):
        return False
    return is_labelled or (not wording.OPENS_WITH_VERDICT.match(text) and bool(wording.MAY_ASK_IN_BOX.search(text)))


def _is_part_of_answer(block: Block) -> bool:
    """Return whether bold words in a box are the answer's, or a heading, and not the recommendation's."""
    if block.label is not None and block.label.form in NUMBERED_FORMS:
        return False
    return bool(SAYS_VERDICT.search(block.text)) or len(block.text.split()) < 8
