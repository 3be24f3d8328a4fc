"""The skim: a row for every page, and the right pages marked for a closer look."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
import typst

from reviewkit.base.errors import DocumentError
from reviewkit.corpus import tables
from reviewkit.reading import page_text

DATA = Path(__file__).parent / "data"
READABLE = sorted(path.stem for path in DATA.glob("*.pdf"))
PLAIN, ASKING, LISTED = "Children were not heard.", "We recommend a change.", "4. The council must act."


def made(folder: Path, *pages: str) -> Path:
    """A PDF of these pages, each in Typst's markup."""
    path = folder / "made.pdf"
    path.write_bytes(typst.compile("\n#pagebreak()\n".join(pages).encode(), format="pdf", ignore_system_fonts=True))
    return path


@pytest.mark.parametrize("slug", READABLE)
def test_every_page_has_its_row_and_keeps_the_table_as_declared(slug: str) -> None:
    skimmed = tables.check(page_text.page_texts(DATA / f"{slug}.pdf"), "pages")
    with pypdfium2.PdfDocument(DATA / f"{slug}.pdf") as document:
        assert skimmed["page"].tolist() == list(range(1, len(document) + 1))
        assert skimmed["height"].tolist() == [round(document[number].get_height()) for number in range(len(document))]
    assert set(skimmed["document"]) == {f"{slug}.pdf"}


def test_characters_are_those_that_print_and_lines_end_in_one_sign(tmp_path: Path) -> None:
    skimmed = page_text.page_texts(made(tmp_path, r"One two.\ Three.", ""))
    assert skimmed["characters"].tolist() == [len("Onetwo.Three."), 0]
    assert skimmed["text"].tolist() == ["One two.\nThree.", ""]


@pytest.mark.parametrize(
    ("texts", "close"),
    [
        ([PLAIN, PLAIN, PLAIN], "..."),
        ([PLAIN, PLAIN, ASKING, PLAIN, PLAIN], "..xx."),  # it may end overleaf
        (["We saw that a recommendation of 2012 had been met."], "."),  # told of in running text
        (["R E C O M M E N D A T I O N S"], "x"),
        (["CO NCLUSIONS AND RECOM MENDATIONS"], "x"),
        ([ASKING, LISTED, LISTED, LISTED, PLAIN, LISTED], "xxxx.."),  # a list runs on without the word
        ([ASKING, PLAIN, PLAIN, LISTED], "xx.."),  # a list that none leads to
        ([ASKING, PLAIN, "4. The home was closed in May."], "xx."),  # numbered, and asks nothing
        (["reviewkit digest: a review\nDuty, no number: child-centred", PLAIN, PLAIN], "xx."),
        ([], ""),
    ],
)
def test_pages_that_can_hold_a_recommendation_are_marked(texts: list[str], close: str) -> None:
    assert ["x" if marked else "." for marked in page_text.speak_of_recommending(texts)] == list(close)


def test_pictures_are_measured_where_there_is_hardly_any_text(tmp_path: Path) -> None:
    assert page_text.page_texts(DATA / "no-text-layer.pdf")["pictures"].tolist() == [100, 100]
    assert page_text.page_texts(made(tmp_path, "Words.", "", "Words."))["pictures"].tolist() == [0, 0, 0]


def test_a_page_of_impossible_size_is_named(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"made\.pdf, page 2: measures 20000 by"):
        page_text.page_texts(made(tmp_path, "Words.", "#set page(width: 20000pt)\nWords."))
