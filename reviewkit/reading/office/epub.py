"""Make one web page of an electronic book (EPUB): its chapters in the order of its spine, a section each.

Input: the bytes of a file. Output: the tree of a web page, with what the book says of itself in its head.
Limitations: a book that is locked by its shop is refused; pictures, sounds and scripts are left out.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable
from html.entities import html5
from typing import NamedTuple, TypeAlias
from urllib.parse import unquote

from lxml import etree, html

from reviewkit.base.errors import DocumentError
from reviewkit.reading.office import archive
from reviewkit.reading.office.anchors import Anchors

ParseHtml: TypeAlias = Callable[[bytes, str], html.HtmlElement]
CONTAINER = "META-INF/container.xml"
LOCKED = "META-INF/rights.xml"  # of Adobe's and Apple's locks; fonts alone may be scrambled without it
CHAPTER_TYPES = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")
MOST_CHAPTERS = 2000
LARGEST_TEXT = 60_000_000  # bytes of all chapters: the longest inquiry report on one web page has about four million
METADATA = {"title": "dcterms.title", "publisher": "dcterms.publisher", "date": "dcterms.issued"}
ENTITY = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,30});")
OF_XML = (b"amp", b"lt", b"gt", b"quot", b"apos")
UNSAFE = ("script", "style", "svg", "math", "iframe", "object", "audio", "video")
FETCH_AGAIN = "fetch it again, or save the document as PDF"


class Book(NamedTuple):
    """What a book says of itself: its own data by name, and the files of its chapters in order."""

    metadata: dict[str, str]
    chapters: list[str]


def web_page(content: bytes, name: str, parse_html: ParseHtml) -> html.HtmlElement:
    """Return an electronic book as the tree of a web page; `parse_html` reads the chapters.

    Raises: `DocumentError` where it is damaged, locked, too large, or has no chapters.
    """
    with archive.open_archive(content, name) as files:
        if LOCKED in files.NameToInfo:
            raise DocumentError(f"{name}: is locked by its seller", "get the document as PDF")
        book = _book(files, name)
        sizes = sum(files.getinfo(chapter).file_size for chapter in book.chapters)
        if not book.chapters or len(book.chapters) > MOST_CHAPTERS or sizes > LARGEST_TEXT:
            raise DocumentError(f"{name}: has {len(book.chapters)} chapters of {sizes // 10**6} MB", FETCH_AGAIN)
        bodies = [
            (chapter, _body(archive.read_file(files, chapter, name), name, parse_html)) for chapter in book.chapters
        ]
    return _joined(book, bodies)


def _book(files: zipfile.ZipFile, name: str) -> Book:
    """Return what the package of a book says: its data and its spine."""
    container = _xml(archive.read_file(files, CONTAINER, name), name)
    root = container.find(".//{*}rootfile")
    package_name = "" if root is None else str(root.get("full-path", ""))
    package = _xml(archive.read_file(files, package_name, name), name)
    folder = posixpath.dirname(package_name)
    items = {item.get("id"): item for item in package.iterfind("{*}manifest/{*}item")}
    chapters = []
    for reference in package.iterfind("{*}spine/{*}itemref"):
        item = items.get(reference.get("idref"))
        if item is None or "nav" in (item.get("properties") or "").split():
            continue
        path = posixpath.normpath(posixpath.join(folder, unquote(item.get("href") or "")))
        if item.get("media-type") in CHAPTER_TYPES and path in files.NameToInfo and path not in chapters:
            chapters.append(path)
    metadata = {}
    for element in METADATA:
        found = package.findtext(f"{{*}}metadata/{{http://purl.org/dc/elements/1.1/}}{element}")
        metadata[element] = " ".join((found or "").split())
    return Book(metadata, chapters)


def _xml(content: bytes, name: str) -> etree._Element:
    """Parse a file that says how the book is made; entities are not followed."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise DocumentError(f"{name}: does not say how the book is made ({error})", FETCH_AGAIN) from error


def _body(content: bytes, name: str, parse_html: ParseHtml) -> html.HtmlElement:
    """Return the body of a chapter: as XML, which it should be, else as a browser would read it."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root = etree.fromstring(ENTITY.sub(_character, content), parser)
    except etree.XMLSyntaxError:
        tree = parse_html(content, name)
    else:
        for element in root.iter(etree.Element):
            element.tag = etree.QName(element).localname
        etree.strip_elements(root, *UNSAFE, with_tail=False)
        etree.cleanup_namespaces(root)
        tree = parse_html(etree.tostring(root, method="html", encoding="utf-8"), name)
    body = tree.find("body")
    return tree if body is None else body


def _character(entity: re.Match[bytes]) -> bytes:
    """Return the character that HTML's entity stands for; XML knows five of them."""
    name = entity[1]
    character = "" if name in OF_XML else html5.get(f"{name.decode()};", "")
    return b"".join(b"&#%d;" % ord(one) for one in character) or entity[0]


def _joined(book: Book, bodies: list[tuple[str, html.HtmlElement]]) -> html.HtmlElement:
    """Return one page of all chapters; anchors that two chapters share carry the chapter's name too."""
    page = html.document_fromstring("<html><head><title></title></head><body></body></html>")
    head, main = page.find("head"), page.find("body")
    head.find("title").text = book.metadata["title"]
    for element, meta_name in METADATA.items():
        if book.metadata[element]:
            head.append(html.Element("meta", {"name": meta_name, "content": book.metadata[element]}))
    anchors = Anchors()
    for path, body in bodies:
        stem = re.sub(r"[^a-z0-9]+", "-", posixpath.basename(path).rpartition(".")[0].lower()).strip("-") or "chapter"
        section = html.Element("section", {"id": anchors.new(stem)})
        for element in body.iter(etree.Element):
            anchor = element.get("id")
            if anchor:
                element.set("id", anchors.new(anchor if anchor not in anchors.taken else f"{stem}-{anchor}"))
        section.text = body.text
        section.extend(list(body))
        main.append(section)
    return page
