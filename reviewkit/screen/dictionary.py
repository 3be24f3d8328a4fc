"""Which capital letters are no person's: ordinary words by how often they are written small, and names that are known.

Comes in: the folders of a corpus. Goes out: a `Dictionary`. How often a word is written small and how often with a
capital comes from spaCy's table of word probabilities (package spacy-lookups-data, a million forms); places, peoples,
titles and the like from `known.toml`; bodies and titles of reviews from the corpus's own tables.

Limit: the table was counted on English of all kinds; a family name that is also an everyday word looks like one.
"""

from __future__ import annotations

import gzip
import json
import re
import tomllib
from importlib import resources
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from reviewkit import kept, paths, tables

NAMES = ("places", "peoples", "calendar", "bodies")
WORDS = ("titles", "ranks", "given", "given_places", "heads", "nouns", "before", "pairs")
COMPASS = {"north", "south", "east", "west", "northern", "southern", "eastern", "western", "central"}
RARE = -17.5  # natural logarithm of a word's share: under it (a word in 40 million) counts say nothing
LEAST = 0.3  # natural logarithms: under this a word is as often a name, and is not kept
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


def dictionary(places: paths.Places) -> Dictionary:
    """The folders of a corpus in, its dictionary out; the table of probabilities is read once and kept.

    Raises `tables.TableError` where spacy-lookups-data or `known.toml` is not as expected.
    """
    known = _known(lists(places))
    small, acronyms = _counted(places.kept)
    bodies, documents = _of_corpus(places.corpus)
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


def lists(places: paths.Places) -> Path:
    """The folders of a corpus in; the `known.toml` that is read for it, its own or else ours, out."""
    path = places.corpus / "known.toml"
    return path if path.is_file() else paths.ROOT / "corpus" / "known.toml"


def _known(path: Path) -> dict[str, list[str]]:
    """The lists of a `known.toml`."""
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
        return {
            end: [name.strip() for name in re.split(r"[;\n]", said[end]) if name.strip()] for end in (*NAMES, *WORDS)
        }
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise tables.TableError(f"{path}: cannot be read ({error}); it needs {', '.join((*NAMES, *WORDS))}") from error


def _of_corpus(corpus: Path) -> list[list[str]]:
    """The bodies of a corpus with their aliases; and the titles and publishers of its documents."""
    names: list[list[str]] = []
    for file, table, columns in (
        ("bodies", "bodies", ("name", "aliases")),
        ("catalogue", "catalogue", ("title", "short_title", "publisher", "authors")),
    ):
        path = corpus / f"{file}.csv"
        rows = tables.load(path, table) if path.is_file() else tables.empty(table)
        names.append([part for column in columns for cell in rows[column] for part in tables.parts(cell)])
    return names


def _counted(folder: Path) -> tuple[dict[str, float], frozenset[str]]:
    """How much more often each word is written small; and the acronyms."""
    key = kept.key([], ("screen/dictionary",), ("spacy-lookups-data",))
    found = kept.load(folder, f"words-{key}", ("small", "acronyms"))
    if found is None:
        found = _count()
        kept.save(folder, f"words-{key}", found)
    small = dict(zip(found["small"]["word"], found["small"]["by"].astype(float), strict=True))
    return small, frozenset(found["acronyms"]["word"])


def _count() -> dict[str, pd.DataFrame]:
    table = resources.files("spacy_lookups_data") / "data" / "en_lexeme_prob.json.gz"
    with table.open("rb") as file:
        said: dict[str, float] = json.loads(gzip.decompress(file.read()))
    never = -21.0  # rarer than anything in the table
    small = [
        (word, by)
        for word, chance in said.items()
        if word.islower() and chance >= RARE and (by := chance - said.get(word.capitalize(), never)) >= LEAST
    ]
    acronyms = [
        word for word, chance in said.items() if word.isupper() and chance >= said.get(word.capitalize(), never)
    ]
    return {
        "small": pd.DataFrame(sorted(small), columns=["word", "by"]),
        "acronyms": pd.DataFrame({"word": sorted(acronyms)}),
    }
