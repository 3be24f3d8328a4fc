"""How a long task says how far it is: a stage, how much of it is done, and of how much (0 for words alone)."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, int], None]


def no_progress(stage: str, done: int, total: int) -> None:
    """Tell nobody."""
