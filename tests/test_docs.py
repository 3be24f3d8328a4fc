"""The documents: what they tell a reader to type exists, what they point at is there, and no score is oversold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer

from reviewkit import cli
from reviewkit.base import paths
from reviewkit.corpus import schema

README = paths.ROOT / "README.md"
ENDINGS = (".svg", ".pdf", ".png", "-slide.png", ".csv", "-rows.csv", ".md")
LINKING = ("README.md", "METHOD.md", "CONTRIBUTING.md", "corpus/README.md", "figures/README.md")
MOST_LINES, FIRST_COMMAND = 120, 45  # what the evidence supports comes first
COMMANDS = typer.main.get_command(cli.app).commands
TARGETS = set(re.findall(r"^([a-z]+):", (paths.ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
BLOCK = re.compile(r"^( *)(`{3,}|~{3,}).*?\n(.*?)^\1\2", re.MULTILINE | re.DOTALL)  # ``` ... ```
INLINE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")  # `make run`
LINK = re.compile(r"\]\(<?([^)>\s]+)>?(?:\s\"[^\"]*\")?\)|<(?:img|a)\s[^>]*?(?:src|href)=\"([^\"]+)\"")


def text(name: str) -> str:
    return (paths.ROOT / name).read_text(encoding="utf-8")


def code(words: str) -> list[str]:
    """Every line of the code blocks of a document, and its inline code."""
    blocks = [line for _, _, block in BLOCK.findall(words) for line in block.splitlines()]
    return [line.strip() for line in blocks + INLINE.findall(BLOCK.sub("", words))]


def typed(lines: list[str], program: str) -> list[list[str]]:
    """What is typed after the name of a program, word by word: `$ reviewkit run  # all of it` gives run."""
    found = []
    for line in lines:
        for command in re.split(r"&&|\|\||[;|]", line.partition("  #")[0].removeprefix("$ ")):
            words = command.split()
            if words and words[0].rpartition("/")[2] == program and len(words) > 1:
                found.append(words[1:])
    return found


def command_faults(words: list[str]) -> list[str]:
    """What of one `reviewkit ...` line does not exist: its command, or an option of it."""
    general = {option for parameter in typer.main.get_command(cli.app).params for option in parameter.opts} | {"--help"}
    if words[0] == "--corpus":
        words = words[2:]
    if not words or words[0] in general:
        return []
    if words[0] not in COMMANDS:
        return [f"reviewkit {words[0]}"]
    options = {option for parameter in COMMANDS[words[0]].params for option in parameter.opts} | {"--help"}
    given = {word.partition("=")[0] for word in words if word.startswith("--")}
    return [f"reviewkit {words[0]} {option}" for option in sorted(given - options)]


def oversold(words: str) -> list[str]:
    """Sentences that give accuracy and digests, or invented reviews, in one breath without saying no to it."""
    sentences = re.split(r"(?<=[.!?])\s|\n\s*\n|\n\s*[-|#]", words)
    return [
        " ".join(one.split())
        for one in sentences
        if re.search(r"\baccura", one, re.I)
        and re.search(r"\b(digest|invented)", one, re.I)
        and not re.search(r"\b(no|not|nothing|never|neither)\b", one, re.I)
    ]


def test_readme_names_every_command() -> None:
    named = {words[0] for words in typed(code(text("README.md")), "reviewkit")}
    assert set(COMMANDS) - named == set()


def test_every_command_that_readme_names_exists() -> None:
    lines = typed(code(text("README.md")), "reviewkit")
    assert lines, "no command is named"
    assert [fault for words in lines for fault in command_faults(words)] == []


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "METHOD.md", "corpus/README.md"])
def test_every_target_of_make_that_is_named_exists(name: str) -> None:
    named = {word for words in typed(code(text(name)), "make") for word in words if re.fullmatch(r"[a-z]+", word)}
    assert named - TARGETS == set()


def test_readme_is_short_and_comes_to_the_point() -> None:
    lines = text("README.md").splitlines()
    assert 0 < len(lines) <= MOST_LINES
    assert any(re.search(r"\bmake (setup|run)\b", line) for line in lines[: FIRST_COMMAND - 1])


@pytest.mark.parametrize("name", LINKING)
def test_every_relative_link_leads_to_a_file(name: str) -> None:
    here = (paths.ROOT / name).parent
    targets = [one or other for one, other in LINK.findall(BLOCK.sub("", text(name)))]
    local = [target.partition("#")[0] for target in targets if not re.match(r"[a-z]+:|#", target)]
    assert [target for target in local if not (here / target).exists()] == []


def test_figures_and_their_gallery_agree() -> None:
    """Every figure is shown, with words for those who cannot see it; none is shown that is not there."""
    gallery = text("figures/README.md")
    shown = {picture: alt for alt, picture in re.findall(r"^!\[(.*)\]\(([^)]+)\)$", gallery, re.MULTILINE)}
    folder = paths.ROOT / "figures"
    assert sorted(shown) == sorted(path.name for path in folder.glob("*.png") if not path.stem.endswith("-slide"))
    assert all(len(alt) > 40 for alt in shown.values())
    slugs = {Path(picture).stem for picture in shown}
    wanted = {f"{slug}{ending}" for slug in slugs for ending in ENDINGS} | {"README.md", "changes.md", "changes.csv"}
    assert {path.name for path in folder.iterdir()} == wanted


@pytest.mark.parametrize("table", schema.TABLES)
def test_the_data_dictionary_tells_of_every_column(table: str) -> None:
    section = text("corpus/README.md").partition(f"### `{table}`\n")[2].partition("\n#")[0]
    rows = re.findall(r"^\| `([a-z0-9_]+)` \| (\S+) \| (.*) \| (.*) \|$", section, re.MULTILINE)
    assert [row[:2] for row in rows] == [(column.name, column.type) for column in schema.TABLES[table]]
    for row, column in zip(rows, schema.TABLES[table], strict=True):
        assert row[2].startswith(column.meaning) and row[3] == column.origin
        assert all(value in row[2] for value in column.values)


def documents() -> list[str]:
    """Every text of the project that a reader may quote."""
    found = [path for pattern in ("*.md", "*/*.md", "notebooks/*.ipynb") for path in paths.ROOT.glob(pattern)]
    return sorted(path.relative_to(paths.ROOT).as_posix() for path in found if not path.parts[-2].startswith("."))


@pytest.mark.parametrize("name", documents())
def test_no_score_on_digests_is_called_accuracy(name: str) -> None:
    """We made the digests ourselves: that they are read back to the letter proves the round trip and no more."""
    assert oversold(text(name)) == []


@pytest.mark.parametrize(
    ("words", "faults"),
    [
        ("Accuracy on our digests is 100%.", 1),
        ("All 275 rows of the digests come back,\nwhich is an accuracy of 1.0.", 1),
        ("It reads the invented reviews accurately.", 1),
        ("Digests are read back to the letter. That proves the round trip and is not accuracy.", 0),
        ("Digests come back to the letter; this is no accuracy.", 0),
        ("Accuracy is measured on real documents. Digests are ours.", 0),
    ],
)
def test_an_oversold_score_is_seen(words: str, faults: int) -> None:
    assert len(oversold(words)) == faults


@pytest.mark.parametrize(
    ("line", "faults"),
    [
        ("reviewkit run --notebooks", []),
        ("$ reviewkit --corpus mine run  # yours", []),
        (".venv/bin/reviewkit recommendations a.pdf --format jsonl > a.jsonl", []),
        ("reviewkit fetch-everything", ["reviewkit fetch-everything"]),
        ("make setup && reviewkit run --fast", ["reviewkit run --fast"]),
        ("reviewkit digest: a head of ours", ["reviewkit digest:"]),
    ],
)
def test_a_command_that_does_not_exist_is_seen(line: str, faults: list[str]) -> None:
    assert [fault for words in typed([line], "reviewkit") for fault in command_faults(words)] == faults
