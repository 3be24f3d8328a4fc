"""Doors: for each publisher's host, what a person would get there is got, and what wants a person is left to one."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.hosts import TITLE, WORDS, Web, all_hosts_are_here, item, link, page, pdf, source
from helpers.serving import cut, first, moved, publisher, says
from lxml import html

from reviewkit.acquisition.fetch import archives, reporting
from reviewkit.acquisition.fetch.doors.all_doors import GOV_UK, door_of
from reviewkit.acquisition.fetch.doors.steps import Page, Person, Wanted
from reviewkit.base import paths
from reviewkit.corpus import tables
from reviewkit.extraction import reader


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    """Invented copies of publishers' hosts, and an empty corpus."""
    all_hosts_are_here(monkeypatch)
    corpus = tmp_path / "corpus"
    (corpus / "official").mkdir(parents=True)
    with publisher() as site:
        yield Web(site, paths.Folders(corpus, corpus / "figures", corpus / "build"))


# gov.uk

GOV, ASSETS = "www.gov.uk", "assets.publishing.service.gov.uk"
PUBLICATION = "/government/publications/lamps-and-shelter"


def publication(web: Web) -> str:
    """A publication of gov.uk with the report, its summary and its web edition."""
    web.put(ASSETS, "/media/7/lamps.pdf", pdf())
    web.put(GOV, f"{PUBLICATION}/lamps-and-shelter-accessible", page(WORDS))
    attachments = [
        {"title": "Terms of reference", "url": web.at(ASSETS, "/media/6/terms.pdf"), "content_type": "application/pdf"},
        {"title": TITLE, "url": web.at(ASSETS, "/media/7/lamps.pdf"), "content_type": "application/pdf"},
        {"title": f"{TITLE} (accessible version)", "url": f"{PUBLICATION}/lamps-and-shelter-accessible",
         "attachment_type": "html"},
    ]  # fmt: skip
    web.put(GOV, f"/api/content{PUBLICATION}", item(title=TITLE, details={"attachments": attachments}))
    return web.at(GOV, PUBLICATION)


def test_a_collection_of_gov_uk_leads_to_the_publication_and_its_report(web: Web) -> None:
    publication(web)
    listed = [{"title": "Guidance on piers", "base_path": "/government/publications/piers"},
              {"title": TITLE, "base_path": PUBLICATION}]  # fmt: skip
    web.put(GOV, "/api/content/government/collections/harbour", item(title="Harbour", links={"documents": listed}))
    found = web.fetch(("landing", web.at(GOV, "/government/collections/harbour")))
    assert (found.state, found.file, found.address) == ("fetched", "one.pdf", web.at(ASSETS, "/media/7/lamps.pdf"))
    assert web.asked() == [f"{GOV}/api/content/government/collections/harbour", f"{GOV}/api/content{PUBLICATION}",
                           f"{ASSETS}/media/7/lamps.pdf"]  # fmt: skip


def test_a_press_release_of_gov_uk_leads_to_the_publication_that_it_links(web: Web) -> None:
    publication(web)
    body = f"<a href='https://elsewhere.example/x'>x</a> <a href='{web.at(GOV, PUBLICATION)}'>here</a>"
    web.put(GOV, "/api/content/government/news/lamps", item(title="Lamps", details={"body": body}))
    assert web.fetch(("landing", web.at("gov.uk", "/government/news/lamps"))).file == "one.pdf"
    assert web.asked()[0] == f"{GOV}/api/content/government/news/lamps"  # the host that answers


def test_a_publication_that_a_press_release_names_elsewhere_is_not_asked_for(web: Web) -> None:
    web.put("copies.example", PUBLICATION, page(WORDS))
    body = f"<a href='{web.at('copies.example', PUBLICATION)}'>{TITLE}</a>"
    web.put(GOV, "/api/content/government/news/lamps", item(details={"body": body}))
    assert web.fetch(("landing", web.at(GOV, "/government/news/lamps"))).state == "by hand" and len(web.asked()) == 1


def test_a_press_release_with_a_publication_of_another_title_is_for_a_person(web: Web) -> None:
    web.put(GOV, "/api/content/government/news/lamps",
            item(details={"body": "<a href='/government/publications/piers'>piers</a>"}))  # fmt: skip
    other = {"title": "Piers", "url": web.put(ASSETS, "/media/8/piers.pdf", pdf()), "content_type": "application/pdf"}
    web.put(GOV, "/api/content/government/publications/piers", item(title="Piers", details={"attachments": [other]}))
    found = web.fetch(("landing", web.at(GOV, "/government/news/lamps")))
    assert (found.state, found.file) == ("by hand", "") and other["url"] in found.next_step


def test_a_web_edition_of_gov_uk_is_one_page(web: Web) -> None:
    publication(web)
    found = web.fetch(("html_edition", web.at("gov.uk", f"{PUBLICATION}/lamps-and-shelter-accessible")))
    assert (found.state, found.file) == ("fetched", "one.html")


