"""The inbox: forty files with the outsides of real reviews dropped at once, and what nobody should have dropped."""

from __future__ import annotations

import hashlib
import io
import re
import shlex
import shutil
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pypdfium2
import pytest
from helpers.corpora import SMALL, review, written
from helpers.dropping import Drop, full_page, paragraphs, pdf, web, zipped
from helpers.inbox_drops import LOOKED_AT
from helpers.inbox_drops_unseen import UNSEEN
from helpers.inbox_manners import ABOUT_IT, ITSELF
from typer.testing import CliRunner

from reviewkit import cli, pipeline
from reviewkit.acquisition.inbox import descriptions, drops, matching, placement, scoring, unpacking, volumes
from reviewkit.base import paths
from reviewkit.base.errors import DocumentError, InputError
from reviewkit.corpus import tables
from reviewkit.corpus.subject import load_subject
from reviewkit.reading import documents

OURS = paths.ROOT / "corpus"
ALL = (*LOOKED_AT, *UNSEEN)
LEAST_SHARE = 0.9  # of the right ones that have to match by themselves
JAY = "rotherham-jay-2014"
NOT_COPIED = shutil.ignore_patterns("tables", "inbox", "__pycache__", "coded.csv", "pairs.csv", "examples.csv", "*.pdf")


def corpus_of_ours(folder: Path) -> paths.Folders:
    """Our corpus without documents, in a folder of its own."""
    return paths.folders(shutil.copytree(OURS, folder, ignore=NOT_COPIED))


@pytest.fixture(scope="module")
def dropped(tmp_path_factory: pytest.TempPathFactory) -> tuple[paths.Folders, pd.DataFrame]:
    """All files dropped at once, and what became of them with nobody there to answer."""
    folders = corpus_of_ours(tmp_path_factory.mktemp("dropped") / "corpus")
    for drop in ALL:
        drop.write(folders.inbox)
    return folders, pipeline.inbox(folders.corpus)


@pytest.fixture
def folders(tmp_path: Path) -> paths.Folders:
    """A corpus with nothing in its inbox yet."""
    made = corpus_of_ours(tmp_path / "corpus")
    made.inbox.mkdir()
    return made


def rows_of(table: pd.DataFrame, drop: Drop) -> pd.DataFrame:
    """What became of one drop, of each document in it."""
    name = re.escape(drop.name)
    return table[table["dropped"].str.match(rf"(?:.*\+ )?{name}(?:$|[:/ ])")]


# --- the forty, at once


def test_no_wrong_match_is_made_silently(dropped: tuple[paths.Folders, pd.DataFrame]) -> None:
    _, table = dropped
    wrong = [
        (drop.name, row.review_id)
        for drop in ALL
        for row in rows_of(table, drop).itertuples()
        if row.document and not (drop.right and row.review_id == drop.review_id)
    ]
    assert wrong == []
    assert len(ALL) >= 40


@pytest.mark.parametrize("some", [LOOKED_AT, UNSEEN, ALL], ids=["looked at", "not looked at", "all"])
def test_nine_in_ten_of_the_right_ones_match_by_themselves(
    some: tuple[Drop, ...], dropped: tuple[paths.Folders, pd.DataFrame]
) -> None:
    _, table = dropped
    right = [drop for drop in some if drop.right]
    matched = [drop for drop in right if drop.review_id in set(rows_of(table, drop)["review_id"][lambda ids: ids != ""])
               and rows_of(table, drop)["state"].isin(["taken", "beside"]).all()]  # fmt: skip
    assert len(matched) >= LEAST_SHARE * len(right), sorted({d.name for d in right} - {d.name for d in matched})


def test_what_is_not_taken_is_asked_about_or_proposed_with_a_command(
    dropped: tuple[paths.Folders, pd.DataFrame],
) -> None:
    folders, table = dropped
    waiting = table[~table["state"].isin(["taken", "beside", "held"])]
    assert (waiting["next_step"] != "").all()
    asked = waiting[waiting["state"] == "doubtful"]
    assert asked["next_step"].str.contains("reviewkit inbox --take ").all()
    assert (asked["against"] != "").all()
    for drop in ALL:
        rows = rows_of(table, drop)
        assert len(rows), drop.name
        if not drop.right and drop.review_id:
            assert drop.review_id in " ".join([*rows["review_id"], *rows["others"]]), drop.name
        if not rows["document"].any():
            assert (folders.inbox / drop.name).exists(), drop.name


