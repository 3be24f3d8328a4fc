"""What the last whole run left, so that the next one can say what it changed.

Comes in: the folders of a corpus, its tables, and the names of its figures. Goes out: the same as they stood at the
end of the last run that came to its end. It is written under a name of its own, and the name of the newest noted last:
a run that is stopped leaves the one before.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import pandas as pd

from reviewkit import atomic, kept, paths
from reviewkit.pipeline import headline
from reviewkit.pipeline.passages import passages

TABLES = ("reviews", "recommendations", "codes", "topics", "echoes", "numbers", "figures", "shown")
NAME, NEWEST = "run", "newest"


def state(places: paths.Places, made: Mapping[str, pd.DataFrame], figures: Sequence[str]) -> dict[str, pd.DataFrame]:
    """A corpus, its tables and the names of its figures in; what is compared between runs out, by name as `TABLES`.

    `numbers` are the headline ones (`name`, `value`), `figures` have a hash of their numbers and of their drawing,
    `shown` are the words of recommendations as they may leave (`rec_id`, `label`, `words`).
    """
    rows = [(name, _hash(places, name, ".csv"), _hash(places, name, ".svg")) for name in sorted(figures)]
    shown = passages(places, made["recommendations"], made["reviews"])["passages"]
    return {
        **{name: made[name] for name in TABLES[:5]},
        "numbers": headline.numbers(places, made),
        "figures": pd.DataFrame(rows, columns=["figure", "numbers", "drawing"]),
        "shown": shown[["rec_id", "label", "words"]],
    }


def last(places: paths.Places) -> dict[str, pd.DataFrame] | None:
    """A corpus in; what its last whole run left, or None where there was none, out."""
    newest = places.build / "last" / NEWEST
    return kept.load(newest.parent, f"{NAME}-{newest.read_text('utf-8')}", TABLES) if newest.is_file() else None


def remember(places: paths.Places, now: Mapping[str, pd.DataFrame]) -> None:
    """A corpus and what its run left in; noted for the next run."""
    folder = places.build / "last"
    key = kept.key([now[name] for name in TABLES], (), ())
    kept.save(folder, f"{NAME}-{key}", {name: now[name] for name in TABLES})
    atomic.write(folder / NEWEST, key.encode())
    for path in folder.glob("*.parquet"):
        if key not in path.name:
            path.unlink()


def _hash(places: paths.Places, figure: str, ending: str) -> str:
    """What stands in one file of a figure, in short."""
    return hashlib.sha256((places.figures / f"{figure}{ending}").read_bytes()).hexdigest()[:16]
