"""Say in words why a later recommendation may restate an earlier one.

Input: `echoes`, and the two sides of its pairs.
Output: `echoes` with `why`: the ask that both make, the kind of body that both ask, and what both name.

The words come from what the matcher compares: the frame of subthemes, the kinds of body, and the lexicon of concepts.

Limitations: `why` gives what speaks for a link, of coders' links too, and not what speaks against it.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from reviewkit.coding.echoes.concepts import Concept
from reviewkit.coding.echoes.pair_features import KINDS, PairSide, shared_subthemes

MIN_SHARED = 0.2  # of a subtheme's score, from which it is named
MOST_CONCEPTS = 4  # named of one pair


def with_reasons(
    echoes: pd.DataFrame, rows: pd.DataFrame, side: PairSide, asks: list[str], lexicon: list[Concept]
) -> pd.DataFrame:
    """Return `echoes` with its column `why`; `side` holds the rows (`rec_id`), `asks` the words of each subtheme."""
    row_of = {rec_id: row for row, rec_id in enumerate(rows["rec_id"])}
    pairs = zip(echoes["earlier_rec_id"], echoes["rec_id"], strict=True)
    return echoes.assign(why=[_why(side, row_of[earlier], row_of[later], asks, lexicon) for earlier, later in pairs])


def _why(side: PairSide, earlier: int, later: int, asks: list[str], lexicon: list[Concept]) -> str:
    """Return the reasons for one pair of rows."""
    shared = shared_subthemes(_row(side, earlier), _row(side, later))[0]
    reasons = []
    if len(shared) and shared.max() >= MIN_SHARED:
        reasons.append(f"both ask to {asks[int(shared.argmax())][:1].lower()}{asks[int(shared.argmax())][1:]}")
    both = side.kinds[earlier] & side.kinds[later]
    kinds = sorted(kind for kind, asked in zip(KINDS, both, strict=True) if asked and kind != "other")
    if kinds:
        reasons.append(f"both ask {' and '.join(kinds)}")
    named: list[str] = []
    for at in np.flatnonzero(side.concepts[earlier] * side.concepts[later]):
        name = lexicon[at].name.removesuffix(" (act)")
        if not any(name in other or other in name for other in named):  # "train", "training"
            named.append(name)
    if named:
        reasons.append(f"both name {', '.join(named[:MOST_CONCEPTS])}")
    cosine = float(side.vectors[earlier] @ side.vectors[later])
    return "; ".join([*reasons, f"nearness in meaning {cosine:.2f}"])


def _row(side: PairSide, row: int) -> PairSide:
    """Return one row of a side."""
    return side._replace(subthemes=side.subthemes[[row]], known_subthemes=side.known_subthemes[[row]])
