"""One document -> its pages, its recommendations and its problems.

What every document goes through, whatever corpus it belongs to or none: read, segmented, and refused with one line
where it cannot be read.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pandas as pd

from reviewkit import addressees, documents, gate, kept, paths, read, segment, skim, tables, web, workers

READERS = (
    "documents",
    "skim",
    "read",
    "segment",
    "tables",
    "web",
    "gate",
    "pipeline/reading",
)  # their code decides what is read from a document
STAGE = "documents"
STANDS_ON = ("pypdfium2", "lxml", "pdfplumber", "pandas", "spacy", "rapidfuzz")
READ = ("pages", "recommendations", "problems")  # what reading one document gives


def document(path: Path) -> dict[str, pd.DataFrame]:
    """One document in; its `pages`, its recommendations as `segment` gives them, and its `problems` out."""
    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # its complaints about fonts are no problem of the document
    try:
        skimmed, found = _page_found(path) if web.is_page(path) else _pdf_found(path)
    except documents.DocumentError as error:
        what, _, step = str(error).removeprefix(f"{path.name}: ").rpartition("; ")
        return refused(path.name, workers.Stopped(what or str(error), step))
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


def twice(path: Path) -> dict[str, pd.DataFrame]:
    """One document of the corpus in; its reading, with the problems that a second engine finds, out."""
    reading = document(path)
    if web.is_page(path) or reading["recommendations"].empty:
        return reading
    faults = gate.disagreement(path, reading["pages"], reading["recommendations"])
    return reading | {"problems": together([reading["problems"], faults], "problems")}


def _pdf_found(path: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A PDF in; its pages and its recommendations out."""
    skimmed = skim.pages(path)
    lines = read.lines(path, skimmed)
    return skimmed, segment.recommendations(lines, read.rows(path, lines), skimmed).assign(anchor="")


def _page_found(path: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A web page in; its sections and its recommendations out, each with its anchor."""
    skimmed, lines = web.document(path)
    found = web.undrawn(segment.recommendations(lines, pd.DataFrame(columns=read.ROWS), skimmed))
    anchors = dict(zip(skimmed["page"], skimmed["anchor"], strict=True))
    return skimmed, found.assign(anchor=found["page"].map(anchors).astype(object))


def refused(document: str, why: workers.Stopped) -> dict[str, pd.DataFrame]:
    """The reading of a document that could not be read: nothing but the problem."""
    problem = {"document": document, "what": why.what, "next_step": why.next_step}
    empty = pd.DataFrame(columns=[*segment.COLUMNS, "anchor"])
    return {"pages": tables.empty("pages"), "recommendations": empty, "problems": tables.build([problem], "problems")}


def together(parts: list[pd.DataFrame], table: str) -> pd.DataFrame:
    """Parts of one table in, the whole out."""
    filled = [part for part in parts if len(part)]
    return pd.concat(filled, ignore_index=True) if filled else tables.empty(table)


def keys(places: paths.Places, listed: pd.DataFrame) -> dict[str, str]:
    """A corpus and its catalogue in; of each document at hand the name under which its reading is kept, out."""
    at_hand = sorted(path for path in listed["document"] if path)
    hashed = kept.keys([places.corpus / path for path in at_hand], READERS, STANDS_ON)
    named = {path: f"{STAGE}-{key}" for path, key in zip(at_hand, hashed, strict=True)}
    kept.used(STAGE, [f"{name}-{table}.parquet" for name in named.values() for table in READ])
    return named


def read_all(
    places: paths.Places, keys: dict[str, str], tell: Callable[[str, int, int], None]
) -> tuple[dict[str, dict[str, pd.DataFrame]], bool]:
    """A corpus, and its documents with the names their readings are kept under, in; the readings out.

    And whether each was read to its end: what stopped its reader is tried again by the next run. `tell` is called with
    a stage, how much of it is done, and of how much.
    """
    at_hand, whole = list(keys), True
    readings = {path: kept.load(places.kept, keys[path], READ) for path in at_hand}
    waiting = [path for path in at_hand if readings[path] is None]
    reused = len(at_hand) - len(waiting)
    kept.noted(STAGE, len(waiting), reused)
    for done, (file, answer) in enumerate(workers.each(twice, [places.corpus / path for path in waiting]), start=1):
        path = file.relative_to(places.corpus).as_posix()
        if isinstance(answer, workers.Stopped):
            readings[path], whole = refused(file.name, answer), False
        else:
            readings[path] = answer
            kept.save(places.kept, keys[path], answer)
        tell("documents", reused + done, len(at_hand))
    return readings, whole


def unnamed(document: str, names: list[str]) -> pd.DataFrame:
    """A document and the bodies that it says it asks and `bodies.csv` does not hold, in; rows of `problems` out."""
    step = "add the body, or an alias of one, to bodies.csv"
    rows = [
        {"document": document, "what": "a body that is asked is not known", "text": name, "next_step": step}
        for name in names
    ]
    return tables.build(rows, "problems")


def recommendations(files: Sequence[Path], bodies: pd.DataFrame) -> Iterator[tuple[Path, pd.DataFrame, pd.DataFrame]]:
    """Documents and `bodies` in; each with its recommendations and its problems out. Needs no catalogue."""
    for file, answer in workers.each(document, [Path(file) for file in files]):
        reading = refused(file.name, answer) if isinstance(answer, workers.Stopped) else answer
        faults = gate.problems(reading["pages"], reading["recommendations"], file.name)
        problems = together([reading["problems"], faults], "problems")
        yield file, addressees.asked(reading["recommendations"], bodies), problems
