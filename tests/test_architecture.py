"""The house: what may import what, how long things are, and what is loaded when nothing was asked yet."""

from __future__ import annotations

import ast
import doctest
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "reviewkit"
MODULES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))
FLOOR = {"atomic", "paths", "tables", "documents", "workers", "kept"}
NETWORK = {
    "socket", "ssl", "urllib.request", "http.client", "ftplib", "requests", "pooch", "httpx", "urllib3", "aiohttp",
    "huggingface_hub",
}  # fmt: skip
HEAVY = {
    "torch", "bertopic", "umap", "hdbscan", "numba", "sentence_transformers", "transformers", "spacy", "sklearn",
    "scipy", "lifelines", "matplotlib.pyplot", "plotly", "nbclient", "nbconvert", "pptx", "docx",
}  # fmt: skip
LONGEST_FUNCTION, LONGEST_MODULE = 40, 250


def imported(place: str, source: str) -> set[str]:
    """Every module that a file imports, wherever in the file; our own as `reviewkit.name`, relative ones too."""
    folders = ["reviewkit", *place.split("/")[:-1]]
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = folders[: len(folders) - node.level + 1] if node.level else []
            whole = ".".join([*above, *filter(None, [node.module])])
            found |= {whole} | {f"{whole}.{alias.name}" for alias in node.names}
    return found


def import_faults(place: str, source: str) -> list[str]:
    """The floor imports nothing of ours, rooms import the floor and themselves, only `fetch` reaches the network."""
    room = place.split("/")[0].removesuffix(".py")
    names = imported(place, source)
    mine = {name.split(".")[1] for name in names if name.startswith("reviewkit.")} - {room, "__version__"}
    joining = {"cli": mine, "pipeline": mine - {"cli"}, "__main__": {"cli"}}
    nothing = dict.fromkeys(["__init__", *FLOOR], set())
    faults = [f"imports {other}" for other in sorted(mine - (joining | nothing).get(room, FLOOR))]
    if room != "fetch":
        faults += [f"reaches the network by {door}" for door in sorted(NETWORK & names)]
    return faults


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


def test_the_floor_is_there() -> None:
    """Else the tests below would look at nothing."""
    assert set(MODULES) >= {f"{name}.py" for name in FLOOR}


def test_every_module_keeps_the_rules_of_the_house() -> None:
    faults = []
    for place in MODULES:
        source = (PACKAGE / place).read_text(encoding="utf-8")
        found = import_faults(place, source) + size_faults(source) + word_faults(source)
        faults += [f"{place} {fault}" for fault in found]
    assert faults == []


def test_no_test_module_imports_another() -> None:
    """What several of them share stands in `helpers`: else to move a test breaks those that stand beside it."""
    tests = Path(__file__).parent
    found = {path.stem: imported(path.name, path.read_text(encoding="utf-8")) for path in tests.rglob("*.py")}
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
    ("place", "source", "fault"),
    [
        ("tables.py", "from reviewkit import paths", "imports paths"),
        ("skim.py", "from reviewkit import read", "imports read"),
        ("skim.py", "from .read import lines", "imports read"),
        ("skim.py", "def f():\n    import reviewkit.segment", "imports segment"),
        ("skim.py", "from reviewkit import paths, tables", None),
        ("read/lines.py", "from . import boxes\nfrom .. import tables\nfrom reviewkit.read import boxes", None),
        ("read/lines.py", "from ..skim import pages", "imports skim"),
        ("pipeline.py", "from reviewkit import paths, skim", None),
        ("pipeline.py", "from reviewkit import cli", "imports cli"),
        ("skim.py", "from urllib import request", "reaches the network by urllib.request"),
        ("skim.py", "from urllib.parse import quote", None),
        ("fetch.py", "import pooch", None),
    ],
)
def test_a_wrong_import_is_seen(place: str, source: str, fault: str | None) -> None:
    assert import_faults(place, source) == ([fault] if fault else [])


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ('"""Doc."""\ndef f(a) -> int:\n    """Doc."""', "f has no type hint for a"),
        ('"""Doc."""\ndef f(a: int):\n    """Doc."""', "f does not say what it returns"),
        ('"""Doc."""\ndef f() -> int:\n    return 1', "f has no docstring"),
        ('"""Doc."""\ndef f() -> None:\n    """Doc."""\n' + "    g()\n" * 39, "f is 41 lines long"),
        ('"""Doc."""\nA = (\n' + "    1,\n" * 300 + ")\n", None),
        ('"""Doc."""\n' + "g()\n" * 250, "is 251 lines long"),
    ],
)
def test_a_long_or_wordless_function_is_seen(source: str, fault: str | None) -> None:
    assert size_faults(source) + word_faults(source) == ([fault] if fault else [])


def test_a_heavy_import_is_seen() -> None:
    assert loaded_by("import scipy") == {"scipy"}
