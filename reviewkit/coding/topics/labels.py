"""Groups -> their most telling words, by BERTopic's class-based TF-IDF.

Comes in: texts, their vectors and groups. Goes out: a label for each group. BERTopic is given the groups (its manual
topic modelling): its own reducer and clusterer are not used, since they leave rows out and move with every run.

Limit: words of the texts only, in no order of grammar; a person may give a topic a name in `corpus/topics.csv`.
"""

from __future__ import annotations

import numpy as np

WORDS = 4  # of a label: more are not read
SHARED = 0.5  # a word that over half of the groups have says nothing of one


def topic_words(texts: list[str], matrix: np.ndarray, groups: np.ndarray) -> list[str]:
    """Texts, their vectors and groups in; the most telling words of each group, divided by commas, out."""
    from bertopic import BERTopic
    from bertopic.cluster import BaseCluster
    from bertopic.dimensionality import BaseDimensionalityReduction
    from sklearn.feature_extraction.text import CountVectorizer

    model = BERTopic(
        embedding_model=None,
        umap_model=BaseDimensionalityReduction(),
        hdbscan_model=BaseCluster(),
        vectorizer_model=CountVectorizer(stop_words="english", max_df=SHARED, token_pattern=r"(?u)\b[a-zA-Z]{3,}\b"),
        top_n_words=WORDS + 4,
    )
    given, _ = model.fit_transform(texts, embeddings=matrix, y=groups.tolist())
    theirs = dict(zip(groups.tolist(), given, strict=True))  # BERTopic numbers topics anew, by size
    return [_label(model.get_topic(theirs[group])) for group in range(int(groups.max()) + 1)]


def _label(found: list[tuple[str, float]]) -> str:
    """Words with their weights in; the first few out, without a second form of one already told.

    >>> _label([("taxi", 0.9), ("taxis", 0.8), ("drivers", 0.7), ("licence", 0.6), ("badge", 0.5), ("", 0.0)])
    'taxi, drivers, licence, badge'
    """
    told: list[str] = []
    for word, _ in sorted(found, key=lambda each: (-round(each[1], 6), each[0])):
        if word and not any(word[:4] == other[:4] for other in told) and len(told) < WORDS:
            told.append(word)
    return ", ".join(told)
