"""Compute what the matcher compares of texts, and score pairs of them.

Input: texts with who is asked, the coder of themes, and a matcher.
Output: sides of pairs, a row a text; scores, a row a pair.

A long text is compared by what it asks for one by one. Texts are coded and pairs are scored in blocks, on all
processors or on a cluster.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from reviewkit.base import parallel, paths
from reviewkit.base.progress import Progress, no_progress
from reviewkit.coding import vectors
from reviewkit.coding.echoes import candidates, concepts, distinct_asks, pair_features, pair_model, search
from reviewkit.coding.themes import theme_model
from reviewkit.corpus import tables
from reviewkit.extraction import addressees

PAIRS_AT_ONCE = 5_000  # whose features are held in memory together: some 200 MB


def sides(
    folders: paths.Folders, pairs: pd.DataFrame, coder: theme_model.Coder
) -> tuple[pair_features.PairSide, pair_features.PairSide]:
    """Return the earlier and the later side of pairs of texts with who is asked."""
    both = pair_side(folders, both_sides(pairs), coder)
    return pair_features.take(both, np.arange(len(pairs))), pair_features.take(
        both, np.arange(len(pairs), 2 * len(pairs))
    )


def both_sides(pairs: pd.DataFrame) -> pd.DataFrame:
    """Return `text` and `addressed_to` of the earlier sides of pairs, and below of the later ones."""
    texts = [pairs[[side, f"{side}_to"]].set_axis(["text", "addressed_to"], axis=1) for side in ("earlier", "later")]
    return pd.concat(texts, ignore_index=True)


class AskSide(NamedTuple):
    """The asks of some rows, as a matcher compares them."""

    asks: list[list[str]]  # of each row: the whole text, and of a long one what it asks for one by one
    place: np.ndarray  # of each ask, its row in `side`: what several texts ask for in the same words is there once
    side: pair_features.PairSide  # weighed by the matcher


def ask_side(
    folders: paths.Folders,
    rows: pd.DataFrame,
    coder: theme_model.Coder,
    matcher: pair_model.Matcher,
    tell: Progress = no_progress,
) -> AskSide:
    """Return the asks of rows (`text`, `addressed_to`): a long text is split into its distinct asks."""
    asks = [distinct_asks.distinct_asks(text) for text in rows["text"]]
    owner = np.repeat(np.arange(len(rows)), [len(own) for own in asks])
    texts = rows.iloc[owner][["addressed_to"]].assign(text=[ask for own in asks for ask in own])
    return AskSide(asks, *_distinct_side(folders, texts, coder, matcher, tell))


def whole_texts(asks: AskSide) -> pair_features.PairSide:
    """Return the rows themselves, unweighed, without the asks that they were split into."""
    return pair_features.take(asks.side._replace(words=None, letters=None), _whole(asks))


def _whole(asks: AskSide) -> np.ndarray:
    """Return where in the side the whole texts are."""
    sizes = np.array([len(own) for own in asks.asks], int)
    return asks.place[np.cumsum(sizes) - sizes]


def likeness(asks: AskSide, side: pair_features.PairSide) -> search.Likeness:
    """Return how alike whole texts (`side`) are to the matcher (`candidates.likeness`)."""
    letters = asks.side.letters
    if letters is None:
        raise ValueError("the asks are not weighed: give `ask_side` a matcher")
    return candidates.likeness(side, letters[_whole(asks)])


def score_pairs(
    matcher: pair_model.Matcher,
    asks: AskSide,
    pairs: np.ndarray,
    wanted: np.ndarray | None = None,
    tell: Progress = no_progress,
) -> pd.DataFrame:
    """Return what the matcher says of pairs of rows, by row number; columns of `pair_model.scores`.

    Of a long text each ask is compared besides the whole: the likeliest counts. Asks too far apart in meaning to
    restate each other are left out. Where `wanted` tells which pairs are wanted, those of the others that are no link
    are left out too, so that very many take no memory; the index is the place among `pairs`.
    """
    starts = range(0, max(len(pairs), 1), PAIRS_AT_ONCE)
    wanted = np.ones(len(pairs), bool) if wanted is None else wanted
    blocks = (
        (*_block(matcher, asks, pairs[start : start + PAIRS_AT_ONCE]), wanted[start : start + PAIRS_AT_ONCE])
        for start in starts
    )
    scored = []
    for start, told in zip(starts, parallel.map_blocks(_score_block, blocks), strict=True):
        scored.append(told.set_axis(told.index + start))
        tell("echoes: pairs compared", min(start + PAIRS_AT_ONCE, len(pairs)), max(len(pairs), 1))
    return pd.concat(scored)


def _block(
    matcher: pair_model.Matcher, asks: AskSide, pairs: np.ndarray
) -> tuple[pair_model.Matcher, pair_features.PairSide, tuple[np.ndarray, ...]]:
    """Return what is needed to score some pairs: the asks that they hold, and the combinations of these."""
    numbers, combined, of_long = distinct_asks.combinations(asks.asks, pairs)
    combined = asks.place[combined]
    whole = np.diff(numbers, prepend=-1) > 0
    cosine = (asks.side.vectors[combined[:, 0]] * asks.side.vectors[combined[:, 1]]).sum(axis=1)
    near = whole | ~of_long | (cosine >= pair_model.MIN_COSINE_LONG_TEXT)
    used, renumbered = np.unique(combined[near], return_inverse=True)
    return matcher, pair_features.take(asks.side, used), (numbers[near], renumbered.reshape(-1, 2), of_long[near])


def _score_block(
    matcher: pair_model.Matcher,
    side: pair_features.PairSide,
    combinations: tuple[np.ndarray, ...],
    wanted: np.ndarray,
) -> pd.DataFrame:
    """Return what the matcher says of the pairs of a block that are wanted, or links."""
    numbers, combined, of_long = combinations
    told = pair_model.scores(
        matcher, pair_features.take(side, combined[:, 0]), pair_features.take(side, combined[:, 1]), of_long
    )
    best = distinct_asks.likeliest(told, numbers)
    return best[wanted | (best["restates"] >= pair_model.THRESHOLD_CORPUS)]


def pair_side(
    folders: paths.Folders, rows: pd.DataFrame, coder: theme_model.Coder, matcher: pair_model.Matcher | None = None
) -> pair_features.PairSide:
    """Return one side of pairs from rows (`text`, `addressed_to`), weighed where there is a matcher."""
    place, side = _distinct_side(folders, rows, coder, matcher)
    return pair_features.take(side, place)


def _distinct_side(
    folders: paths.Folders,
    rows: pd.DataFrame,
    coder: theme_model.Coder,
    matcher: pair_model.Matcher | None = None,
    tell: Progress = no_progress,
) -> tuple[np.ndarray, pair_features.PairSide]:
    """Return of each row its place among the distinct ones, and these, computed some at a time."""
    distinct = rows[["text", "addressed_to"]].drop_duplicates(ignore_index=True)
    bodies = tables.load_or_empty(folders.corpus, "bodies")
    names = distinct[["addressed_to"]].drop_duplicates().assign(title="", text="")  # bodies are read from names alone
    classes = dict(zip(names["addressed_to"], addressees.add_addressees(names, bodies)["classes"], strict=True))
    matrix = vectors.encode(list(distinct["text"]), folders.cache, tell)
    model = (coder, concepts.load_lexicon(folders.corpus / concepts.LEXICON), matcher)
    blocks = []
    for start in range(0, max(len(distinct), 1), theme_model.ROWS_AT_ONCE):
        some = distinct.iloc[start : start + theme_model.ROWS_AT_ONCE].reset_index(drop=True)
        blocks.append(
            (*model, some, matrix[start : start + len(some)], [classes[name] for name in some["addressed_to"]])
        )
    side = pair_features.joined(parallel.map_blocks(_side_of_block, blocks, processes=True))
    row_of = {key: row for row, key in enumerate(distinct.itertuples(index=False, name=None))}
    place = [row_of[key] for key in zip(rows["text"], rows["addressed_to"], strict=True)]
    return np.array(place, int), side._replace(vectors=matrix)


def _side_of_block(
    coder: theme_model.Coder,
    lexicon: list[concepts.Concept],
    matcher: pair_model.Matcher | None,
    rows: pd.DataFrame,
    matrix: np.ndarray,
    classes: list[str],
) -> pair_features.PairSide:
    """Return some distinct rows of a side, with the classes of the bodies that they ask.

    Their vectors are left out, which the caller has.
    """
    themes, *subthemes = _scores_of_coder(coder, rows, matrix)
    texts, asked = list(rows["text"]), list(rows["addressed_to"])
    side = pair_features.pair_side(texts, matrix, themes, (subthemes[0], subthemes[1]), asked, classes, lexicon)
    side = pair_model.weighed(matcher, side) if matcher else side
    return side._replace(vectors=matrix[:, :0])


def _scores_of_coder(
    coder: theme_model.Coder, rows: pd.DataFrame, matrix: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the scores of themes, those of subthemes, and the subthemes as they are known.

    For a text that the coders coded the scores are those with its own review left out, and the known subthemes are
    those that it was coded with; for any other the known ones are the scores.
    """
    themes, subthemes = theme_model.all_scores(coder, rows, matrix)
    known = subthemes.copy()
    coded = coder.rows[~coder.rows["invented"].to_numpy(bool)]
    coded_row = dict(zip(coded["text"], coded.index, strict=True))
    for row, text in enumerate(rows["text"]):
        if text in coded_row:
            own = coded_row[text]
            themes[row], subthemes[row] = coder.held_out[own], coder.subtheme_held_out[own]
            given = coder.subtheme_given[own]
            known[row] = subthemes[row] if np.isnan(given).any() else given
    return themes, subthemes, known
