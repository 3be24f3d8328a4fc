"""The measures of the cycle: counted on fingers, recovered from invented histories, and told from a folder alone."""

from __future__ import annotations

import json
from pathlib import Path

import lifelines
import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from reviewkit import cli
from reviewkit.base.errors import TableError
from reviewkit.measures import (
    bursts,
    history,
    intervals,
    lineages,
    measure_stage,
    prevalence,
    prior_asks,
    rarefaction,
    sensitivity,
    simulation,
    summary,
    time_to_repeat,
)

HISTORIES = 50  # of the smoke test; benchmarks/cycle.py makes 2,000


def small(complete: str = "yes") -> dict[str, pd.DataFrame]:
    """Twelve reviews, a year apart. Reviews 2 and 4 restate the first ask of review 1, review 12 that of review 2."""
    names = [f"review-{at}" for at in range(1, 13)]
    ids = [f"{name}/r{ask}" for name in names for ask in (1, 2)]
    links = [("review-2/r1", "review-1/r1"), ("review-4/r1", "review-1/r1"), ("review-4/r1", "review-2/r1"),
             ("review-12/r1", "review-2/r1"), ("review-8/r1", "review-6/r2")]  # fmt: skip
    return {
        "reviews": pd.DataFrame({"review_id": names, "published": [f"{2000 + at}-01-01" for at in range(1, 13)],
                                 "complete": complete}),
        "recommendations": pd.DataFrame({"rec_id": ids, "review_id": [rec.split("/")[0] for rec in ids],
                                         "kind": "recommendation"}),
        "codes": pd.DataFrame({"rec_id": ids[:3], "theme": ["training", "taxis", "training"]}),
        "echoes": pd.DataFrame(links, columns=["rec_id", "earlier_rec_id"]).assign(relation="restates"),
        "events": pd.DataFrame({"date": ["2003-01-01", "2006-01-01"], "exogenous": ["yes", "no"]}),
    }  # fmt: skip


def past(**other: pd.DataFrame) -> history.History:
    return history.history(**(small() | other))


def test_asked_before_counted_on_fingers() -> None:
    found = prior_asks.asked_before(past())
    # reviews 6 to 12 have five before them: 14 asks, of which review-8/r1 alone restates one of those five
    assert (found["n"], found["of"], found["reviews"]) == (1, 14, 7)
    assert found["value"] == pytest.approx(1 / 14)
    assert found["low"] < found["value"] < found["high"]
    # without review 8 nothing is left; without a review that asks nothing twice 1 of 12
    assert (found["least"], found["most"]) == (0, pytest.approx(1 / 12))


def test_a_longer_look_back_sees_the_older_ask() -> None:
    assert prior_asks.asked_before(past(), look_back=10)["n"] == 1  # review-12/r1; review 8 has not ten before it
    assert prior_asks.marks(past(), look_back=3).sum() == 3


def test_until_asked_again_counted_on_fingers() -> None:
    waited = time_to_repeat.durations(past(), "reviews")
    asked = {int(at): float(waited.time[at]) for at in np.flatnonzero(waited.again)}
    assert asked == {0: 1.0, 2: 2.0, 11: 2.0}  # review-1/r1, review-2/r1 and review-6/r2
    found = time_to_repeat.until_asked_again(past())
    assert (found["again"], found["of"]) == (3, 24)
    assert found["median_years"] is None  # fewer than half came back


def test_the_curve_is_that_of_lifelines() -> None:
    made = time_to_repeat.durations(history.history(**simulation.simulated_tables(simulation.Process(repeat=0.6), 3)))
    curve = time_to_repeat.survival_curve(made)
    fitted = lifelines.KaplanMeierFitter().fit(made.time, made.again)
    assert np.allclose(curve["waiting"], fitted.survival_function_at_times(curve["time"]))
    found = time_to_repeat.until_asked_again(
        history.history(**simulation.simulated_tables(simulation.Process(repeat=0.6), 3))
    )
    assert found["median_years"] == pytest.approx(fitted.median_survival_time_)


def test_raised_by_counted_on_fingers() -> None:
    found = prevalence.raised_by(past())
    assert (found["training"]["n"], found["training"]["of"]) == (2, 12)
    low, high = intervals.wilson(2, 12)
    assert found["training"]["low"] <= low
    assert found["training"]["high"] >= high


