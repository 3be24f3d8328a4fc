"""Commands that need no catalogue and no earlier run: answers as JSON on standard output."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reviewkit.cli import console

if TYPE_CHECKING:
    import pandas as pd

    from reviewkit.base.paths import Folders


def recommendations(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(help="Documents to read: PDF, web page, Word, OpenDocument, EPUB.")],
    format: Annotated[str, typer.Option(help="Only jsonl is available.")] = "jsonl",
) -> None:
    """Print the recommendations of documents, one JSON object a line; no catalogue is needed."""
    if format != "jsonl":
        console.stop(f"--format {format}: only jsonl is there")
    any_answered = False
    with console.exit_on_bad_input(), console.progress() as tell:
        import pandas as pd

        from reviewkit.base import paths
        from reviewkit.corpus import tables
        from reviewkit.extraction import reader

        tell("documents", 0, len(files))
        bodies = tables.load_or_empty(paths.corpus_folder(context.obj), "bodies")
        body_names = dict(zip(bodies["body_id"], bodies["name"], strict=True))
        for done, (file, rows, problems) in enumerate(reader.recommendations_of(files, bodies), start=1):
            tell("documents", done, len(files))
            for problem in problems.itertuples(index=False):
                page = "" if pd.isna(problem.page) else f", page {problem.page}"
                quotation = f" ({problem.text})" if problem.text else ""
                console.say(f"{file}{page}: {problem.what}{quotation}; {problem.next_step}")
            for row in rows.to_dict("records"):
                _write_json_line(_recommendation_object(file, row, body_names))
            any_answered |= problems.empty or not rows.empty
    if not any_answered:
        raise typer.Exit(console.BAD_INPUT)


def themes(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help='One JSON object a line: {"id", "text", "addressed_to"}.')],
) -> None:
    """Print the themes of any recommendations, one JSON object a line; no catalogue is needed."""
    with console.exit_on_bad_input(), console.progress():
        from reviewkit.cli import jsonl
        from reviewkit.coding.themes import theme_stage

        _write_answers(context, jsonl.read_requests(file), theme_stage.answers)


def echoes(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(help='One JSON object a line: {"id", "earlier", "earlier_to", "later", "later_to"}.')
    ],
) -> None:
    """Print whether each later recommendation restates an earlier one, one JSON object a line."""
    with console.exit_on_bad_input(), console.progress():
        from reviewkit.cli import jsonl
        from reviewkit.coding.echoes import echo_stage

        _write_answers(context, jsonl.read_requests(file, ("earlier", "later")), echo_stage.answers)


def cycle(
    context: typer.Context,
    folder: Annotated[Path, typer.Option("--from", help="A folder with the five tables, such as corpus/tables.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Print the measures of the cycle from a folder of tables alone; no catalogue is needed."""
    with console.exit_on_bad_input(), console.progress() as tell:
        from reviewkit.measures import measure_stage

        tell("measures", 0, 1)
        measures = measure_stage.measures_from(folder)
    if as_json:
        _write_json_line(measures)
    else:
        sys.stdout.write("\n".join(measure_stage.measure_lines(measures)) + "\n")


def _write_answers(
    context: typer.Context,
    requests_and_problems: tuple[pd.DataFrame, list[str]],
    answers: Callable[[Folders, pd.DataFrame], Iterable[dict[str, object]]],
) -> None:
    """Write an answer to each request of a file, a line each; exit with code 2 where it holds no request."""
    from reviewkit.base import paths

    requests, problems = requests_and_problems
    for problem in problems:
        console.say(problem)
    if requests.empty:
        raise typer.Exit(console.BAD_INPUT)
    for answer in answers(paths.folders(context.obj), requests):
        _write_json_line(answer)


def _write_json_line(answer: Mapping[str, object]) -> None:
    sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")


def _recommendation_object(file: Path, row: dict[str, object], body_names: dict[str, str]) -> dict[str, object]:
    """Return a recommendation as other programs read it."""
    from reviewkit.base.text import split_list
    from reviewkit.reading.web import web_pages

    web_page = web_pages.is_web_page(file)
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
        "confidence": row["confidence"],
        "items": split_list(str(row["items"])),
        "addressees": [body_names[body] for body in split_list(str(row["bodies"]))],
    }
