"""Projects for programs of qualitative analysis: by the standard, the same when they come back, and never trusted."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import Result
from helpers import refi
from helpers.corpora import corpus_of
from lxml import etree
from typer.testing import CliRunner

from reviewkit import cli, pipeline
from reviewkit.base.errors import InputError
from reviewkit.corpus import corrections, tables
from reviewkit.corpus.codebook import load_themes
from reviewkit.corpus.corpus import Corpus
from reviewkit.reports import exchange_format, exchange_parsing, exchange_project, exchange_reading, exchange_texts
from reviewkit.reports.exchange_format import Code, Coding, Named, Project, Selection, Source, User
from reviewkit.reports.exchange_project import guid

CODEBOOK = """[lamps]
name = "Lamps & <lights>"
highlight = true
definition = "Light on piers and boats."
includes = ["lanterns"]
[crews]
name = "Crews"
definition = "What the people who work on boats should know: training and skill."
[fares]
name = "Fares"
definition = "The price of a passage."
"""
LAMP = "The harbour board should light every pier of the harbour by the end of the year."
CREW = "Train the crew of each ferry to count its passengers before it leaves the quay."
FARE = "Cut the fares for children who travel alone across the bay to their school."
LONG = "The owner of the ferry should mend " + "the third rail of the upper deck and " * 12 + "the stair."
PAGES = [
    f"The harbour \U0001f6a2 at night\nWe thank Mr Jonathan Blenkinsop of 3 Pier Row.\n1. {LAMP[:40]}\n",
    f"Page foot 2\r\n{LAMP[40:]}\n2. Train the crew of each\nferry to count its passen-\ngers before it leaves "
    "the quay.\nEnd.",
]
REVIEWS = [
    ("harbour-2031", "Harbour", "official", "OGL v3.0", "official/harbour-2031.pdf"),
    ("quay-2032", "Quay", "official", "publisher's copyright", "official/quay-2032.pdf"),
    ("bay-2033", "Bay", "digest", "unknown", "digests/bay-2033.pdf"),
]
RECOMMENDATIONS = [
    ("harbour-2031/r1", LAMP, 1, "official"), ("harbour-2031/r2", CREW, 2, "official"),
    ("quay-2032/r1", LONG, 1, "official"), ("bay-2033/r1", FARE, 1, "digest"), ("bay-2033/r2", CREW, 1, "digest"),
    ("bay-2033/r3", LAMP, 1, "digest"),
]  # fmt: skip
CODES = [
    ("harbour-2031/r1", "lamps", "coders"), ("harbour-2031/r2", "crews", "correction"),
    ("quay-2032/r1", "lamps", "model"), ("bay-2033/r1", "fares", "model"),
    ("bay-2033/r2", "crews", "model"), ("bay-2033/r3", "lamps", "model"),
]  # fmt: skip
WORDS = [
    ("theme", "harbour-2031/r2", "crews", "yes", "AB", "it says train", ""),
    ("theme", "harbour-2031/r1", "fares", "no", "CD", "no fare is named", "2034-01"),
    ("theme", "harbour-2031/r1", "fares", "yes", "AB", "", ""),
    ("theme", "harbour-2031/r1", "fares", "no", "CD", "no fare is named", "2034-01"),
]


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    """An invented corpus: a document under an open licence, one that is not, a digest; and words of two people."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "codebook.toml").write_text(CODEBOOK, encoding="utf-8")
    coded = {
        "rec_id": "harbour-2031/r1",
        "themes_a": "lamps",
        "themes_b": "lamps;fares",
        "sure_a": "yes",
        "sure_b": "no",
    }
    tables.save(tables.build([coded], "coded"), "coded", folder)
    pd.DataFrame(WORDS, columns=tables.column_names("corrections")).to_csv(folder / "corrections.csv", index=False)
    reviews = [
        {"review_id": review_id, "title": f"The {title} review", "short_title": title, "publisher": "Harbour board",
         "published": review_id[-4:], "kind": "inquiry", "edition": edition, "licence": licence, "document": document,
         "in_denominator": "no" if edition == "digest" else "yes"}
        for review_id, title, edition, licence, document in REVIEWS
    ]  # fmt: skip
    rows = [
        {"rec_id": rec_id, "review_id": rec_id.partition("/")[0], "label": rec_id[-1], "text": text, "page": page,
         "end_page": 2, "kind": "recommendation", "edition": edition, "seen_in": "official page",
         "seen_at": "https://harbour.example"}
        for rec_id, text, page, edition in RECOMMENDATIONS
    ]  # fmt: skip
    pages = [{"document": REVIEWS[0][4], "page": at, "text": text} for at, text in enumerate(PAGES, 1)]
    codes = [dict(zip(("rec_id", "theme", "by"), code, strict=True)) for code in CODES]
    echo = {"rec_id": "bay-2033/r2", "earlier_rec_id": "harbour-2031/r2", "relation": "restates", "by": "model"}
    return corpus_of(
        folder,
        reviews=tables.build(reviews, "reviews"),
        recommendations=tables.build(rows, "recommendations"),
        codes=tables.build(codes, "codes"),
        pages=tables.build(pages, "pages"),
        echoes=tables.build([echo], "echoes"),
        themes=load_themes(folder / "codebook.toml"),
    )


