"""What every test stands on: no network, no screen, our own corpus in a folder of its own, and quick ways to run."""

from __future__ import annotations

import os
import runpy
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
OFFLINE = TESTS / "offline"
ALONE = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")  # else threads of many processes spin in turn
MARKS = {
    "drawn": "the runs here draw figures and briefings; others leave them out, which is most of a small run",
    "real_workers": "documents are read in worker processes, as by the program; other tests read them in this one",
}
LONG = (
    "test_robustness",
    "test_end_to_end",
    "test_adding",
    "test_another",
    "test_changes",
    "test_topics",
    "test_echoes",
    "test_real_documents",
)

pytest.register_assert_rewrite("helpers")


def pytest_configure(config: pytest.Config) -> None:
    """Close the network before any test module is imported: here, and in every Python that the tests start."""
    runpy.run_path(str(OFFLINE / "sitecustomize.py"))
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(OFFLINE), os.environ.get("PYTHONPATH")]))
    os.environ["MPLBACKEND"] = "Agg"
    os.environ.update(dict.fromkeys(ALONE, "1"), TOKENIZERS_PARALLELISM="false")
    if hasattr(config.option, "loadscopereorder"):
        config.option.loadscopereorder = False  # the order below is by time, and not by how many tests there are
    for name, said in MARKS.items():
        config.addinivalue_line("markers", f"{name}: {said}")


@pytest.fixture(scope="session")
def data() -> Path:
    """Name the folder of invented reviews, each with its truth beside it."""
    return TESTS / "data"


@pytest.fixture(scope="session")
def bench() -> Path:
    """Name the folder of real documents with their truth, which are not part of the project."""
    if not os.environ.get("REVIEWKIT_BENCH"):
        pytest.skip("REVIEWKIT_BENCH is not set: the real documents with their truth are not at hand")
    return Path(os.environ["REVIEWKIT_BENCH"])


@pytest.fixture(scope="session")
def our_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run our corpus once for all tests, in a folder of its own, and return the folder: it is only read."""
    from helpers import shared

    return shared.once(tmp_path_factory, "ours", shared.run_of_ours)


@pytest.fixture(scope="module")
def our_copy(our_run: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy our corpus, with all that its run made, for the tests of one module, which may write there."""
    return shutil.copytree(our_run, tmp_path_factory.mktemp("ours") / "corpus")


def _marked(node: pytest.Item | pytest.Collector) -> dict[str, bool]:
    """Say which of the marks a module or a test bears."""
    return {name: node.get_closest_marker(name) is not None for name in MARKS}


@pytest.fixture(scope="module", autouse=True)
def _quick_module(request: pytest.FixtureRequest) -> Iterator[None]:
    """Read documents in this process and draw nothing, also for the fixtures of a module, unless it is marked."""
    from helpers import quick

    with pytest.MonkeyPatch.context() as patched:
        quick.patch(patched, **_marked(request.node))
        yield


@pytest.fixture(autouse=True)
def _quick_test(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a test that is marked draw or read as the program does."""
    from helpers import quick

    marked = _marked(request.node)
    if marked != _marked(request.node.getparent(pytest.Module)):
        quick.patch(monkeypatch, **marked)


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw nothing in one test of a module whose runs draw."""
    from helpers import quick

    monkeypatch.setattr(quick.outputs, "write_outputs", quick.nothing_shown)


@pytest.fixture
def unfilled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make vectors text by text: to fill every batch takes most of the time, and only fixes the last digit."""
    from reviewkit.coding import vectors

    monkeypatch.setattr(vectors, "BATCH", 1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the modules that take longest, so that no worker is left with one of them at the end."""
    order = {name: at for at, name in enumerate(LONG)}
    items.sort(key=lambda item: order.get(item.path.stem, len(order)))
