"""Find the echoes of a corpus, cached by what they depend on; and tell the relation of any pairs.

Input: the folders of a corpus and its recommendations.
Output: `echoes`, `nearest` and `problems`.

Where the coders coded too few pairs, or too few themes, only they say what restates what: that is a problem with its
next step.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from functools import partial
from typing import NamedTuple

import numpy as np
import pandas as pd

from reviewkit.base import cache, memory, paths
from reviewkit.base.errors import TooFewError
from reviewkit.base.progress import Progress, no_progress
from reviewkit.base.text import natural_key
from reviewkit.coding import vectors
from reviewkit.coding.echoes import (
    candidates,
    concepts,
    links,
    nearest,
    pair_features,
    pair_model,
    reasons,
    scoring,
    search,
)
from reviewkit.coding.themes import theme_model, theme_stage
from reviewkit.corpus import aliases as corpus_aliases
from reviewkit.corpus import corrections as people
from reviewkit.corpus import denominator, schema, tables
from reviewkit.corpus.codebook import load_subthemes
from reviewkit.corpus.corpus import Corpus
from reviewkit.corpus.recommendations import ASKS, coded_text

TABLES = ("echoes", "nearest", "problems")
COLUMNS = ["rec_id", "review_id", "published", "in_denominator", "kind", "text", "addressed_to", "classes"]
STRATA, TRAINING = "strata", "training"  # sources of pairs besides those of `pairs.csv`
CHECKED = "checked"  # the model's own links, coded afterwards: to learn from these alone would teach it its own choice


def find_echoes(
    folders: paths.Folders,
    recommendations: pd.DataFrame,
    reviews: pd.DataFrame,
    unlike: Collection[str] = (),
    tell: Progress = no_progress,
) -> dict[str, pd.DataFrame]:
    """Return `echoes`, `nearest` and `problems` of a corpus, from the cache where nothing they depend on changed.

    Coded pairs with an id of `unlike` teach the matcher, and are no links: the words there are others now.
    """
    asks = recommendations[recommendations["kind"].isin(ASKS)]
    asks = asks.sort_values("rec_id", key=lambda ids: ids.map(natural_key), ignore_index=True)
    rows = asks.assign(text=coded_text(asks))
    rows = rows.merge(reviews[["review_id", "published", "in_denominator"]], on="review_id")[COLUMNS]
    pairs, coded = training_pairs(folders), coded_pairs(folders)
    same_words = coded[~(coded["earlier_ref"].isin(unlike) | coded["later_ref"].isin(unlike))]
    coded_rows = theme_stage.training_rows(folders, recommendations)
    files = [_file_table(folders, name) for name in ("codebook.toml", "subthemes.toml", "bodies.csv", concepts.LEXICON)]
    corrections = people.latest(people.load(folders), "link")
    key = cache.table_key([rows, pairs, same_words[["pair_id"]], coded_rows, corrections, *files], __name__)
    fit_coder = partial(theme_stage.fit_coder, folders, recommendations)
    find = partial(_find_echoes, folders, rows, pairs, same_words, corrections, fit_coder, tell)
    return cache.cached(folders.cache, "echoes", key, TABLES, find)


def answers(folders: paths.Folders, requests: pd.DataFrame) -> Iterable[dict[str, object]]:
    """Yield the relation and score of each requested pair (`id`, `earlier`, `earlier_to`, `later`, `later_to`).

    Raises: `TooFewError` where the corpus has too few coded pairs, or coded rows, to learn from.
    """
    coder = theme_stage.fit_coder(folders)
    matcher = fit_matcher(folders, training_pairs(folders), coder)
    rows = scoring.both_sides(requests)
    pairs = np.stack([np.arange(len(requests)), np.arange(len(requests), len(rows))], axis=1)
    scored = scoring.score_pairs(matcher, scoring.ask_side(folders, rows, coder, matcher), pairs)
    relations = pair_model.decide(scored, pair_model.THRESHOLD_CANDIDATE_PAIRS)
    for pair_id, relation, score in zip(requests["id"], relations, scored["restates"], strict=True):
        yield {"id": pair_id, "relation": relation, "score": round(float(score), schema.DECIMALS)}


def coded_pairs(folders: paths.Folders) -> pd.DataFrame:
    """Return the pairs of the corpus that two coders coded, with current ids; no rows where there are none.

    Columns: those of `pairs`, and `weight`: for how many pairs of the corpus one stands. A pair drawn at random from a
    stratum of `pairs_strata.csv` (source `strata`) stands for as many as the stratum holds for each one drawn, any
    other for itself, but one that was coded because the model had linked it for none.
    """
    pairs = tables.load_or_empty(folders.corpus, "pairs")
    pairs["weight"] = (pairs["source"] != CHECKED).astype(float)
    strata = tables.load_or_empty(folders.corpus, "pairs_strata").assign(source=STRATA)
    drawn = strata.groupby("stratum")["pair_id"].transform("size")
    strata["weight"] = (strata["stratum_pairs"] / drawn).astype(float)
    together = pd.concat([pairs, strata[pairs.columns]], ignore_index=True) if len(strata) else pairs
    return _with_current_ids(folders, together, "pairs.csv")


def training_pairs(folders: paths.Folders) -> pd.DataFrame:
    """Return all pairs from which the matcher learns: those of the corpus, and others that stand for none (weight 0).

    Columns: those of `coded_pairs`, and `code_c`.
    """
    others = tables.load_or_empty(folders.corpus, "training_pairs").assign(source=TRAINING, weight=0.0)
    others = _with_current_ids(folders, others, "training_pairs.csv")
    coded = coded_pairs(folders).query("source != @CHECKED").assign(code_c="")
    together = pd.concat([coded, others], ignore_index=True)
    return together.drop_duplicates(["earlier_ref", "later_ref"], ignore_index=True)


def _with_current_ids(folders: paths.Folders, pairs: pd.DataFrame, source: str) -> pd.DataFrame:
    """Return pairs with the ids that their recommendations have now."""
    aliases = tables.load_or_empty(folders.corpus, "aliases")
    columns = ("earlier_ref", "later_ref")
    return pairs.assign(**{column: corpus_aliases.current_ids(pairs[column], aliases, source) for column in columns})


def fit_matcher(folders: paths.Folders, pairs: pd.DataFrame, coder: theme_model.Coder) -> pair_model.Matcher:
    """Return the matcher fitted on the coded pairs on which both coders, or a third reader, agree."""
    agreed = pairs[pair_features.agreed_relation(pairs) != ""].reset_index(drop=True)
    earlier, later = scoring.sides(folders, agreed, coder)
    lexicon = concepts.load_lexicon(folders.corpus / concepts.LEXICON)
    relation = pair_features.agreed_relation(agreed)
    return pair_model.fit(
        earlier, later, relation, lexicon, agreed["weight"].to_numpy(), reviews_of(agreed["later_ref"])
    )


def reviews_of(rec_ids: pd.Series) -> np.ndarray:
    """Return the review of each recommendation."""
    return np.array([rec_id.partition("/")[0] for rec_id in rec_ids], object)


def _find_echoes(
    folders: paths.Folders,
    rows: pd.DataFrame,
    pairs: pd.DataFrame,
    same_words: pd.DataFrame,
    corrections: pd.DataFrame,
    fit_coder: Callable[[], theme_model.Coder],
    tell: Progress,
) -> dict[str, pd.DataFrame]:
    """Compute `echoes`, `nearest` and `problems`; `same_words` are the coded pairs that may be links."""
    problems = _lost_links(corrections, rows)
    try:
        coder = fit_coder()
        matcher = fit_matcher(folders, pairs, coder)
    except TooFewError as error:
        return _without_matcher(folders, rows, same_words, corrections, error)
    found = compared(folders, rows, coder, matcher, same_words, corrections, tell)
    return found | {"problems": tables.build(problems, "problems")}


def compared(
    folders: paths.Folders,
    rows: pd.DataFrame,
    coder: theme_model.Coder,
    matcher: pair_model.Matcher,
    coded: pd.DataFrame,
    corrections: pd.DataFrame | None = None,
    tell: Progress = no_progress,
) -> dict[str, pd.DataFrame]:
    """Return `echoes` and `nearest` of dated recommendations, by a matcher, coded pairs and people's corrections."""
    corrections = tables.empty("corrections") if corrections is None else corrections
    judged = _judged(coded, corrections)
    found = _scored_pairs(folders, rows, coder, matcher, judged, tell)
    echoes = links.echo_table(rows, found.pairs, found.scored, coded, corrections)
    asks = list(load_subthemes(folders.corpus / "subthemes.toml")["ask"])
    return {
        "echoes": reasons.with_reasons(echoes, rows, found.side, asks, matcher.lexicon),
        "nearest": nearest.nearest_table(rows, found.pool, found.likeness, echoes, judged),
    }


