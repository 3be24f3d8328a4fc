"""All measures at once: from a folder of tables alone, as JSON, in lines, and the same as of a corpus."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from helpers import six
from typer.testing import CliRunner

from reviewkit import cli
from reviewkit.base.errors import TableError
from reviewkit.measures import headline, history, measure_stage, simulation, summary

REPETITION = {"per_1000", "low", "high", "near_far", "near_far_low", "near_far_high", "other_publisher"}
STANDING = {"reviews", "publishers", "years"}
BOUNDS = {"worst_low", "worst_high", "low", "high", "odds"}
GONE = ("median", "reversed", "equivalen", "constant", "new_asks", "curve")


def written(folder: Path, tables: dict[str, pd.DataFrame]) -> Path:
    """Write the tables into a folder and return it."""
    for name, rows in tables.items():
        rows.to_csv(folder / f"{name}.csv", index=False)
    return folder


def refused(constant: str) -> None:
    raise AssertionError(f"{constant} in the JSON")


def asked(folder: Path, *options: str) -> str:
    answer = CliRunner().invoke(cli.app, ["cycle", "--from", str(folder), *options])
    assert answer.exit_code == 0, answer.stderr
    return answer.stdout


@pytest.fixture(scope="module", name="simulated")
def _simulated() -> dict[str, pd.DataFrame]:
    """A history of which twelve of twenty lists are whole, and half of the other totals known."""
    process = simulation.Process(reviews=20, size=4.0, standing=10, repeat=0.4)
    return simulation.in_part(simulation.simulated_tables(process, 1), whole=12, seed=1, share=0.4, stated=0.5)


@pytest.fixture(scope="module", name="found")
def _found(simulated: dict[str, pd.DataFrame], tmp_path_factory: pytest.TempPathFactory) -> dict:
    folder = written(tmp_path_factory.mktemp("simulated"), simulated)
    return json.loads(asked(folder, "--json"), parse_constant=refused)


def test_the_command_gives_every_measure_as_json(found: dict) -> None:
    """Without a number that is none (NaN), which `refused` sees."""
    assert set(found) >= {"repetition", "standing", "bounds", "distinct", "after_moment", "burstiness", "raised_by"}
    assert set(found["repetition"]) >= REPETITION
    themes = {f"theme-{number}" for number in range(simulation.THEMES)}
    assert set(found["standing"]) == set(found["bounds"]) == themes
    assert all(set(row) >= STANDING for row in found["standing"].values())
    assert all(set(row) >= BOUNDS and row["odds"] == 1 for row in found["bounds"].values())
    assert found["complete"] == 12 and "why" not in found


def test_what_says_nothing_is_not_told(found: dict) -> None:
    """The median wait, the reversed order, the test of equivalence and the share of new asks."""
    names = json.dumps(found)
    assert [word for word in GONE if word in names] == []
    assert found["asked_before"]["value"] is None  # fewer than thirty whole lists


def test_publishers_and_totals_are_used_where_they_are_there(
    found: dict, simulated: dict[str, pd.DataFrame], tmp_path: Path
) -> None:
    bare = simulated | {"reviews": simulated["reviews"].drop(columns=["publisher", "known_total"])}
    without = json.loads(asked(written(tmp_path, bare), "--json"), parse_constant=refused)
    assert without["repetition"]["other_publisher"] is None
    assert 0 < found["repetition"]["other_publisher"] <= 1
    assert without["repetition"]["per_1000"] == found["repetition"]["per_1000"]
    assert all(row["publishers"] == 0 for row in without["standing"].values())
    assert all(row["publishers"] > 0 for row in found["standing"].values())
    # totals of lists in part are then drawn from those of whole lists, so the model differs and the worst case does not
    pairs = [(without["bounds"][theme], row) for theme, row in found["bounds"].items()]
    assert all(one["worst_high"] == other["worst_high"] for one, other in pairs)
    assert any(one["asks"] != other["asks"] for one, other in pairs)


def test_another_order_of_the_rows_gives_the_same_json(
    found: dict, simulated: dict[str, pd.DataFrame], tmp_path: Path
) -> None:
    shuffled = {name: rows.sample(frac=1, random_state=2) for name, rows in simulated.items()}
    assert json.loads(asked(written(tmp_path, shuffled), "--json")) == found


def test_a_table_of_what_the_model_gets_wrong_is_used_where_it_is_there(
    found: dict, simulated: dict[str, pd.DataFrame], tmp_path: Path
) -> None:
    """Links of the model that is right in half: the interval is wider; the coders' codes are left alone."""
    by_model = simulated | {"echoes": simulated["echoes"].assign(by="model")}
    folder = written(tmp_path, by_model)
    pd.DataFrame([("restates", 6, 6, 6, 600)], columns=[*measure_stage.ACCURACY]).to_csv(
        folder / "accuracy.csv", index=False
    )
    corrected = json.loads(asked(folder, "--json"), parse_constant=refused)
    low, high = (corrected["repetition"][end] / found["repetition"][end] for end in ("low", "high"))
    assert low < 1 < high
    assert corrected["bounds"] == found["bounds"]


