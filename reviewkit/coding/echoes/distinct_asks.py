"""Split a long recommendation into the distinct asks that it makes, and compare asks in the place of whole texts.

Input: texts, and pairs of them.
Output: for each text its asks; for each pair the combinations of these to be scored, and the likeliest of their scores.

A published recommendation can run over a page, and restates an earlier one where one of its asks does (rule 1 of
`corpus/README.md`). Its whole is compared as well.

Limitations: sentences and list items are cut by spaCy's rules and by their marks, without a parser: two asks that one
sentence joins by "and" stay together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reviewkit.extraction import wording
from reviewkit.extraction.spacy_rules import english_sentences

if TYPE_CHECKING:
    from spacy.language import Language

LONG_TEXT = 36  # words: longer than any summary in the corpus
MIN_WORDS = 8  # of an ask that stands for itself
LEAD_IN = re.compile(r"(?:^|(?<=[.;]))[^.;:]{1,90}:(?=\s)")  # "To this end, we recommend that the Government:"
LEANS_ON_OTHERS = re.compile(r"(this|these|they|it|such)\b", re.I)  # "This should be done within a year": no ask alone
MOST_ASKS = 12  # of one text, so that a text of many pages cannot fill the memory
LIST_MARK = re.compile(
    r"(?:^|\s)(?:•|o|[-–—]|\(?(?:[a-z]|[ivx]{1,4}|\d{1,2})[.)])\s+(?=\S)|;(?=\s)(?:\s+and\b)?|:(?=\s)"
)


def distinct_asks(text: str) -> list[str]:
    """Return the whole text, and where it is long each sentence and list item in it that asks for something."""
    if len(text.split()) <= LONG_TEXT:
        return [text]
    sentences = [str(sentence) for sentence in _english()(text).sents]
    asking = [LEAD_IN.sub(" ", sentence) for sentence in sentences]
    items = [item.strip(" ;,.") for sentence in asking for item in LIST_MARK.split(sentence)]
    asks = [item for item in items if len(item.split()) >= MIN_WORDS and _asks(item)]
    return [text, *[ask for ask in dict.fromkeys(asks) if ask != text][:MOST_ASKS]]


@cache
def _english() -> Language:
    """Load spaCy's English sentences once."""
    return english_sentences()


def _asks(item: str) -> bool:
    """Tell whether a sentence or list item asks by itself: it says should or the like, or begins with a command."""
    if LEANS_ON_OTHERS.match(item):
        return False
    return wording.asks_somebody(item) or bool(wording.COMMANDS.match(item[:1].upper() + item[1:]))


def combinations(asks: Sequence[Sequence[str]], pairs: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return for each combination of asks the number of its pair, the two asks, and whether one is of a long text.

    The asks are numbered as if all were one list. The whole of one text is compared with the whole of the other, and
    asks with asks: of a long text those it was split into, of another the whole.
    """
    sizes = np.array([len(own) for own in asks], int)
    start = np.concatenate([[0], np.cumsum(sizes)])
    first, parts = start[:-1] + (sizes > 1), np.maximum(sizes - 1, 1)  # the asks of each text that are compared
    earlier, later = pairs[:, 0], pairs[:, 1]
    split = (sizes[earlier] > 1) | (sizes[later] > 1)
    counts = np.where(split, parts[earlier] * parts[later], 0) + 1  # the wholes, and asks with asks
    numbers = np.repeat(np.arange(len(pairs)), counts)
    place = np.arange(len(numbers)) - np.repeat(np.cumsum(counts) - counts, counts) - 1  # -1: the wholes
    earlier, later = earlier[numbers], later[numbers]
    combined = np.stack([first[earlier] + place // parts[later], first[later] + place % parts[later]], axis=1)
    wholes = place < 0
    combined[wholes] = np.stack([start[earlier[wholes]], start[later[wholes]]], axis=1)
    return numbers, combined, (sizes[earlier] > 1) | (sizes[later] > 1)


def likeliest(scored: pd.DataFrame, numbers: np.ndarray) -> pd.DataFrame:
    """Return for each pair the scores of its likeliest combination, the first of several alike."""
    ordered = scored.assign(number=numbers).sort_values(["number", "likeness"], ascending=[True, False], kind="stable")
    best = ordered.drop_duplicates("number").set_index("number")
    restates = ordered.groupby("number")["restates"].max()
    return best.assign(restates=restates).rename_axis(None)