def test_a_media_id_that_changed_is_found_by_the_publication(web: Web) -> None:
    landing = publication(web)
    found = web.fetch(("document", web.at(ASSETS, "/media/5/lamps.pdf")), ("landing", landing))
    assert (found.state, found.file) == ("fetched", "one.pdf")
    assert [row["result"] for row in web.attempts()] == ["failed", "worked"]


def test_a_page_of_gov_uk_that_moved_is_followed_by_what_the_api_says(web: Web) -> None:
    publication(web)
    web.put(GOV, "/api/content/government/publications/old",
            item(schema_name="redirect", redirects=[{"path": "/x", "destination": PUBLICATION}]))  # fmt: skip
    assert web.fetch(("landing", web.at(GOV, "/government/publications/old"))).file == "one.pdf"


# Parliament

HOUSE = "publications.parliament.uk"
FOLDER = "/pa/cm203334/cmselect/cmharbour/703"


def committee_report(web: Web, chapters: int = 9) -> str:
    """A report in nine chapters, each with a recommendation; the contents leave the last one out."""
    for place in range(3, chapters + 3):
        asks = f"<p><a name='a{place}'></a><b>Recommendation {place - 2}</b></p><p>{ask(place)}</p>"
        following = f"<a href='703{place + 1:02}.htm'>Next</a>" if place < chapters + 2 else ""
        body = (f"<p id='top'>Chapter {place - 2}. {WORDS}</p>", asks, following)
        web.put(HOUSE, f"{FOLDER}/703{place:02}.htm", page(*body, heading=f"{place - 2} The ward {place - 2}"))
    names = [f"<li><a href='703{place:02}.htm#a{place}'>Ward</a></li>" for place in range(3, chapters + 2)]
    names += ["<li><a href='703iv.htm'>Evidence</a></li><li><a href='/pa/cm203334/other/70303.htm'>Another</a></li>"]
    return web.put(HOUSE, f"{FOLDER}/70302.htm", page("<ul>", *names, "</ul>", heading="Contents"))


ASKS = (
    "The Harbour Board should light every quay at night.",
    "Wardens should be trained in first aid once a year.",
    "The county council should publish what each shelter costs.",
    "The police should answer every call from a pier within an hour.",
    "Schools should teach children how to read the tide tables.",
    "The ferry company should keep a record of each child who travels alone.",
    "The Department for Boats should set a national standard for lamps.",
    "Health visitors should be told of each family that lives afloat.",
    "The inspectorate should return to Quillham within two years.",
)


def ask(place: int) -> str:
    return f"We recommend the following. {ASKS[place - 3]}"


@pytest.mark.parametrize("known", ["70302.htm", "70307.htm"])
def test_a_committees_report_in_nine_chapters_is_one_document(web: Web, known: str) -> None:
    """From its contents, or from a chapter whose contents are found by their rule."""
    committee_report(web)
    found = web.fetch(("html_edition", web.at(HOUSE, f"{FOLDER}/{known}")))
    assert (found.state, found.file) == ("fetched", "one.html")
    assert web.asked() == [f"{HOUSE}{FOLDER}/703{place:02}.htm" for place in range(2, 12)]
    sections = html.fromstring(web.text()).findall(".//section")
    assert [section.get("data-address") for section in sections] == [
        web.at(HOUSE, f"{FOLDER}/703{place:02}.htm") for place in range(3, 12)
    ]
    assert html.fromstring(web.text()).findtext(".//title") == f"{TITLE} Contents"
    ids = html.fromstring(web.text()).xpath("//@id")
    assert len(ids) == len(set(ids)) and "page-1-70303--a3" in ids


def test_every_recommendation_of_nine_pages_is_read_with_its_anchor(web: Web) -> None:
    committee_report(web)
    web.fetch(("html_edition", web.at(HOUSE, f"{FOLDER}/70302.htm")))
    found = reader.read_document(web.folders.official / "one.html")["recommendations"]
    assert found["label"].tolist() == [f"Recommendation {number}" for number in range(1, 10)]
    assert found["text"].tolist() == [ask(place) for place in range(3, 12)]
    assert found["anchor"].tolist() == [f"page-{place - 2}-703{place:02}--a{place}" for place in range(3, 12)]


def test_a_report_whose_pdf_is_there_is_the_pdf(web: Web) -> None:
    rows = [("html_edition", committee_report(web)), ("document", web.put(HOUSE, f"{FOLDER}/703.pdf", pdf()))]
    assert web.fetch(*rows).file == "one.pdf" and web.asked() == [f"{HOUSE}{FOLDER}/703.pdf"]


def test_a_page_of_a_committee_leads_to_its_report(web: Web) -> None:
    committees = "committees.parliament.uk"
    default = web.put(committees, "/publications/12/documents/34/default/", pdf())
    offered = link(default, "Report"), link("/publications/12/documents/35/default/", "Government response")
    found = web.fetch(("landing", web.put(committees, "/publications/12/", page(*offered))))
    assert (found.file, found.address) == ("one.pdf", default)


