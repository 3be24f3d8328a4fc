"""Cut a response into items: recommendations that it repeats, and the answer to them.

A recommendation is repeated in a box, in bold, or under its label; its answer stands beneath, after a heading
("Response:"), or opens with a verdict. Recommendations that follow each other without an answer between them share the
next one.

Limitations: where neither type nor box nor a heading parts them, the answer begins with the first verdict, or with the
second paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from reviewkit.extraction import verdicts
from reviewkit.extraction.blocks import SIZE_TOLERANCE, Block, body_size, is_heading
from reviewkit.extraction.labels import NUMBERED_FORMS, opening_label
from reviewkit.extraction.numbered_lists import contents_pages
from reviewkit.extraction.stated_answers import several_numbers

SHARE_OF_NAMED = 0.25  # of what is numbered: from which what is called a recommendation is the list
LARGER = 2.0  # points by which the heading of a section is larger than the text
LEAST_WORDS_IN_BOLD = 12  # of a numbered paragraph in bold: what is shorter is a heading
SEVERAL = re.compile(  # "Recommendations 3 and 4", "Recommendations 5-7:", a heading
    r"recommendations\s+(?P<numbers>\d{1,3}(?:\.\d+)?(?:\s*(?:,|and|&|to|-|–)\s*(?:and\s+)?\d{1,3}(?:\.\d+)?)+)\s*:?",
    re.I,
)
UNNUMBERED = re.compile(r"recommendation\s*:\s*(?=\S)", re.I)  # "Recommendation: We recommend that"
ANSWER_HEADING = re.compile(  # "Response:", "Government response to recommendation 2"
    r"\s*(?:(?:the|our|hm|uk)\s+)*(?:(?:government|department|council|ministry|home office)[’'s]*\s+)?"
    r"(?:response|answer|reply)(?:\s+to\s+(?:the\s+)?recommendations?\s+[\w., ()]+)?\s*[:.]?\s*",
    re.I,
)
LISTED = re.compile(  # "Recommendation 4c) i) (accepted in principle by Scottish Government)", "Recommendation 9)"
    r"(?:recommendations?|rec\.?)\s*(?P<number>\d{1,3}(?:\.\d+)?)\s*\(?(?P<letter>[a-z])?\b\)?\s*\(?(?P<roman>[ivx]+)?\)?"
    r"\s*(?P<except>\(.*\))?",
    re.I,
)
REFERENCES = re.compile(  # "Recommendations 12) a-c) are", "Recommendation 7 is"
    r"\brecommendations?\s+(?P<number>\d+(?:\.\d+)?)\)?\s*(?:(?P<first>[a-z])\)?(?:\s*[-–]\s*(?P<last>[a-z])\))?)?"
    r"\)?\s+(?:is|are)\b",
    re.I,
)
OTHER_REPORT = re.compile(r"\b(interim|previous|earlier|first|second)\b[^.]{0,30}\breport\b", re.I)


class Ask(NamedTuple):
    """One recommendation that is repeated: its number, its label as printed, and its words."""

    number: str
    label: str
    text: str


class Item(NamedTuple):
    """Recommendations that share an answer, the answer's paragraphs, and the page on which it begins."""

    asked: tuple[Ask, ...]
    answer: tuple[str, ...]
    page: int


def items(blocks: Sequence[Block]) -> list[Item]:
    """Return the items of a response, in reading order."""
    reading = _from_top(blocks)
    body = body_size(reading)
    contents = contents_pages(reading)
    starts = _starts(reading, body)
    found: list[Item] = []
    asks: list[list[Block]] = []
    answer: list[Block] = []
    for position, block in enumerate(reading):
        if block.page in contents:
            continue
        is_start = position in starts
        if asks and (_ends_item(block, body, asks[0][0]) or (is_start and (answer or _carries_answer(asks[-1][0])))):
            found += _item(asks, answer)
            asks, answer = [], []
        if is_start:
            asks.append([block])
        elif asks:
            (answer if answer or _is_answer(block, asks[-1]) else asks[-1]).append(block)
    found += _item(asks, answer)
    return found


