"""Lineages: what an ask repeats, from when and addressed to whom; and what was promised, then asked again.

Input: `recommendations`, `reviews` and `echoes`. Output: tables with a row for each link, oldest first. Unlike the
shares, these use all that is held: each row is true by itself, and what is missing is missing.

Limitations: only direct links are shown. That A restates B and B restates C does not make A restate C.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from reviewkit.base.dates import DAYS_PER_YEAR, middle_day
from reviewkit.base.text import natural_key, split_list
from reviewkit.corpus import denominator
from reviewkit.corpus.ids import recommendation_number
from reviewkit.measures.history import History
from reviewkit.measures.rarefaction import distinct_groups

LINEAGE_COLUMNS = [
    "rec_id", "published", "earlier_rec_id", "earlier_title", "earlier_published", "years", "score", "earlier_to",
]  # fmt: skip
NOT_HELD, NOT_LOOKED_AT = "not held", "-"


def lineage(
    rows: pd.DataFrame, recommendations: pd.DataFrame, reviews: pd.DataFrame, echoes: pd.DataFrame
) -> pd.DataFrame:
    """Return every earlier ask that the recommendations in `rows` restate.

    Earlier asks are recommendations of reviews in the denominator.

    Columns: `rec_id`, `published`, `earlier_rec_id`, `earlier_title` and `earlier_published` of its review, `years`
    between, `score`, `earlier_to` (who was asked).
    """
    later = rows.merge(reviews[["review_id", "published"]], on="review_id")
    return _links_to_earlier(denominator.restating(echoes), later, _counted_asks(recommendations, reviews))[
        LINEAGE_COLUMNS
    ]


def asked_before_list(
    review_id: str, recommendations: pd.DataFrame, reviews: pd.DataFrame, echoes: pd.DataFrame
) -> pd.DataFrame:
    """Return each recommendation of a review with the earlier asks that it restates, and the ones that are not held.

    Those not held are listed by number, up to the stated total, with "-" for what nobody could look at.

    Columns: `label`, `text` ("not held" where it is not), `addressed_to`, `earlier_reviews` (how many reviews held made
    an ask that it restates), `first` and `latest` of them, `asked_of`, `related` (earlier reviews with an ask that
    coders or a person judged related to it and no restatement, which is not counted).
    """
    rows = denominator.own_recommendations(recommendations[recommendations["review_id"] == review_id])
    links = lineage(rows, recommendations, reviews, echoes)
    earlier = links.groupby("rec_id").agg(
        earlier_reviews=("earlier_title", "nunique"),
        first=("earlier_published", "min"),
        latest=("earlier_published", "max"),
        asked_of=("earlier_to", _joined_names),
    )
    stated = reviews.loc[reviews["review_id"] == review_id, "n_recommendations"].fillna(0).sum()
    held = {recommendation_number(rec_id).rpartition("/r")[2] for rec_id in rows["rec_id"]}
    absent = [str(number) for number in range(1, int(stated) + 1) if str(number) not in held]
    not_held = pd.DataFrame({"rec_id": [f"{review_id}/r{number}" for number in absent], "text": NOT_HELD})
    not_held["label"] = [f"Recommendation {number}" for number in absent]
    full_list = pd.concat([rows[["rec_id", "label", "text", "addressed_to"]], not_held])
    full_list = full_list.sort_values("rec_id", key=lambda ids: ids.map(natural_key)).join(earlier, on="rec_id")
    is_held = full_list["text"] != NOT_HELD
    counts = full_list["earlier_reviews"].fillna(0).astype(int).astype(str)
    full_list["earlier_reviews"] = counts.where(is_held, NOT_LOOKED_AT)
    related = full_list["rec_id"].map(_related_reviews(rows, recommendations, reviews, echoes)).fillna("")
    full_list["related"] = related.where(is_held, NOT_LOOKED_AT)
    return full_list.drop(columns="rec_id").fillna("").reset_index(drop=True)


def _related_reviews(
    rows: pd.DataFrame, recommendations: pd.DataFrame, reviews: pd.DataFrame, echoes: pd.DataFrame
) -> pd.Series:
    """Return by id the earlier reviews with an ask that was judged related to a recommendation, in one text."""
    judged = echoes[(echoes["relation"] == "related") & (echoes["by"] != "model")]
    later = rows.merge(reviews[["review_id", "published"]], on="review_id")
    links = _links_to_earlier(judged, later, _counted_asks(recommendations, reviews))
    dated = zip(links["earlier_title"], links["earlier_published"].str[:4], strict=True)
    names = pd.Series([title if year in title else f"{title}, {year}" for title, year in dated], links.index, object)
    return names.groupby(links["rec_id"]).agg(lambda titles: "; ".join(dict.fromkeys(titles)))


def promised(recommendations: pd.DataFrame, reviews: pd.DataFrame, echoes: pd.DataFrame) -> pd.DataFrame:
    """Return governments' commitments that a later review of the denominator asks for all the same.

    Columns: as in `lineage`, the earlier one being the commitment, the later the recommendation; and `title`, that of
    the later review.
    """
    dated = reviews.loc[reviews["published"] != "", ["review_id", "published", "short_title"]]
    dated = dated.rename(columns={"short_title": "review_title"})
    commitments = recommendations[recommendations["kind"] == "commitment"].merge(dated, on="review_id")
    restating = denominator.restating(echoes)
    links = _links_to_earlier(restating, _counted_asks(recommendations, reviews), commitments)
    review_of = dict(zip(recommendations["rec_id"], recommendations["review_id"], strict=True))
    title_of = dict(zip(reviews["review_id"], reviews["short_title"], strict=True))
    return links.assign(title=links["rec_id"].map(review_of).map(title_of))[[*LINEAGE_COLUMNS, "title"]]


def chains(history: History) -> pd.DataFrame:
    """Return the asks that reviews made more than once, a row for each time, longest chain first.

    In a chain every ask restates every other (`rarefaction.distinct_groups`).

    Columns: `chain`, `number`, `review_id`, `published`, `years` since it was first asked.
    """
    asks = history.asks.assign(chain=distinct_groups(history))
    asks = asks.merge(history.reviews, left_on="review", right_index=True)
    asks = asks.assign(times=asks.groupby("chain")["number"].transform("size"))
    asks = asks.assign(years=((asks["day"] - asks.groupby("chain")["day"].transform("min")) / DAYS_PER_YEAR).round(1))
    repeated = asks[asks["times"] > 1].sort_values(["times", "chain", "day"], ascending=[False, True, True])
    numbered = repeated.assign(chain=pd.factorize(repeated["chain"])[0] + 1)
    return numbered[["chain", "number", "review_id", "published", "years"]].reset_index(drop=True)


def _joined_names(cells: Iterable[str]) -> str:
    """Return the names in some list cells, once each, in order of the alphabet, as one list cell."""
    return ";".join(sorted({name for cell in cells for name in split_list(cell)}))


def _counted_asks(recommendations: pd.DataFrame, reviews: pd.DataFrame) -> pd.DataFrame:
    """Return the recommendations of dated reviews in the denominator, with the date and title of each review."""
    counted = denominator.counted_reviews(reviews[reviews["published"] != ""])
    counted = counted[["review_id", "published", "short_title"]].rename(columns={"short_title": "review_title"})
    return denominator.own_recommendations(recommendations).merge(counted, on="review_id")


def _links_to_earlier(echoes: pd.DataFrame, later: pd.DataFrame, earlier: pd.DataFrame) -> pd.DataFrame:
    """Return the links among `echoes` from the later rows to the earlier ones, oldest first within each later row."""
    links = echoes.merge(later[["rec_id", "published"]], on="rec_id")
    targets = earlier[["rec_id", "published", "review_title", "addressed_to"]]
    targets = targets.set_axis(["earlier_rec_id", "earlier_published", "earlier_title", "earlier_to"], axis=1)
    links = links[["rec_id", "earlier_rec_id", "score", "published"]].merge(targets, on="earlier_rec_id")
    days = middle_day(links["published"], "reviews") - middle_day(links["earlier_published"], "reviews")
    links = links.assign(years=(days / DAYS_PER_YEAR).round(1), order=links["rec_id"].map(natural_key))
    return links.sort_values(["order", "earlier_published", "earlier_rec_id"], ignore_index=True)
