"""A recommendation -> the picture of its place on the page.

Comes in: the folders of a corpus, its tables, and a `rec_id`. Goes out: the picture. Limit: a web page has no picture.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from reviewkit import evidence, paths, read, skim, tables, web

if TYPE_CHECKING:
    from PIL.Image import Image


def show(places: paths.Places, made: Mapping[str, pd.DataFrame], rec_id: str) -> Image:
    """A corpus, its tables and the `rec_id` of a recommendation in, the picture of its place on the page out.

    Raises `tables.TableError` where there is no such recommendation, or it stands on a web page, which has no picture.
    """
    rows = made["recommendations"][made["recommendations"]["rec_id"] == rec_id]
    if rows.empty:
        raise tables.TableError(f"{rec_id}: there is no such recommendation; see rec_id in tables/recommendations.csv")
    row = rows.iloc[0]
    review = made["reviews"][made["reviews"]["review_id"] == row["review_id"]].iloc[0]
    path = places.corpus / review["document"]
    if web.is_page(path):
        raise tables.TableError(f"{rec_id}: stands on a web page; open {review['document_url']}#{row['anchor']}")
    wanted = range(row["page"], row["end_page"] + 1)
    pages = skim.pages(path)
    pages = pages.assign(closely=["yes" if page in wanted else "no" for page in pages["page"]])
    heading = f"{review['short_title']} ({review['published']})\n{row['label']}, {evidence.where(row)}"
    place = evidence.Place(
        path=path,
        lines=read.lines(path, pages),
        label=row["label"],
        title=row["title"],
        text=row["text"],
        page=row["page"],
        end_page=row["end_page"],
        heading=heading,
        note=evidence.note(row, review),
    )
    return evidence.card(place)
