"""A corpus small enough to count on fingers: three reviews of piers that count, and a plan that does not."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from helpers.corpora import corpus_of
from reviewkit.corpus import tables
from reviewkit.corpus.corpus import Corpus

TEXTS = {
    "piers/r2": "Light every pier that a ferry uses.",
    "piers/r10": "Write down who keeps each lamp.",
    "boats/r1": "Train the crews of ferries every year.",
    "boats/r2": "As the piers review asked, light every pier.",
    "lamps/r1": "Light every pier, and train those who keep the lamps.",
    "plan/lights": "The board will light every pier.",
}


def review(review_id: str, published: str, **more: object) -> dict[str, object]:
    """Make a row of `reviews`; our summary of it is at hand, and it counts."""
    row = {"review_id": review_id, "title": f"A review of {review_id}", "short_title": review_id.title(),
           "published": published, "in_denominator": "yes", "edition": "digest", "kind": "local-review"}  # fmt: skip
    return row | more


def asked(rec_id: str, bodies: str = "", **more: object) -> dict[str, object]:
    """Make a row of `recommendations` from its id and the bodies asked."""
    row = {"rec_id": rec_id, "review_id": rec_id.partition("/")[0], "kind": "recommendation", "bodies": bodies}
    row |= {"text": TEXTS.get(rec_id, rec_id), "label": "1.", "edition": "digest", "seen_in": "official page"}
    return row | {"seen_at": "https://harbour.example/piers", "area": "Harbour", "title": "", "addressed_to": ""} | more


def corpus_of_piers(folder: Path) -> Corpus:
    """Make the corpus: two bodies, one of them with an earlier name; two themes; one link, one answer."""
    return corpus_of(folder, **reviews_and_asks(), **what_is_known())


def reviews_and_asks() -> dict[str, pd.DataFrame]:
    """Return the reviews, of which one states its total, and what they ask."""
    reviews = [
        review("piers", "2011", publisher="Pier Trust", publisher_body="Harbour Board", n_recommendations=12, held=2),
        review("boats", "2015-03-01", publisher="Ferry company", publisher_body="Ferry company", held=1),
        review("lamps", "2019-06", publisher="Lamps Committee", publisher_body="Lamps Committee", held=1),
        review("plan", "2016", publisher_body="Harbour Board", in_denominator="no", kind="government-strategy", held=1),
    ]
    rows = [
        asked("piers/r2", "harbour-board", label="Recommendation 2"),
        asked("piers/r10", "harbour-board;ferry-company"),
        asked("boats/r1", "ferry-company"),
        asked("boats/r2", "harbour-board", kind="quoted"),
        asked("lamps/r1", "harbour-board", label="Recommendation, no number: lamps"),
        asked("plan/lights", "harbour-board", kind="commitment"),
    ]
    classes = {"harbour-board": "regulator", "ferry-company": "industry"}
    for row in rows:
        row["classes"] = ";".join(classes[body] for body in str(row["bodies"]).split(";"))
    return {"reviews": tables.build(reviews, "reviews"), "recommendations": tables.build(rows, "recommendations")}


def what_is_known() -> dict[str, pd.DataFrame]:
    """Return who was asked, what about, what repeats what, and what was answered."""
    codes = [("piers/r2", "light"), ("lamps/r1", "light"), ("lamps/r1", "crews"), ("boats/r1", "crews")]
    link = {"rec_id": "lamps/r1", "earlier_rec_id": "piers/r2", "relation": "restates", "by": "coders", "years": 8.0}
    related = {"rec_id": "lamps/r1", "earlier_rec_id": "boats/r1", "relation": "related", "by": "model", "years": 4.2}
    answer = {"rec_id": "lamps/r1", "answer": "accepted", "by": "Harbour Board", "date": "2019-09", "sure": "yes"}
    bodies = [
        {"body_id": "harbour-board", "name": "Harbour Board", "aliases": "Pier Trust;the board;industry",
         "class": "regulator"},
        {"body_id": "ferry-company", "name": "Ferry company", "class": "industry"},
    ]  # fmt: skip
    themes = {"theme": ["light", "crews"], "name": ["Light on piers", "Training of crews"], "definition": ["", ""]}
    return {
        "codes": tables.build([{"rec_id": rec, "theme": theme, "by": "coders"} for rec, theme in codes], "codes"),
        "bodies": tables.build(bodies, "bodies"),
        "themes": pd.DataFrame(themes | {"highlight": [False, False], "issue": ["", ""]}),
        "echoes": tables.build([link, related], "echoes"),
        "statuses": tables.build([answer], "statuses"),
    }
