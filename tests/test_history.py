"""The history of a corpus: what is counted, in which order, and how much of each list is held."""

from __future__ import annotations

import pandas as pd
import pytest
from helpers import six

from reviewkit.base.errors import TableError
from reviewkit.measures import history


def test_reviews_stand_in_order_and_those_without_a_list_are_left_out() -> None:
    """`nets-2018` is known to make none and counts; of `wrecks-2021` nothing is held; the plan is no review."""
    held = six.held()
    expected = [name for name, *_ in six.REVIEWS if name != "wrecks-2021"]
    assert held.reviews["review_id"].tolist() == expected
    whole = history.history(**six.five_tables(), complete=True)
    assert whole.reviews["review_id"].tolist() == ["jetty-2010", "pilots-2013", "nets-2018"]


def test_parts_of_one_number_are_one_ask_with_the_bodies_of_both() -> None:
    """Fourteen rows, of which two are parts of ferries r1."""
    asks = six.held().asks.set_index("number")
    assert len(asks) == 13
    assert asks.loc["ferries-2017/r1", "classes"] == "council or safeguarding partnership;police"


def test_a_link_joins_the_earlier_ask_to_the_later_one() -> None:
    """Six of the eight echoes: the plan's promises are no asks."""
    held = six.held()
    number = held.asks["number"].tolist()
    assert {(number[later], number[earlier]) for earlier, later in held.links} == {
        (later.replace("-crews", ""), earlier) for later, earlier in six.LINKS if not earlier.startswith(six.PLAN)
    }


def test_dates_that_leave_the_order_open_make_no_link_and_no_pair() -> None:
    """With the jetty's review of 2012 and the buoys' of 2012-01-01 nobody knows which came first."""
    reviews = six.five_tables()["reviews"].replace({"published": {"2010-01-01": "2012"}})
    held = six.held(reviews=reviews)
    names = held.reviews["review_id"].tolist()
    jetty, buoys = names.index("jetty-2010"), names.index("buoys-2012")
    assert not history.order_is_certain(held)[[jetty, buoys], [buoys, jetty]].any()
    assert len(held.links) == 5


def test_lists_say_how_much_of_each_review_is_held() -> None:
    """The stated total where there is one; of a whole list what it holds; and not less than what is held."""
    lists = six.held().lists.set_index("review_id")
    assert {name: (row.held, row.whole, row.total) for name, row in lists.iterrows() if name != "wrecks-2021"} == {
        "jetty-2010": (2, True, 2), "buoys-2012": (3, False, 4), "pilots-2013": (2, True, 2),
        "ferries-2017": (4, False, pytest.approx(float("nan"), nan_ok=True)), "nets-2018": (0, True, 0),
        "tides-2020": (2, False, 5),
    }  # fmt: skip
    assert lists.loc["wrecks-2021", "held"] == 0 and pd.isna(lists.loc["wrecks-2021", "total"])
    reviews = six.five_tables()["reviews"].replace({"n_recommendations": {4: 1}})  # fewer than the three held
    assert six.held(reviews=reviews).lists.set_index("review_id").loc["buoys-2012", "total"] == 3


def test_a_review_without_a_date_is_no_whole_list_that_raises_nothing() -> None:
    """Its asks have no place in the order, so nothing is known of what it raises."""
    reviews = six.five_tables()["reviews"].replace({"published": {"2010-01-01": ""}})
    lists = six.held(reviews=reviews).lists.set_index("review_id")
    assert not lists.loc["jetty-2010", "whole"] and lists.loc["jetty-2010", "total"] == 2


def test_a_column_of_the_total_wins_over_that_of_the_catalogue_and_none_is_needed() -> None:
    reviews = six.five_tables()["reviews"]
    known = six.held(reviews=reviews.assign(known_total="9")).lists.set_index("review_id")
    assert known.loc["ferries-2017", "total"] == 9
    bare = reviews.loc[reviews["in_denominator"] == "yes", ["review_id", "published", "complete"]]
    held = six.held(reviews=bare)
    assert len(held.links) == 6 and set(held.reviews["publisher"]) == {""}
    assert held.lists.set_index("review_id")["total"].dropna().to_dict() == {
        "jetty-2010": 2, "nets-2018": 0, "pilots-2013": 2
    }  # fmt: skip


def test_who_says_so_is_kept_of_codes_and_of_links() -> None:
    """One of two coders is enough; a part coded by the model and the other by the coders is the coders'."""
    codes, echoes = six.five_tables()["codes"], six.five_tables()["echoes"]
    codes.loc[codes["theme"] == "crews", "by"] = "model"
    more = pd.DataFrame({"rec_id": ["ferries-2017/r1-owners"], "theme": ["boats"], "by": ["model"]})
    echoes.loc[0, "by"] = "model"
    held = six.held(codes=pd.concat([codes, more]), echoes=echoes)
    assert held.model_raised.sum(axis=0).tolist() == [0, 1, 0, 0]  # boats, crews, lamps, ropes
    assert held.model_links.sum() == 1
    echoes.loc[0, "score"] = 1.0  # the same words: no guess
    assert six.held(echoes=echoes).model_links.sum() == 0


def test_days_are_those_of_dates_whose_month_is_known() -> None:
    """Left out are the tides' review and the storm, of which only the year is known."""
    held = six.held()
    assert (len(held.dated), len(held.moments), held.left_out) == (6, 2, 2)
    assert held.until == pytest.approx((pd.Timestamp("2021-01-01") - pd.Timestamp(0)).days, abs=1)


def test_a_date_that_is_none_is_named() -> None:
    with pytest.raises(TableError, match="'soon' is not a date"):
        six.held(events=pd.DataFrame({"date": ["soon"], "exogenous": ["yes"]}))
