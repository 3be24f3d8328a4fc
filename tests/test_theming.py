"""Themes and topics in a run: a person's word is replayed, follows an id, and is listed when nothing is left of it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from click.testing import Result
from helpers.corpora import SMALL, written
from typer.testing import CliRunner

from reviewkit import cli, pipeline
from reviewkit.base import paths
from reviewkit.coding.themes import theme_stage, training
from reviewkit.corpus import tables

JAY = "rotherham-jay-2014/r3"


@pytest.fixture
def corpus(our_run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Our corpus, copied with its tables and without its documents; what was kept of ours is used."""
    left = shutil.ignore_patterns("*.pdf", "official", "figures", "briefing")
    folder = shutil.copytree(our_run, tmp_path / "corpus", ignore=left)
    monkeypatch.chdir(folder)  # the nearest corpus is the one that commands use
    return folder


@pytest.fixture
def command() -> Callable[..., Result]:
    """The command line, and what it answers."""
    return lambda *arguments: CliRunner().invoke(cli.app, [str(each) for each in arguments])


def asks(corpus: Path) -> pd.DataFrame:
    return tables.load(corpus / "tables" / "recommendations.csv", "recommendations")


def themes_of(codes: pd.DataFrame, rec_id: str) -> dict[str, str]:
    rows = codes[codes["rec_id"] == rec_id]
    return dict(zip(rows["theme"], rows["by"], strict=True))


def corrected(corpus: Path, *rows: tuple[str, str, str]) -> None:
    said = [dict(zip(("id", "field", "value"), row, strict=True)) | {"what": "theme", "by": "AB"} for row in rows]
    tables.save(tables.build(said, "corrections"), "corrections", corpus)


def test_a_correction_is_replayed_on_every_run(corpus: Path) -> None:
    before = themes_of(theme_stage.code_themes(paths.folders(), asks(corpus))["codes"], JAY)
    assert before["missing-and-care"] == "coders" and "definition" not in before
    corrected(corpus, (JAY, "missing-and-care", "no"), (JAY, "definition", "yes"))
    for _ in range(2):
        after = themes_of(theme_stage.code_themes(paths.folders(), asks(corpus))["codes"], JAY)
        assert after == {theme: by for theme, by in before.items() if theme != "missing-and-care"} | {
            "definition": "correction"
        }


def test_a_correction_follows_an_id_and_is_listed_when_its_recommendation_is_gone(corpus: Path) -> None:
    corrected(corpus, ("old-name-2014/r9", "definition", "yes"), ("never-was-2014/r1", "definition", "yes"))
    alias = tables.build([{"earlier_id": "old-name-2014/r9", "rec_id": JAY}], "aliases")
    tables.save(alias, "aliases", corpus)
    made = theme_stage.code_themes(paths.folders(), asks(corpus))
    assert themes_of(made["codes"], JAY)["definition"] == "correction"
    (problem,) = made["problems"].to_dict("records")
    assert (problem["document"], problem["text"]) == (
        "corrections.csv",
        "theme, never-was-2014/r1, definition: yes (AB)",
    )
    assert "aliases.csv" in problem["next_step"]


def test_hand_codes_follow_an_id_too(corpus: Path) -> None:
    """As where a published text takes the place of its digest, and numbers what the digest had named."""
    rows = asks(corpus)
    was = next(each for each in rows["rec_id"] if each.startswith("rotherham-jay-2014/") and "/r" not in each[18:])
    before = themes_of(theme_stage.code_themes(paths.folders(), rows)["codes"], was)
    tables.save(tables.build([{"earlier_id": was, "rec_id": "rotherham-jay-2014/r99"}], "aliases"), "aliases", corpus)
    renamed = rows.assign(rec_id=rows["rec_id"].replace(was, "rotherham-jay-2014/r99"))
    after = themes_of(theme_stage.code_themes(paths.folders(), renamed)["codes"], "rotherham-jay-2014/r99")
    assert after == before


def test_what_nobody_has_coded_is_coded_by_the_model_and_says_so(corpus: Path) -> None:
    new = asks(corpus).head(1).assign(
        rec_id="harbour-2031/r1", review_id="harbour-2031", text="Share intelligence about suspects between forces.",
        addressed_to="Police forces",
    )  # fmt: skip
    codes = theme_stage.code_themes(paths.folders(), pd.concat([asks(corpus), new]))["codes"]
    found = themes_of(codes, "harbour-2031/r1")
    assert "information-sharing" in found and set(found.values()) == {"model"}
    row = codes[(codes["rec_id"] == "harbour-2031/r1") & (codes["theme"] == "information-sharing")].iloc[0]
    assert row["score"] > 0.75 and row["phrases"] and row["nearest"]


def test_without_hand_codes_nothing_is_coded_and_nothing_stands_in(tmp_path: Path) -> None:
    done = pipeline.run(written(tmp_path / "corpus", SMALL[:2]))
    assert done.corpus.codes.empty and done.corpus.topics.empty
    told = done.corpus.problems.set_index("document")
    assert told.at["coded.csv", "what"] == "the model codes nothing"
    assert "too few for topics" in told.at["topics", "text"]