def paragraphs_for(item: Item, number: str) -> list[str]:
    """Return the paragraphs of an answer that may be about a number: not those that name others."""
    chosen = []
    for text in item.answer:
        named = [set(_numbers_named(match)) for match in REFERENCES.finditer(text) if not OTHER_REPORT.search(text)]
        if not named or any(number in numbers or number.split("-")[0] in numbers for numbers in named):
            chosen.append(_of_number(text, number))
    return chosen


def listed_under_answers(blocks: Sequence[Block]) -> Iterator[tuple[str, str, int, str]]:
    """Yield number, label, page and answer of what is listed under an answer ("Accepting in full"), or beside one."""
    answer = ""
    for block in blocks:
        text = " ".join(block.text.split())
        match = LISTED.fullmatch(text)
        if match and answer:
            yield _number(match["number"], match["letter"], match["roman"]), text, block.page, answer
            continue
        beside = LISTED.match(text)
        if beside and verdicts.OPENS.fullmatch(text[beside.end() :].strip()):
            number = _number(beside["number"], beside["letter"], beside["roman"])
            yield number, beside.group().strip(), block.page, verdicts.opening_verdict(text[beside.end() :])
        elif not match:
            answer = verdicts.opening_verdict(text) if verdicts.OPENS.fullmatch(text) else ""


