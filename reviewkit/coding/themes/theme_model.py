"""Fit a coder of themes: one ridge regression for all themes at once, calibrated on reviews left out.

Input: rows with text and who is asked, their vectors, and 0, 0.5 or 1 for each theme (`training.soft_labels`); and for
the subthemes, which the matcher of pairs compares, 0 or 1 (`training.subtheme_labels`).
Output: a `Coder`, and for other rows a score from 0 to 1 per theme: of rows with this score, about that share has the
theme. Scores of subthemes come from the same regression and are not calibrated.

The similarity of two rows is the sum of four kernels: words and pairs of words, stretches of 4 to 6 letters (forms of
a word), names of the bodies asked (all three linear), and MiniLM's vectors (radial, so that near meanings count and
far ones do not). The ridge is solved in its dual form, which gives the scores of every review left out in one go: with
K the kernel, A = (K + penalty)^-1 and g the rows of one review, the error with the review left out is A_gg^-1 times
the dual of its rows (the leave-one-out identity of linear smoothers, for a block of rows: Cook and Weisberg 1982;
Hastie, Tibshirani and Friedman 2009, 7.10). A beta curve,
one for all themes (Kull, Silva Filho and Flach 2017: a logistic regression on log s and -log(1 - s)), turns these
held-out scores into shares; the threshold is the middle of those at which their micro-F1 is nearly the best. Platt's
curve was tried and rejected: of scores around 0.83 two thirds had the theme.

Limitations: there is one curve for all themes, since most have too few rows for one of their own; the weights of words
(idf) are those of all rows, the left-out review's too.
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

PENALTY = 2.0  # from 1 to 3, micro-F1 with reviews left out moves by 0.015; the middle of the flat part
ADDRESSEE_WEIGHT = 0.2  # who is asked is a hint; with the weight of the text it drowns what is asked
MEANING_WEIGHT = 6.0  # three times words and letters together: from 2 to 6 micro-F1 moves by less than its noise
MEANING_GAMMA = 1.5  # of the radial kernel: cosine 0.5 counts for 0.22 of 1
EDGE = 0.005  # a ridge's score can lie outside 0 to 1, and is moved inside by so much
MIN_ROWS, MIN_REVIEWS = 8, 2  # coded rows of the corpus; with fewer no curve can be drawn
ROWS_TO_DROP_RARE_WORDS = 50  # with fewer rows, words that only one row has count too
DOUBTFUL_SHARE = 1 / 3  # of rows that are marked for a person to look at: more are not looked at
ROWS_AT_ONCE = 2000  # whose similarity to all that the coder learned from is held in memory together: some 90 MB
MIN_SCORE = 0.001  # in a logarithm, so that a sure score counts for nearly nothing
NEARLY_AS_GOOD = 0.01  # of micro-F1: a quarter of its half-width
THRESHOLDS = np.round(np.arange(0.2, 0.7, 0.01), 2)  # from which the best is chosen


class Solution(NamedTuple):
    """The numbers of a fitted model."""

    dual: np.ndarray  # rows x themes: what each row adds
    held_out: np.ndarray  # rows x themes: the score of each row when its review is left out; invented rows: nan
    curve: np.ndarray  # the three numbers of the curve that turns a raw score into a share
    subtheme_dual: np.ndarray  # rows x subthemes
    subtheme_held_out: np.ndarray  # rows x subthemes


class Coder(NamedTuple):
    """A fitted model: everything that scores and explanations need, as plain tables and arrays."""

    themes: list[str]
    rows: pd.DataFrame  # the coded rows it learned from, as `training.training_rows` returns them
    given: np.ndarray  # rows x themes: the labels of the coders, 0, 0.5 or 1
    blocks: ColumnTransformer  # text and who is asked -> features
    matrix: csr_matrix  # rows x features
    vectors: np.ndarray  # rows x 384
    meaning: float  # the weight of the vectors
    dual: np.ndarray  # rows x themes: what each row adds
    share: np.ndarray  # of each theme among the rows
    held_out: np.ndarray  # rows x themes: the score of each row when its review is left out; invented rows: nan
    curve: np.ndarray  # the three numbers of the curve that turns a raw score into a share
    threshold: float  # a theme holds from this score on
    doubt: float  # a row is doubtful from this uncertainty on: a third of the coded rows are
    subtheme_given: np.ndarray  # rows x subthemes: 0 or 1; not a number where nobody coded
    subtheme_dual: np.ndarray  # rows x subthemes
    subtheme_held_out: np.ndarray  # rows x subthemes: from 0 to 1, each with its review left out; invented rows: nan


def fit(
    rows: pd.DataFrame,
    vectors: np.ndarray,
    labels: np.ndarray,
    themes: list[str],
    subthemes: np.ndarray | None = None,
    penalty: float = PENALTY,
    meaning: float = MEANING_WEIGHT,
) -> Coder:
    """Return a coder fitted on coded rows, their vectors and labels (rows x themes); `meaning` weighs the vectors.

    `subthemes` are the labels of subthemes (rows x subthemes), none where there is no frame of them.
    Raises: `TooFewError` where too few rows are of the corpus (`invented` false), as nothing could be calibrated.
    """
    subthemes = np.zeros((len(rows), 0)) if subthemes is None else subthemes
    solution = solve(rows, vectors, labels, subthemes, penalty, meaning)
    return assemble(rows, vectors, labels, themes, subthemes, solution, meaning)


def solve(
    rows: pd.DataFrame,
    vectors: np.ndarray,
    labels: np.ndarray,
    subthemes: np.ndarray,
    penalty: float = PENALTY,
    meaning: float = MEANING_WEIGHT,
) -> Solution:
    """Return the numbers of a fitted coder: the part of `fit` that takes long and can be cached."""
    from scipy.linalg import cho_factor, cho_solve

    real = ~rows["invented"].to_numpy(bool)
    check_enough(rows[real], labels[real])
    matrix = _feature_blocks(len(rows)).fit_transform(rows).tocsr()
    similarity = _kernel(matrix, vectors, matrix, vectors, meaning)
    similarity[np.diag_indices(len(rows))] += penalty
    factor = cho_factor(similarity, lower=True, overwrite_a=True, check_finite=False)
    targets = np.hstack([labels - labels.mean(axis=0), _centred(subthemes)])
    dual = cho_solve(factor, targets, check_finite=False)
    inverse = cho_solve(factor, np.eye(len(rows))[:, real], check_finite=False)  # its columns of the corpus's rows
    held_out = np.full(targets.shape, np.nan)
    for indices in rows[real].groupby("review_id", sort=True).indices.values():
        own = np.flatnonzero(real)[indices]
        held_out[own] = targets[own] - np.linalg.solve(inverse[np.ix_(own, indices)], dual[own])
    themes = labels.shape[1]
    raw = held_out[:, :themes] + labels.mean(axis=0)
    curve = _fit_curve(raw[real], labels[real])
    subtheme_scores = np.clip(held_out[:, themes:] + _share(subthemes), 0, 1)
    return Solution(dual[:, :themes], _shares(raw, curve), curve, dual[:, themes:], subtheme_scores)


def assemble(
    rows: pd.DataFrame,
    vectors: np.ndarray,
    labels: np.ndarray,
    themes: list[str],
    subthemes: np.ndarray,
    solution: Solution,
    meaning: float = MEANING_WEIGHT,
) -> Coder:
    """Return a coder from the solution for its rows: the part of `fit` that takes little."""
    real = ~rows["invented"].to_numpy(bool)
    blocks = _feature_blocks(len(rows))
    matrix, share = blocks.fit_transform(rows).tocsr(), labels.mean(axis=0)
    return Coder(
        themes, rows, labels, blocks, matrix, vectors, meaning, solution.dual, share, solution.held_out, solution.curve,
        threshold=_best_threshold(solution.held_out[real], labels[real]),
        doubt=float(np.quantile(uncertainty(solution.held_out[real]), 1 - DOUBTFUL_SHARE)),
        subtheme_given=subthemes,
        subtheme_dual=solution.subtheme_dual,
        subtheme_held_out=solution.subtheme_held_out,
    )  # fmt: skip


def uncertainty(scores: np.ndarray) -> np.ndarray:
    """Return for each row how uncertain its themes are together: the sum of the entropies of its scores (in nats).

    Source: Shannon 1948; Settles 2009, 2.1 (what to have a person look at). Of the sum, the largest and the expected
    number of errors, it is the one whose highest third holds most of the errors on reviews left out.
    """
    inside = np.clip(scores, MIN_SCORE, 1 - MIN_SCORE)
    return -(inside * np.log(inside) + (1 - inside) * np.log(1 - inside)).sum(axis=1)


def scores(coder: Coder, rows: pd.DataFrame, vectors: np.ndarray) -> np.ndarray:
    """Return scores from 0 to 1 (rows x themes) of rows (`text`, `addressed_to`) with their vectors."""
    return all_scores(coder, rows, vectors)[0]


def all_scores(coder: Coder, rows: pd.DataFrame, vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the scores of themes and those of subthemes of rows, some rows at a time."""
    themes = np.zeros((len(rows), len(coder.themes)))
    subthemes = np.zeros((len(rows), coder.subtheme_given.shape[1]))
    for start in range(0, len(rows), ROWS_AT_ONCE):
        own = slice(start, start + ROWS_AT_ONCE)
        similarity = kernel(coder, features(coder, rows.iloc[own]), vectors[own])
        themes[own], subthemes[own] = probabilities(coder, similarity), subtheme_scores(coder, similarity)
    return themes, subthemes