# The inquiry

INQUIRY = "www.iicsa.org.uk"
EDITION = "/reports-recommendations/publications/investigation/quillham"


def inquiry(web: Web) -> str:
    """An edition of three parts: the tree of contents names one page twice, and other editions."""
    parts = ["part-a-introduction/a1-wards", "part-a-introduction/a2-lamps", "part-b/b1-recommendations"]
    for part in parts:
        web.put(INQUIRY, f"{EDITION}/{part}", page(f"<h2 id='one'>{part}</h2><p>{WORDS}</p>"))
    tree = [f"<li><a href='{EDITION}/{part}'>{part}</a></li>" for part in parts]
    tree += [f"<li><a href='{EDITION}/{parts[0]}.html'>again</a></li>"]
    tree += ["<li><a href='/reports-recommendations/publications/investigation/other/a'>other</a></li>"]
    return web.put(INQUIRY, EDITION, page("<ul>", *tree, "</ul>", "<p>This site was last updated in 2033.</p>"))


@pytest.mark.parametrize("known", ["", "/part-b/b1-recommendations"])
def test_an_edition_of_the_inquiry_is_read_by_its_tree_of_contents(web: Web, known: str) -> None:
    inquiry(web)
    found = web.fetch(("html_edition", web.at(INQUIRY, EDITION + known)))
    assert found.file == "one.html" and len(html.fromstring(web.text()).findall(".//section")) == 3
    assert web.asked()[0] == f"{INQUIRY}{EDITION}" and len(web.asked()) == 4


def test_sections_that_only_their_chapter_names_stand_after_it(web: Web) -> None:
    inquiry(web)
    for name in ("part-a/a1", "part-a/a2", "part-b", "part-c"):
        web.put(INQUIRY, f"{EDITION}/{name}", page(WORDS))
    web.put(
        INQUIRY, f"{EDITION}/part-a", page(link(f"{EDITION}/part-a/a1.html", "1"), link(f"{EDITION}/part-a/a2", "2"))
    )
    web.put(INQUIRY, f"{EDITION}/part-a/a1.html", page(WORDS, link(f"{EDITION}/part-a/a2", "Next")))
    web.put(INQUIRY, EDITION, page(*(link(f"{EDITION}/part-{name}", name) for name in "abc")))
    web.fetch(("html_edition", web.at(INQUIRY, EDITION)))
    found = [path.rpartition("quillham")[2] for path in web.asked()]
    assert found == ["", "/part-a", "/part-a/a1.html", "/part-a/a2", "/part-b", "/part-c"]


def test_the_inquirys_page_of_recommendations_leads_to_the_report(web: Web) -> None:
    inquiry(web)
    known = web.put(INQUIRY, "/recommendations/quillham", page(link(EDITION, "Read the report"), WORDS))
    assert web.fetch(("landing", known)).file == "one.html"


def test_an_edition_that_is_gone_is_offered_as_the_archives_have_it(web: Web) -> None:
    found = web.fetch(("html_edition", address := web.at(INQUIRY, EDITION)))
    assert (found.state, web.asked()) == ("failed", [f"{INQUIRY}{EDITION}"])
    assert all(copy in found.next_step for copy in archives.copies(address)) and "corpus/inbox/" in found.next_step
    assert found.next_step.index("nationalarchives") < found.next_step.index("web.archive.org")


# The inspectorate

NEW, OLD = "hmicfrs.justiceinspectorates.gov.uk", "www.justiceinspectorates.gov.uk"


def test_the_old_host_of_the_inspectorate_is_asked_by_its_new_name(web: Web) -> None:
    web.put(NEW, "/publication-html/lamps/", page(WORDS))
    assert web.fetch(("html_edition", web.at(OLD, "/hmicfrs/publication-html/lamps/"))).file == "one.html"
    assert web.asked() == [f"{NEW}/publication-html/lamps/"]


def test_a_news_item_of_the_inspectorate_leads_to_the_report_and_its_page_to_the_pdf(web: Web) -> None:
    web.put(NEW, "/uploads/lamps-and-shelter.pdf", pdf())
    web.put(NEW, "/publications/lamps/", page(link("/uploads/lamps-and-shelter.pdf", f"{TITLE} (PDF document)"),
                                              link("/uploads/summary.pdf", "Executive summary (PDF)")))  # fmt: skip
    news = web.put(NEW, "/news/news-feed/lamps/", page(link("/publications/lamps/", "Get the report"), title="News"))
    found = web.fetch(("landing", news))
    assert (found.file, found.address) == ("one.pdf", web.at(NEW, "/uploads/lamps-and-shelter.pdf"))


# Councils, partnerships, others


def papers(web: Web, *names: str) -> str:
    for place, name in enumerate(names):
        web.put("democracy.quillham.gov.uk", f"/documents/s{place}/{name.replace(' ', '%20')}.pdf", pdf())
    rows = [f"<li><a href='documents/s{place}/{name}.pdf'>{name}</a> PDF 2 MB</li>" for place, name in enumerate(names)]
    return web.put("democracy.quillham.gov.uk", "/mgAi.aspx?ID=7", page("<ul>", *rows, "</ul>", title="Agenda item"))


