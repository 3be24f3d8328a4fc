"""List what lies in the inbox: files, folders, and saved web pages with the folder of their pictures and styles.

Input: the folder `corpus/inbox/`. Output: a `Drop` for each thing that a person put there, in the order of names.

Limitations: a link is refused wherever it leads, since what it leads to may be no business of a corpus.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from reviewkit.base.errors import DocumentError
from reviewkit.base.text import natural_key

TAKEN = "taken"  # the folder of what was taken, inside the inbox
SAVED_WITH = ("_files", "_Files", ".files")  # ends the folder that a browser saves beside a page
WEB_ENDINGS = (".html", ".htm", ".xhtml")
UNFINISHED = (".crdownload", ".part", ".partial", ".download", ".tmp")
OF_THE_SYSTEM = ("thumbs.db", "desktop.ini", "__macosx")  # what systems leave in folders
MOST_FILES = 2000  # of a folder: a web edition has a few hundred pages


class Drop(NamedTuple):
    """One thing in the inbox."""

    name: str  # inside the inbox
    path: Path
    beside: tuple[Path, ...] = ()  # what belongs to it and is no document: the folder of a saved web page


def list_drops(inbox: Path) -> list[Drop]:
    """Return what lies in the inbox, without what was taken, what is hidden, and the folders of saved pages."""
    paths = [path for path in sorted_paths(inbox) if path.name != TAKEN and not is_hidden(path.name)]
    beside = {page: tuple(folder for folder in paths if _belongs(folder, page)) for page in paths}
    owned = {folder for folders in beside.values() for folder in folders}
    return [Drop(path.name, path, beside[path]) for path in paths if path not in owned]


def sorted_paths(folder: Path) -> list[Path]:
    """Return what a folder holds, in the order of names, 2 before 10."""
    return sorted(folder.iterdir(), key=lambda path: natural_key(path.name))


def is_hidden(name: str) -> bool:
    """Return whether a name is of no document: hidden, or left by the system."""
    return name.startswith(".") or name.lower() in OF_THE_SYSTEM


def check_drop(drop: Drop) -> None:
    """Raise `DocumentError` where a drop is a link, holds one, or is no file yet."""
    if drop.path.is_symlink():
        raise DocumentError(f"{drop.name}: is a link", "put the document itself into the inbox")
    if drop.path.suffix.lower() in UNFINISHED:
        raise DocumentError(f"{drop.name}: is not fully downloaded", "wait until the browser has finished")
    if drop.path.is_dir():
        for path in walk(drop.path):
            if path.is_symlink():
                raise DocumentError(f"{drop.name}: holds a link, {path.name}", "put the document itself in its place")
    elif not drop.path.is_file():
        raise DocumentError(f"{drop.name}: is neither a file nor a folder", "take it out of the inbox")


def walk(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder and its folders, links included and never followed, in the order of names.

    Raises: `DocumentError` where there are too many.
    """
    found = []
    for place, folders, names in os.walk(folder, followlinks=False):
        linked = [name for name in folders if (Path(place) / name).is_symlink()]
        found += [Path(place) / name for name in [*names, *linked]]
        if len(found) > MOST_FILES:
            raise DocumentError(f"{folder.name}: holds more than {MOST_FILES} files", "drop the documents alone")
    yield from sorted(found, key=lambda path: natural_key(path.relative_to(folder).as_posix()))


def is_saved_beside(name: str) -> bool:
    """Return whether a folder's name is one that browsers give to what a page needs."""
    return name.endswith(SAVED_WITH)


def _belongs(folder: Path, page: Path) -> bool:
    """Return whether a folder is what a browser saved beside a page."""
    is_page = page.suffix.lower() in WEB_ENDINGS and not page.is_dir()
    return is_page and folder.is_dir() and folder.name in {f"{page.stem}{ending}" for ending in SAVED_WITH}
