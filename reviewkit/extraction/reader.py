"""Read one document: its pages, its recommendations and its problems.

Every document goes through this, in a corpus or not: it is read and its recommendations are found, or it is refused
with one line where it cannot be read.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import pandas as pd

from reviewkit.base import cache, paths, workers
from reviewkit.base.errors import DocumentError, ProgramError
from reviewkit.base.progress import Progress
from reviewkit.corpus import tables
from reviewkit.extraction import (
    addressees,
    answers,
    blocks,
    classify,
    digests,
    extract,
    features,
    list_doubts,
    selection,
)
from reviewkit.reading import documents, recognition, scans, text_quality
from reviewkit.reading.layout import page_lines, table_rows
from reviewkit.reading.web import web_pages

STAGE = "documents"
OF_PAGE = ("anchor", "printed_page")  # what a recommendation has of the page on which it starts
TABLES = ("pages", "recommendations", "problems", "answers")  # what reading one document gives


def read_document(path: Path, model: selection.Model | None = None) -> dict[str, pd.DataFrame]:
    """Return the `pages` of a document, its recommendations as `extract` gives them, and its `problems`.

    `model`: the trained scores of blocks, those that ship unless others are given.
    """
    try:
        return _read(path, model)
    except DocumentError as error:
        return _refused(path, error)


def _read(path: Path, model: selection.Model | None = None) -> dict[str, pd.DataFrame]:
    """Return the tables of a document. Raises: `DocumentError` where it cannot be read."""
    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # its complaints about fonts do not matter to the reader
    pages, lines, rows = read_lines(path)
    recommendations = extract.recommendations(lines, rows, pages, model)
    if web_pages.is_web_page(path):
        recommendations = web_pages.without_drawn_marks(recommendations)
    of_page = pages.set_index("page")
    at = {name: recommendations["page"].map(of_page[name]).astype(object) for name in OF_PAGE}
    recommendations = recommendations.assign(**at)
    problems = text_quality.picture_problems(pages, path.name)
    if not web_pages.is_web_page(path):
        problems += text_quality.attachment_problems(documents.attached_documents(path), path.name)
    problems += recognition.recognition_problems(pages, path.name)
    problems += text_quality.unseen_problems(unseen_words(lines), path.name)
    if not unseen_words(lines):
        problems += text_quality.lost_problems(pages, lines, path.name)
    problems += text_quality.note_problems(_by_page(lines, "notes"), path.name)
    if recommendations.empty and (pages["closely"] == "yes").any():
        every_block = blocks.find_blocks(lines, blocks.vocabulary(pages["text"].tolist()))
        of = features.structure(every_block, blocks.body_size(every_block))
        scores = selection.block_scores(every_block, of, model)
        problems.append(list_doubts.empty_problem(path.name, every_block, scores, pages))
    problems += list_doubts.list_problems(path.name, recommendations, pages)
    return {
        "pages": pages,
        "recommendations": recommendations,
        "problems": tables.build(problems, "problems"),
        "answers": _answers(pages, lines),
    }


def _answers(pages: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """Return what a document answers; nothing where it answers no report."""
    texts = pages["text"].tolist()
    is_response = classify.what_is_answered(texts) and not digests.is_digest(texts)
    return answers.read_answers(blocks.find_blocks(lines, blocks.vocabulary(texts)) if is_response else [])


def read_and_compare(path: Path) -> dict[str, pd.DataFrame]:
    """Return the reading of a document of the corpus, with the problems that a second engine finds.

    Raises: `ProgramError` where it wants a program that is not here or fails: that is no reading, and is not cached.
    """
    try:
        reading = _read(path)
    except ProgramError:
        raise
    except DocumentError as error:
        return _refused(path, error)
    if web_pages.is_web_page(path) or reading["recommendations"].empty:
        return reading
    disagreements = text_quality.engine_disagreement(path, reading["pages"], reading["recommendations"])
    return reading | {"problems": concat([reading["problems"], disagreements], "problems")}


def read_lines(
    path: Path, also: Collection[int] = (), every_table: bool = False
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return the pages of a document, the lines of those that are read closely, and the rows of its tables.

    `also`: numbers of pages that are read closely whatever they say. The text of a page on which words stand that no
    reader sees is that of its lines, since it is published too. Tables are slow to read, and are left out where no
    recommendation is looked for in them; `every_table` has them read all the same.
    """
    if web_pages.is_web_page(path):
        pages, lines, rows = web_pages.read_with_tables(path)
        return pages, lines, rows if every_table or extract.reads_tables(pages["text"].tolist()) else rows.head(0)
    pages, lines = page_lines.read_pages(path, also)
    for page in unseen_words(lines):
        pages.loc[pages["page"] == page, "text"] = "\n".join(lines.loc[lines["page"] == page, "text"])
    if not every_table and not extract.reads_tables(pages["text"].tolist()):
        return pages, lines, pd.DataFrame(columns=table_rows.COLUMNS)
    return pages, lines, table_rows.table_rows(path, lines)


