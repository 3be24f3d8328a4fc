"""Kept results: taken again only where neither the document nor the code changed, and never run."""

from __future__ import annotations

import os
import pickle
from importlib import metadata
from pathlib import Path

import pandas as pd
import pytest

from reviewkit import kept

NAMES = ("pages", "problems")


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package of two modules, one of them a folder, and a document beside it."""
    package = tmp_path / "package"
    (package / "read").mkdir(parents=True)
    (package / "skim.py").write_text("A = 1\n", encoding="utf-8")
    (package / "read" / "rows.py").write_text("B = 1\n", encoding="utf-8")
    (package / "charts.py").write_text("C = 1\n", encoding="utf-8")
    (package / "a.pdf").write_bytes(b"words" * 300_000)
    monkeypatch.setattr(kept, "PACKAGE", package)
    return package


def key(house: Path) -> str:
    return kept.keys([house / "a.pdf"], ["skim", "read"], ["pandas"])[0]


def a_table() -> pd.DataFrame:
    return pd.DataFrame({"page": [1, 2], "text": ["a", 'b\n"c"']})


@pytest.mark.parametrize("file", ["a.pdf", "skim.py", "read/rows.py"])
def test_a_changed_document_and_changed_code_change_the_key(file: str, house: Path) -> None:
    before = key(house)
    with (house / file).open("ab") as changed:
        changed.write(b"#")
    assert key(house) != before


def test_a_new_file_of_a_room_changes_the_key(house: Path) -> None:
    before = key(house)
    (house / "read" / "boxes.py").write_text("D = 1\n", encoding="utf-8")
    assert key(house) != before


def test_another_version_of_what_it_stands_on_changes_the_key(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = key(house)
    monkeypatch.setattr(metadata, "version", lambda package: f"{package} 99")
    assert key(house) != before


def test_what_has_no_part_in_the_reading_changes_nothing(house: Path) -> None:
    """Neither code that reads nothing, nor the document's name, nor a new date on the same bytes."""
    before = key(house)
    (house / "charts.py").write_text("C = 2\n", encoding="utf-8")
    os.utime(house / "a.pdf", (1, 1))
    (house / "a.pdf").rename(house / "b.pdf")
    assert kept.keys([house / "b.pdf"], ["read", "skim"], ["pandas"]) == [before]


def test_one_byte_in_the_middle_of_a_large_document_is_seen(house: Path) -> None:
    before = key(house)
    with (house / "a.pdf").open("r+b") as file:
        file.seek(1_200_000)
        file.write(b"W")
    assert key(house) != before


def test_what_was_kept_comes_back(tmp_path: Path) -> None:
    made = {"pages": a_table(), "problems": a_table().head(0)}
    kept.save(tmp_path / "new", "k", made)
    loaded = kept.load(tmp_path / "new", "k", NAMES)
    assert list(loaded) == list(NAMES)
    for name in NAMES:
        pd.testing.assert_frame_equal(loaded[name], made[name], check_dtype=name == "pages")


def test_a_missing_table_means_that_nothing_is_kept(tmp_path: Path) -> None:
    kept.save(tmp_path, "k", {"pages": a_table()})
    assert kept.load(tmp_path, "k", NAMES) is None
    assert kept.load(tmp_path / "nowhere", "k", NAMES) is None


def test_a_run_that_is_cut_off_keeps_nothing_by_half(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut_off(self: pd.DataFrame, target: Path, **_: object) -> None:
        Path(target).write_bytes(b"PAR1 and then nothing")
        raise KeyboardInterrupt

    monkeypatch.setattr(pd.DataFrame, "to_parquet", cut_off)
    with pytest.raises(KeyboardInterrupt):
        kept.save(tmp_path, "k", {"pages": a_table(), "problems": a_table()})
    assert kept.load(tmp_path, "k", NAMES) is None
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".parquet"] == []


class Intruder:
    """Something that would write a file the moment it is unpickled."""

    def __init__(self, target: Path) -> None:
        self.target = target

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return os.mkdir, (str(self.target),)


@pytest.mark.parametrize("damage", ["empty", "cut short", "pickled"])
def test_a_damaged_file_is_read_again_and_never_run(damage: str, tmp_path: Path) -> None:
    kept.save(tmp_path, "k", {name: a_table() for name in NAMES})
    path = tmp_path / "k-problems.parquet"
    whole = path.read_bytes()
    harm = pickle.dumps(Intruder(tmp_path / "harm"))
    path.write_bytes({"empty": b"", "cut short": whole[: len(whole) // 2], "pickled": harm}[damage])
    assert kept.load(tmp_path, "k", NAMES) is None
    assert not (tmp_path / "harm").exists()


def test_what_is_kept_are_plain_tables_and_nothing_else(tmp_path: Path) -> None:
    kept.save(tmp_path, "k", {name: a_table() for name in NAMES})
    files = sorted(tmp_path.iterdir())
    assert [path.name for path in files] == ["k-pages.parquet", "k-problems.parquet"]
    for path in files:
        assert path.read_bytes()[:4] == path.read_bytes()[-4:] == b"PAR1"


@pytest.mark.parametrize("said", ["", "{", "[]", '{"key": "k", "files": []}', '{"files": {}}'])
def test_a_seal_that_is_cut_short_or_is_none_is_no_seal(said: str, tmp_path: Path) -> None:
    """Else a power cut would stop every later run."""
    folder = tmp_path / "build" / "kept"
    file = tmp_path / "figures" / "a.svg"
    file.parent.mkdir()
    file.write_text("<svg/>", encoding="utf-8")
    kept.seal(folder, "figures", "k", [file])
    assert kept.sealed(folder, "figures", "k") == [file]
    assert kept.sealed(folder, "figures", "another") == []
    (folder / "figures.seal.json").write_text(said, encoding="utf-8")
    assert kept.sealed(folder, "figures", "k") == []


def test_a_sealed_file_that_somebody_changed_or_took_away_is_made_again(tmp_path: Path) -> None:
    folder, file = tmp_path / "build" / "kept", tmp_path / "a.svg"
    for change in (lambda: file.write_text("other", encoding="utf-8"), file.unlink):
        file.write_text("<svg/>", encoding="utf-8")
        kept.seal(folder, "figures", "k", [file])
        change()
        assert kept.sealed(folder, "figures", "k") == []
