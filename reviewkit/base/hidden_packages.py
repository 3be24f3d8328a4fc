"""Import a package as if some others were not installed.

Some packages load much that nothing here uses wherever it is installed: spaCy loads torch, and BERTopic loads torch,
UMAP and HDBSCAN, which takes longer than all the rest of them. What is hidden is found again afterwards.

Limitations: what was loaded before is not hidden.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType


class _Hidden(MetaPathFinder):
    """What is asked first where a package is, and says of some that there is none."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.names = names

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Raise where the package is hidden, and leave all others to those who are asked next."""
        if fullname.partition(".")[0] in self.names:
            raise ModuleNotFoundError(f"No module named '{fullname}': it is hidden", name=fullname)
        return None


@contextmanager
def hidden(*names: str) -> Iterator[None]:
    """Hide top-level packages that were not loaded yet, until the block ends."""
    finder = _Hidden(names)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
