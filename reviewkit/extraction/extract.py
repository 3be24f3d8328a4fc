"""Find the recommendations of a document, made or quoted, and its conclusions.

The way: lines -> blocks (paragraphs) -> numbered lists (labels that count up), tables, bullets, and whatever else the
trained scores of blocks say -> occurrences (where each ends) -> one row each.

Input: the lines of a document (from `reading.layout.page_lines`), its table rows and its table `pages`.
Output: one row a recommendation, however often it is printed.
Columns: `label`, `title`, `text`, `kind`, `reason`, `quoted_from`, `page`, `end_page`, `also_pages`, `items`,
`confidence` (0 to 1, empty in a digest), and `addressed_to`, `seen_in`, `seen_at` where the document prints them
beneath.
Limitations: what is asked in one sentence of a long paragraph, without a word of recommending, is often missed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import fmean
from typing import NamedTuple

import pandas as pd

from reviewkit.extraction import (
    blocks,
    classify,
    confidence,
    deduplicate,
    digests,
    features,
    from_bullets,
    from_prose,
    from_quotations,
    from_responses,
    from_scores,
    from_tables,
    list_items,
    list_selection,
    numbered_lists,
    selection,
)
from reviewkit.extraction.features import Floats
from reviewkit.reading import page_text

COLUMNS = [
    "label", "title", "text", "kind", "reason", "quoted_from", "page", "end_page", "also_pages", "items",
    "addressed_to", "seen_in", "seen_at", "confidence",
]  # fmt: skip


LABELLED = ("named", "letter-r")  # forms of labels that call an item a recommendation
LEAST_MEAN_OF_LIST = -4.0  # log-odds: of lists found by rules, right ones have -3.0 at least, wrong ones mostly -5.9


class Entry(NamedTuple):
    """One recommendation with its printings and its kind.

    `score` is the best of its blocks, `list_score` the mean of those that its document makes (log-odds).
    """

    recommendation: deduplicate.Recommendation
    kind: classify.Kind
    score: float
    list_score: float

    def signs(self) -> dict[str, float]:
        """Return what speaks for and against it."""
        best, others = self.recommendation
        return confidence.signs(best, 1 + len(others), self.score, self.list_score)


def recommendations(
    lines: pd.DataFrame, rows: pd.DataFrame, pages: pd.DataFrame, model: selection.Model | None = None
) -> pd.DataFrame:
    """Return the recommendations of one document, in its order, from its lines, table rows and pages.

    `model`: the trained scores, those that ship unless others are given.
    """
    texts = pages["text"].tolist()
    words = blocks.vocabulary(texts)
    if digests.is_digest(texts):
        return pd.DataFrame(digests.digest_rows(lines, words), columns=COLUMNS)
    entry_rows = [_recommendation_row(entry) for entry in entries(blocks.find_blocks(lines, words), rows, pages, model)]
    in_reading_order = pd.DataFrame(entry_rows, columns=COLUMNS).sort_values(["page", "end_page"], kind="stable")
    return in_reading_order.reset_index(drop=True)


def reads_tables(texts: Sequence[str]) -> bool:
    """Return whether the rows of a document's tables are looked at: not those of a digest, or of an answer."""
    return not digests.is_digest(texts) and not classify.what_is_answered(texts)


def entries(
    every_block: Sequence[blocks.Block],
    rows: pd.DataFrame,
    pages: pd.DataFrame,
    model: selection.Model | None = None,
    trusted: bool = True,
) -> list[Entry]:
    """Return the recommendations of a document from its blocks, surest printing first.

    `trusted`: leave out what only its score speaks for and is likelier wrong, by the confidence that ships.
    """
    texts = pages["text"].tolist()
    of = features.structure(every_block, blocks.body_size(every_block))
    scores = selection.block_scores(every_block, of, model)
    shared = from_scores.shared_scores(of, scores)
    speaking = speaking_pages(pages)
    document = [block for block in every_block if block.page in speaking]
    body = blocks.body_size(document)
    answered = classify.what_is_answered(texts)
    lists, other_lists = numbered_lists.find_lists(document, body)
    if answered:
        series = [from_responses.occurrences(document), from_quotations.occurrences(document)]
    else:
        series = _series_of_report(document, body, lists, from_tables.occurrences(rows, texts))
        series = [members for members in series if not _is_unlikely(members, every_block, shared)]
        listed = [occurrence for members in series for occurrence in members if occurrence.layout != "prose"]
        is_guidance = classify.is_guidance(texts)
        scored = from_scores.occurrences(every_block, of, scores, body, listed, is_guidance)
        series = [*from_scores.without_parts(series, scored), *scored]
    kinds = {
        (occurrence.form, occurrence.position): _kind_in_series(occurrence, members, answered)
        for members in series
        for occurrence in members
    }
    copies = [copy for numbered_list in other_lists for copy in list_items.occurrences(numbered_list, document, body)]
    merged = deduplicate.merge(series, copies)
    of_rows = [kinds[each.best.form, each.best.position] for each in merged]
    found = _with_scores(merged, of_rows, [confidence.score_of(each.best, every_block, shared) for each in merged])
    return [entry for entry in found if not _is_doubtful(entry)] if trusted else found


