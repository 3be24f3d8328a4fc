"""Results kept by what they were made from: a document's bytes, or a stage's tables, and the code that made them.

What changed is made again; anything else is not. What is kept are plain tables (Parquet),
never pickles, so a kept file from elsewhere can be wrong but cannot run anything.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path

import pandas as pd
import pyarrow as pa

CHUNK = 1 << 20
PACKAGE = Path(__file__).parent


def keys(documents: Sequence[Path], modules: Sequence[str], packages: Sequence[str]) -> list[str]:
    """Documents, our modules and others' packages in; for each document one hash of it and of them all out."""
    code = _code(modules, packages).encode()
    return [_hashed(document, code) for document in documents]


def _hashed(document: Path, code: bytes) -> str:
    """One hash of a document and the code that reads it."""
    hashed = hashlib.sha256(code)
    with document.open("rb") as file:
        while chunk := file.read(CHUNK):
            hashed.update(chunk)
    return hashed.hexdigest()[:32]


def key(made_from: Sequence[pd.DataFrame], modules: Sequence[str], packages: Sequence[str]) -> str:
    """The tables that a stage is made from, our modules and others' packages in; one hash of it all out."""
    hashed = hashlib.sha256(_code(modules, packages).encode())
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
    folder.mkdir(parents=True, exist_ok=True)
    for table, rows in made.items():
        waiting = folder / f".{name}-{table}.{os.getpid()}"
        rows.to_parquet(waiting, index=False)
        waiting.replace(folder / f"{name}-{table}.parquet")


def _code(modules: Sequence[str], packages: Sequence[str]) -> str:
    """One hash of our own sources and the versions of what they stand on."""
    hashed = hashlib.sha256()
    for module in sorted(modules):
        path = PACKAGE / module
        for source in sorted(path.rglob("*.py")) if path.is_dir() else [path.with_suffix(".py")]:
            hashed.update(source.read_bytes())
    said = [f"{package} {metadata.version(package)}" for package in sorted(packages)]
    return hashed.hexdigest() + " ".join(said)
