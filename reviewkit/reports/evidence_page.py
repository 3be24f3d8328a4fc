"""Write every recommendation behind the figures as one web page to search, without a server or a request.

Input: passages as they may be shown, `codes`, `echoes`, the themes and `reviews`.
Output: HTML with the rows in it as data; a script of ours writes them as text and never as markup.
Limitations: the page holds what it was given; a passage that was cut for its licence is read in the document.
"""

from __future__ import annotations

import base64
import hashlib
import json

import pandas as pd

from reviewkit.base.paths import data_file
from reviewkit.base.text import split_list
from reviewkit.corpus import denominator
from reviewkit.reports.templates import fill_template

TEMPLATE = data_file("evidence.html")
SCRIPT = data_file("evidence.js")
CODED_BY = {"coders": "two people alike", "correction": "a person's correction", "model": "the model"}
MOST = 20  # of anything that is listed beside a recommendation


def evidence_page(
    passages: pd.DataFrame, codes: pd.DataFrame, echoes: pd.DataFrame, themes: pd.DataFrame, reviews: pd.DataFrame
) -> bytes:
    """Return the bytes of the evidence page. Conclusions and quoted rows are left out."""
    asks = passages[~passages["kind"].isin(["quoted", "conclusion"])]
    script = SCRIPT.read_text(encoding="utf-8")
    return fill_template(
        TEMPLATE,
        data=_data_json(asks, codes, echoes, themes),
        script=script,
        hashed=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        count=len(asks),
        reviews=asks["review_id"].nunique(),
        as_of=denominator.as_of(reviews),
        digests=any(where.startswith("our digest") for where in passages["where"]),
    )


def _data_json(asks: pd.DataFrame, codes: pd.DataFrame, echoes: pd.DataFrame, themes: pd.DataFrame) -> str:
    """Return the rows of the page as JSON that no HTML can end."""
    names = dict(zip(themes["theme"], themes["name"], strict=True))
    codes_by_id = {rec_id: _code_entries(of_one, names) for rec_id, of_one in codes.groupby("rec_id")}
    restates = denominator.restating(echoes)
    before = _link_entries(restates, "rec_id", "earlier_rec_id")
    after = _link_entries(restates, "earlier_rec_id", "rec_id")
    rows = [
        {
            "id": row.rec_id, "review": row.review, "published": row.published, "label": row.label, "words": row.words,
            "asked": row.asked_of, "where": row.where, "licence": row.licence, "kind": row.kind,
            "status": getattr(row, "status", ""),
            "classes": split_list(row.classes), "codes": codes_by_id.get(row.rec_id, []),
            "before": before.get(row.rec_id, []), "after": after.get(row.rec_id, []),
        }
        for row in asks.itertuples()
    ]  # fmt: skip
    text = json.dumps({"themes": names, "rows": rows}, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026").replace("\u2028", "\\u2028")


def _code_entries(codes: pd.DataFrame, names: dict[str, str]) -> list[dict[str, object]]:
    """Return the themes of one recommendation, who gave each, and the words that carried it."""
    return [
        {
            "theme": row.theme,
            "name": names.get(row.theme, row.theme),
            "by": CODED_BY[row.by],
            "score": _json_number(row.score),
            "why": split_list(row.phrases)[:MOST],
        }
        for row in codes.sort_values("theme").itertuples()
    ]


def _link_entries(links: pd.DataFrame, own: str, linked: str) -> dict[str, list[dict[str, object]]]:
    """Return what each recommendation is linked to, nearest in time first; `own` and `linked` are columns of ids."""
    nearest_first = links.sort_values(["years", linked])
    return {
        rec_id: [
            {
                "id": getattr(row, linked),
                "score": _json_number(row.score),
                "by": CODED_BY[row.by],
                "years": _json_number(row.years),
            }
            for row in of_one.head(MOST).itertuples()
        ]
        for rec_id, of_one in nearest_first.groupby(own)
    }


def _json_number(value: float) -> float | None:
    """Return a number for JSON, which has no missing ones but null."""
    return None if pd.isna(value) else float(value)
