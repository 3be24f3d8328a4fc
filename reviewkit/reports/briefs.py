"""The corpus -> what a briefing says: on the whole, on one theme, on one review, or about chosen figures.

Comes in: the folders of a corpus, its tables and figures. Goes out: a `briefing.Brief`. Every number is taken from a
figure's rows. Limit: it says what was counted; what follows from it is for whoever briefs.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from reviewkit.base.errors import TableError
from reviewkit.corpus import denominator
from reviewkit.corpus.corpus import Corpus
from reviewkit.corpus.ids import recommendation_number
from reviewkit.corpus.subject import load_subject
from reviewkit.figures import addressees, cycle
from reviewkit.figures import lineages as figures_lineages
from reviewkit.figures.figure import Figure
from reviewkit.measures import lineages as measures_lineages
from reviewkit.redaction.shareable_text import shareable
from reviewkit.reports import content, notebook_display, sentences

MOST = 10  # rows of a table: with three figures they fill two pages
HEADINGS = {
    "themes-raised": "Themes that come back",
    "asked-before": "What was asked before",
    "until-asked-again": "How long until it is asked again",
    "who-is-asked": "Who is asked",
    "after-a-moment": "Reviews after public moments",
    "promised-and-asked-again": "Promised, then asked again",
}


def make_brief(
    corpus: Corpus,
    pictures: Mapping[str, Figure],
    theme: str = "",
    review: str = "",
    figures: tuple[str, ...] = (),
) -> content.Brief:
    """A corpus, its tables and figures by name, and what is wanted, in; the briefing out.

    Raises `tables.TableError` where there is no such theme, review or figure.
    """
    _known(theme, corpus.themes["theme"], "theme", "codebook.toml")
    _known(review, corpus.reviews["review_id"], "review", "catalogue.csv")
    for figure in figures:
        _known(figure, pd.Series(list(pictures)), "figure", "figures/README.md")
    shown = shareable(corpus)["passages"]
    if theme:
        title, findings = _theme(corpus, shown, theme, pictures["themes-raised"])
    elif review:
        title, findings = _review(corpus, shown, review)
    else:
        subject = load_subject(corpus.folders.corpus).name
        title = f"What reviews{subject and f' of {subject}'} asked for, and asked for again"
        findings = _whole(corpus, pictures, shown)
    if figures:
        chosen = {finding.picture.slug: finding for finding in findings if finding.picture}
        findings = [chosen.get(figure) or _shown(pictures[figure]) for figure in figures]
    reviews = corpus.reviews
    as_of = notebook_display.as_of(reviews)
    return content.Brief(
        title=title,
        subtitle=f"reviewkit, from reviews published up to {as_of or 'no known date'}. "
        + denominator.evidence_note(denominator.counted_reviews(reviews)),
        findings=findings,
        methods=_methods(reviews),
        licences=_licences(shown, findings),
    )


def _known(name: str, names: pd.Series, what: str, where: str) -> None:
    if name and name not in set(names):
        raise TableError(f"there is no {what} '{name}'", f"{where} has: {', '.join(sorted(names)[:40])}")


def _whole(corpus: Corpus, pictures: Mapping[str, Figure], shown: pd.DataFrame) -> list[content.Finding]:
    """The findings on the whole corpus, but for figures that have nothing to show."""
    least = "At least " if denominator.held_lists(corpus.reviews).digests else ""
    audit = list(corpus.themes.loc[corpus.themes["casey"], "theme"])
    said = {
        "themes-raised": lambda picture: [sentences.raised(picture, theme, least) for theme in audit],
        "asked-before": lambda picture: [sentences.before(picture, least)],
        "until-asked-again": lambda picture: [sentences.again(picture, least)],
        "who-is-asked": lambda picture: [*sentences.who(picture, least), (sentences.FAILURE, [])],
        "after-a-moment": lambda picture: [sentences.after(picture)],
        "promised-and-asked-again": lambda picture: [sentences.promised(picture, least), (sentences.FAILURE, [])],
    }
    behind = {"asked-before": _linked(shown, _links(corpus))}
    return [
        content.make_finding(heading, pictures[slug], said[slug](pictures[slug]), *behind.get(slug, ()))
        for slug, heading in HEADINGS.items()
        if not pictures[slug].alt.startswith("An empty")
    ]


def _theme(
    corpus: Corpus,
    shown: pd.DataFrame,
    theme: str,
    raised: Figure,
) -> tuple[str, list[content.Finding]]:
    """The findings on one theme: the same figures over its recommendations alone."""
    name = corpus.themes.set_index("theme")["name"][theme]
    ids = set(corpus.codes.loc[corpus.codes["theme"] == theme, "rec_id"])
    rows = corpus.recommendations[corpus.recommendations["rec_id"].isin(ids)]
    one = corpus.themes[corpus.themes["theme"] == theme].assign(casey=True)
    reviews, codes = corpus.reviews, corpus.codes[corpus.codes["theme"] == theme]
    least = "At least " if denominator.held_lists(reviews).digests else ""
    asks = denominator.counted_recommendations(rows, reviews)
    drawn = [
        figures_lineages.lineages(rows, reviews, codes, one),
        cycle.prior_asks_of_theme(corpus, set(asks["number"]), name),
        addressees.who_is_asked(rows, reviews, corpus.bodies),
    ]
    years, before, who = (
        each._replace(slug=f"{each.slug}-{theme}", title=f"{name}: {each.title[:1].lower()}{each.title[1:]}")
        for each in drawn
    )
    years = years._replace(
        title=f"{name}: reviews that ask for something under it{denominator.year_range(asks['published'])}"
    )
    links = _links(corpus)
    links = links[links["rec_id"].isin(asks["rec_id"])]
    findings = [
        content.make_finding(f"Reviews that ask for it: {name}", years, [sentences.raised(raised, theme, least)]),
        content.make_finding(
            "What was asked before", before, [sentences.before(before, least)], *_linked(shown, links)
        ),
        content.make_finding("Who is asked", who, [*sentences.who(who, least), (sentences.FAILURE, [])]),
    ]
    return f"{name}: what reviews asked for, and asked for again", findings


def _review(corpus: Corpus, shown: pd.DataFrame, review: str) -> tuple[str, list[content.Finding]]:
    """The findings on one review: what it asks, and what of it was asked before."""
    row = corpus.reviews.set_index("review_id").loc[review]
    own = shown[(shown["review_id"] == review) & shown["kind"].isin(["recommendation", "commitment", "duty"])]
    lines = measures_lineages.lineage(
        corpus.recommendations[corpus.recommendations["rec_id"].isin(own["rec_id"])],
        corpus.recommendations, corpus.reviews, corpus.echoes,
    )  # fmt: skip
    of = "" if pd.isna(row["n_recommendations"]) else f" of {row['n_recommendations']}"
    asks = f"Held of what it asks or promises: {own['rec_id'].map(recommendation_number).nunique()}{of}."
    numbers = lines["rec_id"].map(recommendation_number).nunique()
    again = f"Of these, restating what an earlier review held asked: {numbers}."
    findings = [
        content.make_finding("What it asks for", None, [(asks, [])], own[content.ROWS], list(own["rec_id"])),
        content.make_finding("What of it was asked before", None, [(again, [])], *_linked(shown, lines, len(lines))),
    ]
    return f"{row['short_title']}: what it asks for, and what was asked before", findings


def _shown(picture: Figure) -> content.Finding:
    return content.make_finding(picture.title, picture, [(picture.counted, [])])


def _links(corpus: Corpus) -> pd.DataFrame:
    """The restating links between what reviews of the denominator ask: those that the figures count."""
    asks = set(denominator.counted_recommendations(corpus.recommendations, corpus.reviews)["rec_id"])
    links = corpus.echoes[corpus.echoes["relation"] == "restates"]
    return links[links["rec_id"].isin(asks) & links["earlier_rec_id"].isin(asks)]


def _linked(shown: pd.DataFrame, links: pd.DataFrame, most: int = MOST) -> tuple[pd.DataFrame, list[str], int]:
    """Passages and links in; a row a link, longest gap first, the ids of what it shows, and how many more, out.

    Under the words of the later ask stand those of the earlier one that it restates.
    """
    order = links.sort_values(["years", "rec_id", "earlier_rec_id"], ascending=[False, True, True])
    ends = order[["rec_id", "earlier_rec_id"]].to_numpy().tolist()
    by_id = shown.set_index("rec_id")
    rows = []
    for later, earlier in ends[:most]:
        said, before = by_id.loc[later], by_id.loc[earlier]
        words = f"{said['words']} Restates {before['review']}, {before['published'][:4]}: {before['words']}"
        where = f"{said['label'].rpartition(': ')[2]}, {said['where'].partition(';')[0]}"
        rows.append((said["published"], said["review"], said["asked_of"], words, where))
    ids = [name for pair in ends[:most] for name in pair]
    return pd.DataFrame(rows, columns=content.ROWS), ids, max(0, len(ends) - most)


def _methods(reviews: pd.DataFrame) -> list[str]:
    """What a reader must know of how it was made."""
    said = [
        "Recommendations were read from the documents, coded by a code frame of themes, by two people or by a model "
        "that was tried against them, and compared with those of earlier reviews. "
        "The evidence page opens each one counted.",
        "It measures what was asked and promised, not what came of it. " + sentences.FAILURE,
        "Names and dates of birth were masked in all words shown. "
        "METHOD.md says how each step works, and what it misses.",
    ]
    if denominator.held_lists(reviews).digests:
        said.insert(1, "Most reviews are held in part, in our own words (digests): every count is a lower bound, and a "
                       "recommendation that is not held may stand in the review.")  # fmt: skip
    return said


def _licences(shown: pd.DataFrame, findings: list[content.Finding]) -> list[str]:
    """On what terms the words in the tables are shown, by review."""
    ids = {name for finding in findings for name in finding.ids}
    used = shown[shown["rec_id"].isin(ids)].drop_duplicates(["review", "licence"])
    by = used.sort_values(["published", "review"]).groupby("licence", sort=True)["review"].agg("; ".join)
    return [f"{licence}: {reviews}." for licence, reviews in by.items()] or ["No words of documents are shown."]
