"""The share of whole lists that raise a theme, and its trend: by hand and by other libraries."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from helpers import six
from scipy import stats

from reviewkit.base.dates import DAYS_PER_YEAR
from reviewkit.measures import history, intervals, prevalence, simulation


@pytest.fixture(scope="module", name="simulated")
def _simulated() -> history.History:
    return history.history(**simulation.simulated_tables(simulation.Process(reviews=15, size=5.0), seed=4))


def test_shares_are_counted_on_fingers() -> None:
    """Of the six: lamps in four; without one of those 3 of 5, without another review 4 of 5."""
    found = prevalence.raised_by(six.held(), shuffles=9)["lamps"]
    assert (found["n"], found["of"], found["value"]) == (4, 6, pytest.approx(4 / 6))
    assert (found["least"], found["most"]) == (3 / 5, 4 / 5)
    low, high = intervals.wilson(4, 6)
    assert found["low"] <= low and found["high"] >= high  # wider, since reviews that restate each other are alike


def test_where_no_review_restates_another_the_interval_is_wilsons() -> None:
    found = prevalence.raised_by(six.held(echoes=six.five_tables()["echoes"][:0]), shuffles=9)["lamps"]
    expected = stats.binomtest(4, 6).proportion_ci(method="wilson")
    assert (found["low"], found["high"]) == pytest.approx((expected.low, expected.high))


def test_the_chance_among_m_asks_is_hypergeometric(simulated: history.History) -> None:
    m, chance, long_enough = prevalence.rarefied_prevalence(simulated)
    review = simulated.asks["review"].to_numpy()
    sizes = np.bincount(review, minlength=15)
    assert m == np.sort(sizes)[1]  # a tenth of fifteen may be shorter
    raising = np.array([np.bincount(review[column], minlength=15) for column in simulated.raised.T])
    expected = 1 - stats.hypergeom.pmf(0, sizes, raising, m)
    assert np.allclose(chance, expected.T[long_enough])


def test_a_trend_is_a_slope_with_the_error_of_statsmodels(simulated: history.History) -> None:
    """HC3; the interval is that error times one quantile for all themes, widened by what reviews share."""
    _, chance, long_enough = prevalence.rarefied_prevalence(simulated)
    years = simulated.reviews["day"].to_numpy()[long_enough] / DAYS_PER_YEAR
    slopes, errors = prevalence._slopes(chance, years)
    for column in range(chance.shape[1]):
        fitted = sm.OLS(chance[:, column], sm.add_constant(years)).fit(cov_type="HC3")
        assert (slopes[column], errors[column]) == pytest.approx((fitted.params[1], fitted.bse[1]), rel=1e-6)
    found = prevalence.raised_by(simulated, shuffles=99)
    for row in found.values():
        alone, together = row["trend_alone"], (row["trend_low"], row["trend_high"])
        assert together[0] <= alone[0] <= row["trend"] <= alone[1] <= together[1]


def test_few_alarms_without_a_trend_and_a_strong_trend_is_seen() -> None:
    def seen(drift: float, seed: int) -> bool:
        process = simulation.Process(reviews=40, size=8.0, drift=drift)
        rows = prevalence.raised_by(history.history(**simulation.simulated_tables(process, seed)), shuffles=99)
        return any(not row["trend_low"] <= 0 <= row["trend_high"] for row in rows.values())

    assert np.mean([seen(0.0, seed) for seed in range(25)]) <= 0.2
    assert np.mean([seen(6.0, seed) for seed in range(6)]) >= 0.8


def test_nothing_is_told_of_one_review_or_of_none_that_asks() -> None:
    tables = six.five_tables()
    assert prevalence.raised_by(six.held(reviews=tables["reviews"][:1])) == {}
    assert prevalence.raised_by(six.held(recommendations=tables["recommendations"][:0])) == {}
