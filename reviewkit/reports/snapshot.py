"""What the last whole run left, so that the next one can say what it changed.

Comes in: the folders of a corpus, its tables, and the names of its figures. Goes out: the same as they stood at the
end of the last run that came to its end. It is written under a name of its own, and the name of the newest noted last:
a run that is stopped leaves the one before.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import pandas as pd

from reviewkit.base import atomic, cache, paths
from reviewkit.corpus.corpus import Corpus
from reviewkit.measures import headline
from reviewkit.redaction.shareable_text import shareable

TABLES = ("reviews", "recommendations", "codes", "topics", "echoes", "numbers", "figures", "shown")
NAME, NEWEST = "run", "newest"


def take(corpus: Corpus, figures: Sequence[str]) -> dict[str, pd.DataFrame]:
    """A corpus, its tables and the names of its figures in; what is compared between runs out, by name as `TABLES`.

    `numbers` are the headline ones (`name`, `value`), `figures` have a hash of their numbers and of their drawing,
    `shown` are the words of recommendations as they may leave (`rec_id`, `label`, `words`).
    """
    rows = [
        (name, _hash(corpus.folders, name, ".csv"), _hash(corpus.folders, name, ".svg")) for name in sorted(figures)
    ]
    shown = shareable(corpus)["passages"]
    return {
        **{name: corpus.table(name) for name in TABLES[:5]},
        "numbers": headline.headline_numbers(corpus),
        "figures": pd.DataFrame(rows, columns=["figure", "numbers", "drawing"]),
        "shown": shown[["rec_id", "label", "words"]],
    }


def load_last(folders: paths.Folders) -> dict[str, pd.DataFrame] | None:
    """A corpus in; what its last whole run left, or None where there was none, out."""
    newest = folders.build / "last" / NEWEST
    return cache.load(newest.parent, f"{NAME}-{newest.read_text('utf-8')}", TABLES) if newest.is_file() else None


def save_last(folders: paths.Folders, now: Mapping[str, pd.DataFrame]) -> None:
    """A corpus and what its run left in; noted for the next run."""
    folder = folders.build / "last"
    key = cache.table_key([now[name] for name in TABLES])
    cache.save(folder, f"{NAME}-{key}", {name: now[name] for name in TABLES})
    atomic.write(folder / NEWEST, key.encode())
    for path in folder.glob("*.parquet"):
        if key not in path.name:
            path.unlink()


def _hash(folders: paths.Folders, figure: str, ending: str) -> str:
    """What stands in one file of a figure, in short."""
    return hashlib.sha256((folders.figures / f"{figure}{ending}").read_bytes()).hexdigest()[:16]
