"""The picture of a recommendation's place: its lines are marked and no others, and the card says what it shows."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pypdfium2
import pytest
import typst
from click.testing import Result
from helpers.corpora import DATA, OURS, TWO_PARTS, Held, truth, written
from PIL import Image, ImageChops, ImageDraw
from typer.testing import CliRunner

from reviewkit import cli, pipeline
from reviewkit.base.errors import DocumentError
from reviewkit.reading import page_text
from reviewkit.reading.layout import page_lines
from reviewkit.reports import evidence_card

BOXES, NOTES = "harbour-boxes-2031", "harbour-notes-2032"
DIGEST, WEB = "harbour-digest-2033", "harbour-web-2034"
SHEET = '#set page(width: 420pt, height: 600pt, margin: 50pt)\n#set text(size: 11pt, font: "Libertinus Serif")\n'
ASK = "The harbour board should count the lamps on every pier each spring, and publish what it counts in the summer."
TWICE = (  # what stands above the list, with the same words
    f"= Summary\n\n{ASK}\n\nThat is what this review asks for, and why is told below.\n\n",
    f"= Summary\n\nIn short:\n\n{ASK}\n\n{ASK}\n\n",
)
LISTED = f"= Recommendations\n\nWe make one recommendation.\n\n*Recommendation 1*\n\n{ASK}\n\nThe board agrees.\n"


def letters(text: str) -> str:
    """What is compared: letters and digits, small."""
    return re.sub(r"[\W_]+", "", text).lower()


def lines(path: Path) -> pd.DataFrame:
    """Every line of a document, read closely."""
    return page_lines.read_lines(path, page_text.page_texts(path).assign(closely="yes"))


def marked(path: Path, row: dict[str, object]) -> pd.DataFrame:
    """The lines marked for one recommendation of a truth file."""
    text = f"{row['label']} {row['title'] or ''} {row['text']}"
    return evidence_card.marks(lines(path), text, row["page"], row["end_page"])


# --- which lines


@pytest.mark.parametrize(
    "slug",
    ["bare-numbers", "boxes-over-a-page", "browser-print", "decimals", "footnotes", "inspectorate", "italics",
     "nested-items", "running-heads", "two-columns"],
)  # fmt: skip
def test_the_lines_of_a_recommendation_are_marked_and_no_other(slug: str) -> None:
    """Over two pages too, and where a running head and a footnote stand in between."""
    for row in truth(slug)["recommendations"]:
        found = marked(DATA / f"{slug}.pdf", row)
        assert letters("".join(found["text"])) == letters(f"{row['label']} {row['title'] or ''} {row['text']}")
        assert sorted(set(found["page"])) == list(range(row["page"], row["end_page"] + 1))
        assert set(found["part"]) == {"body"}


@pytest.mark.parametrize(
    ("slug", "label", "words"),
    [
        ("boxes-over-a-page", "Recommendation 2", "Missing children procedure"),
        ("footnotes", "4.", "first night is the worst"),
    ],
)
def test_what_is_marked_above_goes_round_heads_and_notes(slug: str, label: str, words: str) -> None:
    """Between its first and its last line stands, in these two, a footnote."""
    (row,) = [row for row in truth(slug)["recommendations"] if row["label"] == label]
    every, found = lines(DATA / f"{slug}.pdf"), marked(DATA / f"{slug}.pdf", row)
    assert row["page"] < row["end_page"]
    between = every.loc[found.index[0] : found.index[-1]].drop(found.index)
    assert between["text"].str.contains(words).any()
    assert not found["text"].str.contains(words).any()


@pytest.mark.parametrize("above", TWICE)
def test_of_words_printed_twice_on_a_page_the_labelled_ones_are_marked(above: str, tmp_path: Path) -> None:
    path = tmp_path / "twice.pdf"
    path.write_bytes(typst.compile((SHEET + above + LISTED).encode(), format="pdf", ignore_system_fonts=True))
    every = lines(path)
    found = evidence_card.marks(every, f"Recommendation 1 {ASK}", 1, 1)
    (label,) = every.index[every["text"] == "Recommendation 1"]
    (after,) = every.index[every["text"].str.startswith("The board agrees")]
    assert found.index.tolist() == list(range(label, after))


def test_words_that_are_on_no_page_are_refused_by_name_and_page(tmp_path: Path) -> None:
    path = DATA / "decimals.pdf"
    place = evidence_card.Place(path, lines(path), "9.", "", "Xylophones.", 2, 2, "head", "note")
    with pytest.raises(DocumentError, match=r"decimals\.pdf, page 2: the words are not on the page"):
        evidence_card.card(place)


# --- the card


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus of two reviews, a digest and a web edition, with its tables."""
    held = (
        Held(BOXES, official=DATA / "boxes-over-a-page.pdf"),
        Held(NOTES, official=DATA / "footnotes.pdf"),
        Held(DIGEST, digest=TWO_PARTS),
        Held(WEB),
    )
    corpus = written(tmp_path_factory.mktemp("ran") / "corpus", held)
    shutil.copy(DATA / "web-govuk.html", corpus / "official" / f"{WEB}.html")
    pipeline.run(corpus)
    return corpus


