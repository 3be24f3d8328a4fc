"""A corpus folder -> its tables: every stage in its order, from the catalogue to the echoes.

Comes in: the folders of a corpus. Goes out: its tables. Limit: nothing is written but what stages keep, and the ids
that a published text carries over.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pandas as pd

from reviewkit import addressees, catalogue, gate, kept, paths, screen, segment, tables, topics
from reviewkit.pipeline import echoing, following, placing, reading, theming
from reviewkit.pipeline.passages import nameless
from reviewkit.pipeline.reading import together, unnamed

TABLES = (
    "reviews", "recommendations", "codes", "unsure", "topics", "differences", "echoes", "events", "problems", "pages",
)  # fmt: skip
JOINED = ("reviews", "recommendations", "problems", "pages")  # what the documents alone give
JOINERS = (
    "addressees",
    "catalogue",
    "data",
    "gate",
    "pipeline/making",
    "pipeline/passages",
    "screen",
    "segment",
    "tables",
)
STANDS_ON = ("pandas", "spacy")


class Corpus(NamedTuple):
    """The tables of a corpus, as a notebook opens them."""

    reviews: pd.DataFrame
    recommendations: pd.DataFrame
    codes: pd.DataFrame
    unsure: pd.DataFrame
    topics: pd.DataFrame
    differences: pd.DataFrame
    echoes: pd.DataFrame
    register: pd.DataFrame
    events: pd.DataFrame
    bodies: pd.DataFrame
    themes: pd.DataFrame
    problems: pd.DataFrame
    pages: pd.DataFrame


def made(places: paths.Places, tell: Callable[[str, int, int], None]) -> Corpus:
    """The folders of a corpus in; its tables out."""
    listed = catalogue.catalogue(places)
    bodies = tables.load(places.corpus / "bodies.csv", "bodies")
    events = tables.load(places.corpus / "events.csv", "events")
    themes = catalogue.themes(places.corpus / "codebook.toml")
    none = {name: tables.empty(name) for name in Corpus._fields if name != "themes"}
    joined = _joined(places, listed, bodies, tell)
    made = Corpus(**{**none, **joined, "bodies": bodies, "events": events, "themes": themes})
    tell("themes, topics and echoes", 0, 1)
    return _themed(places, made, [catalogue.unowned(places, listed), following.followed(places, made._asdict())])


def _joined(
    places: paths.Places, listed: pd.DataFrame, bodies: pd.DataFrame, tell: Callable[[str, int, int], None]
) -> dict[str, pd.DataFrame]:
    """The catalogue and the bodies in; the tables `JOINED`, kept where every document was read to its end, out."""
    keys = reading.keys(places, listed)
    said = pd.DataFrame({"from": [*keys.values(), screen.lists(places).read_text(encoding="utf-8")]})
    name = f"joined-{kept.key([listed, bodies, said], JOINERS, STANDS_ON)}"
    kept.used("joined", [f"{name}-{table}.parquet" for table in JOINED])
    made = kept.load(places.kept, name, JOINED)
    if made is None:
        readings, whole = reading.read_all(places, keys, tell)
        made = _together(places, listed, readings, bodies)
        if whole:
            kept.save(places.kept, name, made)
    kept.noted(reading.STAGE, 0, len(keys))
    return made


def _together(
    places: paths.Places, listed: pd.DataFrame, readings: dict[str, dict[str, pd.DataFrame]], bodies: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """The catalogue, the readings and the bodies in; the tables `JOINED` out."""
    found, pages, faults = [], [], []
    known = screen.dictionary(places) if (listed["edition"] == "official").any() else None
    for row in listed[listed["document"] != ""].itertuples(index=False):
        read = readings[row.document]
        each = addressees.asked(read["recommendations"], bodies)
        naming = nameless(known, each) if known and row.edition == "official" else each
        found.append(
            each.assign(rec_id=segment.named(naming, row.review_id), review_id=row.review_id, edition=row.edition)
        )
        pages.append(read["pages"].assign(document=row.document))
        faults.append(read["problems"].assign(document=row.document))
        faults.append(gate.problems(read["pages"], read["recommendations"], row.document))
        faults.append(unnamed(row.document, addressees.unknown(read["recommendations"], bodies)))
    made = tables.check(together(found, "recommendations"), "recommendations")
    made = made.sort_values("rec_id", key=lambda ids: ids.map(tables.natural), ignore_index=True)
    read_pages = tables.check(together(pages, "pages"), "pages").sort_values(["document", "page"], ignore_index=True)
    problems = together(faults, "problems").sort_values(["document", "what"], ignore_index=True)
    reviews = catalogue.reviews(listed, made, read_pages)
    return {"reviews": reviews, "recommendations": made, "problems": problems, "pages": read_pages}


def _themed(places: paths.Places, made: Corpus, faults: list[pd.DataFrame]) -> Corpus:
    """The tables of a corpus and the problems so far in; the same with themes, topics, echoes and every problem out."""
    coded = theming.themed(places, made.recommendations)
    placed = placing.placed(places, made.recommendations)
    echoed = echoing.echoed(places, made.recommendations, made.reviews)
    stages = [each["problems"] for each in (coded, placed, echoed)]
    problems = together([made.problems, *faults, *stages], "problems")
    return made._replace(
        codes=coded["codes"],
        unsure=coded["unsure"],
        topics=placed["topics"],
        register=placed["register"],
        echoes=echoed["echoes"],
        differences=topics.differences(placed["topics"], coded["codes"]),
        problems=problems.sort_values(["document", "what"], kind="stable", ignore_index=True),
    )
