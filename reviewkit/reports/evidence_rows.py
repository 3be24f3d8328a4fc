"""Make the data of the evidence page: every ask with its document, who is asked, themes, links and nearest.

Input: a corpus, and passages as they may be shown.
Output: plain dictionaries and lists for JSON. Rows name documents, bodies, terms and each other by place in a list.
Limitations: a body counts under the name that `bodies.csv` gives it, whatever the document prints; a printed name that
`bodies.csv` does not have stands as printed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeAlias

import pandas as pd

from reviewkit.base.text import split_list
from reviewkit.base.types import Row
from reviewkit.corpus import denominator
from reviewkit.corpus.corpus import Corpus
from reviewkit.extraction import addressees

CODED_BY = {"coders": "both coders", "correction": "a person's correction", "model": "the model"}
NOT_LISTED = "as printed, not in bodies.csv"  # stands for the class of a body that the table does not have
NO_NUMBER = ", no number"  # in the labels of digests, before a short name of ours
WEB_ADDRESS = re.compile(r"https?://[^\s\"'<>]+")  # nothing else is ever made a link
MOST_PHRASES = 20  # words that carried a theme
Entry: TypeAlias = dict[str, Any]
ROW_FIELDS = ["title", "bodies", "page", "anchor", "edition", "seen_in", "seen_at", "confidence"]  # beside a passage's


def page_data(corpus: Corpus, passages: pd.DataFrame) -> Entry:
    """Return all data of the page; conclusions and quoted rows are left out."""
    asks = passages[~passages["kind"].isin(["quoted", "conclusion"])]
    asks = asks.merge(corpus.recommendations[["rec_id", *ROW_FIELDS]], on="rec_id", how="left")
    places = {rec_id: place for place, rec_id in enumerate(asks["rec_id"])}
    documents = corpus.reviews[corpus.reviews["review_id"].isin(asks["review_id"])]
    document_places = {review_id: place for place, review_id in enumerate(documents["review_id"])}
    names = dict(zip(corpus.themes["theme"], corpus.themes["name"], strict=True))
    bodies = _bodies(asks, corpus.bodies)
    body_places = {body["id"]: place for place, body in enumerate(bodies)}
    terms = list(dict.fromkeys(asks["licence"]))
    beside = _beside(corpus, places, names)
    rows = [
        _row_entry(row, document_places, body_places, terms)
        | {name: entries.get(row.rec_id, []) for name, entries in beside.items()}
        for row in asks.itertuples()
    ]
    return {
        "themes": names,
        "bodies": bodies,
        "documents": [_document_entry(row) for row in documents.itertuples()],
        "terms": terms,
        "rows": rows,
    }


def _row_entry(row: Row, document_places: Mapping[str, int], body_places: Mapping[str, int], terms: list[str]) -> Entry:
    """Return what is known of one ask by itself."""
    printed = split_list(row.asked_of)
    bodies = [*split_list(row.bodies), *(name for name in printed if name in body_places)]
    return {
        "id": row.rec_id, "doc": document_places[row.review_id], "label": printed_label(row.label),
        "words": row.words, "asked": "; ".join(printed), "bodies": [body_places[body] for body in bodies],
        "kind": row.kind, "place": row.where.partition(";")[0], "at": _place_in_document(row),
        "seen": _web_address(row.seen_at), "terms": terms.index(row.licence),
        "sure": _json_number(row.confidence), "status": getattr(row, "status", ""),
    }  # fmt: skip


def _document_entry(row: Row) -> Entry:
    """Return what is known of a document, with the publisher's address: only a PDF can be opened at a page."""
    address = _web_address(row.address)
    is_pdf = address.partition("?")[0].lower().endswith(".pdf")
    return {
        "name": row.short_title, "title": row.title, "published": row.published, "publisher": row.publisher,
        "edition": row.edition, "link": address if is_pdf else "", "about": "" if is_pdf else address,
    }  # fmt: skip


