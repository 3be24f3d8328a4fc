"""Read the links of a page.

Input: a page. Output: its links, with full addresses of the web; no other kind of address, none with a name or a
password in it, and none of the navigation around the text.

Limitations: a link that a script makes is not there.
"""

from __future__ import annotations

from lxml import etree, html

from reviewkit.acquisition.fetch import addresses
from reviewkit.acquisition.fetch.doors.steps import Link, Page
from reviewkit.acquisition.fetch.policy import FetchError, shorten_line

MOST_LINKS = 6_000  # of a page that are read; no contents page comes near it
LONGEST_HREF = 2_000  # characters: no address of a document comes near it
AROUND = ("li", "tr", "p", "dd", "dt", "td")  # what a link stands in
LONGEST_AROUND = 300  # characters: more are not about one link
BESIDE_THE_TEXT = {"nav", "header", "footer", "aside"}


def parse(body: bytes) -> html.HtmlElement | None:
    """Return the tree of a web page; None where there is none."""
    body = body.replace(b"\0", b"")  # a null byte is not a character of any text
    try:
        return html.document_fromstring(body, parser=html.HTMLParser(encoding=_encoding(body)))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def links(page: Page, with_navigation: bool = False) -> list[Link]:
    """Return the links of a page in their order, each address once; of several the first with words."""
    tree = parse(page.body)
    found: dict[str, Link] = {}
    texts: dict[html.HtmlElement, str] = {}  # of what links stand in: one row may hold thousands
    for count, element in enumerate(tree.iter("a") if tree is not None else ()):
        if count >= MOST_LINKS:
            break
        address = full_address(page.address, element.get("href") or "")
        if not address or (not with_navigation and _is_beside(element)):
            continue
        link = Link(address, shorten_line(element.text_content()), _around(element, texts))
        if not found.get(address, Link("", "")).text:
            found[address] = link
    return list(found.values())


def full_address(page: str, href: str) -> str:
    """Return the full address of a link, without its fragment; "" for what is no address of the web.

    On a page that came by https, an http address is asked by https.

    >>> full_address("https://harbour.example/a/", "b.pdf#page=2"), full_address("https://harbour.example", "file:///b")
    ('https://harbour.example/a/b.pdf', '')
    """
    href = href.strip()
    if len(href) > LONGEST_HREF:
        return ""
    if page.startswith("https:") and href.startswith("http:"):
        href = f"https:{href.removeprefix('http:')}"
    try:
        address = addresses.join(page, href)
    except FetchError:
        return ""
    is_web = address.startswith(("http://", "https://"))
    plain = is_web and "@" not in address.split("/")[2] and not addresses.UNSAFE.search(address)
    return address if plain else ""


def headings(page: Page) -> str:
    """Return the title of a page and its first heading."""
    tree = parse(page.body)
    if tree is None:
        return ""
    heading = tree.find(".//h1")
    parts = [tree.findtext(".//title") or "", "" if heading is None else heading.text_content()]
    return shorten_line(" ".join(parts), LONGEST_AROUND)


def _encoding(body: bytes) -> str | None:
    """Return UTF-8 where the bytes are that; else what the page declares is heeded."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "utf-8"


def _is_beside(element: html.HtmlElement) -> bool:
    """Return whether a link stands in the navigation, the head or the foot of a page."""
    return any(ancestor.tag in BESIDE_THE_TEXT for ancestor in element.iterancestors())


def _around(element: html.HtmlElement, texts: dict[html.HtmlElement, str]) -> str:
    """Return the words of the row or item in which a link stands, if they are few; `texts` are those known."""
    for ancestor in element.iterancestors(*AROUND):
        row = next(ancestor.iterancestors("tr"), ancestor)
        if row not in texts:
            text = row.text_content()
            texts[row] = " ".join(text.split()) if len(text) <= 2 * LONGEST_AROUND else ""
        return texts[row]
    return ""
