"""Compare topics with themes: how far two groupings of the same recommendations agree, and where they differ.

Input: `topics` and `codes`.
Output: the adjusted mutual information (AMI: 0 as by chance, 1 the same; Vinh, Epps and Bailey 2010), the counts of
themes in topics, and `differences`: a reading list.

Limitations: a recommendation has one topic and several themes, so AMI is computed over pairs of a recommendation and a
theme and cannot reach 1; recommendations without a theme count as having a theme of their own.
"""

from __future__ import annotations

import pandas as pd

from reviewkit.base.text import natural_key
from reviewkit.corpus import tables

NO_THEME = "no theme"


def compare(topics: pd.DataFrame, codes: pd.DataFrame) -> tuple[float, pd.DataFrame]:
    """Return the AMI of topics and themes, and a table of themes by topics with the recommendations in both."""
    from sklearn.metrics import adjusted_mutual_info_score

    pairs = _topic_theme_pairs(topics, codes)
    if pairs.empty:
        return float("nan"), pd.DataFrame()
    counts = pd.crosstab(pairs["theme"], pairs["topic_id"])
    order = sorted(counts.columns, key=natural_key)
    ami = float(adjusted_mutual_info_score(pairs["topic_id"], pairs["theme"]))
    return ami, counts[order].rename_axis(columns=None)


def differences(topics: pd.DataFrame, codes: pd.DataFrame) -> pd.DataFrame:
    """Return `differences`: the recommendations on which topics and themes differ.

    They agree on a recommendation that has the commonest theme of its topic, or that is in the topic where most
    recommendations with one of its themes are. The others are listed, with the topics of most that share a theme with
    them.
    """
    pairs = _topic_theme_pairs(topics, codes)
    theme_of_topic = _commonest(pairs, "topic_id", "theme")
    topic_of_theme = _commonest(pairs, "theme", "topic_id")
    rows: list[dict[str, object]] = []
    for (rec_id, topic_id), own in pairs.groupby(["rec_id", "topic_id"], sort=False):
        themes, topic_theme = list(own["theme"]), theme_of_topic[topic_id]
        theme_topics = list(dict.fromkeys(topic_of_theme[theme] for theme in themes))
        if topic_theme not in themes and topic_id not in theme_topics:
            rows.append(
                {
                    "rec_id": rec_id,
                    "topic_id": topic_id,
                    "themes": ";".join(theme for theme in themes if theme != NO_THEME),
                    "topic_theme": "" if topic_theme == NO_THEME else topic_theme,
                    "theme_topics": ";".join(theme_topics),
                }
            )
    return tables.build(rows, "differences")


def _topic_theme_pairs(topics: pd.DataFrame, codes: pd.DataFrame) -> pd.DataFrame:
    """Return one row per recommendation and theme, with the recommendation's topic."""
    pairs = topics[["rec_id", "topic_id"]].merge(codes[["rec_id", "theme"]], "left", on="rec_id")
    return pairs.fillna({"theme": NO_THEME})


def _commonest(pairs: pd.DataFrame, by: str, column: str) -> dict[str, str]:
    """Return for each value of `by` the commonest value of a column; the first by name of several equally common."""
    counts = pairs.groupby([by, column]).size().rename("count").reset_index()
    return dict(counts.sort_values(["count", column], ascending=[False, True]).groupby(by)[column].first())
