"""Run the notebooks from top to bottom with this Python, and write each as a web page.

Input: a corpus whose tables are there. Output: one HTML page a notebook, in `build/notebooks`.

Limitations: a cell that fails stops its notebook and those after it. A page shows what its notebook printed, so it is
no newer than the tables.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from reviewkit.base import paths
from reviewkit.base.progress import Progress

CELL_SECONDS = 600


def run_notebooks(folders: paths.Folders, tell: Progress) -> list[Path]:
    """Run every notebook on a corpus and return the pages written.

    Raises: `nbclient.exceptions.CellExecutionError` where a cell fails.
    """
    import nbformat
    from nbclient import NotebookClient
    from nbconvert import HTMLExporter

    folder = folders.build / "notebooks"
    folder.mkdir(parents=True, exist_ok=True)
    notebooks = sorted((paths.ROOT / "notebooks").glob("*.ipynb"))
    pages = []
    for done, path in enumerate(notebooks):
        tell("notebooks", done, len(notebooks))
        notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
        run_in = {"metadata": {"path": str(folders.corpus)}}  # `nb.open()` finds the corpus that it is called in
        client = NotebookClient(notebook, timeout=CELL_SECONDS, kernel_name="python3", resources=run_in)
        with TemporaryDirectory() as sockets:
            manager = client.create_kernel_manager()
            if sys.platform != "win32":
                manager.transport = "ipc"  # no port is opened, not even on this machine
                manager.ip = f"{sockets}/kernel"  # from here and from the corpus's folder the same
            client.execute()
        html, _ = HTMLExporter(template_name="lab").from_notebook_node(notebook)  # type: ignore[no-untyped-call]
        page = folder / f"{path.stem}.html"
        page.write_text(html, encoding="utf-8")
        pages.append(page)
    tell("notebooks", len(notebooks), len(notebooks))
    return pages
