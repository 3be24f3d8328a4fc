"""Errors of the model carried into counts: by hand, and by the quantiles of the posterior."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from reviewkit.measures import accuracy

ERRORS = accuracy.Errors(right=6, wrong=6, missed=39, absent=600)


def test_the_table_of_a_trial_is_read_by_theme_and_for_links() -> None:
    rows = pd.DataFrame([("restates", 6, 6, 39, 600), ("lamps", 9, 1, 0, 90)], columns=["what", *ERRORS._fields])
    assert accuracy.load_errors(rows.astype(str)) == {accuracy.LINKS: ERRORS, "lamps": accuracy.Errors(9, 1, 0, 90)}


def test_links_of_the_model_are_corrected_by_hand() -> None:
    """Of 4 and 2 by the model, half are wrong (6.5 of 13): 3, of which 1.5 go to each half of the pairs; what is left
    is 6.5 of 46 of what there is. The coders' 6 and 1 stand."""
    found, by_model, pairs = np.array([10.0, 3.0]), np.array([4.0, 2.0]), np.array([500.0, 500.0])
    corrected, draws = accuracy.corrected_links(found, by_model, pairs, ERRORS)
    assert corrected == pytest.approx([6 + 2.5 / (6.5 / 46), 1 + 0.5 / (6.5 / 46)])
    assert draws.shape == (accuracy.DRAWS, 2)


def test_draws_are_as_wide_as_the_posterior_of_what_the_trial_says() -> None:
    """With a precision that is certain, a link stands for one over the recall: the posterior's quantiles by scipy."""
    errors = accuracy.Errors(right=20, wrong=0, missed=20, absent=0)
    _, draws = accuracy.corrected_links(np.array([100.0]), np.array([100.0]), np.array([1e9]), errors)
    ends = 100 / stats.beta(20.5, 20.5).ppf([0.975, 0.5, 0.025])
    assert np.quantile(draws, [0.025, 0.5, 0.975]) == pytest.approx(ends, rel=0.1)


@pytest.mark.parametrize(("by_model", "errors"), [([0.0], ERRORS), ([4.0], None)])
def test_what_the_coders_gave_or_nobody_tried_stands(by_model: list[float], errors: accuracy.Errors | None) -> None:
    corrected, draws = accuracy.corrected_links(np.array([10.0]), np.array(by_model), np.array([500.0]), errors)
    assert corrected.tolist() == [10.0] and draws.tolist() == [[10.0]]


def test_codes_are_redrawn_as_often_as_the_model_errs() -> None:
    """People's stand; the model's are right in 12.5 of 19; of those that nobody else saw 4.5 of 95 were overlooked."""
    errors = accuracy.Errors(right=12, wrong=6, missed=4, absent=90)
    kinds = np.repeat(["people", "model", "seen", "unseen"], 500)
    rng = np.random.default_rng(2)
    draws = [
        accuracy.redrawn_codes(kinds == "people", kinds == "model", kinds != "unseen", errors, rng) for _ in range(200)
    ]
    means = pd.Series(np.mean(draws, axis=0)).groupby(kinds).mean()
    assert means["people"] == 1 and means["seen"] == 0
    assert means["model"] == pytest.approx(12.5 / 19, abs=0.03)
    assert means["unseen"] == pytest.approx(4.5 / 95, abs=0.01)
