"""Briefings: every number walks back to a page, every form carries the words, the same bytes again."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable
from pathlib import Path

import docx
import pandas as pd
import pptx
import pytest
from helpers.corpora import corpus_of
from helpers.pictures import text_faults
from typer.testing import CliRunner

from reviewkit import cli, pipeline
from reviewkit.base.dates import DATE
from reviewkit.corpus import denominator, tables
from reviewkit.corpus.corpus import Corpus
from reviewkit.corpus.ids import recommendation_number
from reviewkit.figures import all_figures, export
from reviewkit.figures.figure import Figure
from reviewkit.figures.names import FIGURES
from reviewkit.redaction import dictionary, shareable_text
from reviewkit.redaction.shareable_text import without_names
from reviewkit.reports import briefs as reports_briefs
from reviewkit.reports import content as reports_content
from reviewkit.reports import deck, nearest_asks
from reviewkit.reports import document as reports_document
from reviewkit.reports import page as reports_page

THEME, REVIEW = "training-and-awareness", "casey-national-audit-2025"
FORMS = ("pptx", "docx", "html")
HOSTILE = '"><script>alert(1)</script>=1+1'


@pytest.fixture(scope="module")
def corpus(our_copy: Path) -> Corpus:
    return pipeline.open_corpus(our_copy)


@pytest.fixture(scope="module")
def pictures(corpus: Corpus, our_copy: Path) -> dict[str, Figure]:
    return all_figures.draw_all(corpus)


@pytest.fixture(scope="module")
def whole(corpus: Corpus, pictures: dict[str, Figure], our_copy: Path) -> reports_content.Brief:
    return reports_briefs.make_brief(corpus, pictures)


@pytest.fixture(scope="module")
def training(corpus: Corpus, pictures: dict[str, Figure], our_copy: Path) -> reports_content.Brief:
    return reports_briefs.make_brief(corpus, pictures, theme=THEME)


@pytest.fixture(scope="module")
def exported(
    pictures: dict[str, Figure], training: reports_content.Brief, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The files of every figure that a number may name."""
    folder = tmp_path_factory.mktemp("exported")
    theirs = [finding.figure for finding in training.findings if finding.figure]
    for picture in [*pictures.values(), *theirs]:
        export.export(picture, folder)
    return folder


def numbers(*briefs: reports_content.Brief) -> list[reports_content.Number]:
    return [number for brief in briefs for finding in brief.findings for number in finding.numbers]


def read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def in_the_csv(number: reports_content.Number, rows: pd.DataFrame) -> str:
    """A number as the exported csv has it."""
    if "=" in number.column:
        name, value = number.column.split("=", 1)
        return str((rows[name] == value).sum())
    if number.column.startswith("distinct:"):
        return str(rows[number.column.removeprefix("distinct:")].nunique())
    if not number.mark:
        return str(sum(int(value) for value in rows[number.column] if value))
    found = rows.loc[rows["mark"] == number.mark, number.column].iloc[0]
    return found[:4] if DATE.fullmatch(found) else found


def test_every_number_of_a_briefing_stands_in_the_csv_of_its_figure(
    whole: reports_content.Brief, training: reports_content.Brief, exported: Path
) -> None:
    found = numbers(whole, training)
    assert len(found) >= 40
    for number in found:
        assert number.printed == in_the_csv(number, read(exported / f"{number.slug}.csv")), number


def test_every_number_printed_in_a_sentence_is_traced(
    whole: reports_content.Brief, training: reports_content.Brief
) -> None:
    """No number is typed: but for the window and the span that a sentence names, and what a table under it shows."""
    for finding in [*whole.findings, *training.findings]:
        if not finding.figure:
            repeating, _ = re.findall(r"\d+", " ".join(finding.sentences))
            assert len(finding.table.rows) + finding.table.more >= int(repeating) > 0
            continue
        of_title = set(re.findall(r"\d+", finding.figure.title))  # where that is the finding
        traced = {number.printed for number in finding.numbers} | {"180", "540"} | of_title
        printed = {number for sentence in finding.sentences for number in re.findall(r"\d+", sentence)}
        assert printed <= traced, finding.heading


