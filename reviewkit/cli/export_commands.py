"""Commands that write files for others: tables for a spreadsheet, a recommendation on its page, a briefing."""

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
    if (out is None) == (edited is None):
        console.stop("codes: name one of --out FILE and --in FILE")
    if edited is not None and not by:
        console.stop("codes --in: say who changed the codes, as in --by AB")
    with console.exit_on_bad_input(), console.progress():
        from reviewkit.base import paths
        from reviewkit.coding.themes import theme_stage

        folders = paths.folders(context.obj)
        if out is not None:
            console.say(f"{theme_stage.write_codes(folders, out)} recommendations in {out}")
        if edited is not None:
            changes = theme_stage.read_codes(folders, edited, by, date or _today(), why)
            console.say(f"{changes} corrections added to corrections.csv; reviewkit run applies them")


def table(
    context: typer.Context,
    out: Annotated[
        Path | None, typer.Option(help="Write the table to this file, .xlsx or .csv, a row a recommendation.")
    ] = None,
    edited: Annotated[
        Path | None, typer.Option("--in", help="Read such a file as a person changed it; changes become corrections.")
    ] = None,
    by: Annotated[str, typer.Option(help="Who changed it: initials, or a role.")] = "",
    why: Annotated[str, typer.Option(help="Why it was changed, in a few words.")] = "",
    theme: Annotated[str, typer.Option(help="Only this theme, by its name or id.")] = "",
    body: Annotated[
        str, typer.Option(help="Only what this body is asked, by its name or id, or a kind of body: police.")
    ] = "",
    review: Annotated[str, typer.Option(help="Only this review, by its short title or id.")] = "",
    since: Annotated[str, typer.Option(help="Only reviews published since: 2015, or 2015-06.")] = "",
    until: Annotated[str, typer.Option(help="Only reviews published until, that year or month included.")] = "",
    words: Annotated[str, typer.Option(help="Only texts with words that begin so: 'taxi train'.")] = "",
    answer: Annotated[str, typer.Option(help="Only what was answered so: accepted, rejected, no answer known.")] = "",
    kind: Annotated[str, typer.Option(help="Only this kind: recommendation, conclusion, quoted and so on.")] = "",
) -> None:
    """Write one table of all that is known of each recommendation, or read a person's changes in it back."""
    from reviewkit.base.dates import is_date

    if (out is None) == (edited is None):
        console.stop("table: name one of --out FILE and --in FILE")
    if edited is not None and not by.strip():
        console.stop("table --in: say who changed it, as in --by AB")
    for name, date in (("since", since), ("until", until)):
        if date and not is_date(date):
            console.stop(f"table --{name}: '{date}' is no date; write 2015, 2015-06 or 2015-06-10")
    filters = {"theme": theme, "body": body, "review": review, "since": since, "until": until, "words": words}
    filters |= {"answer": answer, "kind": kind}
    if edited is not None and any(filters.values()):
        console.stop("table --in: takes no filter; rows that are left out of the file are left as they are")
    with console.exit_on_bad_input():
        if out is not None:
            _write_table(context, out, filters)
        if edited is not None:
            _read_table(context, edited, by.strip(), why)


def _write_table(context: typer.Context, out: Path, filters: dict[str, str]) -> None:
    from reviewkit import pipeline
    from reviewkit.reports import workbook

    workbook.check_form(out)  # before anything is opened
    rows = workbook.write(pipeline.open_corpus(context.obj), out, **filters)
    console.say(f"{rows} recommendations in {out}; reviewkit table --in {out} --by INITIALS takes changes back")


def _read_table(context: typer.Context, edited: Path, by: str, why: str) -> None:
    from reviewkit import pipeline
    from reviewkit.corpus import corrections
    from reviewkit.reports import workbook_changes

    corpus = pipeline.open_corpus(context.obj)
    returned = workbook_changes.changes(corpus, edited)
    rows = [row | {"by": by, "why": why} for row in returned.corrections]
    count = corrections.append(corpus.folders, rows) if rows else 0
    for line in returned.told:
        console.say(line)
    console.say(f"{count} corrections added to corrections.csv; reviewkit run applies them")
    if returned.told:
        console.say(f"cells that were not understood: {len(returned.told)}; what was understood is taken")
        raise typer.Exit(console.FAILED)


def _today() -> str:
    from datetime import UTC, datetime

    return datetime.now(UTC).date().isoformat()


def evidence(
    context: typer.Context,
    rec_id: Annotated[str, typer.Argument(help="The rec_id, the first column of tables/recommendations.csv.")],
    out: Annotated[Path, typer.Option(help="The picture to write; its name ends in .png.")],
) -> None:
    """Draw the page that prints a recommendation, with the recommendation marked."""
    if out.suffix.lower() != ".png":
        console.stop(f"{out}: name a file that ends in .png")
    with console.exit_on_bad_input(), console.progress() as tell:
        from reviewkit import pipeline
        from reviewkit.reports import evidence_card

        evidence_card.evidence_image(pipeline.open_corpus(context.obj, tell), rec_id).save(out)
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
    from reviewkit.reports import forms

    figure_names = tuple(name.strip() for name in figures.split(",") if name.strip())
    if sum(map(bool, (theme, review, figure_names))) > 1:
        console.stop("brief: name one of --theme, --review and --figures")
    with console.exit_on_bad_input():
        forms.check_form(out, format)
        _check_names(context.obj, theme, review, figure_names)
    with console.exit_on_bad_input(), console.progress() as tell:
        from reviewkit import pipeline
        from reviewkit.reports import outputs

        corpus = pipeline.open_corpus(context.obj, tell)
        file = outputs.write_requested_brief(corpus, out, format, theme, review, figure_names, tell)
    console.say(str(file))


def _check_names(folder: Path | None, theme: str = "", review: str = "", figures: tuple[str, ...] = ()) -> None:
    """Raise `InputError` for a theme, a review or a figure that there is not, before anything heavy is loaded."""
    from reviewkit.base import paths
    from reviewkit.corpus import known_names
    from reviewkit.figures import names

    corpus = paths.folders(folder).corpus
    if theme:
        known_names.check_theme(corpus, theme)
    if review:
        known_names.check_review(corpus, review)
    names.check_figures(figures)


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
