"""Notebooks: they ask and read, define nothing, carry no outputs, and run from top to bottom without a network."""

from __future__ import annotations

import ast
import re
import shutil
from pathlib import Path

import nbformat
import pytest
from helpers.cells import FOLDER, executed
from nbformat import NotebookNode

from reviewkit import pipeline
from reviewkit.base import paths
from reviewkit.cli import notebooks
from reviewkit.reports import notebook_display, plain_words

NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
EXPORTING = {"00-ask", "05-briefing"}
LIFTED = "## A sentence to lift"
PLAIN = re.compile(  # what a reader outside this project would not understand, or would misunderstand
    r"\b(held|we hold|digests?|restates?|restating|lower bounds?|whole lists?|denominators?|echo(es)?|True|False)\b"
    r"|\w_\w"
)
MOST_CELLS, MOST_LINES, LONGEST_CELL = 40, 60, 12
DEFINES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While)
TOOLS = {"re", "os", "pathlib", "glob", "io", "requests", "urllib", "matplotlib", "subprocess"}
PATH = re.compile(r"^\.{0,2}/|\w/\w|\.(csv|pdf|parquet|png|svg|json|jsonl|html)$")  # ../corpus, tables/x, x.csv


def code(notebook: NotebookNode) -> list[str]:
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


def prose(notebook: NotebookNode) -> list[str]:
    return [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]


def lines(source: str) -> int:
    return len([line for line in source.splitlines() if line.strip() and not line.strip().startswith("#")])


def size_faults(notebook: NotebookNode) -> list[str]:
    """Rule: at most 40 cells and 60 lines of code, no cell longer than 12."""
    counts = [lines(source) for source in code(notebook)]
    faults = [f"{len(notebook.cells)} cells"] if len(notebook.cells) > MOST_CELLS else []
    faults += [f"{sum(counts)} lines of code"] if sum(counts) > MOST_LINES else []
    return faults + [f"a cell of {count} lines" for count in counts if count > LONGEST_CELL]


def code_faults(notebook: NotebookNode) -> list[str]:
    """Rule: no definition, loop, path, regular expression or file tool; what needs a name is in the package."""
    faults = []
    for node in (node for source in code(notebook) for node in ast.walk(ast.parse(source))):
        if isinstance(node, DEFINES):
            faults.append(f"line {node.lineno}: {type(node).__name__}")
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
            faults += [f"imports {name}" for name in names if name.split(".")[0] in TOOLS]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and PATH.search(node.value):
            faults.append(f"a path: {node.value}")
    return faults