@pytest.mark.parametrize("seed", range(10))
def test_a_number_walks_from_figure_to_csv_to_recommendation_to_page_to_words(
    seed: int, whole: reports_content.Brief, exported: Path, corpus: Corpus
) -> None:
    counts = [number for number in numbers(whole) if number.column in ("reviews", "n") and number.slug != "lineages"]
    number = random.Random(seed).choice(sorted(set(counts)))
    behind = read(exported / f"{number.slug}-rows.csv")
    behind = behind[behind["counted"] == "yes"]
    behind = behind[behind["mark"] == number.mark] if number.mark else behind
    by = (
        behind["rec_id"].str.partition("/")[0]
        if number.column == "reviews"
        else behind["rec_id"].map(recommendation_number)
    )
    assert by.nunique() == int(number.printed)
    rec_id = random.Random(seed).choice(sorted(behind["rec_id"]))
    row = corpus.recommendations.set_index("rec_id").loc[rec_id]
    document = corpus.reviews.set_index("review_id").loc[row["review_id"], "document"]
    page = corpus.pages[(corpus.pages["document"] == document) & (corpus.pages["page"] == row["page"])].iloc[0]
    assert "".join(row["text"].split()[:4]) in "".join(page["text"].split())


def test_nothing_is_behind_a_row_that_is_not_there(pictures: dict[str, Figure]) -> None:
    for slug, picture in pictures.items():
        assert set(picture.support["mark"]) <= set(picture.data["mark"]), slug


def text_of(content: bytes, form: str) -> str:
    """All words of a file, as a reader would see them."""
    if form == "html":
        words = re.sub(r"</?a\b[^>]*>", "", content.decode())
        return re.sub(r"<[^>]+>", " ", words).replace("&#39;", "'").replace("&amp;", "&")
    if form == "docx":
        document = docx.Document(io.BytesIO(content))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        head = document.sections[0].header.paragraphs[0].text
        return "\n".join([head, *(paragraph.text for paragraph in document.paragraphs), *cells])
    shapes = [shape for slide in pptx.Presentation(io.BytesIO(content)).slides for shape in slide.shapes]
    cells = [cell.text for shape in shapes if shape.has_table for row in shape.table.rows for cell in row.cells]
    return "\n".join([*(shape.text_frame.text for shape in shapes if shape.has_text_frame), *cells])


