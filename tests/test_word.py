"""Word files: headings, numbers as printed, tables and boxes, and nothing that a reader would not see."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from helpers.office import level, numbering, packed, paragraph, run, table, text_box, word_file

from reviewkit.acquisition.metadata import proposals
from reviewkit.base import file_types
from reviewkit.base.errors import DocumentError
from reviewkit.corpus import tables
from reviewkit.extraction import reader
from reviewkit.reading.web import web_pages

LEGAL = level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2") + level(2, "lowerLetter", "(%3)")
RECOMMENDED = level(0, "decimal", "Recommendation %1")
LETTER_R = level(0, "decimal", "R%1.", start=4)
BULLETS = level(0, "bullet", "\uf0b7")
LISTS = numbering(
    LEGAL, RECOMMENDED, LETTER_R, BULLETS,
    numbers='<w:num w:numId="9"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
    "</w:lvlOverride></w:num>",
)  # fmt: skip


def texts(folder: Path, *blocks: str, lists: str = LISTS) -> list[str]:
    """The lines of a Word file, without the sign after a bullet that a program draws."""
    path = word_file(folder / "report.docx", "".join(blocks), lists)
    return [line.replace(web_pages.DRAWN, "") for line in web_pages.read_web_page(path)[1]["text"]]


def test_numbers_are_those_that_word_prints(tmp_path: Path) -> None:
    """Levels, letters, a list that goes on after a heading, one that begins anew, and one that begins at four."""
    item = paragraph
    found = texts(
        tmp_path,
        item("Ferries", item=(1, 0)), item("Night boats run late.", item=(1, 1)), item("on Fridays", item=(1, 2)),
        item("on feast days", item=(1, 2)), item("Crews change at ten.", item=(1, 1)), item("at sea", item=(1, 2)),
        paragraph("A word between."), item("Harbours", item=(1, 0)), item("Lamps are out.", item=(1, 1)),
        item("Another list", item=(9, 0)), item("The board should meet.", item=(3, 0)),
        item("The board should report.", item=(3, 0)), item("The crew should count heads.", item=(2, 0)),
        item("lifebelts", item=(4, 0)), item("Words in a numbered style.", style="Numbered"),
    )  # fmt: skip
    assert found == [
        "1. Ferries", "1.1 Night boats run late.", "(a) on Fridays", "(b) on feast days", "1.2 Crews change at ten.",
        "(a) at sea", "A word between.", "2. Harbours", "2.1 Lamps are out.", "1. Another list",
        "R4. The board should meet.", "R5. The board should report.",
        "Recommendation 1: The crew should count heads.", "• lifebelts", "2. Words in a numbered style.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("form", "text", "start", "printed"),
    [
        ("upperRoman", "%1)", 4, ["IV)", "V)"]),
        ("lowerLetter", "(%1)", 26, ["(z)", "(aa)"]),
        ("decimalZero", "%1", 9, ["09.", "10."]),
        ("none", "Action:", 1, ["Action:", "Action:"]),
    ],
)
def test_a_list_prints_its_own_form(form: str, text: str, start: int, printed: list[str], tmp_path: Path) -> None:
    items = [paragraph("Words.", item=(1, 0)), paragraph("Words.", item=(1, 0))]
    found = texts(tmp_path, *items, lists=numbering(level(0, form, text, start)))
    assert found == [f"{mark} Words." for mark in printed]


def test_a_level_that_never_restarts_counts_on_and_a_legal_one_shows_digits(tmp_path: Path) -> None:
    levels = level(0, "upperRoman", "Part %1") + level(
        1, "decimal", "%1.%2", more='<w:lvlRestart w:val="0"/><w:isLgl/>'
    )
    found = texts(
        tmp_path,
        paragraph("Boats", item=(1, 0)), paragraph("One.", item=(1, 1)), paragraph("Piers", item=(1, 0)),
        paragraph("Two.", item=(1, 1)), lists=numbering(levels),
    )  # fmt: skip
    assert found == ["Part I: Boats", "1.1 One.", "Part II: Piers", "2.2 Two."]


HIDDEN = "<w:vanish/>"
DELETED = '<w:del w:id="1"><w:r><w:delText>an older draft </w:delText></w:r></w:del>'


@pytest.mark.parametrize(
    ("blocks", "seen"),
    [
        ([paragraph(f"{run('Report ')}{DELETED}{run('yearly.')}")], ["Report yearly."]),
        ([paragraph(f'{run("Report ")}<w:ins w:id="2">{run("each month.")}</w:ins>')], ["Report each month."]),
        ([paragraph(f"{run('Open')}{run(' secret', HIDDEN)}{run('.')}")], ["Open."]),
        ([paragraph("Hidden by its style.", style="Secret"), paragraph("Seen.")], ["Seen."]),
        ([paragraph(f"{run('Crews')}{run(' and cooks', '<w:strike/>')}{run(' meet.')}")], ["Crews meet."]),
        ([paragraph(f"{run('In May')}<w:r><w:footnoteReference w:id='2'/></w:r>{run('.')}")], ["In May."]),
        ([paragraph("Ferries 3", style="TOC1"), paragraph("Text.")], ["Text."]),
        (
            [paragraph(run("The board "), more='<w:rPr><w:del w:id="3"/></w:rPr>'), paragraph("should meet.")],
            ["The board should meet."],
        ),
        ([paragraph(f"{run('self')}<w:r><w:noBreakHyphen/></w:r>{run('help')}<w:r><w:softHyphen/></w:r>")],
         ["self\u2011help"]),
        ([f"<w:sdt><w:sdtContent>{paragraph('In a control.')}</w:sdtContent></w:sdt>"], ["In a control."]),
        ([paragraph(f"<w:r><w:fldChar w:fldCharType='begin'/><w:instrText>REF x</w:instrText></w:r>{run('part 2')}")],
         ["part 2"]),
        ([text_box(paragraph("Boxed words."))], ["Boxed words."]),
    ],
    ids=["deleted", "inserted", "hidden", "hidden style", "struck", "note", "contents", "deleted mark", "hyphens",
         "control", "field", "box"],
)  # fmt: skip
def test_what_a_reader_sees_is_read_once_and_nothing_else(blocks: list[str], seen: list[str], tmp_path: Path) -> None:
    assert texts(tmp_path, *blocks) == seen


def test_a_merged_cell_is_read_once_and_a_table_of_one_cell_is_a_box(tmp_path: Path) -> None:
    first = f"<w:tc><w:tcPr><w:vMerge w:val='restart'/></w:tcPr>{paragraph('Crew')}</w:tc>"
    again = f"<w:tc><w:tcPr><w:vMerge/></w:tcPr>{paragraph('')}</w:tc>"
    body = table([first, "Count heads."], [again, "Ring the bell."]) + table(["The board should meet each month."])
    lines = web_pages.read_web_page(word_file(tmp_path / "t.docx", body + paragraph("Long text. " * 40)))[1]
    assert lines["text"].tolist()[:4] == [
        "Crew", "Count heads.", "Ring the bell.", "The board should meet each month."
    ]  # fmt: skip
    assert lines["box"].iloc[3] > 0


def test_headings_are_sections_whose_anchors_stay_when_another_chapter_comes(tmp_path: Path) -> None:
    chapters = [
        paragraph("Night boats", style="Heading1", item=(1, 0)), paragraph("Text of boats."),
        paragraph("Findings", style="Heading2"), paragraph("Text of findings."),
        paragraph("Findings", style="Chapter"), paragraph("More."),
        paragraph("Bold aim", more='<w:outlineLvl w:val="1"/>'),
    ]  # fmt: skip
    pages = web_pages.read_web_page(word_file(tmp_path / "a.docx", "".join(chapters), LISTS))[0]
    assert pages["anchor"].tolist() == ["night-boats", "findings", "findings-2", "bold-aim"]
    before = paragraph("A new chapter", style="Heading1", item=(1, 0)) + "".join(chapters)
    again = web_pages.read_web_page(word_file(tmp_path / "b.docx", before, LISTS))[0]
    assert again["anchor"].tolist() == ["a-new-chapter", "night-boats", "findings", "findings-2", "bold-aim"]


ASKS = [
    "The harbour board should name one officer who answers for children on night boats.",
    "The police should record every child who is found on a ferry without an adult.",
    "The health trust should train the staff of its quayside clinics each year.",
]


@pytest.mark.parametrize("habit", ["numbered by Word", "labels as headings", "table", "boxes", "in the text"])
def test_a_word_report_gives_every_recommendation_with_its_section(habit: str, tmp_path: Path) -> None:
    """However its author set them, and with the numbers that Word draws."""
    head = paragraph("Ferries of Calderby", style="Title") + paragraph("Recommendations", style="Heading1")
    numbered = [("Recommendation " + str(at), ask) for at, ask in enumerate(ASKS, start=1)]
    rows = [[str(at), ask, "Board"] for at, ask in enumerate(ASKS, start=1)]
    heard = paragraph("The review heard of this.")
    body = {
        "numbered by Word": "".join(paragraph(ask, item=(2, 0)) for ask in ASKS),
        "labels as headings": "".join(paragraph(label, style="Heading2") + paragraph(ask) for label, ask in numbered),
        "table": table(["No.", "Recommendation", "Owner"], *rows),
        "boxes": "".join(table([f"{label}: {ask}"]) + heard for label, ask in numbered),
        "in the text": "".join(paragraph(run(f"{label}: ", "<w:b/>") + run(ask)) for label, ask in numbered),
    }[habit]
    closing = paragraph("Afterword", style="Heading1") + paragraph("The review thanks all who spoke to it. " * 12)
    path = word_file(tmp_path / "report.docx", head + body + closing, LISTS)
    reading = reader.read_document(path)
    found = reading["recommendations"]
    assert found["text"].tolist() == ASKS
    assert found["kind"].unique().tolist() == ["recommendation"]
    assert all(found["anchor"])
    if habit != "table":
        assert found["label"].tolist() == [label for label, _ in numbered]


@pytest.mark.parametrize(
    ("broken", "cause"),
    [
        (b"PK\x03\x04word/ cut short", "damaged or cut short"),
        (packed({"[Content_Types].xml": "<a/>", "word/document.xml": "<a/>"}), "cannot be opened as a Word file"),
        (packed({f"word/{at}": "" for at in range(5100)} | {"word/document.xml": ""}), "unpacks to 5101 files"),
    ],
    ids=["cut short", "other XML", "many files"],
)  # fmt: skip
def test_a_broken_word_file_is_named_with_the_next_step(broken: bytes, cause: str, tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(broken)
    problems = reader.read_document(path)["problems"]
    assert cause in problems["what"].iloc[0]
    assert problems["next_step"].iloc[0]


def test_a_word_file_that_swells_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = word_file(tmp_path / "bomb.docx", paragraph("Words."), more={"word/media/big.bin": "0" * 101_000_000})
    with pytest.raises(DocumentError, match="unpacks to"):
        web_pages.read_web_page(path)


def test_macros_entities_and_links_of_a_word_file_are_followed_nowhere(tmp_path: Path) -> None:
    """A file with macros is refused; an entity that names a file of this machine becomes no text."""
    macro = "application/vnd.ms-word.document.macroEnabled.main+xml"
    with pytest.raises(DocumentError, match="macros"):
        web_pages.read_web_page(word_file(tmp_path / "macro.docx", paragraph("Words."), main=macro))
    secret = tmp_path / "secret.txt"
    secret.write_text("of this machine", encoding="utf-8")
    path = word_file(tmp_path / "entity.docx", paragraph("Open. ") + paragraph(run("&out;")))
    document = packed_with(path, f'<!DOCTYPE d [<!ENTITY out SYSTEM "{secret.as_uri()}">]>')
    path.write_bytes(document)
    read = reader.read_document(path)
    assert "of this machine" not in " ".join(read["pages"]["text"])


def packed_with(path: Path, declaration: str) -> bytes:
    """The same Word file with a declaration before its body."""
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    files["word/document.xml"] = declaration + files["word/document.xml"]
    return packed(files)


def test_what_a_file_is_follows_from_its_bytes(tmp_path: Path) -> None:
    path = word_file(tmp_path / "report.doc", paragraph("Words."))
    assert file_types.document_type(path) == "docx"
    assert web_pages.read_web_page(path)[1]["text"].tolist() == ["Words."]


def test_what_a_word_file_says_of_itself_is_proposed(tmp_path: Path) -> None:
    """The title as it stands in large type on the first page, publisher and date; never the program's own title."""
    title = run("Review of night ferries in Calderby", '<w:b/><w:sz w:val="48"/>')
    body = (
        paragraph(title) + paragraph("Calderby Safeguarding Children Partnership") + paragraph("Published 12 May 2031")
    )
    path = word_file(
        tmp_path / "r.docx", body + paragraph("Introduction", style="Heading1") + paragraph("We began. " * 30)
    )
    proposed = proposals.propose(path, web_pages.read_web_page(path)[0], tables.empty("catalogue"))
    values = dict(zip(proposed["field"], proposed["value"], strict=True))
    assert values["title"] == "Review of night ferries in Calderby"
    assert values["publisher"] == "Calderby Safeguarding Children Partnership"
    assert values["date"] == "2031-05-12"
    assert not proposed["where"].str.contains("web page").any()


