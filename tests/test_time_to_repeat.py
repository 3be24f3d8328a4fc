"""Time until an ask comes back: counted on fingers, and the curve by another library."""

from __future__ import annotations

import lifelines
import numpy as np
import pytest
from helpers import six

from reviewkit.measures import history, simulation, time_to_repeat


def test_who_came_back_and_when_is_counted_on_fingers() -> None:
    """To the first time that it is asked again: the jetty's r1 after two years, though it comes back thrice."""
    held = six.held()
    years = time_to_repeat.durations(held)
    again = {held.asks["number"][at]: round(float(years.time[at]), 1) for at in np.flatnonzero(years.again)}
    assert again == {"jetty-2010/r1": 2.0, "jetty-2010/r2": 3.0, "buoys-2012/r1": 1.0, "buoys-2012/r2": 5.5}


def test_the_share_within_five_years_is_counted_on_fingers() -> None:
    """Watched until 2021-01-01. The tides' two go after half a year, the ferries' four after three and a half.

    One of 11 at risk comes back after 1 year, of 10 after 2, of 9 after 3: 10/11 x 9/10 x 8/9 = 8/11 are waiting.
    """
    found = time_to_repeat.until_asked_again(six.held())
    assert (found["again"], found["of"]) == (4, 13)
    assert found["within"]["5"]["value"] == pytest.approx(3 / 11)
    assert found["within"]["10"] == {"value": None, "low": None, "high": None}  # nothing was watched for so long


@pytest.fixture(scope="module", name="simulated")
def _simulated() -> history.History:
    return history.history(**simulation.simulated_tables(simulation.Process(repeat=0.6), seed=3), complete=False)


def test_the_shares_are_those_of_lifelines(simulated: history.History) -> None:
    years = time_to_repeat.durations(simulated)
    fitted = lifelines.KaplanMeierFitter().fit(years.time, years.again)
    found = time_to_repeat.until_asked_again(simulated)["within"]
    for span in (5, 10):
        assert found[str(span)]["value"] == pytest.approx(1 - float(fitted.survival_function_at_times(span).iloc[0]))


def test_the_interval_is_that_of_leaving_each_review_out(simulated: history.History) -> None:
    """As one that asks and as one that asks again, each time fitted anew by the other library."""
    scaled = []
    review = simulated.asks["review"].to_numpy()
    for left_out in range(len(simulated.reviews)):
        links = simulated.links[(review[simulated.links] != left_out).all(axis=1)]
        years = time_to_repeat.durations(simulated._replace(links=links))
        rest = review != left_out
        fitted = lifelines.KaplanMeierFitter().fit(years.time[rest], years.again[rest])
        scaled.append(np.log(-np.log(float(fitted.survival_function_at_times(5).iloc[0]))))
    n = len(scaled)
    half_width = 1.959964 * np.sqrt((n - 1) / n * ((np.array(scaled) - np.mean(scaled)) ** 2).sum())
    found = time_to_repeat.until_asked_again(simulated)["within"]["5"]
    centre = np.log(-np.log(1 - found["value"]))
    expected = 1 - np.exp(-np.exp([centre - half_width, centre + half_width]))
    assert [found["low"], found["high"]] == pytest.approx(expected)


def test_of_two_reviews_no_share_is_told() -> None:
    found = time_to_repeat.until_asked_again(six.held(reviews=six.five_tables()["reviews"][:2]))
    assert found["of"] == 5 and found["within"]["5"]["value"] is None
