"""Recommendations -> their permanent ids: from the printed number, else from a name or the first words.

`r7` and `r8.12` are printed numbers; `r1-police-guidance` a part; `s2-r4` the second series of one document;
`q-...` what is quoted. Never a running number, so that a new review or a better reading shifts nothing.
"""

from __future__ import annotations

import re
from collections import Counter

import pandas as pd

from reviewkit.extraction import labels
from reviewkit.extraction.digests import LABEL

FIRST_WORDS = 5


def assign_ids(found: pd.DataFrame, review_id: str) -> list[str]:
    """The recommendations of one review and its id in, a `rec_id` for each out, in their order."""
    taken: Counter[str] = Counter()
    made = []
    for row in found.itertuples(index=False):
        name = _name(row.label, row.text)
        name = f"q-{_quoted(name, row.text)}" if row.kind == "quoted" else name
        taken[name] += 1
        made.append(f"{review_id}/{_again(name, taken[name])}")
    return made


def _name(label: str, text: str) -> str:
    """The name of one recommendation inside its review.

    >>> _name("Recommendation 4:", ""), _name("8.12.", ""), _name("Duty, no number: child-centred", "")
    ('r4', 'r8.12', 'child-centred')
    """
    held = LABEL.fullmatch(label)
    if held:
        _, number, part, name = held.groups()
        return name or f"r{number}" + (f"-{part}" if part else "")
    opened = labels.opening_label(f"{label} X")
    if opened and opened.numbers:
        figures = re.search(r"\d+(\.\d+)*", label)
        part = re.search(r"\d\(?([a-z])\)?\W*([ivx]*)", label.lower()) if figures else None
        number = figures.group() if figures else str(opened.numbers[0])
        number = ".".join(str(int(piece)) for piece in number.split("."))
        return f"r{number}" + (f"-{part.group(1)}{part.group(2)}" if part else "")
    digits = re.search(r"\d+(\.\d+)*", label)
    return f"r{digits.group()}" if digits else first_words(text)


def first_words(text: str) -> str:
    """A name from the first words of a text.

    >>> first_words("We recommend that councils pay for a meeting.")
    'we-recommend-that-councils-pay'
    """
    return "-".join(re.findall(r"[a-z0-9]+", text.lower())[:FIRST_WORDS]) or "without-words"


def _quoted(name: str, text: str) -> str:
    """The name of a quoted one: its number says little without its report, so its first words go with it."""
    words = first_words(text)
    return words if name == words else f"{name}-{words}"


def _again(name: str, times: int) -> str:
    """A name for the second and later ones of one number: another series of the document."""
    return name if times == 1 else f"s{times}-{name}"
