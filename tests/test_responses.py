"""Promised or answered, then asked again: counted on fingers, and the incidence by another library."""

from __future__ import annotations

import lifelines
import numpy as np
import pandas as pd
import pytest
from helpers import six

from reviewkit.measures import responses


def watched(**other: pd.DataFrame) -> pd.DataFrame:
    corpus = six.six().with_tables(**other)
    return responses.watched_asks(corpus.recommendations, corpus.reviews, corpus.echoes, corpus.statuses)


def test_what_ended_each_watch_is_counted_on_fingers() -> None:
    """The last review with a recommendation is of 2020. Of what comes back twice the first time counts."""
    rows = watched().set_index("rec_id")[["state", "since", "ended", "again_id", "years"]]
    assert {name: tuple(row) for name, row in rows.iterrows()} == {
        "plan-2011/lamps": ("promised", "2011-06-01", "asked again", "pilots-2013/r1", 1.59),
        "plan-2011/boats": ("promised", "2011-06-01", "asked again", "ferries-2017/r1-crews", 6.08),
        "plan-2011/ropes": ("promised", "2011-06-01", "watched until now", "", 9.09),
        "jetty-2010/r2": ("accepted", "2011-06-01", "asked again", "pilots-2013/r2", 1.59),
        "buoys-2012/r1": ("rejected", "2012-06-01", "asked again", "pilots-2013/r1", 0.59),
        "ferries-2017/r2": ("accepted", "2018-03-01", "done", "", 2.34),
        "ferries-2017/r3": ("accepted", "2018-03-01", "watched until now", "", 2.34),
    }


def test_states_are_counted_on_fingers_and_no_share_is_told_of_so_few() -> None:
    """Followed for five years, or back within them: of the accepted the jetty's r2; of the promises all three."""
    rows = responses.asked_again_by_state(watched()).set_index("state")
    counts = rows[["asks", "documents", "again", "done", "long", "long_again"]]
    assert {state: row.tolist() for state, row in counts.iterrows()} == {
        "accepted": [3, 2, 1, 1, 1, 1], "promised": [3, 1, 2, 0, 3, 1], "rejected": [1, 1, 1, 0, 1, 1],
    }  # fmt: skip
    assert rows[["value", "low", "high"]].isna().all(axis=None)


def test_an_ask_before_the_answer_or_of_a_paper_that_is_no_review_ends_no_watch() -> None:
    """An answer of 2013-06 comes after the pilots' review, whose r1 had asked again; one of 2012 comes before."""
    statuses = six.six().statuses.assign(date="2013-06-01")
    assert (watched(statuses=statuses)["ended"] == responses.AGAIN).sum() == 2  # the promises
    reviews = six.six().reviews
    outside = reviews.assign(in_denominator=reviews["in_denominator"].mask(reviews["review_id"] == "pilots-2013", "no"))
    again = watched(reviews=outside)
    assert again.loc[again["ended"] == responses.AGAIN, "rec_id"].tolist() == ["plan-2011/boats"]


def test_an_answer_without_a_date_has_no_clock() -> None:
    assert set(watched(statuses=six.six().statuses.assign(date=""))["state"]) == {"promised"}


def spread(count: int = 60, seed: int = 4) -> pd.DataFrame:
    """Return invented watches of six documents, no two of which end on one day."""
    rng = np.random.default_rng(seed)
    years = np.sort(rng.uniform(0.1, 9, count))
    ended = rng.choice([responses.AGAIN, responses.DONE, responses.WATCHED], count, p=[0.3, 0.3, 0.4])
    return pd.DataFrame({"rec_id": [f"doc-{at % 6}/r{at}" for at in range(count)], "state": "accepted", "years": years,
                         "review_id": [f"doc-{at % 6}" for at in range(count)], "ended": ended})  # fmt: skip


@pytest.mark.parametrize("span", [2.0, 5.0, 8.5])
def test_the_incidence_is_that_of_lifelines(span: float) -> None:
    rows = spread()
    fitted = lifelines.AalenJohansenFitter(calculate_variance=False).fit(
        rows["years"], rows["ended"].map(responses.CODES), event_of_interest=1
    )
    expected = fitted.cumulative_density_.loc[:span].iloc[-1, 0]
    assert responses.cumulative_incidence(rows, span) == pytest.approx(expected)


def test_the_incidence_by_hand_with_a_competing_end() -> None:
    """Of four: one back after 1 year (1/4), one done after 2, one back after 3 (3/4 x 2/3 x 1/2 = 1/4): 1/2."""
    ended = [responses.AGAIN, responses.DONE, responses.AGAIN, responses.WATCHED]
    rows = pd.DataFrame({"years": [1.0, 2.0, 3.0, 4.0], "ended": ended})
    assert responses.cumulative_incidence(rows, 5.0) == pytest.approx(1 / 2)
    assert responses.cumulative_incidence(rows, 2.5) == pytest.approx(1 / 4)
    assert responses.cumulative_incidence(rows, 0.5) == 0
    assert responses.cumulative_incidence(rows.assign(ended=responses.WATCHED), 5.0) == 0


def test_with_enough_of_them_a_share_is_told_with_an_interval_over_documents() -> None:
    """The variance is that of fitting it again without each document, on the scale of log(-log)."""
    rows = spread()
    (row,) = responses.asked_again_by_state(rows).to_dict("records")
    assert row["value"] == pytest.approx(responses.cumulative_incidence(rows, responses.SPAN))
    without = [responses.cumulative_incidence(rows[rows["review_id"] != f"doc-{at}"], 5.0) for at in range(6)]
    scaled = np.log(-np.log(1 - np.array(without)))
    half_width = 1.959964 * np.sqrt(5 / 6 * ((scaled - scaled.mean()) ** 2).sum())
    centre = np.log(-np.log(1 - row["value"]))
    assert [row["low"], row["high"]] == pytest.approx(1 - np.exp(-np.exp([centre - half_width, centre + half_width])))


def test_one_fewer_than_enough_is_told_case_by_case() -> None:
    few = spread()[: responses.MIN_ASKS - 1]
    assert responses.asked_again_by_state(few)["value"].isna().all()


def test_a_corpus_without_promises_and_answers_has_no_rows() -> None:
    corpus = six.six()
    recommendations = corpus.recommendations[corpus.recommendations["kind"] == "recommendation"]
    rows = watched(recommendations=recommendations, statuses=corpus.statuses[:0])
    assert rows.empty and list(rows.columns) == responses.COLUMNS
    assert responses.asked_again_by_state(rows).empty
