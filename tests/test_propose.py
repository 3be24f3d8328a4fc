"""What a document says of itself: the real covers, invented ones in other publishers' manners, and hostile ones."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
import typst
from rapidfuzz.fuzz import token_set_ratio

from reviewkit.acquisition.metadata import bodies, dates, phrases, proposals, review_ids, review_kinds, titles
from reviewkit.base import paths
from reviewkit.base.errors import DocumentError
from reviewkit.corpus import schema, tables
from reviewkit.corpus.subject import load_subject
from reviewkit.reading import page_text
from reviewkit.reading.web import web_pages

DATA = Path(__file__).parent / "data"
SUBJECT = load_subject(paths.ROOT / "corpus")
LISTED = tables.load(paths.ROOT / "corpus" / "catalogue.csv", "catalogue")
PAGE = '#set page(paper: "a4", margin: 2.5cm)\n#set text(size: 11pt)\n#set document(date: none)\n'
BODY = "#pagebreak()\nChildren went missing from care, and nobody in Elmley asked where the children had been.\n"


def proposed(path: Path, listed: pd.DataFrame = LISTED) -> dict[str, str]:
    """The values that a document proposes, by field."""
    found = said(path, listed)
    return dict(zip(found["field"], found["value"], strict=True))


def said(path: Path, listed: pd.DataFrame = LISTED) -> pd.DataFrame:
    """The whole table that a document proposes."""
    pages = web_pages.read_web_page(path)[0] if path.suffix == ".html" else page_text.page_texts(path)
    return proposals.propose(path, pages, listed, abbreviations=SUBJECT.abbreviations)


def cover(folder: Path, source: str, after: str = BODY) -> Path:
    """A PDF whose first pages are typeset from Typst's markup."""
    path = folder / "document.pdf"
    path.write_bytes(typst.compile((PAGE + source + after).encode(), format="pdf", ignore_system_fonts=True))
    return path


def large(*lines: str, size: int = 26) -> str:
    """Lines of one size below each other."""
    return f"#text(size: {size}pt)[" + " \\\n".join(lines) + "]\n\n"


