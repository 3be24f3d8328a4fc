"""Where things are: a corpus folder in, the places of its tables, figures and kept results out.

The embedded corpus keeps its figures and build beside it, at the top of the project; any other corpus
(`reviewkit --corpus DIR`) keeps everything inside its own folder and nothing is written outside it.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]


class Places(NamedTuple):
    """The folders of one corpus."""

    corpus: Path
    figures: Path
    build: Path

    @property
    def tables(self) -> Path:
        """What `reviewkit run` writes for people and programs to read."""
        return self.corpus / "tables"

    @property
    def official(self) -> Path:
        """Published documents, fetched or put there by hand; never committed."""
        return self.corpus / "official"

    @property
    def digests(self) -> Path:
        """Our own short documents, which hold verified facts only."""
        return self.corpus / "digests"

    @property
    def kept(self) -> Path:
        """Results kept by content and code version, so that only what changed is done again."""
        return self.build / "kept"


def places(corpus: Path | None = None) -> Places:
    """The folders of the corpus named, else of the one in `REVIEWKIT_CORPUS` (for notebooks), else of ours."""
    corpus = corpus or os.environ.get("REVIEWKIT_CORPUS") or None
    if corpus is None:
        return Places(ROOT / "corpus", ROOT / "figures", ROOT / "build")
    corpus = Path(corpus).resolve()
    return Places(corpus, corpus / "figures", corpus / "build")