@pytest.fixture
def project(corpus: Corpus) -> Project:
    return exchange_project.project_of(corpus)


def source(project: Project, review_id: str) -> Source:
    return next(one for one in project.sources if one.guid == guid("document", review_id))


def letters(text: str) -> str:
    return exchange_texts.letters_of(text).letters


def written(path: Path, project: Project) -> Path:
    path.write_bytes(exchange_format.project_bytes(project))
    return path


def with_codings(project: Project, review_id: str, *selections: Selection, **changes: object) -> Project:
    """The project as another coder leaves it: passages of theirs in one document."""
    changed = tuple(
        replace(one, selections=(*one.selections, *selections)) if one.guid == guid("document", review_id) else one
        for one in project.sources
    )
    users = (*project.users, User(guid("user", "of another program"), "Emma F"))
    return replace(project, sources=changed, users=users, **changes)


def passage(start: int, end: int, code: str, *notes: str, user: str = "of another program") -> Selection:
    coding = Coding(guid("coding", str(start), code), code, guid("user", user), notes)
    return Selection(guid("passage", str(start), str(end)), start, end, codings=(coding,))


def place(project: Project, rec_id: str) -> tuple[int, int]:
    selections = source(project, rec_id.partition("/")[0]).selections
    return next((one.start, one.end) for one in selections if one.guid == guid("selection", rec_id))


def test_a_project_and_a_code_book_are_as_the_standard_says(corpus: Corpus, project: Project) -> None:
    with zipfile.ZipFile(io.BytesIO(exchange_format.project_bytes(project))) as archive:
        content, names = archive.read("project.qde"), archive.namelist()
    assert refi.faults(content) == []
    assert names == ["project.qde", *sorted(f"sources/{one.guid}.txt" for one in project.sources)]
    assert refi.codebook_faults(exchange_format.codebook_bytes(exchange_project.codebook_of(corpus))) == []


def test_the_grammar_of_the_tests_finds_what_is_wrong(project: Project) -> None:
    with zipfile.ZipFile(io.BytesIO(exchange_format.project_bytes(project))) as archive:
        content = archive.read("project.qde")
    for right, wrong in ((b"startPosition", b"start"), (b"Notes>", b"Remarks>"), (b' isCodable="true"', b"")):
        assert refi.faults(content.replace(right, wrong))


def test_a_project_is_valid_by_the_published_schema(corpus: Corpus, project: Project, bench: Path) -> None:
    schemas = bench / "refi-qda"
    if not schemas.is_dir():
        pytest.skip("the published Project.xsd and Codebook.xsd are not at hand in refi-qda/")
    with zipfile.ZipFile(io.BytesIO(exchange_format.project_bytes(project))) as archive:
        etree.XMLSchema(etree.parse(schemas / "Project.xsd")).assertValid(etree.fromstring(archive.read("project.qde")))
    codebook = exchange_format.codebook_bytes(exchange_project.codebook_of(corpus))
    etree.XMLSchema(etree.parse(schemas / "Codebook.xsd")).assertValid(etree.fromstring(codebook))