def written(folder: Path, head: str, body: str) -> Path:
    path = folder / "page.html"
    path.write_text(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>", "utf-8")
    return path


COVERS = {
    "a council's board in capitals, its logo larger than the title": (
        large("ELMLEY LOCAL SAFEGUARDING CHILDREN BOARD", size=30)
        + large("SERIOUS CASE REVIEW: CHILD R", "MISSING FROM CARE IN ELMLEY", size=22)
        + "Lead reviewer: A. Marsh \\\n Published 14 March 2019",
        {
            "title": "Serious Case Review: Child R missing from care in Elmley",
            "publisher": "Elmley Local Safeguarding Children Board",
            "date": "2019-03-14",
            "kind": "serious-case-review",
            "review_id": "elmley-scr-r-missing-care-2019",
        },
    ),
    "an inspectorate that the catalogue knows by its initials": (
        large("Out of hours") + large("An inspection of how six forces answer calls at night", size=15)
        + "His Majesty’s Inspectorate of Constabulary and Fire & Rescue Services\n\nOctober 2027",
        {
            "title": "Out of hours: An inspection of how six forces answer calls at night",
            "publisher": "HMICFRS",
            "date": "2027-10",
            "kind": "thematic-inspection",
            "review_id": "hmicfrs-out-hours-inspection-six-forces-2027",
        },
    ),
    "a select committee, ordered first and published later": (
        large("House of Commons", "Night Work Committee", size=20) + large("Children and the", "night bus", size=28)
        + large("Fourth Report of Session 2016–17", size=16) + "Report, together with formal minutes relating to the"
        " report\n\nOrdered by the House of Commons \\\n to be printed 20 July 2016\n\n*HC 4179* \\\n"
        "Published on 24 August 2016 \\\n by authority of the House of Commons",
        {
            "title": "Children and the night bus",
            "publisher": "House of Commons Night Work Committee",
            "date": "2016-08-24",
            "kind": "select-committee",
            "review_id": "nwc-night-bus-2016",
        },
    ),
    "a special report: a committee prints what the government answered": (
        large("House of Commons", "Night Work Committee", size=20)
        + large("Children and the night bus:", "Government Response to the", "Committee’s Fourth Report of",
                "Session 2016–17", size=28)
        + "Ordered by the House of Commons to be printed 8 November 2016",
        {
            "title": "Children and the night bus: Government Response to the Committee’s Fourth Report of "
            "Session 2016–17",
            "publisher": "House of Commons Night Work Committee",
            "date": "2016-11-08",
            "kind": "government-response",
            "review_id": "hmg-response-night-bus-2016",
        },
    ),
    "a committee of the Lords": (
        large("HOUSE OF LORDS", size=18) + large("Select Committee on Young People", size=16)
        + large("2nd Report of Session 2020–22", size=16) + large("Leaving late", size=30) + large("Report", size=20)
        + "Ordered to be printed 11 July 2021 and published 19 July 2021\n\nHL Paper 79",
        {
            "title": "Leaving late",
            "publisher": "House of Lords Select Committee on Young People",
            "date": "2021-07-19",
            "kind": "select-committee",
            "review_id": "cyp-leaving-late-2021",
        },
    ),
    "a command paper: the department is told by who presented it": (
        large("Government Response to the", "Elmley Homes Inquiry") + "Presented to Parliament \\\n by the Secretary of"
        " State for the Home Department \\\n by Command of His Majesty\n\n17 December 2024\n\nCP 1224",
        {
            "title": "Government Response to the Elmley Homes Inquiry",
            "publisher": "Home Office",
            "date": "2024-12-17",
            "kind": "government-response",
            "review_id": "hmg-response-elmley-homes-inquiry-2024",
        },
    ),
    "an inquiry in volumes, named as its report is": (
        large("Elmley Homes", "Inquiry", size=32) + large("Volume 2", size=18)
        + "Presented to Parliament pursuant to section 26 of the Inquiries Act 2005 \\\n"
        "Ordered by the House of Commons to be printed on 8 July 2025\n\nHC 1119",
        {
            "title": "Elmley Homes Inquiry: Volume 2",
            "publisher": "Elmley Homes Inquiry",
            "date": "2025-07-08",
            "kind": "inquiry",
            "review_id": "elmley-homes-inquiry-volume-2-2025",
        },
    ),
    "a charity that the catalogue knows, by its copyright": (
        large("Late home?", size=36) + large("What children told us about the night", size=20) + "© Barnardo’s 2018",
        {
            "title": "Late home? What children told us about the night",
            "publisher": "Barnardo's",
            "date": "2018",
            "kind": "research",
            "review_id": "barnardos-late-home-told-us-night-2018",
        },
    ),
    "a university, with people's names below the title": (
        large("Children at night: an evidence review", size=24) + large("Dr Jane Hill and Professor Tom Marsh", size=14)
        + large("University of Elmley", size=14) + "Summer 2015",
        {
            "title": "Children at night: an evidence review",
            "publisher": "University of Elmley",
            "date": "2015",
            "kind": "research",
            "review_id": "elmley-night-evidence-2015",
        },
    ),
    "a page of gov.uk that a browser printed": (
        "#text(size: 8pt)[12/10/2024, 14:33 #h(3cm) Rapid review of night buses: final report - GOV.UK]\n\n"
        + large("Ministry", "for Families", size=14) + large("Independent report", size=16)
        + large("Rapid review of night buses:", "final report", size=28)
        + "Published 28 June 2023\n\nApplies to England",
        {
            "title": "Rapid review of night buses: final report",
            "publisher": "Ministry for Families",
            "date": "2023-06-28",
            "review_id": "ministry-families-rapid-night-buses-2023",
        },
    ),
    "statutory guidance, its department in the imprint alone": (
        large("Statutory guidance on children who travel at night", size=22) + "*January 2020*\n#pagebreak()\n"
        "© Crown copyright 2020\n\nEnquiries about this publication should be sent to night.buses\\@education.gov.uk",
        {
            "title": "Statutory guidance on children who travel at night",
            "publisher": "Department for Education",
            "date": "2020-01",
            "kind": "statutory-guidance",
            "review_id": "hmg-statutory-guidance-travel-night-2020",
        },
    ),
    "an inquiry by one person, with years in its name and no publisher": (
        large("Independent Inquiry into", "Night Buses in Elmley", "1997 – 2013", size=28)
        + large("Ann Hill OBE", size=16),
        {
            "title": "Independent Inquiry into Night Buses in Elmley 1997 – 2013",
            "kind": "inquiry",
            "review_id": "inquiry-night-buses-elmley",
        },
    ),
}  # fmt: skip


@pytest.mark.parametrize("habit", COVERS)
def test_a_cover_in_a_publishers_manner_gives_what_it_says_and_nothing_else(habit: str, tmp_path: Path) -> None:
    source, truth = COVERS[habit]
    found = proposed(cover(tmp_path, source))
    found.pop("pages")
    assert found == truth


def test_each_value_says_where_it_was_taken_from(tmp_path: Path) -> None:
    source = large("Night buses in Elmley") + "Elmley City Council\n\nPublished: 16 June 2025"
    found = said(cover(tmp_path, source)).set_index("field")["where"]
    assert found["title"] == "page 1, the largest words"
    assert found["publisher"] == "page 1, on a line of its own"
    assert found["date"] == "page 1: 'Published: 16 June 2025'"
    assert found["pages"] == "the pages of the file, counted"


def test_the_files_own_title_stands_where_its_pages_bear_it_out_and_not_where_it_names_a_template(
    tmp_path: Path,
) -> None:
    printed = large("Night buses") + large("A study of four towns", size=18)
    own = proposed(cover(tmp_path, '#set document(title: "Night buses: a study of four towns")\n' + printed))
    assert own["title"] == "Night buses: a study of four towns"
    other = proposed(cover(tmp_path, '#set document(title: "Committee report template 4.3")\n' + printed))
    assert other["title"] == "Night buses: A study of four towns"


@pytest.mark.parametrize(
    "name", ["Microsoft Word - final report.docx", "untitled", "HC_179_v3 proof", "20241216- Response- FINAL (Print)",
             "report final.pdf", "Document1", "Slide 1"],
)  # fmt: skip
def test_names_of_files_and_programs_are_no_titles(name: str, tmp_path: Path) -> None:
    """Here nothing else is known: a picture without words."""
    path = cover(tmp_path, f'#set document(title: "{name}")\n#rect(width: 80%, height: 80%, fill: gray)', after="")
    assert set(proposed(path)) == {"pages"}


def test_a_letter_all_in_one_size_has_no_title_that_its_largest_words_could_tell(tmp_path: Path) -> None:
    letter = (
        "HMICFRS\n\nGlobe House \\\n London SW1V 1PN\n\n13 December 2024\n\nDear Mayor\n\n" + "Buses were late. " * 60
    )
    assert proposed(cover(tmp_path, letter)) == {"publisher": "HMICFRS", "date": "2024-12-13", "pages": "2"}


def test_bodies_that_stand_right_below_each_other_publish_together(tmp_path: Path) -> None:
    source = large("Night buses") + "Ofsted \\\n Care Quality Commission \\\n HMIC"
    assert proposed(cover(tmp_path, source))["publisher"] == "Ofsted; Care Quality Commission; HMIC"


def test_a_force_that_was_inspected_and_a_body_that_is_answered_are_no_publishers(tmp_path: Path) -> None:
    inspected = proposed(cover(tmp_path, large("Elmley Constabulary") + large("Child protection inspection", size=18)))
    assert inspected["title"] == "Elmley Constabulary: Child protection inspection"
    assert "publisher" not in inspected
    answered = large("Response to the Elmley Homes Inquiry") + "Elmley Homes Inquiry"
    assert "publisher" not in proposed(cover(tmp_path, answered))


def test_a_document_of_pictures_gives_the_title_that_its_file_carries_with_a_warning(tmp_path: Path) -> None:
    title = "Government response to the Elmley ... Inquiry - GOV.UK"
    path = cover(tmp_path, f'#set document(title: "{title}")\n#rect(width: 80%, height: 80%)', after="")
    found = said(path).set_index("field")
    assert found.loc["title", "value"] == "Government response to the Elmley ... Inquiry"
    assert "cut short" in found.loc["title", "where"]
    assert "publisher" not in found.index


@pytest.mark.parametrize(
    ("pages", "date"),
    [
        (["July 2024", "", "Ordered by the House of Commons to be printed\n18 July 2024"], "2024-07-18"),
        (["September 2016", "Ordered by the House of Commons to be printed 20 July 2016"], "2016-09"),
        (["A review\nUpdated 21 March 2024", "", "© Crown copyright 2024"], ""),  # first published before, then
        (["A review\n12/10/2024, 14:33\n© Crown copyright 2023"], "2023"),
        (["A review of what was published on 3 June 2013, and of the plan of May 2014."], ""),
        (["A review", "The timetable\n2009\n2010\n2011\n" + "was missing " * 200], ""),
        (["31 February 2020\nMay 2019"], "2019-05"),
        (["Annual report 2029–30\nInquiry 1997-2013"], ""),
        (["Elmley Council · 4 May 2020"], "2020-05-04"),
        (
            ["A review\nElmley Safeguarding Partnership. Published 12\nFebruary 2026. All rights reserved."],
            "2026-02-12",
        ),
        (["A review\nIn its report, published in June 2014, Elmley said. Published in 2015, it was read."], ""),
    ],
)
def test_only_a_documents_own_date_of_publication_is_its_date(pages: list[str], date: str) -> None:
    found = dates.propose_date(pages)
    assert (found.value if found else "") == date


@pytest.mark.parametrize(
    ("page", "properties", "year"),
    [
        ("Words", {"CreationDate": "D:20110914092618"}, "2011"),
        ("Words", {"CreationDate": "D:20110914092618", "Producer": "Microsoft: Print To PDF"}, ""),
        ("Words", {"CreationDate": "D:19700101000000"}, ""),
        ("Fourth Report of Session 2016–17", {"CreationDate": "D:20240914092618"}, ""),
    ],
)
def test_when_a_file_was_made_is_a_hint_and_no_date(page: str, properties: dict[str, str], year: str) -> None:
    found = dates.propose_file_year([page], properties)
    assert (found.value if found else "") == year
    assert dates.propose_date([page]) is None


@pytest.mark.parametrize(
    ("title", "publisher", "kind"),
    [
        ("South Yorkshire Police's Response to Child Sexual Exploitation", "HMIC", "thematic-inspection"),
        ("Our response to the Elmley review", "Elmley City Council", ""),
        ("Stocktake of progress after the Elmley serious case review", "Elmley City Council", "local-review"),
        ("National Audit on Group-based Exploitation", "Home Office", "audit"),
        ("Tackling exploitation: action plan", "Department for Education", "government-strategy"),
        ("A strategy for Elmley", "Elmley City Council", ""),
        ("The Internet Investigation Report", "IICSA", "inquiry"),  # as all that the catalogue has of it
        ("Harm outside the home: a national review", "Child Safeguarding Panel", ""),
        ("Review of the response to exploitation in Elmley", "Elmley Safeguarding Partnership", "local-review"),
        ("Review of the Government's response to exploitation", "Elmley Trust", "local-review"),
        ("An independent review of exploitation in Elmley", "Elmley Mayor's Office", "local-review"),
        ("Government response to the review of exploitation in Elmley", "Home Office", "government-response"),
        ("Inspection of the response to exploitation in Elmley", "Elmley Trust", "thematic-inspection"),
        ("Inquiry into the council's response to exploitation", "Elmley Trust", "inquiry"),
        ("Elmley: an independent inquiry", "Elmley City Council", "inquiry"),
        ("Review of the literature on exploitation", "Elmley Trust", ""),
    ],
)
def test_the_kind_follows_the_titles_words_and_then_the_publisher(title: str, publisher: str, kind: str) -> None:
    found = review_kinds.propose_kind(title, publisher, "", LISTED)
    assert (found.value if found else "") == kind


def test_kinds_told_for_the_catalogues_own_titles_are_mostly_those_that_people_gave() -> None:
    """The rest are mostly absent: what a title does not say is not guessed."""
    told = [
        (found.value, row.kind)
        for row in LISTED.itertuples()
        if (found := review_kinds.propose_kind(row.title, row.publisher, "", LISTED))
    ]
    assert {value for value, _ in told} <= set(schema.KINDS_OF_REVIEW)
    assert sum(value == kind for value, kind in told) >= 0.9 * len(told)
    assert len(told) >= 0.7 * len(LISTED)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Department of Health & Social Care", "Department of Health and Social Care"),
        ("ROTHERHAM SAFEGUARDING CHILDREN BOARD", "Rotherham Safeguarding Children Board"),
        ("Her Majesty’s Inspectorate of Constabulary", "HMIC"),
        ("Independent Inquiry into Child Sexual Abuse", "IICSA"),
        ("Office of the Children’s Commissioner", "Office of the Children's Commissioner for England"),
        ("The Stationery Office Limited", ""),
        ("Chair of the UK Covid-19 Inquiry", ""),
        ("Working in partnership", ""),
        ("Independent Inquiry", ""),
    ],
)
def test_a_body_is_known_by_the_catalogues_name_for_it(text: str, name: str) -> None:
    assert bodies.body_named(text, bodies.known_bodies(LISTED)) == name


