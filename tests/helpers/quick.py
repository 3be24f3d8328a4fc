"""Quicker ways to run: documents read in this process and nothing drawn, where a test looks at neither."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pandas as pd
import pytest

from reviewkit import assembly
from reviewkit.base import paths, workers
from reviewkit.base.progress import Progress, no_progress
from reviewkit.cli import progress
from reviewkit.corpus import catalogue, tables
from reviewkit.corpus.corpus import TABLES, Corpus
from reviewkit.reports import outputs

NOT_READ = [name for name in TABLES if name not in ("reviews", "recommendations", "problems", "pages", "events")]
DRAWN, EACH = outputs.write_outputs, workers.map_documents  # as the program has them


def each(
    function: Callable[[Path], workers.Result],
    documents: Sequence[Path],
    seconds: float = workers.SECONDS,
    megabytes: int = workers.MEGABYTES,
    processes: int | None = None,
) -> Iterator[tuple[Path, workers.Result | workers.Failure]]:
    """Answer for each document as `workers.map_documents` does, without a process and its limits.

    What goes in and out is pickled all the same, so that what a worker could not be given is seen.
    """
    given = pickle.dumps(function)
    for document in documents:
        try:
            answer = pickle.loads(pickle.dumps(pickle.loads(given)(document)))
        except Exception as error:  # noqa: BLE001 - as in a worker: a fault costs this document's answer alone
            answer = workers._stopped(error, seconds)
        yield document, answer


def nothing_shown(corpus: Corpus, tell: Progress = no_progress) -> list[str]:
    """Draw nothing and name no figure."""
    return []


def patch(patched: pytest.MonkeyPatch, drawn: bool, real_workers: bool) -> None:
    """Choose how runs draw and read until the patch is undone."""
    patched.setattr(outputs, "write_outputs", DRAWN if drawn else nothing_shown)
    patched.setattr(progress, "SILENCE", float("inf"))  # what takes long is the machine's business
    patched.setattr(workers, "map_documents", EACH if real_workers else each)


def read_corpus(folder: Path) -> Corpus:
    """The corpus of a folder with its documents read, in this process, and nothing coded or counted."""
    folders = paths.folders(folder)
    listed = catalogue.load_catalogue(folders)
    bodies = tables.load_or_empty(folders.corpus, "bodies")
    joined = assembly.joined_tables(folders, listed, bodies, no_progress)
    empty = {name: tables.empty(name) for name in (*NOT_READ, "register", "events", "bodies")}
    named = {name: joined[name] for name in ("reviews", "recommendations", "problems", "pages")}
    return Corpus(folders=folders, themes=pd.DataFrame(), **(empty | named | {"bodies": bodies}))
