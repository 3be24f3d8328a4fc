"""How time and memory grow with the number of recommendations: coding, comparing, grouping.

    python benchmarks/scale.py [--json] [1000 10000 100000]
    python benchmarks/scale.py --recall 20000

The rows are made from the texts that the coder learns from, over five thousand: each with the second half of another
one behind it, so that no two are alike (37 words in the mean). Ten are of one review, over sixteen years. Each size
runs in a Python of its own, so that the memory is its own: that of its helper processes is added.

With `--recall`: of the links that comparing all pairs of a sample of later rows would find, the share that is found
where each is compared with its nearest earlier ones only, as above `candidates.MANY_ROWS` rows.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import psutil
from coding import varied

from reviewkit.base import paths
from reviewkit.base.errors import TooFewError
from reviewkit.coding import vectors
from reviewkit.coding.echoes import candidates, echo_stage, pair_model, scoring, search
from reviewkit.coding.themes import theme_stage, training
from reviewkit.coding.topics import grouping
from reviewkit.corpus import tables

YEARS = range(2009, 2025)
ROWS_A_REVIEW = 10
SAMPLE = 3000  # later rows whose pairs are all compared: of 300 the share found differs by 0.005 from draw to draw
SEED = 1  # another draw than that on which the number compared was chosen


def main(arguments: list[str] | None = None) -> int:
    """One table, or with --json one object a size, on standard output; the exit code out."""
    parser = argparse.ArgumentParser(description="How time and memory grow.")
    parser.add_argument("rows", type=int, nargs="*", default=[300, 1000], help="how many recommendations")
    parser.add_argument("--json", action="store_true", help="print JSON objects")
    parser.add_argument("--recall", type=int, help="compare the search among so many rows with all pairs")
    given = parser.parse_args(arguments)
    if given.recall:
        print(json.dumps(recall(given.recall)))
        return 0
    if len(given.rows) == 1:
        measured = measure(given.rows[0])
        print(json.dumps(measured) if given.json else shown(measured), flush=True)
        return 0
    for number in given.rows:
        command = [sys.executable, __file__, str(number), *(["--json"] if given.json else [])]
        subprocess.run(command, check=True)
    return 0


def made_rows(folders: paths.Folders, number: int) -> pd.DataFrame:
    """So many recommendations of reviews."""
    texts = training.training_rows(folders.corpus)[["text", "addressed_to"]].drop_duplicates("text", ignore_index=True)
    review = [f"made-{at // ROWS_A_REVIEW}" for at in range(number)]
    return varied(texts.assign(rec_id=""), number).assign(
        review_id=review,
        rec_id=[f"{name}/r{at}" for at, name in enumerate(review)],
        published=[str(YEARS[at // ROWS_A_REVIEW % len(YEARS)]) for at in range(number)],
        in_denominator="yes",
        kind="recommendation",
        lead_in="",
        title="",
    )


def measure(number: int) -> dict[str, float]:
    """Seconds and gigabytes for so many rows."""
    folders = paths.folders()
    rows = made_rows(folders, number)
    peak = _Peak()
    with tempfile.TemporaryDirectory() as folder:
        there = paths.Folders(folders.corpus, folders.figures, Path(folder))
        told: dict[str, float] = {"rows": number}
        told["vectors"], matrix = _timed(lambda: vectors.encode(list(rows["text"]), there.cache))
        coder = theme_stage.fit_coder(folders)
        matcher = echo_stage.fit_matcher(folders, echo_stage.training_pairs(folders), coder)
        told["themes"], _ = _timed(lambda: theme_stage.code_themes(there, rows))
        none = tables.empty("pairs")
        told["echoes"], found = _timed(lambda: echo_stage.compared(there, rows, coder, matcher, none))
        told["links"] = int((found["echoes"]["relation"] == "restates").sum())
        told["topics"], _ = _timed(lambda: grouping.group(matrix, rows["review_id"]))
    told["gigabytes"] = peak.stop()
    return told


class _Peak:
    """The most memory that this process and its helpers hold at once, looked at five times a second."""

    def __init__(self) -> None:
        self.most, self.over = 0, threading.Event()
        self.watcher = threading.Thread(target=self._watch)
        self.watcher.start()

    def _watch(self) -> None:
        own = psutil.Process()
        while not self.over.wait(0.2):
            held = own.memory_info().rss
            for helper in own.children(recursive=True):
                try:
                    held += helper.memory_full_info().uss
                except psutil.Error:  # it ended meanwhile
                    continue
            self.most = max(self.most, held)

    def stop(self) -> float:
        self.over.set()
        self.watcher.join()
        return self.most / 1e9


def recall(number: int) -> dict[str, float]:
    """How many links of a sample of later rows are found among their nearest earlier ones, of all that there are."""
    folders = paths.folders()
    rows = made_rows(folders, number)
    coder = theme_stage.fit_coder(folders)
    matcher = echo_stage.fit_matcher(folders, echo_stage.training_pairs(folders), coder)
    with tempfile.TemporaryDirectory() as folder:
        there = paths.Folders(folders.corpus, folders.figures, Path(folder))
        split = scoring.ask_side(there, rows, coder, matcher)
    side = scoring.whole_texts(split)
    matrix, alike = side.vectors, scoring.likeness(split, side)
    later = np.sort(np.random.default_rng(SEED).choice(number, SAMPLE, replace=False))
    published, every = rows["published"].to_numpy(str), np.arange(number)
    pairs = candidates.near(matrix, search.nearest_earlier(published, every, later, [(matrix, matrix)], number))  # all
    linked = (scoring.score_pairs(matcher, split, pairs)["restates"] >= pair_model.THRESHOLD_CORPUS).to_numpy()
    compared = search.nearest_earlier(published, every, later, alike, candidates.MOST_EARLIER, candidates.MIN_COSINE)
    found = linked & np.isin(search.as_numbers(pairs), search.as_numbers(compared))
    return {
        "rows": number, "later_rows": SAMPLE, "pairs": len(pairs), "links": int(linked.sum()),
        "found": int(found.sum()), "recall": float(found.sum() / max(linked.sum(), 1)),
    }  # fmt: skip


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
        f"({m['links']} links), topics {m['topics']:.0f} s; at most {m['gigabytes']:.1f} GB"
    )


if __name__ == "__main__":
    sys.exit(main())
