"""What was answered to which recommendation: matched by words and number, by hand, corrected, and shown."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from reviewkit import build
from reviewkit.base import paths
from reviewkit.base.progress import no_progress
from reviewkit.corpus import statuses, tables
from reviewkit.corpus.corpus import Corpus
from reviewkit.extraction import answer_matching
from reviewkit.reports import changes, review_summary
from tests.helpers.corpora import CODEBOOK, DATA

LAMPS = "The harbour board should put two lamps on every pier and pay a keeper to look after them each night."
BOATS = "The Ministry of Ferries should keep a register of boats, publish it each quarter and tell the harbour towns."
CREWS = "Operators should train their crews in rescue every year and report to the inspectorate what they trained."


def report(*texts: str, edition: str = "official", review_id: str = "ferries-2031") -> pd.DataFrame:
    """The recommendations of a report, numbered from 1."""
    rows = [
        {"rec_id": f"{review_id}/r{number}", "review_id": review_id, "label": f"{number}.", "text": text,
         "kind": "recommendation", "edition": edition, "page": 1, "end_page": 1}
        for number, text in enumerate(texts, start=1)
    ]  # fmt: skip
    return tables.build(rows, "recommendations")


def reviews(responds_to: str = "ferries-2031", complete: str = "yes") -> pd.DataFrame:
    rows = [
        {"review_id": "ferries-2031", "complete": complete},
        {"review_id": "piers-2032", "complete": "yes"},
        {"review_id": "answer-2033", "responds_to": responds_to, "publisher": "Harbour Ministry",
         "published": "2033-05-01", "address": "https://harbour.invalid/answer",
         "document": "official/answer.pdf"},
    ]  # fmt: skip
    return tables.build(rows, "reviews")


def answer(number: str, asked: str, said: str, sure: str = "yes", label: str = "") -> dict[str, object]:
    return {"review_id": "answer-2033", "document": "official/answer.pdf", "number": number, "asked": asked,
            "label": label or f"{number}.", "page": 3, "answer": said, "sure": sure}  # fmt: skip


def matched(answers: list[dict[str, object]], recommendations: pd.DataFrame, **of_reviews: str) -> dict[str, tuple]:
    """The statuses by the end of their ids: answer and whether it is sure."""
    found, _ = answer_matching.match_answers(tables.build(answers, "answers"), recommendations, reviews(**of_reviews))
    return {row.rec_id.partition("/")[2]: (row.answer, row.sure) for row in found.itertuples()}


def test_a_response_that_numbers_anew_is_matched_by_the_words_it_repeats() -> None:
    """A committee's response leaves out conclusions, so that its 1 is the report's 2."""
    answers = [answer("1", BOATS, "accepted"), answer("2", CREWS, "rejected")]
    assert matched(answers, report(LAMPS, BOATS, CREWS)) == {"r2": ("accepted", "yes"), "r3": ("rejected", "yes")}


def test_a_digest_is_matched_by_number_alone() -> None:
    """Its words are ours; a bare number may be another numbering, and is unsure."""
    answers = [answer("1", BOATS, "accepted", label="Recommendation 1"), answer("2", CREWS, "rejected")]
    found = matched(answers, report("Lamps on piers.", "A register of boats.", edition="digest"))
    assert found == {"r1": ("accepted", "yes"), "r2": ("rejected", "no")}


def test_words_that_are_not_those_of_the_number_are_doubted() -> None:
    answers = [answer("1", CREWS, "accepted", label="Recommendation 1")]
    assert matched(answers, report(LAMPS, BOATS)) == {"r1": ("accepted", "no")}


@pytest.mark.parametrize(
    ("said", "whole"),
    [
        (["accepted", "accepted"], ("accepted", "yes")),
        (["accepted", "in principle"], ("in principle", "no")),
        (["accepted", "rejected"], ("in part", "no")),
        (["none", "rejected"], ("none", "no")),
    ],
)
def test_a_number_whose_parts_are_answered_apart_gets_what_holds_of_all(
    said: list[str], whole: tuple[str, str]
) -> None:
    answers = [
        answer(f"1-{part}", "", one, label=f"Recommendation 1{part}") for part, one in zip("ab", said, strict=True)
    ]
    assert matched(answers, report(LAMPS)) == {"r1": whole}


def test_what_cannot_be_matched_is_a_problem_and_no_guess() -> None:
    """A number that two reviews have, and one that nobody has."""
    both = pd.concat([report(LAMPS), report(BOATS, review_id="piers-2032")])
    answers = tables.build([answer("1", "", "accepted"), answer("7", "", "rejected")], "answers")
    of_both = reviews("ferries-2031;piers-2032")
    found, problems = answer_matching.match_answers(answers, both, of_both)
    assert found.empty
    assert problems[["document", "text"]].to_numpy().tolist() == [["official/answer.pdf", "1, 7"]]


def joined(folder: Path, read: pd.DataFrame | None = None, complete: str = "yes") -> dict[str, pd.DataFrame]:
    read = tables.empty("statuses") if read is None else read
    folders = paths.Folders(folder, folder / "figures", folder / "build")
    return statuses.statuses_table(folders, read, report(LAMPS, BOATS), reviews(complete=complete))


def read_status(said: str, date: str = "2033-05-01") -> dict[str, object]:
    return {"rec_id": "ferries-2031/r1", "answer": said, "by": "Harbour Ministry", "date": date, "sure": "no",
            "document": "answer-2033", "page": 3, "known_from": "response"}  # fmt: skip


def write_by_hand(folder: Path, *rows: dict[str, object]) -> None:
    tables.save(tables.build(rows, "responses"), "responses", folder)


def test_the_later_response_stands_and_the_earlier_is_noted(tmp_path: Path) -> None:
    read = tables.build([read_status("accepted"), read_status("rejected", "2032")], "statuses")
    row = joined(tmp_path, read)["statuses"].iloc[0]
    assert (row["answer"], row["note"]) == ("accepted", "also answered: rejected by Harbour Ministry, 2032")


def test_a_row_by_hand_wins_over_what_was_read_and_a_correction_over_both(tmp_path: Path) -> None:
    """Each says where it is known from; the last word on one thing stands, and an empty one takes it back."""
    read = tables.build([read_status("accepted")], "statuses")
    by_hand = {"rec_id": "ferries-2031/r1", "answer": "in part", "by": "Harbour Ministry", "date": "2033-05-01",
               "sure": "yes", "seen_at": "https://harbour.invalid/speech", "done": "no"}  # fmt: skip
    write_by_hand(tmp_path, by_hand)
    row = joined(tmp_path, read)["statuses"].iloc[0]
    assert (row["answer"], row["known_from"], row["seen_at"]) == ("in part", "hand", "https://harbour.invalid/speech")
    said = [
        "what,id,field,value,by,why,date",
        "status,ferries-2031/r1,answer,none,AB,first look,",
        "status,ferries-2031/r1,answer,rejected,AB,read the letter,",
        "status,ferries-2031/r2,done,yes,CD,seen on the pier,",
        "theme,ferries-2031/r2,lamps,yes,CD,,",
    ]
    (tmp_path / "corrections.csv").write_text("\n".join(said) + "\n", encoding="utf-8")
    first, second = joined(tmp_path, read)["statuses"].to_dict("records")
    assert (first["answer"], first["known_from"], first["sure"]) == ("rejected", "correction", "yes")
    assert first["note"] == "answer by AB: read the letter" and first["done"] == "no"
    assert (second["answer"], second["done"], second["done_seen_at"]) == ("", "yes", "seen on the pier")
    (tmp_path / "corrections.csv").write_text(
        "\n".join([*said, "status,ferries-2031/r1,answer,,AB,,"]), encoding="utf-8"
    )
    assert joined(tmp_path, read)["statuses"]["answer"].tolist() == ["in part", ""]


def test_what_does_not_fit_is_a_problem(tmp_path: Path) -> None:
    """An id that is gone, and an answer to what a list held whole has not; a value that is none changes nothing."""
    write_by_hand(tmp_path, {"rec_id": "ferries-2031/r9", "answer": "accepted"}, {"rec_id": "boats-1999/r1"})
    said = "what,id,field,value,by,why,date\nstatus,ferries-2031/r1,answer,maybe,AB,,\nstatus,gone/r1,done,yes,AB,,\n"
    (tmp_path / "corrections.csv").write_text(said, encoding="utf-8")
    result = joined(tmp_path)
    assert result["statuses"].empty
    assert set(result["problems"]["text"]) == {
        "ferries-2031/r9", "boats-1999/r1", "status, gone/r1, done: yes (AB)",
    }  # fmt: skip
    assert "ferries-2031/r9" not in set(joined(tmp_path, complete="no")["problems"]["text"])


def test_our_own_rows_are_as_declared_and_say_where_they_were_seen() -> None:
    """Every one is of a review of the catalogue, answered by a document of it that answers this review."""
    responses = tables.load(paths.ROOT / "corpus" / "responses.csv", "responses")
    listed = tables.load(paths.ROOT / "corpus" / "catalogue.csv", "catalogue").set_index("review_id")
    assert (responses["seen_at"] != "").all() and (responses["by"] != "").all()
    for row in responses.itertuples():
        assert row.rec_id.partition("/")[0] in listed.loc[row.document, "responds_to"].split(";")
    audit = responses[responses["rec_id"].str.startswith("casey-national-audit-2025/")]
    assert len(audit) == 12 and set(audit["answer"]) == {"accepted"}


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """The invented inquiry of a digest of ours, and the invented response to it, read as a run reads them."""
    folder = tmp_path_factory.mktemp("answered")
    (folder / "official").mkdir()
    (folder / "codebook.toml").write_text(CODEBOOK, encoding="utf-8")
    rows = [
        {"review_id": "homes-2030", "title": "Homes", "short_title": "Homes", "kind": "inquiry",
         "date_published": "2030", "in_denominator": "yes"},
        {"review_id": "answer-2031", "title": "Answer", "short_title": "Answer", "kind": "government-response",
         "publisher": "Ministry", "date_published": "2031-03", "in_denominator": "no", "responds_to": "homes-2030"},
    ]  # fmt: skip
    for name, table in (("catalogue", rows), ("bodies", []), ("events", [])):
        tables.save(tables.build(table, name), name, folder)
    shutil.copy(DATA / "web-iicsa.html", folder / "official" / "homes-2030.html")
    shutil.copy(DATA / "response.pdf", folder / "official" / "answer-2031.pdf")
    folders = paths.Folders(folder, folder / "figures", folder / "build")
    return build.build_tables(folders, no_progress)


def test_a_run_joins_what_a_response_says_to_the_review_that_it_answers(answered: Corpus) -> None:
    """The words are another inquiry's, so that each is doubted; the number, page and source are told."""
    first = answered.statuses.set_index("rec_id").loc["homes-2030/r1"]
    assert (first["answer"], first["sure"], first["by"], first["page"]) == ("accepted", "no", "Ministry", 3)
    assert first["document"] == "answer-2031" and first["known_from"] == "response"
    assert first["note"] == "the words that it repeats are not those of this number"


def test_the_answer_stands_in_the_tables_that_people_read(answered: Corpus) -> None:
    words = "accepted (Ministry, 2031-03; unsure)"
    summary = review_summary.asks_of(answered, "homes-2030").set_index("rec_id")
    assert summary.loc["homes-2030/r1", "status"] == words
    assert answered.asks(review="homes-2030").set_index("rec_id").loc["homes-2030/r1", "status"] == words
    words = statuses.count_words(answered.statuses, ["homes-2030/r1"])
    assert words == "Answers known: 1 accepted; 1 of these is unsure."
    assert statuses.count_words(answered.statuses, []) == "Answers known: none."


def test_the_changes_tell_a_status_that_came_and_why(answered: Corpus) -> None:
    now = answered.statuses
    came = changes.status_changes(tables.empty("statuses"), now.iloc[:1])
    assert [(row["about"], row["change"], row["after"]) for row in came] == [
        ("status", "new", "accepted (Ministry, 2031-03; unsure)")
    ]
    assert changes.status_changes(now, now) == []
