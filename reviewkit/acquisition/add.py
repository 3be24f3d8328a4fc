"""A newly published review -> its file in the corpus folder and its row in the catalogue.

Comes in: a PDF or an HTML file, and what a person says of it. Goes out: the review's id, and in words what was taken
from where. A person's word beats the catalogue's own row, that beats the row which a digest of ours carries, and that
what the document says of itself. A published text goes into `official/`, a digest of ours into `digests/`.

Limit: what a document says of itself is proposed and not known; the words said are there to be read, and every cell of
the row can be given, or mended in `catalogue.csv`.
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

REVIEWING = ("audit", "inquiry", "local-review", "select-committee", "serious-case-review", "thematic-inspection")
NEEDED = {"title": "--title", "publisher": "--publisher", "date_published": "--date", "review_id": "--id"}
NAMES = {"date": "date_published"}  # a proposal's field -> the catalogue's column
OPEN = re.compile(r"Open Government Licence v?(?:ersion )?(?P<version>\d\.\d)?")  # "Open Government Licence v3.0"
ALIKE = 92  # of 100 letters (Indel ratio): a volume or a year more is under it in most titles
SHORT = 40  # letters of a title in a figure
OFTEN = 3  # times that the corpus's subject must be named: once or twice is a mention


class Entered(NamedTuple):
    """A review that was put into the corpus."""

    review_id: str
    file: Path
    said: list[str]  # what was taken from where


def enter_review(folders: paths.Folders, file: Path, given: Mapping[str, str], address: str = "") -> Entered:
    """The folders of a corpus, a file, and cells of its row that a person gives, in; the review, entered, out.

    `address` is where the file came from, where that is known.
    Raises `documents.DocumentError` where the file is no document, and `tables.TableError` where a cell that is needed
    is neither given nor said by the document, or is not as declared.
    """
    form = file_kind(file)
    unknown = sorted(set(given) - set(tables.column_names("catalogue")))
    if unknown:
        raise TableError(
            f"catalogue.csv has no column '{unknown[0]}'", f"it has {', '.join(tables.column_names('catalogue'))}"
        )
    listed = tables.load(folders.corpus / "catalogue.csv", "catalogue")
    given = {**given, "review_id": given.get("review_id") or _held(folders, listed, file)}
    read = _read(file, listed, load_subject(folders.corpus))
    cells, said = _row(given, listed, read, address)
    if not given["review_id"] and not read.carried:
        _unlike(file, cells.get("title", ""), listed)
    missing = [f"{name.replace('_', ' ')} ({option})" for name, option in NEEDED.items() if not cells.get(name)]
    if missing:
        raise TableError(f"{file.name}: does not say its {', '.join(missing)}", "give what is missing")
    review_id = cells["review_id"]
    row = tables.check(tables.build([cells], "catalogue"), "catalogue", f"the row of {file.name}")
    into = folders.digests if read.carried else folders.official
    if not into.resolve().is_relative_to(folders.corpus.resolve()):
        raise TableError(f"{into.name}/ is a link that leads out of the corpus", "make it a folder of its own")
    _beside(into, review_id, form, file)
    target = atomic.write(into / f"{review_id}.{form}", file.read_bytes())
    if file.resolve().parent == into.resolve() and file.name.startswith(f"{review_id}@"):
        file.unlink()  # the edition that waited beside is the one in use now
    _listed(folders, listed, row)
    return Entered(review_id, target, [*said, f"file: {target.relative_to(folders.corpus).as_posix()}"])


class _Read(NamedTuple):
    """What a document says of itself."""

    proposed: pd.DataFrame  # field, value, where
    carried: dict[str, str]  # the row that a digest of ours carries
    subject: int | None  # how often it names the corpus's subject; None where the corpus names none
    licence: str


def file_kind(file: Path) -> str:
    """A file in; pdf or html, by its first bytes, out. Raises `documents.DocumentError` for anything else."""
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


def _read(file: Path, listed: pd.DataFrame, subject: Subject) -> _Read:
    """The document, read in a process of its own; `documents.DocumentError` where it cannot be."""
    ((_, answer),) = workers.map_documents(partial(_opened, listed=listed, subject=subject), [file])
    if isinstance(answer, workers.Failure):
        raise DocumentError(f"{file.name}: {answer.what}", answer.next_step)
    if isinstance(answer, DocumentError):
        raise answer
    return answer


def _opened(file: Path, listed: pd.DataFrame, subject: Subject) -> _Read | DocumentError:
    """The same, inside that process; what is wrong with the document, where something is."""
    try:
        page = file_kind(file) == "html"
        pages = web_pages.read_web_page(file)[0] if page else page_text.page_texts(file)
        carried = {} if page else digests.embedded_row(file, list(pages["text"]))
        proposed = proposals.propose(file, pages, listed, page)
    except DocumentError as error:
        return error
    text = " ".join(pages["text"]).lower()
    named = sum(text.count(word.lower()) for word in subject.words) if subject.words else None
    stated = OPEN.search(" ".join(" ".join(pages["text"]).split()))
    licence = f"OGL v{stated['version'] or '3.0'}" if stated else ""
    return _Read(proposed, carried, named, licence)


def _row(given: Mapping[str, str], listed: pd.DataFrame, read: _Read, address: str) -> tuple[dict[str, str], list[str]]:
    """What a person gives, the catalogue and what the document says, in; the cells of its row, and what came from
    where, out."""
    proposed = {NAMES.get(row.field, row.field): (str(row.value), str(row.where)) for row in read.proposed.itertuples()}
    name = given.get("review_id") or read.carried.get("review_id") or proposed.get("review_id", ("", ""))[0]
    known = listed[listed["review_id"] == name]
    sources = [
        {column: (value, "given") for column, value in given.items() if value},
        {column: (_text(known.iloc[0][column]), "its row in catalogue.csv") for column in known.columns if len(known)},
        {column: (value, "the row that the digest carries") for column, value in read.carried.items()},
        {} if len(known) or read.carried else proposed | _supposed(read, address),
    ]
    found: dict[str, tuple[str, str]] = {}
    for source in sources:
        found = {**{column: cell for column, cell in source.items() if cell[0]}, **found}
    if not (len(known) or read.carried):
        found |= {column: cell for column, cell in _decided(found, listed, read).items() if column not in found}
    order = [column for column in tables.column_names("catalogue") if column in found]
    return (
        {column: found[column][0] for column in order},
        [f"{column}: {found[column][0]} ({found[column][1]})" for column in order],
    )


def _supposed(read: _Read, address: str) -> dict[str, tuple[str, str]]:
    """Cells that hang on no other."""
    stated = "stated in the document"
    return {
        "licence": (read.licence, stated) if read.licence else ("unknown", "none was found in it"),
        "licence_basis": (stated if read.licence else "", stated),
        "document_url": (address, "the address that it came from"),
    }


def _decided(found: Mapping[str, tuple[str, str]], listed: pd.DataFrame, read: _Read) -> dict[str, tuple[str, str]]:
    """Cells that hang on others: the title in figures, and whether it counts as a review of the corpus's subject."""
    title, kind = found.get("title", ("", ""))[0], found.get("kind", ("", ""))[0]
    short = title if len(title) <= SHORT else shorten(re.split(r"[:;(]| - ", title)[0].strip(), SHORT)
    if read.subject is not None and read.subject < OFTEN:
        counts, scope = ("no", f"it names the subject of this corpus {read.subject} times"), "related"
    else:
        counts = ("yes", f"its kind is {kind}") if kind in REVIEWING else ("no", f"its kind is {kind or 'not known'}")
        scope = "cse" if (listed["scope"] == "cse").any() else ""
    why = counts[1] + "; --set in_denominator=yes or no decides"
    return {
        "short_title": (short, "its title"),
        "in_denominator": (counts[0], why),
        **({"scope": (scope, counts[1])} if scope else {}),
    }


