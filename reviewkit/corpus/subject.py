"""Load what the reviews of a corpus are about."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from reviewkit.base.errors import TableError
from reviewkit.base.files import read_toml


class Subject(NamedTuple):
    """What the reviews of a corpus are about; both fields are empty where the corpus does not say."""

    name: str  # as it stands in titles
    words: tuple[str, ...]  # by which a document on it is recognised


def load_subject(corpus: Path) -> Subject:
    """Load the subject of a corpus from its `subject.toml`; it is empty where there is no such file.

    Raises: `TableError` for a file that is not TOML, or that holds anything but a name and words.
    """
    path = corpus / "subject.toml"
    if not path.is_file():
        return Subject("", ())
    entry = read_toml(path)
    name, words = entry.get("name", ""), entry.get("words", [])
    if not isinstance(name, str) or not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise TableError(f'{path.name}: needs name = "..." and words = ["...", "..."]')
    return Subject(name, tuple(words))
