"""Keep spreadsheets from calculating what is text: a guard before it where it is written, taken away where it is read.

A cell that begins with one of `= + - @`, a tab or a line break would be calculated, or break its row. It gets an
apostrophe; so does one that begins so after apostrophes of its own, so that taking one away always gives back exactly
what was written. Numbers in columns of numbers are no text and get none.

Input: a cell, or a table. Output: the same, guarded or not.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pandas as pd

GUARD = "'"
FORMULA = re.compile(r"[=+\-@\t\r\n]")  # =SUM(A1), +44, -1, @name
WOULD_CALCULATE = re.compile(rf"{GUARD}*{FORMULA.pattern}")
GUARDED = re.compile(rf"{GUARD}+{FORMULA.pattern}")


def guard(cell: str) -> str:
    """Return a cell with a guard before it, where a spreadsheet would calculate it.

    >>> guard("=SUM(A1)"), guard("'-1"), guard("Derby"), guard("'Tis")
    ("'=SUM(A1)", "''-1", 'Derby', "'Tis")
    """
    return f"{GUARD}{cell}" if WOULD_CALCULATE.match(cell) else cell


def unguard(cell: str) -> str:
    """Return a cell without the guard before it.

    >>> unguard("'=SUM(A1)"), unguard("''-1"), unguard("'Tis")
    ('=SUM(A1)', "'-1", "'Tis")
    """
    return cell[len(GUARD) :] if GUARDED.match(cell) else cell


def guard_table(data: pd.DataFrame) -> pd.DataFrame:
    """Return a table with every text guarded, the names of its columns included.

    >>> guard_table(pd.DataFrame({"name": ["=1+1", "Derby"], "n": [-1, 2]})).values.tolist()
    [["'=1+1", -1], ['Derby', 2]]
    """
    return _map_texts(data, guard)


def unguard_table(data: pd.DataFrame) -> pd.DataFrame:
    """Return a table as it was before `guard_table`."""
    return _map_texts(data, unguard)


def csv_text(data: pd.DataFrame) -> str:
    """Return a table as CSV, guarded; what is read from it is what was written, character for character.

    Rows end with a line feed, and with both signs where a cell holds a carriage return: only then is it quoted.
    """
    guarded = guard_table(data)
    texts = guarded.select_dtypes("object")
    holds_return = any("\r" in cell for column in texts for cell in texts[column] if isinstance(cell, str))
    return str(guarded.to_csv(index=False, lineterminator="\r\n" if holds_return else "\n"))


def export_text(data: pd.DataFrame) -> str:
    """Return a table as CSV for others, guarded; every line break in a cell is a line feed."""
    with_line_feeds = _map_texts(guard_table(data), lambda cell: cell.replace("\r\n", "\n").replace("\r", "\n"))
    return str(with_line_feeds.to_csv(index=False, lineterminator="\n"))


def _map_texts(data: pd.DataFrame, change: Callable[[str], str]) -> pd.DataFrame:
    """Return a table with its texts changed, and the names of its columns; columns of numbers are left as they are."""

    def changed(cell: object) -> object:
        return change(cell) if isinstance(cell, str) else cell

    mapped = data.rename(columns=changed)
    for at, kind in enumerate(data.dtypes):
        if not pd.api.types.is_numeric_dtype(kind):
            mapped.isetitem(at, data.iloc[:, at].map(changed))
    return mapped