def test_an_id_is_new_short_and_without_a_persons_name() -> None:
    given = ("Report by the Rt Hon Jane Hill MP on night buses in Elmley: safety", "Elmley City Council", "2020-01", "")
    first = review_ids.review_id(*given, LISTED)
    assert first == "elmley-night-buses-safety-2020"
    taken = pd.concat([LISTED, LISTED.tail(1).assign(review_id="night-buses-towns-cities-roads-tracks-2020")])
    further = review_ids.review_id("Night buses: towns, cities, roads, tracks, ports", "", "2020", "", taken)
    assert further == "night-buses-towns-cities-roads-2020" or "ports" in further
    assert (
        review_ids.review_id(
            "Tackling Child Sexual Abuse Strategy", "Home Office", "2021", "", LISTED, SUBJECT.abbreviations
        )
        == ""
    )


def test_no_id_of_the_catalogue_is_proposed_again() -> None:
    made = [
        review_ids.review_id(row.title, row.publisher, row.date_published, row.kind, LISTED, SUBJECT.abbreviations)
        for row in LISTED.itertuples()
    ]
    assert not set(made) & set(LISTED["review_id"])
    assert all(len(one) <= 45 and (not one or schema.ID.fullmatch(one)) for one in made)


def test_a_page_of_govuk_tells_what_its_head_declares(tmp_path: Path) -> None:
    head = (
        "<title>Night buses: final report (accessible version) - GOV.UK</title>"
        '<meta name="govuk:first-published-at" content="2025-06-16T15:30:00+01:00">'
        '<meta name="govuk:primary-publishing-organisation" content="Home Office">'
        '<script type="application/ld+json">{"headline": "Recommendation 1"}</script>'
        '<script type="application/ld+json">{</script>'
    )
    body = "<main><h1>Night buses: final report (accessible version)</h1><p>Updated 3 July 2025</p><p>Wait.</p></main>"
    found = said(written(tmp_path, head, body)).set_index("field")
    assert found["value"].to_dict() == {
        "title": "Night buses: final report",
        "publisher": "Home Office",
        "date": "2025-06-16",
        "review_id": "hmg-night-buses-2025",
    }
    assert found.loc["date", "where"] == "the web page's govuk:first-published-at"


