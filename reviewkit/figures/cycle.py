"""The figures of the cycle (repeats, bounds of themes, moments, promises), drawn for a corpus."""

from __future__ import annotations

import pandas as pd

from reviewkit.corpus import denominator
from reviewkit.corpus.codebook import codes_of_issues
from reviewkit.corpus.corpus import Corpus
from reviewkit.corpus.subject import load_subject
from reviewkit.figures import after_events, promises, repetition, theme_bounds
from reviewkit.figures.figure import Figure
from reviewkit.measures import accuracy, bursts, history, lineages
from reviewkit.measures import bounds as theme_measures
from reviewkit.measures import repetition as repeats
from reviewkit.measures.measure_stage import COLUMNS, cached_measures, held_history
from reviewkit.redaction.shareable_text import shareable


def cycle_figures(corpus: Corpus) -> dict[str, Figure]:
    """Draw the figures of the cycle, and return them by slug. They count over all that was found."""
    recommendations, reviews, themes = corpus.recommendations, corpus.reviews, corpus.themes
    measures, held = cached_measures(corpus), held_history(corpus)
    counted = denominator.counted_recommendations(recommendations, reviews)
    highlight = load_subject(corpus.folders.corpus).highlight
    followed = bursts.followed_events(reviews, corpus.events)
    promised = lineages.promised(recommendations, reviews, corpus.echoes)
    figures = [
        repetition.repeats_per_thousand(repeats.nulls(held), counted, corpus.echoes, reviews),
        theme_bounds.theme_bounds(_bounds(corpus), recommendations, reviews, corpus.codes, themes, highlight),
        after_events.after_moment(followed, measures, reviews, recommendations, corpus.events),
        promises.promised(promised, _with_shareable_words(corpus), reviews),
    ]
    return {figure.slug: figure for figure in figures}


def _bounds(corpus: Corpus) -> dict[str, dict[str, object]]:
    """Return the bounds of each theme, and of each issue of several themes."""
    tables = {name: corpus.table(name) for name in COLUMNS}
    tables["codes"] = codes_of_issues(corpus.codes, corpus.themes)
    past = history.history(**tables, complete=False)
    return theme_measures.bounds(past, accuracy.load_errors(corpus.accuracy))


def _with_shareable_words(corpus: Corpus) -> pd.DataFrame:
    """Return the recommendations with their text and label as these may leave the machine."""
    passages = shareable(corpus)["passages"].set_index("rec_id")
    ids = corpus.recommendations["rec_id"]
    return corpus.recommendations.assign(text=ids.map(passages["words"]), label=ids.map(passages["label"]))
