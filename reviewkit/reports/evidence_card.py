"""Draw the place of a recommendation on its page, marked.

Input: a corpus and the id of a recommendation, or a `Place`: the document, its lines, and the words to find.
Output: one image with the pages that print it, its lines marked, and words that say what they are: the review's own
page, or a page of our digest.
Limitations: a web page has no image; its anchor leads to the place. Lines are marked by their words, so a line that a
recommendation shares with its neighbour is marked whole. A page of a published document stays on this machine.
"""

from __future__ import annotations

import re
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from reviewkit.base import file_types
from reviewkit.base.errors import DocumentError, TableError
from reviewkit.base.text import printed_note
from reviewkit.corpus import provenance, statuses
from reviewkit.corpus.corpus import Corpus
from reviewkit.figures.supporting import sentence_case
from reviewkit.reading import documents, page_text, scans
from reviewkit.reading.layout import page_lines
from reviewkit.reading.web import web_pages
from reviewkit.reports.evidence_rows import printed_label

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

SCALE = 1.6  # pixels a point: about 115 to the inch, legible on a slide
ROOM = 30.0  # points of the page shown above and below the marked lines
REACH = 60  # pixels: a line of large type
NEARLY_ONE_COLOUR = 8  # of 255
MARKED = (255, 226, 110)  # a yellow that print and colour-blind eyes tell from white
INK, PAPER, QUIET = (33, 37, 41), (255, 255, 255), (73, 80, 87)
HEADING_SIZE, NOTE_SIZE = 22, 18  # pixels
LEAST_WIDTH = 960  # pixels: what NOTE_LETTERS need
NOTE_LETTERS = 88  # letters of a line of the note
SIDE = 24  # pixels kept free beside words and rules
RULE_HEIGHT = 12  # pixels from one page to the next, with a rule in the middle
SURE_LETTERS = 3  # a line of so many letters or fewer is marked only where it directly follows the line before


class Place(NamedTuple):
    """What a card shows: the document, its lines, and the words that stand with them."""

    path: Path
    lines: pd.DataFrame
    label: str
    title: str
    text: str
    page: int
    end_page: int
    heading: str
    note: str


def evidence_image(corpus: Corpus, rec_id: str) -> Image:
    """Return the image of the place of a recommendation on its page.

    Raises: `TableError` where there is no such recommendation, or it stands on a web page, which has no image;
    `DocumentError` as `card` does.
    """
    rows = corpus.recommendations[corpus.recommendations["rec_id"] == rec_id]
    if rows.empty:
        raise TableError(f"{rec_id}: there is no such recommendation", "see rec_id in tables/recommendations.csv")
    row = rows.iloc[0]
    review = corpus.reviews[corpus.reviews["review_id"] == row["review_id"]].iloc[0]
    path = scans.file_to_read(corpus.folders, review["document"])
    if web_pages.is_web_page(path):
        raise TableError(*_without_picture(rec_id, row, review))
    place = Place(
        path=path,
        lines=_lines_of_pages(path, row["page"], row["end_page"]),
        label=row["label"],
        title=row["title"],
        text=row["text"],
        page=row["page"],
        end_page=row["end_page"],
        heading=f"{review['short_title']} ({review['published']})\n"
        f"{printed_label(row['label'])}, {_pages_in_words(row)}",
        note=_note(row, review) + _recognised(corpus, row, review["document"]) + _answered(corpus, rec_id),
    )
    return card(place)


def _without_picture(rec_id: str, row: pd.Series, review: pd.Series) -> tuple[str, str]:
    """Say why a document without pages gives no image, and where the place is found in it."""
    kind = file_types.named_type(Path(review["document"]))
    if kind == "html":
        return f"{rec_id}: stands on a web page", f"open {review['document']}#{row['anchor']}"
    heading = row["anchor"].replace("-", " ") or "its first page"
    what = f"{rec_id}: stands in {file_types.NAMES[kind]}, which has no fixed pages"
    return what, f"open {review['document']}, and look under '{heading}'"


def _lines_of_pages(path: Path, first: int, last: int) -> pd.DataFrame:
    """Return the lines of a document, of which some pages are read closely."""
    pages = page_text.page_texts(path)
    closely = pages["page"].between(first, last).map({True: "yes", False: "no"})
    return page_lines.read_lines(path, pages.assign(closely=closely))


def _pages_in_words(row: pd.Series) -> str:
    """Say on which page or pages of the file a recommendation stands."""
    printed = printed_note(row["page"], row["printed_page"])
    file = "the file" if row["edition"] == "official" else "our digest"
    if row["page"] == row["end_page"]:
        return f"page {row['page']} of {file}{printed}"
    return f"pages {row['page']}{printed} to {row['end_page']} of {file}"


def _recognised(corpus: Corpus, row: pd.Series, document: str) -> str:
    """Say, on a line of its own, that the words were recognised by a program, where they were."""
    pages = corpus.pages[corpus.pages["document"] == document]
    own = pages[pages["page"].between(row["page"], row["end_page"])]
    if not (own["recognised"] == "yes").any():
        return ""
    return "\nRecognised text: a program read it from the picture of the page, and letters may be wrong."


def _note(row: pd.Series, review: pd.Series) -> str:
    """Say what the card of a recommendation shows: the review's own page, or our paraphrase and where it was seen."""
    source = provenance.source_line(review["title"], review["publisher"], review["published"], review["address"])
    if row["edition"] == "digest":
        seen = f"{provenance.of_row(row)}: {row['seen_at']}" if row["seen_at"] else provenance.of_row(row)
        return f"{sentence_case(seen)}\nIt is not the review's words. The review: {source}"
    return f"{source}\nUsual terms: {review['licence'] or 'not known'}."


