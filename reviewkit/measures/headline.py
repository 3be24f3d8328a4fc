"""Headline numbers of a corpus, by name, as text: those that appear in the figures and notebooks.

Input: a corpus. Output: pairs of name and value, in one fixed order. A share is given only where enough whole lists are
held.

Limitations: numbers alone; what each counts is written with its figure.
"""

from __future__ import annotations

import pandas as pd

from reviewkit.corpus import denominator
from reviewkit.corpus.codebook import codes_of_issues, with_issues
from reviewkit.corpus.corpus import Corpus
from reviewkit.corpus.ids import recommendation_number
from reviewkit.measures import lineages, measure_stage
from reviewkit.measures.summary import Measures


def headline_numbers(corpus: Corpus) -> pd.DataFrame:
    """Return the headline numbers of a corpus.

    Columns: `name`, `value`.
    """
    reviews, recommendations = corpus.reviews, corpus.recommendations
    counted = denominator.counted_reviews(reviews)
    asks = denominator.counted_recommendations(recommendations, reviews)
    links = denominator.restating(corpus.echoes)
    links = links[links["rec_id"].isin(asks["rec_id"]) & links["earlier_rec_id"].isin(asks["rec_id"])]
    promises = lineages.promised(recommendations, reviews, corpus.echoes)["earlier_rec_id"].map(recommendation_number)
    numbers = {
        "documents in the catalogue": len(reviews),
        "reviews counted": len(counted),
        "reviews of which recommendations are held": asks["review_id"].nunique(),
        "reviews whose whole list is held": int((counted["complete"] == "yes").sum()),
        "recommendations held of these reviews": asks["number"].nunique(),
        "of these, restating an earlier one": links["rec_id"].map(recommendation_number).nunique(),
        "commitments that a later review asks for": promises.nunique(),
        **_reviews_by_theme(corpus, asks),
        **_headline_measures(measure_stage.cached_measures(corpus)),
    }
    return pd.DataFrame({"name": list(numbers), "value": [str(value) for value in numbers.values()]}, dtype=object)


def _reviews_by_theme(corpus: Corpus, asks: pd.DataFrame) -> dict[str, int]:
    """Return how many reviews raise each theme, and each issue of several themes."""
    review_of = dict(zip(asks["rec_id"], asks["review_id"], strict=True))
    codes = codes_of_issues(corpus.codes, corpus.themes)
    coded = codes.assign(review_id=codes["rec_id"].map(review_of))
    reviews_by_theme = coded.groupby("theme")["review_id"].nunique()
    themes = with_issues(corpus.themes)
    return {
        f"reviews that raise: {name}": int(reviews_by_theme.get(theme, 0))
        for theme, name in zip(themes["theme"], themes["name"], strict=True)
    }


def _headline_measures(measures: Measures) -> dict[str, str]:
    """Return the measures that fit in one number, where they are defined."""
    repeats, prior, after = (measures[name] for name in ("repetition", "asked_before", "after_moment"))
    numbers = {}
    if repeats["per_1000"] is not None:
        ends = repeats["per_1000"], repeats["low"], repeats["high"]
        numbers["repeats per 1,000 pairs of recommendations"] = _told(*ends)
    if repeats["near_far"] is not None:
        ends = repeats["near_far"], repeats["near_far_low"], repeats["near_far_high"]
        numbers[f"repeats within {repeats['near_years']:g} years, to those later"] = _told(*ends)
    if repeats["other_publisher"] is not None:
        numbers["recommendations that repeat another publisher's"] = str(repeats["restating_other"])
    if prior["value"] is not None:
        numbers["share of asks asked before"] = _told(prior["value"], prior["low"], prior["high"])
    if after["p"] is not None:
        numbers["reviews half a year to a year and a half after a moment"] = f"{after['n']} of {after['of']}"
    return numbers


def _told(value: float, low: float, high: float) -> str:
    return f"{value:.2f} ({low:.2f} to {high:.2f})"
