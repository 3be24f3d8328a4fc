"""What people say of a corpus: which rows stand, how words are found on pages, and what becomes of recommendations."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
import typst

from reviewkit.base import paths
from reviewkit.base.errors import InputError, TableError
from reviewkit.corpus import corrections, tables
from reviewkit.corpus.corrections import Place
from reviewkit.extraction import close_reading, corrected, list_doubts, passages
from reviewkit.reading import page_text

REVIEW = "harbour-2031"
PAGE = """<html><body><main>
<h2 id="lamps">Lamps</h2>
<p>We heard from keepers. The board should light the pier. We thank those who spoke to us.</p>
<p>The board should mend the boats. The board should count the boats.</p>
<h2 id="ropes">Ropes</h2>
<p>4. The board should co-operate with the “northern” port.</p>
</main></body></html>"""
BODIES = tables.build(
    [{"body_id": "harbour-board", "name": "Harbour board", "class": "regulator", "aliases": "the board"},
     {"body_id": "port-police", "name": "Port police", "class": "police"}], "bodies")  # fmt: skip


def said(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    names = ("what", "id", "field", "value")
    return tables.build(
        [dict(zip(names, row, strict=True)) | {"by": "AB", "why": "read"} for row in rows], "corrections"
    )


def standing(*rows: tuple[str, str, str, str]) -> list[tuple[str, ...]]:
    stand = corrections.standing(said(*rows))
    return [tuple(row) for row in stand[["what", "id", "field", "value"]].to_numpy().tolist()]


TEXT, CUT = "1 | The board | the pier.", "1 | We heard | the pier."


@pytest.mark.parametrize(
    ("rows", "stand"),
    [
        pytest.param([("theme", "a/r1", "lamps", "yes"), ("theme", "a/r1", "lamps", "no")], [1], id="the last"),
        pytest.param([("theme", "a/r1", "lamps", "yes"), ("theme", "a/r1", "ropes", "no")], [0, 1], id="two themes"),
        pytest.param([("theme", "a/r1", "lamps", "yes"), ("theme", "a/r1", "lamps", "")], [], id="taken back"),
        pytest.param([("drop", "a/r1", "", ""), ("drop", "a/r1", "", "no")], [], id="a drop taken back"),
        pytest.param([("recommendation", "a/r1", "bodies", "")], [0], id="nobody is asked"),
        pytest.param([("merge", "a/r1", "", "a/r2"), ("merge", "a/r1", "", "a/r3")], [0, 1], id="two go into one"),
        pytest.param([("merge", "a/r1", "", "a/r2"), ("merge", "a/r1", "", "")], [], id="merges taken back"),
        pytest.param(
            [("recommendation", "a/r1", "text", TEXT), ("recommendation", "a/r1", "text", CUT)], [1], id="two texts"
        ),
        pytest.param(
            [("recommendation", "a/r1", "text", TEXT), ("split", "a/r1", "a/r1-b", "The board"),
             ("recommendation", "a/r1", "text", CUT)], [0, 1, 2], id="a text before a split stays",
        ),
        pytest.param([("theme", "a/r1", "lamps", "yes"), ("theme", "a/r1", "lamps", "perhaps")], [0], id="not allowed"),
    ],
)  # fmt: skip
def test_the_last_word_on_one_thing_stands(rows: list[tuple[str, str, str, str]], stand: list[int]) -> None:
    assert standing(*rows) == [rows[at] for at in stand]


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        (("themes", "a/r1", "lamps", "yes"), "'themes' is none of"),
        (("recommendation", "a/r1", "page", "3"), "'page' is no field"),
        (("recommendation", "a/r1", "kind", "wish"), "'wish' is none of"),
        (("recommendation", "a/r1", "text", "The board should"), "PAGE | first words | last words"),
        (("add", "a/r 7", "", TEXT), "is no rec_id"),
        (("link", "a/r1", "b/r1", "repeats"), "'repeats' is none of"),
        (("theme", "", "lamps", "yes"), "names no id"),
        (("status", "a/r1", "answer", "perhaps"), "'perhaps' is none of"),
    ],
)
def test_a_row_that_cannot_be_understood_is_a_problem_and_is_never_written(
    row: tuple[str, str, str, str], wrong: str, tmp_path: Path
) -> None:
    (problem,) = corrections.faults(said(row))
    assert wrong in problem["what"] and problem["document"] == "corrections.csv" and problem["next_step"]
    folders = paths.Folders(tmp_path, tmp_path / "figures", tmp_path / "build")
    with pytest.raises(TableError, match="nothing was written"):
        corrections.append(folders, said(row).to_dict("records"))
    assert not (tmp_path / "corrections.csv").exists()


def test_rows_are_appended_in_order_and_must_be_signed(tmp_path: Path) -> None:
    folders = paths.Folders(tmp_path, tmp_path / "figures", tmp_path / "build")
    first, second = said(("theme", "b/r1", "lamps", "yes")), said(("theme", "a/r1", "lamps", "no"))
    assert [corrections.append(folders, rows.to_dict("records")) for rows in (first, second)] == [1, 1]
    assert corrections.load(folders)["id"].tolist() == ["b/r1", "a/r1"]
    with pytest.raises(TableError, match="nobody signed it"):
        corrections.append(folders, first.assign(by="").to_dict("records"))


def test_ids_that_changed_are_followed_wherever_they_stand(tmp_path: Path) -> None:
    folders = paths.Folders(tmp_path, tmp_path / "figures", tmp_path / "build")
    rows = said(
        ("theme", "a/old", "lamps", "yes"),
        ("link", "b/r1", "a/old", "restates"),
        ("merge", "a/r2", "", "a/old"),
        ("add", "a/old", "", TEXT),
    )
    corrections.append(folders, rows.to_dict("records"))
    tables.save(tables.build([{"earlier_id": "a/old", "rec_id": "a/r1"}], "aliases"), "aliases", tmp_path)
    now = corrections.load(folders)
    assert (now["id"][0], now["field"][1], now["value"][2], now["id"][3]) == ("a/r1", "a/r1", "a/r1", "a/old")
    assert tables.load(tmp_path / "corrections.csv", "corrections").equals(rows)  # the file keeps what was written


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> close_reading.CloseReading:
    """An invented report as a web page, whose second section is "Lamps" and whose third is "Ropes"."""
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "harbour.html").write_text(PAGE, encoding="utf-8")
    return close_reading.read_closely(paths.Folders(folder, folder, folder / "build"), "harbour.html", [2])


@pytest.mark.parametrize(
    ("place", "found"),
    [
        (Place(2, 2, "The board should light", "the pier"), ("The board should light the pier.", "", 2, 2)),
        (Place(2, 2, "the board should MEND", "boats. The board should count the boats"),
         ("The board should mend the boats. The board should count the boats.", "", 2, 2)),
        (Place(3, 3, "The board should", "northern' port"),
         ("The board should co-operate with the “northern” port.", "4.", 3, 3)),
        (Place(3, 3, "4. The board", "port"), ("The board should co-operate with the “northern” port.", "4.", 3, 3)),
        (Place(2, 3, "The board should count", "northern port"),
         ("The board should count the boats.\nRopes\n4. The board should co-operate with the “northern” port.", "",
          2, 3)),
    ],
)  # fmt: skip
def test_a_passage_is_found_by_its_first_and_last_words(
    reading: close_reading.CloseReading, place: Place, found: tuple[str, str, int, int]
) -> None:
    assert tuple(passages.find(reading, place)) == found
    assert passages.find(reading, passages.locate(reading, place.page, place.end_page, found[0])).text == found[0]


@pytest.mark.parametrize(
    ("place", "wrong", "step"),
    [
        (Place(2, 2, "The board should", "boats."), "begin 3 passages", "more of the first words"),
        (Place(3, 3, "The board should light", "port"), "not on page 3", "they stand on page 2"),
        (Place(2, 2, "The board should light", "lantern"), "last words are not on page 2", "as printed"),
        (Place(9, 9, "The board", "pier"), "no page 9", "from 1 to 3"),
        (Place(2, 2, "The board should count", "the pier"), "one after the other", "as printed"),
        (Place(2, 2, "he board should light", "pier"), "one after the other", "as printed"),  # no word of its own
    ],
)
def test_words_that_are_not_there_or_not_plain_are_told(
    reading: close_reading.CloseReading, place: Place, wrong: str, step: str
) -> None:
    with pytest.raises(InputError) as told:
        passages.find(reading, place)
    assert wrong in told.value.what and step in told.value.next_step


def test_words_that_are_not_printed_in_one_piece_have_no_place(reading: close_reading.CloseReading) -> None:
    with pytest.raises(InputError, match="not printed there in one piece"):
        passages.locate(reading, 2, 2, "The board should light the boats.")


def rec(name: str, text: str, page: int = 2, **cells: str) -> dict[str, object]:
    row = {"rec_id": f"{REVIEW}/{name}", "review_id": REVIEW, "text": text, "page": page, "end_page": page}
    return row | {"kind": "recommendation", "edition": "official", "confidence": 0.5} | cells


ASKS = [
    rec("r1", "The board should light the pier. We thank those who spoke to us.", addressed_to="The board",
        bodies="harbour-board", classes="regulator"),
    rec("r2", "The board should mend the boats. The board should count the boats.", addressed_to="The board",
        bodies="harbour-board", classes="regulator"),
    rec("r4", "The board should co-operate with the “northern” port.", 3, addressed_to="Port police",
        bodies="port-police", classes="police"),
]  # fmt: skip


def applied(
    reading: close_reading.CloseReading, *rows: tuple[str, str, str, str], edition: str = "official"
) -> tuple[pd.DataFrame, pd.DataFrame, list[dict[str, object]]]:
    """The recommendations by name, what was taken out, and the problems."""
    sources = corrected.Sources(
        {REVIEW: "harbour.html"}, {REVIEW: edition}, reading.pages, BODIES,
        lambda document, place: passages.find(reading, place),
    )  # fmt: skip
    recommendations, dropped, problems = corrected.apply(tables.build(ASKS, "recommendations"), said(*rows), sources)
    return recommendations.set_index(recommendations["rec_id"].str.partition("/")[2]), dropped, problems


def test_a_cut_is_mended_and_who_is_asked_is_found_anew_but_not_where_it_is_printed(
    reading: close_reading.CloseReading,
) -> None:
    asks, _, problems = applied(
        reading,
        ("recommendation", f"{REVIEW}/r1", "text", "2 | The board should light | the pier."),
        ("recommendation", f"{REVIEW}/r4", "text", "3 | co-operate | port."),
    )
    assert asks.at["r1", "text"] == "The board should light the pier."
    assert asks.loc["r1", ["bodies", "corrected", "anchor"]].tolist() == ["harbour-board", "text", "lamps"]
    assert asks.loc["r4", ["text", "bodies", "anchor"]].tolist() == [
        "co-operate with the “northern” port.", "port-police", "ropes",
    ]  # fmt: skip
    assert problems == []


def test_what_was_missed_is_added_with_its_place_its_label_and_who_is_asked(
    reading: close_reading.CloseReading,
) -> None:
    asks, _, _ = applied(
        reading, ("add", f"{REVIEW}/r9", "", "3 | 4. The board | northern port"),
        ("recommendation", f"{REVIEW}/r9", "kind", "conclusion"),
    )  # fmt: skip
    added = asks.loc["r9"]
    assert added[["label", "page", "bodies", "kind", "corrected"]].tolist() == [
        "4.", 3, "harbour-board", "conclusion", "added;kind",
    ]  # fmt: skip
    assert list(asks.index) == ["r1", "r2", "r4", "r9"]


def test_bodies_bring_their_classes_and_the_words_that_name_them(reading: close_reading.CloseReading) -> None:
    asks, _, _ = applied(
        reading, ("recommendation", f"{REVIEW}/r1", "bodies", "harbour-board;port-police"),
        ("recommendation", f"{REVIEW}/r2", "bodies", ""),
    )  # fmt: skip
    assert asks.loc["r1", ["addressed_to", "classes"]].tolist() == ["The board;Port police", "regulator;police"]
    assert asks.loc["r2", ["addressed_to", "bodies", "classes"]].tolist() == ["", "", ""]


def test_one_is_split_in_two_and_two_are_merged_into_one(reading: close_reading.CloseReading) -> None:
    parted = ("split", f"{REVIEW}/r2", f"{REVIEW}/r2-b", "The board should count")
    asks, _, _ = applied(reading, parted)
    assert asks.loc[["r2", "r2-b"], "text"].tolist() == [
        "The board should mend the boats.", "The board should count the boats.",
    ]  # fmt: skip
    asks, dropped, _ = applied(reading, parted, ("merge", f"{REVIEW}/r2", "", f"{REVIEW}/r2-b"))
    assert "r2-b" not in asks.index and asks.at["r2", "corrected"] == "split;merged"
    assert dropped[["rec_id", "merged_into"]].to_numpy().tolist() == [[f"{REVIEW}/r2-b", f"{REVIEW}/r2"]]
    assert asks.at["r2", "text"].split() == str(ASKS[1]["text"]).split()


def test_a_dropped_one_is_counted_no_more_and_can_be_seen(reading: close_reading.CloseReading) -> None:
    asks, dropped, _ = applied(reading, ("drop", f"{REVIEW}/r2", "", ""))
    assert list(asks.index) == ["r1", "r4"]
    assert dropped.loc[0, ["rec_id", "text", "by", "why", "merged_into"]].tolist() == [
        f"{REVIEW}/r2", ASKS[1]["text"], "AB", "read", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        (("recommendation", f"{REVIEW}/r7", "label", "7."), "is gone"),
        (("drop", f"{REVIEW}/r7", "", ""), "is gone"),
        (("status", f"{REVIEW}/r7", "answer", "accepted"), "is gone"),
        (("add", f"{REVIEW}/r1", "", "2 | The board should light | pier"), "its id already"),
        (("add", "elsewhere/r1", "", "2 | The board should light | pier"), "no document"),
        (("recommendation", f"{REVIEW}/r1", "text", "3 | The board should light | pier"), "not on page 3"),
        (("recommendation", f"{REVIEW}/r1", "bodies", "coastguard"), "'coastguard' is no body"),
        (("split", f"{REVIEW}/r1", f"{REVIEW}/r2", "We thank"), "r2 already"),
        (("split", f"{REVIEW}/r1", f"{REVIEW}/r1-b", "We curse"), "are not in it"),
        (("merge", f"{REVIEW}/r1", "", f"{REVIEW}/r1"), "of one review"),
    ],
)
def test_what_no_longer_fits_is_a_problem_and_changes_nothing(
    reading: close_reading.CloseReading, row: tuple[str, str, str, str], wrong: str
) -> None:
    asks, dropped, problems = applied(reading, row)
    (problem,) = problems
    assert wrong in problem["what"] and row[1] in problem["text"] and problem["next_step"]
    assert asks["text"].tolist() == [each["text"] for each in ASKS] and dropped.empty


def test_the_words_of_our_digests_are_not_changed_here(reading: close_reading.CloseReading) -> None:
    row = ("recommendation", f"{REVIEW}/r1", "text", "2 | The board should light | pier")
    _, _, (problem,) = applied(reading, row, edition="digest")
    assert "our digest" in problem["what"]


def test_nothing_speaks_against_a_list_that_a_person_ticked_or_put_right() -> None:
    pages = tables.build([{"document": "a.pdf", "page": 2, "text": "This report makes four recommendations."}], "pages")
    before = tables.build(ASKS, "recommendations")
    problems = tables.build(list_doubts.list_problems("a.pdf", before, pages), "problems")
    assert problems["what"].tolist() == ["it says that it makes 4 recommendations, and 3 were found"]
    whole = pd.concat([before, before.tail(1)])
    assert list_doubts.renewed(problems, "a.pdf", before, whole, pages, ticked=False).empty
    assert list_doubts.renewed(problems, "a.pdf", before, before, pages, ticked=True).empty
    assert len(list_doubts.renewed(problems, "a.pdf", before, before.tail(2), pages, ticked=False)) == 1


OVERLEAF = """#set page(width: 12cm, height: 16cm, margin: 2cm, header: [Harbour inquiry 2031],
  footer: context counter(page).display())
