"""The checklist: what is held, what to open first and why, links that are safe; and a new user's way through it."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from helpers.dropping import Drop
from helpers.inbox_drops import LOOKED_AT
from helpers.inbox_drops_unseen import UNSEEN
from lxml import html
from playwright.sync_api import sync_playwright
from typer.testing import CliRunner

from reviewkit import cli, pipeline
from reviewkit.base import paths
from reviewkit.corpus import tables
from reviewkit.reports import collect_page, collect_rows

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
OURS = paths.ROOT / "corpus"
HOSTILE = "<script>document.title='taken'</script><img src=x>"
ROWS = (  # review_id, date, counted, total, edition
    ("whole-2010", "2010", "yes", 2, "digest"),
    ("short-gap-2011", "2011", "yes", 4, "none"),
    ("long-gap-2012", "2012", "yes", 12, "digest"),
    ("unknown-some-2013", "2013-02", "yes", None, "digest"),
    ("unknown-old-2014", "2014", "yes", None, "none"),
    ("unknown-new-2015", "2015-11", "yes", None, "none"),
    ("strategy-2016", "2016", "no", 50, "none"),
    ("published-2017", "2017", "yes", 9, "official"),
    ("none-made-2018", "2018", "yes", 0, "none"),
)


def small(folder: Path) -> paths.Folders:
    """A corpus of invented documents: in each of its digests two recommendations."""
    for name in ("official", "digests", "tables"):
        (folder / name).mkdir(parents=True)
    listed, entries = [], []
    for review_id, date, counted, total, edition in ROWS:
        listed.append({"review_id": review_id, "title": f"Review {review_id}", "short_title": review_id,
                       "kind": "inquiry", "date_published": date, "in_denominator": counted, "n_recommendations": total,
                       "publisher": "Harbour board"})  # fmt: skip
        if edition != "none":
            (folder / ("official" if edition == "official" else "digests") / f"{review_id}.pdf").write_bytes(b"%PDF")
        entries += [{"review_id": review_id, "number": str(number), "summary": "Light the pier."} for number in (1, 2)
                    if edition == "digest"]  # fmt: skip
    addresses = [
        {"review_id": "long-gap-2012", "role": "landing", "url": "http://harbour.gov.uk/old", "format": "html",
         "confidence": "high", "note": HOSTILE},
        {"review_id": "long-gap-2012", "role": "document", "url": "https://harbour.gov.uk/a.pdf", "format": "pdf",
         "confidence": "high", "note": ""},
        {"review_id": "long-gap-2012", "role": "landing", "url": "javascript:alert(1)", "format": "html",
         "confidence": "low", "note": ""},
    ]  # fmt: skip
    listed[2]["title"] = HOSTILE
    tables.save(tables.build(listed, "catalogue"), "catalogue", folder)
    tables.save(tables.build(addresses, "addresses"), "addresses", folder)
    tables.save(tables.build(entries, "digests"), "digests", folder / "digests")
    return paths.folders(folder)


@pytest.fixture
def folders(tmp_path: Path) -> paths.Folders:
    return small(tmp_path / "corpus")


def entries_of(folders: paths.Folders) -> dict[str, collect_rows.Entry]:
    return {entry.review_id: entry for _, _, entries in collect_rows.grouped_entries(folders) for entry in entries}


def test_the_reviews_that_would_help_the_figures_most_come_first(folders: paths.Folders) -> None:
    order = {name: [entry.review_id for entry in entries] for name, _, entries in collect_rows.grouped_entries(folders)}
    assert order == {
        "known": ["long-gap-2012", "short-gap-2011"],
        "unknown": ["unknown-new-2015", "unknown-old-2014", "unknown-some-2013"],
        "whole": ["none-made-2018", "whole-2010"],
        "not counted": ["strategy-2016"],
        "here": ["published-2017"],
    }
    numbers = [entry.number for entry in entries_of(folders).values()]
    assert numbers == [1, 2, 3, 4, 5, 6, 7, 8, 0]
    page = collect_page.collect_page(folders).decode()
    assert "the longest gap first" in page


@pytest.mark.parametrize(
    ("review_id", "holds"),
    [
        ("long-gap-2012", "our paraphrase of 2 of 12"),
        ("short-gap-2011", "nothing of 4"),
        ("unknown-some-2013", "our paraphrase of 2 (it is not known of how many)"),
        ("published-2017", "the published text, not read yet: reviewkit run reads it"),
        ("none-made-2018", "nothing is missing: it makes no recommendation"),
    ],
)
def test_what_is_held_is_said_with_its_total(review_id: str, holds: str, folders: paths.Folders) -> None:
    assert entries_of(folders)[review_id].holds == holds


def test_the_last_run_says_what_was_found_in_the_text_it_read(folders: paths.Folders) -> None:
    rows = [{"review_id": "published-2017", "document": "official/published-2017.pdf", "held": 7},
            {"review_id": "long-gap-2012", "document": "official/long-gap-2012.pdf", "held": 11}]  # fmt: skip
    tables.save(tables.build(rows, "reviews"), "reviews", folders.tables)
    entries = entries_of(folders)
    said = "the published text, with 7 of 9 recommendations found: is it the whole report?"
    assert entries["published-2017"].holds == said
    assert entries["long-gap-2012"].holds == "our paraphrase of 2 of 12"  # that text is gone since


def test_only_web_addresses_are_links_and_words_are_never_markup(folders: paths.Folders) -> None:
    page = collect_page.collect_page(folders).decode()
    tree = html.document_fromstring(page)
    assert not tree.xpath("//script | //img | //iframe")
    hrefs = [str(href) for href in tree.xpath("//a/@href")]
    assert all(href.startswith(("https://", "http://")) for href in hrefs)
    assert HOSTILE in tree.get_element_by_id("long-gap-2012").findtext(".//h3")
    assert "javascript:alert(1)" in tree.text_content()


def test_archives_are_offered_for_old_addresses_and_those_that_failed(folders: paths.Folders) -> None:
    links = {link.text: link.archives for link in entries_of(folders)["long-gap-2012"].links}
    assert links["http://harbour.gov.uk/old"] == (
        ("UK Government Web Archive", "https://webarchive.nationalarchives.gov.uk/ukgwa/*/http://harbour.gov.uk/old"),
        ("Internet Archive", "https://web.archive.org/web/*/http://harbour.gov.uk/old"),
    )
    assert links["https://harbour.gov.uk/a.pdf"] == ()
    (folders.corpus / "attempts.csv").write_text(
        "review_id,address,result,what,led_to\nlong-gap-2012,https://harbour.gov.uk/a.pdf,failed,answers 404,\n",
        encoding="utf-8",
    )
    entry = entries_of(folders)["long-gap-2012"]
    tried = next(link for link in entry.links if link.text == "https://harbour.gov.uk/a.pdf")
    assert len(tried.archives) == 2
    assert "tried: failed, answers 404" in tried.words
    assert entry.machine == "tried by the machine at 1 address, without success"


def test_addresses_stand_in_the_order_in_which_to_open_them(folders: paths.Folders) -> None:
    texts = [link.text for link in entries_of(folders)["long-gap-2012"].links]
    assert texts == ["https://harbour.gov.uk/a.pdf", "http://harbour.gov.uk/old", "javascript:alert(1)"]


def test_fetch_writes_the_page_anew(folders: paths.Folders) -> None:
    pipeline.fetch(["short-gap-2011"], folders.corpus)  # which has no address: nothing is asked
    assert b"short-gap-2011" in (folders.build / "collect.html").read_bytes()


def test_the_same_corpus_gives_the_same_page(folders: paths.Folders) -> None:
    assert collect_page.collect_page(folders) == collect_page.collect_page(folders)


@pytest.mark.skipif(not CHROMIUM, reason="no chromium on this machine: the page was not tried in a browser")
def test_the_page_can_be_read_by_everybody_from_a_file(folders: paths.Folders) -> None:
    page_file = collect_page.write_page(folders)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": 380, "height": 800})
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(page_file.as_uri())
        assert page.title() == "Published texts to collect"
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        found = Axe().run(page).response["violations"]
        browser.close()
    assert [fault["id"] for fault in found] == []
    assert asked == [page_file.as_uri()]


TEN = (
    "download (3).pdf", "Final_v7 web.pdf", "telford.zip", "648.pdf", "Met exploitation.mht", "clg report",
    "An inspection of the effectiveness - HMICFRS.html", "gmca_rochdale_4a.pdf", "if only revised.pdf", "boiler.pdf",
)  # fmt: skip
NOT_COPIED = shutil.ignore_patterns("tables", "inbox", "__pycache__", "coded.csv", "pairs.csv", "examples.csv")


def say(folders: paths.Folders, *words: str) -> str:
    """Say a command as a person does, and return what is answered."""
    told = CliRunner().invoke(cli.app, ["--corpus", str(folders.corpus), *words])
    assert told.exit_code == 0, told.output
    return told.output


def test_a_new_user_gets_from_the_checklist_to_the_published_texts(tmp_path: Path) -> None:
    folders = paths.folders(shutil.copytree(OURS, tmp_path / "corpus", ignore=NOT_COPIED))
    for path in folders.official.glob("*.*"):
        path.unlink()
    assert "collect.html" in say(folders, "inbox")  # which says where to look first
    page = _page(folders)
    assert "Their published text is here: 0;" in page.text_content()
    assert "Held: our paraphrase of" in " ".join(page.get_element_by_id("rotherham-jay-2014").text_content().split())
    inbox = page.xpath("string(//main/ol//code[contains(., 'inbox/')])").removeprefix("corpus/")
    drops: tuple[Drop, ...] = (*LOOKED_AT, *UNSEEN)
    for drop in drops:
        if drop.name in TEN:
            drop.write(folders.corpus / inbox)
    told = say(folders, "inbox")
    assert told.count("taken: ") >= 8
    page = _page(folders)
    assert "Their published text is here: 8;" in page.text_content()
    jay = " ".join(page.get_element_by_id("rotherham-jay-2014").text_content().split())
    assert "the published text, not read yet" in jay
    assert "Taken from the inbox, where it was download (3).pdf" in jay
    assert "Waiting in the inbox: 2" in page.text_content()
    command = page.xpath("string(//table//code[contains(., 'if only')])")
    say(folders, *shlex.split(command)[1:])
    page = _page(folders)
    assert "Their published text is here: 9;" in page.text_content()
    assert "Waiting in the inbox: 1" in page.text_content()
    assert page.xpath("//table//td[contains(., 'reviewkit add')]")


def _page(folders: paths.Folders) -> html.HtmlElement:
    """The checklist as it is now."""
    return html.document_fromstring((folders.build / "collect.html").read_text(encoding="utf-8"))
