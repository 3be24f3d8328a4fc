"""Read a publisher's web page as pages and lines, in the form that `page_text` and `layout.page_lines` give for a PDF.

A web page has no pages; its sections take their place, numbered from 1, each with the anchor that leads to it. A title
has the size of its level, a paragraph one line, a call-out or quotation a box. Navigation, scripts, notes and what is
hidden are left out. So are the marks that a browser draws before list items: here they stand with a sign after them
(`DRAWN`), so that items are recognised as items, and `without_drawn_marks` takes them out of the recommendations.

Limitations: what a script puts into a page is not there; a table's cells come one after the other, row by row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
from lxml import html

from reviewkit.base import file_types
from reviewkit.base.errors import DocumentError
from reviewkit.corpus import tables
from reviewkit.reading import documents
from reviewkit.reading.web import walk, web_tables

MARK_ADDED = "data-reviewkit-begun"  # on a list item whose mark is drawn: what follows a list inside it has none
DRAWN = "\u200b"  # after a mark that the browser draws
LEAST_SHARE = 0.3  # of the text of a page: what is marked as its main part and holds less is not
BODY_SIZE = 12.0  # points: of every block that is not a title
CSS_COUNTER = re.compile(  # ".rec{counter-increment:r}"
    r"\.(?P<name>[\w-]+)(?:::?before)?\s*\{[^}]*counter-increment", re.I
)
BEGINS_ITEM = re.compile(  # after a `br`: "2. The police", "(b) the police", "• the police", "Recommendation 2"
    r"\s*(?:\(?\d{1,3}[.)]|\(?[a-z][.)]|[•·▪–-]|recommendation \d+)\s", re.I
)
DRAWN_MARK = re.compile(rf"(?:[•]|\([a-z]+\)) {DRAWN}")


def is_web_page(path: Path) -> bool:
    """Return whether a document is read as a web page is: as sections with anchors, and not as pages."""
    return not file_types.has_pages(path)


def read_web_page(path: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the `pages` of a document without pages (one row a section) and its lines, as `layout.page_lines` does.

    Raises: `DocumentError` where the file cannot be read, or holds no text.
    """
    pages, lines, _ = read_with_tables(path)
    return pages, lines


def read_with_tables(path: Path) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return the pages and lines as `read_web_page` does, and the rows of tables as `layout.table_rows` gives them.

    Raises: `DocumentError` as `read_web_page` does.
    """
    tree = documents.parse_web_page(path)
    noted = web_tables.TableText({}, {})
    rows = list(_with_numbers(list(_line_rows(main_part(tree), noted))))
    if not rows:
        raise DocumentError(f"{path.name}: holds no text", "save the whole web page, not its frame")
    names = ["page", "anchor", "text", "x0", "size", "bold", "italic", "box", "listed"]
    lines = pd.DataFrame(rows, columns=names)
    tops = [100.0 * number for number in range(len(lines))]  # far apart: each is a paragraph of its own
    lines = lines.assign(x1=lines["x0"] + 400, top=tops, bottom=[top + BODY_SIZE for top in tops], part="body")
    return _pages_table(lines, path.name, _title(tree)), lines, web_tables.table_rows(noted)


def without_drawn_marks(recommendations: pd.DataFrame) -> pd.DataFrame:
    """Return the recommendations without the marks that a browser draws."""
    clean = {
        name: recommendations[name].map(lambda text: DRAWN_MARK.sub("", text).replace(DRAWN, ""))
        for name in ("text", "title")
    }
    return recommendations.assign(**clean)


def main_part(tree: html.HtmlElement) -> html.HtmlElement:
    """Return the part of a page that holds its text: the publisher's own mark of it, else the whole body."""
    body = tree.find("body")
    whole = tree if body is None else body
    for path in (
        "//main",
        "//*[@role='main']",
        "//article",
        "//*[@id='content' or @id='main-content' or @id='maincontent']",
    ):
        elements = tree.xpath(path)
        if elements:
            return _common_ancestor(elements, whole)
    return whole


