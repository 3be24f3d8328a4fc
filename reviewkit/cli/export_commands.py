"""Commands that write files for others: codes for a spreadsheet, a recommendation on its page, a briefing."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reviewkit.cli import console


def codes(
    context: typer.Context,
    out: Annotated[Path | None, typer.Option(help="Write the codes to this CSV file, a row a recommendation.")] = None,
    edited: Annotated[
        Path | None, typer.Option("--in", help="Read such a file as a person changed it; changes become corrections.")
    ] = None,
    by: Annotated[str, typer.Option(help="Who changed the codes: initials, or a role.")] = "",
    date: Annotated[str, typer.Option(help="When they were changed; today, if not given.")] = "",
    why: Annotated[str, typer.Option(help="Why they were changed, in a few words.")] = "",
) -> None:
    """Write the codes as a table for a spreadsheet or NVivo, or read a person's changes in it back."""
    from reviewkit.base import paths
    from reviewkit.coding.themes import theme_stage

    if (out is None) == (edited is None):
        console.stop("codes: name one of --out FILE and --in FILE")
    if edited is not None and not by:
        console.stop("codes --in: say who changed the codes, as in --by AB")
    with console.exit_on_bad_input():
        folders = paths.folders(context.obj)
        if out is not None:
            console.say(f"{theme_stage.write_codes(folders, out)} recommendations in {out}")
        if edited is not None:
            changes = theme_stage.read_codes(folders, edited, by, date or _today(), why)
            console.say(f"{changes} corrections added to corrections.csv; reviewkit run applies them")


def _today() -> str:
    from datetime import UTC, datetime

    return datetime.now(UTC).date().isoformat()


def evidence(
    context: typer.Context,
    rec_id: Annotated[str, typer.Argument(help="The rec_id, the first column of tables/recommendations.csv.")],
    out: Annotated[Path, typer.Option(help="The picture to write; its name ends in .png.")],
) -> None:
    """Draw the page that prints a recommendation, with the recommendation marked."""
    from reviewkit import pipeline
    from reviewkit.reports import evidence_card

    if out.suffix.lower() != ".png":
        console.stop(f"{out}: name a file that ends in .png")
    with console.exit_on_bad_input():
        evidence_card.evidence_image(pipeline.open_corpus(context.obj), rec_id).save(out)
    console.say(str(out))


def brief(
    context: typer.Context,
    out: Annotated[Path, typer.Option(help="The file to write.")],
    format: Annotated[str, typer.Option(help="pptx, docx or html; the ending of --out, if not given.")] = "",
    theme: Annotated[str, typer.Option(help="On this theme, by its id in codebook.toml.")] = "",
    review: Annotated[str, typer.Option(help="On this review, by its review_id in catalogue.csv.")] = "",
    figures: Annotated[str, typer.Option(help="On these figures, by their names, divided by commas.")] = "",
) -> None:
    """Write a briefing on the corpus, a theme, a review or chosen figures: slides, a Word document or a web page."""
    from reviewkit import pipeline
    from reviewkit.reports import outputs

    figure_names = tuple(name.strip() for name in figures.split(",") if name.strip())
    if sum(map(bool, (theme, review, figure_names))) > 1:
        console.stop("brief: name one of --theme, --review and --figures")
    with console.exit_on_bad_input():
        corpus = pipeline.open_corpus(context.obj)
        file = outputs.write_requested_brief(corpus, out, format, theme, review, figure_names)
    console.say(str(file))


def exchange(
    context: typer.Context,
    out: Annotated[
        Path | None, typer.Option(help="Write a project (.qdpx) or the code book alone (.qdc) to this file.")
    ] = None,
    coded: Annotated[
        Path | None, typer.Option("--in", help="Read another coder's codes in such a project; they become corrections.")
    ] = None,
    by: Annotated[str, typer.Option(help="Who coded: initials, or a role; of several coders in the file, which.")] = "",
    why: Annotated[str, typer.Option(help="Why, in a few words; the coder's own notes, if not given.")] = "",
    date: Annotated[str, typer.Option(help="When they coded, as far as it should be noted.")] = "",
    complete: Annotated[
        bool, typer.Option(help="They gave all themes of each recommendation that they coded: the others become a no.")
    ] = False,
) -> None:
    """Write recommendations, themes and codes for NVivo, MAXQDA or ATLAS.ti (REFI-QDA), or read a coder's back."""
    if (out is None) == (coded is None):
        console.stop("exchange: name one of --out FILE and --in FILE")
    file = out or coded
    endings = (".qdpx", ".qdc") if out else (".qdpx",)
    if file is not None and file.suffix.lower() not in endings:
        console.stop(f"{file}: name a file that ends in {' or '.join(endings)}")
    if coded is not None and not by.strip():
        console.stop("exchange --in: say who coded, as in --by AB")
    with console.exit_on_bad_input():
        if out is not None:
            _write_exchange(context, out)
        elif coded is not None:
            _read_exchange(context, coded, {"by": by.strip(), "why": why, "date": date}, complete)


def _write_exchange(context: typer.Context, out: Path) -> None:
    """Write a project or a code book."""
    from reviewkit import pipeline
    from reviewkit.base import atomic
    from reviewkit.reports import exchange_format, exchange_project

    corpus = pipeline.open_corpus(context.obj)
    if out.suffix.lower() == ".qdc":
        project = exchange_project.codebook_of(corpus)
        atomic.write(out, exchange_format.codebook_bytes(project))
        console.say(f"{len(project.codes)} themes in {out}")
        return
    console.say("putting texts and places together; documents given whole take some time at first, to mask names")
    with console.progress() as tell:
        project = exchange_project.project_of(corpus, tell)
    atomic.write(out, exchange_format.project_bytes(project))
    selections = sum(len(source.selections) for source in project.sources)
    console.say(f"{selections} recommendations of {len(project.sources)} documents in {out}")


def _read_exchange(context: typer.Context, coded: Path, signed: dict[str, str], complete: bool) -> None:
    """Print the agreement with a coder, say what is not understood, and add their corrections."""
    from reviewkit import pipeline
    from reviewkit.corpus import corrections
    from reviewkit.reports import exchange_parsing, exchange_reading

    project = exchange_parsing.read_project(coded)  # before the corpus, which takes seconds
    corpus = pipeline.open_corpus(context.obj)
    reading = exchange_reading.read_coder(corpus, project, **signed, complete=complete)
    for message in reading.messages:
        console.say(message)
    if len(reading.agreement):
        console.say(
            "agreement over all recommendations of the documents in which they coded; theirs: how many they gave"
        )
        typer.echo(reading.agreement.to_string(index=False))
    if not reading.corrections:
        console.say("no correction: the file says nothing of another coder that the corpus does not hold")
        return
    count = corrections.append(corpus.folders, reading.corrections)
    console.say(f"{count} corrections added to corrections.csv; reviewkit run applies them")


def cite(
    context: typer.Context,
    out: Annotated[Path, typer.Option(help="The file to write; its name ends in .ris or .bib.")],
) -> None:
    """Write the documents of the catalogue for a reference manager: RIS, or BibTeX."""
    from reviewkit.base import paths
    from reviewkit.reports import citations

    with console.exit_on_bad_input():
        console.say(f"{citations.write_citations(paths.folders(context.obj), out)} documents in {out}")
