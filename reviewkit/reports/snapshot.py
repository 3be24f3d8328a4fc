"""Keep what the last whole run left, so that the next one can say what it changed.

Input: a corpus and the names of its figures.
Output: the same as they stood at the end of the last run that came to its end. It is written under a name of its own,
and the name of the newest is noted last: a run that is stopped leaves the one before.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from reviewkit.base import atomic, cache, paths
from reviewkit.corpus import corrections
from reviewkit.corpus.corpus import Corpus
from reviewkit.measures import headline
from reviewkit.redaction.shareable_text import shareable

CORPUS_TABLES = ("reviews", "recommendations", "codes", "topics", "echoes", "statuses")
TABLES = (*CORPUS_TABLES, "numbers", "figures", "shown", "corrections")
NAME, NEWEST = "run", "newest"


def current_state(corpus: Corpus, figures: Sequence[str]) -> dict[str, pd.DataFrame]:
    """Return what is compared between runs, by name as in `TABLES`.

    `numbers` are the headline ones (`name`, `value`), `figures` have a hash of their numbers and of their drawing,
    `shown` are the words of recommendations as they may leave (`rec_id`, `label`, `words`), `corrections` what people
    say, with current ids.
    """
    folder = corpus.folders.figures
    hashes = [(name, _hash(folder / f"{name}.csv"), _hash(folder / f"{name}.svg")) for name in sorted(figures)]
    return {
        **{name: corpus.table(name) for name in CORPUS_TABLES},
        "numbers": headline.headline_numbers(corpus),
        "figures": pd.DataFrame(hashes, columns=["figure", "numbers", "drawing"]),
        "shown": shareable(corpus)["passages"][["rec_id", "label", "words"]],
        "corrections": corrections.load(corpus.folders),
    }


def load_last(folders: paths.Folders) -> dict[str, pd.DataFrame] | None:
    """Return what the last whole run left, or None where there was none."""
    newest = _folder(folders) / NEWEST
    if not newest.is_file():
        return None
    return cache.load(newest.parent, f"{NAME}-{newest.read_text('utf-8')}", TABLES)


def save_last(folders: paths.Folders, now: Mapping[str, pd.DataFrame]) -> None:
    """Note what a run left for the next one, and delete what the run before left."""
    folder = _folder(folders)
    key = cache.table_key([now[name] for name in TABLES])
    cache.save(folder, f"{NAME}-{key}", {name: now[name] for name in TABLES})
    atomic.write(folder / NEWEST, key.encode())
    for path in folder.glob("*.parquet"):
        if key not in path.name:
            path.unlink()


def _folder(folders: paths.Folders) -> Path:
    return folders.build / "last"


def _hash(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:16]
