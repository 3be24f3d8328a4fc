"""The network's one use: the documents of the catalogue, or of one address, into the corpus.

Comes in: the folders of a corpus. Goes out: what became of each document, and the documents. Limit: as `fetch` says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from reviewkit.base import paths
from reviewkit.base.errors import DocumentError
from reviewkit.base.progress import Progress
from reviewkit.corpus import catalogue

if TYPE_CHECKING:
    from reviewkit.acquisition.fetch.policy import Outcome


class Source(NamedTuple):
    """A document that is about to be added: its file, and where it came from where that was an address."""

    file: Path
    address: str


def fetch_catalogue(folders: paths.Folders, ids: Sequence[str], contact: str, tell: Progress) -> list[Outcome]:
    """The folders of a corpus, ids (all, where none is named) and how to be reached, in; what became of each, out.

    Raises `tables.TableError` for an unknown id, and for a catalogue or a lock that is not as declared.
    """
    from reviewkit.acquisition.fetch import fetching  # what speaks to the network is loaded where it is asked for

    return fetching.fetch_documents(catalogue.load_catalogue(folders), folders, ids, contact, tell)


@contextmanager
def open_source(folders: paths.Folders, source: str, contact: str, tell: Progress) -> Iterator[Source]:
    """A file's path or an address in; while it is open, the document at hand out.

    Raises `documents.DocumentError` where an address gives no document.
    """
    if "://" not in source:
        yield Source(Path(source), "")
        return
    from reviewkit.acquisition.fetch import fetching

    folders.build.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folders.build) as folder:
        outcome = fetching.fetch_address(source, Path(folder) / "document", contact, tell)
        if outcome.state != "fetched":
            raise DocumentError(f"{outcome.address}: {outcome.what}", f"{outcome.next_step}")
        yield Source(Path(folder) / outcome.file, outcome.address)
