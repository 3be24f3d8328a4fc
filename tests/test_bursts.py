"""Reviews after public moments, and burstiness: on fingers, by brute force, and few alarms where there is nothing."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from helpers import six

from reviewkit.measures import bursts, history, simulation


def test_reviews_in_a_window_are_counted_on_fingers() -> None:
    """Of six dated reviews: buoys, 214 days after the lamp failed; ferries and nets, 242 and 426 after the boat sank.
    Pilots come 580 days after; the tides and the storm, of which only the year is known, are left out."""
    found = bursts.after_moment(six.held())
    assert (found["n"], found["of"], found["moments"], found["left_out"]) == (3, 6, 2, 2)
    assert found["window_days"] == [180, 540]
    assert bursts.after_moment(six.held(), (0, 230))["n"] == 1
    assert bursts.after_moment(six.held(), (540, 600))["n"] == 1


def test_chance_is_all_shifts_of_the_moments_one_by_one() -> None:
    """By brute force: the moments are moved on by each number of days, and from the last day back to the first."""
    held = six.held()
    days, moments = np.floor(held.dated).astype(int), np.floor(held.moments).astype(int)
    start = min(*days, *moments)
    span = max(*days, *moments) - start + 1
    counts = []
    for shift in range(span):
        moved = [(moment - start + shift) % span + start for moment in moments]
        counts.append(sum(any(180 <= day - moment <= 540 for moment in moved) for day in days))
    found = bursts.after_moment(held)
    assert found["expected"] == pytest.approx(np.mean(counts))
    assert found["p"] == pytest.approx(np.mean([count >= 3 for count in counts]))


def test_the_rows_of_the_figure_are_what_is_counted() -> None:
    corpus = six.six()
    rows = bursts.followed_events(corpus.reviews, corpus.events)
    assert rows["band"].value_counts().to_dict() == {"review": 6, "public moment": 2}
    assert rows.loc[rows["within"] == "yes", "review_id"].tolist() == ["buoys-2012", "ferries-2017", "nets-2018"]


def test_with_too_few_dates_nothing_is_told() -> None:
    no_moments = bursts.after_moment(six.held(events=six.five_tables()["events"][:0]))
    assert (no_moments["n"], no_moments["p"], no_moments["of"]) == (None, None, 6)
    assert bursts.after_moment(six.held(reviews=six.five_tables()["reviews"][:2]))["p"] is None
    assert bursts.without_each_moment(six.held()) == {"after_p": None, "attention": None, "p_attention": None}


def test_burstiness_by_hand() -> None:
    """Gaps 1, 1, 4: mean 2, variation 1 / sqrt 2; with n = 3 (2v - sqrt 2) / ((2 - 2)v + sqrt 2) = 0."""
    assert bursts.bursty(np.array([0.0, 1, 2, 6])) == pytest.approx(0, abs=1e-12)
    assert bursts.bursty(np.array([0.0, 1, 2])) is None


def test_what_hangs_on_one_moment_is_shown() -> None:
    """Five moments, of which four lie together: without the far one the others are even."""
    days = ["2010-01-01", "2010-02-01", "2010-03-04", "2010-04-04", "2019-01-01"]
    held = six.held(events=pd.DataFrame({"date": days, "exogenous": "yes"}))
    found = bursts.without_each_moment(held, draws=49)
    assert found["attention"][0] < -0.9 < 0.3 < bursts.bursty(held.moments) <= found["attention"][1]
    assert bursts.moments_burstiness(held, draws=199)["p_attention"] < 0.05 < 0.5 < found["p_attention"][1]


def test_few_alarms_without_a_cycle_and_a_strong_one_is_seen() -> None:
    def alarms(process: simulation.Process, count: int) -> float:
        past = [history.history(**simulation.simulated_tables(process, seed)) for seed in range(count)]
        return float(np.mean([bursts.after_moment(each)["p"] <= 0.05 for each in past]))

    assert alarms(simulation.Process(size=2.0), 40) <= 0.15
    assert alarms(simulation.Process(size=2.0, bursts=0.5, pull=0.9, moments=8), 15) >= 0.8


def test_asks_that_come_in_bursts_are_told_from_bursts_of_reviews() -> None:
    """Lamps in the first five of twenty reviews alone, boats in every other: against the themes shuffled."""
    names = [f"review-{at:02}" for at in range(20)]
    on_lamps, on_boats = [*names[:4], names[-1]], names[::4]
    tables = {
        "reviews": pd.DataFrame({"review_id": names, "complete": "yes",
                                 "published": [f"{2005 + at}-01-01" for at in range(20)]}),
        "recommendations": pd.DataFrame({"rec_id": [f"{name}/r1" for name in names], "review_id": names,
                                         "kind": "recommendation"}),
        "codes": pd.DataFrame({"rec_id": [f"{name}/r1" for name in on_lamps + on_boats],
                               "theme": ["lamps"] * 5 + ["boats"] * 5}),
        "echoes": pd.DataFrame({"rec_id": [], "earlier_rec_id": [], "relation": []}, dtype=str),
        "events": pd.DataFrame({"date": [], "exogenous": []}, dtype=str),
    }  # fmt: skip
    held = history.history(**tables)
    found = bursts.burstiness(held, draws=99)
    assert found["asks"] == pytest.approx(
        np.mean([bursts.bursty(np.array([0, 1, 2, 3, 19])), bursts.bursty(np.array([0, 4, 8, 12, 16]))])
    )
    assert found["attention"] is None and found["reviews"] < -0.9  # a review a year
