"""How the code is laid out: imports in one direction, short functions, plain words, nothing heavy before its time."""

from __future__ import annotations

import ast
import doctest
import importlib
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "reviewkit"
MODULES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))
HEAVY = {
    "torch", "bertopic", "umap", "hdbscan", "numba", "sentence_transformers", "transformers", "spacy", "sklearn",
    "onnxruntime", "tokenizers",
    "scipy", "lifelines", "matplotlib.pyplot", "plotly", "nbclient", "nbconvert", "pptx", "docx",
}  # fmt: skip
LONGEST_FUNCTION, LONGEST_MODULE = 40, 400
DIALECT = re.compile(r"\bin; .*\bout\b|, out\.$|\bComes in\b|\bGoes out\b", re.MULTILINE)
OLD_MODULES = {
    "kept", "alone", "making", "telling", "following", "pointing", "packing", "placing", "theming", "echoing",
    "cycling", "changing", "past", "gate", "skim", "letters", "furniture", "spans", "printings", "chains", "series",
    "ends", "listed", "tabled", "answered", "quoted", "births", "zipped", "sheet", "beside", "door", "doors",
    "patience", "polite", "shelf",
}  # fmt: skip


def imported(source: str) -> set[str]:
    """Every module that a file imports, wherever in the file."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def size_faults(source: str) -> list[str]:
    """Functions and modules stay short; what a module declares as data is not counted."""
    tree = ast.parse(source)
    declared = sum(
        node.end_lineno - node.lineno + 1 for node in tree.body if isinstance(node, (ast.Assign, ast.AnnAssign))
    )
    lines = len(source.splitlines()) - declared
    faults = [f"is {lines} lines long"] if lines > LONGEST_MODULE else []
    for node in functions(tree):
        lines = node.end_lineno - node.lineno + 1
        faults += [f"{node.name} is {lines} lines long"] if lines > LONGEST_FUNCTION else []
    return faults


def word_faults(source: str) -> list[str]:
    """Every function says what types go in and out; public ones, and the module, say in words what they do."""
    tree = ast.parse(source)
    faults = [] if ast.get_docstring(tree) else ["has no docstring"]
    for node in functions(tree):
        given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        bare = [one.arg for one in given if one.annotation is None and one.arg not in ("self", "cls")]
        faults += [f"{node.name} has no type hint for {name}" for name in bare]
        faults += [] if node.returns else [f"{node.name} does not say what it returns"]
        if not node.name.startswith("_") and not ast.get_docstring(node):
            faults.append(f"{node.name} has no docstring")
    return faults


def functions(tree: ast.Module) -> list[ast.FunctionDef]:
    """The functions of a module and the methods of its classes; not those inside functions."""
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    return [node for part in (tree, *classes) for node in part.body if isinstance(node, ast.FunctionDef)]


def loaded_by(statement: str) -> set[str]:
    """The heavy packages that a fresh Python has loaded after one statement."""
    code = f"{statement}\nimport sys\nprint('LOADED', *sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=PACKAGE.parent)
    return HEAVY & set(done.stdout.rpartition("LOADED")[2].split())


def test_the_modules_are_there() -> None:
    """Else the tests below would look at nothing."""
    assert set(MODULES) >= {"pipeline.py", "corpus/tables.py", "reading/documents.py", "coding/themes/theme_model.py"}


@pytest.fixture
def contracts(tmp_path: Path) -> Callable[[], subprocess.CompletedProcess[str]]:
    """The package in a folder of its own, and import-linter asked about it by the contracts of pyproject.toml."""
    shutil.copytree(PACKAGE, tmp_path / "reviewkit", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(PACKAGE.parent / "pyproject.toml", tmp_path)
    program = "import sys; from importlinter.cli import lint_imports_command; sys.path.insert(0, '.'); "
    command = [sys.executable, "-c", program + "lint_imports_command()", "--no-cache", "--config", "pyproject.toml"]
    return lambda: subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)


def test_a_package_imports_only_those_before_it_and_only_fetch_uses_the_network(
    contracts: Callable[[], subprocess.CompletedProcess[str]],
) -> None:
    done = contracts()
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("base/text.py", "from reviewkit.corpus import tables"),
        ("coding/vectors.py", "def f() -> None:\n    from reviewkit.figures import canvas"),
        ("reading/documents.py", "import requests"),
    ],
)
def test_a_wrong_import_is_seen(
    module: str, line: str, contracts: Callable[[], subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    with (tmp_path / "reviewkit" / module).open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")
    assert contracts().returncode == 1


def test_every_module_is_short_and_says_what_it_does() -> None:
    faults = []
    for place in MODULES:
        source = (PACKAGE / place).read_text(encoding="utf-8")
        faults += [f"{place} {fault}" for fault in size_faults(source) + word_faults(source)]
    assert faults == []


def test_docstrings_are_plain_and_no_module_has_its_old_name() -> None:
    """An imperative first line is held by ruff (pydocstyle); this holds that the old manner does not come back."""
    assert [place for place in MODULES if DIALECT.search((PACKAGE / place).read_text(encoding="utf-8"))] == []
    assert [place for place in MODULES if Path(place).stem in OLD_MODULES] == []


def test_no_module_is_hidden_by_a_name_of_its_package() -> None:
    """Else `from package import module` gives a function, and neither tests nor readers reach the module."""
    hidden = []
    for place in MODULES:
        package, _, name = f"reviewkit/{place.removesuffix('.py')}".rpartition("/")
        module = importlib.import_module(f"{package}/{name}".replace("/", ".").removesuffix(".__init__"))
        if name != "__init__" and getattr(importlib.import_module(package.replace("/", ".")), name) is not module:
            hidden.append(place)
    assert hidden == []


def test_the_public_face_is_what_completion_shows() -> None:
    import reviewkit

    assert [name for name in dir(reviewkit) if not name.startswith("_")] == sorted(reviewkit.__all__)
    assert all(getattr(reviewkit, name).__doc__ for name in reviewkit.__all__)


def test_no_test_module_imports_another() -> None:
    """What several of them share stands in `helpers`: else to move a test breaks those that stand beside it."""
    tests = Path(__file__).parent
    found = {path.stem: imported(path.read_text(encoding="utf-8")) for path in tests.rglob("*.py")}
    assert [(name, other) for name, names in found.items() for other in names if other.startswith("test_")] == []


def test_the_examples_in_docstrings_hold() -> None:
    faults = []
    for place in MODULES:
        if place != "__main__.py":
            name = f"reviewkit.{place.removesuffix('.py').replace('/', '.')}".removesuffix(".__init__")
            told: list[str] = []
            for test in doctest.DocTestFinder().find(importlib.import_module(name)):
                doctest.DocTestRunner(verbose=False).run(test, out=told.append)
            faults += told
    assert faults == []


@pytest.mark.parametrize(
    "statement",
    [
        "import reviewkit",
        "import sys, reviewkit.cli\nsys.argv = ['reviewkit', '--help']\n"
        "try: reviewkit.cli.app()\nexcept SystemExit as end: assert not end.code",
    ],
    ids=["import reviewkit", "reviewkit --help"],
)
def test_nothing_heavy_is_loaded_before_it_is_needed(statement: str) -> None:
    assert loaded_by(statement) == set()


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ('"""Doc."""\ndef f(a) -> int:\n    """Doc."""', "f has no type hint for a"),
        ('"""Doc."""\ndef f(a: int):\n    """Doc."""', "f does not say what it returns"),
        ('"""Doc."""\ndef f() -> int:\n    return 1', "f has no docstring"),
        ('"""Doc."""\ndef f() -> None:\n    """Doc."""\n' + "    g()\n" * 39, "f is 41 lines long"),
        ('"""Doc."""\nA = (\n' + "    1,\n" * 500 + ")\n", None),
        ('"""Doc."""\n' + "g()\n" * 400, "is 401 lines long"),
    ],
)
def test_a_long_or_wordless_function_is_seen(source: str, fault: str | None) -> None:
    assert size_faults(source) + word_faults(source) == ([fault] if fault else [])


def test_a_heavy_import_is_seen() -> None:
    assert loaded_by("import scipy") == {"scipy"}
