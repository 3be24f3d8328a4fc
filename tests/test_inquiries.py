"""A second corpus for real, `corpus-examples/inquiries/`: three public inquiries do what the main corpus does."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from reviewkit import cli, pipeline
from reviewkit.base import paths
from reviewkit.corpus import denominator
from reviewkit.corpus.corpus import Corpus
from reviewkit.corpus.ids import recommendation_number

INQUIRIES = paths.ROOT / "corpus-examples" / "inquiries"
STATED = {
    "covid19-inquiry-module1-2024": 10,
    "infected-blood-inquiry-vol1-2024": 12,
    "post-office-horizon-inquiry-vol1-2025": 19,
}


def said(folder: Path, *command: str) -> str:
    """What the program prints of that corpus."""
    done = CliRunner().invoke(cli.app, ["--corpus", str(folder), *command])
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.fixture(scope="module")
def inquiries(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """A copy of the corpus, run once."""
    folder = shutil.copytree(INQUIRIES, tmp_path_factory.mktemp("second") / "inquiries")
    return pipeline.run(folder).corpus


def test_every_recommendation_of_the_three_inquiries_is_there(inquiries: Corpus) -> None:
    asks = inquiries.recommendations
    numbers = asks.assign(number=asks["rec_id"].map(recommendation_number)).groupby("review_id")["number"].nunique()
    assert numbers.to_dict() == STATED


def test_its_own_themes_are_coded_and_nothing_of_the_main_frame(inquiries: Corpus) -> None:
    assert set(inquiries.codes["theme"]) <= set(inquiries.themes["theme"])
    assert "taxi-licensing-and-regulation" not in set(inquiries.themes["theme"])
    assert inquiries.codes["rec_id"].nunique() >= 0.9 * len(inquiries.recommendations)


def test_that_inquiries_are_to_be_answered_in_time_was_asked_before(inquiries: Corpus) -> None:
    links = denominator.restating(inquiries.echoes)
    (only,) = links[["earlier_rec_id", "rec_id", "by"]].to_numpy().tolist()
    assert only == ["infected-blood-inquiry-vol1-2024/r12-answer", "post-office-horizon-inquiry-vol1-2025/r1", "coders"]


def test_the_commands_do_what_they_do_elsewhere(inquiries: Corpus, tmp_path: Path) -> None:
    folder = inquiries.folders.corpus
    said(folder, "check")  # what breaks a rule ends it with a code of its own
    said(folder, "changes")
    pair = {
        "id": "a",
        "earlier": "Answer the report within six months.",
        "later": "Answer the report within six months.",
    }
    file = tmp_path / "pairs.jsonl"
    file.write_text(json.dumps(pair | {"earlier_to": "HM Government", "later_to": "HM Government"}), encoding="utf-8")
    assert json.loads(said(folder, "echoes", str(file)))["relation"] == "restates"
    brief = tmp_path / "brief.docx"
    said(folder, "brief", "--theme", inquiries.themes["theme"].iloc[0], "--out", str(brief))
    assert brief.stat().st_size > 10_000
