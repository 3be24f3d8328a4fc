"""What a minister is handed: nothing runs off a slide or a page, nothing is cut, and what it carries comes first."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path
from typing import Any

import docx
import pandas as pd
import pptx
import pypdfium2
import pytest
from helpers.corpora import corpus_of
from playwright.sync_api import sync_playwright

from reviewkit import pipeline
from reviewkit.corpus import tables
from reviewkit.corpus.corpus import Corpus
from reviewkit.figures import all_figures
from reviewkit.reports import briefs, content, deck, document, page, page_layout, slide_parts, text_measure
from reviewkit.reports.content import Brief
from reviewkit.reports.page_layout import PICTURE, ROW, Block

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
REVIEW, THEME = "casey-national-audit-2025", "training-and-awareness"
PIER, QUAY = "pier-2032", "quay-2029"
MISSING = (8, 12)
EMU = 914400  # in an inch


def words_of(number: int) -> str:
    """An invented recommendation, a short one or a very long one, that no other has."""
    length = 400 if number == 17 else 12 + 9 * (number % 6)
    return f"Item {number}x: the board should " + " ".join(f"light{number}n{word}" for word in range(length)) + "."


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Brief:
    """A brief on an invented review of 42 recommendations, of which 40 were found; one repeats an earlier one."""
    numbers = [number for number in range(1, 43) if number not in MISSING]
    rows = [recommendation(PIER, number) for number in numbers] + [recommendation(QUAY, 1)]
    reviews = [review(PIER, "2032-05", 42), review(QUAY, "2029", None)]
    echo = {"rec_id": f"{PIER}/r3", "earlier_rec_id": f"{QUAY}/r1", "relation": "restates", "by": "coders"}
    answer = {"rec_id": f"{PIER}/r2", "answer": "rejected", "by": "Ferry board", "date": "2032-06-01", "sure": "yes"}
    made = {"recommendations": rows, "reviews": reviews, "echoes": [echo], "statuses": [answer]}
    corpus = corpus_of(
        tmp_path_factory.mktemp("long"), **{name: tables.build(each, name) for name, each in made.items()}
    )
    return briefs.make_brief(corpus.with_tables(themes=pd.DataFrame({"theme": []})), {}, review=PIER)


def recommendation(review_id: str, number: int) -> dict[str, Any]:
    return {"rec_id": f"{review_id}/r{number}", "review_id": review_id, "label": f"Recommendation {number}",
            "text": words_of(number), "kind": "recommendation", "edition": "digest",
            "addressed_to": "Ferry board"}  # fmt: skip


def review(review_id: str, published: str, total: int | None) -> dict[str, Any]:
    return {"review_id": review_id, "title": f"A review, {review_id}", "short_title": review_id.capitalize(),
            "published": published, "publisher": "Ferry board", "kind": "inquiry", "in_denominator": "yes",
            "edition": "digest", "n_recommendations": total, "held": 1}  # fmt: skip


@pytest.fixture(scope="module")
def real(our_copy: Path) -> tuple[Corpus, dict[str, Any]]:
    corpus = pipeline.open_corpus(our_copy)
    return corpus, all_figures.draw_all(corpus)


@pytest.fixture(scope="module")
def theirs(real: tuple[Corpus, dict[str, Any]]) -> dict[str, Brief]:
    """The briefs on the whole, on a theme and on a review of our own corpus."""
    corpus, figures = real
    return {
        "whole": briefs.make_brief(corpus, figures),
        "theme": briefs.make_brief(corpus, figures, theme=THEME),
        "review": briefs.make_brief(corpus, figures, review=REVIEW),
    }


def slides(brief: Brief) -> list[Any]:
    return list(pptx.Presentation(io.BytesIO(deck.deck(brief))).slides)


def tables_on(slide: Any) -> list[Any]:
    return [shape for shape in slide.shapes if shape.has_table]


def inches(length: int) -> float:
    return length / EMU


def too_high(slide: Any) -> list[str]:
    """The texts of a slide that are higher than their boxes, the boxes that reach its foot, and tables that do."""
    found = []
    for shape in slide.shapes:
        bottom = inches(shape.top) + inches(shape.height)
        if shape.has_table:
            bottom = inches(shape.top) + sum(inches(row.height) for row in shape.table.rows)
            widths = [inches(column.width) for column in shape.table.columns]
            for row in shape.table.rows:
                texts = [cell.text for cell in row.cells]
                if slide_parts.row_height(texts, widths) > inches(row.height) + 0.03:
                    found.append(texts[0])
        elif shape.has_text_frame and shape.text_frame.text and shape.name != "Slide number":
            size = shape.text_frame.paragraphs[0].runs[0].font.size.pt
            bold = bool(shape.text_frame.paragraphs[0].runs[0].font.bold)
            lines = [paragraph.text for paragraph in shape.text_frame.paragraphs]
            room = inches(shape.width) - slide_parts.INSET
            if slide_parts.text_height(lines, room, size, bold) > inches(shape.height) + 0.05:
                found.append(shape.text_frame.text)
        is_foot = inches(shape.top) >= slide_parts.BOTTOM
        if bottom > (slide_parts.HEIGHT if is_foot else slide_parts.BOTTOM) + 0.05:
            found.append(shape.name)
        if shape.left < 0 or inches(shape.left) + inches(shape.width) > slide_parts.WIDTH + 0.01:
            found.append(shape.name)
    return found


# --- slides


def test_every_recommendation_of_a_long_review_is_on_a_slide_whole_and_none_runs_off(long: Brief) -> None:
    made = slides(long)
    cells = [
        cell.text for slide in made for shape in tables_on(slide) for row in shape.table.rows for cell in row.cells
    ]
    shown = set(" ".join(cells).split())
    for number in (number for number in range(1, 43) if number not in MISSING):
        assert set(words_of(number).split()) <= shown, number
    assert [too_high(slide) for slide in made] == [[]] * len(made)
    columns = [cell.text for cell in tables_on(made[1])[0].table.rows[0].cells]
    assert columns == ["No.", "Recommendation", "Of whom", "Earlier recommendations", "Status"]


def test_missing_numbers_are_named_and_each_slide_says_what_it_shows_of_how_many(long: Brief) -> None:
    made = slides(long)
    texts = [" ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame) for slide in made]
    assert "Not found: recommendations 8 and 12." in texts[0] and "Not found: recommendations 8 and 12." in texts[1]
    counted = [
        slide for slide in zip(made, texts, strict=True) if tables_on(slide[0]) and "What it asks for" in slide[1]
    ]
    assert len(counted) > 4 and all(re.search(r"Shown here: \d+( to \d+)? of 40\.", text) for _, text in counted)


def test_the_table_of_a_review_shows_status_and_what_was_asked_before(long: Brief) -> None:
    table = long.findings[0].table.rows.set_index("No.")
    assert table.loc["3", "Earlier recommendations"] == "Repeats: Quay-2029."
    assert table.loc["2", "Earlier recommendations"] == "None found that it repeats."
    assert table.loc["2", "Status"] == "rejected (Ferry board, 1 June 2032)"
    assert table.loc["3", "Status"] == "no answer known"
    assert long.findings[1].table.rows.to_numpy().tolist() == [["3", "Quay-2029", "Ferry board", words_of(1)]]


@pytest.mark.parametrize("name", ["whole", "theme", "review"])
def test_no_slide_of_ours_overflows_or_holds_one_short_line_alone(name: str, theirs: dict[str, Brief]) -> None:
    made = slides(theirs[name])
    assert [too_high(slide) for slide in made] == [[]] * len(made)
    for number, slide in enumerate(made, start=1):
        (field,) = [shape for shape in slide.shapes if shape.name == "Slide number"]
        assert f">{number}</a:t>" in field._element.xml
        words = [
            shape.text_frame.text
            for shape in slide.shapes
            if shape.has_text_frame and shape != slide.shapes.title and inches(shape.top) < slide_parts.BOTTOM
        ]
        holds_more = any(shape.has_table or shape.shape_type == 13 for shape in slide.shapes)
        assert holds_more or len(" ".join(words)) > 120, number


def test_pictures_are_as_large_as_their_slides_allow(theirs: dict[str, Brief]) -> None:
    """Each reaches from margin to margin with its sentences, or from its top to the foot with its caption."""
    for slide in [*slides(theirs["whole"]), *slides(theirs["theme"])]:
        for picture in (shape for shape in slide.shapes if shape.shape_type == 13):
            others = [
                shape for shape in slide.shapes if shape.has_text_frame and inches(shape.top) < slide_parts.BOTTOM
            ]
            right = max(inches(shape.left + shape.width) for shape in [picture, *others])
            assert right >= slide_parts.WIDTH - slide_parts.MARGIN - 0.1
            assert inches(picture.width) >= 0.6 * slide_parts.ACROSS, picture.name


def test_a_long_title_never_overprints_what_stands_under_it(theirs: dict[str, Brief]) -> None:
    heading = "What reviews asked for, and asked for again, of the boards of ferries and of others besides, " * 3
    finding = theirs["theme"].findings[0]._replace(heading=heading)
    made = slides(theirs["theme"]._replace(title=heading, findings=[finding]))
    assert [too_high(slide) for slide in made] == [[]] * len(made)
    title, *others = [shape for shape in made[1].shapes if inches(shape.top) < slide_parts.BOTTOM]
    assert all(shape.top >= title.top + title.height for shape in others)


# --- what comes first, and last


@pytest.mark.parametrize("name", ["theme", "review"])
def test_in_short_stands_before_all_else_and_the_caveat_under_it(name: str, theirs: dict[str, Brief]) -> None:
    brief = theirs[name]
    assert 2 <= len(brief.in_short) <= 3
    order = [brief.title, content.IN_SHORT, *brief.in_short, brief.caveat]
    first = [shape.text_frame.text for shape in slides(brief)[0].shapes if shape.has_text_frame]
    words = "\n".join(sorted(first, key=first.index))
    assert all(each in words for each in order)
    tops = {
        shape.text_frame.text.split("\n")[0]: shape.top for shape in slides(brief)[0].shapes if shape.has_text_frame
    }
    assert [tops[each] for each in order if each in tops] == sorted(tops[each] for each in order if each in tops)
    paragraphs = [each.text for each in docx.Document(io.BytesIO(document.document(brief))).paragraphs]
    assert paragraphs[: len(order)] == order
    shown = page.page(brief).decode().replace("&#39;", "'")
    shown = shown[shown.index("<main>") :]
    assert [shown.index(each) for each in order] == sorted(shown.index(each) for each in order)


def test_without_anything_in_short_no_heading_of_it_is_shown(long: Brief) -> None:
    brief = long._replace(in_short=[], findings=[])
    assert content.IN_SHORT not in page.page(brief).decode()
    assert content.IN_SHORT not in [
        each.text for each in docx.Document(io.BytesIO(document.document(brief))).paragraphs
    ]


def test_sources_end_each_form_with_links_that_open(theirs: dict[str, Brief]) -> None:
    brief = theirs["review"]
    addresses = {address for line in brief.sources for _, address in content.with_links(line) if address}
    assert len(addresses) >= 8
    last = [slide for slide in slides(brief) if slide.shapes.title.text_frame.text.startswith(content.SOURCES)]
    runs = [
        run for slide in last for paragraph in slide.placeholders[1].text_frame.paragraphs for run in paragraph.runs
    ]
    assert {run.hyperlink.address for run in runs if run.hyperlink.address} == addresses
    word = docx.Document(io.BytesIO(document.document(brief)))
    links = [link.address for paragraph in word.paragraphs for link in paragraph.hyperlinks]
    assert set(links) == addresses and word.paragraphs[-1].hyperlinks
    assert set(re.findall(r'<a href="([^"]+)"', page.page(brief).decode())) == addresses


JARGON = re.compile(r"\b(restat\w+|asks held|\w+\.csv|corpus/|known_total|in_denominator|official/|lower bounds?)\b")


@pytest.mark.parametrize("name", ["whole", "theme", "review"])
def test_no_slug_no_file_and_no_word_of_ours_is_in_what_the_briefs_say(
    name: str, theirs: dict[str, Brief], real: tuple[Corpus, dict[str, Any]]
) -> None:
    """The words of the figures are their own; here are those that the briefs add."""
    brief = theirs[name]
    cells = [str(cell) for finding in brief.findings for cell in finding.table.rows.to_numpy().ravel()]
    captions = [finding.table.caption for finding in brief.findings]
    headings = [word for finding in brief.findings for word in (finding.heading, *finding.sentences)]
    said = "\n".join([brief.title, brief.as_of, *brief.in_short, *headings, *captions, *cells, *brief.methods])
    assert JARGON.findall(said) == []
    corpus = real[0]
    slugs = [*corpus.themes["theme"], *corpus.reviews["review_id"], *corpus.recommendations["rec_id"]]
    assert [slug for slug in slugs if "-" in slug and slug in said] == []
    assert "no number:" not in said and ", part " not in said


# --- pages


@pytest.mark.parametrize("name", ["theme", "review"])
def test_a_brief_on_a_theme_or_a_review_is_two_pages_and_neither_is_half_empty(
    name: str, theirs: dict[str, Brief]
) -> None:
    made = document.pages(theirs[name])
    assert len(made) == 2
    assert page_layout.filled(made[0], document.ROOM) >= 0.85 and page_layout.filled(made[1], document.ROOM) >= 0.6


def test_no_page_of_the_brief_on_the_whole_is_half_empty(theirs: dict[str, Brief]) -> None:
    made = document.pages(theirs["whole"])
    assert min(page_layout.filled(each, document.ROOM) for each in made[:-1]) >= document.WELL_FILLED
    assert page_layout.filled(made[-1], document.ROOM) >= 0.25


def test_a_long_brief_takes_the_pages_it_needs_and_leaves_no_few_lines_alone(long: Brief) -> None:
    assert len(document.pages(long)) > 2 and document.ends_well(document.pages(long))
    rows = [
        row.cells[0].text for table in docx.Document(io.BytesIO(document.document(long))).tables for row in table.rows
    ]
    assert {str(number) for number in range(1, 43) if number not in MISSING} <= set(rows)


def test_every_page_in_word_has_its_title_its_date_and_its_number(theirs: dict[str, Brief]) -> None:
    brief = theirs["theme"]
    section = docx.Document(io.BytesIO(document.document(brief))).sections[0]
    assert section.header.paragraphs[0].text == f"{brief.title}\t{brief.as_of}"
    foot = section.footer.paragraphs[0]._p.xml
    assert 'w:instr="PAGE"' in foot and 'w:instr="NUMPAGES"' in foot


@pytest.mark.skipif(not CHROMIUM, reason="no chromium on this machine: the page was not printed in a browser")
def test_the_web_page_prints_on_two_pages_that_are_numbered(theirs: dict[str, Brief], tmp_path: Path) -> None:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        printed = browser.new_page()
        for name in ("theme", "review"):
            (tmp_path / f"{name}.html").write_bytes(page.page(theirs[name]))
            printed.goto((tmp_path / f"{name}.html").as_uri())
            pages = pypdfium2.PdfDocument(printed.pdf(prefer_css_page_size=True))
            words = [each.get_textpage().get_text_bounded() for each in pages]
            assert [f"Page {number} of 2" in text for number, text in enumerate(words, start=1)] == [True, True]
            assert all(theirs[name].as_of in text for text in words)
        browser.close()


def test_blocks_are_laid_out_with_pictures_made_smaller_or_larger_within_bounds() -> None:
    text, row = Block("Normal", 60, "words"), Block(ROW, 30, "row")
    heading, picture = Block("Heading 1", 10, "heading", True), Block(PICTURE, 40, "picture")
    smaller = page_layout.paginate([text, heading, picture], 100)
    assert [block.scale for block in smaller[0]] == [1, 1, 0.75]
    apart = page_layout.paginate([text, heading, picture._replace(height=60)], 100)
    assert [[block.kind for block in each] for each in apart] == [["Normal"], ["Heading 1", PICTURE]]
    grown = page_layout.paginate([heading, picture, text], 100, largest=1.5)
    assert grown[0][1].scale == 1.5 and grown[0][1].height == 60
    assert [len(each) for each in page_layout.paginate([text, row, row, row], 100, head_height=60)] == [2, 1, 1]


def test_text_is_measured_as_it_wraps() -> None:
    line = text_measure.text_width("the harbour", 12)
    assert text_measure.wrap_text("the harbour board", line + 1, 12) == ("the harbour", "board")
    assert text_measure.wrap_text("a" * 10, text_measure.text_width("aaaa", 12), 12) == ("aaaa", "aaaa", "aa")
    assert text_measure.shortened("the harbour board meets", line + 20, 12) == "the harbour …"
    assert text_measure.text_width("é漢", 10) > text_measure.text_width("ee", 10)
