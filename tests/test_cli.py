"""The commands: data on standard output, words on standard error, and one clear line for what cannot be done."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from helpers.corpora import DATA, SMALL, hashes, truth, written
from helpers.program import program
from typer.testing import CliRunner

from reviewkit import cli, pipeline

pytestmark = pytest.mark.drawn
BROKEN = sorted(path.name for path in (DATA / "broken").glob("*.pdf"))


@pytest.fixture
def command() -> Callable[..., Result]:
    """The program without the cost of a process."""
    return lambda *arguments: CliRunner().invoke(cli.app, [str(argument) for argument in arguments])


def lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


@pytest.mark.parametrize(
    ("file", "cause", "step"),
    [
        ("broken/cut-short.pdf", "", "fetch it again"),
        ("broken/empty.pdf", "is empty", "fetch it again"),
        ("broken/encrypted.pdf", "password", "save a copy without one"),
        ("broken/no-pages.pdf", "no pages", "fetch it again"),
        ("broken/not-a-pdf.pdf", "is not a PDF", "save the document as PDF"),
        ("no-text-layer.pdf", "text layer", "ocrmypdf --skip-text no-text-layer.pdf"),
        ("nowhere.pdf", "No such file", "check the name"),
        ("broken", "directory", "check the name"),
    ],
)
def test_a_file_that_cannot_be_read_is_answered_by_one_line_and_exit_code_2(
    file: str, cause: str, step: str, command: Callable[..., Result], capfd: pytest.CaptureFixture[str]
) -> None:
    told = command("recommendations", DATA / file)
    (line,) = lines(told.stderr)
    assert told.exit_code == 2 and told.stdout == ""
    assert line.startswith(f"{DATA / file}: ")
    assert cause in line and step in line
    assert capfd.readouterr() == ("", ""), "a worker wrote past the program"


def test_every_broken_file_is_in_the_table_above() -> None:
    assert BROKEN == ["cut-short.pdf", "empty.pdf", "encrypted.pdf", "no-pages.pdf", "not-a-pdf.pdf"]


def test_a_good_document_is_answered_in_whatever_company() -> None:
    """As a program: nothing but JSON on standard output, a line for each bad file on standard error, exit code 0."""
    bad = [DATA / "broken" / name for name in BROKEN] + [DATA / "no-text-layer.pdf", DATA / "nowhere.pdf"]
    done = program("recommendations", *bad[:3], DATA / "decimals.pdf", *bad[3:])
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, done.stderr
    assert [row["label"] for row in rows] == [row["label"] for row in truth("decimals")["recommendations"]]
    assert {row["file"] for row in rows} == {"decimals.pdf"}
    assert [line.split(": ")[0] for line in lines(done.stderr)] == [str(path) for path in bad]


def test_a_document_that_makes_none_is_told_apart_from_one_that_cannot_be_read(
    command: Callable[..., Result],
) -> None:
    told = command("recommendations", DATA / "none.pdf")
    assert told.stdout == ""
    assert "no recommendation was found" in told.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["recommendations"], "Missing argument"),
        (["recommendations", "x.pdf", "--format", "csv"], "--format csv: only jsonl"),
        (["recommendations", "x.pdf", "--colour"], "No such option"),
        (["wish"], "No such command"),
        (["--corpus", "nowhere", "run"], "nowhere: has no catalogue.csv; name a corpus folder"),
    ],
)
def test_bad_usage_is_exit_code_2(arguments: list[str], words: str, command: Callable[..., Result]) -> None:
    told = command(*arguments)
    assert told.exit_code == 2
    assert words in told.stderr and told.stdout == ""


def edited(name: str, before: str, after: str) -> Callable[[Path], None]:
    """An edit of one file of a corpus."""

    def edit(corpus: Path) -> None:
        path = corpus / name
        text = path.read_text(encoding="utf-8")
        assert before in text
        path.write_text(text.replace(before, after, 1), encoding="utf-8")

    return edit


def doubled(corpus: Path) -> None:
    """The first row of the catalogue twice."""
    path = corpus / "catalogue.csv"
    rows = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*rows, rows[1]]) + "\n", encoding="utf-8")


def removed(name: str) -> Callable[[Path], None]:
    return lambda corpus: (corpus / name).unlink()


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (
            edited("catalogue.csv", "review_id,title", "review_id,colour,title"),
            ["catalogue.csv", "unknown column 'colour'", "the columns are: review_id, title"],
        ),
        (
            edited("catalogue.csv", ",licence_basis", ""),
            ["catalogue.csv", "column 'licence_basis' is missing"],
        ),
        (doubled, ["catalogue.csv, row 5", "review_id 'harbour-boxes-2031' is there twice", "give each row its own"]),
        (
            edited("catalogue.csv", ",2032,", ",2013-02-31,"),
            ["catalogue.csv, row 3, column 'date_published'", "'2013-02-31' is not a date; write 2013, 2013-06 or"],
        ),
        (
            edited("catalogue.csv", ",2031,", ",June 2031,"),
            ["catalogue.csv, row 2, column 'date_published'", "'June 2031' is not a date; write 2013, 2013-06 or"],
        ),
        (
            edited("catalogue.csv", ",inquiry,", ",leaflet,"),
            ["catalogue.csv, row 2, column 'kind'", "'leaflet' is not one of: audit, "],
        ),
        (
            edited("catalogue.csv", "harbour-boxes-2031,", "Harbour boxes,"),
            ["catalogue.csv, row 2, column 'review_id'", "use small letters, digits and single hyphens"],
        ),
        (
            edited("catalogue.csv", "\nharbour-committee", "\nx,y,z" + "," * 30 + "\nharbour-committee"),
            ["catalogue.csv", "line 3"],
        ),
        (
            edited("codebook.toml", "definition", "meaning"),
            ["codebook.toml, theme 'lamps': has no definition", "add definition"],
        ),
        (edited("codebook.toml", "[lamps]", "[lamps"), ["codebook.toml: cannot be read as TOML", "line 1"]),
        (
            edited("bodies.csv", ",police,", ",sailors,"),
            ["bodies.csv, row 4, column 'class'", "'sailors' is not one of: national government, "],
        ),
        (
            edited("events.csv", "2030-05", "May 2030"),
            ["events.csv, row 2, column 'date'", "'May 2030' is not a date; write 2013, 2013-06 or"],
        ),
        (removed("bodies.csv"), ["bodies.csv: is not there"]),
        (removed("codebook.toml"), ["codebook.toml: is not there"]),
        (removed("events.csv"), ["events.csv: is not there"]),
        (removed("catalogue.csv"), ["has no catalogue.csv; name a corpus folder"]),
    ],
    ids=[
        "unknown column", "missing column", "id twice", "no such day", "date in words", "unknown kind", "bad id",
        "row too long", "no definition", "broken codebook", "unknown class", "bad moment", "no bodies", "no codebook",
        "no moments", "no catalogue",
    ],
)  # fmt: skip
def test_a_fault_in_a_corpus_is_one_line_and_loses_nothing(
    harm: Callable[[Path], None], words: list[str], ran: Path, tmp_path: Path, command: Callable[..., Result]
) -> None:
    """The line names file, row, column and the next step; what an earlier run made is still there, to the byte."""
    corpus = tmp_path / "corpus"
    shutil.copytree(ran, corpus)
    harm(corpus)
    before = hashes(corpus)
    told = command("--corpus", corpus, "run")
    assert told.exit_code == 2, told.exception
    (line,) = lines(told.stderr)
    assert [word for word in words if word not in line] == []
    assert told.stdout == ""
    assert hashes(corpus) == before


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small corpus with the tables and figures of a run."""
    corpus = written(tmp_path_factory.mktemp("ran") / "corpus", SMALL[:3])
    pipeline.run(corpus)
    return corpus


