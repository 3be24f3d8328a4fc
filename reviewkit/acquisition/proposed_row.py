"""Propose the row of the catalogue that a new document gets, and say all that it lacks, before anything is written.

Input: a document, and the cells of its row that a person gives. Output: the cells, each with where it was taken from. A
person's word beats the catalogue's own row, that beats the row which a digest of ours carries, and that what the
document says of itself.

Limitations: what a document says of itself is a proposal and may be wrong: the words are there to be read, and every
cell of the row can be given, or corrected in `catalogue.csv`.
"""

from __future__ import annotations

import filecmp
import re
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from rapidfuzz import fuzz

from reviewkit.acquisition.metadata import proposals, review_ids, short_titles
from reviewkit.base import file_types, paths, workers
from reviewkit.base.errors import DocumentError, TableError
from reviewkit.corpus import tables
from reviewkit.corpus.denominator import COUNTED_KINDS, OTHER_SCOPE
from reviewkit.corpus.subject import Subject, load_subject
from reviewkit.extraction import digests
from reviewkit.reading import page_text
from reviewkit.reading.web import web_pages

NEEDED_COLUMNS = {"title": "--title", "publisher": "--publisher", "date_published": "--date", "review_id": "--id"}
COLUMN_OF_FIELD = {"date": "date_published"}  # a proposal's field, where the catalogue's column has another name
OPEN_LICENCE = re.compile(r"Open Government Licence v?(?:ersion )?(?P<version>\d\.\d)?")  # "... Licence v3.0"
SAME_TITLE = 92  # of 100 (Indel ratio of the letters): two volumes, or two years, are under it in most titles
LEAST_MENTIONS = 3  # of the corpus's subject: once or twice is a mention
DECIDED_BY = "--set in_denominator=yes or no decides"

Cells = dict[str, tuple[str, str]]  # by column: the cell, and where it was taken from


class Reading(NamedTuple):
    """What a document says of itself."""

    file: Path
    form: str  # pdf, html, docx ... (`file_types.TYPES`)
    proposed: pd.DataFrame  # field, value, where
    digest_row: dict[str, str]  # the catalogue's row that a digest of ours carries; empty in other documents
    mentions: int | None  # how often it names the corpus's subject; None where the corpus names none
    licence: str


def file_kind(file: Path) -> str:
    """Return the type of a document (`file_types.TYPES`), by its bytes.

    Raises: `DocumentError` for anything else, and for a file that cannot be read.
    """
    try:
        kind = file_types.unpacked_type(file)
    except OSError as error:
        raise DocumentError(f"{file}: cannot be read ({error.strerror})", "check the name") from error
    if kind in file_types.TYPES:
        return kind
    what = f"is {file_types.NAMES[kind]}" if kind else "is neither a PDF nor a web page nor a Word file"
    raise DocumentError(f"{file.name}: {what}", "save the document as one of: PDF, web page (HTML), Word (.docx)")


def read_document(folders: paths.Folders, file: Path, cells: Mapping[str, str]) -> Reading:
    """Read what a document says of itself, in a process of its own; `cells` are those that a person gives.

    Raises: `TableError` where a given cell is not as declared, which is seen before anything is read; `DocumentError`
    where the file is no document.
    """
    form = file_kind(file)
    _check_given(file, cells)
    catalogue = tables.load(folders.corpus / "catalogue.csv", "catalogue")
    subject = load_subject(folders.corpus)
    read = partial(_read_in_worker, form=form, catalogue=catalogue, subject=subject, given=_fields(cells))
    ((_, reading),) = workers.map_documents(read, [file])
    if isinstance(reading, workers.Failure):
        raise DocumentError(f"{file.name}: {reading.what}", reading.next_step)
    if isinstance(reading, DocumentError):
        raise reading
    return reading


def propose_cells(folders: paths.Folders, reading: Reading, cells: Mapping[str, str]) -> Cells:
    """Return the cells of a document's row, in the catalogue's order, each from the first source that has it.

    `cells` are those that a person gives.
    Raises: `TableError` where cells that are needed are missing: it names all of them; where the catalogue has a
    document of nearly this title; where a cell is not as declared.
    """
    catalogue, subject = tables.load(folders.corpus / "catalogue.csv", "catalogue"), load_subject(folders.corpus)
    given = {**cells, "review_id": cells.get("review_id") or _review_of_file(folders, catalogue, reading.file)}
    proposed = _joined_cells(given, catalogue, subject, reading)
    if not given["review_id"] and not reading.digest_row:
        _check_new_title(reading.file, proposed, catalogue)
    _check_nothing_missing(reading, proposed)
    row_of(reading, proposed)
    return proposed