class _ScoredPairs(NamedTuple):
    """The pairs of a corpus as row numbers (earlier, later), and what the matcher says of them."""

    side: pair_features.PairSide  # of the rows
    pairs: np.ndarray  # that may be echoes
    scored: pd.DataFrame  # `restates` and `related` of these
    pool: np.ndarray  # of which the nearest are listed
    likeness: np.ndarray  # of these


def _scored_pairs(
    folders: paths.Folders,
    rows: pd.DataFrame,
    coder: theme_model.Coder,
    matcher: pair_model.Matcher,
    judged: set[tuple[str, str]],
    tell: Progress,
) -> _ScoredPairs:
    """Return the scores of the pairs of a corpus: of very many, only those that are shown."""
    split = scoring.ask_side(folders, rows, coder, matcher, tell)
    memory.give_back()
    possible, pool = (search.as_numbers(pairs) for pairs in _pairs_to_score(rows, split))
    memory.give_back()
    numbers = np.union1d(possible, pool)
    wanted = None
    if len(rows) > candidates.MANY_ROWS:
        wanted = np.isin(numbers, np.concatenate([pool, search.as_numbers(_rows_of(judged, rows))]))
    scored = scoring.score_pairs(matcher, split, search.as_pairs(numbers), wanted, tell)
    likeness = scored["likeness"].reindex(np.searchsorted(numbers, pool)).to_numpy(float)
    scored = scored.loc[np.isin(numbers[scored.index], possible, assume_unique=True), ["restates", "related"]]
    pairs = search.as_pairs(numbers[scored.index])
    found = _ScoredPairs(scoring.whole_texts(split), pairs, scored, search.as_pairs(pool), likeness)
    del split, possible, numbers, wanted
    memory.give_back()
    return found


