"""Find the recommendations that a response repeats under a mark, with the answer under another mark beneath.

"Recommendation 3" or "Recommendation:" opens what is answered, "Response:", "Government response" or "Our reply" ends
it, whatever type either is set in. Marks that come in pairs are the response's manner; one pair alone is none.

Limitations: only documents that answer others are looked at, since auditors print the answer of those they audit under
recommendations of their own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reviewkit.extraction import wording
from reviewkit.extraction.blocks import Block
from reviewkit.extraction.list_items import Occurrence
from reviewkit.extraction.numbered_lists import contents_pages

FEWEST_PAIRS = 2  # one mark with an answer beneath may be chance
LONGEST_ITEM = 12  # blocks: between a mark and its answer stand no more
WORDS_OF_TITLE = 14  # what stands beside the mark, is shorter and asks for nothing, is a title
MIN_WORDS = 4  # what is shorter is a heading or a cell
WHOSE = r"(?:(?:the|our|hm|uk)\s+)?(?:[A-Z][\w’'-]*\s+(?:of\s+)?){0,4}"
ASK_MARK = re.compile(  # "Recommendation 3", "Recommendation:", "The Committee's recommendation 2.1 -"
    rf"^\W*(?:{WHOSE})(?i:recommendations?)(?:\s+(?:no\.?\s*|number\s+)?(?P<number>[A-Z]{{0,2}}\d+(?:\.\d+)*[a-z]?))?"
    r"\s*(?:\([^)]*\))?\s*(?:[:.–—-]+\s*|$|(?<=\d)\s+(?=[A-Z“‘\"]))"
)
ANSWER_MARK = re.compile(  # "Response:", "Government response to recommendation 3", "Our reply", "Action taken:"
    rf"^\W*(?:{WHOSE})(?i:response|reply|answer|comments?|actions? taken|position|progress|update|decision|status)"
    r"(?:\s+(?:to|on)\s+(?:the\s+)?(?i:recommendations?)\b[^:.]{0,30})?\s*(?:[:.–—]|$)"
)


def occurrences(blocks: Sequence[Block]) -> list[Occurrence]:
    """Return the occurrences that stand between a mark of asking and one of answering; none where pairs are rare."""
    pages_of_contents = contents_pages(blocks)
    asks = [
        index
        for index, block in enumerate(blocks)
        if block.page not in pages_of_contents and ASK_MARK.match(block.text)
    ]
    pairs = [(start, end) for start in asks if (end := _answer_after(blocks, start, set(asks)))]
    found = [occurrence for start, end in pairs if (occurrence := _occurrence(blocks, start, end))]
    return found if len(found) >= FEWEST_PAIRS else []


def _answer_after(blocks: Sequence[Block], start: int, asks: set[int]) -> int:
    """Return the index of the answer's mark after a mark of asking; 0 where another mark of asking comes first."""
    for index in range(start + 1, min(start + 1 + LONGEST_ITEM, len(blocks))):
        if ANSWER_MARK.match(blocks[index].text):
            return index
        if index in asks:
            return 0
    return 0


def _occurrence(blocks: Sequence[Block], start: int, end: int) -> Occurrence | None:
    """Return the occurrence from a mark to before its answer; nothing where only a heading stands there."""
    first = blocks[start]
    mark = ASK_MARK.match(first.text)
    beside = first.text[mark.end() :].strip() if mark else ""
    beneath = [block.text for block in blocks[start + 1 : end]]
    is_title = bool(beneath) and len(beside.split()) <= WORDS_OF_TITLE and not wording.asks_somebody(beside)
    text = "\n".join(beneath if is_title else [beside, *beneath]).strip('“”"‘’ \n')
    if len(text.split()) < MIN_WORDS:
        return None
    number = (mark["number"] if mark else "") or ""
    return Occurrence(
        form="named" if number else "box",
        numbers=tuple(int(part) for part in re.findall(r"\d+", number)),
        label=f"Recommendation {number}" if number else "",
        title=beside if is_title else "",
        text=text,
        page=first.page,
        end_page=blocks[end - 1].end_page,
        items=tuple(one.label.printed for one in blocks[start + 1 : end] if one.label and one.label.form == "item"),
        layout="bold",
        box=first.box,
        italic=first.italic,
        position=start,
    )
