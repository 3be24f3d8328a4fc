"""Write every recommendation behind the figures as one web page to search, without a server or a request.

Input: a corpus, and passages as they may be shown.
Output: HTML with the rows in it as data; a script of ours writes them as text and never as markup. What is more than a
browser opens at ease comes in several pages, by date, each with what its recommendations are linked to.
Limitations: a search looks through one page; it holds what it was given; a passage that was cut for its licence is
read in the document. Pictures of pages are not on it, since a page of a published document stays on the machine that
read it (`evidence_card`).
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence

import pandas as pd

from reviewkit.base.paths import data_file
from reviewkit.corpus import denominator, provenance
from reviewkit.corpus.corpus import Corpus
from reviewkit.corpus.subject import coders_sentence, load_subject
from reviewkit.reports import evidence_rows, nearest_asks
from reviewkit.reports.templates import fill_template

TEMPLATE = data_file("evidence.html")
SCRIPT = data_file("evidence.js")
MOST_ROWS = 10_000  # of one page: some 20 MB
ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028"}  # so that no data end the script


def evidence_pages(corpus: Corpus, passages: pd.DataFrame, name: str) -> dict[str, bytes]:
    """Return the bytes of the evidence page by the name of its file; of several pages, the latest documents first."""
    shares = _shares(corpus, passages)
    names = [f"{name}.html", *(f"{name}-{number}.html" for number in range(2, len(shares) + 1))]
    if len(shares) < 2:
        return {names[0]: evidence_page(corpus, passages)}
    periods = [_period(share) for share in shares]
    pages = {}
    for number, (file, share) in enumerate(zip(names, shares, strict=True)):
        others = [other for other in zip(names, periods, strict=True) if other[0] != file]
        with_linked = passages[passages["rec_id"].isin(_with_linked(corpus, share["rec_id"]))]
        pages[file] = evidence_page(corpus, with_linked, periods[number], others)
    return pages


def _shares(corpus: Corpus, passages: pd.DataFrame) -> list[pd.DataFrame]:
    """Return the passages of each page: those of whole documents, the latest first."""
    published = dict(zip(corpus.reviews["review_id"], corpus.reviews["published"], strict=True))
    by_date = passages.assign(published=passages["review_id"].map(published).fillna(""))
    by_date = by_date.sort_values(["published", "review_id"], ascending=[False, True], kind="stable")
    sizes = by_date.groupby("review_id", sort=False).size()
    page = dict(zip(sizes.index, (sizes.cumsum() - sizes) // MOST_ROWS, strict=True))
    return [share for _, share in by_date.groupby(by_date["review_id"].map(page))]


def _with_linked(corpus: Corpus, rec_ids: pd.Series) -> set[str]:
    """Return recommendations with what they restate, what restates them, and the earlier ones nearest to them."""
    links, near = denominator.restating(corpus.echoes), corpus.nearest
    earlier = links.loc[links["rec_id"].isin(rec_ids), "earlier_rec_id"]
    later = links.loc[links["earlier_rec_id"].isin(rec_ids), "rec_id"]
    return {*rec_ids, *earlier, *later, *near.loc[near["rec_id"].isin(rec_ids), "earlier_id"]}


def _period(share: pd.DataFrame) -> str:
    """Return the dates of the documents of a page in words."""
    dates = sorted({date for date in share["published"] if date})
    return f"{dates[0]} to {dates[-1]}" if dates else "no date"


def evidence_page(
    corpus: Corpus, passages: pd.DataFrame, period: str = "", others: Sequence[tuple[str, str]] = ()
) -> bytes:
    """Return the bytes of the evidence page. Conclusions and quoted rows are left out.

    Of several pages `period` says which dates this one holds, and `others` the file and period of each other one.
    """
    data = evidence_rows.page_data(corpus, passages)
    data |= {"nearest": nearest_asks.HEADING, "how": nearest_asks.HOW_TO_SAY_YES}
    script = SCRIPT.read_text(encoding="utf-8")
    ids = {row["id"] for row in data["rows"]}
    shown = corpus.recommendations[corpus.recommendations["rec_id"].isin(ids)]
    editions = [data["documents"][row["doc"]]["edition"] for row in data["rows"]]
    return fill_template(
        TEMPLATE,
        data=_json(data),
        script=script,
        hashed=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        documents=len(data["documents"]),
        as_of=denominator.as_of(corpus.reviews),
        evidence=provenance.sentence(
            provenance.weigh_rows(shown, corpus.reviews, each_part=True), provenance.ASKED_OR_PROMISED
        ),
        coders=coders_sentence(load_subject(corpus.folders.corpus)),
        published=editions.count("official"),
        period=period,
        others=others,
    )


def _json(data: dict[str, object]) -> str:
    """Return data as JSON that no HTML can end."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for letter, escaped in ESCAPES.items():
        text = text.replace(letter, escaped)
    return text