def _pairs_to_score(rows: pd.DataFrame, asks: scoring.AskSide) -> tuple[np.ndarray, np.ndarray]:
    """Return the pairs that may be echoes, and those of which the nearest are listed."""
    side = scoring.whole_texts(asks)
    many = len(rows) > candidates.MANY_ROWS
    possible = candidates.candidates(rows, side.vectors, scoring.likeness(asks, side) if many else None)
    return possible, nearest_pool(rows, side)


def _without_matcher(
    folders: paths.Folders, rows: pd.DataFrame, pairs: pd.DataFrame, corrections: pd.DataFrame, error: TooFewError
) -> dict[str, pd.DataFrame]:
    """Return the same tables where too little is coded for a matcher: what is coded, and what is near in meaning."""
    problem: dict[str, object] = {
        "document": "pairs.csv",
        "what": "the model finds no echoes",
        "text": str(error),
        "next_step": "code pairs of recommendations in pairs.csv; two coders, blind to each other",
    }
    no_scores = pd.DataFrame({"restates": [], "related": [], "same": []})
    echoes = links.echo_table(rows, np.zeros((0, 2), int), no_scores, pairs, corrections)
    matrix = vectors.encode(list(rows["text"]), folders.cache)
    pool = nearest.pool(rows, (matrix, matrix))
    judged = _judged(pairs, corrections)
    problems = [*_lost_links(corrections, rows), *([] if rows.empty else [problem])]
    return {
        "echoes": echoes,
        "nearest": nearest.nearest_table(rows, pool, np.full(len(pool), np.nan), echoes, judged),
        "problems": tables.build(problems, "problems"),
    }


def _lost_links(corrections: pd.DataFrame, rows: pd.DataFrame) -> list[dict[str, object]]:
    """Return problems for a person's links that cannot be; that two are unrelated always can."""
    published = dict(zip(rows["rec_id"], rows["published"], strict=True))
    step = "correct the id or the date, or remove the correction"
    wrong = [(row, links.why_no_link(row, published)) for row in corrections.itertuples(index=False)]
    return [
        people.problem(row, f"a link that a person gave cannot be: {why}", step)
        for row, why in wrong
        if why and (row.value != "unrelated" or {row.id, row.field} - set(published))
    ]


def _judged(pairs: pd.DataFrame, corrections: pd.DataFrame) -> set[tuple[str, str]]:
    """Return the pairs (earlier, later) that coders or people judged."""
    by_coders = zip(pairs["earlier_ref"], pairs["later_ref"], strict=True)
    return {*by_coders, *zip(corrections["field"], corrections["id"], strict=True)}


def _rows_of(judged: set[tuple[str, str]], rows: pd.DataFrame) -> np.ndarray:
    """Return the row numbers of those judged pairs (earlier, later) of which both are there."""
    row_of = {rec_id: row for row, rec_id in enumerate(rows["rec_id"])}
    there = [pair for pair in sorted(judged) if all(rec_id in row_of for rec_id in pair)]
    return np.array([[row_of[rec_id] for rec_id in pair] for pair in there], int).reshape(-1, 2)


def _file_table(folders: paths.Folders, name: str) -> pd.DataFrame:
    """Return the content of a file as a table, so that the cache notices a change of it."""
    path = folders.corpus / name
    return pd.DataFrame({"text": [path.read_text(encoding="utf-8")] if path.is_file() else []})


def nearest_pool(rows: pd.DataFrame, side: pair_features.PairSide) -> np.ndarray:
    """Return the pairs of rows that are scored for `nearest`: alike in meaning, or in subthemes."""
    return nearest.pool(rows, (side.vectors, side.vectors), (side.known_subthemes, side.subthemes))


def links_by(corpus: Corpus) -> dict[str, int]:
    """Return the number of restating echoes of the last run that a correction, coders and the model decided."""
    restates = denominator.restating(corpus.echoes)
    return {by: int((restates["by"] == by).sum()) for by in schema.CODED_BY}