def test_new_asks_counted_on_fingers() -> None:
    found = rarefaction.new_asks(past())
    # 24 asks; {1, 2, 4} restate each other, 12 restates only 2 and stands alone, {6, 8}: 24 - 2 - 1
    assert (found["distinct"], found["of"]) == (21, 24)
    assert list(found["curve"]["seen"])[:4] == [2, 3, 5, 6]
    assert found["curve"]["expected"].iloc[-1] == pytest.approx(21)


def test_chains_are_groups_in_which_all_restate_each_other() -> None:
    chains = lineages.chains(past())
    assert chains[chains["chain"] == 1]["number"].tolist() == ["review-1/r1", "review-2/r1", "review-4/r1"]
    assert chains[chains["chain"] == 1]["years"].tolist() == [0.0, 1.0, 3.0]


def test_after_a_moment_counted_on_fingers() -> None:
    found = bursts.after_moment(past())
    assert (found["n"], found["of"], found["moments"]) == (1, 12, 1)  # review 4 comes 365 days after 2003-01-01
    assert bursts.after_moment(past(), (0, 100))["n"] == 1  # review 3 comes on the day


def test_dates_that_leave_the_order_open_make_no_link() -> None:
    reviews = small()["reviews"].assign(published=["2001", "2001-06", *[f"{2000 + at}" for at in range(3, 13)]])
    pairs = past(reviews=reviews).links.tolist()
    assert [0, 2] not in pairs
    assert len(pairs) == 4


def test_a_year_alone_is_left_out_of_what_follows_a_moment() -> None:
    reviews = small()["reviews"].assign(published=["2001", *[f"{2000 + at}-01-01" for at in range(2, 13)]])
    found = bursts.after_moment(past(reviews=reviews))
    assert (found["of"], found["left_out"]) == (11, 1)


def test_parts_of_one_number_count_once() -> None:
    recommendations = small()["recommendations"].replace({"review-3/r1": "review-3/r2-schools"})
    assert len(past(recommendations=recommendations).asks) == 23


def test_nothing_is_told_of_fewer_than_ten_whole_lists() -> None:
    few = small()["reviews"].assign(complete=["yes"] * 9 + ["no"] * 3)
    found = summary.all_measures(past(reviews=few))
    assert found["asked_before"]["value"] is None
    assert "whole lists held: 9" in found["why"]
    assert found["after_moment"]["of"] == 12  # what dates alone carry


def test_errors_of_the_echoes_widen_what_is_known() -> None:
    made = history.history(**simulation.simulated_tables(simulation.Process(repeat=0.6), 1))
    low, high = sensitivity.error_range(
        made, lambda each: prior_asks.asked_before(each, shuffles=0)["value"], 0.8, 0.6, draws=50
    )
    assert low < high
    assert (
        sensitivity.error_range(made, lambda each: float(len(each.links)), 1.0, 1.0, draws=3) == (len(made.links),) * 2
    )


def test_promised_and_lineage_tell_the_earlier_ask() -> None:
    reviews = pd.DataFrame({"review_id": ["plan-2011", "audit-2020"], "published": ["2011", "2020-03"],
                            "short_title": ["Plan", "Audit"], "in_denominator": ["no", "yes"]})  # fmt: skip
    ids = ["plan-2011/fund", "audit-2020/r1"]
    recommendations = pd.DataFrame({"rec_id": ids, "review_id": reviews["review_id"], "addressed_to": ["", "Police"],
                                    "kind": ["commitment", "recommendation"]})  # fmt: skip
    echoes = pd.DataFrame({"rec_id": ["audit-2020/r1"], "earlier_rec_id": ["plan-2011/fund"], "relation": "restates",
                           "score": 1.0})  # fmt: skip
    row = lineages.promised(recommendations, reviews, echoes).iloc[0]
    assert (row["earlier_title"], row["title"], row["years"]) == ("Plan", "Audit", 8.7)
    assert lineages.lineage(recommendations, recommendations, reviews, echoes).empty  # a commitment is no ask


@pytest.fixture(scope="module")
def histories() -> list[dict]:
    process = simulation.Process(reviews=40, repeat=0.4, vary=0.3)
    pasts = [history.history(**simulation.simulated_tables(process, seed)) for seed in range(HISTORIES)]
    return [
        {
            "asked_before": prior_asks.asked_before(each, shuffles=0),
            "after_moment": bursts.after_moment(each),
            "raised_by": prevalence.raised_by(each, shuffles=199),  # fewer than a corpus gets: for speed
        }
        for each in pasts
    ]


