"""Read, append and look up what people say of a corpus: the rows of `corrections.csv`, in the order in which said.

A row says `what` it is about, of which `id` and `field`, and the new `value`:

    recommendation  rec_id     text: PAGE[-ENDPAGE] | first words | last words, as printed; label, title; kind;
                               bodies (body_ids divided by semicolons); checked (yes or no)
    add             rec_id     PAGE[-ENDPAGE] | first words | last words: a recommendation that was missed
    drop            rec_id     empty, or "no" to take the drop back
    merge           rec_id     the rec_id that goes into it; empty takes back all that were merged into it
    split           rec_id     field: the rec_id of the second part; value: the words with which that begins
    theme           rec_id     field: a theme; yes or no
    link            later id   field: the earlier rec_id; restates, related or unrelated
    status          rec_id     answer (accepted, in principle, in part, rejected, none) or done (yes, no)
    list            review_id  checked: yes or no
    review          review_id  in_denominator: yes or no

The last row on one thing stands, and an empty value takes back what was said of it (of label, title and bodies it is
the new value: none). A row that cannot be understood changes nothing and is a row in `problems`.

Limitations: who says so is what the row says; nobody proves it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import pandas as pd
from filelock import FileLock

from reviewkit.base import paths
from reviewkit.base.errors import InputError, TableError
from reviewkit.base.text import shorten, split_list
from reviewkit.base.types import Row
from reviewkit.corpus import schema, tables
from reviewkit.corpus.aliases import current_ids

FILE = "corrections.csv"
FIELDS: dict[str, tuple[str, ...] | None] = {  # by what; None: the field is an id or a theme
    "recommendation": ("text", "label", "title", "kind", "bodies", "checked"),
    "add": ("",),
    "drop": ("",),
    "merge": ("",),
    "split": None,
    "theme": None,
    "link": None,
    "status": ("answer", "done"),
    "list": ("checked",),
    "review": ("in_denominator",),
}
YES_NO = ("yes", "no")
VALUES: dict[tuple[str, str], tuple[str, ...]] = {  # by what and field, or by what alone; others are free
    ("recommendation", "kind"): schema.KINDS,
    ("recommendation", "checked"): YES_NO,
    ("drop", ""): YES_NO,
    ("theme", ""): YES_NO,
    ("link", ""): schema.RELATIONS,
    ("status", "answer"): schema.ANSWERS,
    ("status", "done"): YES_NO,
    ("list", "checked"): YES_NO,
    ("review", "in_denominator"): YES_NO,
}
OF_REVIEWS = ("list", "review")  # their ids are those of reviews; an `add` names an id that is new
EMPTY_IS_A_VALUE = ("label", "title", "bodies")  # of a recommendation: empty says that it has none
REC_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*/[a-z0-9]+([.-][a-z0-9]+)*")  # casey-national-audit-2025/r8.12
PLACE = re.compile(r"(\d+)(?:\s*[-–]\s*(\d+))?")  # "12", "12-13"
LONGEST_SHOWN = 200  # characters of a row in `problems`


class Place(NamedTuple):
    """Where a text is printed: its pages (of a web page its sections), its first and its last words."""

    page: int
    end_page: int
    first_words: str
    last_words: str


def load(folders: paths.Folders) -> pd.DataFrame:
    """Return the table `corrections` of a corpus, in its order, with the ids that recommendations have now.

    Raises: `TableError` where it is not as declared, or where aliases lead round in a ring.
    """
    corrections = tables.load_or_empty(folders.corpus, "corrections")
    aliases = tables.load_or_empty(folders.corpus, "aliases")
    if corrections.empty or aliases.empty:
        return corrections
    columns = {"id": ~corrections["what"].isin([*OF_REVIEWS, "add"]), "field": corrections["what"] == "link",
               "value": corrections["what"] == "merge"}  # fmt: skip
    for column, holds_ids in columns.items():
        followed = current_ids(corrections.loc[holds_ids, column], aliases, FILE)
        corrections.loc[holds_ids, column] = pd.Series(followed, index=corrections.index[holds_ids], dtype=object)
    return corrections


def append(
    folders: paths.Folders, rows: Sequence[Mapping[str, object]], check: Callable[[], object] | None = None
) -> int:
    """Write rows at the end of `corrections.csv`, and return their number; two writers wait for each other.

    `check` is called when no other can write any more; what it raises stops the writing.
    Raises: `TableError` for a row that cannot be understood, or that nobody signed; then nothing is written.
    """
    new = _signed(rows)
    with _only_writer(folders):
        if check is not None:
            check()
        before = tables.load_or_empty(folders.corpus, "corrections")
        tables.save(pd.concat([before, new], ignore_index=True) if len(before) else new, "corrections", folders.corpus)
    return len(new)


def take_back(folders: paths.Folders, rows: Sequence[Mapping[str, object]]) -> None:
    """Remove rows that somebody has just written, and leave all others.

    Raises: `InputError` where one is there no more, or where something was said of the same since; then nothing is
    removed.
    """
    wanted = _signed(rows)
    with _only_writer(folders):
        before = tables.load_or_empty(folders.corpus, "corrections")
        there = list(before.itertuples(index=False, name=None))
        removed: set[int] = set()
        for row in wanted.itertuples(index=False, name=None):
            places = [number for number, other in enumerate(there) if other == row and number not in removed]
            if not places:
                raise InputError("what is to be taken back is not there any more", "look at the list as it is now")
            removed.add(places[-1])
        later = [row[:3] for number, row in enumerate(there) if number > min(removed) and number not in removed]
        if set(later) & {there[number][:3] for number in removed}:
            raise InputError("somebody said something of the same since", "look at the list as it is now")
        tables.save(before.drop(index=sorted(removed)), "corrections", folders.corpus)


def _signed(rows: Sequence[Mapping[str, object]]) -> pd.DataFrame:
    """Return rows as the table `corrections`; raise `TableError` for one that is not understood or not signed."""
    new = tables.check(tables.build(rows, "corrections"), "corrections")
    for row in new.itertuples(index=False):
        wrong = fault(row) or ("" if row.by else "nobody signed it")
        if wrong:
            raise TableError(f"{FILE}: {words_of(row)}: {wrong}", "nothing was written")
    return new


def _only_writer(folders: paths.Folders) -> FileLock:
    """Return the lock that whoever writes corrections holds."""
    folders.build.mkdir(parents=True, exist_ok=True)
    return FileLock(folders.build / "corrections.lock")


def standing(corrections: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that stand, in their order: without those that are not understood, or that a later row replaces.

    A text that was given before a recommendation was split or merged stands beside one that was given after, since the
    split depends on it.
    """
    rows: dict[int, Row] = {}
    numbers_by_key: dict[tuple[str, ...], list[int]] = {}
    last_parting: dict[str, int] = {}  # the last split or merge that a recommendation had part in
    for number, row in enumerate(corrections.itertuples(index=False)):
        if fault(row):
            continue
        replaced = numbers_by_key.setdefault((row.what, row.id, row.field), [])
        if row.what == "merge" and row.value:
            replaced = []  # several can go into one
        elif row.what == "recommendation" and row.field == "text":
            replaced = [earlier for earlier in replaced if earlier > last_parting.get(row.id, -1)]
        for earlier in replaced:
            rows.pop(earlier, None)
        if _takes_back(row):
            continue
        rows[number] = row
        numbers_by_key[row.what, row.id, row.field].append(number)
        if row.what in ("split", "merge"):
            last_parting |= dict.fromkeys([row.id, row.field, *split_list(row.value)], number)
    return pd.DataFrame(list(rows.values()), columns=tables.column_names("corrections"), dtype=object)