def test_only_open_documents_are_given_whole_and_names_are_masked(project: Project) -> None:
    harbour, quay, bay = (source(project, review_id).text for review_id, *_ in REVIEWS)
    assert "End." in harbour and "Blenkinsop" not in harbour and "[name]" in harbour
    assert "the third rail" in quay and LONG[:220] not in quay and "quoted in short" in quay
    assert FARE in bay and "our paraphrase" in bay


@pytest.mark.parametrize(("rec_id", "words"), [(rec_id, words) for rec_id, words, *_ in RECOMMENDATIONS])
def test_each_recommendation_stands_at_its_place_in_code_points(project: Project, rec_id: str, words: str) -> None:
    start, end = place(project, rec_id)
    printed = letters(source(project, rec_id.partition("/")[0]).text[start:end])
    if rec_id == "harbour-2031/r1":  # a page ends within it, and the foot of the page stays where it stands
        assert printed == letters(LAMP[:40] + "Page foot 2" + LAMP[40:])
    else:
        assert printed and letters(words).startswith(printed)
        assert printed == letters(words) or rec_id == "quay-2032/r1"


def test_words_that_are_not_found_in_an_open_document_are_not_lost(corpus: Corpus) -> None:
    rows = corpus.recommendations.assign(text=corpus.recommendations["text"].replace(CREW, FARE))
    harbour = source(exchange_project.project_of(corpus.with_tables(recommendations=rows)), "harbour-2031")
    start, end = next((one.start, one.end) for one in harbour.selections if one.name == "2")
    assert harbour.text[start:end] == FARE and exchange_texts.NOT_FOUND in harbour.text[:start]


def test_everybody_who_coded_is_a_user_with_their_own_codings(project: Project) -> None:
    names = {user.guid: user.name for user in project.users}
    given = {
        (names[coding.user], selection.guid, coding.code)
        for one in project.sources
        for selection in one.selections
        for coding in selection.codings
    }
    first, second = guid("selection", "harbour-2031/r1"), guid("selection", "harbour-2031/r2")
    assert {(name, code) for name, selection, code in given if selection == first} == {
        ("Coder A", guid("code", "lamps")), ("Coder B", guid("code", "lamps")), ("Coder B", guid("code", "fares")),
    }  # fmt: skip
    assert ("AB", second, guid("code", "crews")) in given
    assert sum(name == "reviewkit (model)" for name, *_ in given) == 4
    (note,) = (note for note in project.notes if note.name == "Not Fares")
    assert note.text == "CD: Fares does not hold for harbour-2031/r1. no fare is named"
    assert [link.ends for link in project.links] == [
        (guid("selection", "bay-2033/r2"), guid("selection", "harbour-2031/r2"))
    ]


def test_our_own_file_comes_back_the_same_and_corrects_nothing(
    corpus: Corpus, project: Project, tmp_path: Path
) -> None:
    file = written(tmp_path / "p.qdpx", project)
    assert file.read_bytes() == exchange_format.project_bytes(exchange_project.project_of(corpus))
    returned = exchange_parsing.read_project(file)
    assert returned == project
    for by in ("AB", "GH"):  # one who is in it, and one who is not
        reading = exchange_reading.read_coder(corpus, returned, by, complete=True)
        assert (reading.corrections, len(reading.agreement), reading.messages) == ([], 0, [])


