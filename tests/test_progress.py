"""What is said while a task is at work: in a log, on a screen, and where a person stops it."""

from __future__ import annotations

import io
import subprocess
import sys
import time

import pytest
from helpers.program import FIGURES
from rich.console import Console
from typer.testing import CliRunner

from reviewkit import cli, pipeline
from reviewkit.base.errors import OfflineError
from reviewkit.cli import console, progress
from reviewkit.cli.progress import Stage
from reviewkit.figures import names


@pytest.mark.parametrize(
    ("stage", "now", "due"),
    [
        (Stage("themes", 0, 1, began=0.0), 1.0, False),
        (Stage("themes", 0, 1, began=0.0), 2.5, True),
        (Stage("", 0, 1, began=0.0), 90.0, False),  # nothing is under way
        (Stage("pages", 3, 9, began=0.0, named=2.5, done_when_named=1), 9.0, False),
        (Stage("pages", 3, 9, began=0.0, named=2.5, done_when_named=1), 13.0, True),
        (Stage("pages", 1, 9, began=0.0, named=2.5, done_when_named=1), 13.0, False),  # nothing has moved
        (Stage("pages", 1, 9, began=0.0, named=2.5, done_when_named=1), 63.0, True),
    ],
)
def test_a_stage_is_named_in_a_log_once_it_lasts_and_again_when_it_has_moved(
    stage: Stage, now: float, due: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "SILENCE", 2.0)
    assert progress.is_due(stage, now) is due


def test_a_log_names_what_takes_long_and_messages_at_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(progress, "SILENCE", 0.02)
    monkeypatch.setattr(progress, "TICK", 0.005)
    with progress.task_progress() as (tell, ask):
        tell("another run is at work", 0, 0)
        tell("documents", 3, 9)
        deadline = time.monotonic() + 20
        while "documents" not in (told := capsys.readouterr().err) and time.monotonic() < deadline:
            time.sleep(0.01)
        assert told.splitlines()[-1] == "documents: 3 of 9 ..."
    assert ask is None  # nobody is there to answer


def test_a_screen_shows_bars_and_asks_between_them(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = io.StringIO()
    monkeypatch.setattr(sys, "stdin", io.StringIO("audit\n"))
    with progress._bars(Console(file=shown, force_terminal=True, width=100)) as (tell, ask):
        tell("documents", 1, 2)
        tell("it waits [red]", 0, 0)
        assert ask("What kind is it? ") == "audit"
    assert all(words in shown.getvalue() for words in ("documents", "1/2", "it waits [red]", "What kind is it?"))


def test_wrong_names_are_refused_before_anything_heavy_is_loaded() -> None:
    arguments = [["--theme", "ferries"], ["--review", "nobody"], ["--figures", "pies"], ["--format", "odt"]]
    code = (
        "import sys; from typer.testing import CliRunner; from reviewkit import cli\n"
        f"for given in {arguments!r}:\n"
        "    assert CliRunner().invoke(cli.app, ['brief', '--out', 'x.docx', *given]).exit_code == 2, given\n"
        "assert not {'pandas', 'numpy', 'matplotlib', 'spacy'} & set(sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_names_of_figures_are_those_that_are_drawn() -> None:
    """`FIGURES` of the helpers is what a run of our corpus is held to."""
    assert names.FIGURES == FIGURES


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (KeyboardInterrupt(), 130, console.STOPPED_LINE),
        (OfflineError("there is no connection to the internet", "connect"), 1, "no connection to the internet"),
    ],
)
def test_a_command_that_is_stopped_or_offline_says_one_line(
    error: BaseException, code: int, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*given: object) -> None:
        raise error

    monkeypatch.setattr(pipeline, "fetch", stopped)
    done = CliRunner().invoke(cli.app, ["fetch"])
    assert done.exit_code == code
    assert words in done.stderr and done.stderr.count("\n") == 1
