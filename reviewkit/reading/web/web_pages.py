"""Web editions -> pages and lines: a publisher's HTML page in, what `skim` and `read` give for a PDF out.

A web page has no pages; its sections take their place, numbered from 1, each with the anchor that leads to it. A title
has the size of its level, a paragraph one line, a call-out or quotation a box. Navigation, scripts, notes and what is
hidden are left out, and so are the marks that a browser puts before list items: they stand here with a sign after them
(`DRAWN`), so that items are known as items, and `undrawn` takes them out of what was found.

Limit: what a script puts into a page is not there; a table's cells come one after the other, row by row.
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

BEGUN = "data-reviewkit-begun"  # on a list item whose mark is drawn: what follows a list inside it has none
DRAWN = "\u200b"  # after a mark that the browser draws
BODY = 12.0
GENERATED = re.compile(rf"(?:[•]|\([a-z]+\)) {DRAWN}")


def is_page(path: Path) -> bool:
    """Whether a file is a web page, by its ending."""
    return path.suffix.lower() in (".html", ".htm", ".xhtml")


def read_web_page(path: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """An HTML file in; its `pages` (one a section) and its lines, as `read.lines` gives them, out.

    Raises `documents.DocumentError` where the file cannot be read, or holds no text.
    """
    tree = documents.parse_web_page(path)
    rows = list(_numbered(list(_lines(_main(tree)))))
    if not rows:
        raise DocumentError(f"{path.name}: holds no text", "save the whole web page, not its frame")
    names = ["page", "anchor", "text", "x0", "size", "bold", "italic", "box"]
    lines = pd.DataFrame(rows, columns=names)
    tops = [100.0 * place for place in range(len(lines))]  # far apart: each is a paragraph of its own
    lines = lines.assign(x1=lines["x0"] + 400, top=tops, bottom=[top + BODY for top in tops], part="body")
    return _pages(lines, path.name, _title(tree)), lines


def without_drawn_marks(found: pd.DataFrame) -> pd.DataFrame:
    """Recommendations in; the same without the marks that a browser draws, out."""
    clean = {
        name: found[name].map(lambda text: GENERATED.sub("", text).replace(DRAWN, "")) for name in ("text", "title")
    }
    return found.assign(**clean)


def _main(tree: html.HtmlElement) -> html.HtmlElement:
    """The part of a page that holds its text: the publisher's own mark of it, else the whole body."""
    for path in (
        "//main",
        "//*[@role='main']",
        "//article",
        "//*[@id='content' or @id='main-content' or @id='maincontent']",
    ):
        found = tree.xpath(path)
        if found:
            return max(found, key=lambda element: len(element.text_content()))
    body = tree.find("body")
    return tree if body is None else body


def _lines(main: html.HtmlElement) -> Iterator[tuple]:
    """Section, anchor, text, left edge, size, share of bold and italic, and box of each block of text, in order."""
    whole = max(len(main.text_content()), 1)
    anchor = next((str(up.get("id")) for up in [main, *main.iterancestors()] if up.get("id")), "")
    section, boxes = 1, {}
    for block, runs in walk.blocks(main, whole):
        text = " ".join("".join(piece for piece, _, _ in runs).split())
        named = block.get(walk.ANCHOR) or anchor
        if block.tag in walk.SIZES or named != anchor:
            section, anchor = section + 1, named
        if not text:
            continue
        letters = sum(len(piece) for piece, _, _ in runs) or 1
        bold = sum(len(piece) for piece, is_bold, _ in runs if is_bold) / letters
        italic = sum(len(piece) for piece, _, is_italic in runs if is_italic) / letters
        around = next((up for up in [block, *block.iterancestors()] if walk.is_box(up, whole)), None)
        box = 0 if around is None else boxes.setdefault(around, len(boxes) + 1)
        depth = sum(up.tag in ("ul", "ol", "blockquote") for up in block.iterancestors())
        depth -= depth > 0 and any(walk.is_series(up) for up in block.iterancestors("ol"))
        yield (
            section,
            anchor,
            _marked(block, text),
            50.0 + 20 * depth,
            walk.SIZES.get(block.tag, BODY),
            bold,
            italic,
            box,
        )


def _numbered(rows: list[tuple]) -> Iterator[tuple]:
    """Lines in; the same with numbers that stand in a cell, a term or a span of their own put before their text."""
    number: tuple | None = None
    for row in rows:
        section, anchor, text, x0, size, *rest = row
        if walk.BARE.fullmatch(text):
            if number is not None:
                yield number
            number = row
        elif number is not None and size == BODY:
            yield (number[0], number[1], f"{number[2].rstrip('.')}. {text}", number[3], size, *rest)
            number = None
        else:
            if number is not None:
                yield number
            number = None
            yield row


def _marked(block: html.HtmlElement, text: str) -> str:
    """The text of a list item with the mark that a browser draws before it; other text as it is."""
    if block.tag != "li" or block.get(BEGUN):
        return text
    block.set(BEGUN, "yes")
    around = block.getparent()
    nested = any(up.tag == "li" for up in block.iterancestors())
    if around is None or around.tag != "ol":
        return f"• {DRAWN}{text}"
    before = sum(1 for other in block.itersiblings("li", preceding=True))
    number = int(around.get("start") or 1) + before
    if re.match(r"[(\d]?\d*[.)]|\([a-z]+\)", text):
        return text  # it carries its own
    if nested or (around.get("type") or "1").lower() in ("a", "i"):
        return f"({'abcdefghijklmnopqrstuvwxyz'[(number - 1) % 26]}) {DRAWN}{text}"
    return f"{number}. {text}"


def _pages(lines: pd.DataFrame, name: str, title: str) -> pd.DataFrame:
    """The lines of a web page in; the table `pages`, one row a section, out."""
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
    """The title of a page, and its first heading."""
    heading = tree.find(".//h1")
    said = [tree.findtext(".//title") or "", "" if heading is None else heading.text_content()]
    return " ".join(" ".join(said).split())
