"""A cluster of two processes does what this machine does, byte for byte, and a worker that dies costs nothing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import dask
import numpy as np
import pytest
from distributed import Client, LocalCluster
from typer.testing import CliRunner

from reviewkit import cli
from reviewkit.base import parallel, paths, workers
from reviewkit.base.errors import ProgramError
from reviewkit.coding import vectors
from reviewkit.coding.echoes import scoring

INQUIRIES = paths.ROOT / "corpus-examples" / "inquiries"
TEXTS = [f"Light {number} lamps on the quay before {hour} o'clock." for number in range(20) for hour in range(8)]


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    """Two workers, each a process of its own."""
    with (
        dask.config.set({"distributed.worker.daemon": False}),
        LocalCluster("127.0.0.1", n_workers=2, threads_per_worker=1, dashboard_address=None) as two,
    ):
        yield two


@pytest.fixture
def address(cluster: LocalCluster) -> str:
    """The address of their scheduler, once both are there: one that died is started anew."""
    with Client(cluster) as client:
        client.wait_for_workers(2)
    return str(cluster.scheduler_address)


def who_doubled(number: int, folder: str) -> tuple[int, int]:
    """Twice a number, and the process that did it; the first process that meets a 7 dies of it."""
    if number == 7 and not (Path(folder) / "died").exists():
        (Path(folder) / "died").write_text(str(os.getpid()), encoding="utf-8")
        os._exit(1)
    return 2 * number, os.getpid()


def test_a_worker_that_dies_loses_nothing(address: str, tmp_path: Path) -> None:
    blocks = [(number, str(tmp_path)) for number in range(40)]
    with parallel.cluster(address):
        doubled = list(parallel.map_blocks(who_doubled, blocks))
    assert [value for value, _ in doubled] == [2 * number for number in range(40)]
    assert (tmp_path / "died").exists()
    assert os.getpid() not in {process for _, process in doubled}


def size(document: Path) -> tuple[int, int]:
    return document.stat().st_size, os.getppid()


@pytest.mark.real_workers
def test_documents_are_read_by_the_workers_of_the_cluster_each_in_a_process_of_its_own(
    address: str, tmp_path: Path
) -> None:
    documents = [tmp_path / f"{letter}.txt" for letter in "abcd"]
    for length, document in enumerate(documents):
        document.write_bytes(b"x" * length)
    with parallel.cluster(address):
        found = list(workers.map_documents(size, [*documents, tmp_path / "gone.txt"]))
    assert [result[0] for _, result in found[:4]] == [0, 1, 2, 3]
    assert os.getpid() not in {result[1] for _, result in found[:4]}
    assert "not to be found by a worker" in found[4][1].what


def test_vectors_are_the_same_bytes_on_a_cluster(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    here = vectors.encode(TEXTS)
    monkeypatch.setattr(vectors, "BATCHES_AT_ONCE", 8)
    with parallel.cluster(address):
        there = vectors.encode(TEXTS)
    assert there.tobytes() == here.tobytes()
    assert np.isfinite(there).all()


def test_a_run_makes_the_same_tables_on_a_cluster(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = {}
    for name, option in (("here", []), ("there", ["--dask", address])):
        folder = shutil.copytree(INQUIRIES, tmp_path / name)
        monkeypatch.setattr(scoring, "PAIRS_AT_ONCE", 100)
        done = CliRunner().invoke(cli.app, ["--corpus", str(folder), "run", *option])
        assert done.exit_code == 0, done.output
        made[name] = {file.name: file.read_bytes() for file in sorted((folder / "tables").glob("*.csv"))}
    assert made["there"] == made["here"]
    assert made["here"]["echoes.csv"].count(b"\n") > 1


def test_a_scheduler_that_is_not_there_is_answered_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "SECONDS_TO_ANSWER", 1)
    with pytest.raises(ProgramError, match="no scheduler answers there"), parallel.cluster("tcp://127.0.0.1:9"):
        pass