def _held(folders: paths.Folders, listed: pd.DataFrame, file: Path) -> str:
    """The review whose document at hand is this very file, "" where none is: to add it again carries on."""
    for review_id in listed["review_id"]:
        for folder in (folders.official, folders.digests):
            for there in (folder / f"{review_id}.pdf", folder / f"{review_id}.html"):
                if there.is_file() and filecmp.cmp(there, file, shallow=False):
                    return str(review_id)
    return ""


def _unlike(file: Path, title: str, listed: pd.DataFrame) -> None:
    """Raises `tables.TableError` where the catalogue has a document of nearly this title: nothing is entered twice."""
    alike = [fuzz.ratio(title.lower(), other.lower()) for other in listed["title"]]
    if title and alike and max(alike) >= ALIKE:
        name = listed["review_id"].iloc[alike.index(max(alike))]
        raise TableError(
            f"{file.name}: catalogue.csv has a document of that title",
            f"--id {name} gives that one its text, another --id enters a document of its own",
        )


def _beside(folder: Path, review_id: str, form: str, file: Path) -> None:
    """An edition of the review that is there, and is another, is kept under a name of its own before it is replaced."""
    for other in ("pdf", "html"):
        there = folder / f"{review_id}.{other}"
        if there.is_file() and there.read_bytes() != file.read_bytes():
            aside = folder / f"{review_id}@{documents.short_hash(there)}.{other}"
            atomic.write(aside, there.read_bytes())
            if other != form:
                there.unlink()


def _listed(folders: paths.Folders, listed: pd.DataFrame, row: pd.DataFrame) -> None:
    """The row, written into the catalogue, in the order of dates where that is the catalogue's own."""
    others = listed[listed["review_id"] != row["review_id"].iloc[0]]
    at = listed.index[listed["review_id"] == row["review_id"].iloc[0]]
    key = ["date_published", "review_id"]
    after = pd.concat([others, row], ignore_index=True)
    if len(at):
        after = pd.concat([others.loc[: at[0]], row, others.loc[at[0] :]], ignore_index=True)
    elif others.equals(others.sort_values(key, ignore_index=True)):
        after = after.sort_values(key, ignore_index=True)
    if not after.equals(listed):
        tables.save(after, "catalogue", folders.corpus)


def _text(value: object) -> str:
    return "" if pd.isna(value) else str(value)
