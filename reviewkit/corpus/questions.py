"""Answer questions to a corpus by the names that are printed: what was asked of whom, on what, and when.

A question is narrowed by what is given of it; what fits all of that is its answer. Names are those that tables and
figures print, or ids; a name that the corpus does not have is refused with those that are near.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from reviewkit.base.dates import is_date
from reviewkit.base.errors import InputError
from reviewkit.base.text import natural_key, split_list
from reviewkit.corpus import denominator, schema, statuses
from reviewkit.corpus.known_names import SUGGESTIONS, find_id

if TYPE_CHECKING:
    from reviewkit.corpus.corpus import Corpus

COLUMNS = ["rec_id", "published", "review", "label", "text", "bodies", "themes", "status", "page", "edition"]
ASKED = "recommendation"  # the kind that is meant where none is named
NO_ANSWER, DONE, NOT_DONE = "no answer known", "done", "not done"
ANSWERS = (*statuses.WORDS.values(), NO_ANSWER, DONE, NOT_DONE)  # what a question may name
WORD = re.compile(r"\w+")
WORD_SIMILARITY = 0.8  # from which a word counts as mistyped: the share of letters that match, by `difflib`


class Question(NamedTuple):
    """What is asked for; what is empty narrows nothing."""

    body: str = ""  # a body, or a kind of body: everybody of that kind
    theme: str = ""
    since: str = ""
    until: str = ""
    review: str = ""
    words: str = ""  # each begins a word of the text: "taxi train" finds "training of taxi drivers"
    kind: str = ""
    answer: str = ""


def asks(corpus: Corpus, question: Question) -> pd.DataFrame:
    """Return the recommendations that fit; see `Corpus.asks`."""
    rows = _of_kind(corpus, question.kind)
    body_names = dict(zip(corpus.bodies["body_id"], corpus.bodies["name"], strict=True))
    theme_names = dict(zip(corpus.themes["theme"], corpus.themes["name"], strict=True))
    theme_ids = _themes_by_id(corpus)
    printed = rows.assign(
        review=rows["short_title"],
        bodies=rows["bodies"].map(lambda cell: _join_names(split_list(cell), body_names)),
        themes=rows["rec_id"].map(lambda rec_id: _join_names(theme_ids.get(rec_id, []), theme_names)),
        status=rows["rec_id"].map(statuses.words_by_id(corpus.statuses)).fillna(""),
        rec_order=rows["rec_id"].map(natural_key),
    )
    chosen = printed[fits(corpus, rows, question)]
    return chosen.sort_values(["published", "rec_order"], ignore_index=True)[COLUMNS]


def fits(corpus: Corpus, rows: pd.DataFrame, question: Question) -> pd.Series:
    """Return which rows fit a question, but for its kind; `rows` have `published`, as `recommendations` with dates.

    Raises: `InputError` for a name or a word that the corpus does not have, and for what is no date.
    """
    fit = pd.Series(True, index=rows.index)
    if question.since:
        fit &= rows["published"] >= check_date(question.since, "since")
    if question.until:
        fit &= rows["published"].str[: len(question.until)] <= check_date(question.until, "until")
    if question.review:
        fit &= rows["review_id"] == review_id(corpus, question.review)
    if question.body:
        wanted = body_ids(corpus, question.body)
        fit &= rows["bodies"].map(lambda cell: not wanted.isdisjoint(split_list(cell))).astype(bool)
    if question.theme:
        theme, themes = theme_id(corpus, question.theme), _themes_by_id(corpus)
        fit &= rows["rec_id"].map(lambda rec_id: theme in themes.get(rec_id, [])).astype(bool)
    if question.words:
        fit &= _has_words(rows["text"], question.words)
    if question.answer:
        fit &= _has_answer(corpus, rows["rec_id"], question.answer)
    return fit


def check_date(value: str, name: str) -> str:
    """Return a date as it was given; raise `InputError` for what is none."""
    if not is_date(value):
        raise InputError(f"{name}: '{value}' is no date", "write 2015, 2015-06 or 2015-06-10")
    return value


def theme_id(corpus: Corpus, name: str) -> str:
    """Return the id of a theme by its printed name or its id; `InputError` says which are near."""
    return find_id(name, _ids_by_name(corpus.themes["theme"], corpus.themes["name"]), "theme", "codebook.toml")


def review_id(corpus: Corpus, name: str) -> str:
    """Return the id of a review by its short title or its id; `InputError` says which are near."""
    ids = _ids_by_name(corpus.reviews["review_id"], corpus.reviews["short_title"])
    return find_id(name, ids, "review", "catalogue.csv")


def body_id(corpus: Corpus, name: str) -> str:
    """Return the id of a public body by its name, another name of it, or its id; `InputError` says which are near."""
    return find_id(name, _body_ids_by_name(corpus), "body", "bodies.csv")


def body_ids(corpus: Corpus, name: str) -> set[str]:
    """Return the ids that a name stands for: of a body as in `body_id`, or of every body of a kind.

    "Police" is every body of that kind, though it is also another name of the forces: nothing is left out unseen.
    """
    kinds = {kind: kind for kind in corpus.bodies["class"] if kind}
    bodies = _ids_by_name(corpus.bodies["body_id"], corpus.bodies["name"])
    found = find_id(name, _body_ids_by_name(corpus) | kinds | bodies, "body", "bodies.csv")
    if found in set(corpus.bodies["body_id"]):
        return {found}
    return set(corpus.bodies.loc[corpus.bodies["class"] == found, "body_id"])


def _of_kind(corpus: Corpus, kind: str) -> pd.DataFrame:
    """Return what counted reviews recommend; of another kind, what any document has."""
    kinds = {known: known for known in schema.KINDS}
    chosen = find_id(kind, kinds, "kind", "the dictionary of `recommendations`") if kind else ASKED
    if chosen == ASKED:
        return denominator.counted_recommendations(corpus.recommendations, corpus.reviews)
    rows = corpus.recommendations[corpus.recommendations["kind"] == chosen]
    return rows.merge(corpus.reviews[["review_id", "short_title", "published"]], on="review_id")


def _has_words(texts: pd.Series, words: str) -> pd.Series:
    """Return which texts have every one of some words, or a longer word that begins with it."""
    known = texts.map(lambda text: set(WORD.findall(text.casefold())))
    wanted = WORD.findall(words.casefold())
    for word in wanted:
        _check_word(word, set().union(*known))
    return known.map(lambda have: all(any(each.startswith(word) for each in have) for word in wanted)).astype(bool)


def _check_word(word: str, known: set[str]) -> None:
    """Raise `InputError` for a word that no text has, where one that is nearly the same is there."""
    if any(each.startswith(word) for each in known):
        return
    near = get_close_matches(word, sorted(known), n=SUGGESTIONS, cutoff=WORD_SIMILARITY)
    if near:
        raise InputError(f"no recommendation has the word '{word}'", f"near it are: {', '.join(near)}")


def _has_answer(corpus: Corpus, rec_ids: pd.Series, answer: str) -> pd.Series:
    """Return which recommendations were answered so, or are known to be done or not."""
    chosen = find_id(answer, {known: known for known in ANSWERS}, "answer", f"these: {', '.join(ANSWERS)}")
    table = corpus.statuses
    if chosen in (DONE, NOT_DONE):
        return rec_ids.isin(table.loc[table["done"] == ("yes" if chosen == DONE else "no"), "rec_id"])
    if chosen == NO_ANSWER:
        return ~rec_ids.isin(table.loc[table["answer"] != "", "rec_id"])
    return rec_ids.isin(table.loc[table["answer"].map(statuses.WORDS) == chosen, "rec_id"])


def _themes_by_id(corpus: Corpus) -> dict[str, list[str]]:
    """Return the ids of the themes of each recommendation."""
    themes: dict[str, list[str]] = corpus.codes.groupby("rec_id")["theme"].agg(list).to_dict()
    return themes


def _body_ids_by_name(corpus: Corpus) -> dict[str, str]:
    """Return the ids of bodies by name, by other names and by id."""
    others = {alias: row.body_id for row in corpus.bodies.itertuples(index=False) for alias in split_list(row.aliases)}
    return others | _ids_by_name(corpus.bodies["body_id"], corpus.bodies["name"])


def _ids_by_name(ids: pd.Series, names: pd.Series) -> dict[str, str]:
    """Return ids by printed name and by id."""
    return dict(zip(ids, ids, strict=True)) | dict(zip(names, ids, strict=True))


def _join_names(ids: list[str], names: dict[str, str]) -> str:
    return "; ".join(names.get(id_, id_) for id_ in ids)