def test_the_estimators_recover_what_was_put_in(histories: list[dict]) -> None:
    values = [each["asked_before"]["value"] for each in histories]
    assert np.mean(values) == pytest.approx(0.4, abs=0.02)
    covered = [each["asked_before"]["low"] <= 0.4 <= each["asked_before"]["high"] for each in histories]
    assert np.mean(covered) >= 0.86  # three standard errors under 95 of 100, of fifty histories


def test_histories_without_a_cycle_raise_few_alarms(histories: list[dict]) -> None:
    moments = [each["after_moment"]["p"] <= 0.05 for each in histories]
    trends = [any(not r["trend_low"] <= 0 <= r["trend_high"] for r in each["raised_by"].values()) for each in histories]
    assert np.mean(moments) <= 0.15
    assert np.mean(trends) <= 0.15


def test_a_strong_cycle_is_seen() -> None:
    process = simulation.Process(bursts=0.5, pull=0.9, moments=8)
    seen = [
        bursts.after_moment(history.history(**simulation.simulated_tables(process, seed)))["p"] <= 0.05
        for seed in range(20)
    ]
    assert np.mean(seen) >= 0.8


def test_the_command_tells_it_from_a_folder_alone(tmp_path: Path) -> None:
    for name, rows in small().items():
        rows.to_csv(tmp_path / f"{name}.csv", index=False)
    answer = CliRunner().invoke(cli.app, ["cycle", "--from", str(tmp_path), "--json"])
    found = json.loads(answer.stdout)
    assert found["asked_before"]["n"] == 1
    assert set(found) >= {"asked_before", "until_asked_again", "raised_by", "after_moment", "burstiness"}
    told = CliRunner().invoke(cli.app, ["cycle", "--from", str(tmp_path)])
    assert "Asked before: 1 of 14 asks" in told.stdout


def test_a_folder_without_a_table_says_which(tmp_path: Path) -> None:
    answer = CliRunner().invoke(cli.app, ["cycle", "--from", str(tmp_path), "--json"])
    assert answer.exit_code == 2
    assert "reviews.csv" in answer.stderr


def test_a_date_that_is_none_is_named() -> None:
    with pytest.raises(TableError, match="'soon' is not a date"):
        past(events=pd.DataFrame({"date": ["soon-ish"[:4]], "exogenous": ["yes"]}))


def test_headlines_of_whole_lists_and_of_lists_in_part() -> None:
    """By hand: reviews 2, 4, 8 and 12 ask once each what was asked before; one of them in the last five reviews."""
    held = past()
    whole = measure_stage.headline_sentences(summary.all_measures(held), held, digests=False)
    assert whole["lists"] == "Whole lists held: **12**."
    assert whole["asked_before"].startswith("**1 of 14 asks**")
    part = small(complete="no")
    some = history.history(**part, complete=False)
    said = measure_stage.headline_sentences(summary.all_measures(history.history(**part)), some, digests=True)
    assert "told from 10 on" in said["lists"]
    assert said["asked_before"].startswith("At least **4 of the 24 asks held** restate an earlier one, of 12 reviews.")
    assert measure_stage.prevalence_table(summary.all_measures(history.history(**part))).empty


def test_a_reviews_own_list_shows_what_lies_behind_it_and_what_is_not_held() -> None:
    reviews = pd.DataFrame({"review_id": ["old-2011", "audit-2020"], "published": ["2011", "2020-03"]})
    reviews = reviews.assign(short_title=["Old", "Audit"], in_denominator="yes", n_recommendations=[1, 3])
    ids = ["old-2011/r1", "audit-2020/r1", "audit-2020/r3"]
    made = pd.DataFrame({"rec_id": ids, "review_id": [rec.split("/")[0] for rec in ids], "kind": "recommendation"})
    made = made.assign(label=["1", "1", "3"], text=["Train.", "Train all.", "Count."], addressed_to="Police")
    echoes = pd.DataFrame(
        {"rec_id": [ids[1], ids[2], ids[2]], "earlier_rec_id": [ids[0]] * 3, "by": ["coders", "coders", "model"],
         "relation": ["restates", "related", "related"], "score": 1.0}
    )  # fmt: skip
    found = lineages.asked_before_list("audit-2020", made, reviews, echoes)
    assert found["text"].tolist() == ["Train all.", "not held", "Count."]
    assert found["earlier_reviews"].tolist() == ["1", "-", "0"]
    assert found["first"].tolist() == ["2011", "", ""]
    assert found["related"].tolist() == ["", "-", f"{reviews['short_title'].iloc[0]}, 2011"]


