"""How long it takes to code 10,000 recommendations: the first time, and again when one of them has changed.

    python benchmarks/coding.py [--json] [--rows 10000]

The rows are made from the corpus: each text with the second half of another one behind it, so that no two are alike.
The first time every vector is made, those of the rows that the coders coded too; the second time all but one are kept.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd

from reviewkit import pipeline
from reviewkit.base import paths
from reviewkit.coding import vectors
from reviewkit.coding.themes import theme_stage, training
from reviewkit.corpus.recommendations import ASKS, coded_text

FILES = ("codebook.toml", "coded.csv", "examples.csv", "digests/digests.csv")  # what the coder learns from


def main(arguments: list[str] | None = None) -> int:
    """One table, or with --json one object, on standard output; the exit code out."""
    parser = argparse.ArgumentParser(description="How long coding takes.")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--rows", type=int, default=10_000, help="how many recommendations are coded")
    given = parser.parse_args(arguments)
    measured = measure(given.rows)
    print(json.dumps(measured) if given.json else shown(measured))
    return 0


def measure(number: int) -> dict[str, float]:
    """Seconds, on rows made from the corpus."""
    asks = pipeline.open_corpus().recommendations
    rows = varied(asks[asks["kind"].isin(ASKS)].reset_index(drop=True), number)
    changed = rows.assign(text=[*rows["text"].iloc[:-1], "Publish the tide tables of the harbour every month."])
    with tempfile.TemporaryDirectory() as folder:
        folders = paths.Folders(_copied(Path(folder) / "corpus"), Path(folder) / "figures", Path(folder) / "build")
        first, coded = _seconds(folders, rows)
        again, _ = _seconds(folders, changed)
        place = Path(folder) / "vectors"
        begun = time.perf_counter()
        vectors.encode([*coded_text(rows), *training.training_rows(folders.corpus)["text"]], place)
        alone = time.perf_counter() - begun
    return {"rows": number, "codes": coded, "first": first, "vectors": alone, "again": again}


def varied(asks: pd.DataFrame, number: int) -> pd.DataFrame:
    """So many rows, each a text with the second half of another behind it."""
    halves = [" ".join(text.split()[len(text.split()) // 2 :]) for text in asks["text"]]
    made = asks.iloc[[at % len(asks) for at in range(number)]].reset_index(drop=True)
    behind = [halves[(at * 7 + at // len(asks)) % len(halves)] for at in range(number)]
    texts = [f"{text} {half} ({at})" for at, (text, half) in enumerate(zip(made["text"], behind, strict=True))]
    return made.assign(text=texts, rec_id=[f"made/r{at}" for at in range(number)])


def _copied(corpus: Path) -> Path:
    """A corpus folder with what the coder learns from."""
    for file in FILES:
        (corpus / file).parent.mkdir(parents=True, exist_ok=True)
        (corpus / file).write_bytes((paths.folders().corpus / file).read_bytes())
    return corpus


def _seconds(folders: paths.Folders, rows: pd.DataFrame) -> tuple[float, int]:
    """How long the coding of rows takes, and how many codes it gives."""
    begun = time.perf_counter()
    made = theme_stage.code_themes(folders, rows)
    return time.perf_counter() - begun, len(made["codes"])


def shown(measured: dict[str, float]) -> str:
    """The figures as a table."""
    m = measured
    rows = [
        ("recommendations coded", f"{m['rows']} ({m['codes']} codes)"),
        ("seconds, the first time", f"{m['first']:.1f}"),
        ("  vectors alone, of all", f"{m['vectors']:.1f}"),
        ("seconds, one of them changed", f"{m['again']:.1f}"),
    ]
    return "\n".join(f"{name:32}{value}" for name, value in rows)


if __name__ == "__main__":
    sys.exit(main())