WRITERS: dict[str, Callable[[reports_content.Brief], bytes]] = {
    "pptx": deck.deck, "docx": reports_document.document, "html": reports_page.page,
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_every_sentence_is_text_in_every_form_and_a_second_writing_changes_no_byte(
    form: str, whole: reports_content.Brief
) -> None:
    content = WRITERS[form](whole)
    said = text_of(content, form)
    for words in [whole.title, whole.as_of, whole.caveat, *whole.methods, *whole.sources]:
        assert words in said
    for finding in whole.findings:
        assert finding.heading in said
        assert [sentence for sentence in finding.sentences if sentence not in said] == []
        if len(finding.table.rows):
            shown = finding.table.rows.iloc[0]
            assert shown["Recommendation"] in said and shown["Review"] in said
            assert all(line in said for line in shown["Repeats"].split("\n"))
    assert WRITERS[form](whole) == content


def test_a_deck_has_a_slide_a_finding_with_alt_text_and_sources_in_its_notes(whole: reports_content.Brief) -> None:
    slides = list(pptx.Presentation(io.BytesIO(deck.deck(whole))).slides)
    headings = [slide.shapes.title.text_frame.text for slide in slides]
    names = [finding.heading for finding in whole.findings]
    assert [heading for heading in dict.fromkeys(headings) if heading in names] == names
    tables = [shape.table for slide in slides for shape in slide.shapes if shape.has_table]
    assert sum(len(table.rows) - 1 for table in tables) == sum(len(finding.table.rows) for finding in whole.findings)
    assert "Notes" in headings and headings[-1].startswith("Sources and licences")
    assert all(slide.shapes.title.text_frame.text for slide in slides)
    pictures = [(slide, shape) for slide in slides for shape in slide.shapes if shape.shape_type == 13]
    assert len(pictures) == len(whole.findings)
    for (slide, shape), finding in zip(pictures, whole.findings, strict=True):
        assert shape._element.nvPicPr.cNvPr.get("descr") == finding.figure.alt
        note = slide.notes_slide.notes_text_frame.text
        assert "Source: " in note and f"{finding.figure.slug}.csv" in note and "As of: " in note
        assert shape.left >= 0 and shape.left + shape.width <= 13.334 * 914400
        assert shape.top + shape.height <= 7.5 * 914400


def test_a_document_has_headings_captions_and_alt_texts(whole: reports_content.Brief) -> None:
    document = docx.Document(io.BytesIO(reports_document.document(whole)))
    headings = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Heading 1"]
    findings = [finding.heading for finding in whole.findings]
    assert headings == [reports_content.IN_SHORT, *findings, "Notes", "Sources and licences"]
    alts = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert alts == [finding.figure.alt for finding in whole.findings]
    captions = " ".join(paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Caption")
    assert all(finding.figure.title in captions for finding in whole.findings)
    assert "corpus/" not in captions and ".csv" not in captions


def test_a_page_asks_for_nothing_and_its_pictures_have_alt_texts(whole: reports_content.Brief) -> None:
    content = reports_page.page(whole).decode()
    assert re.findall(r"<(?:script|link|iframe|object)\b", content) == []
    assert all(source.startswith("data:image/png") for source in re.findall(r'src="([^"]{0,20})', content))
    assert content.count("<img ") == len(whole.findings) == len(re.findall(r'alt="[^"]{20,}"', content))


@pytest.mark.parametrize("form", FORMS)
def test_hostile_words_of_a_document_stay_words(form: str, whole: reports_content.Brief) -> None:
    rows = pd.DataFrame([[HOSTILE] * 4], columns=["Review", "Of whom", "Recommendation", "Repeats"])
    table = reports_content.Table(HOSTILE, rows, [])
    finding = whole.findings[0]._replace(heading=HOSTILE, table=table)
    spoilt = whole._replace(title=HOSTILE, as_of=HOSTILE, in_short=[HOSTILE], findings=[finding], sources=[HOSTILE])
    content = WRITERS[form](spoilt)
    if form == "html":
        assert b"<script" not in content and b"&lt;script&gt;" in content
    else:
        assert HOSTILE in text_of(content, form)


def test_a_brief_on_a_theme_counts_that_theme_alone(training: reports_content.Brief, corpus: Corpus) -> None:
    """By hand from the tables: the reviews that ask for training."""
    ids = set(corpus.codes.loc[corpus.codes["theme"] == THEME, "rec_id"])
    asks = denominator.counted_recommendations(corpus.recommendations, corpus.reviews)
    reviews = asks.loc[asks["rec_id"].isin(ids), "review_id"].nunique()
    assert training.findings[0].numbers[0].printed == str(reviews)
    assert training.title.startswith("Training")
    assert "To be asked for something is not a finding of failure." in training.findings[1].sentences


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--theme", THEME, "--out", "x.docx"], None),
        (["--review", REVIEW, "--out", "x.html"], None),
        (["--figures", "lineages,after-a-moment", "--format", "pptx", "--out", "x"], None),
        (["--theme", "ferries", "--out", "x.docx"], "there is no theme 'ferries'"),
        (["--review", "nobody-2031", "--out", "x.docx"], "there is no review 'nobody-2031'"),
        (["--figures", "pies", "--out", "x.docx"], "there is no figure 'pies'"),
        (["--out", "x.odt"], "a briefing is one of pptx, docx, html"),
        (["--theme", THEME, "--review", REVIEW, "--out", "x.docx"], "name one of"),
    ],
)  # fmt: skip
def test_the_command_writes_a_briefing_or_says_what_there_is(
    arguments: list[str], expected: str | None, tmp_path: Path, our_copy: Path
) -> None:
    given = [str(tmp_path / word) if word.startswith("x") else word for word in arguments]
    told = CliRunner().invoke(cli.app, ["--corpus", str(our_copy), "brief", *given])
    if expected is None:
        assert told.exit_code == 0, told.stderr
        assert next(tmp_path.iterdir()).stat().st_size > 5_000
    else:
        assert told.exit_code == 2
        assert expected in " ".join(told.stderr.split())
        assert not list(tmp_path.iterdir())


