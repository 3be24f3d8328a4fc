"""Workers: a document that hangs, swells, crashes or breaks its reader costs its own row and nothing else."""

from __future__ import annotations

import ctypes
import os
import sys
import threading
from pathlib import Path

import pytest

from reviewkit.base import workers

pytestmark = pytest.mark.real_workers
SHORT, LONG, MEGABYTES = 2, 120, 1024  # the short limit only where a document hangs, the long one is never reached


def reading(document: Path) -> str:
    """A reader that does to each document what its name says; at the top of the module, so that a worker finds it."""
    word = document.name.partition("-")[0]
    if word == "waits":
        (document.parent / "gate").read_bytes()  # until another process opens it to write, and closes it
    elif word == "opens":
        (document.parent / "gate").write_bytes(b"")
    elif word == "hangs":
        threading.Event().wait()
    elif word == "swells":
        return str(len(bytearray(3 * MEGABYTES * 1024 * 1024)))
    elif word == "leaves":
        os._exit(7)
    elif word == "crashes":
        ctypes.string_at(0)
    elif word == "raises":
        raise ValueError("no such glyph")
    return document.name


def answers(
    *names: str, processes: int | None = None, seconds: float = LONG, folder: Path = Path()
) -> list[tuple[str, str | workers.Failure]]:
    given = [folder / name for name in names]
    found = workers.map_documents(reading, given, seconds=seconds, megabytes=MEGABYTES, processes=processes)
    return [(document.name, answer) for document, answer in found]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("hangs", "was still being read after 2 seconds"),
        pytest.param(
            "swells",
            "more memory than a document may take",
            marks=pytest.mark.skipif(not sys.platform.startswith("linux"), reason="no limit of memory here"),
        ),
        ("leaves", "stopped the reader (exit code 7)"),
        ("crashes", "stopped the reader"),
        ("raises", "no such glyph"),
    ],
)
def test_a_document_that_stops_its_reader_costs_its_own_answer_only(name: str, words: str) -> None:
    seconds = SHORT if name == "hangs" else LONG
    (first, before), (second, stopped), (third, after) = answers("a", name, "b", processes=1, seconds=seconds)
    assert (first, before, second, third, after) == ("a", "a", name, "b", "b")
    assert isinstance(stopped, workers.Failure)
    assert words in stopped.what
    assert stopped.next_step
    assert "\n" not in stopped.what


@pytest.mark.skipif(sys.platform == "win32", reason="no named pipe here, on which one process waits for another")
def test_answers_come_in_the_order_given_whoever_is_done_first(tmp_path: Path) -> None:
    """The first document is answered when the last is read, and those between are answered before."""
    os.mkfifo(tmp_path / "gate")
    names = ["waits", "b", "a", "a", "opens"]
    assert answers(*names, processes=2, folder=tmp_path) == [(name, name) for name in names]


def test_more_documents_than_one_process_takes_are_all_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "DOCUMENTS_PER_WORKER", 2)
    names = [f"{number}" for number in range(7)]
    assert answers(*names, processes=1) == [(name, name) for name in names]


def test_no_document_needs_no_process() -> None:
    assert answers() == []
