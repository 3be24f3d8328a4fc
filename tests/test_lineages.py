"""Lineages: what an ask repeats, promises asked for again, and asks with what became of each; counted on fingers."""

from __future__ import annotations

import pandas as pd
from helpers import six

from reviewkit.measures import lineages


def test_a_promise_that_is_asked_for_again_names_both_sides() -> None:
    """The plan's lamps come back after 1.6 years, its boats after 6.1, its ropes not."""
    corpus = six.six()
    rows = lineages.promised(corpus.recommendations, corpus.reviews, corpus.echoes)
    assert rows[["earlier_rec_id", "earlier_title", "title", "years"]].to_numpy().tolist() == [
        ["plan-2011/boats", "Plan", "Ferries", 6.1],
        ["plan-2011/lamps", "Plan", "Pilots", 1.6],
    ]


def test_a_promise_is_no_ask_of_a_lineage() -> None:
    corpus = six.six()
    rows = lineages.lineage(corpus.recommendations, corpus.recommendations, corpus.reviews, corpus.echoes)
    assert len(rows) == 6 and not rows["earlier_rec_id"].str.startswith(six.PLAN).any()


def test_chains_are_groups_in_which_all_restate_each_other() -> None:
    """The longest first: jetty, buoys and pilots r1. The tides' restates the jetty's alone and stands in none."""
    chains = lineages.chains(six.held())
    first = chains[chains["chain"] == 1]
    assert first["number"].tolist() == ["jetty-2010/r1", "buoys-2012/r1", "pilots-2013/r1"]
    assert first["years"].tolist() == [0.0, 2.0, 3.0]
    assert len(chains) == 3 + 2 + 2 and "tides-2020/r1" not in set(chains["number"])


def test_a_reviews_own_list_shows_what_lies_behind_it_and_what_is_not_held() -> None:
    reviews = pd.DataFrame({"review_id": ["old-2011", "audit-2020"], "published": ["2011", "2020-03"]})
    reviews = reviews.assign(short_title=["Old", "Audit"], in_denominator="yes", n_recommendations=[1, 3])
    ids = ["old-2011/r1", "audit-2020/r1", "audit-2020/r3"]
    asks = pd.DataFrame({"rec_id": ids, "review_id": [rec.split("/")[0] for rec in ids], "kind": "recommendation"})
    asks = asks.assign(label=["1", "1", "3"], text=["Train.", "Train all.", "Count."], addressed_to="Police")
    echoes = pd.DataFrame(
        {"rec_id": [ids[1], ids[2], ids[2]], "earlier_rec_id": [ids[0]] * 3, "by": ["coders", "coders", "model"],
         "relation": ["restates", "related", "related"], "score": 1.0}
    )  # fmt: skip
    found = lineages.asked_before_list("audit-2020", asks, reviews, echoes)
    assert found["text"].tolist() == ["Train all.", "not held", "Count."]
    assert found["earlier_reviews"].tolist() == ["1", "-", "0"]
    assert found["first"].tolist() == ["2011", "", ""]
    assert found["related"].tolist() == ["", "-", f"{reviews['short_title'].iloc[0]}, 2011"]
