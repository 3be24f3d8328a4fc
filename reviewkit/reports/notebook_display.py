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

from reviewkit.base.dates import DATE
from reviewkit.corpus import provenance
from reviewkit.figures import canvas, export
from reviewkit.figures.figure import Figure
from reviewkit.reports.page import png_address

if TYPE_CHECKING:
    from IPython.display import HTML

CELL = re.compile(r"<td>(.*?)</td>", re.S)
ADDRESS = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;)]")
CELL_STYLE = "text-align: left; white-space: normal; vertical-align: top;"
BAR_WIDTH = 24  # of the longest bar, in letters
TABLE_STYLE = "table-layout: auto; max-width: 100%;"
WIDE = 7  # columns from which on sentences are narrower, so that the last is still on the page
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
    return _html(_table(rows))


def folded(tables: Mapping[str, pd.DataFrame], empty: str = "No rows.") -> HTML:
    """Return tables under headings that open them, each with how many rows it has."""
    parts = [
        f"<details><summary>{html.escape(heading)} ({len(rows)})</summary>"
        f"{_table(rows) if len(rows) else html.escape(empty)}</details>"
        for heading, rows in tables.items()
    ]
    return _html("".join(parts))


def _table(rows: pd.DataFrame) -> str:
    """Return a table as HTML: yes and no in words, addresses as links, heads without underscores."""
    truths = rows.select_dtypes(bool).columns
    plain = rows.assign(**{name: rows[name].map({True: "yes", False: "no"}) for name in truths})
    plain = plain.rename(columns=lambda name: str(name).replace("_", " "))
    with pd.option_context("display.max_colwidth", None, "display.max_rows", None):
        text = plain.to_html(index=False, escape=True, border=0, na_rep="")
    wide = len(rows.columns) >= WIDE
    text = text.replace("<th>", f'<th style="{CELL_STYLE}">').replace("<table", f'<table style="{TABLE_STYLE}"', 1)
    style = f"{CELL_STYLE} padding: 0.4em;" if wide else CELL_STYLE
    return CELL.sub(lambda cell: f'<td style="{style} {_width_style(cell[1], wide)}">{_linked(cell[1])}</td>', text)


def _linked(cell: str) -> str:
    """Return the content of a cell, which is escaped, with its web addresses as links that show their host.

    What has a quotation mark is no address.
    """
    return ADDRESS.sub(lambda found: f'<a href="{found[0]}">{provenance.host(html.unescape(found[0]))}</a>', cell)


def bars(rows: pd.DataFrame, heading: str) -> HTML:
    """Return a small bar chart that is a table: the names in the first column, the numbers in the second as bars."""
    names, numbers = rows.columns[:2]
    longest = max([1, *rows[numbers]])
    lines = "".join(
        f'<tr><td style="{CELL_STYLE}">{html.escape(str(name))}</td><td style="text-align: right">{number}</td>'
        f'<td><div style="background: {canvas.BLUE}; height: 0.8em; width: {BAR_WIDTH * number / longest:.1f}em">'
        "</div></td></tr>"
        for name, number in zip(rows[names], rows[numbers], strict=True)
    )
    head = f"<tr><th>{html.escape(str(names))}</th><th>{html.escape(str(numbers))}</th><th></th></tr>"
    caption = f"<figcaption><strong>{html.escape(heading)}</strong></figcaption>"
    return _html(f"<figure>{caption}<table>{head}{lines}</table></figure>")


def list_figures(figures: Mapping[str, Figure]) -> HTML:
    """Return the names of figures, what they show and how many numbers they have, as a table for a notebook."""
    rows = [(slug, figure.title, len(figure.data)) for slug, figure in sorted(figures.items())]
    return table(pd.DataFrame(rows, columns=["name", "what it shows", "rows of numbers"]))


def _width_style(text: str, wide: bool) -> str:
    """Return how wide a cell is: short ones in one line, sentences in a wide column, addresses broken anywhere."""
    sentence = text.count(" ") > SENTENCE_SPACES
    if wide and not DATE.fullmatch(text):
        if ADDRESS.search(text):
            return "min-width: 8em; overflow-wrap: anywhere"
        return f"min-width: {(13 if text.endswith('.') else 8) if sentence else 0}em"
    if len(text) <= SHORT:
        return "white-space: nowrap"
    return "min-width: 24em" if sentence else "min-width: 9em; overflow-wrap: anywhere"


def _html(text: str) -> HTML:
    from IPython.display import HTML  # only notebooks need it

    return HTML(text)  # type: ignore[no-untyped-call]
