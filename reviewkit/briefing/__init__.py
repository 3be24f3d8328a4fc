"""Figures and tables in; what a briefing needs out: files to drop in, a gallery, a pack, and words for a notebook.

files.py     a figure -> svg, pdf, png, its numbers, what is behind them, its caption; the gallery
show.py      a figure or a table -> what a notebook shows
content.py   what a briefing says, each number with its place in a figure's csv
deck.py      a briefing -> slides
document.py  a briefing -> a Word document
page.py      a briefing -> a web page
evidence.py  every recommendation -> the evidence page
zipped.py    Office files -> the same bytes with every run
"""

from reviewkit.briefing.content import ROWS, Brief, Finding, Number, at, finding, rows, said, total
from reviewkit.briefing.deck import deck
from reviewkit.briefing.document import document
from reviewkit.briefing.evidence import evidence_page
from reviewkit.briefing.files import cut, export, gallery, guarded, plain
from reviewkit.briefing.page import page
from reviewkit.briefing.show import as_of, listed, show, table

__all__ = [
    "ROWS",
    "Brief",
    "Finding",
    "Number",
    "as_of",
    "at",
    "cut",
    "deck",
    "document",
    "evidence_page",
    "export",
    "finding",
    "gallery",
    "guarded",
    "listed",
    "page",
    "plain",
    "rows",
    "said",
    "show",
    "table",
    "total",
]
