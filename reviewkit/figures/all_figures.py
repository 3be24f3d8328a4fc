"""All figures of a corpus."""

from __future__ import annotations

from reviewkit.corpus.corpus import Corpus
from reviewkit.corpus.subject import coders_sentence, load_subject
from reviewkit.figures import addressees, cycle, issues_by_review, lineages, themes_raised, threads, timeline
from reviewkit.figures.figure import Figure
from reviewkit.measures.threads import threads_of
from reviewkit.redaction.shareable_text import shareable


def draw_all(corpus: Corpus) -> dict[str, Figure]:
    """Draw all figures of a corpus, and return them by slug."""
    recommendations, reviews, codes, themes = corpus.recommendations, corpus.reviews, corpus.codes, corpus.themes
    subject = load_subject(corpus.folders.corpus)
    figures = [
        _draw_threads_of(corpus),
        issues_by_review.issues_by_review(recommendations, reviews, codes, themes, subject.highlight),
        timeline.timeline(reviews, corpus.events, recommendations, subject.name),
        addressees.who_is_asked(recommendations, reviews, corpus.bodies),
        themes_raised.themes_raised(
            recommendations, reviews, codes, themes, subject.highlight, coders_sentence(subject)
        ),
        lineages.lineages(recommendations, reviews, codes, themes, subject.highlight),
    ]
    return {figure.slug: figure for figure in figures} | cycle.cycle_figures(corpus)


def _draw_threads_of(corpus: Corpus) -> Figure:
    """Draw the threads of a corpus; where a thread has no name, it has words as these may leave the machine."""
    passages = shareable(corpus)["passages"].set_index("rec_id")["words"]
    words = corpus.recommendations.assign(text=corpus.recommendations["rec_id"].map(passages).fillna(""))
    events, lives = threads_of(corpus.with_tables(recommendations=words))
    return threads.asked_promised_asked_again(events, lives, corpus.recommendations, corpus.reviews, corpus.events)
