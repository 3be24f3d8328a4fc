"""Fetch the document of one row of the catalogue into `official/`, or say why it is not there.

Input: a row, and the folders of its corpus. Output: an `Outcome`, and the document with its row in the lock. What a
person put there, or has changed, is not asked for and not touched; a new edition goes beside the one in use.

Limitations: an edition that was looked at and thrown away is fetched again the next time.
"""

from __future__ import annotations

from pathlib import Path

from reviewkit.acquisition.fetch import addresses, govuk, lockfile, sniff
from reviewkit.acquisition.fetch.download import Downloaded, discard_partial, download
from reviewkit.acquisition.fetch.http import Session
from reviewkit.acquisition.fetch.policy import FetchError, ManualStep, Outcome, Refused, shorten_line, shown_address
from reviewkit.base import paths, workers
from reviewkit.corpus import schema

CatalogueRow = dict[str, object]


def fetch_row(session: Session, row: CatalogueRow, folders: paths.Folders) -> Outcome:
    """Fetch the document of one row of the catalogue, and return what became of it, errors included."""
    review_id = str(row["review_id"])
    asked = str(row["document_url"] or row["official_url"] or "").strip()
    editions: dict[str, str] = {}
    try:
        if not schema.ID.fullmatch(review_id):
            raise Refused("has no id that a file could be named after", "use small letters, digits and single hyphens")
        lockfile.check_folder(folders)
        editions = lockfile.editions(folders, review_id)
        return _fetch_edition(session, row, asked, folders, editions)
    except FetchError as error:
        ended = error.state, _in_use(editions), shown_address(asked), error.what, error.next_step
    except OSError as error:
        ended = "failed", _in_use(editions), shown_address(asked), *write_failure(error)
    return Outcome(shorten_line(review_id), *ended)


def _fetch_edition(
    session: Session, row: CatalogueRow, asked: str, folders: paths.Folders, editions: dict[str, str]
) -> Outcome:
    """Fetch a review's document unless the edition at hand may not be touched, or is still the publisher's.

    `editions` are the names and hashes of the documents at hand.
    Raises: any `FetchError`.
    """
    review_id, in_use = str(row["review_id"]), _in_use(editions)
    lock = {name: locked for name, locked in lockfile.load_lock(folders).items() if locked["review_id"] == review_id}
    if in_use and editions[in_use] not in {locked["sha256"] for locked in lock.values()}:
        if in_use not in lock:
            return Outcome(review_id, "unchanged", in_use, "", "was put there by hand", "")
        step = "move it away to fetch it again, or take its row out of fetched.csv to keep it as it is"
        raise Refused(f"has been changed since it was fetched, and is not touched: {in_use}", step)
    address = _document_address(session, row, asked)
    at_hand = [locked for name, locked in lock.items() if in_use and editions.get(name) == locked["sha256"]]
    part = lockfile.waiting_file(folders.official, review_id)
    downloaded = download(session, address, part, lockfile.conditions(at_hand, address))
    if downloaded is None:
        return _unchanged(folders, review_id, editions, address)
    if in_use:
        return _keep_beside(review_id, editions, address, folders, downloaded)
    name = f"{review_id}{downloaded.ending}"
    locked_sha256 = str(lock[name]["sha256"]) if name in lock else downloaded.sha256
    lockfile.keep_edition(folders, review_id, name, address, downloaded)
    if locked_sha256 != downloaded.sha256:
        what = f"is not the edition that fetched.csv named (sha256 {locked_sha256[:8]})"
        step = "compare what rests on it with what was counted"
        return Outcome(review_id, "changed", name, downloaded.address, what, step)
    return Outcome(review_id, "fetched", name, downloaded.address, download_note(downloaded), "")


def _keep_beside(
    review_id: str, editions: dict[str, str], address: str, folders: paths.Folders, downloaded: Downloaded
) -> Outcome:
    """Keep another edition beside the one in use; throw away one that is at hand already."""
    same = next((name for name, sha256 in editions.items() if sha256 == downloaded.sha256), "")
    if same:
        lockfile.save_lock(folders, review_id, same, address, downloaded)
        discard_partial(downloaded.part)
        return _unchanged(folders, review_id, editions, downloaded.address)
    if downloaded.ending == ".html" and (words := _page_words(downloaded.part)):
        pages = [folders.official / name for name in editions if name.endswith(".html")]
        if any(_page_words(page) == words for page in pages):
            discard_partial(downloaded.part)
            return _unchanged(folders, review_id, editions, downloaded.address)
    name = f"{review_id}@{downloaded.sha256[:8]}{downloaded.ending}"
    lockfile.keep_edition(folders, review_id, name, address, downloaded)
    what = f"is another edition now; {_in_use(editions)} stays in use"
    return Outcome(review_id, "changed", name, downloaded.address, what, _compare_step(folders, review_id, name))


def _page_words(page: Path) -> list[str]:
    """Return the words of a web page, read in a process of its own; none where it cannot be read there."""
    ((_, words),) = workers.map_documents(sniff.page_words, [page])
    return [] if isinstance(words, workers.Failure) else words


def _document_address(session: Session, row: CatalogueRow, asked: str) -> str:
    """Return the address of the document itself; raise `ManualStep` where a person has to find it."""
    target = f"official/{row['review_id']}.pdf (or .html)"
    if not asked:
        raise ManualStep("has no address in the catalogue", f"find it, and save it as {target}")
    addresses.prepare(asked, {}, session.policy)
    if govuk.is_landing(asked, session.policy):
        return govuk.linked_document(session, asked, str(row["title"]))
    if not row["document_url"] and not govuk.is_document(asked, session.policy):
        step = f"open {shown_address(asked)}, save the document as {target}"
        raise ManualStep("has a page about it, not the document", step)
    return asked


def _unchanged(folders: paths.Folders, review_id: str, editions: dict[str, str], address: str) -> Outcome:
    """Return that the publisher has nothing new; another edition that waits beside the one in use is named."""
    in_use = _in_use(editions)
    others = [name for name, sha256 in editions.items() if name != in_use and sha256 != editions[in_use]]
    if others:
        what = f"another edition is beside it: {others[-1]}"
        return Outcome(review_id, "unchanged", in_use, address, what, _compare_step(folders, review_id, others[-1]))
    return Outcome(review_id, "unchanged", in_use, address, "is the edition at hand", "")


def _compare_step(folders: paths.Folders, review_id: str, name: str) -> str:
    """Return what a person can do about another edition."""
    return f"look at both; to read the new one: reviewkit add {folders.corpus.name}/official/{name} --id {review_id}"


def _in_use(editions: dict[str, str]) -> str:
    """Return the name of the edition that is read; empty where none is at hand."""
    return next((name for name in editions if "@" not in name), "")


def download_note(downloaded: Downloaded) -> str:
    """Return how much was fetched, in a few words."""
    return f"{downloaded.size / 1e6:.1f} MB"


def write_failure(error: OSError) -> tuple[str, str]:
    """Return what is wrong, and what to do, where a file could not be written or read."""
    return f"cannot be kept ({error.strerror or shorten_line(error)})", "look at the folder and at the room on the disk"