@pytest.fixture
def command(ran: Path) -> Callable[..., Result]:
    """`reviewkit --corpus DIR evidence ...`."""
    base = ["--corpus", str(ran), "evidence"]
    return lambda *arguments: CliRunner().invoke(cli.app, [*base, *(str(argument) for argument in arguments)])


def ids(corpus: Path, review_id: str) -> list[str]:
    found = pipeline.open_corpus(corpus).recommendations
    return found.loc[found["review_id"] == review_id, "rec_id"].tolist()


def place(rec_id: str, corpus: Path, monkeypatch: pytest.MonkeyPatch) -> evidence_card.Place:
    """What a card is made from."""
    with monkeypatch.context() as patched:
        patched.setattr(evidence_card, "card", lambda given: given)
        return evidence_card.evidence_image(pipeline.open_corpus(corpus), rec_id)


def test_the_card_of_a_digest_says_that_it_is_ours_and_where_it_was_seen(
    ran: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (OURS / "digests" / "digests.csv").open(encoding="utf-8", newline="") as file:
        seen = {row["summary"]: row["seen_at"] for row in csv.DictReader(file) if row["review_id"] == TWO_PARTS.stem}
    for rec_id in ids(ran, DIGEST):
        shown = place(rec_id, ran, monkeypatch)
        assert "our paraphrase" in shown.note.lower() and "not the review's words" in shown.note
        assert seen[shown.text] and seen[shown.text] in shown.note
    official = place(ids(ran, BOXES)[0], ran, monkeypatch)
    assert "paraphrase" not in official.note


@pytest.mark.parametrize("review_id", [BOXES, NOTES, DIGEST])
def test_the_words_of_a_card_stand_whole_inside_it(review_id: str, ran: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Above and below the page: nothing is cut off at the right edge, nothing at the foot, and the words are there."""
    for rec_id in ids(ran, review_id):
        shown = place(rec_id, ran, monkeypatch)
        sheet, bare = evidence_card.card(shown), evidence_card.card(shown._replace(note=""))
        empty = Image.new("RGB", sheet.size, evidence_card.PAPER)
        empty.paste(bare, (0, 0))
        note = ImageChops.difference(sheet, empty).getbbox()
        assert note is not None and note[0] >= 20 and note[2] <= sheet.width - 4 and note[3] < sheet.height
        assert note[1] > 0.6 * bare.height - 60  # below the page


def test_a_narrow_page_cuts_no_words_off(tmp_path: Path) -> None:
    """The sheet is as wide as the words above and below need, whatever the page measures."""
    path = tmp_path / "narrow.pdf"
    path.write_bytes(typst.compile((SHEET + LISTED).encode(), format="pdf", ignore_system_fonts=True))
    words = "Seen in a place with a long name, " * 8
    card = evidence_card.card(evidence_card.Place(path, lines(path), "Recommendation 1", "", ASK, 1, 1, words, words))
    inked = card.convert("L").point(lambda value: 255 * (value < 200))
    assert inked.crop((card.width - 4, 0, card.width, card.height)).getbbox() is None


def test_the_same_card_is_the_same_bytes(ran: Path, tmp_path: Path, command: Callable[..., Result]) -> None:
    files = [tmp_path / "one.png", tmp_path / "two.png"]
    for file in files:
        assert command(ids(ran, BOXES)[1], "--out", file).exit_code == 0
    assert files[0].read_bytes() == files[1].read_bytes()


def test_another_recommendation_is_another_card(ran: Path, tmp_path: Path, command: Callable[..., Result]) -> None:
    files = [tmp_path / "one.png", tmp_path / "two.png"]
    for rec_id, file in zip(ids(ran, BOXES), files, strict=False):
        assert command(rec_id, "--out", file).exit_code == 0
    assert files[0].read_bytes() != files[1].read_bytes()


@pytest.mark.parametrize(
    ("rec_id", "out", "words"),
    [
        ("harbour-boxes-2031/r99", "card.png", ["harbour-boxes-2031/r99", "no such recommendation", "rec_id"]),
        ("", "card.png", ["no such recommendation"]),
        (f"{BOXES}/r1", "card.jpg", ["card.jpg", "ends in .png"]),
        (f"{BOXES}/r1", "card", ["card", "ends in .png"]),
        (f"{BOXES}/r1", "nowhere/card.png", ["nowhere"]),
        (f"{WEB}/r1", "card.png", [f"{WEB}/r1", "web page", "#recommendation-1"]),
    ],
)
def test_what_has_no_picture_is_answered_by_one_line_and_exit_code_2(
    rec_id: str, out: str, words: list[str], tmp_path: Path, command: Callable[..., Result]
) -> None:
    told = command(rec_id, "--out", tmp_path / out)
    assert told.exit_code == 2 and told.stdout == "", told.exception
    (line,) = told.stderr.splitlines()
    assert [word for word in words if word not in line] == []
    assert list(tmp_path.iterdir()) == []


# --- the picture

A4 = 595  # points


def yellow(picture: Image.Image) -> Image.Image:
    """The marked pixels of a picture, as a mask."""
    red, _, blue = picture.convert("RGB").split()
    return ImageChops.subtract(red, blue).point(lambda value: 255 * (value > 60))


def share(mask: Image.Image, corners: tuple[float, ...]) -> float:
    """How much of a rectangle of a mask is set."""
    cut = mask.crop(tuple(round(corner) for corner in corners))
    return cut.histogram()[255] / (cut.width * cut.height)


def rows_of(corpus: Path, rec_id: str) -> pd.DataFrame:
    """The lines that print a recommendation, as the tables name its place."""
    row = pipeline.open_corpus(corpus).recommendations.set_index("rec_id").loc[rec_id]
    path = corpus / "official" / f"{row['review_id']}.pdf"
    return evidence_card.marks(
        lines(path), f"{row['label']} {row['title']} {row['text']}", row["page"], row["end_page"]
    )


@pytest.mark.parametrize("rec_id", [f"{BOXES}/r1", f"{BOXES}/r2", f"{NOTES}/r1"])
def test_the_command_writes_a_picture_marked_where_the_lines_are(
    rec_id: str, ran: Path, tmp_path: Path, command: Callable[..., Result]
) -> None:
    told = command(rec_id, "--out", tmp_path / "card.png")
    assert (told.exit_code, told.stdout) == (0, "")
    assert told.stderr.strip() == str(tmp_path / "card.png")
    picture = Image.open(tmp_path / "card.png").convert("RGB")
    found, scale = rows_of(ran, rec_id), evidence_card.SCALE
    assert found["page"].nunique() == 1
    assert picture.width >= A4 * scale - 2
    assert picture.height > (found["bottom"].max() - found["top"].min()) * scale + 100  # words above and below
    mask = yellow(picture)
    left, first, right, last = mask.getbbox()
    assert abs(left - (found["x0"].min() - 2) * scale) <= 2 and abs(right - (found["x1"].max() + 2) * scale) <= 2
    assert abs(last - first - (found["bottom"].max() - found["top"].min() + 2) * scale) <= 3
    down = first - (found["top"].min() - 1) * scale  # from the page's top to the picture's
    for line in found.itertuples():
        corners = (line.x0 * scale, line.top * scale + down, line.x1 * scale, line.bottom * scale + down)
        assert share(mask, corners) > 0.5, line.text


def test_a_mark_over_two_pages_stands_on_both(ran: Path, tmp_path: Path, command: Callable[..., Result]) -> None:
    """And the notes between are not marked: the marks are as tall as the lines."""
    found = rows_of(ran, f"{NOTES}/r4")
    assert found["page"].nunique() == 2
    assert command(f"{NOTES}/r4", "--out", tmp_path / "card.png").exit_code == 0
    mask = yellow(Image.open(tmp_path / "card.png"))
    rows = [mask.crop((0, y, mask.width, y + 1)).getbbox() is not None for y in range(mask.height)]
    gaps = "".join("x" if row else " " for row in rows).strip().split("x")
    assert (
        sum(len(gap) > 2 * (evidence_card.ROOM - 2) * evidence_card.SCALE for gap in gaps) == 1
    )  # the room of both pages
    tall = sum(page["bottom"].max() - page["top"].min() + 2 for _, page in found.groupby("page"))
    assert 0.7 * tall * evidence_card.SCALE < sum(rows) <= tall * evidence_card.SCALE + 4


def shifted(path: Path, made: Path, how: Callable[[pypdfium2.PdfPage], object]) -> Path:
    """A document with each of its pages changed."""
    document = pypdfium2.PdfDocument(path)
    for page in document:
        how(page)
    document.save(made)
    document.close()
    return made


@pytest.mark.parametrize(
    "how",
    [
        lambda page: None,
        lambda page: page.set_rotation(90),
        lambda page: page.set_rotation(180),
        lambda page: page.set_rotation(270),
        lambda page: page.set_cropbox(30, 40, *(side - 20 for side in page.get_size())),
    ],
    ids=["as it is", "rotated 90", "rotated 180", "rotated 270", "cropped"],
)
def test_the_marks_stand_under_the_words_however_the_sheet_is_laid(
    how: Callable[[pypdfium2.PdfPage], object], tmp_path: Path
) -> None:
    """A sheet that was turned or cropped by its file: marks beside the words would point at something else."""
    path = shifted(DATA / "decimals.pdf", tmp_path / "shifted.pdf", how)
    row = truth("decimals")["recommendations"][0]
    text = f"{row['label']} {row['text']}"
    shown = evidence_card.Place(path, lines(path), row["label"], "", row["text"], row["page"], row["end_page"], "", "")
    assert letters("".join(marked(path, row)["text"])) == letters(text)
    usual = lines(DATA / "decimals.pdf")
    assert ink(evidence_card.card(shown)) == pytest.approx(
        ink(evidence_card.card(shown._replace(path=DATA / "decimals.pdf", lines=usual))), rel=0.15
    )


def ink(card: Image.Image) -> float:
    """The share of dark pixels where a card is marked: its letters."""
    return share(card.convert("L").point(lambda value: 255 * (value < 110)), yellow(card).getbbox())


def test_a_card_is_cut_between_lines_and_not_through_letters() -> None:
    sheet = Image.new("RGB", (80, 200), "white")
    ImageDraw.Draw(sheet).rectangle((10, 90, 60, 110), fill="black")  # a line of print
    assert evidence_card.blank_row(sheet, 100, -1) == 89
    assert evidence_card.blank_row(sheet, 100, 1) == 111
    assert evidence_card.blank_row(sheet, 50, -1) == 50
    ImageDraw.Draw(sheet).rectangle((10, 0, 60, 199), fill="black")  # a picture from top to bottom
    assert evidence_card.blank_row(sheet, 100, 1) == 100
