"""Electronic books, OpenDocument texts, old Word files and saved pages: read, or named with the next step."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest
from helpers.office import packed, paragraph, program, word_file

from reviewkit.acquisition.fetch import sniff
from reviewkit.acquisition.fetch.policy import Refused
from reviewkit.base import programs as programs_of_machine
from reviewkit.base.errors import DocumentError, ProgramError
from reviewkit.extraction import reader
from reviewkit.reading.office import conversion
from reviewkit.reading.web import web_pages

ASKS = [
    "The harbour board should name one officer who answers for children on night boats.",
    "The police should record every child who is found on a ferry without an adult.",
]
CHAPTER = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head><title/><script src="x.js"/></head><body>{}</body></html>"""
CONTAINER = '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>'  # noqa: E501
PACKAGE = """<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">
<metadata><dc:title>Ferries of Calderby</dc:title><dc:publisher>Calderby Partnership</dc:publisher>
<dc:date>2031-05-02</dc:date></metadata>
<manifest><item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="b" href="b%20two.xhtml" media-type="application/xhtml+xml"/>
<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest>
<spine><itemref idref="n"/><itemref idref="a"/><itemref idref="b"/></spine></package>"""
FIRST = '<h1 id="top">Night boats</h1><p>Crews&nbsp;change &mdash; at ten.</p><a id="x"/><p>After an empty anchor.</p>'
SECOND = '<h1 id="top">Recommendations</h1>' + "".join(
    f"<p><b>Recommendation {at}:</b> {ask}</p>" for at, ask in enumerate(ASKS, start=1)
)


def book(path: Path, first: str = FIRST, second: str = SECOND, more: dict[str, str] | None = None) -> Path:
    """An electronic book of two chapters, the later one first in its archive."""
    files = {
        "OPS/b two.xhtml": CHAPTER.format(second), "OPS/a.xhtml": CHAPTER.format(first),
        "OPS/nav.xhtml": CHAPTER.format("<nav><p>Contents of the book</p></nav>"),
        "META-INF/container.xml": CONTAINER, "OPS/book.opf": PACKAGE,
    }  # fmt: skip
    path.write_bytes(packed(files | (more or {}), "application/epub+zip"))
    return path


def test_a_book_is_read_in_the_order_of_its_spine_with_a_section_for_each_chapter(tmp_path: Path) -> None:
    pages, lines = web_pages.read_web_page(book(tmp_path / "book.epub"))
    assert lines["text"].tolist()[:3] == ["Night boats", "Crews change — at ten.", "After an empty anchor."]
    assert "Contents of the book" not in lines["text"].tolist()
    assert pages["anchor"].is_unique
    assert pages["text"].iloc[0].startswith("Ferries of Calderby")


def test_every_recommendation_of_a_book_is_found_with_its_anchor(tmp_path: Path) -> None:
    found = reader.read_document(book(tmp_path / "book.epub"))["recommendations"]
    assert found["text"].tolist() == ASKS
    assert found["anchor"].tolist() == ["b-two-top"] * 2


@pytest.mark.parametrize(
    ("more", "cause"),
    [
        ({"META-INF/rights.xml": "<rights/>"}, "locked by its seller"),
        ({"OPS/book.opf": "<package"}, "does not say how the book is made"),
        ({"OPS/book.opf": PACKAGE.partition("<spine>")[0] + "</package>"}, "has 0 chapters"),
        ({"META-INF/container.xml": CONTAINER.replace("OPS/book", "../../etc/book")}, "holds no ../../etc/book.opf"),
    ],
    ids=["locked", "cut short", "no spine", "outside"],
)
def test_a_book_that_cannot_be_read_is_named(more: dict[str, str], cause: str, tmp_path: Path) -> None:
    problems = reader.read_document(book(tmp_path / "book.epub", more=more))["problems"]
    assert cause in problems["what"].iloc[0]
    assert problems["next_step"].iloc[0]


