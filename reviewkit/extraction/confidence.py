"""Say how sure it is that a row is a recommendation of the kind that it is called.

A row's signs are where it was found (labels, lists, tables, prose, scores), the score of its blocks, whether it asks
somebody, and whether the document prints it again. Their weights are learned on documents whose family the scores had
not seen (`benchmarks/train_selection.py`), so that of the rows with 0.8 about eight in ten are right; METHOD.md shows
how far that holds.

Limitations: right means found, at a likeness of one half of its words; whether it is whole is not meant.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np

from reviewkit.extraction import selection, wording
from reviewkit.extraction.blocks import Block
from reviewkit.extraction.features import Floats
from reviewkit.extraction.list_items import Occurrence

LARGEST_SCORE = 4.0  # log-odds: beyond it a score says no more
UNKNOWN_SCORE = -1.0  # log-odds: of a row whose blocks are not known, such as a table's
SOURCES = ("labelled", "listed", "table", "prose", "scored", "quoted")
DOUBTFUL = 0.35  # what was found by its score alone, and is under it, is left out: one in ten of them was right
UNSURE = 0.5  # a row under it is to be looked at first


def confidence(signs_of_row: dict[str, float]) -> float:
    """Return the probability that a row is what it is taken for, from 0 to 1, by its signs."""
    weights = _weights()
    total = weights[""] + sum(weights[name] * value for name, value in signs_of_row.items())
    return round(float(1 / (1 + np.exp(-total))), 2)


def signs(occurrence: Occurrence, times_printed: int, score: float, list_score: float) -> dict[str, float]:
    """Return what speaks for and against an occurrence, by name.

    `score` is that of its blocks, `list_score` the mean of those that its document makes (log-odds).
    """
    source = _source(occurrence)
    clipped = float(np.clip(score, -LARGEST_SCORE, LARGEST_SCORE))
    return {
        **{f"found {name}": float(source == name) for name in SOURCES},
        "score": clipped,
        "score of the document's list": float(np.clip(list_score, -LARGEST_SCORE, LARGEST_SCORE)),
        "headed recommendations": float("recommend" in f"{occurrence.headings} {occurrence.lead_in}".lower()),
        "score of what was found by it": clipped * (source == "scored"),
        "asks somebody": float(wording.asks_somebody(occurrence.text)),
        "printed again": float(times_printed > 1),
        "has a label": float(bool(occurrence.label)),
        "begins small": float(occurrence.text[:1].islower()),
        "short": float(len(occurrence.text.split()) < 8),
    }


def score_of(occurrence: Occurrence, blocks: Sequence[Block], scores: Floats) -> float:
    """Return the best score of the blocks that hold an occurrence's words."""
    text = " ".join(f"{occurrence.label} {occurrence.title} {occurrence.text}".split())
    held = [
        score
        for block, score in zip(blocks, scores, strict=True)
        if occurrence.page <= block.page <= occurrence.end_page and _stands_in(block, occurrence, text)
    ]
    return max(held, default=UNKNOWN_SCORE)


def _stands_in(block: Block, occurrence: Occurrence, text: str) -> bool:
    """Return whether a block's words stand in an occurrence, or the occurrence's first words in the block."""
    words = " ".join(block.text.split())
    return (len(words) > 12 and words in text) or occurrence.text[:80] in words


def _source(occurrence: Occurrence) -> str:
    """Return where an occurrence was found."""
    if occurrence.layout in ("prose", "scored", "quoted"):
        return occurrence.layout
    if occurrence.position < 0:
        return "table"
    return "labelled" if occurrence.form in ("named", "letter-r") else "listed"


@cache
def _weights() -> dict[str, float]:
    """Return the weights of the signs; the constant stands under the name ""."""
    return {row["sign"]: float(row["weight"]) for row in selection.model_rows("selection-confidence.csv")}
