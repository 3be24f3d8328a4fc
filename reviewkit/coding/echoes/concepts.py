"""The lexicon of concepts: which acts, objects, audiences and instruments a recommendation names.

Comes in: `concepts.toml`, by slot a name and the regular expressions that express it. Goes out: texts x concepts. Its
author had the code frame and no coded pair. Limit: a concept that is put in words nobody thought of is not found.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import NamedTuple

import numpy as np

from reviewkit.base.errors import TableError


class Concept(NamedTuple):
    """One concept: its slot (act, object, audience, instrument), its name, and what expresses it."""

    slot: str
    name: str
    patterns: tuple[re.Pattern[str], ...]


def load_lexicon(path: Path) -> list[Concept]:
    """The file in, its concepts in order out; none where there is no file.

    Raises `tables.TableError` for a file that is no TOML, and for a pattern that is no regular expression.
    """
    if not path.is_file():
        return []
    try:
        slots = tomllib.loads(path.read_text(encoding="utf-8"))
        return [
            Concept(slot, name, tuple(re.compile(pattern) for pattern in patterns))
            for slot, concepts in slots.items()
            for name, patterns in concepts.items()
        ]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, re.error, AttributeError, TypeError) as error:
        raise TableError(f"{path.name}: cannot be read as a lexicon ({error})", "mend that line") from error


def concepts_in(texts: list[str], concepts: list[Concept]) -> np.ndarray:
    """Texts and concepts in; texts x concepts, 1 where a text names it, out."""
    lower = [text.lower() for text in texts]
    named = [[any(pattern.search(text) for pattern in each.patterns) for each in concepts] for text in lower]
    return np.array(named, float).reshape(len(texts), len(concepts))
