"""Scans, recognised text, and the numbers that are printed on the pages."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from helpers import corpora, drawing, quick
from helpers.office import program
from typer.testing import CliRunner

from reviewkit import cli, pipeline
from reviewkit.base import paths
from reviewkit.base.errors import InputError
from reviewkit.base.progress import no_progress
from reviewkit.corpus import tables
from reviewkit.extraction import reader
from reviewkit.reading import page_text, printed_pages, scans
from reviewkit.reports import evidence_card

ASKED = [f"Recommendation {number}: {ask}" for number, ask in enumerate(drawing.ASKS, start=1)]


def asking(unseen: bool) -> bytes:
    """A page of recommendations."""
    words = drawing.heading("Recommendations", 760)
    for number, ask in enumerate(ASKED):
        words += drawing.lines(drawing.wrapped(ask, 80), 72, 720 - 60 * number)
    return drawing.picture() + drawing.unseen(words) if unseen else words


@pytest.fixture(scope="module")
def recognised(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A scan over which a program laid its text."""
    return drawing.written(tmp_path_factory.mktemp("read") / "read.pdf", asking(unseen=True), drawing.told(760))


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """The same scan without a text."""
    return drawing.written(tmp_path / "scan.pdf", drawing.picture(), drawing.told(760))


@pytest.fixture
def folders(tmp_path: Path, scan: Path) -> paths.Folders:
    """A corpus whose one document is a scan."""
    (tmp_path / "corpus" / "official").mkdir(parents=True)
    (tmp_path / "corpus" / "catalogue.csv").touch()
    shutil.copy(scan, tmp_path / "corpus" / "official" / "ferries.pdf")
    return paths.folders(tmp_path / "corpus")


