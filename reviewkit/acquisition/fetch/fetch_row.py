"""One row of the catalogue -> its document in `official/`, or why it is not there.

Comes in: a row, and the folders of its corpus. Goes out: an `Outcome`, and the document with its row in the lock. What
a person put there, or has changed, is not asked for and not touched; a new edition goes beside the one in use.

Limit: an edition that was looked at and thrown away is fetched again the next time.
"""

from __future__ import annotations

from pathlib import Path

from reviewkit.acquisition.fetch import addresses, download, govuk, lockfile, sniff
from reviewkit.acquisition.fetch.http import Session
from reviewkit.acquisition.fetch.policy import FetchError, ManualStep, Outcome, Refused, shorten_line, shown_address
from reviewkit.base import paths, workers
from reviewkit.corpus import schema


def fetch_row(asking: Session, row: dict[str, object], folders: paths.Folders) -> Outcome:
    """One row of the catalogue in; what became of its document out, whatever it was."""
    review_id = str(row["review_id"])
    asked = str(row["document_url"] or row["official_url"] or "").strip()
    here: dict[str, str] = {}
    try:
        if not schema.ID.fullmatch(review_id):
            raise Refused("has no id that a file could be named after", "use small letters, digits and single hyphens")
        lockfile.check_folder(folders)
        here |= lockfile.editions(folders, review_id)
        return _kept(asking, row, asked, folders, here)
    except FetchError as fault:
        ended = fault.state, _in_use(here), shown_address(asked), fault.what, fault.next_step
    except OSError as error:
        ended = "failed", _in_use(here), shown_address(asked), *write_failure(error)
    return Outcome(shorten_line(review_id), *ended)


def _kept(asking: Session, row: dict[str, object], asked: str, folders: paths.Folders, here: dict[str, str]) -> Outcome:
    """One row of the catalogue and what is at hand of it in; what became of it out; any `Fault`."""
    review_id, in_use = str(row["review_id"]), _in_use(here)
    rows = {name: locked for name, locked in lockfile.load_lock(folders).items() if locked["review_id"] == review_id}
    if in_use and here[in_use] not in {locked["sha256"] for locked in rows.values()}:
        if in_use not in rows:
            return Outcome(review_id, "unchanged", in_use, "", "was put there by hand", "")
        step = "move it away to fetch it again, or take its row out of fetched.csv to keep it as it is"
        raise Refused(f"has been changed since it was fetched, and is not touched: {in_use}", step)
    where = _address(asking, row, asked)
    at_hand = [locked for name, locked in rows.items() if in_use and here.get(name) == locked["sha256"]]
    part = lockfile.waiting_file(folders.official, review_id)
    got = download.download(asking, where, part, lockfile.conditions(at_hand, where))
    if got is None:
        return _unchanged(folders, review_id, in_use, here, where)
    if in_use:
        return _beside(review_id, in_use, here, where, folders, got)
    name = f"{review_id}{got.ending}"
    before = str(rows[name]["sha256"]) if name in rows else got.sha256
    lockfile.keep_edition(folders, review_id, name, where, got)
    if before != got.sha256:
        what = f"is not the edition that fetched.csv named (sha256 {before[:8]})"
        return Outcome(review_id, "changed", name, got.address, what, "compare what rests on it with what was counted")
    return Outcome(review_id, "fetched", name, got.address, *download_note(got))


def _beside(
    review_id: str, in_use: str, here: dict[str, str], where: str, folders: paths.Folders, got: download.Downloaded
) -> Outcome:
    """What has come for a review that has a document: the same again is thrown away, another edition goes beside it."""
    same = next((name for name, sha256 in here.items() if sha256 == got.sha256), "")
    if same:
        lockfile.save_lock(folders, review_id, same, where, got)
        download.discard_partial(got.part)
        return _unchanged(folders, review_id, in_use, here, got.address)
    if got.ending == ".html" and (words := _words(got.part)):
        pages = [folders.official / name for name in here if name.endswith(".html")]
        if any(_words(page) == words for page in pages):
            download.discard_partial(got.part)
            return _unchanged(folders, review_id, in_use, here, got.address)
    name = f"{review_id}@{got.sha256[:8]}{got.ending}"
    lockfile.keep_edition(folders, review_id, name, where, got)
    what = f"is another edition now; {in_use} stays in use"
    return Outcome(review_id, "changed", name, got.address, what, _look(folders, review_id, name))


def _words(page: Path) -> list[str]:
    """The words of a web page, read in a process of its own; none where it cannot be read there."""
    ((_, found),) = workers.map_documents(sniff.page_words, [page])
    return [] if isinstance(found, workers.Failure) else found


def _address(asking: Session, row: dict[str, object], asked: str) -> str:
    """The address of the document itself; `ByHand` where that is for a person to find."""
    save = f"official/{row['review_id']}.pdf (or .html)"
    if not asked:
        raise ManualStep("has no address in the catalogue", f"find it, and save it as {save}")
    addresses.prepare(asked, {}, asking.doors)
    if govuk.is_landing(asked, asking.doors):
        return govuk.linked_document(asking, asked, str(row["title"]))
    if not row["document_url"] and not govuk.is_document(asked, asking.doors):
        raise ManualStep(
            "has a page about it, not the document", f"open {shown_address(asked)}, save the document as {save}"
        )
    return asked


def _unchanged(folders: paths.Folders, review_id: str, in_use: str, here: dict[str, str], address: str) -> Outcome:
    """The publisher has nothing that is not at hand; another edition that waits beside is named."""
    beside = [name for name, sha256 in here.items() if name != in_use and sha256 != here[in_use]]
    if beside:
        what = f"another edition is beside it: {beside[-1]}"
        return Outcome(review_id, "unchanged", in_use, address, what, _look(folders, review_id, beside[-1]))
    return Outcome(review_id, "unchanged", in_use, address, "is the edition at hand", "")


def _look(folders: paths.Folders, review_id: str, name: str) -> str:
    """What to do about another edition."""
    return f"look at both; to read the new one: reviewkit add {folders.corpus.name}/official/{name} --id {review_id}"


def _in_use(here: dict[str, str]) -> str:
    """The edition of a review that is read, of those at hand."""
    return next((name for name in here if "@" not in name), "")


def download_note(got: download.Downloaded) -> tuple[str, str]:
    """What was fetched, in a few words."""
    return f"{got.bytes / 1e6:.1f} MB", ""


def write_failure(error: OSError) -> tuple[str, str]:
    """What is wrong, and what to do, where a file could not be written or read."""
    return f"cannot be kept ({error.strerror or shorten_line(error)})", "look at the folder and at the room on the disk"
