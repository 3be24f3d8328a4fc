"""Write a briefing as one web page that needs nothing else: no request, no script.

Input: a `Brief`.
Output: HTML with its figures inside. Text is escaped by the template.
Limitations: of the figures' numbers only those in alt texts and sentences are on the page; their csv travels beside it.
"""

from __future__ import annotations

import base64

from reviewkit.base.paths import data_file
from reviewkit.figures import export
from reviewkit.figures.figure import Figure
from reviewkit.reports import content
from reviewkit.reports.content import Brief
from reviewkit.reports.templates import fill_template

TEMPLATE = data_file("page.html")


def page(brief: Brief) -> bytes:
    """Return the bytes of the web page of a briefing."""
    figures = [finding.figure for finding in brief.findings if finding.figure]
    addresses = {figure.slug: png_address(figure) for figure in figures}
    return fill_template(
        TEMPLATE,
        brief=brief,
        addresses=addresses,
        content=content,
        title=css_text(brief.title),
        as_of=css_text(brief.as_of),
    )


def png_address(figure: Figure) -> str:
    """Return the drawing of a figure as an address that holds the whole png; the shorter one, where it has one."""
    png = export.render(figure.slide or figure.drawing, "png", figure.title)
    return f"data:image/png;base64,{base64.b64encode(png).decode()}"


def css_text(text: str) -> str:
    r"""Return a text as it stands between quotation marks in a style sheet, with nothing in it that could end it there.

    >>> print(css_text('Pier "4"'))
    Pier\000020\0000224\000022
    """
    return "".join(letter if letter.isascii() and letter.isalnum() else f"\\{ord(letter):06x}" for letter in text)
