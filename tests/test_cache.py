"""Kept results: taken again only where neither the document nor the code changed, and never run."""

from __future__ import annotations

import os
import pickle
from importlib import metadata
from pathlib import Path

import pandas as pd
import pytest

from reviewkit.base import cache, code_key

NAMES = ("pages", "problems")


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package whose reader imports a module of a package inside it and another library, and a document beside it."""
    package = tmp_path / "package"
    (package / "layout").mkdir(parents=True)
    (package / "data").mkdir()
    (package / "data" / "words.txt").write_text("dock\n", encoding="utf-8")
    (package / "reader.py").write_text("def read():\n    from package.layout import rows\n", encoding="utf-8")
    (package / "layout" / "__init__.py").write_text("", encoding="utf-8")
    (package / "layout" / "rows.py").write_text("import pandas\nB = 1\n", encoding="utf-8")
    (package / "figures.py").write_text("C = 1\n", encoding="utf-8")
    (package / "a.pdf").write_bytes(b"words" * 300_000)
    monkeypatch.setattr(code_key, "PACKAGE", package)
    return package


def key(package: Path) -> str:
    code_key.code_key.cache_clear()
    code_key._imports.cache_clear()
    return cache.document_keys([package / "a.pdf"], "package.reader")[0]


def a_table() -> pd.DataFrame:
    return pd.DataFrame({"page": [1, 2], "text": ["a", 'b\n"c"']})


@pytest.mark.parametrize("file", ["a.pdf", "reader.py", "layout/rows.py", "layout/__init__.py", "data/words.txt"])
def test_a_changed_document_code_that_reads_it_and_package_data_change_the_key(file: str, package: Path) -> None:
    """The code is what the reader imports, wherever in a function, and what that imports."""
    before = key(package)
    with (package / file).open("ab") as changed:
        changed.write(b"#")
    assert key(package) != before


def test_a_module_that_is_imported_from_now_on_changes_the_key(package: Path) -> None:
    before = key(package)
    (package / "layout" / "boxes.py").write_text("D = 1\n", encoding="utf-8")
    assert key(package) == before
    (package / "layout" / "rows.py").write_text("import pandas\nfrom package.layout import boxes\nB = 1\n", "utf-8")
    with_boxes = key(package)
    (package / "layout" / "boxes.py").write_text("D = 2\n", encoding="utf-8")
    assert len({before, with_boxes, key(package)}) == 3


def test_another_version_of_a_library_that_is_imported_changes_the_key(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = key(package)
    monkeypatch.setattr(metadata, "version", lambda name: f"{name} 99")
    assert key(package) != before


def test_what_has_no_part_in_the_reading_changes_nothing(package: Path) -> None:
    """Neither code that the reader does not import, nor the document's name, nor a new date on the same bytes."""
    before = key(package)
    (package / "figures.py").write_text("C = 2\n", encoding="utf-8")
    os.utime(package / "a.pdf", (1, 1))
    (package / "a.pdf").rename(package / "b.pdf")
    assert cache.document_keys([package / "b.pdf"], "package.reader") == [before]


def test_every_stage_stands_on_the_code_that_it_imports() -> None:
    """Of the real package: the stage of themes stands on the vectors, and not on the figures."""
    files, packages = code_key.closure("reviewkit.coding.themes.theme_stage")
    names = {path.name for path in files}
    assert {"theme_stage.py", "theme_model.py", "vectors.py", "tables.py", "cache.py"} <= names
    assert "canvas.py" not in names and "fetching.py" not in names
    assert {"sklearn", "numpy", "onnxruntime", "tokenizers"} <= packages


def test_one_byte_in_the_middle_of_a_large_document_is_seen(package: Path) -> None:
    before = key(package)
    with (package / "a.pdf").open("r+b") as file:
        file.seek(1_200_000)
        file.write(b"W")
    assert key(package) != before


def test_what_was_kept_comes_back(tmp_path: Path) -> None:
    made = {"pages": a_table(), "problems": a_table().head(0)}
    cache.save(tmp_path / "new", "k", made)
    loaded = cache.load(tmp_path / "new", "k", NAMES)
    assert list(loaded) == list(NAMES)
    for name in NAMES:
        pd.testing.assert_frame_equal(loaded[name], made[name], check_dtype=name == "pages")


def test_a_missing_table_means_that_nothing_is_kept(tmp_path: Path) -> None:
    cache.save(tmp_path, "k", {"pages": a_table()})
    assert cache.load(tmp_path, "k", NAMES) is None
    assert cache.load(tmp_path / "nowhere", "k", NAMES) is None


def test_a_run_that_is_cut_off_keeps_nothing_by_half(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut_off(self: pd.DataFrame, target: Path, **_: object) -> None:
        Path(target).write_bytes(b"PAR1 and then nothing")
        raise KeyboardInterrupt

    monkeypatch.setattr(pd.DataFrame, "to_parquet", cut_off)
    with pytest.raises(KeyboardInterrupt):
        cache.save(tmp_path, "k", {"pages": a_table(), "problems": a_table()})
    assert cache.load(tmp_path, "k", NAMES) is None
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".parquet"] == []


class Intruder:
    """Something that would write a file the moment it is unpickled."""

    def __init__(self, target: Path) -> None:
        self.target = target

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return os.mkdir, (str(self.target),)


@pytest.mark.parametrize("damage", ["empty", "cut short", "pickled"])
def test_a_damaged_file_is_read_again_and_never_run(damage: str, tmp_path: Path) -> None:
    cache.save(tmp_path, "k", {name: a_table() for name in NAMES})
    path = tmp_path / "k-problems.parquet"
    whole = path.read_bytes()
    harm = pickle.dumps(Intruder(tmp_path / "harm"))
    path.write_bytes({"empty": b"", "cut short": whole[: len(whole) // 2], "pickled": harm}[damage])
    assert cache.load(tmp_path, "k", NAMES) is None
    assert not (tmp_path / "harm").exists()


def test_what_is_kept_are_plain_tables_and_nothing_else(tmp_path: Path) -> None:
    cache.save(tmp_path, "k", {name: a_table() for name in NAMES})
    files = sorted(tmp_path.iterdir())
    assert [path.name for path in files] == ["k-pages.parquet", "k-problems.parquet"]
    for path in files:
        assert path.read_bytes()[:4] == path.read_bytes()[-4:] == b"PAR1"


@pytest.mark.parametrize("said", ["", "{", "[]", '{"key": "k", "files": []}', '{"files": {}}'])
def test_a_seal_that_is_cut_short_or_is_none_is_no_seal(said: str, tmp_path: Path) -> None:
    """Else a power cut would stop every later run."""
    folder = tmp_path / "build" / "cache"
    file = tmp_path / "figures" / "a.svg"
    file.parent.mkdir()
    file.write_text("<svg/>", encoding="utf-8")
    cache.record_outputs(folder, "figures", "k", [file])
    assert cache.current_outputs(folder, "figures", "k") == [file]
    assert cache.current_outputs(folder, "figures", "another") == []
    (folder / "figures.seal.json").write_text(said, encoding="utf-8")
    assert cache.current_outputs(folder, "figures", "k") == []


def test_a_sealed_file_that_somebody_changed_or_took_away_is_made_again(tmp_path: Path) -> None:
    folder, file = tmp_path / "build" / "cache", tmp_path / "a.svg"
    for change in (lambda: file.write_text("other", encoding="utf-8"), file.unlink):
        file.write_text("<svg/>", encoding="utf-8")
        cache.record_outputs(folder, "figures", "k", [file])
        change()
        assert cache.current_outputs(folder, "figures", "k") == []
