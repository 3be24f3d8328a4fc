"""Hash the code that a stage depends on: its module, what that imports, and the versions of other packages.

A cached result is used only where the code that made it is the same, so the list of modules is read from their imports
and never kept by hand. Package data counts as code of every stage.
"""

from __future__ import annotations

import ast
import hashlib
import sys
from functools import cache
from importlib import metadata
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]


@cache
def code_key(module: str) -> str:
    """Return one hash of a module of ours, of all it imports, of the package data, and of Python's minor version."""
    files, packages = closure(module)
    sha256 = hashlib.sha256(f"{sys.version_info[:2]}".encode())
    data_files = [path for path in (PACKAGE / "data").iterdir() if path.is_file()]
    for path in sorted([*files, *data_files]):
        sha256.update(path.read_bytes())
    distributions = _distributions()
    versions = {
        f"{distribution} {metadata.version(distribution)}"
        for package in packages
        for distribution in distributions.get(package, [])
    }
    return sha256.hexdigest() + " ".join(sorted(versions))


def closure(module: str) -> tuple[set[Path], set[str]]:
    """Return the files of ours that a module depends on, its own among them, and the packages of others.

    Imports inside functions, and those for type hints alone, count too.
    """
    waiting, files, packages = [module], set(), set()
    while waiting:
        path = _module_file(waiting.pop())
        if path is None or path in files:
            continue
        files.add(path)
        for name in _imports(path):
            if name.split(".")[0] == PACKAGE.name:
                waiting.append(name)
            else:
                packages.add(name.split(".")[0])
    return files, packages - set(sys.stdlib_module_names)


def _module_file(module: str) -> Path | None:
    """Return the file of a module of ours, or None where the name is that of something inside a module."""
    stem = PACKAGE.joinpath(*module.split(".")[1:])
    return next((path for path in (stem.with_suffix(".py"), stem / "__init__.py") if path.is_file()), None)


@cache
def _imports(path: Path) -> tuple[str, ...]:
    """Return every name that a file imports, wherever in the file."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return tuple(sorted(names))


@cache
def _distributions() -> dict[str, list[str]]:
    """Return, for each package that can be imported, the installed distributions that provide it."""
    return {package: sorted(set(names)) for package, names in metadata.packages_distributions().items()}
