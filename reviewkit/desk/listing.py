"""Make what the page shows: the reviews, and of one review its list, each row with a version.

Output: plain values for JSON. A row's version changes with whatever of it a person can change.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, TypeAlias

import pandas as pd

from reviewkit.base.text import natural_key, split_list
from reviewkit.base.types import Row
from reviewkit.corpus import corpus as corpus_tables
from reviewkit.corpus import corrections as people
from reviewkit.corpus import schema
from reviewkit.corpus.corpus import Corpus
from reviewkit.desk.nearest import nearest_asks
from reviewkit.desk.state import Desk, ReviewTables, version_of
from reviewkit.extraction.confidence import UNSURE

Shown: TypeAlias = dict[str, Any]  # values for JSON
FEWEST_MISSES = 12  # near misses shown, or as many as there are recommendations
SHOWN = ("rec_id", "label", "title", "text", "kind", "edition")


def review_lines(desk: Desk) -> list[Shown]:
    """Return a line for each review that has a document, latest first."""
    return [_review_line(desk, review_id) for review_id in desk.review_ids()]


def _review_line(desk: Desk, review_id: str) -> Shown:
    """Return what the list of reviews says of one."""
    tables_of = desk.list_of(review_id)
    review, rows = tables_of.review, tables_of.recommendations
    checked = rows["checked"] == "yes"
    stated = review.n_recommendations
    return {
        "id": review_id,
        "title": review.short_title or review.title,
        "published": review.date_published,
        "edition": review.edition,
        "rows": len(rows),
        "made": int((rows["kind"] == "recommendation").sum()),
        "own_count": desk.own_count(review_id),
        "known_total": None if pd.isna(stated) else int(stated),
        "unsure": int(((rows["confidence"] < UNSURE) & ~checked).sum()),
        "checked": int(checked.sum()),
        "ticked": people.value_of(tables_of.corrections, "list", "checked").get(review_id, "") == "yes",
    }


def review_state(desk: Desk, review_id: str) -> Shown:
    """Return all that the page shows of one review."""
    tables_of, view = desk.list_of(review_id), desk.document(review_id)
    rows = list_rows(desk, tables_of)
    for row in rows:
        row["spans"] = view.spans(row["text"], row["page"], row["end_page"])
    taken = [row["text"] for row in rows] + list(tables_of.dropped["text"])
    is_digest = tables_of.review.edition == "digest"
    return {
        "review": _review_line(desk, review_id) | {"address": tables_of.review.address, "is_digest": is_digest},
        "is_web_page": view.is_web_page,
        "pages": view.sizes(),
        "rows": rows,
        "near": [] if is_digest else view.near_misses(taken, max(FEWEST_MISSES, len(rows))),
        "dropped": _dropped_rows(tables_of),
        "doubts": _doubts(tables_of),
        "version": list_version(rows),
    }


def list_rows(desk: Desk, tables_of: ReviewTables) -> list[Shown]:
    """Return the rows of a review's list in the order of its pages, each with its version."""
    corpus, corrections = desk.corpus, tables_of.corrections
    review_id = tables_of.review.review_id
    nearest, links = nearest_asks(corpus, review_id), _links(corrections)
    statuses = _statuses(corpus, corrections)
    themes = _themes(corpus, review_id, corrections)
    rows = []
    for row in tables_of.recommendations.itertuples(index=False):
        cells: Shown = {name: getattr(row, name) for name in SHOWN}
        cells |= {
            "page": int(row.page),
            "end_page": int(row.end_page),
            "bodies": split_list(row.bodies),
            "addressed_to": split_list(row.addressed_to),
            "checked": row.checked,
            "corrected": split_list(row.corrected),
            "answer": statuses["answer"].get(row.rec_id, ""),
            "done": statuses["done"].get(row.rec_id, ""),
            "themes": themes.get(row.rec_id, {}),
            "links": links.get(row.rec_id, {}),
        }
        version = version_of(json.dumps(cells, sort_keys=True))
        confidence = None if pd.isna(row.confidence) else float(row.confidence)
        earlier = _earlier_asks(corpus, nearest.get(row.rec_id, []), links.get(row.rec_id, {}))
        rows.append(cells | {"version": version, "confidence": confidence, "earlier": earlier})
    return sorted(rows, key=lambda each: (each["page"], natural_key(each["rec_id"])))


