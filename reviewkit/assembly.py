"""Read every document at hand and join what was found: the tables that follow from the documents and from people.

Output: `reviews`, `recommendations`, `pages` and `problems`, from the cache where nothing changed; then the same as
people corrected them, with `dropped`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import pandas as pd

from reviewkit.base import cache, paths
from reviewkit.base.progress import Progress
from reviewkit.base.text import natural_key
from reviewkit.base.types import Row
from reviewkit.corpus import catalogue, tables
from reviewkit.corpus import corrections as people
from reviewkit.extraction import addressees, close_reading, corrected, list_doubts, passages, reader, rec_ids
from reviewkit.extraction.reader import concat, unknown_body_problems
from reviewkit.reading import text_quality
from reviewkit.redaction import dictionary
from reviewkit.redaction.shareable_text import without_names

JOINED = ("reviews", "recommendations", "problems", "pages", "answers")
CORRECTED = ("reviews", "recommendations", "problems", "pages", "dropped")


def joined_tables(
    folders: paths.Folders, listed: pd.DataFrame, bodies: pd.DataFrame, tell: Progress
) -> dict[str, pd.DataFrame]:
    """Return the tables `JOINED` of a catalogue and its bodies.

    They are cached only where every document was read to its end, so that one which failed is tried again.
    """
    keys = reader.cache_keys(folders, listed)
    known_names = dictionary.known_names_file(folders).read_text(encoding="utf-8")
    other_inputs = pd.DataFrame({"from": [*keys.values(), known_names]})
    name = f"joined-{cache.table_key([listed, bodies, other_inputs], __name__)}"
    cache.mark_used("joined", [f"{name}-{table}.parquet" for table in JOINED])
    joined = cache.load(folders.cache, name, JOINED)
    if joined is None:
        readings, all_read = reader.read_all(folders, keys, tell)
        tell("bodies asked, and ids", 0, 1)
        joined = _join(folders, listed, readings, bodies)
        if all_read:
            cache.save(folders.cache, name, joined)
    cache.record(reader.STAGE, 0, len(keys))
    return joined


def _join(
    folders: paths.Folders, listed: pd.DataFrame, readings: dict[str, dict[str, pd.DataFrame]], bodies: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """Return the tables `JOINED` from the readings of the documents, by document."""
    recommendation_parts, page_parts, problem_parts, answer_parts = [], [], [], []
    any_official = (listed["edition"] == "official").any()
    names = dictionary.load_dictionary(folders) if any_official else None
    for row in listed[listed["document"] != ""].itertuples(index=False):
        reading = readings[row.document]
        recommendation_parts.append(_recommendations_of(row, reading["recommendations"], bodies, names))
        page_parts.append(reading["pages"].assign(document=row.document))
        answer_parts.append(reading["answers"].assign(document=row.document, review_id=row.review_id))
        problem_parts += _problems_of(row.document, reading, bodies)
    recommendations = tables.check(concat(recommendation_parts, "recommendations"), "recommendations")
    recommendations = recommendations.sort_values("rec_id", key=lambda ids: ids.map(natural_key), ignore_index=True)
    pages = tables.check(concat(page_parts, "pages"), "pages").sort_values(["document", "page"], ignore_index=True)
    return {
        "reviews": catalogue.reviews_table(listed, recommendations, pages),
        "recommendations": recommendations,
        "problems": concat(problem_parts, "problems").sort_values(["document", "what"], ignore_index=True),
        "pages": pages,
        "answers": tables.check(concat(answer_parts, "answers"), "answers"),
    }


def _recommendations_of(
    row: Row, extracted: pd.DataFrame, bodies: pd.DataFrame, names: dictionary.Dictionary | None
) -> pd.DataFrame:
    """Return what was extracted from a document, with the bodies asked and with ids.

    Where a recommendation has no number, its id is its first words and goes into every export, so names of persons in a
    published text are masked before ids are made.
    """
    recommendations = addressees.add_addressees(extracted, bodies)
    id_source = without_names(names, recommendations) if names and row.edition == "official" else recommendations
    return recommendations.assign(
        rec_id=rec_ids.assign_ids(id_source, row.review_id),
        review_id=row.review_id,
        edition=row.edition,
        checked="",
        corrected="",
    )


def _problems_of(document: str, reading: dict[str, pd.DataFrame], bodies: pd.DataFrame) -> list[pd.DataFrame]:
    """Return the problems of a document: of its reading, of the quality of its text, and of bodies not known."""
    recommendations = reading["recommendations"]
    return [
        reading["problems"].assign(document=document),
        text_quality.text_problems(reading["pages"], recommendations, document),
        unknown_body_problems(document, addressees.unknown_bodies(recommendations, bodies)),
    ]


def corrected_tables(
    folders: paths.Folders,
    listed: pd.DataFrame,
    bodies: pd.DataFrame,
    joined: dict[str, pd.DataFrame],
    corrections: pd.DataFrame,
) -> dict[str, pd.DataFrame]:
    """Return the tables `CORRECTED`: those that were joined, with what people say of recommendations and lists.

    They are cached by the corrections that they depend on. Without one they are the tables that were joined.
    """
    own = corrections[corrections["what"].isin([*corrected.OF_RECOMMENDATIONS, "list"])].reset_index(drop=True)
    if own.empty:
        return joined | {"dropped": tables.empty("dropped")}
    documents = pd.DataFrame({"from": list(reader.cache_keys(folders, listed).values())})
    key = cache.table_key([own, listed, bodies, joined["recommendations"], documents], __name__)
    correct = partial(_correct, folders, listed, bodies, joined, own)
    return cache.cached(folders.cache, "corrections", key, CORRECTED, correct)


def _correct(
    folders: paths.Folders,
    listed: pd.DataFrame,
    bodies: pd.DataFrame,
    joined: dict[str, pd.DataFrame],
    corrections: pd.DataFrame,
) -> dict[str, pd.DataFrame]:
    """Compute the tables `CORRECTED`."""
    documents = dict(zip(listed["review_id"], listed["document"], strict=True))
    places = list(corrected.places(corrections, documents))
    readings = close_reading.read_places(folders, places, joined["pages"])
    pages = close_reading.with_pages_read(joined["pages"], readings)
    editions = dict(zip(listed["review_id"], listed["edition"], strict=True))
    sources = corrected.Sources(documents, editions, pages, bodies, partial(passages.find_in, readings))
    recommendations, dropped, problems = corrected.apply(joined["recommendations"], corrections, sources)
    ticked = people.value_of(corrections, "list", "checked")
    doubts = _problems_now(joined, recommendations, listed, ticked, corrections)
    return {
        "reviews": catalogue.reviews_table(listed, recommendations, pages, ticked),
        "recommendations": recommendations,
        "problems": concat([doubts, tables.build(problems, "problems")], "problems"),
        "pages": pages,
        "dropped": dropped,
    }


def _problems_now(
    joined: dict[str, pd.DataFrame],
    recommendations: pd.DataFrame,
    listed: pd.DataFrame,
    ticked: Mapping[str, str],
    corrections: pd.DataFrame,
) -> pd.DataFrame:
    """Return the problems of the documents, with what speaks against their lists as people have them now."""
    problems = joined["problems"]
    spoken_of = {rec_id.partition("/")[0] for rec_id in corrections["id"]}
    for row in listed[listed["review_id"].isin(spoken_of) & (listed["document"] != "")].itertuples(index=False):
        before, now = (
            table[table["review_id"] == row.review_id] for table in (joined["recommendations"], recommendations)
        )
        pages = joined["pages"][joined["pages"]["document"] == row.document]
        is_ticked = ticked.get(row.review_id) == "yes"
        problems = list_doubts.renewed(problems, row.document, before, now, pages, is_ticked)
    return problems
