"""Keep the folder `official/` and its lock file.

Input: the folders of a corpus and the id of a review. Output: the names and hashes of its editions at hand, and the
rows of `fetched.csv`. Nothing is ever written over, and nothing is written through a link that leads out of the folder.

Limitations: the caller sees to it that one run at a time writes.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from reviewkit.acquisition.fetch.download import ETAG, Downloaded, discard_partial
from reviewkit.acquisition.fetch.http import parse_http_date
from reviewkit.acquisition.fetch.policy import Refused
from reviewkit.base import file_types, paths
from reviewkit.corpus import tables

ENDINGS = tuple(f".{ending}" for ending in file_types.ENDINGS)  # in the order in which the catalogue takes them
LockRow = dict[str, object]


def check_folder(folders: paths.Folders) -> None:
    """Raise `Refused` where `official/` is a link that leads out of the corpus."""
    if not folders.official.resolve().is_relative_to(folders.corpus.resolve()):
        raise Refused("would go out of the corpus: official/ is a link", "make official/ a folder of its own")


def editions(folders: paths.Folders, review_id: str) -> dict[str, str]:
    """Return the names and hashes of a review's documents, the one in use first.

    Raises: `Refused` where one of them is a link that leads out.
    """
    names = [f"{review_id}{ending}" for ending in ENDINGS]
    names += sorted(path.name for path in folders.official.glob(f"{review_id}@*") if path.suffix in ENDINGS)
    hashes = {}
    for name in names:
        path = folders.official / name
        check_inside(path)
        if path.is_file():
            with path.open("rb") as file:
                hashes[name] = hashlib.file_digest(file, "sha256").hexdigest()
    return hashes


def waiting_file(folder: Path, name: str) -> Path:
    """Return where a document waits until it is whole; raise `Refused` where that is a link."""
    part = folder / f".{name}.part"
    for path in (part, part.with_name(f"{part.name}.json")):
        if path.is_symlink():
            raise Refused(f"would be written through a link: {path.name}", f"remove {path.name}")
    return part


def check_inside(path: Path) -> None:
    """Raise `Refused` where a file is a link that leads out of its folder, or nowhere."""
    if path.is_symlink() and not (path.exists() and path.resolve().is_relative_to(path.parent.resolve())):
        raise Refused(f"is a link that leads out of the folder: {path.name}", f"remove {path.name}")


def keep_edition(folders: paths.Folders, review_id: str, name: str, address: str, downloaded: Downloaded) -> None:
    """Give a whole document its row in the lock, then its name; killed in between, it is fetched again.

    The other way round, it would be taken for a file that a person put there.
    """
    check_free(folders.official / name)
    save_lock(folders, review_id, name, address, downloaded)
    move_into_place(downloaded, folders.official / name)


def move_into_place(downloaded: Downloaded, target: Path) -> None:
    """Give a whole document its name; raise `Refused` where something has that name."""
    check_free(target)
    downloaded.part.rename(target)
    discard_partial(downloaded.part)


def check_free(target: Path) -> None:
    """Raise `Refused` where something has that name."""
    if os.path.lexists(target):
        raise Refused(f"has a name that is taken: {target.name}", f"move {target.name} away")


def load_lock(folders: paths.Folders) -> dict[str, LockRow]:
    """Load the rows of the lock file, by document; none where there is no such file.

    Raises: `TableError` where it is not as declared.
    """
    path = folders.corpus / "fetched.csv"
    rows = tables.load(path, "fetched").to_dict("records") if path.is_file() else []
    return {str(row["document"]): row for row in rows}


def save_lock(folders: paths.Folders, review_id: str, name: str, address: str, downloaded: Downloaded) -> None:
    """Write into the lock file what a document is and where it came from."""
    rows = load_lock(folders)
    rows[name] = {
        "review_id": review_id,
        "document": name,
        "address": address,
        "sha256": downloaded.sha256,
        "bytes": downloaded.size,
        "etag": downloaded.etag,
        "last_modified": downloaded.last_modified,
    }
    ordered = sorted(rows.values(), key=lambda row: (str(row["review_id"]), str(row["document"])))
    tables.save(tables.build(ordered, "fetched"), "fetched", folders.corpus)


def conditions(rows: list[LockRow], address: str) -> dict[str, str]:
    """Return the headers that ask an address only for another edition than those at hand; `rows` are of the lock."""
    same_address = [row for row in rows if row["address"] == address]
    etags = [etag for row in same_address if ETAG.fullmatch(etag := str(row["etag"]))]
    if etags and len(etags) == len(same_address):
        return {"If-None-Match": ", ".join(etags)}
    moments = [(parse_http_date(header), header) for row in same_address if (header := str(row["last_modified"]))]
    dated = [(moment, header) for moment, header in moments if moment]
    if dated and len(dated) == len(same_address):
        return {"If-Modified-Since": max(dated, key=lambda pair: pair[0])[1]}
    return {}
