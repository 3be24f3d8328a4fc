"""Intervals and p-values, each by another route."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import stats

from reviewkit.measures import intervals


@pytest.mark.parametrize(("n", "of"), [(0, 3), (1, 1), (3, 20), (7, 8), (20, 20)])
def test_wilson_is_that_of_scipy(n: int, of: int) -> None:
    expected = stats.binomtest(n, of).proportion_ci(confidence_level=0.95, method="wilson")
    assert intervals.wilson(n, of) == pytest.approx((expected.low, expected.high), abs=1e-12)


def test_where_none_was_found_the_upper_end_is_the_exact_one_of_a_poisson_count() -> None:
    assert intervals.none_found_upper() == pytest.approx(stats.chi2.ppf(0.975, 2) / 2)


def test_a_clustered_share_has_the_variance_of_a_clustered_regression() -> None:
    """Of asks that say yes or no, on nothing but a constant, clustered by review."""
    hits, sizes = np.array([3, 0, 2, 5, 1, 0]), np.array([6, 4, 2, 9, 7, 3])
    asks = np.concatenate([np.repeat([1.0, 0.0], [yes, of - yes]) for yes, of in zip(hits, sizes, strict=True)])
    fitted = sm.OLS(asks, np.ones_like(asks)).fit(
        cov_type="cluster", cov_kwds={"groups": np.repeat(np.arange(len(sizes)), sizes)}
    )
    found = intervals.clustered_share(hits, sizes)
    ends = intervals.share_interval(fitted.params[0], fitted.bse[0] ** 2, len(asks), len(sizes))
    assert found["value"] == pytest.approx(fitted.params[0])
    assert (found["low"], found["high"]) == pytest.approx(ends)


def test_of_one_review_no_interval_is_told() -> None:
    assert intervals.clustered_share(np.array([2, 0]), np.array([5, 0]))["low"] is None


def test_a_share_of_none_or_all_has_an_interval_too() -> None:
    none, every = (intervals.clustered_share(np.array(hits), np.array([2, 3])) for hits in ([0, 0], [2, 3]))
    assert none["low"] == 0 < none["high"] and every["low"] < 1 == every["high"]


def test_the_observed_order_is_one_of_the_orders() -> None:
    """Of four values and the observed one, three are as large: the observed one, 2 and 2."""
    assert intervals.permutation_p(2.0, np.array([0.0, 2.0, 1.0, 2.0])) == 3 / 5
