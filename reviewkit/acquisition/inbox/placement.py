"""Put a document into `official/`, and what was dropped into `inbox/taken/`; nothing is written over or deleted.

Input: the folders of a corpus, a document and its `review_id`. Output: the name under which it is there. Where the
review has a published text already, the new one stands beside it as `ID@hash`, as `fetch` has it.

Limitations: the caller sees to it that one run at a time writes.
"""

from __future__ import annotations

import os
import shutil
from functools import partial
from pathlib import Path

from reviewkit.acquisition.inbox import descriptions
from reviewkit.acquisition.inbox.drops import TAKEN, Drop
from reviewkit.base import atomic, file_types, paths
from reviewkit.base.errors import InputError
from reviewkit.corpus import schema

HASH_LETTERS = 8  # of a hash in a name, as `fetch` has it


def check_folder(folders: paths.Folders) -> None:
    """Raise `InputError` where `official/` or `inbox/` is a link that leads out of the corpus."""
    for folder in (folders.official, folders.inbox, folders.inbox / TAKEN):
        if not folder.resolve().is_relative_to(folders.corpus.resolve()):
            raise InputError(f"{folder.name}/ is a link that leads out of the corpus", "make it a folder of its own")


def held_documents(folders: paths.Folders) -> dict[str, str]:
    """Return the documents in `official/` by their hash: their names there."""
    files = sorted(path for path in folders.official.glob("*.*") if path.is_file() and not path.is_symlink())
    return {descriptions.hash_of(path): f"{folders.official.name}/{path.name}" for path in reversed(files)}


def place(folders: paths.Folders, file: Path, review_id: str, sha256: str) -> str:
    """Copy a document into `official/` and return its path inside the corpus.

    Raises: `InputError` where the id is none, or the name is taken.
    """
    if not schema.ID.fullmatch(review_id):
        raise InputError(f"'{review_id}' is no review_id", "look at the column review_id of catalogue.csv")
    ending = file.suffix[1:].lower()
    has_one = any(os.path.lexists(folders.official / f"{review_id}.{one}") for one in file_types.ENDINGS)
    name = f"{review_id}@{sha256[:HASH_LETTERS]}.{ending}" if has_one else f"{review_id}.{ending}"
    target = folders.official / name
    part = folders.official / f".{name}.part"  # in which `atomic` writes
    if part.is_symlink() or os.path.lexists(target):
        raise InputError(f"official/{name} is there already", "move it away, or leave the new one")
    atomic.write_with(target, partial(shutil.copyfile, file))
    return f"{folders.official.name}/{name}"


def move_to_taken(folders: paths.Folders, drop: Drop) -> None:
    """Move a dropped file, and what belongs to it, into `inbox/taken/`, under a free name."""
    taken = folders.inbox / TAKEN
    taken.mkdir(parents=True, exist_ok=True)
    for path in (drop.path, *drop.beside):
        path.rename(free_name(taken / path.name))


def free_name(path: Path) -> Path:
    """Return a path, with a number before its ending where something has its name."""
    number, free = 1, path
    while os.path.lexists(free):
        number += 1
        free = path.with_name(f"{path.stem} ({number}){path.suffix}")
    return free
