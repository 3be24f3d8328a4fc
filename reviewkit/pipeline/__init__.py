"""The order of things: the only module that knows which room comes after which.

    catalogue -> skim -> read -> segment -> addressees -> coding, topics, echoes -> tables -> cycle, charts -> briefing

Comes in: a corpus folder. Goes out: `tables/`, the figures and their gallery, the briefing pack, and what changed.
Every stage is kept by what it was made from and by its code, so that only what changed is done again; one run at a time
writes, and a run that was stopped leaves nothing that the next one would not mend.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from reviewkit import catalogue, kept, paths, tables
from reviewkit import check as checking
from reviewkit.pipeline import (
    adding,
    briefs,
    changing,
    cycling,
    drawing,
    echoing,
    fetching,
    making,
    packing,
    past,
    pointing,
    telling,
    theming,
)  # fmt: skip
from reviewkit.pipeline.alone import alone
from reviewkit.pipeline.making import TABLES, Corpus
from reviewkit.pipeline.passages import passages
from reviewkit.pipeline.reading import document, recommendations

if TYPE_CHECKING:
    from PIL.Image import Image

    from reviewkit.fetch import Outcome

__all__ = [
    "TABLES",
    "Corpus",
    "Done",
    "add",
    "brief",
    "briefs",
    "changing",
    "check",
    "cycling",
    "document",
    "echoing",
    "fetch",
    "opened",
    "packing",
    "passages",
    "pictures",
    "recommendations",
    "run",
    "show",
    "telling",
    "theming",
]


class Done(NamedTuple):
    """What a run did: the tables, the names of the figures, and how much of each stage was done and reused."""

    corpus: Corpus
    figures: list[str]
    work: list[kept.Work]

    @property
    def read(self) -> int:
        """How many documents were read."""
        return self.work[0].done

    @property
    def reused(self) -> int:
        """How many documents were kept from before."""
        return self.work[0].reused


def run(corpus: Path | None = None, tell: Callable[[str, int, int], None] | None = None) -> Done:
    """A corpus folder in (ours, if none is named); its tables and figures written, and what was done out.

    `tell` is called with a stage, how much of it is done, and of how much. Raises `tables.TableError` where a table of
    the corpus is not as declared. A script calls it under `if __name__ == "__main__":`, since each worker imports the
    script again; without that no document is read, and `problems` names them all.
    """
    places, tell = paths.places(corpus), tell or _silent
    with alone(places, tell), kept.ledger() as work:
        made = making.made(places, tell)
        for name in TABLES:
            tables.save(getattr(made, name), name, places.tables)
        tables.save(made.register, "register", places.corpus, "topics")
        tell("figures", 0, 1)
        figures = drawing.shown(places, made._asdict())
        now = past.state(places, made._asdict(), figures)
        changing.written(places, made._asdict(), now)
        kept.forget(places.kept)
        past.remember(places, now)  # last of all: until here the run before is what was
    return Done(made, figures, list(work))


def pictures(made: Corpus, corpus: Path | None = None) -> dict[str, tables.Picture]:
    """The tables of a corpus, and its folder (ours, if none is named), in; its figures by slug out."""
    return drawing.pictures(paths.places(corpus), made._asdict())


def brief(
    out: Path,
    form: str = "",
    theme: str = "",
    review: str = "",
    figures: tuple[str, ...] = (),
    corpus: Path | None = None,
) -> Path:
    """A file, and what is wanted in it, in; the briefing written there, and its path, out.

    Without `theme`, `review` or `figures` it is on the whole. `form` (pptx, docx or html) may be left to the file's
    ending. Raises `tables.TableError` where there is no such form, theme, review or figure.
    """
    return drawing.brief(paths.places(corpus), opened(corpus)._asdict(), out, form, theme, review, figures)


def opened(corpus: Path | None = None) -> Corpus:
    """A corpus folder in (ours, if none is named), the tables of its last run out; without one, it is run."""
    places = paths.places(corpus)
    written = [places.tables / f"{name}.{_ending(name)}" for name in TABLES] + [places.corpus / "topics.csv"]
    if not all(path.is_file() for path in written):
        return run(corpus).corpus
    found = {name: tables.load(places.tables / f"{name}.{_ending(name)}", name) for name in TABLES}
    found["register"] = tables.load(places.corpus / "topics.csv", "register")
    found["bodies"] = tables.load(places.corpus / "bodies.csv", "bodies")
    return Corpus(**found, themes=catalogue.themes(places.corpus / "codebook.toml"))


def check(corpus: Path | None = None) -> pd.DataFrame:
    """A corpus folder in (ours, if none is named), the faults in its tables out, as the table `problems`."""
    coded = paths.places(corpus).corpus / "coded.csv"
    codes = tables.load(coded, "coded") if coded.is_file() else tables.empty("coded")
    codes = theming.followed(paths.places(corpus), codes)
    return checking.faults(opened(corpus)._asdict() | {"coded": codes})


def show(rec_id: str, corpus: Path | None = None) -> Image:
    """The `rec_id` of a recommendation in, the picture of its place on the page out.

    Raises `tables.TableError` where there is no such recommendation, or it stands on a web page, which has no picture.
    """
    return pointing.show(paths.places(corpus), opened(corpus)._asdict(), rec_id)


def add(
    source: str,
    given: Mapping[str, str],
    corpus: Path | None = None,
    contact: str = "",
    tell: Callable[[str, int, int], None] | None = None,
) -> tuple[adding.Entered, Done]:
    """A file or an address, and cells of its catalogue row by column, in; the review, entered, and the run on it out.

    A corpus that was never run is run first, so that what the review changes can be told. Raises
    `documents.DocumentError` and `tables.TableError` as `adding.entered` does.
    """
    places, tell = paths.places(corpus), tell or _silent
    with alone(places, tell):
        with fetching.came(places, source, contact, tell) as came:
            adding.ending(came.file)  # a mistyped name is told before anything is run
            if past.last(places) is None:
                tell("the corpus was never run: that comes first", 0, 0)
                run(corpus, tell)
            entered = adding.entered(places, came.file, given, came.address)
        return entered, run(corpus, tell)


def fetch(
    ids: Sequence[str] = (),
    corpus: Path | None = None,
    contact: str = "",
    tell: Callable[[str, int, int], None] | None = None,
) -> list[Outcome]:
    """Ids of the catalogue (all, if none is named) in; what became of each document, fetched into `official/`, out.

    Raises as `fetching.fetched` does.
    """
    places, tell = paths.places(corpus), tell or _silent
    with alone(places, tell):
        return fetching.fetched(places, ids, contact, tell)


def _ending(table: str) -> str:
    """The ending of a table's file."""
    return "parquet" if table == "pages" else "csv"


def _silent(stage: str, done: int, of: int) -> None:
    """Tells nobody."""
