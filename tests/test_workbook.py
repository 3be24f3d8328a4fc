"""The table of asks goes out as a workbook and comes back: only what a person changed becomes corrections."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from helpers.corpora import corpus_of
from openpyxl.worksheet.worksheet import Worksheet
from typer.testing import CliRunner

from reviewkit import cli
from reviewkit.base.errors import InputError
from reviewkit.corpus import corrections, tables
from reviewkit.corpus.corpus import Corpus
from reviewkit.reports import asks_table, workbook, workbook_changes

OLD, NEW, OURS = "harbour-2031", "harbour-2033", "harbour-2032"
PAGE = """<html><body><main>
<h2 id="lamps">Lamps</h2>
<p>1. The board should light the pier from dusk. We thank those who spoke to us.</p>
<p>2. The board should mend the boats. The port police should count the lifejackets of each boat.</p>
<p>3. The board should co-operate with the “northern” port.</p>
</main></body></html>"""
FROM_DUSK = "should light the pier from dusk."
LIGHT = "The board should light the pier from dusk. We thank those who spoke to us."


def rec(rec_id: str, text: str, **cells: object) -> dict[str, object]:
    row = {"rec_id": rec_id, "review_id": rec_id.partition("/")[0], "text": text, "page": 2, "end_page": 2}
    return row | {"label": "1.", "kind": "recommendation", "edition": "official", "confidence": 0.8} | cells


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    """Three invented reviews, of which one is held as our digest; one recommendation was dropped."""
    (tmp_path / "official").mkdir()
    (tmp_path / "official" / f"{NEW}.html").write_text(PAGE, encoding="utf-8")
    bodies = [
        ("harbour-board", "Harbour board", "regulator", "the board"),
        ("port-police", "Port police", "police", ""),
    ]
    reviews = [
        {"review_id": review_id, "title": review_id, "short_title": f"Harbour {review_id[-4:]}",
         "publisher": "Ministry", "published": f"{review_id[-4:]}-03-01", "edition": edition, "in_denominator": "yes",
         "document": f"official/{review_id}.html", "address": f"https://example.org/{review_id}"}
        for review_id, edition in ((OLD, "official"), (OURS, "digest"), (NEW, "official"))
    ]  # fmt: skip
    asks = [
        rec(f"{OLD}/r1", "=The pier's lamps should be lit.", label="8.10"),
        rec(f"{OURS}/r1", "Light the pier.", edition="digest", seen_at="https://example.org/seen", confidence=None),
        rec(f"{NEW}/r1", LIGHT, bodies="harbour-board"),
        rec(f"{NEW}/r3", "The board should co-operate with the “northern” port.", label="3."),
    ]
    dropped = rec(f"{NEW}/r9", "Contents of the report.") | {"by": "AB", "why": "no ask"}
    links = [{"rec_id": f"{NEW}/r1", "earlier_rec_id": f"{OLD}/r1", "relation": "restates", "by": "model"},
             {"rec_id": f"{NEW}/r1", "earlier_rec_id": f"{OURS}/r1", "relation": "related", "by": "model"}]  # fmt: skip
    made = corpus_of(
        tmp_path,
        reviews=tables.build(reviews, "reviews"),
        recommendations=tables.build(asks, "recommendations"),
        dropped=tables.build([dropped], "dropped"),
        codes=tables.build([{"rec_id": f"{NEW}/r1", "theme": "lamps", "by": "model"}], "codes"),
        echoes=tables.build(links, "echoes"),
        bodies=pd.DataFrame(bodies, columns=tables.column_names("bodies")),
        themes=pd.DataFrame({"theme": ["lamps", "boats"], "name": ["Lamps and light", "Boats"], "definition": ""}),
    )
    tables.save(made.bodies, "bodies", tmp_path)
    return made


@pytest.fixture(params=["xlsx", "csv"])
def form(request: pytest.FixtureRequest) -> str:
    return request.param


def written(corpus: Corpus, form: str = "xlsx", **filters: str) -> Path:
    file = corpus.folders.corpus / f"asks.{form}"
    workbook.write(corpus, file, **filters)
    return file


def rows_of(file: Path) -> list[list[str]]:
    """The cells of a table that was written, its head first."""
    if file.suffix == ".csv":
        return list(csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig"), newline="")))
    sheet = openpyxl.load_workbook(file)["Asks"]
    return [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]


def save(file: Path, rows: list[list[str]]) -> None:
    """Save cells as a person's program would, over the file."""
    if file.suffix == ".csv":
        text = io.StringIO()
        csv.writer(text).writerows(rows)
        file.write_text(text.getvalue(), encoding="utf-8-sig")
        return
    book = openpyxl.load_workbook(file)
    sheet: Worksheet = book["Asks"]
    sheet.delete_rows(1, sheet.max_row)
    for row in rows:
        sheet.append(row)
    book.save(file)


