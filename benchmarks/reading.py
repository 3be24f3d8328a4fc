"""Speed and memory of reading: this suite, a plain pdfplumber loop and raw PDFium, in one run on the same files.

    python benchmarks/reading.py [FILE ...] [--json]

Without files: the real documents under REVIEWKIT_BENCH, else the invented reviews of the tests. Each reader runs in a
process of its own, one after the other, on one core; a page counts once. This suite does everything up to the
recommendations; the others give the text of each page and close it.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

SIX = (
    "covid19-inquiry-module1-2024", "hc179-microplastics-2016", "hl-behaviour-change-2011",
    "infected-blood-inquiry-vol1-2024", "mh-inpatient-data-rapid-review-2023", "post-office-horizon-inquiry-vol1-2025",
)  # fmt: skip
TIMES_OVER = 3  # the longest document is read so often more, to see whether memory grows


def by_reviewkit(files: list[Path]) -> int:
    """Everything up to the recommendations; the number of pages out."""
    from reviewkit.extraction import reader

    return sum(len(reader.read_document(file)["pages"]) for file in files)


def by_pdfplumber(files: list[Path]) -> int:
    """The text of each page by pdfplumber, each page closed."""
    import pdfplumber

    count = 0
    for file in files:
        with pdfplumber.open(file) as document:
            for page in document.pages:
                page.extract_text()
                page.close()
                count += 1
    return count


def by_pdfium(files: list[Path]) -> int:
    """The text of each page by PDFium."""
    import pypdfium2

    count = 0
    for file in files:
        document = pypdfium2.PdfDocument(file)
        for page in document:
            page.get_textpage().get_text_range()
            page.close()
            count += 1
        document.close()
    return count


def measured(reader: Callable[[list[Path]], int], files: list[Path]) -> dict[str, float]:
    """Pages, seconds and peak memory of a reader, in a fresh process; what it imports is not counted in the seconds."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        return pool.apply(_timed, (reader, files))


def _timed(reader: Callable[[list[Path]], int], files: list[Path]) -> dict[str, float]:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    reader(files[:1] if files[0].stat().st_size < 700_000 else [])  # imports and first calls
    start = time.perf_counter()
    pages = reader(files)
    seconds = time.perf_counter() - start
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"pages": pages, "seconds": seconds, "mb": kilobytes / (1024**2 if sys.platform == "darwin" else 1024)}


def chosen(names: list[Path]) -> list[Path]:
    """The files named, else the real documents, else the invented ones; small ones first."""
    bench = os.environ.get("REVIEWKIT_BENCH")
    if not names and bench:
        names = [Path(bench) / "documents" / f"{name}.pdf" for name in SIX]
    names = names or sorted((Path(__file__).parents[1] / "tests" / "data").glob("*.pdf"))
    return sorted(names, key=lambda file: file.stat().st_size)


def main() -> int:
    """Prints the table, or one JSON object."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("files", nargs="*", type=Path)
    asked.add_argument("--json", action="store_true")
    given = asked.parse_args()
    files = chosen(given.files)
    longest = max(files, key=lambda file: file.stat().st_size)
    readers = {"reviewkit": by_reviewkit, "pdfplumber": by_pdfplumber, "pypdfium2": by_pdfium}
    rows = {name: measured(reader, files) for name, reader in readers.items()}
    once, again = (measured(by_reviewkit, [longest] * times)["mb"] for times in (1, TIMES_OVER))
    result = {
        "pages": rows["reviewkit"]["pages"],
        "pages_a_second": {name: row["pages"] / row["seconds"] for name, row in rows.items()},
        "times_pdfplumber": rows["pdfplumber"]["seconds"] / rows["reviewkit"]["seconds"],
        "times_slower_than_pdfium": rows["reviewkit"]["seconds"] / rows["pypdfium2"]["seconds"],
        "peak_mb": max(once, rows["reviewkit"]["mb"]),
        "peak_mb_longest_once": once,
        "peak_mb_longest_again": again,
    }
    if given.json:
        print(json.dumps(result))
        return 0
    print(f"{'reader':12s} {'pages':>6s} {'seconds':>8s} {'pages/s':>8s} {'peak MB':>8s}")
    for name, row in rows.items():
        speed = row["pages"] / row["seconds"]
        print(f"{name:12s} {row['pages']:6.0f} {row['seconds']:8.2f} {speed:8.1f} {row['mb']:8.0f}")
    print(f"times pdfplumber {result['times_pdfplumber']:.1f}, times slower than pypdfium2 ", end="")
    print(f"{result['times_slower_than_pdfium']:.1f}")
    print(f"{longest.name}: peak {once:.0f} MB once, {again:.0f} MB {TIMES_OVER} times over")
    return 0


if __name__ == "__main__":
    sys.exit(main())
