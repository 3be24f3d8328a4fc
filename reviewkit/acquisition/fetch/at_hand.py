"""Compare what has come with the editions of a review that are at hand.

Input: a document that has come, and the editions in `official/`. Output: an `Outcome`, and the document in its place:
nothing is written over, and a new edition goes beside the one in use.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from reviewkit.acquisition.fetch import lockfile, sniff
from reviewkit.acquisition.fetch.download import Downloaded, discard_partial
from reviewkit.acquisition.fetch.policy import Outcome
from reviewkit.base import paths, workers


class AtHand(NamedTuple):
    """The editions of a review that are at hand, and its rows of the lock."""

    review_id: str
    editions: dict[str, str]  # names and hashes, the one in use first
    lock: dict[str, lockfile.LockRow]

    @property
    def in_use(self) -> str:
        """Return the name of the edition that is read; empty where none is at hand."""
        return next((name for name in self.editions if "@" not in name), "")

    @property
    def is_by_hand(self) -> bool:
        """Return whether a person put the edition in use there."""
        hashes = {locked["sha256"] for locked in self.lock.values()}
        return bool(self.in_use) and self.editions[self.in_use] not in hashes and self.in_use not in self.lock

    @property
    def is_changed(self) -> bool:
        """Return whether the edition in use was fetched, and has been changed since."""
        hashes = {locked["sha256"] for locked in self.lock.values()}
        return bool(self.in_use) and self.editions[self.in_use] not in hashes and not self.is_by_hand

    def fetched_rows(self) -> list[lockfile.LockRow]:
        """Return the rows of the lock whose documents are at hand as they were fetched."""
        rows = self.lock.items() if self.in_use else ()
        return [locked for name, locked in rows if self.editions.get(name) == locked["sha256"]]

    def unchanged(self, folders: paths.Folders, address: str) -> Outcome:
        """Return that the publisher has nothing new; another edition beside the one in use is named."""
        in_use = self.in_use
        others = [name for name, sha256 in self.editions.items() if name != in_use and sha256 != self.editions[in_use]]
        if others:
            what = f"another edition is beside it: {others[-1]}"
            step = _compare_step(folders, self.review_id, others[-1])
            return Outcome(self.review_id, "unchanged", in_use, address, what, step)
        return Outcome(self.review_id, "unchanged", in_use, address, "is the edition at hand", "")


def look_at_hand(folders: paths.Folders, review_id: str) -> AtHand:
    """Return what is at hand of a review."""
    lock = {name: row for name, row in lockfile.load_lock(folders).items() if row["review_id"] == review_id}
    return AtHand(review_id, lockfile.editions(folders, review_id), lock)


def compare_edition(folders: paths.Folders, at_hand: AtHand, address: str, downloaded: Downloaded) -> Outcome:
    """Put a document that has come in its place, and return what it is beside those at hand."""
    review_id = at_hand.review_id
    if at_hand.in_use:
        return _put_beside(folders, at_hand, address, downloaded)
    name = f"{review_id}{downloaded.ending}"
    locked_sha256 = str(at_hand.lock[name]["sha256"]) if name in at_hand.lock else downloaded.sha256
    lockfile.keep_edition(folders, review_id, name, address, downloaded)
    if locked_sha256 != downloaded.sha256:
        what = f"is not the edition that fetched.csv named (sha256 {locked_sha256[:8]})"
        step = "compare what rests on it with what was counted"
        return Outcome(review_id, "changed", name, downloaded.address, what, step)
    return Outcome(review_id, "fetched", name, downloaded.address, download_note(downloaded), "")


def download_note(downloaded: Downloaded) -> str:
    """Return how much was fetched, in a few words."""
    return f"{downloaded.size / 1e6:.1f} MB"


def _put_beside(folders: paths.Folders, at_hand: AtHand, address: str, downloaded: Downloaded) -> Outcome:
    """Put another edition beside the one in use; throw away one that is at hand already."""
    review_id, editions = at_hand.review_id, at_hand.editions
    same = next((name for name, sha256 in editions.items() if sha256 == downloaded.sha256), "")
    if same:
        lockfile.save_lock(folders, review_id, same, address, downloaded)
        discard_partial(downloaded.part)
        return at_hand.unchanged(folders, downloaded.address)
    if downloaded.ending == ".html" and (words := _page_words(downloaded.part)):
        pages = [folders.official / name for name in editions if name.endswith(".html")]
        if any(_page_words(page) == words for page in pages):
            discard_partial(downloaded.part)
            return at_hand.unchanged(folders, downloaded.address)
    name = f"{review_id}@{downloaded.sha256[:8]}{downloaded.ending}"
    lockfile.keep_edition(folders, review_id, name, address, downloaded)
    what = f"is another edition now; {at_hand.in_use} stays in use"
    return Outcome(review_id, "changed", name, downloaded.address, what, _compare_step(folders, review_id, name))


def _page_words(page: Path) -> list[str]:
    """Return the words of a web page, read in a process of its own; none where it cannot be read there."""
    ((_, words),) = workers.map_documents(sniff.page_words, [page])
    return [] if isinstance(words, workers.Failure) else words


def _compare_step(folders: paths.Folders, review_id: str, name: str) -> str:
    """Return what a person can do about another edition."""
    return f"look at both; to read the new one: reviewkit add {folders.corpus.name}/official/{name} --id {review_id}"