def test_of_the_papers_of_an_item_the_one_of_that_title_is_taken(web: Web) -> None:
    found = web.fetch(("landing", papers(web, "Cover report", "Lamps and Shelter inquiry Quillham", "Appendix 2")))
    assert found.file == "one.pdf" and "/s1/" in found.address


def test_of_papers_of_which_none_is_clear_a_person_chooses(web: Web) -> None:
    found = web.fetch(("landing", papers(web, "Lamps and Shelter volume A", "Lamps and Shelter volume B")))
    assert (found.state, found.file) == ("by hand", "")
    assert "Lamps and Shelter volume A" in found.next_step and "/documents/s1/" in found.next_step


def test_a_meeting_leads_to_the_item_of_that_title_and_a_converted_paper_is_a_document(web: Web) -> None:
    papers(web, "Lamps and Shelter inquiry")
    offered = link("mgAi.aspx?ID=7", "Lamps and shelter: inquiry into Quillham"), link("mgAi.aspx?ID=8", "Minutes")
    meeting = web.put("democracy.quillham.gov.uk", "/ieListDocuments.aspx?CId=1&MId=2", page(*offered, title="Council"))
    assert web.fetch(("landing", meeting)).file == "one.pdf"
    (web.folders.official / "one.pdf").unlink()
    converted = web.put("democracy.quillham.gov.uk", "/mgConvert2PDF.aspx?ID=3", pdf())
    assert web.fetch(("landing", converted)).address == converted


def test_a_councils_download_page_leads_to_the_file(web: Web) -> None:
    host = "www.quillham.gov.uk"
    web.put(host, "/downloads/file/279/lamps-and-shelter", pdf())
    offered = (link("/downloads/file/279/lamps-and-shelter", "Lamps and shelter inquiry"),
               link("/downloads/file/280/response", "Response to lamps and shelter"))  # fmt: skip
    found = web.fetch(("landing", web.put(host, "/downloads/download/31/lamps", page(*offered, title="Files"))))
    assert (found.file, found.address) == ("one.pdf", web.at(host, "/downloads/file/279/lamps-and-shelter"))


def test_a_page_before_a_councils_file_is_passed(web: Web) -> None:
    host = "www.quillham.gov.uk"
    web.put(host, "/downloads/file/279/lamps.pdf", pdf())
    before = web.put(host, "/downloads/file/279/lamps", page(link("/downloads/file/279/lamps.pdf", "Download now")))
    assert web.fetch(("document", before)).file == "one.pdf"


def test_a_partnerships_table_of_reviews_gives_the_one_of_that_title_and_year(web: Web) -> None:
    host, row = "www.bucksscp.org.uk", "<tr><td>{}</td><td><a href='{}'>{}</a></td></tr>"
    web.put(host, "/a.pdf", pdf())
    rows = [row.format("May 2033 Lamps and shelter, harbour wards of Quillham", "/a.pdf", "Report"),
            row.format("June 2031 Piers of Quillham", "/b.pdf", "Report")]  # fmt: skip
    listed = web.put(host, "/serious-case-review/", page("<table>", *rows, "</table>", title="Reviews"))
    assert web.fetch(("landing", listed)).address == web.at(host, "/a.pdf")


def test_the_same_title_of_another_year_is_a_doubt(web: Web) -> None:
    listed = page(link("/a.pdf", "Lamps and shelter, harbour wards of Quillham 2019"), title="Reviews")
    found = web.fetch(("landing", web.put("ddscp.org.uk", "/reviews", listed)))
    assert found.state == "by hand" and web.at("ddscp.org.uk", "/a.pdf") in found.next_step


@pytest.mark.parametrize(
    ("host", "path", "text"),
    [
        ("www.greatermanchester-ca.gov.uk", "/media/12/lamps.pdf", "Read the review in full"),
        ("www.policeconduct.gov.uk", "/sites/default/files/lamps.pdf", "Overarching report (PDF)"),
        ("www.iicsa.org.uk", "/key-documents/12/view/lamps.pdf", "Download the full report (PDF)"),
        ("gov.wales", "/sites/default/files/publications/lamps.pdf", "Report, file type: PDF"),
    ],
)
def test_a_page_named_like_the_review_leads_to_its_only_document(web: Web, host: str, path: str, text: str) -> None:
    web.put(host, path, pdf())
    found = web.fetch(("landing", web.put(host, "/news/lamps/", page(WORDS, link(path, text)))))
    assert (found.file, found.address) == ("one.pdf", web.at(host, path))


def test_a_page_that_is_led_to_and_holds_the_whole_text_is_the_document(web: Web) -> None:
    web.put("gov.wales", "/lamps-html", page(WORDS * 15))
    landing = page(link("/lamps-html", TITLE), title="Lamps")
    assert web.fetch(("landing", web.put("gov.wales", "/lamps", landing))).file == "one.html"