def row_of(reading: Reading, cells: Cells) -> pd.DataFrame:
    """Return the row of the catalogue; raise `TableError` where a cell is not as declared."""
    row = tables.build([{column: value for column, (value, _) in cells.items()}], "catalogue")
    return tables.check(row, "catalogue", f"the row of {reading.file.name}")


def _check_given(file: Path, cells: Mapping[str, str]) -> None:
    """Raise `TableError` where a given cell has no column, or is not as declared."""
    columns = tables.column_names("catalogue")
    unknown = sorted(set(cells) - set(columns))
    if unknown:
        raise TableError(f"catalogue.csv has no column '{unknown[0]}'", f"it has {', '.join(columns)}")
    row = tables.build([{"review_id": "not-known-yet", **{column: cell for column, cell in cells.items() if cell}}],
                       "catalogue")  # fmt: skip
    tables.check(row, "catalogue", f"the row of {file.name}")


def _fields(cells: Mapping[str, str]) -> dict[str, str]:
    """Return given cells under the names that proposals have."""
    field_of_column = {column: field for field, column in COLUMN_OF_FIELD.items()}
    return {field_of_column.get(column, column): cell for column, cell in cells.items()}


def _read_in_worker(
    file: Path, form: str, catalogue: pd.DataFrame, subject: Subject, given: dict[str, str]
) -> Reading | DocumentError:
    """Read a document; return what is wrong with it where it cannot be read."""
    web = form in file_types.WITHOUT_PAGES
    try:
        pages = web_pages.read_web_page(file)[0] if web else page_text.page_texts(file)
        digest_row = {} if web else digests.embedded_row(file, list(pages["text"]))
        proposed = proposals.propose(file, pages, catalogue, web, subject.abbreviations, given)
    except DocumentError as error:
        return error
    text = " ".join(pages["text"])
    mentions = sum(text.lower().count(word.lower()) for word in subject.words) if subject.words else None
    match = OPEN_LICENCE.search(" ".join(text.split()))
    licence = f"OGL v{match['version'] or '3.0'}" if match else ""
    return Reading(file, form, proposed, digest_row, mentions, licence)


def _joined_cells(given: Mapping[str, str], catalogue: pd.DataFrame, subject: Subject, reading: Reading) -> Cells:
    """Return the cells of a document's row, each from the first source that has it."""
    proposed = _document_cells(reading)
    review_id = given.get("review_id") or reading.digest_row.get("review_id") or ""
    listed = catalogue[catalogue["review_id"] == review_id] if review_id else catalogue.head(0)
    new = listed.empty and not reading.digest_row
    sources: list[Cells] = [
        {column: (value, proposals.GIVEN) for column, value in given.items()},
        {column: (_cell_text(value), "its row in catalogue.csv") for column, value in _first_row(listed).items()},
        {column: (value, "the row that the digest carries") for column, value in reading.digest_row.items()},
        proposed | _licence(reading) if new else {},
    ]
    cells: Cells = {}
    for source in sources:
        cells = {column: cell for column, cell in source.items() if cell[0]} | cells
    if new:
        cells = _new_id(cells, catalogue, subject) | cells
        cells = _short_title(cells, catalogue, subject) | _counted(cells, subject, reading) | cells
    elif given.get("kind") and not given.get("in_denominator") and not _first_row(listed).get("kind", "-"):
        cells |= _counted(cells, subject, reading)  # it was left out only because its kind was not known
    return {column: cells[column] for column in tables.column_names("catalogue") if column in cells}


def _document_cells(reading: Reading) -> Cells:
    """Return the cells that the document tells, but for an id: that is made of all that is known."""
    hints = ("review_id", "file_year")
    return {
        COLUMN_OF_FIELD.get(row.field, row.field): (str(row.value), str(row.where))
        for row in reading.proposed.itertuples()
        if row.field not in hints
    }


