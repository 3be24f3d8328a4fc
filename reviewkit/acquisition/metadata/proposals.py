"""A document -> the row that it proposes for the catalogue, each value with where it was taken from.

Comes in: a PDF or web page, its pages, and the catalogue. Goes out: a table of `field`, `value` and `where`. A value
is taken where the document says it: cover, imprint, what the file or page declares. What cannot be told is absent.

Limit: it reads the first pages, and these are data from outside: a person looks at each value before it is saved.
"""

from __future__ import annotations

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

FIELDS = ("title", "publisher", "date", "kind", "review_id", "pages")
WEB = (".html", ".htm", ".xhtml")
READ = 60  # pages whose words show how the document writes each of them


def propose(path: Path, pages: pd.DataFrame, listed: pd.DataFrame, web: bool | None = None) -> pd.DataFrame:
    """A document, its table `pages` (as `skim` or `web` gives it) and the catalogue in; `field`, `value`, `where` out.

    `web` says whether it is a web page; if not given, its ending does. At most one row a field of `FIELDS`; a field
    that the document does not tell has none.
    Raises `documents.DocumentError` where the file cannot be opened.
    """
    texts = [*pages.sort_values("page")["text"].head(READ), *[""] * cover.PAGES]
    known = bodies.known_bodies(listed)
    web = path.suffix.lower() in WEB if web is None else web
    found = page_metadata.propose_from_page(path, known, texts) if web else _printed(path, texts, known)
    found["kind"] = _kind(found, texts[0], listed)
    found["review_id"] = _review_id(found, listed)
    found["pages"] = None if web else Proposal(str(len(pages)), "the pages of the file, counted")
    rows = [(field, clean(said.value), clean(said.where)) for field in FIELDS if (said := found[field])]
    return pd.DataFrame(rows, columns=["field", "value", "where"])


def _printed(path: Path, texts: list[str], known: dict[str, str]) -> dict[str, Proposal | None]:
    """Title, publisher and date of a PDF."""
    lines, facts = cover.front_page(path)
    title = titles.propose_title(lines, facts, texts, known)
    called = title.value if title else ""
    return {
        "title": title,
        "publisher": publishers.propose_publisher(lines, called, texts, facts, known),
        "date": dates.propose_date(texts, facts),
    }


def _kind(found: dict[str, Proposal | None], first: str, listed: pd.DataFrame) -> Proposal | None:
    """What sort of document it is, where its title is known."""
    title, publisher = (said.value if (said := found[field]) else "" for field in ("title", "publisher"))
    return review_kinds.propose_kind(title, publisher, first, listed) if title else None


def _review_id(found: dict[str, Proposal | None], listed: pd.DataFrame) -> Proposal | None:
    """A new id, made of what was found."""
    parts = {field: said.value if (said := found[field]) else "" for field in ("title", "publisher", "date", "kind")}
    made = review_ids.review_id(*parts.values(), listed) if parts["title"] else ""
    without = "" if parts["date"] else "; no year is known: add it"
    return Proposal(made, f"made of the publisher, the title and the year{without}") if made else None
