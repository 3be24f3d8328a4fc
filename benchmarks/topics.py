"""How still the emergent topics hold, and how far they tell the same as the code frame.

    python benchmarks/topics.py [--json] [--draws 20]

In each draw a tenth of the reviews is left out, chosen by a seed, and everything is fitted from nothing on the rest,
the number of topics too and without the register; the adjusted Rand index (ARI) compares the groups of the
recommendations that both hold. Beside it, in the same run: BERTopic with its defaults (UMAP with its own seed,
HDBSCAN) on the same vectors, one k-means with as many groups, and the same answer once the rows were shuffled.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score

from reviewkit import pipeline
from reviewkit.base import paths
from reviewkit.coding import vectors
from reviewkit.coding.topics import comparison, grouping, topic_stage
from reviewkit.corpus import tables
from reviewkit.corpus.recommendations import coded_text
from reviewkit.reports import changes

TENTH = 0.1
FIRST_DRAW = 1000  # while the method was made, draws 0 to 19 were looked at; these were not


def main(arguments: list[str] | None = None) -> int:
    """One table, or with --json one object, on standard output; the exit code out."""
    parser = argparse.ArgumentParser(description="How still the topics hold.")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--draws", type=int, default=20, help="how often a tenth of the reviews is left out")
    given = parser.parse_args(arguments)
    measured = measure(given.draws)
    print(json.dumps(measured) if given.json else shown(measured))
    return 0


def measure(draws: int) -> dict[str, object]:
    """Every figure of the table."""
    corpus = pipeline.open_corpus()
    asks = topic_stage.grouped_rows(corpus.recommendations)
    matrix = vectors.encode(list(asks["text"]), paths.folders().cache)
    groups = grouping.group(matrix, asks["review_id"])
    number = int(groups.max()) + 1
    texts = list(asks["text"])
    theirs = _bertopic(matrix, texts, SEEDS[0])
    made = pd.DataFrame({"rec_id": asks["rec_id"], "topic_id": [f"t{group + 1}" for group in groups]})
    sizes = np.bincount(groups)
    ari, numbers = _left_out(matrix, asks["review_id"], groups, draws, grouping.group)
    plain, _ = _left_out(
        matrix, asks["review_id"], _kmeans(number)(matrix), draws, lambda rows, _: _kmeans(number)(rows)
    )
    again = [_bertopic(matrix, texts, seed) for seed in SEEDS[1:]]
    return {
        "recommendations": len(asks),
        "topics": number,
        "sizes": sorted(sizes.tolist(), reverse=True),
        "largest_share": float(sizes.max() / sizes.sum()),
        "unplaced": int((~asks["rec_id"].isin(corpus.topics["rec_id"])).sum()),
        "ari": float(np.median(ari)),
        "ari_lowest": float(min(ari)),
        "numbers_left_out": numbers,
        "ari_kmeans": float(np.median(plain)),
        "ami_codebook": comparison.compare(made, corpus.codes)[0],
        "same_shuffled": _same_shuffled(corpus.recommendations, groups),
        "same_bytes": _same_bytes(corpus.recommendations),
        "moved_by_one_review": _added(corpus.recommendations),
        "bertopic_topics": int(theirs.max()) + 1,
        "bertopic_unplaced": int((theirs < 0).sum()),
        "bertopic_ari_other_seeds": float(np.median([adjusted_rand_score(theirs, each) for each in again])),
    }


SEEDS = (0, 1, 2)  # of UMAP: BERTopic sets none itself


def _left_out(
    matrix: np.ndarray,
    reviews: pd.Series,
    whole: np.ndarray,
    draws: int,
    fit: Callable[[np.ndarray, pd.Series], np.ndarray],
) -> tuple[list[float], list[int]]:
    """The ARI of each draw, and how many groups it found."""
    names = np.unique(reviews)
    found, numbers = [], []
    for seed in range(FIRST_DRAW, FIRST_DRAW + draws):
        out = np.random.default_rng(seed).choice(names, max(1, round(TENTH * len(names))), replace=False)
        kept = ~np.isin(reviews, out)
        groups = fit(matrix[kept], reviews[kept].reset_index(drop=True))
        found.append(float(adjusted_rand_score(whole[kept], groups)))
        numbers.append(int(groups.max()) + 1)
    return found, numbers


def _kmeans(number: int) -> Callable[[np.ndarray], np.ndarray]:
    """One k-means on the vectors as they are."""
    return lambda matrix: KMeans(number, n_init=10, random_state=0).fit_predict(matrix)


def _same_shuffled(recommendations: pd.DataFrame, groups: np.ndarray) -> bool:
    """Whether the same rows in another order, encoded anew in that order, give the same groups."""
    shuffled = recommendations.sample(frac=1, random_state=1)
    asks = topic_stage.grouped_rows(shuffled)
    texts = dict(zip(shuffled["rec_id"], vectors.encode(list(coded_text(shuffled))), strict=True))
    matrix = np.array([texts[each] for each in asks["rec_id"]])
    return bool((grouping.group(matrix, asks["review_id"]) == groups).all())


def _same_bytes(recommendations: pd.DataFrame) -> bool:
    """Whether two runs from nothing write the same bytes."""
    written = []
    for _ in range(2):
        with tempfile.TemporaryDirectory() as folder:
            folders = paths.Folders(Path(folder), Path(folder), Path(folder))
            made = topic_stage.assign_topics(folders, recommendations)
            files = [tables.save(made[name], name, folders.tables) for name in ("topics", "register")]
            written.append([file.read_bytes() for file in files])
    return written[0] == written[1]


def _added(recommendations: pd.DataFrame) -> list[float]:
    """The share of rows that move when one review is added, by the register, for the five reviews with most rows."""
    asks = topic_stage.grouped_rows(recommendations)
    shares = []
    for review in asks["review_id"].value_counts().sort_index().sort_values(kind="stable").index[-5:]:
        with tempfile.TemporaryDirectory() as folder:
            folders = paths.Folders(Path(folder), Path(folder), paths.folders().build)
            before = topic_stage.assign_topics(folders, recommendations[recommendations["review_id"] != review])
            tables.save(before["register"], "register", folders.corpus, "topics")
            after = topic_stage.assign_topics(folders, recommendations)
        shares.append(len(changes.topic_changes(before["topics"], after["topics"])) / len(before["topics"]))
    return shares


def _bertopic(matrix: np.ndarray, texts: list[str], seed: int) -> np.ndarray:
    """The topics of BERTopic with its defaults, -1 where it gives none; UMAP's settings are BERTopic's own."""
    from bertopic import BERTopic
    from umap import UMAP

    reducer = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=seed)
    found, _ = BERTopic(embedding_model=None, umap_model=reducer).fit_transform(texts, embeddings=matrix)
    return np.array(found)


def shown(measured: dict[str, object]) -> str:
    """The figures as a table."""
    m = measured
    rows = [
        ("recommendations, commitments and duties", m["recommendations"]),
        ("topics", m["topics"]),
        ("their sizes", ", ".join(map(str, m["sizes"]))),
        ("largest share", f"{m['largest_share']:.2f}"),
        ("without a topic", m["unplaced"]),
        ("ARI, a tenth of the reviews left out", f"{m['ari']:.3f} (median; lowest {m['ari_lowest']:.3f})"),
        ("topics found then", ", ".join(map(str, m["numbers_left_out"]))),
        ("ARI of one k-means, same number", f"{m['ari_kmeans']:.3f}"),
        ("AMI with the codes", f"{m['ami_codebook']:.3f}"),
        ("same groups when shuffled", "yes" if m["same_shuffled"] else "no"),
        ("same bytes on rerun", "yes" if m["same_bytes"] else "no"),
        ("moved when one review is added", ", ".join(f"{share:.0%}" for share in m["moved_by_one_review"])),
        ("BERTopic's defaults: topics", m["bertopic_topics"]),
        ("  without a topic", m["bertopic_unplaced"]),
        ("  ARI between its seeds", f"{m['bertopic_ari_other_seeds']:.3f}"),
    ]
    return "\n".join(f"{name:42}{value}" for name, value in rows)


if __name__ == "__main__":
    sys.exit(main())