@pytest.mark.parametrize(
    ("name", "state", "said"),
    [
        ("organised-networks-summary.pdf", "doubtful", "summary"),
        ("spicer exec.pdf", "doubtful", "11 pages, in the catalogue 150"),
        ("jay response.pdf", "doubtful", "answers a review"),
        ("cm8900.pdf", "new", "answers a review"),
        ("68ii.pdf", "doubtful", "volume 2"),
        ("jay.pdf", "doubtful", "no words"),
        ("Grooming gangs audit published.html", "doubtful", "press release or a news story"),
        ("National Audit - GOV.UK.html", "doubtful", "page about a document"),
        ("young people.pdf", "doubtful", "version for other readers"),
        ("easy.pdf", "doubtful", "version for other readers"),
        ("oneyearon.pdf", "doubtful", "follows up"),
        ("s97421 Cabinet report.pdf", "doubtful", "paper of a meeting"),
        ("if only revised.pdf", "doubtful", "another edition"),
        ("boiler.pdf", "new", ""),
    ],
)
def test_what_speaks_against_a_document_is_named(
    name: str, state: str, said: str, dropped: tuple[paths.Folders, pd.DataFrame]
) -> None:
    row = dropped[1].set_index("dropped").loc[name]
    assert row["state"] == state
    assert said in row["against"]


def test_a_match_is_told_with_its_reasons(dropped: tuple[paths.Folders, pd.DataFrame]) -> None:
    row = dropped[1].set_index("dropped").loc["download (3).pdf"]
    assert (row["review_id"], row["document"]) == (JAY, f"official/{JAY}.pdf")
    for reason in ("title 100 of 100", "159 pages", "Alexis Jay", "Rotherham is named"):
        assert reason in row["reasons"]
    saved = tables.load(dropped[0].tables / "inbox.csv", "inbox")
    assert set(saved["dropped"]) == set(dropped[1]["dropped"])


def test_a_stranger_is_proposed_with_what_it_says_of_itself(dropped: tuple[paths.Folders, pd.DataFrame]) -> None:
    step = dropped[1].set_index("dropped").loc["lscpr wren.pdf", "next_step"]
    words = shlex.split(step)[1:]
    given = dict(zip(words[2::2], words[3::2], strict=True))
    assert words[:2] == ["add", "corpus/inbox/lscpr wren.pdf"]
    assert given["--title"] == "Local Child Safeguarding Practice Review: Child Wren"
    assert (given["--publisher"], given["--date"]) == ("Elmley Safeguarding Children Partnership", "2026-03-04")


def test_what_was_taken_is_kept_as_it_was_dropped_and_the_rest_stays(
    dropped: tuple[paths.Folders, pd.DataFrame],
) -> None:
    folders, _ = dropped
    taken = {path.name for path in (folders.inbox / "taken").iterdir()}
    page = "An inspection of the effectiveness - HMICFRS"
    assert {"download (3).pdf", "telford.zip", "clg report", f"{page}.html", f"{page}_files"} <= taken
    assert {"jay.pdf", "boiler.pdf", "National Audit - GOV.UK_files"} <= {path.name for path in folders.inbox.iterdir()}
    assert not list(folders.official.glob(".*.part"))
    assert not (folders.build / "inbox").exists()


# --- several files that are one document


def test_volumes_are_one_document_in_their_order(dropped: tuple[paths.Folders, pd.DataFrame]) -> None:
    document = documents.open_pdf(dropped[0].official / "telford-iitcse-2022.pdf")
    covers = [document[number].get_textpage().get_text_range() for number in (0, 8, 16, 24)]
    assert len(document) == 32
    assert [re.search(r"Volume (\w+)", cover)[1] for cover in covers] == ["One", "Two", "Three", "Four"]
    document.close()


