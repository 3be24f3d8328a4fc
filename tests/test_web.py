"""Web editions: every invented page comes back to the word, and nothing hostile in one becomes text."""

from __future__ import annotations

import json
from email.message import EmailMessage
from pathlib import Path

import pandas as pd
import pytest

from reviewkit.base.errors import DocumentError
from reviewkit.extraction import reader
from reviewkit.reading.web import web_pages

DATA = Path(__file__).parent / "data"
TRUTH = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(DATA.glob("web-*.json"))}


def folded(text: str | None) -> str:
    return " ".join((text or "").split())


def written(folder: Path, body: str, head: str = "") -> Path:
    path = folder / "page.html"
    path.write_text(
        f"<!DOCTYPE html><html><head><title>A review</title>{head}</head><body>{body}</body></html>", "utf-8"
    )
    return path


def texts(path: Path) -> list[str]:
    return web_pages.read_web_page(path)[1]["text"].tolist()


@pytest.mark.parametrize("slug", TRUTH)
def test_every_entry_of_a_web_edition_is_found_to_the_word_and_nothing_more(slug: str) -> None:
    """Kind, label, anchor and words, as the publishers' manners mark them up."""
    truth = TRUTH[slug]
    entries = truth["recommendations"] + [entry | {"kind": "quoted"} for entry in truth["quoted"]]
    said = sorted((entry["kind"], entry["label"], entry["anchor"], folded(entry["text"])) for entry in entries)
    found = reader.read_document(DATA / f"{slug}.html")["recommendations"]
    assert sorted((row.kind, row.label, row.anchor, folded(row.text)) for row in found.itertuples()) == said


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("<p>One.</p><script>Recommendation 9</script><!-- Recommendation 8 --><p>Two.</p>", ["One.", "Two."]),
        ("<nav>Menu</nav><main><p>Text.</p></main><footer>Foot</footer>", ["Text."]),
        ("<p>Within a year<sup>12</sup>, the 1<sup>st</sup> plan.</p>", ["Within a year, the 1st plan."]),
        ("<p hidden>Not seen.</p><p>Seen.</p>", ["Seen."]),
        ("<ul><li><a href='#a'>Recommendation 1</a></li></ul><p>Text.</p>", ["Text."]),
        ("<table><tr><td>4.</td><td>The council should meet.</td></tr></table>", ["4. The council should meet."]),
        ("<p>a &lt;b&gt;plan&lt;/b&gt;</p>", ["a <b>plan</b>"]),
        ("<p>loose <b>bold</b> tail</p>", ["loose bold tail"]),
        ("<p style='display: none'>An older draft.</p><p>Text.</p>", ["Text."]),
        ("<p>Report <del>yearly</del> each quarter.</p>", ["Report each quarter."]),
        ("<p>infor\u200bma\u200dtion</p>", ["information"]),
        ("<p>Two\nlines of <br>one paragraph</p>", ["Two lines of one paragraph"]),
        ("<p>1. Meet.<br>2. Report.<br><br>The end.</p>", ["1. Meet.", "2. Report.", "The end."]),
        (
            "<ol start=4><li>Meet.</li><li value=9>Report.</li><li>Stop.</li></ol>",
            ["4. Meet.", "9. Report.", "10. Stop."],
        ),
        ("<div id=information-sharing><p>Text.</p></div>" + "<p>More of it.</p>" * 9, ["Text."] + ["More of it."] * 9),
        ("<div class=cookie-banner>We use some.</div>" + "<p>Text of it.</p>" * 9, ["Text of it."] * 9),
        ("<main><p>One.</p></main><main><p>Two.</p></main>", ["One.", "Two."]),
        (
            "<article>Read also.</article>" + "<p>The report itself.</p>" * 9,
            ["Read also."] + ["The report itself."] * 9,
        ),
    ],
)
def test_what_is_text_and_what_is_not(body: str, found: list[str], tmp_path: Path) -> None:
    assert texts(written(tmp_path, body)) == found


ASKS = [
    "The council should hold one record of each child whom its services know.",
    "The police should publish each year how many cases were closed and why.",
    "The health board should train every nurse who meets young people at night.",
]


@pytest.mark.parametrize(
    ("each", "head"),
    [
        ("<button>Recommendation {n}</button><div hidden><p>{ask}</p></div>", ""),
        ("<section><header><h3>Recommendation {n}</h3></header><p>{ask}</p></section>", ""),
        ("<article><h3>Recommendation {n}</h3><p>{ask}</p></article>", ""),
        ("<h3>Recommendation {n}</h3><aside><p>{ask}</p></aside>", ""),
        ("<h3>Recom\u200bmendation {n}</h3><p>{ask}</p>", ""),
        ("<div class=related-search><h3>Recommendation {n}</h3><p>{ask}</p></div>", ""),
        ("<p class=rec>{ask}</p>", "<style>.rec::before {{ counter-increment: r; content: counter(r) }}</style>"),
        ("{n}. {ask}<br>", ""),
    ],
)
def test_a_recommendation_is_found_wherever_a_publisher_sets_its_label(each: str, head: str, tmp_path: Path) -> None:
    """In a button, a header, an article, an aside, a style sheet, or lines without paragraphs."""
    before = "<h1>A review</h1><p>" + "The review met many people, and read what they had written. " * 12 + "</p>"
    asks = "".join(each.format(n=number, ask=ask) for number, ask in enumerate(ASKS, start=1))
    page = written(
        tmp_path, f"<form>{before}<h2>Recommendations</h2>{asks}<h2>Thanks</h2>{before}</form>", head.format()
    )
    found = reader.read_document(page)["recommendations"]
    assert [folded(text) for text in found["text"]] == ASKS
    assert set(found["kind"]) == {"recommendation"}


