"""What the reviews of a corpus are about."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import NamedTuple

from reviewkit.base.errors import TableError


class Subject(NamedTuple):
    """What the reviews of a corpus are about; both empty where the corpus does not say."""

    name: str  # as it stands in titles
    words: tuple[str, ...]  # by which a document is known to be about it


def load_subject(corpus: Path) -> Subject:
    """A corpus folder in, what `subject.toml` says its reviews are about, out; nothing where there is no such file.

    Raises `tables.TableError` for a file that is no TOML, or holds something else than a name and words.
    """
    path = corpus / "subject.toml"
    if not path.is_file():
        return Subject("", ())
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TableError(f"{path.name}: cannot be read as TOML ({error})", "mend that line") from error
    name, words = said.get("name", ""), said.get("words", [])
    if not isinstance(name, str) or not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise TableError(f'{path.name}: needs name = "..." and words = ["...", "..."]')
    return Subject(name, tuple(words))