def _common_ancestor(elements: list[html.HtmlElement], whole: html.HtmlElement) -> html.HtmlElement:
    """Return the innermost element that holds all of some; the whole body where one alone holds little of its text."""
    if len(elements) == 1 and len(elements[0].text_content()) < LEAST_SHARE * len(whole.text_content()):
        return whole
    chains = [[element, *element.iterancestors()] for element in elements]
    return next((ancestor for ancestor in chains[0] if all(ancestor in chain for chain in chains)), whole)


def _line_rows(main: html.HtmlElement, noted: web_tables.TableText) -> Iterator[tuple]:
    """Yield what `read_web_page` tells of each block, in order, and note what stands in tables."""
    page_length = max(len(main.text_content()), 1)
    anchor = next((str(ancestor.get("id")) for ancestor in [main, *main.iterancestors()] if ancestor.get("id")), "")
    section = 1
    boxes: dict[html.HtmlElement, int] = {}
    counters = _css_counters(main)
    for block, runs in _parted(walk.blocks(main, page_length)):
        text = " ".join("".join(piece for piece, _, _ in runs).split())
        block_anchor = block.get(walk.ANCHOR) or anchor
        if block.tag in walk.HEADING_SIZES or block_anchor != anchor:
            section, anchor = section + 1, block_anchor
        if not text:
            continue
        web_tables.note_text(block, section, text, noted)
        letters = sum(len(piece) for piece, _, _ in runs) or 1
        bold = sum(len(piece) for piece, is_bold, _ in runs if is_bold) / letters
        italic = sum(len(piece) for piece, _, is_italic in runs if is_italic) / letters
        box_element = next(
            (ancestor for ancestor in [block, *block.iterancestors()] if walk.is_box(ancestor, page_length)), None
        )
        box = 0 if box_element is None else boxes.setdefault(box_element, len(boxes) + 1)
        depth = sum(ancestor.tag in ("ul", "ol", "blockquote") for ancestor in block.iterancestors())
        depth -= depth > 0 and any(walk.is_series(ancestor) for ancestor in block.iterancestors("ol"))
        yield (
            section,
            anchor,
            _with_counter(block, _with_drawn_mark(block, text), counters),
            50.0 + 20 * depth,
            walk.HEADING_SIZES.get(block.tag, BODY_SIZE),
            bold,
            italic,
            box,
            walk.is_in_numbered_list(block),
        )


def _parted(blocks: Iterator[walk.TextBlock]) -> Iterator[walk.TextBlock]:
    """Yield the blocks; one whose lines are parted by `br` is several, where a line is empty or begins an item."""
    for block, runs in blocks:
        part: walk.Runs = []
        empty = False  # whether the line so far is
        for piece in (piece for run in runs for piece in _lines_of(run)):
            text = piece[0]
            if text == "\n":
                if empty and any(words.strip() for words, _, _ in part):
                    yield block, part
                    part = []
                empty = True
            elif text.strip():
                if empty and BEGINS_ITEM.match(text) and any(words.strip() for words, _, _ in part):
                    yield block, part
                    part = []
                empty = False
            part.append(piece)
        yield block, part


def _lines_of(run: walk.Run) -> Iterator[walk.Run]:
    """Yield a run as its lines and the breaks between them."""
    text, bold, italic = run
    for piece in re.split("(\n)", text):
        yield piece, bold, italic


def _css_counters(main: html.HtmlElement) -> dict[str, int]:
    """Return the classes that a style sheet of the page numbers, each with its count so far."""
    styles = " ".join(style.text_content() for style in main.getroottree().iter("style"))
    return {match["name"]: 0 for match in CSS_COUNTER.finditer(styles)}


