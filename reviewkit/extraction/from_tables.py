"""Rows of ruled tables -> printings: a table whose header says "Recommendation" holds one a row.

A row without a number at the head of the next page carries the last one on. Columns for who is asked and by when are
read by their headers. Limit: a table without a header row gives nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from statistics import median

import pandas as pd

from reviewkit.extraction import labels
from reviewkit.extraction.blocks import join_lines
from reviewkit.extraction.list_items import Occurrence

TEXT = re.compile(r"^(the )?(recommendation|action)s?( text)?\b", re.I)  # "Recommendation"
NUMBER = re.compile(r"^(no\.?|number|ref\w*\.?|#|rec\.?( no\.?)?|item)$", re.I)  # "No."
WHO = re.compile(r"\b(who(m)?|responsib\w+|lead|owner|agency|agencies|addressed|organisation)\b", re.I)  # "For whom"
FEW = 5  # words: a column whose cells are shorter in the middle names recommendations and does not make them


def occurrences(rows: pd.DataFrame, words: set[str]) -> list[list[Occurrence]]:
    """The rows of a document's tables and its words in; a series of printings for each table that makes them out."""
    series: list[list[Occurrence]] = []
    columns: dict[str, int] | None = None
    width = 0
    for _, group in groupby(rows.itertuples(index=False), key=lambda row: (row.page, row.table)):
        cells = list(group)
        header = _header(cells[0].cells)
        if header:
            carried = columns == header and bool(series) and len(cells[0].cells) == width
            columns, width = header, len(cells[0].cells)
            if not carried:
                series.append([])
            cells = cells[1:]
        elif columns is None or len(cells[0].cells) != width:
            columns = None
            continue
        for row in cells:
            _add(series[-1], row, columns, words)
    return [made for made in series if made and median(len(one.text.split()) for one in made) >= FEW]


def _header(cells: Sequence[str]) -> dict[str, int] | None:
    """A header row in, the places of its columns out; None where it does not name a recommendation."""
    names = [" ".join(cell.split()) for cell in cells]
    text = next((place for place, name in enumerate(names) if TEXT.match(name)), None)
    if text is None:
        return None
    found = {"text": text}
    for kind, pattern in (("number", NUMBER), ("who", WHO)):
        place = next((at for at, name in enumerate(names) if at != text and pattern.search(name)), None)
        if place is not None:
            found[kind] = place
    return found


def _add(made: list[Occurrence], row: object, columns: dict[str, int], words: set[str]) -> None:
    """One row of a table, added to the printings of its table, or carried on from the page before."""
    text = join_lines(row.cells[columns["text"]].split("\n"), words)
    number = " ".join(row.cells[columns["number"]].split()) if "number" in columns else ""
    who = join_lines(row.cells[columns["who"]].split("\n"), words) if "who" in columns else ""
    if not number and "number" in columns and made:
        last = made[-1]
        fields = tuple(_who(f"{field.partition(': ')[2]} {who}".strip()) for field in last.fields)
        made[-1] = last._replace(text=join_lines([last.text, text], words), end_page=row.page, fields=fields)
    elif text:
        label = labels.opening_label(f"{number} {text}")
        figures = re.findall(r"\d+", number)
        made.append(
            Occurrence(
                form=label.form if label else "row",
                numbers=(int(figures[-1]),) if figures else (),
                label=number,
                text=text,
                page=row.page,
                end_page=row.page,
                standing="list",
                headed="Recommendation",
                box=0,
                italic=0.0,
                place=-1000 * row.page - 1000 + row.row,
                fields=(_who(who),) if who else (),
            )
        )


def _who(text: str) -> str:
    """A cell that says who is asked, as the field that other documents print."""
    return f"Asked of: {text}"
