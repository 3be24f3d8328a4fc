"""Turn what a person does on the page into rows of `corrections.csv`, and write them.

An act carries the version of the row that its person saw. Where another changed that row in between, nothing is written
and both are shown. An act that is there already is not written twice, so that the page may send it again when it got no
answer.

Input: an act, as the page sends it. Output: the rows written, and the list as it is then.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from reviewkit.base.errors import InputError
from reviewkit.base.spreadsheets import FORMULA
from reviewkit.corpus import corrections as people
from reviewkit.corpus import schema, tables
from reviewkit.desk import listing
from reviewkit.desk.state import Desk, of_review
from reviewkit.extraction import rec_ids
from reviewkit.redaction.shareable_text import without_names

Act = Mapping[str, object]
Rows = list[dict[str, str]]
LONGEST_VALUE, LONGEST_NAME = 2000, 80  # characters


class Conflict(InputError):
    """Another changed the row in between; `row` is as it is now, None where it is gone."""

    def __init__(self, row: dict[str, object] | None) -> None:
        super().__init__("somebody else changed this in between", "look at both, and decide")
        self.row = row


class Written(NamedTuple):
    """The rows that an act wrote (none where they were there already), and what they are about."""

    rows: Rows
    rec_id: str


def write(desk: Desk, act: Act) -> Written:
    """Write an act of a person.

    Raises: `Conflict` where another changed the row since; `InputError` where the act does not fit; then nothing is
    written.
    """
    review_id, by = _text(act, "review"), person(_text(act, "by"))
    wanted, rec_id = _rows(desk, act, review_id)
    signed: Rows = [dict(zip(("what", "id", "field", "value"), row, strict=True)) for row in wanted]
    signed = [row | {"by": by, "why": _text(act, "why"), "date": ""} for row in signed]
    if _are_there(desk, review_id, signed):
        return Written([], rec_id)
    new = tables.build(signed, "corrections")

    def check() -> None:
        _check_version(desk, act, review_id)
        _check_fit(desk, review_id, new)

    people.append(desk.folders, signed, check)
    return Written(signed, rec_id)


def undo(desk: Desk, act: Act) -> None:
    """Take back the rows of an act that the page wrote.

    Raises: `InputError` where they are there no more, or another said something of the same since.
    """
    by, rows = person(_text(act, "by")), act.get("rows")
    columns = tables.column_names("corrections")
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise InputError("there is nothing to take back")
    chosen: Rows = [{name: _text(row, name) for name in columns} for row in rows]
    if any(row["by"] != by for row in chosen):
        raise InputError("only one's own words can be taken back", "correct them instead")
    people.take_back(desk.folders, chosen)


def person(name: str) -> str:
    """Return the name of a person, as it goes into the table.

    Raises: `InputError` where there is none, or a spreadsheet would calculate it.
    """
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME or FORMULA.match(name) or not name.isprintable():
        raise InputError("say who you are: initials, or a role", f"{LONGEST_NAME} characters at most")
    return name


def _text(cells: Mapping[str, object], name: str) -> str:
    """Return a text of what the page sent, on one line."""
    value = cells.get(name, "")
    if not isinstance(value, str) or len(value) > LONGEST_VALUE:
        raise InputError(f"{name} is no text of {LONGEST_VALUE} characters at most")
    return " ".join("".join(char if char.isprintable() else " " for char in value).split())


def _word(act: Act, name: str) -> tuple[int, int]:
    """Return the page and the number of a word."""
    value = act.get(name)
    is_place = isinstance(value, list) and len(value) == 2 and all(type(each) is int for each in value)
    if not isinstance(value, list) or not is_place:
        raise InputError(f"{name} is no word of a page", "mark the words again")
    return value[0], value[1]


def _are_there(desk: Desk, review_id: str, rows: Rows) -> bool:
    """Return whether these rows are the last words on what they are about."""
    corrections = of_review(desk.corrections(), review_id)
    last = {(row.what, row.id, row.field, row.value if row.what == "merge" and row.value else ""): row
            for row in corrections.itertuples(index=False)}  # fmt: skip
    for row in rows:
        value = row["value"] if row["what"] == "merge" else ""
        there = last.get((row["what"], row["id"], row["field"], value))
        if there is None or (there.value, there.by) != (row["value"], row["by"]):
            return False
    return True


def _check_version(desk: Desk, act: Act, review_id: str) -> None:
    """Raise `Conflict` where the row, or the list, is not as its person saw it."""
    rows = listing.list_rows(desk, desk.list_of(review_id))
    kind, seen = _text(act, "act"), _text(act, "version")
    if kind == "tick":
        if listing.list_version(rows) != seen:
            raise Conflict(None)
    elif kind not in ("add", "restore"):
        by_id = {str(row["rec_id"]): row for row in rows}
        for rec_id, version in ((_text(act, "id"), seen), (_text(act, "other"), _text(act, "other_version"))):
            row = by_id.get(rec_id)
            if rec_id and (row is None or row["version"] != version):
                raise Conflict(row)


def _check_fit(desk: Desk, review_id: str, new: pd.DataFrame) -> None:
    """Raise `InputError` where new rows do not fit the list as it stands."""
    words = {people.problem(row, "", "")["text"] for row in new.itertuples(index=False)}
    for row in desk.list_of(review_id, new).problems.itertuples(index=False):
        if row.document == people.FILE and row.text in words:
            what = row.what.removeprefix("a correction does not fit: ")
            raise InputError(what, row.next_step)


def _rows(desk: Desk, act: Act, review_id: str) -> tuple[list[tuple[str, str, str, str]], str]:
    """Return the rows that an act stands for, and the recommendation that it is about."""
    kind, rec_id = _text(act, "act"), _text(act, "id")
    if kind not in _ACTS:
        raise InputError(f"'{kind}' is no act of the desk")
    if kind not in ("add", "tick") and rec_id.partition("/")[0] != review_id:
        raise InputError(f"{rec_id or 'it'} is no recommendation of {review_id}")
    row = _ACTS[kind](desk, act, review_id, rec_id)
    return [row], row[1] if kind != "split" else row[2]


def _cut(desk: Desk, act: Act, review_id: str, rec_id: str) -> tuple[str, str, str, str]:
    return "recommendation", rec_id, "text", _place(desk, act, review_id)


def _place(desk: Desk, act: Act, review_id: str) -> str:
    """Return the value that names the words between two words."""
    return people.place_value(desk.document(review_id).place(_word(act, "from"), _word(act, "to")))


def _add(desk: Desk, act: Act, review_id: str, rec_id: str) -> tuple[str, str, str, str]:
    """Return the row that adds what was missed, under an id made as the reader makes them."""
    value = _place(desk, act, review_id)
    place = people.place_of(value)
    passage = desk.document(review_id).passage(place) if place else None
    if passage is None:
        raise InputError("there are no words in the cut", "mark the words again")
    table_of = desk.list_of(review_id)
    standing = people.latest(table_of.corrections, "add")
    again = standing[standing["value"] == value]
    if len(again):  # sent twice
        return "add", again["id"].iloc[-1], "", value
    row = pd.DataFrame([{"label": passage.label, "text": passage.text, "kind": "recommendation"}])
    masked = without_names(desk.known_names(), row)  # an id of first words goes into every export
    (wanted,) = rec_ids.assign_ids(masked, review_id)
    return "add", _free(wanted, _used(desk, review_id)), "", value


def _used(desk: Desk, review_id: str) -> set[str]:
    """Return the ids of a review that were ever given, whether they are there now or not."""
    table_of = desk.list_of(review_id)
    ids = [table_of.read["rec_id"], table_of.recommendations["rec_id"], table_of.dropped["rec_id"]]
    return set(pd.concat([*ids, table_of.corrections["id"], table_of.corrections["field"]]))


def _free(wanted: str, used: set[str]) -> str:
    """Return an id that is not used: the one wanted, or with the next letter after it."""
    if wanted not in used:
        return wanted
    return next(f"{wanted}-{part}" for part in _endings() if f"{wanted}-{part}" not in used)


def _endings() -> Sequence[str]:
    """Return the endings of ids of second parts, b to z and then numbers."""
    return [*"bcdefghijklmnopqrstuvwxyz", *(f"b{number}" for number in range(2, 1000))]


def _split(desk: Desk, act: Act, review_id: str, rec_id: str) -> tuple[str, str, str, str]:
    words = _text(act, "words")
    standing = people.latest(desk.list_of(review_id).corrections, "split")
    again = standing[(standing["id"] == rec_id) & (standing["value"] == words)]
    if len(again):
        return "split", rec_id, again["field"].iloc[-1], words
    return "split", rec_id, _free(f"{rec_id}-b", _used(desk, review_id)), words


def _merge(desk: Desk, act: Act, review_id: str, rec_id: str) -> tuple[str, str, str, str]:
    return "merge", rec_id, "", _text(act, "other")


def _drop(desk: Desk, act: Act, review_id: str, rec_id: str) -> tuple[str, str, str, str]:
    return "drop", rec_id, "", ""


def _restore(desk: Desk, act: Act, review_id: str, rec_id: str) -> tuple[str, str, str, str]:
    """Return the row that takes a drop back; of what was merged, all merges into the same one."""
    dropped = desk.list_of(review_id).dropped
    merged_into = dropped.loc[dropped["rec_id"] == rec_id, "merged_into"]
    if len(merged_into) and merged_into.iloc[0]:
        return "merge", merged_into.iloc[0], "", ""
    return "drop", rec_id, "", "no"


def _set(desk: Desk, act: Act, review_id: str, rec_id: str) -> tuple[str, str, str, str]:
    """Return the row that gives a field of a recommendation another value."""
    field, value = _text(act, "field"), _text(act, "value")
    if field not in people.FIELDS["recommendation"] or field == "text":  # type: ignore[operator]
        raise InputError(f"'{field}' cannot be set")
    return "recommendation", rec_id, field, value


def _theme(desk: Desk, act: Act, review_id: str, rec_id: str) -> tuple[str, str, str, str]:
    theme, value = _text(act, "field"), _text(act, "value")
    if theme not in set(desk.corpus.themes["theme"]) or value not in people.YES_NO:
        raise InputError(f"'{theme}' is no theme of the codebook, or '{value}' neither yes nor no")
    return "theme", rec_id, theme, value


def _link(desk: Desk, act: Act, review_id: str, rec_id: str) -> tuple[str, str, str, str]:
    earlier, relation = _text(act, "field"), _text(act, "value")
    if earlier not in set(desk.corpus.recommendations["rec_id"]) or relation not in schema.RELATIONS:
        raise InputError(f"'{earlier}' is not there, or '{relation}' is no relation")
    return "link", rec_id, earlier, relation


def _status(desk: Desk, act: Act, review_id: str, rec_id: str) -> tuple[str, str, str, str]:
    return "status", rec_id, _text(act, "field"), _text(act, "value")


def _tick(desk: Desk, act: Act, review_id: str, rec_id: str) -> tuple[str, str, str, str]:
    return "list", review_id, "checked", _text(act, "value")


_ACTS: dict[str, Callable[[Desk, Act, str, str], tuple[str, str, str, str]]] = {
    "cut": _cut, "add": _add, "split": _split, "merge": _merge, "drop": _drop, "restore": _restore, "set": _set,
    "theme": _theme, "link": _link, "status": _status, "tick": _tick,
}  # fmt: skip
