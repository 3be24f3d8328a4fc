"""A published text in a digest's place -> where each entry of the digest stands now, in `aliases.csv`.

Comes in: the folders of a corpus, its recommendations and reviews. Goes out: `aliases.csv`, so that codes, pairs and
corrections of the digest's ids follow, and as `problems` what could not be followed. An entry with a number keeps its
id where the text has that number; a part whose letter the text has not follows its number, or the piece of it that is
most alike; what has no number follows the row that is most alike, where each is the other's nearest and the cosine is
at least `ALIKE`. A person's row in `aliases.csv` beats all this, and so does a row made here whose end a person
changed; a row that leads to itself says that two are the same. Rows made here go when the digest comes back.

`ALIKE` is the middle of 66 pairs that coders call restating (0.64), and above nine in ten nearest neighbours inside
one review when it is those that differ (0.67 is their ninth tenth): likeness alone decides nothing, being the nearest
both ways does the rest. Limit: no published text with its digest was at hand to measure it; read what it wrote.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from reviewkit.base import paths
from reviewkit.base.text import natural_key
from reviewkit.coding import vectors
from reviewkit.coding.themes import training
from reviewkit.corpus import aliases as corpus_aliases
from reviewkit.corpus import tables
from reviewkit.corpus.corpus import Corpus
from reviewkit.corpus.ids import recommendation_number
from reviewkit.corpus.recommendations import ASKS, coded_text
from reviewkit.corpus.tables import load_or_empty

ALIKE = 0.64
APART = 0.25  # under one number: texts of one recommendation are hardly ever so far apart
WHY = "the published text took the digest's place"
NOT_FOUND = "an entry of the digest was not found in the published text"
OTHER = "the digest and the published text say other things under one number"


def match_digest_entries(corpus: Corpus) -> pd.DataFrame:
    """Write `aliases.csv` where it changed, and return `problems`: entries not found, or found with other words."""
    before = load_or_empty(corpus.folders.corpus, "aliases")
    made_here = [_why(now) in why for now, why in zip(before["rec_id"], before["why"], strict=True)]
    by_people = before[~np.array(made_here, bool)]  # a row made here, and given another end, is a person's too
    reviews = corpus.reviews
    official = set(reviews.loc[reviews["edition"] == "official", "review_id"])
    entries = training.digest_entries(corpus.folders.corpus)
    entries = entries[entries["review_id"].isin(official) & ~entries["rec_id"].isin(by_people["earlier_id"])]
    asks = corpus.recommendations[corpus.recommendations["kind"].isin(ASKS)]
    rows, problems = [], _nowhere(by_people, corpus.recommendations)
    for review_id, own in entries.groupby("review_id", sort=True):
        there = asks[asks["review_id"] == review_id].reset_index(drop=True)
        document = reviews.set_index("review_id").loc[review_id, "document"]
        near = _near(corpus.folders, own, there)
        found = _found(own.reset_index(drop=True), there, near)
        rows += [_alias(*each) for each in found if each[1] not in ("", each[0])]
        problems += [_problem(document, *each) for each in found]
    after = pd.concat([by_people, tables.build(rows, "aliases")], ignore_index=True)
    after = after.sort_values("earlier_id", key=lambda ids: ids.map(natural_key), ignore_index=True)
    if not after.equals(before):
        tables.save(after, "aliases", corpus.folders.corpus)
    return tables.build([problem for problem in problems if problem], "problems")


def _near(folders: paths.Folders, entries: pd.DataFrame, there: pd.DataFrame) -> np.ndarray:
    """How alike each entry is to each row of the published text (cosine)."""
    matrices = [vectors.encode(list(texts), folders.cache) for texts in (entries["text"], coded_text(there))]
    return matrices[0] @ matrices[1].T


def _found(entries: pd.DataFrame, there: pd.DataFrame, near: np.ndarray) -> list[tuple[str, str, float]]:
    """Entries, the rows of the text and how alike they are in; for each entry its id, the id now ("" for none), and
    how alike they are, out."""
    ids, numbers = list(there["rec_id"]), [recommendation_number(each) for each in there["rec_id"]]
    found = []
    for at, entry in enumerate(entries["rec_id"]):
        if entry in ids:
            place = ids.index(entry)
        else:
            own = [where for where, number in enumerate(numbers) if number == recommendation_number(entry)]
            place = max(own, key=lambda where: near[at, where]) if own else _nearest(near, at)
        found.append((entry, "" if place is None else ids[place], 0.0 if place is None else float(near[at, place])))
    return found


def _nearest(near: np.ndarray, at: int) -> int | None:
    """The place of the row that is an entry's nearest and has the entry for its own, or None."""
    if not near.shape[1]:
        return None
    place = int(np.argmax(near[at]))
    return place if near[at, place] >= ALIKE and int(np.argmax(near[:, place])) == at else None


def _alias(entry: str, now: str, alike: float) -> dict[str, object]:
    return {"earlier_id": entry, "rec_id": now, "date": "", "why": f"{_why(now)} likeness {alike:.2f}"}


def _why(now: str) -> str:
    """The words by which a row that was made here is known."""
    return f"{WHY}: {now.partition('/')[2]},"


def _nowhere(aliases: pd.DataFrame, recommendations: pd.DataFrame) -> list[dict[str, object]]:
    """People's rows that end at no recommendation of a review that is held: what they carried is nowhere."""
    ids, reviews = set(recommendations["rec_id"]), set(recommendations["review_id"])
    ends = corpus_aliases.current_ids(aliases["earlier_id"], aliases, "aliases.csv")
    step = "give an id of tables/recommendations.csv, or remove the row"
    return [
        {
            "document": "aliases.csv",
            "what": "an id leads to no recommendation",
            "text": f"{each} -> {end}",
            "next_step": step,
        }
        for each, end in zip(aliases["earlier_id"], ends, strict=True)
        if end not in ids and end.partition("/")[0] in reviews
    ]


def _problem(document: str, entry: str, now: str, alike: float) -> dict[str, object] | None:
    """What a person must look at: an entry without a place, or one that says something else."""
    if now and alike >= APART:
        return None
    step = "read the text; give its id there in aliases.csv (its own, if it is the same), or correct the digest"
    what = OTHER if now else NOT_FOUND
    return {"document": document, "what": what, "text": f"{entry}{f' and {now}' if now else ''}", "next_step": step}
