"""Compare the two sides of pairs: in words, meaning, themes, subthemes, bodies asked, and concepts named.

Input: the earlier and the later texts, with their vectors, themes, subthemes and who is asked.
Output: a matrix, pairs x signals.

The earlier recommendation is known: its subthemes are those that it was coded with, where it was. The later one is new:
its subthemes are the coder's scores with its review left out, even where it was coded, so that a pair is compared as a
new review's would be.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from reviewkit.base.text import split_list
from reviewkit.coding.echoes import concepts
from reviewkit.coding.echoes.concepts import Concept

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

AGENCIES = r"agenc|partners\b|professionals|practitioners|services\b"  # of a place: council, police and health at once
BODY_PATTERNS = {
    "national government": r"government|minister|home office|department|ministry|treasury|secretary of state|\bdfe\b",
    "council or safeguarding partnership": r"council|local authorit|safeguarding|partnership|lscb|children'?s services|"
    r"borough|social (care|work)|licensing authorit|boards?\b|" + AGENCIES,
    "police": r"police|constab|policing|crime (agency|commissioner)|forces?\b|officers|" + AGENCIES,
    "inspectorate": r"ofsted|inspect|hmic|care quality|estyn",
    "regulator": r"regulator|ofcom|information commissioner|charity commission|office for police conduct|\biopc\b",
    "courts and prosecutors": r"court|prosecut|\bcps\b|judic|judge|magistrat|sentencing",
    "industry": r"compan|platform|internet|hotel|operators?\b|industry|technolog|online|firms|retail|drivers",
    "health": r"\bnhs|health|clinical|\bicbs?\b|hospital|\bgps?\b|" + AGENCIES,
}  # the kind of a body that bodies.csv does not name, as "Brackwell Safeguarding Board"
KINDS = (*BODY_PATTERNS, "other")
SIGNALS = ("cosine", "words", "letters", "fuzzy", "themes", "theme_shared", "theme_apart", "kind_shared", "kinds",
           "subtheme_shared", "subthemes", "subtheme_and_cosine", "subtheme_and_kind", "cosine_and_kind")  # fmt: skip
SLOTS = ("act", "object", "audience", "instrument")  # of concepts.toml
SHORT = np.float32  # of what is held of each text: half the memory of a hundred thousand, and exact to 7 digits
MIN_DIVISOR = 1e-9  # so that nothing is divided by nought


class PairSide(NamedTuple):
    """One side of pairs, a row a pair; or texts of which pairs are made."""

    texts: np.ndarray  # of text
    lengths: np.ndarray  # of each text, in words
    word_lists: np.ndarray  # of lists: the words of each text in their order, in lower case
    vectors: np.ndarray
    themes: np.ndarray  # rows x themes: scores from 0 to 1
    subthemes: np.ndarray  # rows x subthemes: scores from 0 to 1, as of a new recommendation
    known_subthemes: np.ndarray  # rows x subthemes: 0 or 1 where it was coded, else the scores
    kinds: np.ndarray  # rows x `KINDS`: whether such a body is asked
    concepts: np.ndarray  # rows x concepts: 1 where the text names the concept
    words: csr_matrix | None = None  # rows x words: TF-IDF, once a matcher has weighed them
    letters: csr_matrix | None = None  # rows x stretches of letters: the same


def pair_side(
    texts: list[str],
    vectors: np.ndarray,
    themes: np.ndarray,
    subthemes: tuple[np.ndarray, np.ndarray],
    addressees: list[str],
    classes: list[str],
    lexicon: list[Concept],
) -> PairSide:
    """Return one side of pairs.

    `themes` are scores; `subthemes` those as of new recommendations and as they are known; `classes` are those of the
    addressees that `bodies.csv` names.
    """
    asked = [body_classes(*names_and_classes) for names_and_classes in zip(addressees, classes, strict=True)]
    kinds = np.array([[kind in own for kind in KINDS] for own in asked], bool).reshape(len(texts), len(KINDS))
    word_lists = np.empty(len(texts), object)
    word_lists[:] = [[sys.intern(word) for word in re.findall(r"\w+", text.lower())] for text in texts]
    named = concepts.concepts_in(texts, lexicon).astype(SHORT)
    as_new, as_known = (scores.astype(SHORT) for scores in subthemes)
    lengths = np.array([len(text.split()) for text in texts], int)
    return PairSide(np.array(texts, object), lengths, word_lists, vectors, themes, as_new, as_known, kinds, named)


def take(side: PairSide, rows: np.ndarray) -> PairSide:
    """Return some rows of one side of pairs."""
    return PairSide._make(None if column is None else column[rows] for column in side)


def joined(sides: Iterable[PairSide]) -> PairSide:
    """Return the rows of several sides as one; of each column the parts are let go of before the next is joined."""
    columns: list[Any] = [list(parts) for parts in zip(*sides, strict=True)]
    for number, parts in enumerate(columns):
        columns[number] = None
        columns[number] = parts[0] if len(parts) == 1 or parts[0] is None else _stacked(parts)
        del parts
    return PairSide._make(columns)


def _stacked(parts: list[Any]) -> Any:
    """Return the rows of several arrays, or sparse matrices, as one."""
    from scipy.sparse import issparse, vstack

    return vstack(parts).tocsr() if issparse(parts[0]) else np.concatenate(parts)


def body_classes(names: str, classes: str = "") -> set[str]:
    """Return every kind of body among those asked, from their names and from the classes that are known.

    >>> sorted(body_classes("Derby agencies")), body_classes("Brackwell Council")
    (['council or safeguarding partnership', 'health', 'police'], {'council or safeguarding partnership'})
    """
    lower = [name.lower() for name in split_list(names)]
    kinds = {kind for kind, pattern in BODY_PATTERNS.items() for name in lower if re.search(pattern, name)}
    kinds |= set(split_list(classes)) - {"other"}
    return kinds or ({"other"} if lower else set())


def agreed_relation(pairs: pd.DataFrame) -> pd.Series:
    """Return the relation that both coders gave each pair; where they differ the third reader's, or empty."""
    third = pairs["code_c"] if "code_c" in pairs else pd.Series("", pairs.index, dtype=object)
    return pairs["code_a"].where(pairs["code_a"] == pairs["code_b"], third)


