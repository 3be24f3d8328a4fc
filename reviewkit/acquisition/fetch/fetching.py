"""Fetch official documents from the web into `official/`, politely and safely.

Input: the catalogue, the addresses and the folders of a corpus. Output: an `Outcome` for each document, the documents,
the lock file `fetched.csv`, which says of each where it came from and what it is, byte for byte, and `attempts.csv`,
which says what came of each address. Nothing is ever written over: a new edition is put beside the one in use, and a
person looks at both.

    policy.py     the rules, the outcome, and the ways to end early
    addresses.py  which addresses may be asked
    http.py       one guarded request; redirects hop by hop; the dates of headers
    connection.py whether there is a connection at all, once a host did not answer
    retry.py      trying again, later and later
    robots.py     robots.txt and the pause that it wants
    refusals.py   sites that want a person, and pages that are no document
    archives.py   where archives keep copies, for a person to open
    sniff.py      what a document is, by its first bytes
    download.py   one document into a waiting file, from where the last attempt ended
    doors/        what each publisher's site does with a document
    wanted.py     the review that is looked for, as the doors are told
    looking.py    from an address through the doors to the document
    edition.py    a web edition of many pages, page by page
    edition_document.py  those pages as one document
    lockfile.py   the folder and its lock
    at_hand.py    what has come beside what is at hand
    attempts.py   what was learned of each address
    fetch_row.py  one review, with all of these
    reporting.py  what a person is told

It uses requests and not pooch, which downloads too: pooch begins every file anew, asks any address and any redirect,
and takes a changed file for an error and throws it away. Here that is the new edition.

Limitations: what a publisher sends is taken for the document of that row; whether it is, a person sees on its first
page.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

import pandas as pd

from reviewkit.acquisition.fetch import addresses, http, lockfile, looking, wanted
from reviewkit.acquisition.fetch.at_hand import download_note
from reviewkit.acquisition.fetch.doors import govuk
from reviewkit.acquisition.fetch.doors.steps import Wanted
from reviewkit.acquisition.fetch.download import download
from reviewkit.acquisition.fetch.fetch_row import Review, fetch_row, write_failure
from reviewkit.acquisition.fetch.policy import Failed, FetchError, FetchPolicy, ManualStep, Outcome, shown_address
from reviewkit.base import paths
from reviewkit.base.errors import OfflineError, TableError
from reviewkit.base.progress import Progress, no_progress
from reviewkit.corpus.addresses import review_addresses
from reviewkit.corpus.subject import load_subject

DEFAULT_POLICY = FetchPolicy()
MOST_NEAR, NEAR = 3, 0.4  # ids that are named for one that is not there, and how alike they are (difflib)


def fetch_documents(
    catalogue: pd.DataFrame,
    listed: pd.DataFrame,
    folders: paths.Folders,
    ids: Sequence[str] = (),
    contact: str = "",
    tell: Progress = no_progress,
    doors: FetchPolicy = DEFAULT_POLICY,
) -> list[Outcome]:
    """Fetch the documents of the catalogue, one at a time, and return what became of each, in its order.

    `listed` are the addresses, in the order in which those of a review are tried; `ids` narrows it to those reviews;
    `contact` is told to the publishers' servers; `tell` hears how far it is; `doors` are the rules.
    Raises: `TableError` for an id that is not in the catalogue, and for a lock file that is not as declared;
    `OfflineError` where there is no connection to the internet.
    """
    unknown = [review_id for review_id in ids if review_id not in set(catalogue["review_id"])]
    if unknown:
        near = get_close_matches(unknown[0], catalogue["review_id"], MOST_NEAR, NEAR)
        step = f"near it are: {', '.join(near)}" if near else "look at its column review_id"
        raise TableError(f"catalogue.csv: has no review '{unknown[0]}'", step)
    rows = [row for row in catalogue.to_dict("records") if not ids or row["review_id"] in ids]
    abbreviations = load_subject(folders.corpus).abbreviations
    common, hosts = wanted.common_words(catalogue, abbreviations), wanted.publisher_hosts()
    session = http.open_session(doors, contact, tell)
    outcomes: list[Outcome] = []
    for row in rows:
        tell("documents", len(outcomes), len(rows))
        timed = session._replace(deadline=time.monotonic() + doors.whole)
        try:
            own = review_addresses(listed, str(row["review_id"]))
            looked_for = wanted.wanted_review(row, catalogue, common, hosts, [one["url"] for one in own], abbreviations)
            outcomes.append(fetch_row(timed, Review(str(row["review_id"]), own, looked_for), folders))
        except OfflineError as error:
            fetched = [outcome.file for outcome in outcomes if outcome.state in ("fetched", "changed")]
            done = f"; fetched before that: {', '.join(fetched)}" if fetched else ""
            raise OfflineError(error.what, error.next_step + done) from error
    tell("documents", len(rows), len(rows))
    return outcomes


def fetch_address(
    address: str,
    file_without_ending: Path,
    contact: str = "",
    tell: Progress = no_progress,
    doors: FetchPolicy = DEFAULT_POLICY,
) -> Outcome:
    """Fetch one address into a file, whose ending is that of what has come, and return what became of it.

    No lock is written, and no file written over.
    Raises: `OfflineError` where there is no connection to the internet.
    """
    tell("documents", 0, 1)
    try:
        outcome = _fetch_one(address, file_without_ending, contact, doors)
    except FetchError as error:
        outcome = Outcome("", error.state, "", shown_address(address), error.what, error.next_step + _offers(error))
    except OSError as error:
        outcome = Outcome("", "failed", "", shown_address(address), *write_failure(error))
    tell("documents", 1, 1)
    return outcome


def _fetch_one(address: str, file_without_ending: Path, contact: str, policy: FetchPolicy) -> Outcome:
    """Fetch one address into a file; raise `FetchError` or `OSError` where that does not work."""
    name, folder = file_without_ending.name, file_without_ending.parent
    for ending in lockfile.ENDINGS:
        lockfile.check_free(folder / f"{name}{ending}")
    session = http.open_session(policy, contact)
    addresses.prepare(address, {}, policy)
    downloaded = download(session, _target(session, address), lockfile.waiting_file(folder, name), {})
    if downloaded is None:  # only an answer to conditions, and none were sent
        raise Failed("answers 304 where nothing was at hand", "open it in a browser, and save the document by hand")
    file = f"{name}{downloaded.ending}"
    lockfile.move_into_place(downloaded, folder / file)
    return Outcome("", "fetched", file, downloaded.address, download_note(downloaded), "")


def _target(session: http.Session, address: str) -> str:
    """Return the address of the document: of a gov.uk page about documents, the one that is clearly meant."""
    address = address.strip()
    if not govuk.is_government_page(address, session.policy.gov_uk):
        return address
    looked = looking.Looked([], [])
    for target in looking.targets(session, address, Wanted(role="document"), looked):
        return target.address
    raise looked.errors[-1][1]


def _offers(error: FetchError) -> str:
    """Return what there is to choose from, where a person has to."""
    return error.offers if isinstance(error, ManualStep) else ""
