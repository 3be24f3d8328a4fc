"""Words and progress for a person at the command line, on standard error; one clear line where something is wrong.

Comes in: words, or how much of a stage is done. Goes out: nothing but what is seen. Limit: no bar in a log, only on a
screen.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

BAD_INPUT = 2


def relative(path: Path) -> str:
    """A path as seen from here, where it is below."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


@contextmanager
def exit_on_bad_input() -> Iterator[None]:
    """Bad input is answered by one line and exit code 2."""
    from reviewkit.base.errors import ReviewkitError

    try:
        yield
    except ReviewkitError as error:
        stop(str(error))
    except FileNotFoundError as error:
        stop(f"{error.filename}: is not there; check the name")


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """Progress on standard error: a bar on a screen, nothing in a log; what is told with `of` nought are words."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        bars = {}

        def tell(stage: str, done: int, of: int) -> None:
            if not of:  # words, and no stage
                bar.console.print(stage, markup=False, highlight=False)
                return
            if stage not in bars:
                bars[stage] = bar.add_task(stage, total=of)
            bar.update(bars[stage], completed=done, total=of)

        yield tell


def say(words: str) -> None:
    """Words for a person, on standard error."""
    sys.stderr.write(words + "\n")


def stop(words: str) -> None:
    """One clear line, and exit code 2."""
    say(words)
    raise typer.Exit(BAD_INPUT)
