"""Overlooked: how many repeats two coders would find besides those that are known, estimated from a random sample.

Input: pairs drawn at random within strata of the matcher's score from all pairs that nobody had coded, and coded twice
(`corpus/pairs_strata.csv`). Output: the estimate, and what share of all the known links are. Those of the sample that
repeat are links themselves, and no longer overlooked.

Source: Cochran 1977, chapter 5 (stratified sampling); Horvitz and Thompson 1952.
Limitations: two coders alike find what two such coders find. The strata are those of the day on which they were drawn.
A stratum in which none of the sample repeats adds nothing to the estimate or to its error, though in the largest, of
which less than one in a thousand was drawn, some may.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

import numpy as np
import pandas as pd

from reviewkit.measures.intervals import Z

RESTATES = "restates"


class Overlooked(NamedTuple):
    """How many links are missing, and what share of all is known, each with its 95 % interval."""

    known: int
    missing: float
    low: float
    high: float
    drawn: int  # pairs of the sample
    repeating: int  # of these, coded as repeats by both coders

    @property
    def share_known(self) -> tuple[float, float, float]:
        """Return the share of all links that is known, with its interval."""
        known = float(self.known)
        return known / (known + self.missing), known / (known + self.high), known / (known + self.low)


def overlooked(strata: pd.DataFrame, rec_ids: Collection[str], known: int) -> Overlooked | None:
    """Return how many links are missing between some recommendations, of which coders or people know so many.

    `strata` is the table `pairs_strata`. The interval is on the scale of the logarithm. None where nothing was drawn,
    or none of the sample repeats.
    """
    among = strata["earlier_ref"].isin(rec_ids) & strata["later_ref"].isin(rec_ids)
    repeats = (strata["code_a"] == RESTATES) & (strata["code_b"] == RESTATES) & among
    estimate = variance = 0.0
    for _, rows in strata.assign(repeats=repeats).groupby("stratum"):
        size, drawn = float(rows["stratum_pairs"].iloc[0]), len(rows)
        estimate += size * rows["repeats"].mean()
        spread = rows["repeats"].astype(float).var(ddof=1) if drawn > 1 else 0.0
        variance += size**2 * (1 - drawn / size) * spread / drawn
    if not estimate:
        return None
    factor, found = np.exp(Z * np.sqrt(variance) / estimate), int(repeats.sum())
    missing, low, high = (max(float(total) - found, 0.0) for total in (estimate, estimate / factor, estimate * factor))
    return Overlooked(known, missing, low, high, len(strata), found)