def test_words_are_no_longer_than_their_licence_allows(tmp_path: Path) -> None:
    """Ours and openly licensed ones whole, others in short, all of them screened."""
    words = "Tamsin Oakhurst asked. " + "The council should mend the pier. " * 12
    terms = ("OGL v3.0", "publisher's copyright", "", "publisher's copyright", "CC BY-NC-ND 4.0")
    editions = ("official", "official", "official", "digest", "official")
    reviews = tables.build(
        [{"review_id": f"r{at}", "short_title": f"R{at}", "published": "2013", "licence": licence}
         for at, licence in enumerate(terms)], "reviews")  # fmt: skip
    rows = tables.build(
        [{"rec_id": f"r{at}/r1", "review_id": f"r{at}", "text": words, "kind": "recommendation", "edition": edition,
          "page": 3, "end_page": 3, "label": "1\x0b", "addressed_to": "Home Office;Mr Kowalczyk"}
         for at, edition in enumerate(editions)], "recommendations")  # fmt: skip
    made = shareable_text.shareable(corpus_of(tmp_path, recommendations=rows, reviews=reviews))
    lengths = [len(text) for text in made["passages"]["words"]]
    assert lengths[0] == lengths[3] > 400
    assert max(lengths[1:3]) <= 210 >= lengths[4]
    assert not made["passages"]["words"].str.contains("Oakhurst").any()
    assert set(made["passages"]["asked_of"]) == {"Home Office; Mr [name]"}
    assert set(made["passages"]["label"]) == {"1 "}  # no control character: no Office file may hold one
    assert made["masked"]["words"].tolist() == ["Kowalczyk", "Tamsin Oakhurst"] * 5
    assert made["passages"]["licence"].tolist() == [
        "OGL v3.0", "publisher's copyright: quoted in short", "licence unknown: quoted in short",
        "our paraphrase, CC BY 4.0", "CC BY-NC-ND 4.0: quoted in short",
    ]  # fmt: skip


def test_the_id_of_a_published_recommendation_without_a_number_tells_no_name(tmp_path: Path) -> None:
    rows = pd.DataFrame({"label": ["", "Recommendation 4"], "text": ["Tamsin Oakhurst should be trained."] * 2})
    said = without_names(dictionary.load_dictionary(corpus_of(tmp_path).folders), rows)["text"].tolist()
    assert said == ["[name] should be trained.", "Tamsin Oakhurst should be trained."]


def test_the_brief_of_a_review_lists_nearest_earlier_asks_and_counts_none_of_them(
    corpus: Corpus, pictures: dict[str, Figure]
) -> None:
    made = reports_briefs.make_brief(corpus, pictures, review=REVIEW)
    finding = next(each for each in made.findings if each.heading == reports_briefs.NEAREST_HEADING)
    near = nearest_asks.nearest_asks(corpus, list(corpus.recommendations["rec_id"]))
    near = near[near["rec_id"].str.startswith(f"{REVIEW}/")]
    assert finding.table.rows["No."].nunique() == near["rec_id"].nunique() > 0
    assert set(finding.table.ids) <= set(near["earlier_id"])
    assert len(finding.table.rows) + finding.table.more == len(near)
    beside = made.findings[0].table.rows["Earlier recommendations"]
    assert beside.str.contains("Nearest, not counted: ").sum() == near["rec_id"].nunique()
    counted = corpus.echoes.query("relation == 'restates'")[["rec_id", "earlier_rec_id"]].itertuples(index=False)
    assert not set(zip(near["rec_id"], near["earlier_id"], strict=True)) & {tuple(pair) for pair in counted}


def test_no_words_are_cut_or_covered_in_the_pictures_that_place_their_own(pictures: dict[str, Figure]) -> None:
    for slug in ("asked-promised-asked-again", "issues-by-review"):
        for drawing in (pictures[slug].drawing, pictures[slug].slide):
            assert drawing is not None
            assert text_faults(drawing) == [], slug


def test_a_review_without_a_date_is_told_and_stops_nothing(corpus: Corpus, our_copy: Path) -> None:
    reviews = corpus.reviews.copy()
    reviews.loc[reviews["review_id"] == REVIEW, "published"] = ""
    drawn = all_figures.draw_all(corpus.with_tables(reviews=reviews))
    assert REVIEW not in set(drawn["lineages"].data["review_id"])
    assert sorted(drawn) == sorted(FIGURES)


def test_a_brief_on_a_governments_plan_tells_its_commitments(
    corpus: Corpus, pictures: dict[str, Figure], our_copy: Path
) -> None:
    plan = "hmg-action-plan-2011"
    made = reports_briefs.make_brief(corpus, pictures, review=plan)
    held = (
        corpus.recommendations.loc[corpus.recommendations["review_id"] == plan, "rec_id"]
        .map(recommendation_number)
        .nunique()
    )
    assert made.findings[0].sentences[0].startswith(f"Found of its promises: {held}")
