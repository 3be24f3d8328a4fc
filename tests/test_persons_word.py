"""A person puts a report right: everything that they said is in the next run's tables, with who and why in `changes`.

The invented report has two faults: its fourth recommendation swallows a sentence of thanks, and one that stands in a
paragraph was missed.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import openpyxl
import pandas as pd
import pytest
from click.testing import Result
from helpers.corpora import hashes
from helpers.ferries import ferries_in
from typer.testing import CliRunner

from reviewkit import cli, pipeline
from reviewkit.base import cache, paths
from reviewkit.corpus import corrections, tables
from reviewkit.figures import addressees
from reviewkit.reports import briefing_pack

REVIEW = "harbour-2030"
REPORT = """<html><head><title>Harbour inquiry 2030</title></head><body><main><h1>Harbour inquiry 2030</h1>
<h2 id="findings">What we found</h2>
<p>For a year the panel watched the quays, and read what keepers wrote in the books of the harbour. Nobody could say how
many people had crossed in the storm. In our view the transport ministry should count the lifejackets on every quay. The
books of the winter are lost.</p>
<h2 id="recommendations">Recommendations</h2>
<p>Recommendation 1: The ferry company should train stewards to lead people to the boats.</p>
<p>Recommendation 2: The harbour board should light every pier of the town from dusk.</p>
<p>Recommendation 3: The harbour board should publish the depth of the water each month.</p>
<p>Recommendation 4: The ferry company should paint its boats in one colour. We are grateful to the keepers who spoke
to us about their training.</p>
</main></body></html>"""
WHY = "read against the page"
R = {number: f"{REVIEW}/r{number}" for number in (1, 2, 3, 4, 5)}


class Shown(NamedTuple):
    """The evidence page, and a brief of the review."""

    evidence: str
    brief: str


class Walked(NamedTuple):
    """A corpus as it was run first and with what a person said, with the bytes of these runs and of those after them.

    `shown`: what leaves after the mended run. `third`: the work of a run with nothing new; `linked`: of one with one
    link more.
    """

    first: pipeline.Done
    mended: pipeline.Done
    shown: Shown
    changes: pd.DataFrame
    bytes_of_runs: list[dict[str, str]]
    third: list[cache.StageCount]
    linked: list[cache.StageCount]


def changed_in_a_workbook(folder: Path) -> None:
    """What the person does: the table out, cells changed, the table back in. `corrections.csv` has a row of old."""
    old = {"what": "theme", "id": "gone-2001/r1", "field": "lamps", "value": "yes", "by": "AB", "why": WHY}
    corrections.append(paths.folders(folder), [old])
    file = folder.parent / "asks.xlsx"
    assert command("--corpus", folder, "table", "--out", file).exit_code == 0
    book = openpyxl.load_workbook(file)
    sheet = book["Asks"]
    column = {cell.value: cell.column for cell in sheet[1]}
    row = {sheet.cell(number, 1).value: number for number in range(2, sheet.max_row + 1)}

    def write(line: int, **cells: str) -> None:
        for name, value in cells.items():
            sheet.cell(line, column[name.replace("_", " ")]).value = value

    links = sheet.cell(row[R[1]], column["earlier asks"]).value.splitlines()
    write(row[R[1]], earlier_asks="\n".join(links[1:]))  # the first is false
    write(row[R[3]], checked="yes", status="accepted", list_checked="yes", counted="no")
    write(row[R[4]], text="The ferry company should paint its boats in one colour.", themes="Lamps")
    write(row["ferry-2021/r3"], kind="drop")
    missed = "the transport ministry should count the lifejackets on every quay."
    write(sheet.max_row + 1, review="Harbour 2030", page="3", text=missed, number="Recommendation 5",
          bodies="Transport ministry; Harbour board", earlier_asks="restates ferry-2026/r1")  # fmt: skip
    book.save(file)
    returned = command("--corpus", folder, "table", "--in", file, "--by", "AB", "--why", WHY)
    assert returned.exit_code == 0, returned.stderr
    assert "corrections added to corrections.csv" in returned.stderr


def command(*arguments: str | Path) -> Result:
    """The command line, and what it answers."""
    return CliRunner().invoke(cli.app, [str(each) for each in arguments])


def bytes_of(folder: Path) -> dict[str, str]:
    topics = (folder / "topics.csv").read_text(encoding="utf-8")
    return hashes(folder / "tables") | hashes(folder / "figures") | {"topics": topics}


def without_changes(run: dict[str, str]) -> dict[str, str]:
    """The bytes of a run but those of the report of what it changed."""
    return {name: text for name, text in run.items() if not name.startswith("changes.")}


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Walked:
    folder = ferries_in(tmp_path_factory.mktemp("word") / "corpus")
    (folder / "official" / f"{REVIEW}.html").write_text(REPORT, encoding="utf-8")
    row = {"review_id": REVIEW, "title": "Harbour inquiry 2030", "short_title": "Harbour 2030", "kind": "inquiry",
           "date_published": "2030-02-01", "in_denominator": "yes"}  # fmt: skip
    listed = tables.load(folder / "catalogue.csv", "catalogue")
    tables.save(pd.concat([listed, tables.build([row], "catalogue")], ignore_index=True), "catalogue", folder)
    first = pipeline.run(folder)
    runs = [bytes_of(folder)]
    changed_in_a_workbook(folder)
    mended = pipeline.run(folder)
    changes = pd.read_csv(folder / "figures" / "changes.csv", dtype=str, keep_default_na=False)
    runs.append(bytes_of(folder))
    (evidence,) = briefing_pack.write_evidence_pages(mended.corpus, folder.parent)
    brief = folder.parent / "brief.html"
    assert command("--corpus", folder, "brief", "--review", REVIEW, "--out", brief).exit_code == 0
    shown = Shown(evidence.read_text(encoding="utf-8"), brief.read_text(encoding="utf-8"))
    (folder / "tables" / "masked.csv").unlink()  # of the page, which no run here makes
    third = pipeline.run(folder)
    runs.append(bytes_of(folder))
    said = {"what": "link", "id": R[2], "field": "ferry-2021/r2", "value": "related", "by": "AB"}
    corrections.append(paths.folders(folder), [said])
    linked = pipeline.run(folder)
    (folder / "corrections.csv").unlink()
    for _ in range(2):
        pipeline.run(folder)
        runs.append(bytes_of(folder))
    return Walked(first, mended, shown, changes, runs, third.work, linked.work)


def asks(done: pipeline.Done) -> pd.DataFrame:
    return done.corpus.recommendations.set_index("rec_id")


def test_the_two_faults_are_there_before_a_person_looks(walked: Walked) -> None:
    assert "We are grateful" in asks(walked.first).at[R[4], "text"]
    assert R[5] not in asks(walked.first).index


def test_the_next_run_shows_all_that_was_said(walked: Walked) -> None:
    corpus, now = walked.mended.corpus, asks(walked.mended)
    assert now.at[R[4], "text"] == "The ferry company should paint its boats in one colour."
    assert now.at[R[5], "text"] == "the transport ministry should count the lifejackets on every quay."
    assert now.loc[R[5], ["bodies", "classes", "page"]].tolist() == [
        "transport-ministry;harbour-board", "national government;regulator", 3,
    ]  # fmt: skip
    assert now.at[R[3], "checked"] == "yes"
    codes = corpus.codes[corpus.codes["rec_id"] == R[4]].set_index("theme")["by"]
    assert codes["lamps"] == "correction" and "training" not in codes
    review = corpus.reviews.set_index("review_id").loc[REVIEW]
    assert review[["held", "checked", "complete", "in_denominator"]].tolist() == [5, "yes", "yes", "no"]
    assert corpus.dropped[["rec_id", "by", "why"]].to_numpy().tolist() == [["ferry-2021/r3", "AB", WHY]]
    links = corpus.echoes.set_index(["rec_id", "earlier_rec_id"])
    assert links.loc[(R[5], "ferry-2026/r1"), ["relation", "by"]].tolist() == ["restates", "correction"]
    before, after = (set(each.echoes.loc[each.echoes["rec_id"] == R[1], "earlier_rec_id"])
                     for each in (walked.first.corpus, corpus))  # fmt: skip
    assert len(before - after) == 1


def test_what_was_said_stands_on_the_evidence_page_in_the_brief_and_in_a_figure(walked: Walked) -> None:
    for page in walked.shown:
        assert "count the lifejackets on every quay" in page and "We are grateful" not in page
        assert "accepted" in page
    behind_first, behind_mended = (
        set(
            addressees.who_is_asked(done.corpus.recommendations, done.corpus.reviews, done.corpus.bodies).support[
                "rec_id"
            ]
        )
        for done in (walked.first, walked.mended)
    )
    assert R[2] in behind_first and R[2] not in behind_mended  # the review is counted no more


def test_what_does_not_fit_is_told_and_everything_else_stands(walked: Walked) -> None:
    problems = walked.mended.corpus.problems
    told = problems[problems["document"] == "corrections.csv"]
    assert told["text"].tolist() == ["theme, gone-2001/r1, lamps: yes (AB)"]


def test_changes_name_the_person_and_the_reason(walked: Walked) -> None:
    who = walked.changes[walked.changes["why"].str.endswith(f"AB: {WHY}")]
    told = {tuple(row) for row in who[["about", "id", "change"]].to_numpy()}
    assert told >= {
        ("recommendation", R[4], "changed"), ("recommendation", R[5], "new"), ("echo", R[1], "lost"),
        ("recommendation", R[3], "changed"), ("recommendation", "ferry-2021/r3", "gone"), ("code", R[4], "given"),
        ("review", REVIEW, "changed"),
    }  # fmt: skip
    codes = walked.changes[(walked.changes["about"] == "code") & (walked.changes["id"] == R[4])]
    assert len(codes) and not codes["why"].str.contains("model").any()


def test_a_third_run_changes_nothing_and_taking_the_words_out_gives_the_first_bytes(walked: Walked) -> None:
    first, mended, again, without, without_again = walked.bytes_of_runs
    assert without_changes(mended) != without_changes(first)
    assert without_changes(again) == without_changes(mended)
    assert without_changes(without) == without_changes(first)
    assert without_again == first


def test_only_what_depends_on_a_word_is_done_again(walked: Walked) -> None:
    assert {count.stage for count in walked.third if count.done} == set()
    done = {count.stage for count in walked.linked if count.done}
    assert "echoes" in done and not done & {"documents", "corrections", "themes", "coder", "topics", "groups"}
