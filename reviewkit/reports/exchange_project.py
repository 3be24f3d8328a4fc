"""Put what a corpus holds into a project for programs of qualitative analysis: texts, places, themes, and who coded.

Input: a corpus.
Output: a `Project`; `exchange_format` writes it.

    documents    the texts of `exchange_texts`, with title, date, kind, publisher and licence as variables
    selections   a recommendation each; its description says id, kind, page, whom it asks, and on what terms
    codes        the themes, described by the code frame
    users        the two coders, the model, and each person with a correction; each codes what is theirs
    notes        what the project is; and where a person took a theme away, who and why
    links        later recommendations that restate earlier ones
    sets         documents that count as reviews, all others; the highlighted themes

GUIDs are made of the corpus's own ids, so that they are the same with every export.

Limitations: the coders' codings are theirs, also where they differ from each other or a person took the theme away;
what holds in the end is said in each selection's description.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from typing import NamedTuple

import pandas as pd

from reviewkit.base.files import read_toml
from reviewkit.base.progress import Progress, no_progress
from reviewkit.base.text import split_list
from reviewkit.base.types import Row
from reviewkit.coding.themes.theme_stage import current_codes
from reviewkit.corpus import corrections, provenance, tables
from reviewkit.corpus.corpus import Corpus
from reviewkit.corpus.denominator import restating
from reviewkit.corpus.subject import coders_sentence, load_subject
from reviewkit.redaction.shareable_text import shareable
from reviewkit.reports.exchange_format import Code, Coding, Named, Project, Selection, Set, Source, User
from reviewkit.reports.exchange_texts import DocumentText, document_texts

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "reviewkit")
MODEL = "model"
CODERS = {"coder a": "themes_a", "coder b": "themes_b"}  # the users, and their columns of coded.csv
NAMES = {MODEL: "reviewkit (model)", "coder a": "Coder A", "coder b": "Coder B"}
VARIABLES = {
    "published": "Published", "kind": "Kind of document", "publisher": "Publisher", "area": "Area",
    "in_denominator": "Counted as a review", "edition": "Edition", "licence": "Licence",
    "address": "Publisher's page",
}  # fmt: skip
BY = {"correction": "by a person", "coders": "by both coders", "model": "by the model"}
ABOUT = (
    "Recommendations of {count} documents, with the places where they stand and the themes of the code frame. "
    "Official documents under an open licence are given whole, with names and dates of birth masked; of others "
    "only the recommendations are given, in short. {evidence} Paraphrases are CC BY 4.0, and not the words of the "
    "reviews. Coder A and Coder B coded blind to each other. {coders} The model learned from their codes. A theme that "
    "one of them gave and the other did not is not counted."
)


class Word(NamedTuple):
    """That a user gave a theme to a recommendation."""

    user: str
    rec_id: str
    theme: str


def guid(sort: str, *names: str) -> str:
    """Return the GUID of a thing of the corpus: the same for the same ids.

    >>> guid("code", "training") == guid("code", "training") != guid("code", "taxis")
    True
    """
    return str(uuid.uuid5(NAMESPACE, "|".join([sort, *names])))


def project_of(corpus: Corpus, tell: Progress = no_progress) -> Project:
    """Return a corpus as a project."""
    texts = document_texts(corpus, tell)
    themes = corpus.themes
    words, people = words_on_themes(corpus), corrections.latest(corrections.load(corpus.folders), "theme")
    reviews = corpus.reviews.set_index("review_id")
    refusals = _refusals(people, themes)
    evidence = provenance.weigh_rows(corpus.recommendations, corpus.reviews, each_part=True)
    about = ABOUT.format(
        count=len(texts),
        evidence=provenance.sentence(evidence, provenance.ENTRIES),
        coders=coders_sentence(load_subject(corpus.folders.corpus)),
    )
    return Project(
        name=f"reviewkit: {load_subject(corpus.folders.corpus).name or corpus.folders.corpus.name}",
        description=about,
        users=tuple(User(guid("user", user), NAMES.get(user, user)) for user in _users(words, people)),
        codes=codes_of(corpus),
        variables=tuple(Named(guid("variable", name), title) for name, title in VARIABLES.items()),
        sources=_sources(corpus, texts, words, refusals),
        notes=(Named(guid("note", "about"), "About this project", about), *refusals.values()),
        links=_links(corpus, texts),
        sets=(*_document_sets(reviews.loc[[text.review_id for text in texts]]), *_highlighted(corpus)),
    )


def codebook_of(corpus: Corpus) -> Project:
    """Return the code frame of a corpus as a project without documents."""
    return Project(name="", codes=codes_of(corpus), sets=_highlighted(corpus))


def codes_of(corpus: Corpus) -> tuple[Code, ...]:
    """Return the themes as codes: each is described by its definition, what it includes and what it excludes."""
    entries = read_toml(corpus.folders.corpus / "codebook.toml")
    codes = []
    for theme in corpus.themes.itertuples(index=False):
        entry = entries.get(theme.theme, {})
        parts = [theme.definition]
        parts += [
            f"{field.capitalize()}: {'; '.join(entry[field])}" for field in ("includes", "excludes") if entry.get(field)
        ]
        codes.append(Code(guid("code", theme.theme), theme.name, "\n".join(parts)))
    return tuple(codes)


def words_on_themes(corpus: Corpus) -> list[Word]:
    """Return who gave which theme: each coder, each person, and the model where nobody else decided; sorted."""
    ids, themes = set(corpus.recommendations["rec_id"]), set(corpus.themes["theme"])
    coded = current_codes(corpus.folders, tables.load_or_empty(corpus.folders.corpus, "coded"))
    words = [
        Word(user, row["rec_id"], theme)
        for row in coded.to_dict("records")
        for user, column in CODERS.items()
        for theme in split_list(row[column])
    ]
    by_model = corpus.codes[corpus.codes["by"] == MODEL]
    words += [Word(MODEL, row.rec_id, row.theme) for row in by_model.itertuples(index=False)]
    people = corrections.latest(corrections.load(corpus.folders), "theme")
    words += [Word(row.by, row.id, row.field) for row in people[people["value"] == "yes"].itertuples(index=False)]
    return sorted({word for word in words if word.rec_id in ids and word.theme in themes})


def coding_guid(word: Word) -> str:
    """Return the GUID of the coding that says that a user gave a theme to a recommendation."""
    return guid("coding", *word)


def source_name(review_id: str, short_title: str) -> str:
    """Return the name of a document in a project: its title, and its id by which it is found again."""
    return f"{short_title} [{review_id}]"


def _users(words: list[Word], people: pd.DataFrame) -> list[str]:
    """Return the coders and the model, and then everybody with a correction."""
    return [*NAMES, *sorted({*people["by"], *(word.user for word in words)} - set(NAMES))]


def _refusals(people: pd.DataFrame, themes: pd.DataFrame) -> dict[tuple[str, str], Named]:
    """Return a note for each theme that a person took away from a recommendation, by recommendation and theme."""
    names = dict(zip(themes["theme"], themes["name"], strict=True))
    return {
        (row.id, row.field): Named(
            guid("note", row.id, row.field),
            f"Not {names[row.field]}",
            f"{row.by}: {names[row.field]} does not hold for {row.id}. {row.why}".strip(),
            guid("user", row.by),
        )
        for row in people.sort_values(["id", "field"]).itertuples(index=False)
        if row.value == "no" and row.field in names
    }


def _sources(
    corpus: Corpus, texts: list[DocumentText], words: list[Word], refusals: dict[tuple[str, str], Named]
) -> tuple[Source, ...]:
    """Return the documents with their selections."""
    passages = shareable(corpus)["passages"].set_index("rec_id")
    reviews = corpus.reviews.set_index("review_id")
    notes = defaultdict(list)
    for (rec_id, _), note in refusals.items():
        notes[rec_id].append(note.guid)
    words_of, holding = defaultdict(list), _themes_that_hold(corpus)
    for word in words:
        words_of[word.rec_id].append(word)
    sources = []
    for text in texts:
        review = reviews.loc[text.review_id]
        selections = [
            Selection(
                guid=guid("selection", rec_id),
                start=start,
                end=end,
                name=" ".join(passages.loc[rec_id, "label"].split()) or rec_id,
                description=_description(rec_id, passages.loc[rec_id], holding.get(rec_id, "none")),
                codings=tuple(_coding(word) for word in words_of[rec_id]),
                notes=tuple(notes[rec_id]),
            )
            for rec_id, (start, end) in sorted(text.places.items(), key=lambda item: (item[1], item[0]))
        ]
        values = tuple((guid("variable", name), str(review[name])) for name in VARIABLES if str(review[name]))
        name = source_name(text.review_id, review["short_title"])
        about = f"{review['title']}. {'The whole text' if text.whole else 'Its recommendations alone'}."
        sources.append(Source(guid("document", text.review_id), name, text.text, about, tuple(selections), values))
    return tuple(sources)


def _coding(word: Word) -> Coding:
    return Coding(coding_guid(word), guid("code", word.theme), guid("user", word.user))


def _themes_that_hold(corpus: Corpus) -> dict[str, str]:
    """Return the themes that hold for each recommendation, with who says so, in words."""
    names = dict(zip(corpus.themes["theme"], corpus.themes["name"], strict=True))
    themes = corpus.codes.sort_values(["rec_id", "theme"])
    printed = [f"{names.get(row.theme, row.theme)} ({BY[row.by]})" for row in themes.itertuples(index=False)]
    return themes.assign(printed=printed).groupby("rec_id")["printed"].agg("; ".join).to_dict()


def _description(rec_id: str, passage: Row, themes: str) -> str:
    """Return what is known of a recommendation, a line each."""
    facts = {"Id": rec_id, "Kind": passage["kind"], "Asked of": passage["asked_of"], "Where": passage["where"],
             "Terms": passage["licence"], "Themes that hold": themes}  # fmt: skip
    return "\n".join(f"{name}: {fact}" for name, fact in facts.items() if fact)


def _links(corpus: Corpus, texts: list[DocumentText]) -> tuple[Named, ...]:
    """Return a link from each recommendation that restates an earlier one to that one."""
    placed = {rec_id for text in texts for rec_id in text.places}
    pairs = restating(corpus.echoes).sort_values(["rec_id", "earlier_rec_id"])
    return tuple(
        Named(
            guid("link", row.rec_id, row.earlier_rec_id),
            "restates",
            ends=(guid("selection", row.rec_id), guid("selection", row.earlier_rec_id)),
        )
        for row in pairs.itertuples(index=False)
        if {row.rec_id, row.earlier_rec_id} <= placed
    )


def _document_sets(reviews: pd.DataFrame) -> list[Set]:
    """Return the documents that count as reviews, and all others."""
    sets = []
    for counted, name in (("yes", "Counted as reviews"), ("no", "Not counted as reviews")):
        members = reviews.index[reviews["in_denominator"] == counted]
        sources = tuple(guid("document", review_id) for review_id in members)
        sets += [Set(guid("set", name), name, sources=sources)] if sources else []
    return sets


def _highlighted(corpus: Corpus) -> tuple[Set, ...]:
    """Return the set of the themes that the code frame marks, if there are any."""
    codes = tuple(guid("code", theme) for theme in corpus.themes.loc[corpus.themes["highlight"], "theme"])
    heading = load_subject(corpus.folders.corpus).highlight.heading
    return (Set(guid("set", "highlighted"), heading, codes=codes),) if codes else ()
