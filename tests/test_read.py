"""The close reading: lines in order, without raised marks, each with its box and its part of the page."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pypdfium2
import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewkit.base.errors import DocumentError
from reviewkit.extraction import reader
from reviewkit.reading import page_text
from reviewkit.reading.layout import boxes, header_footer, ligatures, page_lines, table_rows
from reviewkit.reading.layout.boxes import Box

DATA = Path(__file__).parent / "data"
SHEET = '#set page(width: 400pt, height: 600pt, margin: 50pt)\n#set text(size: 11pt, font: "Libertinus Serif")\n'
BODY = "The council keeps a list of the children who are missing from care, and reads it."


def made(folder: Path, words: str) -> Path:
    """A PDF of one sheet, in Typst's markup."""
    path = folder / "made.pdf"
    path.write_bytes(typst.compile((SHEET + words).encode(), format="pdf", ignore_system_fonts=True))
    return path


def lines(folder: Path, words: str) -> pd.DataFrame:
    """The lines of one sheet."""
    path = made(folder, words)
    return page_lines.read_lines(path, page_text.page_texts(path).assign(closely="yes"))


def text(folder: Path, words: str) -> str:
    return " ".join(" ".join(lines(folder, words)["text"]).split())


# --- letters


@pytest.mark.parametrize(
    ("words", "read_as"),
    [
        ("The council#super[53] acts.", "The council acts."),
        ("It acts,#super[12, 13] and soon.#super[14]", "It acts, and soon."),
        ("It acts#super[\\*] at once.", "It acts at once."),
        ("It acts#super[\\[4\\]] at once.", "It acts at once."),
        ("On the 1#super[st] of June", "On the 1st of June"),  # letters are no mark
        ("Within 12 km² of it", "Within 12 km² of it"),  # a unit is no mark
        ("Within 12 km#super[2] of it", "Within 12 km2 of it"),
        ("Within the town² it acts.", "Within the town it acts."),  # a mark that is a letter of its own
        ("Less CO#sub[2] by 2031", "Less CO2 by 2031"),  # lowered, and part of the word
        ("In 2031 it acts on 53 of 60", "In 2031 it acts on 53 of 60"),
        ("#place(dx: 250pt, rotate(90deg, reflow: true)[DRAFT])It acts.", "It acts."),  # written up the margin
        ("efficient offices", "efficient offices"),  # set with ligatures
    ],
)
def test_raised_marks_are_left_out_and_all_else_is_kept(words: str, read_as: str, tmp_path: Path) -> None:
    assert text(tmp_path, words) == read_as


BAR = "#place(top + left, rect(width: 150pt, height: 8pt, fill: black))"  # over the first line


@pytest.mark.parametrize(
    ("words", "read_as"),
    [
        (f"The name of the nurse \\ was told. {BAR}", "was told."),
        (f"{BAR}#text(fill: white)[The name of the nurse] \\ was told.", "The name of the nurse was told."),
        ("It acts. #text(fill: white)[A draft of June.] It ends.", "It acts. It ends."),
        ("#block(fill: navy)[#text(fill: white)[A title on a panel]]", "A title on a panel"),
        ("#text(fill: luma(200))[Pale words are words.]", "Pale words are words."),
        ("It acts. #place(dx: 420pt)[Cut here] It ends.", "It acts. It ends."),  # beside the sheet
        ("#grid(columns: 2, text(size: 24pt)[W], [ith a large letter it\\ begins.])", "With a large letter it begins."),
    ],
)
def test_what_a_reader_sees_is_read_and_nothing_else(words: str, read_as: str, tmp_path: Path) -> None:
    """No word under a bar reaches a table or figure, nor one in white on white, nor a printer's mark."""
    assert text(tmp_path, words) == read_as


def test_covered_words_reach_no_table_and_their_page_is_named(tmp_path: Path) -> None:
    ask = "The name of the nurse \\ *Recommendation 1* The council should keep a list of all that it was told."
    reading = reader.read_document(made(tmp_path, ask + BAR))
    assert reading["recommendations"]["text"].tolist() == ["The council should keep a list of all that it was told."]
    assert not any("nurse" in str(cell) for table in reading.values() for cell in table.to_numpy().ravel())
    assert reading["problems"]["page"].tolist() == [1]
    assert reading["problems"]["what"].iloc[0].startswith("5 words of the file are not seen on the page")


def test_lost_ligatures_come_back_where_one_word_alone_fits() -> None:
    assert (
        ligatures.restored_ligatures("The o\ufffdcer \ufffdled it for the sta\ufffd.")
        == "The officer filed it for the staff."
    )
    assert ligatures.restored_ligatures("Xq\ufffdz, and \ufffd") == "Xq\ufffdz, and \ufffd"  # no English word
    assert ligatures.restored_ligatures("a \ufffdat") == "a \ufffdat"  # too short to be sure of


