"""Editions of one report in other forms than a PDF of one volume: each recommendation, its place, and its evidence."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from helpers import corpora, drawing, quick
from helpers.office import level, numbering, paragraph, run, word_file

from reviewkit.base.errors import TableError
from reviewkit.corpus import tables
from reviewkit.corpus.corpus import Corpus
from reviewkit.desk.document import DocumentView
from reviewkit.reports import evidence_card

WEB, WORD, VOLUMES = "ferries-web-2031", "ferries-word-2032", "ferries-volumes-2033"
CHAPTERS = (
    "Foreword",
    "Night boats",
    "Crews",
    "Harbours",
    "The police",
    "Health",
    "Schools",
    "Conclusions",
    "Afterword",
)
ASKS = {
    "Night boats": "The ferry line should keep one crew member on the car deck of every boat after ten at night.",
    "Crews": "The ferry line should train each new member of a crew before the first crossing.",
    "Harbours": "The harbour board should light the waiting rooms of its piers until the last boat has left.",
    "The police": "The police should meet the crews of the night boats each month, and write down what they hear.",
    "Health": "The health trust should open its quayside clinic on two evenings a week.",
    "Schools": "Schools should tell the partnership when a pupil has been seen on a boat in school hours.",
}
HEARD = "The review heard from forty people, and read the log books of two winters. Nobody had put them together. "


def numbered(first: int = 1) -> list[tuple[int, str, str]]:
    """Number, chapter and words of each ask."""
    return [(number, chapter, ask) for number, (chapter, ask) in enumerate(ASKS.items(), start=first)]


def web_edition() -> str:
    """Nine pages of a web edition, as they are put one after the other: a section and an anchor for each."""
    numbers = {chapter: number for number, chapter, _ in numbered()}
    sections = []
    for at, chapter in enumerate(CHAPTERS, start=1):
        asked = f"<p><b>Recommendation {numbers[chapter]}</b></p><p>{ASKS[chapter]}</p>" if chapter in ASKS else ""
        told = f"<p>{at}.1 {HEARD}</p><p>{at}.2 {HEARD}</p>"
        sections.append(f'<section id="chapter-{at}"><h2>{chapter}</h2>{told}{asked}</section>')
    return f"<html><body><main><h1>Ferries of Calderby</h1>{''.join(sections)}</main></body></html>"


def word_report(path: Path) -> Path:
    """The same as a Word file: chapters and recommendations numbered by Word, a draft in deleted text."""
    lists = numbering(
        level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2"), level(0, "decimal", "Recommendation %1")
    )
    body = paragraph("Ferries of Calderby", style="Title")
    for chapter in CHAPTERS:
        body += paragraph(chapter, style="Heading1", item=(1, 0))
        body += paragraph(HEARD, item=(1, 1)) * 2
        if chapter in ASKS:
            draft = '<w:del w:id="7"><w:r><w:delText>The council should think. </w:delText></w:r></w:del>'
            body += paragraph(f"{draft}{run(ASKS[chapter])}", item=(2, 0))
    return word_file(path, body, lists)


def volume(path: Path, title: str, asks: list[tuple[int, str, str]]) -> Path:
    """One volume: its pages numbered from 1 after the cover, two asks to a page."""
    pages = []
    for at in range(0, len(asks), 2):
        words = drawing.heading("Recommendations", 760) + drawing.line(title, 72, 800, 8)
        for place, (number, _, ask) in enumerate(asks[at : at + 2]):
            asked = drawing.wrapped(f"Recommendation {number}: {ask}", 80)
            words += drawing.lines(asked, 72, 720 - 90 * place)
        pages.append(words + drawing.line(str(at // 2 + 1), 290, 30))
    told = [drawing.told(760) + drawing.line(str(len(pages) + more), 290, 30) for more in (1, 2)]
    return drawing.written(path, *pages, *told)


def joined(path: Path, *volumes: Path) -> Path:
    """Volumes put together into one file."""
    whole = pypdfium2.PdfDocument.new()
    for one in volumes:
        part = pypdfium2.PdfDocument(one)
        whole.import_pages(part)
        part.close()
    whole.save(path)
    whole.close()
    return path


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """A corpus of the three editions, read."""
    folder = tmp_path_factory.mktemp("editions") / "corpus"
    (folder / "official").mkdir(parents=True)
    rows = [{"review_id": one, "title": "Ferries of Calderby", "kind": "inquiry"} for one in (WEB, WORD, VOLUMES)]
    tables.save(tables.build(rows, "catalogue"), "catalogue", folder)
    tables.save(corpora.BODIES, "bodies", folder)
    (folder / "official" / f"{WEB}.html").write_text(web_edition(), "utf-8")
    word_report(folder / "official" / f"{WORD}.docx")
    first, second = numbered()[:4], numbered()[4:]
    volumes = [volume(folder / f"{at}.pdf", f"Volume {at}", part) for at, part in ((1, first), (2, second))]
    joined(folder / "official" / f"{VOLUMES}.pdf", *volumes)
    with pytest.MonkeyPatch.context() as patched:
        quick.patch(patched, drawn=False, real_workers=False)
        return quick.read_corpus(folder)


@pytest.mark.parametrize("review_id", [WEB, WORD, VOLUMES])
def test_every_recommendation_of_an_edition_is_found_to_the_word(review_id: str, corpus: Corpus) -> None:
    found = corpus.recommendations[corpus.recommendations["review_id"] == review_id]
    assert found["text"].tolist() == list(ASKS.values())
    assert found["label"].tolist() == [f"Recommendation {number}" for number, _, _ in numbered()]
    assert found["rec_id"].tolist() == [f"{review_id}/r{number}" for number, _, _ in numbered()]
    assert set(found["kind"]) == {"recommendation"}


def test_each_leads_to_its_place_by_an_anchor_or_a_page_and_the_printed_number(corpus: Corpus) -> None:
    found = corpus.recommendations.set_index("rec_id")
    assert [found["anchor"][f"{WEB}/r{at}"] for at in (1, 6)] == ["chapter-2", "chapter-7"]
    assert [found["anchor"][f"{WORD}/r{at}"] for at in (1, 4)] == ["night-boats", "the-police"]
    places = [found.loc[f"{VOLUMES}/r{at}", ["page", "printed_page"]].tolist() for at in (1, 4, 5)]
    assert places == [[2, "1"], [3, "2"], [7, "1"]]


@pytest.mark.parametrize("review_id", [WEB, WORD, VOLUMES])
def test_the_desk_shows_each_on_the_page_or_in_the_section(
    review_id: str, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And a person's cut there is found again by its words."""
    quick.patch(monkeypatch, drawn=False, real_workers=False)
    document = corpus.reviews.set_index("review_id").loc[review_id, "document"]
    view = DocumentView(corpus.folders, document)
    assert view.is_web_page == (review_id != VOLUMES)
    for row in corpus.recommendations[corpus.recommendations["review_id"] == review_id].itertuples():
        spans = view.spans(row.text, row.page, row.end_page)
        words = [word.text for page, first, last in spans for word in view.words(page)[first : last + 1]]
        assert " ".join(words) == row.text
        place = view.place((spans[0][0], spans[0][1]), (spans[-1][0], spans[-1][2]))
        assert view.passage(place).text == row.text


def test_the_evidence_of_a_word_file_says_where_to_look_and_that_of_a_pdf_its_printed_page(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(TableError) as caught:
        evidence_card.evidence_image(corpus, f"{WORD}/r4")
    assert "Word file" in caught.value.what
    assert caught.value.next_step == f"open official/{WORD}.docx, and look under 'the police'"
    shown: list[str] = []
    monkeypatch.setattr(evidence_card, "_mount", lambda heading, cuts, note: shown.append(heading))
    evidence_card.evidence_image(corpus, f"{VOLUMES}/r5")
    assert "page 7 of the file (printed 1)" in shown[0]
