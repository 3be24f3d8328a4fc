"""Places: where a corpus keeps what is made from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewkit import paths


def test_our_corpus_keeps_figures_and_build_beside_it() -> None:
    ours = paths.places()
    assert (ours.corpus / "catalogue.csv").is_file()
    assert {ours.corpus.parent, ours.figures.parent, ours.build.parent} == {paths.ROOT}


@pytest.mark.parametrize("by_name", [True, False], ids=["named", "by REVIEWKIT_CORPUS"])
def test_another_corpus_keeps_everything_inside_its_own_folder(
    by_name: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not by_name:
        monkeypatch.setenv("REVIEWKIT_CORPUS", str(tmp_path))
    there = paths.places(tmp_path if by_name else None)
    assert there.corpus == tmp_path
    for folder in (there.figures, there.build, there.tables, there.official, there.digests, there.kept):
        assert folder.is_relative_to(tmp_path) and folder != tmp_path


def test_a_folder_named_goes_before_the_one_in_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REVIEWKIT_CORPUS", str(tmp_path / "other"))
    assert paths.places(tmp_path / "named").corpus == tmp_path / "named"


def test_an_empty_variable_names_no_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else everything would be looked for, and written, wherever the command was typed."""
    monkeypatch.setenv("REVIEWKIT_CORPUS", "")
    assert paths.places().corpus == paths.ROOT / "corpus"


def test_a_folder_named_from_here_stays_the_same_when_here_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    there = paths.places(Path("mine"))
    monkeypatch.chdir("/")
    assert there.tables == tmp_path / "mine" / "tables"