def unseen_words(lines: pd.DataFrame) -> dict[int, int]:
    """Return how many words no reader sees, by page; nothing of a web page."""
    return _by_page(lines, "unseen")


def _by_page(lines: pd.DataFrame, name: str) -> dict[int, int]:
    """Return what is counted on each page, where it is not 0; nothing of a web page."""
    if name not in lines:
        return {}
    return {page: count for page, count in lines.groupby("page")[name].first().items() if count}


def read_blocks(path: Path) -> tuple[list[blocks.Block], float]:
    """Return the blocks of a document and the size of its body's type, as the trained selection is shown them."""
    pages, lines, _ = read_lines(path)
    found = blocks.find_blocks(lines, blocks.vocabulary(pages["text"].tolist()))
    return found, blocks.body_size(found)


def unread(document: str, failure: workers.Failure) -> dict[str, pd.DataFrame]:
    """Return the reading of a document that could not be read: nothing but the problem."""
    problem: dict[str, object] = {"document": document, "what": failure.what, "next_step": failure.next_step}
    empty = pd.DataFrame(columns=[*extract.COLUMNS, *OF_PAGE])
    return {
        "pages": tables.empty("pages"),
        "recommendations": empty,
        "problems": tables.build([problem], "problems"),
        "answers": pd.DataFrame(columns=answers.COLUMNS),
    }


def _refused(path: Path, error: DocumentError) -> dict[str, pd.DataFrame]:
    """Return the reading of a document that is refused."""
    return unread(path.name, workers.Failure(error.what.removeprefix(f"{path.name}: "), error.next_step))


def concat(parts: list[pd.DataFrame], table: str) -> pd.DataFrame:
    """Join the parts of one table."""
    filled = [part for part in parts if len(part)]
    return pd.concat(filled, ignore_index=True) if filled else tables.empty(table)


def cache_keys(folders: paths.Folders, catalogue: pd.DataFrame) -> dict[str, str]:
    """Return the name under which the reading of each document of the catalogue is cached."""
    present = sorted(path for path in catalogue["document"] if path)
    keys = cache.document_keys([scans.file_to_read(folders, path) for path in present], __name__)
    name_by_document = {path: f"{STAGE}-{key}" for path, key in zip(present, keys, strict=True)}
    cache.mark_used(STAGE, [f"{name}-{table}.parquet" for name in name_by_document.values() for table in TABLES])
    return name_by_document


def read_all(
    folders: paths.Folders, keys: dict[str, str], tell: Progress
) -> tuple[dict[str, dict[str, pd.DataFrame]], bool]:
    """Return the reading of each document, cached or new, and whether all of them were read to the end.

    What stopped a reader (time, memory) is tried again by the next run. `tell` is called with a stage, how much of it
    is done, and of how much.
    """
    cached = {path: cache.load(folders.cache, key, TABLES) for path, key in keys.items()}
    readings = {path: reading for path, reading in cached.items() if reading is not None}
    waiting, reused, complete = [path for path in keys if path not in readings], len(readings), True
    cache.record(STAGE, len(waiting), reused)
    files = [scans.file_to_read(folders, path) for path in waiting]
    results = zip(waiting, workers.map_documents(read_and_compare, files), strict=True)
    for done, (path, (file, result)) in enumerate(results, start=1):
        if isinstance(result, workers.Failure):
            readings[path], complete = unread(file.name, result), False
        else:
            readings[path] = result
            cache.save(folders.cache, keys[path], result)
        tell("documents", reused + done, len(keys))
    return {path: readings[path] for path in keys}, complete


def unknown_body_problems(document: str, names: list[str]) -> pd.DataFrame:
    """Return rows of `problems` for the bodies that a document asks and `bodies.csv` does not hold."""
    step = "add the body, or an alias of one, to bodies.csv"
    rows: list[dict[str, object]] = [
        {"document": document, "what": "a body that is asked is not known", "text": name, "next_step": step}
        for name in names
    ]
    return tables.build(rows, "problems")


def recommendations_of(
    files: Sequence[Path], bodies: pd.DataFrame
) -> Iterator[tuple[Path, pd.DataFrame, pd.DataFrame]]:
    """Yield each document with its recommendations and its problems. No catalogue is needed."""
    for file, result in workers.map_documents(read_document, [Path(file) for file in files]):
        reading = unread(file.name, result) if isinstance(result, workers.Failure) else result
        text_faults = text_quality.text_problems(reading["pages"], reading["recommendations"], file.name)
        problems = concat([reading["problems"], text_faults], "problems")
        yield file, addressees.add_addressees(reading["recommendations"], bodies), problems