def test_the_only_document_of_a_page_is_not_taken_where_it_is_another_one_about_the_review(web: Web) -> None:
    offered = page(WORDS, link("/media/12/x.pdf", "Executive summary (PDF)"))
    found = web.fetch(("landing", web.put("www.policeconduct.gov.uk", "/lamps", offered)))
    assert found.state == "by hand" and "Executive summary (PDF)" in found.next_step


def test_a_document_on_a_host_that_is_no_publishers_is_named_and_not_asked_for(web: Web) -> None:
    copy = web.put("copies.example", "/lamps-and-shelter.pdf", pdf())
    found = web.fetch(("landing", web.put("ddscp.org.uk", "/reviews", page(link(copy, TITLE)))))
    assert found.state == "by hand" and copy in found.next_step
    assert web.asked() == ["ddscp.org.uk/reviews"]


SCOTLAND = "/publications/lamps-and-shelter/"


def test_numbered_pages_of_the_scottish_government_are_one_document(web: Web) -> None:
    host = "www.gov.scot"
    for number in (1, 2, 3):
        web.put(host, f"{SCOTLAND}pages/{number}/", page(f"<p>{number}. {WORDS}</p>"))
    web.put(host, SCOTLAND, page(*(link(f"{SCOTLAND}pages/{number}/", "Part") for number in (1, 2, 3))))
    found = web.fetch(("html_edition", web.at(host, f"{SCOTLAND}pages/1/")))
    assert found.file == "one.html" and len(html.fromstring(web.text()).findall(".//section")) == 3


def test_a_scottish_publication_without_pages_gives_its_document(web: Web) -> None:
    host = "www.gov.scot"
    web.put(host, "/binaries/lamps-and-shelter.pdf", pdf())
    web.put(host, f"{SCOTLAND}documents/", page(link("/binaries/lamps-and-shelter.pdf", "Lamps and shelter inquiry")))
    web.put(host, SCOTLAND, page(link(f"{SCOTLAND}documents/", "Documents")))
    assert web.fetch(("landing", web.at(host, SCOTLAND))).file == "one.pdf"


# What was learned


def test_the_next_fetch_begins_with_the_address_that_worked(web: Web) -> None:
    rows = [("document", web.at("ddscp.org.uk", "/gone.pdf")), ("document", web.put("ddscp.org.uk", "/a.pdf", pdf()))]
    web.fetch(*rows)
    assert web.attempts() == [
        {
            "review_id": "one",
            "address": rows[0][1],
            "result": "failed",
            "what": "answers 404: it is not there",
            "led_to": "",
        },
        {"review_id": "one", "address": rows[1][1], "result": "worked", "what": "a PDF", "led_to": rows[1][1]},
    ]
    web.site.asked.clear()
    before = (web.folders.corpus / "attempts.csv").read_bytes()
    assert web.fetch(*rows).state == "unchanged" and web.asked() == ["ddscp.org.uk/a.pdf"]
    assert (web.folders.corpus / "attempts.csv").read_bytes() == before


def test_what_was_learned_stands_in_the_order_of_the_addresses_whichever_review_was_last(web: Web) -> None:
    urls = [web.at("ddscp.org.uk", f"/{name}.pdf") for name in "cab"]
    rows = [{"review_id": name, "role": "document", "url": url} for name in ("x", "y") for url in urls]
    tables.save(tables.build(rows, "addresses"), "addresses", web.folders.corpus)
    for names in ("xy", "yx"):
        listed = tables.build([{"review_id": name, "title": name} for name in names], "catalogue")
        web.fetch_all(listed)
        assert [(row["review_id"], row["address"]) for row in web.attempts()] == [
            (name, url) for name in "xy" for url in urls
        ]


def test_an_address_that_is_listed_no_more_is_forgotten(web: Web) -> None:
    web.fetch(("document", web.at("ddscp.org.uk", "/gone.pdf")))
    web.fetch(("document", other := web.at("ddscp.org.uk", "/other.pdf")))
    assert [row["address"] for row in web.attempts()] == [other]


def test_an_edition_at_hand_is_asked_for_its_contents_alone(web: Web) -> None:
    contents = committee_report(web, chapters=4)  # of which the contents leave out the last
    web.fetch(("html_edition", contents))
    web.site.asked.clear()
    assert web.fetch(("html_edition", contents)).state == "unchanged"
    assert web.asked() == [f"{HOUSE}{FOLDER}/70302.htm"]


def test_after_a_stop_only_the_pages_that_lack_are_asked_for(web: Web) -> None:
    contents = committee_report(web, chapters=4)
    whole = web.site.pages[f"//{HOUSE}{FOLDER}/70305.htm"]
    web.put(HOUSE, f"{FOLDER}/70305.htm", first(cut(b"<html>", 3), cut(b"<html>", 3), whole))
    stopped = web.fetch(("html_edition", contents))
    assert stopped.state == "failed" and list(web.folders.official.glob("*.html")) == []
    web.site.asked.clear()
    assert web.fetch(("html_edition", contents)).state == "fetched"
    assert web.asked() == [f"{HOUSE}{FOLDER}/703{place}.htm" for place in ("02", "05", "06")]
    assert [path.name for path in web.folders.official.iterdir()] == ["one.html"]


