"""Share work out: among the processors of this machine, or among the workers of a Dask cluster that a run opened.

Work is cut into the same blocks everywhere and its results come back in the order of the blocks, so that the bytes are
the same wherever it is done. On this machine blocks run in threads: the libraries that do the work (numpy, scipy,
rapidfuzz, onnxruntime) let others run meanwhile, and nothing is copied.

Limitations: what one block needs goes to the worker with it, since what a cluster keeps for several blocks is lost with
the worker that keeps it. A block whose worker died is done again by another one, three times at most. While a cluster
has one thread in all, joblib does the work here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from itertools import chain, islice
from typing import Any, TypeVar

from reviewkit.base.errors import ProgramError

Result = TypeVar("Result")
SECONDS_TO_ANSWER = 30  # within which a cluster must answer and name a worker

_CLUSTER_OPEN: ContextVar[bool] = ContextVar("cluster_open", default=False)


@contextmanager
def cluster(address: str) -> Iterator[None]:
    """Open a Dask cluster by the address of its scheduler: what is shared out meanwhile goes to its workers.

    Raises: `ProgramError` where `dask` is not installed, and where nobody answers there or no worker is to be had.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise ProgramError("--dask: distributed is not installed", "pip install 'reviewkit[dask]'") from error
    try:
        client = Client(address, timeout=SECONDS_TO_ANSWER)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise ProgramError(
            f"--dask {address}: no scheduler answers there ({error})", "start one, or leave out --dask"
        ) from error
    with client:
        try:
            client.wait_for_workers(1, timeout=SECONDS_TO_ANSWER)
        except TimeoutError as error:
            raise ProgramError(f"--dask {address}: the scheduler has no worker", f"dask worker {address}") from error
        token = _CLUSTER_OPEN.set(True)
        try:
            yield
        finally:
            _CLUSTER_OPEN.reset(token)


def on_cluster() -> bool:
    """Return whether a cluster is open."""
    return _CLUSTER_OPEN.get()


def map_blocks(
    function: Callable[..., Result], blocks: Iterable[tuple], processes: bool = False, here: bool = False
) -> Iterator[Result]:
    """Call a function on each block of arguments, several at a time, and yield its results in order.

    A single block is done by the caller. With `processes`, work that is plain Python is done in processes of its own,
    which is worth their start for blocks of seconds. With `here`, blocks too large to be sent stay on this machine.
    """
    from joblib import Parallel, delayed, parallel_config
    from joblib.externals.loky import get_reusable_executor

    waiting = iter(blocks)
    first = list(islice(waiting, 2))
    if len(first) < 2:
        yield from (function(*block) for block in first)
        return
    with parallel_config("dask", n_jobs=-1) if on_cluster() and not here else nullcontext():
        share_out = Parallel(
            n_jobs=-1, prefer="processes" if processes else "threads", return_as="generator", batch_size=1
        )
        yield from share_out(delayed(_call)((function, *block)) for block in chain(first, waiting))
    if processes and not on_cluster():
        get_reusable_executor().shutdown()  # else they wait for more work, and hold what they held


def _call(work: tuple) -> Any:
    """Call a function on its arguments, which come in one tuple: alone, large ones would be kept by a cluster apart."""
    function, *arguments = work
    return function(*arguments)
