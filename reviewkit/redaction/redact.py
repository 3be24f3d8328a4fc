"""Passages with personal names and dates of birth masked, before anything leaves the machine.

Input: texts and a `Dictionary`. Output: the masked texts, and what was masked. There is no model of names here, so it
fails closed: every run of capitals is masked that is not a known body, place, title or everyday word.

    dictionary.py   known words and names
    tokens.py       runs of capitals
    names.py        which runs are names
    birth_dates.py  dates of birth

Limitations: `benchmarks/screening.py` prints what it misses and what it masks too much.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

from reviewkit.redaction import birth_dates, names
from reviewkit.redaction.dictionary import Dictionary

NAME, BIRTH_DATE = "name", "date of birth"  # the kinds; a mask is its kind in square brackets


class _Mask(NamedTuple):
    start: int
    end: int
    kind: str


def redact_all(texts: Iterable[str], dictionary: Dictionary) -> tuple[list[str], pd.DataFrame]:
    """Return the texts masked, and a table of what was masked.

    Columns: `place` (of the text in the list, from 0), `kind` (name or date of birth), `words`.
    """
    masked_texts: list[str] = []
    rows: list[tuple[int, str, str]] = []
    for index, text in enumerate(texts):
        masked_text, masked = redact(text, dictionary)
        masked_texts.append(masked_text)
        rows += [(index, kind, words) for kind, words in masked]
    return masked_texts, pd.DataFrame(rows, columns=["place", "kind", "words"])


def redacted_spans(text: str, dictionary: Dictionary) -> list[tuple[int, int]]:
    """Return the start and end of everything that is masked in a text, in order."""
    return [(mask.start, mask.end) for mask in _masks(text, dictionary)]


def redact(text: str, dictionary: Dictionary) -> tuple[str, list[tuple[str, str]]]:
    """Return a text masked, and the kind and words of each thing that was masked."""
    masks = _masks(text, dictionary)
    parts: list[str] = []
    end = 0
    for mask in masks:
        parts += [text[end : mask.start], f"[{mask.kind}]"]
        end = mask.end
    return "".join([*parts, text[end:]]), [(mask.kind, text[mask.start : mask.end]) for mask in masks]


def _masks(text: str, dictionary: Dictionary) -> list[_Mask]:
    """Return what is masked, in order; a date of birth wins over a name that overlaps it."""
    people = names.name_spans(text, dictionary)
    births = birth_dates.birth_date_spans(text, people)
    names_only = [
        (start, end)
        for start, end in people
        if not any(start < birth_end and birth_start < end for birth_start, birth_end in births)
    ]
    return sorted([_Mask(*span, NAME) for span in names_only] + [_Mask(*span, BIRTH_DATE) for span in births])
