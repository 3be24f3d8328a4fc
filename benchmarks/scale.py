"""How time and memory grow with the number of recommendations: coding, comparing, grouping.

    python benchmarks/scale.py [--json] [--rows 300 1000]

The rows are made from the corpus as in `benchmarks/coding.py`, ten to a review, over sixteen years. Each size runs in a
process of its own, so that the memory is its own. Vectors are counted apart.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from coding import varied

from reviewkit import pipeline
from reviewkit.base import paths
from reviewkit.base.errors import TooFewError
from reviewkit.coding import vectors
from reviewkit.coding.echoes import echo_stage
from reviewkit.coding.themes import theme_stage
from reviewkit.coding.topics import grouping
from reviewkit.corpus import tables
from reviewkit.corpus.recommendations import ASKS

YEARS = range(2009, 2025)
ROWS_A_REVIEW = 10


def main(arguments: list[str] | None = None) -> int:
    """One table, or with --json one object a size, on standard output; the exit code out."""
    parser = argparse.ArgumentParser(description="How time and memory grow.")
    parser.add_argument("--json", action="store_true", help="print JSON objects")
    parser.add_argument("--rows", type=int, nargs="+", default=[300, 1000], help="how many recommendations")
    given = parser.parse_args(arguments)
    context = multiprocessing.get_context("spawn")
    for number in given.rows:
        with context.Pool(1) as pool:
            measured = pool.apply(measure, (number,))
        print(json.dumps(measured) if given.json else shown(measured), flush=True)
    return 0


def measure(number: int) -> dict[str, float]:
    """Seconds and gigabytes for so many rows."""
    folders = paths.folders()
    asks = pipeline.open_corpus().recommendations
    asks = varied(asks[asks["kind"].isin(ASKS)].reset_index(drop=True), number)
    review = [f"made-{at // ROWS_A_REVIEW}" for at in range(number)]
    dates = [str(YEARS[at // ROWS_A_REVIEW % len(YEARS)]) for at in range(number)]
    rows = asks.assign(
        review_id=review, rec_id=[f"{name}/r{at}" for at, name in enumerate(review)], published=dates,
        in_denominator="yes", kind="recommendation",
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        there = paths.Folders(folders.corpus, folders.figures, Path(folder))
        told: dict[str, float] = {"rows": number}
        told["vectors"], matrix = _timed(lambda: vectors.encode(list(rows["text"]), there.cache))
        coder = theme_stage.fit_coder(folders)
        matcher = echo_stage.fit_matcher(folders, echo_stage.training_pairs(folders), coder)
        told["themes"], _ = _timed(lambda: theme_stage.code_themes(there, rows[asks.columns]))
        columns = ["rec_id", "review_id", "published", "in_denominator", "kind", "text", "addressed_to"]
        none = tables.empty("pairs")
        told["echoes"], found = _timed(lambda: echo_stage.compared(there, rows[columns], coder, matcher, none))
        told["links"] = len(found["echoes"])
        told["topics"], _ = _timed(lambda: grouping.group(matrix, rows["review_id"]))
    told["gigabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    return told


def _timed(work: Callable[[], object]) -> tuple[float, object]:
    """Seconds that some work takes, and what it gives; nothing where there is too little."""
    begun = time.perf_counter()
    try:
        made = work()
    except TooFewError:
        made = None
    return time.perf_counter() - begun, made


def shown(measured: dict[str, float]) -> str:
    """The figures as a line."""
    m = measured
    return (
        f"{m['rows']:>7} rows: vectors {m['vectors']:.0f} s, themes {m['themes']:.0f} s, echoes {m['echoes']:.0f} s "
        f"({m['links']} relations), topics {m['topics']:.0f} s; at most {m['gigabytes']:.1f} GB"
    )


if __name__ == "__main__":
    sys.exit(main())
