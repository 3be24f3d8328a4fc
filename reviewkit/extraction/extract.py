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

import pandas as pd

from reviewkit.extraction import (
    blocks,
    classify,
    deduplicate,
    digests,
    from_bullets,
    from_prose,
    from_quotations,
    from_responses,
    from_tables,
    list_items,
    list_selection,
    numbered_lists,
)

COLUMNS = [
    "label", "title", "text", "kind", "reason", "quoted_from", "page", "end_page", "also_pages", "items",
    "addressed_to", "seen_in", "seen_at",
]  # fmt: skip


def recommendations(lines: pd.DataFrame, rows: pd.DataFrame, skimmed: pd.DataFrame) -> pd.DataFrame:
    """The lines, table rows and pages of one document in, its recommendations out, in the order of the document."""
    texts = skimmed["text"].tolist()
    words = blocks.vocabulary(texts)
    if digests.is_digest(texts):
        return pd.DataFrame(digests.digest_rows(lines, words), columns=COLUMNS)
    found = blocks.find_blocks(lines, words)
    body = blocks.body_size(found)
    answered = classify.answers(texts)
    counted, others = numbered_lists.find_lists(found, body)
    members = [list_items.occurrences(chain, found, body) for chain in counted]
    if answered:
        kept = [from_responses.occurrences(found), from_quotations.occurrences(found)]
    else:
        tables = [list_selection.with_headings(made, found, body) for made in from_tables.occurrences(rows, words)]
        kept = list_selection.select_lists(members, bool(tables)) + tables
        if not kept:
            kept = from_bullets.occurrences(found, body)
        if all(made[0].standing == "box" for made in kept):
            kept.append(from_prose.occurrences(found))
        kept.append(from_quotations.occurrences(found))
    told = {(one.form, one.place): _kind(one, made, answered) for made in kept for one in made}
    gathered = deduplicate.merge(kept, [one for chain in others for one in list_items.occurrences(chain, found, body)])
    found_rows = [_row(printed, told[printed.best.form, printed.best.place]) for printed in gathered]
    made = pd.DataFrame(found_rows, columns=COLUMNS)
    return made.sort_values(["page", "end_page"], kind="stable").reset_index(drop=True)


def _kind(printing: list_items.Occurrence, among: Sequence[list_items.Occurrence], answered: str) -> classify.Kind:
    """The kind of one printing among its series."""
    return classify.classify(printing, answered, classify.mixed(among), classify.set_apart(among))


def _row(printed: deduplicate.Recommendation, told: classify.Kind) -> dict[str, object]:
    """One recommendation in, its row out."""
    best = printed.best
    pages = {one.page for one in printed.others} - {best.page}
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