def test_place_size_and_weight_of_a_line(tmp_path: Path) -> None:
    found = lines(
        tmp_path, "Plain words.\n\n*Bold words.*\n\n_Slanted words._\n\n#text(size: 20pt)[Large.]\n\nHalf *bold*"
    )
    assert found["bold"].round(1).tolist() == [0, 1, 0, 0, 0.5]
    assert found["italic"].tolist() == [0, 0, 1, 0, 0]
    assert found["size"].round(1).tolist() == [11, 11, 11, 20, 11]
    assert found["x0"].between(49, 52).all()
    assert found["top"].is_monotonic_increasing
    assert (found["bottom"] > found["top"]).all()
    assert (found["x1"] > found["x0"]).all()


def test_a_size_set_by_a_scaled_drawing_is_the_printed_one(tmp_path: Path) -> None:
    assert lines(tmp_path, "#scale(200%, reflow: true)[Words]")["size"].round().tolist() == [22]


def test_only_the_pages_that_the_skim_marked_are_read() -> None:
    skimmed = page_text.page_texts(DATA / "italics.pdf")
    found = page_lines.read_lines(DATA / "italics.pdf", skimmed.assign(closely=["no", "no", "yes", "no"]))
    assert set(found["page"]) == {3}
    none = page_lines.read_lines(DATA / "italics.pdf", skimmed.assign(closely="no"))
    assert none.empty
    assert set(none) == set(found)


def test_a_broken_file_is_refused_here_too() -> None:
    with pytest.raises(DocumentError):
        page_lines.read_lines(DATA / "broken" / "cut-short.pdf", page_text.page_texts(DATA / "none.pdf"))


# --- boxes


def box_of(folder: Path, words: str) -> list[int]:
    return lines(folder, words)["box"].tolist()


@pytest.mark.parametrize(
    ("drawn", "boxed"),
    [
        ("rect(width: 100%, fill: luma(90%))", True),  # a tinted panel
        ("rect(width: 100%, fill: rgb(220, 235, 245), stroke: none)", True),
        ("rect(width: 100%, stroke: 1pt)", True),  # a frame
        ("rect(width: 100%, fill: white)", False),  # paper
        ("rect(width: 100%, fill: luma(99%), stroke: none)", False),
        ("rect(width: 20%, fill: luma(90%))", False),  # a tab at the margin
        ("block(width: 100%, stroke: (left: 2pt), inset: 5pt)", False),  # a rule beside a quotation
        ("block(width: 100%, stroke: (bottom: 1pt), inset: 5pt)", False),  # underlined
    ],
)
def test_a_panel_or_frame_is_a_box_and_rules_and_paper_are_none(drawn: str, boxed: bool, tmp_path: Path) -> None:
    assert [bool(box) for box in box_of(tmp_path, f"Above.\n\n#{drawn}[Inside]\n\nBelow.")] == [False, boxed, False]


def test_a_tinted_page_is_no_box(tmp_path: Path) -> None:
    assert box_of(tmp_path, "#set page(fill: luma(90%))\nWords.") == [0]


def test_of_boxes_in_boxes_the_inner_one_is_taken(tmp_path: Path) -> None:
    panel = "#rect(width: 100%, fill: luma(80%))[Outer. #rect(width: 90%, fill: luma(95%))[Inner.] Outer again.]"
    outer, inner, again = box_of(tmp_path, panel)
    assert outer == again != inner
    assert 0 not in (outer, inner)


def test_rows_of_a_ruled_table_are_boxes_of_their_own(tmp_path: Path) -> None:
    drawn = "#table(columns: (1fr,), [First row.], [Second row.], [Third row.])"
    found = box_of(tmp_path, drawn)
    assert len(set(found)) == 3
    assert 0 not in found


def test_boxes_are_counted_over_the_document(tmp_path: Path) -> None:
    panel = "#rect(width: 100%, fill: luma(90%))[Words.]"
    assert box_of(tmp_path, f"{panel}\n#pagebreak()\n{panel}") == [1, 2]