#set text(font: "DejaVu Sans Mono", size: 9pt)
The quays were dark in the winter.

The boards of harbours light each pier, and keep a list of lamps, ropes, books and respon-
#pagebreak()
sibilities in every town.

Nobody wrote in the books.
#pagebreak()
The storm was long.
#pagebreak()
The ferries were lost.
"""


def test_a_passage_runs_over_a_page_that_was_not_read_closely_without_its_head_and_hyphen(tmp_path: Path) -> None:
    """Nothing on these pages speaks of recommending, so that no page was read line by line before."""
    (tmp_path / "harbour.pdf").write_bytes(typst.compile(OVERLEAF.encode()))
    folders = paths.Folders(tmp_path, tmp_path, tmp_path / "build")
    place = Place(1, 2, "The boards of harbours", "in every town")
    pages = page_text.page_texts(tmp_path / "harbour.pdf")
    assert set(pages["closely"]) == {"no"}
    readings = close_reading.read_places(folders, [("harbour.pdf", place)], pages)
    assert passages.find_in(readings, "harbour.pdf", place).text == (
        "The boards of harbours light each pier, and keep a list of lamps, ropes, books and responsibilities in every "
        "town."
    )
    assert set(close_reading.with_pages_read(pages, readings)["closely"]) == {"yes"}
