"""Show the desk in a notebook: a process of its own that ends with the notebook.

Limitations: the browser must be on the machine on which the notebook runs.
"""

from __future__ import annotations

import atexit
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reviewkit.base.errors import InputError
from reviewkit.corpus.corpus import Corpus

if TYPE_CHECKING:
    from IPython.display import IFrame


class _RunningDesk(NamedTuple):
    """A desk in a process of its own, since documents are read one at a time in a process."""

    process: subprocess.Popen[str]
    address: str


_DESKS: dict[Path, _RunningDesk] = {}  # by the folder of its corpus


def show(corpus: Corpus, review_id: str = "", height: int = 900) -> IFrame:
    """Show the desk of a corpus, opened at a review; it is started once."""
    from IPython.display import IFrame

    folder = corpus.folders.corpus
    if folder not in _DESKS or _DESKS[folder].process.poll() is not None:
        _DESKS[folder] = _start(folder)
    return IFrame(f"{_DESKS[folder].address}#{review_id}", "100%", height)


def _start(folder: Path) -> _RunningDesk:
    """Start a desk that a notebook may show."""
    command = [sys.executable, "-c", "from reviewkit.cli import app; app()", "--corpus", str(folder)]
    process = subprocess.Popen([*command, "desk", "--in-frame"], stdout=subprocess.PIPE, text=True)
    address = process.stdout.readline().strip() if process.stdout else ""
    if not address:
        raise InputError("the desk could not be opened", "start `reviewkit desk` in a terminal, and see what it says")
    return _RunningDesk(process, address)


@atexit.register
def close_all() -> None:
    """Close the desks that this notebook opened."""
    for running in _DESKS.values():
        running.process.terminate()
        running.process.communicate()
    _DESKS.clear()
