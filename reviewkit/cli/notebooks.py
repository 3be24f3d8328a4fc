"""Notebooks -> web pages: each run from top to bottom, in its order, with this Python.

Comes in: the folders of a corpus, whose tables are there. Goes out: one HTML page a notebook, in `build/notebooks`.
A cell that fails stops it. Limit: a page shows what its notebook printed, so it is no newer than the tables.
"""

from __future__ import annotations

import sys
from pathlib import Path

from reviewkit.base import paths
from reviewkit.base.progress import Progress


def run_notebooks(folders: paths.Folders, tell: Progress) -> list[Path]:
    """The folders of a corpus in; every notebook run on it, and the pages made, out.

    Raises `nbclient.exceptions.CellExecutionError` where a cell fails.
    """
    import nbformat
    from nbclient import NotebookClient
    from nbconvert import HTMLExporter

    folder = folders.build / "notebooks"
    folder.mkdir(parents=True, exist_ok=True)
    found = sorted((paths.ROOT / "notebooks").glob("*.ipynb"))
    made = []
    for done, path in enumerate(found):
        tell("notebooks", done, len(found))
        notebook = nbformat.read(path, as_version=4)
        where = {"metadata": {"path": str(folders.corpus)}}  # `reviewkit.open()` finds the corpus that it is called in
        client = NotebookClient(notebook, timeout=600, kernel_name="python3", resources=where)
        manager = client.create_kernel_manager()
        if sys.platform != "win32":
            manager.transport = "ipc"  # no port is opened, not even on this machine
        client.execute()
        page, _ = HTMLExporter(template_name="lab").from_notebook_node(notebook)
        made.append(folder / f"{path.stem}.html")
        made[-1].write_text(page, encoding="utf-8")
    tell("notebooks", len(found), len(found))
    return made
