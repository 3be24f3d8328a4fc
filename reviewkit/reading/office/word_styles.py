"""Read the styles of a Word file: which are headings, numbered, hidden, bold, italic, or lines of a table of contents.

Input: the element `w:styles`. Output: a `Style` by id, with what it takes over from the style it is based on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from reviewkit.base.text import whole_number

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HEADING_NAME = re.compile(r"heading (\d)", re.I)
CONTENTS_NAME = re.compile(r"toc (?:\d|heading)|table of figures", re.I)
BODY_LEVEL = 9  # an outline level that means "no heading"
OFF = ("0", "false", "off", "none")
SIZE_UNSAID = 20  # half points: ISO/IEC 29500-1, 17.3.2.38
DEEPEST = 20  # styles based on one another


class Style(NamedTuple):
    """What a style says of its paragraphs or runs; `level` is 0 for the title, 1 to 9 for headings, else None."""

    name: str = ""
    level: int | None = None
    number_id: str = ""
    number_level: int | None = None
    hidden: bool = False
    struck: bool = False
    bold: bool = False
    italic: bool = False
    contents: bool = False
    size: int = 0  # of type, in half points; 0 where it does not say


def read_styles(styles: etree._Element | None) -> dict[str, Style]:
    """Return the styles of a document by their ids."""
    by_id = {} if styles is None else {one.get(f"{W}styleId", ""): one for one in styles.iterfind(f"{W}style")}
    return {style_id: _style(list(_chain(style_id, by_id))) for style_id in by_id}


def default_paragraph_style(styles: etree._Element | None) -> str:
    """Return the id of the style of paragraphs that name none."""
    for style in [] if styles is None else styles.iterfind(f"{W}style"):
        if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true"):
            return str(style.get(f"{W}styleId", ""))
    return ""


def is_on(properties: etree._Element | None, name: str) -> bool | None:
    """Return whether properties switch something on or off (`w:b`, `w:vanish`); None where they say nothing of it."""
    found = None if properties is None else properties.find(f"{W}{name}")
    return None if found is None else found.get(f"{W}val", "1") not in OFF


def value(element: etree._Element | None, path: str) -> str:
    """Return the `w:val` at a path of `w:` names below an element; "" where there is none."""
    found = None if element is None else element.find("/".join(f"{W}{step}" for step in path.split("/")))
    return "" if found is None else str(found.get(f"{W}val", ""))


def type_size(properties: etree._Element | None) -> int:
    """Return the size of type that run properties say, in half points; 0 where they say none."""
    return whole_number(value(properties, "sz")) or 0


def default_size(styles: etree._Element | None) -> int:
    """Return the size of type, in half points, where nothing else is said."""
    declared = None if styles is None else styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
    return type_size(declared) or SIZE_UNSAID


def outline_level(properties: etree._Element | None) -> int | None:
    """Return the level of a heading, from 1, that paragraph properties say; None where they say none."""
    written = whole_number(value(properties, "outlineLvl"))
    return written + 1 if written is not None and written < BODY_LEVEL else None


def _chain(style_id: str, by_id: dict[str, etree._Element]) -> Iterator[etree._Element]:
    """Yield a style and those that it is based on, the nearest first."""
    for _ in range(DEEPEST):
        style = by_id.get(style_id)
        if style is None:
            return
        yield style
        style_id = value(style, "basedOn")


def _style(chain: list[etree._Element]) -> Style:
    """Return what a style says, or else those that it is based on."""
    name = value(chain[0], "name")
    paragraphs = [style.find(f"{W}pPr") for style in chain]
    runs = [style.find(f"{W}rPr") for style in chain]

    def on(property_name: str) -> bool:
        return next((said for run in runs if (said := is_on(run, property_name)) is not None), False)

    numbered = [one.find(f"{W}numPr") for one in paragraphs if one is not None and one.find(f"{W}numPr") is not None]
    levels = [level for one in numbered if (level := whole_number(value(one, "ilvl"))) is not None]
    return Style(
        name=name,
        level=_heading_level(chain, paragraphs),
        number_id=next((written for one in numbered if (written := value(one, "numId"))), ""),
        number_level=levels[0] if levels else None,
        hidden=on("vanish"),
        struck=on("strike") or on("dstrike"),
        bold=on("b"),
        italic=on("i"),
        contents=bool(CONTENTS_NAME.match(name)),
        size=next((size for run in runs if (size := type_size(run))), 0),
    )


def _heading_level(chain: list[etree._Element], paragraphs: list[etree._Element | None]) -> int | None:
    """Return the level of a heading that a style, or one that it is based on, is."""
    for style, properties in zip(chain, paragraphs, strict=True):
        if whole_number(value(properties, "outlineLvl")) is not None:
            return outline_level(properties)
        name = value(style, "name").lower()
        heading = HEADING_NAME.fullmatch(name)
        if heading:
            return int(heading[1])
        if name == "title":
            return 0
    return None
