"""One run at a time: who comes second says so and waits.

Comes in: the folders of a corpus. Goes out: a lock on it, held by this process and let go when it ends, however it
ends. Reading needs none: every table is written whole. Limit: on some network drives locks are not known to others.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from reviewkit.base import paths
from reviewkit.base.progress import Progress

LOCK = "lock"


@contextmanager
def run_lock(folders: paths.Folders, tell: Progress) -> Iterator[None]:
    """The folders of a corpus in; while it is open, no other run writes there. Whoever holds it may open it again."""
    folders.build.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folders.build / LOCK, is_singleton=True)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        tell("another run is at work on this corpus: waiting until it ends", 0, 0)
        lock.acquire()
    try:
        yield
    finally:
        lock.release()
