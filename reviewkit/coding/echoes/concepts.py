"""Find concepts in texts: which acts, objects, audiences and instruments a recommendation names.

Input: `concepts.toml`, the lexicon: by slot, the name of each concept and the regular expressions that express it.
Output: a matrix, texts x concepts.

The author of the lexicon had the codebook and no coded pair.

Limitations: a concept in words that nobody thought of is not found.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import NamedTuple

import numpy as np

from reviewkit.base.errors import TableError

LEXICON = "concepts.toml"  # in the folder of a corpus


class Concept(NamedTuple):
    """One concept: its slot (act, object, audience, instrument), its name, and what expresses it."""

    slot: str
    name: str
    pattern: re.Pattern[str]  # all its expressions as one, which is searched for in half the time


def load_lexicon(path: Path) -> list[Concept]:
    """Load the concepts of a lexicon, in order; none where there is no file.

    Raises: `TableError` for a file that is not TOML, and for a pattern that is not a regular expression.
    """
    if not path.is_file():
        return []
    try:
        slots = tomllib.loads(path.read_text(encoding="utf-8"))
        return [
            Concept(slot, name, re.compile("|".join(f"(?:{re.compile(pattern).pattern})" for pattern in patterns)))
            for slot, concepts in slots.items()
            for name, patterns in concepts.items()
        ]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, re.error, AttributeError, TypeError) as error:
        raise TableError(f"{path.name}: cannot be read as a lexicon ({error})", "mend that line") from error


def concepts_in(texts: list[str], lexicon: list[Concept]) -> np.ndarray:
    """Return texts x concepts, 1 where a text names the concept."""
    lower = [text.lower() for text in texts]
    matches = [[concept.pattern.search(text) is not None for concept in lexicon] for text in lower]
    return np.array(matches, float).reshape(len(texts), len(lexicon))