def test_a_coder_becomes_corrections_where_their_passages_overlap(
    corpus: Corpus, project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange_reading, "nearest_themes", lambda corpus, codes: ["Crews"] * len(codes))
    (fare, fare_end), (crew, crew_end) = place(project, "bay-2033/r1"), place(project, "bay-2033/r2")
    lamp, _ = place(project, "bay-2033/r3")
    selections = (
        passage(fare + 10, fare + 30, "of-lamps", guid("note", "theirs")),  # within the fares, by a code of their own
        passage(crew + 5, lamp + 6, guid("code", "crews")),  # and six characters of the lamps, which do not count
        passage(fare_end + 1, fare_end + 3, guid("code", "fares")),  # between two recommendations
        passage(crew, crew_end, "of-ropes"),
    )
    changed = with_codings(
        project,
        "bay-2033",
        *selections,
        codes=(*project.codes, Code("of-lamps", "lamps & LIGHTS"), Code("of-ropes", "Ropes\x9b31m and knots")),
        notes=(*project.notes, Named(guid("note", "theirs"), "memo", "children wait\nin the dark")),
    )
    reading = exchange_reading.read_coder(
        corpus, exchange_parsing.read_project(written(tmp_path / "p.qdpx", changed)), "EF"
    )
    assert reading.corrections == [
        {"what": "theme", "id": "bay-2033/r1", "field": "lamps", "value": "yes", "why": "children wait in the dark",
         "by": "EF", "date": ""}
    ]  # fmt: skip
    assert reading.messages == [
        "code 'Ropes 31m and knots': is no theme, and its 1 codings are not taken; the nearest theme is Crews",
        "1 codings are of passages that hold no recommendation, and are not taken",
    ]
    # Of the bay's three, they say lamps of the first and crews of the second; the corpus lamps of the third, fares of
    # the first and crews of the second. Lamps: observed 1/3, expected 5/9. Fares: never theirs.
    found = reading.agreement.set_index("theme")[["n", "theirs", "corpus", "both", "kappa"]]
    assert found.loc["Lamps & <lights>"].tolist() == [3, 1, 1, 0, -0.5]
    assert found.loc["Crews"].tolist() == [3, 1, 1, 1, 1]
    assert found.loc["Fares"].tolist() == [3, 0, 1, 0, 0]


def test_what_a_coder_did_not_give_is_a_no_only_where_they_say_so(corpus: Corpus, project: Project) -> None:
    changed = with_codings(project, "bay-2033", passage(*place(project, "bay-2033/r1"), guid("code", "lamps")))
    silent = exchange_reading.read_coder(corpus, changed, "EF", why="read twice", date="2034-02")
    complete = exchange_reading.read_coder(corpus, changed, "EF", complete=True)
    assert [(row["field"], row["value"]) for row in silent.corrections] == [("lamps", "yes")]
    assert (silent.corrections[0]["why"], silent.corrections[0]["date"]) == ("read twice", "2034-02")
    assert [(row["id"], row["field"], row["value"]) for row in complete.corrections] == [
        ("bay-2033/r1", "fares", "no"), ("bay-2033/r1", "lamps", "yes"),
    ]  # fmt: skip


def test_a_file_read_twice_corrects_once(corpus: Corpus, project: Project) -> None:
    changed = with_codings(project, "bay-2033", passage(*place(project, "bay-2033/r1"), guid("code", "lamps")))
    assert corrections.append(corpus.folders, exchange_reading.read_coder(corpus, changed, "EF").corrections) == 1
    assert exchange_reading.read_coder(corpus, changed, "EF").corrections == []
    file = pd.read_csv(corpus.folders.corpus / "corrections.csv", dtype=str, keep_default_na=False)
    assert list(file.columns) == tables.column_names("corrections") and len(file) == len(WORDS) + 1
    assert tuple(file.iloc[-1])[:5] == ("theme", "bay-2033/r1", "lamps", "yes", "EF")