def _first_row(rows: pd.DataFrame) -> dict[str, object]:
    """Return the first row by column; empty where there is none."""
    return {} if rows.empty else rows.iloc[0].to_dict()


def _licence(reading: Reading) -> Cells:
    """Return the cells of the terms, which depend on no other."""
    stated = "stated in the document"
    return {
        "licence": (reading.licence, stated) if reading.licence else ("unknown", "none was found in it"),
        "licence_basis": (stated if reading.licence else "", stated),
    }


def _new_id(cells: Cells, catalogue: pd.DataFrame, subject: Subject) -> Cells:
    """Return an id that is free, made of what is known of title, publisher, date and kind; none without a date."""
    title, publisher, date, kind = (
        cells.get(column, ("", ""))[0] for column in ("title", "publisher", "date_published", "kind")
    )
    if not title or not date:
        return {}
    review_id = review_ids.review_id(title, publisher, date, kind, catalogue, subject.abbreviations)
    return {"review_id": (review_id, "made of the publisher, the title and the year")} if review_id else {}


def _short_title(cells: Cells, catalogue: pd.DataFrame, subject: Subject) -> Cells:
    """Return the title in figures."""
    title, date = (cells.get(column, ("", ""))[0] for column in ("title", "date_published"))
    short_title = short_titles.short_title(title, date, list(catalogue["short_title"]), subject.abbreviations)
    return {"short_title": (short_title, "its title")}


def _counted(cells: Cells, subject: Subject, reading: Reading) -> Cells:
    """Return whether the document counts as a review, and its scope: it is of a review's kind, and on the subject."""
    kind = cells.get("kind", ("", ""))[0]
    if reading.mentions is not None and reading.mentions < LEAST_MENTIONS:
        counts, reason = "no", f"it names the subject of this corpus {reading.mentions} times"
        scope = OTHER_SCOPE
    else:
        counts = "yes" if kind in COUNTED_KINDS else "no"
        reason = f"its kind is {kind or 'not known'}"
        scope = subject.scope
    counted = {"in_denominator": (counts, f"{reason}; {DECIDED_BY}")}
    return counted | ({"scope": (scope, reason)} if scope else {})


def _review_of_file(folders: paths.Folders, catalogue: pd.DataFrame, file: Path) -> str:
    """Return the review whose document at hand is this very file, so that adding it again carries on; "" if none is."""
    for review_id in catalogue["review_id"]:
        for folder in (folders.official, folders.digests):
            for path in (folder / f"{review_id}.{ending}" for ending in file_types.ENDINGS):
                if path.is_file() and filecmp.cmp(path, file, shallow=False):
                    return str(review_id)
    return ""


def _check_new_title(file: Path, cells: Cells, catalogue: pd.DataFrame) -> None:
    """Raise `TableError` where the catalogue has a document of nearly this title, so that none is entered twice."""
    title = cells.get("title", ("", ""))[0]
    likeness = [fuzz.ratio(title.lower(), listed.lower()) for listed in catalogue["title"]]
    if title and likeness and max(likeness) >= SAME_TITLE:
        review_id = catalogue["review_id"].iloc[likeness.index(max(likeness))]
        raise TableError(
            f"{file.name}: catalogue.csv has a document of that title",
            f"--id {review_id} gives that one its text, another --id enters a document of its own",
        )


def _check_nothing_missing(reading: Reading, cells: Cells) -> None:
    """Raise `TableError` that names all needed cells that are missing; an id is made where the others are there."""
    missing = [column for column in NEEDED_COLUMNS if column not in cells]
    if missing != ["review_id"]:
        missing = [column for column in missing if column != "review_id"]
    if not missing:
        return
    hints = reading.proposed.loc[reading.proposed["field"] == "file_year", "where"]
    hint = f" ({hints.iloc[0]}, which may be another day)" if "date_published" in missing and len(hints) else ""
    names = ", ".join(f"{column.replace('_', ' ')} ({NEEDED_COLUMNS[column]})" for column in missing)
    raise TableError(f"{reading.file.name}: does not say its {names}", f"give what is missing{hint}")


def _cell_text(value: object) -> str:
    """Return a cell as text; "" where it is missing."""
    return "" if pd.isna(value) else str(value)
