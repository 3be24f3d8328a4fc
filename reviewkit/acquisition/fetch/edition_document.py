"""Put the pages of a web edition together as one web page.

Input: the pages, in the order of the contents. Output: the bytes of one page: a section for each with its own address
(`data-address`) and its anchor, the page's own anchors made unique behind it. Only text and its order come over: no
script, style, form, picture or frame, and no attribute that a browser would act on. Links among the pages lead to their
sections; others are full addresses of the web.

Limitations: pictures and what a script draws are left out; they are on the publisher's page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import etree, html

from reviewkit.acquisition.fetch.doors.links import full_address, links, parse
from reviewkit.acquisition.fetch.doors.steps import Edition, Page, is_file, path_of
from reviewkit.reading.web import walk, web_pages

LEFT_OUT = ("script", "style", "noscript", "template", "iframe", "frame", "object", "embed", "applet", "svg", "math",
            "img", "picture", "video", "audio", "canvas", "link", "meta", "base", "input", "select",
            "textarea", "option", "nav")  # fmt: skip
ATTRIBUTES = {"class", "role", "hidden", "aria-hidden", "type", "start", "value", "reversed", "colspan", "rowspan"}
HOLDERS = {"main", "article", "body", "form", "button", "fieldset", "center", "hgroup", "legend"}
ELEMENTS = frozenset({
    "a", "abbr", "address", "aside", "b", "blockquote", "br", "caption", "cite", "code", "col", "colgroup", "dd",
    "del", "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4",
    "h5", "h6", "header", "hr", "i", "ins", "li", "mark", "ol", "p", "pre", "q", "s", "section", "small", "span",
    "strike", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "u",
    "ul",
})  # fmt: skip
NEXT_WORDS = re.compile(r"\W*next( page| section| chapter)?\W*", re.I)
ADDRESS = "data-address"
FOUND, IN_CONTENTS = "data-found-in", "contents"
CONTENTS = "data-contents"


def assemble(edition: Edition, pages: Sequence[Page]) -> bytes:
    """Return the document that the pages of an edition make."""
    anchors = dict(zip([page.address for page in pages], _anchors(pages), strict=True))
    whole = html.Element("html", lang="en")
    head, body = etree.SubElement(whole, "head"), etree.SubElement(whole, "body")
    etree.SubElement(head, "meta", charset="utf-8")
    main = etree.SubElement(body, "main")
    main.set(CONTENTS, edition.address)
    etree.SubElement(head, "title").text = edition.title
    for page in pages:
        section = etree.SubElement(main, "section", id=anchors[page.address])
        section.set(ADDRESS, page.address)
        section.set(FOUND, IN_CONTENTS if page.address in edition.pages else "the page before")
        _fill(section, page, anchors)
    return b"<!DOCTYPE html>\n" + html.tostring(whole, encoding="utf-8") + b"\n"


def listed_pages(document: bytes) -> tuple[str, list[str]]:
    """Return the address of the contents of an assembled document, and the addresses that they name; else none."""
    tree = parse(document)
    main = None if tree is None else tree.find(f".//main[@{CONTENTS}]")
    if main is None:
        return "", []
    return main.get(CONTENTS, ""), [
        section.get(ADDRESS, "") for section in main.findall(f"section[@{FOUND}='{IN_CONTENTS}']")
    ]


def next_page(page: Page) -> str:
    """Return the address of the page that a page calls the next one; "" where it calls none so."""
    tree = parse(page.body)
    for element in tree.iter("a", "link") if tree is not None else ():
        says_next = "next" in (element.get("rel") or "").lower().split() or NEXT_WORDS.fullmatch(element.text_content())
        if says_next and (address := full_address(page.address, element.get("href") or "")):
            return "" if address == page.address or is_file(address) else address
    return ""


def pages_below(page: Page) -> list[str]:
    """Return the addresses of the pages below a page that it links: the sections of a chapter.

    Of a page whose name has an ending (`703.htm`) nothing lies below.
    """
    here = path_of(page.address).rstrip("/") + "/"
    found = [link.address for link in links(page, with_navigation=True)]
    return [
        one
        for one in found
        if path_of(one).startswith(here) and path_of(one) != here and "?" not in one and not is_file(one)
    ]


def _anchors(pages: Sequence[Page]) -> list[str]:
    """Return an anchor for each page: its place and the last part of its address.

    >>> _anchors([Page("https://harbour.example/a/Part-B_1.htm", b"")])
    ['page-1-part-b-1']
    """
    names = [path_of(page.address).rstrip("/").rpartition("/")[2].partition(".")[0] for page in pages]
    plain = [re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60] for name in names]
    return [f"page-{place}-{name}".rstrip("-") for place, name in enumerate(plain, start=1)]


def _fill(section: html.HtmlElement, page: Page, anchors: dict[str, str]) -> None:
    """Put the text of a page into its section."""
    tree = parse(page.body)
    if tree is None:
        return
    part = web_pages.main_part(tree)
    _clean(part, page, anchors, section.get("id", ""))
    section.text = part.text
    for child in list(part):
        section.append(child)


def _clean(part: html.HtmlElement, page: Page, anchors: dict[str, str], prefix: str) -> None:
    """Leave of a page its text and its order."""
    etree.strip_tags(part, etree.Comment, etree.ProcessingInstruction)
    etree.strip_elements(part, *LEFT_OUT, with_tail=False)
    for element in part.iter():
        if element.tag in HOLDERS:
            element.tag = "div"  # in the whole document there is one main part
        elif element.tag not in ELEMENTS:
            element.tag = "span"
        before = dict(element.attrib)
        element.attrib.clear()
        for name in ATTRIBUTES & before.keys():
            element.set(name, before[name])
        if walk.UNSEEN_STYLE.search(before.get("style", "")):
            element.set("hidden", "hidden")
        own = before.get("id") or (before.get("name") if element.tag == "a" else "")
        if own:
            element.set("id", f"{prefix}--{own}")
        if element.tag == "a" and before.get("href"):
            _set_link(element, before["href"], page, anchors, prefix)


def _set_link(element: html.HtmlElement, href: str, page: Page, anchors: dict[str, str], prefix: str) -> None:
    """Let a link lead to a section of the document, or to a full address of the web; any other leads nowhere."""
    fragment = href.partition("#")[2].strip()
    address = full_address(page.address, href)
    if address in anchors or href.strip().startswith("#"):
        anchor = anchors.get(address, prefix)
        element.set("href", f"#{anchor}--{fragment}" if fragment else f"#{anchor}")
    elif address:
        element.set("href", address)