@pytest.mark.parametrize(
    ("panels", "joined"),
    [
        ([Box(50, 100, 300, 112), Box(50, 112, 300, 124), Box(50, 124, 300, 140)], [Box(50, 100, 300, 140)]),
        ([Box(50, 124, 300, 140), Box(50, 100, 300, 112), Box(50, 112, 300, 124)], [Box(50, 100, 300, 140)]),
        ([Box(50, 100, 60, 140), Box(60, 100, 290, 140), Box(290, 100, 300, 140)], [Box(50, 100, 300, 140)]),
        ([Box(50, 100, 300, 140), Box(50, 150, 300, 190)], [Box(50, 100, 300, 140), Box(50, 150, 300, 190)]),
        ([Box(50, 100, 300, 140), Box(50, 140, 120, 190)], [Box(50, 100, 300, 140), Box(50, 140, 120, 190)]),
    ],
    ids=["one above the other", "in any order", "side by side", "a gap between", "of another width"],
)
def test_strips_that_touch_and_share_a_side_are_one_panel(panels: list[Box], joined: list[Box]) -> None:
    assert boxes._joined(panels) == joined


def test_a_frame_of_four_thin_rectangles_is_a_box_and_rules_across_cut_it() -> None:
    left, right = Box(50, 100, 51, 200), Box(349, 100, 350, 200)
    top, middle, bottom = (Box(50, at, 350, at + 1) for at in (100, 150, 199))
    assert boxes._frames([left, right], [top, bottom]) == [Box(50, 100, 350, 200)]
    assert boxes._frames([left, right], [top, middle, bottom]) == [Box(50, 100, 350, 150), Box(50, 150, 350, 200)]
    half = Box(50, 150, 180, 151)  # a rule under a word
    assert boxes._frames([left, right], [top, half, bottom]) == [Box(50, 100, 350, 200)]


def test_sides_drawn_in_pieces_are_one_side_and_unlike_sides_make_no_frame() -> None:
    pieces = [Box(50, 100, 51, 150), Box(50, 150, 51, 200), Box(349, 100, 350, 200)]
    assert boxes._frames(pieces, []) == [Box(50, 100, 350, 200)]
    assert boxes._frames([Box(50, 100, 51, 200), Box(349, 100, 350, 130)], []) == []


def test_a_page_full_of_drawings_is_a_chart_and_has_no_boxes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = made(tmp_path, "#for i in range(6) { rect(width: 100%, fill: luma(90%))[Words.] }")
    with pypdfium2.PdfDocument(path) as document:
        assert boxes.find_boxes(document[0])
        monkeypatch.setattr(boxes, "MOST", 5)
        assert boxes.find_boxes(document[0]) == []


# --- furniture: heads, feet, notes


def line(page: int, top: float, words: str, size: float = 11.0, box: int = 0) -> dict[str, object]:
    return {
        "page": page, "text": words, "x0": 70.0, "x1": 400.0, "top": top, "bottom": top + size, "size": size,
        "bold": 0.0, "italic": 0.0, "box": box,
    }  # fmt: skip


def parts(*extra: dict[str, object], head: str = "Homes in Calderby") -> dict[str, str]:
    """Four pages with a running head, a folio and body text; what part each extra line is told to be."""
    rows = list(extra)
    for page in range(1, 5):
        rows += [line(page, 30, f"{page} {head}"), line(page, 800, str(page))]
        rows += [line(page, 200 + 14 * at, f"{BODY} {'abcdefghij'[at]}{'klmn'[page - 1]}") for at in range(10)]
    found = pd.DataFrame(rows).sort_values(["page", "top"], kind="stable", ignore_index=True)
    texts = ["\n".join(on_page["text"]) for _, on_page in found.groupby("page")]
    skimmed = pd.DataFrame({"page": range(1, 5), "height": 842, "text": texts})
    told = header_footer.mark_parts(found, skimmed)
    assert len(told) == len(found)
    return dict(zip(told["text"], told["part"], strict=True))


def test_running_heads_and_folios_are_furniture_and_text_is_body() -> None:
    told = parts()
    assert told["2 Homes in Calderby"] == "head"
    assert told["2"] == "foot"
    assert {part for words, part in told.items() if words.startswith(BODY)} == {"body"}


def test_a_heading_that_recurs_in_the_body_is_no_head_where_it_opens_a_page() -> None:
    told = parts(line(2, 70, "Recommendation 13"), line(2, 450, "Recommendation 14"), line(3, 450, "Recommendation 15"))
    assert told["Recommendation 13"] == "body"


def test_recommendations_as_a_running_head_is_a_head() -> None:
    assert parts(head="Recommendations")["3 Recommendations"] == "head"


def test_a_heading_in_large_type_that_opens_several_pages_is_no_head() -> None:
    told = parts(*[line(page, 70, f"Recommendation {page}", size=18) for page in (1, 2, 3)])
    assert told["Recommendation 2"] == "body"


def test_a_line_that_stands_on_one_page_only_is_body() -> None:
    assert parts(line(2, 80, "What children said"))["What children said"] == "body"


