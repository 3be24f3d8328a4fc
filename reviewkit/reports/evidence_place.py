"""A recommendation -> the picture of its place on the page.

Comes in: the folders of a corpus, its tables, and a `rec_id`. Goes out: the picture. Limit: a web page has no picture.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewkit.base.errors import TableError
from reviewkit.corpus.corpus import Corpus
from reviewkit.reading import page_text
from reviewkit.reading.layout import page_lines
from reviewkit.reading.web import web_pages
from reviewkit.reports import evidence_card

if TYPE_CHECKING:
    from PIL.Image import Image


def evidence_image(corpus: Corpus, rec_id: str) -> Image:
    """A corpus, its tables and the `rec_id` of a recommendation in, the picture of its place on the page out.

    Raises `tables.TableError` where there is no such recommendation, or it stands on a web page, which has no picture.
    """
    rows = corpus.recommendations[corpus.recommendations["rec_id"] == rec_id]
    if rows.empty:
        raise TableError(f"{rec_id}: there is no such recommendation", "see rec_id in tables/recommendations.csv")
    row = rows.iloc[0]
    review = corpus.reviews[corpus.reviews["review_id"] == row["review_id"]].iloc[0]
    path = corpus.folders.corpus / review["document"]
    if web_pages.is_page(path):
        raise TableError(f"{rec_id}: stands on a web page", f"open {review['document_url']}#{row['anchor']}")
    wanted = range(row["page"], row["end_page"] + 1)
    pages = page_text.page_texts(path)
    pages = pages.assign(closely=["yes" if page in wanted else "no" for page in pages["page"]])
    heading = f"{review['short_title']} ({review['published']})\n{row['label']}, {evidence_card.where(row)}"
    place = evidence_card.Place(
        path=path,
        lines=page_lines.read_lines(path, pages),
        label=row["label"],
        title=row["title"],
        text=row["text"],
        page=row["page"],
        end_page=row["end_page"],
        heading=heading,
        note=evidence_card.note(row, review),
    )
    return evidence_card.card(place)
