"""The commands. Standard output carries data, standard error progress and words.

    corpus.py    what changes a corpus or looks at the whole of it: run, add, fetch, changes, notebooks, check
    answers.py   what needs no catalogue and no earlier run: recommendations, themes, echoes, cycle
    out.py       what leaves: codes, evidence, brief

Exit code 0: done; 1: a check failed; 2: bad usage or bad input, with one clear line.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from reviewkit import console
from reviewkit.cli import answers, corpus, out

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.callback()
def reviewkit(
    folder: Annotated[
        Path | None, typer.Option("--corpus", help="Another corpus folder; all that is made goes inside it.")
    ] = None,
) -> None:
    """What reviews asked for, of whom, and how often the same things came back."""
    if folder is not None:
        if not (folder / "catalogue.csv").is_file():
            console.stop(f"{folder}: has no catalogue.csv; name a corpus folder")
        os.environ["REVIEWKIT_CORPUS"] = str(folder.resolve())


for command in (corpus.run, corpus.add, corpus.fetch, corpus.changes, corpus.notebooks):
    app.command()(command)
for command in (answers.recommendations, answers.themes, answers.echoes, answers.cycle):
    app.command()(command)
for command in (out.codes, out.evidence, out.brief, corpus.check):
    app.command()(command)
