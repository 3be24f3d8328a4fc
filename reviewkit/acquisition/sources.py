"""Bring documents into the corpus: those of the catalogue from the web, or one from a file or an address.

Input: the folders of a corpus. Output: what became of each document, and the documents.

Limitations: those of `acquisition.fetch`.
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
from reviewkit.corpus import addresses, catalogue

if TYPE_CHECKING:
    from reviewkit.acquisition.fetch.policy import Outcome


class Source(NamedTuple):
    """A document that is about to be added: its file, and the address that it came from, if it came from one."""

    file: Path
    address: str


def fetch_catalogue(folders: paths.Folders, ids: Sequence[str], contact: str, tell: Progress) -> list[Outcome]:
    """Fetch the documents of the reviews named, or of all where none is named, and return what became of each.

    `contact` is how the person who asks can be reached.
    Raises: `TableError` for an unknown id, and for a catalogue or a lock file that is not as declared.
    """
    from reviewkit.acquisition.fetch import fetching  # only here: what speaks to the network is loaded when asked for

    listed = addresses.load_addresses(folders)
    return fetching.fetch_documents(catalogue.load_catalogue(folders), listed, folders, ids, contact, tell)


def report_lines(outcomes: Sequence[Outcome]) -> list[str]:
    """Return a line for each review: what became of it and what to do next, first what was got."""
    from reviewkit.acquisition.fetch import reporting  # only here, as above

    return reporting.report_lines(outcomes)


@contextmanager
def open_source(folders: paths.Folders, source: str, contact: str, tell: Progress) -> Iterator[Source]:
    """Give the document of a path or an address; one that was fetched is at hand while the source is open.

    Raises: `DocumentError` where an address gives no document.
    """
    if "://" not in source:
        yield Source(Path(source), "")
        return
    from reviewkit.acquisition.fetch import fetching

    folders.build.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folders.build) as folder:
        outcome = fetching.fetch_address(source, Path(folder) / "document", contact, tell)
        if outcome.state != "fetched":
            raise DocumentError(f"{outcome.address}: {outcome.what}", outcome.next_step)
        yield Source(Path(folder) / outcome.file, outcome.address)