def edited(corpus: Corpus, form: str, rec_id: str, **cells: str) -> workbook_changes.Returned:
    """What comes back where a person wrote into the cells of one row ("list_checked" for "list checked")."""
    file = written(corpus, form)
    rows = rows_of(file)
    at = next(number for number, row in enumerate(rows) if row[0] == rec_id)
    for column, value in cells.items():
        rows[at][rows[0].index(column.replace("_", " "))] = value
    save(file, rows)
    return workbook_changes.changes(corpus, file)


def said(returned: workbook_changes.Returned) -> list[tuple[str, ...]]:
    return [(row["what"], row["id"], row["field"], row["value"]) for row in returned.corrections]


def test_a_row_holds_all_that_is_known_by_name(corpus: Corpus, form: str) -> None:
    rows = rows_of(written(corpus, form))
    row = dict(zip(rows[0], next(row for row in rows if row[0] == f"{NEW}/r1"), strict=True))
    assert row["review"] == "Harbour 2033" and row["published"] == "2033-03-01"
    assert (row["bodies"], row["themes"], row["confidence"]) == ("Harbour board", "Lamps and light", "0.80")
    assert row["earlier asks"].splitlines() == [
        f"restates {OLD}/r1 (Harbour 2031, 2031-03-01)", f"related {OURS}/r1 (Harbour 2032, 2032-03-01)",
    ]  # fmt: skip
    assert row["source"] == f"{NEW}. Ministry. 2033-03-01. The published text, https://example.org/{NEW}"
    others = {each[0]: dict(zip(rows[0], each, strict=True)) for each in rows[1:]}
    assert others[f"{OLD}/r1"]["came after"] == f"restates {NEW}/r1 (Harbour 2033, 2033-03-01)"
    assert others[f"{OLD}/r1"]["text"] == "'=The pier's lamps should be lit."
    seen = "Our paraphrase, seen at example.org, https://example.org/seen"
    assert others[f"{OURS}/r1"]["source"] == f"{OURS}. Ministry. 2032-03-01. {seen}"
    assert others[f"{NEW}/r9"]["kind"] == "drop"


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        ({"theme": "Lamps and light"}, [f"{NEW}/r1"]),
        ({"body": "harbour-board"}, [f"{NEW}/r1"]),
        ({"review": "Harbour 2032"}, [f"{OURS}/r1"]),
        ({"since": "2033"}, [f"{NEW}/r1", f"{NEW}/r3", f"{NEW}/r9"]),
        ({"until": "2031"}, [f"{OLD}/r1"]),
        ({"words": "pier lamp", "until": "2032"}, [f"{OLD}/r1"]),
        ({"answer": "no answer known", "review": "Harbour 2032"}, [f"{OURS}/r1"]),
        ({"kind": "drop"}, [f"{NEW}/r9"]),
    ],
)
def test_filters_narrow_it(corpus: Corpus, filters: dict[str, str], ids: list[str]) -> None:
    assert asks_table.asks_table(corpus, **filters)["id"].tolist() == ids


@pytest.mark.parametrize("filters", [{"theme": "Lamp"}, {"kind": "wish"}, {"since": "2040"}])
def test_a_filter_that_fits_nothing_is_refused(corpus: Corpus, filters: dict[str, str]) -> None:
    with pytest.raises(InputError, match=r"there is no theme|there is no kind|no recommendation fits"):
        asks_table.asks_table(corpus, **filters)


def test_the_workbook_is_made_to_be_worked_in_and_is_the_same_on_any_day(corpus: Corpus) -> None:
    file = written(corpus)
    first = file.read_bytes()
    assert written(corpus).read_bytes() == first
    book = openpyxl.load_workbook(file)
    sheet = book["Asks"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", "A1:R6")
    offered = {str(each.sqref)[0]: each.formula1 for each in sheet.data_validations.dataValidation}
    assert "drop" in offered["G"] and "in principle" in offered["L"] and offered["P"] == '"yes,no"'
    assert sheet.column_dimensions["S"].hidden and sheet["F2"].alignment.wrap_text
    assert sheet["O2"].hyperlink.target == f"https://example.org/{OLD}"
    explained = [row[0] for row in book["Columns"].iter_rows(values_only=True)]
    assert [name for name in asks_table.NAMES if name not in explained] == []
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)


