"""Read answers that a response gives in a sentence, with the numbers: "We accept recommendations 1 to 4 in full".

Letters and summaries answer so. What is answered one by one elsewhere in the document is not taken from here.

Limitations: a sentence that names another report, or that sums up ("recommendation 3 is the only one"), is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reviewkit.extraction import verdicts
from reviewkit.extraction.blocks import Block

NUMBER = r"\d{1,3}(?:\.\d+)?(?:\(?[a-h]\)?)?"
NUMBERS = re.compile(
    rf"\brecommendations?\s+(?P<numbers>{NUMBER}(?:\s*(?:,|and|&|to|-|–|,\s*and)\s*{NUMBER})*)\b", re.I
)
OTHER_REPORT = re.compile(r"\b(interim|previous|earlier|other|first|second|\d{4})\b[^.]{0,30}\b(report|review)\b", re.I)
SUMS_UP = re.compile(r"\b(only|most|majority|vast|all but|except)\b", re.I)


class Stated(NamedTuple):
    """What a sentence says of one number, and the page on which it stands."""

    number: str
    label: str
    page: int
    answer: str
    sentence: str


def stated_answers(blocks: Sequence[Block]) -> Iterator[Stated]:
    """Yield the answers that sentences give to numbers, in the order of the document."""
    for block in blocks:
        for saying in verdicts.sayings(block.text):
            if not saying.explicit or OTHER_REPORT.search(saying.sentence) or SUMS_UP.search(saying.sentence):
                continue
            named = NUMBERS.search(saying.after) or NUMBERS.search(saying.before)
            if named:
                for number in several_numbers(named["numbers"]):
                    yield Stated(number, named.group(), block.page, saying.answer, saying.sentence)


def several_numbers(text: str) -> list[str]:
    """Return the numbers that a list of them names.

    >>> several_numbers("3, 5 and 7-9"), several_numbers("8.3 to 8.4"), several_numbers("4a and 4(b)")
    (['3', '5', '7', '8', '9'], ['8.3', '8.4'], ['4-a', '4-b'])
    """
    numbers: list[str] = []
    for first, last in re.findall(rf"({NUMBER})(?:\s*(?:to|-|–)\s*({NUMBER}))?", text, re.I):
        numbers += _between(first, last) if last else [_plain(first)]
    return numbers


def _between(first: str, last: str) -> list[str]:
    """Return the numbers from one to another: of whole numbers and of the second part of decimals."""
    (head, _, low), (other_head, _, high) = (text.rpartition(".") for text in (first, last))
    if head != other_head or not (low.isdigit() and high.isdigit()):
        return [_plain(first), _plain(last)]
    return [
        f"{head}.{number}" if head else str(number) for number in range(int(low), min(int(high), int(low) + 999) + 1)
    ]


def _plain(number: str) -> str:
    """Return a number with its part as ids have it: "4-a"."""
    match = re.fullmatch(r"([\d.]+)\(?([a-h])?\)?", number.lower())
    return f"{match[1]}-{match[2]}" if match and match[2] else number
