"""Lags that documents state: which, from when to when, and how exactly."""

from __future__ import annotations

from helpers import six

from reviewkit.measures import lags


def test_the_lags_are_those_that_are_written_down() -> None:
    """The sinking led to the ferries' review; two say when they were commissioned; the plan answers the jetty's."""
    corpus = six.six()
    rows = lags.documented_lags(corpus.reviews, corpus.events)
    assert rows.to_numpy().tolist() == [
        [lags.LED_TO, "A boat sinks", "2016-11-01", "Ferries", "2017-07-01", 0.7, "yes"],
        [lags.COMMISSIONED, "Buoys commissioned", "2011-09-01", "Buoys", "2012-01-01", 0.3, "yes"],
        [lags.COMMISSIONED, "Tides commissioned", "2018-06", "Tides", "2020", 2.0, "no"],
        [lags.ANSWERED, "Jetty", "2010-01-01", "Plan", "2011-06-01", 1.4, "yes"],
    ]


def test_what_is_no_moment_or_no_review_or_in_no_certain_order_is_left_out() -> None:
    """A speech is no moment of its own; the plan is no review; a year may lie before or after a month of it."""
    corpus = six.six()
    events = corpus.events.assign(led_to=["plan-2011", "", "", "ferries-2017"])
    reviews = corpus.reviews.replace({"commissioned": {"2018-06": "2020-02"}}).assign(responds_to="")
    rows = lags.documented_lags(reviews, events)
    assert rows["first"].tolist() == ["Buoys commissioned"]
