"""Make a briefing: on the whole corpus, on one theme, on one review, or about chosen figures.

Input: a corpus and its figures.
Output: a `content.Brief`. Numbers are taken from a figure's rows, those in short and of one review from the tables.
Limitations: it says what was counted; what follows from that is for the person who briefs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from reviewkit.base.dates import date_in_words
from reviewkit.base.errors import InputError
from reviewkit.corpus import denominator, statuses
from reviewkit.corpus.codebook import with_issues
from reviewkit.corpus.corpus import Corpus
from reviewkit.corpus.ids import recommendation_number
from reviewkit.corpus.subject import coders_sentence, gathered_sentence, load_subject
from reviewkit.figures import addressees
from reviewkit.figures import lineages as lineages_figure
from reviewkit.figures.figure import Figure
from reviewkit.measures import argument
from reviewkit.redaction.shareable_text import shareable
from reviewkit.reports import (
    brief_sources,
    brief_tables,
    content,
    document,
    in_short,
    notebook_display,
    sentences,
)

REPEATS = ((10, 2), (10, 1), (8, 1), (6, 1), (5, 1), (4, 1), (3, 1), (2, 1))  # rows of the table of repeats, and how
# many earlier recommendations stand in each with their words: as many as leave a brief on a theme on its two pages
MOST_NEAREST = (3, 2, 1)  # nearest earlier recommendations of one that are shown, likewise
PAGES = 2  # of a brief on a theme or a review, where it can be
MOST_NAMES = 40  # names that a message lists
HEADINGS = {
    "asked-promised-asked-again": "Asked, promised, asked again",
    "themes-raised": "Themes that come back",
    "repeats-per-thousand": "What was asked before",
    "who-is-asked": "Who is asked",
    "after-a-moment": "Reviews after public moments",
    "promised-and-asked-again": "Promised, then asked again",
}
NEAREST_HEADING = "Nearest earlier recommendations, not counted"
NEAREST = "They are nearest in wording and meaning. Most do not ask for the same; some may."
NO_FAILURE: content.Sentence = (sentences.NO_FAILURE, [])


def make_brief(
    corpus: Corpus,
    figures: Mapping[str, Figure],
    theme: str = "",
    review: str = "",
    chosen: tuple[str, ...] = (),
) -> content.Brief:
    """Return a briefing on the whole, a theme or a review, or about chosen figures; `figures` are all, by slug.

    A brief on a theme or a review shows fewer of the words behind it where that brings it onto two pages in Word.
    Raises: `InputError` where there is no such theme, review or figure.
    """
    _require_known(theme, list(corpus.themes["theme"]), "theme", "codebook.toml")
    _require_known(review, list(corpus.reviews["review_id"]), "review", "catalogue.csv")
    for slug in chosen:
        _require_known(slug, list(figures), "figure", "figures/README.md")
    passages = shareable(corpus)["passages"]
    if theme:
        title, variants = _theme_findings(corpus, passages, theme, figures["themes-raised"])
    elif review:
        title, variants = _review_findings(corpus, passages, review)
    else:
        subject = load_subject(corpus.folders.corpus).name
        title = f"What reviews{subject and f' of {subject}'} asked for, and asked for again"
        variants = [_corpus_findings(corpus, figures, passages)]
    if chosen:
        variants = [_chosen_findings(findings, figures, chosen) for findings in variants]
    brief = content.Brief(
        title=title,
        as_of=_as_of(corpus),
        in_short=_in_short(corpus, theme, review),
        caveat=in_short.evidence(corpus, theme, review),
        findings=[],
        methods=_method_sentences(corpus),
        sources=[],
    )
    return _fitting(brief, corpus, passages, variants)


def _fitting(
    brief: content.Brief, corpus: Corpus, passages: pd.DataFrame, variants: list[list[content.Finding]]
) -> content.Brief:
    """Return a brief with the first of some variants of its findings that stands on two pages, else with the first.

    One that leaves a few lines alone on its last page stands back behind the next.
    """
    briefs = [
        brief._replace(findings=findings, sources=brief_sources.source_lines(corpus, passages, findings))
        for findings in variants
    ]
    on_two = [each for each in briefs if len(document.pages(each)) <= PAGES] or briefs
    return next((each for each in on_two if document.ends_well(document.pages(each))), on_two[0])


def _as_of(corpus: Corpus) -> str:
    """Say up to when the reviews were published."""
    latest = notebook_display.as_of(corpus.reviews)
    words = date_in_words(latest) if latest else "no known date"
    return f"Reviews published up to {words}"


def _in_short(corpus: Corpus, theme: str, review: str) -> list[str]:
    """Return what is supported, what is not, and what cannot be told."""
    if theme:
        return in_short.theme_in_short(corpus, theme)
    if review:
        own = brief_tables.own_passages(shareable(corpus)["passages"], review)
        return in_short.review_in_short(corpus, review, own)
    claim = load_subject(corpus.folders.corpus).claim
    return in_short.corpus_in_short(argument.argue(argument.evidence(corpus)), claim)


def _require_known(name: str, names: list[str], kind: str, file: str) -> None:
    if name and name not in names:
        raise InputError(f"there is no {kind} '{name}'", f"{file} has: {', '.join(sorted(names)[:MOST_NAMES])}")


def _least(corpus: Corpus) -> str:
    """Return "At least " where some lists are our paraphrase, so that true counts may be higher."""
    return denominator.held_lists(corpus.reviews).at_least.capitalize()


def _corpus_findings(corpus: Corpus, figures: Mapping[str, Figure], passages: pd.DataFrame) -> list[content.Finding]:
    """Return the findings on the whole corpus, without figures that have nothing to show."""
    least = _least(corpus)
    framed = with_issues(corpus.themes)
    issues = list(framed.loc[framed["highlight"] & (framed["part_of"] == ""), "theme"])
    sentences_of: dict[str, Callable[[Figure], list[content.Sentence]]] = {
        "themes-raised": lambda figure: [sentences.raised_sentence(figure, theme, least) for theme in issues],
        "asked-promised-asked-again": lambda figure: [(f"{figure.title}.", []), NO_FAILURE],
        "repeats-per-thousand": lambda figure: [sentences.pairs_sentence(figure)],
        "who-is-asked": lambda figure: [*sentences.who_is_asked_sentences(figure, least), NO_FAILURE],
        "after-a-moment": lambda figure: [sentences.after_moment_sentence(figure)],
        "promised-and-asked-again": lambda figure: [sentences.promised_sentence(figure, least), NO_FAILURE],
    }
    links = brief_tables.links_table(passages, brief_tables.counted_links(corpus), *REPEATS[0])
    return [
        content.make_finding(
            heading,
            figures[slug],
            sentences_of[slug](figures[slug]),
            links if slug == "repeats-per-thousand" and len(links.rows) else content.NO_TABLE,
        )
        for slug, heading in HEADINGS.items()
        if slug in figures and not figures[slug].alt.startswith("An empty")
    ]


def _chosen_findings(
    findings: list[content.Finding], figures: Mapping[str, Figure], chosen: tuple[str, ...]
) -> list[content.Finding]:
    """Return the findings on chosen figures; one that none of the findings shows says only what it counts."""
    by_slug = {finding.figure.slug: finding for finding in findings if finding.figure}
    return [
        by_slug.get(slug) or content.make_finding(figures[slug].title, figures[slug], [(figures[slug].caption, [])])
        for slug in chosen
    ]


def _theme_findings(
    corpus: Corpus, passages: pd.DataFrame, theme: str, raised: Figure
) -> tuple[str, list[list[content.Finding]]]:
    """Return the title and the findings on one theme, with fewer and fewer rows of repeats."""
    name = corpus.themes.set_index("theme")["name"][theme]
    least = _least(corpus)
    codes = corpus.codes[corpus.codes["theme"] == theme]
    recommendations = corpus.recommendations[corpus.recommendations["rec_id"].isin(codes["rec_id"])]
    asks = denominator.counted_recommendations(recommendations, corpus.reviews)
    years, who = _theme_figures(corpus, theme, name, recommendations, asks)
    links = brief_tables.counted_links(corpus)
    links = links[links["rec_id"].isin(asks["rec_id"])]
    repeating = asks.loc[asks["rec_id"].isin(links["rec_id"]), "number"].nunique()
    repeats = sentences.repeats_sentence(repeating, asks["number"].nunique(), least)
    raised_words = sentences.raised_sentence(raised, theme, least)
    who_words = [*sentences.who_is_asked_sentences(who, least), NO_FAILURE]
    tables = [brief_tables.links_table(passages, links, *most) if len(links) else content.NO_TABLE for most in REPEATS]
    variants = [
        [
            content.make_finding(f"Reviews that ask for it: {name}", years, [raised_words]),
            content.make_finding("Who is asked", who, who_words),
            content.make_finding("What was asked before", None, [repeats], table),
        ]
        for table in tables
    ]
    return f"{name}: what reviews asked for, and asked for again", variants


def _theme_figures(
    corpus: Corpus, theme: str, name: str, recommendations: pd.DataFrame, asks: pd.DataFrame
) -> tuple[Figure, Figure]:
    """Return the figures of one theme: the same as of the whole, over its recommendations alone."""
    codes = corpus.codes[corpus.codes["theme"] == theme]
    as_highlighted = corpus.themes[corpus.themes["theme"] == theme].assign(
        highlight=True, issue=name
    )  # `lineages` draws only these
    years, who = (
        figure._replace(slug=f"{figure.slug}-{theme}", title=f"{name}: {figure.title[:1].lower()}{figure.title[1:]}")
        for figure in (
            lineages_figure.lineages(recommendations, corpus.reviews, codes, as_highlighted),
            addressees.who_is_asked(recommendations, corpus.reviews, corpus.bodies),
        )
    )
    years = years._replace(
        title=f"{name}: reviews that ask for something under it{denominator.year_range(asks['published'])}"
    )
    return years, who


def _review_findings(corpus: Corpus, passages: pd.DataFrame, review_id: str) -> tuple[str, list[list[content.Finding]]]:
    """Return the title and the findings on one review, with fewer and fewer words of the nearest earlier ones."""
    review = corpus.reviews.set_index("review_id").loc[review_id]
    own = brief_tables.own_passages(passages, review_id)
    links, near = brief_tables.links_of(corpus, own), brief_tables.nearest_of(corpus, own)
    words = _review_sentences(corpus, review, own, links)
    title = f"{review['short_title']}: what it asks for, and what was asked before"
    return title, [_with_nearest(corpus, passages, own, links, near, most, words) for most in MOST_NEAREST]


def _with_nearest(
    corpus: Corpus,
    passages: pd.DataFrame,
    own: pd.DataFrame,
    links: pd.DataFrame,
    near: pd.DataFrame,
    most: int,
    words: list[content.Sentence],
) -> list[content.Finding]:
    """Return the findings on one review with at most so many of the nearest earlier recommendations of each."""
    shown = near.groupby("rec_id", sort=False).head(most)
    asks = brief_tables.asks_table(corpus, own, links, shown) if len(own) else content.NO_TABLE
    findings = [content.make_finding("What it asks for", None, words, asks)]
    if len(links):
        repeated = brief_tables.repeated_words_table(passages, links)
        findings.append(content.make_finding("What of it was asked before", None, [], repeated))
    if len(near):
        nearest = brief_tables.nearest_table(passages, shown, len(near) - len(shown))
        findings.append(content.make_finding(NEAREST_HEADING, None, [(NEAREST, [])], nearest))
    return findings


def _review_sentences(
    corpus: Corpus, review: pd.Series, own: pd.DataFrame, links: pd.DataFrame
) -> list[content.Sentence]:
    """Say how much of a review was found, what was not, what of it repeats, and how it was answered."""
    found, repeating = (rows["rec_id"].map(recommendation_number).nunique() for rows in (own, links))
    total = None if pd.isna(review["n_recommendations"]) else int(review["n_recommendations"])
    of = "" if total is None else f" of {total}"
    missing = brief_tables.missing_words(own, total)
    least = _least(corpus).lower() if repeating else ""
    again = f"Of these, repeating what an earlier review asked for: {least}{repeating}."
    answers = statuses.count_words(corpus.statuses, list(own["rec_id"]))
    words = [f"Found of its {in_short.noun(own)}: {found}{of}.", *([missing] if missing else []), again, answers]
    return [(sentence, []) for sentence in words]


def _method_sentences(corpus: Corpus) -> list[str]:
    """Say what a reader must know of how the briefing was made."""
    subject = load_subject(corpus.folders.corpus)
    methods = [
        "Reviews found are those of which at least a part of the recommendations was found, or which are known to "
        "make none. Parts of one numbered recommendation count as one.",
        "It measures what was asked and promised, not what came of it. " + sentences.NO_FAILURE,
        f"Themes, and which recommendations ask for the same, were given by the coders or by a model tried against "
        f"them. {coders_sentence(subject)} The evidence page opens each recommendation "
        "counted.",
        "Names and dates of birth were masked in all words shown. How each step works and what it misses stands in "
        f"the project's account of its method. {gathered_sentence(subject)} Made by reviewkit.",
    ]
    if denominator.held_lists(corpus.reviews).digests:
        methods.insert(
            1,
            "Numbers are least numbers (“at least”): a recommendation that was not found may stand in the review "
            "all the same.",
        )
    return methods
