"""What needs no catalogue and no earlier run: answers as JSON on standard output."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reviewkit.cli import console

if TYPE_CHECKING:
    import pandas as pd

    from reviewkit.base.paths import Folders


def recommendations(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(help="Documents to read (PDF or HTML).")],
    format: Annotated[str, typer.Option(help="jsonl is what there is.")] = "jsonl",
) -> None:
    """The recommendations of documents, one JSON object each on standard output; no catalogue is needed."""
    import pandas as pd

    from reviewkit.base import paths
    from reviewkit.corpus import tables
    from reviewkit.extraction import reader

    if format != "jsonl":
        console.stop(f"--format {format}: only jsonl is there")
    answered = 0
    with console.exit_on_bad_input(), console.progress() as tell:
        tell("documents", 0, len(files))
        bodies = tables.load_or_empty(paths.corpus_folder(context.obj), "bodies")
        for done, (file, found, problems) in enumerate(reader.recommendations_of(files, bodies), start=1):
            tell("documents", done, len(files))
            for problem in problems.itertuples(index=False):
                place = "" if pd.isna(problem.page) else f", page {problem.page}"
                shown = f" ({problem.text})" if problem.text else ""
                console.say(f"{file}{place}: {problem.what}{shown}; {problem.next_step}")
            names = dict(zip(bodies["body_id"], bodies["name"], strict=True))
            for row in found.to_dict("records"):
                sys.stdout.write(json.dumps(_object(file, row, names), ensure_ascii=False) + "\n")
            answered += problems.empty or not found.empty
    if not answered:
        raise typer.Exit(console.BAD_INPUT)


def themes(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help='One JSON object a line: {"id", "text", "addressed_to"}.')],
) -> None:
    """The themes of any recommendations, one JSON object each on standard output; no catalogue is needed."""
    from reviewkit.cli import jsonl
    from reviewkit.coding.themes import theme_stage

    with console.exit_on_bad_input():
        _answered(context, jsonl.read_requests(file), theme_stage.answers)


def echoes(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(help='One JSON object a line: {"id", "earlier", "earlier_to", "later", "later_to"}.')
    ],
) -> None:
    """Whether a later recommendation restates an earlier one, a JSON object each on standard output."""
    from reviewkit.cli import jsonl
    from reviewkit.coding.echoes import echo_stage

    with console.exit_on_bad_input():
        _answered(context, jsonl.read_requests(file, ("earlier", "later")), echo_stage.answers)


def cycle(
    context: typer.Context,
    folder: Annotated[Path, typer.Option("--from", help="A folder with the five tables, as corpus/tables is one.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """The measures of the cycle from a folder of tables alone; no catalogue is needed."""
    from reviewkit.measures import measure_stage

    with console.exit_on_bad_input():
        measured = measure_stage.measures_from(folder)
    shown = json.dumps(measured, ensure_ascii=False) if as_json else "\n".join(measure_stage.measure_lines(measured))
    sys.stdout.write(shown + "\n")


def _answered(
    context: typer.Context,
    read: tuple[pd.DataFrame, list[str]],
    answers: Callable[[Folders, pd.DataFrame], Iterable[dict[str, object]]],
) -> None:
    """What was read of a file, with its problems, and what answers it: an object a line; exit 2 where nothing is."""
    from reviewkit.base import paths

    asked, problems = read
    for problem in problems:
        console.say(problem)
    if asked.empty:
        raise typer.Exit(console.BAD_INPUT)
    for answer in answers(paths.folders(context.obj), asked):
        sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")


def _object(file: Path, row: dict[str, object], names: dict[str, str]) -> dict[str, object]:
    """One recommendation as other programs read it."""
    from reviewkit.base.text import split_list
    from reviewkit.reading.web import web_pages

    web_page = web_pages.is_page(file)
    return {
        "file": file.name,
        "label": row["label"],
        "title": row["title"],
        "page": None if web_page else row["page"],
        "end_page": None if web_page else row["end_page"],
        "also_pages": [int(page) for page in split_list(str(row["also_pages"]))],
        "text": row["text"],
        "kind": row["kind"],
        "reason": row["reason"],
        "quoted_from": row["quoted_from"],
        "items": split_list(str(row["items"])),
        "addressees": [names[body] for body in split_list(str(row["bodies"]))],
    }
