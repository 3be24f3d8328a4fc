"""Score every block of a document by how surely a recommendation begins there.

The scores come from a model trained on documents read by eye (`benchmarks/train_selection.py`), which ships as plain
tables: the weights of words, of what a block looks like, and of what stands around it. Both steps are logistic
regressions, so a score is a sum that anybody can add up.

Source: the weights are those with which families of documents that were left out of the training were found best.
Limitations: English alone; a recommendation inside a paragraph is scored with the whole paragraph.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from reviewkit.base import paths
from reviewkit.extraction import features
from reviewkit.extraction.blocks import Block
from reviewkit.extraction.features import Features, Floats, Structure

LARGEST_DEVIATION = 3.0  # standard deviations: what lies farther off counts as this far


class Model(NamedTuple):
    """Weights by name: of words, of a block's own features, and (with mean and deviation) of its context.

    The constant of each step stands under the name "" in `own` and in `context`.
    """

    words: dict[str, float]
    own: dict[str, float]
    context: dict[str, tuple[float, float, float]]


def block_scores(blocks: Sequence[Block], of: Structure, model: Model | None = None) -> Floats:
    """Return the score of each block in log-odds, by the model that ships unless another is given."""
    model = model or shipped_model()
    if not blocks:
        return np.zeros(0)
    own = features.own_features(blocks, of)
    first = first_scores(blocks, own, model)
    lengths = np.array([len(block.text.split()) for block in blocks], dtype=float)
    around = own | features.context_features(of, own, first, lengths)
    return context_scores(around, model)


def first_scores(blocks: Sequence[Block], own: Features, model: Model) -> Floats:
    """Return a first score of each block, by its words and its own features alone."""
    of_words = [sum(sorted(model.words.get(word, 0.0) for word in features.words_of(block))) for block in blocks]
    return np.array(of_words) + model.own[""] + sum(model.own[name] * column for name, column in own.items())


def context_scores(around: Features, model: Model) -> Floats:
    """Return the score of each block by its own features and its context."""
    score = np.full(len(next(iter(around.values()))), model.context[""][2])
    for name, column in around.items():
        mean, deviation, weight = model.context[name]
        score += weight * np.clip((column - mean) / deviation, -LARGEST_DEVIATION, LARGEST_DEVIATION)
    return score


@cache
def shipped_model() -> Model:
    """Return the model that ships with the package."""
    return Model(
        {row["word"]: float(row["weight"]) for row in model_rows("selection-words.csv")},
        {row["feature"]: float(row["weight"]) for row in model_rows("selection-own.csv")},
        {
            row["feature"]: (float(row["mean"]), float(row["deviation"]), float(row["weight"]))
            for row in model_rows("selection-context.csv")
        },
    )


def model_rows(name: str) -> list[dict[str, str]]:
    """Return the rows of one of the tables that ship as the model."""
    with paths.data_file(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
