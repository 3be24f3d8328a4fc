"""What stands behind and beneath a figure: the recommendations behind each number, its notes and its source."""

from __future__ import annotations

import textwrap

import pandas as pd

from reviewkit.base.text import natural_key, split_list
from reviewkit.corpus import provenance
from reviewkit.corpus.denominator import HeldLists
from reviewkit.corpus.provenance import Evidence
from reviewkit.figures.figure import Source

COLUMNS = ["mark", "counted", "rec_id"]
CODES_SOURCE = Source(
    "reviewkit, tables of recommendations, themes and reviews.",
    "corpus/tables/codes.csv, corpus/tables/recommendations.csv and corpus/tables/reviews.csv",
)
ECHOES_SOURCE = Source(
    "reviewkit, tables of repeats, recommendations and reviews.",
    "corpus/tables/echoes.csv, corpus/tables/recommendations.csv and corpus/tables/reviews.csv",
)
THREADS_SOURCE = Source(
    "reviewkit, tables of repeats, recommendations, reviews, answers and public moments.",
    "corpus/tables/echoes.csv, corpus/tables/recommendations.csv, corpus/tables/reviews.csv, "
    "corpus/tables/statuses.csv, corpus/tables/events.csv and corpus/threads.csv",
)
BODIES_SOURCE = Source(
    "reviewkit, tables of recommendations, reviews and bodies.",
    "corpus/tables/recommendations.csv, corpus/tables/reviews.csv and corpus/bodies.csv",
)
PUBLIC_PAGES_SOURCE = Source(
    "reviewkit, tables of reviews and of public moments, from public pages.",
    "corpus/catalogue.csv and corpus/events.csv",
)


def support_table(rows: pd.DataFrame, mark: str | list[str], counted: pd.Series | None = None) -> pd.DataFrame:
    """Return the recommendations behind each number of a figure, for its `support`.

    `rows` have a `rec_id`, or `rec_ids` as a list cell; `mark` names the column or columns that name their number.
    `counted` is true of the rows that are in the number itself, and false of those only in its "of"; without it all
    rows are counted.
    Columns: `mark`, `counted` ("yes" or "no"), `rec_id`.
    """
    columns = [mark] if isinstance(mark, str) else mark
    marks = rows[columns].astype(str).agg("/".join, axis=1) if len(rows) else pd.Series(dtype=object)
    support = rows.assign(mark=marks, counted="yes" if counted is None else counted.map({True: "yes", False: "no"}))
    if "rec_ids" in support:  # asks under their numbers: each part is a recommendation of its own
        support = support.assign(rec_id=support["rec_ids"].map(split_list)).explode("rec_id")
    support = support[COLUMNS].drop_duplicates()
    return support.sort_values(["mark", "rec_id"], key=lambda names: names.map(natural_key), ignore_index=True)


def notes_under(evidence: Evidence, *more: str) -> list[str]:
    """Return the notes under a figure: how to read its marks, in `more`, and then what it rests on, in short.

    Other caveats are for the caption.
    """
    return [*(note for note in more if note), provenance.short(evidence)]


def found_words(held: HeldLists) -> str:
    """Return of how many reviews recommendations were found.

    >>> found_words(HeldLists(total=41, reviews=59, digests=True, at_least="at least "))
    '41 reviews found in whole or part, of 59 in all'
    """
    return f"{held.total} reviews found in whole or part, of {held.reviews} in all"


def row_label(name: str, part_of: str, letters: int) -> str:
    r"""Return the label of the row of a theme; of one that is a part of the issue above it, with a mark and in lines.

    >>> row_label("Buoys of the northern channel", "lamps-with-buoys", 20)
    'of it: Buoys of the\nnorthern channel'
    """
    return textwrap.fill(f"of it: {name}", letters) if part_of else name


def wrapped(text: str, letters: int) -> str:
    """Return a text in lines of at most so many letters."""
    return textwrap.fill(text, letters)


def sentence_case(text: str) -> str:
    """Return a text with its first letter as a capital, and the rest as it is."""
    return text[:1].upper() + text[1:]