def test_chapters_saved_one_by_one_are_one_page_with_an_anchor_each(
    dropped: tuple[paths.Folders, pd.DataFrame],
) -> None:
    page = (dropped[0].official / "clg-ofsted-2015.html").read_text(encoding="utf-8")
    assert re.findall(r'<section id="([^"]+)"', page) == ["page-1", "page-2", "page-3", "page-4"]
    assert page.index("1 Introduction") < page.index("Conclusions and recommendations")
    assert "<script" not in page


def test_joined_volumes_are_the_same_bytes_each_time(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.pdf").write_bytes(pdf(f"Volume {name}", 3))
    files = [tmp_path / "a.pdf", tmp_path / "b.pdf"]
    hashes = {volumes.join_pdfs(files[0], files, tmp_path / f"joined-{number}.pdf") for number in (1, 2)}
    assert len(hashes) == 1
    assert hashes == {hashlib.sha256((tmp_path / "joined-1.pdf").read_bytes()).hexdigest()}


def test_a_volume_that_is_missing_is_named_and_nothing_is_taken(folders: paths.Folders) -> None:
    title = "#text(size: 24pt)[Report of the Independent Inquiry into Telford Child Sexual Exploitation]"
    for number in ("One", "Three"):
        (folders.inbox / f"{number}.pdf").write_bytes(pdf(f"{title}\n\nVolume {number}\n\nJuly 2022", 4))
    table = pipeline.inbox(folders.corpus)
    assert table["state"].tolist() == ["doubtful", "doubtful"]
    assert table["against"].str.contains("volume 2 is not here").all()


def test_a_zip_of_a_report_and_its_summary_stays_until_both_are_settled(folders: paths.Folders) -> None:
    title = "#text(size: 20pt)[Operation Brooke Serious Case Review]"
    cover = f"{title}\n\n{{}}\n\nBristol Safeguarding Children Board\n\n24 March 2016"
    members = {"a.pdf": pdf(cover.format(""), 9), "b.pdf": pdf(cover.format("Executive summary"), 3)}
    (folders.inbox / "brooke.zip").write_bytes(zipped(members))
    table = pipeline.inbox(folders.corpus)
    assert table[["dropped", "state"]].to_numpy().tolist() == [
        ["brooke.zip: a.pdf", "taken"], ["brooke.zip: b.pdf", "doubtful"],
    ]  # fmt: skip
    assert (folders.inbox / "brooke.zip").is_file()
    told = CliRunner().invoke(cli.app, ["--corpus", str(folders.corpus), *shlex.split(table["next_step"].iloc[1])[1:]])
    assert told.exit_code == 0, told.output
    assert "put beside the one in use: brooke.zip: b.pdf" in told.output
    assert [path.name for path in folders.inbox.iterdir()] == ["taken"]


# --- again, beside, by hand


def test_the_same_file_again_is_at_hand(folders: paths.Folders) -> None:
    drop = next(one for one in LOOKED_AT if one.name == "648.pdf")
    drop.write(folders.inbox)
    content = (folders.inbox / drop.name).read_bytes()
    assert pipeline.inbox(folders.corpus)["state"].tolist() == ["taken"]
    (folders.inbox / drop.name).write_bytes(content)
    again = pipeline.inbox(folders.corpus)
    assert again[["state", "document"]].to_numpy().tolist() == [["held", "official/clg-rotherham-2014.pdf"]]
    assert sorted(path.name for path in (folders.inbox / "taken").iterdir()) == ["648 (2).pdf", "648.pdf"]


def test_another_edition_stands_beside_and_nothing_is_written_over(folders: paths.Folders) -> None:
    folders.official.mkdir(exist_ok=True)
    first = folders.official / "clg-rotherham-2014.pdf"
    first.write_bytes(b"%PDF- what a person put there")
    drop = next(one for one in LOOKED_AT if one.name == "648.pdf")
    drop.write(folders.inbox)
    digest = hashlib.sha256((folders.inbox / "648.pdf").read_bytes()).hexdigest()[:8]
    row = pipeline.inbox(folders.corpus).iloc[0]
    assert (row["state"], row["document"]) == ("beside", f"official/clg-rotherham-2014@{digest}.pdf")
    assert first.read_bytes() == b"%PDF- what a person put there"
    assert f"reviewkit add corpus/official/clg-rotherham-2014@{digest}.pdf --id clg-rotherham-2014" in row["next_step"]


@pytest.fixture
def doubtful(folders: paths.Folders) -> paths.Folders:
    """A corpus in whose inbox a report waits that is another edition."""
    next(one for one in LOOKED_AT if one.name == "if only revised.pdf").write(folders.inbox)
    return folders


@pytest.mark.parametrize(
    ("answers", "state", "document"),
    [
        (["1"], "taken", "official/occe-if-only-2013.pdf"),
        (["occe-interim-2012"], "taken", "official/occe-interim-2012.pdf"),
        (["maybe", "7", "1"], "taken", "official/occe-if-only-2013.pdf"),
        (["none"], "new", ""),
        ([""], "doubtful", ""),
        (["what", "who", "when"], "doubtful", ""),
    ],
)
def test_a_person_is_asked_and_understood(
    answers: list[str], state: str, document: str, doubtful: paths.Folders
) -> None:
    asked: list[str] = []

    def ask(question: str) -> str:
        asked.append(question)
        return answers[len(asked) - 1]

    row = pipeline.inbox(doubtful.corpus, ask=ask).iloc[0]
    assert (row["state"], row["document"]) == (state, document)
    assert len(asked) == len(answers)
    for words in ("occe-if-only-2013 (0.", "Revised edition", "none of them", "Enter leaves it"):
        assert words in asked[0]


def test_the_command_that_is_named_settles_it(doubtful: paths.Folders) -> None:
    step = pipeline.inbox(doubtful.corpus).iloc[0]["next_step"]
    told = CliRunner().invoke(cli.app, ["--corpus", str(doubtful.corpus), *shlex.split(step)[1:]])
    assert told.exit_code == 0, told.output
    assert "a person said so" in told.output
    assert (doubtful.official / "occe-if-only-2013.pdf").is_file()
    assert [path.name for path in doubtful.inbox.iterdir()] == ["taken"]
    assert tables.load(doubtful.tables / "inbox.csv", "inbox")["state"].tolist() == ["taken"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--take", "if only revised.pdf"], "--take and --id go together"),
        (
            ["--take", "if only revised.pdf", "--id", "never-heard-2020"],
            "catalogue.csv has no review 'never-heard-2020'",
        ),
        (["--take", "other.pdf", "--id", JAY], "the inbox has no 'other.pdf'"),
        (["--take", "../catalogue.csv", "--id", JAY], "the inbox has no"),
    ],
)
def test_what_cannot_be_taken_is_refused_in_one_line(given: list[str], said: str, doubtful: paths.Folders) -> None:
    told = CliRunner().invoke(cli.app, ["--corpus", str(doubtful.corpus), "inbox", *given])
    assert told.exit_code == 2
    assert said in told.output
    assert not list(doubtful.official.glob("*.pdf"))


