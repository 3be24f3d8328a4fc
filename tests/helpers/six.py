"""Six reviews to count on fingers, of which five make thirteen recommendations; and a plan that promises three things.

    review        published   asks          what they restate
    jetty-2010    2010-01-01  r1 r2
    buoys-2012    2012-01-01  r1 r2 r3      r1: jetty r1
    pilots-2013   2013-01-01  r1 r2         r1: jetty r1, buoys r1 and the plan's lamps; r2: jetty r2
    ferries-2017  2017-07-01  r1 r2 r3 r4   r1, which has two parts: buoys r2 and the plan's boats
    nets-2018     2018-01-01  none          it is known to make none: a whole list
    tides-2020    2020        r1 r2         r1: jetty r1
    wrecks-2021   2021-01-01  not found     in the denominator, and nothing of it is held

So there are 6 links between reviews, and 13 x 12 / 2 pairs less those within a review (1 + 3 + 1 + 6 + 1): 66. Near are
jetty-buoys (2 x 3), jetty-pilots (2 x 2), buoys-pilots (3 x 2) and ferries-tides (4 x 2): 24 pairs, with 4 of
the links.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from helpers import corpora
from reviewkit.corpus import tables
from reviewkit.corpus.corpus import Corpus
from reviewkit.measures.history import History, history

BOARD, TRUST, COUNCIL = "Harbour Board", "Coast Trust", "Port Council"
REVIEWS = (  # id, published, publisher, asks held, total stated, whole
    ("jetty-2010", "2010-01-01", BOARD, 2, 2, "yes"),
    ("buoys-2012", "2012-01-01", TRUST, 3, 4, "no"),
    ("pilots-2013", "2013-01-01", BOARD, 2, 2, "yes"),
    ("ferries-2017", "2017-07-01", COUNCIL, 4, None, "no"),
    ("nets-2018", "2018-01-01", TRUST, 0, 0, "yes"),
    ("tides-2020", "2020", "", 2, 5, "no"),
    ("wrecks-2021", "2021-01-01", COUNCIL, 0, None, "no"),
)
PLAN = "plan-2011"  # of the government, which answers the jetty's review
IDS = (
    "jetty-2010/r1", "jetty-2010/r2", "buoys-2012/r1", "buoys-2012/r2", "buoys-2012/r3", "pilots-2013/r1",
    "pilots-2013/r2", "ferries-2017/r1-crews", "ferries-2017/r1-owners", "ferries-2017/r2", "ferries-2017/r3",
    "ferries-2017/r4", "tides-2020/r1", "tides-2020/r2",
)  # fmt: skip
LINKS = (  # later, earlier
    ("buoys-2012/r1", "jetty-2010/r1"), ("pilots-2013/r1", "jetty-2010/r1"), ("pilots-2013/r1", "buoys-2012/r1"),
    ("pilots-2013/r2", "jetty-2010/r2"), ("ferries-2017/r1-crews", "buoys-2012/r2"), ("tides-2020/r1", "jetty-2010/r1"),
    ("pilots-2013/r1", f"{PLAN}/lamps"), ("ferries-2017/r1-crews", f"{PLAN}/boats"),
)  # fmt: skip
CODES = {
    "lamps": ("jetty-2010/r1", "buoys-2012/r1", "pilots-2013/r1", "tides-2020/r1"),
    "boats": ("jetty-2010/r2", "buoys-2012/r2", "pilots-2013/r2", "ferries-2017/r1-crews"),
    "crews": ("tides-2020/r2",),
    "ropes": ("buoys-2012/r3",),
}
EVENTS = (  # date, moment, no review itself, led to
    ("2011-06-01", "A lamp fails", "yes", ""),
    ("2016-11-01", "A boat sinks", "yes", "ferries-2017"),
    ("2019", "A storm", "yes", ""),
    ("2013-06-01", "A speech on the reviews", "no", ""),
)
STATUSES = (  # of what, answer, date, known to be done
    ("jetty-2010/r2", "accepted", "2011-06-01", ""),
    ("buoys-2012/r1", "rejected", "2012-06-01", "no"),
    ("ferries-2017/r2", "accepted", "2018-03-01", "yes"),
    ("ferries-2017/r3", "accepted", "2018-03-01", ""),
)
THEMES = pd.DataFrame(
    [
        ("lamps", "Lamps", "Light.", True, "Lamps"),
        ("boats", "Boats", "What floats.", True, "Boats and crews"),
        ("crews", "Crews", "Who is on board.", True, "Boats and crews"),
        ("ropes", "Ropes", "What holds.", False, ""),
    ],
    columns=["theme", "name", "definition", "highlight", "issue"],
)


def six(folder: Path = Path("six")) -> Corpus:
    """Return the corpus; of a folder where a cache may be written."""
    held = [
        {"review_id": name, "short_title": name.partition("-")[0].capitalize(), "published": date, "publisher": by,
         "publisher_body": by, "kind": "inquiry", "in_denominator": "yes", "held": count, "n_recommendations": total,
         "complete": whole, "edition": "digest" if count else "none", "area": "Ambleton"}
        for name, date, by, count, total, whole in REVIEWS
    ]  # fmt: skip
    held[1]["commissioned"], held[5]["commissioned"] = "2011-09-01", "2018-06"
    plan = {"review_id": PLAN, "short_title": "Plan", "published": "2011-06-01", "kind": "government-strategy",
            "in_denominator": "no", "responds_to": "jetty-2010", "complete": "no"}  # fmt: skip
    asked = [_row(rec_id, "recommendation") for rec_id in IDS]
    promised = [_row(f"{PLAN}/{name}", "commitment") for name in ("lamps", "boats", "ropes")]
    codes = [{"rec_id": rec_id, "theme": theme, "by": "coders"} for theme, ids in CODES.items() for rec_id in ids]
    echoes = [
        {"rec_id": later, "earlier_rec_id": earlier, "relation": "restates", "by": "coders", "score": 0.9}
        for later, earlier in LINKS
    ]
    events = [dict(zip(("date", "event", "exogenous", "led_to"), row, strict=True)) for row in EVENTS]
    answers = [dict(zip(("rec_id", "answer", "date", "done"), row, strict=True)) for row in STATUSES]
    rows = {"reviews": [*held, plan], "recommendations": [*asked, *promised], "codes": codes, "echoes": echoes,
            "events": events, "statuses": answers}  # fmt: skip
    made = {name: tables.build(of_name, name) for name, of_name in rows.items()}
    return corpora.corpus_of(folder, **made, themes=THEMES)


def _row(rec_id: str, kind: str) -> dict[str, object]:
    """Return one invented row of a document; what the crews are asked is asked of the police, all else of councils."""
    asked = "police" if rec_id.endswith("crews") else "council or safeguarding partnership"
    words = f"Words of {rec_id}."
    return {"rec_id": rec_id, "review_id": rec_id.split("/")[0], "kind": kind, "classes": asked, "text": words,
            "edition": "digest"}  # fmt: skip


def five_tables(**other: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the tables that a history is made of; some may be others."""
    corpus = six()
    names = ("reviews", "recommendations", "codes", "echoes", "events")
    return {name: corpus.table(name) for name in names} | other


def held(**other: pd.DataFrame) -> History:
    """Return the history of all that is held of them."""
    return history(**five_tables(**other), complete=False)
