"""What stands behind and beneath a figure: the recommendations behind each number, and its notes."""

from __future__ import annotations

import pandas as pd

from reviewkit.base.text import natural_key, split_list
from reviewkit.corpus import denominator

COLUMNS = ["mark", "counted", "rec_id"]


def support(rows: pd.DataFrame, mark: str | list[str], counted: pd.Series | None = None) -> pd.DataFrame:
    """Rows with a `rec_id` (or `rec_ids`, a list cell) and what names their number in; `behind` of a picture out.

    `counted` says which rows are in the number itself; without it all are.
    """
    names = [mark] if isinstance(mark, str) else mark
    said = rows[names].astype(str).agg("/".join, axis=1) if len(rows) else pd.Series(dtype=object)
    made = rows.assign(mark=said, counted="yes" if counted is None else counted.map({True: "yes", False: "no"}))
    if "rec_ids" in made:  # asks under their numbers: each part is a recommendation of its own
        made = made.assign(rec_id=made["rec_ids"].map(split_list)).explode("rec_id")
    made = made[COLUMNS].drop_duplicates()
    return made.sort_values(["mark", "rec_id"], key=lambda ids: ids.map(natural_key), ignore_index=True)


def notes(reviews: pd.DataFrame, *more: str) -> list[str]:
    """Reviews, and what else is to be said, in; the lines under a figure, digests first, out."""
    first = ["Rests on digests: counts are lower bounds (at least)."] if denominator.held_lists(reviews).digests else []
    return [*first, *(note for note in more if note)]


def missing_lists(measured: dict) -> str:
    """Measures in; what is missing for a share or an interval, and how to fetch it, out; empty where nothing is."""
    if "why" not in measured or measured["complete"] >= measured["fewest"]:
        return ""
    need = f"whole lists held: {measured['complete']}, needed: {measured['fewest']}"
    return f"No share or interval is drawn ({need}). Put published texts into corpus/official and run again."
