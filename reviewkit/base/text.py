"""Small operations on text: sort naturally, split list cells, shorten, and escape for spreadsheets and Markdown."""

from __future__ import annotations

import re
import textwrap

import pandas as pd

FORMULA = re.compile(r"^[=+\-@\t\r\n]")  # =SUM(A1), +44, -1, @name: a spreadsheet would calculate
MARKUP = re.compile(r"([\\`*_\[\]<>#|!&])")  # [a](b), <b>, **c**: Markdown would take it for its own


def natural_key(text: str) -> tuple[object, ...]:
    """A sort key in which r2 comes before r10.

    >>> sorted(["a/r10", "a/r2", "a/r2-part"], key=natural)
    ['a/r2', 'a/r2-part', 'a/r10']
    """
    return tuple((1, int(part), "") if part.isdecimal() else (0, 0, part) for part in re.split(r"(\d+)", text))


def split_list(cell: str) -> list[str]:
    """A list cell in, its parts out.

    >>> parts("police; ofsted")
    ['police', 'ofsted']
    """
    return [part.strip() for part in cell.split(";") if part.strip()]


def escape_formulas(data: pd.DataFrame) -> pd.DataFrame:
    """A table in, the same out with an apostrophe before every text that a spreadsheet would calculate.

    >>> guarded(pd.DataFrame({"name": ["=1+1", "Derby"], "n": [-1, 2]})).values.tolist()
    [["'=1+1", -1], ['Derby', 2]]
    """

    def guard(value: object) -> object:
        if not isinstance(value, str):
            return value
        guarded = f"'{value}" if FORMULA.match(value) else value
        return guarded.replace("\r\n", "\n").replace("\r", "\n")  # a bare CR would begin a row of its own

    return data.map(guard).rename(columns=guard)


def escape_markdown(text: str) -> str:
    """Text in, Markdown that shows it and does nothing else out.

    >>> print(plain("[click](http://x) <b>"))
    \\[click\\](http://x) \\<b\\>
    """
    return MARKUP.sub(r"\\\1", " ".join(text.split()))


def shorten(text: str, longest: int) -> str:
    """A text in, the same out, cut after a whole word where it is longer than so many letters.

    >>> cut("Train every officer", 14), cut("Train", 14)
    ('Train every ...', 'Train')
    """
    return text if len(text) <= longest else textwrap.shorten(text, longest + 4, placeholder=" ...")
