"""Read, of a document that answers a report, which recommendations it answers by number, and what it says of each.

The way: blocks -> items (the number or numbers that are answered, the words that are repeated, the answer beneath) ->
one row a number. Where a document lists numbers under an answer ("Accepting in full"), those are read too, and serve
for what is not answered elsewhere; and last what a sentence says of numbers ("We accept recommendations 1 to 4").

Input: the blocks of a document, in reading order.
Output: one row a number that is answered.
Columns: `number` as in ids without the "r" ("4-ai"), "" where a recommendation is repeated without its number;
`label` as printed; `asked`, the words repeated; `page` of the answer; `answer`, `sure`, `words` that decided, `doubt`.
Limitations: what an answer says in running text of several recommendations ("in line with recommendations 9 and 10")
is not read.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from reviewkit.extraction import answered_items, stated_answers, verdicts
from reviewkit.extraction.answered_items import Item
from reviewkit.extraction.blocks import Block
from reviewkit.extraction.stated_answers import Stated

COLUMNS = ["number", "label", "asked", "page", "answer", "sure", "words", "doubt"]


def read_answers(blocks: Sequence[Block]) -> pd.DataFrame:
    """Return what a response answers, in its order."""
    items = answered_items.items(blocks)
    rows = _without_repeats([row for item in items for row in _item_rows(item)])
    answered = {row["number"] for row in rows}
    for number, label, page, answer in answered_items.listed_under_answers(blocks):
        if not any(_is_of(str(known), number) for known in answered):
            rows.append(dict(zip(COLUMNS, (number, label, "", page, answer, "yes", label, ""), strict=True)))
            answered.add(number)
    rows += _stated_rows(blocks, {str(number) for number in answered})
    return pd.DataFrame(rows, columns=COLUMNS)


def _stated_rows(blocks: Sequence[Block], answered: set[str]) -> list[dict[str, object]]:
    """Return a row for each number that a sentence answers and nothing else does; several answers leave a doubt."""
    stated: dict[str, list[Stated]] = {}
    for one in stated_answers.stated_answers(blocks):
        if not any(_is_of(known, one.number) or _is_of(one.number, known) for known in answered):
            stated.setdefault(one.number, []).append(one)
    rows = []
    for number, sentences in stated.items():
        first, alike = sentences[0], len({one.answer for one in sentences}) == 1
        doubt = "" if alike else "several answers are given"
        values = (number, first.label, "", first.page, first.answer, "yes" if alike else "no", first.sentence, doubt)
        rows.append(dict(zip(COLUMNS, values, strict=True)))
    return rows


def _item_rows(item: Item) -> list[dict[str, object]]:
    """Return a row for each number that an item answers; "this recommendation" is one with all its parts."""
    shared = len({ask.number.partition("-")[0] or ask.text for ask in item.asked}) > 1
    rows = []
    for ask in item.asked:
        paragraphs = answered_items.paragraphs_for(item, ask.number)
        verdict = verdicts.read_verdict(paragraphs, ask.text, shared)
        sure = "yes" if verdict.sure else "no"
        values = (ask.number, ask.label, ask.text, item.page, verdict.answer, sure, verdict.words, verdict.doubt)
        rows.append(dict(zip(COLUMNS, values, strict=True)))
    return rows


def _without_repeats(rows: Sequence[dict[str, object]]) -> list[dict[str, object]]:
    """Return the rows without those that give a number the answer that it has already: an annex that sums up."""
    first: dict[tuple[object, ...], dict[str, object]] = {}
    for row in rows:
        first.setdefault((row["number"] or row["asked"], row["answer"], bool(row["asked"]) and row["number"]), row)
    asked = {row["number"] for row in first.values() if row["asked"]}
    answers = {(row["number"], row["answer"]) for row in first.values() if row["asked"]}
    return [
        row
        for row in first.values()
        if row["asked"] or row["number"] not in asked or (row["number"], row["answer"]) not in answers
    ]


def _is_of(number: str, whole: str) -> bool:
    """Return whether a number is another, or a part of it.

    >>> _is_of("7-fi", "7-f"), _is_of("7-b", "7"), _is_of("12", "1")
    (True, True, False)
    """
    return number == whole or number.startswith(f"{whole}-") or ("-" in whole and number.startswith(whole))
