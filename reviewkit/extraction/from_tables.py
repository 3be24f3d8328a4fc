"""Find recommendations in ruled tables: a table whose header says "Recommendation" holds one a row.

A row without a number at the head of the next page carries the last one on. Columns for who is asked and by when are
read by their headers.

Limitations: a table without a header row gives nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from statistics import median

import pandas as pd

from reviewkit.base.types import Row
from reviewkit.extraction import labels
from reviewkit.extraction.blocks import join_lines, vocabulary
from reviewkit.extraction.list_items import Occurrence

TEXT_HEADER = re.compile(  # "Recommendation", "Action to be taken", "What we ask"
    r"^(the )?((recommendation|action|requirement)s?( text)?|(what )?we ask|learning"
    r"|what (must|should|needs to) \w+)\b",
    re.I,
)
NUMBER_HEADER = re.compile(r"^(no\.?|number|ref\w*\.?|#|rec\.?( no\.?)?|item)$", re.I)  # "No."
ADDRESSEE_HEADER = re.compile(  # "For whom"
    r"\b(who(m)?|responsib\w+|lead|owner|agency|agencies|addressed|organisation)\b", re.I
)
MIN_MEDIAN_WORDS = 5  # a column whose cells are shorter in the median names recommendations and does not make them


def occurrences(rows: pd.DataFrame, texts: Sequence[str]) -> list[list[Occurrence]]:
    """Return a series of occurrences for each table that makes recommendations; `texts` are those of the pages."""
    if rows.empty:
        return []
    words = vocabulary(texts)
    series: list[list[Occurrence]] = []
    columns: dict[str, int] | None = None
    width = 0
    for _, group in groupby(rows.itertuples(index=False), key=lambda row: (row.page, row.table)):
        rows_of_table = list(group)
        header = _columns_of_header(rows_of_table[0].cells)
        if header:
            continues_table = columns == header and bool(series) and len(rows_of_table[0].cells) == width
            columns, width = header, len(rows_of_table[0].cells)
            if not continues_table:
                series.append([])
            rows_of_table = rows_of_table[1:]
        elif columns is None or len(rows_of_table[0].cells) != width:
            columns = None
            continue
        for row in rows_of_table:
            _add_row(series[-1], row, columns, words)
    return [
        members
        for members in series
        if members and median(len(member.text.split()) for member in members) >= MIN_MEDIAN_WORDS
    ]


def _columns_of_header(cells: Sequence[str]) -> dict[str, int] | None:
    """Return the index of each column that a header row names; None where it does not name a recommendation."""
    names = [" ".join(cell.split()) for cell in cells]
    text_column = next((index for index, name in enumerate(names) if TEXT_HEADER.match(name)), None)
    if text_column is None:
        return None
    columns = {"text": text_column}
    for kind, pattern in (("number", NUMBER_HEADER), ("who", ADDRESSEE_HEADER)):
        index = next((index for index, name in enumerate(names) if index != text_column and pattern.search(name)), None)
        if index is not None:
            columns[kind] = index
    return columns


def _add_row(members: list[Occurrence], row: Row, columns: dict[str, int], words: set[str]) -> None:
    """Add one row of a table to the occurrences of its table, or carry the last one on from the page before."""
    text = join_lines(row.cells[columns["text"]].split("\n"), words)
    number = " ".join(row.cells[columns["number"]].split()) if "number" in columns else ""
    who = join_lines(row.cells[columns["who"]].split("\n"), words) if "who" in columns else ""
    if not number and "number" in columns and members:
        last = members[-1]
        fields = tuple(_addressee_field(f"{field.partition(': ')[2]} {who}".strip()) for field in last.fields)
        members[-1] = last._replace(text=join_lines([last.text, text], words), end_page=row.page, fields=fields)
    elif text:
        label = labels.opening_label(f"{number} {text}")
        numbers = re.findall(r"\d+", number)
        members.append(
            Occurrence(
                form=label.form if label else "row",
                numbers=(int(numbers[-1]),) if numbers else (),
                label=number,
                text=text,
                page=row.page,
                end_page=row.page,
                layout="list",
                headings="Recommendation",
                box=0,
                italic=0.0,
                position=-1000 * row.page - 1000 + row.row,
                fields=(_addressee_field(who),) if who else (),
            )
        )


def _addressee_field(text: str) -> str:
    """Return a cell that says who is asked, as the field that other documents print."""
    return f"Asked of: {text}"