def test_the_report_says_first_what_was_got_and_then_what_to_open(web: Web) -> None:
    rows = {"a": web.at("ddscp.org.uk", "/gone.pdf"), "b": web.put("ddscp.org.uk", "/shut", says(status=403)),
            "c": web.put("ddscp.org.uk", "/c.pdf", pdf()), "d": ""}  # fmt: skip
    listed = [{"review_id": name, "role": "document", "url": url} for name, url in rows.items() if url]
    tables.save(tables.build(listed, "addresses"), "addresses", web.folders.corpus)
    catalogue = tables.build([{"review_id": name, "title": f"Review {name}"} for name in rows], "catalogue")
    lines = reporting.report_lines(web.fetch_all(catalogue))
    assert [line[:10] for line in lines] == ["c: fetched", "b: by hand", "d: by hand", "a: failed:"]
    assert lines[0].endswith("c.pdf: 0.0 MB; reviewkit run reads it") and "\n" not in "".join(lines)
    assert f"open {rows['b']} in a browser, save the document and put it into corpus/inbox/" in lines[1]


# Who wants a person

CHALLENGE = source("<p>Enable JavaScript and cookies to continue</p>", title="Just a moment...", heading="")
TURNING_AWAY = {
    "forbidden": (says(status=403), "turns programs away (answers 403)"),
    "a login by status": (says(status=401), "turns programs away (answers 401)"),
    "too many": (says(status=429), "too many requests"),
    "a challenge": (says(CHALLENGE, 403, cf_mitigated="challenge", Content_Type="text/html"), "a person is there"),
    "a challenge that answers 200": (says(CHALLENGE, Content_Type="text/html"), "a person is there"),
    "a captcha": (page("<div class='g-recaptcha'></div>", title="Council"), "a person is there"),
    "a demand for scripts": (page("<p>Please enable JavaScript to view this site.</p>"), "a person is there"),
    "a wall of cookies": (page("<p>Accept all cookies before you go on</p>", title="Cookies"), "asks for consent"),
    "a login": (page("<form><input type='password'></form>", title="Council"), "is a page to log in"),
    "a notice with 200": (page("<p>Sorry</p>", title="Page not found"), "is not there, though it answers 200"),
}


@pytest.mark.parametrize("role", ["document", "landing"])
@pytest.mark.parametrize("case", TURNING_AWAY)
def test_a_site_that_wants_a_person_is_said_so_at_once_and_nothing_is_kept(web: Web, case: str, role: str) -> None:
    answer, what = TURNING_AWAY[case]
    address = web.put("www.quillham.gov.uk", "/lamps", answer)
    found = web.fetch((role, address))
    assert found.state == ("failed" if "notice" in case else "by hand") and what in found.what
    assert address in found.next_step and "corpus/inbox/" in found.next_step
    assert web.asked() == ["www.quillham.gov.uk/lamps"] and list(web.folders.official.iterdir()) == []


def test_what_robots_txt_closes_is_named_to_be_opened_by_hand(web: Web) -> None:
    web.put("www.quillham.gov.uk", "/robots.txt", says(b"User-agent: *\nDisallow: /media/"))
    landing = web.put("www.quillham.gov.uk", "/lamps", page(WORDS, link("/media/a.pdf", TITLE)))
    found = web.fetch(("landing", landing))
    closed = web.at("www.quillham.gov.uk", "/media/a.pdf")
    step = f"open {closed} in a browser, save the document and put it into corpus/inbox/"
    assert (found.state, found.next_step, web.asked()) == ("refused", step, ["www.quillham.gov.uk/lamps"])


def test_a_host_that_wants_to_see_a_person_is_asked_no_more_in_that_run(web: Web) -> None:
    shut = web.put("www.quillham.gov.uk", "/lamps", says(CHALLENGE, Content_Type="text/html"))
    other = web.put("www.quillham.gov.uk", "/more.pdf", pdf())
    found = web.fetch(("html_edition", shut), ("landing", other))
    assert found.state == "by hand" and web.asked() == ["www.quillham.gov.uk/lamps"]


def test_a_page_that_speaks_of_cookies_and_logins_at_length_is_a_document(web: Web) -> None:
    text = WORDS + "The council should enable cookies. Accept that a page was not found. Log in. " + WORDS
    assert (
        web.fetch(("html_edition", web.put("www.quillham.gov.uk", "/lamps", page(f"<p>{text}</p>")))).file == "one.html"
    )


