"""Where a corpus keeps what is made from it, and which corpus is meant where none is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewkit.base import paths
from reviewkit.base.errors import InputError


def corpus_in(folder: Path) -> Path:
    """Make a folder that counts as a corpus, and return it."""
    folder.mkdir(parents=True)
    (folder / "catalogue.csv").touch()
    return folder


def test_our_corpus_keeps_figures_and_build_beside_it() -> None:
    ours = paths.folders(paths.ROOT / "corpus")
    assert {ours.corpus.parent, ours.figures.parent, ours.build.parent} == {paths.ROOT}


def test_another_corpus_keeps_everything_inside_its_own_folder(tmp_path: Path) -> None:
    corpus = corpus_in(tmp_path / "mine")
    there = paths.folders(corpus)
    assert there.corpus == corpus
    for folder in (there.figures, there.build, there.tables, there.official, there.digests, there.cache):
        assert folder.is_relative_to(corpus) and folder != corpus


@pytest.mark.parametrize("here", ["mine", "mine/official", "mine/a/b"])
def test_where_none_is_named_the_nearest_corpus_upwards_is_meant(
    here: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = corpus_in(tmp_path / "mine")
    (tmp_path / here).mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(tmp_path / here)
    assert paths.folders().corpus == corpus


def test_a_folder_that_holds_a_corpus_is_near_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a notebook in `notebooks/` finds `corpus/` beside it."""
    corpus = corpus_in(tmp_path / "project" / "corpus")
    (tmp_path / "project" / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "project" / "notebooks")
    assert paths.folders().corpus == corpus


def test_where_no_corpus_is_near_it_is_ours_and_without_ours_an_error_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert paths.folders().corpus == paths.ROOT / "corpus"
    monkeypatch.setattr(paths, "ROOT", tmp_path / "installed")
    with pytest.raises(InputError, match="there is no corpus here; name one"):
        paths.folders()


def test_a_folder_without_a_catalogue_is_no_corpus(tmp_path: Path) -> None:
    """Else a mistyped name would be made, and written into."""
    with pytest.raises(InputError, match=r"has no catalogue\.csv; name a corpus folder"):
        paths.folders(tmp_path)


def test_a_folder_named_from_here_stays_the_same_when_here_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = corpus_in(tmp_path / "mine")
    monkeypatch.chdir(tmp_path)
    there = paths.folders(Path("mine"))
    monkeypatch.chdir("/")
    assert there.corpus == corpus
