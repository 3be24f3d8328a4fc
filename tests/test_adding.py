"""A new review comes into the corpus: what it says of itself is proposed, a person's word beats it, nothing is lost."""

from __future__ import annotations

import functools
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest
import typst
from click.testing import Result
from helpers.corpora import DATA, SMALL, Held, hashes, of, review, written
from helpers.inventing import typeset
from helpers.program import program
from helpers.serving import Publisher, publisher

from reviewkit import pipeline
from reviewkit.acquisition.fetch import fetching, policy
from reviewkit.acquisition.metadata import short_titles
from reviewkit.base import paths, workers
from reviewkit.base.errors import DocumentError, TableError
from reviewkit.corpus import denominator, tables

OURS = paths.ROOT / "corpus"
TWO = ("casey-national-audit-2025", "taxi-task-finish-2018")
GIVEN = {"title": "Harbour lamps", "publisher": "Harbour board", "date_published": "2031-05", "review_id": "lamps-2031"}
COVER = """#set page(paper: "a4")
#set text(font: "DejaVu Sans Mono", size: 11pt)
#text(size: 30pt)[Inquiry into the lamps of the harbour]

Published by the Northpool Harbour Board

12 May 2031
#pagebreak()
Contains information licensed under the Open Government Licence v3.0.
== Recommendations
*Recommendation 1:* The harbour board should light every pier from dusk until the last ferry has come in.
"""


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small corpus that was run."""
    folder = written(tmp_path_factory.mktemp("ran") / "corpus", SMALL[:1])
    pipeline.run(folder)
    return folder


@pytest.fixture
def corpus(ran: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return shutil.copytree(ran, tmp_path / "corpus")


@pytest.fixture
def lamps(tmp_path: Path) -> Path:
    """A review that has just come out."""
    file = tmp_path / "download (1).pdf"
    file.write_bytes(typst.compile(COVER.encode()))
    return file


def row(corpus: Path, review_id: str) -> dict[str, object]:
    return tables.load(corpus / "catalogue.csv", "catalogue").set_index("review_id").loc[review_id].to_dict()


def test_what_a_document_says_of_itself_is_taken_and_told_from_where(corpus: Path, lamps: Path) -> None:
    entered, done = pipeline.add(str(lamps), {}, corpus)
    made = row(corpus, entered.review_id)
    assert (made["title"], made["date_published"]) == ("Inquiry into the lamps of the harbour", "2031-05-12")
    assert (made["kind"], made["pages"], made["licence"]) == ("inquiry", 2, "OGL v3.0")
    assert "Northpool Harbour Board" in made["publisher"]
    assert all(said.endswith(")") and " (" in said for said in entered.origins[:-1])
    assert any("page 1" in said for said in entered.origins if said.startswith("title"))
    assert of(done, entered.review_id)["label"].tolist() == ["Recommendation 1"]
    assert entered.file == corpus / "official" / f"{entered.review_id}.pdf"
    assert entered.file.read_bytes() == lamps.read_bytes()


def test_a_person_s_word_beats_the_document_s(corpus: Path, lamps: Path) -> None:
    cells = GIVEN | {"kind": "audit", "area": "Northpool", "n_recommendations": "7", "in_denominator": "yes"}
    entered, done = pipeline.add(str(lamps), cells, corpus)
    made = row(corpus, "lamps-2031")
    assert {name: str(made[name]) for name in cells if name != "review_id"} == {
        name: value for name, value in cells.items() if name != "review_id"
    }
    assert review(done, "lamps-2031")["complete"] == "no"
    assert "title: Harbour lamps (given)" in entered.origins


def test_what_is_needed_and_not_said_is_asked_for_and_nothing_is_written(corpus: Path, tmp_path: Path) -> None:
    before = hashes(corpus)
    file = shutil.copy(DATA / "decimals.pdf", tmp_path / "x.pdf")
    with pytest.raises(TableError, match=r"x\.pdf: does not say its .*date published \(--date\)"):
        pipeline.add(str(file), {}, corpus)
    assert hashes(corpus) == before


def test_all_that_is_missing_is_named_at_once_and_before_a_corpus_is_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = written(tmp_path / "corpus", SMALL[:1])  # never run
    monkeypatch.setattr(pipeline, "run", lambda *given: pytest.fail("it was run"))
    file = tmp_path / "page.html"
    file.write_text("<!DOCTYPE html><html><body><p>The piers were dark.</p></body></html>", encoding="utf-8")
    before = hashes(corpus)
    with pytest.raises(TableError) as refused:
        pipeline.add(str(file), {}, corpus)
    assert "its title (--title), publisher (--publisher), date published (--date)" in refused.value.what
    with pytest.raises(TableError, match="'novel' is not one of"):  # seen before the document is
        monkeypatch.setattr(workers, "map_documents", lambda *given: pytest.fail("it was read"))
        pipeline.add(str(file), {"kind": "novel"}, corpus)
    assert hashes(corpus) == before


def test_when_a_file_was_made_is_a_hint_at_the_date_and_no_date(corpus: Path, tmp_path: Path) -> None:
    file = tmp_path / "undated.pdf"
    made = "#set document(date: datetime(year: 2030, month: 3, day: 4))\n"
    file.write_bytes(typst.compile((made + COVER.replace("12 May 2031", "")).encode()))
    with pytest.raises(TableError, match="the file was made on 2030-03-04, which may be another day"):
        pipeline.add(str(file), {}, corpus)


def page(folder: Path, title: str, date: str = "") -> Path:
    """A web page of one recommendation."""
    file = folder / "page.html"
    file.write_text(
        f"<!DOCTYPE html><html><head><title>{title}</title></head><body><main><h1>{title}</h1>"
        f"<p>Northpool Harbour Board.{date}</p><h2>Recommendations</h2>"
        "<p><b>Recommendation 1:</b> The board should light every pier from dusk.</p></main></body></html>",
        encoding="utf-8",
    )
    return file


@pytest.mark.parametrize(
    ("date", "cells"), [(" Published 12 February 2031.", {}), ("", {"date_published": "2031-02-12"})]
)
def test_an_id_has_the_year_that_the_page_or_a_person_gives(
    date: str, cells: dict[str, str], corpus: Path, tmp_path: Path
) -> None:
    file = page(tmp_path, "Review of the response to dark piers in Northpool", date)
    entered, _ = pipeline.add(str(file), {"publisher": "Northpool Harbour Board"} | cells, corpus)
    listed = row(corpus, entered.review_id)
    assert entered.review_id.endswith("-2031") and listed["date_published"] == "2031-02-12"
    assert (listed["kind"], listed["in_denominator"]) == ("local-review", "yes")
    assert listed["short_title"] == "Response to dark piers in Northpool"


def test_a_kind_that_is_not_plain_is_asked_for_and_what_is_not_counted_is_told(corpus: Path, tmp_path: Path) -> None:
    file = page(tmp_path, "Dark piers", " Published 12 February 2031.")
    questions: list[str] = []

    def answer(question: str) -> str:
        questions.append(question)
        return ["novel", ""][len(questions) - 1]

    cells = {"publisher": "Northpool Elders"}
    entered, done = pipeline.add(str(file), cells, corpus, ask=answer)
    assert "Dark piers" in questions[0] and "'novel' is none of them" in questions[1]
    note = denominator.not_counted_note({"review_id": entered.review_id} | review(done, entered.review_id))
    assert note.startswith("Not counted in any figure until its kind is known") and "local-review" in note
    changed = (corpus / "figures" / "changes.md").read_text(encoding="utf-8")
    assert "**Not counted in any figure until its kind is known" in changed
    again, done = pipeline.add(str(file), cells, corpus, ask=lambda question: "local")
    assert again.review_id == entered.review_id and review(done, entered.review_id)["in_denominator"] == "yes"


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"in_denominator": "yes", "held": 3}, ""),
        ({"in_denominator": "yes", "held": 0}, "no recommendation was found"),
        ({"scope": "related"}, "hardly names the subject"),
        ({"kind": "guidance"}, "a document of the kind guidance is no review"),
        ({"kind": "audit"}, "in_denominator is yes in its row"),
    ],
)
def test_what_is_not_counted_says_why(cells: dict[str, object], words: str) -> None:
    listed = {"review_id": "piers-2031", "in_denominator": "no", "kind": "", "scope": "", "held": 1} | cells
    note = denominator.not_counted_note(listed)
    assert words in note and bool(note) == bool(words)


def test_short_titles_tell_documents_apart() -> None:
    abbreviations = (("child sexual exploitation", "cse"),)
    first = short_titles.short_title(
        "Review of the response to child sexual exploitation in Exampleshire", "2026-02", [], abbreviations
    )
    assert first == "Response to CSE in Exampleshire"
    again = short_titles.short_title(
        "Second review of the response to child sexual exploitation in Exampleshire: what was done", "2028", [first]
    )
    assert again != first and len(again) <= short_titles.LONGEST + 4
    assert short_titles.short_title("Dark piers", "2031", ["Dark Piers"]) == "Dark piers 2031"


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"review_id": "../../lamps"}, "is not an id"),
        ({"review_id": "Lamps"}, "is not an id"),
        ({"date_published": "May 2031"}, "is not a date"),
        ({"kind": "novel"}, "is not one of"),
        ({"colour": "red"}, "colour"),
        ({"in_denominator": "perhaps"}, "is neither yes nor no"),
    ],
)
def test_a_cell_that_is_not_as_declared_is_named_and_nothing_is_written(
    cells: dict[str, str], words: str, corpus: Path, lamps: Path
) -> None:
    before = hashes(corpus.parent)
    with pytest.raises(TableError, match=words):
        pipeline.add(str(lamps), GIVEN | cells, corpus)
    assert hashes(corpus.parent) == before


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04archive", "is an archive or an office document"),
        (b"%PDF-1.4 cut", "cannot be opened"),
        (b"", "neither a PDF nor a web page"),
    ],
)
def test_a_file_that_is_no_document_is_refused_in_one_line(
    content: bytes, words: str, corpus: Path, tmp_path: Path
) -> None:
    before = hashes(corpus)
    file = tmp_path / "report.pdf"
    file.write_bytes(content)
    with pytest.raises(DocumentError, match=words):
        pipeline.add(str(file), GIVEN, corpus)
    assert hashes(corpus) == before


def test_a_web_page_is_added_under_its_own_ending(corpus: Path, tmp_path: Path) -> None:
    file = tmp_path / "page"
    page = "<!DOCTYPE html><html><body><main><h1>Harbour</h1><h2>Recommendations</h2><p>{}</p></main></body></html>"
    file.write_text(page.format("<b>Recommendation 1:</b> The board should light every pier."), encoding="utf-8")
    entered, done = pipeline.add(str(file), GIVEN, corpus)
    assert entered.file.name == "lamps-2031.html"
    assert len(of(done, "lamps-2031")) == 1


def test_another_edition_goes_aside_and_is_named_and_can_be_taken_back(corpus: Path, lamps: Path) -> None:
    """Nothing that a person put there is written over."""
    pipeline.add(str(lamps), GIVEN, corpus)
    first = (corpus / "official" / "lamps-2031.pdf").read_bytes()
    typeset("Harbour lamps", 2031, ["The board should light the piers.", "The town should count its boats."], lamps)
    _, done = pipeline.add(str(lamps), {"review_id": "lamps-2031"}, corpus)
    assert len(of(done, "lamps-2031")) == 2
    (aside,) = (corpus / "official").glob("lamps-2031@*.pdf")
    assert aside.read_bytes() == first
    problems = done.corpus.problems.set_index("document").loc[f"official/{aside.name}"]
    assert (
        "another edition" in problems["what"] and f"reviewkit add corpus/official/{aside.name}" in problems["next_step"]
    )
    _, done = pipeline.add(str(aside), {"review_id": "lamps-2031"}, corpus)
    assert len(of(done, "lamps-2031")) == 1
    assert not aside.exists() and len(list((corpus / "official").glob("lamps-2031@*.pdf"))) == 1


def test_the_same_file_again_carries_on_and_nothing_is_entered_twice(corpus: Path, lamps: Path) -> None:
    """As after a kill in between. A document of nearly the same title wants a person's word."""
    first, _ = pipeline.add(str(lamps), {}, corpus)
    again, done = pipeline.add(str(lamps), {}, corpus)
    assert again.review_id == first.review_id
    assert done.corpus.reviews["title"].tolist().count("Inquiry into the lamps of the harbour") == 1
    lamps.write_bytes(typst.compile(COVER.replace("dusk", "dawn").encode()))
    with pytest.raises(TableError, match=f"a document of that title; --id {first.review_id} gives that one"):
        pipeline.add(str(lamps), {}, corpus)


