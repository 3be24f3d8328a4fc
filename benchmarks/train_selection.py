"""Train the model that scores blocks, and write it as the plain tables that ship (reviewkit/data/selection-*.csv).

    python benchmarks/train_selection.py [--write]

Documents with their truth come from `REVIEWKIT_BENCH` and tests/data (`truth.py`). The first step scores a block by its
words and its own features; the second by what stands around it, given first scores by models that had not seen the
document's family. Without `--write` the tables are compared with those that ship. No sentence of a document is kept:
words and pairs of words, of which each begins recommendations in five families at least, and their weights.
"""

from __future__ import annotations

import csv
import io
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import segmenting
import truth
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from reviewkit.extraction import blocks, extract, features, reader, selection
from reviewkit.extraction.blocks import Block
from reviewkit.extraction.features import Features, Floats, Structure

DATA = Path(__file__).resolve().parents[1] / "reviewkit" / "data"
FAMILIES_OF_WORD = 5  # a word counts where recommendations of so many families begin with it
FOLDS = 4  # families are left out in so many parts, to have first scores of documents that were not seen
STRENGTH_OF_WORDS, STRENGTH_OF_CONTEXT = 0.03, 0.05  # inverse of the penalty: chosen with whole families left out
PARTS = 8  # and in so many, to judge the rows that a model finds in families that it has not seen
STRENGTH_OF_SIGNS = 0.3  # inverse of the penalty on the signs of a row's confidence
REAL_COUNTS = 2.0  # times an invented document
INSIDE_COUNTS = 0.6  # of a block: the later blocks of a recommendation are no beginning, but no stranger either
USUAL_LENGTH = 60  # blocks: a longer document counts more, but by the root of its length only
USUAL_LIST = 10  # rows: so does a longer list
DIGITS = 4


class Example(NamedTuple):
    """A document as the training sees it: blocks, features, and at which blocks a recommendation begins."""

    document: truth.Document
    blocks: list[Block]
    structure: Structure
    own: Features
    words: list[set[str]]
    begins: Floats
    weights: Floats


def example(document: truth.Document) -> Example:
    """Return a document read into blocks, with its truth laid on them."""
    blocks, body = reader.read_blocks(document.path)
    structure = features.structure(blocks, body)
    begins, counts = np.zeros(len(blocks)), np.ones(len(blocks))
    spans = truth.spans(document, blocks)
    for span in spans:
        counts[span.start : span.end] = INSIDE_COUNTS
    for span in spans:
        begins[span.start], counts[span.start] = 1, 1
    for start in truth.quoted_starts(document, blocks):
        counts[start] = counts[start] * begins[start]  # another's recommendation: like one, and not made here
    counts *= (REAL_COUNTS if document.real else 1) / np.sqrt(len(blocks) / USUAL_LENGTH + 1)
    words = [features.words_of(block) for block in blocks]
    return Example(document, blocks, structure, features.own_features(blocks, structure), words, begins, counts)


def train(examples: Sequence[Example]) -> selection.Model:
    """Return the model that these documents give."""
    words, own = train_first(examples)
    scores = first_scores_left_out(examples)
    context = train_context(examples, scores)
    return selection.Model(words, own, context)


def train_first(examples: Sequence[Example]) -> tuple[dict[str, float], dict[str, float]]:
    """Return the weights of words and of own features."""
    families: dict[str, set[str]] = defaultdict(set)
    for one in examples:
        for words in (each for each, begins in zip(one.words, one.begins, strict=True) if begins):
            for word in words:
                families[word].add(one.document.family)
    vocabulary = sorted(word for word, of in families.items() if len(of) >= FAMILIES_OF_WORD)
    names = sorted(examples[0].own)
    place = {word: number for number, word in enumerate(vocabulary)}
    table = sparse.vstack([_word_table(one, place) for one in examples]).tocsr()
    own = np.vstack([np.column_stack([one.own[name] for name in names]) for one in examples])
    model = LogisticRegression(C=STRENGTH_OF_WORDS, solver="liblinear", max_iter=500, random_state=0)
    model.fit(
        sparse.hstack([table, own]).tocsr(), _joined(examples, "begins"), sample_weight=_joined(examples, "weights")
    )
    weights = model.coef_[0].round(DIGITS)
    of_words = {word: weight for word, weight in zip(vocabulary, weights, strict=False) if weight}
    of_own = dict(zip(names, weights[len(vocabulary) :], strict=True)) | {"": float(model.intercept_[0].round(DIGITS))}
    return of_words, of_own


def _word_table(one: Example, place: dict[str, int]) -> sparse.csr_matrix:
    """Return which words of the vocabulary each block of a document begins with."""
    cells = [(row, place[word]) for row, words in enumerate(one.words) for word in sorted(words) if word in place]
    rows, columns = zip(*cells, strict=True) if cells else ((), ())
    return sparse.csr_matrix((np.ones(len(cells)), (rows, columns)), shape=(len(one.blocks), len(place)))


def _joined(examples: Sequence[Example], field: str) -> Floats:
    """Return one field of all documents, one after the other."""
    return np.concatenate([getattr(one, field) for one in examples])


def folds(examples: Sequence[Example], count: int, seed: int = 0) -> list[int]:
    """Return in which part each document is, whole families together."""
    families = sorted({one.document.family for one in examples})
    shuffled = np.random.default_rng(seed).permutation(families)
    part = {family: number % count for number, family in enumerate(shuffled)}
    return [part[one.document.family] for one in examples]


