"""Notebooks, run from top to bottom on a corpus, in this process: a kernel of their own takes seconds to start."""

from __future__ import annotations

import contextlib
import io
import sys
import tempfile
import types
import warnings
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from nbformat import NotebookNode
from traitlets.config import Config

from reviewkit.base import paths

FOLDER = paths.ROOT / "notebooks"
QUIET = (DeprecationWarning, PendingDeprecationWarning, ImportWarning, ResourceWarning)  # as Python itself has it


def _text(data: dict[str, Any]) -> dict[str, Any]:
    """Turn pictures into text, as a kernel sends them."""
    return {kind: b64encode(each).decode() if isinstance(each, bytes) else each for kind, each in data.items()}


class _Shown(DisplayHook):
    """What the last line of a cell shows."""

    def __call__(self, result: object = None) -> None:
        """Keep what a notebook would show of a value."""
        if result is not None and not self.quiet():
            data, metadata = self.compute_format_data(result)
            self.shell.outputs.append(nbformat.v4.new_output("execute_result", _text(data), metadata=metadata))


class _Displayed(DisplayPublisher):
    """What a cell shows by `display`."""

    def publish(self, data: dict[str, Any], metadata: dict[str, Any] | None = None, **more: object) -> None:
        """Keep what a notebook would show of a value."""
        self.shell.outputs.append(nbformat.v4.new_output("display_data", _text(data), metadata=metadata or {}))


class _Shell(InteractiveShell):
    """A shell that keeps what cells show in the form of a notebook."""

    displayhook_class = _Shown
    display_pub_class = _Displayed
    outputs: list[NotebookNode]


def executed(path: Path, corpus: Path) -> list[NotebookNode]:
    """Run a notebook from top to bottom on a corpus and return what its cells showed; the first fault is raised."""
    notebook = nbformat.read(path, as_version=4)
    with _shell() as shell, contextlib.chdir(corpus):  # where `nb.open()` looks for its corpus
        for cell in notebook.cells:
            if cell.cell_type == "code":
                for name, text in _run(shell, cell.source):
                    shell.outputs.append(nbformat.v4.new_output("stream", name=name, text=text))
        return shell.outputs


def _run(shell: _Shell, source: str) -> Iterator[tuple[str, str]]:
    """Run one cell and return what it wrote on standard output and standard error."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), warnings.catch_warnings():
        warnings.showwarning = _told  # pytest would keep them to itself
        warnings.resetwarnings()
        for kind in QUIET:
            warnings.simplefilter("ignore", kind)
        shell.run_cell(source, store_history=True).raise_error()
    return ((name, said.getvalue()) for name, said in (("stdout", out), ("stderr", err)) if said.getvalue())


def _told(message: Warning | str, category: type[Warning], *where: object) -> None:
    """Write a warning where a notebook would show it."""
    sys.stderr.write(f"{category.__name__}: {message}\n")


@contextlib.contextmanager
def _shell() -> Iterator[_Shell]:
    """Open a shell that writes no history and no profile, and leave Python as it was."""
    config = Config()
    config.HistoryManager.enabled = False
    with tempfile.TemporaryDirectory() as folder:
        shell = _Shell.instance(config=config, user_module=types.ModuleType("cells"), ipython_dir=folder)
        shell.outputs = []
        try:
            yield shell
        finally:
            shell.restore_sys_module_state()
            _Shell.clear_instance()
            sys.modules.pop("cells", None)
