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
from lxml import etree, html

from reviewkit import documents, tables

LARGEST = 30_000_000  # bytes: the longest inquiry report on one web page has about four million
ANCHOR = "data-reviewkit-anchor"  # on a block: the anchor at or above its first word
BEGUN = "data-reviewkit-begun"  # on a list item whose mark is drawn: what follows a list inside it has none
DRAWN = "\u200b"  # after a mark that the browser draws
SIZES = {"h1": 20.0, "h2": 17.5, "h3": 16.0, "h4": 15.0, "h5": 14.0, "h6": 13.0}
BODY = 12.0
BLOCKS = {*SIZES, "p", "li", "td", "th", "dt", "dd", "blockquote", "div", "section", "article", "figcaption", "summary",
          "pre", "tr", "table", "ul", "ol", "dl", "main", "body", "caption", "address", "details"}  # fmt: skip
LEFT_OUT = {"nav", "header", "footer", "script", "style", "noscript", "aside", "form", "iframe", "template", "svg",
            "button", "select", "object", "head", "title"}  # fmt: skip
SIDE = re.compile(  # class="gem-c-contents-list", role="doc-endnotes", id="cookie-banner"
    r"\b(nav|navigation|breadcrumbs?|cookies?|banner|related|share|sharing|toc|contents-list|table-of-contents|footnotes?"
    r"|endnotes?|doc-endnotes|pagination|skip-link|back-to-top|site-header|site-footer|sidebar|social|visually-hidden"
    r"|sr-only|screen-reader-text|search|menu|feedback)\b",
    re.I,
)
CALL_OUT = re.compile(r"\b(call-?to-?action|panel|box|call-?out|highlight|inset|recommendation|quote|example)\b", re.I)
MARK = re.compile(r"\[?\s*(footnote|note)?\s*[\divx]{1,4}\s*\]?|[\d,\s]+|[*†‡§]+", re.I)  # "[footnote 3]", "12", "*"
GENERATED = re.compile(rf"(?:[•]|\([a-z]+\)) {DRAWN}")
BARE = re.compile(r"\d{1,3}(\.\d{1,3})?\.?")  # "12.": a number in a cell, a term or a span of its own
TITLED = re.compile(r"\b(title|heading|label)\b", re.I)  # class="recommendation-title"
BOLD, ITALIC = {"b", "strong", "th", "dt", "summary", "caption", *SIZES}, {"i", "em", "cite"}


def is_page(path: Path) -> bool:
    """Whether a file is a web page, by its ending."""
    return path.suffix.lower() in (".html", ".htm", ".xhtml")


