"""Show figures and tables in a notebook. Texts stay texts: no markup, no formula.

Input: a `Figure`, or rows.
Output: HTML with the alt text and the caption.
Limitations: words of documents are not screened for personal names here, since nothing leaves the notebook.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from reviewkit.figures import export
from reviewkit.figures.figure import Figure
from reviewkit.reports.page import png_address

if TYPE_CHECKING:
    from IPython.display import HTML

CELL = re.compile(r"<td>(.*?)</td>", re.S)
CELL_STYLE = "text-align: left; white-space: normal; vertical-align: top;"
SHORT = 16  # letters of a cell that stays in one line: a date, a number, an id
SENTENCE_SPACES = 8  # spaces from which on a cell is a sentence and not a name


def as_of(data: pd.DataFrame) -> str:
    """Return the latest publication date among plotted numbers or other rows; empty where there is none.

    Looks at columns whose names end in "published"; a year alone counts as earlier than a day in it.
    """
    dates = [str(value) for name in data.columns if str(name).endswith("published") for value in data[name]]
    return max((date for date in dates if date), default="")


def show(figure: Figure) -> HTML:
    """Return a figure as a notebook shows it: with its alt text, and a caption; what it rests on is in the drawing."""
    title, alt = html.escape(figure.title), html.escape(figure.alt)
    caption = html.escape(" ".join(f"{line.rstrip('.')}." for line in export.caption_in_short(figure)))
    return _html(
        f'<figure><figcaption><strong>{title}</strong></figcaption><img width="800" '
        f'alt="{alt}" src="{png_address(figure)}"><p><small>{caption}</small></p></figure>'
    )


def table(rows: pd.DataFrame) -> HTML:
    """Return a table with whole, wrapped texts for a notebook."""
    with pd.option_context("display.max_colwidth", None, "display.max_rows", None):
        text = rows.to_html(index=False, escape=True, border=0, na_rep="")
    text = text.replace("<th>", f'<th style="{CELL_STYLE}">')
    return _html(CELL.sub(lambda cell: f'<td style="{CELL_STYLE} {_width_style(cell[1])}">{cell[1]}</td>', text))


def list_figures(figures: Mapping[str, Figure]) -> HTML:
    """Return the names of figures, what they count and how many rows they have, as a table for a notebook."""
    rows = [(slug, figure.title, len(figure.data)) for slug, figure in sorted(figures.items())]
    return table(pd.DataFrame(rows, columns=["figure", "what it counts", "rows"]))


def _width_style(text: str) -> str:
    """Return how wide a cell is: short ones in one line, sentences in a wide column, addresses broken anywhere."""
    if len(text) <= SHORT:
        return "white-space: nowrap"
    return "min-width: 24em" if text.count(" ") > SENTENCE_SPACES else "min-width: 9em; overflow-wrap: anywhere"


def _html(text: str) -> HTML:
    from IPython.display import HTML  # only notebooks need it

    return HTML(text)  # type: ignore[no-untyped-call]
