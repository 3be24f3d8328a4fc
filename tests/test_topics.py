"""Topics: groups that are there are found, in whatever order the rows come; their ids and names hold still."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.cluster import AgglomerativeClustering
from sklearn.metrics import adjusted_rand_score, silhouette_score

from reviewkit import pipeline
from reviewkit.base import paths
from reviewkit.base.text import split_list
from reviewkit.coding import vectors
from reviewkit.coding.topics import comparison, grouping, registry, topic_stage
from reviewkit.corpus import tables
from reviewkit.corpus.recommendations import ASKS
from reviewkit.reports import changes

GROUPS, EACH, REVIEWS = 7, 12, 12


@pytest.fixture(scope="module")
def planted() -> tuple[np.ndarray, pd.Series, np.ndarray]:
    """Vectors around seven middles, each group in every one of twelve reviews; the truth last."""
    drawn = np.random.default_rng(5)
    middles = drawn.normal(size=(GROUPS, vectors.WIDTH))
    truth = np.repeat(np.arange(GROUPS), EACH)
    matrix = middles[truth] + 0.6 * drawn.normal(size=(len(truth), vectors.WIDTH))
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
    return matrix.astype("float32"), pd.Series([f"harbour-{at % REVIEWS}-2031" for at in range(len(truth))]), truth


@pytest.fixture(scope="module")
def asks(our_copy: Path) -> pd.DataFrame:
    """The recommendations of our corpus."""
    return pipeline.open_corpus(our_copy).recommendations


@pytest.fixture
def placed(tmp_path: Path, our_copy: Path) -> Callable[..., dict[str, pd.DataFrame]]:
    """Recommendations and a register put through a run of topics, in a folder of their own."""

    def run(
        recommendations: pd.DataFrame,
        register: pd.DataFrame | None = None,
        build: Path | None = None,
        aliases: pd.DataFrame | None = None,
    ) -> dict[str, pd.DataFrame]:
        if aliases is not None:
            tables.save(aliases, "aliases", tmp_path)
        folders = paths.Folders(tmp_path, tmp_path, build or paths.folders(our_copy).build)
        if register is not None:
            tables.save(register, "register", tmp_path, "topics")
        return topic_stage.assign_topics(folders, recommendations)

    return run


def register(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """A register from ids, states and members."""
    return tables.build(
        [{"topic_id": topic, "label": f"{topic} words", "name": "", "state": state, "members": members,
          "first_members": members}
         for topic, state, members in rows],
        "register",
    )  # fmt: skip


def given(groups: list[int], before: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Recommendations a, b, c ... with the groups named, and their vectors by group, registered."""
    ids = [f"x/{letter}" for letter in "abcdefghijkl"[: len(groups)]]
    matrix = np.eye(max(groups) + 2)[groups] + 0.05 * np.random.default_rng(0).normal(
        size=(len(groups), max(groups) + 2)
    )
    return registry.update_registry(
        ids, matrix, np.array(groups), lambda: [f"label {at}" for at in range(max(groups) + 1)], before
    )


def test_groups_that_are_there_are_found_and_as_many(planted: tuple[np.ndarray, pd.Series, np.ndarray]) -> None:
    matrix, reviews, truth = planted
    found = grouping.group(matrix, reviews)
    assert adjusted_rand_score(truth, found) == 1
    assert found.min() == 0
    assert len(set(found)) == GROUPS


def test_of_very_many_rows_some_are_grouped_and_the_others_join_the_nearest(
    planted: tuple[np.ndarray, pd.Series, np.ndarray], monkeypatch: pytest.MonkeyPatch
) -> None:
    matrix, reviews, truth = planted
    monkeypatch.setattr(grouping, "MOST_ROWS", 60)
    assert adjusted_rand_score(truth, grouping.group(matrix, reviews)) == 1