def _unchanged(rows: list[list[str]]) -> list[list[str]]:
    return rows


def _sorted(rows: list[list[str]]) -> list[list[str]]:
    return [rows[0], *sorted(rows[1:], reverse=True)]


def _left_out(rows: list[list[str]]) -> list[list[str]]:
    """Rows and columns left out, the hidden one too, and the others in another order."""
    return [[row[0], row[7], row[5], row[3], row[6], row[9]] for row in [rows[0], *rows[2:]]]


def _spaced(rows: list[list[str]]) -> list[list[str]]:
    return [rows[0], *([f"{cell}  " if cell else " " for cell in row] for row in rows[1:])]


def _with_notes(rows: list[list[str]]) -> list[list[str]]:
    """A line above the head, a column of a person's own, an empty row."""
    return [["our notes"], [*rows[0], "note"], *([*row, "look again"] for row in rows[1:]), [""]]


@pytest.mark.parametrize("change", [_unchanged, _sorted, _left_out, _spaced, _with_notes])
def test_what_nobody_changed_gives_no_correction(
    corpus: Corpus, form: str, change: Callable[[list[list[str]]], list[list[str]]]
) -> None:
    file = written(corpus, form)
    save(file, change(rows_of(file)))
    assert workbook_changes.changes(corpus, file) == ([], [])


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not on this machine")
def test_libreoffice_saves_it_again_without_a_correction(corpus: Corpus, tmp_path: Path) -> None:
    file = written(corpus)
    again = tmp_path / "again"
    command = ["soffice", "--headless", "--convert-to", "xlsx", "--outdir", str(again), str(file)]
    subprocess.run(command, check=True, capture_output=True)
    assert workbook_changes.changes(corpus, again / file.name) == ([], [])


def test_a_spreadsheet_that_takes_numbers_and_dates_for_its_own_gives_no_correction(corpus: Corpus) -> None:
    file = written(corpus, "csv")
    rows = rows_of(file)
    old = next(row for row in rows if row[0] == f"{OLD}/r1")
    old[2], old[3] = "01/03/2031", "8.1"
    save(file, rows)
    assert workbook_changes.changes(corpus, file) == ([], [])


@pytest.mark.parametrize(
    ("cells", "rows"),
    [
        ({"text": "The board should light the pier from dusk."},
         [("recommendation", f"{NEW}/r1", "text", f"2 | The board should light the pier | {FROM_DUSK}")]),
        ({"number": "1a."}, [("recommendation", f"{NEW}/r1", "label", "1a.")]),
        ({"kind": "conclusion"}, [("recommendation", f"{NEW}/r1", "kind", "conclusion")]),
        ({"kind": "drop"}, [("drop", f"{NEW}/r1", "", "")]),
        ({"bodies": "Port police; the board"},
         [("recommendation", f"{NEW}/r1", "bodies", "port-police;harbour-board")]),
        ({"bodies": ""}, [("recommendation", f"{NEW}/r1", "bodies", "")]),
        ({"themes": "Boats"}, [("theme", f"{NEW}/r1", "lamps", "no"), ("theme", f"{NEW}/r1", "boats", "yes")]),
        ({"earlier_asks": f"restates {OLD}/r1 (Harbour 2031)"},
         [("link", f"{NEW}/r1", f"{OURS}/r1", "unrelated")]),
        ({"earlier_asks": f"related {OLD}/r1\n{OURS}/r1"},
         [("link", f"{NEW}/r1", f"{OLD}/r1", "related"), ("link", f"{NEW}/r1", f"{OURS}/r1", "restates")]),
        ({"status": "in part", "done": "no"},
         [("status", f"{NEW}/r1", "answer", "in part"), ("status", f"{NEW}/r1", "done", "no")]),
        ({"checked": "yes"}, [("recommendation", f"{NEW}/r1", "checked", "yes")]),
        ({"list_checked": "yes", "counted": "no"},
         [("list", NEW, "checked", "yes"), ("review", NEW, "in_denominator", "no")]),
    ],
)  # fmt: skip
def test_each_change_is_a_correction(
    corpus: Corpus, form: str, cells: dict[str, str], rows: list[tuple[str, ...]]
) -> None:
    returned = edited(corpus, form, f"{NEW}/r1", **cells)
    assert returned.told == [] and said(returned) == rows
    made = tables.build(returned.corrections, "corrections")
    assert corrections.faults(made) == []