def test_asks_tell_what_became_of_each() -> None:
    """By hand: reviews 2, 4, 8 and 12 restate; of the first five reviews nothing is told within the look-back."""
    rows = lineages.numbered_asks(past()).set_index("number")
    assert list(rows.index[rows["before"] == "yes"]) == ["review-2/r1", "review-4/r1", "review-8/r1", "review-12/r1"]
    assert rows["within"].value_counts().to_dict() == {"no": 13, "": 10, "yes": 1}
    assert rows["again_after"].dropna().to_dict() == {"review-1/r1": 1.0, "review-2/r1": 2.0, "review-6/r2": 2.0}
    assert (rows.loc["review-1/r1", "watched"], rows.loc["review-11/r1", "watched"]) == (1.0, 1.0)
    assert rows["distinct"].nunique() == 21


def test_what_follows_a_moment_is_what_is_counted() -> None:
    tables = small()
    reviews = tables["reviews"].assign(short_title=tables["reviews"]["review_id"])
    rows = bursts.followed_events(reviews, tables["events"].assign(event="A broadcast"))
    assert rows["band"].value_counts().to_dict() == {"review": 12, "public moment": 1}
    assert rows.loc[rows["within"] == "yes", "review_id"].tolist() == ["review-4"]


@pytest.mark.parametrize(("last", "starts"), [(2012, (2001, 2005, 2009)), (2003, (2001, 2002, 2003)), (2001, (2001,))])
def test_thirds_are_set_by_years_alone(last: int, starts: tuple[int, ...]) -> None:
    reviews = small()["reviews"]
    assert prevalence.thirds(past(reviews=reviews[reviews["published"] <= f"{last}-12"])) == starts


def test_the_errors_of_echoes_are_told_for_each_measure() -> None:
    held = past()
    rows = measure_stage.error_table(held, summary.all_measures(held))
    assert rows["measure"].unique().tolist() == [
        "asks that restate an earlier one", "share of asks asked before", "median years until asked again"
    ]  # fmt: skip
    assert rows["found"].iloc[0] == 4
    assert (rows["low"].fillna(0) <= rows["high"].fillna(99)).all()


def test_a_median_is_not_widened_by_the_first_few_who_come_back() -> None:
    """Where the curve has hardly begun to fall its interval on the scale of log(-log) is wide, and is no median's."""
    made = history.history(
        **simulation.simulated_tables(simulation.Process(reviews=40, repeat=0.5, bursts=0.5, pull=0.6), 3)
    )
    found, curve = time_to_repeat.until_asked_again(made), time_to_repeat.survival_curve(time_to_repeat.durations(made))
    assert curve.loc[curve["time"] <= found["low"], "waiting"].min() < 0.65


def test_periods_count_reviews_that_raise_a_theme() -> None:
    found = prevalence.periods(past(), (2001, 2002)).set_index(["theme", "period"])
    assert found.loc[("training", "2001 to 2001"), ["n", "of"]].tolist() == [1, 1]
    assert found.loc[("training", "2002 to 2012"), ["n", "of"]].tolist() == [1, 11]
    assert found.loc[("taxis", "2002 to 2012"), "value"] == 0


def test_a_number_that_lies_below_its_range_is_called_too_low() -> None:
    """And one that lies within it, or has no range, is not."""
    rows = [("asks", "the model", 0.5, 0.13, 28, 60, 98), ("asks", "a coder", 0.91, 0.91, 28, 25, 33),
            ("years", "a coder", 0.91, 0.91, 3.2, 2.5, None)]  # fmt: skip
    columns = ["measure", "as_sure_as", "precision", "recall", "found", "low", "high"]
    low, within, open_ended = measure_stage.error_sentences(pd.DataFrame(rows, columns=columns))
    assert low.endswith("it is 60 to 98 in truth, and what was found is too low.")
    assert within.endswith("it is 25 to 33 in truth, and what was found is within that.")
    assert open_ended.endswith("it is 2.5 to not reached in truth.")
