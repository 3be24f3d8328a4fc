"""A briefing -> one web page that needs nothing else: no request, no script.

Comes in: a `Brief`. Goes out: HTML with its pictures inside. Text is escaped by the template. Limit: none of the
figures' numbers is on the page but in alt texts and sentences; their csv travels beside it.
"""

from __future__ import annotations

import base64

from reviewkit.base.paths import data_file
from reviewkit.figures import export
from reviewkit.reports.content import HEADS, Brief

TEMPLATE = data_file("page.html")


def page(brief: Brief) -> bytes:
    """A briefing in, the bytes of its page out."""
    import jinja2

    template = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True).from_string(
        TEMPLATE.read_text(encoding="utf-8")
    )
    pictures = {
        finding.picture.slug: "data:image/png;base64,"
        + base64.b64encode(export.render(finding.picture.figure, "png", finding.picture.title)).decode()
        for finding in brief.findings
        if finding.picture
    }
    said = template.render(brief=brief, pictures=pictures, words=export.caption_lines, heads=HEADS)
    return said.encode()
