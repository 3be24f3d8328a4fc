"""Real documents with their truth: read once, scored, and looked at for what would mislead.

They are no part of the project; without them these tests are skipped, and say so.
"""

from __future__ import annotations

import json
import re
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from reviewkit.extraction import reader
from reviewkit.reading import text_quality

Reading = dict[str, pd.DataFrame]


@pytest.fixture(scope="module")
def readings(bench: Path) -> dict[str, Reading]:
    """What reading each of them gave, by name."""
    folders = [bench, *sorted(bench.parent.glob("bench-*"))]
    found = [path for folder in folders for path in sorted((folder / "documents").iterdir())]
    return {path.name: reader.read_document(path) for path in found if path.suffix in (".pdf", ".html")}


@pytest.fixture(scope="module")
def real(bench: Path, readings: dict[str, Reading], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The score of the first real documents, and the kinds of what was found, a document each."""
    names = [path.name for path in sorted((bench / "documents").glob("*.pdf"))]
    found = {name: readings[name] for name in names}
    out = tmp_path_factory.mktemp("bench") / "found.jsonl"
    with out.open("w", encoding="utf-8") as file:
        for name, reading in found.items():
            for row in reading["recommendations"][["label", "page", "end_page", "text", "kind"]].to_dict("records"):
                file.write(json.dumps({"file": name} | row) + "\n")
    command = [sys.executable, str(bench / "score_recommendations.py"), str(bench / "gold"), str(out), "--json"]
    score = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    made = {name: set(reading["recommendations"]["kind"]) for name, reading in found.items()}
    problems = {
        name: [
            *reading["problems"]["what"],
            *text_quality.text_problems(reading["pages"], reading["recommendations"], name)["what"],
        ]
        for name, reading in found.items()
    }
    return {"score": score, "kinds": made, "problems": problems}


@pytest.mark.parametrize(
    ("figure", "least"),
    [
        ("f1", 0.97), ("whole", 0.90), ("label", 0.98), ("page", 0.98), ("end", 0.98),
        ("quoted", 0.84), ("quoted_precision", 0.90),
    ],
)  # fmt: skip
def test_real_documents_are_read_right(figure: str, least: float, real: dict[str, Any]) -> None:
    assert real["score"]["all"][figure] >= least


def test_no_real_document_has_more_than_one_wrong_row(real: dict[str, Any]) -> None:
    assert {row["file"]: row["extra"] for row in real["score"]["documents"] if len(row["extra"]) > 1} == {}


def test_responses_briefings_and_decisions_make_none_of_their_own(real: dict[str, Any]) -> None:
    others = {name for name in real["kinds"] if re.search(r"response|commons-library|norecs", name)}
    assert len(others) == 8
    assert {name: made for name, made in real["kinds"].items() if name in others and made - {"quoted"}} == {}


def test_every_real_document_has_an_answer_or_a_problem(real: dict[str, Any]) -> None:
    assert all(made or real["problems"][name] for name, made in real["kinds"].items())


def test_they_are_found_and_none_that_makes_many_is_empty(bench: Path, readings: dict[str, Reading]) -> None:
    """The floor is under what the shipped model gives (0.85 and 0.91); it has seen these documents."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
    try:
        segmenting = runpy.run_path(str(Path(__file__).parents[1] / "benchmarks" / "segmenting.py"))
        truth = runpy.run_path(str(Path(__file__).parents[1] / "benchmarks" / "truth.py"))
    finally:
        sys.path.pop(0)
    real = [one for one in truth["documents"]() if one.real and bench.parent in one.path.parents]
    found = [readings[one.path.name]["recommendations"] for one in real]
    rows = [segmenting["scored"](one.path, one.entries, read) for one, read in zip(real, found, strict=True)]
    total = segmenting["together"](rows)
    assert total["recall"] >= 0.8 and total["precision"] >= 0.88
    assert [row["document"] for row in rows if row["makes"] >= 9 and not row["found"]] == []
