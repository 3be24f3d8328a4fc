"""The commands of `reviewkit`. Standard output carries data; standard error carries progress and messages.

    corpus_commands    change a corpus or look at the whole of it: run, add, fetch, changes, notebooks, check
    answer_commands    answer without a catalogue or an earlier run: recommendations, themes, echoes, cycle
    export_commands    write files for others: table, codes, evidence, brief, exchange, cite
    inbox_command      match what a person saved to the catalogue: inbox
    desk_command       serve the page on which a person checks a review's list: desk

Exit code 0: done; 1: a check or a fetch failed; 2: bad usage or bad input, with one clear line; 130: stopped by Ctrl-C.

Each command imports what it needs when it is called, so that `--help` loads nothing heavy.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from reviewkit.cli import answer_commands, console, corpus_commands, desk_command, export_commands, inbox_command

app = typer.Typer(cls=console.Commands, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.callback()
def reviewkit(
    context: typer.Context,
    folder: Annotated[
        Path | None, typer.Option("--corpus", help="Another corpus folder; everything is written inside it.")
    ] = None,
) -> None:
    """Find what reviews asked for, of whom, and how often the same things came back."""
    if folder is not None:
        if not (folder / "catalogue.csv").is_file():
            console.stop(f"{folder}: has no catalogue.csv; name a corpus folder")
        context.obj = folder.resolve()


COMMANDS: tuple[Callable[..., None], ...] = (  # in the order in which `--help` lists them
    corpus_commands.run,
    corpus_commands.add,
    corpus_commands.fetch,
    inbox_command.inbox,
    corpus_commands.changes,
    corpus_commands.notebooks,
    answer_commands.recommendations,
    answer_commands.themes,
    answer_commands.echoes,
    answer_commands.cycle,
    export_commands.table,
    export_commands.codes,
    export_commands.evidence,
    export_commands.brief,
    export_commands.exchange,
    export_commands.cite,
    desk_command.desk,
    corpus_commands.check,
)
for command in COMMANDS:
    app.command()(command)
