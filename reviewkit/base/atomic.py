"""Write files whole or not at all: a run that is stopped in between leaves the file as it was before."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path


def write(path: Path, content: bytes) -> Path:
    """Write `content` to `path` whole or not at all, and return the path. Missing folders are made."""
    return write_with(path, lambda waiting: waiting.write_bytes(content))


def write_with(path: Path, writer: Callable[[Path], object], shared: bool = False) -> Path:
    """Let `writer` fill a hidden file beside `path`, put it in the place of `path`, and return the path.

    Two processes may write a `shared` file at the same time, so there the hidden file carries the process's number;
    elsewhere it has one name, and the next run writes over what a stopped one left.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    waiting = path.with_name(f".{path.name}.{os.getpid() if shared else 'part'}")
    writer(waiting)
    return waiting.replace(path)
