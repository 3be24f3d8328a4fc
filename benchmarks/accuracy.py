"""How often the coder and the matcher are right on rows that they did not learn from, as counts.

    python benchmarks/accuracy.py [--write]

Themes: the folds of `benchmarks/themes.py`, with whole reviews left out, where the two coders agree. Links: the
likeliest pairs of the corpus as `benchmarks/echoes.py` scores them, with their later review left out, at the threshold
of the corpus. With `--write` the counts become `corpus/accuracy.csv`, from which the measures carry the errors of what
only the model gives. Links among pairs that are not likely are missed too, and are not counted here.
"""

from __future__ import annotations

import argparse
import sys

import echoes as echo_scores
import numpy as np
import pandas as pd
import themes as theme_scores

from reviewkit.base import paths
from reviewkit.coding import vectors
from reviewkit.coding.echoes import concepts, pair_features, pair_model
from reviewkit.coding.themes import theme_stage, training
from reviewkit.corpus import tables
from reviewkit.corpus.codebook import load_themes
from reviewkit.measures.accuracy import LINKS

COLUMNS = ["what", "right", "wrong", "missed", "absent"]


def main(arguments: list[str] | None = None) -> int:
    """One table on standard output, and with --write the table of the corpus; the exit code out."""
    parser = argparse.ArgumentParser(description="How often the models are right, as counts.")
    parser.add_argument("--write", action="store_true", help="write corpus/accuracy.csv")
    write = parser.parse_args(arguments).write
    folders = paths.folders()
    counted = pd.DataFrame([*_themes(folders), _links(folders)], columns=COLUMNS)
    print(counted.to_string(index=False))
    if write:
        tables.save(tables.build(counted.to_dict("records"), "accuracy"), "accuracy", folders.corpus)
    return 0


def _themes(folders: paths.Folders) -> list[tuple[str, int, int, int, int]]:
    """The counts of each theme."""
    names = list(load_themes(folders.corpus / "codebook.toml")["theme"])
    rows = training.training_rows(folders.corpus)
    matrix = vectors.encode(list(rows["text"]), folders.cache)
    given = training.soft_labels(rows["themes_a"], rows["themes_b"], names)
    real = np.flatnonzero(~rows["invented"])
    one, other = (training.labels(rows[column].iloc[real], names) for column in ("themes_a", "themes_b"))
    _, holds, _ = theme_scores.coded(rows, matrix, given, names)
    agreed = one == other
    return [(name, *_confusion(one[agreed[:, at], at], holds[agreed[:, at], at])) for at, name in enumerate(names)]


def _links(folders: paths.Folders) -> tuple[str, int, int, int, int]:
    """The counts of links among the likeliest pairs."""
    pairs, sides, reviews = echo_scores.agreed_pairs(folders, theme_stage.fit_coder(folders))
    lexicon = concepts.load_lexicon(folders.corpus / "concepts.toml")
    likely = np.flatnonzero(pairs["source"] == "likely")
    scored = echo_scores.held_out(pairs, sides, lexicon, reviews, likely, both=False)["restates"].to_numpy()[likely]
    truth = (pair_features.agreed_relation(pairs) == LINKS).to_numpy()[likely]
    return LINKS, *_confusion(truth, scored >= pair_model.THRESHOLD_CORPUS)


def _confusion(truth: np.ndarray, found: np.ndarray) -> tuple[int, int, int, int]:
    """Right, wrong, missed and absent."""
    counts = ((truth & found).sum(), (~truth & found).sum(), (truth & ~found).sum(), (~truth & ~found).sum())
    return tuple(int(count) for count in counts)  # type: ignore[return-value]


if __name__ == "__main__":
    sys.exit(main())
