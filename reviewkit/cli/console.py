"""Show messages and progress on standard error, and stop with one clear line where something is wrong.

Limitations: the progress bar is shown on a screen only, never in a log.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import typer

from reviewkit.base.progress import Progress

FAILED, BAD_INPUT = 1, 2  # exit codes


def relative(path: Path) -> str:
    """Return a path relative to the current folder, where it is inside it, or else as it is."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


@contextmanager
def exit_on_bad_input() -> Iterator[None]:
    """Turn bad input into one line and exit code 2."""
    from reviewkit.base.errors import ReviewkitError

    try:
        yield
    except ReviewkitError as error:
        stop(str(error))
    except FileNotFoundError as error:
        stop(f"{error.filename}: is not there; check the name")


@contextmanager
def progress() -> Iterator[Progress]:
    """Show progress: a bar for each stage on a screen, no bar in a log; a message alone is printed on both."""
    from rich import progress as rich_progress
    from rich.console import Console

    columns = (
        rich_progress.TextColumn("{task.description}"),
        rich_progress.BarColumn(),
        rich_progress.MofNCompleteColumn(),
    )
    console = Console(stderr=True)
    with rich_progress.Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        task_by_stage: dict[str, rich_progress.TaskID] = {}

        def tell(stage: str, done: int, total: int) -> None:
            if not total:  # a message alone
                bars.console.print(stage, markup=False, highlight=False)
                return
            if stage not in task_by_stage:
                task_by_stage[stage] = bars.add_task(stage, total=total)
            bars.update(task_by_stage[stage], completed=done, total=total)

        yield tell


def say(message: str) -> None:
    """Write a message to standard error."""
    sys.stderr.write(message + "\n")


def stop(message: str) -> NoReturn:
    """Write a message to standard error and exit with code 2."""
    say(message)
    raise typer.Exit(BAD_INPUT)
