"""Read every document at hand and join what was found: the tables that follow from the documents alone.

Output: `reviews`, `recommendations`, `pages` and `problems`, from the cache where nothing changed.
"""

from __future__ import annotations

import pandas as pd

from reviewkit.base import cache, paths
from reviewkit.base.progress import Progress
from reviewkit.base.text import natural_key
from reviewkit.base.types import Row
from reviewkit.corpus import catalogue, tables
from reviewkit.extraction import addressees, reader, rec_ids
from reviewkit.extraction.reader import concat, unknown_body_problems
from reviewkit.reading import text_quality
from reviewkit.redaction import dictionary
from reviewkit.redaction.shareable_text import without_names

JOINED = ("reviews", "recommendations", "problems", "pages")


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
    recommendation_parts, page_parts, problem_parts = [], [], []
    any_official = (listed["edition"] == "official").any()
    names = dictionary.load_dictionary(folders) if any_official else None
    for row in listed[listed["document"] != ""].itertuples(index=False):
        reading = readings[row.document]
        recommendation_parts.append(_recommendations_of(row, reading["recommendations"], bodies, names))
        page_parts.append(reading["pages"].assign(document=row.document))
        problem_parts += _problems_of(row.document, reading, bodies)
    recommendations = tables.check(concat(recommendation_parts, "recommendations"), "recommendations")
    recommendations = recommendations.sort_values("rec_id", key=lambda ids: ids.map(natural_key), ignore_index=True)
    pages = tables.check(concat(page_parts, "pages"), "pages").sort_values(["document", "page"], ignore_index=True)
    return {
        "reviews": catalogue.reviews_table(listed, recommendations, pages),
        "recommendations": recommendations,
        "problems": concat(problem_parts, "problems").sort_values(["document", "what"], ignore_index=True),
        "pages": pages,
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
        rec_id=rec_ids.assign_ids(id_source, row.review_id), review_id=row.review_id, edition=row.edition
    )


def _problems_of(document: str, reading: dict[str, pd.DataFrame], bodies: pd.DataFrame) -> list[pd.DataFrame]:
    """Return the problems of a document: of its reading, of the quality of its text, and of bodies not known."""
    recommendations = reading["recommendations"]
    return [
        reading["problems"].assign(document=document),
        text_quality.text_problems(reading["pages"], recommendations, document),
        unknown_body_problems(document, addressees.unknown_bodies(recommendations, bodies)),
    ]
