"""Read documents in processes of their own, with limits of time and memory.

A document that hangs, needs too much memory or crashes its reader costs its own answer and no other.

Limitations: the limit of memory holds on Linux only; elsewhere only the time is limited.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import TimeoutError as FutureTimeoutError
from pathlib import Path
from typing import NamedTuple, TypeVar

from pebble import ProcessExpired, ProcessPool

from reviewkit.base import parallel
from reviewkit.base.errors import ProgramError

Result = TypeVar("Result")
SECONDS = 300  # the 295 pages of the longest report tried take six
MEGABYTES = 4096  # of address space; the same report takes under 500 of memory
DOCUMENTS_PER_WORKER = 40  # then a fresh process, so that memory that is not given back does not pile up
MESSAGE_LENGTH = 80  # characters of another library's message that are shown


class Failure(NamedTuple):
    """Why a document could not be read, and what to do about it."""

    what: str
    next_step: str


def map_documents(
    function: Callable[[Path], Result],
    documents: Sequence[Path],
    seconds: float = SECONDS,
    megabytes: int = MEGABYTES,
    processes: int | None = None,
) -> Iterator[tuple[Path, Result | Failure]]:
    """Call a function on each document and yield the document with its result or failure, in the order given.

    `seconds` and `megabytes` are the limits of one document; `processes` is by default the number of processors. Where
    a cluster is open, its workers read the documents, each with the same limits.
    """
    if not documents:
        return
    if parallel.on_cluster() and len(documents) > 1:
        there = ((function, document.resolve(), seconds, megabytes) for document in documents)
        yield from zip(documents, parallel.map_blocks(_map_there, there), strict=True)
        return
    count = min(processes or os.cpu_count() or 1, len(documents))
    context = multiprocessing.get_context("spawn")  # the same on every system, and no threads carried over
    with ProcessPool(
        count, DOCUMENTS_PER_WORKER, initializer=_limit_memory, initargs=[megabytes], context=context
    ) as pool:
        futures = [(document, pool.schedule(function, args=[document], timeout=seconds)) for document in documents]
        try:
            for document, future in futures:
                error = future.exception()
                yield document, future.result() if error is None else _stopped(error, seconds)
        except (KeyboardInterrupt, GeneratorExit):
            pool.stop()  # type: ignore[no-untyped-call]  # else it waits for documents that nobody wants any more
            raise


def _map_there(function: Callable[[Path], Result], document: Path, seconds: float, megabytes: int) -> Result | Failure:
    """Call a function on a document at a worker of a cluster, there too in a process of its own.

    Raises: `ProgramError` where the worker may not start a process.
    """
    if multiprocessing.current_process().daemon:
        what = "--dask: a worker of the cluster may not start a process, in which a document is read with limits"
        raise ProgramError(what, "set DASK_DISTRIBUTED__WORKER__DAEMON=False where the workers are started")
    if not document.is_file():
        return Failure("is not to be found by a worker of the cluster", "give all workers the folder of the corpus")
    ((_, result),) = map_documents(function, [document], seconds, megabytes, processes=1)
    return result


def _stopped(error: BaseException, seconds: float) -> Failure:
    """Say why a document has no result."""
    step = "check the file; print it to PDF again"
    if isinstance(error, ProgramError):
        return Failure(error.what.partition(": ")[2], error.next_step)
    if isinstance(error, FutureTimeoutError):
        return Failure(f"was still being read after {seconds:.0f} seconds", step)
    if isinstance(error, MemoryError):
        return Failure("needs more memory than a document may take", step)
    if isinstance(error, ProcessExpired):
        return Failure(f"stopped the reader (exit code {error.exitcode})", step)
    fault = f"met a fault of reviewkit's own ({type(error).__name__}: {str(error)[:MESSAGE_LENGTH]})"
    return Failure(fault, "open an issue with the document's address")


def _limit_memory(megabytes: int) -> None:
    """Limit the address space of a worker, where the system can."""
    if sys.platform == "win32":
        return
    import resource

    limit = megabytes * 1024 * 1024
    _, hard_limit = resource.getrlimit(resource.RLIMIT_AS)
    if sys.platform.startswith("linux") and (hard_limit == resource.RLIM_INFINITY or hard_limit > limit):
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard_limit))
