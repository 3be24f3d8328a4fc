"""Add a newly published review: its file to the corpus folder, and its row to the catalogue.

Input: a PDF or an HTML file, and the cells of its row that a person gives. Output: the review's id, and in words what
was taken from where. A person's word beats the catalogue's own row, that beats the row which a digest of ours carries,
and that what the document says of itself. A published text goes into `official/`, a digest of ours into `digests/`.

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

from reviewkit.acquisition.metadata import proposals
from reviewkit.base import atomic, paths, workers
from reviewkit.base.errors import DocumentError, TableError
from reviewkit.base.text import shorten
from reviewkit.corpus import tables
from reviewkit.corpus.subject import Subject, load_subject
from reviewkit.extraction import digests
from reviewkit.reading import documents, page_text
from reviewkit.reading.web import web_pages

COUNTED_KINDS = (
    "audit", "inquiry", "local-review", "select-committee", "serious-case-review", "thematic-inspection",
)  # fmt: skip
NEEDED_COLUMNS = {"title": "--title", "publisher": "--publisher", "date_published": "--date", "review_id": "--id"}
COLUMN_OF_FIELD = {"date": "date_published"}  # a proposal's field, where the catalogue's column has another name
OPEN_LICENCE = re.compile(r"Open Government Licence v?(?:ersion )?(?P<version>\d\.\d)?")  # "... Licence v3.0"
SAME_TITLE = 92  # of 100 (Indel ratio of the letters): two volumes, or two years, are under it in most titles
LONGEST_SHORT_TITLE = 40  # letters of a title in a figure
LEAST_MENTIONS = 3  # of the corpus's subject: once or twice is a mention
OTHER_SCOPE = "related"  # the scope of a document that is not on the subject of the corpus

Cells = dict[str, tuple[str, str]]  # by column: the cell, and where it was taken from


class Entered(NamedTuple):
    """A review that was put into the corpus."""

    review_id: str
    file: Path
    origins: list[str]  # what was taken from where


class Reading(NamedTuple):
    """What a document says of itself."""

    proposed: pd.DataFrame  # field, value, where
    digest_row: dict[str, str]  # the catalogue's row that a digest of ours carries; empty in other documents
    mentions: int | None  # how often it names the corpus's subject; None where the corpus names none
    licence: str


def enter_review(folders: paths.Folders, file: Path, cells: Mapping[str, str], address: str = "") -> Entered:
    """Put a review into the corpus: its file into a folder, its row into the catalogue.

    `cells` are those of its row that a person gives; `address` is where the file came from, where that is known.
    Raises: `DocumentError` where the file is no document; `TableError` where a cell that is needed is neither given nor
    told by the document, or is not as declared.
    """
    form = file_kind(file)
    columns = tables.column_names("catalogue")
    unknown = sorted(set(cells) - set(columns))
    if unknown:
        raise TableError(f"catalogue.csv has no column '{unknown[0]}'", f"it has {', '.join(columns)}")
    catalogue = tables.load(folders.corpus / "catalogue.csv", "catalogue")
    given = {**cells, "review_id": cells.get("review_id") or _review_of_file(folders, catalogue, file)}
    subject = load_subject(folders.corpus)
    reading = _read(file, catalogue, subject)
    proposed = _propose_cells(given, catalogue, subject, reading, address)
    if not given["review_id"] and not reading.digest_row:
        _check_new_title(file, proposed, catalogue)
    row = _checked_row(file, proposed)
    review_id = str(row["review_id"].iloc[0])
    folder = folders.digests if reading.digest_row else folders.official
    if not folder.resolve().is_relative_to(folders.corpus.resolve()):
        raise TableError(f"{folder.name}/ is a link that leads out of the corpus", "make it a folder of its own")
    _keep_other_edition(folder, review_id, form, file)
    target = atomic.write(folder / f"{review_id}.{form}", file.read_bytes())
    if file.resolve().parent == folder.resolve() and file.name.startswith(f"{review_id}@"):
        file.unlink()  # the edition that waited beside is the one in use now
    _save_row(folders, catalogue, row)
    origins = [f"{column}: {value} ({origin})" for column, (value, origin) in proposed.items()]
    return Entered(review_id, target, [*origins, f"file: {target.relative_to(folders.corpus).as_posix()}"])


def file_kind(file: Path) -> str:
    """Return pdf or html, by the first bytes of a file.

    Raises: `DocumentError` for anything else, and for a file that cannot be read.
    """
    try:
        with file.open("rb") as opened:
            start = opened.read(1024)
    except OSError as error:
        raise DocumentError(f"{file}: cannot be read ({error.strerror})", "check the name") from error
    if b"%PDF-" in start:
        return "pdf"
    if re.match(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head|\?xml|!--)", start, re.IGNORECASE):
        return "html"
    raise DocumentError(f"{file.name}: is neither a PDF nor a web page", "save the document as one of them")


def _read(file: Path, catalogue: pd.DataFrame, subject: Subject) -> Reading:
    """Read a document in a process of its own; raise `DocumentError` where it cannot be read."""
    read = partial(_read_in_worker, catalogue=catalogue, subject=subject)
    ((_, reading),) = workers.map_documents(read, [file])
    if isinstance(reading, workers.Failure):
        raise DocumentError(f"{file.name}: {reading.what}", reading.next_step)
    if isinstance(reading, DocumentError):
        raise reading
    return reading


def _read_in_worker(file: Path, catalogue: pd.DataFrame, subject: Subject) -> Reading | DocumentError:
    """Read a document; return what is wrong with it where it cannot be read."""
    try:
        web = file_kind(file) == "html"
        pages = web_pages.read_web_page(file)[0] if web else page_text.page_texts(file)
        digest_row = {} if web else digests.embedded_row(file, list(pages["text"]))
        proposed = proposals.propose(file, pages, catalogue, web, subject.abbreviations)
    except DocumentError as error:
        return error
    text = " ".join(pages["text"])
    mentions = sum(text.lower().count(word.lower()) for word in subject.words) if subject.words else None
    match = OPEN_LICENCE.search(" ".join(text.split()))
    licence = f"OGL v{match['version'] or '3.0'}" if match else ""
    return Reading(proposed, digest_row, mentions, licence)


def _propose_cells(
    given: Mapping[str, str], catalogue: pd.DataFrame, subject: Subject, reading: Reading, address: str
) -> Cells:
    """Return the cells of a document's row, in the catalogue's order, each from the first source that has it."""
    proposed = {
        COLUMN_OF_FIELD.get(row.field, row.field): (str(row.value), str(row.where))
        for row in reading.proposed.itertuples()
    }
    review_id = given.get("review_id") or reading.digest_row.get("review_id") or proposed.get("review_id", ("", ""))[0]
    listed = catalogue[catalogue["review_id"] == review_id]
    new = listed.empty and not reading.digest_row
    sources: list[Cells] = [
        {column: (value, "given") for column, value in given.items()},
        {column: (_cell_text(value), "its row in catalogue.csv") for column, value in _first_row(listed).items()},
        {column: (value, "the row that the digest carries") for column, value in reading.digest_row.items()},
        proposed | _licence_and_address(reading, address) if new else {},
    ]
    cells: Cells = {}
    for source in sources:
        cells = {column: cell for column, cell in source.items() if cell[0]} | cells
    if new:
        cells = _derived_cells(cells, subject, reading) | cells
    return {column: cells[column] for column in tables.column_names("catalogue") if column in cells}


def _first_row(rows: pd.DataFrame) -> dict[str, object]:
    """Return the first row by column; empty where there is none."""
    return {} if rows.empty else rows.iloc[0].to_dict()


def _licence_and_address(reading: Reading, address: str) -> Cells:
    """Return cells that depend on no other."""
    stated = "stated in the document"
    return {
        "licence": (reading.licence, stated) if reading.licence else ("unknown", "none was found in it"),
        "licence_basis": (stated if reading.licence else "", stated),
        "document_url": (address, "the address that it came from"),
    }


def _derived_cells(cells: Cells, subject: Subject, reading: Reading) -> Cells:
    """Return cells that depend on others: the title in figures, and whether the document counts as a review."""
    title, kind = cells.get("title", ("", ""))[0], cells.get("kind", ("", ""))[0]
    short_title = title
    if len(title) > LONGEST_SHORT_TITLE:
        short_title = shorten(re.split(r"[:;(]| - ", title)[0].strip(), LONGEST_SHORT_TITLE)
    if reading.mentions is not None and reading.mentions < LEAST_MENTIONS:
        counts, reason = "no", f"it names the subject of this corpus {reading.mentions} times"
        scope = OTHER_SCOPE
    else:
        counts = "yes" if kind in COUNTED_KINDS else "no"
        reason = f"its kind is {kind or 'not known'}"
        scope = subject.scope
    derived = {
        "short_title": (short_title, "its title"),
        "in_denominator": (counts, f"{reason}; --set in_denominator=yes or no decides"),
    }
    return derived | ({"scope": (scope, reason)} if scope else {})


def _review_of_file(folders: paths.Folders, catalogue: pd.DataFrame, file: Path) -> str:
    """Return the review whose document at hand is this very file, so that adding it again carries on; "" if none is."""
    for review_id in catalogue["review_id"]:
        for folder in (folders.official, folders.digests):
            for path in (folder / f"{review_id}.pdf", folder / f"{review_id}.html"):
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


def _checked_row(file: Path, cells: Cells) -> pd.DataFrame:
    """Return the row of the catalogue; raise `TableError` where a cell is missing or not as declared."""
    missing = [
        f"{column.replace('_', ' ')} ({option})" for column, option in NEEDED_COLUMNS.items() if column not in cells
    ]
    if missing:
        raise TableError(f"{file.name}: does not say its {', '.join(missing)}", "give what is missing")
    row = tables.build([{column: value for column, (value, _) in cells.items()}], "catalogue")
    return tables.check(row, "catalogue", f"the row of {file.name}")


def _keep_other_edition(folder: Path, review_id: str, form: str, file: Path) -> None:
    """Keep another edition of the review that is there under a name of its own, before it is replaced."""
    for ending in ("pdf", "html"):
        path = folder / f"{review_id}.{ending}"
        if path.is_file() and path.read_bytes() != file.read_bytes():
            aside = folder / f"{review_id}@{documents.short_hash(path)}.{ending}"
            atomic.write(aside, path.read_bytes())
            if ending != form:
                path.unlink()


def _save_row(folders: paths.Folders, catalogue: pd.DataFrame, row: pd.DataFrame) -> None:
    """Write the row into the catalogue: in its old place, else in the order of dates where that is the catalogue's."""
    same = catalogue["review_id"] == row["review_id"].iloc[0]
    others, positions = catalogue[~same], catalogue.index[same]
    order = ["date_published", "review_id"]
    if len(positions):
        parts = [others.loc[: positions[0]], row, others.loc[positions[0] :]]
        changed = pd.concat(parts, ignore_index=True)
    else:
        changed = pd.concat([others, row], ignore_index=True)
        if others.equals(others.sort_values(order, ignore_index=True)):
            changed = changed.sort_values(order, ignore_index=True)
    if not changed.equals(catalogue):
        tables.save(changed, "catalogue", folders.corpus)


def _cell_text(value: object) -> str:
    """Return a cell as text; "" where it is missing."""
    return "" if pd.isna(value) else str(value)
