"""What changes a corpus, or looks at the whole of it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reviewkit import console

if TYPE_CHECKING:
    from reviewkit.kept import Work
    from reviewkit.paths import Places
    from reviewkit.pipeline import Done


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


def add(
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
    from reviewkit import paths, pipeline

    given = {"title": title, "publisher": publisher, "date_published": date, "review_id": id, "kind": kind,
             "area": area}  # fmt: skip
    for cell in cells or []:
        name, divided, value = cell.partition("=")
        if not divided:
            console.stop(f"--set {cell}: write column=value")
        given[name.strip()] = value.strip()
    with console.clear(), console.progress() as tell:
        entered, done = pipeline.add(source, given, contact=contact, tell=tell)
    console.say("\n".join(entered.said))
    console.say(_summary(done, paths.places(), []))
    console.say(f"What it changed: {console.near(paths.places().figures / 'changes.md')}, or reviewkit changes.")


def fetch(
    ids: Annotated[list[str] | None, typer.Argument(help="Of the catalogue; all, if none is named.")] = None,
    contact: Annotated[str, typer.Option(help="Said to each host: how it may reach you.")] = "",
) -> None:
    """Official documents of the catalogue into corpus/official; the only command, with add, that uses the network."""
    from reviewkit import pipeline

    with console.clear(), console.progress() as tell:
        outcomes = pipeline.fetch(ids or (), contact=contact, tell=tell)
    for one in outcomes:
        said = ": ".join(filter(None, [one.review_id, one.state, one.file or one.address, one.what]))
        console.say(said + (f"; {one.next_step}" if one.next_step else ""))
    states = [one.state for one in outcomes]
    console.say("; ".join(f"{state}: {states.count(state)}" for state in dict.fromkeys(states)) or "nothing to fetch")
    raise typer.Exit(1 if {"failed", "refused"} & set(states) else 0)


def changes() -> None:
    """What the last run changed, as Markdown on standard output; nothing where it changed nothing."""
    from reviewkit import paths, pipeline

    with console.clear():
        said = pipeline.changing.last(paths.places())
    sys.stdout.write(said)
    if not said:
        console.say("The last run changed nothing.")


def notebooks() -> None:
    """Run every notebook from top to bottom into build/notebooks/*.html."""
    from reviewkit import notebooks as pages_of
    from reviewkit import paths, pipeline

    with console.clear(), console.progress() as tell:
        pipeline.opened()
        pages = pages_of.run(paths.places(), tell)
    console.say("\n".join(f"{console.near(page)}" for page in pages))


def check() -> None:
    """The quality rules over the tables of the last run; exit code 1 where one fails."""
    from reviewkit import pipeline

    with console.clear():
        faults = pipeline.check()
    for fault in faults.itertuples(index=False):
        console.say(f"{fault.document or 'corpus'}: {fault.what}: {fault.text}; {fault.next_step}")
    console.say(f"faults: {len(faults)}" if len(faults) else "every rule holds")
    raise typer.Exit(1 if len(faults) else 0)


def _summary(done: Done, places: Places, pages: list[Path]) -> str:
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


def _work(work: list[Work]) -> str:
    """What was done and what was reused, a line a stage."""
    width = max(len(each.stage) for each in work)
    rows = [f"{each.stage:<{width}}  {each.done:>5}  {each.reused:>6}" for each in work]
    return "\n".join([f"{'stage':<{width}}  {'done':>5}  {'reused':>6}", *rows])
