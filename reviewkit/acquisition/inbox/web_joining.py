"""Join the saved pages of a web edition into one page, chapter after chapter, each with an anchor of its own.

Input: HTML files in their order. Output: one HTML file. What is no text of the report (menus, scripts, forms) is left
out; ids get the number of their page before them, so that none is there twice.

Limitations: pictures are not carried over.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from lxml import etree, html

from reviewkit.reading import documents

NO_TEXT = ("script", "style", "noscript", "template", "nav", "header", "footer", "form", "iframe", "object", "embed",
           "link", "meta", "svg", "img", "picture", "video", "audio")  # fmt: skip
ONE_OF_A_KIND = ("main", "body")  # of which the joined page has one


def join_pages(first: Path, files: Sequence[Path], title: str, target: Path) -> str:
    """Write web pages one after the other into `target`, and return its hash.

    `first` is the first of `files`: a worker is given one document.
    Raises: `DocumentError` where one of them is no web page.
    """
    page = html.document_fromstring("<html lang='en'><head><meta charset='utf-8'></head><body></body></html>")
    etree.SubElement(page.find("head"), "title").text = title
    main = etree.SubElement(page.find("body"), "main")
    for number, file in enumerate(files, start=1):
        main.append(_section(documents.parse_web_page(file), number))
    content = etree.tostring(page, method="html", encoding="utf-8", doctype="<!DOCTYPE html>")
    target.write_bytes(content)
    return hashlib.sha256(content).hexdigest()


def _section(tree: html.HtmlElement, number: int) -> html.HtmlElement:
    """Return the text of a page as a section with an anchor."""
    etree.strip_elements(tree, etree.Comment, etree.ProcessingInstruction, *NO_TEXT, with_tail=False)
    section = html.Element("section", {"id": f"page-{number}"})
    body = tree.find("body")
    for element in list(tree if body is None else body):
        section.append(element)
    for element in section.iterdescendants():
        for attribute in list(element.attrib):
            if attribute == "id":
                element.set("id", f"page-{number}-{element.get('id')}")
            elif attribute.lower().startswith("on"):
                del element.attrib[attribute]
        if element.tag in ONE_OF_A_KIND:
            element.tag = "div"
    return section
