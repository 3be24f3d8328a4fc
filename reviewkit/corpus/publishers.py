"""Name the body behind a document: a body with several names is one, and a printer is no publisher.

Input: `reviews` and `bodies`. Output: a name for each document, the one that `bodies.csv` prints.

Limitations: what `bodies.csv` does not have keeps the name that the catalogue gives it. Of several publishers the first
stands, as on the title page.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache

import pandas as pd

from reviewkit.base.paths import data_file
from reviewkit.base.text import split_list

IN_BRACKETS = re.compile(r"\s*\([^)]*\)")  # "(Chair: ...)" behind the name of a committee


def publishing_bodies(reviews: pd.DataFrame, bodies: pd.DataFrame) -> pd.Series:
    """Return the body that published each document; of what a printer printed, its first author. "" where unknown."""
    names = {alias.casefold(): row.name for row in bodies.itertuples(index=False) for alias in split_list(row.aliases)}
    names |= {name.casefold(): name for name in bodies["name"]}
    found = [_first(row.publisher, row.authors) for row in reviews.itertuples(index=False)]
    return pd.Series([names.get(name.casefold(), name) for name in found], index=reviews.index, dtype=object)


def _first(publisher: str, authors: str) -> str:
    """Return the first name of a publisher, or of the authors where that is a printer."""
    first = next(iter(split_list(publisher)), "")
    if first.casefold().removeprefix("the ") not in _printers():
        return first
    return IN_BRACKETS.sub("", next(iter(split_list(authors)), first))


@cache
def _printers() -> frozenset[str]:
    """Load the names of printers, in small letters."""
    return frozenset(tomllib.loads(data_file("uk_bodies.toml").read_text(encoding="utf-8"))["printers"])
