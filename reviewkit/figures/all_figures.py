"""All figures of a corpus."""

from __future__ import annotations

from reviewkit.corpus.corpus import Corpus
from reviewkit.corpus.subject import load_subject
from reviewkit.figures import addressees, cycle, lineages, themes_raised, timeline
from reviewkit.figures.figure import Figure


def draw_all(corpus: Corpus) -> dict[str, Figure]:
    """The corpus.folders of a corpus and its tables by name in; its figures by slug out."""
    asks, reviews, codes, themes = (corpus.table(name) for name in ("recommendations", "reviews", "codes", "themes"))
    found = [
        timeline.timeline(reviews, corpus.events, asks, load_subject(corpus.folders.corpus).name),
        addressees.who_is_asked(asks, reviews, corpus.bodies),
        themes_raised.themes_raised(asks, reviews, codes, themes),
        lineages.lineages(asks, reviews, codes, themes),
    ]
    return {picture.slug: picture for picture in found} | cycle.cycle_figures(corpus)
