"""The embedded corpus: its tables load, its names resolve, and its digests are what the script makes of the table."""

from __future__ import annotations

import csv
import importlib.util
import re
import tomllib
from collections import Counter
from pathlib import Path
from types import ModuleType

import pandas as pd
import pypdfium2
import pytest

from reviewkit.base import paths
from reviewkit.base.text import split_list
from reviewkit.corpus import tables

CORPUS = paths.ROOT / "corpus"
Tables = dict[str, pd.DataFrame]
FILES = {"catalogue": "", "events": "", "bodies": "", "coded": "", "digests": "digests/"}


def script(name: str) -> ModuleType:
    """A script of the corpus folder, as a module."""
    spec = importlib.util.spec_from_file_location(f"corpus_{name.split('/')[-1]}", CORPUS / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


dictionary, typeset = script("dictionary"), script("digests/typeset")


@pytest.fixture(scope="module")
def corpus() -> Tables:
    return {table: tables.load(CORPUS / folder / f"{table}.csv", table) for table, folder in FILES.items()}


@pytest.fixture(scope="module")
def printed() -> dict[str, list[str]]:
    """The text of every page of every committed digest."""
    texts = {}
    for path in sorted((CORPUS / "digests").glob("*.pdf")):
        document = pypdfium2.PdfDocument(path)
        texts[path.stem] = [page.get_textpage().get_text_bounded() for page in document]
        document.close()
    return texts


def rec_id(row: object) -> str:
    """The rule of a digest's rec_id: r and the number, a part after it; the short name where there is no number."""
    named = f"r{row.number}" + (f"-{row.part}" if row.part else "") if row.number else row.short_name
    return f"{row.review_id}/{named}"


@pytest.mark.parametrize("table", FILES)
def test_every_table_loads_and_holds_rows(table: str, corpus: Tables) -> None:
    path = CORPUS / FILES[table] / f"{table}.csv"
    assert len(corpus[table]) > 50
    assert b"\r" not in path.read_bytes(), f"{path.name}: line ends are not plain newlines"
    with path.open(encoding="utf-8", newline="") as file:
        assert next(csv.reader(file)) == tables.column_names(table), "columns are not in the declared order"


def test_every_reference_is_of_the_catalogue(corpus: Tables) -> None:
    known = set(corpus["catalogue"]["review_id"])
    events = corpus["events"]
    for pointing in (corpus["digests"]["review_id"], events["review_id"], events["led_to"]):
        assert set(pointing) - {""} <= known
    answered = {part for cell in corpus["catalogue"]["responds_to"] for part in split_list(cell)}
    assert answered <= known


def test_every_recommendation_has_one_id_and_its_codes(corpus: Tables) -> None:
    ids = [rec_id(row) for row in corpus["digests"].itertuples()]
    assert [name for name, times in Counter(ids).items() if times > 1] == []
    assert sorted(ids) == sorted(corpus["coded"]["rec_id"])


def test_a_row_has_either_a_number_or_a_name_and_a_part_only_with_a_number(corpus: Tables) -> None:
    for row in corpus["digests"].itertuples():
        assert bool(row.number) != bool(row.short_name), rec_id(row)
        assert not row.part or row.number, rec_id(row)


def test_every_theme_given_is_in_the_codebook_and_defined(corpus: Tables) -> None:
    codebook = tomllib.loads((CORPUS / "codebook.toml").read_text(encoding="utf-8"))
    assert all(theme["name"] and theme["definition"] for theme in codebook.values())
    for column in ("themes_a", "themes_b"):
        assert {theme for cell in corpus["coded"][column] for theme in split_list(cell)} <= set(codebook)


def bodies_by_name(bodies: pd.DataFrame) -> dict[str, list[str]]:
    named: dict[str, list[str]] = {}
    for row in bodies.itertuples():
        for name in {name.casefold() for name in [row.name, *split_list(row.aliases)]}:
            named.setdefault(name, []).append(row.body_id)
    return named


def test_every_name_asked_is_exactly_one_body(corpus: Tables) -> None:
    named = bodies_by_name(corpus["bodies"])
    assert {name: ids for name, ids in named.items() if len(ids) > 1} == {}
    asked = {name for cell in corpus["digests"]["addressed_to"] for name in split_list(cell)}
    assert sorted(name for name in asked if name.casefold() not in named) == []


@pytest.mark.parametrize(
    ("name", "body_id", "kind"),
    [
        ("the Home Secretary", "home-office", "national government"),
        ("chief constables", "police-forces", "police"),
        ("local authorities", "local-authorities", "council or safeguarding partnership"),
        ("ACPO", "national-police-chiefs-council", "police"),
        ("LSCBs", "local-safeguarding-partnerships", "council or safeguarding partnership"),
        ("Department of Health", "department-of-health-and-social-care", "national government"),
        ("Derby agencies", "derby-agencies", "other"),
    ],
)
def test_names_in_running_text_and_earlier_names_find_their_body(
    name: str, body_id: str, kind: str, corpus: Tables
) -> None:
    bodies = corpus["bodies"].set_index("body_id")
    assert bodies_by_name(corpus["bodies"])[name.casefold()] == [body_id]
    assert bodies.loc[body_id, "class"] == kind


def test_every_body_has_a_class(corpus: Tables) -> None:
    assert corpus["bodies"].loc[corpus["bodies"]["class"] == "", "body_id"].tolist() == []


def test_there_is_one_digest_for_each_review_with_rows(corpus: Tables, printed: dict[str, list[str]]) -> None:
    assert sorted(printed) == sorted(set(corpus["digests"]["review_id"]))


def test_committed_digests_are_what_the_script_makes(tmp_path: Path) -> None:
    """An empty folder is filled again byte for byte: all of them, which takes about a second."""
    for made in typeset.typeset(tmp_path):
        assert made.read_bytes() == (CORPUS / "digests" / made.name).read_bytes(), f"{made.name}: typeset it again"


def test_each_page_of_a_digest_says_what_it_is_and_how_many_of_how_many(
    corpus: Tables, printed: dict[str, list[str]]
) -> None:
    catalogue = corpus["catalogue"].set_index("review_id")
    for review_id, pages in printed.items():
        rows = corpus["digests"][corpus["digests"]["review_id"] == review_id]
        held, total = len(set(rows["number"] + "/" + rows["short_name"])), catalogue.loc[review_id, "n_recommendations"]
        of = (
            "how many the document makes is not known" if str(total) == "<NA>" else f"{held} of {total} recommendations"
        )
        for place, text in enumerate(pages, start=1):
            foot = " ".join(text.split())
            assert f"reviewkit digest: {catalogue.loc[review_id, 'short_title']}" in foot, review_id
            assert "A digest in our own words, not the published document." in foot, review_id
            assert re.search(rf"It holds {held}\b", foot) and of in foot, review_id
            assert f"page {place} of {len(pages)}" in foot, review_id


def test_each_row_can_be_read_back_from_its_digest(corpus: Tables, printed: dict[str, list[str]]) -> None:
    """Label, summary, bodies and address come back letter for letter, hyphens at line ends too."""
    for row in corpus["digests"].itertuples():
        text = " ".join(" ".join(printed[row.review_id]).split())
        assert typeset.label(row.kind, row.number, row.part, row.short_name) in text, rec_id(row)
        assert row.summary in text, rec_id(row)
        assert "Asked of: " + "; ".join(split_list(row.addressed_to)) in text, rec_id(row)
        assert (typeset.SEEN[row.seen_in] + row.seen_at).replace(" ", "") in text.replace(" ", ""), rec_id(row)


def test_parts_of_one_number_count_once_and_numbers_come_first(corpus: Tables) -> None:
    digests = corpus["digests"]
    assert typeset.held_by_kind(digests[digests["review_id"] == "iicsa-accountability-2019"]) == {"recommendation": 1}
    taxis = typeset.entries(digests[digests["review_id"] == "taxi-task-finish-2018"], "recommendation")
    numbered = [entry["label"] for entry in taxis[:8]]
    assert numbered == [f"Recommendation {number}" for number in (1, 2, 3, 4, 17, 18, 19, 20)]


def test_words_of_a_table_are_never_read_as_typst_markup(corpus: Tables) -> None:
    review = corpus["catalogue"].iloc[0].copy()
    review["title"] = '#panic("read") *not bold* $x$ @nowhere \\ [a] <b> "q"'
    rows = corpus["digests"].head(1).copy()
    rows["summary"] = '#read("/etc/passwd") = No heading // no comment'
    document = pypdfium2.PdfDocument(typeset.pdf(typeset.content(review, rows, "https://harbour.example/#panic()")))
    text = " ".join(document[0].get_textpage().get_text_bounded().split())
    assert review["title"] in text and rows["summary"].iloc[0] in text


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/" + "a-long-name-" * 30,
        "https://example.org/-/",
        "http://a.b/?x=" + "0" * 90 + "&y=_:#z",
        "",
    ],
)
def test_an_address_is_cut_into_pieces_without_loss_and_never_after_a_hyphen(address: str) -> None:
    pieces = typeset.pieces(address)
    assert "".join(pieces) == address
    assert not any(piece.endswith("-") for piece in pieces[:-1])


def test_the_data_dictionary_is_current() -> None:
    assert dictionary.main(["--check"]) == 0


def test_a_stale_dictionary_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    readme = tmp_path / "README.md"
    readme.write_text(dictionary.README.read_text(encoding="utf-8").replace("| `body_id` |", "| `body` |"), "utf-8")
    monkeypatch.setattr(dictionary, "README", readme)
    assert dictionary.main(["--check"]) == 1
    assert "stale" in capsys.readouterr().err
    assert dictionary.main([]) == 0 and dictionary.main(["--check"]) == 0


def test_the_datasheet_counts_what_is_there(corpus: Tables) -> None:
    readme = " ".join((CORPUS / "README.md").read_text(encoding="utf-8").split())
    catalogue, held = corpus["catalogue"], set(corpus["digests"]["review_id"])
    said = {terms: int(count) for terms, count in re.findall(r"\| ([^|`]+?) \| (\d+) \|", readme)}
    assert said == catalogue["licence"].value_counts().to_dict()
    missing = catalogue[~catalogue["review_id"].isin(held)]
    counted = (missing["in_denominator"] == "yes").sum()
    assert f"{len(missing)} documents have no recommendation here; {counted} of them count as reviews" in readme
