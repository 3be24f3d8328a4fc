"""Fit and apply a matcher of pairs: a logistic regression on signals of similarity and on concepts.

Input: the two sides of pairs, and what the coders coded.
Output: the probability that the later one restates the earlier one, and a relation.

The regression (ridge penalty) uses the standardised signals, each concept that both sides name, and each concept that
only one side names. It learns from more pairs that restate than a corpus has; so that a probability is one among all
pairs of the corpus, its log-odds are put on a line fitted to pairs of reviews left out, each weighing as many pairs as
it stands for (Platt 2000, with weights of the design).

Near-verbatim repetition is `restates` in itself: a share of `VERBATIM_SHARE` of the shorter text's words, and at least
`VERBATIM_WORDS`, are in the longer one in their order (longest common subsequence). So a lettered part that is printed
again restates the whole it comes from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from reviewkit.base.errors import TooFewError
from reviewkit.coding.echoes import pair_features
from reviewkit.coding.echoes.concepts import Concept
from reviewkit.coding.echoes.distinct_asks import LONG_TEXT
from reviewkit.coding.echoes.pair_features import SHORT, PairSide

if TYPE_CHECKING:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

INVERSE_PENALTY = 0.2  # from 0.1 to 0.5 average precision with reviews left out differs by less than its noise
THRESHOLD_CANDIDATE_PAIRS = 0.05  # pairs that somebody picked for a comparison, of which about one in six restates
THRESHOLD_CORPUS = 0.50  # all pairs of a corpus: three in a thousand restate, and a link is likelier than not
MIN_COSINE = 0.40  # of 247 coded restating pairs five lie under it, all with an invented review
MIN_COSINE_LONG_TEXT = 0.60  # with a long text only near meanings are trusted
TYPICAL_CONCEPTS = 8.0  # that a pair of summaries names; a page of text names many, which says little of each
SUREST = 0.9999  # probability; 1 is kept for what is repeated nearly word for word
VERBATIM_SHARE, VERBATIM_WORDS = 0.72, 6  # the most of 4,071 pairs on other subjects is 0.48, of coded pairs 0.71
FOLDS = 5  # of later reviews, for the scores on which the line is fitted
MIN_PAIRS = 8  # coded pairs that restate, and that do not; with fewer there is nothing to learn from


class Matcher(NamedTuple):
    """A fitted model of pairs."""

    lexicon: list[Concept]
    concept_weight: np.ndarray  # log of how rare each concept is
    words: TfidfVectorizer
    letters: TfidfVectorizer
    signal_mean: np.ndarray
    signal_spread: np.ndarray
    restates: LogisticRegression
    related: LogisticRegression | None  # of pairs that do not restate; None where all these are coded alike
    line: tuple[float, float] = (1.0, 0.0)  # slope and intercept of the log-odds


def fit(
    earlier: PairSide,
    later: PairSide,
    relation: pd.Series,
    lexicon: list[Concept],
    weight: np.ndarray | None = None,
    reviews: np.ndarray | None = None,
    inverse_penalty: float = INVERSE_PENALTY,
) -> Matcher:
    """Return a matcher fitted on the two sides of coded pairs and the relation that the coders gave each.

    `weight` says for how many pairs of the corpus one stands, and `reviews` which is the later review: without them
    probabilities are those among the coded pairs.
    Raises: `TooFewError` where too few pairs restate, or too few do not.
    """
    from sklearn.linear_model import LogisticRegression

    truth = (relation == "restates").to_numpy()
    if min(truth.sum(), (~truth).sum()) < MIN_PAIRS:
        raise TooFewError(
            f"{truth.sum()} coded pairs restate and {(~truth).sum()} do not, too few to learn from",
            f"code at least {MIN_PAIRS} of either in pairs.csv",
        )
    unfitted = _unfitted(earlier, later, lexicon)
    earlier, later = weighed(unfitted, earlier), weighed(unfitted, later)
    signals = _signals(unfitted, earlier, later)
    spread = np.where(signals.std(axis=0) > 0, signals.std(axis=0), 1.0)
    matcher = unfitted._replace(signal_mean=signals.mean(axis=0), signal_spread=spread)
    features = _features(matcher, earlier, later, signals)
    restates = LogisticRegression(C=inverse_penalty, max_iter=5000).fit(features, truth)
    is_related = (relation == "related").to_numpy()[~truth]
    related = None
    if len(set(is_related)) == 2:
        related = LogisticRegression(C=inverse_penalty, max_iter=5000).fit(features[~truth], is_related)
    line = (1.0, 0.0)
    if weight is not None and reviews is not None:
        line = _line(features, truth, weight, reviews, inverse_penalty)
    return matcher._replace(restates=restates, related=related, line=line)


def _line(
    features: np.ndarray, truth: np.ndarray, weight: np.ndarray, reviews: np.ndarray, inverse_penalty: float
) -> tuple[float, float]:
    """Return slope and intercept that turn log-odds of reviews left out into those among all pairs of the corpus.

    Where too few pairs of the corpus restate, or too few do not, they stay as they are.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GroupKFold

    stands = weight > 0
    if min((truth & stands).sum(), (~truth & stands).sum()) < MIN_PAIRS or len(set(reviews)) < FOLDS:
        return 1.0, 0.0
    log_odds = np.zeros(len(truth))
    for train, test in GroupKFold(FOLDS).split(features, truth, reviews):
        if len(set(truth[train])) < 2:
            return 1.0, 0.0
        model = LogisticRegression(C=inverse_penalty, max_iter=5000).fit(features[train], truth[train])
        log_odds[test] = model.decision_function(features[test])
    line = LogisticRegression(C=1e6).fit(log_odds[stands, None], truth[stands], sample_weight=weight[stands])
    return float(line.coef_[0, 0]), float(line.intercept_[0])


