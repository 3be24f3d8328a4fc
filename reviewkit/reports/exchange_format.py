"""Write a project of documents, places and codes as REFI-QDA, which NVivo, MAXQDA and ATLAS.ti read.

Input: a `Project`.
Output: the bytes of a `.qdpx` (a zip: `project.qde` and the documents' texts in `sources/`) or of a `.qdc` (the code
book alone), the same with every call.
Source: REFI-QDA 1.5 (www.qdasoftware.org): positions count Unicode code points from 0, and the end is the first
position after the selection, as in the examples of the standard.
Limitations: dates of making are left out, which the schema allows; the files were held to the published schema and
read back by this program, and were not opened in any of the programs named above.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lxml import etree

from reviewkit.reports import reproducible_zip

if TYPE_CHECKING:
    from lxml.etree import _Element as Element
else:
    Element = Any

PROJECT_NAMESPACE, CODEBOOK_NAMESPACE = "urn:QDA-XML:project:1.0", "urn:QDA-XML:codebook:1.0"
SCHEMAS = {
    PROJECT_NAMESPACE: "http://schema.qdasoftware.org/versions/Project/v1.0/Project.xsd",
    CODEBOOK_NAMESPACE: "http://schema.qdasoftware.org/versions/Codebook/v1.0/Codebook.xsd",
}
INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
PROJECT_FILE, SOURCES_FOLDER, INTERNAL = "project.qde", "sources/", "internal://"
ORIGIN = "reviewkit"
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # no XML 1.0 file may hold these


@dataclass(frozen=True)
class User:
    """Somebody, or a model, who codes."""

    guid: str
    name: str


@dataclass(frozen=True)
class Code:
    """A code of the code book."""

    guid: str
    name: str
    description: str = ""


@dataclass(frozen=True)
class Coding:
    """One code given by one user."""

    guid: str
    code: str
    user: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Selection:
    """A passage of a text, from `start` up to and without `end`, with its codings."""

    guid: str
    start: int
    end: int
    name: str = ""
    description: str = ""
    codings: tuple[Coding, ...] = ()
    notes: tuple[str, ...] = ()
    user: str = ""


@dataclass(frozen=True)
class Source:
    """A document: its text, the passages selected in it, and values of variables by their GUIDs."""

    guid: str
    name: str
    text: str
    description: str = ""
    selections: tuple[Selection, ...] = ()
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Named:
    """A variable, or a note with its text and user, or a link from one selection to another."""

    guid: str
    name: str
    text: str = ""
    user: str = ""
    ends: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Set:
    """A group of codes or documents."""

    guid: str
    name: str
    codes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Project:
    """All that one file carries."""

    name: str
    description: str = ""
    users: tuple[User, ...] = ()
    codes: tuple[Code, ...] = ()
    variables: tuple[Named, ...] = ()
    sources: tuple[Source, ...] = ()
    notes: tuple[Named, ...] = ()
    links: tuple[Named, ...] = ()
    sets: tuple[Set, ...] = ()


def project_bytes(project: Project) -> bytes:
    """Return a project as a `.qdpx`."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(PROJECT_FILE, _xml(_project(project)))
        for source in project.sources:
            archive.writestr(f"{SOURCES_FOLDER}{source.guid}.txt", source.text.encode("utf-8"))
    return reproducible_zip.fix_dates(buffer.getvalue())


def codebook_bytes(project: Project) -> bytes:
    """Return the codes of a project, and their sets, as a `.qdc`."""
    root = _root("CodeBook", CODEBOOK_NAMESPACE, origin=ORIGIN)
    _add_codes(root, project.codes)
    sets = [one for one in project.sets if one.codes]
    if sets:
        parent = _add(root, "Sets")
        for one in sets:
            element = _add(parent, "Set", guid=one.guid, name=one.name)
            for code in one.codes:
                _add(element, "MemberCode", guid=code)
    return _xml(root)


def clean(text: str) -> str:
    """Return a text without characters that XML cannot hold, and with one kind of line end."""
    return NOT_IN_XML.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))


