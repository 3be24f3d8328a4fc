"""Invented histories: what is put in is there, and what a corpus holds of it is a part of it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from reviewkit.measures import accuracy, simulation

PROCESS = simulation.Process(reviews=20, size=5.0, standing=8, repeat=0.6)


@pytest.fixture(scope="module", name="tables")
def _tables() -> dict[str, pd.DataFrame]:
    return simulation.simulated_tables(PROCESS, seed=1)


def test_the_same_seed_gives_the_same_tables(tables: dict[str, pd.DataFrame]) -> None:
    for name, rows in simulation.simulated_tables(PROCESS, seed=1).items():
        pd.testing.assert_frame_equal(rows, tables[name])


def test_reviews_have_totals_and_publishers_and_links_lead_back_in_time(tables: dict[str, pd.DataFrame]) -> None:
    reviews = tables["reviews"].set_index("review_id")
    sizes = tables["recommendations"]["review_id"].value_counts()
    assert reviews["known_total"].astype(int).to_dict() == sizes.to_dict()
    assert reviews["publisher"].str.startswith("publisher-").all()
    dates = {side: tables["echoes"][side].str.split("/").str[0].map(reviews["published"])
             for side in ("earlier_rec_id", "rec_id")}  # fmt: skip
    assert (dates["earlier_rec_id"] < dates["rec_id"]).all()


def test_in_part_some_lists_are_whole_and_of_others_a_share_is_held(tables: dict[str, pd.DataFrame]) -> None:
    part = simulation.in_part(tables, whole=6, seed=2, share=0.5, stated=0.0)
    whole = part["reviews"].loc[part["reviews"]["complete"] == "yes", "review_id"]
    assert len(whole) == 6
    assert set(part["reviews"].loc[part["reviews"]["known_total"] != "", "review_id"]) == set(whole)
    every, held = (rows["recommendations"].groupby("review_id").size() for rows in (tables, part))
    assert (held[whole] == every[whole]).all()
    rest = every.drop(whole)
    assert 0.3 < held.reindex(rest.index, fill_value=0).sum() / rest.sum() < 0.7
    ids = set(part["recommendations"]["rec_id"])
    assert set(part["codes"]["rec_id"]) | set(part["echoes"]["rec_id"]) | set(part["echoes"]["earlier_rec_id"]) <= ids


def test_errors_are_as_frequent_as_is_stated_and_a_trial_shows_them(tables: dict[str, pd.DataFrame]) -> None:
    """A model that finds 8 of 10, and gives a theme to 1 of 10 that have it not; of its links a fifth is wrong."""
    themes = sorted(tables["codes"]["theme"].unique())
    errors = dict.fromkeys(themes, accuracy.Errors(80, 20, 20, 180)) | {accuracy.LINKS: accuracy.Errors(80, 20, 20, 9)}
    shown, trial = simulation.with_errors(tables, errors, seed=3)
    assert set(shown["codes"]["by"]) == {"model"} and set(shown["echoes"]["by"]) == {"model"}
    true = pd.MultiIndex.from_frame(tables["echoes"][["rec_id", "earlier_rec_id"]])
    found = pd.MultiIndex.from_frame(shown["echoes"][["rec_id", "earlier_rec_id"]])
    assert len(found.intersection(true)) / len(true) == pytest.approx(0.8, abs=0.1)
    assert len(found.difference(true)) / len(found) == pytest.approx(0.2, abs=0.08)
    assert trial[themes[0]].right + trial[themes[0]].missed == 100
    assert np.mean([trial[theme].right for theme in themes]) == pytest.approx(80, abs=5)
