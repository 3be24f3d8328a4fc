"""Small operations on text: sort naturally, split list cells, shorten, escape for Markdown."""

from __future__ import annotations

import re
import textwrap

MARKUP = re.compile(r"([\\`*_\[\]<>#|!&])")  # [a](b), <b>, **c**: characters with a meaning in Markdown
WHOLE_NUMBER = re.compile(r"[0-9]{1,6}")
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


def escape_markdown(text: str) -> str:
    r"""Return text, on one line, that Markdown shows as it is written.

    >>> print(escape_markdown("[click](http://x) <b>"))
    \[click\](http://x) \<b\>
    """
    return MARKUP.sub(r"\\\1", " ".join(text.split()))


def whole_number(text: str) -> int | None:
    """Return the number that a text from outside writes; None where it is none, or too large to be meant.

    >>> whole_number("12"), whole_number("-1"), whole_number("9" * 5000)
    (12, None, None)
    """
    return int(text) if WHOLE_NUMBER.fullmatch(text) else None


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