def features(coder: Coder, rows: pd.DataFrame) -> csr_matrix:
    """Return the words, letters and addressees of rows as features of the coder."""
    return coder.blocks.transform(rows).tocsr()


def kernel(coder: Coder, matrix: csr_matrix, vectors: np.ndarray) -> np.ndarray:
    """Return the similarity of rows, by their features and vectors, to the rows that the coder learned from."""
    return _kernel(matrix, vectors, coder.matrix, coder.vectors, coder.meaning)


def probabilities(coder: Coder, similarity: np.ndarray) -> np.ndarray:
    """Return scores from 0 to 1 (rows x themes) from the similarity of rows to those that the coder learned from."""
    return _shares(similarity @ coder.dual + coder.share, coder.curve)


def subtheme_scores(coder: Coder, similarity: np.ndarray) -> np.ndarray:
    """Return scores from 0 to 1 (rows x subthemes) from the similarity of rows to those that the coder learned from."""
    return np.clip(similarity @ coder.subtheme_dual + _share(coder.subtheme_given), 0, 1)


def word_columns(coder: Coder) -> tuple[np.ndarray, slice]:
    """Return the words and pairs of words that the coder knows, and their columns among the features."""
    return coder.blocks.named_transformers_["words"].get_feature_names_out(), coder.blocks.output_indices_["words"]