def test_codes_go_to_a_table_and_a_changed_cell_comes_back(
    corpus: Path, tmp_path: Path, command: Callable[..., Result]
) -> None:
    sheet = tmp_path / "codes.csv"
    assert command("codes", "--out", sheet).exit_code == 0
    found = pd.read_csv(sheet, dtype=str).set_index("rec_id")
    assert found.at[JAY, "missing-and-care"] == "1"
    found.loc[JAY, ["missing-and-care", "definition"]] = ["0", "1"]
    found.reset_index().to_csv(sheet, index=False, encoding="utf-8-sig")  # as Excel saves it
    told = command("codes", "--in", sheet, "--by", "AB", "--date", "2031-05-01", "--why", "read again")
    assert told.stderr.startswith("2 corrections added")
    rows = tables.load(corpus / "corrections.csv", "corrections")
    assert sorted(rows[["id", "field", "value", "by", "date", "why"]].to_numpy().tolist()) == [
        [JAY, "definition", "yes", "AB", "2031-05-01", "read again"],
        [JAY, "missing-and-care", "no", "AB", "2031-05-01", "read again"],
    ]


def test_where_there_is_no_coder_a_persons_word_still_stands(corpus: Path) -> None:
    """A corpus with coded rows and corrections, and too little to learn from."""
    few = tables.load(corpus / "coded.csv", "coded").head(3)
    tables.save(few, "coded", corpus)
    (corpus / "examples.csv").unlink()
    corrected(corpus, (JAY, "definition", "yes"), (few["rec_id"].iloc[0], "missing-and-care", "no"))
    made = theme_stage.code_themes(paths.folders(), asks(corpus))
    assert set(made["codes"]["rec_id"]) == {*few["rec_id"], JAY}
    assert themes_of(made["codes"], JAY) == {"definition": "correction"}
    assert "missing-and-care" not in themes_of(made["codes"], few["rec_id"].iloc[0])
    assert theme_stage.agreement_table(pipeline.open_corpus(corpus)).empty


def test_hand_codes_of_published_texts_teach_too(corpus: Path) -> None:
    """A recommendation that no digest has is learned from once the coders coded it."""
    new = asks(corpus).head(1).assign(rec_id="harbour-2031/r1", review_id="harbour-2031", text="Splice the worn ropes.")
    coded = tables.load(corpus / "coded.csv", "coded")
    said = {"rec_id": "harbour-2031/r1", "themes_a": "definition", "themes_b": "definition"}
    tables.save(pd.concat([coded, tables.build([said], "coded")]), "coded", corpus)
    rows = training.training_rows(corpus, new).set_index("id")
    assert rows.at["harbour-2031/r1", "text"] == "Splice the worn ropes."
    assert themes_of(
        theme_stage.code_themes(paths.folders(), pd.concat([asks(corpus), new]))["codes"], "harbour-2031/r1"
    ) == {"definition": "coders"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [([], "name one of --out FILE and --in FILE"), (["--in", "x.csv"], "say who changed the codes"),
     (["--in", "x.csv", "--by", "AB"], "x.csv: is not there")],
)  # fmt: skip
def test_a_call_that_lacks_something_is_one_line(
    arguments: list[str], said: str, command: Callable[..., Result], corpus: Path
) -> None:
    told = command("codes", *arguments)
    assert told.exit_code == 2
    assert said in told.stderr and told.stderr.count("\n") == 1


def test_themes_of_any_recommendations(corpus: Path, tmp_path: Path, command: Callable[..., Result]) -> None:
    """The contract that other programs call; a line that is no object is told, and the others are answered."""
    lines = [
        {"id": 7, "text": "Install cameras in licensed taxis.", "addressed_to": "Licensing authorities"},
        {"id": "b", "text": "Train all social workers to notice the signs.", "addressed_to": ["Councils"]},
    ]
    file = tmp_path / "asked.jsonl"
    odd = ["[1, 2]", "{", '{"id": 1, "text": null}', '{"id": 2, "text": "\\ud83d"}', '{"id": 3, "text": "a", '
           '"addressed_to": [null]}', "[" * 100_000, '{"id": 4, "text": "\x1b[2J"}']  # fmt: skip
    asked = [*map(json.dumps, lines), *odd, json.dumps({"id": 1.5, "text": "Light\u2028the pier."}, ensure_ascii=False)]
    file.write_bytes(b"\xef\xbb\xbf" + "\n".join(asked).encode() + b'\n{"id": 5, "text": "\xff"}')
    told = command("themes", file)
    assert told.exit_code == 0
    assert told.stderr.count("mend it") == len(odd) + 1 and "line 3" in told.stderr and "\x1b" not in told.stderr
    first, second, third = map(json.loads, told.stdout.splitlines())
    assert third["id"] == 1.5
    assert (first["id"], first["themes"]) == (7, ["taxi-licensing-and-regulation"])
    assert (second["id"], second["themes"]) == ("b", ["training-and-awareness"])
    assert set(first["scores"]) == set(second["scores"]) and len(first["scores"]) == 19
    assert all(0 <= score <= 1 for score in first["scores"].values())
    file.write_text("no object\n", encoding="utf-8")
    assert command("themes", file).exit_code == 2


def test_the_people_and_the_model_are_set_beside_each_other(corpus: Path) -> None:
    found = theme_stage.agreement_table(pipeline.open_corpus(corpus))
    assert len(found) == 19
    often = found[found["rows"] >= 5]
    assert (often["coders_low"] <= often["coders"]).all() and (often["model"] <= often["model_high"]).all()