@pytest.mark.parametrize(
    ("head", "body", "date"),
    [
        ("<meta name='dcterms.issued' content='2014-09'>", "", "2014-09"),
        ("<meta name='dcterms.date' content='2026-02-12'>", "", "2026-02-12"),
        ("<meta property='article:published_time' content='2026-02-12T09:00:00Z'>", "", "2026-02-12"),
        ("<meta name='citation_date' content='2026/02/12'>", "", "2026-02-12"),
        ("<meta name='DC.date' content='2026-02'>", "", "2026-02"),
        ('<script type="application/ld+json">{"datePublished": "2026-02-12"}</script>', "", "2026-02-12"),
        ("", "<p>Elmley Safeguarding Partnership. Published 12 February 2026.</p>", "2026-02-12"),
        ("", "<p>Published <time datetime='2026-02-12'>last Thursday</time></p>", "2026-02-12"),
        ("", "<p>Updated <time datetime='2026-03-12'>last week</time></p>", ""),
        ("<meta name='dc.date' content='2014-13-45'>", "<p>Published 3 May 2014</p>", "2014-05-03"),
        ("", "<dl><dt>Published</dt><dd>12 June 2025</dd><dt>Last updated</dt><dd>3 July 2025</dd></dl>", "2025-06-12"),
        ("", "<p>Last updated 3 July 2025</p><p>The review of 2013 was published on 4 May 2014.</p>", ""),
        ("<script type='application/ld+json'>{\"@graph\": 7}</script>", "<!-- Published 3 May 2014 --><p>.</p>", ""),
    ],
)  # fmt: skip
def test_a_web_pages_date_is_that_of_its_publication(head: str, body: str, date: str, tmp_path: Path) -> None:
    found = proposed(written(tmp_path, head, f"<main><h1>Night <br>buses</h1>{body}<p>Children wait.</p></main>"))
    assert (found["title"], found.get("date", "")) == ("Night buses", date)