def output_faults(notebook: NotebookNode) -> list[str]:
    """Rule: committed without outputs, so that pages about abuse do not leak into changes by accident."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return [f"outputs in {cell.id}" for cell in cells if cell.outputs or cell.execution_count is not None]


def test_the_notebooks_are_there() -> None:
    """Else the tests below would look at nothing."""
    assert {path.stem for path in NOTEBOOKS} >= {"00-ask", "01-corpus", "02-recommendations"}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_short_defines_nothing_and_carries_no_output(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert size_faults(notebook) + code_faults(notebook) + output_faults(notebook) == []
    assert notebook.metadata.kernelspec.name == "python3"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_only_the_notebooks_from_which_something_is_taken_write_files(path: Path) -> None:
    writes = re.search(r"nb\.(export_\w+|write_\w+|brief)\(", "\n".join(code(nbformat.read(path, as_version=4))))
    assert bool(writes) == (path.stem in EXPORTING)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_number_of_the_corpus_is_typed(path: Path) -> None:
    """A number in prose would be wrong after the next review; numbers are computed under the result."""
    typed = [
        number
        for text in prose(nbformat.read(path, as_version=4))
        for number in re.findall(r"(?<![\w#-])\d+(?![\w-])", re.sub(r"(?m)^# \d+\.|since \d{4}\?$", "", text))
    ]  # the year of a question is none of the corpus
    assert typed == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_opens_with_its_answer_and_ends_with_a_sentence_to_lift(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    assert "nb.opening(corpus, answer)" in code(notebook)[1]
    heading, sentence = notebook.cells[-2:]
    assert LIFTED in heading.source and ".to_lift" in sentence.source


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_speaks_plainly(path: Path) -> None:
    """No jargon, no id and no name of a column in what a reader reads, nor in words that a cell prints."""
    notebook = nbformat.read(path, as_version=4)
    assert [found[0] for text in prose(notebook) for found in PLAIN.finditer(text)] == []
    printed = [part.value for source in code(notebook) for part in ast.walk(ast.parse(source)) if words_of_a_cell(part)]
    assert [found[0] for text in printed for found in PLAIN.finditer(text)] == []


def words_of_a_cell(node: ast.AST) -> bool:
    """Return whether a node is a sentence that a cell prints, or a part of one: it has spaces, and is no question."""
    return (
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and len(node.value.split()) > 2
        and "==" not in node.value
    )


def test_the_notebooks_are_numbered_in_their_order_and_each_names_the_next() -> None:
    assert [path.stem[:2] for path in NOTEBOOKS] == [f"{number:02d}" for number in range(len(NOTEBOOKS))]
    for path, following in zip(NOTEBOOKS, NOTEBOOKS[1:], strict=False):
        text = "\n".join(prose(nbformat.read(path, as_version=4)))
        assert text.startswith(f"# {int(path.stem[:2])}. ")
        assert f"Next: `{following.stem}`" in text


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_from_top_to_bottom_and_reads_its_results_aloud(path: Path, our_copy: Path) -> None:
    outputs = executed(path, our_copy)
    assert [output for output in outputs if output.output_type in ("error", "stream")] == []
    shown = [output.data for output in outputs if output.output_type == "execute_result"]
    aloud = [data["text/markdown"] for data in shown if "text/markdown" in data]
    assert len(aloud) >= 5
    assert [text for text in aloud if re.search(r"\bnan\b|<NA>|\bNone\b", text)] == []
    assert any("<figure>" in data.get("text/html", "") for data in shown)


def test_a_page_is_made_of_a_notebook_in_a_kernel_of_its_own(
    our_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As `reviewkit notebooks` does it, with the one named first: started, run on the corpus named, and written."""
    (tmp_path / "notebooks").mkdir()
    shutil.copy(NOTEBOOKS[0], tmp_path / "notebooks")
    monkeypatch.setattr(paths, "ROOT", tmp_path)
    told: list[tuple[str, int, int]] = []
    (page,) = notebooks.run_notebooks(paths.folders(our_copy), lambda *step: told.append(step))
    assert page == our_copy / "build" / "notebooks" / f"{NOTEBOOKS[0].stem}.html"
    assert told == [("notebooks", 0, 1), ("notebooks", 1, 1)]
    said = page.read_text(encoding="utf-8")
    latest = notebook_display.as_of(pipeline.open_corpus(our_copy).reviews)
    assert f"As of <strong>{plain_words.in_words(latest)}</strong>" in said and "<figure>" in said


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("def f():\n    pass", "line 1: FunctionDef"),
        ("for path in paths:\n    print(path)", "line 1: For"),
        ("import re", "imports re"),
        ("from pathlib import Path", "imports pathlib"),
        ("read('tables/reviews')", "a path: tables/reviews"),
        ("read('reviews.csv')", "a path: reviews.csv"),
        ("briefing.table(corpus.reviews.query(\"kind == 'audit'\"))", None),
    ],
)
def test_a_cell_that_belongs_in_the_package_is_seen(source: str, fault: str | None) -> None:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
    assert code_faults(notebook) == ([fault] if fault else [])


def test_a_long_notebook_or_one_with_outputs_is_seen() -> None:
    cells = [nbformat.v4.new_code_cell("1\n" * 13, execution_count=1)] + [
        nbformat.v4.new_code_cell("1\n2") for _ in range(40)
    ]
    notebook = nbformat.v4.new_notebook(cells=cells)
    assert size_faults(notebook) == ["41 cells", "93 lines of code", "a cell of 13 lines"]
    assert output_faults(notebook) == [f"outputs in {cells[0].id}"]
