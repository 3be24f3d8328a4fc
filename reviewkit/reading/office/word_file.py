"""Make a web page of a Word file (.docx): headings, numbers as printed, lists, tables, boxes; `reading.web` reads it.

A heading becomes an anchor made of its words, so that it stays when other parts change. Deleted, hidden and struck text
is left out, insertions are taken; notes, comments, heads and feet stand outside the flow and are left out too.

Input: the bytes of a file. Output: the tree of a web page.
Limitations: nothing outside the file is followed and no macro is run; pages exist only on paper, so places are
sections. What is drawn as a picture is not read.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any, NamedTuple

from lxml import etree, html

from reviewkit.base.errors import DocumentError
from reviewkit.base.text import whole_number
from reviewkit.reading.office import archive, word_numbering, word_styles, word_text
from reviewkit.reading.office.anchors import Anchors
from reviewkit.reading.office.word_styles import W
from reviewkit.reading.office.word_text import NOTHING, Run

MARK_ADDED = "data-reviewkit-begun"  # on a list item whose number is in its text, as `web.web_pages` has it
WRAPPERS = {f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")}
CONTENTS_GALLERY = "Table of Contents"
MAX_HEADING_WORDS = 30  # some set each numbered paragraph in the style of a heading
LOWEST_HEADING = 6
TITLE_SIZE = 1.7  # times the document's own size
LONGEST_ANCHOR = 60  # characters
WORD_AT_END = re.compile(r"[^\W\d_]{3}.*\w$")  # "Recommendation 4": a sign after it parts it from the text
BARE_NUMBER = re.compile(r"\d+")
TITLE_OF_PROGRAM = re.compile(r"(?:microsoft )?word\b|document\s*\d*$|untitled", re.I)
SAVE_AGAIN = "open it in Word or LibreOffice, and save it as .docx or PDF"


def web_page(content: bytes, name: str) -> html.HtmlElement:
    """Return a Word file as the tree of a web page.

    Raises: `DocumentError` where it is damaged, locked, too large or no Word file.
    """
    document = _open(content, name)
    styles = document.styles.element
    numbering = next(
        (one.target_part.element for one in document.part.rels.values() if one.reltype.endswith("/numbering")), None
    )
    tree = html.document_fromstring("<html><head><title></title></head><body></body></html>")
    tree.find("head/title").text = _title(document)
    writer = Writer(styles, numbering)
    writer.write(tree.find("body"), document.element.body)
    return tree


def _open(content: bytes, name: str) -> Any:
    """Open a Word file within bounds."""
    import docx  # slow to import
    from docx.opc.exceptions import PackageNotFoundError

    archive.open_archive(content, name).close()
    faults = (KeyError, ValueError, AttributeError, etree.XMLSyntaxError, zipfile.BadZipFile, PackageNotFoundError,
              RuntimeError, EOFError, OSError)  # fmt: skip
    try:
        return docx.Document(io.BytesIO(content))
    except faults as error:
        if b"macroEnabled" in _content_types(content, name):
            raise DocumentError(f"{name}: is a Word file with macros, which are not run", SAVE_AGAIN) from error
        raise DocumentError(f"{name}: cannot be opened as a Word file", SAVE_AGAIN) from error


def _title(document: Any) -> str:
    """Return the title that a file says it has; "" where it says none, or what Word puts there by itself."""
    says = any(one.reltype.endswith("/core-properties") for one in document.part.package.rels.values())
    title = _clean(" ".join((document.core_properties.title or "").split())) if says else ""
    return "" if TITLE_OF_PROGRAM.match(title) else title


def _content_types(content: bytes, name: str) -> bytes:
    with archive.open_archive(content, name) as files:
        return archive.read_file(files, "[Content_Types].xml", name)


class Flow(NamedTuple):
    """A run of blocks: what they are put into, the lists that are open, and words that wait for the next paragraph."""

    parent: html.HtmlElement
    lists: list[tuple[int, html.HtmlElement]]
    waiting: list[Run]


class Writer:
    """Writes the blocks of a Word file into a web page, in order: numbers and anchors depend on what came before."""

    def __init__(self, styles: etree._Element | None, numbering: etree._Element | None) -> None:
        self.styles = word_styles.read_styles(styles)
        self.default_style = word_styles.default_paragraph_style(styles)
        self.default_size = word_styles.default_size(styles)
        self.counters = word_numbering.Counters(word_numbering.read_lists(numbering))
        self.anchors = Anchors()

    def write(self, parent: html.HtmlElement, container: etree._Element) -> None:
        """Write the paragraphs and tables of a body, a cell or a text box."""
        flow = Flow(parent, [], [])
        for element in _blocks(container):
            if element.tag == f"{W}p":
                self._write_paragraph(flow, element)
            else:
                flow.lists.clear()
                self._write_table(parent, element)
        if flow.waiting:
            _add_runs(_sub(parent, "p"), flow.waiting)

    def _write_paragraph(self, flow: Flow, paragraph: etree._Element) -> None:
        """Write a paragraph as a heading, a list item or a paragraph, and after it the text boxes that hang on it."""
        properties = paragraph.find(f"{W}pPr")
        style_id = word_styles.value(properties, "pStyle") or self.default_style
        style = self.styles.get(style_id, NOTHING)
        if style.contents:
            return
        words = word_text.paragraph_words(paragraph, style, self.styles)
        runs = [*flow.waiting, *words.runs]
        flow.waiting.clear()
        has_text = any(run.text.strip() for run in runs)
        dropped = properties is not None and properties.find(f"{W}framePr[@{W}dropCap]") is not None
        if has_text and (word_text.is_mark_deleted(paragraph) or dropped):
            flow.waiting.extend(runs)
        elif has_text or not (word_text.is_mark_deleted(paragraph) or _is_mark_hidden(paragraph)):
            mark = self._mark(properties, style_id, style)
            if has_text:
                self._write_words(flow, runs, mark, self._heading_level(properties, style, runs), style.name)
            elif mark and flow.parent.tag == "td":  # a column of numbers
                _add_text(_sub(flow.parent, "p"), mark.text)
        for box in words.boxes:
            self.write(_sub(flow.parent, "div", {"class": "box"}), box)

    def _mark(
        self, properties: etree._Element | None, style_id: str, style: word_styles.Style
    ) -> word_numbering.Mark | None:
        """Count a paragraph, and return what is printed before it."""
        own = None if properties is None else properties.find(f"{W}numPr")
        list_id = word_styles.value(own, "numId") or style.number_id
        level = whole_number(word_styles.value(own, "ilvl"))
        level = style.number_level if level is None else level
        if level is None:
            level = self.counters.level_of_style(list_id, style_id)
        return self.counters.next_mark(list_id, level)

    def _heading_level(
        self, properties: etree._Element | None, style: word_styles.Style, runs: list[Run]
    ) -> int | None:
        """Return the level of a heading; None for a paragraph, whatever its style, that is as long as one."""
        own = word_styles.outline_level(properties)
        level = style.level if own is None else own
        if level is None and not self.anchors.taken and self._is_title(runs):
            level = 0
        return level if len("".join(run.text for run in runs).split()) <= MAX_HEADING_WORDS else None

    def _is_title(self, runs: list[Run]) -> bool:
        """Return whether a paragraph before all headings is set in the size of a title."""
        sizes = [run.size or self.default_size for run in runs if run.text.strip()]
        return min(sizes, default=0) >= TITLE_SIZE * self.default_size

    def _write_words(
        self, flow: Flow, runs: list[Run], mark: word_numbering.Mark | None, level: int | None, style_name: str
    ) -> None:
        """Write the words of a paragraph, its number before them."""
        printed = _with_sign(mark.text) if mark and not mark.bullet else ""
        runs = [Run(f"{printed} ", runs[0].bold, False, False), *runs] if printed else runs
        if level is not None:
            flow.lists.clear()
            heading = _sub(flow.parent, f"h{min(level + 1, LOWEST_HEADING)}", {"id": self._anchor(runs, mark)})
            _add_runs(heading, runs)
        elif mark and (printed or mark.bullet):
            item = _list_item(flow, mark)
            _add_runs(item, runs)
        elif flow.lists and style_name.lower().startswith("list "):  # a paragraph more of the item above
            _add_runs(_sub(flow.lists[-1][1][-1], "p"), runs)
        else:
            flow.lists.clear()
            _add_runs(_sub(flow.parent, "p"), runs)

    def _anchor(self, runs: list[Run], mark: word_numbering.Mark | None) -> str:
        """Return a new anchor made of the words of a heading."""
        words = "".join(run.text for run in runs[1 if mark and mark.text else 0 :])
        stem = "-".join(re.findall(r"[a-z0-9]+", words.lower()))[:LONGEST_ANCHOR].strip("-") or "section"
        return self.anchors.new(stem)

    def _write_table(self, parent: html.HtmlElement, table: etree._Element) -> None:
        """Write a table; one whose rows have a single cell is a box."""
        rows = [list(_cells(row)) for row in _inside(table, f"{W}tr") if not _is_deleted_row(row)]
        if all(len(cells) <= 1 for cells in rows):
            box = _sub(parent, "div", {"class": "box"})
            for cells in rows:
                for cell in cells:
                    self.write(box, cell)
            return
        table_element = _sub(parent, "table")
        for cells in rows:
            row_element = _sub(table_element, "tr")
            for cell in cells:
                properties = cell.find(f"{W}tcPr")
                merged = None if properties is None else properties.find(f"{W}vMerge")
                element = _sub(row_element, "td")
                span = whole_number(word_styles.value(properties, "gridSpan")) or 1
                if span > 1:
                    element.set("colspan", str(span))
                if merged is None or merged.get(f"{W}val") == "restart":
                    self.write(element, cell)


def _blocks(container: etree._Element) -> Iterator[etree._Element]:
    """Yield the paragraphs and tables of a container, without its table of contents."""
    yield from _inside(container, f"{W}p", f"{W}tbl")


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    yield from _inside(row, f"{W}tc")


def _inside(container: etree._Element, *tags: str) -> Iterator[etree._Element]:
    """Yield the children with these tags, those in content controls and insertions too."""
    waiting = list(reversed(container))
    while waiting:
        element = waiting.pop()
        if element.tag in tags:
            yield element
        elif element.tag in WRAPPERS:
            gallery = word_styles.value(element, "sdtPr/docPartObj/docPartGallery")
            waiting += [] if gallery == CONTENTS_GALLERY else list(reversed(element))


def _is_deleted_row(row: etree._Element) -> bool:
    return row.find(f"{W}trPr/{W}del") is not None


def _is_mark_hidden(paragraph: etree._Element) -> bool:
    """Return whether a paragraph's end is hidden: with its words it takes up no line and no number."""
    return bool(word_styles.is_on(paragraph.find(f"{W}pPr/{W}rPr"), "vanish"))


