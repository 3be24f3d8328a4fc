"""Read the lines of a document again, so that a person's words can be found on its pages.

Input: the folders of a corpus, a document, and the pages that are wanted.
Output: its pages, blocks and table cells. What was read is cached by the document's bytes; a page that was not read
closely before is read closely now.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from reviewkit.base import cache, paths, workers
from reviewkit.base.errors import DocumentError
from reviewkit.corpus import tables
from reviewkit.corpus.corrections import Place
from reviewkit.extraction import blocks, reader
from reviewkit.reading import scans
from reviewkit.reading.web import web_pages

STAGE = "lines"
TABLES = ("pages", "lines", "cells")
PAGES_BESIDE = 2  # read with a page that is wanted, since running heads are known by standing on three


class CloseReading(NamedTuple):
    """A document as its lines give it: pages, lines, blocks, the cells of its tables (`page`, `text`), its words."""

    pages: pd.DataFrame
    lines: pd.DataFrame
    blocks: list[blocks.Block]
    cells: list[tuple[int, str]]
    words: set[str]


def read_closely(folders: paths.Folders, document: str, wanted: Iterable[int]) -> CloseReading:
    """Return the close reading of a document, a path inside the corpus folder, with the pages wanted.

    Raises: `DocumentError` where it cannot be read.
    """
    path = scans.file_to_read(folders, document)
    pages = [] if web_pages.is_web_page(path) else sorted(set(wanted))  # of a web page every section is read
    (document_key,) = cache.document_keys([path], __name__)
    key = cache.table_key([pd.DataFrame({"from": [document_key, *map(str, pages)]})])
    cache.mark_used(STAGE, [f"{STAGE}-{key}-{table}.parquet" for table in TABLES])
    reading = cache.load(folders.cache, f"{STAGE}-{key}", TABLES)
    if reading is None:
        ((_, result),) = workers.map_documents(partial(document_lines, wanted=pages), [path])
        if isinstance(result, workers.Failure):
            raise DocumentError(f"{path.name}: {result.what}", result.next_step)
        reading = result
        cache.save(folders.cache, f"{STAGE}-{key}", reading)
    words = blocks.vocabulary(reading["pages"]["text"].tolist())
    cells = list(reading["cells"].itertuples(index=False, name=None))
    every_block = blocks.find_blocks(reading["lines"], words)
    return CloseReading(reading["pages"], reading["lines"], every_block, cells, words)


def read_places(
    folders: paths.Folders, places: Iterable[tuple[str, Place]], pages: pd.DataFrame
) -> dict[str, CloseReading | DocumentError]:
    """Return the close reading of each document of which places are named, or why it has none.

    `pages` is the table of the corpus: what was not read closely for it is read closely now, where it is named.
    """
    wanted: dict[str, set[int]] = {}
    for document, place in places:
        wanted.setdefault(document, set()).update(range(place.page, place.end_page + 1))
    readings: dict[str, CloseReading | DocumentError] = {}
    for document, numbers in sorted(wanted.items()):
        own = pages[(pages["document"] == document) & (pages["closely"] != "yes")]
        try:
            readings[document] = read_closely(folders, document, numbers & set(own["page"]))
        except DocumentError as error:
            readings[document] = error
    return readings


def with_pages_read(pages: pd.DataFrame, readings: Mapping[str, CloseReading | DocumentError]) -> pd.DataFrame:
    """Return the table `pages` of a corpus with the pages that were read closely since."""
    parts = [pages[~pages["document"].isin(readings)]]
    for document, reading in readings.items():
        if isinstance(reading, CloseReading):
            parts.append(reading.pages.assign(document=document))
        else:
            parts.append(pages[pages["document"] == document])
    return pd.concat(parts).sort_values(["document", "page"], ignore_index=True)


def document_lines(path: Path, wanted: list[int]) -> dict[str, pd.DataFrame]:
    """Return the `pages`, `lines` and table `cells` of a document, with some pages read closely that were not."""
    beside = {page + step for page in wanted for step in range(-PAGES_BESIDE, PAGES_BESIDE + 1)}
    pages, lines, rows = reader.read_lines(path, beside, every_table=True)
    cells = [(row.page, cell) for row in rows.itertuples(index=False) for cell in row.cells if cell]
    return {
        "pages": tables.check(pages, "pages"),
        "lines": lines,
        "cells": pd.DataFrame(cells, columns=["page", "text"]),
    }