def test_a_drop_is_taken_back_where_the_kind_is_given_again(corpus: Corpus) -> None:
    assert said(edited(corpus, "xlsx", f"{NEW}/r9", kind="recommendation")) == [("drop", f"{NEW}/r9", "", "no")]


@pytest.mark.parametrize(
    ("rec_id", "cells", "told"),
    [
        (f"{NEW}/r1", {"page": "3"}, "E4 (page): cannot be changed"),
        (f"{NEW}/r1", {"source": "elsewhere"}, "O4 (source): cannot be changed"),
        (f"{NEW}/r1", {"kind": "wish"}, "G4 (kind): 'wish' is none of"),
        (f"{NEW}/r1", {"themes": "Boat"}, "I4 (themes): there is no theme 'Boat'; near it are: Boats"),
        (
            f"{NEW}/r1",
            {"bodies": "Port polise"},
            "H4 (bodies): there is no body 'Port polise'; near it are: Port police",
        ),
        (f"{NEW}/r1", {"text": "The board should light all piers."}, "F4 (text): its words are not printed there"),
        (f"{NEW}/r1", {"text": ""}, "F4 (text): is empty; write drop"),
        (f"{OURS}/r1", {"text": "Light all piers."}, "F3 (text): is in our own words"),
        (f"{NEW}/r1", {"earlier_asks": "as last year"}, "J4 (earlier asks): 'as last year' names no id"),
        (f"{NEW}/r1", {"earlier_asks": "restates gone-2001/r1"}, "J4 (earlier asks): 'gone-2001/r1' is no"),
        (f"{NEW}/r1", {"id": "gone-2001/r1"}, "A4 (id): 'gone-2001/r1' is no recommendation"),
        (f"{NEW}/r1", {"id": f"{OLD}/r1"}, f"A4 (id): '{OLD}/r1' stands in another row too"),
        (f"{NEW}/r1", {"id": "", "text": ""}, "A4 (id): is empty, and so is text"),
        (f"{NEW}/r1", {"text": "x" * 40_000}, "F4 (text): holds 40,000 characters"),
    ],
)
def test_what_cannot_be_understood_is_told_by_cell_and_changes_nothing(
    corpus: Corpus, rec_id: str, cells: dict[str, str], told: str
) -> None:
    returned = edited(corpus, "csv", rec_id, **cells)
    assert len(returned.told) == 1 and returned.told[0].startswith(told)
    assert said(returned) == []


def test_rows_of_one_review_that_say_otherwise_of_its_list_are_told(corpus: Corpus) -> None:
    file = written(corpus, "csv")
    rows = rows_of(file)
    ticks = iter(["yes", "no"])
    for row in rows:
        if row[0] in (f"{NEW}/r1", f"{NEW}/r3"):
            row[rows[0].index("list checked")] = next(ticks)
    save(file, rows)
    returned = workbook_changes.changes(corpus, file)
    assert said(returned) == [("list", NEW, "checked", "yes")] and "otherwise than Q4" in returned.told[0]


def new_row(corpus: Corpus, form: str, **cells: str) -> workbook_changes.Returned:
    file = written(corpus, form)
    rows = rows_of(file)
    save(file, [*rows, [cells.get(name.replace(" ", "_"), "") for name in rows[0]]])
    return workbook_changes.changes(corpus, file)


def test_a_new_row_is_a_recommendation_that_was_missed(corpus: Corpus, form: str) -> None:
    text = "The board should mend the boats. The port police should count the lifejackets of each boat."
    returned = new_row(corpus, form, review="Harbour 2033", page="2", text=text, themes="Boats", checked="yes")
    assert returned.told == []
    assert said(returned) == [
        ("add", f"{NEW}/r2", "", "2 | The board should mend the boats. | count the lifejackets of each boat."),
        ("theme", f"{NEW}/r2", "boats", "yes"), ("recommendation", f"{NEW}/r2", "checked", "yes"),
    ]  # fmt: skip


