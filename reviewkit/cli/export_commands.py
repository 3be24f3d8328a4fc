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
    body: Annotated[str, typer.Option(help="Only what this body is asked, by its name or id.")] = "",
    review: Annotated[str, typer.Option(help="Only this review, by its short title or id.")] = "",
    since: Annotated[str, typer.Option(help="Only reviews published since: 2015, or 2015-06.")] = "",
    kind: Annotated[str, typer.Option(help="Only this kind: recommendation, conclusion, quoted and so on.")] = "",
) -> None:
    """Write one table of all that is known of each recommendation, or read a person's changes in it back."""
    from reviewkit.base.dates import is_date

    if (out is None) == (edited is None):
        console.stop("table: name one of --out FILE and --in FILE")
    if edited is not None and not by.strip():
        console.stop("table --in: say who changed it, as in --by AB")
    if since and not is_date(since):
        console.stop(f"table --since: '{since}' is no date; write 2015, 2015-06 or 2015-06-10")
    filters = {"theme": theme, "body": body, "review": review, "since": since, "kind": kind}
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