def _with_sign(mark: str) -> str:
    """Return a printed number with a sign after it where it would run into the text: "4" and "Recommendation 4"."""
    if BARE_NUMBER.fullmatch(mark):
        return f"{mark}."
    return f"{mark}:" if WORD_AT_END.search(mark) else mark


def _list_item(flow: Flow, mark: word_numbering.Mark) -> html.HtmlElement:
    """Open the item of a list at its level, and return it."""
    tag = "ul" if mark.bullet else "ol"
    while flow.lists and flow.lists[-1][0] > mark.level:
        flow.lists.pop()
    if flow.lists and flow.lists[-1][0] == mark.level and flow.lists[-1][1].tag != tag:
        flow.lists.pop()
    if not flow.lists or flow.lists[-1][0] < mark.level:
        parent = flow.lists[-1][1][-1] if flow.lists else flow.parent
        flow.lists.append((mark.level, _sub(parent, tag)))
    item = _sub(flow.lists[-1][1], "li")
    if not mark.bullet:
        item.set(MARK_ADDED, "yes")
    return item


def _sub(parent: html.HtmlElement, tag: str, attributes: dict[str, str] | None = None) -> html.HtmlElement:
    """Add an element to another, and return it."""
    element = html.Element(tag, attributes or {})
    parent.append(element)
    return element


def _add_runs(parent: html.HtmlElement, runs: list[Run]) -> None:
    """Put runs into an element, bold, italic and raised letters in elements of their own."""
    for run in runs:
        inner = parent
        for tag, is_so in (("b", run.bold), ("i", run.italic), ("sup", run.raised)):
            inner = _sub(inner, tag) if is_so and run.text.strip() else inner
        for number, text in enumerate(run.text.split("\n")):
            if number:
                _sub(inner, "br")
            _add_text(inner, text)


def _add_text(element: html.HtmlElement, text: str) -> None:
    """Add text at the end of an element."""
    last = element[-1] if len(element) else None
    if last is None:
        element.text = (element.text or "") + text
    else:
        last.tail = (last.tail or "") + text


def _clean(text: str) -> str:
    """Return a text without characters that no page can hold."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", text)
