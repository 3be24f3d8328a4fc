"""Opening documents: what cannot be read is refused at the door, in one clear line."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pypdfium2
import pytest

from reviewkit.base.errors import DocumentError
from reviewkit.reading import documents

DATA = Path(__file__).parent / "data"
WRITTEN = runpy.run_path(str(DATA / "broken_files.py"))
BROKEN = (  # file, what the line says is wrong, what it says to do
    ("not-a-pdf.pdf", "is not a PDF (it begins b'This file", "save the document as PDF"),
    ("empty.pdf", "is empty (0 bytes)", "fetch it again"),
    ("no-pages.pdf", "has no pages", "fetch it again"),
    ("encrypted.pdf", "is locked with a password", "save a copy without one"),
    ("cut-short.pdf", "is damaged", "fetch it again"),
)


def refusal(path: Path) -> str:
    with pytest.raises(DocumentError) as caught:
        documents.open_pdf(path)
    return str(caught.value)


def blank(path: Path, pages: int = 1, width: float = 595, height: float = 842) -> Path:
    """A PDF of empty pages."""
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(width, height)
    document.save(path)
    document.close()
    return path


@pytest.mark.parametrize(("file", "cause", "step"), BROKEN)
def test_a_broken_file_is_refused_in_one_line_with_name_cause_and_next_step(file: str, cause: str, step: str) -> None:
    said = refusal(DATA / "broken" / file)
    assert said.startswith(f"{file}: ")
    assert cause in said
    assert step in said
    assert "\n" not in said


def test_every_broken_file_is_among_these_cases() -> None:
    assert {file for file, *_ in BROKEN} == {path.name for path in (DATA / "broken").glob("*.pdf")}


def test_the_cause_is_never_that_of_the_file_before() -> None:
    """PDFium keeps its last error, so a damaged file read after a locked one could be called locked."""
    assert "password" in refusal(DATA / "broken" / "encrypted.pdf")
    assert "password" not in refusal(DATA / "broken" / "cut-short.pdf")
    assert "password" in refusal(DATA / "broken" / "encrypted.pdf")


def test_a_file_without_its_end_is_refused_even_where_pdfium_mends_it(tmp_path: Path) -> None:
    """PDFium opens what a cut file still holds; pages could be missing and nobody would know."""
    short = tmp_path / "short.pdf"
    short.write_bytes((DATA / "italics.pdf").read_bytes()[:-20])
    pypdfium2.PdfDocument(short).close()
    assert refusal(short) == "short.pdf: ends early, so pages may be missing; fetch it again"


@pytest.mark.parametrize("name", ["not-there.pdf", "."])
def test_a_name_that_leads_to_no_file_is_said(name: str, tmp_path: Path) -> None:
    said = refusal(tmp_path / name)
    assert "cannot be read" in said
    assert "check the name" in said


def test_words_before_the_pdf_mark_do_no_harm(tmp_path: Path) -> None:
    """Mail programs and servers put lines there; readers have always passed over them."""
    path = tmp_path / "mailed.pdf"
    path.write_bytes(b"Content-Type: application/pdf\r\n\r\n" + (DATA / "none.pdf").read_bytes())
    with documents.open_pdf(path) as document:
        assert len(document) == len(pypdfium2.PdfDocument(DATA / "none.pdf"))


def test_what_a_server_appends_does_no_harm_but_a_cut_revision_does(tmp_path: Path) -> None:
    """A mail gateway's footer is no object of the file; objects after the last end mark are a revision cut short."""
    sound = (DATA / "none.pdf").read_bytes()
    path = tmp_path / "mailed.pdf"
    path.write_bytes(sound + b"\n<!-- scanned by the gateway -->" * 4000)
    documents.open_pdf(path).close()
    path.write_bytes(sound + b"\n9 0 obj << /Type /Page >> endobj" * 4000)
    assert "ends early" in refusal(path)


def test_more_pages_than_any_review_has_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "MOST_PAGES", 2)
    documents.open_pdf(blank(tmp_path / "two.pdf", 2)).close()
    assert re.search(r"three\.pdf: has 3 pages; .* 1 to 2; check the file", refusal(blank(tmp_path / "three.pdf", 3)))


@pytest.mark.parametrize(("width", "height", "fits"), [(595, 842, True), (14_400, 200, True), (14_401, 200, False)])
def test_a_page_larger_than_the_standard_allows_is_refused(
    width: float, height: float, fits: bool, tmp_path: Path
) -> None:
    document = documents.open_pdf(blank(tmp_path / "wide.pdf", 1, width, height))
    if fits:
        assert documents.page_size(document[0], "wide.pdf", 1) == (width, height)
    else:
        with pytest.raises(DocumentError, match=r"wide\.pdf, page 1: measures 14401 by 200 points; check"):
            documents.page_size(document[0], "wide.pdf", 1)


def test_a_whole_file_opens_with_all_its_pages(tmp_path: Path) -> None:
    path = tmp_path / "whole.pdf"
    path.write_bytes(WRITTEN["pdf"]([
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
    ]))  # fmt: skip
    with documents.open_pdf(path) as document:
        assert len(document) == 1
