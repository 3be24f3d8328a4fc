"""The network's one use: the documents of the catalogue, or of one address, into the corpus.

Comes in: the folders of a corpus. Goes out: what became of each document, and the documents. Limit: as `fetch` says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from reviewkit import catalogue, documents, paths

if TYPE_CHECKING:
    from reviewkit.fetch import Outcome


class Came(NamedTuple):
    """A document that is about to be added: its file, and where it came from where that was an address."""

    file: Path
    address: str


def fetched(
    places: paths.Places, ids: Sequence[str], contact: str, tell: Callable[[str, int, int], None]
) -> list[Outcome]:
    """The folders of a corpus, ids (all, where none is named) and how to be reached, in; what became of each, out.

    Raises `tables.TableError` for an unknown id, and for a catalogue or a lock that is not as declared.
    """
    from reviewkit import fetch  # what speaks to the network is loaded where it is asked for

    return fetch.fetch(catalogue.catalogue(places), places, ids, contact, tell)


@contextmanager
def came(places: paths.Places, source: str, contact: str, tell: Callable[[str, int, int], None]) -> Iterator[Came]:
    """A file's path or an address in; while it is open, the document at hand out.

    Raises `documents.DocumentError` where an address gives no document.
    """
    if "://" not in source:
        yield Came(Path(source), "")
        return
    from reviewkit import fetch

    places.build.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=places.build) as folder:
        outcome = fetch.one(source, Path(folder) / "document", contact, tell)
        if outcome.state != "fetched":
            raise documents.DocumentError(f"{outcome.address}: {outcome.what}; {outcome.next_step}")
        yield Came(Path(folder) / outcome.file, outcome.address)
