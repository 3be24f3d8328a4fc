"""The commands. Standard output carries data, standard error progress and words.

    corpus.py    what changes a corpus or looks at the whole of it: run, add, fetch, changes, notebooks, check
    answers.py   what needs no catalogue and no earlier run: recommendations, themes, echoes, cycle
    out.py       what leaves: codes, evidence, brief

Exit code 0: done; 1: a check failed; 2: bad usage or bad input, with one clear line.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reviewkit.cli import answer_commands, console, corpus_commands, export_commands

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.callback()
def reviewkit(
    context: typer.Context,
    folder: Annotated[
        Path | None, typer.Option("--corpus", help="Another corpus folder; all that is made goes inside it.")
    ] = None,
) -> None:
    """What reviews asked for, of whom, and how often the same things came back."""
    if folder is not None:
        if not (folder / "catalogue.csv").is_file():
            console.stop(f"{folder}: has no catalogue.csv; name a corpus folder")
        context.obj = folder.resolve()


for command in (
    corpus_commands.run,
    corpus_commands.add,
    corpus_commands.fetch,
    corpus_commands.changes,
    corpus_commands.notebooks,
):
    app.command()(command)
for command in (answer_commands.recommendations, answer_commands.themes, answer_commands.echoes, answer_commands.cycle):
    app.command()(command)
for command in (export_commands.codes, export_commands.evidence, export_commands.brief, corpus_commands.check):
    app.command()(command)