def test_positions_of_another_program_count_by_its_own_text(corpus: Corpus, project: Project, tmp_path: Path) -> None:
    """A coder who imported the document themselves: a PDF with its text, other line ends, GUIDs in braces."""
    text = "\ufeff" + "\r\n\r\n".join(PAGES).replace("\n", "\r\n")
    start = text.index("2. Train") - 1  # without the mark before UTF-8
    qde = f"""<Project xmlns="urn:QDA-XML:project:1.0" name="p">
    <Users><User guid="{{AAAAAAAA-0000-0000-0000-000000000000}}" name="Emma F"/></Users>
    <CodeBook><Codes><Code guid="{{BBBBBBBB-0000-0000-0000-000000000000}}" name="More" isCodable="false">
    <Code guid="CCCCCCCC-0000-0000-0000-000000000000" name="fares" isCodable="true"/></Code></Codes></CodeBook>
    <Sources><PDFSource guid="D" name="harbour-2031.pdf" path="internal://d.pdf"><Representation guid="E"
    plainTextPath="internal://E.txt"><PlainTextSelection guid="F" startPosition="{start}" endPosition="{start + 40}">
    <Coding guid="G" creatingUser="aaaaaaaa-0000-0000-0000-000000000000"><CodeRef
    targetGUID="{{cccccccc-0000-0000-0000-000000000000}}"/></Coding></PlainTextSelection>
    <PlainTextSelection guid="H" startPosition="x" endPosition="1e9"/></Representation></PDFSource>
    <TextSource guid="I" name="Elsewhere" plainTextPath="absolute:///etc/passwd"/></Sources></Project>"""
    file = archived(tmp_path / "theirs.qdpx", {"project.qde": qde.encode(), "Sources/e.TXT": text.encode()})
    reading = exchange_reading.read_coder(corpus, exchange_parsing.read_project(file), "EF")
    assert [(row["id"], row["field"], row["value"]) for row in reading.corrections] == [
        ("harbour-2031/r2", "fares", "yes")
    ]


def test_of_several_coders_one_is_named(corpus: Corpus, project: Project) -> None:
    selections = [
        passage(*place(project, "bay-2033/r1"), guid("code", code), user=user)
        for code, user in (("lamps", "of another program"), ("crews", "second"))
    ]
    changed = with_codings(project, "bay-2033", *selections)
    changed = replace(changed, users=(*changed.users, User(guid("user", "second"), "Gus H")))
    with pytest.raises(InputError, match="codings by 'Emma F', 'Gus H' are in the file; name one"):
        exchange_reading.read_coder(corpus, changed, "EF")
    assert [row["field"] for row in exchange_reading.read_coder(corpus, changed, "gus h").corrections] == ["crews"]


def test_a_document_that_is_not_in_the_catalogue_is_told(corpus: Corpus, project: Project) -> None:
    other = Source("x", "Another bay", "words", selections=(passage(0, 5, guid("code", "lamps")),))
    reading = exchange_reading.read_coder(corpus, replace(project, sources=(*project.sources, other)), "EF")
    assert reading.messages == ["document 'Another bay': is not in the catalogue; put its review_id into its name"]