def test_an_empty_inbox_is_made_and_says_what_to_do(tmp_path: Path) -> None:
    folders = corpus_of_ours(tmp_path / "corpus")
    told = CliRunner().invoke(cli.app, ["--corpus", str(folders.corpus), "inbox"])
    assert told.exit_code == 0
    assert "inbox is empty" in told.output
    assert "collect.html" in told.output
    assert folders.inbox.is_dir()
    assert (folders.build / "collect.html").is_file()


def test_a_run_takes_what_is_sure_and_names_what_waits(tmp_path: Path) -> None:
    folders = paths.folders(written(tmp_path / "corpus", SMALL[3:4]))
    listed = tables.load(folders.corpus / "catalogue.csv", "catalogue")
    listed["title"], listed["publisher"] = "Inquiry into the lamps of the northern harbour", "Harbour Lights Board"
    tables.save(listed, "catalogue", folders.corpus)
    cover = "#text(size: 28pt)[Inquiry into the lamps of the northern harbour]\n\nHarbour Lights Board\n\n{}\n\n2034"
    folders.inbox.mkdir()
    for name, line in (("a.pdf", ""), ("b.pdf", "Executive summary")):
        (folders.inbox / name).write_bytes(pdf(cover.format(line), 8))
    done = pipeline.run(folders.corpus)
    assert review(done, "harbour-nothing-2034")["edition"] == "official"
    assert review(done, "harbour-nothing-2034")["held"] == 3
    waiting = done.corpus.problems.set_index("document").loc["inbox/b.pdf"]
    assert "perhaps" in waiting["what"]
    assert "summary" in waiting["text"]
    assert waiting["next_step"] == "reviewkit inbox --take b.pdf --id harbour-nothing-2034"
    assert "b.pdf" in (folders.build / "collect.html").read_text(encoding="utf-8")


