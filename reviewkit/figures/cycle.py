"""The figures of the cycle, made from the tables of a corpus."""

from __future__ import annotations

import pandas as pd

from reviewkit.corpus import denominator
from reviewkit.corpus.corpus import Corpus
from reviewkit.figures import after_events, new_asks, promises, themes_by_period
from reviewkit.figures import prior_asks as prior_asks_figure
from reviewkit.figures import time_to_repeat as time_to_repeat_figure
from reviewkit.figures.figure import Figure
from reviewkit.measures import bursts, history, lineages, prevalence
from reviewkit.measures.measure_stage import COLUMNS, cached_measures
from reviewkit.redaction.shareable_text import shareable


def cycle_figures(corpus: Corpus) -> dict[str, Figure]:
    """A corpus in; the figures of the cycle by slug out.

    Over reviews whose whole list is held where there are enough of these; otherwise over all that is held, in counts.
    """
    past = {name: corpus.table(name) for name in COLUMNS}
    measured = cached_measures(corpus)
    held = history.history(**past, complete="why" not in measured)
    recommendations, reviews, themes = corpus.recommendations, corpus.reviews, corpus.themes
    shown = shareable(corpus)["passages"].set_index("rec_id")
    said = recommendations.assign(
        text=recommendations["rec_id"].map(shown["words"]), label=recommendations["rec_id"].map(shown["label"])
    )
    rows = denominator.counted_recommendations(
        recommendations, reviews[reviews["review_id"].isin(held.reviews["review_id"])]
    )
    asks, periods = _asked(held, rows), prevalence.periods(held, prevalence.thirds(held))
    coded = rows.merge(corpus.codes[["rec_id", "theme"]], on="rec_id")
    found = [
        prior_asks_figure.asked_before(asks, measured, reviews),
        new_asks.new_asks(asks, measured, reviews),
        time_to_repeat_figure.until_asked_again(asks, measured, reviews, themes),
        after_events.after_moment(bursts.followed_events(reviews, corpus.events), measured, reviews, recommendations),
        themes_by_period.themes_by_period(periods, measured, reviews, themes, coded),
        promises.promised(lineages.promised(recommendations, reviews, corpus.echoes), said, reviews),
    ]
    return {picture.slug: picture for picture in found}


def prior_asks_of_theme(corpus: Corpus, numbers: set[str], theme: str) -> Figure:
    """A corpus, its tables, and a theme's asks by their numbers and its name in; what of them was asked before out.

    Counts of all that is held: no share is told of a part of the asks.
    """
    past = {name: corpus.table(name) for name in COLUMNS}
    measured = {"why": "a part of the asks"} | cached_measures(corpus)
    recommendations, reviews = corpus.recommendations, corpus.reviews
    asks = _asked(
        history.history(**past, complete=False), denominator.counted_recommendations(recommendations, reviews)
    )
    measured["asked_before"] = {"value": None}
    return prior_asks_figure.asked_before(asks[asks["number"].isin(numbers)], measured, reviews, theme)


def _asked(held: history.History, rows: pd.DataFrame) -> pd.DataFrame:
    """The asks of a history, each with the ids of its parts."""
    asks = lineages.numbered_asks(held)
    return asks.assign(rec_ids=asks["number"].map(rows.groupby("number")["rec_id"].agg(";".join)))