def test_a_list_that_counts_down_is_found_in_its_order(tmp_path: Path) -> None:
    items = "".join(f"<li>{ask}</li>" for ask in ASKS)
    found = reader.read_document(written(tmp_path, f"<h2>Recommendations</h2><ol reversed>{items}</ol>"))[
        "recommendations"
    ]
    assert [folded(text) for text in found["text"]] == ASKS


@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1", "windows-1252"])
def test_windows_letters_are_read_whatever_the_page_declares(declared: str, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    page = f"<meta charset={declared}><body><p>The child\u2019s record \u2013 all of it</p></body>"
    path.write_bytes(page.encode("windows-1252"))
    assert texts(path) == ["The child\u2019s record \u2013 all of it"]


LIST = [
    "The harbour board should publish its log of calls each quarter.",
    "The police should record every report of a missing child on the day.",
    "The ferry company should train its crews to ask about older friends.",
    "Schools should tell the partnership within one day of an absence.",
]
TOLD = "Parents told us that nobody came back with an answer. The minutes show who came."


@pytest.mark.parametrize(
    "body",
    [
        "<ol><li>{0}</li><li>{1}</li></ol><p>{told}</p><ol start=3><li>{2}</li><li>{3}</li></ol>",
        "<ol><li>{0}</li></ol><div>{told}</div><ol><li value=2>{1}</li><li>{2}</li><li>{3}</li></ol>",
        "<ol><li><p>{0}</p></li><li><p>{1}</p></li></ol><p>{told}</p><ol start=3><li><p>{2}</p></li><li>{3}</li></ol>",
        "<ol><li>{0}</li><li>{1}</li><p>{told}</p><li>{2}</li><li>{3}</li></ol>",
    ],
)
def test_a_paragraph_that_cuts_a_list_is_part_of_no_item(body: str, tmp_path: Path) -> None:
    page = written(tmp_path, f"<h1>Ferries</h1><h2>Recommendations</h2>{body.format(*LIST, told=TOLD)}<h2>After</h2>")
    assert reader.read_document(page)["recommendations"]["text"].tolist() == LIST


def test_what_goes_on_with_an_item_stays_with_it_outside_its_list(tmp_path: Path) -> None:
    own_lists = "".join(
        f"<ol start={n}><li>{text}</li></ol><p>It should begin in May.</p>" for n, text in enumerate(LIST, 1)
    )
    page = written(tmp_path, f"<h1>Ferries</h1><h2>Recommendations</h2>{own_lists}<h2>After</h2>")
    found = reader.read_document(page)["recommendations"]["text"].tolist()
    assert found == [f"{text}\nIt should begin in May." for text in LIST]


def test_a_web_archive_under_the_name_of_a_page_is_opened(tmp_path: Path) -> None:
    """Browsers save "web page, single file" as MHTML, some under .html."""
    archive = EmailMessage()
    archive["Subject"] = "A review"
    archive.set_content(
        "<html><body><p>The child\u2019s record, " + "word " * 30 + "</p></body></html>", subtype="html"
    )
    path = tmp_path / "page.html"
    path.write_bytes(archive.as_bytes())
    assert texts(path) == [" ".join(("The child\u2019s record, " + "word " * 30).split())]


def test_marks_that_a_browser_draws_are_taken_out_of_what_was_found() -> None:
    found = pd.DataFrame({"text": [f"Do:\n• {web_pages.DRAWN}this\n(a) {web_pages.DRAWN}that"], "title": [""]})
    assert web_pages.without_drawn_marks(found)["text"].iloc[0] == "Do:\nthis\nthat"


def test_sections_take_the_place_of_pages_and_lead_by_their_anchor(tmp_path: Path) -> None:
    body = "<main><h2 id='one'>One</h2><p>First.</p><h2 id='two'>Two</h2><p>Second.</p></main>"
    pages, lines = web_pages.read_web_page(written(tmp_path, body))
    assert dict(zip(lines["text"], lines["anchor"], strict=True))["Second."] == "two"
    assert pages["anchor"].tolist() == ["one", "two"]


def test_nesting_without_end_is_walked_without_exhausting_the_stack(tmp_path: Path) -> None:
    assert texts(written(tmp_path, "<div>" * 1500 + "<p>Deep.</p>")) == ["Deep."]


def test_a_page_whose_end_the_parser_gave_up_is_refused(tmp_path: Path) -> None:
    """Else the words below the deepest level would be missing without a word."""
    with pytest.raises(DocumentError, match="nested too deeply"):
        web_pages.read_web_page(written(tmp_path, "<p>First.</p>" + "<div>" * 9000 + "<p>Deep.</p>"))


def test_a_page_without_text_is_refused_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"page\.html: holds no text; .+") as told:
        web_pages.read_web_page(written(tmp_path, "<script>x</script>"))
    assert "\n" not in str(told.value)
