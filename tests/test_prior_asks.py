"""Asked before, some reviews back: a side measure, counted on fingers and by all orders."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from helpers import six

from reviewkit.measures import history, prior_asks, simulation


def test_asked_before_is_counted_on_fingers() -> None:
    """Pilots, ferries, nets and tides have two reviews before them, and 2 + 4 + 0 + 2 asks. Pilots r1 and r2 restate
    one of the two before, and ferries r1 the buoys'; tides r1 restates the jetty's, five places back."""
    found = prior_asks.asked_before(six.held(), look_back=2, shuffles=9)
    assert (found["n"], found["of"], found["reviews"]) == (3, 8, 4)
    assert found["value"] == pytest.approx(3 / 8)
    assert found["low"] < found["value"] < found["high"]


def test_leaving_a_review_out_moves_the_others_up() -> None:
    """Without the jetty ferries r1 is left of 4 + 0 + 2, without the pilots too; without the buoys none is; without the
    ferries pilots r1 and r2 of 2 + 0 + 2; without the nets 3 of 8; without the tides 3 of 6."""
    found = prior_asks.asked_before(six.held(), look_back=2, shuffles=9)
    assert (found["least"], found["most"]) == (0, pytest.approx(3 / 6))


def test_a_longer_look_back_sees_the_older_ask() -> None:
    """Five back only the tides have five before them: its r1 restates the first."""
    found = prior_asks.asked_before(six.held(), look_back=5, shuffles=0)
    assert (found["n"], found["of"]) == (1, 2)


def test_the_p_of_shuffled_orders_is_that_of_all_orders() -> None:
    held = six.held()
    n, review = len(held.reviews), held.asks["review"].to_numpy()

    def share(order: tuple[int, ...]) -> float:
        place = dict(enumerate(order))
        repeats = {
            max(link, key=lambda ask: place[review[ask]])
            for link in held.links
            if abs(place[review[link[0]]] - place[review[link[1]]]) <= 2
        }
        counted = [ask for ask in range(len(review)) if place[review[ask]] >= 2]
        return sum(ask in repeats for ask in counted) / len(counted)

    shares = np.array([share(order) for order in permutations(range(n))])
    found = prior_asks.asked_before(held, look_back=2, shuffles=1500)
    assert found["value"] == pytest.approx(share(tuple(range(n))))
    assert found["p_shuffled"] == pytest.approx((shares >= found["value"] - 1e-12).mean(), abs=0.04)
    assert found["shuffled"] == pytest.approx(shares.mean(), abs=0.02)


def test_what_was_put_in_is_recovered_and_covered() -> None:
    process = simulation.Process(reviews=40, repeat=0.4, vary=0.3)
    found = [
        prior_asks.asked_before(history.history(**simulation.simulated_tables(process, seed)), shuffles=0)
        for seed in range(40)
    ]
    assert np.mean([each["value"] for each in found]) == pytest.approx(0.4, abs=0.02)
    assert np.mean([each["low"] <= 0.4 <= each["high"] for each in found]) >= 0.85  # three standard errors under 0.95


def test_of_two_reviews_nothing_is_told() -> None:
    assert prior_asks.asked_before(six.held(reviews=six.five_tables()["reviews"][:2]))["value"] is None
