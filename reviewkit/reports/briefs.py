"""Make a briefing: on the whole corpus, on one theme, on one review, or about chosen figures.

Input: a corpus and its figures.
Output: a `content.Brief`. Every number is taken from a figure's rows.
Limitations: it says what was counted; what follows from that is for the person who briefs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import pandas as pd

from reviewkit.base.errors import InputError
from reviewkit.base.text import shorten
from reviewkit.corpus import denominator, provenance, statuses
from reviewkit.corpus.codebook import with_issues
from reviewkit.corpus.corpus import Corpus
from reviewkit.corpus.ids import recommendation_number
from reviewkit.corpus.recommendations import ASKS
from reviewkit.corpus.subject import coders_sentence, load_subject
from reviewkit.figures import addressees
from reviewkit.figures import lineages as lineages_figure
from reviewkit.figures.figure import Figure
from reviewkit.measures import lineages
from reviewkit.redaction.shareable_text import shareable
from reviewkit.reports import brief_sources, content, evidence_rows, nearest_asks, notebook_display, sentences

MOST_LINKS = 10  # rows of a table: with three figures they fill two pages
NEAR_LENGTH = 200  # characters of an earlier ask that stands beside a new one
MOST_NAMES = 40  # names that a message lists
HEADINGS = {
    "themes-raised": "Themes that come back",
    "repeats-per-thousand": "What was asked before",
    "who-is-asked": "Who is asked",
    "after-a-moment": "Reviews after public moments",
    "promised-and-asked-again": "Promised, then asked again",
}
NEAREST = (
    "Under each of its recommendations stand the earlier ones that are nearest to it and are not counted as asked "
    "before. Most do not ask the same; some may."
)
NO_FAILURE: content.Sentence = (sentences.NO_FAILURE, [])


class Links(NamedTuple):
    """Links between asks as a finding shows them: a row a link, the ids of what it shows, how many more there are."""

    rows: pd.DataFrame
    ids: list[str]
    more: int


def make_brief(
    corpus: Corpus,
    figures: Mapping[str, Figure],
    theme: str = "",
    review: str = "",
    chosen: tuple[str, ...] = (),
) -> content.Brief:
    """Return a briefing on the whole, a theme or a review, or about chosen figures; `figures` are all, by slug.

    Raises: `InputError` where there is no such theme, review or figure.
    """
    _require_known(theme, list(corpus.themes["theme"]), "theme", "codebook.toml")
    _require_known(review, list(corpus.reviews["review_id"]), "review", "catalogue.csv")
    for slug in chosen:
        _require_known(slug, list(figures), "figure", "figures/README.md")
    passages = shareable(corpus)["passages"]
    if theme:
        title, findings = _theme_findings(corpus, passages, theme, figures["themes-raised"])
    elif review:
        title, findings = _review_findings(corpus, passages, review)
    else:
        subject = load_subject(corpus.folders.corpus).name
        title = f"What reviews{subject and f' of {subject}'} asked for, and asked for again"
        findings = _corpus_findings(corpus, figures, passages)
    if chosen:
        by_slug = {finding.figure.slug: finding for finding in findings if finding.figure}
        findings = [by_slug.get(slug) or _figure_finding(figures[slug]) for slug in chosen]
    as_of = notebook_display.as_of(corpus.reviews) or "no known date"
    until = load_subject(corpus.folders.corpus).gathered_until
    dates = f"Reviews published up to {as_of}{until and f', looked for until {until}'}"
    return content.Brief(
        title=title,
        subtitle=f"{_evidence_sentence(corpus, theme, review)} {dates}; made by reviewkit.",
        findings=findings,
        methods=_method_sentences(corpus),
        sources=brief_sources.source_lines(corpus, passages, findings),
    )


def _evidence_sentence(corpus: Corpus, theme: str, review_id: str) -> str:
    """Say what is counted rests on: of one review, of one theme, or of all."""
    recommendations = corpus.recommendations
    if review_id:
        return provenance.of_review(recommendations, corpus.reviews, review_id)
    if theme:
        coded = corpus.codes.loc[corpus.codes["theme"] == theme, "rec_id"]
        recommendations = recommendations[recommendations["rec_id"].isin(coded)]
    return provenance.sentence(provenance.weigh(recommendations, corpus.reviews))


def _require_known(name: str, names: list[str], kind: str, file: str) -> None:
    if name and name not in names:
        raise InputError(f"there is no {kind} '{name}'", f"{file} has: {', '.join(sorted(names)[:MOST_NAMES])}")


def _least(corpus: Corpus) -> str:
    """Return "At least " where some lists are our paraphrase, and counts lower bounds."""
    return denominator.held_lists(corpus.reviews).at_least.capitalize()


def _corpus_findings(corpus: Corpus, figures: Mapping[str, Figure], passages: pd.DataFrame) -> list[content.Finding]:
    """Return the findings on the whole corpus, without figures that have nothing to show."""
    least = _least(corpus)
    framed = with_issues(corpus.themes)
    issues = list(framed.loc[framed["highlight"] & (framed["part_of"] == ""), "theme"])
    sentences_of: dict[str, Callable[[Figure], list[content.Sentence]]] = {
        "themes-raised": lambda figure: [sentences.raised_sentence(figure, theme, least) for theme in issues],
        "repeats-per-thousand": lambda figure: [sentences.repeats_sentence(figure)],
        "who-is-asked": lambda figure: [*sentences.who_is_asked_sentences(figure, least), NO_FAILURE],
        "after-a-moment": lambda figure: [sentences.after_moment_sentence(figure)],
        "promised-and-asked-again": lambda figure: [sentences.promised_sentence(figure, least), NO_FAILURE],
    }
    links = {"repeats-per-thousand": _link_rows(passages, _counted_links(corpus))}
    return [
        content.make_finding(heading, figures[slug], sentences_of[slug](figures[slug]), *links.get(slug, ()))
        for slug, heading in HEADINGS.items()
        if not figures[slug].alt.startswith("An empty")
    ]


def _theme_findings(
    corpus: Corpus, passages: pd.DataFrame, theme: str, raised: Figure
) -> tuple[str, list[content.Finding]]:
    """Return the title and the findings on one theme: the same figures over its recommendations alone."""
    name = corpus.themes.set_index("theme")["name"][theme]
    least, reviews = _least(corpus), corpus.reviews
    codes = corpus.codes[corpus.codes["theme"] == theme]
    recommendations = corpus.recommendations[corpus.recommendations["rec_id"].isin(codes["rec_id"])]
    asks = denominator.counted_recommendations(recommendations, reviews)
    as_highlighted = corpus.themes[corpus.themes["theme"] == theme].assign(
        highlight=True, issue=name
    )  # `lineages` draws only these
    years, who = (
        figure._replace(slug=f"{figure.slug}-{theme}", title=f"{name}: {figure.title[:1].lower()}{figure.title[1:]}")
        for figure in (
            lineages_figure.lineages(recommendations, reviews, codes, as_highlighted),
            addressees.who_is_asked(recommendations, reviews, corpus.bodies),
        )
    )
    years = years._replace(
        title=f"{name}: reviews that ask for something under it{denominator.year_range(asks['published'])}"
    )
    links = _counted_links(corpus)
    links = links[links["rec_id"].isin(asks["rec_id"])]
    repeating = links["rec_id"].map(recommendation_number).nunique()
    before: content.Sentence = (
        f"At least {repeating} of {asks['number'].nunique()} recommendations on it repeat an earlier one.",
        [],
    )
    raised_words = sentences.raised_sentence(raised, theme, least)
    findings = [
        content.make_finding(f"Reviews that ask for it: {name}", years, [raised_words]),
        content.make_finding("What was asked before", None, [before], *_link_rows(passages, links)),
        content.make_finding("Who is asked", who, [*sentences.who_is_asked_sentences(who, least), NO_FAILURE]),
    ]
    return f"{name}: what reviews asked for, and asked for again", findings


def _review_findings(corpus: Corpus, passages: pd.DataFrame, review_id: str) -> tuple[str, list[content.Finding]]:
    """Return the title and the findings on one review: what it asks, what of it was asked before, and what may be."""
    review = corpus.reviews.set_index("review_id").loc[review_id]
    own = passages[(passages["review_id"] == review_id) & passages["kind"].isin(ASKS)]
    own_rows = corpus.recommendations[corpus.recommendations["rec_id"].isin(own["rec_id"])]
    links = lineages.lineage(own_rows, corpus.recommendations, corpus.reviews, corpus.echoes)
    asks, asked_before = (rows["rec_id"].map(recommendation_number).nunique() for rows in (own, links))
    total = "" if pd.isna(review["n_recommendations"]) else f" of {review['n_recommendations']}"
    held: content.Sentence = (f"Held of what it asks or promises: {asks}{total}.", [])
    again: content.Sentence = (f"Of these, restating what an earlier review held asked: {asked_before}.", [])
    status_by_id = statuses.words_by_id(corpus.statuses)
    own = own.assign(words=own["words"] + own["rec_id"].map(lambda rec_id: _answer_words(status_by_id.get(rec_id, ""))))
    answered: content.Sentence = (statuses.count_words(corpus.statuses, list(own["rec_id"])), [])
    findings = [
        content.make_finding("What it asks for", None, [held, answered], _rows_of(own), list(own["rec_id"])),
        content.make_finding("What of it was asked before", None, [again], *_link_rows(passages, links, len(links))),
    ]
    near = _nearest_rows(corpus, own)
    if near.ids:
        words: list[content.Sentence] = [(NEAREST, []), (nearest_asks.HOW_TO_SAY_YES, [])]
        findings.append(content.make_finding(nearest_asks.HEADING, None, words, *near))
    return f"{review['short_title']}: what it asks for, and what was asked before", findings


def _answer_words(status: str) -> str:
    """Return what follows the words of a recommendation in a table: the answer to it, where one is known."""
    return f" Answer: {status}." if status else ""


def _figure_finding(figure: Figure) -> content.Finding:
    """Return a finding that says of a figure only what it counts."""
    return content.make_finding(figure.title, figure, [(figure.caption, [])])


def _counted_links(corpus: Corpus) -> pd.DataFrame:
    """Return the restating links between what reviews of the denominator ask: those that the figures count."""
    asks = set(denominator.counted_recommendations(corpus.recommendations, corpus.reviews)["rec_id"])
    links = denominator.restating(corpus.echoes)
    return links[links["rec_id"].isin(asks) & links["earlier_rec_id"].isin(asks)]


def _link_rows(passages: pd.DataFrame, links: pd.DataFrame, most: int = MOST_LINKS) -> Links:
    """Return a row a link, the longest gap first; under the words of the later ask stand those that it restates."""
    links = links.sort_values(["years", "rec_id", "earlier_rec_id"], ascending=[False, True, True])
    shown = links[["rec_id", "earlier_rec_id"]].head(most).to_numpy().tolist()
    by_id = passages.set_index("rec_id")
    rows = []
    for later_id, earlier_id in shown:
        later, earlier = by_id.loc[later_id], by_id.loc[earlier_id]
        words = f"{later['words']} Restates {earlier['review']}, {earlier['published'][:4]}: {earlier['words']}"
        rows.append((later["published"], later["review"], later["asked_of"], words, _place(later)))
    ids = [rec_id for link in shown for rec_id in link]
    return Links(pd.DataFrame(rows, columns=content.ROWS), ids, len(links) - len(shown))


def _nearest_rows(corpus: Corpus, own: pd.DataFrame) -> Links:
    """Return a row for each ask of a review that has nearest earlier asks, with their words under its own."""
    near = nearest_asks.nearest_asks(corpus, list(own["rec_id"]))
    beside = dict(list(near.groupby("rec_id", sort=False)))
    asks = own[own["rec_id"].isin(beside)].set_index("rec_id", drop=False)
    words = [f"{row.words} Nearest: {_nearest_words(beside[row.rec_id])}" for row in asks.itertuples()]
    ids = [*asks["rec_id"], *dict.fromkeys(near["earlier_id"])]
    return Links(_rows_of(asks.assign(words=words)).reset_index(drop=True), ids, 0)


def _rows_of(passages: pd.DataFrame) -> pd.DataFrame:
    """Return passages as rows of a table, each with its label before its place."""
    return passages.assign(where=[_place(row) for _, row in passages.iterrows()])[content.ROWS]


def _place(passage: pd.Series) -> str:
    """Return where a passage stands: its label, and its page or where our paraphrase was seen; links are sources."""
    return f"{evidence_rows.printed_label(passage['label'])}, {passage['where'].partition(';')[0]}"


def _nearest_words(near: pd.DataFrame) -> str:
    """Return the nearest earlier asks of one ask in a line."""
    return " ".join(
        f"({number}) {row.review}, {row.published[:4]}: {shorten(row.words, NEAR_LENGTH)}"
        for number, row in enumerate(near.itertuples(index=False), start=1)
    )


def _method_sentences(corpus: Corpus) -> list[str]:
    """Say what a reader must know of how the briefing was made."""
    methods = [
        f"Themes, and which recommendations ask the same, were given by the coders or by a model tried against them. "
        f"{coders_sentence(load_subject(corpus.folders.corpus))} The evidence page opens each recommendation counted.",
        "It measures what was asked and promised, not what came of it. " + sentences.NO_FAILURE,
        "Names and dates of birth were masked in all words shown. "
        "METHOD.md says how each step works, and what it misses.",
    ]
    if denominator.held_lists(corpus.reviews).digests:
        methods.insert(1, f"{provenance.LOWER_BOUNDS} A recommendation that is not held may stand in the review.")
    return methods
