"""The command that sorts what was dropped into the inbox."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from reviewkit.cli import console
from reviewkit.cli.progress import task_progress

if TYPE_CHECKING:
    import pandas as pd

    from reviewkit.base.paths import Folders

MOST_REASONS = 3  # for one match, on the screen
WORDS = {
    "taken": "taken", "beside": "put beside the one in use", "held": "at hand already", "doubtful": "doubtful",
    "new": "in no catalogue", "unreadable": "cannot be used",
}  # fmt: skip


def inbox(
    context: typer.Context,
    take: Annotated[str, typer.Option(help="A file in corpus/inbox that you have looked at, to be taken.")] = "",
    id: Annotated[str, typer.Option(help="The review_id whose published text that file is.")] = "",
) -> None:
    """Match what you saved into corpus/inbox, under any name, to the catalogue by what it says of itself.

    PDF, saved web page (with its folder), folder of pages, .mht, Word and other texts that are read, zip of volumes or
    of any of these. What is sure goes to corpus/official; what is doubtful you are asked about, on a terminal, or it is
    listed with the command that settles it; what is new is proposed for the catalogue. Nothing is written over or
    deleted: taken files are moved to corpus/inbox/taken.
    """
    if bool(take) != bool(id):
        console.stop("--take and --id go together: reviewkit inbox --take FILE --id REVIEW_ID")
    with console.exit_on_bad_input(), task_progress() as (tell, ask):
        from reviewkit import pipeline
        from reviewkit.base import paths

        folders = paths.folders(context.obj)
        if take:
            rows = pipeline.take_from_inbox(take, id, folders.corpus, tell)
        else:
            rows = pipeline.inbox(folders.corpus, tell, ask)
    for row in rows.itertuples(index=False):
        console.say(_line(row))
    console.say(_summary(rows, folders))


def _line(row: tuple) -> str:
    """Say what became of one document."""
    cells = row._asdict()  # type: ignore[attr-defined]
    score = "" if cells["score"] != cells["score"] else f" ({cells['score']:.2f})"
    target = (
        f" -> {cells['document']}" if cells["document"] else f": {cells['review_id']}" if cells["review_id"] else ""
    )
    reasons = "; ".join(cells["reasons"].split("; ")[:MOST_REASONS])  # the table has them all
    why = cells["against"] if cells["state"] in ("doubtful", "new", "unreadable") else reasons
    before = "if it is a review: " if cells["state"] == "new" else ""
    step = f"\n    {before}{cells['next_step']}" if cells["next_step"] else ""
    return f"{WORDS[cells['state']]}: {cells['dropped']}{target}{score}{f': {why}' if why else ''}{step}"


def _summary(rows: pd.DataFrame, folders: Folders) -> str:
    """Say how many documents went which way, and what comes next."""
    page, folder = console.relative(folders.build / "collect.html"), console.relative(folders.inbox)
    if rows.empty:
        return f"{folder} is empty. Save into it what {page} names, under any name, and say reviewkit inbox again."
    states = rows["state"].value_counts()
    counts = "; ".join(f"{WORDS[state]}: {states[state]}" for state in WORDS if state in states)
    new = " reviewkit run reads what was taken." if {"taken", "beside"} & set(states.index) else ""
    return f"{counts}.{new} What is held and what is missing: {page}"
