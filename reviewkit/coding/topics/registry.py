"""Match groups with the register of topics, so that topics keep their ids and no id is assigned twice.

Input: groups of recommendations with vectors and labels, and the register (`corpus/topics.csv`).
Output: `topics`, and the updated register.

A group is the topic whose members it shares most: among the recommendations that are in either of them and in the
register, the share that are in both (Jaccard), and a little by how near their centres lie; the matches of all groups
are found at once (optimal assignment, scipy). A topic's members are those of the last run that found it, or of the
first, depending on which the group resembles more: a topic that drifts keeps its id, and one that comes back to what
it was, ended or not, has it again, so that a review that is taken out and put back leaves every id as it was. With
less than a third in common nobody would call it the same topic: the group is new. A topic that no group matches stays
in the register, as ended.

Limitations: the centre of a topic is that of its members still in the corpus; where all are gone, it cannot be
matched.
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

MIN_SHARED = 1 / 3  # of the members; with less nobody would call it the same topic
TYPICAL = 3  # recommendations listed as typical of a topic
CENTRE_WEIGHT = 0.1  # of the cosine of centres: it decides between equals and no more
MIN_NORM = 1e-12  # so that a centre of zeros is not divided by nought


def update_registry(
    ids: list[str],
    matrix: np.ndarray,
    groups: np.ndarray,
    labels: Callable[[], list[str]],
    register: pd.DataFrame,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return `topics`, with one row per recommendation, and the updated register.

    `ids`, `matrix` and `groups` are those of the recommendations; `labels` makes the labels of the groups, and is
    called only where a group is new.
    """
    members = [[ids[row] for row in np.flatnonzero(groups == group)] for group in range(int(groups.max()) + 1)]
    members_before = {
        row.topic_id: [split_list(row.members), split_list(row.first_members)]
        for row in register.sort_values("state", ascending=False, kind="stable").itertuples(index=False)
    }  # live topics first: of several equally similar the first is taken
    matched = _match_groups(members, members_before, dict(zip(ids, matrix, strict=True)))
    topic_ids = _topic_ids(matched, len(members), register["topic_id"])
    vectors = centred(matrix)
    topics = _topics(ids, vectors @ _centres(vectors, groups).T, groups, topic_ids)
    has_new = bool(set(topic_ids) - set(register["topic_id"]))
    new_labels = labels() if has_new else [""] * len(topic_ids)
    return topics, _updated_register(register, topics, topic_ids, new_labels)


def _match_groups(
    groups: list[list[str]], topics: dict[str, list[list[str]]], vector_by_id: dict[str, np.ndarray]
) -> dict[int, str]:
    """Return the topic that each group is, if any; a topic comes with its last members and its first."""
    from scipy.optimize import linear_sum_assignment

    if not topics:
        return {}
    registered = {rec_id for lists in topics.values() for members in lists for rec_id in members} & set(vector_by_id)
    topic_ids = list(topics)
    shared = np.zeros((len(groups), len(topic_ids)))
    value = np.zeros_like(shared)
    for row, group in enumerate(groups):
        for column, topic_id in enumerate(topic_ids):
            overlaps = [
                _overlap(group, set(members) & registered, registered, vector_by_id) for members in topics[topic_id]
            ]
            shared[row, column], cosine = max(overlaps)
            value[row, column] = shared[row, column] + CENTRE_WEIGHT * cosine
    pairs = linear_sum_assignment(-np.where(shared >= MIN_SHARED, value, 0).round(9))
    return {
        int(row): topic_ids[column] for row, column in zip(*pairs, strict=True) if shared[row, column] >= MIN_SHARED
    }


def _overlap(
    group: list[str], members: set[str], registered: set[str], vector_by_id: dict[str, np.ndarray]
) -> tuple[float, float]:
    """Return the share of recommendations in both a group and a topic, and the cosine of their centres."""
    either = (set(group) & registered) | members
    cosine = float(_centre(group, vector_by_id) @ _centre(sorted(members), vector_by_id)) if members else 0.0
    return len(set(group) & members) / max(len(either), 1), cosine


def _centre(members: list[str], vector_by_id: dict[str, np.ndarray]) -> np.ndarray:
    """Return the mean vector of some recommendations, scaled to length one."""
    mean = np.mean([vector_by_id[rec_id] for rec_id in members], axis=0)
    return mean / max(float(np.linalg.norm(mean)), MIN_NORM)


def _centres(vectors: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Return the mean vector of each group, scaled to length one."""
    means = np.array([vectors[groups == group].mean(axis=0) for group in range(int(groups.max()) + 1)])
    return means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), MIN_NORM)


def _topic_ids(matched: dict[int, str], number: int, registered: pd.Series) -> list[str]:
    """Return an id for each group: its topic's, else the next that was never assigned."""
    malformed = [topic_id for topic_id in registered if not re.fullmatch(r"t\d+", topic_id)]
    if malformed:
        raise TableError(f"topics.csv: '{malformed[0]}' is no id of a topic", "leave ids (t1, t2) as they were")
    last = max((int(topic_id.removeprefix("t")) for topic_id in registered), default=0)
    topic_ids = []
    for group in range(number):
        if group not in matched:
            last += 1
        topic_ids.append(matched.get(group, f"t{last}"))
    return topic_ids


def _topics(ids: list[str], cosines: np.ndarray, groups: np.ndarray, topic_ids: list[str]) -> pd.DataFrame:
    """Return the table `topics`, from the cosines of recommendations with the centres of groups."""
    rows: list[dict[str, object]] = []
    for rec_id, group, own_cosines in zip(ids, groups, cosines, strict=True):
        order = np.argsort(-own_cosines.round(6), kind="stable")
        next_group = next(other for other in order if other != group)
        rows.append(
            {
                "rec_id": rec_id,
                "topic_id": topic_ids[group],
                "nearness": max(float(own_cosines[group]), 0.0),
                "next_id": topic_ids[next_group],
                "next_nearness": max(float(own_cosines[next_group]), 0.0),
            }
        )
    return tables.build(rows, "topics")


def _updated_register(
    register: pd.DataFrame, topics: pd.DataFrame, topic_ids: list[str], labels: list[str]
) -> pd.DataFrame:
    """Return the register with this run's members; a topic keeps its name, label and first members."""
    before = {row["topic_id"]: row for row in register.to_dict("records")}
    rows: dict[str, dict[str, object]] = {topic_id: row | {"state": "ended"} for topic_id, row in before.items()}
    for topic_id, label in zip(topic_ids, labels, strict=True):
        own = topics[topics["topic_id"] == topic_id].sort_values("nearness", ascending=False, kind="stable")
        members = ";".join(sorted(own["rec_id"], key=natural_key))
        lasting = {"name": "", "label": label, "first_members": members} | before.get(topic_id, {})
        rows[topic_id] = lasting | {
            "topic_id": topic_id,
            "state": "live",
            "typical": ";".join(own["rec_id"].head(TYPICAL)),
            "members": members,
        }
    return tables.build([rows[topic_id] for topic_id in sorted(rows, key=natural_key)], "register")
