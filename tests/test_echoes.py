"""Echoes: what restates what, by words alone, by people and by the model; and never where the order is open."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_matrix
from typer.testing import CliRunner

from reviewkit import cli, pipeline
from reviewkit.base import paths
from reviewkit.base.errors import TableError
from reviewkit.coding.echoes import (
    candidates,
    concepts,
    distinct_asks,
    echo_stage,
    links,
    nearest,
    pair_features,
    pair_model,
    search,
)
from reviewkit.corpus import tables
from reviewkit.extraction import reader

RESPONSES = {
    "covid19-module1-response-2025": "covid19-inquiry-module1-2024",
    "infected-blood-response-2024": "infected-blood-inquiry-vol1-2024",
    "hl-behaviour-change-response-2011": "hl-behaviour-change-2011",
    "mh-inpatient-data-rapid-review-response-2024": "mh-inpatient-data-rapid-review-2023",
    "hc802-microplastics-response-2016": "hc179-microplastics-2016",
}
Pair = tuple[str, str]


def relations(pairs: list[Pair], corpus: Path, tmp_path: Path) -> list[str]:
    """What `reviewkit echoes` says of pairs of texts."""
    file = tmp_path / "pairs.jsonl"
    rows = [{"id": at, "earlier": one, "earlier_to": "", "later": other, "later_to": ""} for at, (one, other) in pairs]
    file.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    answer = CliRunner().invoke(cli.app, ["--corpus", str(corpus), "echoes", str(file)])
    assert answer.exit_code == 0, answer.stderr
    said = [json.loads(line) for line in answer.stdout.splitlines()]
    assert [each["id"] for each in said] == [at for at, _ in pairs]
    return [each["relation"] for each in said]


def numbered(pairs: list[Pair]) -> list[tuple[int, Pair]]:
    return list(enumerate(pairs))


def test_the_same_words_restate_and_a_part_restates_its_whole(our_copy: Path, tmp_path: Path) -> None:
    whole = (
        "(a) The council should light every lamp on the quay at dusk. (b) The harbour master should keep a list of all "
        "boats that are moored overnight."
    )
    part = "(b) the harbour master should keep a list of all boats that are moored overnight"
    other = "Publish the minutes of the fishing board each spring."
    assert relations(numbered([(whole, whole), (whole, part), (whole, other)]), our_copy, tmp_path) == [
        "restates", "restates", "unrelated",
    ]  # fmt: skip


def test_a_line_that_is_no_pair_is_named_and_the_others_answered(our_copy: Path, tmp_path: Path) -> None:
    file = tmp_path / "pairs.jsonl"
    good = {"id": "a", "earlier": "Light the lamps on the quay.", "later": "Light the lamps on the quay."}
    file.write_text(json.dumps(good) + '\n{"id": "b", "earlier": "only one"}\n', encoding="utf-8")
    answer = CliRunner().invoke(cli.app, ["--corpus", str(our_copy), "echoes", str(file)])
    assert answer.exit_code == 0
    assert len(answer.stdout.splitlines()) == 1
    assert "line 2" in answer.stderr


@pytest.mark.parametrize(
    ("names", "kinds"),
    [
        ("Derby agencies", {"police", "health", "council or safeguarding partnership"}),
        ("Chief constables", {"police"}),
        ("HM Government;Ofsted", {"national government", "inspectorate"}),
        ("Ferry passengers", {"other"}),
        ("", set()),
    ],
)
def test_the_kind_of_body_is_read_from_its_name(names: str, kinds: set[str]) -> None:
    assert pair_features.body_classes(names) == kinds


def rows(*published: str) -> pd.DataFrame:
    """One recommendation of each of so many reviews, of the same words."""
    names = [f"review-{at}" for at in range(len(published))]
    return pd.DataFrame({"rec_id": [f"{name}/r1" for name in names], "review_id": names, "published": published,
                         "text": "Light the lamps."})  # fmt: skip


def linked(given: pd.DataFrame, coded: pd.DataFrame, score: float = 0.9) -> pd.DataFrame:
    """The links among such rows, every candidate having the same score."""
    found = candidates.candidates(given, np.ones((len(given), 1)))
    scored = pd.DataFrame({"restates": score, "related": 0.6, "same": False}, index=range(len(found)))
    return links.echo_table(given, found, scored, coded, tables.empty("corrections"))


@pytest.mark.parametrize(
    ("published", "known"),
    [
        (("2013", "2013-06"), 0),
        (("2013", "2014"), 1),
        (("2013-06-01", "2013-06-02"), 1),
        (("2013-06", "2013-06-30"), 0),
    ],
)
def test_where_the_dates_leave_the_order_open_there_is_no_echo(published: tuple[str, str], known: int) -> None:
    assert len(linked(rows(*published), tables.empty("pairs"))) == known


def test_pairs_are_the_same_however_many_rows_are_held_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    given = rows("2009", "2013", "2013-06", "2015", "", "2015", "2020")
    vectors = np.random.default_rng(0).normal(size=(len(given), 3))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    known = {
        (earlier, later)
        for earlier, later in np.ndindex(len(given), len(given))
        if links.certainly_later(given["published"][earlier], given["published"][later])
        and vectors[earlier] @ vectors[later] >= candidates.MIN_COSINE
    }
    found = candidates.candidates(given, vectors)
    assert set(map(tuple, found.tolist())) == known and len(known) >= 2
    monkeypatch.setattr(search, "ROWS_AT_ONCE", 1)
    assert (candidates.candidates(given, vectors) == found).all()


@pytest.mark.parametrize("at_once", [1, 7, 100])
def test_the_nearest_are_exactly_those_that_looking_at_all_finds(at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "ROWS_AT_ONCE", at_once)
    drawn = np.random.default_rng(0)
    dates = ["", "2009", "2013", "2013-06", "2013-06-10", "2014-01", "2015"]
    published = drawn.choice(dates, 120)
    meaning = drawn.integers(-3, 4, (120, 3)) / 10  # so that many are alike
    asked = drawn.integers(0, 2, (120, 2)) / 2
    earlier, later = np.arange(0, 120, 2), np.arange(120)
    found = search.nearest_earlier(published, earlier, later, [(meaning, meaning), (asked, -asked)], 5, -0.05)
    alike = meaning @ meaning.T  # earlier x later
    near = alike + asked @ -asked.T
    for row in later:
        before = [other for other in earlier if links.certainly_later(published[other], published[row])]
        before = [other for other in before if alike[other, row] >= -0.05]
        wanted = sorted(before, key=lambda other: (-near[other, row].round(search.DECIMALS), other))[:5]
        assert found[found[:, 1] == row, 0].tolist() == wanted


def test_of_very_many_recommendations_each_is_compared_with_the_nearest_earlier_ones(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given = rows("2009", "2010", "2011", "2012", "2020")
    angles = np.array([0.5, 0.1, 0.4, 0.2, 0.0])
    vectors = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    monkeypatch.setattr(candidates, "MANY_ROWS", 4)
    monkeypatch.setattr(candidates, "MOST_EARLIER", 2)
    found = candidates.candidates(given, vectors)
    assert [earlier for earlier, later in found.tolist() if later == 4] == [1, 3]
    asked = np.array([[1.0], [0.0], [0.0], [0.0], [1.0]])
    found = candidates.candidates(given, vectors, [(vectors, vectors), (asked, asked)])
    assert [earlier for earlier, later in found.tolist() if later == 4] == [0, 1]


def test_likeness_adds_up_meaning_what_is_asked_and_letters() -> None:
    one, half = np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([[0.5, 0.0], [0.5, 0.0]])
    side = pair_features.pair_side(
        ["Light the lamps.", "Mend the roof."], one, one, (half, one), ["", ""], ["", ""], []
    )
    letters = csr_matrix([[1.0, 0.0, 0.0], [0.8, 0.6, 0.0]])
    told = sum(as_later @ as_earlier.T for as_earlier, as_later in candidates.likeness(side, letters))
    # later rows x earlier ones: the later as new asks the first, whose letters are eight tenths alike
    assert told == pytest.approx(np.array([[1 + 2 + 4.0, 0 + 0 + 3.2], [0 + 2 + 3.2, 1 + 0 + 4.0]]), abs=1e-6)


def test_of_very_many_nearly_every_link_is_found_that_comparing_all_finds(
    our_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = pipeline.open_corpus(our_copy)
    told: list[tuple[str, int, int]] = []

    def by_the_model() -> dict[str, pd.DataFrame]:
        for table in corpus.folders.cache.glob("echoes-*"):
            table.unlink()
        given = corpus.recommendations, corpus.reviews, set(corpus.recommendations["rec_id"])  # no pair counts as coded
        return echo_stage.find_echoes(corpus.folders, *given, tell=lambda *progress: told.append(progress))

    of_all = by_the_model()
    monkeypatch.setattr(candidates, "MANY_ROWS", 100)
    monkeypatch.setattr(candidates, "MOST_EARLIER", 60)
    of_nearest = by_the_model()
    links = [
        set(map(tuple, found["echoes"].query("relation == 'restates'")[["rec_id", "earlier_rec_id"]].to_numpy()))
        for found in (of_all, of_nearest)
    ]
    assert len(links[0]) >= 50 and links[1] <= links[0]
    assert len(links[1]) / len(links[0]) >= 0.98
    nearest_asks = [found["nearest"].drop(columns="relation") for found in (of_nearest, of_all)]
    pd.testing.assert_frame_equal(*nearest_asks)
    assert told[-1][0] == "echoes: pairs compared" and told[-1][1] == told[-1][2]


def coded(one: str, other: str, earlier: str = "review-0/r1", later: str = "review-1/r1") -> pd.DataFrame:
    said = {"pair_id": "p-1", "earlier_ref": earlier, "later_ref": later, "code_a": one, "code_b": other}
    return tables.build([said | {"source": "likely"}], "pairs")


def test_two_coders_beat_the_model_and_one_alone_does_not() -> None:
    two = rows("2013", "2015")
    assert linked(two, coded("unrelated", "unrelated")).empty
    row = linked(two, coded("restates", "restates"), score=0.0).iloc[0]
    assert (row["relation"], row["by"], row["years"]) == ("restates", "coders", 2.0)
    assert linked(two, coded("restates", "related")).iloc[0]["relation"] == "related"


def test_among_very_many_what_the_model_alone_holds_related_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    two, none = rows("2013", "2015"), tables.empty("pairs")
    assert linked(two, none, score=0.0)["relation"].tolist() == ["related"]
    monkeypatch.setattr(candidates, "MANY_ROWS", 1)
    assert linked(two, none, score=0.0).empty
    assert linked(two, none, score=0.9)["relation"].tolist() == ["restates"]
    said = linked(two, coded("restates", "related"), score=0.0).iloc[0]
    assert (said["relation"], said["by"], said["score"]) == ("related", "coders", 0.0)


def test_no_coder_makes_an_echo_against_the_dates() -> None:
    backwards = coded("restates", "restates", "review-1/r1", "review-0/r1")
    assert linked(rows("2013", "2015"), backwards, score=0.0)["relation"].tolist() == ["related"]


def asks(*published: str) -> pd.DataFrame:
    """The same rows as recommendations of counted reviews."""
    return rows(*published).assign(kind="recommendation", in_denominator="yes")


def listed(given: pd.DataFrame, scores: list[float], echoes: pd.DataFrame, decided: set[Pair]) -> list[tuple]:
    """What is listed as near to the last of such rows; each earlier one has a score of its own."""
    alike = np.ones((len(given), 1))
    found = nearest.pool(given, (alike, alike))
    scored = np.array(scores)[found[:, 0]]
    table = nearest.nearest_table(given, found, scored, echoes, decided)
    own = table[table["rec_id"] == given["rec_id"].iloc[-1]]
    return list(zip(own["rank"], own["earlier_id"], own["relation"], strict=True))


def test_the_five_likeliest_earlier_asks_are_listed_with_what_is_known_of_each() -> None:
    given = asks("2010", "2011", "2012", "2013", "2014", "2015", "2020")
    scores = [0.1, 0.6, 0.2, 0.0, 0.3, 0.2, 0.0]
    echo = {"rec_id": "review-6/r1", "earlier_rec_id": "review-1/r1", "relation": "restates", "by": "model"}
    decided = {("review-4/r1", "review-6/r1"), ("review-1/r1", "review-6/r1")}
    assert listed(given, scores, tables.build([echo], "echoes"), decided) == [
        (1, "review-1/r1", "restates"), (2, "review-4/r1", "unrelated"), (3, "review-2/r1", ""),
        (4, "review-5/r1", ""), (5, "review-0/r1", ""),
    ]  # fmt: skip


def test_nothing_is_near_that_may_be_later_or_does_not_count() -> None:
    given = asks("2020", "", "2010", "2011", "2012", "2020-03")
    given.loc[2, "in_denominator"], given.loc[3, "kind"] = "no", "commitment"
    none = tables.empty("echoes")
    assert [row[1] for row in listed(given, [0.9] * 6, none, set())] == ["review-4/r1"]
    assert listed(given.assign(kind="duty"), [0.9] * 6, none, set()) == []


def test_our_nearest_asks_are_there_for_every_recommendation_with_five_before_it(our_run: Path) -> None:
    corpus = pipeline.open_corpus(our_run)
    counts = corpus.nearest.groupby("rec_id")["earlier_id"].nunique()
    latest = corpus.recommendations.query("review_id == 'casey-national-audit-2025'")["rec_id"]
    assert (counts.loc[latest] == nearest.LISTED).all()
    links = corpus.echoes.query("relation == 'restates'")[["rec_id", "earlier_rec_id"]]
    both = corpus.nearest.merge(links, left_on=["rec_id", "earlier_id"], right_on=["rec_id", "earlier_rec_id"])
    assert len(both) and set(both["relation"]) == {"restates"}


def test_quotations_and_conclusions_echo_nothing(our_run: Path) -> None:
    found = pipeline.open_corpus(our_run)
    ids = set(found.echoes["rec_id"]) | set(found.echoes["earlier_rec_id"])
    kinds = found.recommendations.set_index("rec_id").loc[sorted(ids), "kind"]
    assert set(kinds) <= {"recommendation", "commitment", "duty"}


def test_pairs_follow_ids_that_changed() -> None:
    changed = pd.DataFrame({"earlier_id": ["a/r1"], "rec_id": ["a/r2"], "date": ["2026"], "why": [""]})
    from reviewkit.corpus import aliases

    assert aliases.current_ids(pd.Series(["a/r1", "b/r1", "a/r1"]), changed, "pairs.csv") == ["a/r2", "b/r1", "a/r2"]


def test_too_few_coded_pairs_are_an_error_that_says_how_many() -> None:
    one = np.ones((1, 1))
    side = pair_features.pair_side(["Light the lamps."], one, one, (one, one), [""], [""], [])
    with pytest.raises(pair_model.TooFewError, match="1 coded pairs restate"):
        pair_model.fit(side, side, pd.Series(["restates"]), [])


def test_a_lexicon_that_cannot_be_read_names_the_file(tmp_path: Path) -> None:
    file = tmp_path / "concepts.toml"
    file.write_text('[act]\n"train" = ["("]\n', encoding="utf-8")
    with pytest.raises(TableError, match="concepts.toml"):
        concepts.load_lexicon(file)


def test_our_pairs_are_coded_twice_and_refer_to_what_is_there(our_run: Path) -> None:
    folders = paths.folders(our_run)
    pairs = echo_stage.training_pairs(folders)
    known = set(pipeline.open_corpus(our_run).recommendations["rec_id"])
    invented = pairs["later_ref"].str.startswith("invented-")
    kept = ~invented & (pairs["source"] != "strata")  # these were drawn before an entry was left out for its source
    assert set(pairs.loc[kept, "earlier_ref"]) | set(pairs.loc[kept, "later_ref"]) <= known
    assert set(pairs.loc[invented, "source"]) == {"training"}  # and none of these is ever a link
    assert not pairs.duplicated(["earlier_ref", "later_ref"]).any()
    assert (pairs["source"].value_counts() >= 50).all()
    assert (pair_features.agreed_relation(pairs)[pairs["source"] == "training"] != "").all()


def test_a_pair_drawn_from_a_stratum_stands_for_its_share_and_a_training_pair_for_none(our_copy: Path) -> None:
    pairs = echo_stage.training_pairs(paths.folders(our_copy))
    by_source = pairs.groupby("source")["weight"].sum()
    assert by_source["strata"] == pytest.approx(35_563)  # all pairs that nobody had coded when they were drawn
    assert by_source["training"] == 0
    assert by_source["likely"] == (pairs["source"] == "likely").sum()


def test_a_long_text_restates_through_one_of_its_asks(our_copy: Path, tmp_path: Path) -> None:
    """Alone the ask restates; inside a page of others the whole is far from it, and its own sentence is not."""
    earlier = "Train every police officer to recognise the signs that a child is being sexually exploited."
    ask = "The force should train all its officers to recognise the signs of child sexual exploitation."
    others = (
        "We were told of delays in the repair of vehicles, and of buildings that nobody had heated. The estates board "
        "should replace the roof of the northern depot before the winter. It must also publish what this costs. "
    )
    long_text = f"{others}{ask} The board should report on the works to the authority twice a year."
    found = relations(numbered([(earlier, ask), (earlier, long_text), (earlier, others)]), our_copy, tmp_path)
    assert found == ["restates", "restates", "unrelated"]


def test_a_long_text_is_split_where_it_asks_and_a_short_one_is_not() -> None:
    short = "Light the lamps; and coil the ropes."
    assert distinct_asks.distinct_asks(short) == [short]
    items = ["the council should light every lamp on the quay at dusk", "keep a list of all boats that moor overnight"]
    told = "It was dark on the quay in that year, and several boats were lost there for want of a light to steer by."
    long_text = f"{told} We recommend that: (a) {items[0]}; (b) {items[1]}."
    assert distinct_asks.distinct_asks(long_text) == [long_text, *items]


def test_a_link_says_what_speaks_for_it(our_run: Path) -> None:
    echoes = pipeline.open_corpus(our_run).echoes
    assert (echoes["why"] != "").all()
    cameras = echoes[echoes["text"].str.contains("cameras") & echoes["earlier_text"].str.contains("cameras")]
    assert len(cameras) and cameras["why"].str.contains("require cameras in licensed vehicles").any()


def label(said: str) -> str:
    """The number of a recommendation in the words that tell where a quotation comes from."""
    found = re.findall(r"\d+(?:\.\d+)?", re.sub(r"\(printed.*", "", said).split(",")[-1].replace("(HL Paper 179)", ""))
    return found[-1] if found else ""


def plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


@pytest.fixture(scope="module")
def gold(bench: Path) -> dict[str, list[dict]]:
    files = sorted((bench / "gold").glob("*[0-9].json"))
    return {file.stem: json.loads(file.read_text(encoding="utf-8"))["recommendations"] for file in files}


@pytest.mark.usefixtures("unfilled")
def test_what_a_response_quotes_restates_the_report(
    bench: Path, gold: dict[str, list[dict]], our_copy: Path, tmp_path: Path
) -> None:
    files = [bench / "documents" / f"{name}.pdf" for name in RESPONSES]
    bodies = tables.load(paths.folders().corpus / "bodies.csv", "bodies")
    read = {file.stem: found for file, found, _ in reader.recommendations_of(files, bodies)}
    said = json.loads((bench / "gold" / "quoted.json").read_text(encoding="utf-8"))
    pairs, missing = [], 0
    for response, report in RESPONSES.items():
        made = {re.sub(r"[^\d.]", "", each["label"]).strip("."): each["text"] for each in gold[report]}
        rows = read[response].query("kind == 'quoted'")
        for quoted in said:
            if quoted["file"] != f"{response}.pdf" or quoted["form"] != "full" or label(quoted["from"]) not in made:
                continue
            wanted = plain(quoted["first_words"])
            on = {quoted["page"], quoted.get("text_page", quoted["page"])}
            printed = [row.text for row in rows.itertuples() if wanted in plain(row.text) and row.page in on]
            missing += not printed
            pairs += [(made[label(quoted["from"])], min(printed, key=len))] if printed else []
    assert len(pairs) >= 110
    found = relations(numbered(pairs), our_copy, tmp_path)
    assert found.count("restates") / len(pairs) >= 0.98
    assert missing <= 4  # not read as quoted rows: the reader's, and no matter of echoes


@pytest.mark.usefixtures("unfilled")
def test_reports_on_other_subjects_restate_nothing_of_each_other(
    gold: dict[str, list[dict]], our_copy: Path, tmp_path: Path
) -> None:
    names = sorted(gold)
    pairs = [
        (one["text"], other["text"])
        for at, report in enumerate(names)
        for later in names[at + 1 :]
        for one in gold[report]
        for other in gold[later]
    ]
    assert len(pairs) > 4000
    found = relations(numbered(pairs), our_copy, tmp_path)
    assert found.count("restates") <= 2  # two inquiries ask governments to say within a year what they will do