def similarity_signals(earlier: PairSide, later: PairSide) -> pd.DataFrame:
    """Return pairs x signals, from 0 to 1; both sides have their `words` and `letters`.

    Columns: `cosine` of the vectors; `words`, `letters`: cosine of TF-IDF; `fuzzy`: rapidfuzz's token set ratio;
    `themes`: cosine of theme scores, `theme_shared` the best theme of both, `theme_apart` the largest difference;
    `kind_shared`: whether a kind of body is common or one side names none, `kinds` their share in common;
    `subtheme_shared`: the best subtheme of both, `subthemes`: cosine of their scores; and products of two of these,
    since each counts for more where the other holds.
    """
    from rapidfuzz import fuzz, process

    cosine = (earlier.vectors * later.vectors).sum(axis=1)
    both_kinds, either_kind = (earlier.kinds & later.kinds).sum(axis=1), (earlier.kinds | later.kinds).sum(axis=1)
    kind_shared = (both_kinds > 0) | ~earlier.kinds.any(axis=1) | ~later.kinds.any(axis=1)
    subtheme_shared = shared_subthemes(earlier, later).max(axis=1, initial=0)
    columns = [
        cosine,
        _sparse_cosine(earlier.words, later.words),
        _sparse_cosine(earlier.letters, later.letters),
        process.cpdist(earlier.texts, later.texts, scorer=fuzz.token_set_ratio, dtype=np.float64, workers=-1) / 100,
        _row_cosine(earlier.themes, later.themes),
        np.minimum(earlier.themes, later.themes).max(axis=1, initial=0),
        np.abs(earlier.themes - later.themes).max(axis=1, initial=0),
        kind_shared,
        both_kinds / np.maximum(either_kind, 1),
        subtheme_shared,
        _row_cosine(earlier.subthemes, later.subthemes),
        subtheme_shared * cosine,
        subtheme_shared * kind_shared,
        cosine * kind_shared,
    ]
    return pd.DataFrame(dict(zip(SIGNALS, columns, strict=True)), dtype=float)


def shared_subthemes(earlier: PairSide, later: PairSide) -> np.ndarray:
    """Return pairs x subthemes: how far both make that ask, from 0 to 1; the earlier as known, the later as new."""
    return earlier.known_subthemes * later.subthemes


def _row_cosine(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Return the cosine of each row of one matrix with that of another; 0 where either is nothing but zeros."""
    norms = np.linalg.norm(first, axis=1) * np.linalg.norm(second, axis=1)
    return (first * second).sum(axis=1) / np.maximum(norms, MIN_DIVISOR)


def _sparse_cosine(first: csr_matrix, second: csr_matrix) -> np.ndarray:
    """Return the cosine of each row of one matrix with that of another, whose rows have length one."""
    return np.asarray(first.multiply(second).sum(axis=1)).ravel()


def common_concepts(earlier: PairSide, later: PairSide, slots: list[str], weight: np.ndarray) -> pd.DataFrame:
    """Return the weighted share of concepts in common, by slot; each concept has a slot and a weight (rare ones more).

    Columns: each of `SLOTS`, and `concepts` over all of them.
    """
    both, either = earlier.concepts * later.concepts * weight, np.maximum(earlier.concepts, later.concepts) * weight
    members = {slot: np.array([own == slot for own in slots], bool) for slot in SLOTS}
    members["concepts"] = np.ones(len(slots), bool)
    shares = {
        name: both[:, own].sum(axis=1) / (either[:, own].sum(axis=1) + MIN_DIVISOR) for name, own in members.items()
    }
    return pd.DataFrame(shares)
