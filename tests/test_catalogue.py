"""The catalogue: the best edition at hand, the code frame, and what `reviews` counts, on fingers."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from reviewkit.base import paths
from reviewkit.base.errors import TableError
from reviewkit.corpus import catalogue, tables
from reviewkit.corpus.codebook import load_themes, with_issues


@pytest.fixture
def folders(tmp_path: Path) -> paths.Folders:
    (tmp_path / "catalogue.csv").touch()
    made = paths.folders(tmp_path)
    for folder in (made.official, made.digests):
        folder.mkdir()
    return made


def listed(*rows: dict[str, object]) -> pd.DataFrame:
    """A catalogue with editions, as `catalogue.reviews` takes it; an official text where nothing else is said."""
    made = tables.build([{"review_id": f"review-{place}"} | row for place, row in enumerate(rows)], "catalogue")
    editions = [str(row.get("edition", "official")) for row in rows]
    files = ["" if edition == "none" else f"{edition}/{place}.pdf" for place, edition in enumerate(editions)]
    return made.assign(edition=editions, document=files)


def found(*rec_ids: str, kind: str = "recommendation") -> pd.DataFrame:
    rows = [{"rec_id": rec_id, "review_id": rec_id.split("/")[0], "kind": kind} for rec_id in rec_ids]
    return tables.build(rows, "recommendations")


@pytest.mark.parametrize(
    ("there", "edition", "document"),
    [
        ([], "none", ""),
        (["digests/a-2031.pdf"], "digest", "digests/a-2031.pdf"),
        (["official/a-2031.pdf"], "official", "official/a-2031.pdf"),
        (["digests/a-2031.pdf", "official/a-2031.pdf"], "official", "official/a-2031.pdf"),
        (["official/a-2031.html"], "official", "official/a-2031.html"),
        (["digests/a-2031.pdf", "official/a-2031.html"], "official", "official/a-2031.html"),
        (["official/a-2031.html", "official/a-2031.pdf"], "official", "official/a-2031.pdf"),
        (["official/a-2031-summary.pdf", "digests/a.pdf", "official/a-2031.txt"], "none", ""),
    ],
    ids=["nothing", "digest", "official", "both", "a web page", "and a digest", "and a PDF", "neighbours"],
)
def test_the_official_text_is_used_wherever_it_is_at_hand(
    there: list[str], edition: str, document: str, folders: paths.Folders
) -> None:
    tables.save(tables.build([{"review_id": "a-2031"}], "catalogue"), "catalogue", folders.corpus)
    for name in there:
        (folders.corpus / name).write_bytes(b"%PDF-")
    (row,) = catalogue.load_catalogue(folders).to_dict("records")
    assert (row["edition"], row["document"]) == (edition, document)


def test_the_code_frame_has_a_row_for_each_theme(tmp_path: Path) -> None:
    path = tmp_path / "codebook.toml"
    path.write_text(
        '[lights]\nname = "Lights"\nhighlight = true\ndefinition = "Lamps on piers."\nincludes = ["a"]\n'
        '[staff]\nname = "Crew"\ndefinition = "Who is on board."\n'
        '[count]\nname = "Counting"\ndefinition = "How many."\nhighlight = "Counting, with names"\n'
        '[names]\nname = "Names"\ndefinition = "Who."\nhighlight = "Counting, with names"\n',
        encoding="utf-8",
    )
    themes = load_themes(path)
    assert themes.columns.tolist() == ["theme", "name", "definition", "highlight", "issue"]
    assert themes.values.tolist() == [
        ["lights", "Lights", "Lamps on piers.", True, "Lights"],
        ["staff", "Crew", "Who is on board.", False, ""],
        ["count", "Counting", "How many.", True, "Counting, with names"],
        ["names", "Names", "Who.", True, "Counting, with names"],
    ]
    framed = with_issues(themes)
    assert framed[["theme", "part_of"]].to_numpy().tolist() == [
        ["lights", ""], ["staff", ""], ["counting-with-names", ""], ["count", "counting-with-names"],
        ["names", "counting-with-names"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[lights]\nname = "Lights"\n', ["theme 'lights': has no definition", 'add definition = "..."']),
        ('[lights]\nname = "Lights"\ndefinition = " "\n', ["theme 'lights': has no definition"]),
        ('[lights]\ndefinition = "Lamps."\n', ["theme 'lights': has no name"]),
        ('lights = "Lamps on piers."\n', ["theme 'lights': has no name"]),
        ('[lights]\nname = "Lights\n', ["cannot be read as TOML", "line 2"]),
        ('[lights]\nname = "a"\ndefinition = "b"\nhighlight = "Lights"\n', ["theme 'lights': highlight = 'Lights' is"]),
        ('[lights]\nname = "a"\ndefinition = "b"\n[lights]\n', ["cannot be read as TOML", "lights"]),
    ],
)
def test_a_theme_that_is_not_whole_is_named(text: str, words: list[str], tmp_path: Path) -> None:
    path = tmp_path / "codebook.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(TableError) as told:
        load_themes(path)
    assert str(told.value).startswith("codebook.toml")
    assert [word for word in words if word not in str(told.value)] == []
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    ("rec_ids", "held"),
    [
        ([], 0),
        (["review-0/r1", "review-0/r2"], 2),
        (["review-0/r1-police", "review-0/r1-councils", "review-0/r2"], 2),
        (["review-0/r8", "review-0/r8.1", "review-0/r8.12"], 3),
        (["review-0/lamps-on-piers", "review-0/lamps-on-boats"], 2),
        (["review-0/rail-lamps", "review-0/rail-nets"], 2),
        (["review-0/r1", "review-0/s2-r1"], 2),
        (["review-0/s2-r4-police", "review-0/s2-r4-councils"], 1),
        (["review-0/r1", "review-1/r1", "review-1/r2"], 1),
    ],
    ids=["none", "two", "parts", "decimals", "named", "named with r", "two series", "parts of a second", "another's"],
)
def test_parts_of_one_number_count_once(rec_ids: list[str], held: int) -> None:
    made = catalogue.reviews_table(listed({}, {}), found(*rec_ids), tables.empty("pages"))
    assert made.loc[0, "held"] == held


@pytest.mark.parametrize(
    ("kind", "held"), [("recommendation", 1), ("commitment", 1), ("duty", 1), ("conclusion", 0), ("quoted", 0)]
)
def test_what_is_asked_promised_or_laid_down_is_held_and_nothing_else(kind: str, held: int) -> None:
    made = catalogue.reviews_table(listed({}), found("review-0/r1", kind=kind), tables.empty("pages"))
    assert made.loc[0, "held"] == held


@pytest.mark.parametrize(
    ("edition", "held", "stated", "complete"),
    [
        ("official", 3, 3, "yes"),
        ("official", 2, 3, "no"),
        ("official", 2, None, "yes"),
        ("official", 0, None, "no"),
        ("official", 0, 0, "no"),
        ("digest", 3, 3, "yes"),
        ("digest", 2, 3, "no"),
        ("digest", 3, None, "no"),
        ("none", 0, 3, "no"),
        ("none", 0, None, "no"),
    ],
)
def test_a_list_is_whole_where_it_reaches_its_total_or_an_official_text_gave_it(
    edition: str, held: int, stated: int | None, complete: str
) -> None:
    """A digest without a stated total is never whole: nobody knows what it leaves out."""
    recommendations = found(*[f"review-0/r{number}" for number in range(1, held + 1)])
    rows = listed({"edition": edition, "n_recommendations": stated})
    made = catalogue.reviews_table(rows, recommendations, tables.empty("pages"))
    assert made.loc[0, ["held", "complete"]].tolist() == [held, complete]


def test_pages_are_those_of_the_file_that_was_read_and_reviews_stand_in_order() -> None:
    rows = listed({"review_id": "b"}, {"review_id": "a", "edition": "none", "pages": 90})
    pages = tables.build([{"document": "official/0.pdf", "page": page} for page in (1, 2, 3)], "pages")
    made = catalogue.reviews_table(rows, tables.empty("recommendations"), pages)
    assert made["review_id"].tolist() == ["a", "b"]
    assert made["pages"].isna().tolist() == [True, False]
    assert made.loc[1, "pages"] == 3
