"""Files that are not what they seem: forms, portfolios, packed files, other languages. Each is named in one row."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from helpers import drawing

from reviewkit.base.errors import DocumentError
from reviewkit.extraction import reader
from reviewkit.reading import documents, text_quality

XFA = b"/AcroForm << /Fields [] /XFA [(template) 4 0 R] >> %s"
ATTACHED = b"<< /Type /Filespec /F (%s) /UF (%s) /EF << /F %d 0 R >> >>"


def asking() -> bytes:
    """A page of four recommendations."""
    words = drawing.heading("Recommendations", 760)
    for number, ask in enumerate(drawing.ASKS, start=1):
        asked = drawing.wrapped(f"Recommendation {number}: {ask}", 80)
        words += drawing.lines(asked, 72, 780 - 60 * number)
    return words


def problems(path: Path) -> list[str]:
    return reader.read_document(path)["problems"]["what"].tolist()


@pytest.mark.parametrize("needs_rendering", [b"/NeedsRendering true", b""])
def test_a_form_whose_words_are_not_in_its_pages_is_named(needs_rendering: bytes, tmp_path: Path) -> None:
    wait = drawing.lines(["Please wait...", "If this message is not eventually replaced, use another viewer."], 72, 700)
    path = drawing.written(tmp_path / "form.pdf", wait, form=XFA % needs_rendering)
    with pytest.raises(DocumentError, match="XFA"):
        documents.open_pdf(path)
    (what,) = problems(path)
    assert "is a form (XFA)" in what


def test_a_form_that_has_its_words_in_its_pages_is_read(tmp_path: Path) -> None:
    path = drawing.written(tmp_path / "form.pdf", asking(), drawing.told(760), form=XFA % b"")
    assert len(reader.read_document(path)["recommendations"]) == len(drawing.ASKS)


def portfolio(path: Path, *names: str) -> Path:
    """A cover page to which files of these names are attached."""
    first = 5
    specifications = [
        ATTACHED % (name.encode(), name.encode(), first + len(names) + at) for at, name in enumerate(names)
    ]
    files = [drawing.stream(b"%PDF-1.4", b"/Type /EmbeddedFile") for _ in names]
    listed = b" ".join(b"(%d) %d 0 R" % (at, first + at) for at in range(len(names)))
    tree = b"/Names << /EmbeddedFiles << /Names [%s] >> >> /Collection << /Type /Collection >>" % listed
    return drawing.written(path, notes=[*specifications, *files], form=tree)


def test_the_documents_of_a_portfolio_are_named(tmp_path: Path) -> None:
    reading = reader.read_document(portfolio(tmp_path / "cover.pdf", "volume-1.pdf", "volume-2.pdf", "data.xml"))
    (row,) = [row for row in reading["problems"].itertuples() if "attached" in row.what]
    assert row.what.endswith("not read: 2")
    assert row.text == "volume-1.pdf; volume-2.pdf"
    assert "save them" in row.next_step


def test_a_pdf_that_was_saved_packed_is_read(tmp_path: Path) -> None:
    plain = drawing.written(tmp_path / "plain.pdf", asking(), drawing.told(760))
    packed = tmp_path / "report.pdf"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert len(reader.read_and_compare(packed)["recommendations"]) == len(drawing.ASKS)
    packed.write_bytes(gzip.compress(plain.read_bytes())[:900])
    assert "gzip" in problems(packed)[0]


@pytest.mark.parametrize(
    ("content", "told", "step"),
    [
        (b"PK\x03\x04" + bytes(9), "is an archive or an office document (ZIP), and no PDF", "save the document as PDF"),
        (b"<!DOCTYPE html><p>Log in</p>", "is a web page, and no PDF", "give its name the ending .html"),
        (b"\x89PNG and so on", "is a picture (PNG), and no PDF", "save the document as PDF"),
        (b"plain words", "is not a PDF (it begins", "save the document as PDF"),
    ],
    ids=["zip", "page", "picture", "words"],
)
def test_what_is_called_a_pdf_and_is_none_is_told_what_it_is(
    content: bytes, told: str, step: str, tmp_path: Path
) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(content)
    with pytest.raises(DocumentError) as caught:
        documents.open_pdf(path)
    assert told in caught.value.what
    assert caught.value.next_step == step


def test_rubbish_after_the_end_of_a_pdf_harms_nothing(tmp_path: Path) -> None:
    path = drawing.written(tmp_path / "report.pdf", asking(), drawing.told(760))
    path.write_bytes(path.read_bytes() + b"<!-- sent through a gateway -->\n" * 6000)
    assert len(reader.read_document(path)["recommendations"]) == len(drawing.ASKS)


WELSH = (
    "Dylai y cyngor sicrhau bod gan yr heddlu gynllun ar gyfer plant sydd wedi mynd ar goll o'r fferi. Mae rhai plant "
    "wedi dweud nad oedd neb yn gwrando arnynt, ac mae hyn yn destun pryder hefyd i staff y porthladd. "
)
FRENCH = (
    "Le conseil devrait veiller à ce que les enfants qui ont disparu soient recherchés par la police dans les heures "
    "qui suivent. Les équipages des bateaux ne sont pas formés pour cela, et leur travail est difficile. "
)
ENGLISH = drawing.TOLD


def language_rows(folder: Path, *texts: str) -> list[str]:
    """What is said of a document with a page for each of some texts."""
    pages = [drawing.lines(drawing.wrapped(text * 3, 85), 72, 760) for text in texts]
    reading = reader.read_document(drawing.written(folder / "r.pdf", *pages))
    return text_quality.text_problems(reading["pages"], reading["recommendations"], "r.pdf")["what"].tolist()


@pytest.mark.parametrize(("text", "name"), [(WELSH, "Welsh"), (FRENCH, "French")])
def test_a_document_in_another_language_is_named_once(text: str, name: str, tmp_path: Path) -> None:
    assert language_rows(tmp_path, text, text, text) == [f"is in {name}"]


def test_pages_in_another_language_beside_english_ones_are_named_in_one_row(tmp_path: Path) -> None:
    assert language_rows(tmp_path, ENGLISH, WELSH, ENGLISH, WELSH, ENGLISH) == ["2 of its pages are in Welsh: 3, 5"]


def test_pages_of_wrong_letters_are_still_named_one_by_one(tmp_path: Path) -> None:
    said = language_rows(tmp_path, "xqzt vbnk plrw ghtk " * 6, "xqzt vbnk plrw ghtk " * 6)
    assert len([what for what in said if what.startswith("words are not English")]) == 2