def document(path: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """An HTML file in; its `pages` (one a section) and its lines, as `read.lines` gives them, out.

    Raises `documents.DocumentError` where the file cannot be read, or holds no text.
    """
    tree = _tree(path)
    rows = list(_numbered(list(_lines(_main(tree)))))
    if not rows:
        raise documents.DocumentError(f"{path.name}: holds no text; save the whole web page, not its frame")
    names = ["page", "anchor", "text", "x0", "size", "bold", "italic", "box"]
    lines = pd.DataFrame(rows, columns=names)
    tops = [100.0 * place for place in range(len(lines))]  # far apart: each is a paragraph of its own
    lines = lines.assign(x1=lines["x0"] + 400, top=tops, bottom=[top + BODY for top in tops], part="body")
    return _pages(lines, path.name, _title(tree)), lines


def undrawn(found: pd.DataFrame) -> pd.DataFrame:
    """Recommendations in; the same without the marks that a browser draws, out."""
    clean = {
        name: found[name].map(lambda text: GENERATED.sub("", text).replace(DRAWN, "")) for name in ("text", "title")
    }
    return found.assign(**clean)


def _tree(path: Path) -> html.HtmlElement:
    """The parsed page. Nesting is not bounded by the parser: the worker's memory and time are."""
    if path.stat().st_size > LARGEST:
        raise documents.DocumentError(f"{path.name}: is larger than {LARGEST // 10**6} MB; save the text alone")
    source = path.read_bytes()
    try:
        source.decode("utf-8")
        encoding = "utf-8"
    except UnicodeDecodeError:
        encoding = None  # what the page itself declares
    try:
        return html.document_fromstring(source, parser=html.HTMLParser(encoding=encoding, huge_tree=True))
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise documents.DocumentError(f"{path.name}: is no web page ({error}); save the page as HTML") from error


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
    for block, runs in _blocks(main, whole):
        text = " ".join("".join(piece for piece, _, _ in runs).split())
        named = block.get(ANCHOR) or anchor
        if block.tag in SIZES or named != anchor:
            section, anchor = section + 1, named
        if not text:
            continue
        letters = sum(len(piece) for piece, _, _ in runs) or 1
        bold = sum(len(piece) for piece, is_bold, _ in runs if is_bold) / letters
        italic = sum(len(piece) for piece, _, is_italic in runs if is_italic) / letters
        around = next((up for up in [block, *block.iterancestors()] if _is_box(up, whole)), None)
        box = 0 if around is None else boxes.setdefault(around, len(boxes) + 1)
        depth = sum(up.tag in ("ul", "ol", "blockquote") for up in block.iterancestors())
        depth -= depth > 0 and any(_is_series(up) for up in block.iterancestors("ol"))
        yield section, anchor, _marked(block, text), 50.0 + 20 * depth, SIZES.get(block.tag, BODY), bold, italic, box


def _numbered(rows: list[tuple]) -> Iterator[tuple]:
    """Lines in; the same with numbers that stand in a cell, a term or a span of their own put before their text."""
    number: tuple | None = None
    for row in rows:
        section, anchor, text, x0, size, *rest = row
        if BARE.fullmatch(text):
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


def _blocks(main: html.HtmlElement, whole: int) -> Iterator[tuple[html.HtmlElement, list[tuple[str, bool, bool]]]]:
    """Each block of text with its runs (text, bold, italic); what is left out is passed over. Without recursion."""
    open_blocks: list[tuple[html.HtmlElement, list[tuple[str, bool, bool]]]] = [(main, [])]
    styles, skipped, at = [(False, False)], None, ""
    for event, element in etree.iterwalk(main, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            if skipped is None and element.tail:
                open_blocks[-1][1].append((element.tail, *styles[-1]))
            continue
        if event == "start":
            if skipped is not None or element is main:
                continue
            if _is_left_out(element, whole):
                skipped = element
                continue
            at = _anchor(element) or at
            bold, italic = styles[-1]
            titled = bool(TITLED.search(element.get("class") or "")) and len(element.text_content()) < 120
            styles.append((bold or titled or element.tag in BOLD, italic or element.tag in ITALIC))
            if element.tag in BLOCKS:
                yield from _flushed(open_blocks)
                open_blocks.append((element, []))
            if not any(piece.strip() for piece, _, _ in open_blocks[-1][1]):
                open_blocks[-1][0].set(ANCHOR, at)
            open_blocks[-1][1].append((" " if element.tag == "br" else element.text or "", *styles[-1]))
        elif element is skipped or (skipped is None and element is not main):
            if skipped is None:
                styles.pop()
                if element.tag in BLOCKS:
                    yield open_blocks.pop()
            skipped = None
            tail = "" if _between_marks(element) else element.tail or ""
            open_blocks[-1][1].append((tail, *styles[-1]))
    yield from _flushed(open_blocks)


def _flushed(open_blocks: list) -> Iterator[tuple[html.HtmlElement, list[tuple[str, bool, bool]]]]:
    """The text that stands in the innermost open block so far, before a block inside it begins."""
    block, runs = open_blocks[-1]
    if any(piece.strip() for piece, _, _ in runs):
        yield block, list(runs)
        runs.clear()


def _is_left_out(element: html.HtmlElement, whole: int) -> bool:
    """Whether an element is no part of the text: navigation, scripts, notes, hidden things, marks of notes."""
    if element.tag in LEFT_OUT or element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    if element.tag == "sup" and MARK.fullmatch(" ".join(element.text_content().split())):
        return True
    if element.tag in ("ul", "ol") and _is_contents(element):
        return True
    said = " ".join(filter(None, (element.get("class"), element.get("id"), element.get("role"))))
    aside = element.tag in ("div", "section", "p", "ul", "ol", "span", "a") and bool(SIDE.search(said))
    return aside and len(element.text_content()) < 0.5 * whole  # some wrap the whole text, as "contents-list-with-body"


def _between_marks(element: html.HtmlElement) -> bool:
    """Whether what follows a mark of a note is the comma before the next mark."""
    after = element.getnext()
    return element.tag == "sup" and (element.tail or "").strip() == "," and after is not None and after.tag == "sup"


def _is_contents(element: html.HtmlElement) -> bool:
    """Whether a list is a table of contents: nearly all of its letters are links to places of the same page."""
    linked = sum(len(link.text_content()) for link in element.iter("a") if (link.get("href") or "").startswith("#"))
    return linked > 0.8 * max(len("".join(element.text_content().split())), 1)


def _is_box(element: html.HtmlElement, whole: int) -> bool:
    """Whether an element is set apart as a box: a quotation, or a call-out that is a small part of the page."""
    if not isinstance(element.tag, str) or element.tag in ("html", "body", "main", "article"):
        return False
    if element.tag == "td":
        cells = element.getparent().findall("td")
        numbered = BARE.fullmatch(cells[0].text_content().strip()) if cells else None
        return len(cells) > 1 and not numbered and len(element.text_content()) < 0.3 * whole
    said = element.tag == "blockquote" or bool(CALL_OUT.search(element.get("class") or ""))
    return said and len(element.text_content()) < 0.5 * whole


def _is_series(around: html.HtmlElement) -> bool:
    """Whether a list is one of numbered paragraphs, not inside another: they stand at the margin like any paragraph."""
    outermost = not any(up.tag in ("ol", "ul") for up in around.iterancestors())
    return outermost and (around.get("type") or "1") == "1"


def _anchor(element: html.HtmlElement) -> str:
    """The anchor that an element is: its id, or a named place; marks of notes are none."""
    if element.tag == "a":
        return "" if element.get("href") else str(element.get("name") or element.get("id") or "")
    return "" if element.tag in ("sup", "span") else str(element.get("id") or "")


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
