"""What changes a corpus, or looks at the whole of it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reviewkit.cli import console

if TYPE_CHECKING:
    from reviewkit.base.cache import StageCount
    from reviewkit.pipeline import Done


def run(
    context: typer.Context,
    notebooks: Annotated[bool, typer.Option("--notebooks", help="Run the notebooks too.")] = False,
) -> None:
    """Tables and figures from what is in the corpus; only what changed is read again."""
    from reviewkit import pipeline
    from reviewkit.cli import notebooks as cli_notebooks

    with console.exit_on_bad_input(), console.progress() as tell:
        done = pipeline.run(context.obj, tell)
        pages = cli_notebooks.run_notebooks(done.corpus.folders, tell) if notebooks else []
    console.say(_summary(done, pages))


def add(
    context: typer.Context,
    source: Annotated[str, typer.Argument(help="A PDF, a web page (HTML), or the address of one.")],
    title: Annotated[str, typer.Option(help="As published.")] = "",
    publisher: Annotated[str, typer.Option(help="Who published it.")] = "",
    date: Annotated[str, typer.Option(help="2025, 2025-06 or 2025-06-16, as far as it is known.")] = "",
    id: Annotated[str, typer.Option(help="Its permanent name; one of the catalogue's to give that its text.")] = "",
    kind: Annotated[str, typer.Option(help="What sort of document it is.")] = "",
    area: Annotated[str, typer.Option(help="Place or nations it covers.")] = "",
    cells: Annotated[
        list[str] | None, typer.Option("--set", help="Any other cell of its row, as in n_recommendations=12.")
    ] = None,
    contact: Annotated[str, typer.Option(help="Of an address: how its host may reach you.")] = "",
) -> None:
    """A newly published review into the catalogue and through the pipeline; what it does not say is proposed."""
    from reviewkit import pipeline

    given = {"title": title, "publisher": publisher, "date_published": date, "review_id": id, "kind": kind,
             "area": area}  # fmt: skip
    for cell in cells or []:
        name, divided, value = cell.partition("=")
        if not divided:
            console.stop(f"--set {cell}: write column=value")
        given[name.strip()] = value.strip()
    with console.exit_on_bad_input(), console.progress() as tell:
        entered, done = pipeline.add(source, given, context.obj, contact, tell)
    console.say("\n".join(entered.said))
    console.say(_summary(done, []))
    console.say(
        f"What it changed: {console.relative(done.corpus.folders.figures / 'changes.md')}, or reviewkit changes."
    )


def fetch(
    context: typer.Context,
    ids: Annotated[list[str] | None, typer.Argument(help="Of the catalogue; all, if none is named.")] = None,
    contact: Annotated[str, typer.Option(help="Said to each host: how it may reach you.")] = "",
) -> None:
    """Official documents of the catalogue into corpus/official; the only command, with add, that uses the network."""
    from reviewkit import pipeline

    with console.exit_on_bad_input(), console.progress() as tell:
        outcomes = pipeline.fetch(ids or (), context.obj, contact, tell)
    for one in outcomes:
        said = ": ".join(filter(None, [one.review_id, one.state, one.file or one.address, one.what]))
        console.say(said + (f"; {one.next_step}" if one.next_step else ""))
    states = [one.state for one in outcomes]
    console.say("; ".join(f"{state}: {states.count(state)}" for state in dict.fromkeys(states)) or "nothing to fetch")
    raise typer.Exit(1 if {"failed", "refused"} & set(states) else 0)


def changes(context: typer.Context) -> None:
    """What the last run changed, as Markdown on standard output; nothing where it changed nothing."""
    from reviewkit.base import paths
    from reviewkit.reports import change_report

    with console.exit_on_bad_input():
        said = change_report.last_changes(paths.folders(context.obj))
    sys.stdout.write(said)
    if not said:
        console.say("The last run changed nothing.")


def notebooks(context: typer.Context) -> None:
    """Run every notebook from top to bottom into build/notebooks/*.html."""
    from reviewkit import pipeline
    from reviewkit.cli import notebooks as cli_notebooks

    with console.exit_on_bad_input(), console.progress() as tell:
        pages = cli_notebooks.run_notebooks(pipeline.open_corpus(context.obj).folders, tell)
    console.say("\n".join(f"{console.relative(page)}" for page in pages))


def check(context: typer.Context) -> None:
    """The quality rules over the tables of the last run; exit code 1 where one fails."""
    from reviewkit import pipeline

    with console.exit_on_bad_input():
        faults = pipeline.check(pipeline.open_corpus(context.obj))
    for fault in faults.itertuples(index=False):
        console.say(f"{fault.document or 'corpus'}: {fault.what}: {fault.text}; {fault.next_step}")
    console.say(f"faults: {len(faults)}" if len(faults) else "every rule holds")
    raise typer.Exit(1 if len(faults) else 0)


def _summary(done: Done, pages: list[Path]) -> str:
    """What was read and made, what of it was done and what reused, and where to look."""
    folders = done.corpus.folders
    reviews, found = done.corpus.reviews, done.corpus.recommendations
    counted = reviews[reviews["in_denominator"] == "yes"]
    made = found[found["kind"] == "recommendation"]
    kinds = f"{len(found)} entries, {len(made)} of them recommendations"
    looked = [
        folders.figures / "README.md",
        folders.build / "briefing",
        *([folders.build / "notebooks"] if pages else []),
        folders.tables,
    ]
    return (
        f"{_work(done.work)}\n"
        f"Read {done.read} documents ({done.reused} kept from before): {kinds}, from {(counted['held'] > 0).sum()} of "
        f"{len(counted)} reviews; {len(done.corpus.problems)} problems.\n"
        f"Made {len(done.figures)} figures, {len(pages)} notebooks and the tables.\n"
        f"Look at {', '.join(console.relative(place) for place in looked)}."
    )


def _work(work: list[StageCount]) -> str:
    """What was done and what was reused, a line a stage."""
    width = max(len(each.stage) for each in work)
    rows = [f"{each.stage:<{width}}  {each.done:>5}  {each.reused:>6}" for each in work]
    return "\n".join([f"{'stage':<{width}}  {'done':>5}  {'reused':>6}", *rows])
