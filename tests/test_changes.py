"""What changed between two runs: every change is a row, with why; a new review is told as a story."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest
from helpers.corpora import DATA, SMALL, Held, hashes, written
from helpers.inventing import corpus as invented
from helpers.program import program as said

from reviewkit import pipeline
from reviewkit.base import paths
from reviewkit.base.errors import InputError
from reviewkit.corpus import tables
from reviewkit.reports import change_report, changes, review_summary

pytestmark = pytest.mark.drawn


def state(**given: list[dict[str, object]]) -> dict[str, pd.DataFrame]:
    """What a run left, from rows; tables that are not given have none."""
    numbers = pd.DataFrame(given.get("numbers", []), columns=["name", "value"])
    figures = pd.DataFrame(given.get("figures", []), columns=["figure", "numbers", "drawing"])
    names = ("reviews", "recommendations", "codes", "topics", "echoes", "statuses")
    made = {name: tables.build(given.get(name, []), name) for name in names}
    said = made["recommendations"].rename(columns={"text": "words"})[["rec_id", "words"]]
    shown = pd.DataFrame(given["shown"]) if "shown" in given else said
    words = tables.build(given.get("corrections", []), "corrections")
    return made | {"numbers": numbers, "figures": figures, "shown": shown, "corrections": words}


def ask(rec_id: str, text: str = "Mend the lamps.", page: int = 3) -> dict[str, object]:
    return {"rec_id": rec_id, "review_id": rec_id.partition("/")[0], "text": text, "page": page, "end_page": page}


def told(before: dict[str, pd.DataFrame], now: dict[str, pd.DataFrame]) -> list[tuple[str, ...]]:
    return [tuple(row) for row in changes.compare(before, now).to_numpy().tolist()]


def test_without_a_run_before_and_without_a_change_there_is_no_row() -> None:
    now = state(recommendations=[ask("a/r1")], reviews=[{"review_id": "a", "held": 1}])
    assert changes.compare(None, now).empty
    assert changes.compare(now, now).empty


def test_recommendations_that_come_go_and_have_other_words_pages_or_ids_are_told() -> None:
    before = state(
        recommendations=[ask("a/r1"), ask("a/r2", "Count the boats."), ask("a/r3", "Paint the pier."), ask("a/old")]
    )
    now = state(
        recommendations=[
            ask("a/r1", page=4),
            ask("a/r2", "Count all boats."),
            ask("a/r9", "Paint the pier."),
            ask("a/x", "New."),
        ]
    )
    assert told(before, now) == [
        ("recommendation", "a/old", "gone", "", "", ""),
        ("recommendation", "a/r1", "changed", ", p. 3", ", p. 4", "its place"),
        ("recommendation", "a/r2", "changed", "", "", "its words"),
        ("recommendation", "a/r9", "moved", "a/r3", "a/r9", "the same words under another id"),
        ("recommendation", "a/x", "new", "", "", ""),
    ]


def test_two_with_the_same_words_are_not_taken_for_one_that_moved() -> None:
    before, now = state(recommendations=[ask("a/r1")]), state(recommendations=[ask("a/r2"), ask("a/r3")])
    assert {row[2] for row in told(before, now)} == {"new", "gone"}


@pytest.mark.parametrize(
    ("before", "now", "row"),
    [
        ([], [{"theme": "lamps", "by": "model", "score": 0.62}],
         ("code", "a/r1", "given", "", "lamps", "the model, which learned from other rows (score now 0.62)")),
        ([{"theme": "lamps", "by": "model", "score": 0.5}], [],
         ("code", "a/r1", "lost", "lamps", "", "the model, which learned from other rows (score before 0.50)")),
        ([], [{"theme": "lamps", "by": "correction"}], ("code", "a/r1", "given", "", "lamps", "a person's correction")),
        ([{"theme": "lamps", "by": "coders"}], [],
         ("code", "a/r1", "lost", "lamps", "", "the coders' own codes, which is there no more")),
    ],
)  # fmt: skip
def test_a_code_that_moved_says_who_moved_it(before: list, now: list, row: tuple[str, ...]) -> None:
    states = [
        state(recommendations=[ask("a/r1")], codes=[{"rec_id": "a/r1"} | each for each in codes])
        for codes in (before, now)
    ]
    assert told(*states) == [row]


def word(what: str, name: str, field: str, value: str, by: str = "AB") -> dict[str, object]:
    return {"what": what, "id": name, "field": field, "value": value, "by": by, "why": "read again"}


MODEL = {"rec_id": "a/r1", "theme": "lamps", "by": "model", "score": 0.65}


@pytest.mark.parametrize(
    ("before", "now", "why"),
    [
        pytest.param({"codes": [MODEL]}, {"corrections": [word("theme", "a/r1", "lamps", "no")]},
                     "a person's correction; AB: read again", id="a theme that a person struck"),
        pytest.param({"codes": [MODEL | {"by": "correction"}], "corrections": [word("theme", "a/r1", "lamps", "yes")]},
                     {}, "a person's correction; the correction by AB is there no more", id="a word that is gone"),
        pytest.param({}, {"corrections": [word("drop", "a/r2", "", "")]}, "AB: read again", id="dropped"),
        pytest.param({}, {"corrections": [word("merge", "a/r1", "", "a/r2")]}, "AB: read again", id="merged"),
        pytest.param({"corrections": [word("add", "a/r2", "", "1 | a | b")]}, {},
                     "the correction by AB is there no more", id="no longer added"),
        pytest.param({"echoes": [{"rec_id": "b/r1", "earlier_rec_id": "a/r1", "relation": "restates", "by": "model"}]},
                     {"corrections": [word("link", "b/r1", "a/r1", "unrelated")]}, "AB: read again", id="a link"),
        pytest.param({"reviews": [{"review_id": "a", "in_denominator": "yes"}]},
                     {"reviews": [{"review_id": "a", "in_denominator": "no"}],
                      "corrections": [word("review", "a", "in_denominator", "no")]},
                     "in denominator; AB: read again", id="what counts"),
        pytest.param({"reviews": [{"review_id": "a", "complete": "no"}]},
                     {"reviews": [{"review_id": "a", "complete": "yes"}],
                      "corrections": [word("list", "a", "checked", "yes")]},
                     "complete; AB: read again", id="a list that was ticked"),
    ],
)  # fmt: skip
def test_whose_word_a_change_is_and_why_is_told(before: dict[str, list], now: dict[str, list], why: str) -> None:
    said = [*before.get("corrections", []), *now.get("corrections", [])]
    there, taken_out = ["a/r1", "b/r1", "a/r2"], ["a/r2"] * any(row["what"] in ("drop", "merge", "add") for row in said)
    states = [
        state(recommendations=[ask(name) for name in there if name not in gone], **given)
        for gone, given in (([], before), (taken_out, now))
    ]
    (row,) = told(*states)
    assert row[5] == why


def test_an_older_word_has_no_part_in_a_new_change() -> None:
    old = word("theme", "a/r1", "lamps", "yes")
    before, now = (state(recommendations=[ask("a/r1")], codes=codes, corrections=[old]) for codes in ([MODEL], []))
    assert told(before, now)[0][5].startswith("the model")


def test_codes_of_what_came_or_went_are_not_told_twice() -> None:
    now = state(recommendations=[ask("a/r1")], codes=[{"rec_id": "a/r1", "theme": "lamps", "by": "model"}])
    assert [row[0] for row in told(state(), now)] == ["recommendation"]


def test_a_topic_that_moved_says_why() -> None:
    def placed(**topic: str) -> dict[str, pd.DataFrame]:
        return state(
            topics=[{"rec_id": f"a/{name}", "topic_id": each, "nearness": 0.5} for name, each in topic.items()]
        )

    rows = told(placed(r1="t1", r2="t1", r3="t2"), placed(r1="t1", r2="t2", r3="t2", r4="t2"))
    assert [row[1:5] for row in rows] == [("a/r2", "moved", "t1", "t2")]
    assert "1 came and 0 went" in rows[0][5]
    assert "t1 has ended; t3 is new" in told(placed(r1="t1"), placed(r1="t3"))[0][5]


def test_links_of_what_was_there_that_come_go_or_are_others_are_told() -> None:
    def linked(*links: tuple[str, str, str, str]) -> dict[str, pd.DataFrame]:
        names = ("rec_id", "earlier_rec_id", "relation", "by")
        rows = [dict(zip(names, link, strict=True)) for link in links]
        return state(recommendations=[ask("a/r1"), ask("b/r1"), ask("c/r1")], echoes=rows)

    before = linked(("c/r1", "a/r1", "related", "model"), ("c/r1", "b/r1", "restates", "model"))
    now = linked(("c/r1", "a/r1", "restates", "coders"), ("b/r1", "a/r1", "restates", "model"))
    assert told(before, now) == [
        ("echo", "b/r1", "given", "", "restates a/r1, by model", ""),
        ("echo", "c/r1", "changed", "related a/r1, by model", "restates a/r1, by coders", ""),
        ("echo", "c/r1", "lost", "restates b/r1, by model", "", ""),
    ]


def test_who_is_asked_what_it_is_and_what_is_masked_are_told() -> None:
    before = state(
        recommendations=[ask("a/r1") | {"kind": "recommendation", "bodies": "police"}],
        reviews=[{"review_id": "a", "title": "Lamps"}],
    )
    now = state(
        recommendations=[ask("a/r1") | {"kind": "conclusion", "bodies": "police;ofsted"}],
        reviews=[{"review_id": "a", "title": "Lamps and ropes"}],
        shown=[{"rec_id": "a/r1", "words": "[name] the lamps."}],
    )
    assert {(row[0], row[5]) for row in told(before, now)} == {
        ("review", "title"), ("recommendation", "its kind"), ("recommendation", "who is asked"),
        ("recommendation", "its words as they may leave"),
    }  # fmt: skip


def test_headline_numbers_and_figures_before_and_after() -> None:
    before = state(
        numbers=[("reviews counted", "56")], figures=[("asked", "a", "b"), ("old", "a", "a"), ("same", "a", "a")]
    )
    now = state(
        numbers=[("reviews counted", "57")], figures=[("asked", "a", "c"), ("new", "a", "a"), ("same", "a", "a")]
    )
    assert told(before, now) == [
        ("number", "reviews counted", "changed", "56", "57", ""),
        ("figure", "asked", "changed", "", "", "its drawing or words alone"),
        ("figure", "new", "new", "", "", ""),
        ("figure", "old", "gone", "", "", ""),
    ]


@pytest.fixture(scope="module")
def added(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, pipeline.Done]:
    """Invented reviews, run; then the newest of them, which repeats two asks of the one before it, is put in."""
    folder = invented(tmp_path_factory.mktemp("changes") / "corpus", 11)
    newest = folder / "official" / "harbour-2022.pdf"
    waiting = shutil.move(newest, folder.parent / newest.name)
    pipeline.run(folder)
    assert (folder / "figures" / "changes.md").read_bytes() == b""
    shutil.move(waiting, newest)
    return folder, pipeline.run(folder)


def test_a_new_review_is_told_by_what_it_repeats_and_what_is_new(added: tuple[Path, pipeline.Done]) -> None:
    """Two of its four asks are those of the review before it (see inventing.py)."""
    folder, done = added
    rows = review_summary.asks_of(done.corpus, "harbour-2022")
    assert list(rows["reviews_before"] > 0) == [True, True, False, False]
    assert set(rows.loc[rows["reviews_before"] > 0, "first_in"]) == {"Harbour 10"}
    text = (folder / "figures" / "changes.md").read_text(encoding="utf-8")
    assert "Found of what it asks or promises: 4 of 4; of these, repeating an earlier review's: 2." in text
    asked, _, rest = text.partition("### Not counted as asked before")
    assert asked.count("First asked in Harbour 10, 2021-03-01; by 1 review before this one (linked by the model)") == 2
    assert "reviews whose whole list is held: changed, 10 -> 11" in rest
    assert "repeats-per-thousand: changed (its numbers)" in rest


def test_under_each_new_ask_stand_five_earlier_ones_and_how_to_say_yes(added: tuple[Path, pipeline.Done]) -> None:
    """None of them is called new; what counts as restated is not among those to decide on."""
    folder, done = added
    text = (folder / "figures" / "changes.md").read_text(encoding="utf-8")
    assert text.count("Nearest earlier recommendations - not counted: read and decide") == 4
    assert "restating no earlier" not in text.lower()
    own = done.corpus.nearest[done.corpus.nearest["rec_id"].str.startswith("harbour-2022/")]
    assert list(own.groupby("rec_id").size()) == [5] * 4
    for row in own.itertuples():
        assert (f"`link,{row.rec_id},{row.earlier_id},restates,,,`" in text) == (row.relation != "restates")


def test_the_table_says_the_same_and_a_second_run_empties_both(added: tuple[Path, pipeline.Done]) -> None:
    folder, _ = added
    rows = pd.read_csv(folder / "figures" / "changes.csv", dtype=str, keep_default_na=False)
    new = rows[(rows["about"] == "recommendation") & (rows["change"] == "new")]
    assert list(new["id"]) == [f"harbour-2022/r{number}" for number in range(1, 5)]
    before, text = hashes(folder / "tables"), (folder / "figures" / "changes.md").read_bytes()
    pipeline.run(folder)
    assert change_report.kept_numbers(paths.folders(folder)) == [1]  # what changed is kept, by number
    assert change_report.last_changes(paths.folders(folder), 1).encode() == text
    assert (folder / "figures" / "changes.md").read_bytes() == b""
    assert hashes(folder / "tables") == before


@pytest.mark.usefixtures("undrawn")
def test_words_of_a_review_stand_in_the_story_as_they_may_leave(tmp_path: Path) -> None:
    """Screened, cut where no licence is open, and with no markup of their own."""
    corpus = written(tmp_path / "corpus", (SMALL[0], Held("harbour-new-2038")))
    pipeline.run(corpus)
    shutil.copy(DATA / "decimals.pdf", corpus / "official" / "harbour-new-2038.pdf")
    done = pipeline.run(corpus)
    rows = review_summary.asks_of(done.corpus, "harbour-new-2038")
    assert (rows["words"].str.len() <= 210).all() and rows["words"].str.endswith("...").any()


@pytest.mark.usefixtures("undrawn")
def test_the_command_prints_the_last_changes_and_nothing_where_there_were_none(tmp_path: Path) -> None:
    corpus = written(tmp_path / "corpus", SMALL[:1])
    refused = said("--corpus", corpus, "changes")
    assert (refused.returncode, refused.stdout) == (2, "")
    pipeline.run(corpus)
    nothing = said("--corpus", corpus, "changes")
    assert (nothing.returncode, nothing.stdout) == (0, "")
    assert "changed nothing" in nothing.stderr


def test_topics_come_last_and_in_a_line() -> None:
    moved = {"about": "topic", "change": "moved", "before": "t9", "after": "t1"}
    rows = [moved | {"id": f"a/r{n}", "why": "t9 has ended" if n else "it lay at 0.4"} for n in range(3)]
    rows.append({"about": "echo", "id": "a/r1", "change": "lost", "before": "restates b/r1, by model"})
    text = change_report._to_markdown(tables.build(rows, "changes"), [], {}, "All of it is our paraphrase.")
    *_, last = text.split("## ")
    assert (
        last == "Topics\n\n3 recommendations moved between topics (t9 has ended): each is in changes.csv, with why.\n"
    )


def test_earlier_changes_are_kept_by_number_and_a_run_done_again_takes_no_number(tmp_path: Path) -> None:
    folders = paths.Folders(tmp_path, tmp_path / "figures", tmp_path / "build")
    for text in (b"one", b"one", b"two"):
        change_report._keep_by_number(folders, {"md": text, "csv": text})
    assert change_report.kept_numbers(folders) == [1, 2]
    assert [change_report.last_changes(folders, number) for number in (1, 2)] == ["one", "two"]
    with pytest.raises(InputError, match="there are 1 to 2"):
        change_report.last_changes(folders, 7)
