"""Tables that people open in a spreadsheet: no text is calculated, and what was written is read again."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewkit.base import spreadsheets
from reviewkit.base.files import read_text_columns
from reviewkit.corpus import tables

SIGNS = "'=+-@\t\r\n\",; a1"
TEXTS = st.one_of(
    st.text(SIGNS, max_size=8), st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=20)
)
DANGEROUS = ["=1+1", "+44 20", "-1", "@name", "\tname", "\rname", "\nname", "'=1+1", '=HYPERLINK("http://x";"y")']


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_the_guard_is_taken_away_exactly_and_nothing_that_goes_out_would_be_calculated(text: str) -> None:
    guarded = spreadsheets.guard(text)
    assert spreadsheets.unguard(guarded) == text
    assert not spreadsheets.FORMULA.match(guarded)


@settings(max_examples=40, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=6))
def test_a_saved_table_is_read_again_character_for_character(texts: list[str]) -> None:
    """In a column that is not trimmed, with all that ends rows or cells."""
    rows = [{"rec_id": f"a/r{number}", "review_id": "a", "text": text} for number, text in enumerate(texts)]
    before = tables.build(rows, "recommendations")
    written = spreadsheets.csv_text(before)
    after = tables.check(read_csv_text(written), "recommendations")
    assert after["text"].tolist() == texts


def read_csv_text(written: str) -> pd.DataFrame:
    with tempfile.NamedTemporaryFile(suffix=".csv") as file:
        Path(file.name).write_bytes(written.encode("utf-8"))
        return read_text_columns(Path(file.name))


@pytest.mark.parametrize("table", ["catalogue", "recommendations"])
@pytest.mark.parametrize("text", DANGEROUS)
def test_no_cell_of_a_table_is_a_live_formula_on_disk(table: str, text: str, tmp_path: Path) -> None:
    rows: dict[str, dict[str, object]] = {
        "catalogue": {"review_id": "a-2031", "title": text, "n_recommendations": 3},
        "recommendations": {"rec_id": "a-2031/r1", "review_id": "a-2031", "title": text, "confidence": 0.5},
    }
    path = tables.save(tables.build([rows[table]], table), table, tmp_path)
    with path.open(newline="", encoding="utf-8") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert not [cell for cell in cells if spreadsheets.FORMULA.match(cell)]
    assert tables.load(path, table)["title"].tolist() == [text.strip()]
    assert {"3", "0.5"} & set(cells)  # numbers stay numbers


def test_a_table_without_such_cells_is_written_as_ever(tmp_path: Path) -> None:
    """So that no file of a corpus changes for it."""
    table = tables.build([{"review_id": "a-2031", "title": '\'Tis a title, "quoted"'}], "catalogue")
    path = tables.save(table, "catalogue", tmp_path)
    assert path.read_text("utf-8") == table.to_csv(index=False, lineterminator="\n")


def test_a_formula_that_a_person_typed_into_the_catalogue_is_text_and_is_guarded_when_it_is_saved(
    tmp_path: Path,
) -> None:
    path = tmp_path / "catalogue.csv"
    header = ",".join(tables.column_names("catalogue"))
    path.write_text(f"{header}\na-2031,=1+1{',' * (header.count(',') - 1)}\n", "utf-8")
    read = tables.load(path, "catalogue")
    assert read["title"].tolist() == ["=1+1"]
    tables.save(read, "catalogue", tmp_path)
    assert "'=1+1" in path.read_text("utf-8")