def _project(project: Project) -> Element:
    """Return a project as XML, its parts in the order of the schema; a part without content is left out."""
    root = _root("Project", PROJECT_NAMESPACE, name=project.name, origin=ORIGIN)
    for user in _each(root, "Users", project.users):
        _add(user[0], "User", guid=user[1].guid, name=user[1].name)
    if project.codes:
        _add_codes(_add(root, "CodeBook"), project.codes)
    for parent, variable in _each(root, "Variables", project.variables):
        _add(parent, "Variable", guid=variable.guid, name=variable.name, typeOfVariable="Text")
    for parent, source in _each(root, "Sources", project.sources):
        _add_source(parent, source)
    for parent, note in _each(root, "Notes", project.notes):
        element = _add(parent, "Note", guid=note.guid, name=note.name, creatingUser=note.user)
        _add(element, "PlainTextContent").text = clean(note.text)
    for parent, link in _each(root, "Links", project.links):
        origin, target = link.ends
        _add(parent, "Link", guid=link.guid, name=link.name, direction="OneWay", originGUID=origin, targetGUID=target)
    for parent, one in _each(root, "Sets", project.sets):
        element = _add(parent, "Set", guid=one.guid, name=one.name)
        _add_references(element, "MemberCode", one.codes)
        _add_references(element, "MemberSource", one.sources)
    _add_text(root, "Description", project.description)
    return root


def _add_codes(parent: Element, codes: tuple[Code, ...]) -> None:
    for group, code in _each(parent, "Codes", codes):
        element = _add(group, "Code", guid=code.guid, name=code.name, isCodable="true")
        _add_text(element, "Description", code.description)


def _add_source(parent: Element, source: Source) -> None:
    """Add a document, with its text as a file of its own, which the standard wants."""
    path = f"{INTERNAL}{source.guid}.txt"
    element = _add(parent, "TextSource", guid=source.guid, name=source.name, plainTextPath=path)
    _add_text(element, "Description", source.description)
    for selection in source.selections:
        _add_selection(element, selection)
    for variable, value in source.values:
        cell = _add(element, "VariableValue")
        _add_references(cell, "VariableRef", (variable,))
        _add(cell, "TextValue").text = clean(value)


def _add_selection(parent: Element, selection: Selection) -> None:
    place = {"startPosition": str(selection.start), "endPosition": str(selection.end)}
    element = _add(
        parent, "PlainTextSelection", guid=selection.guid, name=selection.name, creatingUser=selection.user, **place
    )
    _add_text(element, "Description", selection.description)
    for coding in selection.codings:
        child = _add(element, "Coding", guid=coding.guid, creatingUser=coding.user)
        _add_references(child, "CodeRef", (coding.code,))
        _add_references(child, "NoteRef", coding.notes)
    _add_references(element, "NoteRef", selection.notes)


def _add_references(parent: Element, tag: str, guids: Iterable[str]) -> None:
    for guid in guids:
        _add(parent, tag, targetGUID=guid)


def _each(root: Element, tag: str, members: Iterable[Any]) -> list[tuple[Element, Any]]:
    """Return each member with the element that holds them all, which is added where there is a member."""
    listed = list(members)
    parent = _add(root, tag) if listed else None
    return [(parent, member) for member in listed]


def _root(tag: str, namespace: str, **attributes: str) -> Element:
    element = etree.Element(f"{{{namespace}}}{tag}", nsmap={None: namespace, "xsi": INSTANCE})
    element.set(f"{{{INSTANCE}}}schemaLocation", f"{namespace} {SCHEMAS[namespace]}")
    return _with_attributes(element, attributes)


def _add(parent: Element, tag: str, **attributes: str) -> Element:
    """Add an element to another, in the same namespace, with the attributes that are not empty."""
    namespace = etree.QName(parent).namespace
    return _with_attributes(etree.SubElement(parent, f"{{{namespace}}}{tag}"), attributes)


def _add_text(parent: Element, tag: str, text: str) -> None:
    if text:
        _add(parent, tag).text = clean(text)


def _with_attributes(element: Element, attributes: dict[str, str]) -> Element:
    for name, value in attributes.items():
        if value:
            element.set(name, " ".join(clean(value).split()))
    return element


def _xml(root: Element) -> bytes:
    content: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return content
