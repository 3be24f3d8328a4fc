"""Recommendations -> echoes, kept by what they were made from; and the relation of any pairs.

Comes in: the folders of a corpus and its recommendations. Goes out: `echoes` and `problems`. Where people coded too
few pairs, or too few themes, nobody but they says what restates what: that is a problem with its next step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

import numpy as np
import pandas as pd

from reviewkit.base import cache, paths
from reviewkit.base.dates import certainly_later, years_between
from reviewkit.base.errors import TooFewError
from reviewkit.base.text import natural_key
from reviewkit.coding import vectors
from reviewkit.coding.echoes import concepts, links, pair_features, pair_model
from reviewkit.coding.themes import theme_model, theme_stage
from reviewkit.corpus import aliases, schema, tables
from reviewkit.corpus.corpus import Corpus
from reviewkit.corpus.recommendations import ASKS, coded_text
from reviewkit.extraction import addressees

MADE = ("echoes", "problems")


def find_echoes(
    folders: paths.Folders, recommendations: pd.DataFrame, reviews: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """A corpus, its recommendations and reviews in; `echoes` and `problems` out, kept by what they were made from."""
    asks = recommendations[recommendations["kind"].isin(ASKS)]
    asks = asks.sort_values("rec_id", key=lambda ids: ids.map(natural_key), ignore_index=True)
    rows = asks.assign(text=coded_text(asks)).merge(reviews[["review_id", "published"]], on="review_id")
    rows = rows[["rec_id", "review_id", "published", "text", "addressed_to", "classes"]]
    pairs = coded_pairs(folders)
    coded_rows = theme_stage.training_rows(folders, recommendations)
    key = cache.table_key([rows, pairs, coded_rows, *_files(folders)], __name__)
    fitted = partial(theme_stage.fit_coder, folders, recommendations)
    return cache.cached(folders.cache, "echoes", key, MADE, partial(_echoed, folders, rows, pairs, fitted))


def answers(folders: paths.Folders, asked: pd.DataFrame) -> Iterable[dict[str, object]]:
    """A corpus and pairs (`id`, `earlier`, `earlier_to`, `later`, `later_to`) in; relation and score of each out.

    Raises `tables.TableError` where the corpus holds too few coded pairs, or coded rows, to learn from.
    """
    coder = theme_stage.fit_coder(folders)
    matcher = fit_matcher(folders, coded_pairs(folders), coder)
    earlier, later = sides(folders, asked, coder)
    scored = pair_model.scores(matcher, earlier, later)
    relations = pair_model.decide(scored, pair_model.THRESHOLD_CANDIDATE_PAIRS)
    for row, relation, score in zip(asked["id"], relations, scored["restates"], strict=True):
        yield {"id": row, "relation": relation, "score": round(float(score), schema.DECIMALS)}


def coded_pairs(folders: paths.Folders) -> pd.DataFrame:
    """A corpus in; the pairs that people coded, by the ids of now, out; without rows where there are none."""
    pairs, now = tables.load_or_empty(folders.corpus, "pairs"), tables.load_or_empty(folders.corpus, "aliases")
    for column in ("earlier_ref", "later_ref"):
        pairs = pairs.assign(**{column: aliases.current_ids(pairs[column], now, "pairs.csv")})
    return pairs


def fit_matcher(folders: paths.Folders, pairs: pd.DataFrame, coder: theme_model.Coder) -> pair_model.Matcher:
    """A corpus, coded pairs and the coder of themes in; the matcher fitted on pairs that both coders agree on out."""
    relation = pair_features.agreed_relation(pairs)
    sure = pairs[relation != ""].reset_index(drop=True)
    earlier, later = sides(folders, sure, coder)
    return pair_model.fit(
        earlier, later, pair_features.agreed_relation(sure), concepts.load_lexicon(folders.corpus / "concepts.toml")
    )


def sides(
    folders: paths.Folders, pairs: pd.DataFrame, coder: theme_model.Coder
) -> tuple[pair_features.PairSide, pair_features.PairSide]:
    """A corpus, pairs of texts with who is asked, and the coder of themes in; both sides of the pairs out."""
    texts = pd.concat([_one(pairs, "earlier"), _one(pairs, "later")], ignore_index=True)
    whole = pair_side(folders, texts, coder)
    half = len(pairs)
    return take(whole, np.arange(half)), take(whole, np.arange(half, 2 * half))


def pair_side(folders: paths.Folders, rows: pd.DataFrame, coder: theme_model.Coder) -> pair_features.PairSide:
    """A corpus, rows (`text`, `addressed_to`) and the coder of themes in; one side of pairs out."""
    distinct = rows.drop_duplicates(["text", "addressed_to"], ignore_index=True)
    at = {key: place for place, key in enumerate(zip(distinct["text"], distinct["addressed_to"], strict=True))}
    known = tables.load_or_empty(folders.corpus, "bodies")
    names = distinct.assign(title="", text="")[["addressed_to", "title", "text"]]
    classes = list(addressees.add_addressees(names, known)["classes"])
    matrix = vectors.encode(list(distinct["text"]), folders.cache)
    side = pair_features.pair_side(
        list(distinct["text"]),
        matrix,
        _themes(coder, distinct, matrix),
        list(distinct["addressed_to"]),
        classes,
        concepts.load_lexicon(folders.corpus / "concepts.toml"),
    )
    wanted = [at[key] for key in zip(rows["text"], rows["addressed_to"], strict=True)]
    return take(side, np.array(wanted, int))


def _themes(coder: theme_model.Coder, rows: pd.DataFrame, matrix: np.ndarray) -> np.ndarray:
    """Theme scores; of a text that people coded, those with its own review left out."""
    scored = theme_model.scores(coder, rows, matrix)
    own = coder.rows[~coder.rows["invented"].to_numpy(bool)]
    place = dict(zip(own["text"], own.index, strict=True))
    for at, text in enumerate(rows["text"]):
        if text in place:
            scored[at] = coder.held_out[place[text]]
    return scored


def _echoed(
    folders: paths.Folders, rows: pd.DataFrame, pairs: pd.DataFrame, fitted: Callable[[], theme_model.Coder]
) -> dict[str, pd.DataFrame]:
    """The same, made anew."""
    none = np.zeros((0, 2), int), pd.DataFrame({"restates": [], "related": [], "same": []})
    try:
        coder = fitted()
        matcher = fit_matcher(folders, pairs, coder)
    except TooFewError as error:
        said = {"document": "pairs.csv", "what": "the model finds no echoes", "text": str(error)}
        step = "code pairs of recommendations in pairs.csv; two coders, blind to each other"
        problems = [] if rows.empty else [said | {"next_step": step}]
        made = links.links(rows, *none, pairs, certainly_later, years_between)
        return {"echoes": made, "problems": tables.build(problems, "problems")}
    side = pair_side(folders, rows, coder)
    found = links.candidates(rows, side.vectors, certainly_later)
    scored = pair_model.scores(matcher, take(side, found[:, 0]), take(side, found[:, 1]))
    made = links.links(rows, found, scored, pairs, certainly_later, years_between)
    return {"echoes": made, "problems": tables.empty("problems")}


def _files(folders: paths.Folders) -> list[pd.DataFrame]:
    """What else scores of pairs hang on, so that a change of it is noticed."""
    return [_file(folders, name) for name in ("codebook.toml", "bodies.csv", "concepts.toml")]


def _file(folders: paths.Folders, name: str) -> pd.DataFrame:
    path = folders.corpus / name
    return pd.DataFrame({"text": [path.read_text(encoding="utf-8")] if path.is_file() else []})


def _one(pairs: pd.DataFrame, which: str) -> pd.DataFrame:
    return pairs[[which, f"{which}_to"]].set_axis(["text", "addressed_to"], axis=1)


def take(side: pair_features.PairSide, at: np.ndarray) -> pair_features.PairSide:
    """A side and places in, those rows of it out."""
    return pair_features.PairSide(
        [side.texts[place] for place in at],
        side.vectors[at],
        side.themes[at],
        [side.kinds[place] for place in at],
        side.named[at],
    )


def links_by(corpus: Corpus) -> dict[str, int]:
    """Return how many restating links of the last run each of `by` made."""
    restates = corpus.echoes[corpus.echoes["relation"] == "restates"]
    return {by: int((restates["by"] == by).sum()) for by in ("coders", "model")}
