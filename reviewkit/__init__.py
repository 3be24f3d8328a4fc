"""What reviews asked for, of whom, and how often the same things came back.

To begin with, in a notebook or anywhere below the project's folder:

    import reviewkit

    corpus = reviewkit.open()                       # the tables of the last run; the first time it runs the corpus
    corpus.asks(body="Home Office", since=2015)     # what counted reviews asked of a body, by its name in the figures
    corpus.reviews                                  # every table is a plain DataFrame: reviews, codes, echoes, ...
    reviewkit.brief("home-office.docx", theme="Data and recording")

Functions:

    open    return a corpus with its tables
    run     make tables, figures and the briefing pack from what is in the corpus folder
    add     enter a newly published review, a file or an address, into the catalogue, and run the corpus with it
    fetch   fetch the official documents of the catalogue (with `add`, the only use of the network)
    brief   write slides, a Word document or a web page on the corpus, a theme, a review or chosen figures

The packages are listed in the order of the data, and each imports only those before it: `base`, `corpus`, `reading`,
`extraction`, `acquisition`, `coding`, `measures`, `redaction`, `figures`, `reports`; then `pipeline` and `cli`.
"""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from reviewkit.acquisition.fetch.policy import Outcome
    from reviewkit.corpus.corpus import Corpus
    from reviewkit.pipeline import Added, Done

__all__ = ["Corpus", "add", "brief", "fetch", "open", "run"]
__version__ = version("reviewkit")


def open(corpus: str | Path | None = None) -> Corpus:
    """Return a corpus with the tables of its last run; one that was never run is run first.

    Without a folder it is the nearest corpus: the current folder, its `corpus/`, or the same of a folder above.
    Raises: `InputError` where there is no corpus, `TableError` where one of its tables is not as declared.
    """
    from reviewkit import pipeline

    return pipeline.open_corpus(corpus)


def run(corpus: str | Path | None = None, ocr: bool = False) -> Done:
    """Make tables, figures and the briefing pack of a corpus; only what changed is done again.

    `ocr` has OCRmyPDF recognise the text of scans first, where it is on the machine.

    A script calls it under `if __name__ == "__main__":`, since documents are read in processes of their own.
    Raises: as `open`.
    """
    from reviewkit import pipeline

    return pipeline.run(corpus, ocr=ocr)


def add(source: str | Path, corpus: str | Path | None = None, contact: str = "", **cells: str) -> Added:
    """Enter a newly published review, a PDF, a web page or its address, and run the corpus with it.

    `cells` are cells of its row in the catalogue by column, as in `date_published="2026-02"`; the others are proposed
    from the document. `contact` tells the host of an address how to reach you.
    Raises: `DocumentError` where it cannot be read, `TableError` where a cell is missing or not as declared.
    """
    from reviewkit import pipeline

    return pipeline.add(source, cells, corpus, contact)


def fetch(ids: Sequence[str] = (), corpus: str | Path | None = None, contact: str = "") -> list[Outcome]:
    """Fetch the official documents of the catalogue, or of the reviews named, and return what became of each.

    Raises: `TableError` for an id that is not in the catalogue.
    """
    from reviewkit import pipeline

    return pipeline.fetch(ids, corpus, contact)


def brief(
    out: str | Path, theme: str = "", review: str = "", figures: Sequence[str] = (), corpus: str | Path | None = None
) -> Path:
    """Write a briefing and return its path; the ending of the file (.pptx, .docx or .html) gives the format.

    Raises: `InputError` where there is no such format, theme, review or figure.
    """
    from pathlib import Path

    from reviewkit import pipeline
    from reviewkit.reports import outputs

    return outputs.write_requested_brief(
        pipeline.open_corpus(corpus), Path(out), theme=theme, review=review, figures=tuple(figures)
    )


def __getattr__(name: str) -> object:
    """Load `Corpus` when it is asked for, so that `import reviewkit` loads nothing heavy."""
    if name == "Corpus":
        from reviewkit.corpus.corpus import Corpus

        return Corpus
    raise AttributeError(f"module 'reviewkit' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
