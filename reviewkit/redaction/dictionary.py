"""Which capital letters are no person's: ordinary words by how often they are written small, and names that are known.

Comes in: the folders of a corpus. Goes out: a `Dictionary`. How often a word is written small and how often with a
capital comes from spaCy's table of word probabilities, by a list that ships with the package
(`benchmarks/word_list.py` makes it); places, peoples, titles and the like from `known.toml`; bodies and
titles of reviews from the corpus's own tables.

Limit: the table was counted on English of all kinds; a family name that is also an everyday word looks like one.
"""

from __future__ import annotations

import gzip
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from reviewkit.base import paths
from reviewkit.base.errors import TableError
from reviewkit.base.paths import data_file
from reviewkit.base.text import split_list
from reviewkit.corpus import tables

NAMES = ("places", "peoples", "calendar", "bodies")
WORDS = ("titles", "ranks", "given", "given_places", "heads", "nouns", "before", "pairs")
COMPASS = {"north", "south", "east", "west", "northern", "southern", "eastern", "western", "central"}
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")  # Children's, O'Neill


class Dictionary(NamedTuple):
    """What the screen knows."""

    small: dict[
        str, float
    ]  # by how much, in natural logarithms, a word is more often written small than with a capital
    acronyms: frozenset[str]
    phrases: frozenset[tuple[str, ...]]  # known names, as their words in small letters
    words: frozenset[str]  # everyday words in the names of bodies, and the points of the compass
    stops: frozenset[str]  # although, neither, nobody
    titles: frozenset[str]
    ranks: frozenset[str]
    given: frozenset[str]
    given_places: frozenset[str]
    heads: frozenset[str]
    nouns: frozenset[str]
    before: frozenset[str]
    pairs: frozenset[str]


def load_dictionary(folders: paths.Folders) -> Dictionary:
    """The folders of a corpus in, its dictionary out.

    Raises `tables.TableError` where `known.toml` is not as expected.
    """
    known = _known(known_names_file(folders))
    small, acronyms = _counted()
    bodies, documents = _of_corpus(folders.corpus)
    listed = [name for end in NAMES for name in known[end]]
    phrases = {
        tuple(word.lower().replace("’", "'") for word in WORD.findall(name)) for name in [*listed, *bodies, *documents]
    } - {()}
    words = {word.lower() for name in [*known["bodies"], *bodies] for word in WORD.findall(name)}
    words = {word for word in words if word in small} | COMPASS
    sets = {end: frozenset(name if end == "pairs" else name.lower() for name in known[end]) for end in WORDS}
    return Dictionary(small, acronyms, frozenset(phrases), frozenset(words), _stops(), **sets)


def _stops() -> frozenset[str]:
    """Words that open a sentence and name nobody."""
    from spacy.lang.en.stop_words import STOP_WORDS

    return frozenset(STOP_WORDS - {"will", "may"})


def known_names_file(folders: paths.Folders) -> Path:
    """The folders of a corpus in; the `known.toml` that is read for it, its own or else ours, out."""
    path = folders.corpus / "known.toml"
    return path if path.is_file() else data_file("known.toml")


def _known(path: Path) -> dict[str, list[str]]:
    """The lists of a `known.toml`."""
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
        return {
            end: [name.strip() for name in re.split(r"[;\n]", said[end]) if name.strip()] for end in (*NAMES, *WORDS)
        }
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise TableError(f"{path}: cannot be read ({error})", f"it needs {', '.join((*NAMES, *WORDS))}") from error


def _of_corpus(corpus: Path) -> list[list[str]]:
    """The bodies of a corpus with their aliases; and the titles and publishers of its documents."""
    names: list[list[str]] = []
    for file, table, columns in (
        ("bodies", "bodies", ("name", "aliases")),
        ("catalogue", "catalogue", ("title", "short_title", "publisher", "authors")),
    ):
        path = corpus / f"{file}.csv"
        rows = tables.load(path, table) if path.is_file() else tables.empty(table)
        names.append([part for column in columns for cell in rows[column] for part in split_list(cell)])
    return names


@cache
def _counted() -> tuple[dict[str, float], frozenset[str]]:
    """How much more often each word is written small (natural logarithms); and the acronyms."""
    pairs = (line.split("\t") for line in _lines("words.tsv.gz"))
    return {word: float(margin) for word, margin in pairs}, frozenset(_lines("acronyms.txt.gz"))


def _lines(name: str) -> list[str]:
    """The lines of a packed list that ships with the package."""
    return gzip.decompress(data_file(name).read_bytes()).decode("utf-8").split("\n")
