"""Give each section of a document an anchor of its own, the same as long as the words of its heading are."""

from __future__ import annotations

from collections import Counter


class Anchors:
    """The anchors of one document; a second section of the same name gets the number 2, and so on."""

    def __init__(self) -> None:
        self.taken: set[str] = set()
        self._times: Counter[str] = Counter()

    def new(self, name: str) -> str:
        """Return a new anchor of this name, with a number where the name is taken."""
        self._times[name] += 1
        anchor = name if self._times[name] == 1 else f"{name}-{self._times[name]}"
        while anchor in self.taken:
            self._times[name] += 1
            anchor = f"{name}-{self._times[name]}"
        self.taken.add(anchor)
        return anchor