def test_lines_tell_the_same_numbers(tmp_path: Path) -> None:
    """Of the six reviews: 6 of 66 pairs, five that repeat, three of them another publisher's; three whole lists."""
    lines = asked(written(tmp_path, six.five_tables())).splitlines()
    expected = [
        "Reviews whose whole list is held: 3",
        "Repeats per 1,000 pairs of recommendations of different reviews: 90.909 (33.897 to 243.812); 6 of 66",
        "Recommendations that repeat an earlier one: 5; of these another publisher's: 3",
        "Asked for, lamps: 4 of 6 reviews held, by 2 publishers, in 4 of 6 years",
        "whole lists held: 3; shares and trends are told from 10 on",
    ]
    assert [line for line in expected if line not in lines] == []
    assert any(line.startswith("Reviews 180 to 540 days after a moment: 3 of 6, 0.9 expected; p 0.0") for line in lines)
    assert any(line.endswith("of 7 reviews; nothing assumed, 0.571 to 0.857") for line in lines)


def test_shares_of_whole_lists_are_told_from_ten_on_and_asked_before_from_thirty(
    simulated: dict[str, pd.DataFrame],
) -> None:
    held, whole = (history.history(**simulated, complete=complete) for complete in (False, True))
    few = summary.all_measures(held, whole, fewest=13)
    assert not summary.shares_allowed(few) and few["raised_by"] == {}
    assert summary.reason_for_counts(few) == "whole lists held: 12; shares and trends are told from 13 on"
    process = simulation.Process(reviews=30, size=2.0)
    thirty = history.history(**simulation.simulated_tables(process, 0))
    lines = measure_stage.measure_lines(summary.all_measures(thirty, thirty))
    assert any(line.startswith("Asked before, 5 reviews back: ") for line in lines)


def test_a_folder_without_a_table_or_a_column_says_which(tmp_path: Path) -> None:
    answer = CliRunner().invoke(cli.app, ["cycle", "--from", str(tmp_path), "--json"])
    assert answer.exit_code == 2 and "reviews.csv" in answer.stderr
    tables = six.five_tables()
    written(tmp_path, tables | {"echoes": tables["echoes"].drop(columns="relation")})
    with pytest.raises(TableError, match=r"echoes\.csv: has no column relation"):
        measure_stage.measures_from(tmp_path)


def test_a_corpus_and_its_tables_give_the_same_and_the_second_time_from_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = six.six(tmp_path)
    measured = measure_stage.cached_measures(corpus)
    assert measured == measure_stage.measures_from(written(tmp_path, six.five_tables()))
    monkeypatch.setattr(measure_stage, "_measured", refused)
    assert measure_stage.cached_measures(corpus) == measured


def test_headline_numbers_are_counted_on_fingers(tmp_path: Path) -> None:
    rows = headline.headline_numbers(six.six(tmp_path))
    assert dict(zip(rows["name"], rows["value"], strict=True)) == {
        "documents in the catalogue": "8",
        "reviews counted": "7",
        "reviews of which recommendations are held": "5",
        "reviews whose whole list is held": "3",
        "recommendations held of these reviews": "13",
        "of these, restating an earlier one": "5",
        "commitments that a later review asks for": "2",
        "reviews that raise: Lamps": "4",
        "reviews that raise: Boats and crews": "5",
        "reviews that raise: Boats": "4",
        "reviews that raise: Crews": "1",
        "reviews that raise: Ropes": "1",
        "repeats per 1,000 pairs of recommendations": "90.91 (33.90 to 243.81)",
        "repeats within 4 years, to those later": "3.15 (0.67 to 14.78)",
        "recommendations that repeat another publisher's": "3",
        "reviews half a year to a year and a half after a moment": "3 of 6",
    }
