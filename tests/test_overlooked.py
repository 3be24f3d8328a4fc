"""Repeats that were overlooked: an estimate from a sample by strata, by hand and over many samples."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from reviewkit.measures.overlooked import overlooked

SIZES = {"likely": 100, "unlikely": 1000}
IDS = {"a/r1", "b/r1"}


def sample(repeating: dict[str, int], drawn: int = 10, **cells: object) -> pd.DataFrame:
    """Return a sample of so many pairs a stratum, of which so many repeat by both coders."""
    rows = [
        {"stratum": stratum, "stratum_pairs": SIZES[stratum], "earlier_ref": "a/r1", "later_ref": "b/r1",
         "code_a": "restates" if at < count else "unrelated", "code_b": "restates" if at < count else "unrelated"}
        for stratum, count in repeating.items() for at in range(drawn)
    ]  # fmt: skip
    return pd.DataFrame(rows).assign(**cells)


def test_the_estimate_and_its_interval_by_hand() -> None:
    """Of 100 pairs a tenth is drawn and two repeat: 20, with the variance 100 x 100 x 0.9 x (8 / 45) / 10 = 160.

    The two are known by now.
    """
    found = overlooked(sample({"likely": 2, "unlikely": 0}), IDS, known=5)
    assert found is not None
    assert (found.missing, found.drawn, found.repeating) == (18, 20, 2)
    factor = np.exp(1.959964 * np.sqrt(160) / 20)
    assert (found.low, found.high) == pytest.approx((20 / factor - 2, 20 * factor - 2), rel=1e-6)
    assert found.share_known == pytest.approx((5 / 23, 5 / (3 + 20 * factor), 5 / (3 + 20 / factor)), rel=1e-6)


@pytest.mark.parametrize(
    "rows",
    [
        sample({"likely": 0, "unlikely": 0}),
        sample({"likely": 2}, code_b="related"),  # the coders differ
        sample({"likely": 2}, later_ref="c/r1"),  # of no counted review
    ],
)
def test_where_no_pair_of_the_sample_repeats_nothing_is_told(rows: pd.DataFrame) -> None:
    assert overlooked(rows, IDS, known=5) is None


def test_over_many_samples_the_estimate_is_what_there_is() -> None:
    """Thirty of the likely and twenty of the unlikely repeat: fifty. Samples of 40 and 200 are drawn from them."""
    rng = np.random.default_rng(0)
    truths, sizes = {"likely": 30, "unlikely": 20}, {"likely": 40, "unlikely": 200}
    estimates = []
    for _ in range(200):
        hits = {stratum: int(rng.hypergeometric(truths[stratum], SIZES[stratum] - truths[stratum], sizes[stratum]))
                for stratum in SIZES}  # fmt: skip
        rows = pd.concat([sample({stratum: hits[stratum]}, drawn=sizes[stratum]) for stratum in SIZES])
        found = overlooked(rows, IDS, known=0)
        estimates.append(found.missing + found.repeating if found else 0.0)
    assert np.mean(estimates) == pytest.approx(50, abs=2)
