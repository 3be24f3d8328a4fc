"""Coded rows -> a coder: one ridge regression of all themes at once, its scores calibrated on reviews left out.

Comes in: rows with text and who is asked, their vectors, and 0, 0.5 or 1 for each theme (`training.targets`). Goes
out: a `Coder`, and for other rows a score from 0 to 1 for each theme: of rows with this score, about that share has
the theme.

Two rows are alike by the sum of four kernels: words and pairs of words, stretches of 4 to 6 letters (forms of a
word), names of the bodies asked (all three linear), and MiniLM's vectors (radial, so that near meanings count and far
ones do not). The ridge is solved in its dual form, which gives the scores of every review left out in one go: with K
the kernel, H = K (K + penalty)^-1 and g the rows of one review, the error with the review left out is (I - H_gg)^-1
times the error with it in (the leave-one-out identity of linear smoothers, for a block of rows: Cook and Weisberg
1982; Hastie, Tibshirani and Friedman 2009, 7.10). A beta curve, one for all themes (Kull, Silva Filho and Flach 2017:
a logistic regression on log s and -log(1 - s)), turns these held-out scores into shares; the threshold is the one at
which their micro-F1 is best. Platt's curve was tried: of scores around 0.83 two thirds held.

Limit: one curve for all themes, since most have too few rows for one of their own; the weights of words (idf) are
those of all rows, the left-out review's too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from reviewkit.base.errors import TooFewError
from reviewkit.corpus import schema

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix
    from sklearn.compose import ColumnTransformer

PENALTY = 2.0  # from 1 to 3, micro-F1 with reviews left out moves by 0.015; the flat part's middle
ASKED_WEIGHT = 0.2  # who is asked is a hint; with the weight of the text it drowns what is asked
MEANING_WEIGHT, MEANING_GAMMA = 2.0, 1.5  # as much as words and letters together; cosine 0.5 counts for 0.22 of 1
EDGE = 0.005  # a ridge's score can lie outside 0 to 1
FEWEST, FEWEST_REVIEWS = 8, 2  # coded rows of the corpus, under which no curve can be drawn
SMALL = 50  # rows; below that, words that only one row has are kept too
THRESHOLDS = np.round(np.arange(0.2, 0.7, 0.01), 2)


class Solution(NamedTuple):
    """The numbers of a fitted model."""

    dual: np.ndarray  # rows x themes: what each row adds
    held_out: np.ndarray  # rows x themes: the score of each row when its review is left out; invented rows: nan
    curve: np.ndarray  # the three numbers of the curve that turns a raw score into a share


class Coder(NamedTuple):
    """A fitted model: everything that scores and reasons need, as plain tables and arrays."""

    themes: list[str]
    rows: pd.DataFrame  # the coded rows it learned from, as `training.training` gives them
    given: np.ndarray  # rows x themes: 0, 0.5 or 1
    blocks: ColumnTransformer  # text and who is asked -> features
    matrix: csr_matrix  # rows x features
    vectors: np.ndarray  # rows x 384
    meaning: float  # the weight of the vectors
    dual: np.ndarray  # rows x themes: what each row adds
    share: np.ndarray  # of each theme among the rows
    held_out: np.ndarray  # rows x themes: the score of each row when its review is left out; invented rows: nan
    curve: np.ndarray  # the three numbers of the curve that turns a raw score into a share
    threshold: float  # a theme holds from this score on


def fit(
    rows: pd.DataFrame,
    vectors: np.ndarray,
    given: np.ndarray,
    themes: list[str],
    penalty: float = PENALTY,
    meaning: float = MEANING_WEIGHT,
) -> Coder:
    """Coded rows, their vectors, what people gave them (rows x themes) and the themes in; a coder out.

    `meaning` is the weight of the vectors. Raises `TooFewError` where too few rows are of the corpus (`invented`
    false): there would be nothing to calibrate on.
    """
    return assemble(rows, vectors, given, themes, solve(rows, vectors, given, penalty, meaning), meaning)


def solve(
    rows: pd.DataFrame,
    vectors: np.ndarray,
    given: np.ndarray,
    penalty: float = PENALTY,
    meaning: float = MEANING_WEIGHT,
) -> Solution:
    """As `fit`, the numbers alone out: what takes long, and can be kept."""
    real = ~rows["invented"].to_numpy(bool)
    check_enough(rows[real], given[real])
    matrix = _blocks(least=2 if len(rows) >= SMALL else 1).fit_transform(rows).tocsr()
    inverse = np.linalg.inv(_kernel(matrix, vectors, matrix, vectors, meaning) + penalty * np.eye(len(rows)))
    dual = inverse @ (given - given.mean(axis=0))
    left = np.full(given.shape, np.nan)
    for places in rows[real].groupby("review_id", sort=True).indices.values():
        at = np.flatnonzero(real)[places]
        left[at] = given[at] - np.linalg.solve(inverse[np.ix_(at, at)], dual[at])
    curve = _curve(left[real], given[real])
    return Solution(dual, _shares(left, curve), curve)


def assemble(
    rows: pd.DataFrame,
    vectors: np.ndarray,
    given: np.ndarray,
    themes: list[str],
    solution: Solution,
    meaning: float = MEANING_WEIGHT,
) -> Coder:
    """As `fit`, with the solution for these rows; the coder out."""
    real = ~rows["invented"].to_numpy(bool)
    blocks = _blocks(least=2 if len(rows) >= SMALL else 1)
    matrix, share = blocks.fit_transform(rows).tocsr(), given.mean(axis=0)
    dual, held_out, curve = solution
    threshold = _threshold(held_out[real], given[real])
    return Coder(themes, rows, given, blocks, matrix, vectors, meaning, dual, share, held_out, curve, threshold)


def scores(coder: Coder, rows: pd.DataFrame, vectors: np.ndarray) -> np.ndarray:
    """A coder, rows (`text`, `addressed_to`) and their vectors in; rows x themes, from 0 to 1, out."""
    if rows.empty:
        return np.zeros((0, len(coder.themes)))
    return probabilities(coder, kernel(coder, features(coder, rows), vectors))


def features(coder: Coder, rows: pd.DataFrame) -> csr_matrix:
    """A coder and rows in; their words, letters and names as it knows them, out."""
    return coder.blocks.transform(rows).tocsr()


def kernel(coder: Coder, matrix: csr_matrix, vectors: np.ndarray) -> np.ndarray:
    """A coder, features and vectors of rows in; how alike each is to each row the coder learned from, out."""
    return _kernel(matrix, vectors, coder.matrix, coder.vectors, coder.meaning)


def probabilities(coder: Coder, near: np.ndarray) -> np.ndarray:
    """A coder and how alike rows are to those it learned from in; rows x themes, from 0 to 1, out."""
    return _shares(near @ coder.dual + coder.share, coder.curve)


def word_counts(coder: Coder) -> tuple[np.ndarray, slice]:
    """A coder in; its words and pairs of words, and where among the features they stand, out."""
    return coder.blocks.named_transformers_["words"].get_feature_names_out(), coder.blocks.output_indices_["words"]


def _blocks(least: int) -> ColumnTransformer:
    """Text and who is asked -> words and letters that `least` rows share, and names: blocks of rows of length one."""
    from sklearn.compose import ColumnTransformer
    from sklearn.feature_extraction.text import HashingVectorizer, TfidfVectorizer

    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=least, stop_words="english")
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(4, 6), sublinear_tf=True, min_df=least)
    asked = HashingVectorizer(ngram_range=(1, 2), binary=True, alternate_sign=False, n_features=2**14)
    return ColumnTransformer(
        [("words", words, "text"), ("letters", letters, "text"), ("asked", asked, "addressed_to")],
        transformer_weights={"asked": np.sqrt(ASKED_WEIGHT)},
        sparse_threshold=1.0,
    )


def check_enough(rows: pd.DataFrame, given: np.ndarray) -> None:
    """Raise `TooFewError` unless rows of the corpus, of several reviews, have a theme and lack one."""
    reviews = rows["review_id"].nunique()
    if len(rows) < FEWEST or reviews < FEWEST_REVIEWS or not (given == 1).any() or not (given == 0).any():
        raise TooFewError(
            f"{len(rows)} recommendations of {reviews} reviews are coded by people, too few to learn from",
            f"code at least {FEWEST} of {FEWEST_REVIEWS} in coded.csv",
        )


def _kernel(these: csr_matrix, meant: np.ndarray, those: csr_matrix, others: np.ndarray, weight: float) -> np.ndarray:
    """How alike rows are: in words, letters and names, in meaning, and one for the constant."""
    from sklearn.metrics.pairwise import rbf_kernel

    meaning = rbf_kernel(meant.astype(float), others.astype(float), gamma=MEANING_GAMMA)
    return (these @ those.T).toarray() + weight * meaning + 1.0


def _sides(raw: np.ndarray) -> np.ndarray:
    """Raw scores in; what the curve is linear in, as a last axis of two, out."""
    inside = np.clip(raw, EDGE, 1 - EDGE)
    return np.stack([np.log(inside), -np.log(1 - inside)], axis=-1)


def _shares(raw: np.ndarray, curve: np.ndarray) -> np.ndarray:
    """Raw scores and a curve in; shares from 0 to 1 out, rounded as they are told: what is decided is what is seen."""
    from scipy.special import expit

    return np.round(expit(_sides(raw) @ curve[:2] + curve[2]), schema.DECIMALS)


def _curve(left: np.ndarray, given: np.ndarray) -> np.ndarray:
    """Held-out raw scores and what people gave in; the curve out, made where both coders agree."""
    from sklearn.linear_model import LogisticRegression

    agreed = given != 0.5
    curve = LogisticRegression(C=1e6, max_iter=1000).fit(_sides(left[agreed]), given[agreed].astype(int))
    return np.append(curve.coef_[0], curve.intercept_[0])


def _threshold(held_out: np.ndarray, given: np.ndarray) -> float:
    """The threshold with the best micro-F1 where both coders agree; of equals the lowest."""
    agreed = given != 0.5
    truth, said = given[agreed] == 1, held_out[agreed]
    best = [2 * (truth & (said >= t)).sum() / max(truth.sum() + (said >= t).sum(), 1) for t in THRESHOLDS]
    return float(THRESHOLDS[int(np.argmax(best))])
