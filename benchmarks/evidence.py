"""How fast the evidence page answers: its size, how long it opens, and how long each letter of a search takes.

    python benchmarks/evidence.py [--recommendations 3000] [--json]

Invented recommendations of thirty words in a page of so many; a search is typed into the chromium on this machine, and
the slowest letter told. Needs chromium.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd
from playwright.sync_api import Page, sync_playwright

from reviewkit.base import paths
from reviewkit.corpus import tables
from reviewkit.corpus.corpus import TABLES, Corpus
from reviewkit.reports import evidence_page

WORDS = "the council should mend each pier lamp ferry rope light boat harbour sailor before winter and say so".split()  # noqa: SIM905
TYPED = "harbour 7"


def main(arguments: list[str] | None = None) -> int:
    """One table, or with --json one object, on standard output; the exit code out."""
    parser = argparse.ArgumentParser(description="How fast the evidence page answers.")
    parser.add_argument("--recommendations", type=int, default=3000)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    asked = parser.parse_args(arguments)
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        print("no chromium on this machine", file=sys.stderr)
        return 2
    found = measure(asked.recommendations, chromium)
    print(json.dumps(found) if asked.json else "\n".join(f"{name:20}{value:>10.3f}" for name, value in found.items()))
    return 0


def measure(n: int, chromium: str) -> dict[str, float]:
    """A number of recommendations and a browser in; megabytes and seconds out."""
    content = evidence_page.evidence_page(*invented(n))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        file = Path(folder) / "evidence.html"
        file.write_bytes(content)
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        start = time.perf_counter()
        page.goto(file.as_uri())
        page.wait_for_selector(".row")
        opened = time.perf_counter() - start
        letters = typed(page)
        browser.close()
    return {"megabytes": len(content) / 1e6, "seconds_to_open": opened, "slowest_letter": max(letters)}


def typed(page: Page) -> list[float]:
    """A page in; the seconds from each letter typed to the answer, as the browser counts them, out."""
    script = """text => { const field = document.getElementById('search'); const start = performance.now();
        field.value = text; field.dispatchEvent(new Event('input', { bubbles: true })); document.body.offsetHeight;
        return performance.now() - start; }"""
    return [page.evaluate(script, TYPED[:end]) / 1000 for end in range(1, len(TYPED) + 1)]


def invented(n: int) -> tuple[Corpus, pd.DataFrame]:
    """A corpus of so many invented recommendations, each with a theme and five nearest, and the passages."""
    ids = [f"review-{at // 20}/r{at}" for at in range(n)]
    names = list(dict.fromkeys(name.partition("/")[0] for name in ids))
    passages = pd.DataFrame({"rec_id": ids}).assign(
        review_id=[name.partition("/")[0] for name in ids],
        label=[f"Recommendation {at}" for at in range(n)],
        words=[" ".join(WORDS[(at * 7 + word * 5) % len(WORDS)] for word in range(30)) + f" {at}." for at in range(n)],
        asked_of="Councils", where="p. 3", licence="OGL v3.0", kind="recommendation",
    )  # fmt: skip
    reviews = [
        {"review_id": name, "short_title": f"Review {at}", "title": f"A review, volume {at}", "edition": "official",
         "published": f"{2009 + at % 17}-03", "in_denominator": "yes"}
        for at, name in enumerate(names)
    ]  # fmt: skip
    near = [
        {"rec_id": name, "rank": rank, "earlier_id": ids[at - rank], "score": 0.3}
        for at, name in enumerate(ids) for rank in range(1, 6) if at >= rank
    ]  # fmt: skip
    rows: dict[str, list[dict[str, object]]] = {
        "recommendations": [{"rec_id": name, "bodies": "councils", "page": 3, "confidence": 0.9} for name in ids],
        "reviews": reviews,
        "codes": [{"rec_id": name, "theme": "piers", "by": "model", "score": 0.9} for name in ids],
        "nearest": near,
        "bodies": [{"body_id": "councils", "name": "Councils", "class": "police"}],
    }
    held = {name: tables.build(rows.get(name, []), name) for name in (*TABLES, "register", "bodies")}
    themes = pd.DataFrame({"theme": ["piers"], "name": ["Piers"]})
    return Corpus(paths.folders(), themes=themes, **held), passages


if __name__ == "__main__":
    sys.exit(main())