def test_strays_are_no_topic() -> None:
    """By silhouette alone the strays would be a group: six tight ones, and two rows between two of them."""
    drawn = np.random.default_rng(2)
    folders = np.r_[np.repeat(np.arange(6) * 4.0, 20) + drawn.normal(0, 0.1, 120), [1.9, 1.95]]
    distance = np.abs(folders[:, None] - folders[None, :])
    alone = AgglomerativeClustering(7, metric="precomputed", linkage="average").fit_predict(distance)
    found = grouping.choose_groups(distance)
    assert np.bincount(alone).min() == 2
    silhouettes = [silhouette_score(distance, each, metric="precomputed") for each in (found, alone)]
    assert silhouettes[0] < silhouettes[1]
    assert sorted(np.bincount(found)) == [20, 20, 20, 20, 20, 22]


@pytest.mark.parametrize("kept", [range(30), range(0, 84, 28)], ids=["too few rows", "too few reviews"])
def test_too_little_has_no_topics_and_says_so(planted: tuple[np.ndarray, pd.Series, np.ndarray], kept: range) -> None:
    matrix, reviews, _ = planted
    rows = list(kept)
    with pytest.raises(grouping.TooFewError, match="too few for topics; they need 40 of 5"):
        grouping.group(matrix[rows], reviews.iloc[rows].reset_index(drop=True))


def test_a_first_run_gives_ids_by_size_and_names_the_typical() -> None:
    placed, anew = given([0, 0, 0, 1, 1, 2], register())
    assert list(placed["topic_id"]) == ["t1", "t1", "t1", "t2", "t2", "t3"]
    assert list(anew["label"]) == ["label 0", "label 1", "label 2"]
    assert set(split_list(anew["typical"].iloc[0])) == {"x/a", "x/b", "x/c"}
    assert (placed["nearness"] > placed["next_nearness"]).all()


def test_a_new_recommendation_renumbers_nothing_and_a_name_stays() -> None:
    before = register(("t4", "live", "x/a;x/b;x/c"), ("t2", "live", "x/d;x/e"))
    before.loc[before["topic_id"] == "t4", "name"] = "Piers"
    placed, anew = given([1, 1, 1, 0, 0, 0], before)  # x/f is new; the groups come in another order
    assert list(placed["topic_id"]) == ["t4", "t4", "t4", "t2", "t2", "t2"]
    kept = anew.set_index("topic_id")
    assert kept.at["t4", "name"] == "Piers"
    assert kept.at["t4", "label"] == "t4 words"
    assert kept.at["t2", "members"] == "x/d;x/e;x/f"


def test_what_is_new_has_a_new_id_and_what_ended_is_kept() -> None:
    before = register(("t1", "live", "x/a;x/b;x/c"), ("t2", "live", "x/d;x/e"), ("t9", "ended", "x/z"))
    placed, anew = given([0, 0, 1, 1, 1, 2, 2, 2], before)
    assert list(placed["topic_id"]) == ["t1", "t1", "t2", "t2", "t2", "t10", "t10", "t10"]
    assert dict(zip(anew["topic_id"], anew["state"], strict=True)) == {
        "t1": "live", "t2": "live", "t9": "ended", "t10": "live",
    }  # fmt: skip
    _, later = given([0, 0, 1, 1, 1], anew)
    assert dict(zip(later["topic_id"], later["state"], strict=True)) == {
        "t1": "live", "t2": "live", "t9": "ended", "t10": "ended",
    }  # fmt: skip


def test_a_topic_that_comes_back_has_its_id() -> None:
    before = register(("t1", "live", "x/a;x/b;x/e"), ("t2", "ended", "x/c;x/d"))
    placed, anew = given([0, 0, 1, 1, 0], before)
    assert list(placed["topic_id"]) == ["t1", "t1", "t2", "t2", "t1"]
    assert list(anew["state"]) == ["live", "live"]


