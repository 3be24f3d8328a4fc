"""Recognise how recommendations and list items are labelled.

Beside each pattern stands a line that it matches. Spaces are ignored where headings break ("RECOM MENDATION 4").

Input: the text with which a block opens.
Output: its label, or None.
"""

from __future__ import annotations

import re
from typing import NamedTuple

ONE_TO_NINE = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
TEN_TO_NINETEEN = (
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
WORDS = [
    *ONE_TO_NINE,
    *TEN_TO_NINETEEN,
    *(f"{ten}{one}" for ten in TENS for one in ("", *(f"-{one}" for one in ONE_TO_NINE))),
]
NUMBERED_FORMS = ("named", "letter-r", "decimal", "number", "part")


class Label(NamedTuple):
    """A label: how it is written, its numbers, the text as printed, and what follows it in the block.

    `form` is named, letter-r, decimal, number, part, item or bullet; `quoted` where the label stands after an opening
    quotation mark.
    """

    form: str
    numbers: tuple[int, ...]
    printed: str
    rest: str
    quoted: bool = False


LONGEST_FIRST = "|".join(sorted(WORDS, key=len, reverse=True))
NUMBER_PATTERN = rf"\d{{1,3}}(?:\.\d{{1,3}})?|(?-i:[A-Z])(?=\s*(?:[:.)–—]|$))|{LONGEST_FIRST}"
NAMED = re.compile(  # "Recommendation 4: Title", "RECOMMENDATION FOUR", "Recommendation 12.", "Local Recommendation 3"
    rf"(?P<printed>(?:(?:key|local|national|further|additional|new|our|urgent|interim|regional)\s+)?rec\s?om\s?men\s?da\s?tion"
    rf"(?:\s+no\.?|\s+number)?\s*(?P<number>{NUMBER_PATTERN})(?P<letter>\(?[a-h]\))?)(?P<after>\s*(?:[:.)–—-]\s*|\n|$|\s+(?-i:(?=[A-Z“‘(]))))",
    re.I,
)
LETTER_R = re.compile(r"(?P<printed>R(?:ec)?\.?\s?(?P<number>\d{1,3}))(?P<after>\s*[:.)–—-]?\s+|$)")  # "R4 Publish ..."
DECIMAL = re.compile(r"(?P<printed>(?P<number>\d{1,2}\.\d{1,3})\.?)(?P<after>\s*)(?=[A-Z“‘\"(\[]|$)")  # "8.12. We ..."
BARE = re.compile(r"(?P<printed>(?P<number>\d{1,2}))(?P<after>\s+)(?=[A-Z“])")  # "4 The council", its number in bold
PART = re.compile(  # "4a) ii. The"
    r"(?P<printed>(?P<number>\d{1,2})\(?[a-z]\)?\.?(?:\s?\(?[ivx]{1,4}[.)]{1,2})?)(?P<after>\s*)(?=[A-Z])"
)
NUMBER = re.compile(  # "4. Title", "4) Title", "(4) that the council"
    r"(?P<printed>(?P<number>\d{1,3})[.)]|\((?P<bracketed>\d{1,2})\))(?P<after>\s*)(?=\D)"
)
ITEM = re.compile(  # "(a) ", "b. ", "iv) "
    r"(?P<printed>\((?:[a-z]|[ivx]{1,5})\)|[a-z][.)]|[ivx]{1,5}[.)])(?P<after>\s+)(?=\S)"
)
BARE_ITEM = re.compile(r"\([a-z]{1,4}\)|[a-z][.)]|[•●▪◦‣■]")  # "(a)", "b.", with nothing after it
BULLET = re.compile(r"(?P<printed>[•●▪◦‣■–—o\uf0b7\uf0a7\uf0d8-])(?P<after>\s+)(?=\S)")  # "• a single committee"


def opening_label(text: str, bold: float = 0.0) -> Label | None:
    """Return the label with which a text opens; None where it has none.

    `bold` is the share of its letters in bold type. A number without a sign after it is a label only where it is bold.

    >>> opening_label("Recommendation 4: A better approach").numbers
    (4,)
    >>> opening_label("8.12. We recommend").form
    'decimal'
    >>> opening_label("12 months later") is None
    True
    """
    quoted = text[:1] in '“"‘'
    text = text.lstrip('“"‘ ') if quoted else text
    for form, pattern in (
        ("named", NAMED),
        ("letter-r", LETTER_R),
        ("decimal", DECIMAL),
        ("number", NUMBER),
        ("part", PART),
    ):
        match = pattern.match(text)
        if match:
            groups = match.groupdict()
            numbers = _numbers(groups["number"] or groups["bracketed"]) + _letter(groups.get("letter"))
            return Label(form, numbers, match["printed"].strip(), text[match.end() :].strip(), quoted)
    bare = BARE.match(text) if bold > 0 else None
    if bare:
        return Label("number", (int(bare["number"]),), bare["printed"], text[bare.end() :].strip(), quoted)
    for form, pattern in (("item", ITEM), ("bullet", BULLET)):
        match = pattern.match(text)
        if match:
            return Label(form, (), match["printed"], text[match.end() :].strip(), quoted)
    return None


def runs_on(text: str) -> bool:
    """Return whether a line ends in the middle of a sentence, so that what follows is not a new item.

    After a semicolon "and" ends an item of a list.

    >>> runs_on("as set out in (Paragraph"), runs_on("publish its plan; and")
    (True, False)
    """
    if re.search(r";\s*(and|or)$", text.strip(), re.I):
        return False
    return bool(
        re.search(r"\b(of|and|or|the|in|to|see|with|under|by|paragraphs?|recommendations?)$|[(,]$", text.strip(), re.I)
    )


def _numbers(text: str) -> tuple[int, ...]:
    """Return the numbers of a label.

    >>> _numbers("8.12"), _numbers("Four")
    ((8, 12), (4,))
    """
    if len(text) == 1 and text.isupper():
        return (ord(text) - ord("A") + 1,)
    word = text.casefold().replace("ı", "i")  # re.I takes a dotless i for an i
    if word in WORDS:
        return (WORDS.index(word) + 1,)
    return tuple(int(part) for part in text.split("."))


def _letter(text: str | None) -> tuple[int, ...]:
    """Return the letter of a lettered part, as a number.

    >>> _letter("(b)"), _letter(None)
    ((2,), ())
    """
    return (ord(text.strip("()").lower()) - ord("a") + 1,) if text else ()
