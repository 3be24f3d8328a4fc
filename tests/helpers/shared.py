"""Folders that are made once in a test session, whichever worker of pytest-xdist comes first."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

from helpers.program import program
from reviewkit.base import paths

SAID = "said.txt"


def once(tmp_path_factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """Make a folder unless another worker has made it in this session, and return it; nobody may write into it."""
    base = tmp_path_factory.getbasetemp()
    base = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    folder, ready = base / "shared" / name, base / f"{name} is ready"
    with FileLock(base / f"{name}.lock"):
        if not ready.is_file():
            make(folder)
            ready.touch()
    return folder


def run_of_ours(folder: Path) -> None:
    """Copy our corpus as a clone has it into a folder, run the program on it from nothing, and note what it said."""
    shutil.copytree(paths.ROOT / "corpus", folder, ignore=shutil.ignore_patterns("tables", "__pycache__"))
    for path in (folder / "official").glob("*.pdf"):
        path.unlink()  # what a reader fetched is no part of a clone
    done = program("--corpus", folder, "run")
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    (folder / "build" / SAID).write_text(done.stderr, encoding="utf-8")


def said(folder: Path) -> str:
    """Read what the run of our corpus said."""
    return (folder / "build" / SAID).read_text(encoding="utf-8")