def test_a_short_page_with_banners_and_a_login_form_is_still_a_page(web: Web) -> None:
    banners = "<noscript>Please enable JavaScript</noscript><p>Accept cookies</p><input type='password'>"
    menu = "".join(f"<a href='/{number}'>Ward</a>" for number in range(20))
    paper = link("documents/s1/Lamps%20and%20shelter.pdf", "Lamps and shelter PDF 2 MB")
    web.put("democracy.quillham.gov.uk", "/documents/s1/Lamps%20and%20shelter.pdf", pdf())
    short = web.put("democracy.quillham.gov.uk", "/mgAi.aspx?ID=9", page(banners, menu, paper, title="Agenda item"))
    assert web.fetch(("landing", short)).file == "one.pdf"


def test_a_dead_host_is_offered_as_the_archives_have_it_and_no_archive_is_asked(web: Web) -> None:
    found = web.fetch(("landing", address := web.at("harbour.gone", "/lamps")))
    assert found.state == "failed" and f"https://web.archive.org/web/*/{address}" in found.next_step
    copies = "webarchive.nationalarchives.gov.uk"
    to_archive = web.put("www.ofsted.gov.uk", "/lamps", moved(web.put(copies, "/ukgwa/1/lamps", page(WORDS))))
    found = web.fetch(("landing", to_archive))
    assert found.state == "by hand" and "an archive's" in found.what.replace("a web archive's", "an archive's")
    assert copies not in " ".join(web.asked())


# Hostile answers


def test_contents_lead_nowhere_but_below_their_own_path(web: Web) -> None:
    private = web.at("10.0.0.1", f"{EDITION}/x")
    hostile = ["file:///etc/passwd", private, "http://somebody:secret@www.iicsa.org.uk/", "javascript:alert(1)",
               "/reports-recommendations/publications/investigation/other/x", f"//elsewhere.example{EDITION}/x",
               f"{EDITION}/../../../../admin", "http://[::1/"]  # fmt: skip
    inquiry(web)
    good = [f"{EDITION}/{part}" for part in ("part-a-introduction/a1-wards", "part-a-introduction/a2-lamps",
                                            "part-b/b1-recommendations")]  # fmt: skip
    web.put(INQUIRY, EDITION, page(*(link(href, "x") for href in [*hostile, *good, *hostile])))
    assert web.fetch(("html_edition", web.at(INQUIRY, EDITION))).file == "one.html"
    assert web.asked() == [f"{INQUIRY}{path}" for path in [EDITION, *good]]


def test_contents_of_five_thousand_chapters_are_left_to_a_person(web: Web) -> None:
    contents = web.put(INQUIRY, EDITION, page(*(link(f"{EDITION}/{number}", "x") for number in range(5000))))
    found = web.fetch(("html_edition", contents))
    assert found.state == "by hand" and "5000 pages" in found.what and len(web.asked()) == 1


def test_pages_that_call_each_other_the_next_are_fetched_once(web: Web) -> None:
    for number, following in ((1, 2), (2, 3), (3, 4), (4, 1)):
        web.put(INQUIRY, f"{EDITION}/{number}", page(WORDS, link(f"{EDITION}/{following}", "Next")))
    contents = web.put(INQUIRY, EDITION, page(*(link(f"{EDITION}/{number}", "x") for number in (1, 2, 3))))
    assert web.fetch(("html_edition", contents)).file == "one.html" and len(web.asked()) == 5


def test_pages_without_end_that_call_a_next_one_are_left_to_a_person(web: Web) -> None:
    for number in range(1, 30):
        web.put(INQUIRY, f"{EDITION}/{number}", page(WORDS, link(f"{EDITION}/{number + 1}", "Next page")))
    contents = web.put(INQUIRY, EDITION, page(*(link(f"{EDITION}/{number}", "x") for number in (1, 2, 3))))
    found = web.fetch(("html_edition", contents), most_pages=10)
    assert found.state == "by hand" and len(web.asked()) <= 12 and not list(web.folders.official.glob("*.html"))


@pytest.mark.parametrize(
    ("answer", "state", "what"),
    [
        (moved("http://10.0.0.1/x"), "by hand", "leads to another host"),
        (moved("http://elsewhere.example/x"), "by hand", "leads to another host"),
        (moved("/home"), "by hand", "has a page that is none"),
        (says(gzip.compress(b"0" * 10_000_000), Content_Encoding="gzip"), "refused", "compressed"),
        (page("x" * 300_000), "by hand", "page of more than"),
        (pdf(), "by hand", "has a page that is none"),
        (says(status=404), "failed", "lacks a page"),
    ],
    ids=["inside a network", "another host", "out of the edition", "compressed", "too long", "a PDF", "nothing"],
)
def test_a_page_of_an_edition_that_is_none_stops_it_and_leaves_no_document(
    web: Web, answer: object, state: str, what: str
) -> None:
    inquiry(web)
    web.put("elsewhere.example", "/x", page(WORDS))
    web.put(INQUIRY, "/home", page(WORDS))
    web.put(INQUIRY, f"{EDITION}/part-a-introduction/a2-lamps", answer)
    found = web.fetch(("html_edition", web.at(INQUIRY, EDITION)), largest_page=250_000)
    assert (found.state, what in found.what) == (state, True), found
    assert "elsewhere.example/x" not in web.asked() and not list(web.folders.official.glob("*.html"))


