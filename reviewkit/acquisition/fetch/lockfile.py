"""The folder `official/` and its lock file.

Comes in: the folders of a corpus and the id of a review. Goes out: the names and hashes of its editions at hand, and
the rows of `fetched.csv`. Nothing is ever written over, and nothing is written through a link that leads out of the
folder.

Limit: it is for whoever calls to see that one run at a time writes.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from reviewkit.acquisition.fetch import http_dates
from reviewkit.acquisition.fetch.download import ETAG, Downloaded, discard_partial
from reviewkit.acquisition.fetch.policy import Refused
from reviewkit.base import paths
from reviewkit.corpus import tables

ENDINGS = (".pdf", ".html")  # in the order in which the catalogue takes them
LockRow = dict[str, object]


def check_folder(folders: paths.Folders) -> None:
    """`Refused` where `official/` is a link that leads out of the corpus."""
    if not folders.official.resolve().is_relative_to(folders.corpus.resolve()):
        raise Refused("would go out of the corpus: official/ is a link", "make official/ a folder of its own")


def editions(folders: paths.Folders, review_id: str) -> dict[str, str]:
    """A review in; the names and hashes of its documents out, the one in use first. `Refused` for links leading out."""
    names = [f"{review_id}{ending}" for ending in ENDINGS]
    names += sorted(path.name for path in folders.official.glob(f"{review_id}@*") if path.suffix in ENDINGS)
    found = {}
    for name in names:
        path = folders.official / name
        check_inside(path)
        if path.is_file():
            with path.open("rb") as file:
                found[name] = hashlib.file_digest(file, "sha256").hexdigest()
    return found


def waiting_file(folder: Path, name: str) -> Path:
    """Where a document waits until it is whole; `Refused` where that is a link."""
    part = folder / f".{name}.part"
    for path in (part, part.with_name(f"{part.name}.json")):
        if path.is_symlink():
            raise Refused(f"would be written through a link: {path.name}", f"remove {path.name}")
    return part


def check_inside(path: Path) -> None:
    """`Refused` where a file is a link that leads out of its folder, or nowhere."""
    if path.is_symlink() and not (path.exists() and path.resolve().is_relative_to(path.parent.resolve())):
        raise Refused(f"is a link that leads out of the folder: {path.name}", f"remove {path.name}")


def keep_edition(folders: paths.Folders, review_id: str, name: str, asked: str, got: Downloaded) -> None:
    """What has come whole gets its row in the lock, then its name; killed in between, it is fetched again.

    The other way round, it would be taken for a file that a person put there.
    """
    check_free(folders.official / name)
    save_lock(folders, review_id, name, asked, got)
    move_into_place(got, folders.official / name)


def move_into_place(got: Downloaded, target: Path) -> None:
    """What has come whole gets its name; `Refused` where something has that name."""
    check_free(target)
    got.part.rename(target)
    discard_partial(got.part)


def check_free(target: Path) -> None:
    """`Refused` where something has that name."""
    if os.path.lexists(target):
        raise Refused(f"has a name that is taken: {target.name}", f"move {target.name} away")


def load_lock(folders: paths.Folders) -> dict[str, LockRow]:
    """The lock file, by document; empty where there is none. Raises `tables.TableError` where it is not as declared."""
    path = folders.corpus / "fetched.csv"
    rows = tables.load(path, "fetched").to_dict("records") if path.is_file() else []
    return {str(row["document"]): row for row in rows}


def save_lock(folders: paths.Folders, review_id: str, name: str, asked: str, got: Downloaded) -> None:
    """Notes what a document is and where it came from; the file is written whole or not at all."""
    rows = load_lock(folders)
    said = {"review_id": review_id, "document": name, "address": asked, "sha256": got.sha256, "bytes": got.bytes}
    rows[name] = {**said, "etag": got.etag, "last_modified": got.last_modified}
    ordered = sorted(rows.values(), key=lambda row: (str(row["review_id"]), str(row["document"])))
    tables.save(tables.build(ordered, "fetched"), "fetched", folders.corpus)


def conditions(rows: list[LockRow], address: str) -> dict[str, str]:
    """What is at hand of an address, as rows of the lock, in; the headers that ask for another edition alone, out."""
    known = [row for row in rows if row["address"] == address]
    etags = [str(row["etag"]) for row in known if ETAG.fullmatch(str(row["etag"]))]
    changed = [str(row["last_modified"]) for row in known if http_dates.parse_http_date(str(row["last_modified"]))]
    if known and len(etags) == len(known):
        return {"If-None-Match": ", ".join(etags)}
    return (
        {"If-Modified-Since": max(changed, key=lambda said: http_dates.parse_http_date(said).timestamp())}
        if known and len(changed) == len(known)
        else {}
    )
