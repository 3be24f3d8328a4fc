"""Show messages on standard error, and stop with one clear line where something is wrong or a person stops it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import typer
from typer.core import TyperGroup

from reviewkit.base.progress import Progress
from reviewkit.cli.progress import task_progress

FAILED, BAD_INPUT, STOPPED = 1, 2, 130  # exit codes; the last is what shells give a program stopped by Ctrl-C
STOPPED_LINE = "Stopped. No file is half written; what was finished is kept, and the next run carries on from there."


class Commands(TyperGroup):
    """The commands, each of which Ctrl-C stops with one line on what is safe."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            say(STOPPED_LINE)
            raise typer.Exit(STOPPED) from None


def relative(path: Path) -> str:
    """Return a path relative to the current folder, where it is inside it, or else as it is."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


@contextmanager
def exit_on_bad_input() -> Iterator[None]:
    """Turn bad input into one line and exit code 2, and a lost connection into one and exit code 1."""
    from reviewkit.base.errors import OfflineError, ReviewkitError

    try:
        yield
    except OfflineError as error:
        say(str(error))
        raise typer.Exit(FAILED) from error
    except ReviewkitError as error:
        stop(str(error))
    except FileNotFoundError as error:
        stop(f"{error.filename}: is not there; check the name")


@contextmanager
def progress() -> Iterator[Progress]:
    """Give a way to tell how far a task is, on standard error."""
    with task_progress() as (tell, _):
        yield tell


def say(message: str) -> None:
    """Write a message to standard error."""
    sys.stderr.write(message + "\n")


def say_in_bold(message: str) -> None:
    """Write a message to standard error, in bold where that is a screen."""
    from rich.console import Console

    Console(stderr=True).print(message, style="bold", markup=False, highlight=False, soft_wrap=True)


def stop(message: str) -> NoReturn:
    """Write a message to standard error and exit with code 2."""
    say(message)
    raise typer.Exit(BAD_INPUT)
