"""Quicker ways to run: documents read in this process and nothing drawn, where a test looks at neither."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from reviewkit.base import workers
from reviewkit.base.progress import Progress, no_progress
from reviewkit.cli import progress
from reviewkit.corpus.corpus import Corpus
from reviewkit.reports import outputs

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
