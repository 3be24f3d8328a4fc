"""The program as a person starts it, and the names of what it makes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from reviewkit.figures import names

RUN = "from reviewkit.cli import app; app()"
FIGURES = names.FIGURES
PACK = ("briefing.docx", "briefing.html", "briefing.pptx", "evidence.html")


def program(*arguments: str | Path, folder: Path | None = None, **more: str) -> subprocess.CompletedProcess[str]:
    """Start the program in a process of its own, wait until it ends, and return what it said.

    Lines on what takes long ("documents: 3 of 9 ...") are left out: how many there are is the machine's business.
    """
    command = [sys.executable, "-c", RUN, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder, env={**os.environ, **more})
    done.stderr = "".join(line for line in done.stderr.splitlines(keepends=True) if not line.endswith(" ...\n"))
    return done
