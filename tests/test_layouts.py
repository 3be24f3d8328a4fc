"""Layouts in which words come out of a file in another order, or beside others, than a reader sees them."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers import drawing, inventing
from helpers.drawing import ASKS

from reviewkit.extraction import reader


def found(path: Path) -> list[str]:
    """The recommendations of a document."""
    return [" ".join(text.split()) for text in reader.read_document(path)["recommendations"]["text"]]


def page_lines_of(path: Path) -> list[str]:
    """The lines of a document."""
    return reader.read_lines(path)[1]["text"].tolist()


def problems(path: Path) -> str:
    """What its problems say."""
    return "; ".join(reader.read_document(path)["problems"]["what"])


# --- pages whose words stand sideways


def listed(letters: int = 80, size: float = 10) -> bytes:
    """A page with four recommendations, each under its label."""
    drawn, y = drawing.heading("Recommendations", 740), 712.0
    for number, ask in enumerate(ASKS, start=1):
        texts = drawing.wrapped(ask, letters)
        drawn += drawing.line(f"Recommendation {number}", 72, y, size, bold=True)
        drawn += drawing.lines(texts, 72, y - 15, size)
        y -= 15 + 13 * len(texts) + 14
    return drawn + drawing.told(y - 10)


@pytest.mark.parametrize("turned", ["0 1 -1 0 780 0 cm", "-1 0 0 -1 595 842 cm", "0 -1 1 0 -240 600 cm"])
def test_a_page_whose_words_stand_sideways_is_turned(turned: str, tmp_path: Path) -> None:
    page = f"q {turned}\n".encode() + listed(60) + b"Q\n"
    assert found(drawing.written(tmp_path / "sideways.pdf", page)) == ASKS


def test_a_page_of_which_half_stands_sideways_is_named(tmp_path: Path) -> None:
    beside = b"q 0 1 -1 0 780 0 cm\n" + listed(60) + b"Q\n"
    texts = drawing.wrapped(drawing.TOLD, 25)
    page = drawing.heading("Recommendations", 800) + drawing.lines(texts * 6, 72, 780, 5) + beside
    assert "may stand sideways" in problems(drawing.written(tmp_path / "half.pdf", page))


def test_a_stamp_up_the_margin_does_not_turn_a_page(tmp_path: Path) -> None:
    stamp = b"q 0 1 -1 0 40 100 cm\n" + drawing.line("Calderby Archive, copy 4 of 9", 0, 0) + b"Q\n"
    assert found(drawing.written(tmp_path / "stamped.pdf", stamp + listed())) == ASKS


# --- words in form fields and notes


def with_gaps(filled: set[int]) -> tuple[bytes, list[tuple[float, str]]]:
    """A page of four labels with room beneath; those that are `filled` have their words in the text."""
    drawn, y, rooms = drawing.heading("Recommendations", 740), 712.0, []
    for number, ask in enumerate(ASKS, start=1):
        drawn += drawing.line(f"Recommendation {number}", 72, y, 11, bold=True)
        drawn += drawing.lines(drawing.wrapped(ask, 80), 72, y - 16) if number in filled else b""
        rooms += [] if number in filled else [(y - 6, ask)]
        y -= 72
    return drawn + drawing.told(y), rooms


def field(y: float, words: str, more: str = "/FT /Tx") -> bytes:
    said = f"<< /Type /Annot /Subtype /Widget /Rect [72 {y - 50} 500 {y}] /T (f{y}) /V ({words}) {more} >>"
    return said.encode()


FORM = b"/AcroForm << /Fields [FIELDS] /DA (/Helv 10 Tf 0 g) >>"


@pytest.mark.parametrize(
    "more", ["/FT /Tx /Ff 4096 /DA (/Helv 9 Tf)", "/FT /Tx /DA (/Helv 0 Tf)", "/FT /Ch /Ff 131072"]
)
def test_words_in_form_fields_are_read_where_the_fields_stand(more: str, tmp_path: Path) -> None:
    page, rooms = with_gaps({3})
    fields = [field(y, words, more) for y, words in rooms]
    path = drawing.written(tmp_path / "form.pdf", page, notes=fields, form=FORM)
    assert found(path) == ASKS


@pytest.mark.parametrize("more", ["/FT /Tx /F 2", "/FT /Tx /Ff 8192", "/FT /Btn"])
def test_hidden_fields_passwords_and_buttons_are_not_read(more: str, tmp_path: Path) -> None:
    page, _ = with_gaps({1, 2, 3, 4})
    path = drawing.written(tmp_path / "form.pdf", page, notes=[field(560, "It must not be read.", more)], form=FORM)
    assert found(path) == ASKS
    assert "It must not" not in " ".join(reader.read_document(path)["pages"]["text"])


@pytest.mark.parametrize("more", ["", "/DA (/Helv 10 Tf 0 g) /IT /FreeTextTypeWriter", "/DA (/Helv 30 Tf)"])
def test_a_note_with_text_is_read_in_its_place_and_its_page_is_named(more: str, tmp_path: Path) -> None:
    page, rooms = with_gaps({1, 3, 4})
    [(y, words)] = rooms
    note = f"<< /Type /Annot /Subtype /FreeText /Rect [72 {y - 50} 500 {y}] /Contents ({words}) {more} >>".encode()
    path = drawing.written(tmp_path / "note.pdf", page, notes=[note])
    assert found(path) == ASKS
    assert "1 notes with text" in problems(path)


# --- numbers of lines


def numbered(first: int, every: int, at: float, apart: bool) -> bytes:
    """A page of recommendations whose lines are counted in a margin, at `at`."""
    printed: list[tuple[str, bool]] = []
    for number, ask in enumerate(ASKS, start=1):
        printed += [(f"Recommendation {number}", True)] + [(text, False) for text in drawing.wrapped(ask, 75)]
    heights = [700.0 - 18 * row for row in range(len(printed))]
    counts = [
        drawing.line(str(first + row), at, height, 8) if (first + row) % every == 0 else b""
        for row, height in enumerate(heights)
    ]
    words = [drawing.line(text, 90, y, 10, bold) for (text, bold), y in zip(printed, heights, strict=True)]
    in_order = [*counts, *words] if apart else [piece for pair in zip(counts, words, strict=True) for piece in pair]
    if at > 300:
        in_order = [*words, *counts] if apart else [piece for pair in zip(words, counts, strict=True) for piece in pair]
    return drawing.heading("Recommendations", 740) + b"".join(in_order) + drawing.told(heights[-1] - 40)


@pytest.mark.parametrize("apart", [False, True])
@pytest.mark.parametrize(("first", "every", "at"), [(1, 1, 60), (96, 1, 66), (1, 5, 60), (31, 5, 70), (1, 1, 520)])
def test_numbers_of_lines_enter_no_recommendation(
    first: int, every: int, at: float, apart: bool, tmp_path: Path
) -> None:
    rows = reader.read_document(drawing.written(tmp_path / "numbered.pdf", numbered(first, every, at, apart)))
    made = rows["recommendations"]
    assert [" ".join(text.split()) for text in made["text"]] == ASKS
    assert made["label"].tolist() == [f"Recommendation {number}" for number in range(1, 5)]


def test_the_numbers_of_a_list_stay(tmp_path: Path) -> None:
    drawn, y = drawing.heading("Recommendations", 740), 700.0
    for number, ask in enumerate(inventing.ASKS[:8], start=1):
        drawn += drawing.line(f"{number}.", 72, y) + drawing.line(ask[:70], 90, y)
        y -= 16
    read = page_lines_of(drawing.written(tmp_path / "list.pdf", drawn + drawing.told(y - 20)))
    assert sum(text.startswith(tuple("12345678")) for text in read) == 8


# --- columns drawn row by row


def column(numbers: list[int], letters: int, labelled: bool = True) -> list[tuple[str, bool]]:
    """The lines of one column, and which of them are bold."""
    printed: list[tuple[str, bool]] = []
    for number in numbers:
        label = [(f"Recommendation {number}", True)] if labelled else []
        texts = drawing.wrapped(ASKS[number - 1] if labelled else f"{number}. {ASKS[number - 1]}", letters)
        printed += [*label, *((text, False) for text in texts), ("", False)]
    return printed[:-1]


def row_by_row(columns: list[list[tuple[str, bool]]], lefts: list[float], drop: float = 0.0, size: float = 10) -> bytes:
    """Columns drawn line by line across the page; each column stands `drop` points beneath the one before it."""
    drawn = b""
    for row in range(max(map(len, columns))):
        for number, (printed, x) in enumerate(zip(columns, lefts, strict=True)):
            text, bold = printed[row] if row < len(printed) else ("", False)
            drawn += drawing.line(text, x, 700 - 13 * row - drop * number, size, bold) if text else b""
    return drawn


@pytest.mark.parametrize(
    ("shared_out", "lefts", "letters", "drop"),
    [
        ([[1, 2], [3, 4]], [72, 310], 42, 0.0),
        ([[1, 2], [3, 4]], [72, 290], 40, 4.0),  # lines of two columns at two heights
        ([[1, 2, 3], [4]], [72, 310], 42, 0.0),
        ([[1], [2, 3, 4]], [72, 310], 42, 0.0),
        ([[1, 2], [3], [4]], [50, 220, 390], 28, 0.0),
    ],
)
@pytest.mark.parametrize("labelled", [True, False])
def test_columns_drawn_row_by_row_are_read_one_after_the_other(
    shared_out: list[list[int]], lefts: list[float], letters: int, drop: float, labelled: bool, tmp_path: Path
) -> None:
    columns = [column(numbers, letters, labelled) for numbers in shared_out]
    lowest = 700 - 13 * max(map(len, columns))
    page = drawing.heading("Recommendations", 740) + row_by_row(columns, lefts, drop) + drawing.told(lowest - 30)
    assert found(drawing.written(tmp_path / "columns.pdf", page)) == ASKS


def test_what_stands_above_and_beneath_woven_columns_stays_there(tmp_path: Path) -> None:
    columns = [column([1, 2], 42), column([3, 4], 42)]
    after = drawing.line("Afterword", 72, 700 - 13 * len(columns[0]) - 20, 10, bold=True)
    after += drawing.lines(drawing.wrapped(drawing.TOLD, 85), 72, 700 - 13 * len(columns[0]) - 40)
    page = drawing.line("What we recommend", 72, 722, 10, bold=True) + row_by_row(columns, [72, 310]) + after
    read = page_lines_of(drawing.written(tmp_path / "columns.pdf", page))
    assert read.index("What we recommend") < read.index("Recommendation 1") < read.index("Recommendation 3")
    assert read.index("Afterword") > read.index("Recommendation 4")


def test_short_cells_beside_one_another_are_no_columns_of_text(tmp_path: Path) -> None:
    rows = [f"{number} Wexmoor Road" for number in range(1, 9)]
    cells = [[(text, False) for text in rows], [(f"{number} places", False) for number in range(1, 9)]]
    read = page_lines_of(drawing.written(tmp_path / "cells.pdf", row_by_row(cells, [72, 310]) + drawing.told(500)))
    assert not read or "1 Wexmoor Road 1 places" in read


# --- tables without rules


def table(heads: list[str], lefts: list[float], rows: list[list[str]], letters: list[int], y: float = 700.0) -> bytes:
    """A table without rules, drawn line by line; each row as high as its longest cell."""
    drawn = b"".join(drawing.line(head, x, y, 10, bold=True) for head, x in zip(heads, lefts, strict=True))
    y -= 18
    for row in rows:
        cells = [drawing.wrapped(words, width) for words, width in zip(row, letters, strict=True)]
        height = max(map(len, cells))
        for at in range(height):
            for printed, x in zip(cells, lefts, strict=True):
                drawn += drawing.line(printed[at], x, y - 12 * at) if at < len(printed) else b""
        y -= 12 * height + 8
    return drawn


OWNERS = ["Harbour board", "Chief constable of the county", "Health trust", "Head teachers"]


@pytest.mark.parametrize(
    ("heads", "lefts", "order", "letters"),
    [
        (["No.", "Recommendation", "Owner", "By when"], [72, 100, 370, 470], "1to d", [4, 50, 16, 12]),
        (["Ref", "Action", "Lead agency"], [72, 110, 400], "1to", [4, 52, 20]),
        (["Recommendation", "Who", "Timescale"], [72, 350, 470], "tod", [52, 18, 12]),
        (["Lead", "No", "Recommendation"], [72, 180, 210], "o1t", [18, 4, 58]),
    ],
)
def test_cells_of_a_table_without_rules_are_not_woven_together(
    heads: list[str], lefts: list[float], order: str, letters: list[int], tmp_path: Path
) -> None:
    told = [
        {"1": str(number), "t": ask, "o": owner, "d": "June 2035"}
        for number, (ask, owner) in enumerate(zip(ASKS, OWNERS, strict=True), start=1)
    ]
    rows = [[row[name] for name in order.replace(" ", "")] for row in told]
    page = drawing.heading("Recommendations", 740) + table(heads, lefts, rows, letters) + drawing.told(400)
    made = reader.read_document(drawing.written(tmp_path / "table.pdf", page))["recommendations"]
    assert [" ".join(text.split()) for text in made["text"]] == ASKS
    assert made["addressed_to"].tolist() == OWNERS


def test_a_table_without_rules_goes_on_overleaf(tmp_path: Path) -> None:
    rows = [[str(number), ask, "Board", "2035"] for number, ask in enumerate(ASKS, start=1)]
    heads, lefts, letters = ["No.", "Recommendation", "Owner", "By when"], [72, 100, 370, 470], [4, 50, 16, 12]
    first = drawing.heading("Recommendations", 740) + table(heads, lefts, rows[:2], letters)
    second = table(["", "", "", ""], lefts, rows[2:], letters, 780) + drawing.told(600)
    assert found(drawing.written(tmp_path / "table.pdf", first, second)) == ASKS


def test_a_numbered_heading_that_names_a_body_is_no_head_of_a_table(tmp_path: Path) -> None:
    page = drawing.line("7.3.", 72, 740, 10, bold=True)
    page += drawing.line("Recommendations to the Transport Agency", 107, 740, 10, bold=True)
    page += drawing.line("Standards for new boats", 107, 716, 10, bold=True) + drawing.told(650)
    assert reader.read_lines(drawing.written(tmp_path / "heading.pdf", page))[2].empty


def test_cells_drawn_as_frames_beside_a_labelled_list_are_rows(tmp_path: Path) -> None:
    page = drawing.heading("Recommendations", 760)
    for number, y in ((1, 735), (2, 690)):
        page += drawing.line(f"Recommendation {number}", 72, y, 10, bold=True)
        page += drawing.lines(drawing.wrapped(ASKS[number - 1], 85), 72, y - 14)
    lefts, widths = [60, 100, 370], [40, 270, 100]
    rows = [["No.", "Recommendation", "Owner"], *([str(n), ASKS[n - 1], "Board"] for n in (3, 4))]
    y = 640
    for row in rows:
        cells = [drawing.wrapped(words, 50) for words in row]
        height = 12 * max(map(len, cells)) + 8
        for printed, x, width in zip(cells, lefts, widths, strict=True):
            page += b"%d %d %d %d re S\n" % (x, y - height, width, height)
            page += drawing.lines(printed, x + 6, y - 12, 9)
        y -= height
    assert found(drawing.written(tmp_path / "frames.pdf", page + drawing.told(y - 40))) == ASKS