def test_the_nearest_theme_is_that_with_the_nearest_definition(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    words = ["training", "skill", "price", "piers"]
    monkeypatch.setattr(
        exchange_reading.vectors,
        "encode",
        lambda texts, folder: np.array([[word in text.lower() for word in words] for text in texts], float),
    )
    codes = [Code("1", "Staff", "Skill and training"), Code("2", "What a ticket costs: price")]
    assert exchange_reading.nearest_themes(corpus, codes) == ["Crews", "Fares"]


def archived(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def qde(inside: str = "", before: str = "") -> bytes:
    return f'{before}<Project xmlns="urn:QDA-XML:project:1.0" name="p">{inside}</Project>'.encode()


LAUGHS = "".join(f'<!ENTITY l{at} "{f"&l{at - 1};" * 10}">' for at in range(1, 10))
TEXT = '<Sources><TextSource guid="a" name="b" plainTextPath="internal://{}"/></Sources>'
HOSTILE = {
    "many entities": ({"project.qde": qde("&l9;", f'<!DOCTYPE p [<!ENTITY l0 "ha">{LAUGHS}]>')}, ""),
    "a file as an entity": (
        {"project.qde": qde("<Description>&f;</Description>", '<!DOCTYPE p [<!ENTITY f SYSTEM "file:///etc/passwd">]>')},
        "document type",
    ),
    "a document type from the net": (
        {"project.qde": qde(before='<!DOCTYPE p SYSTEM "http://harbour.example/x.dtd">')}, "document type",
    ),
    "no XML": ({"project.qde": b"<Project"}, "cannot be read as XML"),
    "nested without end": ({"project.qde": qde("<a>" * 5000)}, "cannot be read as XML"),
    "another root": ({"project.qde": b"<CodeBook/>"}, "no REFI-QDA project"),
    "no project": ({"readme.txt": b""}, "has no 'project.qde'"),
    "a way out of the zip": ({"project.qde": qde(TEXT.format("../../etc/passwd"))}, "has no 'sources/../../etc"),
    "a text that is none": ({"project.qde": qde(TEXT.format("a.txt")), "sources/a.txt": b"\xff\xfe\x00"}, "not UTF-8"),
    "too many files": ({f"{at}": b"" for at in range(40)}, "more than 30 files"),
    "a large file": ({"project.qde": qde(TEXT.format("a.txt")), "sources/a.txt": b"a" * 2000}, "too large"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_in_one_line(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange_parsing, "MOST_ENTRIES", 30)
    monkeypatch.setattr(exchange_parsing, "MOST_TEXT", 1000)
    files, reason = HOSTILE[name]
    file = archived(tmp_path / "hostile.qdpx", files)
    with pytest.raises(InputError) as refused:
        exchange_parsing.read_project(file)
    said = str(refused.value)
    assert said.startswith("hostile.qdpx: ") and reason in said and "\n" not in said and len(said) < 300
    assert "root:" not in said and sorted(tmp_path.iterdir()) == [file]


def test_broken_and_locked_zips_are_refused_in_one_line(project: Project, tmp_path: Path) -> None:
    content = exchange_format.project_bytes(project)
    entry = zipfile.ZipFile(io.BytesIO(content)).infolist()[0]
    body = entry.header_offset + 60
    locked = content.replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00")
    for name, changed in {
        "no zip": b"not a zip", "empty": b"", "cut short": content[: len(content) // 2],
        "damaged": content[:body] + b"\x00" * 40 + content[body + 40 :], "locked": locked,
    }.items():  # fmt: skip
        (tmp_path / "p.qdpx").write_bytes(changed)
        with pytest.raises(InputError, match=r"^p\.qdpx: [^\n]+$") as refused:
            exchange_parsing.read_project(tmp_path / "p.qdpx")
        assert ("password" in str(refused.value)) == (name == "locked"), name


@pytest.fixture
def command(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """The program without the cost of a process, on the invented corpus."""
    monkeypatch.setattr(pipeline, "open_corpus", lambda folder: corpus)
    return lambda *arguments: CliRunner().invoke(cli.app, [str(argument) for argument in arguments])


def test_the_command_writes_reads_and_prints_the_agreement(
    command: Callable[..., Result], corpus: Corpus, project: Project, tmp_path: Path
) -> None:
    done = command("exchange", "--out", tmp_path / "p.qdpx")
    assert (done.exit_code, done.stdout) == (0, "") and "6 recommendations of 3 documents" in done.stderr
    assert exchange_parsing.read_project(tmp_path / "p.qdpx") == project
    done = command("exchange", "--out", tmp_path / "p.qdc")
    assert done.exit_code == 0 and "3 themes" in done.stderr
    done = command("exchange", "--in", tmp_path / "p.qdpx", "--by", "AB")
    assert (done.exit_code, done.stdout) == (0, "") and "no correction" in done.stderr
    changed = with_codings(project, "bay-2033", passage(*place(project, "bay-2033/r1"), guid("code", "lamps")))
    done = command("exchange", "--in", written(tmp_path / "q.qdpx", changed), "--by", "EF")
    assert done.exit_code == 0 and "kappa" in done.stdout and "1 corrections added" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ([], "name one of --out FILE and --in FILE"),
        (["--out", "p.zip"], "ends in .qdpx or .qdc"),
        (["--in", "p.qdc", "--by", "AB"], "ends in .qdpx"),
        (["--in", "p.qdpx"], "say who coded"),
        (["--in", "p.qdpx", "--by", "AB"], "is not there"),
    ],
)
def test_wrong_options_are_refused_before_work_begins(
    command: Callable[..., Result], arguments: list[str], reason: str
) -> None:
    done = command("exchange", *arguments)
    assert (done.exit_code, done.stdout) == (2, "") and reason in done.stderr and done.stderr.count("\n") == 1
