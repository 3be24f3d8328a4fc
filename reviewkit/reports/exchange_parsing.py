"""Read a REFI-QDA project (`.qdpx`) that came from elsewhere; nothing in it is trusted.

Input: the path of a file.
Output: a `Project`, as far as documents with text are concerned.

Nothing is unpacked to disk, so no name inside the zip leads anywhere; entries are looked up by their names, and no
path outside the file is opened. How many entries there are and how much is unpacked is limited. An XML file that
declares a document type is refused, and with it every entity.

Limitations: pictures, sound, film and areas of PDF pages are left aside; so are cases, graphs and links. Of a PDF the
text that the program kept beside it is read. GUIDs are compared without braces, in small letters.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lxml import etree

from reviewkit.base.errors import InputError
from reviewkit.reports.exchange_format import (
    INTERNAL,
    PROJECT_FILE,
    PROJECT_NAMESPACE,
    SOURCES_FOLDER,
    Code,
    Coding,
    Named,
    Project,
    Selection,
    Set,
    Source,
    User,
)

if TYPE_CHECKING:
    from lxml.etree import _Element as Element
else:
    Element = Any

MEGABYTE = 1 << 20
MOST_ENTRIES = 20_000
MOST_PROJECT, MOST_TEXT, MOST_IN_ALL = 100 * MEGABYTE, 20 * MEGABYTE, 500 * MEGABYTE  # bytes, unpacked
MOST_DIGITS = 12  # of a position: more are no place in a text
NEXT_STEP = "export the project again as REFI-QDA (.qdpx)"
BYTE_ORDER_MARK = "\ufeff"


class _Archive:
    """The entries of a zip, read in memory and counted."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self.archive, self.name, self.read_bytes = archive, name, 0
        if len(archive.infolist()) > MOST_ENTRIES:
            raise InputError(f"{name}: holds more than {MOST_ENTRIES} files", NEXT_STEP)
        self.entries = {entry.filename.lower(): entry for entry in archive.infolist()}

    def read(self, entry_name: str, most: int) -> bytes:
        """Return the bytes of an entry; its name is compared in small letters."""
        entry = self.entries.get(entry_name.lower())
        if entry is None:
            raise InputError(f"{self.name}: has no {entry_name[:80]!r}", NEXT_STEP)
        try:
            with self.archive.open(entry) as file:
                content = file.read(most + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
            what = "is locked by a password" if entry.flag_bits & 1 else "is damaged"
            raise InputError(f"{self.name}: {entry_name[:80]!r} {what}", NEXT_STEP) from error
        self.read_bytes += len(content)
        if len(content) > most or self.read_bytes > MOST_IN_ALL:
            raise InputError(f"{self.name}: {entry_name[:80]!r} is too large to be read", NEXT_STEP)
        return content


def read_project(path: Path) -> Project:
    """Return the project in a `.qdpx`.

    Raises: `InputError` in one line for a file that is no such project, is damaged, too large, or declares entities.
    """
    if not path.is_file():
        raise InputError(f"{path}: is not there", "check the name")
    try:
        with zipfile.ZipFile(path) as archive:
            entries = _Archive(archive, path.name)
            root = _parsed(entries.read(PROJECT_FILE, MOST_PROJECT), path.name)
            return _project(root, entries)
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(f"{path.name}: is no .qdpx that can be opened", NEXT_STEP) from error


def _parsed(content: bytes, name: str) -> Element:
    """Return the root of `project.qde`, parsed without entities, network or unusual depth."""
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        reason = " ".join(str(error.msg).split())[:120]
        raise InputError(f"{name}: {PROJECT_FILE} cannot be read as XML ({reason})", NEXT_STEP) from error
    if root.getroottree().docinfo.doctype:
        raise InputError(f"{name}: {PROJECT_FILE} declares a document type, which no REFI-QDA file does", NEXT_STEP)
    if root.tag != _tag("Project"):
        raise InputError(f"{name}: {PROJECT_FILE} is no REFI-QDA project ({PROJECT_NAMESPACE})", NEXT_STEP)
    return root


def _project(root: Element, entries: _Archive) -> Project:
    """Return what a project holds of users, codes, documents with text, notes and sets."""
    return Project(
        name=root.get("name", ""),
        description=_text(root, "Description"),
        users=tuple(User(_guid(one), one.get("name", "")) for one in _all(root, "Users", "User")),
        codes=tuple(
            Code(_guid(one), one.get("name", ""), _text(one, "Description"))
            for book in root.findall(_tag("CodeBook"))
            for one in book.iter(_tag("Code"))
        ),
        variables=tuple(Named(_guid(one), one.get("name", "")) for one in _all(root, "Variables", "Variable")),
        sources=tuple(_sources(root, entries)),
        notes=tuple(_note(one, entries) for one in _all(root, "Notes", "Note")),
        links=tuple(_link(one) for one in _all(root, "Links", "Link")),
        sets=tuple(
            Set(_guid(one), one.get("name", ""), _references(one, "MemberCode"), _references(one, "MemberSource"))
            for one in _all(root, "Sets", "Set")
        ),
    )


def _sources(root: Element, entries: _Archive) -> Iterator[Source]:
    """Yield the documents that have a text: texts, and what is kept beside a PDF as its text."""
    for element in _all(root, "Sources", "TextSource"):
        yield _source(element, element, entries)
    for element in _all(root, "Sources", "PDFSource"):
        for text in element.findall(_tag("Representation")):
            yield _source(element, text, entries)


def _source(element: Element, with_text: Element, entries: _Archive) -> Source:
    """Return a document; its text and its selections stand in it, or in what is kept beside it."""
    values = [
        (_references(cell, "VariableRef"), _text(cell, "TextValue")) for cell in element.findall(_tag("VariableValue"))
    ]
    return Source(
        guid=_guid(element),
        name=element.get("name", ""),
        text=_content(with_text, entries),
        description=_text(element, "Description"),
        selections=tuple(_selections(with_text)),
        values=tuple((variables[0], value) for variables, value in values if variables),
    )


def _content(element: Element, entries: _Archive) -> str:
    """Return the text of a document or a note: it stands in the XML or in a file of the zip, and nowhere else."""
    path = element.get("plainTextPath", "")
    if not path.startswith(INTERNAL):
        return _text(element, "PlainTextContent")
    content = entries.read(SOURCES_FOLDER + path.removeprefix(INTERNAL), MOST_TEXT)
    try:
        return content.decode("utf-8").removeprefix(BYTE_ORDER_MARK)
    except UnicodeDecodeError as error:
        raise InputError(f"{entries.name}: {path[:80]!r} is not UTF-8", NEXT_STEP) from error


def _selections(element: Element) -> Iterator[Selection]:
    """Yield the selections of a text that have a place."""
    for one in element.findall(_tag("PlainTextSelection")):
        start, end = (one.get(name, "").strip() for name in ("startPosition", "endPosition"))
        if not all(place.isascii() and place.isdigit() and len(place) <= MOST_DIGITS for place in (start, end)):
            continue
        codings = [
            Coding(_guid(coding), code, _plain(coding.get("creatingUser", "")), _references(coding, "NoteRef"))
            for coding in one.findall(_tag("Coding"))
            for code in _references(coding, "CodeRef")
        ]
        yield Selection(
            guid=_guid(one),
            start=int(start),
            end=int(end),
            name=one.get("name", ""),
            description=_text(one, "Description"),
            codings=tuple(codings),
            notes=_references(one, "NoteRef"),
            user=_plain(one.get("creatingUser", "")),
        )


def _note(element: Element, entries: _Archive) -> Named:
    user = _plain(element.get("creatingUser", ""))
    return Named(_guid(element), element.get("name", ""), _content(element, entries), user)


def _link(element: Element) -> Named:
    ends = (_plain(element.get("originGUID", "")), _plain(element.get("targetGUID", "")))
    return Named(_guid(element), element.get("name", ""), ends=ends)


def _all(root: Element, group: str, tag: str) -> list[Element]:
    members: list[Element] = root.findall(f"{_tag(group)}/{_tag(tag)}")
    return members


def _references(element: Element, tag: str) -> tuple[str, ...]:
    """Return the GUIDs to which the children of one name refer."""
    return tuple(_plain(one.get("targetGUID", "")) for one in element.findall(_tag(tag)))


def _text(element: Element, tag: str) -> str:
    return element.findtext(_tag(tag)) or ""


def _guid(element: Element) -> str:
    return _plain(element.get("guid", ""))


def _plain(guid: str) -> str:
    return guid.strip().strip("{}").lower()


def _tag(name: str) -> str:
    return f"{{{PROJECT_NAMESPACE}}}{name}"
