"""One process a document, with limits: a document that hangs, swells or crashes costs its own row and nothing else.

Comes in: a function and the documents to give it. Goes out: its answer for each, or a `Stopped` that says why there is
none. Limits hold on Linux and macOS; Windows has no limit of memory, and there only the time is bounded.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import TimeoutError as RanTooLong
from pathlib import Path
from typing import NamedTuple, TypeVar

from pebble import ProcessExpired, ProcessPool

Result = TypeVar("Answer")
SECONDS = 300  # the 295 pages of the longest report tried take six
MEGABYTES = 4096  # of address space; the same report takes under 500 of memory
DOCUMENTS_PER_WORKER = 40  # documents: then a fresh process, so that nothing piles up


class Failure(NamedTuple):
    """Why a document has no answer, and what to do."""

    what: str
    next_step: str


def map_documents(
    function: Callable[[Path], Result],
    documents: Sequence[Path],
    seconds: float = SECONDS,
    megabytes: int = MEGABYTES,
    processes: int | None = None,
) -> Iterator[tuple[Path, Result | Failure]]:
    """A function and documents in; each document with its answer, or with why it has none, out, in the given order.

    `seconds` and `megabytes` bound one document. `processes`: as many as the machine has processors, if not given.
    """
    if not documents:
        return
    count = min(processes or os.cpu_count() or 1, len(documents))
    context = multiprocessing.get_context("spawn")  # the same on every system, and no threads carried over
    with ProcessPool(count, DOCUMENTS_PER_WORKER, initializer=_limited, initargs=[megabytes], context=context) as pool:
        waiting = [(document, pool.schedule(function, args=[document], timeout=seconds)) for document in documents]
        for document, future in waiting:
            error = future.exception()
            yield document, future.result() if error is None else _stopped(error, seconds)


def _stopped(error: BaseException, seconds: float) -> Failure:
    """Why there is no answer."""
    step = "check the file; print it to PDF again"
    if isinstance(error, RanTooLong):
        return Failure(f"was still being read after {seconds:.0f} seconds", step)
    if isinstance(error, MemoryError):
        return Failure("needs more memory than a document may take", step)
    if isinstance(error, ProcessExpired):
        return Failure(f"stopped the reader (exit code {error.exitcode})", step)
    fault = f"met a fault of reviewkit's own ({type(error).__name__}: {str(error)[:80]})"
    return Failure(fault, "open an issue with the document's address")


def _limited(megabytes: int) -> None:
    """Bounds the address space of a worker, where the system can."""
    if sys.platform == "win32":
        return
    import resource

    most = megabytes * 1024 * 1024
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if sys.platform.startswith("linux") and (hard == resource.RLIM_INFINITY or hard > most):
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