def test_ids_that_changed_keep_their_topic(asks: pd.DataFrame, placed: Callable[..., dict[str, pd.DataFrame]]) -> None:
    """As where published texts take the place of digests."""
    first = placed(asks)
    renamed = asks.assign(rec_id=[each.replace("/", "/new-") for each in asks["rec_id"]])
    aliases = [{"earlier_id": was, "rec_id": now} for was, now in zip(asks["rec_id"], renamed["rec_id"], strict=True)]
    second = placed(renamed, first["register"], aliases=tables.build(aliases, "aliases"))
    assert list(second["topics"]["topic_id"]) == list(first["topics"]["topic_id"])
    assert set(second["register"]["topic_id"]) == set(first["register"]["topic_id"])
    assert set(second["register"]["state"]) == {"live"}


def test_the_two_readings_are_set_side_by_side() -> None:
    placed = pd.DataFrame({"rec_id": [f"x/{at}" for at in range(7)], "topic_id": ["t1"] * 3 + ["t2"] * 4})
    themes = ["lamps", "lamps", "ropes", "ropes", "ropes", "ropes", ""]
    codes = pd.DataFrame({"rec_id": placed["rec_id"], "theme": themes}).query("theme != ''")
    ami, counts = comparison.compare(placed, codes)
    assert 0 < ami < 1
    assert counts.at["ropes", "t2"] == 3
    assert counts.at["no theme", "t2"] == 1
    found = comparison.differences(placed, codes)
    assert found[["rec_id", "topic_theme", "theme_topics"]].to_numpy().tolist() == [["x/2", "lamps", "t2"]]


def test_a_topic_of_rows_without_a_theme_is_a_table_too(tmp_path: Path) -> None:
    placed = pd.DataFrame({"rec_id": [f"x/{at}" for at in range(6)], "topic_id": ["t1"] * 3 + ["t2"] * 3})
    codes = pd.DataFrame({"rec_id": ["x/0", "x/3", "x/4", "x/5"], "theme": ["lamps"] * 4})
    found = comparison.differences(placed, codes)
    tables.save(found, "differences", tmp_path)
    assert found[["rec_id", "topic_theme"]].to_numpy().tolist() == [["x/0", ""]]


def test_our_topics_are_the_same_when_shuffled_and_leave_none_out(
    asks: pd.DataFrame, placed: Callable[..., dict[str, pd.DataFrame]], tmp_path: Path
) -> None:
    first = placed(asks)
    again = placed(asks.sample(frac=1, random_state=3), None, tmp_path / "another")
    for name in ("topics", "register"):
        pd.testing.assert_frame_equal(first[name], again[name])
    sizes = first["topics"]["topic_id"].value_counts()
    assert sizes.sum() == asks["kind"].isin(ASKS).sum()
    assert len(sizes) >= 6
    assert sizes.max() <= 0.4 * sizes.sum()
    assert (first["register"]["label"] != "").all()


def test_a_review_added_renumbers_nothing_and_every_move_is_listed(
    asks: pd.DataFrame, placed: Callable[..., dict[str, pd.DataFrame]]
) -> None:
    """Five reviews in turn: topics without it, then with it."""
    for review in ("casey-national-audit-2025", "rotherham-jay-2014", "iicsa-final-2022", "hac-localised-grooming-2013",
                   "telford-iitcse-2022"):  # fmt: skip
        without = placed(asks[asks["review_id"] != review], tables.empty("register"))
        after = placed(asks, without["register"])
        was = dict(zip(without["topics"]["rec_id"], without["topics"]["topic_id"], strict=True))
        now = dict(zip(after["topics"]["rec_id"], after["topics"]["topic_id"], strict=True))
        differ = {rec_id for rec_id, topic in was.items() if now[rec_id] != topic}
        assert {row["id"] for row in changes.topic_changes(without["topics"], after["topics"])} == differ
        assert len(differ) < 0.25 * len(was)
        labels = dict(zip(without["register"]["topic_id"], without["register"]["label"], strict=True))
        kept = dict(zip(after["register"]["topic_id"], after["register"]["label"], strict=True))
        assert {topic: kept[topic] for topic in labels} == labels
