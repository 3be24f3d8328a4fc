"""What leaves: codes for a spreadsheet, a recommendation on its page, a briefing."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reviewkit.cli import console


def codes(
    context: typer.Context,
    out: Annotated[Path | None, typer.Option(help="Write the codes there: csv, a row a recommendation.")] = None,
    back: Annotated[Path | None, typer.Option("--in", help="Take changed codes from there, as corrections.")] = None,
    by: Annotated[str, typer.Option(help="Who changed them: initials, or a role.")] = "",
    date: Annotated[str, typer.Option(help="When; today, if not given.")] = "",
) -> None:
    """Codes out to a table that a spreadsheet or NVivo can hold, and a person's changes in it back in."""
    from datetime import UTC, datetime

    from reviewkit.base import paths
    from reviewkit.coding.themes import theme_stage

    if (out is None) == (back is None):
        console.stop("codes: name one of --out FILE and --in FILE")
    if back is not None and not by:
        console.stop("codes --in: say who changed the codes, as in --by AB")
    with console.exit_on_bad_input():
        folders = paths.folders(context.obj)
        if out is not None:
            console.say(f"{theme_stage.write_codes(folders, out)} recommendations in {out}")
            return
        changes = theme_stage.read_codes(folders, back, by, date or datetime.now(UTC).date().isoformat())
        console.say(f"{changes} corrections added to corrections.csv; reviewkit run applies them")


def evidence(
    context: typer.Context,
    rec_id: Annotated[str, typer.Argument(help="As in the first column of tables/recommendations.csv.")],
    out: Annotated[Path, typer.Option(help="The picture to write (png).")],
) -> None:
    """The place of a recommendation on its page, marked, as a picture."""
    from reviewkit import pipeline
    from reviewkit.reports import evidence_place

    if out.suffix.lower() != ".png":
        console.stop(f"{out}: name a file that ends in .png")
    with console.exit_on_bad_input():
        evidence_place.evidence_image(pipeline.open_corpus(context.obj), rec_id).save(out)
    console.say(str(out))


def brief(
    context: typer.Context,
    out: Annotated[Path, typer.Option(help="The file to write; its ending says the form, if --format does not.")],
    format: Annotated[str, typer.Option(help="pptx, docx or html; if not given, the ending of --out.")] = "",
    theme: Annotated[str, typer.Option(help="On one theme, by its id in codebook.toml.")] = "",
    review: Annotated[str, typer.Option(help="On one review, by its review_id in catalogue.csv.")] = "",
    figures: Annotated[str, typer.Option(help="About these figures, by their names, divided by commas.")] = "",
) -> None:
    """A briefing on the whole, a theme, a review or chosen figures: slides, a Word document or a web page."""
    from reviewkit import pipeline
    from reviewkit.reports import outputs

    chosen = tuple(name.strip() for name in figures.split(",") if name.strip())
    if sum(map(bool, (theme, review, chosen))) > 1:
        console.stop("brief: name one of --theme, --review and --figures")
    with console.exit_on_bad_input():
        file = outputs.write_requested_brief(pipeline.open_corpus(context.obj), out, format, theme, review, chosen)
    console.say(str(file))
