"""Results kept by what they were made from: a document's bytes, or a stage's tables, and the code that made them.

What changed is made again; anything else is not. What is kept are plain tables (Parquet),
never pickles, so a kept file from elsewhere can be wrong but cannot run anything. Files that leave the kept folder
(figures, briefings) are sealed: what they were made from is noted with their hashes, last of all, so that files of a
run that was stopped in between, or that somebody changed, are made again.

Limit: what is kept is trusted to be what this code wrote; nobody else should write into that folder.
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

from reviewkit.base import atomic
from reviewkit.base.code_key import code_key

CHUNK = 1 << 20
SEAL = "{}.seal.json"


class StageCount(NamedTuple):
    """How much of a stage was done, and how much was kept from before."""

    stage: str
    done: int
    reused: int


class _Ledger(NamedTuple):
    """What a run did, and the kept files that it used, by stage."""

    work: list[StageCount]
    used: dict[str, set[str]]


_LEDGER: ContextVar[_Ledger | None] = ContextVar("ledger", default=None)


@contextmanager
def run_log() -> Iterator[list[StageCount]]:
    """While it is open, every stage notes its first work in the list given: what was done, and what was reused."""
    opened = _Ledger([], {})
    token = _LEDGER.set(opened)
    try:
        yield opened.work
    finally:
        _LEDGER.reset(token)


def record(stage: str, done: int, reused: int) -> None:
    """A stage, and how much of it was done and reused, in; noted in the open ledger, unless it was before."""
    opened = _LEDGER.get()
    if opened and stage not in [each.stage for each in opened.work]:
        opened.work.append(StageCount(stage, done, reused))


def mark_used(stage: str, files: Sequence[str]) -> None:
    """A stage and names of kept files in; noted in the open ledger, so that `forget` leaves them."""
    opened = _LEDGER.get()
    if opened:
        opened.used.setdefault(stage, set()).update(files)


def cached(
    folder: Path, stage: str, key: str, names: Sequence[str], make: Callable[[], dict[str, pd.DataFrame]]
) -> dict[str, pd.DataFrame]:
    """A stage, the key of what it is made from, and how it is made, in; its tables, kept or made now, out."""
    name = f"{stage}-{key}"
    mark_used(stage, [f"{name}-{table}.parquet" for table in names])
    made = load(folder, name, names)
    if made is not None:
        record(stage, 0, 1)
        return made
    made = make()
    record(stage, 1, 0)
    save(folder, name, made)
    return made


def document_keys(documents: Sequence[Path], module: str) -> list[str]:
    """Return for each document one hash of it and of the code of a module that reads it."""
    code = code_key(module).encode()
    return [_hashed(document, code) for document in documents]


def _hashed(document: Path, code: bytes = b"") -> str:
    """One hash of a document and the code that reads it."""
    hashed = hashlib.sha256(code)
    with document.open("rb") as file:
        while chunk := file.read(CHUNK):
            hashed.update(chunk)
    return hashed.hexdigest()[:32]


def table_key(made_from: Sequence[pd.DataFrame], module: str = "") -> str:
    """Return one hash of the tables that a stage is made from and, where one is named, of its module's code."""
    hashed = hashlib.sha256((code_key(module) if module else "").encode())
    for rows in made_from:
        hashed.update(rows.to_csv(index=False).encode())
    return hashed.hexdigest()[:32]


def load(folder: Path, name: str, names: Sequence[str]) -> dict[str, pd.DataFrame] | None:
    """The kept tables of that name, or None where one is missing."""
    paths = {table: folder / f"{name}-{table}.parquet" for table in names}
    if not all(path.is_file() for path in paths.values()):
        return None
    try:
        return {table: pd.read_parquet(path) for table, path in paths.items()}
    except (pa.ArrowInvalid, OSError):  # cut short, or from elsewhere: made again
        return None


def save(folder: Path, name: str, made: dict[str, pd.DataFrame]) -> None:
    """Keeps tables under a name: each is written whole or not at all."""
    for table, rows in made.items():
        path = folder / f"{name}-{table}.parquet"
        atomic.write_with(path, partial(rows.to_parquet, index=False), shared=True)


def current_outputs(folder: Path, stage: str, key: str) -> list[Path]:
    """The kept folder, a stage and the key of what it is made from, in; its files out.

    No files, where it was made from something else, or where one is gone or is not as it was written.
    """
    try:
        said = json.loads((folder / SEAL.format(stage)).read_text(encoding="utf-8"))
        files = {_top(folder) / name: content for name, content in said["files"].items()}
        same = said["key"] == key and all(path.is_file() and _hashed(path) == was for path, was in files.items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):  # not there, cut short, or from elsewhere
        return []
    return list(files) if same else []


def record_outputs(folder: Path, stage: str, key: str, files: Sequence[Path]) -> None:
    """The kept folder, a stage, the key of what it is made from and the files made, in; all that noted, out."""
    names = {path.relative_to(_top(folder)).as_posix(): _hashed(path) for path in sorted(files)}
    atomic.write(folder / SEAL.format(stage), json.dumps({"key": key, "files": names}).encode("utf-8"))


def _top(kept: Path) -> Path:
    """The kept folder in; the folder that holds everything a run writes out."""
    return kept.parent.parent


def prune(folder: Path) -> None:
    """The kept folder in; of every stage that the open ledger's run came to, the kept tables it did not use, removed.

    A stage that was not come to, because what is made from it was kept, stays as it is.
    """
    opened = _LEDGER.get()
    for stage, files in opened.used.items() if opened else []:
        for path in folder.glob(f"{stage}-*.parquet"):
            if path.name not in files:
                path.unlink()