def _answered(corpus: Corpus, rec_id: str) -> str:
    """Say what was answered, on a line of its own, where that is known."""
    words = statuses.words_by_id(corpus.statuses).get(rec_id, "")
    return f"\nAnswer: {words}" if words else ""


def card(place: Place) -> Image:
    """Return the image of a place: its pages cut to the marked lines, under its heading and above its note.

    Raises: `DocumentError` where none of its words is found on its pages, naming document and page.
    """
    lines = marks(place.lines, f"{place.label} {place.title} {place.text}", place.page, place.end_page)
    if lines.empty:
        where = f"{place.path.name}, page {place.page}"
        raise DocumentError(f"{where}: the words are not on the page", "run the corpus again")
    cuts = [_cut_page(place.path, int(number), on_page) for number, on_page in lines.groupby("page")]
    return _mount(place.heading, cuts, place.note)


def marks(lines: pd.DataFrame, text: str, page: int, end_page: int) -> pd.DataFrame:
    """Return, of the lines of a document, those between two pages that print a text, in order."""
    inside = lines[lines["page"].between(page, end_page) & (lines["part"] == "body")]
    printed = [_letters(line) for line in inside["text"]]
    runs = [_run_from(first, printed, _letters(text)) for first in range(len(printed))]
    best: list[int] = max(runs, key=lambda run: _fit(run, printed), default=[])
    return inside.iloc[best]


def _letters(text: str) -> str:
    """Return the letters and digits of a text, small."""
    return re.sub(r"[\W_]+", "", text).lower()


def _run_from(first: int, printed: list[str], wanted: str) -> list[int]:
    """Return the numbers of the lines that print a text, if its printing begins with the first of them."""
    run, position = [], 0
    for number in range(first, len(printed)):
        line = printed[number]
        start = wanted.find(line, position) if line else -1
        if start >= 0 and (len(line) > SURE_LETTERS or start == position):
            run.append(number)
            position = start + len(line)
        elif number == first:
            return []
    return run


def _fit(run: list[int], printed: list[str]) -> tuple[int, int]:
    """Return how well lines print a text: the more of its letters, the better; then, the nearer together."""
    return sum(len(printed[number]) for number in run), run[0] - run[-1] if run else 0


def _cut_page(path: Path, number: int, lines: pd.DataFrame) -> Image:
    """Return one page, cut to its marked lines with some room above and below."""
    from PIL import Image, ImageChops, ImageDraw

    document = documents.open_pdf(path)
    try:
        page = documents.normalise_rotation(documents.open_page(document, path.name, number))
        documents.page_size(page, path.name, number)
        image = page.render(scale=SCALE).to_pil().convert("RGB")
        page.close()
    finally:
        document.close()
    layer = Image.new("RGB", image.size, PAPER)
    draw = ImageDraw.Draw(layer)
    for line in lines.itertuples(index=False):
        corners = (line.x0 - 2, line.top - 1, line.x1 + 2, line.bottom + 1)
        draw.rectangle([corner * SCALE for corner in corners], fill=MARKED)
    marked = ImageChops.multiply(image, layer)  # as a marker pen would: the letters stay black
    top = max(0, int((lines["top"].min() - ROOM) * SCALE))
    bottom = min(marked.height, int((lines["bottom"].max() + ROOM) * SCALE))
    return marked.crop((0, blank_row(image, top, -1), marked.width, blank_row(image, bottom, 1)))


def blank_row(image: Image, row: int, step: int) -> int:
    """Return the nearest row of pixels of one colour, up (-1) or down (1) from `row`, so that no letter is cut.

    Where there is none within `REACH` (a picture, a ruled margin), it is `row` itself.
    """
    spread = np.ptp(np.asarray(image.convert("L")), axis=1)
    near = range(row, max(-1, min(image.height, row + step * REACH)), step)
    return next((one for one in near if spread[min(one, image.height - 1)] <= NEARLY_ONE_COLOUR), row)


class TextBlock(NamedTuple):
    """Words wrapped for the card, the pixels that they take in height, and their font."""

    text: str
    height: int
    font: FreeTypeFont


def _wrap(text: str, size: int) -> TextBlock:
    """Wrap words in the font that matplotlib carries."""
    from matplotlib import font_manager
    from PIL import ImageFont

    font = ImageFont.truetype(font_manager.findfont("DejaVu Sans"), size)
    letters = NOTE_LETTERS * NOTE_SIZE // size
    lines = [line for paragraph in text.split("\n") for line in textwrap.wrap(paragraph, letters) or [""]]
    return TextBlock("\n".join(lines), 28 + len(lines) * (size + 10), font)


def _mount(heading: str, cuts: list[Image], note: str) -> Image:
    """Return one sheet with the heading above the cuts of pages, a rule under each, and the note below."""
    from PIL import Image, ImageDraw

    above, below = _wrap(heading, HEADING_SIZE), _wrap(note, NOTE_SIZE)
    width = max(LEAST_WIDTH, *(cut.width for cut in cuts))
    height = above.height + sum(cut.height + RULE_HEIGHT for cut in cuts) + below.height
    sheet = Image.new("RGB", (width, height), PAPER)
    draw = ImageDraw.Draw(sheet)
    draw.multiline_text((SIDE, 16), above.text, fill=INK, font=above.font, spacing=6)
    y = above.height
    for cut in cuts:
        sheet.paste(cut, (0, y))
        rule = y + cut.height + RULE_HEIGHT // 2
        draw.line([(SIDE, rule), (width - SIDE, rule)], fill=QUIET)
        y += cut.height + RULE_HEIGHT
    draw.multiline_text((SIDE, y + 8), below.text, fill=QUIET, font=below.font, spacing=6)
    return sheet