def latest(corrections: pd.DataFrame, what: str) -> pd.DataFrame:
    """Return the rows of one sort that stand: one for each `id` and `field`, but of texts and merges."""
    own = standing(corrections[corrections["what"] == what] if what != "recommendation" else corrections)
    return own[own["what"] == what].reset_index(drop=True)


def value_of(corrections: pd.DataFrame, what: str, field: str) -> dict[str, str]:
    """Return by id the value that people gave one field; as of `list`, "checked"."""
    own = latest(corrections, what)
    own = own[own["field"] == field]
    return dict(zip(own["id"], own["value"], strict=True))


def faults(corrections: pd.DataFrame) -> list[dict[str, object]]:
    """Return a row of `problems` for each correction that cannot be understood."""
    wrong = [(row, fault(row)) for row in corrections.itertuples(index=False)]
    return [problem(row, f"a correction cannot be understood: {what}", "write it anew") for row, what in wrong if what]


def unknown_reviews(corrections: pd.DataFrame, review_ids: set[str]) -> list[dict[str, object]]:
    """Return a row of `problems` for each correction of a review that is not in the catalogue."""
    rows = [row for what in OF_REVIEWS for row in latest(corrections, what).itertuples(index=False)]
    what, step = "the review of a correction is not in the catalogue", "correct the id in corrections.csv"
    return [problem(row, what, step) for row in rows if row.id not in review_ids]


