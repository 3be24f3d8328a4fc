"""Figures and tables in; what a briefing needs out: files to drop in, a gallery, and words to show in a notebook.

files.py   a figure -> svg, pdf, png, its numbers, what is behind them, its caption; the gallery
show.py    a figure or a table -> what a notebook shows
"""

from reviewkit.briefing.files import export, gallery, guarded
from reviewkit.briefing.show import as_of, show, table

__all__ = ["as_of", "export", "gallery", "guarded", "show", "table"]
