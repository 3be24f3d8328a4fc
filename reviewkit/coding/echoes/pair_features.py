"""Two sides of pairs -> how alike they are: in words, meaning, themes, bodies asked, and concepts named.

Comes in: the earlier and the later texts, with their vectors, themes and who is asked. Goes out: pairs x signals.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
import pandas as pd

from reviewkit.base.text import split_list
from reviewkit.coding.echoes import concepts
from reviewkit.coding.echoes.concepts import Concept

AGENCIES = r"agenc|partners\b|professionals|practitioners|services\b"  # of a place: council, police and health at once
KINDS = {
    "national government": r"government|minister|home office|department|ministry|treasury|secretary of state|\bdfe\b",
    "council or safeguarding partnership": r"council|local authorit|safeguarding|partnership|lscb|children'?s services|"
    r"borough|social (care|work)|licensing authorit|boards?\b|" + AGENCIES,
    "police": r"police|constab|policing|crime (agency|commissioner)|forces?\b|officers|" + AGENCIES,
    "inspectorate": r"ofsted|inspect|hmic|care quality|estyn",
    "regulator": r"regulator|ofcom|information commissioner|charity commission|office for police conduct|\biopc\b",
    "courts and prosecutors": r"court|prosecut|\bcps\b|judic|judge|magistrat|sentencing",
    "industry": r"compan|platform|internet|hotel|operators?\b|industry|technolog|online|firms|retail|drivers",
    "health": r"\bnhs|health|clinical|\bicbs?\b|hospital|\bgps?\b|" + AGENCIES,
}  # "Brackwell Safeguarding Board": the kind of a body that bodies.csv does not name
SIGNALS = ("cosine", "words", "letters", "fuzzy", "themes", "theme_shared", "theme_apart", "kind_shared", "kinds")
SLOTS = ("act", "object", "audience", "instrument")


class PairSide(NamedTuple):
    """One side of pairs, a row a pair."""

    texts: list[str]
    vectors: np.ndarray
    themes: np.ndarray  # scores from 0 to 1
    kinds: list[set[str]]  # of body asked
    named: np.ndarray  # concepts


def pair_side(
    texts: list[str],
    vectors: np.ndarray,
    themes: np.ndarray,
    asked: list[str],
    classes: list[str],
    lexicon: list[Concept],
) -> PairSide:
    """Texts, their vectors and theme scores, who is asked and of what class, in; a side of pairs out."""
    found = [body_kinds(names, known) for names, known in zip(asked, classes, strict=True)]
    return PairSide(texts, vectors, themes, found, concepts.concepts_in(texts, lexicon))


def body_kinds(names: str, classes: str = "") -> set[str]:
    """Who is asked, and the classes known of them, in; every kind of body among them out.

    >>> sorted(kinds("Derby agencies")), kinds("Brackwell Council")
    (['council or safeguarding partnership', 'health', 'police'], {'council or safeguarding partnership'})
    """
    said = [name.lower() for name in split_list(names)]
    found = {kind for kind, pattern in KINDS.items() for name in said if re.search(pattern, name)}
    found |= set(split_list(classes)) - {"other"}
    return found or ({"other"} if said else set())


def agreed_relation(pairs: pd.DataFrame) -> pd.Series:
    """Coded pairs in; the relation that both coders gave out, empty where they differ."""
    return pairs["code_a"].where(pairs["code_a"] == pairs["code_b"], "")


def compare(earlier: PairSide, later: PairSide, words: object, letters: object) -> pd.DataFrame:
    """Two sides and the fitted weights of words and letters in; pairs x signals, from 0 to 1 and no table, out.

    `cosine` of the vectors; `words`, `letters`: of TF-IDF; `fuzzy`: rapidfuzz's token set ratio; `themes`: cosine of
    theme scores, `theme_shared` the best theme of both, `theme_apart` the largest difference; `kind_shared`: whether a
    kind of body is common or one side names none, `kinds` their share in common.
    """
    from rapidfuzz import fuzz

    def near(weights: object) -> np.ndarray:
        one, other = weights.transform(earlier.texts), weights.transform(later.texts)
        return np.asarray(one.multiply(other).sum(axis=1)).ravel()

    bodies = list(zip(earlier.kinds, later.kinds, strict=True))
    lengths = np.linalg.norm(earlier.themes, axis=1) * np.linalg.norm(later.themes, axis=1)
    columns = [
        (earlier.vectors * later.vectors).sum(axis=1),
        near(words),
        near(letters),
        [fuzz.token_set_ratio(*texts) / 100 for texts in zip(earlier.texts, later.texts, strict=True)],
        (earlier.themes * later.themes).sum(axis=1) / np.maximum(lengths, 1e-9),
        np.minimum(earlier.themes, later.themes).max(axis=1, initial=0),
        np.abs(earlier.themes - later.themes).max(axis=1, initial=0),
        [float(bool(one & other) or not one or not other) for one, other in bodies],
        [len(one & other) / max(len(one | other), 1) for one, other in bodies],
    ]
    return pd.DataFrame(dict(zip(SIGNALS, columns, strict=True)), dtype=float)


def common_concepts(earlier: PairSide, later: PairSide, slots: list[str], weight: np.ndarray) -> pd.DataFrame:
    """Two sides, the slot of each concept and its weight (rare ones more), in; by slot the weighted share in common.

    Columns: each of `SLOTS`, and `concepts` over all of them.
    """
    both, either = earlier.named * later.named * weight, np.maximum(earlier.named, later.named) * weight
    parts = {slot: np.array([each == slot for each in slots], bool) for slot in SLOTS}
    parts["concepts"] = np.ones(len(slots), bool)
    shares = {name: both[:, at].sum(axis=1) / (either[:, at].sum(axis=1) + 1e-9) for name, at in parts.items()}
    return pd.DataFrame(shares)