def test_a_run_says_what_was_done_and_reused_what_was_made_and_where_to_look(
    ran: Path, command: Callable[..., Result]
) -> None:
    told = command("--corpus", ran, "run")
    *work, read, rests_on, made, look = lines(told.stderr)
    assert work[0].split() == ["stage", "done", "reused"]
    assert {line.split()[0]: line.split()[1:] for line in work[1:]}["documents"] == ["0", "3"]
    again = {line.split()[0] for line in work[1:] if line.split()[1] != "0"}
    assert again <= {"topics", "groups"}  # too few rows for them: that is found out anew each time
    assert told.exit_code == 0 and told.stdout == ""
    assert read.startswith("Read 0 documents (3 kept from before)") and "3 of 3 reviews" in read
    assert rests_on.startswith("Of 8 recommendations counted 7 were read from published texts and 1 is our paraphrase")
    assert "reviewkit fetch" in rests_on
    assert made.startswith("Made 10 figures")
    for place in ("figures/README.md", "tables"):
        assert str(ran / place) in look and (ran / place).exists()


def test_a_run_after_which_there_are_no_pages_of_notebooks_does_not_send_there(
    ran: Path, command: Callable[..., Result]
) -> None:
    told = command("--corpus", ran, "run")
    for named in lines(told.stderr)[-1].removeprefix("Look at ").rstrip(".").replace(" and ", ", ").split(", "):
        assert Path(named).exists(), named


def test_check_says_that_every_rule_holds(ran: Path, command: Callable[..., Result]) -> None:
    told = command("--corpus", ran, "check")
    assert (told.exit_code, told.stdout, told.stderr) == (0, "", "every rule holds\n")


def test_check_names_the_words_that_are_not_on_their_page(
    ran: Path, tmp_path: Path, command: Callable[..., Result]
) -> None:
    corpus = tmp_path / "corpus"
    shutil.copytree(ran, corpus)
    edited("tables/recommendations.csv", "should hold one list of children", "might keep two piles of ferries")(corpus)
    told = command("--corpus", corpus, "check")
    line, count = lines(told.stderr)
    assert told.exit_code == 1 and told.stdout == ""
    assert line.startswith("official/harbour-boxes-2031.pdf: words of a recommendation are not on its page")
    assert count == "faults: 1"


def test_a_table_that_was_spoilt_by_hand_is_named(ran: Path, tmp_path: Path, command: Callable[..., Result]) -> None:
    corpus = tmp_path / "corpus"
    shutil.copytree(ran, corpus)
    edited("tables/reviews.csv", ",inquiry,", ",leaflet,")(corpus)
    told = command("--corpus", corpus, "check")
    assert told.exit_code == 2
    assert "reviews.csv, row 2, column 'kind'" in lines(told.stderr)[0]


def test_help_says_what_every_command_does(command: Callable[..., Result]) -> None:
    told = command("--help")
    assert told.exit_code == 0
    for one in cli.app.registered_commands:
        name = one.name or one.callback.__name__
        assert name in told.stdout
        assert command(name, "--help").exit_code == 0
        assert one.callback.__doc__
