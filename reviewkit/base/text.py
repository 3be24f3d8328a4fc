"""Small operations on text: sort naturally, split list cells, shorten, escape for spreadsheets and Markdown."""

from __future__ import annotations

import re
import textwrap

import pandas as pd

FORMULA = re.compile(r"^[=+\-@\t\r\n]")  # =SUM(A1), +44, -1, @name: a spreadsheet would calculate
MARKUP = re.compile(r"([\\`*_\[\]<>#|!&])")  # [a](b), <b>, **c**: characters with a meaning in Markdown
CUT = " ..."  # stands where a text was shortened


def natural_key(text: str) -> tuple[object, ...]:
    """Return a sort key under which r2 comes before r10.

    >>> sorted(["a/r10", "a/r2", "a/r2-part"], key=natural_key)
    ['a/r2', 'a/r2-part', 'a/r10']
    """
    return tuple((1, int(part), "") if part.isdecimal() else (0, 0, part) for part in re.split(r"(\d+)", text))


def split_list(cell: str) -> list[str]:
    """Return the parts of a cell that holds a list divided by semicolons.

    >>> split_list("police; ofsted")
    ['police', 'ofsted']
    """
    return [part.strip() for part in cell.split(";") if part.strip()]


def escape_formulas(data: pd.DataFrame) -> pd.DataFrame:
    """Return a table with an apostrophe before every text, column names included, that a spreadsheet would calculate.

    >>> escape_formulas(pd.DataFrame({"name": ["=1+1", "Derby"], "n": [-1, 2]})).values.tolist()
    [["'=1+1", -1], ['Derby', 2]]
    """
    return data.map(_escape_formula).rename(columns=_escape_formula)


def _escape_formula(value: object) -> object:
    if not isinstance(value, str):
        return value
    escaped = f"'{value}" if FORMULA.match(value) else value
    return escaped.replace("\r\n", "\n").replace("\r", "\n")  # a bare CR would begin a row of its own


def escape_markdown(text: str) -> str:
    r"""Return text, on one line, that Markdown shows as it is written.

    >>> print(escape_markdown("[click](http://x) <b>"))
    \[click\](http://x) \<b\>
    """
    return MARKUP.sub(r"\\\1", " ".join(text.split()))


def printed_note(page: object, printed: str) -> str:
    """Return what follows the number of a page in the file: the number that is printed on it, where that is another.

    >>> printed_note(12, "4"), printed_note(4, "4"), printed_note(4, "")
    (' (printed 4)', '', '')
    """
    return f" (printed {printed})" if printed and printed != str(page) else ""


def shorten(text: str, longest: int) -> str:
    """Return a text, cut after a whole word where it is longer than `longest` characters.

    >>> shorten("Train every officer", 14), shorten("Train", 14)
    ('Train every ...', 'Train')
    """
    return text if len(text) <= longest else textwrap.shorten(text, longest + len(CUT), placeholder=CUT)
