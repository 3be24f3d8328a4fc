"""Read the words of a Word paragraph as they are printed: insertions taken, deletions, hidden and struck text left out.

Input: a paragraph's element and the styles of its file. Output: its runs (text, bold, italic, raised), with a line feed
where a line is broken, and the text boxes that hang on it.

Limitations: the words that a field would show after an update are those that it showed when the file was saved.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from lxml import etree

from reviewkit.reading.office.word_styles import Style, W, is_on, type_size, value

MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
NOTHING = Style()
LEFT_OUT = {  # deletions, properties, what is in no flow, and what a field computes from
    f"{W}{name}"
    for name in (
        "del", "moveFrom", "pPr", "rPr", "sdtPr", "instrText", "delText", "footnoteReference", "endnoteReference",
        "annotationRef", "rt", "tblPr", "tblGrid", "fldData",
    )
}  # fmt: skip
SIGNS = {f"{W}tab": " ", f"{W}ptab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "\u2011", f"{W}sym": "•"}
RAISED = ("superscript",)


class Run(NamedTuple):
    """Letters of one style."""

    text: str
    bold: bool
    italic: bool
    raised: bool
    size: int = 0  # of type, in half points; 0 where the document's own size holds


class Words(NamedTuple):
    """The runs of a paragraph, and the contents of the text boxes that hang on it."""

    runs: list[Run]
    boxes: list[etree._Element]


def paragraph_words(paragraph: etree._Element, style: Style, styles: Mapping[str, Style]) -> Words:
    """Return the words of a paragraph whose style is given."""
    words = Words([], [])
    for element, run in _printed_elements(paragraph, words.boxes):
        text = _text_of(element)
        if text:
            words.runs.append(_run(text, run, style, styles))
    return Words([run for run in words.runs if run.text], words.boxes)


def is_mark_deleted(paragraph: etree._Element) -> bool:
    """Return whether the end of a paragraph is deleted, so that the next one goes on in it."""
    mark = paragraph.find(f"{W}pPr/{W}rPr")
    return mark is not None and (mark.find(f"{W}del") is not None or mark.find(f"{W}moveFrom") is not None)


def _printed_elements(
    paragraph: etree._Element, boxes: list[etree._Element]
) -> Iterator[tuple[etree._Element, etree._Element | None]]:
    """Yield the elements of a paragraph that are printed, each with its run; text boxes are put into `boxes`."""
    waiting: list[tuple[etree._Element, etree._Element | None]] = [(child, None) for child in reversed(paragraph)]
    while waiting:
        element, run = waiting.pop()
        if element.tag in LEFT_OUT or not isinstance(element.tag, str):
            continue
        if element.tag == f"{W}txbxContent":
            boxes.append(element)
            continue
        if element.tag == f"{COMPATIBLE}AlternateContent":  # the same content twice, for newer and older programs
            element = next(iter(element), element)
        inner = element if element.tag == f"{W}r" else run
        yield element, inner
        waiting += [(child, inner) for child in reversed(element)]


def _text_of(element: etree._Element) -> str:
    """Return the text that an element itself prints."""
    if element.tag in (f"{W}t", f"{MATH}t"):
        return element.text or ""
    if element.tag == f"{W}br" and element.get(f"{W}type") in ("page", "column"):
        return " "
    return SIGNS.get(element.tag, "")


def _run(text: str, run: etree._Element | None, style: Style, styles: Mapping[str, Style]) -> Run:
    """Return text with the style of its run; without text where no reader sees it."""
    properties = None if run is None else run.find(f"{W}rPr")
    own = styles.get(value(properties, "rStyle"), NOTHING)

    def on(name: str, of_styles: bool) -> bool:
        said = is_on(properties, name)
        return of_styles if said is None else said

    hidden = on("vanish", own.hidden or style.hidden)
    struck = on("strike", own.struck or style.struck) or on("dstrike", False)
    return Run(
        "" if hidden or struck else text,
        on("b", own.bold or style.bold),
        on("i", own.italic or style.italic),
        value(properties, "vertAlign") in RAISED,
        type_size(properties) or own.size or style.size,
    )
