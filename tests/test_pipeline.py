"""The order of things, on a small corpus of invented reviews: what is used, what is read again, what a fault costs."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest
from helpers.corpora import BODIES, DATA, OURS, SMALL, TWO_PARTS, Held, hashes, of, of_documents, review, truth, written

from reviewkit import pipeline
from reviewkit.base import paths, workers
from reviewkit.base.text import split_list
from reviewkit.corpus.corpus import TABLES
from reviewkit.extraction import reader


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> pipeline.Done:
    """One run of the small corpus."""
    return pipeline.run(written(tmp_path_factory.mktemp("small") / "corpus"))


def test_a_review_that_is_held_whole_says_so(done: pipeline.Done) -> None:
    """Printed twice and counted once; its words, its bodies and its pages are those of the invented review."""
    expected = truth("boxes-over-a-page")["recommendations"]
    found = of(done, "harbour-boxes-2031")
    assert found["rec_id"].tolist() == [f"harbour-boxes-2031/r{n}" for n in range(1, len(expected) + 1)]
    assert [" ".join(text.split()) for text in found["text"]] == [row["text"] for row in expected]
    assert set(split_list(found["bodies"].iloc[0])) == {"county-councils", "police-forces"}
    said = review(done, "harbour-boxes-2031")
    assert (said["edition"], said["complete"]) == ("official", "yes")
    assert said["held"] == said["n_recommendations"] == len(expected)
    assert said["pages"] == max(page for row in expected for page in [row["end_page"], *row["also_pages"]])
    assert said["document"] == "official/harbour-boxes-2031.pdf"


def test_the_official_text_is_read_where_a_digest_is_there_too(done: pipeline.Done) -> None:
    """And its conclusions are kept and not counted. Without a total or a person's tick it is no whole list."""
    expected = truth("decimals")["recommendations"]
    found = of(done, "harbour-committee-2032")
    assert found["kind"].tolist() == [row["kind"] for row in expected]
    assert set(found["edition"]) == {"official"} and set(found["seen_at"]) == {""}
    said = review(done, "harbour-committee-2032")
    assert said["held"] == sum(row["kind"] == "recommendation" for row in expected) < len(expected)
    assert (said["edition"], said["complete"]) == ("official", "no")


