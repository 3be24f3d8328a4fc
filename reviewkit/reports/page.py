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
from reviewkit.reports.content import HEADS, Brief
from reviewkit.reports.templates import fill_template

TEMPLATE = data_file("page.html")


def page(brief: Brief) -> bytes:
    """Return the bytes of the web page of a briefing."""
    figures = [finding.figure for finding in brief.findings if finding.figure]
    addresses = {figure.slug: png_address(figure) for figure in figures}
    return fill_template(TEMPLATE, brief=brief, addresses=addresses, words=export.caption_in_short, heads=HEADS)


def png_address(figure: Figure) -> str:
    """Return the drawing of a figure as an address that holds the whole png."""
    png = export.render(figure.drawing, "png", figure.title)
    return f"data:image/png;base64,{base64.b64encode(png).decode()}"
