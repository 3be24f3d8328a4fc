"""Run a corpus, open the tables of its last run, check them, add a review, and fetch documents.

    catalogue -> documents -> recommendations -> themes, topics, echoes -> measures -> figures -> reports

One run at a time writes. Every stage is cached by what it was made from and by its code, so that only what changed is
done again; the next run repairs whatever a stopped one left.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from reviewkit import build, validation
from reviewkit.acquisition import add as adding
from reviewkit.acquisition import proposed_row, sources
from reviewkit.acquisition.inbox import drops, outcomes, sorting
from reviewkit.base import cache, lock
from reviewkit.base.paths import Folders
from reviewkit.base.paths import folders as find_folders
from reviewkit.base.progress import Progress, no_progress
from reviewkit.coding.themes.theme_stage import current_codes
from reviewkit.corpus import catalogue, tables
from reviewkit.corpus.codebook import load_themes
from reviewkit.corpus.corpus import TABLES, Corpus
from reviewkit.extraction.reader import concat
from reviewkit.reading import scans
from reviewkit.reports import change_report, collect_page, outputs, snapshot

if TYPE_CHECKING:
    from reviewkit.acquisition.fetch.policy import Outcome


NEVER_RUN = "the corpus was never run: that comes first"


class Added(NamedTuple):
    """A review that was added: its entry in the catalogue, and the run with it."""

    entered: adding.Entered
    done: Done


class Done(NamedTuple):
    """What a run did: the corpus, the names of its figures, and how much of each stage was done and reused."""

    corpus: Corpus
    figures: list[str]
    work: list[cache.StageCount]
    unrecognised: Sequence[str] = ()  # what went wrong with scans, a line each

    @property
    def read(self) -> int:
        """Return how many documents were read."""
        return self.work[0].done

    @property
    def reused(self) -> int:
        """Return how many documents came from the cache."""
        return self.work[0].reused


def run(corpus: str | Path | None = None, tell: Progress = no_progress, ocr: bool = False) -> Done:
    """Make the tables, figures and briefing pack of a corpus, and return them with what was done.

    `ocr` has OCRmyPDF recognise the text of scans first; what it could not read is in `unrecognised`.

    A script calls it under `if __name__ == "__main__":`, since each worker imports the script again; without that no
    document is read, and `problems` names them all.
    Raises: `TableError` where a table of the corpus is not as declared, `InputError` where there is no corpus, or where
    `ocr` is asked for and OCRmyPDF is not on this machine.
    """
    folders = find_folders(corpus)
    with lock.run_lock(folders, tell), cache.run_log() as work:
        waiting = _take_from_inbox(folders, tell)  # before scans, since it may bring some
        unrecognised = _recognise_scans(folders, tell) if ocr else []
        built = build.build_tables(folders, tell)
        built = built.with_tables(problems=concat([built.problems, waiting], "problems"))
        for name in TABLES:
            tables.save(built.table(name), name, folders.tables)
        tables.save(built.register, "register", folders.corpus, "topics")
        figures = outputs.write_outputs(built, tell)
        tell("what changed", 0, 1)
        run_snapshot = snapshot.current_state(built, figures)
        change_report.write_changes(built, run_snapshot)
        cache.prune(folders.cache)
        collect_page.write_page(folders)
        snapshot.save_last(folders, run_snapshot)  # last, so that a stopped run is compared with the one before it
    return Done(built, figures, list(work), unrecognised)


def _recognise_scans(folders: Folders, tell: Progress) -> list[str]:
    """Have the text of scans recognised, and return what went wrong, a line each."""
    documents = [path for path in catalogue.load_catalogue(folders)["document"] if path]
    return [str(fault) for fault in scans.recognise_scans(folders, documents, tell)]


def _take_from_inbox(folders: Folders, tell: Progress) -> pd.DataFrame:
    """Take what is surely a document of the catalogue from the inbox; return what waits as the table `problems`."""
    if not (folders.inbox.is_dir() and drops.list_drops(folders.inbox)):
        return tables.empty("problems")
    return outcomes.waiting_problems(sorting.sort_inbox(folders, tell))


def inbox(
    corpus: str | Path | None = None, tell: Progress = no_progress, ask: Callable[[str], str] | None = None
) -> pd.DataFrame:
    """Sort what was dropped into `inbox/`, and return the rows of the table `inbox` that say what became of it.

    `ask` puts a question to a person about what is doubtful; without it, that is named and stays.
    Raises: `InputError` where a folder leads out of the corpus.
    """
    folders = find_folders(corpus)
    with lock.run_lock(folders, tell):
        sorted_inbox = sorting.sort_inbox(folders, tell, ask)
        collect_page.write_page(folders)
    return sorted_inbox


def take_from_inbox(
    name: str, review_id: str, corpus: str | Path | None = None, tell: Progress = no_progress
) -> pd.DataFrame:
    """Take one document of the inbox for a review, as a person says, and return its row of the table `inbox`.

    Raises: `InputError` as `inbox.sorting.take` does.
    """
    folders = find_folders(corpus)
    with lock.run_lock(folders, tell):
        sorted_inbox = sorting.take(folders, name, review_id, tell)
        collect_page.write_page(folders)
    return sorted_inbox


def open_corpus(corpus: str | Path | None = None, tell: Progress = no_progress) -> Corpus:
    """Return a corpus with the tables of its last run; one that was never run is run first."""
    folders = find_folders(corpus)
    files = {name: folders.tables / f"{name}.{'parquet' if name == 'pages' else 'csv'}" for name in TABLES}
    register = folders.corpus / "topics.csv"
    if not all(path.is_file() for path in [*files.values(), register]):
        tell(NEVER_RUN, 0, 0)
        return run(corpus, tell).corpus
    return Corpus(
        folders=folders,
        **{name: tables.load(path, name) for name, path in files.items()},
        register=tables.load(register, "register"),
        bodies=tables.load(folders.corpus / "bodies.csv", "bodies"),
        themes=load_themes(folders.corpus / "codebook.toml"),
    )


def check(corpus: Corpus) -> pd.DataFrame:
    """Return the faults in the tables of a corpus, as the table `problems`."""
    coded = current_codes(corpus.folders, tables.load_or_empty(corpus.folders.corpus, "coded"))
    return validation.faults(corpus, coded)


def add(
    source: str | Path,
    cells: Mapping[str, str] | None = None,
    corpus: str | Path | None = None,
    contact: str = "",
    tell: Progress = no_progress,
    ask: Callable[[str], str] | None = None,
) -> Added:
    """Enter a review, a file or an address, into the catalogue, and run the corpus with it.

    `cells` are cells of its catalogue row, by column; the others are proposed from the document. Whatever is refused is
    refused before anything is run or written. `ask` puts a question to a person, where the kind is not plain. A corpus
    that was never run is run first, so that the report of changes shows what the review changes.
    Raises: `DocumentError` and `TableError` as `acquisition.proposed_row` does, `OfflineError` for an address without a
    connection.
    """
    folders, cells = find_folders(corpus), dict(cells or {})
    with sources.open_source(folders, str(source), contact, tell) as document:
        tell("reading the document", 0, 1)
        reading = proposed_row.read_document(folders, document.file, cells)
        proposed = proposed_row.propose_cells(folders, reading, cells)
        if ask is not None and "kind" not in proposed:
            cells["kind"] = adding.ask_kind(proposed["title"][0], ask)
        with lock.run_lock(folders, tell):
            if snapshot.load_last(folders) is None:
                tell(NEVER_RUN, 0, 0)
                run(folders.corpus, tell)
            proposed = proposed_row.propose_cells(folders, reading, cells)  # others may have written
            entered = adding.enter_review(folders, reading, proposed, document.address)
            return Added(entered, run(folders.corpus, tell))


def fetch(
    ids: Sequence[str] = (), corpus: str | Path | None = None, contact: str = "", tell: Progress = no_progress
) -> list[Outcome]:
    """Fetch the official documents of the catalogue, or of the reviews named, and return what became of each.

    Raises: as `acquisition.sources.fetch_catalogue` does.
    """
    folders = find_folders(corpus)
    with lock.run_lock(folders, tell):
        try:
            return sources.fetch_catalogue(folders, ids, contact, tell)
        finally:
            collect_page.write_page(folders)
