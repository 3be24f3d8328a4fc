"""Topics beside themes: how far two readings of the same recommendations tell the same, and where they differ.

Comes in: `topics` and `codes`. Goes out: the adjusted mutual information (AMI: 0 as by chance, 1 the same; Vinh, Epps
and Bailey 2010), the counts of themes in topics, and `differences`: a reading list.

Limit: a recommendation has one topic and several themes, so AMI is over pairs of a recommendation and a theme and
cannot reach 1; those without a theme count as a theme of their own.
"""

from __future__ import annotations

import pandas as pd

from reviewkit.base.text import natural_key
from reviewkit.corpus import tables

NONE = "no theme"


def compare(topics: pd.DataFrame, codes: pd.DataFrame) -> tuple[float, pd.DataFrame]:
    """`topics` and `codes` in; AMI, and a table of themes by topics with the recommendations in both, out."""
    from sklearn.metrics import adjusted_mutual_info_score

    pairs = _pairs(topics, codes)
    if pairs.empty:
        return float("nan"), pd.DataFrame()
    counts = pd.crosstab(pairs["theme"], pairs["topic_id"])
    order = sorted(counts.columns, key=natural_key)
    ami = float(adjusted_mutual_info_score(pairs["topic_id"], pairs["theme"]))
    return ami, counts[order].rename_axis(columns=None)


def differences(topics: pd.DataFrame, codes: pd.DataFrame) -> pd.DataFrame:
    """`topics` and `codes` in; the recommendations on which the two readings differ, out.

    They agree on one where it has the theme that is commonest in its topic, or where most recommendations with one of
    its themes are in its topic. The others are listed, with the topic of most that share a theme with it.
    """
    pairs = _pairs(topics, codes)
    commonest = _most(pairs, "topic_id", "theme")
    home = _most(pairs, "theme", "topic_id")
    rows = []
    for (rec_id, topic), found in pairs.groupby(["rec_id", "topic_id"], sort=False):
        themes = list(found["theme"])
        homes = list(dict.fromkeys(home[theme] for theme in themes))
        if commonest[topic] not in themes and topic not in homes:
            said = {"themes": ";".join(theme for theme in themes if theme != NONE)}
            said |= {"topic_theme": "" if commonest[topic] == NONE else commonest[topic]}
            rows.append({"rec_id": rec_id, "topic_id": topic, "theme_topics": ";".join(homes)} | said)
    return tables.build(rows, "differences")


def _pairs(topics: pd.DataFrame, codes: pd.DataFrame) -> pd.DataFrame:
    """A row a recommendation and theme, with its topic."""
    return topics[["rec_id", "topic_id"]].merge(codes[["rec_id", "theme"]], "left", on="rec_id").fillna({"theme": NONE})


def _most(pairs: pd.DataFrame, each: str, other: str) -> dict[str, str]:
    """For each value of one column the commonest of the other; of equals the first by name."""
    counts = pairs.groupby([each, other]).size().rename("n").reset_index()
    return dict(counts.sort_values(["n", other], ascending=[False, True]).groupby(each)[other].first())
