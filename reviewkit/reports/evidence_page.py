"""Every recommendation behind the figures -> one web page to search, that needs no server and asks for nothing.

Comes in: passages as they may be shown, `codes`, `echoes`, the themes and `reviews`. Goes out: HTML with the rows in
it as data; a script of ours writes them as text and never as markup. Limit: the page holds what it was given; a passage
that was cut for its licence is read in the document.
"""

from __future__ import annotations

import base64
import hashlib
import json

import pandas as pd

from reviewkit.base.paths import data_file
from reviewkit.base.text import split_list

TEMPLATE = data_file("evidence.html")
SCRIPT = data_file("evidence.js")
BY = {"coders": "two people alike", "correction": "a person's correction", "model": "the model"}
MOST = 20  # of anything that is listed beside a recommendation


def evidence_page(
    passages: pd.DataFrame, codes: pd.DataFrame, echoes: pd.DataFrame, themes: pd.DataFrame, reviews: pd.DataFrame
) -> bytes:
    """Tables in, the bytes of the page out. Conclusions and quoted rows are left out."""
    import jinja2

    asks = passages[~passages["kind"].isin(["quoted", "conclusion"])]
    script = SCRIPT.read_text(encoding="utf-8")
    hashed = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    template = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True).from_string(
        TEMPLATE.read_text(encoding="utf-8")
    )
    digests = any(where.startswith("our digest") for where in passages["where"])
    said = template.render(
        data=_data(asks, codes, echoes, themes),
        script=script,
        hashed=hashed,
        count=len(asks),
        reviews=asks["review_id"].nunique(),
        as_of=max((date for date in reviews.loc[reviews["in_denominator"] == "yes", "published"] if date), default=""),
        digests=digests,
    )
    return said.encode()


def _data(asks: pd.DataFrame, codes: pd.DataFrame, echoes: pd.DataFrame, themes: pd.DataFrame) -> str:
    """The rows of the page as JSON that no HTML can end."""
    names = dict(zip(themes["theme"], themes["name"], strict=True))
    by_rec = {rec_id: _codes(found, names) for rec_id, found in codes.groupby("rec_id")}
    links = echoes[echoes["relation"] == "restates"]
    before, after = (_links(links, *ends) for ends in (("rec_id", "earlier_rec_id"), ("earlier_rec_id", "rec_id")))
    rows = [
        {
            "id": row.rec_id, "review": row.review, "published": row.published, "label": row.label, "words": row.words,
            "asked": row.asked_of, "where": row.where, "licence": row.licence, "kind": row.kind,
            "classes": split_list(row.classes), "codes": by_rec.get(row.rec_id, []),
            "before": before.get(row.rec_id, []), "after": after.get(row.rec_id, []),
        }
        for row in asks.itertuples()
    ]  # fmt: skip
    said = json.dumps({"themes": names, "rows": rows}, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return said.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026").replace("\u2028", "\\u2028")


def _codes(found: pd.DataFrame, names: dict[str, str]) -> list[dict[str, object]]:
    """The themes of one recommendation, who gave each, and what carried it."""
    return [
        {
            "theme": row.theme, "name": names.get(row.theme, row.theme), "by": BY[row.by], "score": _number(row.score),
            "why": split_list(row.phrases)[:MOST],
        }
        for row in found.sort_values("theme").itertuples()
    ]  # fmt: skip


def _links(links: pd.DataFrame, one: str, other: str) -> dict[str, list[dict[str, object]]]:
    """What each recommendation restates, or is restated by, nearest in time first."""
    order = links.sort_values(["years", other])
    return {
        rec_id: [
            {"id": getattr(row, other), "score": _number(row.score), "by": BY[row.by], "years": _number(row.years)}
            for row in found.head(MOST).itertuples()
        ]
        for rec_id, found in order.groupby(one)
    }


def _number(value: float) -> float | None:
    """A number for JSON, which knows no missing ones."""
    return None if pd.isna(value) else float(value)
