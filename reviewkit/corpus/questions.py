"""Answer questions to a corpus by the names that are printed: what was asked of whom, on what, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from reviewkit.base.text import natural_key, split_list
from reviewkit.corpus import denominator, statuses
from reviewkit.corpus.known_names import find_id

if TYPE_CHECKING:
    from reviewkit.corpus.corpus import Corpus

COLUMNS = ["rec_id", "published", "review", "label", "text", "bodies", "themes", "status", "page", "edition"]


def asks(corpus: Corpus, body: str, theme: str, since: str, until: str, review: str) -> pd.DataFrame:
    """Return the counted recommendations that fit; see `Corpus.asks`."""
    rows = denominator.counted_recommendations(corpus.recommendations, corpus.reviews)
    body_names = dict(zip(corpus.bodies["body_id"], corpus.bodies["name"], strict=True))
    theme_names = dict(zip(corpus.themes["theme"], corpus.themes["name"], strict=True))
    theme_ids = corpus.codes.groupby("rec_id")["theme"].agg(list).to_dict()
    rows = rows.assign(
        body_ids=rows["bodies"].map(split_list),
        theme_ids=rows["rec_id"].map(lambda rec_id: theme_ids.get(rec_id, [])),
        rec_order=rows["rec_id"].map(natural_key),
    )
    fits = (rows["published"] >= since) & ((rows["published"].str[: len(until)] <= until) if until else True)
    if body:
        wanted_body = body_id(corpus, body)
        fits &= rows["body_ids"].map(lambda ids: wanted_body in ids)
    if theme:
        wanted_theme = theme_id(corpus, theme)
        fits &= rows["theme_ids"].map(lambda ids: wanted_theme in ids)
    if review:
        fits &= rows["review_id"] == review_id(corpus, review)
    printed = rows.assign(
        review=rows["short_title"],
        bodies=rows["body_ids"].map(lambda ids: _join_names(ids, body_names)),
        themes=rows["theme_ids"].map(lambda ids: _join_names(ids, theme_names)),
        status=rows["rec_id"].map(statuses.words_by_id(corpus.statuses)).fillna(""),
    )
    return printed[fits].sort_values(["published", "rec_order"], ignore_index=True)[COLUMNS]


def theme_id(corpus: Corpus, name: str) -> str:
    """Return the id of a theme by its printed name or its id; `InputError` says which are near."""
    return find_id(name, _ids_by_name(corpus.themes["theme"], corpus.themes["name"]), "theme", "codebook.toml")


def review_id(corpus: Corpus, name: str) -> str:
    """Return the id of a review by its short title or its id; `InputError` says which are near."""
    ids = _ids_by_name(corpus.reviews["review_id"], corpus.reviews["short_title"])
    return find_id(name, ids, "review", "catalogue.csv")


def body_id(corpus: Corpus, name: str) -> str:
    """Return the id of a public body by its name, another name of it, or its id; `InputError` says which are near."""
    others = {alias: row.body_id for row in corpus.bodies.itertuples(index=False) for alias in split_list(row.aliases)}
    ids = others | _ids_by_name(corpus.bodies["body_id"], corpus.bodies["name"])
    return find_id(name, ids, "body", "bodies.csv")


def _ids_by_name(ids: pd.Series, names: pd.Series) -> dict[str, str]:
    """Return ids by printed name and by id."""
    return dict(zip(ids, ids, strict=True)) | dict(zip(names, ids, strict=True))


def _join_names(ids: list[str], names: dict[str, str]) -> str:
    return "; ".join(names.get(id_, id_) for id_ in ids)
