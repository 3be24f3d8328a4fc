"""Figures and tables -> HTML that a notebook shows. Texts stay texts: no markup, no formula.

Comes in: a `tables.Picture`, or rows. Goes out: HTML with the alt text and the caption read aloud. Limit: words of
documents are not screened for personal names here, since nothing leaves the notebook.
"""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from reviewkit.figures import export
from reviewkit.figures.figure import Figure

if TYPE_CHECKING:
    from IPython.display import HTML

CELL = re.compile(r"<td>(.*?)</td>", re.S)
CELLS = "text-align: left; white-space: normal; vertical-align: top;"


def as_of(data: pd.DataFrame) -> str:
    """Plotted numbers in, the latest publication date among their rows out; empty where there is none.

    Looks at columns whose names end in "published"; a year alone counts as earlier than a day in it.
    """
    dates = [str(value) for name in data.columns if str(name).endswith("published") for value in data[name]]
    return max((date for date in dates if date), default="")


def show(picture: Figure) -> HTML:
    """A picture in; what a notebook shows out: the figure with its alt text, and its caption read aloud."""
    png = base64.b64encode(export.render(picture.figure, "png", picture.title)).decode()
    lines = "".join(f"<p>{html.escape(line)}</p>" for line in [*export.caption_lines(picture), picture.alt])
    return _html(
        f'<figure><figcaption><strong>{html.escape(picture.title)}</strong></figcaption><img width="800" '
        f'alt="{html.escape(picture.alt)}" src="data:image/png;base64,{png}">{lines}</figure>'
    )


def table(rows: pd.DataFrame) -> HTML:
    """Rows in; a table with whole, wrapped texts for a notebook out. Texts stay texts: no markup, no formula."""
    with pd.option_context("display.max_colwidth", None, "display.max_rows", None):
        made = rows.to_html(index=False, escape=True, border=0, na_rep="")
    made = made.replace("<th>", f'<th style="{CELLS}">')
    return _html(CELL.sub(lambda cell: f'<td style="{CELLS} {_room(cell.group(1))}">{cell.group(1)}</td>', made))


def list_figures(pictures: Mapping[str, Figure]) -> HTML:
    """Figures by slug in; their names, what they count and how many rows they have, as a table for a notebook, out."""
    rows = [(slug, picture.title, len(picture.data)) for slug, picture in sorted(pictures.items())]
    return table(pd.DataFrame(rows, columns=["figure", "what it counts", "rows"]))


def _room(text: str) -> str:
    """How wide a cell is: short ones in one line, sentences in a wide column, addresses broken anywhere."""
    if len(text) <= 16:
        return "white-space: nowrap"
    return "min-width: 24em" if text.count(" ") > 8 else "min-width: 9em; overflow-wrap: anywhere"


def _html(text: str) -> HTML:
    from IPython.display import HTML  # only notebooks need it

    return HTML(text)
