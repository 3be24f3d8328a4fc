"""The invented reviews: their bytes hold still, and their truth stands on their pages."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

DATA = Path(__file__).parent / "data"
HABITS = sorted(path.stem for path in DATA.glob("*.typ") if path.stem != "invented")
READABLE = [slug for slug in HABITS if slug != "no-text-layer"]


def truth(slug: str) -> dict[str, Any]:
    return json.loads((DATA / f"{slug}.json").read_text(encoding="utf-8"))


def letters(text: str) -> str:
    """Letters and figures alone: spaces, hyphens, bullets and quotation marks say nothing here."""
    return re.sub(r"[\W_]|\ufffe", "", unicodedata.normalize("NFKC", text))


def page_texts(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as document:
        return [page.get_textpage().get_text_range() for page in document]


def test_every_habit_is_there_with_its_truth() -> None:
    assert len(HABITS) == 19
    assert all((DATA / f"{slug}.pdf").exists() and truth(slug)["habit"] for slug in HABITS)


@pytest.mark.parametrize("slug", ["boxes-over-a-page", "no-text-layer"])
def test_a_second_typesetting_gives_the_same_bytes(slug: str, tmp_path: Path) -> None:
    script = "import sys, pathlib; import typeset; typeset.typeset(sys.argv[1], pathlib.Path(sys.argv[2]))"
    subprocess.run([sys.executable, "-c", script, slug, str(tmp_path)], cwd=DATA, check=True)
    for ending in ("pdf", "json"):
        assert (tmp_path / f"{slug}.{ending}").read_bytes() == (DATA / f"{slug}.{ending}").read_bytes()


@pytest.mark.parametrize("slug", READABLE)
def test_label_and_first_words_stand_on_their_page_and_last_words_on_theirs(slug: str) -> None:
    pages = [letters(text) for text in page_texts(DATA / f"{slug}.pdf")]
    for entry in truth(slug)["recommendations"] + truth(slug)["quoted"]:
        first, last = (letters(" ".join(part)) for part in (entry["text"].split()[:4], entry["text"].split()[-4:]))
        around = "".join(pages[entry["page"] - 1 : entry["end_page"]])
        assert letters(entry["label"]) in pages[entry["page"] - 1]
        assert first in around
        assert last in pages[entry["end_page"] - 1]


@pytest.mark.parametrize("slug", READABLE)
def test_a_recommendation_on_one_page_stands_there_word_for_word(slug: str) -> None:
    """Footnote marks stand between the words in print and not in the truth, so digits are left out on both sides."""
    pages = [re.sub(r"\d", "", letters(text)) for text in page_texts(DATA / f"{slug}.pdf")]
    for entry in truth(slug)["recommendations"] + truth(slug)["quoted"]:
        if entry["page"] == entry["end_page"] and slug != "table":
            assert re.sub(r"\d", "", letters(entry["text"])) in pages[entry["page"] - 1]


@pytest.mark.parametrize("slug", READABLE)
def test_further_printings_carry_the_label(slug: str) -> None:
    pages = [letters(text) for text in page_texts(DATA / f"{slug}.pdf")]
    for entry in truth(slug)["recommendations"]:
        opening = letters(" ".join(entry["text"].split()[:3]))
        assert all(letters(entry["label"]) in pages[page - 1] for page in entry["also_pages"])
        assert all(opening in pages[page - 1] for page in entry["also_pages"])


@pytest.mark.parametrize(
    "slug",
    ["boxes-over-a-page", "bare-numbers", "decimals", "nested-items", "table", "italics", "dotted-contents",
     "running-heads", "footnotes", "browser-print", "inspectorate", "running-text"],
)  # fmt: skip
def test_a_recommendation_runs_over_a_page_end(slug: str) -> None:
    assert any(entry["end_page"] == entry["page"] + 1 for entry in truth(slug)["recommendations"])


def test_the_item_in_two_columns_goes_on_at_the_head_of_the_second() -> None:
    document = pypdfium2.PdfDocument(DATA / "two-columns.pdf")
    third = truth("two-columns")["recommendations"][2]
    page = document[third["page"] - 1]
    middle = page.get_width() / 2
    columns = [page.get_textpage().get_text_bounded(left=left, right=left + middle) for left in (0, middle)]
    assert letters(third["text"])[:20] in letters(columns[0])
    assert letters(third["text"])[-20:] in letters(columns[1])


def test_pictures_carry_no_text() -> None:
    assert not "".join(page_texts(DATA / "no-text-layer.pdf")).strip()
    assert len(truth("no-text-layer")["problems"]) == 1
    assert (DATA / "no-text-layer.pdf").stat().st_size < 300_000


@pytest.mark.parametrize("slug", ["none", "no-text-layer", "response"])
def test_documents_that_make_none(slug: str) -> None:
    assert truth(slug)["recommendations"] == []


@pytest.mark.parametrize("file", ["cut-short.pdf", "empty.pdf", "encrypted.pdf", "no-pages.pdf", "not-a-pdf.pdf"])
def test_broken_files_give_no_page(file: str) -> None:
    said = json.loads((DATA / "broken" / "broken.json").read_text(encoding="utf-8"))
    assert file in [entry["file"] for entry in said]
    with pytest.raises(pypdfium2.PdfiumError):
        pypdfium2.PdfDocument(DATA / "broken" / file).get_page_size(0)


def test_broken_letters_reach_the_reader_broken() -> None:
    """Else the habit would not be tested: headings with gaps, and words cut by a hyphen at a line end."""
    page = page_texts(DATA / "broken-headings.pdf")[2]
    assert "CO NCLUSIONS AND RECOM MENDATIONS" in page
    assert "T r a i n i n g" in page
    assert "\u00ad" in page
    assert "well-known number" not in page
    assert "well-known number" in truth("broken-headings")["recommendations"][0]["text"]


def test_the_password_opens_the_encrypted_file() -> None:
    with pypdfium2.PdfDocument(DATA / "broken" / "encrypted.pdf", password="invented") as document:
        assert "Nobody can read this" in document[0].get_textpage().get_text_range()
