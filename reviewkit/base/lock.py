"""Let one run at a time write to a corpus; a second one says that it waits.

The lock is held by this process and released when it ends, however it ends. Reading needs no lock, since every table
is written whole or not at all.

Limitations: on some network drives other machines do not see the lock.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from reviewkit.base import paths
from reviewkit.base.progress import Progress

LOCK_FILE = "lock"


@contextmanager
def run_lock(folders: paths.Folders, tell: Progress) -> Iterator[None]:
    """Hold the lock of a corpus, so that no other run writes there; a process that holds it may take it again."""
    folders.build.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folders.build / LOCK_FILE, is_singleton=True)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        tell("another run is at work on this corpus: waiting until it ends", 0, 0)
        lock.acquire()
    try:
        yield
    finally:
        lock.release()
