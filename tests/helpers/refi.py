"""The grammar of REFI-QDA 1.5 for what we write: which children in which order, and which attributes."""

from __future__ import annotations

import re

from lxml import etree

GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
CHILDREN = {  # in their order; + at least one, * any number, ? at most one
    "Project": "Users? CodeBook? Variables? Cases? Sources? Notes? Links? Sets? Graphs? Description? NoteRef*",
    "Users": "User+", "CodeBook": "Codes", "Codes": "Code+", "Variables": "Variable+", "Sources": "TextSource+",
    "Notes": "Note+", "Links": "Link+", "Sets": "Set+",
    "Code": "Description? NoteRef* Code*",
    "TextSource": "Description? PlainTextContent? PlainTextSelection* Coding* NoteRef* VariableValue*",
    "Note": "Description? PlainTextContent? PlainTextSelection* Coding* NoteRef* VariableValue*",
    "PlainTextSelection": "Description? Coding* NoteRef*",
    "Coding": "CodeRef NoteRef*",
    "VariableValue": "VariableRef TextValue?",
    "Set": "Description? MemberCode* MemberSource* MemberNote*",
    "Link": "NoteRef*",
}  # fmt: skip
REQUIRED = {
    "Project": "name", "User": "guid", "Code": "guid name isCodable", "Variable": "guid name typeOfVariable",
    "TextSource": "guid", "Note": "guid", "PlainTextSelection": "guid startPosition endPosition", "Coding": "guid",
    "Set": "guid name", "Link": "guid", "CodeRef": "targetGUID", "NoteRef": "targetGUID", "VariableRef": "targetGUID",
    "MemberSource": "targetGUID", "MemberCode": "targetGUID",
}  # fmt: skip
ALLOWED = {
    "Project": "origin", "User": "name", "TextSource": "name plainTextPath", "Note": "name creatingUser",
    "PlainTextSelection": "name creatingUser", "Coding": "creatingUser", "Link": "name direction originGUID targetGUID",
}  # fmt: skip
REFERENCES = ("targetGUID", "originGUID", "creatingUser")
OF_CODEBOOK = {"CodeBook": "Codes Sets?", "Code": "Description? Code*", "Set": "Description? MemberCode*"}


def faults(content: bytes) -> list[str]:
    """What of a project file is not as the standard says; and what it refers to that it does not hold."""
    root = etree.fromstring(content)
    found = _faults(root, "urn:QDA-XML:project:1.0", CHILDREN, REQUIRED, ALLOWED)
    elements = list(root.iter())
    guids = [element.get("guid") for element in elements if element.get("guid")]
    found += [f"{guid} is not unique" for guid in {guid for guid in guids if guids.count(guid) > 1}]
    found += [
        f"{element.tag} refers to nothing"
        for element in elements
        for name in REFERENCES
        if element.get(name, guids[0]) not in guids
    ]
    return found


def codebook_faults(content: bytes) -> list[str]:
    """What of a code book is not as the standard says."""
    root = etree.fromstring(content)
    required = {**REQUIRED, "MemberCode": "guid"}
    return _faults(root, "urn:QDA-XML:codebook:1.0", {**CHILDREN, **OF_CODEBOOK}, required, {"CodeBook": "origin"})


def _faults(
    root: etree._Element, namespace: str, children: dict[str, str], required: dict[str, str], allowed: dict[str, str]
) -> list[str]:
    found = []
    for element in root.iter():
        tag = etree.QName(element)
        names = " ".join(etree.QName(child).localname for child in element)
        wanted = children.get(tag.localname, "").split()
        order = "".join(rf"({re.escape(one.rstrip('?*+'))} ){one[-1] if one[-1] in '?*+' else ''}" for one in wanted)
        given = {name for name in element.attrib if not name.startswith("{")}
        must = set(required.get(tag.localname, "").split())
        if tag.namespace != namespace or not re.fullmatch(order, names + " " if names else ""):
            found.append(f"{tag.localname} holds {names[:200]}")
        if not must <= given <= must | set(allowed.get(tag.localname, "").split()):
            found.append(f"{tag.localname} has {sorted(given)}")
        guids = [element.get(name) for name in ("guid", *REFERENCES) if name in given]
        found += [f"{tag.localname}: {guid} is no GUID" for guid in guids if not GUID.fullmatch(guid)]
    return found