def test_a_digest_counts_its_parts_once_and_is_not_taken_for_the_whole(done: pipeline.Done) -> None:
    with (OURS / "digests" / "digests.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["review_id"] == TWO_PARTS.stem]
    found = of(done, "harbour-digest-2033")
    assert sorted(found["text"]) == sorted(row["summary"] for row in rows)
    assert (found["seen_at"] != "").all() and set(found["edition"]) == {"digest"}
    said = review(done, "harbour-digest-2033")
    assert said["held"] == len({row["number"] for row in rows}) < len(rows)
    assert (said["edition"], said["complete"]) == ("digest", "no")


def test_a_review_that_is_not_at_hand_stays_in_the_table(done: pipeline.Done) -> None:
    said = review(done, "harbour-nothing-2034")
    assert (said["edition"], said["document"], said["held"], said["complete"]) == ("none", "", 0, "no")
    assert pd.isna(said["pages"])


@pytest.mark.parametrize(
    ("review_id", "words"),
    [
        ("harbour-broken-2035", "cannot be opened"),
        ("harbour-pictures-2036", "text layer"),
        ("harbour-none-2037", "no recommendation was found"),
    ],
)
def test_a_document_that_gives_nothing_costs_its_own_row_in_problems(
    review_id: str, words: str, done: pipeline.Done
) -> None:
    said = review(done, review_id)
    assert (said["edition"], said["held"], said["complete"]) == ("official", 0, "no")
    problems = done.corpus.problems.set_index("document")
    row = problems.loc[f"official/{review_id}.pdf"]
    assert words in row["what"] and row["next_step"]
    assert of(done, review_id).empty


def test_nothing_else_is_a_problem(done: pipeline.Done) -> None:
    """Bodies that a document prints and the table does not hold are problems of their own."""
    others = done.corpus.problems[done.corpus.problems["what"] != "a body that is asked is not known"]
    assert others["document"].tolist() == [
        "coded.csv",
        *(f"official/harbour-{name}.pdf" for name in ("broken-2035", "none-2037", "pictures-2036")),
        "pairs.csv",
        "topics",
    ]


def test_a_body_that_is_asked_and_not_known_is_listed(done: pipeline.Done) -> None:
    with (OURS / "digests" / "digests.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["review_id"] == TWO_PARTS.stem]
    asked = {name for row in rows for name in split_list(row["addressed_to"])} - {"Ministry of Justice"}
    unknown = done.corpus.problems[done.corpus.problems["what"] == "a body that is asked is not known"]
    assert set(unknown["text"]) == asked and asked
    assert set(unknown["document"]) == {"digests/harbour-digest-2033.pdf"}


@pytest.mark.drawn
def test_every_table_is_written_and_opens_as_it_was_made(tmp_path: Path) -> None:
    corpus = written(tmp_path / "corpus", SMALL[:3])
    made = pipeline.run(corpus).corpus
    assert {path.name for path in paths.folders(corpus).tables.iterdir()} == {
        f"{name}.csv" if name != "pages" else "pages.parquet" for name in (*TABLES, "masked")
    }
    opened = pipeline.open_corpus(corpus)
    for name in TABLES:
        table = made.table(name)
        pd.testing.assert_frame_equal(getattr(opened, name), table, check_dtype=False, obj=name)


def test_a_recommendation_opens_to_its_document_and_page(done: pipeline.Done) -> None:
    """Figure, rows, recommendation, document, page: no link of that chain is missing."""
    documents = done.corpus.reviews.set_index("review_id")["document"]
    pages = set(zip(done.corpus.pages["document"], done.corpus.pages["page"], strict=True))
    for row in done.corpus.recommendations.itertuples():
        assert {(documents[row.review_id], row.page), (documents[row.review_id], row.end_page)} <= pages


@pytest.mark.drawn
def test_only_what_changed_is_read_again(tmp_path: Path) -> None:
    held = (SMALL[0], SMALL[1], SMALL[4])  # two that can be read, one that cannot
    corpus = written(tmp_path / "corpus", held)
    folders = paths.folders(corpus)
    first = pipeline.run(corpus)
    assert (first.read, first.reused) == (3, 0)
    made = hashes(folders.tables, folders.figures)
    assert (folders.figures / "changes.md").read_bytes() == b""

    untouched = pipeline.run(corpus)
    assert (untouched.read, untouched.reused) == (0, 3)
    assert hashes(folders.tables, folders.figures) == made

    shutil.copy(DATA / "inspectorate.pdf", folders.official / "harbour-boxes-2031.pdf")
    changed = pipeline.run(corpus)
    assert (changed.read, changed.reused) == (1, 2)
    expected = [row["text"] for row in truth("inspectorate")["recommendations"]]
    assert [" ".join(text.split()) for text in of(changed, "harbour-boxes-2031")["text"]] == expected

    shutil.copy(DATA / "boxes-over-a-page.pdf", folders.official / "harbour-boxes-2031.pdf")
    shutil.rmtree(folders.cache)
    again = pipeline.run(corpus)
    assert (again.read, again.reused) == (3, 0)
    told = {"changes.md", "changes.csv"}  # the document came back
    assert {name for name, code in hashes(folders.tables, folders.figures).items() if made[name] != code} == told


def test_a_document_that_stops_its_reader_costs_its_row_and_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What had no answer is not kept: a machine with more memory, or less to do, may read it the next time."""
    corpus = written(tmp_path / "corpus", SMALL[:2])
    each = workers.map_documents

    def stopping(function: Callable[[Path], object], files: list[Path]) -> Iterator[tuple[Path, object]]:
        stopped = workers.Failure("was still being read after 3 seconds", "check the file")
        for file, answer in each(function, files):
            yield file, stopped if "boxes" in file.name else answer

    with monkeypatch.context() as patched:
        patched.setattr(workers, "map_documents", stopping)
        done = pipeline.run(corpus)
        ((_, found, problems),) = reader.recommendations_of([corpus / "official" / "harbour-boxes-2031.pdf"], BODIES)
    (problem,) = of_documents(done.corpus.problems).to_dict("records")
    assert problem["document"] == "official/harbour-boxes-2031.pdf"
    assert (problem["what"], problem["next_step"]) == ("was still being read after 3 seconds", "check the file")
    assert set(done.corpus.recommendations["review_id"]) == {"harbour-committee-2032"}
    assert (len(found), problems["what"].tolist()) == (0, ["was still being read after 3 seconds"])

    again = pipeline.run(corpus)
    assert (again.read, again.reused, len(of_documents(again.corpus.problems))) == (1, 1, 0)


def test_a_new_word_in_the_catalogue_reads_no_document_again(tmp_path: Path) -> None:
    corpus = written(tmp_path / "corpus", SMALL[:1])
    pipeline.run(corpus)
    path = corpus / "catalogue.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",harbour-boxes-2031,", ",Boxes,"), encoding="utf-8")
    done = pipeline.run(corpus)
    assert (done.read, done.reused) == (0, 1)
    assert review(done, "harbour-boxes-2031")["title"] == "Boxes"


def test_the_digest_comes_back_when_the_official_text_is_taken_away(tmp_path: Path) -> None:
    corpus = written(tmp_path / "corpus", (SMALL[1],))
    assert review(pipeline.run(corpus), "harbour-committee-2032")["edition"] == "official"
    (corpus / "official" / "harbour-committee-2032.pdf").unlink()
    done = pipeline.run(corpus)
    assert review(done, "harbour-committee-2032")["edition"] == "digest"
    assert set(of(done, "harbour-committee-2032")["edition"]) == {"digest"}


def test_the_same_bytes_under_another_name_are_told_by_their_own_name(tmp_path: Path) -> None:
    """What is kept goes by content: the words about a document must not carry the name it had before."""
    names = ("a-2031", "b-2032")
    corpus = written(tmp_path / "corpus", tuple(Held(name, official=DATA / "no-text-layer.pdf") for name in names))
    problems = pipeline.run(corpus).corpus.problems
    problems = of_documents(pd.concat([problems, pipeline.run(corpus).corpus.problems]))
    assert len(problems) == 4
    for row in problems.itertuples():
        assert Path(row.document).name in row.next_step


@pytest.mark.drawn
def test_a_corpus_without_documents_gives_its_tables_and_figures(tmp_path: Path) -> None:
    """That is where everybody with a subject of their own begins."""
    done = pipeline.run(written(tmp_path / "corpus", (Held("harbour-nothing-2034"),)))
    assert (done.read, done.reused, len(done.corpus.reviews), len(done.corpus.recommendations)) == (0, 0, 1, 0)
    assert (tmp_path / "corpus" / "figures" / "README.md").is_file()


def test_progress_is_told_up_to_the_last_document(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    pipeline.run(written(tmp_path / "corpus", SMALL[:2]), tell=lambda *step: told.append(step))
    assert [step for step in told if step[0] == "documents"] == [("documents", 1, 2), ("documents", 2, 2)]


def test_documents_are_read_without_a_catalogue_and_in_their_order() -> None:
    files = [DATA / "decimals.pdf", DATA / "broken" / "empty.pdf", DATA / "table.pdf"]
    answers = list(reader.recommendations_of(files, BODIES))
    assert [file for file, _, _ in answers] == files
    assert [len(found) for _, found, _ in answers] == [
        len(truth("decimals")["recommendations"]), 0, len(truth("table")["recommendations"])
    ]  # fmt: skip
    assert [len(problems) for _, _, problems in answers] == [0, 1, 0]


def test_no_document_is_read_twice_for_one_answer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """`opened` gives the tables of the last run, and runs only where there are none."""
    corpus = written(tmp_path / "corpus", SMALL[:1])
    first = pipeline.open_corpus(corpus)
    assert len(first.recommendations) == len(truth("boxes-over-a-page")["recommendations"])
    monkeypatch.setattr(pipeline, "run", lambda *_: pytest.fail("the corpus was run again"))
    pd.testing.assert_frame_equal(pipeline.open_corpus(corpus).reviews, first.reviews, check_dtype=False)
