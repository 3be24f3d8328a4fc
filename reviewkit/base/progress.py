"""How a long task reports its progress: the stage, how much of it is done, and the total (0 for a message alone)."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, int], None]


def no_progress(stage: str, done: int, total: int) -> None:
    """Report nothing."""