# --- the catalogue's own titles


def described_as(row: dict[str, object]) -> descriptions.Description:
    """A document that says of itself what a row of the catalogue says of it."""
    front = "\n".join(str(row[name]) for name in ("title", "publisher", "authors", "area", "date_published"))
    return descriptions.Description(
        "x.pdf", Path("x.pdf"), "0", title=scoring.plain_title(row), publisher=str(row["publisher"]), words=20_000,
        date=str(row["date_published"]), kind=str(row["kind"]), front=front, papers=descriptions.papers_in(front),
    )  # fmt: skip


def test_each_document_of_the_catalogue_is_known_and_without_it_taken_for_no_other() -> None:
    listed = tables.load(OURS / "catalogue.csv", "catalogue")
    known, wrong = 0, []
    for place, row in enumerate(listed.to_dict("records")):
        described = described_as(row)
        found = matching.match(described, listed, {})
        known += found.state == matching.SURELY and found.best.review_id == row["review_id"]
        without = matching.match(described, listed.drop(index=place), {})
        wrong += [(row["review_id"], without.best.review_id)] if without.state == matching.SURELY else []
    assert wrong == []
    assert known >= LEAST_SHARE * len(listed)


def test_in_no_manner_is_what_is_only_about_a_report_taken_for_it(tmp_path: Path) -> None:
    """Some documents of the catalogue in each manner; `benchmarks/inbox.py --manners` makes all of them."""
    listed = tables.load(OURS / "catalogue.csv", "catalogue")
    rows, subject = listed.to_dict("records"), load_subject(OURS)
    taken: dict[str, list[bool]] = {}
    for place, (name, make) in enumerate((ITSELF | ABOUT_IT).items()):
        for row in rows[place :: len(ITSELF | ABOUT_IT)][:2]:
            content = make(row)
            file = tmp_path / ("x.pdf" if content.startswith(b"%PDF") else "x.html")
            file.write_bytes(content)
            found = matching.match(descriptions.describe(file, {file: file.name}, listed, subject), listed, {})
            sure = found.state == matching.SURELY
            taken.setdefault(name, []).append(sure and (name not in ITSELF or found.best.review_id == row["review_id"]))
    assert [name for name in ABOUT_IT if any(taken[name])] == []
    assert sum(map(sum, taken.values())) >= LEAST_SHARE * 2 * len(ITSELF)


# --- what nobody should have dropped