def test_a_publisher_is_known_where_the_date_follows_in_its_paragraph(tmp_path: Path) -> None:
    line = "Elmley Safeguarding Partnership. Published 12 February 2026."
    page = proposed(written(tmp_path, "", f"<main><h1>Night buses</h1><p>{line}</p><p>Children wait.</p></main>"))
    document = proposed(cover(tmp_path, large("Night buses in Elmley") + line))
    for found in (page, document):
        assert (found["publisher"], found["date"]) == ("Elmley Safeguarding Partnership", "2026-02-12")


def test_declared_citations_come_first_and_a_json_ld_publisher_is_read(tmp_path: Path) -> None:
    head = (
        '<title>View | Repository</title><meta name="citation_title" content="Night buses">'
        '<meta name="citation_publication_date" content="2014/09/03">'
        '<script type="application/ld+json">{"@graph": [{"publisher": {"name": "University of Elmley"}}]}</script>'
    )
    found = proposed(written(tmp_path, head, "<h1>Repository of Elmley</h1><p>Children wait at night.</p>"))
    assert (found["title"], found["publisher"], found["date"]) == ("Night buses", "University of Elmley", "2014-09-03")


@pytest.mark.parametrize(
    ("name", "truth"),
    [
        ("web-govuk", {"title": "Quillham children’s services review: final report",
                       "publisher": "Ministry for Families"}),
        ("web-iicsa", {"title": "Children’s homes in Thornwater: investigation report"}),  # the page is one chapter
        ("web-hmicfrs", {"title": "How the police of the Six Vales answer reports of missing children",
                         "date": "2030-05-12", "publisher": "Inspectorate of Constabulary",
                         "kind": "thematic-inspection"}),
        ("web-parliament", {"title": "Children missing from care", "date": "2013-06-10"}),
        ("web-parliament-new", {"title": "Support after harm: help for children in Dunmarrow", "date": "2019-09-09"}),
        ("web-response", {"title": "Government response to the Thornwater Inquiry into Children’s Homes",
                          "date": "2033-02-02", "kind": "government-response"}),
        ("publishers/ho-inquiry-final-2022", {"title": "The final report of the Saltmere Inquiry",
                                              "publisher": "Saltmere Inquiry", "kind": "inquiry"}),
    ],
)  # fmt: skip
def test_publishers_web_pages_tell_title_publisher_date_and_kind(name: str, truth: dict[str, str]) -> None:
    found = proposed(DATA / f"{name}.html")
    assert {field: value for field, value in found.items() if field != "review_id"} == truth