def fault(row: Row) -> str:
    """Say what of a correction cannot be understood; return "" where all can be."""
    if row.what not in FIELDS:
        return f"'{row.what}' is none of {', '.join(FIELDS)}"
    fields = FIELDS[row.what]
    if fields is not None and row.field not in fields:
        return f"'{row.field}' is no field of {row.what}" + (f": {', '.join(fields)}" if fields[0] else "")
    if not row.id or (fields is None and not row.field):
        return "it names no id" if not row.id else "its field is empty"
    allowed = VALUES.get((row.what, row.field if fields else ""))
    if allowed and row.value and row.value not in allowed:
        return f"'{shorten(row.value, LONGEST_SHOWN)}' is none of {', '.join(allowed)}"
    is_place = row.what == "add" or (row.what == "recommendation" and row.field == "text")
    if is_place and row.value and place_of(row.value) is None:
        return "its value is not PAGE | first words | last words"
    new_id = row.id if row.what == "add" else row.field if row.what == "split" else ""
    return f"'{new_id}' is no rec_id, as in review-2031/r7" if new_id and not REC_ID.fullmatch(new_id) else ""


def place_of(value: str) -> Place | None:
    """Return the place that a value names, or None where it names none.

    >>> place_of("12-13 | The council should | each year.")
    Place(page=12, end_page=13, first_words='The council should', last_words='each year.')
    """
    parts = [part.strip() for part in value.split("|")]
    pages = PLACE.fullmatch(parts[0])
    if len(parts) != 3 or not pages or not all(re.search(r"\w", part) for part in parts[1:]):
        return None
    first, last = int(pages[1]), int(pages[2] or pages[1])
    return Place(first, last, parts[1], parts[2]) if first <= last else None


def place_value(place: Place) -> str:
    """Return the value that names a place.

    >>> place_value(Place(12, 12, "The council", "each year."))
    '12 | The council | each year.'
    """
    pages = str(place.page) if place.page == place.end_page else f"{place.page}-{place.end_page}"
    words = [" ".join(words.replace("|", " ").split()) for words in (place.first_words, place.last_words)]
    return " | ".join([pages, *words])


def problem(row: Row, what: str, next_step: str) -> dict[str, object]:
    """Return the row of `problems` of a correction."""
    return {"document": FILE, "what": what, "text": shorten(words_of(row), LONGEST_SHOWN), "next_step": next_step}


def words_of(row: Row) -> str:
    """Return a correction in words: "theme, harbour-2031/r1, lamps: yes (AB)"."""
    about = ", ".join(filter(None, [row.what, row.id, row.field]))
    return about + (f": {row.value}" if row.value else "") + (f" ({row.by})" if row.by else "")


def whose_word(row: Row) -> str:
    """Return who says so, and why: "AB: the page prints one more sentence"."""
    return ": ".join(filter(None, [row.by or "a person", row.why]))


def _takes_back(row: Row) -> bool:
    """Return whether a row only takes back what was said before it."""
    if row.what == "drop":
        return row.value == "no"
    is_value = row.what == "recommendation" and row.field in EMPTY_IS_A_VALUE
    return not row.value and not is_value
