"""Label groups with their most telling words, by BERTopic's class-based TF-IDF.

Input: texts, their vectors and groups.
Output: a label for each group.

The groups are passed to BERTopic (its manual topic modelling): its own reducer and clusterer are not used, since they
leave rows out and move with every run.

Limitations: a label has words of the texts only, in no grammatical order; a person may name a topic in
`corpus/topics.csv`.
"""

from __future__ import annotations

import numpy as np

from reviewkit.base.hidden_packages import hidden

LABEL_WORDS = 4  # more are not read
SPARE_WORDS = 4  # asked for beside these, since some are second forms of a word
MAX_GROUP_SHARE = 0.5  # a word that over half of the groups have says nothing about one
STEM = 4  # two words that begin with the same letters are taken for forms of one


def topic_words(texts: list[str], matrix: np.ndarray, groups: np.ndarray) -> list[str]:
    """Return the most telling words of each group, divided by commas."""
    with hidden("hdbscan", "sentence_transformers", "torch", "umap"):  # its light installation, and as quick to load
        from bertopic import BERTopic
        from bertopic.cluster import BaseCluster
        from bertopic.dimensionality import BaseDimensionalityReduction
    from sklearn.feature_extraction.text import CountVectorizer

    vectorizer = CountVectorizer(stop_words="english", max_df=MAX_GROUP_SHARE, token_pattern=r"(?u)\b[a-zA-Z]{3,}\b")
    model = BERTopic(
        embedding_model=None,
        umap_model=BaseDimensionalityReduction(),
        hdbscan_model=BaseCluster(),
        vectorizer_model=vectorizer,
        top_n_words=LABEL_WORDS + SPARE_WORDS,
    )
    topics, _ = model.fit_transform(texts, embeddings=matrix, y=groups.tolist())
    topic_of_group = dict(zip(groups.tolist(), topics, strict=True))  # BERTopic numbers the groups anew, by size
    return [_label(model.get_topic(topic_of_group[group])) for group in range(int(groups.max()) + 1)]


def _label(weighted_words: list[tuple[str, float]]) -> str:
    """Return the words with the largest weights, without a second form of a word.

    >>> _label([("taxi", 0.9), ("taxis", 0.8), ("drivers", 0.7), ("licence", 0.6), ("badge", 0.5), ("", 0.0)])
    'taxi, drivers, licence, badge'
    """
    words: list[str] = []
    for word, _ in sorted(weighted_words, key=lambda pair: (-round(pair[1], 6), pair[0])):
        is_form = any(word[:STEM] == earlier[:STEM] for earlier in words)
        if word and not is_form and len(words) < LABEL_WORDS:
            words.append(word)
    return ", ".join(words)