def test_what_a_hostile_document_says_comes_out_as_one_short_line_of_plain_text(tmp_path: Path) -> None:
    title = "Night \\u{202e}buses\\u{7} of Elmley " + "and its towns " * 400
    path = cover(tmp_path, f'#set document(title: "{title}")\n' + large("Night \u202ebuses of Elmley and its towns"))
    found = said(path)
    assert found["field"].is_unique
    assert set(found["field"]) <= set(proposals.FIELDS)
    for cell in found[["value", "where"]].to_numpy().ravel():
        assert len(cell) <= phrases.LONGEST
        assert not re.search("[\x00-\x1f\u202e\u200b]", cell)


def test_words_askew_and_the_number_of_a_note_are_no_part_of_a_title(tmp_path: Path) -> None:
    source = "#place(center + horizon, rotate(-45deg, text(size: 90pt)[COPY ONLY]))\n" + large(
        "Night buses#super(typographic: false)[1] in Elmley"
    )
    assert proposed(cover(tmp_path, source))["title"] == "Night buses in Elmley"


def test_capitals_are_written_as_the_document_writes_the_words_elsewhere() -> None:
    written = phrases.habits(["The NHS in Elmley found that children went missing.\nMISSING FROM CARE"])
    assert (
        phrases.ordinary("CHILDREN MISSING FROM NHS WARDS IN ELMLEY", written)
        == "Children missing from NHS Wards in Elmley"
    )


