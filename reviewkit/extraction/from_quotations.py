"""Passages that a report quotes from another's recommendations, where no label of theirs makes a chain.

Words that tell of a recommendation ("It recommended that plan in the following terms:"), and after them a passage set
in and italic, or in quotation marks; or a quotation inside the sentence ("He recommended that “...”"). What tells of an
answer ("it responded:") announces none. Limit: what is told in the report's own words is no quotation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reviewkit.extraction.blocks import Block
from reviewkit.extraction.list_items import OWN, Occurrence

TOLD = re.compile(r"recommend", re.I)
ANSWERED = re.compile(r"\b(respon\w+|repl(y|ied|ies)|accept\w*|reject\w*|wrote|answer\w*)\b", re.I)
ASKS = re.compile(r"\b(should|must|shall|recommend(s|ed)?|be|to \w+)\b", re.I)
SENTENCE = re.compile(r"(?:^|(?<=[.;] )|(?<=^• ))[^.;]*?\brecommended (?:that|the)\b", re.I)  # "They recommended that"
INLINE = re.compile(r"\brecommend(?:ed|s|ation)?\b[^.“”]{0,90}“([^”]{40,})”", re.I)  # He recommended ... that “...”
OPENING, CLOSING = '“"‘', '”"'
SET_IN = 10.0  # points to the right of what announces it
LAST = 260  # characters at the end of a paragraph that can announce what follows
NUMBERED = ("named", "letter-r", "number", "decimal", "part")


def occurrences(found: Sequence[Block]) -> list[Occurrence]:
    """The blocks of a report in, a printing for each recommendation of another's that it quotes out."""
    made: list[Occurrence] = []
    for place, block in enumerate(found):
        if "ecommend" not in block.text and "ECOMMEND" not in block.text:
            continue
        if announces_quotation(block.text):
            made += _run(found, place)
        made += [_inside(block, place, quote) for quote in INLINE.findall(block.text) if ASKS.search(quote)]
    return made


def announces_quotation(text: str) -> bool:
    """Whether a paragraph announces a recommendation in another's words.

    >>> announces("It recommended a plan, which was in the following terms:")
    True
    >>> announces("In its response to Recommendation 6, the Department wrote:")
    False
    """
    last = re.split(r"(?<=[.?!]) ", text[-LAST:])
    told = TOLD.search(text[-LAST:]) is not None
    return told and not ANSWERED.search(last[-1]) and not OWN.search(last[-1])


def _run(found: Sequence[Block], place: int) -> Iterator[Occurrence]:
    """The quoted passage after the block at `place`, in its pieces; none where what follows is not set apart."""
    margin = max(found[place].x0, found[place].hang)
    group: list[int] = []
    colon = found[place].text.rstrip().endswith((":", ": -"))
    for at in range(place + 1, len(found)):
        block = found[at]
        begins = at == place + 1
        apart = block.x0 > margin + SET_IN and (block.italic > 0.7 or block.text[0] in OPENING or not begins)
        if block.page - found[place].end_page > 1 or not apart or (begins and not (colon or block.text[0] in OPENING)):
            break
        opens = block.label is not None and block.label.form in (*NUMBERED, "bullet")
        if group and opens and not _introduces(found, group):
            yield from _piece(found, group)
            group = []
        group.append(at)
        if block.text.rstrip()[-1] in CLOSING and not _opened_again(found, at):
            break
    if group:
        yield from _piece(found, group)


def _introduces(found: Sequence[Block], group: Sequence[int]) -> bool:
    """Whether a piece so far introduces a list that belongs to it."""
    return found[group[0]].text[0] in OPENING and found[group[-1]].text.rstrip().endswith(":")


def _opened_again(found: Sequence[Block], at: int) -> bool:
    """Whether another quotation follows at once, in the same setting."""
    if at + 1 >= len(found):
        return False
    after = found[at + 1]
    return after.text[0] in OPENING and abs(after.x0 - found[at].x0) < SET_IN


def _piece(found: Sequence[Block], group: Sequence[int]) -> Iterator[Occurrence]:
    """One piece of a quoted passage, from the sentence that recommends where it tells more than that."""
    first = found[group[0]]
    label = first.label if first.label and first.label.form in NUMBERED else None
    text = "\n".join([label.rest if label else first.text, *(found[at].text for at in group[1:])])
    told = SENTENCE.search(text.replace("\n", " "))
    if told:
        text = text[told.start() :].strip().lstrip("• ")
    text = text.strip(OPENING + CLOSING + " ")
    if len(text.split()) >= 5 and ASKS.search(text):
        yield _printing(first, group[0], text, label.printed if label else "", found[group[-1]].end_page)


def _inside(block: Block, place: int, quote: str) -> Occurrence:
    """A quotation inside a sentence, as a printing."""
    return _printing(block, place, quote.strip(), "", block.end_page)


def _printing(block: Block, place: int, text: str, label: str, end_page: int) -> Occurrence:
    """A quoted passage as a printing."""
    return Occurrence(
        form="quoted",
        numbers=block.label.numbers if label and block.label else (),
        label=label,
        text=text,
        page=block.page,
        end_page=end_page,
        standing="quoted",
        box=block.box,
        italic=block.italic,
        place=place,
        quoted=True,
    )