def first_scores_left_out(examples: Sequence[Example]) -> list[Floats]:
    """Return the first scores of each document by a model that has not seen its family."""
    parts = folds(examples, FOLDS)
    models = [
        train_first([one for one, of in zip(examples, parts, strict=True) if of != part]) for part in range(FOLDS)
    ]
    return [
        selection.first_scores(one.blocks, one.own, selection.Model(*models[part], {}))
        for one, part in zip(examples, parts, strict=True)
    ]


def train_context(examples: Sequence[Example], scores: Sequence[Floats]) -> dict[str, tuple[float, float, float]]:
    """Return mean, deviation and weight of each feature of the second step."""
    columns = [around(one, first) for one, first in zip(examples, scores, strict=True)]
    names = sorted(columns[0])
    table = np.vstack([np.column_stack([each[name] for name in names]) for each in columns])
    means, deviations = table.mean(0).round(DIGITS), np.maximum(table.std(0).round(DIGITS), 10**-DIGITS)
    limit = selection.LARGEST_DEVIATION
    model = LogisticRegression(C=STRENGTH_OF_CONTEXT, max_iter=1000)
    scaled = np.clip((table - means) / deviations, -limit, limit)
    model.fit(scaled, _joined(examples, "begins"), sample_weight=_joined(examples, "weights"))
    rows = zip(names, means, deviations, model.coef_[0].round(DIGITS), strict=True)
    return {name: (mean, deviation, weight) for name, mean, deviation, weight in rows} | {
        "": (0.0, 1.0, float(model.intercept_[0].round(DIGITS)))
    }


def around(one: Example, scores: Floats) -> Features:
    """Return all features of the second step."""
    lengths = np.array([len(block.text.split()) for block in one.blocks], dtype=float)
    return one.own | features.context_features(one.structure, one.own, scores, lengths)


class Found(NamedTuple):
    """A row found in a document by a model that had not seen its family: its signs, and whether it is right."""

    document: truth.Document
    signs: dict[str, float]
    right: bool


def found_left_out(examples: Sequence[Example], count: int = PARTS) -> list[Found]:
    """Return the rows of the documents that no rule was made on, each read by a model that had not seen its family."""
    parts = folds(examples, count)
    found: list[Found] = []
    for part in range(count):
        judged = [
            one.document for one, of in zip(examples, parts, strict=True) if of == part and _is_judged(one.document)
        ]
        if judged:
            model = train([one for one, of in zip(examples, parts, strict=True) if of != part])
            found += [row for document in judged for row in _judged_rows(document, model)]
    return found


def _is_judged(document: truth.Document) -> bool:
    """Return whether a document tells how sure rows are: those on which the rules were made do not."""
    return document.path.parent.name in ("families", "unseen") or "bench-families" in document.path.parts


def _judged_rows(document: truth.Document, model: selection.Model) -> list[Found]:
    """Return the rows that are called recommendations, each with whether the truth holds it."""
    pages, lines, rows = reader.read_lines(document.path)
    every_block = blocks.find_blocks(lines, blocks.vocabulary(pages["text"].tolist()))
    made = [
        entry
        for entry in extract.entries(every_block, rows, pages, model, trusted=False)
        if entry.kind.kind == "recommendation"
    ]
    texts = [segmenting.words(entry.recommendation.best.text) for entry in made]
    entries = [one for one in document.entries if one.get("kind") in (None, "recommendation", "either")]
    right = segmenting.paired(entries, texts)
    return [Found(document, entry.signs(), number in right) for number, entry in enumerate(made)]


def train_confidence(found: Sequence[Found]) -> dict[str, float]:
    """Return the weights of the signs of a row."""
    names = sorted(found[0].signs)
    table = np.array([[row.signs[name] for name in names] for row in found])
    model = LogisticRegression(C=STRENGTH_OF_SIGNS, max_iter=1000)
    rows_of = Counter(row.document.path.name for row in found)
    counts = [1 / np.sqrt(rows_of[row.document.path.name] / USUAL_LIST + 1) for row in found]
    model.fit(table, [row.right for row in found], sample_weight=counts)
    weights = dict(zip(names, (float(weight) for weight in model.coef_[0].round(DIGITS)), strict=True))
    return weights | {"": float(model.intercept_[0].round(DIGITS))}


def tables(model: selection.Model, of_signs: dict[str, float]) -> dict[str, str]:
    """Return the files of a model, by name."""
    return {
        "selection-confidence.csv": _csv(("sign", "weight"), sorted(of_signs.items())),
        "selection-words.csv": _csv(("word", "weight"), sorted(model.words.items())),
        "selection-own.csv": _csv(("feature", "weight"), sorted(model.own.items())),
        "selection-context.csv": _csv(
            ("feature", "mean", "deviation", "weight"), [(name, *row) for name, row in sorted(model.context.items())]
        ),
    }


def _csv(head: tuple[str, ...], rows: Sequence[tuple]) -> str:
    """Return a table as it is written."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(head)
    writer.writerows([(name, *(f"{value:.{DIGITS}f}" for value in values)) for name, *values in rows])
    return file.getvalue()


def main() -> int:
    """Print what the training gives, and write it where that is asked."""
    examples = [one for one in map(example, truth.documents()) if one.blocks]
    real = sum(one.document.real for one in examples)
    print(f"{len(examples)} documents, {real} of them real, {int(_joined(examples, 'begins').sum())} beginnings")
    if not real:
        print("REVIEWKIT_BENCH is not set: what ships is trained on the real documents too, and cannot be made here")
        return 1
    for name, text in tables(train(examples), train_confidence(found_left_out(examples))).items():
        if "--write" in sys.argv:
            (DATA / name).write_text(text, encoding="utf-8")
        ships = (DATA / name).read_text("utf-8") if (DATA / name).is_file() else ""
        print(f"{name:24} {text.count(chr(10)) - 1:>6,} rows  {'as it ships' if text == ships else 'not as it ships'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