def test_nothing_is_written_through_a_link_that_leads_out(corpus: Path, lamps: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    shutil.move(corpus / "official", outside)
    (corpus / "official").symlink_to(outside)
    before = hashes(outside)
    with pytest.raises(TableError, match="a link that leads out of the corpus"):
        pipeline.add(str(lamps), GIVEN, corpus)
    assert hashes(outside) == before


def test_a_review_on_another_subject_is_not_counted_unless_a_person_says_so(corpus: Path, lamps: Path) -> None:
    (corpus / "subject.toml").write_text('name = "piers"\nwords = ["harpoon"]\n', encoding="utf-8")
    entered, _ = pipeline.add(str(lamps), GIVEN | {"kind": "inquiry"}, corpus)
    assert (row(corpus, "lamps-2031")["in_denominator"], row(corpus, "lamps-2031")["scope"]) == ("no", "related")
    assert any("names the subject of this corpus 0 times" in said for said in entered.origins)
    pipeline.add(str(lamps), GIVEN | {"in_denominator": "yes"}, corpus)
    assert row(corpus, "lamps-2031")["in_denominator"] == "yes"


def test_a_corpus_that_was_never_run_is_run_first_so_that_the_change_can_be_told(tmp_path: Path, lamps: Path) -> None:
    corpus = written(tmp_path / "corpus", SMALL[:1])
    pipeline.add(str(lamps), GIVEN, corpus)
    changed = (corpus / "figures" / "changes.md").read_text(encoding="utf-8")
    assert "## New: Harbour lamps, 2031-05" in changed and "boxes" not in changed


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[Publisher]:
    """A publisher on this machine, whom `add` may ask."""
    with publisher() as server:
        doors = policy.FetchPolicy(private=True, ports=frozenset({server.port}), pause=0.0, back_off=0.01)
        monkeypatch.setattr(fetching, "fetch_address", functools.partial(fetching.fetch_address, doors=doors))
        yield server


def test_an_address_is_fetched_and_stands_in_the_row(corpus: Path, lamps: Path, served: Publisher) -> None:
    def sent(answer: object) -> None:
        content = lamps.read_bytes()
        answer.send_response(200)
        answer.send_header("Content-Type", "application/pdf")
        answer.send_header("Content-Length", str(len(content)))
        answer.end_headers()
        answer.wfile.write(content)

    served.pages["/lamps.pdf"] = sent
    address = f"{served.address}/lamps.pdf"
    entered, done = pipeline.add(address, GIVEN, corpus)
    (listed,) = tables.load(corpus / "addresses.csv", "addresses").to_dict("records")
    assert (listed["review_id"], listed["role"], listed["url"]) == (entered.review_id, "document", address)
    assert (
        dict(zip(done.corpus.reviews["review_id"], done.corpus.reviews["address"], strict=True))[entered.review_id]
        == address
    )
    assert len(of(done, entered.review_id)) == 1
    with pytest.raises(DocumentError, match=r"nothing\.pdf"):
        pipeline.add(f"{served.address}/nothing.pdf", GIVEN, corpus)


def test_the_command_says_what_it_took_and_where_the_changes_are(tmp_path: Path, lamps: Path) -> None:
    corpus = written(tmp_path / "corpus", (Held("harbour-nothing-2034"),))
    pipeline.run(corpus)
    done = program("--corpus", corpus, "add", lamps, "--id", "lamps-2031", "--set", "n_recommendations=1")
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    assert "n_recommendations: 1 (given)" in done.stderr and "changes.md" in done.stderr
    assert done.stderr.splitlines()[-1].startswith("What it changed")  # an inquiry counts: nothing is said after it
    assert "## New: Inquiry into the lamps of the harbour" in program("--corpus", corpus, "changes").stdout
    refused = program("--corpus", corpus, "add", tmp_path / "nowhere.pdf")
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)


