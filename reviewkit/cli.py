"""The commands. Standard output carries data, standard error progress and words.

Exit code 0: done; 1: a check failed; 2: bad usage or bad input, with one clear line.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
BAD_INPUT = 2


@app.callback()
def reviewkit(
    corpus: Annotated[Path | None, typer.Option(help="Another corpus folder; all that is made goes inside it.")] = None,
) -> None:
    """What reviews of child sexual exploitation asked for, of whom, and how often the same things came back."""
    if corpus is not None:
        if not (corpus / "catalogue.csv").is_file():
            _stop(f"{corpus}: has no catalogue.csv; name a corpus folder")
        os.environ["REVIEWKIT_CORPUS"] = str(corpus.resolve())


@app.command()
def run(
    notebooks: Annotated[bool, typer.Option("--notebooks", help="Run the notebooks too.")] = False,
) -> None:
    """Tables and figures from what is in the corpus; only what changed is read again."""
    from reviewkit import notebooks as notebook_pages
    from reviewkit import paths, pipeline

    with _clear(), _progress() as tell:
        done = pipeline.run(tell=tell)
        pages = notebook_pages.run(paths.places(), tell) if notebooks else []
    _say(_summary(done, paths.places(), pages))


@app.command("notebooks")
def run_notebooks() -> None:
    """Run every notebook from top to bottom into build/notebooks/*.html."""
    from reviewkit import notebooks, paths, pipeline

    with _clear(), _progress() as tell:
        pipeline.opened()
        pages = notebooks.run(paths.places(), tell)
    _say("\n".join(f"{_near(page)}" for page in pages))


@app.command()
def recommendations(
    files: Annotated[list[Path], typer.Argument(help="Documents to read (PDF or HTML).")],
    format: Annotated[str, typer.Option(help="jsonl is what there is.")] = "jsonl",
) -> None:
    """The recommendations of documents, one JSON object each on standard output; no catalogue is needed."""
    import pandas as pd

    from reviewkit import paths, pipeline, tables

    if format != "jsonl":
        _stop(f"--format {format}: only jsonl is there")
    answered = 0
    with _clear(), _progress() as tell:
        tell("documents", 0, len(files))
        bodies = tables.load(paths.places().corpus / "bodies.csv", "bodies")
        for done, (file, found, problems) in enumerate(pipeline.recommendations(files, bodies), start=1):
            tell("documents", done, len(files))
            for problem in problems.itertuples(index=False):
                place = "" if pd.isna(problem.page) else f", page {problem.page}"
                shown = f" ({problem.text})" if problem.text else ""
                _say(f"{file}{place}: {problem.what}{shown}; {problem.next_step}")
            names = dict(zip(bodies["body_id"], bodies["name"], strict=True))
            for row in found.to_dict("records"):
                sys.stdout.write(json.dumps(_object(file, row, names), ensure_ascii=False) + "\n")
            answered += problems.empty or not found.empty
    if not answered:
        raise typer.Exit(BAD_INPUT)


@app.command()
def evidence(
    rec_id: Annotated[str, typer.Argument(help="As in the first column of tables/recommendations.csv.")],
    out: Annotated[Path, typer.Option(help="The picture to write (png).")],
) -> None:
    """The place of a recommendation on its page, marked, as a picture."""
    from reviewkit import pipeline

    if out.suffix.lower() != ".png":
        _stop(f"{out}: name a file that ends in .png")
    with _clear():
        pipeline.show(rec_id).save(out)
    _say(str(out))


@app.command()
def check() -> None:
    """The quality rules over the tables of the last run; exit code 1 where one fails."""
    from reviewkit import pipeline

    with _clear():
        faults = pipeline.check()
    for fault in faults.itertuples(index=False):
        _say(f"{fault.document or 'corpus'}: {fault.what}: {fault.text}; {fault.next_step}")
    _say(f"faults: {len(faults)}" if len(faults) else "every rule holds")
    raise typer.Exit(1 if len(faults) else 0)


def _object(file: Path, row: dict[str, object], names: dict[str, str]) -> dict[str, object]:
    """One recommendation as other programs read it."""
    from reviewkit import tables, web

    web_page = web.is_page(file)
    return {
        "file": file.name,
        "label": row["label"],
        "title": row["title"],
        "page": None if web_page else row["page"],
        "end_page": None if web_page else row["end_page"],
        "also_pages": [int(page) for page in tables.parts(str(row["also_pages"]))],
        "text": row["text"],
        "kind": row["kind"],
        "reason": row["reason"],
        "quoted_from": row["quoted_from"],
        "items": tables.parts(str(row["items"])),
        "addressees": [names[body] for body in tables.parts(str(row["bodies"]))],
    }


def _summary(done: object, places: object, pages: list[Path]) -> str:
    """Three lines: what was read, what was made, where to look."""
    reviews, found = done.corpus.reviews, done.corpus.recommendations
    counted = reviews[reviews["in_denominator"] == "yes"]
    made = found[found["kind"] == "recommendation"]
    kinds = f"{len(found)} entries, {len(made)} of them recommendations"
    looked = [places.figures / "README.md", *([places.build / "notebooks"] if pages else []), places.tables]
    return (
        f"Read {done.read} documents ({done.reused} kept from before): {kinds}, from {(counted['held'] > 0).sum()} of "
        f"{len(counted)} reviews; {len(done.corpus.problems)} problems.\n"
        f"Made {len(done.pictures)} figures, {len(pages)} notebooks and the tables.\n"
        f"Look at {', '.join(_near(place) for place in looked)}."
    )


def _near(path: Path) -> str:
    """A path as seen from here, where it is below."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


@contextmanager
def _clear() -> Iterator[None]:
    """Bad input is answered by one line and exit code 2."""
    from reviewkit import documents, tables

    try:
        yield
    except (tables.TableError, documents.DocumentError) as error:
        _stop(str(error))
    except FileNotFoundError as error:
        _stop(f"{error.filename}: is not there; check the name")


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """Progress on standard error: a bar on a screen, nothing in a log."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        bars = {}

        def tell(stage: str, done: int, of: int) -> None:
            if stage not in bars:
                bars[stage] = bar.add_task(stage, total=of)
            bar.update(bars[stage], completed=done, total=of)

        yield tell


def _say(words: str) -> None:
    """Words for a person, on standard error."""
    sys.stderr.write(words + "\n")


def _stop(words: str) -> None:
    """One clear line, and exit code 2."""
    _say(words)
    raise typer.Exit(BAD_INPUT)
