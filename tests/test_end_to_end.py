"""From a clone to the figures, as a person does it: the same bytes each time, no network, nothing written elsewhere."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest
from helpers import shared
from helpers.corpora import DATA, SMALL, hashes, truth, written
from helpers.program import FIGURES, PACK, RUN

import reviewkit
from reviewkit.base import paths
from reviewkit.corpus import schema, tables
from reviewkit.corpus.corpus import TABLES
from reviewkit.measures import measure_stage

CONTRACT = [
    "file", "label", "page", "end_page", "also_pages", "text", "kind", "reason", "quoted_from", "addressees"
]  # fmt: skip


class Clone(NamedTuple):
    """A copy of the project, and what three runs in it said and made."""

    folder: Path
    said: list[str]
    made: list[dict[str, str]]


def started(folder: Path, *arguments: str | Path, code: str = RUN) -> subprocess.CompletedProcess[str]:
    """The program of a clone, started in its folder; the network is closed to it by the path that conftest sets."""
    path = os.pathsep.join([str(folder), os.environ["PYTHONPATH"]])
    env = {**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, env=env)


@pytest.fixture(scope="module")
def clone(our_run: Path, tmp_path_factory: pytest.TempPathFactory) -> Clone:
    """A clone in a folder whose name is no plain word: run, and run again; beside it our corpus, run from nothing."""
    folder = tmp_path_factory.mktemp("end") / "a clone, où"
    passed_over = shutil.ignore_patterns("__pycache__", "tables", "*.egg-info")
    shutil.copytree(paths.ROOT / "reviewkit", folder / "reviewkit", ignore=passed_over)
    shutil.copytree(paths.ROOT / "corpus", folder / "corpus", ignore=passed_over)
    for path in (folder / "corpus" / "official").glob("*.pdf"):
        path.unlink()  # what a reader fetched is no part of a clone
    vectors = list((our_run / "build" / "cache").glob("all-MiniLM*"))  # each hangs on its text alone: see test_vectors
    (folder / "build" / "cache").mkdir(parents=True)
    for path in vectors:
        shutil.copy(path, folder / "build" / "cache")
    said, made = [], []
    ours = paths.Folders(folder / "corpus", folder / "figures", folder / "build")
    for _ in range(2):
        done = started(folder, "run")
        assert (done.returncode, done.stdout) == (0, ""), done.stderr
        said.append(done.stderr)
        made.append(all_made(ours))
    return Clone(folder, [*said, shared.said(our_run)], [*made, all_made(paths.folders(our_run))])


def all_made(folders: paths.Folders) -> dict[str, str]:
    """Every table, figure and briefing that a run made, with a hash of its bytes."""
    return hashes(folders.tables, folders.figures, folders.build / "briefing")


def test_what_runs_is_the_clone_and_its_network_is_closed(clone: Clone) -> None:
    """Else the tests here would look at another copy of the code, or pass by what they fetched."""
    done = started(clone.folder, code="import reviewkit; print(reviewkit.__file__)")
    assert Path(done.stdout.strip()) == clone.folder / "reviewkit" / "__init__.py"
    done = started(clone.folder, code="import socket; socket.create_connection(('192.0.2.1', 80), timeout=1)")
    assert "the network is closed" in done.stderr


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def numbers(digests: list[dict[str, str]]) -> dict[str, set[str]]:
    """The numbers, or names where there is none, that the digest of each review holds: parts of one number are one."""
    held: dict[str, set[str]] = {}
    for row in digests:
        held.setdefault(row["review_id"], set()).add(row["number"] or row["short_name"])
    return held


def test_every_row_of_every_digest_is_in_the_table_and_nothing_else(clone: Clone) -> None:
    """Counted from `digests.csv`, not from what the program says."""
    digests = rows(paths.ROOT / "corpus" / "digests" / "digests.csv")
    found = rows(clone.folder / "corpus" / "tables" / "recommendations.csv")
    assert len(found) == len(digests) > 200
    assert sorted((row["review_id"], row["text"], row["kind"]) for row in found) == sorted(
        (row["review_id"], row["summary"], row["kind"]) for row in digests
    )


def test_every_review_says_how_much_of_it_is_held(clone: Clone) -> None:
    catalogue = rows(paths.ROOT / "corpus" / "catalogue.csv")
    held = numbers(rows(paths.ROOT / "corpus" / "digests" / "digests.csv"))
    reviews = {row["review_id"]: row for row in rows(clone.folder / "corpus" / "tables" / "reviews.csv")}
    assert sorted(reviews) == sorted(row["review_id"] for row in catalogue)
    for row in catalogue:
        count = len(held.get(row["review_id"], ()))
        total = row["n_recommendations"]  # a review known to make none is a whole list of none
        whole = total == "0" or bool(count and total and count >= int(total))
        made = reviews[row["review_id"]]
        assert (int(made["held"]), made["complete"]) == (count, "yes" if whole else "no"), row["review_id"]
        assert made["edition"] == ("digest" if count else "none"), row["review_id"]
    whole = [review_id for review_id, row in reviews.items() if row["complete"] == "yes"]
    assert {"iicsa-final-2022", "rotherham-independent-review-2018", "casey-rotherham-2015"} <= set(whole)


def test_the_words_at_the_end_agree_with_the_tables(clone: Clone) -> None:
    held = numbers(rows(paths.ROOT / "corpus" / "digests" / "digests.csv"))
    counted = [row for row in rows(paths.ROOT / "corpus" / "catalogue.csv") if row["in_denominator"] == "yes"]
    among = sum(row["review_id"] in held for row in counted)
    first, second, third = clone.said
    for words in clone.said:
        assert f"from {among} of {len(counted)} reviews; 0 problems" in words
    assert f"Read {len(held)} documents (0 kept from before)" in first
    assert f"Read 0 documents ({len(held)} kept from before)" in second
    assert f"Read {len(held)} documents (0 kept from before)" in third


def test_the_measures_of_the_corpus_are_those_of_its_tables_alone(our_run: Path) -> None:
    measured = measure_stage.cached_measures(reviewkit.open(our_run))
    assert measured == measure_stage.measures_from(our_run / "tables")


def test_two_runs_in_a_row_and_one_from_nothing_in_another_folder_give_the_same_bytes(clone: Clone) -> None:
    """As another clone would, and another corpus folder of the same content. Nothing changed, and none is told."""
    first, again, from_nothing = clone.made
    beside = ["masked.csv", "README.md", "changes.md", "changes.csv"]
    assert len(first) == len(TABLES) + 7 * len(FIGURES) + len(beside) + len(PACK)
    assert again == first
    assert from_nothing == first
    assert (clone.folder / "figures" / "changes.md").read_bytes() == b""


@pytest.mark.parametrize("slug", FIGURES)
def test_the_committed_figures_are_the_ones_that_a_run_makes(slug: str, clone: Clone) -> None:
    """Numbers and captions to the byte; the drawing of letters may differ between systems."""
    for ending in ("csv", "md"):
        made = (clone.folder / "figures" / f"{slug}.{ending}").read_bytes()
        assert made == (paths.ROOT / "figures" / f"{slug}.{ending}").read_bytes(), f"{slug}.{ending}: make run"


def test_the_committed_gallery_is_the_one_that_a_run_makes(clone: Clone) -> None:
    made = (clone.folder / "figures" / "README.md").read_bytes()
    assert made == (paths.ROOT / "figures" / "README.md").read_bytes()


def test_nothing_that_is_made_says_where_it_was_made(clone: Clone) -> None:
    """Neither the folder of the clone nor that of the person who runs it."""
    names = [str(clone.folder).encode(), clone.folder.name.encode(), str(Path.home()).encode() + b"/"]
    for folder in (clone.folder / "corpus" / "tables", clone.folder / "figures"):
        for path in folder.iterdir():
            assert [name for name in names if name in path.read_bytes()] == [], path.name


def listing(*folders: Path) -> dict[str, tuple[int, int]]:
    """Every file and folder below some folders, with its size and the time of its last change."""
    found = [path for folder in folders for path in [folder, *sorted(folder.rglob("*"))]]
    return {str(path): (path.stat().st_size, path.stat().st_mtime_ns) for path in found}


def test_another_corpus_writes_nothing_outside_its_folder(clone: Clone, tmp_path: Path) -> None:
    """Neither into the project, nor beside the corpus, nor where the command was typed; and it has its answers."""
    corpus = written(tmp_path / "elsewhere" / "corpus", SMALL[:3])
    (tmp_path / "elsewhere" / "a neighbour").mkdir()
    before = listing(clone.folder), hashes(clone.folder)
    beside = sorted((tmp_path / "elsewhere").iterdir())
    for command in ("run", "check"):
        done = started(clone.folder, "--corpus", corpus, command)
        assert done.returncode == 0, done.stderr
    assert (listing(clone.folder), hashes(clone.folder)) == before
    assert sorted((tmp_path / "elsewhere").iterdir()) == beside
    found = pd.read_csv(corpus / "tables" / "recommendations.csv", keep_default_na=False)
    assert found["review_id"].nunique() == 3
    assert {f"{slug}.png" for slug in FIGURES} <= {path.name for path in (corpus / "figures").iterdir()}
    assert any((corpus / "build" / "cache").iterdir())


def test_inputs_are_left_as_they_were(clone: Clone) -> None:
    """A run changes nothing that a person wrote."""
    ours = paths.ROOT / "corpus"
    for path in sorted((clone.folder / "corpus").rglob("*")):
        if path.is_file() and "tables" not in path.parts:
            assert path.read_bytes() == (ours / path.relative_to(clone.folder / "corpus")).read_bytes(), path.name


def test_the_rules_hold_for_the_embedded_corpus_and_fail_where_a_page_lacks_the_words(clone: Clone) -> None:
    done = started(clone.folder, "check")
    assert (done.returncode, done.stderr.splitlines()[-1:]) == (0, ["every rule holds"])
    path = clone.folder / "corpus" / "tables" / "recommendations.csv"
    whole = path.read_bytes()
    spoilt = tables.load(path, "recommendations")
    spoilt.loc[0, "text"] = "Ferries may carry dogs for nothing in winter."
    tables.save(spoilt, "recommendations", path.parent)
    try:
        done = started(clone.folder, "check")
        assert done.returncode == 1
        assert "words of a recommendation are not on its page: Ferries may carry dogs" in done.stderr
    finally:
        path.write_bytes(whole)


@pytest.fixture
def alone(tmp_path: Path, clone: Clone) -> Iterator[Path]:
    """The clone without its catalogue, codebook, events and tables: nothing but the bodies."""
    folder = tmp_path / "alone"
    (folder / "corpus").mkdir(parents=True)
    shutil.copytree(clone.folder / "reviewkit", folder / "reviewkit")
    shutil.copy(clone.folder / "corpus" / "bodies.csv", folder / "corpus")
    yield folder
    assert [path.name for path in (folder / "corpus").iterdir()] == ["bodies.csv"], "it wrote into the corpus"


def test_recommendations_are_objects_of_the_contract_and_need_no_catalogue(alone: Path) -> None:
    """Other programs read them: the names and the kinds of value are fixed."""
    done = started(alone, "recommendations", DATA / "table.pdf", DATA / "quoted.pdf", "--format", "jsonl")
    assert done.returncode == 0, done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines()]
    expected = [row | {"file": f"{slug}.pdf"} for slug in ("table", "quoted") for row in truth(slug)["recommendations"]]
    made = [row for row in found if row["kind"] != "quoted"]
    assert [(row["file"], row["label"], row["page"], row["end_page"]) for row in made] == [
        (row["file"], row["label"], row["page"], row["end_page"]) for row in expected
    ]
    for row in found:
        assert set(CONTRACT) <= set(row)
        assert all(isinstance(row[name], str) for name in ("file", "label", "text", "kind", "reason", "quoted_from"))
        assert isinstance(row["page"], int) and isinstance(row["end_page"], int)
        assert all(isinstance(page, int) for page in row["also_pages"])
        assert all(isinstance(name, str) for name in row["addressees"])
        assert row["kind"] in schema.KINDS and row["reason"]
    assert "Police forces" in {name for row in made for name in row["addressees"]}
    assert any(row["kind"] == "quoted" for row in found)