def _stored(members: dict[str, bytes], mode: int = 0o100644) -> bytes:
    """A zip whose members have a mode of their own."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            member = zipfile.ZipInfo(name)
            member.external_attr = mode << 16
            archive.writestr(member, content, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def _understated() -> bytes:
    """A zip that says of its bomb that it is a thousand bytes long."""
    content = bytearray(zipped({"report.pdf": b"%PDF-1.7\n" + bytes(40_000_000)}))
    real = (40_000_009).to_bytes(4, "little")
    return bytes(content).replace(real, (1000).to_bytes(4, "little"))


def _huge_page() -> bytes:
    document, held = pypdfium2.PdfDocument.new(), io.BytesIO()
    document.new_page(20_000, 20_000)
    document.save(held)
    return held.getvalue()


HOSTILE: tuple[tuple[str, Callable[[], bytes], str], ...] = (
    ("slip.zip", lambda: zipped({"../../catalogue.pdf": b"%PDF-1.7"}), "leads outside"),
    ("root.zip", lambda: zipped({"/etc/report.pdf": b"%PDF-1.7"}), "leads outside"),
    ("drive.zip", lambda: zipped({"C:\\report.pdf": b"%PDF-1.7"}), "leads outside"),
    ("bomb.zip", lambda: zipped({"report.pdf": b"%PDF-1.7\n" + bytes(40_000_000)}), "unpacks to far more"),
    ("liar.zip", _understated, ""),
    ("many.zip", lambda: zipped({f"{number}.pdf": b"%PDF" for number in range(400)}), "400 files"),
    ("link.zip", lambda: _stored({"report.pdf": b"/etc/passwd"}, stat.S_IFLNK | 0o777), "holds a link"),
    ("nested.zip", lambda: zipped({"inner.zip": zipped({"a.pdf": b"%PDF-1.7"})}), "zip inside another"),
    ("damaged.zip", lambda: zipped({"a.pdf": b"%PDF-1.7" * 99})[:80], "damaged zip"),
    ("nothing.zip", lambda: zipped({"style.css": b"body {}"}), "holds no document"),
    ("empty.pdf", lambda: b"", "neither a PDF"),
    ("cut.pdf", lambda: pdf("Report", 3)[:3000], ""),
    ("huge.pdf", _huge_page, "measures 20000 by 20000"),
    ("old.doc", lambda: b"\xd0\xcf\x11\xe0" + bytes(99), ""),
    ("photo.jpg", lambda: b"\xff\xd8\xff" + bytes(99), "picture"),
    ("report.pdf.crdownload", lambda: b"%PDF-1.7", "not fully downloaded"),
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> tuple[paths.Folders, pd.DataFrame, dict[Path, bytes]]:
    """All of them dropped at once, what became of them, and the corpus as it was before."""
    folders = corpus_of_ours(tmp_path_factory.mktemp("hostile") / "corpus")
    folders.inbox.mkdir()
    for name, content, _ in HOSTILE:
        (folders.inbox / name).write_bytes(content())
    before = {path: path.read_bytes() for path in folders.corpus.rglob("*") if path.is_file()}
    return folders, pipeline.inbox(folders.corpus), before


@pytest.mark.parametrize(("name", "said"), [(name, said) for name, _, said in HOSTILE])
def test_what_is_hostile_or_broken_is_named(
    name: str, said: str, hostile: tuple[paths.Folders, pd.DataFrame, dict[Path, bytes]]
) -> None:
    own = hostile[1][hostile[1]["dropped"].str.startswith(name)]
    assert own["state"].tolist() == ["unreadable"]
    assert said in own["against"].iloc[0]
    assert own["against"].iloc[0] and own["next_step"].iloc[0]
    assert "fault of reviewkit's own" not in own["against"].iloc[0]


def test_what_is_hostile_harms_nothing(hostile: tuple[paths.Folders, pd.DataFrame, dict[Path, bytes]]) -> None:
    folders, _, before = hostile
    after = {path: path.read_bytes() for path in folders.corpus.rglob("*") if path.is_file()}
    new = {path.relative_to(folders.corpus).as_posix() for path in set(after) - set(before)}
    assert new == {"tables/inbox.csv", "build/collect.html", "build/lock"}
    assert {path: after.get(path) for path in before} == before
    assert not (folders.corpus.parent / "catalogue.pdf").exists()


@pytest.mark.parametrize("place", ["report.pdf", "folder", "inside"])
def test_links_are_refused(place: str, folders: paths.Folders, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "report.pdf").write_bytes(next(one for one in LOOKED_AT if one.name == "648.pdf") and pdf("Secret", 2))
    if place == "inside":
        (folders.inbox / "papers").mkdir()
        (folders.inbox / "papers" / "report.pdf").symlink_to(secret / "report.pdf")
    else:
        (folders.inbox / place).symlink_to(secret if place == "folder" else secret / "report.pdf")
    table = pipeline.inbox(folders.corpus)
    assert table["state"].tolist() == ["unreadable"]
    assert "link" in table["against"].iloc[0]


def test_an_official_folder_that_leads_out_is_refused(folders: paths.Folders, tmp_path: Path) -> None:
    shutil.rmtree(folders.official)
    (tmp_path / "elsewhere").mkdir()
    folders.official.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(InputError, match="leads out of the corpus"):
        pipeline.inbox(folders.corpus)


def test_a_script_in_a_title_is_shown_and_never_run(folders: paths.Folders) -> None:
    title = "<script>alert(1)</script> National Audit on Group-based Child Sexual Exploitation and Abuse \x1b[31m"
    escaped = title.replace("<", "&lt;")
    (folders.inbox / "<img src=x onerror=alert(1)>.html").write_bytes(
        web(escaped, f"<h1>{escaped}</h1><p>Published 16 June 2025</p>" + paragraphs(9))
    )
    row = pipeline.inbox(folders.corpus).iloc[0]
    assert row["state"] == "doubtful"
    page = (folders.build / "collect.html").read_text(encoding="utf-8")
    assert "&lt;img src=x onerror=alert(1)&gt;.html" in page
    assert "<script" not in page
    assert "<img" not in page
    assert "\x1b" not in page + row["against"] + row["next_step"]


@pytest.mark.real_workers
def test_one_bad_document_costs_no_other(folders: paths.Folders) -> None:
    """In processes of their own, as the program reads them."""
    (folders.inbox / "huge.pdf").write_bytes(_huge_page())
    next(one for one in LOOKED_AT if one.name == "648.pdf").write(folders.inbox)
    assert pipeline.inbox(folders.corpus)["state"].tolist() == ["taken", "unreadable"]


# --- small parts


@pytest.mark.parametrize(
    ("head", "form"),
    [
        (b"%PDF-1.7", "pdf"),
        (b"\r\n<!-- saved from url --><!DOCTYPE html><html>", "html"),
        (b"From: <Saved>\r\nSubject: a\r\n b\r\nMIME-Version: 1.0\r\n\r\n", "mht"),
        (b"plain words", ""),
        (zipped({"word/document.xml": b"<w/>"}), "docx"),
        (zipped({"mimetype": b"application/epub+zip"}), "epub"),
        (zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}), "odt"),
        (zipped({"a.pdf": b"%PDF"}), "zip"),
    ],
)
def test_the_form_is_told_by_the_bytes(head: bytes, form: str, tmp_path: Path) -> None:
    (tmp_path / "download").write_bytes(head)
    assert unpacking.form_of(tmp_path / "download") == form


def test_a_saved_page_and_its_folder_are_one_drop(tmp_path: Path) -> None:
    for name in ("Report.html", "taken", ".hidden", "Report 2.pdf"):
        (tmp_path / name).mkdir() if name == "taken" else (tmp_path / name).touch()
    (tmp_path / "Report_files").mkdir()
    listed = drops.list_drops(tmp_path)
    assert [drop.name for drop in listed] == ["Report 2.pdf", "Report.html"]
    assert listed[1].beside == (tmp_path / "Report_files",)


def test_a_folder_with_too_many_files_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drops, "MOST_FILES", 3)
    for number in range(5):
        (tmp_path / f"{number}.html").touch()
    with pytest.raises(DocumentError, match="more than 3 files"):
        list(drops.walk(tmp_path))


def test_a_taken_name_is_never_used_again(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").touch()
    (tmp_path / "a (2).pdf").symlink_to(tmp_path / "nowhere")
    assert placement.free_name(tmp_path / "a.pdf").name == "a (3).pdf"


def test_a_title_without_a_fact_that_bears_it_out_is_asked_about(folders: paths.Folders) -> None:
    """An encyclopaedia has the title, the place and the chair's name."""
    page = web(
        "Independent Inquiry into Child Sexual Exploitation in Rotherham 1997-2013",
        "<h1>Independent Inquiry into Child Sexual Exploitation in Rotherham 1997-2013</h1><p>It was led by Alexis Jay "
        f"and looked at Rotherham.</p>{paragraphs(30)}",
    )
    (folders.inbox / "wiki.html").write_bytes(page)
    row = pipeline.inbox(folders.corpus).iloc[0]
    assert (row["state"], row["review_id"]) == ("doubtful", JAY)
    assert "bear out its title" in row["against"]


def test_a_report_without_an_ending_is_read(folders: paths.Folders) -> None:
    title = "#text(size: 18pt)[*Operation Brooke Serious Case Review*]"
    page = full_page(f"{title}\n\nBristol Safeguarding Children Board\n\n24 March 2016")
    (folders.inbox / "download").write_bytes(page)
    assert pipeline.inbox(folders.corpus)["document"].tolist() == ["official/bristol-brooke-scr-2016.pdf"]
