"""Recommendations -> topics, kept by what they were made from; and the register, matched with them.

Comes in: the folders of a corpus and its recommendations. Goes out: `topics`, the register and `problems`. Where too
little is held there are no topics: that is a problem with its next step, and no other method stands in.
"""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd

from reviewkit import coding, kept, paths, tables, topics, vectors
from reviewkit.pipeline import theming

GROUPERS = ("topics", "vectors", "coding", "tables", "pipeline/placing", "pipeline/theming")
PLACED = ("topics", "register")


def grouped_rows(recommendations: pd.DataFrame) -> pd.DataFrame:
    """Recommendations in; those that are grouped into topics, sorted by id, with the text that is read, out."""
    asks = recommendations[recommendations["kind"].isin(theming.ASKS)]
    asks = asks.sort_values("rec_id", key=lambda ids: ids.map(tables.natural), ignore_index=True)
    return asks.assign(text=theming.text(asks))[["rec_id", "review_id", "text"]]


def placed(places: paths.Places, recommendations: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """A corpus and its recommendations in; `topics`, `register` and `problems` out.

    The groups are kept by what they were made from, and what the register made of them by that and the register.
    """
    asks = grouped_rows(recommendations)
    written = theming.people(places, "register", "topics")
    register = _members_now(written, theming.people(places, "aliases"))
    try:
        topics.enough(asks["review_id"])  # before vectors are made, which take seconds
        key = kept.key([asks, register], GROUPERS, (*theming.STANDS_ON, "bertopic"))
        made = kept.once(places.kept, "topics", key, PLACED, partial(_placed, places, asks, register))
    except topics.TooFewError as error:
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


def _placed(places: paths.Places, asks: pd.DataFrame, register: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The same, made anew. Words are told only where a group is new: a topic keeps its label."""
    matrix = vectors.vectors(list(asks["text"]), places.kept)
    key = kept.key([asks], GROUPERS, theming.STANDS_ON)
    found = kept.once(places.kept, "groups", key, ("groups",), partial(_groups, asks, matrix))
    groups = found["groups"]["group"].to_numpy()
    words = partial(topics.words, list(asks["text"]), matrix, groups)
    return dict(zip(PLACED, topics.registered(list(asks["rec_id"]), matrix, groups, words, register), strict=True))


def _members_now(register: pd.DataFrame, aliases: pd.DataFrame) -> pd.DataFrame:
    """The register of topics and `aliases` in; the register with its members by the ids of now out."""
    lists = ("members", "first_members")
    return register.assign(**{name: [_ids_now(cell, aliases) for cell in register[name]] for name in lists})


def _ids_now(cell: str, aliases: pd.DataFrame) -> str:
    """A list cell of ids in, the same by the ids of now out."""
    ids = pd.DataFrame({"rec_id": tables.parts(cell)}, dtype=object)
    return ";".join(coding.followed(ids, aliases, "topics.csv")["rec_id"])


def _groups(asks: pd.DataFrame, matrix: np.ndarray) -> dict[str, pd.DataFrame]:
    """The groups, made anew."""
    return {"groups": pd.DataFrame({"group": topics.grouped(matrix, asks["review_id"])})}
