"""Make a web page of a document that has neither pages nor is a web page, by its type.

Input: the type and the bytes of a document. Output: the tree of a web page, with headings, lists, tables and anchors.
"""

from __future__ import annotations

from lxml import html

from reviewkit.reading.office import conversion, epub, word_file

KINDS = ("docx", "epub", *conversion.KINDS)


def web_page(kind: str, content: bytes, name: str, parse_html: epub.ParseHtml) -> html.HtmlElement:
    """Return a document of one of the `KINDS` as a web page; `parse_html` reads chapters and what a converter makes.

    Raises: `DocumentError` where it is damaged, locked or too large, `ProgramError` where it wants a converter.
    """
    if kind in conversion.KINDS:
        kind, content = conversion.convert(kind, content, name)
    if kind == "docx":
        return word_file.web_page(content, name)
    return epub.web_page(content, name, parse_html) if kind == "epub" else parse_html(content, name)
