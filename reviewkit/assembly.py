"""Read every document at hand and join what was found: the tables that documents alone give.

Output: `reviews`, `recommendations`, `pages` and `problems`, from the cache where nothing changed.
"""

from __future__ import annotations

import pandas as pd

from reviewkit.base import cache, paths
from reviewkit.base.progress import Progress
from reviewkit.base.text import natural_key
from reviewkit.corpus import catalogue, tables
from reviewkit.extraction import addressees, reader, rec_ids
from reviewkit.extraction.reader import concat, unknown_body_problems
from reviewkit.reading import text_quality
from reviewkit.redaction import dictionary
from reviewkit.redaction.shareable_text import without_names

JOINED = ("reviews", "recommendations", "problems", "pages")  # what the documents alone give


def joined_tables(
    folders: paths.Folders, listed: pd.DataFrame, bodies: pd.DataFrame, tell: Progress
) -> dict[str, pd.DataFrame]:
    """The catalogue and the bodies in; the tables `JOINED`, kept where every document was read to its end, out."""
    keys = reader.cache_keys(folders, listed)
    said = pd.DataFrame({"from": [*keys.values(), dictionary.known_names_file(folders).read_text(encoding="utf-8")]})
    name = f"joined-{cache.table_key([listed, bodies, said], __name__)}"
    cache.mark_used("joined", [f"{name}-{table}.parquet" for table in JOINED])
    made = cache.load(folders.cache, name, JOINED)
    if made is None:
        readings, whole = reader.read_all(folders, keys, tell)
        made = _together(folders, listed, readings, bodies)
        if whole:
            cache.save(folders.cache, name, made)
    cache.record(reader.STAGE, 0, len(keys))
    return made


def _together(
    folders: paths.Folders, listed: pd.DataFrame, readings: dict[str, dict[str, pd.DataFrame]], bodies: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """The catalogue, the readings and the bodies in; the tables `JOINED` out."""
    found, pages, faults = [], [], []
    known = dictionary.load_dictionary(folders) if (listed["edition"] == "official").any() else None
    for row in listed[listed["document"] != ""].itertuples(index=False):
        read = readings[row.document]
        each = addressees.add_addressees(read["recommendations"], bodies)
        naming = without_names(known, each) if known and row.edition == "official" else each
        found.append(
            each.assign(rec_id=rec_ids.assign_ids(naming, row.review_id), review_id=row.review_id, edition=row.edition)
        )
        pages.append(read["pages"].assign(document=row.document))
        faults.append(read["problems"].assign(document=row.document))
        faults.append(text_quality.text_problems(read["pages"], read["recommendations"], row.document))
        faults.append(unknown_body_problems(row.document, addressees.unknown_bodies(read["recommendations"], bodies)))
    made = tables.check(concat(found, "recommendations"), "recommendations")
    made = made.sort_values("rec_id", key=lambda ids: ids.map(natural_key), ignore_index=True)
    read_pages = tables.check(concat(pages, "pages"), "pages").sort_values(["document", "page"], ignore_index=True)
    problems = concat(faults, "problems").sort_values(["document", "what"], ignore_index=True)
    reviews = catalogue.reviews_table(listed, made, read_pages)
    return {"reviews": reviews, "recommendations": made, "problems": problems, "pages": read_pages}