def test_a_digest_carries_its_row_and_one_that_lies_carries_nothing(corpus: Path, tmp_path: Path) -> None:
    """What is attached is data: a row that is none is not taken, nor one in a document that is no digest."""
    entered, _ = pipeline.add(str(OURS / "digests" / "rotherham-jay-2014.pdf"), {}, corpus)
    assert entered.file == corpus / "digests" / "rotherham-jay-2014.pdf"
    ours = tables.load(OURS / "catalogue.csv", "catalogue").set_index("review_id").loc["rotherham-jay-2014"]
    assert row(corpus, "rotherham-jay-2014") == pytest.approx(ours.to_dict(), nan_ok=True)
    lying = '#pdf.attach("catalogue.json", bytes({said}))\n' + COVER
    file = tmp_path / "lying.pdf"
    for said in ({"review_id": "../x", "title": "y"}, ["a"], {"review_id": 7}):
        head = "reviewkit digest: lies\n\n"
        file.write_bytes(typst.compile((head + lying.replace("{said}", json.dumps(json.dumps(said)))).encode()))
        if "title" in said:
            with pytest.raises(TableError, match="is not an id"):
                pipeline.add(str(file), {"publisher": "x", "date_published": "2031"}, corpus)
        else:
            entered, _ = pipeline.add(str(file), {"review_id": "lies-2031"}, corpus)
            assert entered.file == corpus / "official" / "lies-2031.pdf"


