"""Make a web page of a document that has neither pages nor is a web page, by its type.

Input: the type and the bytes of a document. Output: the tree of a web page, with headings, lists, tables and anchors.
"""

from __future__ import annotations

from lxml import html

from reviewkit.reading.office import word_file

KINDS = ("docx",)


def web_page(kind: str, content: bytes, name: str) -> html.HtmlElement:
    """Return a document of one of the `KINDS` as a web page.

    Raises: `DocumentError` where it is damaged, locked or too large.
    """
    return word_file.web_page(content, name)
