"""Tables: what is not as declared is named by file, row and column; what is saved comes back, whole or not at all."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pandas as pd
import pytest

from reviewkit.base.errors import TableError
from reviewkit.base.text import natural_key, split_list
from reviewkit.corpus import schema, tables

BODY = {"body_id": "police-forces", "name": "Police forces", "class": "police", "aliases": "chief constables"}
MOMENT = {"date": "2013-06", "event": "A trial ends", "kind": "conviction", "exogenous": "yes"}
REVIEW = {"review_id": "ferry-2031", "title": "Ferries", "kind": "inquiry", "in_denominator": "yes"}
RECOMMENDATION = {"rec_id": "ferry-2031/r1", "review_id": "ferry-2031", "kind": "recommendation", "text": "Count."}


def csv(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize(
    ("jumbled", "sorted_"),
    [
        ("r10 r2 r1", "r1 r2 r10"),
        ("a/r8.12 a/r8.2 a/r8", "a/r8 a/r8.2 a/r8.12"),
        ("a/r2-part a/r10 a/r2", "a/r2 a/r2-part a/r10"),
        ("b-2011/r1 a-2012/r2 a-2012/r1", "a-2012/r1 a-2012/r2 b-2011/r1"),
        ("a/s2-r1 a/r11 a/q-r1-words", "a/q-r1-words a/r11 a/s2-r1"),
    ],
)
def test_numbers_are_ordered_as_numbers(jumbled: str, sorted_: str) -> None:
    assert sorted(jumbled.split(), key=natural_key) == sorted_.split()


@pytest.mark.parametrize("text", ["", "12", "a²", "r4²", "٣", "r1.½"])
def test_any_text_can_be_put_in_order(text: str) -> None:
    """Labels come out of documents: a raised footnote mark must not end a run."""
    assert sorted([text, "r1"], key=natural_key)


@pytest.mark.parametrize(
    ("cell", "expected"), [("", []), (";;", []), ("a", ["a"]), (" a ;b; ", ["a", "b"]), ("a b;c", ["a b", "c"])]
)
def test_a_list_cell_has_its_parts_and_no_empty_ones(cell: str, expected: list[str]) -> None:
    assert split_list(cell) == expected


@pytest.mark.parametrize(
    ("table", "row", "column", "value", "words"),
    [
        ("catalogue", REVIEW, "review_id", "", "is empty"),
        ("catalogue", REVIEW, "review_id", "Ferry 2031", "is not an id"),
        ("catalogue", REVIEW, "review_id", "../ferry", "is not an id"),
        ("catalogue", REVIEW, "date_published", "2013-02-31", "is not a date; write 2013, 2013-06 or 2013-06-10"),
        ("catalogue", REVIEW, "date_published", "2013-13", "is not a date"),
        ("catalogue", REVIEW, "date_published", "10/06/2013", "is not a date"),
        ("catalogue", REVIEW, "kind", "leaflet", "is not one of: audit, "),
        ("catalogue", REVIEW, "scope", "CSE", "is not an id"),
        ("catalogue", REVIEW, "pages", "12.5", "is not a whole number"),
        ("catalogue", REVIEW, "pages", "-1", "is not a whole number"),
        ("catalogue", REVIEW, "n_recommendations", "12²", "is not a whole number"),
        ("catalogue", REVIEW, "in_denominator", "Y", "is neither yes nor no"),
        ("events", MOMENT, "kind", "rumour", "is not one of: conviction, "),
        ("bodies", BODY, "class", "quango", "is not one of: national government, "),
        ("recommendations", RECOMMENDATION, "kind", "wish", "is not one of: recommendation, "),
    ],
)
def test_a_value_that_does_not_fit_is_named_with_its_file_row_and_column(
    table: str, row: dict[str, str], column: str, value: str, words: str, tmp_path: Path
) -> None:
    first = tables.column_names(table)[0]
    other = row | {first: "2014" if table == "events" else "another-1"} | {column: value}
    path = tmp_path / f"{table}.csv"
    pd.DataFrame([row, other], columns=tables.column_names(table)).to_csv(path, index=False)
    with pytest.raises(TableError) as told:
        tables.load(path, table)
    assert str(told.value).startswith(f"{table}.csv, row 3, column '{column}': '{value[:60]}' ")
    assert words in str(told.value)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("value", ["2013", "2013-06", "2013-06-10", "2012-02-29", ""])
def test_a_date_is_as_exact_as_it_is_known(value: str) -> None:
    checked = tables.check(tables.build([REVIEW | {"date_published": value}], "catalogue"), "catalogue")
    assert checked["date_published"].tolist() == [value]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("body_id,name,class,aliases,colour\na,A,police,,red\n", ["bodies.csv: unknown column 'colour'", "body_id, n"]),
        ("body_id,name,class\na,A,police\n", ["bodies.csv: column 'aliases' is missing", "body_id, name, class"]),
        ("body_id,name,name,class,aliases\na,A,A,police,\n", ["bodies.csv: unknown column 'name.1'"]),
        ("", ["bodies.csv: cannot be read as a table", "save it again as CSV UTF-8"]),
        ("body_id,name,class,aliases\na,A,police,x,y,z\nb,B,police,\n", ["bodies.csv"]),
        ("body_id,name,class,aliases\na,A,police,\nb,B,police,x,y\n", ["bodies.csv", "line 3"]),
        (
            "body_id,name,class,aliases\na,A,police,\nb,B,police,\na,C,police,\n",
            ["bodies.csv, row 4: body_id 'a' is there twice"],
        ),
    ],
    ids=["unknown column", "no column", "column twice", "empty", "wide first row", "wide later row", "id twice"],
)
def test_a_file_that_is_not_as_declared_is_refused_in_one_line(text: str, words: list[str], tmp_path: Path) -> None:
    with pytest.raises(TableError) as told:
        tables.load(csv(tmp_path / "bodies.csv", text), "bodies")
    for word in words:
        assert word in str(told.value)
    assert len(str(told.value).strip().splitlines()) == 1


def test_another_encoding_is_refused_and_not_guessed(tmp_path: Path) -> None:
    path = csv(tmp_path / "bodies.csv", "body_id,name,class,aliases\na,Côté,police,\n", "cp1252")
    with pytest.raises(TableError, match=r"bodies\.csv: cannot be read as a table .*save it again"):
        tables.load(path, "bodies")


def test_the_mark_that_spreadsheets_put_before_utf_8_does_no_harm(tmp_path: Path) -> None:
    path = csv(tmp_path / "bodies.csv", "body_id,name,class,aliases\r\na,Côté,police,\r\n", "utf-8-sig")
    assert tables.load(path, "bodies")["name"].tolist() == ["Côté"]


def test_columns_may_stand_in_any_order_and_go_out_in_the_declared_one() -> None:
    given = pd.DataFrame([BODY])[["aliases", "class", "name", "body_id"]]
    assert tables.check(given, "bodies").columns.tolist() == tables.column_names("bodies")


def test_a_word_that_means_missing_elsewhere_is_a_word_here(tmp_path: Path) -> None:
    """NA, None and nan are names of things; pandas would make holes of them."""
    path = csv(tmp_path / "bodies.csv", "body_id,name,class,aliases\na,NA,police,None\nnan,nan,police,\n")
    loaded = tables.load(path, "bodies")
    assert loaded[["body_id", "name", "aliases"]].values.tolist() == [["a", "NA", "None"], ["nan", "nan", ""]]


def test_what_a_table_may_repeat() -> None:
    """Moments and problems have no key; pages have the file and its page, digests a number and its part."""
    assert len(tables.check(tables.build([MOMENT, MOMENT], "events"), "events")) == 2
    pages = [{"document": "a.pdf", "page": page} for page in (1, 2)]
    assert len(tables.check(tables.build(pages, "pages"), "pages")) == 2
    with pytest.raises(TableError, match=r"row 4: document, page 'a\.pdf 2' is there twice"):
        tables.check(tables.build([*pages, pages[1]], "pages"), "pages")


@pytest.mark.parametrize(
    "text",
    [
        "two\nlines",
        "two\n\nparagraphs ",
        " a space before",
        'she said "never"',
        "a, b; c",
        "=1+1",
        "@name",
        "’ – £ é",
        "NA",
        "",
        '"',
        "\\",
    ],
)
def test_any_text_comes_back_from_a_file_as_it_went_in(text: str, tmp_path: Path) -> None:
    made = tables.build([RECOMMENDATION | {"text": text, "page": 3}], "recommendations")
    path = tables.save(made, "recommendations", tmp_path / "new")
    pd.testing.assert_frame_equal(tables.load(path, "recommendations"), made)
    assert b"\r" not in path.read_bytes()


def test_a_missing_number_stays_missing_and_a_number_stays_whole(tmp_path: Path) -> None:
    made = tables.build([REVIEW | {"pages": 12}, REVIEW | {"review_id": "b"}], "catalogue")
    path = tables.save(made, "catalogue", tmp_path)
    assert ",12," in path.read_text(encoding="utf-8") and "12.0" not in path.read_text(encoding="utf-8")
    assert tables.load(path, "catalogue")["pages"].isna().tolist() == [False, True]


@pytest.mark.parametrize("table", schema.TABLES)
def test_a_table_without_rows_comes_back_without_rows(table: str, tmp_path: Path) -> None:
    path = tables.save(tables.empty(table), table, tmp_path)
    loaded = tables.load(path, table)
    assert loaded.empty and loaded.columns.tolist() == tables.column_names(table)


@pytest.mark.parametrize(
    ("table", "owner", "writer"), [("bodies", Path, "write_bytes"), ("pages", pd.DataFrame, "to_parquet")]
)
def test_a_save_that_is_cut_off_leaves_the_table_that_was_there(
    table: str, owner: type, writer: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = {"bodies": BODY, "pages": {"document": "a.pdf", "page": 1}}[table]
    path = tables.save(tables.build([row], table), table, tmp_path)
    before = path.read_bytes()

    def cut_off(self: object, target: object, **_: object) -> None:
        with (self if isinstance(self, Path) else Path(str(target))).open("wb") as file:
            file.write(before[: len(before) // 2])
        raise OSError("no space left on device")

    monkeypatch.setattr(owner, writer, cut_off)
    with pytest.raises(OSError, match="no space left"):
        tables.save(tables.empty(table), table, tmp_path)
    assert path.read_bytes() == before


def test_a_save_leaves_nothing_but_the_table(tmp_path: Path) -> None:
    for table in ("bodies", "pages"):
        for _ in range(2):
            tables.save(tables.empty(table), table, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bodies.csv", "pages.parquet"]


def test_a_table_that_is_not_as_declared_is_not_saved(tmp_path: Path) -> None:
    wrong = tables.build([BODY | {"class": "quango"}], "bodies")
    with pytest.raises(TableError, match=r"bodies, row 2, column 'class'"):
        tables.save(wrong, "bodies", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_every_column_says_what_it_means_and_where_it_comes_from() -> None:
    kinds = {"text", "id", "date", "integer", "number", "score", "yes/no", "list"}
    for table, columns in schema.TABLES.items():
        assert len({column.name for column in columns}) == len(columns), table
        for column in columns:
            assert column.type in kinds and column.meaning and column.origin, (table, column.name)
            assert re.fullmatch(r"[a-z0-9_]+", column.name), (table, column.name)


def test_order_does_not_depend_on_the_order_given() -> None:
    ids = [f"a-{year}/r{number}" for year in (2009, 2010) for number in (1, 2, 10, 11)]
    jumbled = random.Random(1).sample(ids, len(ids))
    assert sorted(jumbled, key=natural_key) == ids
