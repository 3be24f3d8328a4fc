"""Find a corpus and name its folders.

The corpus of this project has its figures and its build folder next to it, at the top of the project; any other corpus
has everything inside its own folder, and nothing is written outside it.
"""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import NamedTuple

from reviewkit.base.errors import InputError

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = "catalogue.csv"


class Folders(NamedTuple):
    """The folders of one corpus."""

    corpus: Path
    figures: Path
    build: Path

    @property
    def tables(self) -> Path:
        """The tables that `reviewkit run` writes for people and programs to read."""
        return self.corpus / "tables"

    @property
    def official(self) -> Path:
        """Published documents, fetched or put there by hand; never committed to the repository."""
        return self.corpus / "official"

    @property
    def inbox(self) -> Path:
        """What a person dropped, under any name, to be matched to the catalogue; never committed."""
        return self.corpus / "inbox"

    @property
    def digests(self) -> Path:
        """Our own short documents, which hold verified facts only."""
        return self.corpus / "digests"

    @property
    def cache(self) -> Path:
        """Results of earlier runs by content and code, so that only what changed is done again."""
        return self.build / "cache"


def folders(corpus: str | Path | None = None) -> Folders:
    """Return the folders of a corpus: of the one named, or else of the nearest one.

    The nearest is found from the current folder upwards: the first folder that is a corpus or has one in `corpus/`.
    Where there is no such folder, it is the corpus of this project, if reviewkit runs from a checkout of it.
    Raises: `InputError` where there is no corpus.
    """
    if corpus is None:
        corpus_path = _nearest_corpus(Path.cwd())
    elif (Path(corpus) / CATALOGUE).is_file():
        corpus_path = Path(corpus).resolve()
    else:
        raise InputError(f"{corpus}: has no {CATALOGUE}", "name a corpus folder")
    if corpus_path == ROOT / "corpus":
        return Folders(corpus_path, ROOT / "figures", ROOT / "build")
    return Folders(corpus_path, corpus_path / "figures", corpus_path / "build")


def corpus_folder(corpus: str | Path | None = None) -> Path:
    """Return the folder of the corpus named or nearest, or else of the checkout, for a command without a catalogue."""
    try:
        return folders(corpus).corpus
    except InputError:
        return ROOT / "corpus"


def _nearest_corpus(start: Path) -> Path:
    """Return the nearest corpus from a folder upwards, or else that of the checkout."""
    for folder in (start, *start.parents, ROOT):
        for corpus in (folder, folder / "corpus"):
            if (corpus / CATALOGUE).is_file():
                return corpus.resolve()
    raise InputError("there is no corpus here", "name one, as in reviewkit --corpus DIR")


def leads_out(path: Path, folder: Path) -> bool:
    """Return whether a path, its links followed, lies outside a folder."""
    return not path.resolve().is_relative_to(folder.resolve())


def data_file(name: str) -> Path:
    """Return the path of a file that ships with the package, in `reviewkit/data`."""
    return Path(str(resources.files("reviewkit"))) / "data" / name
