"""Propose the row that a document gets in the catalogue, each value with where it was taken from.

Input: a PDF or web page, its pages, and the catalogue. Output: a table of `field`, `value` and `where`. A value is
taken where the document says it: cover, imprint, what the file or page declares. What cannot be told is absent.

Limitations: it reads the first pages, and these are data from outside: a person looks at each value before it is saved.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from reviewkit.acquisition.metadata import (
    bodies,
    cover,
    dates,
    page_metadata,
    publishers,
    review_ids,
    review_kinds,
    titles,
)
from reviewkit.acquisition.metadata.phrases import Proposal, clean
from reviewkit.base import file_types

FIELDS = ("title", "publisher", "date", "kind", "review_id", "pages", "file_year")  # the last is a hint at the date
GIVEN = "given"  # where a value is from that a person gave
MOST_PAGES = 60  # pages whose words show how the document writes each of them

Proposals = dict[str, Proposal | None]  # by field; None where the document does not tell


def propose(
    path: Path,
    pages: pd.DataFrame,
    catalogue: pd.DataFrame,
    web: bool | None = None,
    abbreviations: review_ids.Abbreviations = (),
    given: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Propose the fields of `FIELDS` that a document tells, one row each.

    `pages` are those of `page_text.page_texts` or `web_pages.read_web_page`. `web` says whether the document is read
    as a web page is; if not given, its type does. `abbreviations` are those of the corpus's subject, for the id.
    `given` are fields that a person knows: kind and id are proposed from these.

    Columns: `field`, `value`, `where`.
    Raises: `DocumentError` where the file cannot be opened.
    """
    texts = [*pages.sort_values("page")["text"].head(MOST_PAGES), *[""] * cover.PAGES]
    names = bodies.known_bodies(catalogue)
    web = not file_types.has_pages(path) if web is None else web
    proposals = page_metadata.propose_from_page(path, names, texts) if web else _propose_from_pdf(path, texts, names)
    proposals |= {field: Proposal(value, GIVEN) for field, value in (given or {}).items() if value and field in FIELDS}
    proposals["kind"] = proposals.get("kind") or _propose_kind(proposals, texts[0], catalogue)
    proposals["review_id"] = proposals.get("review_id") or _propose_review_id(proposals, catalogue, abbreviations)
    proposals["pages"] = None if web else Proposal(str(len(pages)), "the pages of the file, counted")
    kind = file_types.document_type(path)
    of_page = ("the web page", "the document") if web and kind != "html" else ("", "")
    rows = [
        (field, clean(proposal.value), clean(proposal.where.replace(*of_page)))
        for field in FIELDS
        if (proposal := proposals.get(field))
    ]
    return pd.DataFrame(rows, columns=["field", "value", "where"])


def _propose_from_pdf(path: Path, texts: list[str], names: dict[str, str]) -> Proposals:
    """Propose title, publisher and date of a PDF."""
    lines, properties = cover.front_page(path)
    title = titles.propose_title(lines, properties, texts, names)
    return {
        "title": title,
        "publisher": publishers.propose_publisher(lines, title.value if title else "", texts, properties, names),
        "date": dates.propose_date(texts),
        "file_year": dates.propose_file_year(texts, properties),
    }


def _propose_kind(proposals: Proposals, first_page: str, catalogue: pd.DataFrame) -> Proposal | None:
    """Propose the kind of a document whose title is known."""
    title = _value(proposals, "title")
    return review_kinds.propose_kind(title, _value(proposals, "publisher"), first_page, catalogue) if title else None


def _propose_review_id(
    proposals: Proposals, catalogue: pd.DataFrame, abbreviations: review_ids.Abbreviations
) -> Proposal | None:
    """Propose a new id for a document whose title is known."""
    title, date = _value(proposals, "title"), _value(proposals, "date")
    publisher, kind = _value(proposals, "publisher"), _value(proposals, "kind")
    review_id = review_ids.review_id(title, publisher, date, kind, catalogue, abbreviations) if title else ""
    note = "" if date else "; no year is known: add it"
    return Proposal(review_id, f"made of the publisher, the title and the year{note}") if review_id else None


def _value(proposals: Proposals, field: str) -> str:
    """Return the value proposed for a field; empty where there is none."""
    proposal = proposals.get(field)
    return proposal.value if proposal else ""
