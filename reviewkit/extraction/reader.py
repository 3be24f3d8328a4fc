"""One document -> its pages, its recommendations and its problems.

What every document goes through, whatever corpus it belongs to or none: read, segmented, and refused with one line
where it cannot be read.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd

from reviewkit.base import cache, paths, workers
from reviewkit.base.errors import DocumentError
from reviewkit.base.progress import Progress
from reviewkit.corpus import tables
from reviewkit.extraction import addressees, extract
from reviewkit.reading import page_text, text_quality
from reviewkit.reading.layout import page_lines, table_rows
from reviewkit.reading.web import web_pages

STAGE = "documents"
READ = ("pages", "recommendations", "problems")  # what reading one document gives


def read_document(path: Path) -> dict[str, pd.DataFrame]:
    """One document in; its `pages`, its recommendations as `segment` gives them, and its `problems` out."""
    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # its complaints about fonts are no problem of the document
    try:
        skimmed, found = _page_found(path) if web_pages.is_page(path) else _pdf_found(path)
    except DocumentError as error:
        return unread(path.name, workers.Failure(error.what.removeprefix(f"{path.name}: "), error.next_step))
    faults = []
    if found.empty and (skimmed["closely"] == "yes").any():
        faults = [
            {
                "document": path.name,
                "what": "no recommendation was found in it",
                "next_step": "if it makes some, open an issue that says on which pages",
            }
        ]
    return {"pages": skimmed, "recommendations": found, "problems": tables.build(faults, "problems")}


def read_and_compare(path: Path) -> dict[str, pd.DataFrame]:
    """One document of the corpus in; its reading, with the problems that a second engine finds, out."""
    reading = read_document(path)
    if web_pages.is_page(path) or reading["recommendations"].empty:
        return reading
    faults = text_quality.engine_disagreement(path, reading["pages"], reading["recommendations"])
    return reading | {"problems": concat([reading["problems"], faults], "problems")}


def _pdf_found(path: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A PDF in; its pages and its recommendations out."""
    skimmed = page_text.page_texts(path)
    lines = page_lines.read_lines(path, skimmed)
    return skimmed, extract.recommendations(lines, table_rows.table_rows(path, lines), skimmed).assign(anchor="")


def _page_found(path: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A web page in; its sections and its recommendations out, each with its anchor."""
    skimmed, lines = web_pages.read_web_page(path)
    found = web_pages.without_drawn_marks(
        extract.recommendations(lines, pd.DataFrame(columns=table_rows.COLUMNS), skimmed)
    )
    anchors = dict(zip(skimmed["page"], skimmed["anchor"], strict=True))
    return skimmed, found.assign(anchor=found["page"].map(anchors).astype(object))


def unread(document: str, why: workers.Failure) -> dict[str, pd.DataFrame]:
    """The reading of a document that could not be read: nothing but the problem."""
    problem = {"document": document, "what": why.what, "next_step": why.next_step}
    empty = pd.DataFrame(columns=[*extract.COLUMNS, "anchor"])
    return {"pages": tables.empty("pages"), "recommendations": empty, "problems": tables.build([problem], "problems")}


def concat(parts: list[pd.DataFrame], table: str) -> pd.DataFrame:
    """Parts of one table in, the whole out."""
    filled = [part for part in parts if len(part)]
    return pd.concat(filled, ignore_index=True) if filled else tables.empty(table)


def cache_keys(folders: paths.Folders, listed: pd.DataFrame) -> dict[str, str]:
    """A corpus and its catalogue in; of each document at hand the name under which its reading is kept, out."""
    at_hand = sorted(path for path in listed["document"] if path)
    hashed = cache.document_keys([folders.corpus / path for path in at_hand], __name__)
    named = {path: f"{STAGE}-{key}" for path, key in zip(at_hand, hashed, strict=True)}
    cache.mark_used(STAGE, [f"{name}-{table}.parquet" for name in named.values() for table in READ])
    return named


def read_all(
    folders: paths.Folders, keys: dict[str, str], tell: Progress
) -> tuple[dict[str, dict[str, pd.DataFrame]], bool]:
    """A corpus, and its documents with the names their readings are kept under, in; the readings out.

    And whether each was read to its end: what stopped its reader is tried again by the next run. `tell` is called with
    a stage, how much of it is done, and of how much.
    """
    at_hand, whole = list(keys), True
    readings = {path: cache.load(folders.cache, keys[path], READ) for path in at_hand}
    waiting = [path for path in at_hand if readings[path] is None]
    reused = len(at_hand) - len(waiting)
    cache.record(STAGE, len(waiting), reused)
    for done, (file, answer) in enumerate(
        workers.map_documents(read_and_compare, [folders.corpus / path for path in waiting]), start=1
    ):
        path = file.relative_to(folders.corpus).as_posix()
        if isinstance(answer, workers.Failure):
            readings[path], whole = unread(file.name, answer), False
        else:
            readings[path] = answer
            cache.save(folders.cache, keys[path], answer)
        tell("documents", reused + done, len(at_hand))
    return readings, whole


def unknown_body_problems(document: str, names: list[str]) -> pd.DataFrame:
    """A document and the bodies that it says it asks and `bodies.csv` does not hold, in; rows of `problems` out."""
    step = "add the body, or an alias of one, to bodies.csv"
    rows = [
        {"document": document, "what": "a body that is asked is not known", "text": name, "next_step": step}
        for name in names
    ]
    return tables.build(rows, "problems")


def recommendations_of(
    files: Sequence[Path], bodies: pd.DataFrame
) -> Iterator[tuple[Path, pd.DataFrame, pd.DataFrame]]:
    """Documents and `bodies` in; each with its recommendations and its problems out. Needs no catalogue."""
    for file, answer in workers.map_documents(read_document, [Path(file) for file in files]):
        reading = unread(file.name, answer) if isinstance(answer, workers.Failure) else answer
        faults = text_quality.text_problems(reading["pages"], reading["recommendations"], file.name)
        problems = concat([reading["problems"], faults], "problems")
        yield file, addressees.add_addressees(reading["recommendations"], bodies), problems
