"""The command that serves the desk until it is stopped."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from reviewkit.cli import console

UNTIL_WARM = 5  # seconds: the first review is shown before anything else is loaded


def desk(
    context: typer.Context,
    review: Annotated[str, typer.Option(help="The review to begin with, by its review_id.")] = "",
    port: Annotated[int, typer.Option(help="The port; a free one, if none is named.", min=0, max=65535)] = 0,
    in_frame: Annotated[bool, typer.Option("--in-frame", help="For a notebook, which shows it in a frame.")] = False,
) -> None:
    """Check a review's list against its pages, on a page that this machine alone can open; stop with Ctrl-C."""
    import asyncio

    from reviewkit.base import paths
    from reviewkit.desk import server, state

    with console.exit_on_bad_input():
        folders = paths.folders(context.obj)
        sockets = server.bind(port)
        with console.progress() as tell:
            opened = state.Desk(folders, tell)
        if review:
            opened.catalogue_row(review)

        async def until_stopped() -> None:
            served = server.serve(opened, sockets, in_frame)
            sys.stdout.write(served.address + (f"#{review}" if review else "") + "\n")
            sys.stdout.flush()
            console.say(f"The desk of {console.relative(folders.corpus)} is open at that address; Ctrl-C closes it.")
            await asyncio.sleep(UNTIL_WARM)
            await asyncio.get_running_loop().run_in_executor(None, opened.warm)
            await asyncio.Event().wait()

        try:
            asyncio.run(until_stopped())
        except KeyboardInterrupt:
            console.say("The desk is closed. What was said is in corrections.csv; reviewkit run applies it.")
