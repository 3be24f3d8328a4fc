"""Coded pairs -> a matcher: a logistic regression of signals and of concepts, and what it says of other pairs.

Comes in: two sides of pairs and what people coded. Goes out: the probability that the later restates the earlier, and
a relation. The regression (ridge penalty) stands on the standardised signals, on each concept that both name and on
each that one alone names.

Near-verbatim repetition is `restates` by itself: a share of `SAME` of the shorter text's words, `WORDS` or more, stand
in the longer one in their order (longest common subsequence). A lettered part printed again restates its whole.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from reviewkit.base.errors import TooFewError
from reviewkit.coding.echoes import pair_features
from reviewkit.coding.echoes.concepts import Concept
from reviewkit.coding.echoes.pair_features import PairSide

if TYPE_CHECKING:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

INVERSE_PENALTY = 0.1  # from 0.03 to 0.3 F1 with reviews left out differs by less than its noise
THRESHOLD_CANDIDATE_PAIRS = 0.07  # pairs that somebody picked for a comparison, of which about one in six restates
THRESHOLD_CORPUS = 0.50  # all pairs of a corpus: hardly one in a thousand restates, so a link must be surer
FLOOR = 0.45  # cosine: no coded pair under it restates
LONG, FLOOR_LONG = 36, 0.66  # words: longer than any summary it learned from; there only near meanings are trusted
TYPICAL = 8.0  # concepts that a pair of summaries names; a page of text names many, which says little of each
SAME, WORDS = 0.72, 6  # of 4,071 pairs of reports on other subjects the most is 0.48, of coded pairs 0.71
FEWEST = 8  # coded pairs of either sort, under which there is nothing to learn from


class Matcher(NamedTuple):
    """A fitted model of pairs."""

    lexicon: list[Concept]
    weight: np.ndarray  # of each concept: log of how rare it is
    words: TfidfVectorizer
    letters: TfidfVectorizer
    middle: np.ndarray  # of each signal, and its spread
    spread: np.ndarray
    restates: LogisticRegression
    related: LogisticRegression  # of pairs that do not restate


def fit(
    earlier: PairSide,
    later: PairSide,
    relation: pd.Series,
    lexicon: list[Concept],
    inverse_penalty: float = INVERSE_PENALTY,
) -> Matcher:
    """Two sides of coded pairs, what both coders gave each, and the lexicon in; a matcher out.

    Raises `TooFewError` where too few restate, or too few do not.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    truth = (relation == "restates").to_numpy()
    if min(truth.sum(), (~truth).sum()) < FEWEST:
        raise TooFewError(
            f"{truth.sum()} coded pairs restate and {(~truth).sum()} do not, too few to learn from",
            f"code at least {FEWEST} of either in pairs.csv",
        )
    texts = sorted({*earlier.texts, *later.texts})
    words = TfidfVectorizer(sublinear_tf=True, stop_words="english").fit(texts)
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(4, 6), sublinear_tf=True).fit(texts)
    named = np.vstack([earlier.named, later.named]).sum(axis=0)
    weight = np.log(2 * len(truth) / np.maximum(named, 1))
    blank = Matcher(lexicon, weight, words, letters, np.zeros(1), np.ones(1), None, None)
    raw = _signals(blank, earlier, later)
    spread = np.where(raw.std(axis=0) > 0, raw.std(axis=0), 1.0)
    matcher = blank._replace(middle=raw.mean(axis=0), spread=spread)
    features = _features(matcher, earlier, later, raw)
    model = LogisticRegression(C=inverse_penalty, max_iter=5000)
    related = (relation == "related").to_numpy()[~truth]
    second = LogisticRegression(C=inverse_penalty, max_iter=5000) if len(set(related)) == 2 else None
    return matcher._replace(
        restates=model.fit(features, truth), related=second and second.fit(features[~truth], related)
    )


def scores(matcher: Matcher, earlier: PairSide, later: PairSide) -> pd.DataFrame:
    """A matcher and two sides in; for each pair `restates`, `related` (each a probability) and `same` words, out.

    `related` is the probability given that the later does not restate the earlier.
    """
    if not earlier.texts:
        return pd.DataFrame({"restates": [], "related": [], "same": []}).astype({"same": bool})
    features = _features(matcher, earlier, later, _signals(matcher, earlier, later))
    longest = [max(len(text.split()) for text in texts) for texts in zip(earlier.texts, later.texts, strict=True)]
    floor = np.where(np.array(longest) > LONG, FLOOR_LONG, FLOOR)
    far = (earlier.vectors * later.vectors).sum(axis=1) < floor
    same = np.array([_same(*texts) for texts in zip(earlier.texts, later.texts, strict=True)])
    restates = np.where(far, 0.0, matcher.restates.predict_proba(features)[:, 1])
    related = matcher.related.predict_proba(features)[:, 1] if matcher.related else np.zeros(len(far))
    return pd.DataFrame({"restates": np.where(same, 1.0, restates).round(4), "related": related, "same": same})


def decide(scored: pd.DataFrame, threshold: float) -> pd.Series:
    """Scores and the probability from which a pair restates in; `restates`, `related` or `unrelated` out."""
    weaker = np.where(scored["related"] >= 0.5, "related", "unrelated")
    return pd.Series(np.where(scored["restates"] >= threshold, "restates", weaker), scored.index, dtype=object)


def _signals(matcher: Matcher, earlier: PairSide, later: PairSide) -> np.ndarray:
    alike = pair_features.compare(earlier, later, matcher.words, matcher.letters)
    common = pair_features.common_concepts(earlier, later, [each.slot for each in matcher.lexicon], matcher.weight)
    return np.hstack([alike, common])


def _features(matcher: Matcher, earlier: PairSide, later: PairSide, raw: np.ndarray) -> np.ndarray:
    """Standardised signals; each concept that both name, and that one alone names."""
    standard = (raw - matcher.middle) / matcher.spread
    both, alone = earlier.named * later.named, np.abs(earlier.named - later.named)
    many = np.maximum((both + alone).sum(axis=1, keepdims=True) / TYPICAL, 1.0)
    return np.hstack([standard, both / many, alone / many])


def _same(one: str, other: str) -> bool:
    """Whether the words of the shorter text stand in the longer one, in order and nearly all."""
    from rapidfuzz.distance import LCSseq

    words = [re.findall(r"\w+", text.lower()) for text in (one, other)]
    least = min(len(each) for each in words)
    return least >= WORDS and LCSseq.similarity(*words) >= SAME * least