@pytest.mark.parametrize("folio", ["12", "page 3 of 9", "Page 4", "- 4 -", "xiv", "3/9", "| 7 |"])
def test_page_numbers_are_feet_at_the_foot_and_words_in_the_body(folio: str) -> None:
    assert parts(line(2, 810, folio))[folio] == "foot"
    assert parts(line(2, 450, folio))[folio] == "body"


def test_what_stands_above_a_head_or_below_a_foot_is_furniture_too() -> None:
    told = parts(line(2, 15, "9 June 2031, 14:02"), line(2, 812, "https://example.org/a-review"))
    assert told["9 June 2031, 14:02"] == "head"
    assert told["https://example.org/a-review"] == "foot"


@pytest.mark.parametrize(
    "opening", ["53 Hansard, 2 May 2030.", "1. Small homes are not counted.", "* See page 4.", "[4] See page 4."]
)
def test_small_type_at_the_foot_that_opens_like_a_note_is_one_with_all_below_it(opening: str) -> None:
    told = parts(line(2, 740, opening, size=8), line(2, 750, "and what the note goes on to say", size=8))
    assert told[opening] == "note"
    assert told["and what the note goes on to say"] == "note"


def test_small_type_is_no_note_where_body_follows_or_no_mark_opens_it_or_a_box_holds_it() -> None:
    assert parts(line(2, 180, "53 A caption in the text", size=8))["53 A caption in the text"] == "body"
    assert parts(line(2, 740, "For action by the police", size=8))["For action by the police"] == "body"
    assert parts(line(2, 740, "4. A small box", size=8, box=1))["4. A small box"] == "body"


@pytest.mark.parametrize(
    "text",
    ["Ibid., page 7.", "Q135 (Chief Constable)", "Annual Report 2014, page 35.", "https://www.example.org/a.pdf"],
)
def test_a_note_whose_mark_was_lost_is_known_by_what_it_cites(text: str) -> None:
    assert parts(line(2, 740, text, size=8))[text] == "note"


@pytest.mark.parametrize(
    ("top", "characters", "pictures", "part"),
    [(20, 72, 88, "head"), (795, 72, 60, "foot"), (400, 72, 88, "body"), (20, 900, 88, "body"), (20, 72, 20, "body")],
)
def test_what_is_typed_above_or_below_a_scan_is_no_part_of_the_text(
    top: float, characters: int, pictures: int, part: str
) -> None:
    typed = pd.DataFrame([line(1, top, "Homes in Calderby: a review")]).assign(part="body")
    page = pd.DataFrame({"page": [1], "height": [842], "characters": [characters], "pictures": [pictures]})
    assert header_footer.mark_parts_of_scans(typed, page)["part"].tolist() == [part]


def test_a_document_without_lines_has_no_parts() -> None:
    assert header_footer.mark_parts(
        pd.DataFrame(columns=page_lines.COLUMNS), pd.DataFrame(columns=["page", "text"])
    ).empty


@settings(max_examples=60, deadline=None)
@given(st.text("abcXYZ ,.-'", max_size=40), st.text("0123456789 \n", max_size=6), st.integers(0, 40))
def test_figures_and_spaces_do_not_change_the_shape_of_a_line(words: str, figures: str, at: int) -> None:
    assert header_footer._shape(words[:at] + figures + words[at:]) == header_footer._shape(words)
    assert header_footer._shape(words.upper()) == header_footer._shape(words.lower())
    assert header_footer._shape(words + "q") != header_footer._shape(words)


# --- rows of ruled tables


def test_rows_of_ruled_tables_come_cell_by_cell_from_the_pages_that_have_them() -> None:
    skimmed = page_text.page_texts(DATA / "table.pdf")
    rows = table_rows.table_rows(DATA / "table.pdf", page_lines.read_lines(DATA / "table.pdf", skimmed))
    assert set(rows["page"]) == {3, 4}
    wide = [[" ".join(cell.split()) for cell in cells] for cells in rows["cells"] if len(cells) == 4]
    headers = ["No.", "Recommendation", "For whom", "By when"]
    assert wide[0] == headers
    assert wide[1] == [
        "1",
        "Agree one form for return conversations, and use no other.",
        "Thornwick Council; police",
        "June 2029",
    ]
    assert wide.count(headers) == 2  # repeated at the head of the next page


@pytest.mark.parametrize("slug", ["none", "boxes-over-a-page", "two-columns"])
def test_documents_without_ruled_tables_have_no_rows(slug: str) -> None:
    found = page_lines.read_lines(DATA / f"{slug}.pdf", page_text.page_texts(DATA / f"{slug}.pdf"))
    assert table_rows.table_rows(DATA / f"{slug}.pdf", found).empty
