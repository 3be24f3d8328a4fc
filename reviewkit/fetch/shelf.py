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

from reviewkit import paths, tables
from reviewkit.fetch import dates
from reviewkit.fetch.doors import Refused
from reviewkit.fetch.transfer import ETAG, Got, discard

ENDINGS = (".pdf", ".html")  # in the order in which the catalogue takes them
Row = dict[str, object]


def guarded(places: paths.Places) -> None:
    """`Refused` where `official/` is a link that leads out of the corpus."""
    if not places.official.resolve().is_relative_to(places.corpus.resolve()):
        raise Refused("would go out of the corpus: official/ is a link", "make official/ a folder of its own")


def editions(places: paths.Places, review_id: str) -> dict[str, str]:
    """A review in; the names and hashes of its documents out, the one in use first. `Refused` for links leading out."""
    names = [f"{review_id}{ending}" for ending in ENDINGS]
    names += sorted(path.name for path in places.official.glob(f"{review_id}@*") if path.suffix in ENDINGS)
    found = {}
    for name in names:
        path = places.official / name
        inside(path)
        if path.is_file():
            with path.open("rb") as file:
                found[name] = hashlib.file_digest(file, "sha256").hexdigest()
    return found


def waiting(folder: Path, name: str) -> Path:
    """Where a document waits until it is whole; `Refused` where that is a link."""
    part = folder / f".{name}.part"
    for path in (part, part.with_name(f"{part.name}.json")):
        if path.is_symlink():
            raise Refused(f"would be written through a link: {path.name}", f"remove {path.name}")
    return part


def inside(path: Path) -> None:
    """`Refused` where a file is a link that leads out of its folder, or nowhere."""
    if path.is_symlink() and not (path.exists() and path.resolve().is_relative_to(path.parent.resolve())):
        raise Refused(f"is a link that leads out of the folder: {path.name}", f"remove {path.name}")


def keep(places: paths.Places, review_id: str, name: str, asked: str, got: Got) -> None:
    """What has come whole gets its row in the lock, then its name; killed in between, it is fetched again.

    The other way round, it would be taken for a file that a person put there.
    """
    free(places.official / name)
    lock(places, review_id, name, asked, got)
    settle(got, places.official / name)


def settle(got: Got, target: Path) -> None:
    """What has come whole gets its name; `Refused` where something has that name."""
    free(target)
    got.part.rename(target)
    discard(got.part)


def free(target: Path) -> None:
    """`Refused` where something has that name."""
    if os.path.lexists(target):
        raise Refused(f"has a name that is taken: {target.name}", f"move {target.name} away")


def locked(places: paths.Places) -> dict[str, Row]:
    """The lock file, by document; empty where there is none. Raises `tables.TableError` where it is not as declared."""
    path = places.corpus / "fetched.csv"
    rows = tables.load(path, "fetched").to_dict("records") if path.is_file() else []
    return {str(row["document"]): row for row in rows}


def lock(places: paths.Places, review_id: str, name: str, asked: str, got: Got) -> None:
    """Notes what a document is and where it came from; the file is written whole or not at all."""
    rows = locked(places)
    said = {"review_id": review_id, "document": name, "address": asked, "sha256": got.sha256, "bytes": got.bytes}
    rows[name] = {**said, "etag": got.etag, "last_modified": got.last_modified}
    ordered = sorted(rows.values(), key=lambda row: (str(row["review_id"]), str(row["document"])))
    tables.save(tables.build(ordered, "fetched"), "fetched", places.corpus)


def conditions(rows: list[Row], address: str) -> dict[str, str]:
    """What is at hand of an address, as rows of the lock, in; the headers that ask for another edition alone, out."""
    known = [row for row in rows if row["address"] == address]
    etags = [str(row["etag"]) for row in known if ETAG.fullmatch(str(row["etag"]))]
    changed = [str(row["last_modified"]) for row in known if dates.moment(str(row["last_modified"]))]
    if known and len(etags) == len(known):
        return {"If-None-Match": ", ".join(etags)}
    return (
        {"If-Modified-Since": max(changed, key=lambda said: dates.moment(said).timestamp())}
        if known and len(changed) == len(known)
        else {}
    )
