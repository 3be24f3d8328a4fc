"""Write every recommendation behind the figures as one web page to search, without a server or a request.

Input: a corpus, and passages as they may be shown.
Output: HTML with the rows in it as data; a script of ours writes them as text and never as markup.
Limitations: the page holds what it was given; a passage that was cut for its licence is read in the document. Pictures
of pages are not on it, since a page of a published document stays on the machine that read it (`evidence_card`).
"""

from __future__ import annotations

import base64
import hashlib
import json

import pandas as pd

from reviewkit.base.paths import data_file
from reviewkit.corpus import denominator, provenance
from reviewkit.corpus.corpus import Corpus
from reviewkit.corpus.subject import coders_sentence, load_subject
from reviewkit.reports import evidence_rows, nearest_asks
from reviewkit.reports.templates import fill_template

TEMPLATE = data_file("evidence.html")
SCRIPT = data_file("evidence.js")
ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028"}  # so that no data end the script


def evidence_page(corpus: Corpus, passages: pd.DataFrame) -> bytes:
    """Return the bytes of the evidence page. Conclusions and quoted rows are left out."""
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
    )


def _json(data: dict[str, object]) -> str:
    """Return data as JSON that no HTML can end."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for letter, escaped in ESCAPES.items():
        text = text.replace(letter, escaped)
    return text