def _from_top(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with boxes that were drawn after the words beneath them put before these."""
    ordered: list[Block] = []
    for _, of_page in groupby(blocks, key=lambda block: block.page):
        page = list(of_page)
        late = [block for block in page if block.box and _is_drawn_late(block, page)]
        ordered += sorted(late, key=lambda block: block.top) + [block for block in page if block not in late]
    return ordered


def _is_drawn_late(block: Block, page: Sequence[Block]) -> bool:
    """Return whether a box stands above all the words of its page, and comes after some of them."""
    others = [other for other in page if not other.box]
    return bool(others) and block.top < min(other.top for other in others) and page.index(block) > page.index(others[0])


def _starts(blocks: Sequence[Block], body: float) -> set[int]:
    """Return the places of the blocks that begin a recommendation.

    Where recommendations are named as such, what else is numbered is a list of something else: the steps of a plan.
    """
    every = {place: block for place, block in enumerate(blocks) if _starts_ask(block, body)}
    named = {
        place for place, block in every.items() if block.label is None or block.label.form in ("named", "letter-r")
    }
    return named if len(named) > max(1, SHARE_OF_NAMED * len(every)) else set(every)


def _carries_answer(block: Block) -> bool:
    """Return whether a label carries the answer: "Recommendation 3: Rejected"."""
    return block.label is not None and bool(verdicts.opening_verdict(block.label.rest))


def _starts_ask(block: Block, body: float) -> bool:
    """Return whether a block begins a recommendation that is repeated."""
    if UNNUMBERED.match(block.text) or (SEVERAL.fullmatch(block.text) and block.bold > 0.5):
        return True
    label = block.label
    if label is None or label.form not in NUMBERED_FORMS or ANSWER_HEADING.fullmatch(block.text):
        return False
    if label.form in ("named", "letter-r"):
        is_set_off = bool(block.box) or block.bold > 0.5 or block.size > body + SIZE_TOLERANCE
        is_entry = bool(LISTED.fullmatch(block.text)) and block.bold < 0.5 and bool(block.box)
        return not is_entry and (is_set_off or (bool(label.rest) and ":" in block.text[: len(label.printed) + 2]))
    is_long = len(label.rest.split()) >= LEAST_WORDS_IN_BOLD
    return bool(block.box) or (block.bold > 0.9 and is_long and block.size <= body + SIZE_TOLERANCE)


def _ends_item(block: Block, body: float, first: Block) -> bool:
    """Return whether a block is the heading of another section, no smaller than that of the item."""
    if ANSWER_HEADING.fullmatch(block.text) or verdicts.opening_verdict(block.text):
        return False
    return is_heading(block, body) and block.size > body + LARGER and block.size >= first.size - SIZE_TOLERANCE


def _is_answer(block: Block, ask: Sequence[Block]) -> bool:
    """Return whether a block begins the answer to the recommendation whose blocks are given."""
    text, first = block.text, ask[0]
    if ANSWER_HEADING.fullmatch(text) or verdicts.opening_verdict(text):
        return True
    if any(saying.explicit for saying in verdicts.sayings(text)):
        return True
    last = ask[-1]
    if last.box and len(ask) + bool(first.box) > 1:
        return not block.box
    if last.box and not first.box:
        return not block.box
    if last.bold > 0.9 and len(last.text.split()) >= LEAST_WORDS_IN_BOLD:
        return block.bold < 0.3
    return False


def _item(asks: Sequence[Sequence[Block]], answer: Sequence[Block]) -> list[Item]:
    """Return the item of some recommendations and their answer; none where the label carries no answer either."""
    asked: dict[str, Ask] = {}
    paragraphs = [block.text for block in answer if not ANSWER_HEADING.fullmatch(block.text)]
    for blocks in asks:
        several = SEVERAL.fullmatch(blocks[0].text)
        ask, in_label = _ask(blocks)
        paragraphs = [*in_label, *paragraphs]
        numbers = several_numbers(several["numbers"]) if several else [ask.number]
        asked |= {number or ask.text: ask._replace(number=number) for number in numbers}
    page = answer[0].page if answer else (asks[0][0].page if asks else 0)
    return [Item(tuple(asked.values()), tuple(paragraphs), page)] if asked and paragraphs else []


def _ask(blocks: Sequence[Block]) -> tuple[Ask, list[str]]:
    """Return a recommendation, and the answer where its label carries it ("Recommendation 3: Rejected")."""
    first = blocks[0]
    label = first.label
    if label is None or UNNUMBERED.match(first.text):
        label_printed = first.text if SEVERAL.fullmatch(first.text) else ""
        texts = [UNNUMBERED.sub("", first.text) if not label_printed else "", *(block.text for block in blocks[1:])]
        return Ask("", label_printed, "\n".join(filter(None, texts))), []
    in_label = [label.rest] if verdicts.opening_verdict(label.rest) else []
    texts = [label.rest if not in_label else "", *(block.text for block in blocks[1:])]
    return Ask(number_of(label.printed), label.printed, "\n".join(filter(None, texts))), in_label


def number_of(label: str) -> str:
    """Return the number of a printed label as ids have it, without the "r".

    >>> number_of("Recommendation 4:"), number_of("4a) ii."), number_of("8.12."), number_of("Recommendation Four")
    ('4', '4-aii', '8.12', '4')
    """
    match = re.search(r"(?P<number>\d+(?:\.\d+)*)\s?\(?(?P<letter>[a-z])?\b\)?\W*(?P<roman>[ivx]*)", label.lower())
    if match:
        return _number(match["number"], match["letter"], match["roman"])
    opening = opening_label(f"{label} X")
    return ".".join(str(part) for part in opening.numbers) if opening else ""


def _number(number: str, letter: str | None, roman: str | None) -> str:
    """Return a number with its part: "4-aii"."""
    part = f"{letter or ''}{roman or ''}".lower()
    plain = ".".join(str(int(piece)) for piece in number.split("."))
    return f"{plain}-{part}" if part else plain


def _numbers_named(match: re.Match[str]) -> Iterator[str]:
    """Yield the numbers that a sentence names: "12) a-c)" names three parts."""
    first, last = match["first"], match["last"] or match["first"]
    if not first:
        yield match["number"]
        return
    for letter in range(ord(first.lower()), ord(last.lower()) + 1):
        yield f"{match['number']}-{chr(letter)}"


def _of_number(text: str, number: str) -> str:
    """Return the sentences of a text that do not name another number."""
    sentences = re.split(r"(?<=\.)\s+", text)
    mine = [
        sentence
        for sentence in sentences
        if not (match := REFERENCES.search(sentence)) or number in set(_numbers_named(match)) or not match["first"]
    ]
    return " ".join(mine)
