"""What a run costs when nothing changed, and when one review was added, beside the first run of all.

    python benchmarks/rerun.py [--review casey-national-audit-2025] [--json]

A copy of the corpus without the review is run from nothing, run again, and the review added to it, by the commands that
a person types; the seconds of each, its share of the first, and the stages that were done and reused are told. What one
review needs is read and compared; what hangs on all of them (topics, figures, briefing) is made again.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from reviewkit.base import paths
from reviewkit.corpus import tables

REVIEW = "casey-national-audit-2025"
COMMAND = [sys.executable, "-c", "from reviewkit.cli import app; app()"]


def main(arguments: list[str] | None = None) -> int:
    """One table, or with --json one object, on standard output; the exit code out."""
    parser = argparse.ArgumentParser(description="What a run costs when nothing changed, and with one review added.")
    parser.add_argument("--review", default=REVIEW, help="The review that is taken out and added.")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        found = measured(Path(folder) / "corpus", asked.review)
    print(json.dumps(found) if asked.json else told(found))
    return 0


def measured(corpus: Path, review: str) -> dict:
    """A folder for a copy of the corpus, and a review, in; seconds and work of each run, and their shares, out."""
    shutil.copytree(paths.ROOT / "corpus", corpus, ignore=shutil.ignore_patterns("tables", "official"))
    listed = tables.load(corpus / "catalogue.csv", "catalogue")
    tables.save(listed[listed["review_id"] != review], "catalogue", corpus)
    digest = shutil.move(corpus / "digests" / f"{review}.pdf", corpus.parent / f"{review}.pdf")
    runs = {
        "first": timed(corpus, "run"),
        "unchanged": timed(corpus, "run"),
        "added": timed(corpus, "add", str(digest)),
    }
    first = runs["first"]["seconds"]
    return {f"{name}_share": run["seconds"] / first for name, run in runs.items() if name != "first"} | {"runs": runs}


def timed(corpus: Path, *command: str) -> dict:
    """A corpus and a command in; how long it took, and what it said it did and reused by stage, out."""
    start = time.perf_counter()
    done = subprocess.run(
        [*COMMAND, "--corpus", str(corpus), *command], check=True, capture_output=True, text=True, env=os.environ
    )
    seconds = time.perf_counter() - start
    rows = done.stderr.partition("stage ")[2].splitlines()[1:]
    work = [row.split() for row in rows if len(row.split()) == 3 and row.split()[1].isdigit()]
    return {"seconds": round(seconds, 2), "work": {stage: [int(made), int(kept)] for stage, made, kept in work}}


def told(found: dict) -> str:
    """What was measured in; the table out."""
    runs = found["runs"]
    stages = list(dict.fromkeys(stage for run in runs.values() for stage in run["work"]))
    rows = [["done/reused", *runs]]
    for stage in stages:
        rows.append([stage, *("/".join(map(str, run["work"].get(stage, ["-", "-"]))) for run in runs.values())])
    rows.append(["seconds", *(f"{run['seconds']:.1f}" for run in runs.values())])
    rows.append(["of the first", "", *(f"{found[f'{name}_share']:.1%}" for name in list(runs)[1:])])
    return "\n".join(f"{row[0]:14}" + "".join(f"{cell:>12}" for cell in row[1:]) for row in rows)


if __name__ == "__main__":
    raise SystemExit(main())
