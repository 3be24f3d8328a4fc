"""Lines -> recommendations: made, quoted, or conclusions.

Comes in: the lines of a document (from `read`) and its table `pages`. Goes out: one row a recommendation, however often
it is printed: `label`, `title`, `text`, `kind`, `reason`, `quoted_from`, `page`, `end_page`, `also_pages`, `items`, and
`addressed_to`, `seen_in`, `seen_at` where the document prints them beneath.

The way: lines -> blocks (paragraphs) -> chains (labels that count up) -> printings (where each ends) -> one row each.
Limit: a document without labels, boxes or the words "we recommend" gives nothing; that is a row in `problems`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

import pandas as pd

from reviewkit.segment import answered as answering
from reviewkit.segment import blocks, chains, digest, kinds, listed, printings, prose, quoted, spans, tabled
from reviewkit.segment.ids import named

__all__ = ["COLUMNS", "named", "recommendations"]

COLUMNS = [
    "label", "title", "text", "kind", "reason", "quoted_from", "page", "end_page", "also_pages", "items",
    "addressed_to", "seen_in", "seen_at",
]  # fmt: skip
FEW = 6  # words: a list whose items are shorter in the middle is a table of contents


def recommendations(lines: pd.DataFrame, rows: pd.DataFrame, skimmed: pd.DataFrame) -> pd.DataFrame:
    """The lines, table rows and pages of one document in, its recommendations out, in the order of the document."""
    texts = skimmed["text"].tolist()
    words = blocks.vocabulary(texts)
    if digest.is_one(texts):
        return pd.DataFrame(digest.rows(lines, words), columns=COLUMNS)
    found = blocks.blocks(lines, words)
    body = blocks.body_size(found)
    answered = kinds.answers(texts)
    counted, others = chains.chains(found, body)
    series = [spans.printings(chain, found, body) for chain in counted]
    if answered:
        kept = [answering.printings(found), quoted.printings(found)]
    else:
        tables = [_headed(made, found, body) for made in tabled.printings(rows, words)]
        kept = _without_argument(series, bool(tables)) + tables
        if not kept:
            kept = listed.printings(found, body)
        if all(members[0].standing == "box" for members in kept):
            kept.append(prose.printings(found))
        kept.append(quoted.printings(found))
    told = {(one.form, one.place): _kind(one, members, answered) for members in kept for one in members}
    gathered = printings.gathered(kept, [one for chain in others for one in spans.printings(chain, found, body)])
    made = pd.DataFrame(
        [_row(printed, told[printed.best.form, printed.best.place]) for printed in gathered], columns=COLUMNS
    )
    return made.sort_values(["page", "end_page"], kind="stable").reset_index(drop=True)


def _without_argument(series: list[list[spans.Printing]], listed_in_tables: bool) -> list[list[spans.Printing]]:
    """Series that are contents, chapters or numbered paragraphs of argument, left out."""
    pure = any(members[0].standing == "list" and _is_pure(members[0].headed) for members in series)
    labelled = listed_in_tables or any(
        members[0].form in ("named", "letter-r") and len(members) > 2 for members in series
    )
    return [members for members in series if _is_series(members, pure, labelled)]


def _is_series(members: Sequence[spans.Printing], pure: bool, labelled: bool) -> bool:
    """Whether a chain is a series of recommendations, by its items and by what else the document has.

    `pure`: another list is headed as recommendations alone. `labelled`: another is labelled as recommendations.
    """
    words = median(len(one.text.split()) for one in members)
    if words < FEW or members[0].form not in ("number", "decimal"):
        return words >= FEW
    if words > spans.LONG or (members[0].standing == "open" and _are_chapters(members)):
        return False
    if chains.leads_in(members[0].lead_in) or kinds.points(members):
        return True
    own = _is_pure(members[0].headed)
    if (pure and not own) or (labelled and members[0].form == "decimal"):
        return False
    return (own and members[0].standing == "list" and members[0].form == "number") or not kinds.argues(members)


def _headed(made: list[spans.Printing], found: Sequence[blocks.Block], body: float) -> list[spans.Printing]:
    """The printings of a table in; the same with the headings of the page on which it begins out."""
    page = made[0].page
    headings = [
        block.text for block in found if block.page == page and blocks.is_heading(block, body) and not block.box
    ]
    return [one._replace(headed=" / ".join(headings) or one.headed) for one in made]


def _is_pure(headed: str) -> bool:
    """Whether a heading says recommendations and not conclusions: such a list leaves no second in the conclusions."""
    saying = chains.nearest(headed)
    return chains.is_headed(saying, strict=True) and not kinds.CONCLUDES.search(saying)


def _are_chapters(members: Sequence[spans.Printing]) -> bool:
    """Whether a bare series is the numbered chapters of the document, with their numbered paragraphs."""
    return any(re.match(r"\d{1,2}\.\d{1,3}\.?\s", one.text) for one in members)


def _kind(printing: spans.Printing, series: Sequence[spans.Printing], answered: str) -> kinds.Kind:
    """The kind of one printing among its series."""
    return kinds.kind(printing, answered, kinds.mixed(series), kinds.set_apart(series))


def _row(printed: printings.Printed, told: kinds.Kind) -> dict[str, object]:
    """One recommendation in, its row out."""
    best = printed.best
    pages = {page for one in printed.others for page in (one.page,)} - {best.page}
    return {
        "label": best.label,
        "title": best.title,
        "text": best.text,
        "kind": told.kind,
        "reason": told.reason,
        "quoted_from": told.quoted_from,
        "page": best.page,
        "end_page": best.end_page,
        "also_pages": ";".join(str(page) for page in sorted(pages)),
        "items": ";".join(best.items),
    } | _fields(best.fields)


def _fields(fields: Sequence[str]) -> dict[str, str]:
    """What the lines under a recommendation say: "For action by: ..."."""
    said = {"addressed_to": "", "seen_in": "", "seen_at": ""}
    for field in fields:
        name, _, value = field.partition(":")
        if re.match(r"(asked of|for action by|addressed to|responsible)", name, re.I):
            said["addressed_to"] = value.strip()
    return said
