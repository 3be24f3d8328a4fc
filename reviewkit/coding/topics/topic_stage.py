"""Recommendations -> topics, kept by what they were made from; and the register, matched with them.

Comes in: the folders of a corpus and its recommendations. Goes out: `topics`, the register and `problems`. Where too
little is held there are no topics: that is a problem with its next step, and no other method stands in.
"""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd

from reviewkit.base import cache, paths
from reviewkit.base.errors import TooFewError
from reviewkit.base.text import natural_key, split_list
from reviewkit.coding import vectors
from reviewkit.coding.topics import grouping, labels, registry
from reviewkit.corpus import aliases as corpus_aliases
from reviewkit.corpus import tables
from reviewkit.corpus.recommendations import ASKS, coded_text

PLACED = ("topics", "register")


def grouped_rows(recommendations: pd.DataFrame) -> pd.DataFrame:
    """Recommendations in; those that are grouped into topics, sorted by id, with the text that is read, out."""
    asks = recommendations[recommendations["kind"].isin(ASKS)]
    asks = asks.sort_values("rec_id", key=lambda ids: ids.map(natural_key), ignore_index=True)
    return asks.assign(text=coded_text(asks))[["rec_id", "review_id", "text"]]


def assign_topics(folders: paths.Folders, recommendations: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """A corpus and its recommendations in; `topics`, `register` and `problems` out.

    The groups are kept by what they were made from, and what the register made of them by that and the register.
    """
    asks = grouped_rows(recommendations)
    written = tables.load_or_empty(folders.corpus, "register", "topics")
    register = _members_now(written, tables.load_or_empty(folders.corpus, "aliases"))
    try:
        grouping.check_enough(asks["review_id"])  # before vectors are made, which take seconds
        key = cache.table_key([asks, register], __name__)
        made = cache.cached(folders.cache, "topics", key, PLACED, partial(_placed, folders, asks, register))
    except TooFewError as error:
        step = "add reviews; until then themes alone are told"
        problem = {"document": "topics", "what": "no topics were made", "text": str(error), "next_step": step}
        return {
            "topics": tables.empty("topics"),
            "register": written,
            "problems": tables.build([] if asks.empty else [problem], "problems"),
        }
    return {**made, "register": _as_written(made["register"], written), "problems": tables.empty("problems")}


def _as_written(anew: pd.DataFrame, written: pd.DataFrame) -> pd.DataFrame:
    """The register anew and as it was written in; the first, with ids of the past as they were first written, out.

    Those that stand for them now may go again, as where a digest comes back.
    """
    was = written.set_index("topic_id")
    rows = [
        row | {"first_members": was.at[row["topic_id"], "first_members"]}
        | ({"members": was.at[row["topic_id"], "members"]} if row["state"] == "ended" else {})
        if row["topic_id"] in was.index else row
        for row in anew.to_dict("records")
    ]  # fmt: skip
    return tables.build(rows, "register")


def _placed(folders: paths.Folders, asks: pd.DataFrame, register: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The same, made anew. Words are told only where a group is new: a topic keeps its label."""
    matrix = vectors.encode(list(asks["text"]), folders.cache)
    key = cache.table_key([asks], __name__)
    found = cache.cached(folders.cache, "groups", key, ("groups",), partial(_groups, asks, matrix))
    groups = found["groups"]["group"].to_numpy()
    words = partial(labels.topic_words, list(asks["text"]), matrix, groups)
    return dict(
        zip(PLACED, registry.update_registry(list(asks["rec_id"]), matrix, groups, words, register), strict=True)
    )


def _members_now(register: pd.DataFrame, aliases: pd.DataFrame) -> pd.DataFrame:
    """The register of topics and `aliases` in; the register with its members by the ids of now out."""
    lists = ("members", "first_members")
    return register.assign(**{name: [_ids_now(cell, aliases) for cell in register[name]] for name in lists})


def _ids_now(cell: str, aliases: pd.DataFrame) -> str:
    """A list cell of ids in, the same by the ids of now out."""
    ids = pd.DataFrame({"rec_id": split_list(cell)}, dtype=object)
    return ";".join(corpus_aliases.follow(ids, aliases, "topics.csv")["rec_id"])


def _groups(asks: pd.DataFrame, matrix: np.ndarray) -> dict[str, pd.DataFrame]:
    """The groups, made anew."""
    return {"groups": pd.DataFrame({"group": grouping.group(matrix, asks["review_id"])})}
