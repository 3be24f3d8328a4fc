"""A corpus folder -> its tables: every stage in its order, from the catalogue to the echoes.

Comes in: the folders of a corpus. Goes out: its tables. Limit: nothing is written but what stages keep, and the ids
that a published text carries over.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pandas as pd

from reviewkit import addressees, catalogue, gate, paths, screen, segment, tables, topics
from reviewkit.pipeline import echoing, following, theming
from reviewkit.pipeline.passages import nameless
from reviewkit.pipeline.reading import read_all, together, unnamed

TABLES = (
    "reviews", "recommendations", "codes", "unsure", "topics", "differences", "echoes", "events", "problems", "pages",
)  # fmt: skip


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
    readings = read_all(places, listed, tell)
    made = _joined(places, listed, readings, bodies)._replace(events=events, themes=themes)
    tell("themes, topics and echoes", 0, 1)
    return _themed(places, made, [catalogue.unowned(places, listed), following.followed(places, made._asdict())])


def _joined(
    places: paths.Places, listed: pd.DataFrame, readings: dict[str, dict[str, pd.DataFrame]], bodies: pd.DataFrame
) -> Corpus:
    """The catalogue, the readings and the bodies in; the tables of the corpus out."""
    found, pages, faults = [], [], []
    known = screen.dictionary(places) if (listed["edition"] == "official").any() else None
    for row in listed[listed["document"] != ""].itertuples(index=False):
        reading = readings[row.document]
        each = addressees.asked(reading["recommendations"], bodies)
        naming = nameless(known, each) if known and row.edition == "official" else each
        found.append(
            each.assign(rec_id=segment.named(naming, row.review_id), review_id=row.review_id, edition=row.edition)
        )
        pages.append(reading["pages"].assign(document=row.document))
        faults.append(reading["problems"].assign(document=row.document))
        faults.append(gate.problems(reading["pages"], reading["recommendations"], row.document))
        faults.append(unnamed(row.document, addressees.unknown(reading["recommendations"], bodies)))
    made = tables.check(together(found, "recommendations"), "recommendations")
    made = made.sort_values("rec_id", key=lambda ids: ids.map(tables.natural), ignore_index=True)
    read_pages = tables.check(together(pages, "pages"), "pages").sort_values(["document", "page"], ignore_index=True)
    problems = together(faults, "problems").sort_values(["document", "what"], ignore_index=True)
    reviews = catalogue.reviews(listed, made, read_pages)
    none = {name: tables.empty(name) for name in Corpus._fields if name != "themes"} | {"themes": pd.DataFrame()}
    found = {"reviews": reviews, "recommendations": made, "bodies": bodies, "problems": problems, "pages": read_pages}
    return Corpus(**(none | found))


def _themed(places: paths.Places, made: Corpus, faults: list[pd.DataFrame]) -> Corpus:
    """The tables of a corpus and the problems so far in; the same with themes, topics, echoes and every problem out."""
    coded = theming.themed(places, made.recommendations)
    placed = theming.placed(places, made.recommendations)
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
