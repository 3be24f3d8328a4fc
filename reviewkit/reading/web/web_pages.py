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

from reviewkit.base.errors import DocumentError
from reviewkit.corpus import tables
from reviewkit.reading import documents
from reviewkit.reading.web import walk

MARK_ADDED = "data-reviewkit-begun"  # on a list item whose mark is drawn: what follows a list inside it has none
DRAWN = "\u200b"  # after a mark that the browser draws
BODY_SIZE = 12.0  # points: of every block that is not a title
DRAWN_MARK = re.compile(rf"(?:[•]|\([a-z]+\)) {DRAWN}")


def is_web_page(path: Path) -> bool:
    """Return whether a file is a web page, by its ending."""
    return path.suffix.lower() in (".html", ".htm", ".xhtml")


def read_web_page(path: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the `pages` of an HTML file (one row a section) and its lines, as `layout.page_lines` gives them.

    Raises: `DocumentError` where the file cannot be read, or holds no text.
    """
    tree = documents.parse_web_page(path)
    rows = list(_with_numbers(list(_line_rows(_main_part(tree)))))
    if not rows:
        raise DocumentError(f"{path.name}: holds no text", "save the whole web page, not its frame")
    names = ["page", "anchor", "text", "x0", "size", "bold", "italic", "box"]
    lines = pd.DataFrame(rows, columns=names)
    tops = [100.0 * number for number in range(len(lines))]  # far apart: each is a paragraph of its own
    lines = lines.assign(x1=lines["x0"] + 400, top=tops, bottom=[top + BODY_SIZE for top in tops], part="body")
    return _pages_table(lines, path.name, _title(tree)), lines


def without_drawn_marks(recommendations: pd.DataFrame) -> pd.DataFrame:
    """Return the recommendations without the marks that a browser draws."""
    clean = {
        name: recommendations[name].map(lambda text: DRAWN_MARK.sub("", text).replace(DRAWN, ""))
        for name in ("text", "title")
    }
    return recommendations.assign(**clean)


def _main_part(tree: html.HtmlElement) -> html.HtmlElement:
    """Return the part of a page that holds its text: the publisher's own mark of it, else the whole body."""
    for path in (
        "//main",
        "//*[@role='main']",
        "//article",
        "//*[@id='content' or @id='main-content' or @id='maincontent']",
    ):
        elements = tree.xpath(path)
        if elements:
            return max(elements, key=lambda element: len(element.text_content()))
    body = tree.find("body")
    return tree if body is None else body


def _line_rows(main: html.HtmlElement) -> Iterator[tuple]:
    """Yield section, anchor, text, left edge, size, shares of bold and italic, and box of each block, in order."""
    page_length = max(len(main.text_content()), 1)
    anchor = next((str(ancestor.get("id")) for ancestor in [main, *main.iterancestors()] if ancestor.get("id")), "")
    section = 1
    boxes: dict[html.HtmlElement, int] = {}
    for block, runs in walk.blocks(main, page_length):
        text = " ".join("".join(piece for piece, _, _ in runs).split())
        block_anchor = block.get(walk.ANCHOR) or anchor
        if block.tag in walk.HEADING_SIZES or block_anchor != anchor:
            section, anchor = section + 1, block_anchor
        if not text:
            continue
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
            _with_drawn_mark(block, text),
            50.0 + 20 * depth,
            walk.HEADING_SIZES.get(block.tag, BODY_SIZE),
            bold,
            italic,
            box,
        )


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
    if block.tag != "li" or block.get(MARK_ADDED):
        return text
    block.set(MARK_ADDED, "yes")
    list_element = block.getparent()
    nested = any(ancestor.tag == "li" for ancestor in block.iterancestors())
    if list_element is None or list_element.tag != "ol":
        return f"• {DRAWN}{text}"
    earlier_items = sum(1 for item in block.itersiblings("li", preceding=True))
    number = int(list_element.get("start") or 1) + earlier_items
    if re.match(r"[(\d]?\d*[.)]|\([a-z]+\)", text):
        return text  # it carries its own
    if nested or (list_element.get("type") or "1").lower() in ("a", "i"):
        return f"({'abcdefghijklmnopqrstuvwxyz'[(number - 1) % 26]}) {DRAWN}{text}"
    return f"{number}. {text}"


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
