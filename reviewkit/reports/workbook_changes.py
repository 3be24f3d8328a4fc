"""Find what a person changed in a saved table of asks, and say it as corrections.

Input: a corpus and the saved table. Output: rows of `corrections`, and by cell what cannot be understood.

A cell was changed where it is neither as it went out (the hidden column says how) nor as it would go out now; without
that column, where it is not as it would go out now. So rows may be sorted, filtered, hidden or left out, and columns
too. A row that is gone says nothing: `drop` as its kind does.

Limitations: a theme or a body that was changed here and elsewhere in the meantime is as the table has it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from reviewkit.base.errors import InputError
from reviewkit.base.spreadsheets import unguard
from reviewkit.base.text import shorten, split_list
from reviewkit.corpus import corrections as people
from reviewkit.corpus import questions, schema
from reviewkit.corpus.corpus import Corpus
from reviewkit.reports import asks_table, new_asks, workbook, workbook_reading
from reviewkit.reports.asks_table import COLUMNS, DROPPED
from reviewkit.reports.new_asks import Pages
from reviewkit.reports.workbook_reading import SavedTable, SheetRow

FIXED_TOLD = ("review", "published", "page", "came after", "confidence", "source")  # told where they were changed
OF_REVIEW = {"list checked": ("list", "checked"), "counted": ("review", "in_denominator")}
OF_ROW = {
    "number": ("recommendation", "label"),
    "checked": ("recommendation", "checked"),
    "status": ("status", "answer"),
    "done": ("status", "done"),
}
ALLOWED = {column.name: column.values for column in COLUMNS if column.values}
SHOWN = 60  # characters of a cell that are shown
LINE_OF_LINK = re.compile(r"^(?:(restates|related|unrelated)\b)?\W*([a-z0-9-]+/[a-z0-9.-]+)")


class Returned(NamedTuple):
    """What a saved table gives: corrections, without who says so, and what of it cannot be understood, by cell."""

    corrections: list[dict[str, str]]
    told: list[str]


@dataclass
class _Reading:
    """A saved table while it is read: the corpus, the table as it would go out now, and what was found."""

    corpus: Corpus
    saved: SavedTable
    now: dict[str, dict[str, str]]
    editions: dict[str, str]
    pages: Pages
    corrections: list[dict[str, str]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    of_reviews: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)  # value and cell

    def tell(self, row: SheetRow, column: str, what: str) -> None:
        """Note what of a cell cannot be understood."""
        self.told.append(f"{self.saved.place(row, column)} ({column}): {what}")

    def correct(self, what: str, rec_id: str, name: str, value: str) -> None:
        """Note a correction."""
        self.corrections.append({"what": what, "id": rec_id, "field": name, "value": value})


def changes(corpus: Corpus, file: Path) -> Returned:
    """Return what a person changed in a file, as corrections that are not said already.

    Raises: `InputError` where the file cannot be read, or is no table of this corpus.
    """
    saved = workbook_reading.read(file)
    now = {row["id"]: row for row in asks_table.asks_table(corpus).to_dict("records")}
    ids = [_cell(row, "id") for row in saved.rows]
    if any(ids) and not any(rec_id in now for rec_id in ids):
        raise InputError(f"{file.name}: names no recommendation of this corpus", "it may be another corpus's table")
    reading = _Reading(corpus, saved, now, asks_table.editions(corpus), new_asks.pages_of(corpus))
    seen: set[str] = set()
    for row in saved.rows:
        rec_id = _cell(row, "id")
        for column, what in row.wrong.items():
            reading.tell(row, column, what)
        if not rec_id:
            _read_new_row(reading, row)
        elif rec_id not in now:
            reading.tell(row, "id", f"'{shorten(rec_id, SHOWN)}' is no recommendation; leave id as it went out")
        elif rec_id in seen:
            reading.tell(row, "id", f"'{rec_id}' stands in another row too; this one is left")
        else:
            _read_row(reading, row, now[rec_id])
        seen.add(rec_id)
    for (what, review_id), (value, _) in reading.of_reviews.items():
        reading.correct(what, review_id, dict(OF_REVIEW.values())[what], value)
    return Returned(_not_said_yet(corpus, reading.corrections), reading.told)


def _cell(row: SheetRow, column: str) -> str:
    """Return a cell, without the spaces around it and the apostrophe that guards it."""
    return unguard(row.cells.get(column, "").strip()).strip()


def _not_said_yet(corpus: Corpus, corrections: list[dict[str, str]]) -> list[dict[str, str]]:
    """Return the corrections that do not stand already, as where a table is taken back twice."""
    standing = people.standing(people.load(corpus.folders))
    said = {(row.what, row.id, row.field, row.value) for row in standing.itertuples(index=False)}
    return [row for row in corrections if (row["what"], row["id"], row["field"], row["value"]) not in said]


def _is_changed(row: SheetRow, now: dict[str, str], column: str) -> bool:
    """Return whether a person changed a cell."""
    if column not in row.cells:
        return False
    own = workbook.comparable(row.cells[column])
    if own == workbook.comparable(now[column]) or _same_number(own, now[column]):
        return False
    sent = row.cells.get(workbook.AS_SENT, "").split()
    if len(sent) == len(workbook.EDITABLE) and column in workbook.EDITABLE:
        return workbook.fingerprint(own) != sent[workbook.EDITABLE.index(column)]
    return True


def _same_number(cell: str, now: str) -> bool:
    """Return whether two cells are one number or date, written in two ways: 8.10 and 8.1, 2031-03-01 and 1/3/2031."""
    try:
        return float(cell) == float(now)
    except ValueError:
        parts = [sorted(map(int, re.findall(r"\d+", each))) for each in (cell, now)]
        is_date = bool(re.fullmatch(r"\d{4}(-\d\d){0,2}", now)) and bool(re.fullmatch(r"[\d/. -]+", cell))
        return is_date and parts[0] == parts[1]


def _read_row(reading: _Reading, row: SheetRow, now: dict[str, str]) -> None:
    """Note what a person changed in a row."""
    for column in FIXED_TOLD:
        if _is_changed(row, now, column):
            reading.tell(row, column, "cannot be changed in the table; it is left as it was")
    changed = [name for name in workbook.EDITABLE if name not in row.wrong and _is_changed(row, now, name)]
    for column in changed:
        value = _cell(row, column)
        if column in ALLOWED and value and value not in ALLOWED[column]:
            reading.tell(row, column, f"'{shorten(value, SHOWN)}' is none of {', '.join(ALLOWED[column])}")
            continue
        try:
            _CHANGED[column](reading, row, now, value)
        except InputError as error:
            reading.tell(row, column, str(error))


def _of_row(column: str) -> Callable[[_Reading, SheetRow, dict[str, str], str], None]:
    """Return what notes a change of a column that holds one value of a recommendation."""
    what, name = OF_ROW[column]

    def note(reading: _Reading, row: SheetRow, now: dict[str, str], value: str) -> None:
        reading.correct(what, now["id"], name, value)

    return note


def _of_review(column: str) -> Callable[[_Reading, SheetRow, dict[str, str], str], None]:
    """Return what notes a change of a column that holds one value of a review."""
    what, _ = OF_REVIEW[column]

    def note(reading: _Reading, row: SheetRow, now: dict[str, str], value: str) -> None:
        review_id, cell = now["id"].partition("/")[0], reading.saved.place(row, column)
        before = reading.of_reviews.setdefault((what, review_id), (value, cell))
        if before[0] != value:
            raise InputError(f"says otherwise than {before[1]} of the same review", "write the same in both")

    return note


def _kind(reading: _Reading, row: SheetRow, now: dict[str, str], value: str) -> None:
    """Note another kind; a drop, and a drop that is taken back."""
    if value == DROPPED:
        reading.correct("drop", now["id"], "", "")
        return
    if not value:
        raise InputError("is empty", f"write one of {', '.join(ALLOWED['kind'])}")
    if now["kind"] == DROPPED:
        reading.correct("drop", now["id"], "", "no")
        dropped = reading.corpus.dropped.set_index("rec_id")["kind"]
        if dropped.get(now["id"]) == value:
            return
    reading.correct("recommendation", now["id"], "kind", value)


def _text(reading: _Reading, row: SheetRow, now: dict[str, str], value: str) -> None:
    """Note another cut: the words must be those of the page."""
    if reading.editions[now["id"]] != "official":
        raise InputError("is in our own words", "change digests.csv, and typeset the digest")
    if not value:
        raise InputError("is empty", "write drop as its kind, where it is no recommendation")
    place = new_asks.place_of_text(reading.pages, now["id"], value)
    reading.correct("recommendation", now["id"], "text", people.place_value(place))


def _bodies(reading: _Reading, row: SheetRow, now: dict[str, str], value: str) -> None:
    """Note who is asked."""
    body_ids = [questions.body_id(reading.corpus, name) for name in split_list(value)]
    reading.correct("recommendation", now["id"], "bodies", ";".join(dict.fromkeys(body_ids)))


def _themes(reading: _Reading, row: SheetRow, now: dict[str, str], value: str) -> None:
    """Note each theme that was given or taken away."""
    given, before = ([questions.theme_id(reading.corpus, name) for name in split_list(cell)]
                     for cell in (value, now["themes"]))  # fmt: skip
    for theme in reading.corpus.themes["theme"]:
        if (theme in given) != (theme in before):
            reading.correct("theme", now["id"], theme, "yes" if theme in given else "no")


def _links(reading: _Reading, row: SheetRow, now: dict[str, str], value: str) -> None:
    """Note each link that was struck out, added, or is another."""
    given, before = dict(_lines_of_links(row.cells["earlier asks"])), dict(_lines_of_links(now["earlier asks"]))
    unknown = [rec_id for rec_id in given if rec_id not in reading.now]
    if unknown:
        raise InputError(f"'{unknown[0]}' is no recommendation", "give the id of an earlier one")
    for rec_id in [*before, *(other for other in given if other not in before)]:
        relation = given.get(rec_id, "unrelated")
        if relation != before.get(rec_id):
            reading.correct("link", now["id"], rec_id, relation)


def _lines_of_links(cell: str) -> Iterator[tuple[str, str]]:
    """Yield the earlier id and the relation of each line of a cell; without one it restates.

    Raises: `InputError` for a line without an id.
    """
    for line in filter(None, map(str.strip, unguard(cell).splitlines())):
        match = LINE_OF_LINK.match(line)
        if not match:
            raise InputError(f"'{shorten(line, SHOWN)}' names no id", "write restates or related, and an id")
        yield match[2], match[1] or schema.RELATIONS[0]


def _read_new_row(reading: _Reading, row: SheetRow) -> None:
    """Note a recommendation that was missed: a row without an id, with a review, a page and words of that page."""
    empty = [column for column in ("review", "page", "text") if not _cell(row, column)]
    if empty:
        reading.tell(row, "id", f"is empty, and so is {empty[0]}; a new row needs review, page and text")
        return
    try:
        review_id = questions.review_id(reading.corpus, _cell(row, "review"))
        page = _cell(row, "page")
        if not page.isdecimal():
            raise InputError(f"'{shorten(page, SHOWN)}' is no page", "write its number in the file, from 1")
        taken = {*reading.now, *(each["id"] for each in reading.corrections if each["what"] == "add")}
        text, number = _cell(row, "text"), _cell(row, "number")
        missed = new_asks.missed(reading.pages, review_id, int(page), text, number, taken)
    except InputError as error:
        reading.tell(row, "text", str(error))
        return
    reading.correct("add", missed.rec_id, "", people.place_value(missed.place))
    blank = dict.fromkeys(asks_table.NAMES, "")
    blank |= {"id": missed.rec_id, "kind": "recommendation", "number": missed.label}
    given = ("number", "kind", "bodies", "themes", "earlier asks", "status", "done", "checked")
    cells = {column: row.cells[column] for column in given if _cell(row, column)}
    _read_row(reading, SheetRow(row.number, cells, row.wrong), blank)


_CHANGED: dict[str, Callable[[_Reading, SheetRow, dict[str, str], str], None]] = {
    "text": _text,
    "kind": _kind,
    "bodies": _bodies,
    "themes": _themes,
    "earlier asks": _links,
    **{column: _of_row(column) for column in OF_ROW},
    **{column: _of_review(column) for column in OF_REVIEW},
}