def test_no_entity_of_a_book_reaches_a_file_of_this_machine(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("of this machine", encoding="utf-8")
    chapter = f'<!DOCTYPE html [<!ENTITY out SYSTEM "{secret.as_uri()}">]><html><body><p>Open. &out;</p></body></html>'
    path = book(tmp_path / "book.epub", more={"OPS/a.xhtml": chapter})
    assert "of this machine" not in " ".join(web_pages.read_web_page(path)[0]["text"])


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that alone is on the PATH."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def open_document(path: Path) -> Path:
    path.write_bytes(packed({"content.xml": "<a/>"}, "application/vnd.oasis.opendocument.text"))
    return path


PANDOC = """
page = "<h1>Recommendations</h1><p>Recommendation 1: The board should meet each month.</p>" \
    "<p>Recommendation 2: The police should count the children on every late ferry.</p>"
assert "--sandbox" in sys.argv and os.environ["http_proxy"].endswith(":9") and "SECRET" not in os.environ
out = next(one for one in sys.argv if one.startswith("--output=")).partition("=")[2]
assert pathlib.Path(sys.argv[-1]).read_bytes()[:2] == b"PK"
pathlib.Path(out).write_text(page, encoding="utf-8")
"""


def test_an_opendocument_text_is_read_through_pandoc_where_there_is_one(
    programs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is given the document, and neither the network nor what the environment holds."""
    monkeypatch.setenv("SECRET", "x")
    program(programs, "pandoc", PANDOC)
    program(programs, "soffice", "sys.exit(3)")
    found = reader.read_document(open_document(tmp_path / "report.odt"))["recommendations"]
    assert found["label"].tolist() == ["Recommendation 1", "Recommendation 2"]


def test_an_old_word_file_is_read_through_libreoffice(programs: Path, tmp_path: Path) -> None:
    """Never through pandoc, which cannot read it; what comes back is read as a Word file."""
    word_file(
        tmp_path / "new.docx", "".join(paragraph(f"Recommendation {at}: {ask}") for at, ask in enumerate(ASKS, 1))
    )
    program(programs, "pandoc", "sys.exit(3)")
    program(
        programs, "soffice",
        f"""
out = pathlib.Path(sys.argv[sys.argv.index("--outdir") + 1]) / "document.docx"
out.write_bytes(pathlib.Path({str(tmp_path / "new.docx")!r}).read_bytes())
""",
    )  # fmt: skip
    path = tmp_path / "report.doc"
    path.write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    assert reader.read_document(path)["recommendations"]["text"].tolist() == ASKS


@pytest.mark.parametrize(("kind", "wanted"), [("odt", "install pandoc or LibreOffice"), ("doc", "install LibreOffice")])
def test_without_a_converter_the_person_is_told_what_to_do(
    kind: str, wanted: str, programs: Path, tmp_path: Path
) -> None:
    path = open_document(tmp_path / f"report.{kind}")
    if kind == "doc":
        path.write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    (problem,) = reader.read_document(path)["problems"].to_dict("records")
    assert problem["next_step"].startswith(wanted)
    assert "save it as .docx or PDF" in problem["next_step"]
    with pytest.raises(ProgramError):  # a run does not cache it, since there may be one tomorrow
        reader.read_and_compare(path)


@pytest.mark.parametrize(
    ("body", "cause"),
    [("time.sleep(60)", "still at it after 1 second"), ("sys.exit('broken pipe')", "failed (broken pipe)"),
     ("pass", "made nothing of it")],
    ids=["hangs", "fails", "makes nothing"],
)  # fmt: skip
def test_a_converter_that_fails_costs_its_document_alone(
    body: str, cause: str, programs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversion, "SECONDS", 1)
    program(programs, "pandoc", body)
    problems = reader.read_document(open_document(tmp_path / "report.odt"))["problems"]
    assert cause in problems["what"].iloc[0]


SAVED = (
    "From: <Saved by Blink>\nSnapshot-Content-Location: https://calderby.example/report\nSubject: =?utf-8?Q?Ferries?=\n"
    'MIME-Version: 1.0\nContent-Type: multipart/related;\n\ttype="text/html";\n\tboundary="----edge"\n\n\n'
    "------edge\nContent-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n"
    "<html><body><h1>Recommendations</h1><p>Recommendation 1: The board should meet=\n each month =E2=80=93 and "
    "publish what it decides.</p></body></html>\n------edge--\n"
)


@pytest.mark.parametrize("name", ["report.mht", "report.mhtml", "report.html", "report"])
def test_a_saved_page_is_read_under_any_name(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(SAVED.replace("\n", "\r\n").encode())
    found = reader.read_document(tmp_path / name)["recommendations"]
    assert found["text"].tolist() == ["The board should meet each month – and publish what it decides."]


def test_a_page_that_was_saved_packed_is_unpacked_within_bounds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = f"<html><body><h1>Recommendations</h1><p>Recommendation 1: {ASKS[0]}</p></body></html>"
    path = tmp_path / "report.html"
    path.write_bytes(gzip.compress(page.encode()))
    assert reader.read_document(path)["recommendations"]["text"].tolist() == ASKS[:1]
    path.write_bytes(gzip.compress(b"<html>" + bytes(40_000_000)))
    with pytest.raises(DocumentError, match="is larger than 30 MB"):
        web_pages.read_web_page(path)
    path.write_bytes(gzip.compress(page.encode())[:60])
    with pytest.raises(DocumentError, match="gzip"):
        web_pages.read_web_page(path)


def test_a_programs_own_children_are_stopped_with_it(programs: Path, tmp_path: Path) -> None:
    mark = tmp_path / "alive"
    body = f"os.fork() or (time.sleep(3), pathlib.Path({str(mark)!r}).touch())\ntime.sleep(60)"
    program(programs, "pandoc", body)
    with pytest.raises(ProgramError):
        programs_of_machine.run([str(programs / "pandoc")], tmp_path, "it", 0.5, "")
    assert not mark.exists()
    assert os.environ["PATH"] == str(programs)


WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
HEADS = {
    "docx": packed({"[Content_Types].xml": "<a/>", "word/document.xml": "<a/>"}),
    "odt": packed({"content.xml": "<a/>"}, "application/vnd.oasis.opendocument.text"),
    "epub": packed({"a.xhtml": "<a/>"}, "application/epub+zip"),
    "zip": packed({"volume-1.pdf": "%PDF-1.7"}),
    "gzip": gzip.compress(b"<html>"),
}


@pytest.mark.parametrize(
    ("kind", "declared", "ending"),
    [
        ("docx", WORD_TYPE, ".docx"),
        ("docx", "application/octet-stream", ".docx"),
        ("zip", WORD_TYPE, ".docx"),
        ("odt", "application/vnd.oasis.opendocument.text", ".odt"),
        ("epub", "application/epub+zip", ".epub"),
    ],
)
def test_a_publishers_word_file_or_book_is_fetched_as_what_it_is(kind: str, declared: str, ending: str) -> None:
    assert sniff.file_ending(HEADS[kind], declared, named_pdf=False) == ending


@pytest.mark.parametrize(("kind", "name"), [("zip", "ZIP"), ("gzip", "gzip")])
def test_an_archive_is_refused_by_its_name(kind: str, name: str) -> None:
    with pytest.raises(Refused, match=name):
        sniff.file_ending(HEADS[kind], "application/zip", named_pdf=False)
