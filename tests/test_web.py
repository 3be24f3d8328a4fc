"""Web editions: every invented page comes back to the word, and nothing hostile in one becomes text."""

from __future__ import annotations

import json
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
    ],
)
def test_what_is_text_and_what_is_not(body: str, found: list[str], tmp_path: Path) -> None:
    assert texts(written(tmp_path, body)) == found


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