def _unfitted(earlier: PairSide, later: PairSide, lexicon: list[Concept]) -> Matcher:
    """Return a matcher with the weights of words, letters and concepts, and without its regressions."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    texts = sorted({*earlier.texts, *later.texts})
    words = TfidfVectorizer(sublinear_tf=True, stop_words="english").fit(texts)
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(4, 6), sublinear_tf=True).fit(texts)
    counts = np.vstack([earlier.concepts, later.concepts]).sum(axis=0)
    weight = np.log(2 * len(earlier.texts) / np.maximum(counts, 1))
    return Matcher(lexicon, weight, words, letters, np.zeros(1), np.ones(1), None, None)


def weighed(matcher: Matcher, side: PairSide) -> PairSide:
    """Return texts with their words and letters as the matcher weighs them."""
    if not len(side.texts):  # scikit-learn weighs no empty list
        return side
    words, letters = (weigh.transform(side.texts).astype(SHORT) for weigh in (matcher.words, matcher.letters))
    return side._replace(words=words, letters=letters)


def scores(matcher: Matcher, earlier: PairSide, later: PairSide, of_long: np.ndarray | None = None) -> pd.DataFrame:
    """Return what the matcher says of pairs of weighed texts; `of_long`: whether a side is one ask of a long text.

    Columns: `restates` (a probability), `likeness` (the same where nothing is ruled out for being far apart in
    meaning: it ranks pairs, and decides nothing), `related` (the probability given that the later one does not restate
    the earlier one), `same` (whether it repeats it nearly word for word).
    """
    from scipy.special import expit

    if not len(earlier.texts):
        return pd.DataFrame({"restates": [], "likeness": [], "related": [], "same": []}).astype({"same": bool})
    features = _features(matcher, earlier, later, _signals(matcher, earlier, later))
    is_long = np.maximum(earlier.lengths, later.lengths) > LONG_TEXT
    is_long |= False if of_long is None else of_long
    min_cosine = np.where(is_long, MIN_COSINE_LONG_TEXT, MIN_COSINE)
    slope, intercept = matcher.line
    probability = expit(slope * matcher.restates.decision_function(features) + intercept)
    far = (earlier.vectors * later.vectors).sum(axis=1) < min_cosine
    same = _is_near_verbatim(earlier.word_lists, later.word_lists)
    likeness = np.where(same, 1.0, np.minimum(probability.round(4), SUREST))
    restates = np.where(far & ~same, 0.0, likeness)
    related = matcher.related.predict_proba(features)[:, 1] if matcher.related else np.zeros(len(far))
    return pd.DataFrame({"restates": restates, "likeness": likeness, "related": related, "same": same})


def decide(scored: pd.DataFrame, threshold: float) -> pd.Series:
    """Return `restates`, `related` or `unrelated` for scores; a pair restates from the threshold on."""
    relations = np.array(["unrelated", "related", "restates"], object)
    restates, related = scored["restates"] >= threshold, scored["related"] >= 0.5
    return pd.Series(relations[np.where(restates, 2, related.astype(int))], scored.index)


def _signals(matcher: Matcher, earlier: PairSide, later: PairSide) -> np.ndarray:
    """Return pairs x signals: of similarity, and of concepts in common."""
    similarity = pair_features.similarity_signals(earlier, later)
    slots = [concept.slot for concept in matcher.lexicon]
    return np.hstack([similarity, pair_features.common_concepts(earlier, later, slots, matcher.concept_weight)])


def _features(matcher: Matcher, earlier: PairSide, later: PairSide, signals: np.ndarray) -> np.ndarray:
    """Return the standardised signals, the concepts that both sides name, and those that only one side names."""
    standardised = (signals - matcher.signal_mean) / matcher.signal_spread
    both, only_one = earlier.concepts * later.concepts, np.abs(earlier.concepts - later.concepts)
    many = np.maximum((both + only_one).sum(axis=1, keepdims=True) / TYPICAL_CONCEPTS, 1.0)
    return np.hstack([standardised, both / many, only_one / many])


def _is_near_verbatim(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Tell for each pair of word lists whether nearly all words of the shorter are in the longer, in order."""
    from rapidfuzz import process
    from rapidfuzz.distance import LCSseq

    shorter = np.minimum([len(words) for words in first], [len(words) for words in second])
    common = process.cpdist(first, second, scorer=LCSseq.similarity, dtype=np.float64, workers=-1)
    return (shorter >= VERBATIM_WORDS) & (common >= VERBATIM_SHARE * shorter)
