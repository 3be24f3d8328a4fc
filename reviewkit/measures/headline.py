"""The tables of a corpus -> its headline numbers, by name, as text: those that stand in the figures and notebooks.

Comes in: the folders of a corpus and its tables. Goes out: pairs of name and value, in one order. A share is told only
where enough whole lists are held. Limit: numbers alone; what each counts stands with its figure.
"""

from __future__ import annotations

import pandas as pd

from reviewkit.corpus import denominator
from reviewkit.corpus.corpus import Corpus
from reviewkit.corpus.ids import recommendation_number
from reviewkit.measures import lineages, measure_stage


def headline_numbers(corpus: Corpus) -> pd.DataFrame:
    """A corpus in; the headline numbers (`name`, `value`) out."""
    reviews, asks = corpus.reviews, corpus.recommendations
    counted = denominator.counted_reviews(reviews)
    rows = denominator.counted_recommendations(asks, reviews)
    links = corpus.echoes[corpus.echoes["relation"] == "restates"]
    links = links[links["rec_id"].isin(rows["rec_id"]) & links["earlier_rec_id"].isin(rows["rec_id"])]
    promised = lineages.promised(asks, reviews, corpus.echoes)["earlier_rec_id"].map(recommendation_number)
    said = {
        "documents in the catalogue": len(reviews),
        "reviews counted": len(counted),
        "reviews of which recommendations are held": rows["review_id"].nunique(),
        "reviews whose whole list is held": int((counted["complete"] == "yes").sum()),
        "recommendations held of these reviews": rows["number"].nunique(),
        "of these, restating an earlier one": links["rec_id"].map(recommendation_number).nunique(),
        "commitments that a later review asks for": promised.nunique(),
        **_raised(corpus, rows),
        **_measured(measure_stage.cached_measures(corpus)),
    }
    return pd.DataFrame({"name": list(said), "value": [str(value) for value in said.values()]}, dtype=object)


def _raised(corpus: Corpus, rows: pd.DataFrame) -> dict[str, int]:
    """How many reviews raise each theme."""
    of = dict(zip(rows["rec_id"], rows["review_id"], strict=True))
    coded = corpus.codes.assign(review_id=corpus.codes["rec_id"].map(of))
    raised = coded.groupby("theme")["review_id"].nunique()
    themes = corpus.themes
    return {
        f"reviews that raise: {name}": int(raised.get(theme, 0))
        for theme, name in zip(themes["theme"], themes["name"], strict=True)
    }


def _measured(measured: dict) -> dict[str, str]:
    """The measures that are told in one number."""
    asked, again, after = (measured[name] for name in ("asked_before", "until_asked_again", "after_moment"))
    said = {}
    if asked["value"] is not None:
        said["share of asks asked before"] = f"{asked['value']:.3f} ({asked['low']:.3f} to {asked['high']:.3f})"
    if again["median_years"] is not None:
        said["median years until asked again"] = f"{again['median_years']:.1f}"
    if after["p"] is not None:
        said["reviews half a year to a year and a half after a moment"] = f"{after['n']} of {after['of']}"
    return said
