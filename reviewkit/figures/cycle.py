"""The figures of the cycle (asked before, new asks, asked again, moments, periods, promises), drawn for a corpus."""

from __future__ import annotations

import pandas as pd

from reviewkit.corpus import denominator, provenance
from reviewkit.corpus.codebook import codes_of_issues
from reviewkit.corpus.corpus import Corpus
from reviewkit.corpus.subject import load_subject
from reviewkit.figures import after_events, new_asks, prior_asks, promises, themes_by_period, time_to_repeat
from reviewkit.figures.figure import Figure
from reviewkit.measures import bursts, history, lineages, prevalence
from reviewkit.measures.measure_stage import COLUMNS, cached_measures
from reviewkit.measures.summary import shares_allowed, without_shares
from reviewkit.redaction.shareable_text import shareable


def cycle_figures(corpus: Corpus) -> dict[str, Figure]:
    """Draw the figures of the cycle, and return them by slug.

    They count over reviews whose whole list is held where there are enough of these; otherwise over all that is held,
    in counts and without shares.
    """
    recommendations, reviews, themes = corpus.recommendations, corpus.reviews, corpus.themes
    measures = cached_measures(corpus)
    past = history.history(**{name: corpus.table(name) for name in COLUMNS}, complete=shares_allowed(measures))
    of_past = reviews["review_id"].isin(past.reviews["review_id"])
    counted = denominator.counted_recommendations(recommendations, reviews[of_past])
    asks, periods = _asks_with_parts(past, counted), _periods(corpus, complete=shares_allowed(measures))
    highlight = load_subject(corpus.folders.corpus).highlight
    followed = bursts.followed_events(reviews, corpus.events)
    promised = lineages.promised(recommendations, reviews, corpus.echoes)
    coded = counted.merge(codes_of_issues(corpus.codes, themes)[["rec_id", "theme"]], on="rec_id")
    evidence = provenance.weigh_rows(counted, reviews)
    figures = [
        prior_asks.asked_before(asks, measures, reviews, evidence),
        new_asks.new_asks(asks, measures, reviews, evidence),
        time_to_repeat.until_asked_again(asks, measures, reviews, themes, evidence),
        after_events.after_moment(followed, measures, reviews, recommendations),
        themes_by_period.themes_by_period(periods, measures, reviews, themes, coded, evidence, highlight),
        promises.promised(promised, _with_shareable_words(corpus), reviews),
    ]
    return {figure.slug: figure for figure in figures}


def _periods(corpus: Corpus, complete: bool) -> pd.DataFrame:
    """Return by theme, and by issue of several themes, how many reviews raise it in each third of the years."""
    tables = {name: corpus.table(name) for name in COLUMNS}
    tables["codes"] = codes_of_issues(corpus.codes, corpus.themes)
    past = history.history(**tables, complete=complete)
    return prevalence.periods(past, prevalence.thirds(past))


def prior_asks_of_theme(corpus: Corpus, numbers: set[str], theme: str) -> Figure:
    """Draw what of the asks of one theme was asked before; `numbers` are the asks, `theme` is its name.

    Counts of all that is held: no share is told of a part of the asks.
    """
    past = history.history(**{name: corpus.table(name) for name in COLUMNS}, complete=False)
    measures = without_shares(cached_measures(corpus), "a part of the asks")
    counted = denominator.counted_recommendations(corpus.recommendations, corpus.reviews)
    asks = _asks_with_parts(past, counted)
    evidence = provenance.weigh_rows(counted[counted["number"].isin(numbers)], corpus.reviews)
    return prior_asks.asked_before(asks[asks["number"].isin(numbers)], measures, corpus.reviews, evidence, theme)


def _asks_with_parts(past: history.History, recommendations: pd.DataFrame) -> pd.DataFrame:
    """Return the asks of a history, each with the ids of its parts in the list cell `rec_ids`."""
    asks = lineages.numbered_asks(past)
    parts = recommendations.groupby("number")["rec_id"].agg(";".join)
    return asks.assign(rec_ids=asks["number"].map(parts))


def _with_shareable_words(corpus: Corpus) -> pd.DataFrame:
    """Return the recommendations with their text and label as these may leave the machine."""
    passages = shareable(corpus)["passages"].set_index("rec_id")
    ids = corpus.recommendations["rec_id"]
    return corpus.recommendations.assign(text=ids.map(passages["words"]), label=ids.map(passages["label"]))
