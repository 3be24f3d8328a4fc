"""Words and names that are no person's: ordinary words by how often they are written in lower case, and known names.

Input: the folders of a corpus. Output: a `Dictionary`. How often a word is written in lower case and how often with a
capital comes from spaCy's table of word probabilities, by a list that ships with the package
(`benchmarks/word_list.py` makes it); places, peoples, titles and the like from `known.toml`; bodies and titles of
reviews from the corpus's own tables.

Limitations: the table was counted on English of all kinds; a family name that is also an everyday word looks like one.
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

PHRASE_LISTS = ("places", "peoples", "calendar", "bodies")  # of known.toml: names of one word or more
WORD_LISTS = ("titles", "ranks", "given", "given_places", "heads", "nouns", "before", "pairs")  # single words
COMPASS = {"north", "south", "east", "west", "northern", "southern", "eastern", "western", "central"}
AMBIGUOUS_STOP_WORDS = {"will", "may"}  # first names, too
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")  # Children's, O'Neill


class Dictionary(NamedTuple):
    """What is known of words with a capital; all sets but the acronyms are in lower case."""

    # By how much, in natural logarithms, a word is more often written in lower case than with a capital.
    lower_case_margin: dict[str, float]
    acronyms: frozenset[str]
    phrases: frozenset[tuple[str, ...]]  # known names, as their words
    body_words: frozenset[str]  # everyday words in the names of bodies, and the points of the compass
    stop_words: frozenset[str]  # although, neither, nobody
    titles: frozenset[str]
    ranks: frozenset[str]
    word_names: frozenset[str]  # first and family names that are also everyday words
    place_names: frozenset[str]  # first names that are also places
    heads: frozenset[str]  # last words of the names of bodies, places and laws: centre, act
    nouns: frozenset[str]  # words that reports write with a capital in mid sentence: the Panel
    before_names: frozenset[str]  # words before a code name or the name of a place: operation, river
    two_letter_acronyms: frozenset[str]


def load_dictionary(folders: paths.Folders) -> Dictionary:
    """Return the dictionary of a corpus.

    Raises: `TableError` where `known.toml` is not as expected.
    """
    lists = _read_lists(known_names_file(folders))
    lower_case_margin, acronyms = _word_counts()
    bodies, documents = _names_in_corpus(folders.corpus)
    listed = [name for key in PHRASE_LISTS for name in lists[key]]
    phrases = {
        tuple(word.lower().replace("’", "'") for word in WORD.findall(name)) for name in [*listed, *bodies, *documents]
    } - {()}
    body_words = {word.lower() for name in [*lists["bodies"], *bodies] for word in WORD.findall(name)}
    words = {key: frozenset(word.lower() for word in lists[key]) for key in WORD_LISTS}
    return Dictionary(
        lower_case_margin=lower_case_margin,
        acronyms=acronyms,
        phrases=frozenset(phrases),
        body_words=frozenset({word for word in body_words if word in lower_case_margin} | COMPASS),
        stop_words=_stop_words(),
        titles=words["titles"],
        ranks=words["ranks"],
        word_names=words["given"],
        place_names=words["given_places"],
        heads=words["heads"],
        nouns=words["nouns"],
        before_names=words["before"],
        two_letter_acronyms=frozenset(lists["pairs"]),
    )


def known_names_file(folders: paths.Folders) -> Path:
    """Return the `known.toml` that is read for a corpus: its own or else the one of the package."""
    path = folders.corpus / "known.toml"
    return path if path.is_file() else data_file("known.toml")


def _stop_words() -> frozenset[str]:
    """Return words that open a sentence and name nobody."""
    from spacy.lang.en.stop_words import STOP_WORDS

    return frozenset(STOP_WORDS - AMBIGUOUS_STOP_WORDS)


def _read_lists(path: Path) -> dict[str, list[str]]:
    """Return the lists of a `known.toml`."""
    keys = (*PHRASE_LISTS, *WORD_LISTS)
    try:
        lists = tomllib.loads(path.read_text(encoding="utf-8"))
        return {key: [name.strip() for name in re.split(r"[;\n]", lists[key]) if name.strip()] for key in keys}
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise TableError(f"{path}: cannot be read ({error})", f"it needs {', '.join(keys)}") from error


def _names_in_corpus(corpus: Path) -> list[list[str]]:
    """Return the bodies of a corpus with their aliases; and the titles and publishers of its documents."""
    names: list[list[str]] = []
    for table, columns in (
        ("bodies", ("name", "aliases")),
        ("catalogue", ("title", "short_title", "publisher", "authors")),
    ):
        path = corpus / f"{table}.csv"
        rows = tables.load(path, table) if path.is_file() else tables.empty(table)
        names.append([part for column in columns for cell in rows[column] for part in split_list(cell)])
    return names


@cache
def _word_counts() -> tuple[dict[str, float], frozenset[str]]:
    """Return by how much more often each word is written in lower case (natural logarithms); and the acronyms."""
    pairs = (line.split("\t") for line in _packed_lines("words.tsv.gz"))
    return {word: float(margin) for word, margin in pairs}, frozenset(_packed_lines("acronyms.txt.gz"))


def _packed_lines(name: str) -> list[str]:
    """Return the lines of a packed list that ships with the package."""
    return gzip.decompress(data_file(name).read_bytes()).decode("utf-8").split("\n")
