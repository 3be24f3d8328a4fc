"""Fetch the document of one row of the catalogue into `official/`, or say why it is not there.

Input: a row, its addresses, and the folders of its corpus. Output: an `Outcome`, the document with its row in the lock,
and what came of each address in `attempts.csv`. The address that worked the last time is tried first, then the others
in their order, until one leads to the document. What a person put there, or has changed, is not asked for and not
touched; a new edition goes beside the one in use.

Limitations: an edition that was looked at and thrown away is fetched again the next time. An edition at hand is asked
for again only where it came from.
"""

from __future__ import annotations

from typing import NamedTuple

from reviewkit.acquisition.fetch import attempts, edition, lockfile, looking, reporting
from reviewkit.acquisition.fetch.at_hand import AtHand, compare_edition, look_at_hand
from reviewkit.acquisition.fetch.attempts import WORKED, Attempt
from reviewkit.acquisition.fetch.doors.steps import Document, Edition, Wanted
from reviewkit.acquisition.fetch.download import download
from reviewkit.acquisition.fetch.http import Session
from reviewkit.acquisition.fetch.policy import (
    Failed,
    FetchError,
    ManualStep,
    Outcome,
    Refused,
    shorten_line,
    shown_address,
)
from reviewkit.acquisition.fetch.reporting import Ended
from reviewkit.base import file_types, paths
from reviewkit.corpus import schema

Address = dict[str, str]  # a row of `addresses`


class Review(NamedTuple):
    """A review that is fetched: its addresses in the order in which they are tried, and what is known of it."""

    review_id: str
    addresses: list[Address]
    wanted: Wanted


def fetch_row(session: Session, review: Review, folders: paths.Folders) -> Outcome:
    """Fetch the document of one review, and return what became of it, errors included."""
    review_id = review.review_id
    at_hand = AtHand(review_id, {}, {})
    first = shown_address(review.addresses[0]["url"].strip()) if review.addresses else ""
    try:
        if not schema.ID.fullmatch(review_id):
            raise Refused("has no id that a file could be named after", "use small letters, digits and single hyphens")
        lockfile.check_folder(folders)
        at_hand = look_at_hand(folders, review_id)
        if at_hand.is_by_hand:
            return Outcome(
                review_id, "unchanged", at_hand.in_use, "", "was put there by hand, or taken from the inbox", ""
            )
        if at_hand.is_changed:
            step = "move it away to fetch it again, or take its row out of fetched.csv to keep it as it is"
            raise Refused(f"has been changed since it was fetched, and is not touched: {at_hand.in_use}", step)
        return _try_addresses(session, review, folders, at_hand)
    except FetchError as error:
        ended = error.state, at_hand.in_use, first, error.what, error.next_step
    except OSError as error:
        ended = "failed", at_hand.in_use, first, *write_failure(error)
    return Outcome(shorten_line(review_id), *ended)


def _try_addresses(session: Session, review: Review, folders: paths.Folders, at_hand: AtHand) -> Outcome:
    """Try one address after the other until one leads to the document, and keep what was learned."""
    listed = [row["url"].strip() for row in review.addresses]
    if not listed:
        title = shorten_line(review.wanted.title)
        step = f"search for '{title}', save the document and put it into {folders.corpus.name}/inbox/"
        raise ManualStep("has no address in addresses.csv", step)
    worked = attempts.addresses_that_worked(folders, review.review_id)
    rows = sorted(review.addresses, key=lambda row: row["url"].strip() not in worked)
    if at_hand.in_use and worked & set(listed):
        rows = [row for row in rows if row["url"].strip() in worked]
    looked = looking.Looked([], [])
    ended: list[Ended] = []
    learned: list[Attempt] = []
    outcome = None
    for row in rows:
        address = row["url"].strip()
        asked = len(session.asked)
        try:
            outcome, target = _try_address(session, row, review, folders, at_hand, looked)
            learned.append(Attempt(address, WORKED, _in_words(target, outcome.file), target.address))
            break
        except FetchError as error:
            ended.append(Ended(error.address or address, error))
            if not (isinstance(error, Refused) and len(session.asked) == asked):
                learned.append(Attempt(address, error.state, error.what))
    if learned:
        attempts.save_attempts(folders, review.review_id, listed, learned)
    return outcome or _not_reached(review.review_id, ended, folders, at_hand)


def _try_address(
    session: Session, row: Address, review: Review, folders: paths.Folders, at_hand: AtHand, looked: looking.Looked
) -> tuple[Outcome, Document | Edition]:
    """Fetch the document that one address leads to, and return what became of it and where it was.

    Raises: the `FetchError` that tells most of why no document was reached.
    """
    address, before = row["url"].strip(), len(looked.errors)
    for target in looking.targets(session, address, review.wanted._replace(role=row["role"]), looked):
        try:
            return _fetch_target(session, target, folders, at_hand), target
        except FetchError as error:
            looking.close_host(session, target.address, error)
            looked.errors.append((target.address, error))
    errors = [Ended(where, error) for where, error in looked.errors[before:]]
    telling = reporting.most_telling(errors or [Ended(address, Failed("leads round in a circle", f"open {address}"))])
    telling.error.address = telling.address
    raise telling.error


def _fetch_target(session: Session, target: Document | Edition, folders: paths.Folders, at_hand: AtHand) -> Outcome:
    """Fetch a document, or a web edition of many pages, unless what is at hand is the same."""
    part = lockfile.waiting_file(folders.official, at_hand.review_id)
    if isinstance(target, Edition):
        if at_hand.in_use and edition.is_at_hand(target, folders.official / at_hand.in_use):
            return at_hand.unchanged(folders, target.address)
        downloaded = edition.fetch_edition(session, target, part)
    else:
        conditions = lockfile.conditions(at_hand.fetched_rows(), target.address)
        document = download(session, target.address, part, conditions)
        if document is None:
            return at_hand.unchanged(folders, target.address)
        downloaded = document
    outcome = compare_edition(folders, at_hand, target.address, downloaded)
    edition.discard_pages(part)  # of an edition that was begun before another address led to the document
    return outcome


def _in_words(target: Document | Edition, file: str) -> str:
    """Return what an address led to, in a few words."""
    if isinstance(target, Edition):
        return f"a web edition of {len(target.pages)} pages"
    return file_types.NAMES.get(file.rpartition(".")[2], "a document")


def _not_reached(review_id: str, ended: list[Ended], folders: paths.Folders, at_hand: AtHand) -> Outcome:
    """Return what a person is told where no address led to the document."""
    telling = reporting.most_telling(ended)
    step = reporting.next_step(telling, folders, len(ended) - 1)
    error = telling.error
    return Outcome(review_id, error.state, at_hand.in_use, shown_address(telling.address), error.what, step)


def write_failure(error: OSError) -> tuple[str, str]:
    """Return what is wrong, and what to do, where a file could not be written or read."""
    return f"cannot be kept ({error.strerror or shorten_line(error)})", "look at the folder and at the room on the disk"
