"""Write files whole or not at all, so that a run that is stopped leaves every file as it was before."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path


def write(path: Path, content: bytes) -> Path:
    """Write `content` to `path` whole or not at all, and return the path; missing folders are made."""
    return write_with(path, lambda part_file: part_file.write_bytes(content))


def write_with(path: Path, writer: Callable[[Path], object], shared: bool = False) -> Path:
    """Let `writer` fill a hidden file in the folder of `path`, rename it to `path`, and return the path.

    Two processes may write a `shared` file at the same time, so its hidden file carries the number of the process. Any
    other file has one hidden name, so that the next run writes over what a stopped one left.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part_file = path.with_name(f".{path.name}.{os.getpid() if shared else 'part'}")
    writer(part_file)
    return part_file.replace(path)
