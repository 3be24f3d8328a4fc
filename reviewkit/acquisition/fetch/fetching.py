"""Catalogue -> official documents: gets what publishers have on the web into `official/`, politely and safely.

Comes in: the catalogue and the folders of a corpus. Goes out: an `Outcome` a document, the documents, and the lock file
`fetched.csv`, which says of each where it came from and what it is, byte for byte. Nothing is ever written over: a new
edition is put beside the one in use, and a person looks at both.

    doors.py      the rules, the outcome, and the three ways to end early
    addresses.py  which addresses may be asked
    door.py       one guarded request; redirects hop by hop
    patience.py   trying again, later and later; dates.py reads the dates of headers
    polite.py     robots.txt and the pause that it wants
    kinds.py      what a document is, by its first bytes
    transfer.py   one document into a waiting file, from where the last attempt ended
    landing.py    gov.uk pages about documents, by the content API
    shelf.py      the folder and its lock
    row.py        one row of the catalogue, with all of these

By requests, and not by pooch, which downloads too: that begins every file anew, asks any address and any redirect, and
takes a changed file for an error and throws it away. Here that is the new edition.

Limit: what a publisher sends is taken for the document of that row; whether it is, a person sees on its first page.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd

from reviewkit.acquisition.fetch import addresses, download, fetch_row, govuk, http, lockfile
from reviewkit.acquisition.fetch.policy import FetchError, FetchPolicy, Outcome, shown_address
from reviewkit.base import paths
from reviewkit.base.errors import TableError
from reviewkit.base.progress import Progress

Tell = Callable[[str, int, int], None]


def no_progress(stage: str, done: int, of: int) -> None:
    """Nobody is told how far it is."""


def fetch_documents(
    listed: pd.DataFrame,
    folders: paths.Folders,
    ids: Sequence[str] = (),
    contact: str = "",
    tell: Progress = no_progress,
    doors: FetchPolicy = FetchPolicy(),
) -> list[Outcome]:
    """The table `catalogue` and the folders of its corpus in; what became of each document, in their order, out.

    `ids` narrows it to those reviews; `contact` is said to the publishers' servers; `tell` hears how far it is. Raises
    `tables.TableError` for an id that is not in the catalogue, and for a lock file that is not as declared.
    """
    unknown = [one for one in ids if one not in set(listed["review_id"])]
    if unknown:
        raise TableError(f"catalogue.csv: has no review '{unknown[0]}'", "look at its column review_id")
    chosen = [said for said in listed.to_dict("records") if not ids or said["review_id"] in ids]
    asking, outcomes = http.open_session(doors, contact), []
    for said in chosen:
        tell("documents", len(outcomes), len(chosen))
        outcomes.append(fetch_row.fetch_row(asking._replace(until=time.monotonic() + doors.whole), said, folders))
    tell("documents", len(chosen), len(chosen))
    return outcomes


def fetch_address(
    address: str,
    file_without_ending: Path,
    contact: str = "",
    tell: Progress = no_progress,
    doors: FetchPolicy = FetchPolicy(),
) -> Outcome:
    """An address and a file without its ending in; what became of it out. The ending is that of what has come.

    No lock is written, and no file written over.
    """
    name, folder = file_without_ending.name, file_without_ending.parent
    tell("documents", 0, 1)
    try:
        for ending in lockfile.ENDINGS:
            lockfile.check_free(folder / f"{name}{ending}")
        asking = http.open_session(doors, contact)
        addresses.prepare(address, {}, doors)
        where = govuk.linked_document(asking, address, "") if govuk.is_landing(address, doors) else address.strip()
        got = download.download(asking, where, lockfile.waiting_file(folder, name), {})
        lockfile.move_into_place(got, folder / f"{name}{got.ending}")
        outcome = Outcome("", "fetched", f"{name}{got.ending}", got.address, *fetch_row.download_note(got))
    except FetchError as fault:
        outcome = Outcome("", fault.state, "", shown_address(address), fault.what, fault.next_step)
    except OSError as error:
        outcome = Outcome("", "failed", "", shown_address(address), *fetch_row.write_failure(error))
    tell("documents", 1, 1)
    return outcome