def list_version(rows: list[Shown]) -> str:
    """Return the version of a whole list."""
    return version_of(" ".join(sorted(f"{row['rec_id']}={row['version']}" for row in rows)))


def choices(corpus: Corpus) -> Shown:
    """Return the known values that the page offers."""
    return {
        "kinds": list(schema.KINDS),
        "answers": list(schema.ANSWERS),
        "bodies": [[row.body_id, row.name] for row in corpus.bodies.sort_values("name").itertuples(index=False)],
        "themes": [[row.theme, row.name] for row in corpus.themes.itertuples(index=False)],
        "unsure": UNSURE,
    }


def _themes(corpus: Corpus, review_id: str, corrections: pd.DataFrame) -> dict[str, dict[str, str]]:
    """Return the themes of each recommendation with who says so: the last run's, with what people said since."""
    codes = corpus.codes[corpus.codes["rec_id"].str.startswith(f"{review_id}/")]
    by_id: dict[str, dict[str, str]] = {}
    for code in codes.sort_values(["rec_id", "theme"]).itertuples(index=False):
        by_id.setdefault(code.rec_id, {})[code.theme] = code.by
    for row in people.latest(corrections, "theme").itertuples(index=False):
        if row.value == "yes":
            by_id.setdefault(row.id, {})[row.field] = "correction"
        else:
            by_id.get(row.id, {}).pop(row.field, None)
    return by_id


def _statuses(corpus: Corpus, corrections: pd.DataFrame) -> dict[str, dict[str, str]]:
    """Return what was answered and what is done by id: the last run's, with what people said since."""
    read = corpus.table("statuses") if "statuses" in corpus_tables.TABLES else pd.DataFrame(columns=["rec_id"])
    return {
        field: dict(zip(read["rec_id"], read.get(field, []), strict=True))
        | people.value_of(corrections, "status", field)
        for field in ("answer", "done")
    }


def _links(corrections: pd.DataFrame) -> dict[str, dict[str, str]]:
    """Return what people say of the links of each recommendation: the relation by the earlier one."""
    by_id: dict[str, dict[str, str]] = {}
    for row in people.latest(corrections, "link").itertuples(index=False):
        by_id.setdefault(row.id, {})[row.field] = row.value
    return by_id


def _earlier_asks(corpus: Corpus, nearest: list[Shown], links: Mapping[str, str]) -> list[Shown]:
    """Return the nearest earlier asks of one recommendation, with words, review and what is said of each."""
    if not nearest and not links:
        return []
    linked = [{"id": rec_id, "relation": "", "score": None} for rec_id in links]
    known = {each["id"] for each in nearest}
    words = corpus.recommendations.set_index("rec_id")[["text", "label", "review_id"]]
    reviews = corpus.reviews.set_index("review_id")[["short_title", "published"]]
    shown = []
    for each in [*nearest, *(link for link in linked if link["id"] not in known)]:
        if each["id"] not in words.index:
            continue
        text, label, review_id = words.loc[each["id"]]
        title, published = reviews.loc[review_id]
        cells = {"text": text, "label": label, "review": title, "published": published}
        shown.append(each | cells | {"decided": links.get(each["id"], "")})
    return shown


def _dropped_rows(tables_of: ReviewTables) -> list[Shown]:
    """Return what was taken out of a list: by whom, and into what it went."""
    return [_dropped_row(row) for row in tables_of.dropped.itertuples(index=False)]


def _dropped_row(row: Row) -> Shown:
    """Return one of them."""
    names = ("rec_id", "label", "text", "merged_into", "by", "why")
    return {name: getattr(row, name) for name in names} | {"page": int(row.page)}


def _doubts(tables_of: ReviewTables) -> list[str]:
    """Return what speaks against a list, and which of its corrections do not fit, in words."""
    problems = tables_of.problems
    return [
        "; ".join(filter(None, [": ".join(filter(None, [row.what, row.text])), row.next_step]))
        for row in problems.itertuples(index=False)
    ]
