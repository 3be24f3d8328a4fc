"""Find a corpus and name its folders.

The corpus of this project keeps its figures and build beside it, at the top of the project; any other corpus keeps
everything inside its own folder, and nothing is written outside it.
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
        """What `reviewkit run` writes for people and programs to read."""
        return self.corpus / "tables"

    @property
    def official(self) -> Path:
        """Published documents, fetched or put there by hand; never committed."""
        return self.corpus / "official"

    @property
    def digests(self) -> Path:
        """Our own short documents, which hold verified facts only."""
        return self.corpus / "digests"

    @property
    def cache(self) -> Path:
        """Results kept by content and code version, so that only what changed is done again."""
        return self.build / "cache"


def folders(corpus: str | Path | None = None) -> Folders:
    """Return the folders of a corpus: of the one named, else of the nearest one.

    The nearest is the first folder from the present one upwards that is a corpus or holds one in `corpus/`; where there
    is none, it is the corpus of this project, if reviewkit runs from a checkout of it.
    Raises: `InputError` where there is no corpus.
    """
    if corpus is None:
        found = _nearest(Path.cwd())
    elif (Path(corpus) / CATALOGUE).is_file():
        found = Path(corpus).resolve()
    else:
        raise InputError(f"{corpus}: has no {CATALOGUE}", "name a corpus folder")
    if found == ROOT / "corpus":
        return Folders(found, ROOT / "figures", ROOT / "build")
    return Folders(found, found / "figures", found / "build")


def corpus_folder(corpus: str | Path | None = None) -> Path:
    """Return the corpus folder, named or nearest, for a command that needs no catalogue; else that of the checkout."""
    try:
        return folders(corpus).corpus
    except InputError:
        return ROOT / "corpus"


def _nearest(here: Path) -> Path:
    """The nearest corpus upwards, else that of the checkout."""
    for folder in (here, *here.parents, ROOT):
        for corpus in (folder, folder / "corpus"):
            if (corpus / CATALOGUE).is_file():
                return corpus.resolve()
    raise InputError("there is no corpus here", "name one, as in reviewkit --corpus DIR")


def data_file(name: str) -> Path:
    """Return the path of a file that ships with the package, in `reviewkit/data`."""
    return Path(str(resources.files("reviewkit"))) / "data" / name
