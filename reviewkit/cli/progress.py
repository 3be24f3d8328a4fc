"""Show how far a task is: bars on a screen, and lines in a log for what takes longer than two seconds.

Input: what a task reports of itself. Output: words on standard error.

Limitations: in a log a stage is named once it has lasted two seconds, and then every ten at most.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from reviewkit.base.progress import Progress

if TYPE_CHECKING:
    from rich.console import Console

FIRST_STAGE = "getting ready"  # what is loaded before the first stage begins takes seconds
SILENCE = 2.0  # seconds of a stage before a log names it
INTERVAL = 10.0  # seconds between two lines on a stage that goes on
LONGEST_SILENCE = 60.0  # seconds after which a stage is named again though nothing of it was done
TICK = 0.2  # seconds between two looks
Ask = Callable[[str], str]  # a question in, what the person answers out


class Stage(NamedTuple):
    """A stage under way, and when it began and was last named; a name of "" is none."""

    name: str
    done: int
    total: int
    began: float
    named: float = 0.0
    done_when_named: int = -1


@contextmanager
def task_progress() -> Iterator[tuple[Progress, Ask | None]]:
    """Give a way to tell how far a task is, and one to ask the person, if somebody is there to answer."""
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        with _log_lines() as tell:
            yield tell, None
        return
    with _bars(console) as (tell, ask):
        yield tell, ask if sys.stdin.isatty() else None


@contextmanager
def _log_lines() -> Iterator[Progress]:
    """Write a line on what takes long; a message alone is written at once."""
    stages = [Stage(FIRST_STAGE, 0, 1, time.monotonic())]  # the last is the one under way
    ended = threading.Event()

    def tell(stage: str, done: int, total: int) -> None:
        if not total:
            sys.stderr.write(f"{stage}\n")
        elif done >= total:
            stages[:] = [Stage("", 0, 1, time.monotonic())]
        elif stages[-1].name == stage:
            stages[:] = [stages[-1]._replace(done=done, total=total)]
        else:
            stages[:] = [Stage(stage, done, total, time.monotonic())]

    watch = threading.Thread(target=_name_stages, args=(stages, ended), daemon=True)
    watch.start()
    try:
        yield tell
    finally:
        ended.set()
        watch.join()


def _name_stages(stages: list[Stage], ended: threading.Event) -> None:
    """Write a line on the stage under way whenever one is due."""
    while not ended.wait(TICK):
        stage, now = stages[-1], time.monotonic()
        if is_due(stage, now):
            sys.stderr.write(f"{stage_line(stage)}\n")
            sys.stderr.flush()
            if stages[-1].began == stage.began:  # another may have begun meanwhile
                stages[:] = [stages[-1]._replace(named=now, done_when_named=stage.done)]


def is_due(stage: Stage, now: float) -> bool:
    """Return whether a line on a stage is due: it lasts, and was not named, or not lately."""
    if not stage.name or now - stage.began < SILENCE:
        return False
    interval = INTERVAL if stage.done != stage.done_when_named else LONGEST_SILENCE
    return not stage.named or now - stage.named >= interval


def stage_line(stage: Stage) -> str:
    """Return what a log says of a stage.

    >>> stage_line(Stage("documents", 3, 9, 0.0)), stage_line(Stage("themes", 0, 1, 0.0))
    ('documents: 3 of 9 ...', 'themes ...')
    """
    return f"{stage.name}: {stage.done} of {stage.total} ..." if stage.total > 1 else f"{stage.name} ..."


@contextmanager
def _bars(console: Console) -> Iterator[tuple[Progress, Ask]]:
    """Show a bar for each stage, which turns and counts seconds while it does not move; a message alone is printed."""
    from rich import progress as rich_progress
    from rich.markup import escape

    columns = (
        rich_progress.SpinnerColumn(finished_text="·"),
        rich_progress.TextColumn("{task.description}"),
        rich_progress.BarColumn(),
        rich_progress.MofNCompleteColumn(),
        rich_progress.TimeElapsedColumn(),
    )
    with rich_progress.Progress(*columns, console=console, transient=True) as bars:
        task_by_stage = {FIRST_STAGE: bars.add_task(FIRST_STAGE, total=1)}

        def tell(stage: str, done: int, total: int) -> None:
            if not total:  # a message alone
                bars.console.print(stage, markup=False, highlight=False)
                return
            bars.update(task_by_stage[FIRST_STAGE], completed=1)
            if stage not in task_by_stage:
                task_by_stage[stage] = bars.add_task(escape(stage), total=total)
            bars.update(task_by_stage[stage], completed=done, total=total)

        def ask(question: str) -> str:
            bars.stop()
            try:
                return bars.console.input(escape(question))
            finally:
                bars.start()

        yield tell, ask
