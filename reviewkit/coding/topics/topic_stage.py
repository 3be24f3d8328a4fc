"""Assign the topics of a corpus, cached by what they depend on, and update their register.

Input: the folders of a corpus and its recommendations.
Output: `topics`, the register and `problems`.

Where the corpus is too small there are no topics: that is a problem with its next step, and no other method takes its
place.
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

TABLES = ("topics", "register")


def grouped_rows(recommendations: pd.DataFrame) -> pd.DataFrame:
    """Return the recommendations that are grouped into topics, sorted by id, with the text that is read."""
    asks = recommendations[recommendations["kind"].isin(ASKS)]
    asks = asks.sort_values("rec_id", key=lambda ids: ids.map(natural_key), ignore_index=True)
    return asks.assign(text=coded_text(asks))[["rec_id", "review_id", "text"]]


def assign_topics(folders: paths.Folders, recommendations: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return `topics`, `register` and `problems` of a corpus.

    The groups are cached by the recommendations; the topics and the register by these and the register as it was.
    """
    asks = grouped_rows(recommendations)
    register_file = tables.load_or_empty(folders.corpus, "register", "topics")
    register = _with_current_ids(register_file, tables.load_or_empty(folders.corpus, "aliases"))
    try:
        grouping.check_enough(asks["review_id"])  # before texts are encoded, which takes seconds
        key = cache.table_key([asks, register], __name__)
        assign = partial(_assign_topics, folders, asks, register)
        stage = cache.cached(folders.cache, "topics", key, TABLES, assign)
    except TooFewError as error:
        step = "add reviews; until then there are only themes"
        problem: dict[str, object] = {
            "document": "topics",
            "what": "no topics were made",
            "text": str(error),
            "next_step": step,
        }
        return {
            "topics": tables.empty("topics"),
            "register": register_file,
            "problems": tables.build([] if asks.empty else [problem], "problems"),
        }
    updated = _with_ids_as_written(stage["register"], register_file)
    return {"topics": stage["topics"], "register": updated, "problems": tables.empty("problems")}


def _with_ids_as_written(updated: pd.DataFrame, register_file: pd.DataFrame) -> pd.DataFrame:
    """Return the updated register with past members under the ids they were written with.

    Their current ids may go again, as where a digest comes back.
    """
    written = register_file.set_index("topic_id")
    rows: list[dict[str, object]] = []
    for row in updated.to_dict("records"):
        past = ("first_members", "members") if row["state"] == "ended" else ("first_members",)
        if row["topic_id"] in written.index:
            row |= {name: written.at[row["topic_id"], name] for name in past}
        rows.append(row)
    return tables.build(rows, "register")


def _assign_topics(folders: paths.Folders, asks: pd.DataFrame, register: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Compute `topics` and the updated register, from a register with current ids."""
    matrix = vectors.encode(list(asks["text"]), folders.cache)
    key = cache.table_key([asks], __name__)
    stage = cache.cached(folders.cache, "groups", key, ("groups",), partial(_group_table, asks, matrix))
    groups = stage["groups"]["group"].to_numpy()
    make_labels = partial(labels.topic_words, list(asks["text"]), matrix, groups)
    topics, updated = registry.update_registry(list(asks["rec_id"]), matrix, groups, make_labels, register)
    return {"topics": topics, "register": updated}


def _group_table(asks: pd.DataFrame, matrix: np.ndarray) -> dict[str, pd.DataFrame]:
    """Compute the groups, as a table that can be cached."""
    return {"groups": pd.DataFrame({"group": grouping.group(matrix, asks["review_id"])})}


def _with_current_ids(register: pd.DataFrame, aliases: pd.DataFrame) -> pd.DataFrame:
    """Return the register with the ids that its members have now."""
    lists = ("members", "first_members")
    return register.assign(**{name: [_current_id_list(cell, aliases) for cell in register[name]] for name in lists})


def _current_id_list(cell: str, aliases: pd.DataFrame) -> str:
    """Return a list cell of ids with current ids, each once."""
    ids = pd.DataFrame({"rec_id": split_list(cell)}, dtype=object)
    return ";".join(corpus_aliases.follow(ids, aliases, "topics.csv")["rec_id"])
