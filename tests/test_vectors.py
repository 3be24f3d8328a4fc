"""Vectors: they hang on the text alone, are kept, and come from the model that is named."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from reviewkit.base import paths
from reviewkit.base.progress import Progress
from reviewkit.coding import vectors
from reviewkit.coding.themes import theme_stage, training

TEXTS = [
    "Train every taxi driver to notice a child in danger.",
    "Share intelligence between forces.",
    "Teach drivers of taxis to see when a child is at risk.",
    "Publish the tide tables of the harbour.",
]
EXPECTED = [[-0.010719, 0.044515, -0.012231, 0.082754], [0.021041, 0.071189, 0.067252, -0.017921]]


def test_near_meanings_are_near_and_rows_have_length_one() -> None:
    made = vectors.encode(TEXTS)
    assert made.shape == (4, vectors.WIDTH)
    assert np.allclose(np.linalg.norm(made, axis=1), 1, atol=1e-5)
    alike = made @ made.T
    assert alike[0, 2] > 0.7 > 0.4 > alike[0, 1]
    assert alike[0, 3] < 0.2


def test_a_vector_hangs_on_its_text_alone() -> None:
    """Else a new review would move the vectors of the old ones by a last digit, and a near tie with them."""
    alone = [vectors.encode([text])[0] for text in TEXTS]
    many = vectors.encode([*(f"{text} And {at} more." for at in range(20) for text in TEXTS), *TEXTS])
    assert (many[-4:] == np.array(alone)).all()
    assert (vectors.encode(TEXTS[::-1])[::-1] == np.array(alone)).all()


def test_vectors_are_kept_by_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = vectors.encode(TEXTS, tmp_path)

    def only_the_new(texts: list[str], tell: object) -> np.ndarray:
        assert texts == ["A new one."]
        return np.ones((1, vectors.WIDTH), "float32")

    monkeypatch.setattr(vectors, "_encoded", only_the_new)
    again = vectors.encode([*TEXTS, "A new one.", TEXTS[0]], tmp_path)
    assert (again[:4] == first).all()
    assert (again[5] == first[0]).all()


def test_what_was_made_before_a_run_was_stopped_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "TEXTS_AT_ONCE", 2)
    asked, told = [], []

    def stopped_at_the_second(texts: list[str], tell: Progress) -> np.ndarray:
        asked.append(texts)
        if len(asked) == 2:
            raise KeyboardInterrupt
        tell("vectors of texts", 2, 2)
        return np.ones((len(texts), vectors.WIDTH), "float32")

    monkeypatch.setattr(vectors, "_encoded", stopped_at_the_second)
    texts = ["One.", "Two.", "Three.", "Four.", "Five."]
    with pytest.raises(KeyboardInterrupt):
        vectors.encode(texts, tmp_path, lambda *progress: told.append(progress))
    assert told == [("vectors of texts", 2, 5)]
    vectors.encode(texts, tmp_path)
    assert asked == [texts[:2], texts[2:4], texts[2:4], texts[4:]]


def test_vectors_that_go_with_a_corpus_are_taken_over_and_those_of_another_model_are_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "kept.parquet"
    vectors.ship(TEXTS, file)
    made = vectors.encode(TEXTS)
    monkeypatch.setattr(vectors, "_encoded", lambda texts, tell: np.ones((len(texts), vectors.WIDTH), "float32"))
    assert (vectors.encode(TEXTS, shipped=file) == made).all()
    monkeypatch.setattr(vectors, "SHA256", "0" * 64)
    assert (vectors.encode(TEXTS, shipped=file) == 1).all()
    file.write_bytes(b"not a table")
    with pytest.raises(vectors.ModelError, match=r"kept\.parquet: cannot be read"):
        vectors.encode(TEXTS, shipped=file)


def test_the_vectors_that_ship_are_those_of_the_coded_texts() -> None:
    """Each text the coder learns from has one, and they are what the model makes."""
    folders = paths.folders(paths.ROOT / "corpus")
    texts = sorted(set(training.training_rows(folders.corpus)["text"]))
    shipped = vectors._load_shipped(folders.corpus / theme_stage.SHIPPED)
    assert {vectors._key(text) for text in texts} <= set(shipped)  # else: python corpus/training_vectors.py
    some = texts[:: len(texts) // 20]
    assert np.allclose(vectors.encode(some), [shipped[vectors._key(text)] for text in some], atol=1e-5)


def test_no_text_and_empty_texts_have_vectors_of_nothing() -> None:
    assert vectors.encode([]).shape == (0, vectors.WIDTH)
    assert not vectors.encode(["", " \n"]).any()


def test_a_long_text_is_read_to_its_end() -> None:
    """The model stops at 256 word pieces; what stands after them counts too."""
    long = "The council should write a plan and say who answers for it. " * 30
    one, other = vectors.encode([long + "Pay for refuges.", long + "Count the boats in the harbour at low tide."])
    assert np.abs(one - other).max() > 0.001


def test_other_weights_are_refused(tmp_path: Path) -> None:
    weights = tmp_path / "model.safetensors"
    with pytest.raises(vectors.ModelError, match="is not in its package"):
        vectors._checked(weights)
    weights.write_bytes(b"other weights")
    with pytest.raises(vectors.ModelError, match=f"SHA-256 .* and not {vectors.SHA256}; reinstall"):
        vectors._checked(weights)


def test_the_graph_that_ships_is_the_one_that_its_program_writes(tmp_path: Path) -> None:
    """It holds no weights: each is read from the package's own file, whose hash is checked."""
    root = Path(__file__).parents[1]
    made = tmp_path / "minilm.onnx"
    subprocess.run([sys.executable, root / "benchmarks" / "write_encoder_graph.py", made], check=True)
    assert made.read_bytes() == (root / "reviewkit" / "data" / "minilm.onnx").read_bytes()
    assert made.stat().st_size < 100_000


def test_vectors_are_those_that_sentence_transformers_makes() -> None:
    """The first numbers of two vectors, as sentence-transformers 6.2 gives them for the same weights."""
    made = vectors.encode([TEXTS[0], TEXTS[3]])
    assert np.abs(made[:, :4] - EXPECTED).max() < 1e-5
