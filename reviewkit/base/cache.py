"""Cache the tables of each stage under a key: one hash of what they were made from and of the code that made them.

What changed is made again, and nothing else is. The cache holds plain tables (Parquet) and never pickles, so a cached
file from elsewhere can be wrong but cannot run anything. Files written outside the cache folder (figures, briefings)
are sealed: what they were made from is noted with their hashes, last of all, so that files of a run that was stopped,
or that somebody changed, are made again.

Limitations: the cache trusts that its files were written by this code; nobody else should write into its folder.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pyarrow as pa
from pyarrow import parquet

from reviewkit.base import atomic
from reviewkit.base.code_key import code_key

CHUNK_BYTES = 1 << 20  # a document is hashed a megabyte at a time, so that a long one does not fill the memory
KEY_LENGTH = 32  # hexadecimal digits: 128 bits, enough that no two keys meet, in names that still fit a path
SEAL_FILE = "{}.seal.json"  # {} is the stage


class StageCount(NamedTuple):
    """How much of a stage was done in a run, and how much came from the cache."""

    stage: str
    done: int
    reused: int


class _RunLog(NamedTuple):
    """What a run did, and the cached files that it used, by stage."""

    work: list[StageCount]
    used: dict[str, set[str]]


_RUN_LOG: ContextVar[_RunLog | None] = ContextVar("run_log", default=None)


@contextmanager
def run_log() -> Iterator[list[StageCount]]:
    """Open the log of a run: while it is open, each stage notes in the list returned what was done and reused."""
    log = _RunLog([], {})
    token = _RUN_LOG.set(log)
    try:
        yield log.work
    finally:
        _RUN_LOG.reset(token)


def record(stage: str, done: int, reused: int) -> None:
    """Note in the open log how much of a stage was done and reused; only the first note of a stage counts."""
    log = _RUN_LOG.get()
    if log and stage not in [count.stage for count in log.work]:
        log.work.append(StageCount(stage, done, reused))


def mark_used(stage: str, files: Sequence[str]) -> None:
    """Note in the open log the names of cached files that a stage uses, so that `prune` leaves them."""
    log = _RUN_LOG.get()
    if log:
        log.used.setdefault(stage, set()).update(files)


def cached(
    folder: Path, stage: str, key: str, names: Sequence[str], make: Callable[[], dict[str, pd.DataFrame]]
) -> dict[str, pd.DataFrame]:
    """Return the tables `names` of a stage from the cache, or make them with `make` and cache them.

    `key` stands for all that the stage is made from; see `table_key`.
    """
    cache_name = f"{stage}-{key}"
    mark_used(stage, [f"{cache_name}-{table}.parquet" for table in names])
    tables = load(folder, cache_name, names)
    if tables is not None:
        record(stage, 0, 1)
        return tables
    tables = make()
    record(stage, 1, 0)
    save(folder, cache_name, tables)
    return tables


def document_keys(documents: Sequence[Path], module: str) -> list[str]:
    """Return for each document one hash of its bytes and of the code of the module that reads it."""
    code = code_key(module).encode()
    return [_hash_file(document, code) for document in documents]


def _hash_file(path: Path, code: bytes = b"") -> str:
    """Return one hash of the bytes of a file and, where given, of the code that reads it."""
    sha256 = hashlib.sha256(code)
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            sha256.update(chunk)
    return sha256.hexdigest()[:KEY_LENGTH]


def table_key(made_from: Sequence[pd.DataFrame], module: str = "") -> str:
    """Return one hash of the tables that a stage is made from and, where one is named, of its module's code."""
    sha256 = hashlib.sha256((code_key(module) if module else "").encode())
    for table in made_from:
        sha256.update(table.to_csv(index=False).encode())
    return sha256.hexdigest()[:KEY_LENGTH]


def load(folder: Path, name: str, names: Sequence[str]) -> dict[str, pd.DataFrame] | None:
    """Return the tables `names` cached under `name`, or None where one is missing or cannot be read."""
    paths = {table: folder / f"{name}-{table}.parquet" for table in names}
    if not all(path.is_file() for path in paths.values()):
        return None
    try:
        return {table: pd.read_parquet(path) for table, path in paths.items()}
    except (pa.ArrowInvalid, OSError):  # cut short, or from elsewhere: made again
        return None


def save(folder: Path, name: str, tables: dict[str, pd.DataFrame]) -> None:
    """Cache tables under `name`; each is written whole or not at all."""
    for table, rows in tables.items():
        path = folder / f"{name}-{table}.parquet"
        atomic.write_with(path, partial(rows.to_parquet, index=False), shared=True)


def load_arrow(folder: Path, name: str) -> pa.Table | None:
    """Return the one table cached under `name`, whose columns stay as they lie in the file, or None as `load` does."""
    path = folder / f"{name}.parquet"
    try:
        return parquet.read_table(path) if path.is_file() else None
    except (pa.ArrowInvalid, OSError):
        return None


def save_arrow(folder: Path, name: str, table: pa.Table) -> None:
    """Cache such a table under `name`, whole or not at all."""
    atomic.write_with(folder / f"{name}.parquet", partial(parquet.write_table, table), shared=True)


def current_outputs(folder: Path, stage: str, key: str) -> list[Path]:
    """Return the sealed files of a stage that were made under `key`.

    The list is empty where they were made from something else, or where one is gone or is not as it was written.
    """
    try:
        seal = json.loads((folder / SEAL_FILE.format(stage)).read_text(encoding="utf-8"))
        hashes = {_outputs_root(folder) / name: content_hash for name, content_hash in seal["files"].items()}
        unchanged = seal["key"] == key and all(
            path.is_file() and _hash_file(path) == content_hash for path, content_hash in hashes.items()
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):  # not there, cut short, or from elsewhere
        return []
    return list(hashes) if unchanged else []


def record_outputs(folder: Path, stage: str, key: str, files: Sequence[Path]) -> None:
    """Seal the files of a stage: note their hashes and the key of what they were made from."""
    hashes = {path.relative_to(_outputs_root(folder)).as_posix(): _hash_file(path) for path in sorted(files)}
    atomic.write(folder / SEAL_FILE.format(stage), json.dumps({"key": key, "files": hashes}).encode("utf-8"))


def _outputs_root(cache_folder: Path) -> Path:
    """Return the folder that holds everything a run writes; the cache folder is `build/cache` inside it."""
    return cache_folder.parent.parent


def prune(folder: Path) -> None:
    """Remove the cached tables that the run of the open log did not use, of every stage that it reached.

    A stage that was not reached, because what is made from it came from the cache, keeps its tables.
    """
    log = _RUN_LOG.get()
    for stage, used_files in log.used.items() if log else []:
        for path in folder.glob(f"{stage}-*.parquet"):
            if path.name not in used_files:
                path.unlink()
