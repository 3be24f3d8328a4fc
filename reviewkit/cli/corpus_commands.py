"""Commands that change a corpus or look at the whole of it."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reviewkit.cli import console
from reviewkit.cli.progress import task_progress

if TYPE_CHECKING:
    from reviewkit.acquisition.add import Entered
    from reviewkit.base.cache import StageCount
    from reviewkit.pipeline import Done


FETCH = " To rest on published texts: reviewkit fetch; build/collect.html lists what else to open and save into inbox/."


def run(
    context: typer.Context,
    notebooks: Annotated[bool, typer.Option("--notebooks", help="Run the notebooks too.")] = False,
    ocr: Annotated[
        bool, typer.Option("--ocr", help="Recognise the text of scans first, by OCRmyPDF, if it is installed.")
    ] = False,
    dask: Annotated[str, typer.Option(help="The address of a Dask scheduler, whose workers share the work.")] = "",
) -> None:
    """Make tables, figures and the briefing pack from what is in the corpus; only what changed is read again."""
    with console.exit_on_bad_input(), console.progress() as tell:
        from reviewkit import pipeline
        from reviewkit.base import parallel
        from reviewkit.cli import notebooks as cli_notebooks

        with parallel.cluster(dask) if dask else nullcontext():
            done = pipeline.run(context.obj, tell, ocr)
        pages = cli_notebooks.run_notebooks(done.corpus.folders, tell) if notebooks else []
    for fault in done.unrecognised:
        console.say(fault)
    console.say(_summary(done, pages))


def add(
    context: typer.Context,
    source: Annotated[str, typer.Argument(help="A PDF, web page, Word file or e-book, or the address of one.")],
    title: Annotated[str, typer.Option(help="The title as published.")] = "",
    publisher: Annotated[str, typer.Option(help="Who published it.")] = "",
    date: Annotated[
        str, typer.Option(help="When it was published: 2025, 2025-06 or 2025-06-16, as far as it is known.")
    ] = "",
    id: Annotated[
        str, typer.Option(help="The review_id: a new permanent name, or that of a review whose text this is.")
    ] = "",
    kind: Annotated[
        str, typer.Option(help="What sort of document it is; proposed from its title, asked on a terminal.")
    ] = "",
    area: Annotated[str, typer.Option(help="The place or nations that it covers.")] = "",
    cells: Annotated[
        list[str] | None, typer.Option("--set", help="Any other cell of its row, as in n_recommendations=12.")
    ] = None,
    contact: Annotated[str, typer.Option(help="For an address: how its host can reach you.")] = "",
) -> None:
    """Enter a newly published review into the catalogue and run the corpus with it.

    Cells that you do not give are proposed from the document. What it lacks is named before anything is run or written;
    what is not counted is said last.
    """
    catalogue_cells = {"title": title, "publisher": publisher, "date_published": date, "review_id": id, "kind": kind,
                       "area": area}  # fmt: skip
    catalogue_cells |= _cells_set(cells or [])
    with console.exit_on_bad_input(), task_progress() as (tell, ask):
        from reviewkit import pipeline

        entered, done = pipeline.add(source, catalogue_cells, context.obj, contact, tell, ask)
    _say_added(entered, done)


def fetch(
    context: typer.Context,
    ids: Annotated[
        list[str] | None, typer.Argument(help="Reviews to fetch, by review_id; the whole catalogue, if none is named.")
    ] = None,
    contact: Annotated[str, typer.Option(help="How a host can reach you; it is told to each one.")] = "",
) -> None:
    """Fetch official documents into corpus/official, by addresses.csv; only fetch and add use the network.

    It says for each review what to do next: first what was got, then which address to open by hand in a browser.
    """
    with console.exit_on_bad_input(), console.progress() as tell:
        from reviewkit import pipeline
        from reviewkit.acquisition import sources

        outcomes = pipeline.fetch(ids or (), context.obj, contact, tell)
        lines = sources.report_lines(outcomes)
    console.say("\n".join(lines))
    states = [outcome.state for outcome in outcomes]
    console.say("; ".join(f"{state}: {states.count(state)}" for state in dict.fromkeys(states)) or "nothing to fetch")
    raise typer.Exit(console.FAILED if {"failed", "refused"} & set(states) else 0)


def changes(
    context: typer.Context,
    number: Annotated[
        int | None, typer.Option(help="An earlier run that changed something: 1 is the first; the last, if not given.")
    ] = None,
) -> None:
    """Print what the last run changed, as Markdown; nothing is printed where it changed nothing."""
    with console.exit_on_bad_input(), console.progress():
        from reviewkit.base import paths
        from reviewkit.reports import change_report

        folders = paths.folders(context.obj)
        report, numbers = change_report.last_changes(folders, number), change_report.kept_numbers(folders)
    sys.stdout.write(report)
    if not report:
        console.say("The last run changed nothing.")
    earlier = numbers[:-1] if report else numbers
    if number is None and earlier:
        console.say(f"Earlier changes: reviewkit changes --number 1{f' to {earlier[-1]}' if len(earlier) > 1 else ''}.")


def notebooks(context: typer.Context) -> None:
    """Run every notebook from top to bottom and write each as a web page into build/notebooks."""
    with console.exit_on_bad_input(), console.progress() as tell:
        from reviewkit import pipeline
        from reviewkit.cli import notebooks as cli_notebooks

        pages = cli_notebooks.run_notebooks(pipeline.open_corpus(context.obj, tell).folders, tell)
    console.say("\n".join(f"{console.relative(page)}" for page in pages))


def check(context: typer.Context) -> None:
    """Check the tables of the last run by the quality rules; exit code 1 where one fails."""
    with console.exit_on_bad_input(), console.progress():
        from reviewkit import pipeline

        faults = pipeline.check(pipeline.open_corpus(context.obj))
    for fault in faults.itertuples(index=False):
        console.say(f"{fault.document or 'corpus'}: {fault.what}: {fault.text}; {fault.next_step}")
    console.say(f"faults: {len(faults)}" if len(faults) else "every rule holds")
    raise typer.Exit(console.FAILED if len(faults) else 0)


def _cells_set(assignments: list[str]) -> dict[str, str]:
    """Return the cells of `--set column=value`, by column."""
    cells = {}
    for assignment in assignments:
        column, equals, value = assignment.partition("=")
        if not equals:
            console.stop(f"--set {assignment}: write column=value")
        cells[column.strip()] = value.strip()
    return cells


def _say_added(entered: Entered, done: Done) -> None:
    """Say what was taken from where, what the run did, and last and in bold what is not counted."""
    from reviewkit.corpus import denominator

    console.say("\n".join(entered.origins))
    console.say(_summary(done, []))
    console.say(
        f"What it changed: {console.relative(done.corpus.folders.figures / 'changes.md')}, or reviewkit changes."
    )
    added = done.corpus.reviews.set_index("review_id", drop=False).loc[entered.review_id].to_dict()
    note = denominator.not_counted_note(added)
    if note:
        console.say_in_bold(note)


def _summary(done: Done, pages: list[Path]) -> str:
    """Say what a run read and made, how much of each stage was done and reused, and where to look."""
    from reviewkit.corpus import denominator, provenance
    from reviewkit.measures import digest_check

    folders, entries = done.corpus.folders, done.corpus.recommendations
    counted = denominator.counted_reviews(done.corpus.reviews)
    evidence = provenance.weigh(entries, done.corpus.reviews)
    kinds = f"{len(entries)} entries, {len(denominator.own_recommendations(entries))} of them recommendations"
    results = [
        folders.figures / "README.md",
        folders.build / "briefing",
        *([folders.build / "notebooks"] if pages else []),
        folders.tables,
    ]
    checked = digest_check.digest_check_sentences(digest_check.compare_with_digests(done.corpus))
    return (
        f"{_stage_table(done.work)}\n"
        f"Read {done.read} documents ({done.reused} kept from before): {kinds}, from {(counted['held'] > 0).sum()} of "
        f"{len(counted)} reviews; {_problems_in_words(done)}\n"
        f"{provenance.sentence(evidence)}{FETCH if evidence.paraphrased else ''}\n"
        f"{''.join(f'{sentence}{chr(10)}' for sentence in checked)}"
        f"Made {len(done.figures)} figures, {len(pages)} notebooks and the tables.\n"
        f"Look at {', '.join(console.relative(path) for path in results)}."
    )


def _problems_in_words(done: Done) -> str:
    """Say how many problems there are and where they stand, and name each published text that holds too little."""
    from reviewkit.corpus.catalogue import SHORT_LIST

    problems = done.corpus.problems
    where = f" ({console.relative(done.corpus.folders.tables / 'problems.csv')})" if len(problems) else ""
    short = problems.loc[problems["what"] == SHORT_LIST, "text"]
    named = "".join(f"\nLook first at {text}." for text in short)
    return f"{len(problems)} problems{where}.{named}"


def _stage_table(work: list[StageCount]) -> str:
    """Return how much of each stage was done and reused, a line a stage."""
    width = max(len(count.stage) for count in work)
    rows = [f"{count.stage:<{width}}  {count.done:>5}  {count.reused:>6}" for count in work]
    return "\n".join([f"{'stage':<{width}}  {'done':>5}  {'reused':>6}", *rows])