def test_what_an_edition_brings_cannot_act_in_a_browser_or_pass_for_another_place(web: Web) -> None:
    hostile = (
        "<script>alert(1)</script><p onclick='x()' id='page-2-b1' style='display:none'>unseen</p>"
        "<iframe src='http://10.0.0.1/'></iframe><img src='http://10.0.0.1/x.png' onerror='x()'>"
        "<a href='javascript:alert(1)'>go</a><a href='file:///etc/passwd'>file</a><a href='#page-2-b1'>here</a>"
        "<xmp></xmp><plaintext></plaintext><noembed><script>alert(3)</script></noembed>"
        "<custom-tag onload='x()'>own</custom-tag>"
        "<form action='http://10.0.0.1'><input name='a'><button>Send</button></form><meta http-equiv='refresh'>"
    )
    for name in ("a1", "b1", "c1"):
        web.put(INQUIRY, f"{EDITION}/{name}", page(hostile, WORDS, title="</title><script>alert(2)</script>"))
    contents = web.put(INQUIRY, EDITION, page(*(link(f"{EDITION}/{name}", "x") for name in ("a1", "b1", "c1"))))
    assert web.fetch(("html_edition", contents)).file == "one.html"
    tree = html.fromstring(web.text())
    assert not tree.xpath(
        "//script|//iframe|//img|//form|//input|//button|//xmp|//plaintext|//noembed|//@onload|//@onclick|//@onerror|//@style|//@action"
    )
    assert not [href for href in tree.xpath("//@href") if not href.startswith("#page-")]
    assert len(tree.xpath("//@id")) == len(set(tree.xpath("//@id"))) == 6


def test_what_the_content_api_says_is_data(web: Web) -> None:
    hostile = {
        "title": "<script>alert(1)</script>\x1b[2J",
        "url": "file:///etc/passwd",
        "content_type": "application/pdf",
    }
    inside = {"title": TITLE, "url": web.at("10.0.0.1", "/a.pdf"), "content_type": "application/pdf"}
    web.put(GOV, f"/api/content{PUBLICATION}", item(details={"attachments": [hostile, inside, {"url": 7}]}))
    found = web.fetch(("landing", web.at(GOV, PUBLICATION)))
    assert "etc/passwd" not in " ".join(found) and all(part.isprintable() for part in found)
    body = "<a href='/government/publications/<b>\x1b'>" + "<div>" * 5000
    web.put(
        GOV, "/api/content/government/news/x", item(details={"body": body}, links={"documents": [1, {"base_path": 2}]})
    )
    found = web.fetch(("landing", web.at(GOV, "/government/news/x")))
    assert found.state in ("by hand", "failed") and all(part.isprintable() for part in found)


GARBAGE = [
    b"", b"<", b"\xff\xfe" * 50, b"[" * 10_000, b"null", b"<div>" * 5_000, b"<a href='http://[::1/'>x</a>",
    b"<a href>x</a><a href='" + b"a" * 9_000 + b"'>y</a>", "<a href='/ü?x=\u202e#'>\u202e</a>".encode(),
]  # fmt: skip
PLACES = [f"http://{GOV}/api/content{PUBLICATION}", f"http://{HOUSE}{FOLDER}/70302.htm", f"http://{HOUSE}/x",
          f"http://{INQUIRY}{EDITION}", f"http://{INQUIRY}/news/x", f"http://{NEW}/publications/x/", f"http://{NEW}/news/x",
          "http://q.gov.uk/mgAi.aspx?ID=1", "http://q.gov.uk/downloads/file/1/x", "http://q.gov.uk/downloads/download/1/x",
          "http://www.gov.scot/publications/x/", "http://q.example/"]  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_whatever_a_page_holds_its_door_leaves_it_to_a_person(place: str) -> None:
    """A door is a function of what has come: nothing is asked."""
    door = GOV_UK if "/api/content" in place else door_of(place, frozenset())
    for body in GARBAGE:
        step = door.read(Page(place, body), Wanted(TITLE, (TITLE,), frozenset({"2033"})))
        assert isinstance(step, Person), (body[:40], step)


def test_pages_that_lead_round_in_a_circle_are_left(web: Web) -> None:
    for number in range(40):
        web.put("ddscp.org.uk", f"/{number}", page(link(f"/{(number + 1) % 40}", TITLE), title="Reviews"))
    found = web.fetch(("landing", web.at("ddscp.org.uk", "/0")))
    assert found.state == "by hand" and len(web.asked()) < 8


def test_an_edition_is_not_written_through_a_link(web: Web, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (web.folders.official / ".one.pages").symlink_to(tmp_path / "outside")
    found = web.fetch(("html_edition", inquiry(web)))
    assert found.state == "refused" and list((tmp_path / "outside").iterdir()) == []