def test_a_column_of_numbers_that_word_draws_numbers_the_rows(tmp_path: Path) -> None:
    rows = [[f"<w:tc>{paragraph('', item=(1, 0))}</w:tc>", ask] for ask in ASKS]
    body = paragraph("Recommendations", style="Heading1") + table(["No.", "Recommendation"], *rows)
    found = reader.read_document(word_file(tmp_path / "r.docx", body, LISTS))["recommendations"]
    assert found["text"].tolist() == ASKS
    assert found["label"].tolist() == ["1.", "2.", "3."]


@pytest.mark.parametrize("number", ["9" * 5000, "²", "-1", "", "x"])
def test_no_number_in_a_word_file_stops_its_reading(number: str, tmp_path: Path) -> None:
    levels = f'<w:lvl w:ilvl="{number}"><w:start w:val="{number}"/><w:lvlText w:val="%1."/></w:lvl>'
    body = (
        f'<w:p><w:pPr><w:outlineLvl w:val="{number}"/><w:numPr><w:ilvl w:val="{number}"/><w:numId w:val="1"/></w:numPr>'
        f'</w:pPr><w:r><w:rPr><w:sz w:val="{number}"/></w:rPr><w:t>Words.</w:t></w:r></w:p>'
        f'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="{number}"/></w:tcPr>{paragraph("One")}</w:tc>'
        f"<w:tc>{paragraph('Two')}</w:tc></w:tr></w:tbl>"
    )
    assert texts(tmp_path, body, lists=numbering(levels))[-2:] == ["One", "Two"]