def test_two_reviews_taken_out_and_added_one_at_a_time_leave_every_table_as_it_was(
    our_run: Path, tmp_path: Path
) -> None:
    """Our own corpus, against the same that had them all along: byte for byte, and the topics the same groups."""
    whole, parted = our_run, shutil.copytree(our_run, tmp_path / "parted", ignore=shutil.ignore_patterns("tables"))
    listed = tables.load(parted / "catalogue.csv", "catalogue")
    tables.save(listed[~listed["review_id"].isin(TWO)], "catalogue", parted)
    for review_id in TWO:
        shutil.move(parted / "digests" / f"{review_id}.pdf", tmp_path / f"{review_id}.pdf")
    without = pipeline.run(parted)
    assert not set(TWO) & set(without.corpus.reviews["review_id"])
    for review_id in TWO:
        entered, done = pipeline.add(str(tmp_path / f"{review_id}.pdf"), {}, parted)
        assert (entered.review_id, done.read) == (review_id, 1)
    both = [{name: code for name, code in hashes(each / "tables").items() if name != "masked.csv"}
            for each in (whole, parted)]  # fmt: skip
    assert both[0] == both[1]
    for name in ("catalogue.csv", "aliases.csv"):
        assert (parted / name).read_bytes() == (whole / name).read_bytes()
    live = [tables.load(each / "topics.csv", "register").query("state == 'live'") for each in (whole, parted)]
    pd.testing.assert_frame_equal(*(each.reset_index(drop=True) for each in live))