def check_enough(rows: pd.DataFrame, labels: np.ndarray) -> None:
    """Raise `TooFewError` unless rows of the corpus, of several reviews, have a theme and lack one."""
    reviews = rows["review_id"].nunique()
    if len(rows) < MIN_ROWS or reviews < MIN_REVIEWS or not (labels == 1).any() or not (labels == 0).any():
        raise TooFewError(
            f"{len(rows)} recommendations of {reviews} reviews are coded, too few to learn from",
            f"code at least {MIN_ROWS} of {MIN_REVIEWS} in coded.csv",
        )


def _feature_blocks(rows: int) -> ColumnTransformer:
    """Return what turns text and who is asked into words, letters and names: blocks whose rows have length one."""
    from sklearn.compose import ColumnTransformer
    from sklearn.feature_extraction.text import HashingVectorizer, TfidfVectorizer

    min_df = 2 if rows >= ROWS_TO_DROP_RARE_WORDS else 1
    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=min_df, stop_words="english")
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(4, 6), sublinear_tf=True, min_df=min_df)
    addressees = HashingVectorizer(ngram_range=(1, 2), binary=True, alternate_sign=False, n_features=2**14)
    return ColumnTransformer(
        [("words", words, "text"), ("letters", letters, "text"), ("addressees", addressees, "addressed_to")],
        transformer_weights={"addressees": np.sqrt(ADDRESSEE_WEIGHT)},
        sparse_threshold=1.0,
    )


def _kernel(
    left: csr_matrix, left_vectors: np.ndarray, right: csr_matrix, right_vectors: np.ndarray, meaning_weight: float
) -> np.ndarray:
    """Return the similarity of rows: in words, letters and names, in meaning, and 1 for the constant."""
    from sklearn.metrics.pairwise import rbf_kernel

    meaning = rbf_kernel(left_vectors.astype(float), right_vectors.astype(float), gamma=MEANING_GAMMA)
    return (left @ right.T).toarray() + meaning_weight * meaning + 1.0


def _share(labels: np.ndarray) -> np.ndarray:
    """Return the share of each subtheme among the rows that were coded with subthemes."""
    coded = ~np.isnan(labels).any(axis=1)
    return labels[coded].mean(axis=0) if coded.any() else np.zeros(labels.shape[1])


def _centred(labels: np.ndarray) -> np.ndarray:
    """Return labels less their share; a row that nobody coded says nothing."""
    return np.nan_to_num(labels - _share(labels))


def _curve_inputs(raw: np.ndarray) -> np.ndarray:
    """Return what the beta curve is linear in, log s and -log(1 - s), as a last axis of two."""
    inside = np.clip(raw, EDGE, 1 - EDGE)
    return np.stack([np.log(inside), -np.log(1 - inside)], axis=-1)


def _shares(raw: np.ndarray, curve: np.ndarray) -> np.ndarray:
    """Turn raw scores into shares from 0 to 1, rounded as they are printed, so that decisions match what is seen."""
    from scipy.special import expit

    return np.round(expit(_curve_inputs(raw) @ curve[:2] + curve[2]), schema.DECIMALS)


def _fit_curve(held_out: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Fit the beta curve on held-out raw scores, where both coders agree."""
    from sklearn.linear_model import LogisticRegression

    agreed = labels != 0.5
    curve = LogisticRegression(C=1e6, max_iter=1000).fit(_curve_inputs(held_out[agreed]), labels[agreed].astype(int))
    return np.append(curve.coef_[0], curve.intercept_[0])


def _best_threshold(held_out: np.ndarray, labels: np.ndarray) -> float:
    """Return the middle of the thresholds whose micro-F1, where both coders agree, is as good as the best's or nearly.

    Over a wide range F1 moves by less than its noise; the best single threshold would move with one row.
    """
    agreed = labels != 0.5
    truth, shares = labels[agreed] == 1, held_out[agreed]
    f1s = np.array([2 * (truth & (shares >= t)).sum() / max(truth.sum() + (shares >= t).sum(), 1) for t in THRESHOLDS])
    return float(np.round(np.median(THRESHOLDS[f1s >= f1s.max() - NEARLY_AS_GOOD]), 2))
