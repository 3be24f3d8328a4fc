"""Give recommendations their permanent ids: from the printed number, else from a name or the first words.

`r7` and `r8.12` are printed numbers; `r1-police-guidance` a part; `s2-r4` the second series of one document; `q-...`
what is quoted. Ids are never running numbers, so that a new review or a better reading shifts nothing.
"""

from __future__ import annotations

import re
from collections import Counter

import pandas as pd

from reviewkit.extraction import labels
from reviewkit.extraction.digests import DIGEST_LABEL

FIRST_WORDS = 5  # so many words of a text make its name


def assign_ids(recommendations: pd.DataFrame, review_id: str) -> list[str]:
    """Return a `rec_id` for each recommendation of one review, in their order."""
    times_used: Counter[str] = Counter()
    ids = []
    for row in recommendations.itertuples(index=False):
        name = _name(row.label, row.text)
        name = f"q-{_quoted_name(name, row.text)}" if row.kind == "quoted" else name
        times_used[name] += 1
        ids.append(f"{review_id}/{_name_in_series(name, times_used[name])}")
    return ids


def _name(label: str, text: str) -> str:
    """Return the name of one recommendation inside its review.

    >>> _name("Recommendation 4:", ""), _name("8.12.", ""), _name("Duty, no number: child-centred", "")
    ('r4', 'r8.12', 'child-centred')
    """
    digest_label = DIGEST_LABEL.fullmatch(label)
    if digest_label:
        _, number, part, name = digest_label.groups()
        return name or f"r{number}" + (f"-{part}" if part else "")
    digits = re.search(r"\d+(\.\d+)*", label)
    opening = labels.opening_label(f"{label} X")
    if opening and opening.numbers:
        part = re.search(r"\d\(?([a-z])\)?\W*([ivx]*)", label.lower()) if digits else None
        number = digits.group() if digits else str(opening.numbers[0])
        number = ".".join(str(int(piece)) for piece in number.split("."))
        return f"r{number}" + (f"-{part.group(1)}{part.group(2)}" if part else "")
    return f"r{digits.group()}" if digits else first_words(text)


def first_words(text: str) -> str:
    """Return a name made of the first words of a text.

    >>> first_words("We recommend that councils pay for a meeting.")
    'we-recommend-that-councils-pay'
    """
    return "-".join(re.findall(r"[a-z0-9]+", text.lower())[:FIRST_WORDS]) or "without-words"


def _quoted_name(name: str, text: str) -> str:
    """Return the name of a quoted one: its number says little without its report, so its first words go with it."""
    words = first_words(text)
    return words if name == words else f"{name}-{words}"


def _name_in_series(name: str, times_used: int) -> str:
    """Return a name for the second and later ones of one number: another series of the document."""
    return name if times_used == 1 else f"s{times_used}-{name}"