@pytest.fixture
def ocrmypdf(tmp_path: Path, recognised: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program of that name that lays an invented text over the pages, alone on the PATH."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    program(folder, "ocrmypdf", f"assert '--skip-text' in sys.argv; shutil.copyfile({str(recognised)!r}, sys.argv[-1])")
    return folder


def test_pages_of_recognised_text_are_marked_and_named_once(recognised: Path) -> None:
    """Their recommendations are read as any others are."""
    reading = reader.read_document(recognised)
    assert reading["pages"]["recognised"].tolist() == ["", "yes", ""]
    assert len(reading["recommendations"]) == len(drawing.ASKS)
    (row,) = [row for row in reading["problems"].itertuples() if "recognised" in row.what]
    assert "1 of its 3 pages" in row.what


def test_typeset_pages_and_pictures_without_a_text_are_not_marked(scan: Path, tmp_path: Path) -> None:
    over_picture = drawing.written(tmp_path / "poster.pdf", drawing.picture() + asking(unseen=False))
    for path in (scan, over_picture):
        assert set(page_text.page_texts(path)["recognised"]) == {""}


def test_a_scan_is_read_from_its_recognised_copy_and_stays_as_it_is(folders: paths.Folders, ocrmypdf: Path) -> None:
    original = folders.official / "ferries.pdf"
    before = original.read_bytes()
    assert scans.file_to_read(folders, "official/ferries.pdf") == original
    assert scans.recognise_scans(folders, ["official/ferries.pdf"], no_progress) == []
    copy = scans.file_to_read(folders, "official/ferries.pdf")
    assert copy.is_relative_to(folders.build)
    assert original.read_bytes() == before
    assert len(reader.read_document(copy)["recommendations"]) == len(drawing.ASKS)
    original.write_bytes(before + b"\n")  # another edition is not read from the copy of this one
    assert scans.file_to_read(folders, "official/ferries.pdf") == original


@pytest.mark.parametrize(
    ("body", "cause"),
    [
        ("sys.exit('no tesseract')", "failed (no tesseract)"),
        ("pathlib.Path(sys.argv[-1]).write_bytes(b'text')", "is not a PDF"),
        ("", "no copy with the same pages"),
    ],
    ids=["fails", "writes rubbish", "writes nothing"],
)
def test_a_recogniser_that_fails_leaves_the_scan_and_says_so(
    body: str, cause: str, folders: paths.Folders, ocrmypdf: Path
) -> None:
    program(ocrmypdf, "ocrmypdf", body)
    (fault,) = scans.recognise_scans(folders, ["official/ferries.pdf"], no_progress)
    assert cause in str(fault)
    assert scans.file_to_read(folders, "official/ferries.pdf") == folders.official / "ferries.pdf"


def test_without_ocrmypdf_the_next_step_is_named(
    folders: paths.Folders, scan: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(InputError, match="install OCRmyPDF"):
        scans.recognise_scans(folders, ["official/ferries.pdf"], no_progress)
    steps = reader.read_document(scan)["problems"]["next_step"]
    assert any("reviewkit run --ocr" in step for step in steps)


def test_the_recommendations_of_a_recognised_scan_are_in_the_tables_and_their_evidence_says_so(
    folders: paths.Folders, ocrmypdf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its pages are marked in the table, under the name of the scan, and the card says that a program read them."""
    quick.patch(monkeypatch, drawn=False, real_workers=False)
    tables.save(tables.build([{"review_id": "ferries", "title": "Ferries"}], "catalogue"), "catalogue", folders.corpus)
    tables.save(corpora.BODIES, "bodies", folders.corpus)
    assert quick.read_corpus(folders.corpus).recommendations.empty
    assert pipeline._recognise_scans(folders, no_progress) == []
    corpus = quick.read_corpus(folders.corpus)
    assert len(corpus.recommendations) == len(drawing.ASKS)
    read = corpus.pages[corpus.pages["recognised"] == "yes"]
    assert read[["document", "page"]].values.tolist() == [["official/ferries.pdf", 2]]
    shown: list[str] = []
    monkeypatch.setattr(evidence_card, "_mount", lambda heading, cuts, note: shown.append(note))
    evidence_card.evidence_image(corpus, corpus.recommendations["rec_id"].iloc[0])
    assert "Recognised text" in shown[0]


def test_a_run_with_ocr_and_without_the_program_stops_with_the_next_step(
    folders: paths.Folders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    tables.save(tables.build([{"review_id": "ferries"}], "catalogue"), "catalogue", folders.corpus)
    result = CliRunner().invoke(cli.app, ["--corpus", str(folders.corpus), "run", "--ocr"])
    assert result.exit_code == 2
    assert "install OCRmyPDF" in result.stderr


NUMBERED = [f"Ferries of Calderby\nText of a page.\n{number}" for number in range(1, 7)]


@pytest.mark.parametrize(
    ("texts", "labels", "printed"),
    [
        (["Cover", "Contents", *NUMBERED], [""] * 8, ["", "", "1", "2", "3", "4", "5", "6"]),
        ([f"Page {n} of 40\nText" for n in (7, 8, 9)], [""] * 3, ["7", "8", "9"]),
        ([f"{n} | Night boats\nText" for n in (21, 22, 23)], [""] * 3, ["21", "22", "23"]),
        ([*NUMBERED[:2], "A picture", *NUMBERED[3:]], [""] * 6, ["1", "2", "3", "4", "5", "6"]),
        ([*NUMBERED[:4], *NUMBERED[:4]], [""] * 8, ["1", "2", "3", "4", "1", "2", "3", "4"]),
        (["Text"] * 5, ["i", "ii", "1", "2", "3"], ["i", "ii", "1", "2", "3"]),
        (["Text"] * 3, ["1", "2", "3"], ["", "", ""]),
        (["Text"] * 2, ["Cover Page", "<b>"], ["", ""]),
        (["In 2014", "Of 12", "By 1999"], [""] * 3, ["", "", ""]),
        (["Recommendation 4\nText", "Text", "More text"], [""] * 3, ["", "", ""]),
    ],
    ids=["after a cover", "of how many", "beside a title", "over a picture", "two volumes", "labels", "plain labels",
         "labels of words", "years", "a lone number"],
)  # fmt: skip
def test_the_printed_number_of_a_page_is_known_where_numbers_run_on(
    texts: list[str], labels: list[str], printed: list[str]
) -> None:
    assert printed_pages.printed_numbers(texts, labels) == printed


def test_a_recommendation_carries_the_printed_number_of_its_page(tmp_path: Path) -> None:
    pages = [drawing.told(760) + drawing.line(str(number), 290, 40) for number in range(1, 5)]
    path = drawing.written(tmp_path / "r.pdf", *pages, asking(unseen=False) + drawing.line("5", 290, 40))
    found = reader.read_document(path)["recommendations"]
    assert set(zip(found["page"], found["printed_page"], strict=True)) == {(6, "5")}


def test_a_document_that_cannot_be_read_is_no_scan(tmp_path: Path) -> None:
    path = tmp_path / "broken.pdf"
    path.write_bytes(b"%PDF-1.4 cut")
    assert not scans.has_pictures_of_pages(path)
