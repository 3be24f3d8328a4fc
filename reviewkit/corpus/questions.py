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


def asks(corpus: Corpus, body: str, theme: str, since: str, until: str, review: str) -> pd.DataFrame:
    """Return the counted recommendations that fit; see `Corpus.asks`."""
    rows = denominator.counted_recommendations(corpus.recommendations, corpus.reviews)
    body_names = dict(zip(corpus.bodies["body_id"], corpus.bodies["name"], strict=True))
    theme_names = dict(zip(corpus.themes["theme"], corpus.themes["name"], strict=True))
    themes = corpus.codes.groupby("rec_id")["theme"].agg(list)
    own_bodies = rows["bodies"].map(split_list)
    own_themes = rows["rec_id"].map(themes).map(lambda found: found if isinstance(found, list) else [])
    fits = pd.Series(True, index=rows.index)
    if body:
        body_id = find_id(body, _with_aliases(body_names, corpus.bodies), "body", "bodies.csv")
        fits &= own_bodies.map(lambda asked: body_id in asked)
    if theme:
        theme_id = find_id(theme, _by_name(theme_names), "theme", "codebook.toml")
        fits &= own_themes.map(lambda given: theme_id in given)
    if review:
        titles = dict(zip(corpus.reviews["review_id"], corpus.reviews["short_title"], strict=True))
        fits &= rows["review_id"] == find_id(review, _by_name(titles), "review", "catalogue.csv")
    fits &= (rows["published"] >= since) & ((rows["published"].str[: len(until)] <= until) if until else True)
    found = rows.assign(
        review=rows["short_title"],
        bodies=own_bodies.map(lambda ids: "; ".join(body_names.get(each, each) for each in ids)),
        themes=own_themes.map(lambda ids: "; ".join(theme_names.get(each, each) for each in ids)),
    )[fits]
    order = found["rec_id"].map(natural_key)
    return found.assign(order=order).sort_values(["published", "order"], ignore_index=True)[COLUMNS]


def find_id(name: str, id_by_name: dict[str, str], what: str, file: str) -> str:
    """Return the id that a printed name, an alias or an id stands for.

    Raises: `InputError` where there is no such name; it says which are near.
    """
    found = id_by_name.get(name.casefold().strip())
    if found is not None:
        return found
    near = get_close_matches(name.casefold(), list(id_by_name), n=3, cutoff=0.5)
    near += [each for each in id_by_name if name.casefold() in each and each not in near][: 3 - len(near)]
    hint = f"near it are: {', '.join(near)}" if near else f"see {file}"
    raise InputError(f"there is no {what} '{name}'", hint)


def _by_name(names: dict[str, str]) -> dict[str, str]:
    """Ids by printed name and by id, in small letters."""
    return {name.casefold(): key for key, name in names.items()} | {key.casefold(): key for key in names}


def _with_aliases(names: dict[str, str], bodies: pd.DataFrame) -> dict[str, str]:
    """The same for bodies, with their other names."""
    aliases = {
        alias.casefold(): row.body_id for row in bodies.itertuples(index=False) for alias in split_list(row.aliases)
    }
    return aliases | _by_name(names)
