"""An installed copy works by itself: built, put into an empty folder, run on another corpus."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from helpers.ferries import ASKS, ferries_in
from helpers.program import FIGURES, PACK, RUN

from reviewkit.base import paths
from reviewkit.corpus import tables

OFFLINE = Path(__file__).parent / "offline"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a wheel from the sources alone, and install it into an empty folder without what it needs."""
    folder = tmp_path_factory.mktemp("wheel")
    source = shutil.copytree(
        paths.ROOT / "reviewkit", folder / "source" / "reviewkit", ignore=shutil.ignore_patterns("__pycache__")
    ).parent
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(paths.ROOT / name, source)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    wheels, site = folder / "wheels", folder / "site"
    subprocess.run([*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", wheels, source], check=True)
    subprocess.run([*pip, "install", "--no-deps", "--no-index", "--target", site, *wheels.glob("*.whl")], check=True)
    shutil.rmtree(source)
    return site


def from_wheel(site: Path, code: str, *arguments: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run code with the installed copy before all others, in a folder that is no checkout."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(OFFLINE), str(site)])}
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder, env=environment, check=False)


def test_the_installed_copy_is_the_one_that_runs(installed: Path, tmp_path: Path) -> None:
    done = from_wheel(installed, "import reviewkit; print(reviewkit.__file__)", folder=tmp_path)
    assert done.stdout.strip() == str(installed / "reviewkit" / "__init__.py")
    page, here = (root / "reviewkit" / "data" / "desk" for root in (installed, paths.ROOT))
    assert {path.name for path in page.iterdir()} == {path.name for path in here.iterdir()}


def test_it_makes_tables_figures_and_briefings_of_another_corpus(installed: Path, tmp_path: Path) -> None:
    """From inside the corpus's folder, without naming it: known names, word list, style and templates are with it."""
    corpus = ferries_in(tmp_path / "ferries")
    done = from_wheel(installed, RUN, "run", folder=corpus)
    assert done.returncode == 0, done.stderr
    assert len(tables.load(corpus / "tables" / "recommendations.csv", "recommendations")) == 3 * len(ASKS)
    assert {f"{slug}.svg" for slug in FIGURES} <= {path.name for path in (corpus / "figures").iterdir()}
    assert set(PACK) <= {path.name for path in (corpus / "build" / "briefing").iterdir()}


def test_without_a_corpus_it_reads_documents_and_says_where_one_is_wanted(installed: Path, tmp_path: Path) -> None:
    document = Path(__file__).parent / "data" / "decimals.pdf"
    done = from_wheel(installed, RUN, "recommendations", document, folder=tmp_path)
    assert done.returncode == 0 and done.stdout.count("\n") > 3, done.stderr
    done = from_wheel(installed, RUN, "run", folder=tmp_path)
    assert done.returncode == 2
    assert done.stderr.endswith("there is no corpus here; name one, as in reviewkit --corpus DIR\n")
