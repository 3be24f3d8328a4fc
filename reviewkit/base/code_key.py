"""One hash of the code that a stage stands on: its module, what that imports, and the versions of other packages.

A result in the cache is used only where the code that made it is the same, so the list of modules is read from their
imports and never kept by hand. Package data counts as code of every stage.
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
    hashed = hashlib.sha256(f"{sys.version_info[:2]}".encode())
    for path in sorted([*files, *(each for each in (PACKAGE / "data").iterdir() if each.is_file())]):
        hashed.update(path.read_bytes())
    distributions = _distributions()
    versions = sorted({f"{each} {metadata.version(each)}" for name in packages for each in distributions.get(name, [])})
    return hashed.hexdigest() + " ".join(versions)


def closure(module: str) -> tuple[set[Path], set[str]]:
    """Return the files of ours that a module stands on, itself among them, and the packages of others.

    Imports inside functions, and those for type hints alone, count too.
    """
    waiting, files, packages = [module], set(), set()
    while waiting:
        path = _path(waiting.pop())
        if path is None or path in files:
            continue
        files.add(path)
        for name in _imports(path):
            if name.split(".")[0] == PACKAGE.name:
                waiting.append(name)
            else:
                packages.add(name.split(".")[0])
    return files, packages - set(sys.stdlib_module_names)


def _path(module: str) -> Path | None:
    """The file of a module of ours; None for a name inside a module."""
    place = PACKAGE.joinpath(*module.split(".")[1:])
    return next((path for path in (place.with_suffix(".py"), place / "__init__.py") if path.is_file()), None)


@cache
def _imports(path: Path) -> tuple[str, ...]:
    """Every name that a file imports, wherever in the file."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return tuple(sorted(found))


@cache
def _distributions() -> dict[str, list[str]]:
    """The distributions that give each package that can be imported."""
    return {name: sorted(set(found)) for name, found in metadata.packages_distributions().items()}
