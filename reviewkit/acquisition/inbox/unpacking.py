"""Take a drop apart into single documents, by their first bytes and never by their names.

Input: a file, a folder or a zip. Output: a `Part` for each document in it, under a name with the ending that it truly
has, and what could not be used. A zip is bounded in members, size and ratio; none of its paths is used.

Limitations: a zip in a zip is not opened, nor one with a password.
"""

from __future__ import annotations

import re
import shutil
import stat
import zipfile
from pathlib import Path
from typing import NamedTuple

from reviewkit.acquisition.inbox import drops
from reviewkit.base import file_types
from reviewkit.base.errors import DocumentError
from reviewkit.base.text import natural_key

MOST_MEMBERS = 300  # of a zip: a saved web page brings some dozens of files
LARGEST_MEMBER = 300_000_000  # bytes: the largest report tried has 30 million
LARGEST_WHOLE = 600_000_000
MOST_RATIO = 200  # bytes out of one byte in: text gives 20, a bomb a thousand
SMALL_MEMBER = 1_000_000  # bytes: below this the ratio does not matter
CHUNK = 1 << 20
PICTURES = ("jpeg", "png", "tiff")
NOT_KNOWN = ("is neither a PDF, a web page nor a text document", "take it out of the inbox, or save it as PDF")
BESIDE_DOCUMENTS = ("css", "js", "png", "jpg", "jpeg", "gif", "svg", "ico", "woff", "woff2", "webp", "json", "txt")


class Part(NamedTuple):
    """One document of a drop."""

    name: str  # as a person knows it: "report.zip: volume-1.pdf"
    path: Path  # a file with the ending that the document truly has
    original: bool  # whether that is the dropped file itself, and no copy


class Unpacked(NamedTuple):
    """What a drop holds: documents, and what could not be used, each as name, what is wrong and the next step."""

    parts: list[Part]
    faults: list[tuple[str, str, str]]


def unpack(path: Path, folder: Path) -> Unpacked:
    """Take apart the drop at `path`; copies go into `folder`, which is made.

    Raises: `DocumentError` where it is of no form that can be read, or a zip that goes beyond the bounds.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if path.is_dir():
        return _of_folder(path, folder)
    form = form_of(path)
    if form == "zip":
        return _of_zip(path, folder)
    if is_no_document(form):
        what, step = _no_document(form)
        raise DocumentError(f"{path.name}: {what}", step)
    return Unpacked([_with_ending(path.name, path, form, folder, 0)], [])


def is_no_document(form: str) -> bool:
    """Return whether a form is none that a document of the corpus has."""
    return form not in file_types.TYPES


def _no_document(form: str) -> tuple[str, str]:
    """Return what is wrong with a file that is no document, and the next step."""
    if form == "zip":
        return "is a zip inside another", "unpack it by hand"
    if form in file_types.NAMES:
        return f"is {file_types.NAMES[form]}", "save the pages as one PDF" if form in PICTURES else "unpack it by hand"
    return NOT_KNOWN


def form_of(path: Path) -> str:
    """Return what a file is by its bytes (`base.file_types`): pdf, html, docx, zip, ...; "" where that is not known.

    Raises: `DocumentError` for a zip that is damaged.
    """
    form = file_types.file_type(path)
    if form == "zip" and not zipfile.is_zipfile(path):
        raise DocumentError(f"{path.name}: is a damaged zip", "download it again")
    return form


def _of_folder(path: Path, folder: Path) -> Unpacked:
    """Return the documents of a folder; what a saved page brings with it is passed over."""
    unpacked = Unpacked([], [])
    for number, file in enumerate(drops.walk(path)):
        inside = file.relative_to(path)
        if _is_beside(inside.parts):
            continue
        name = f"{path.name}/{inside.as_posix()}"
        _add(unpacked, name, file, folder, number)
    return unpacked


def _of_zip(path: Path, folder: Path) -> Unpacked:
    """Return the documents of a zip, each copied under a name of ours.

    Raises: `DocumentError` where the zip goes beyond the bounds, or leads outside.
    """
    unpacked = Unpacked([], [])
    try:
        with zipfile.ZipFile(path) as archive:
            members = _checked_members(path.name, archive)
            for number, member in enumerate(members):
                copy = folder / f"member-{number}"
                _copy_member(path.name, archive, member, copy)
                _add(unpacked, f"{path.name}: {member.filename}", copy, folder, number)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError) as error:
        raise DocumentError(f"{path.name}: is a damaged zip ({error})", "download it again") from error
    return unpacked


def _checked_members(name: str, archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """Return the members of a zip that may be documents, in the order of names; refuse a zip that is hostile."""
    members = [member for member in archive.infolist() if not member.is_dir()]
    if len(members) > MOST_MEMBERS:
        raise DocumentError(f"{name}: holds {len(members)} files, more than {MOST_MEMBERS}", "unpack it by hand")
    for member in members:
        parts = re.split(r"[\\/]", member.filename)
        if ".." in parts or not parts[0] or ":" in parts[0]:
            raise DocumentError(f"{name}: has a path that leads outside it", "do not open it; download it again")
        if stat.S_ISLNK(member.external_attr >> 16):
            raise DocumentError(f"{name}: holds a link", "unpack it by hand, and look at what is in it")
        if member.flag_bits & 1:
            raise DocumentError(f"{name}: has a password", "unpack it by hand")
    if sum(member.file_size for member in members) > LARGEST_WHOLE:
        raise DocumentError(f"{name}: is too large when unpacked", "unpack it by hand, if you trust it")
    documents = [member for member in members if not _is_beside(tuple(member.filename.split("/")))]
    return sorted(documents, key=lambda member: natural_key(member.filename))


def _copy_member(name: str, archive: zipfile.ZipFile, member: zipfile.ZipInfo, copy: Path) -> None:
    """Copy a member of a zip, and stop where more comes out than may; what the zip says of its size is not believed."""
    most = max(SMALL_MEMBER, min(LARGEST_MEMBER, MOST_RATIO * member.compress_size))
    written = 0
    with archive.open(member) as source, copy.open("wb") as target:
        while chunk := source.read(CHUNK):
            written += len(chunk)
            if written > most:
                raise DocumentError(f"{name}: unpacks to far more than it is", "do not open it; download it again")
            target.write(chunk)


def _is_beside(parts: tuple[str, ...]) -> bool:
    """Return whether a path inside a folder or a zip is no document: hidden, or what a saved page brings with it."""
    ending = parts[-1].rpartition(".")[2].lower()
    folders = parts[:-1]
    return (
        any(drops.is_hidden(part) for part in parts)
        or any(drops.is_saved_beside(part) for part in folders)
        or ending in BESIDE_DOCUMENTS
    )


def _add(unpacked: Unpacked, name: str, file: Path, folder: Path, number: int) -> None:
    """Add a file to what was unpacked, as a document or as a fault."""
    try:
        form = form_of(file)
    except DocumentError as error:
        unpacked.faults.append((name, error.what.partition(": ")[2], error.next_step))
        return
    if is_no_document(form):
        unpacked.faults.append((name, *_no_document(form)))
    else:
        unpacked.parts.append(_with_ending(name, file, form, folder, number))


def _with_ending(name: str, file: Path, form: str, folder: Path, number: int) -> Part:
    """Return a part whose file has the ending of its form: the file itself, or a copy."""
    if file.suffix.lower() == f".{form}":
        return Part(name, file, True)
    copy = folder / f"{number}.{form}"
    shutil.copyfile(file, copy)
    return Part(name, copy, False)
