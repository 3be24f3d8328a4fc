"""The commands. Standard output carries data, standard error progress and words.

Exit code 0: done; 1: a check failed; 2: bad usage or bad input, with one clear line.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from reviewkit import console

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.callback()
def reviewkit(
    corpus: Annotated[Path | None, typer.Option(help="Another corpus folder; all that is made goes inside it.")] = None,
) -> None:
    """What reviews of child sexual exploitation asked for, of whom, and how often the same things came back."""
    if corpus is not None:
        if not (corpus / "catalogue.csv").is_file():
            console.stop(f"{corpus}: has no catalogue.csv; name a corpus folder")
        os.environ["REVIEWKIT_CORPUS"] = str(corpus.resolve())


@app.command()
def run(
    notebooks: Annotated[bool, typer.Option("--notebooks", help="Run the notebooks too.")] = False,
) -> None:
    """Tables and figures from what is in the corpus; only what changed is read again."""
    from reviewkit import notebooks as notebook_pages
    from reviewkit import paths, pipeline

    with console.clear(), console.progress() as tell:
        done = pipeline.run(tell=tell)
        pages = notebook_pages.run(paths.places(), tell) if notebooks else []
    console.say(_summary(done, paths.places(), pages))


@app.command()
def changes() -> None:
    """What the last run changed, as Markdown on standard output; nothing where it changed nothing."""
    from reviewkit import paths

    file = paths.places().figures / "changes.md"
    if not file.is_file():
        console.stop(f"{console.near(file)}: is not there; reviewkit run makes it")
    said = file.read_text(encoding="utf-8")
    sys.stdout.write(said)
    if not said:
        console.say("The last run changed nothing.")


@app.command("notebooks")
def run_notebooks() -> None:
    """Run every notebook from top to bottom into build/notebooks/*.html."""
    from reviewkit import notebooks, paths, pipeline

    with console.clear(), console.progress() as tell:
        pipeline.opened()
        pages = notebooks.run(paths.places(), tell)
    console.say("\n".join(f"{console.near(page)}" for page in pages))


@app.command()
def recommendations(
    files: Annotated[list[Path], typer.Argument(help="Documents to read (PDF or HTML).")],
    format: Annotated[str, typer.Option(help="jsonl is what there is.")] = "jsonl",
) -> None:
    """The recommendations of documents, one JSON object each on standard output; no catalogue is needed."""
    import pandas as pd

    from reviewkit import paths, pipeline, tables

    if format != "jsonl":
        console.stop(f"--format {format}: only jsonl is there")
    answered = 0
    with console.clear(), console.progress() as tell:
        tell("documents", 0, len(files))
        bodies = tables.load(paths.places().corpus / "bodies.csv", "bodies")
        for done, (file, found, problems) in enumerate(pipeline.recommendations(files, bodies), start=1):
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


@app.command()
def themes(
    file: Annotated[Path, typer.Argument(help='One JSON object a line: {"id", "text", "addressed_to"}.')],
) -> None:
    """The themes of any recommendations, one JSON object each on standard output; no catalogue is needed."""
    from reviewkit import lines, paths, pipeline

    with console.clear():
        asked, problems = lines.asked(file)
        for problem in problems:
            console.say(problem)
        if asked.empty:
            raise typer.Exit(console.BAD_INPUT)
        for answer in pipeline.theming.answers(paths.places(), asked):
            sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")


@app.command()
def echoes(
    file: Annotated[
        Path, typer.Argument(help='One JSON object a line: {"id", "earlier", "earlier_to", "later", "later_to"}.')
    ],
) -> None:
    """Whether a later recommendation restates an earlier one, a JSON object each on standard output."""
    from reviewkit import lines, paths, pipeline

    with console.clear():
        asked, problems = lines.asked(file, ("earlier", "later"))
        for problem in problems:
            console.say(problem)
        if asked.empty:
            raise typer.Exit(console.BAD_INPUT)
        for answer in pipeline.echoing.answers(paths.places(), asked):
            sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")


@app.command()
def cycle(
    folder: Annotated[Path, typer.Option("--from", help="A folder with the five tables, as corpus/tables is one.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """The measures of the cycle from a folder of tables alone; no catalogue is needed."""
    from reviewkit import pipeline

    with console.clear():
        measured = pipeline.cycling.measured(folder)
    shown = json.dumps(measured, ensure_ascii=False) if as_json else "\n".join(pipeline.cycling.told(measured))
    sys.stdout.write(shown + "\n")


@app.command()
def codes(
    out: Annotated[Path | None, typer.Option(help="Write the codes there: csv, a row a recommendation.")] = None,
    back: Annotated[Path | None, typer.Option("--in", help="Take changed codes from there, as corrections.")] = None,
    by: Annotated[str, typer.Option(help="Who changed them: initials, or a role.")] = "",
    date: Annotated[str, typer.Option(help="When; today, if not given.")] = "",
) -> None:
    """Codes out to a table that a spreadsheet or NVivo can hold, and a person's changes in it back in."""
    from datetime import UTC, datetime

    from reviewkit import pipeline

    if (out is None) == (back is None):
        console.stop("codes: name one of --out FILE and --in FILE")
    if back is not None and not by:
        console.stop("codes --in: say who changed the codes, as in --by AB")
    with console.clear():
        if out is not None:
            console.say(f"{pipeline.theming.codes_out(out)} recommendations in {out}")
            return
        changes = pipeline.theming.codes_in(back, by, date or datetime.now(UTC).date().isoformat())
        console.say(f"{changes} corrections added to corrections.csv; reviewkit run applies them")


@app.command()
def evidence(
    rec_id: Annotated[str, typer.Argument(help="As in the first column of tables/recommendations.csv.")],
    out: Annotated[Path, typer.Option(help="The picture to write (png).")],
) -> None:
    """The place of a recommendation on its page, marked, as a picture."""
    from reviewkit import pipeline

    if out.suffix.lower() != ".png":
        console.stop(f"{out}: name a file that ends in .png")
    with console.clear():
        pipeline.show(rec_id).save(out)
    console.say(str(out))


@app.command()
def brief(
    out: Annotated[Path, typer.Option(help="The file to write; its ending says the form, if --format does not.")],
    format: Annotated[str, typer.Option(help="pptx, docx or html; if not given, the ending of --out.")] = "",
    theme: Annotated[str, typer.Option(help="On one theme, by its id in codebook.toml.")] = "",
    review: Annotated[str, typer.Option(help="On one review, by its review_id in catalogue.csv.")] = "",
    figures: Annotated[str, typer.Option(help="About these figures, by their names, divided by commas.")] = "",
) -> None:
    """A briefing on the whole, a theme, a review or chosen figures: slides, a Word document or a web page."""
    from reviewkit import pipeline

    chosen = tuple(name.strip() for name in figures.split(",") if name.strip())
    if sum(map(bool, (theme, review, chosen))) > 1:
        console.stop("brief: name one of --theme, --review and --figures")
    with console.clear():
        file = pipeline.brief(out, format, theme, review, chosen)
    console.say(str(file))


@app.command()
def check() -> None:
    """The quality rules over the tables of the last run; exit code 1 where one fails."""
    from reviewkit import pipeline

    with console.clear():
        faults = pipeline.check()
    for fault in faults.itertuples(index=False):
        console.say(f"{fault.document or 'corpus'}: {fault.what}: {fault.text}; {fault.next_step}")
    console.say(f"faults: {len(faults)}" if len(faults) else "every rule holds")
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
    """What was read and made, what of it was done and what reused, and where to look."""
    reviews, found = done.corpus.reviews, done.corpus.recommendations
    counted = reviews[reviews["in_denominator"] == "yes"]
    made = found[found["kind"] == "recommendation"]
    kinds = f"{len(found)} entries, {len(made)} of them recommendations"
    looked = [
        places.figures / "README.md",
        places.build / "briefing",
        *([places.build / "notebooks"] if pages else []),
        places.tables,
    ]
    return (
        f"{_work(done.work)}\n"
        f"Read {done.read} documents ({done.reused} kept from before): {kinds}, from {(counted['held'] > 0).sum()} of "
        f"{len(counted)} reviews; {len(done.corpus.problems)} problems.\n"
        f"Made {len(done.figures)} figures, {len(pages)} notebooks and the tables.\n"
        f"Look at {', '.join(console.near(place) for place in looked)}."
    )


def _work(work: list) -> str:
    """What was done and what was reused, a line a stage."""
    width = max(len(each.stage) for each in work)
    rows = [f"{each.stage:<{width}}  {each.done:>5}  {each.reused:>6}" for each in work]
    return "\n".join([f"{'stage':<{width}}  {'done':>5}  {'reused':>6}", *rows])
