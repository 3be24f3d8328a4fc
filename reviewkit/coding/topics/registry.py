"""Groups and the register so far -> the topic of each recommendation, by ids that are never given twice.

Comes in: groups of recommendations with vectors and labels, and the register (`corpus/topics.csv`). Goes out:
`topics` and the register anew. A group is the topic whose members it shares most: of the recommendations
that either holds and the register knows, the share that both hold (Jaccard), and a little by how near their middles
lie; pairs are found for all groups at once (optimal assignment, scipy). A topic is known by its members at the last
run that found it, or at the first, whichever is more alike: one that drifts keeps its id, and one that comes back to
what it was, ended or not, has it again, so that a review taken out and put back leaves every id as it was. Under a
third in common nobody would call it the same: the group is new. A topic that no group matches is kept, as ended.

Limit: the middle of a topic is that of its members still in the corpus; where all are gone, it cannot be matched.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pandas as pd

from reviewkit.base.errors import TableError
from reviewkit.base.text import natural_key, split_list
from reviewkit.coding.topics.grouping import centred
from reviewkit.corpus import tables

LEAST_SHARED = 1 / 3
TYPICAL = 3
BY_MIDDLE = 0.1  # what nearness of middles (cosine) adds: it decides between equals and no more


def update_registry(
    ids: list[str],
    matrix: np.ndarray,
    groups: np.ndarray,
    labels: Callable[[], list[str]],
    register: pd.DataFrame,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Ids, vectors and groups of recommendations, what labels the groups, and the register in; two tables out.

    `labels` is called only where a group is new. The tables: `topics` (a row a recommendation), the register anew.
    """
    groups_of = [[ids[at] for at in np.flatnonzero(groups == each)] for each in range(int(groups.max()) + 1)]
    before = {
        row.topic_id: [split_list(row.members), split_list(row.first_members)]
        for row in register.sort_values("state", ascending=False, kind="stable").itertuples(index=False)
    }  # living ones first: of equals the first is taken
    matched = _matched(groups_of, before, dict(zip(ids, matrix, strict=True)))
    names = _named(matched, len(groups_of), register["topic_id"])
    around = centred(matrix)
    topics = _topics(ids, around @ _middles(around, groups).T, groups, names)
    known = set(register["topic_id"])
    said = labels() if set(names) - known else [""] * len(names)  # a label, once given, stays
    return topics, _anew(register, topics, names, said)


def _matched(now: list[list[str]], before: dict[str, list[list[str]]], vector: dict[str, np.ndarray]) -> dict[int, str]:
    """Groups and topics, each with its last members and its first, in; the topic that each group is, if any, out."""
    from scipy.optimize import linear_sum_assignment

    if not before:
        return {}
    known = {each for lists in before.values() for members in lists for each in members} & set(vector)
    topics = list(before)
    shared = np.zeros((len(now), len(topics)))
    worth = np.zeros_like(shared)
    for row, members in enumerate(now):
        for column, topic in enumerate(topics):
            alike = [_alike(members, set(there) & known, known, vector) for there in before[topic]]
            shared[row, column], nearness = max(alike)
            worth[row, column] = shared[row, column] + BY_MIDDLE * nearness
    pairs = linear_sum_assignment(-np.where(shared >= LEAST_SHARED, worth, 0).round(9))
    return {int(row): topics[column] for row, column in zip(*pairs, strict=True) if shared[row, column] >= LEAST_SHARED}


def _alike(members: list[str], there: set[str], known: set[str], vector: dict[str, np.ndarray]) -> tuple[float, float]:
    """A group and the members of a topic in; the share that both hold, and how near their middles lie, out."""
    either = (set(members) & known) | there
    nearness = float(_middle(members, vector) @ _middle(sorted(there), vector)) if there else 0.0
    return len(set(members) & there) / max(len(either), 1), nearness


def _middle(members: list[str], vector: dict[str, np.ndarray]) -> np.ndarray:
    """The middle of some recommendations, of length one."""
    mean = np.mean([vector[each] for each in members], axis=0)
    return mean / max(float(np.linalg.norm(mean)), 1e-12)


def _middles(matrix: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """The middle of each group, of length one."""
    means = np.array([matrix[groups == each].mean(axis=0) for each in range(int(groups.max()) + 1)])
    return means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-12)


def _named(matched: dict[int, str], number: int, taken: pd.Series) -> list[str]:
    """An id for each group: its topic's, else the next that was never given."""
    strange = [each for each in taken if not re.fullmatch(r"t\d+", each)]
    if strange:
        raise TableError(f"topics.csv: '{strange[0]}' is no id of a topic", "leave ids (t1, t2) as they were")
    last = max((int(each.removeprefix("t")) for each in taken), default=0)
    names = []
    for group in range(number):
        if group not in matched:
            last += 1
        names.append(matched.get(group, f"t{last}"))
    return names


def _topics(ids: list[str], near: np.ndarray, groups: np.ndarray, names: list[str]) -> pd.DataFrame:
    """The table `topics`."""
    rows = []
    for each, group, cosines in zip(ids, groups, near, strict=True):
        others = [at for at in np.argsort(-cosines.round(6), kind="stable") if at != group]
        rows.append(
            {
                "rec_id": each,
                "topic_id": names[group],
                "nearness": max(float(cosines[group]), 0.0),
                "next_id": names[others[0]],
                "next_nearness": max(float(cosines[others[0]]), 0.0),
            }
        )
    return tables.build(rows, "topics")


def _anew(register: pd.DataFrame, topics: pd.DataFrame, names: list[str], labels: list[str]) -> pd.DataFrame:
    """The register with this run's members; a label, once given, stays."""
    was = {row["topic_id"]: row for row in register.to_dict("records")}
    rows = {topic: row | {"state": "ended"} for topic, row in was.items()}
    for topic, label in zip(names, labels, strict=True):
        members = topics[topics["topic_id"] == topic].sort_values("nearness", ascending=False, kind="stable")
        ids = ";".join(sorted(members["rec_id"], key=natural_key))
        rows[topic] = {
            "topic_id": topic,
            "name": was.get(topic, {}).get("name", ""),
            "label": was.get(topic, {}).get("label", label),
            "state": "live",
            "typical": ";".join(members["rec_id"].head(TYPICAL)),
            "members": ids,
            "first_members": was.get(topic, {}).get("first_members", ids),
        }
    return tables.build([rows[topic] for topic in sorted(rows, key=natural_key)], "register")
