"""Answer questions to a corpus by the names that are printed: what was asked of whom, on what, and when."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

import pandas as pd

from reviewkit.base.errors import InputError
from reviewkit.base.text import natural_key, split_list
from reviewkit.corpus import denominator

if TYPE_CHECKING:
    from reviewkit.corpus.corpus import Corpus

COLUMNS = ["rec_id", "published", "review", "label", "text", "bodies", "themes", "page", "edition"]
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
        body_id = find_id(body, _body_id_by_name(body_names, corpus.bodies), "body", "bodies.csv")
        fits &= rows["body_ids"].map(lambda ids: body_id in ids)
    if theme:
        theme_id = find_id(theme, _id_by_name(theme_names), "theme", "codebook.toml")
        fits &= rows["theme_ids"].map(lambda ids: theme_id in ids)
    if review:
        titles = dict(zip(corpus.reviews["review_id"], corpus.reviews["short_title"], strict=True))
        fits &= rows["review_id"] == find_id(review, _id_by_name(titles), "review", "catalogue.csv")
    printed = rows.assign(
        review=rows["short_title"],
        bodies=rows["body_ids"].map(lambda ids: _join_names(ids, body_names)),
        themes=rows["theme_ids"].map(lambda ids: _join_names(ids, theme_names)),
    )
    return printed[fits].sort_values(["published", "rec_order"], ignore_index=True)[COLUMNS]


def find_id(name: str, id_by_name: dict[str, str], what: str, file: str) -> str:
    """Return the id that a printed name, an alias or an id stands for.

    Raises: `InputError` where there is no such name; it says which are near.
    """
    wanted = name.casefold()
    match = id_by_name.get(wanted.strip())
    if match is not None:
        return match
    near = get_close_matches(wanted, list(id_by_name), n=SUGGESTIONS, cutoff=SIMILARITY)
    containing = [known_name for known_name in id_by_name if wanted in known_name and known_name not in near]
    near += containing[: SUGGESTIONS - len(near)]
    hint = f"near it are: {', '.join(near)}" if near else f"see {file}"
    raise InputError(f"there is no {what} '{name}'", hint)


def _join_names(ids: list[str], names: dict[str, str]) -> str:
    return "; ".join(names.get(id_, id_) for id_ in ids)


def _id_by_name(names: dict[str, str]) -> dict[str, str]:
    """Return ids by printed name and by id, both in small letters."""
    return {name.casefold(): id_ for id_, name in names.items()} | {id_.casefold(): id_ for id_ in names}


def _body_id_by_name(names: dict[str, str], bodies: pd.DataFrame) -> dict[str, str]:
    """Return ids of bodies by name, by id and by alias."""
    aliases = {
        alias.casefold(): row.body_id for row in bodies.itertuples(index=False) for alias in split_list(row.aliases)
    }
    return aliases | _id_by_name(names)