def test_a_part_of_a_paragraph_is_named_by_its_first_words(corpus: Corpus) -> None:
    returned = new_row(
        corpus, "csv", review=NEW, page="2", text="The port police should count the lifejackets of each boat."
    )
    assert said(returned)[0][1] == f"{NEW}/the-port-police-should-count"


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"review": "Harbour 2044"}, "there is no review 'Harbour 2044'"),
        ({"page": "ii"}, "'ii' is no page"),
        ({"text": "The board should mend every boat."}, "not printed there in one piece"),
        ({"text": LIGHT}, "r1 is there already"),
        ({"review": OURS}, "held as our digest"),
        ({"text": "[name] should mend the boats."}, "words that are masked"),
    ],
)
def test_a_new_row_that_does_not_fit_is_told(corpus: Corpus, cells: dict[str, str], told: str) -> None:
    row = {"review": "Harbour 2033", "page": "2", "text": "The board should mend the boats."} | cells
    returned = new_row(corpus, "csv", **row)
    assert said(returned) == [] and told in returned.told[0]


def test_a_formula_is_told_and_never_calculated(corpus: Corpus) -> None:
    file = written(corpus)
    book = openpyxl.load_workbook(file)
    book["Asks"]["H4"] = '=HYPERLINK("https://example.org")'
    book.save(file)
    returned = workbook_changes.changes(corpus, file)
    assert returned.told == ["H4 (bodies): is a formula; write its value"] and said(returned) == []


def test_a_table_that_went_out_before_others_changed_things_takes_nothing_back(corpus: Corpus) -> None:
    file = written(corpus)
    codes = tables.build([{"rec_id": f"{NEW}/r1", "theme": "boats", "by": "correction"}], "codes")
    later = corpus.with_tables(codes=codes)
    assert workbook_changes.changes(later, file) == ([], [])


def test_what_was_taken_back_once_is_not_said_twice(corpus: Corpus) -> None:
    first = edited(corpus, "xlsx", f"{NEW}/r1", checked="yes")
    corrections.append(corpus.folders, [row | {"by": "AB"} for row in first.corrections])
    assert said(edited(corpus, "xlsx", f"{NEW}/r1", checked="yes")) == []


def other_corpus(corpus: Corpus) -> Corpus:
    return corpus.with_tables(
        recommendations=corpus.recommendations.assign(rec_id="x-2001/" + corpus.recommendations["label"]),
        dropped=corpus.dropped.head(0),
    )


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "cannot be read as a workbook"),
        (b"PK\x03\x04 cut short", "cannot be read as a workbook"),
        (b"<html></html>", "cannot be read as a workbook"),
    ],
)
def test_a_file_that_is_no_workbook_is_refused_in_a_line(corpus: Corpus, content: bytes, told: str) -> None:
    file = corpus.folders.corpus / "asks.xlsx"
    file.write_bytes(content)
    with pytest.raises(InputError, match=told):
        workbook_changes.changes(corpus, file)


def test_foreign_tables_are_refused_in_a_line(corpus: Corpus, form: str) -> None:
    file = written(corpus, form)
    with pytest.raises(InputError, match="names no recommendation of this corpus"):
        workbook_changes.changes(other_corpus(corpus), file)
    save(file, [["name", "sum"], ["a", "1"]])
    with pytest.raises(InputError, match="has no column id"):
        workbook_changes.changes(corpus, file)
    with pytest.raises(InputError, match=r"neither \.xlsx nor \.csv"):
        workbook_changes.changes(corpus, file.with_suffix(".ods"))


def test_a_workbook_that_unpacks_without_end_is_refused(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    file = corpus.folders.corpus / "asks.xlsx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b" " * 1_000_000)
    monkeypatch.setattr(workbook_changes.workbook_reading, "MOST_UNPACKED", 999_999)
    with pytest.raises(InputError, match="unpacks to"):
        workbook_changes.changes(corpus, file)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "name one of --out FILE and --in FILE"),
        (["--out", "a.csv", "--in", "b.csv"], "name one of --out FILE and --in FILE"),
        (["--in", "a.xlsx"], "say who changed it"),
        (["--in", "a.xlsx", "--by", " "], "say who changed it"),
        (["--in", "a.xlsx", "--by", "AB", "--kind", "duty"], "takes no filter"),
        (["--out", "a.ods"], "neither .xlsx nor .csv"),
        (["--out", "a.csv", "--since", "soon"], "'soon' is no date"),
        (["--out", "a.csv", "--until", "late"], "table --until: 'late' is no date"),
    ],
)
def test_wrong_options_are_refused_in_a_line_before_anything_is_opened(arguments: list[str], told: str) -> None:
    done = CliRunner().invoke(cli.app, ["table", *arguments])
    assert (done.exit_code, done.stderr.count("\n")) == (2, 1) and told in done.stderr