def _with_counter(block: html.HtmlElement, text: str, counters: dict[str, int]) -> str:
    """Return the text with the number that a style sheet draws before the first words of an element it counts."""
    for element in [block, *block.iterancestors()] if counters else []:
        for name in (element.get("class") or "").split():
            if name in counters and not element.get(MARK_ADDED):
                element.set(MARK_ADDED, "yes")
                counters[name] += 1
                return f"{counters[name]}. {text}"
    return text


def _with_numbers(rows: list[tuple]) -> Iterator[tuple]:
    """Yield the lines; a number in a cell, a term or a span of its own is put before the text that follows it."""
    number: tuple | None = None
    for row in rows:
        section, anchor, text, x0, size, *rest = row
        if walk.BARE_NUMBER.fullmatch(text):
            if number is not None:
                yield number
            number = row
        elif number is not None and size == BODY_SIZE:
            yield (number[0], number[1], f"{number[2].rstrip('.')}. {text}", number[3], size, *rest)
            number = None
        else:
            if number is not None:
                yield number
            number = None
            yield row


def _with_drawn_mark(block: html.HtmlElement, text: str) -> str:
    """Return the text of a list item with the mark that a browser draws before it; other text as it is."""
    item = _item_of(block)
    if item is None or item.get(MARK_ADDED):
        return text
    item.set(MARK_ADDED, "yes")
    list_element = item.getparent()
    nested = any(ancestor.tag == "li" for ancestor in item.iterancestors())
    if list_element is None or list_element.tag != "ol" or list_element.get("reversed") is not None:
        return f"• {DRAWN}{text}"
    number = _item_number(item, list_element)
    if re.match(r"[(\d]?\d*[.)]|\([a-z]+\)", text):
        return text  # it carries its own
    if nested or (list_element.get("type") or "1").lower() in ("a", "i"):
        return f"({'abcdefghijklmnopqrstuvwxyz'[(number - 1) % 26]}) {DRAWN}{text}"
    return f"{number}. {text}"


def _item_of(block: html.HtmlElement) -> html.HtmlElement | None:
    """Return the list item that a block is, or whose first paragraph it is; None for other blocks.

    An item with an id of its own is left as it is: readers' comments are set so, and their numbers are not the text's.
    """
    if block.tag == "li":
        return block
    item = block.getparent() if block.tag == "p" else None
    return item if item is not None and item.tag == "li" and not item.get("id") and item[0] is block else None


def _item_number(item: html.HtmlElement, list_element: html.HtmlElement) -> int:
    """Return the number that a browser draws before an item: by `start`, and the last `value` before it."""
    number = _whole(list_element.get("start"), 1)
    for element in list_element.iterchildren("li"):
        number = _whole(element.get("value"), number)
        if element is item:
            break
        number += 1
    return number


def _whole(text: str | None, otherwise: int) -> int:
    """Return a whole number as an attribute gives it; where it gives none, another."""
    return int(text) if text and re.fullmatch(r"-?\d{1,6}", text.strip()) else otherwise


def _pages_table(lines: pd.DataFrame, name: str, title: str) -> pd.DataFrame:
    """Return the table `pages` for the lines of a web page, one row a section."""
    rows = [
        {
            "document": name,
            "page": section,
            "width": 0,
            "height": 0,
            "pictures": 0,
            "characters": int(group["text"].str.replace(r"\s", "", regex=True).str.len().sum()),
            "closely": "yes",
            "text": "\n".join(group["text"].str.replace(DRAWN, "")),
            "anchor": group["anchor"].iloc[0],
        }
        for section, group in lines.groupby("page", sort=True)
    ]
    rows[0]["text"] = f"{title}\n{rows[0]['text']}"  # what the page is: its title may stand outside its text
    return tables.build(rows, "pages")


def _title(tree: html.HtmlElement) -> str:
    """Return the title of a page, and its first heading."""
    heading = tree.find(".//h1")
    titles = [tree.findtext(".//title") or "", "" if heading is None else heading.text_content()]
    return " ".join(" ".join(titles).split())
