"""Lineages: what an ask repeats, from when and of whom; and what was promised, then asked again.

Comes in: `recommendations`, `reviews` and `echoes`. Goes out: tables with a row a link, oldest first. Unlike the
shares, these stand on all that is held: each row is true by itself, and what is missing is missing.

Limit: only direct links are told. That A restates B and B restates C does not make A restate C.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from reviewkit.base.dates import DAYS_PER_YEAR, middle_day
from reviewkit.base.text import natural_key, split_list
from reviewkit.corpus.ids import recommendation_number
from reviewkit.measures.history import History
from reviewkit.measures.prior_asks import LOOK_BACK, marks
from reviewkit.measures.rarefaction import groups
from reviewkit.measures.time_to_repeat import durations

LINEAGE = [
    "rec_id", "published", "earlier_rec_id", "earlier_title", "earlier_published", "years", "score", "earlier_to",
]  # fmt: skip
ASKED = ["number", "review_id", "published", "distinct", "before", "within", "again_after", "watched"]


def lineage(
    rows: pd.DataFrame, recommendations: pd.DataFrame, reviews: pd.DataFrame, echoes: pd.DataFrame
) -> pd.DataFrame:
    """The recommendations whose past is wanted, and the tables, in; every earlier ask that each restates out.

    Earlier asks are recommendations of reviews in the denominator. Columns: `rec_id`, `published`, `earlier_rec_id`,
    `earlier_title` and `earlier_published` of its review, `years` between, `score`, `earlier_to` (who was asked).
    """
    asks = _asks(recommendations, reviews)
    found = _linked(echoes, rows.merge(reviews[["review_id", "published"]], on="review_id"), asks)
    return found[LINEAGE]


def asked_before_list(
    review_id: str, recommendations: pd.DataFrame, reviews: pd.DataFrame, echoes: pd.DataFrame
) -> pd.DataFrame:
    """A review and the tables in; each of its recommendations with what lies behind it, and those not held, out.

    Columns: `label`, `text` ("not held" where it is not), `addressed_to`, `earlier_reviews` (how many restated ones
    are held), `first` and `latest` of them, `asked_of`. Those not held are told by number, up to the stated total.
    """
    rows = recommendations[(recommendations["review_id"] == review_id) & (recommendations["kind"] == "recommendation")]
    lines = lineage(rows, recommendations, reviews, echoes)
    behind = lines.groupby("rec_id").agg(
        earlier_reviews=("earlier_title", "nunique"),
        first=("earlier_published", "min"),
        latest=("earlier_published", "max"),
        asked_of=(
            "earlier_to",
            lambda names: ";".join(sorted({name for cell in names for name in split_list(cell)})),
        ),
    )
    stated = reviews.loc[reviews["review_id"] == review_id, "n_recommendations"].fillna(0).sum()
    held = {recommendation_number(rec_id).rpartition("/r")[2] for rec_id in rows["rec_id"]}
    absent = [str(number) for number in range(1, int(stated) + 1) if str(number) not in held]
    missing = pd.DataFrame({"rec_id": [f"{review_id}/r{number}" for number in absent], "text": "not held"})
    missing["label"] = [f"Recommendation {number}" for number in absent]
    whole = pd.concat([rows[["rec_id", "label", "text", "addressed_to"]], missing])
    whole = whole.sort_values("rec_id", key=lambda ids: ids.map(natural_key)).join(behind, on="rec_id")
    whole["earlier_reviews"] = whole["earlier_reviews"].fillna(0).astype(int)
    return whole.drop(columns="rec_id").fillna("").reset_index(drop=True)


def promised(recommendations: pd.DataFrame, reviews: pd.DataFrame, echoes: pd.DataFrame) -> pd.DataFrame:
    """Tables in; governments' commitments that a later review of the denominator asks for all the same, out.

    Columns as in `lineage`: the earlier one is the commitment, the later the recommendation; and `title`, that of the
    later review.
    """
    titled = reviews.loc[reviews["published"] != "", ["review_id", "published", "short_title"]].rename(
        columns={"short_title": "review_title"}
    )
    commitments = recommendations[recommendations["kind"] == "commitment"].merge(titled, on="review_id")
    found = _linked(echoes, _asks(recommendations, reviews), commitments)
    later = dict(zip(recommendations["rec_id"], recommendations["review_id"], strict=True))
    title = dict(zip(reviews["review_id"], reviews["short_title"], strict=True))
    return found.assign(title=found["rec_id"].map(later).map(title))[[*LINEAGE, "title"]]


def numbered_asks(past: History, look_back: int = LOOK_BACK) -> pd.DataFrame:
    """A history in; its asks, a row each, in the order of publication, with what became of each, out.

    Columns: `number` (of the recommendation), `review_id`, `published`, `distinct` (the number of its group,
    `distinct.groups`), `before` (yes where it restates any earlier ask), `within` (yes where one of the `look_back`
    reviews before; empty where there are not so many before it), `again_after` (years until it was first asked again;
    missing where it was not), `watched` (years until then, or until the last date known).
    """
    waited, later = durations(past), np.isin(np.arange(len(past.asks)), past.links[:, 1])
    rows = past.asks.merge(past.reviews, left_on="review", right_index=True).assign(
        distinct=groups(past),
        before=np.where(later, "yes", "no"),
        within=np.where(past.asks["review"] < look_back, "", np.where(marks(past, look_back), "yes", "no")),
        again_after=np.where(waited.again, waited.time, np.nan).round(2),
        watched=waited.time.round(2),
    )
    return rows[ASKED].reset_index(drop=True)


def chains(past: History) -> pd.DataFrame:
    """A history in; asks that reviews made more than once, a row a time it was asked, longest chain first, out.

    Columns: `chain`, `number`, `review_id`, `published`, `years` since it was first asked. In a chain every ask
    restates every other (`distinct.groups`).
    """
    asks = past.asks.assign(chain=groups(past)).merge(past.reviews, left_on="review", right_index=True)
    asks = asks.assign(times=asks.groupby("chain")["number"].transform("size"))
    asks = asks.assign(years=((asks["day"] - asks.groupby("chain")["day"].transform("min")) / DAYS_PER_YEAR).round(1))
    again = asks[asks["times"] > 1].sort_values(["times", "chain", "day"], ascending=[False, True, True])
    numbered = again.assign(chain=pd.factorize(again["chain"])[0] + 1)
    return numbered[["chain", "number", "review_id", "published", "years"]].reset_index(drop=True)


def _asks(recommendations: pd.DataFrame, reviews: pd.DataFrame) -> pd.DataFrame:
    """What reviews in the denominator ask, with the date and title of each."""
    counted = reviews.loc[
        (reviews["in_denominator"] == "yes") & (reviews["published"] != ""), ["review_id", "published", "short_title"]
    ]
    made = recommendations[recommendations["kind"] == "recommendation"]
    return made.merge(counted.rename(columns={"short_title": "review_title"}), on="review_id")


def _linked(echoes: pd.DataFrame, later: pd.DataFrame, earlier: pd.DataFrame) -> pd.DataFrame:
    """The restating links from some rows to others, oldest first."""
    found = echoes[echoes["relation"] == "restates"].merge(later[["rec_id", "published"]], on="rec_id")
    before = earlier[["rec_id", "published", "review_title", "addressed_to"]]
    before = before.set_axis(["earlier_rec_id", "earlier_published", "earlier_title", "earlier_to"], axis=1)
    found = found[["rec_id", "earlier_rec_id", "score", "published"]].merge(before, on="earlier_rec_id")
    years = (
        middle_day(found["published"], "reviews") - middle_day(found["earlier_published"], "reviews")
    ) / DAYS_PER_YEAR
    found = found.assign(years=years.round(1), order=found["rec_id"].map(natural_key))
    return found.sort_values(["order", "earlier_published", "earlier_rec_id"], ignore_index=True)
