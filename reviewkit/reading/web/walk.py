"""Walk through a web page: its blocks of text in order, with their runs; what is not text is left out.

There is no recursion, so that nesting cannot exhaust the stack.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

from lxml import etree, html

HEADING_SIZES = {"h1": 20.0, "h2": 17.5, "h3": 16.0, "h4": 15.0, "h5": 14.0, "h6": 13.0}  # points, by level
ANCHOR = "data-reviewkit-anchor"  # on a block: the anchor at or above its first word
BLOCKS = {*HEADING_SIZES, "p", "li", "td", "th", "dt", "dd", "blockquote", "div", "section", "article", "figcaption",
          "summary", "pre", "tr", "table", "ul", "ol", "dl", "main", "body", "caption", "address",
          "details"}  # fmt: skip
LEFT_OUT = {"nav", "footer", "script", "style", "noscript", "iframe", "template", "svg", "select", "object", "head",
            "title", "del", "s", "strike"}  # fmt: skip
LEFT_OUT_UNLESS_ASKING = {"header", "aside", "form", "button"}  # some publishers set a label or a recommendation in one
SIDE_MATTER = re.compile(  # a whole name: "gem-c-contents-list", "cookie-banner", not "information-sharing"
    r"(?:gem-c-|govuk-|app-|site-|page-|global-|js-)?"
    r"(?:nav|navigation|breadcrumbs?|cookies?|banner|related|share|sharing|toc|contents-list|table-of-contents|footnotes?"
    r"|endnotes?|doc-endnotes|pagination|skip-link|back-to-top|header|footer|sidebar|social|visually-hidden|sr-only"
    r"|screen-reader-text|search|menu|feedback)"
    r"(?:-(?:links?|list|bar|box|buttons?|icons?|menu|form|banner|message|nav|navigation|container|wrapper|section|content"
    r"|items?|media|social|header|top|bottom|left|right))*(?:(?:__|--)[\w-]+)?",
    re.I,
)
LABEL_OR_ASK = re.compile(  # "Recommendation 4", "the council should": no block with such words is side matter
    r"\brecommendations? \d|\b(?:should|must)\b|\bwe recommend\b", re.I
)
UNSEEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
ZERO_WIDTH = re.compile("[\u200b-\u200d\u2060\ufeff]")  # signs without width inside words: no letter of any text
CALL_OUT = re.compile(r"\b(call-?to-?action|panel|box|call-?out|highlight|inset|recommendation|quote|example)\b", re.I)
FOOTNOTE_MARK = re.compile(  # "[footnote 3]", "12", "*"
    r"\[?\s*(footnote|note)?\s*[\divx]{1,4}\s*\]?|[\d,\s]+|[*†‡§]+", re.I
)
BARE_NUMBER = re.compile(r"\d{1,3}(\.\d{1,3})?\.?")  # "12.": a number in a cell, a term or a span of its own
TITLE_CLASS = re.compile(r"\b(title|heading|label)\b", re.I)  # class="recommendation-title"
BOLD, ITALIC = {"b", "strong", "th", "dt", "summary", "caption", *HEADING_SIZES}, {"i", "em", "cite"}

Run: TypeAlias = tuple[str, bool, bool]  # text, bold, italic
Runs: TypeAlias = list[Run]
TextBlock: TypeAlias = tuple[html.HtmlElement, Runs]  # an element, and its runs


def blocks(main: html.HtmlElement, page_length: int) -> Iterator[TextBlock]:
    """Yield each block of text with its runs (text, bold, italic); `page_length` is the length of the page's text."""
    open_blocks: list[TextBlock] = [(main, [])]
    styles, skipped, anchor = [(False, False)], None, ""
    for event, element in etree.iterwalk(main, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            if skipped is None and element.tail:
                open_blocks[-1][1].append((_plain(element.tail), *styles[-1]))
            continue
        if event == "start":
            if skipped is not None or element is main:
                continue
            if _is_left_out(element, page_length):
                skipped = element
                continue
            anchor = _anchor(element) or anchor
            bold, italic = styles[-1]
            titled = bool(TITLE_CLASS.search(element.get("class") or "")) and len(element.text_content()) < 120
            styles.append((bold or titled or element.tag in BOLD, italic or element.tag in ITALIC))
            if element.tag in BLOCKS:
                yield from _text_so_far(open_blocks)
                open_blocks.append((element, []))
            if not any(piece.strip() for piece, _, _ in open_blocks[-1][1]):
                open_blocks[-1][0].set(ANCHOR, anchor)
            open_blocks[-1][1].append(("\n" if element.tag == "br" else _plain(element.text), *styles[-1]))
        elif element is skipped or (skipped is None and element is not main):
            if skipped is None:
                styles.pop()
                if element.tag in BLOCKS:
                    yield open_blocks.pop()
            skipped = None
            tail = "" if _between_marks(element) else _plain(element.tail)
            open_blocks[-1][1].append((tail, *styles[-1]))
    yield from _text_so_far(open_blocks)


def _text_so_far(open_blocks: list[TextBlock]) -> Iterator[TextBlock]:
    """Yield the text that stands in the innermost open block so far, before a block inside it begins."""
    block, runs = open_blocks[-1]
    if any(piece.strip() for piece, _, _ in runs):
        yield block, list(runs)
        runs.clear()


def _is_left_out(element: html.HtmlElement, page_length: int) -> bool:
    """Return whether an element is not part of the text: navigation, scripts, notes, hidden things, marks of notes.

    What a reader never sees is left out. A closed panel, an aside or a button that holds a label or an ask is not.
    """
    if (
        element.tag in LEFT_OUT
        or element.get("aria-hidden") == "true"
        or UNSEEN_STYLE.search(element.get("style") or "")
    ):
        return True
    if element.tag in LEFT_OUT_UNLESS_ASKING or element.get("hidden") is not None:
        return not _holds_label_or_ask(element)
    if element.tag == "sup" and FOOTNOTE_MARK.fullmatch(" ".join(element.text_content().split())):
        return True
    if element.tag in ("ul", "ol") and _is_contents(element):
        return True
    if element.tag not in ("div", "section", "p", "ul", "ol", "span", "a"):
        return False
    names = " ".join(filter(None, (element.get("class"), element.get("id"), element.get("role")))).split()
    # some wrap the whole text, as "contents-list-with-body"
    is_part = len(element.text_content()) < 0.5 * page_length
    return is_part and any(SIDE_MATTER.fullmatch(name) for name in names) and not _holds_label_or_ask(element)


def _holds_label_or_ask(element: html.HtmlElement) -> bool:
    """Return whether an element holds words of a recommendation, and is not mostly links, as a list of contents is."""
    text = element.text_content()
    linked = sum(len(link.text_content()) for link in element.iter("a"))
    return bool(LABEL_OR_ASK.search(text)) and linked < 0.5 * len(text)


def _plain(text: str | None) -> str:
    """Return text of the source in one line, without signs that have no width; a line of its own is made by `br`."""
    return ZERO_WIDTH.sub("", text or "").replace("\n", " ")


def _between_marks(element: html.HtmlElement) -> bool:
    """Return whether what follows a mark of a note is the comma before the next mark."""
    following = element.getnext()
    return (
        element.tag == "sup"
        and (element.tail or "").strip() == ","
        and following is not None
        and following.tag == "sup"
    )


def _is_contents(element: html.HtmlElement) -> bool:
    """Return whether a list is a table of contents: nearly all of its letters are links within the same page."""
    linked = sum(len(link.text_content()) for link in element.iter("a") if (link.get("href") or "").startswith("#"))
    return linked > 0.8 * max(len("".join(element.text_content().split())), 1)


def is_box(element: html.HtmlElement, page_length: int) -> bool:
    """Return whether an element is set off as a box: a quotation, or a call-out that is a small part of the page."""
    if not isinstance(element.tag, str) or element.tag in ("html", "body", "main", "article"):
        return False
    if element.tag == "td":
        cells = element.getparent().findall("td")
        numbered = BARE_NUMBER.fullmatch(cells[0].text_content().strip()) if cells else None
        return len(cells) > 1 and not numbered and len(element.text_content()) < 0.3 * page_length
    looks_like_box = element.tag == "blockquote" or bool(CALL_OUT.search(element.get("class") or ""))
    return looks_like_box and len(element.text_content()) < 0.5 * page_length


def is_series(list_element: html.HtmlElement) -> bool:
    """Return whether a list is one of numbered paragraphs, not inside another: they stand at the margin."""
    outermost = not any(ancestor.tag in ("ol", "ul") for ancestor in list_element.iterancestors())
    return outermost and (list_element.get("type") or "1") == "1"


def is_in_numbered_list(element: html.HtmlElement) -> bool:
    """Return whether an element stands in an item of a numbered list.

    A list of one item counts only beside a longer one: some publishers open a list for each item and set its text
    beneath.
    """
    lists = [item.getparent() for item in [element, *element.iterancestors()] if item.tag == "li"]
    return any(parent is not None and parent.tag == "ol" and _is_long_or_beside_long(parent) for parent in lists)


def _is_long_or_beside_long(list_element: html.HtmlElement) -> bool:
    """Return whether a list, or one beside it, has more than one item."""
    around = list_element.getparent()
    beside = [list_element] if around is None else around.iterchildren("ol")
    return any(len(one.findall("li")) > 1 for one in beside)


def _anchor(element: html.HtmlElement) -> str:
    """Return the anchor that an element is: its id, or a named place; marks of notes are not anchors."""
    if element.tag == "a":
        return "" if element.get("href") else str(element.get("name") or element.get("id") or "")
    return "" if element.tag in ("sup", "span") else str(element.get("id") or "")
