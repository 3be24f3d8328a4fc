"""Passages -> the same with personal names and dates of birth masked, before anything leaves the machine.

Comes in: texts and a `Dictionary`. Goes out: the masked texts, and what was masked. There is no model of names here, so
it fails closed: every run of capital letters is masked that is not a known body, place, title or everyday word.

    dictionary.py  what is known
    names.py       runs of capital letters
    births.py      dates of birth

Limit: `benchmarks/screening.py` prints what it misses and what it masks too much.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from reviewkit.redaction import birth_dates, names
from reviewkit.redaction.dictionary import Dictionary

NAME, DATE = "[name]", "[date of birth]"


def redact_all(texts: Iterable[str], known: Dictionary) -> tuple[list[str], pd.DataFrame]:
    """Texts and a dictionary in; the texts masked, and a table of what was masked, out.

    Columns: `place` (of the text in the list, from 0), `kind` (name or date of birth), `words`.
    """
    made, rows = [], []
    for place, text in enumerate(texts):
        said, found = redact(text, known)
        made.append(said)
        rows += [(place, kind, words) for kind, words in found]
    return made, pd.DataFrame(rows, columns=["place", "kind", "words"])


def redacted_spans(text: str, known: Dictionary) -> list[tuple[int, int]]:
    """A text and a dictionary in; the start and end of everything that is masked, in order, out."""
    return [(start, end) for start, end, *_ in _found(text, known)]


def redact(text: str, known: Dictionary) -> tuple[str, list[tuple[str, str]]]:
    """A text and a dictionary in; the text masked, and the kind and words of each thing masked, out."""
    said, at = [], 0
    found = _found(text, known)
    for start, end, _, mask in found:
        said += [text[at:start], mask]
        at = end
    return "".join([*said, text[at:]]), [(kind, text[start:end]) for start, end, kind, _ in found]


def _found(text: str, known: Dictionary) -> list[tuple[int, int, str, str]]:
    """What is masked: start, end, kind and mask."""
    people = names.name_spans(text, known)
    born = birth_dates.birth_date_spans(text, people)
    people = [span for span in people if not any(span[0] < end and start < span[1] for start, end in born)]
    return sorted([(*span, "name", NAME) for span in people] + [(*span, "date of birth", DATE) for span in born])