def _bodies(asks: pd.DataFrame, bodies: pd.DataFrame) -> list[Entry]:
    """Return the bodies that are asked, by name, and then the printed names that the table does not have."""
    asked = {body for cell in asks["bodies"] for body in split_list(cell)}
    named = bodies[bodies["body_id"].isin(asked)].rename(columns={"class": "body_class"})
    entries = [{"id": row.body_id, "name": row.name, "class": row.body_class} for row in named.itertuples(index=False)]
    entries.sort(key=lambda body: (body["class"], body["name"]))
    printed = pd.DataFrame({"addressed_to": list(dict.fromkeys(asks["asked_of"]))})
    unknown = [name for name in addressees.unknown_bodies(printed, bodies) if "[" not in name]  # masked names are none
    return entries + [{"id": name, "name": name, "class": NOT_LISTED} for name in unknown]


def printed_label(label: str) -> str:
    """Return a label without the short name that stands for a missing number.

    >>> printed_label("Recommendation, no number: quay-lamps"), printed_label("Recommendation 4")
    ('Recommendation without a number', 'Recommendation 4')
    """
    kind, no_number, _ = label.partition(NO_NUMBER)
    return f"{kind} without a number" if no_number else label


def _place_in_document(row: Row) -> str:
    """Return what follows the address of a published document to open it at the place; empty for a digest."""
    if row.edition != "official":
        return ""
    return f"#{row.anchor}" if row.anchor else f"#page={row.page}"


def _web_address(value: str) -> str:
    """Return an address of the web, and nothing for any other text."""
    return value if WEB_ADDRESS.fullmatch(value) else ""


def _beside(corpus: Corpus, places: Mapping[str, int], names: Mapping[str, str]) -> dict[str, dict[str, list[Any]]]:
    """Return what stands beside the asks, by their ids: codes, links both ways, and nearest earlier asks."""
    restates = denominator.restating(corpus.echoes).sort_values(["years", "earlier_rec_id", "rec_id"], kind="stable")
    return {
        "codes": {rec_id: _code_entries(of_one, names) for rec_id, of_one in corpus.codes.groupby("rec_id")},
        "before": _link_entries(restates, "rec_id", "earlier_rec_id", places),
        "after": _link_entries(restates, "earlier_rec_id", "rec_id", places),
        "near": _near_entries(corpus, places),
    }


def _code_entries(codes: pd.DataFrame, names: Mapping[str, str]) -> list[Entry]:
    """Return the themes of one recommendation, who gave each, and the words that carried it."""
    return [
        {
            "theme": row.theme,
            "name": names.get(row.theme, row.theme),
            "by": CODED_BY[row.by],
            "score": _json_number(row.score),
            "why": split_list(row.phrases)[:MOST_PHRASES],
        }
        for row in codes.sort_values("theme").itertuples()
    ]


def _link_entries(links: pd.DataFrame, own: str, linked: str, places: Mapping[str, int]) -> dict[str, list[Entry]]:
    """Return what each recommendation is linked to, in the order given; `own` and `linked` are columns of ids."""
    entries: dict[str, list[Entry]] = {}
    for row in links[links[linked].isin(places)].itertuples():
        entry = {"to": places[getattr(row, linked)], "score": _json_number(row.score), "by": CODED_BY[row.by]}
        entries.setdefault(getattr(row, own), []).append(entry | {"years": _json_number(row.years), "why": row.why})
    return entries


def _near_entries(corpus: Corpus, places: Mapping[str, int]) -> dict[str, list[list[Any]]]:
    """Return by ask its nearest earlier ones that are not counted as restated: place, score, and relation if judged."""
    near = corpus.nearest
    near = near[(near["relation"] != "restates") & near["earlier_id"].isin(places)].sort_values("rank", kind="stable")
    entries: dict[str, list[list[Any]]] = {}
    for row in near.itertuples():
        entries.setdefault(row.rec_id, []).append([places[row.earlier_id], _json_number(row.score), row.relation])
    return entries


def _json_number(value: float) -> float | None:
    """Return a number for JSON, which has no missing ones but null."""
    return None if pd.isna(value) else float(value)
