"""All figures of a corpus."""

from __future__ import annotations

from reviewkit.corpus.corpus import Corpus
from reviewkit.corpus.subject import coders_sentence, load_subject
from reviewkit.figures import addressees, cycle, lineages, themes_raised, timeline
from reviewkit.figures.figure import Figure


def draw_all(corpus: Corpus) -> dict[str, Figure]:
    """Draw all figures of a corpus, and return them by slug."""
    recommendations, reviews, codes, themes = corpus.recommendations, corpus.reviews, corpus.codes, corpus.themes
    subject = load_subject(corpus.folders.corpus)
    figures = [
        timeline.timeline(reviews, corpus.events, recommendations, subject.name),
        addressees.who_is_asked(recommendations, reviews, corpus.bodies),
        themes_raised.themes_raised(
            recommendations, reviews, codes, themes, subject.highlight, coders_sentence(subject)
        ),
        lineages.lineages(recommendations, reviews, codes, themes, subject.highlight),
    ]
    return {figure.slug: figure for figure in figures} | cycle.cycle_figures(corpus)
