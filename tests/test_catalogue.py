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
    return made.assign(edition=editions, document=files, address="", publisher_body="")


def test_a_catalogue_with_addresses_of_its_own_is_refused_and_says_where_they_belong(folders: paths.Folders) -> None:
    old = tables.build([{"review_id": "a-2031"}], "catalogue").assign(
        official_url="https://bay.example", document_url=""
    )
    old.to_csv(folders.corpus / "catalogue.csv", index=False)
    with pytest.raises(TableError, match=r"unknown column 'official_url'.*addresses\.csv"):
        catalogue.load_catalogue(folders)


def test_of_the_addresses_the_publishers_page_is_the_one_for_readers(folders: paths.Folders) -> None:
    tables.save(
        tables.build([{"review_id": "a-2031"}, {"review_id": "b-2032"}], "catalogue"), "catalogue", folders.corpus
    )
    rows = [("document", "a.pdf"), ("landing", "about"), ("landing", "news")]
    listed = [{"review_id": "a-2031", "role": role, "url": f"https://bay.example/{name}"} for role, name in rows]
    tables.save(tables.build(listed, "addresses"), "addresses", folders.corpus)
    assert list(catalogue.load_catalogue(folders)["address"]) == ["https://bay.example/about", ""]


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


@pytest.mark.parametrize("ending", ["docx", "odt", "epub", "mht", "mhtml", "htm", "doc"])
def test_a_document_of_any_kind_that_is_read_is_an_edition(ending: str, folders: paths.Folders) -> None:
    tables.save(tables.build([{"review_id": "a-2031"}], "catalogue"), "catalogue", folders.corpus)
    (folders.official / f"a-2031.{ending}").write_bytes(b"PK")
    (row,) = catalogue.load_catalogue(folders).to_dict("records")
    assert (row["edition"], row["document"]) == ("official", f"official/a-2031.{ending}")
    assert catalogue.unmatched_files(folders, catalogue.load_catalogue(folders)).empty


def test_of_two_files_of_one_review_the_first_is_read_and_the_other_named(folders: paths.Folders) -> None:
    tables.save(tables.build([{"review_id": "a-2031"}], "catalogue"), "catalogue", folders.corpus)
    for name in ("a-2031.docx", "a-2031.html", "b.docx"):
        (folders.official / name).write_bytes(b"PK")
    problems = catalogue.unmatched_files(folders, catalogue.load_catalogue(folders))
    assert problems["document"].tolist() == ["official/b.docx", "official/a-2031.docx"]
    assert "official/a-2031.html is, of the same review" in problems["what"].iloc[1]


@pytest.mark.parametrize("folder", ["official", "digests", "inbox"])
def test_a_link_that_leads_out_of_the_corpus_is_named_and_not_followed(
    folder: str, folders: paths.Folders, tmp_path_factory: pytest.TempPathFactory
) -> None:
    tables.save(tables.build([{"review_id": "a-2031"}], "catalogue"), "catalogue", folders.corpus)
    outside = tmp_path_factory.mktemp("outside") / "open.pdf"
    outside.write_bytes(b"%PDF-")
    (folders.corpus / folder).mkdir(exist_ok=True)
    (folders.corpus / folder / "a-2031.pdf").symlink_to(outside)
    listing = catalogue.load_catalogue(folders)
    assert listing["edition"].tolist() == ["none"]
    (problem,) = catalogue.unmatched_files(folders, listing).to_dict("records")
    assert problem["document"] == f"{folder}/a-2031.pdf"
    assert "leads out of the corpus" in problem["what"]


def test_a_link_within_the_corpus_is_followed(folders: paths.Folders) -> None:
    tables.save(tables.build([{"review_id": "a-2031"}], "catalogue"), "catalogue", folders.corpus)
    (folders.corpus / "shelf.pdf").write_bytes(b"%PDF-")
    (folders.official / "a-2031.pdf").symlink_to(folders.corpus / "shelf.pdf")
    assert catalogue.load_catalogue(folders)["edition"].tolist() == ["official"]


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
    ("edition", "held", "stated", "checked", "complete"),
    [
        ("official", 3, 3, "", "yes"),
        ("official", 2, 3, "", "no"),
        ("official", 2, None, "", "no"),  # that a text was read does not make its list whole
        ("official", 2, None, "yes", "yes"),  # until a person ticks it
        ("official", 2, 3, "yes", "yes"),
        ("official", 2, None, "no", "no"),
        ("official", 0, None, "", "no"),
        ("official", 0, 0, "", "yes"),  # known to make none: a whole list of none
        ("none", 0, 0, "", "yes"),
        ("digest", 3, 3, "", "yes"),
        ("digest", 2, 3, "", "no"),
        ("digest", 3, None, "", "no"),
        ("digest", 3, None, "yes", "no"),  # a tick of a digest says nothing of what it leaves out
        ("none", 0, 3, "", "no"),
        ("none", 0, None, "", "no"),
    ],
)
def test_a_list_is_whole_where_it_reaches_its_total_or_a_person_ticked_a_published_text(
    edition: str, held: int, stated: int | None, checked: str, complete: str
) -> None:
    """A digest without a stated total is never whole: nobody knows what it leaves out."""
    recommendations = found(*[f"review-0/r{number}" for number in range(1, held + 1)])
    rows = listed({"edition": edition, "n_recommendations": stated})
    ticks = {"review-0": checked} if checked else {}
    made = catalogue.reviews_table(rows, recommendations, tables.empty("pages"), ticks)
    assert made.loc[0, ["held", "complete", "checked"]].tolist() == [held, complete, checked]


@pytest.mark.parametrize(
    ("edition", "found", "stated", "said"),
    [
        ("official", 3, 47, "review-0: 3 found, and it is said to make 47"),
        ("official", 3, None, "review-0: 3 found, and our summary had 5"),
        ("official", 5, 5, ""),
        ("official", 0, 47, ""),  # the reader says that nothing was found
        ("digest", 3, 47, ""),
    ],
)
def test_a_published_text_that_holds_too_little_is_named(
    edition: str, found: int, stated: int | None, said: str
) -> None:
    """It took the place of a summary, and may be one volume, an extract or another document."""
    reviews = pd.DataFrame([{"review_id": "review-0", "edition": edition, "document": "official/review-0.pdf",
                             "held": found, "n_recommendations": pd.NA if stated is None else stated}])  # fmt: skip
    digests = pd.DataFrame({"review_id": "review-0", "number": ["1", "1", "2", "3", "", ""],
                            "short_name": ["", "", "", "", "lamps", "piers"]})  # fmt: skip
    problems = catalogue.short_lists(reviews, digests)
    assert problems["text"].tolist() == ([said] if said else [])
    assert problems["next_step"].str.contains("reviewkit desk --review review-0").all()


def test_pages_are_those_of_the_file_that_was_read_and_reviews_stand_in_order() -> None:
    rows = listed({"review_id": "b"}, {"review_id": "a", "edition": "none", "pages": 90})
    pages = tables.build([{"document": "official/0.pdf", "page": page} for page in (1, 2, 3)], "pages")
    made = catalogue.reviews_table(rows, tables.empty("recommendations"), pages)
    assert made["review_id"].tolist() == ["a", "b"]
    assert made["pages"].isna().tolist() == [True, False]
    assert made.loc[1, "pages"] == 3