def test_a_document_that_cannot_be_opened_is_named_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "empty.pdf"
    path.write_bytes(b"")
    with pytest.raises(DocumentError, match=r"empty\.pdf: is empty"):
        proposals.propose(path, tables.empty("pages"), LISTED)


def test_without_a_catalogue_a_document_still_tells_its_own(tmp_path: Path) -> None:
    source = large("Night buses in Elmley") + "Elmley City Council\n\nMay 2025"
    found = proposed(cover(tmp_path, source), tables.empty("catalogue"))
    assert found["review_id"] == "elmley-night-buses-2025"


@pytest.mark.parametrize("sign", ["A", "aA ", "(", "1 ", "Committee on ", "of the ", "· ", "© "])
def test_no_line_however_odd_keeps_the_reader_busy(sign: str) -> None:
    """A pattern that tries every way to divide such a line would not come back."""
    line = (sign * 300)[:300]
    known = bodies.known_bodies(LISTED)
    assert isinstance(titles._furniture(line, known), bool)
    assert isinstance(bodies.body_named(line[:110] + "!", known), str)
    assert isinstance(dates.is_undated(line + "!"), str)
    assert dates.propose_date([line * 50]) is None


def test_of_the_real_documents_title_publisher_and_year_are_right_or_absent(bench: Path) -> None:
    """Fourteen: what is told is right; absent are one publisher and three years, which the documents do not say."""
    manifest = pd.read_csv(bench / "MANIFEST.csv", dtype=str, keep_default_na=False)
    manifest = manifest[manifest["file"].str.endswith(".pdf")]
    absent = {"title": 0, "publisher": 0, "date": 0}
    for row in manifest.itertuples():
        found = proposed(bench / "documents" / row.file)
        titled = re.sub(r"\s*\((?:HC|CP|CBP|HL Paper) [\w-]+\)$", "", row.title)
        for field, truth in (("title", titled), ("publisher", row.publisher), ("date", row.year)):
            if field not in found:
                absent[field] += 1
            elif field == "date":
                assert found[field][:4] == truth[:4], row.file
            else:
                assert token_set_ratio(found[field].lower(), truth.lower()) >= 85, row.file
    assert absent["title"] == 0 and absent["publisher"] <= 1 and absent["date"] <= 3