def test_a_real_report_on_another_subject_gives_its_19_and_restates_no_review_of_ours(
    our_run: Path, bench: Path, tmp_path: Path
) -> None:
    """Pairs with reviews of child sexual exploitation: `related` may be, `restates` nobody would accept."""
    corpus = shutil.copytree(our_run, tmp_path / "corpus", ignore=shutil.ignore_patterns("tables"))
    entered, done = pipeline.add(str(bench / "documents" / "post-office-horizon-inquiry-vol1-2025.pdf"), {}, corpus)
    made = of(done, entered.review_id)
    assert (made["kind"] == "recommendation").sum() == 19
    assert row(corpus, entered.review_id)["in_denominator"] == "no"
    links = done.corpus.echoes[done.corpus.echoes["rec_id"].isin(made["rec_id"])]
    assert links[links["relation"] == "restates"].empty


@pytest.fixture
def command() -> Callable[..., Result]:
    """The program without the cost of a process."""
    from typer.testing import CliRunner

    from reviewkit import cli

    return lambda *arguments: CliRunner().invoke(cli.app, [str(argument) for argument in arguments])


def test_fetch_names_each_document_and_fails_where_one_was_refused(
    tmp_path: Path, command: Callable[..., Result]
) -> None:
    """Nothing is asked of the network here: the rows have no address, or one that is never asked."""
    corpus = written(tmp_path / "corpus", (Held("by-hand-2031"), Held("file-2032")))
    done = command("--corpus", corpus, "fetch")
    assert done.exit_code == 0 and done.stderr.count("by hand") == 3
    listed = tables.build([{"review_id": "file-2032", "role": "document", "url": "file:///etc/passwd"}], "addresses")
    tables.save(listed, "addresses", corpus)
    before = hashes(corpus)
    done = command("--corpus", corpus, "fetch", "file-2032")
    assert done.exit_code == 1 and "only http and https are asked" in done.stderr
    changed = {name for name, code in hashes(corpus).items() if before.get(name) != code}
    assert changed <= {"build/lock", "build/collect.html"}
    assert command("--corpus", corpus, "fetch", "nobody-2033").exit_code == 2
