"""Find passages that a report quotes from another's recommendations, where no labels make them a numbered list.

Words tell of a recommendation ("It recommended that plan in the following terms:"), and after them comes a passage set
in and italic, or in quotation marks; or the quotation stands inside the sentence ("He recommended that “...”"). Words
that tell of an answer ("it responded:") announce none.

Limitations: what is told in the report's own words is not taken for a quotation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reviewkit.extraction import wording
from reviewkit.extraction.blocks import Block
from reviewkit.extraction.labels import NUMBERED_FORMS
from reviewkit.extraction.list_items import Occurrence

TELLS_OF_ANSWER = re.compile(r"\b(respon\w+|repl(y|ied|ies)|accept\w*|reject\w*|wrote|answer\w*)\b", re.I)
OPENING_MARKS, CLOSING_MARKS = '“"‘', '”"'
QUOTATION_INDENT = 10.0  # points to the right of what announces it
ANNOUNCING_LENGTH = 260  # characters at the end of a paragraph that can announce what follows


def occurrences(blocks: Sequence[Block]) -> list[Occurrence]:
    """Return an occurrence for each recommendation of another's that a report quotes."""
    quotations: list[Occurrence] = []
    for index, block in enumerate(blocks):
        if "ecommend" not in block.text and "ECOMMEND" not in block.text:
            continue
        if announces_quotation(block.text):
            quotations += _quoted_passage(blocks, index)
        quotations += [
            _inline_quotation(block, index, quote)
            for quote in wording.QUOTES_RECOMMENDATION.findall(block.text)
            if wording.MAY_ASK_IN_QUOTATION.search(quote)
        ]
    return quotations


def announces_quotation(text: str) -> bool:
    """Return whether a paragraph announces a recommendation in another's words.

    >>> announces_quotation("It recommended a plan, which was in the following terms:")
    True
    >>> announces_quotation("In its response to Recommendation 6, the Department wrote:")
    False
    """
    end = text[-ANNOUNCING_LENGTH:]
    last_sentence = re.split(r"(?<=[.?!]) ", end)[-1]
    if TELLS_OF_ANSWER.search(last_sentence) or wording.RECOMMENDS_IN_OWN_NAME.search(last_sentence):
        return False
    return wording.MENTIONS_RECOMMENDING.search(end) is not None


def _quoted_passage(blocks: Sequence[Block], announcement: int) -> Iterator[Occurrence]:
    """Yield the quoted passage after a block, in its pieces; nothing where what follows is not set apart."""
    margin = max(blocks[announcement].x0, blocks[announcement].hang)
    group: list[int] = []
    ends_in_colon = blocks[announcement].text.rstrip().endswith((":", ": -"))
    for index in range(announcement + 1, len(blocks)):
        block = blocks[index]
        is_first = index == announcement + 1
        is_set_apart = block.x0 > margin + QUOTATION_INDENT and (
            block.italic > 0.7 or block.text[0] in OPENING_MARKS or not is_first
        )
        if (
            block.page - blocks[announcement].end_page > 1
            or not is_set_apart
            or (is_first and not (ends_in_colon or block.text[0] in OPENING_MARKS))
        ):
            break
        opens = block.label is not None and block.label.form in (*NUMBERED_FORMS, "bullet")
        if group and opens and not _introduces_list(blocks, group):
            yield from _passage_piece(blocks, group)
            group = []
        group.append(index)
        if block.text.rstrip()[-1] in CLOSING_MARKS and not _another_follows(blocks, index):
            break
    if group:
        yield from _passage_piece(blocks, group)


def _introduces_list(blocks: Sequence[Block], group: Sequence[int]) -> bool:
    """Return whether a piece so far introduces a list that belongs to it."""
    return blocks[group[0]].text[0] in OPENING_MARKS and blocks[group[-1]].text.rstrip().endswith(":")


def _another_follows(blocks: Sequence[Block], index: int) -> bool:
    """Return whether another quotation follows at once, in the same setting."""
    if index + 1 >= len(blocks):
        return False
    following = blocks[index + 1]
    return following.text[0] in OPENING_MARKS and abs(following.x0 - blocks[index].x0) < QUOTATION_INDENT


def _passage_piece(blocks: Sequence[Block], group: Sequence[int]) -> Iterator[Occurrence]:
    """Yield one piece of a quoted passage, from the sentence that recommends where it tells more than that."""
    first = blocks[group[0]]
    label = first.label if first.label and first.label.form in NUMBERED_FORMS else None
    text = "\n".join([label.rest if label else first.text, *(blocks[index].text for index in group[1:])])
    sentence = wording.SENTENCE_OTHERS_RECOMMENDED.search(text.replace("\n", " "))
    if sentence:
        text = text[sentence.start() :].strip().lstrip("• ")
    text = text.strip(OPENING_MARKS + CLOSING_MARKS + " ")
    if len(text.split()) >= 5 and wording.MAY_ASK_IN_QUOTATION.search(text):
        yield _quoted_occurrence(first, group[0], text, label.printed if label else "", blocks[group[-1]].end_page)


def _inline_quotation(block: Block, index: int, quote: str) -> Occurrence:
    """Return the occurrence of a quotation inside a sentence."""
    return _quoted_occurrence(block, index, quote.strip(), "", block.end_page)


def _quoted_occurrence(block: Block, index: int, text: str, label: str, end_page: int) -> Occurrence:
    """Return the occurrence of a quoted passage."""
    return Occurrence(
        form="quoted",
        numbers=block.label.numbers if label and block.label else (),
        label=label,
        text=text,
        page=block.page,
        end_page=end_page,
        layout="quoted",
        box=block.box,
        italic=block.italic,
        position=index,
        quoted=True,
    )
