"""Find where each entry of a digest stands in the published text that takes the digest's place.

Input: a corpus with its recommendations and reviews.
Output: `aliases.csv`, so that codes, pairs and corrections of the digest's ids follow, and as `problems` what could
not be followed.

An entry with a number keeps its id where the text has that number. A part whose letter the text does not have follows
its number, or the piece of that number that is most similar. An entry without a number follows the row that is most
similar, where each is the other's nearest and the cosine is at least `MIN_SIMILARITY`. A person's row in `aliases.csv`
beats all this, and so does a row written here whose end a person changed; a row that leads to itself says that the two
are the same. Rows written here go when the digest comes back.

`MIN_SIMILARITY` is the median of 66 pairs that coders call restating (0.64), and lies near the ninth decile (0.67) of
nearest neighbours inside one review that differ: similarity alone decides nothing, being nearest both ways does the
rest.

Limitations: no published text with its digest was at hand to measure this; read what it wrote.
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

MIN_SIMILARITY = 0.64  # cosine; its source stands above
MIN_SIMILARITY_SAME_NUMBER = 0.35  # of 247 coded pairs that restate three lie under it
REASON = "the published text took the digest's place"
NOT_FOUND = "an entry of the digest was not found in the published text"
OTHER = "the digest and the published text say different things under one number"


def match_digest_entries(corpus: Corpus) -> pd.DataFrame:
    """Write `aliases.csv` where it changed, and return `problems`: entries not found, or found with other words."""
    before = tables.load_or_empty(corpus.folders.corpus, "aliases")
    written_here = [_reason(new_id) in why for new_id, why in zip(before["rec_id"], before["why"], strict=True)]
    by_people = before[~np.array(written_here, bool)]  # a row written here whose end was changed is a person's too
    reviews = corpus.reviews
    official = set(reviews.loc[reviews["edition"] == "official", "review_id"])
    entries = training.digest_entries(corpus.folders.corpus)
    entries = entries[entries["review_id"].isin(official) & ~entries["rec_id"].isin(by_people["earlier_id"])]
    asks = corpus.recommendations[corpus.recommendations["kind"].isin(ASKS)]
    rows, problems = [], _dangling_aliases(by_people, corpus.recommendations)
    for review_id, own in entries.groupby("review_id", sort=True):
        published = asks[asks["review_id"] == review_id].reset_index(drop=True)
        document = reviews.set_index("review_id").loc[review_id, "document"]
        matches = _matches(list(own["rec_id"]), list(published["rec_id"]), _similarity(corpus.folders, own, published))
        rows += [_alias(*match) for match in matches if match[1] not in ("", match[0])]
        problems += [_problem(document, *match) for match in matches if _is_doubtful(*match[1:])]
    after = pd.concat([by_people, tables.build(rows, "aliases")], ignore_index=True)
    after = after.sort_values("earlier_id", key=lambda ids: ids.map(natural_key), ignore_index=True)
    if not after.equals(before):
        tables.save(after, "aliases", corpus.folders.corpus)
    return tables.build(problems, "problems")


def unlike_ids(problems: pd.DataFrame) -> set[str]:
    """Return the ids under which digest and published text say different things, from `match_digest_entries`.

    What was coded on the digest's words says nothing of the published ones there, until a person says that they are the
    same (a row of `aliases.csv` that leads to itself).
    """
    texts = problems.loc[problems["what"] == OTHER, "text"]
    return {text.rpartition(" and ")[2] for text in texts}


def _similarity(folders: paths.Folders, entries: pd.DataFrame, published: pd.DataFrame) -> np.ndarray:
    """Return the cosine of each entry with each row of the published text."""
    matrices = [vectors.encode(list(texts), folders.cache) for texts in (entries["text"], coded_text(published))]
    return matrices[0] @ matrices[1].T


def _matches(entries: list[str], ids: list[str], similarity: np.ndarray) -> list[tuple[str, str, float]]:
    """Return for each entry its id, its id in the published text ("" where it has none), and their similarity."""
    numbers = [recommendation_number(rec_id) for rec_id in ids]
    matches = []
    for row, entry in enumerate(entries):
        same_number = [index for index, number in enumerate(numbers) if number == recommendation_number(entry)]
        column: int | None
        if entry in ids:
            column = ids.index(entry)
        elif same_number:
            column = same_number[int(np.argmax(similarity[row, same_number]))]
        else:
            column = _mutual_nearest(similarity, row)
        matches.append((entry, "", 0.0) if column is None else (entry, ids[column], float(similarity[row, column])))
    return matches


def _mutual_nearest(similarity: np.ndarray, row: int) -> int | None:
    """Return the column that is a row's nearest and has that row as its own nearest, or None."""
    if not similarity.shape[1]:
        return None
    column = int(np.argmax(similarity[row]))
    mutual = int(np.argmax(similarity[:, column])) == row
    return column if mutual and similarity[row, column] >= MIN_SIMILARITY else None


def _alias(entry: str, new_id: str, similarity: float) -> dict[str, object]:
    return {"earlier_id": entry, "rec_id": new_id, "date": "", "why": f"{_reason(new_id)} likeness {similarity:.2f}"}


def _reason(new_id: str) -> str:
    """Return the words by which a row that was written here is recognised."""
    return f"{REASON}: {new_id.partition('/')[2]},"


def _dangling_aliases(aliases: pd.DataFrame, recommendations: pd.DataFrame) -> list[dict[str, object]]:
    """Return problems for people's rows that lead to no recommendation of a review in the corpus.

    The codes of such an id would be lost.
    """
    ids, reviews = set(recommendations["rec_id"]), set(recommendations["review_id"])
    ends = corpus_aliases.current_ids(aliases["earlier_id"], aliases, "aliases.csv")
    return [
        {
            "document": "aliases.csv",
            "what": "an id leads to no recommendation",
            "text": f"{earlier_id} -> {end}",
            "next_step": "give an id of tables/recommendations.csv, or remove the row",
        }
        for earlier_id, end in zip(aliases["earlier_id"], ends, strict=True)
        if end not in ids and end.partition("/")[0] in reviews
    ]


def _is_doubtful(new_id: str, similarity: float) -> bool:
    """Tell whether a person must look: the entry was not found, or the text says something else under its number."""
    return not new_id or similarity < MIN_SIMILARITY_SAME_NUMBER


def _problem(document: str, entry: str, new_id: str, similarity: float) -> dict[str, object]:
    """Return the problem of an entry that was not found, or whose text says something else."""
    return {
        "document": document,
        "what": OTHER if new_id else NOT_FOUND,
        "text": f"{entry} and {new_id}" if new_id else entry,
        "next_step": "read the text; give its id there in aliases.csv (its own, if it is the same, and its codes come "
        "back), or correct the digest",
    }
