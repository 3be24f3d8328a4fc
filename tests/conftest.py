"""What every test stands on: no network, no screen, our own corpus, and the folders of test documents."""

from __future__ import annotations

import os
import runpy
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
OFFLINE = TESTS / "offline"


def pytest_configure() -> None:
    """Closes the network before any test module is imported: here, and in every Python that the tests start."""
    runpy.run_path(str(OFFLINE / "sitecustomize.py"))
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(OFFLINE), os.environ.get("PYTHONPATH")]))
    os.environ["MPLBACKEND"] = "Agg"
    os.environ.pop("REVIEWKIT_CORPUS", None)


@pytest.fixture(scope="session")
def data() -> Path:
    """The invented reviews, each with its truth beside it."""
    return TESTS / "data"


@pytest.fixture(scope="session")
def bench() -> Path:
    """Real documents with their truth, which are not part of the project."""
    if not os.environ.get("REVIEWKIT_BENCH"):
        pytest.skip("REVIEWKIT_BENCH is not set: the real documents with their truth are not at hand")
    return Path(os.environ["REVIEWKIT_BENCH"])


@pytest.fixture(scope="session")
def ours() -> None:
    """The tables of our own corpus, and what is kept of them, made anew."""
    from reviewkit import pipeline

    pipeline.run()


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs without figures and briefings, for tests that look at tables alone: drawing takes most of a small run."""
    from reviewkit.pipeline import drawing

    monkeypatch.setattr(drawing, "shown", lambda places, made: [])
