"""Notebooks -> web pages: each run from top to bottom, in its order, with this Python.

Comes in: the folders of a corpus, whose tables are there. Goes out: one HTML page a notebook, in `build/notebooks`.
A cell that fails stops it. Limit: a page shows what its notebook printed, so it is no newer than the tables.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from reviewkit import paths


def run(places: paths.Places, tell: Callable[[str, int, int], None]) -> list[Path]:
    """The folders of a corpus in; every notebook run on it, and the pages made, out.

    Raises `nbclient.exceptions.CellExecutionError` where a cell fails.
    """
    import nbformat
    from nbclient import NotebookClient
    from nbconvert import HTMLExporter

    folder = places.build / "notebooks"
    folder.mkdir(parents=True, exist_ok=True)
    found = sorted((paths.ROOT / "notebooks").glob("*.ipynb"))
    made, another = [], places.corpus != paths.ROOT / "corpus"
    for done, path in enumerate(found):
        tell("notebooks", done, len(found))
        notebook = nbformat.read(path, as_version=4)
        client = NotebookClient(notebook, timeout=600, kernel_name="python3")
        manager = client.create_kernel_manager()
        if sys.platform != "win32":
            manager.transport = "ipc"  # no port is opened, not even on this machine
        client.execute(**({"env": os.environ | {"REVIEWKIT_CORPUS": str(places.corpus)}} if another else {}))
        page, _ = HTMLExporter(template_name="lab").from_notebook_node(notebook)
        made.append(folder / f"{path.stem}.html")
        made[-1].write_text(page, encoding="utf-8")
    tell("notebooks", len(found), len(found))
    return made
