"""Answer questions to a corpus by the names that are printed: what was asked of whom, on what, and when."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

import pandas as pd

from reviewkit.base.errors import InputError
from reviewkit.base.text import natural_key, split_list
from reviewkit.corpus import denominator, statuses

if TYPE_CHECKING:
    from reviewkit.corpus.corpus import Corpus

COLUMNS = ["rec_id", "published", "review", "label", "text", "bodies", "themes", "status", "page", "edition"]
SUGGESTIONS = 3
SIMILARITY = 0.5  # from which a name counts as near: the share of letters that match, by `difflib`


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


def find_id(name: str, id_by_name: dict[str, str], what: str, file: str) -> str:
    """Return the id that a name stands for, in small or capital letters.

    Raises: `InputError` where there is no such name; it says which are near.
    """
    printed = {known.casefold(): known for known in id_by_name}
    wanted = name.casefold().strip()
    if wanted in printed:
        return id_by_name[printed[wanted]]
    near = get_close_matches(wanted, list(printed), n=SUGGESTIONS, cutoff=SIMILARITY)
    near += [known for known in printed if wanted in known and known not in near][: SUGGESTIONS - len(near)]
    hint = f"near it are: {', '.join(printed[known] for known in near)}" if near else f"see {file}"
    raise InputError(f"there is no {what} '{name}'", hint)


def _ids_by_name(ids: pd.Series, names: pd.Series) -> dict[str, str]:
    """Return ids by printed name and by id."""
    return dict(zip(ids, ids, strict=True)) | dict(zip(names, ids, strict=True))


def _join_names(ids: list[str], names: dict[str, str]) -> str:
    return "; ".join(names.get(id_, id_) for id_ in ids)