def _with_scores(
    merged: Sequence[deduplicate.Recommendation], of_rows: Sequence[classify.Kind], row_scores: Sequence[float]
) -> list[Entry]:
    """Return the entries, each with its score and that of what the document makes."""
    made = [score for score, kind in zip(row_scores, of_rows, strict=True) if kind.kind == "recommendation"]
    list_score = fmean(made) if made else confidence.UNKNOWN_SCORE
    return [Entry(*row, list_score) for row in zip(merged, of_rows, row_scores, strict=True)]


def _is_unlikely(series: Sequence[list_items.Occurrence], every_block: Sequence[blocks.Block], shared: Floats) -> bool:
    """Return whether a list without the word recommendation in its labels has words that recommendations never have."""
    if not series or series[0].form in LABELLED or series[0].layout in ("prose", "quoted"):
        return False
    return fmean(confidence.score_of(one, every_block, shared) for one in series) < LEAST_MEAN_OF_LIST


def _is_doubtful(entry: Entry) -> bool:
    """Return whether an entry that only its score speaks for is likelier wrong than right.

    The heading speaks for what is quoted.
    """
    is_scored = entry.recommendation.best.layout == "scored" and entry.kind.kind != "quoted"
    return is_scored and confidence.confidence(entry.signs()) < confidence.DOUBTFUL


def speaking_pages(pages: pd.DataFrame) -> set[int]:
    """Return the pages whose words speak of recommending: there the rules look for lists, and nowhere else."""
    speak = page_text.speak_of_recommending(pages["text"].tolist())
    is_web_page = (pages["width"] == 0).all()
    return {page for page, speaks in zip(pages["page"], speak, strict=True) if speaks or is_web_page}


def _series_of_report(
    document: Sequence[blocks.Block],
    body: float,
    lists: Sequence[numbered_lists.NumberedList],
    tables: Sequence[list[list_items.Occurrence]],
) -> list[list[list_items.Occurrence]]:
    """Return the series in which a report makes or quotes recommendations.

    Bullets count only where there is neither a numbered list nor a table, and running text only where there is no list
    but boxes.
    """
    listed = [list_items.occurrences(numbered_list, document, body) for numbered_list in lists]
    headed_tables = [list_selection.with_headings(members, document, body) for members in tables]
    series = list_selection.select_lists(listed, bool(headed_tables)) + headed_tables
    if not series:
        series = from_bullets.occurrences(document, body)
    if all(members[0].layout == "box" for members in series):
        series.append(from_prose.occurrences(document))
    series.append(from_quotations.occurrences(document))
    return series


def _kind_in_series(
    occurrence: list_items.Occurrence, series: Sequence[list_items.Occurrence], answered: str
) -> classify.Kind:
    """Return the kind of one occurrence among its series."""
    return classify.classify(
        occurrence, answered, classify.holds_conclusions(series), classify.italics_mark_recommendations(series)
    )


def _recommendation_row(entry: Entry) -> dict[str, object]:
    """Return the row of one recommendation."""
    best, others = entry.recommendation
    kind = entry.kind
    pages = {occurrence.page for occurrence in others} - {best.page}
    return {
        "label": best.label,
        "title": best.title,
        "text": best.text,
        "kind": kind.kind,
        "reason": kind.reason,
        "quoted_from": kind.quoted_from,
        "page": best.page,
        "end_page": best.end_page,
        "also_pages": ";".join(str(page) for page in sorted(pages)),
        "items": ";".join(best.items),
        "confidence": confidence.confidence(entry.signs()),
    } | _printed_fields(best.fields)


def _printed_fields(fields: Sequence[str]) -> dict[str, str]:
    """Return what the lines under a recommendation say: "For action by: ..."."""
    cells = {"addressed_to": "", "seen_in": "", "seen_at": ""}
    for field in fields:
        name, _, value = field.partition(":")
        if re.match(r"(asked of|for action by|addressed to|responsible)", name, re.I):
            cells["addressed_to"] = value.strip()
    return cells
