"""Recommendation -> the picture of its place on the page, marked.

Comes in: the document, its lines, the recommendation and what it belongs to. Goes out: one picture with the pages that
print it, its lines marked, and words that say what they are: the review's own page, or a page of our digest.

Limit: a web page has no picture; its anchor leads to the place. Lines are marked by their words, so a line that a
recommendation shares with its neighbour is marked whole. A page of a published document stays on this machine.
"""

from __future__ import annotations

import re
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from reviewkit.base.errors import DocumentError
from reviewkit.reading import documents

if TYPE_CHECKING:
    from PIL.Image import Image

SCALE = 1.6  # pixels a point: about 115 to the inch, legible on a slide
ROOM = 22.0  # points of the page shown above and below the marked lines
MARKED = (255, 226, 110)  # a yellow that print and colour-blind eyes tell from white
INK, PAPER, QUIET = (33, 37, 41), (255, 255, 255), (73, 80, 87)
LEAST_WIDTH = 960  # pixels: what WIDTH characters need
WIDTH = 88  # characters of a line of words on the card


class Place(NamedTuple):
    """What a card shows: the file, its lines, and the words that stand with them."""

    path: Path
    lines: pd.DataFrame
    label: str
    title: str
    text: str
    page: int
    end_page: int
    heading: str
    note: str


def card(place: Place) -> Image:
    """A place in; the picture of it out: its pages cut to the marked lines, under the words of `heading`.

    Raises `documents.DocumentError` where none of its words is found on its pages, naming document and page.
    """
    marked = marks(place.lines, f"{place.label} {place.title} {place.text}", place.page, place.end_page)
    if marked.empty:
        where = f"{place.path.name}, page {place.page}"
        raise DocumentError(f"{where}: the words are not on the page", "run the corpus again")
    cuts = [_cut(place.path, int(number), lines) for number, lines in marked.groupby("page")]
    return _mounted(place.heading, cuts, place.note)


def marks(lines: pd.DataFrame, text: str, page: int, end_page: int) -> pd.DataFrame:
    """Lines of a document and a text in; the lines between its pages that print the text, in order, out."""
    inside = lines[lines["page"].between(page, end_page) & (lines["part"] == "body")]
    printed = [_letters(line) for line in inside["text"]]
    runs = [_run(printed, first, _letters(text)) for first in range(len(printed))]
    best = max(runs, key=lambda run: _fits(run, printed), default=[])
    return inside.iloc[best]


def _run(printed: list[str], first: int, wanted: str) -> list[int]:
    """The lines that print the text, if its printing begins with one of them."""
    chosen, at = [], 0
    for place in range(first, len(printed)):
        found = wanted.find(printed[place], at) if printed[place] else -1
        if found >= 0 and (len(printed[place]) > 3 or found == at):
            chosen.append(place)
            at = found + len(printed[place])
        elif place == first:
            return []
    return chosen


def _fits(run: list[int], printed: list[str]) -> tuple[int, int]:
    """How well lines print a text: the more of its letters, the better; then, the nearer together."""
    return sum(len(printed[place]) for place in run), run[0] - run[-1] if run else 0


def where(row: pd.Series) -> str:
    """A row of `recommendations` in, its page or pages in words out."""
    if row["page"] == row["end_page"]:
        return f"page {row['page']} of the file"
    return f"pages {row['page']} to {row['end_page']} of the file"


def note(row: pd.Series, review: pd.Series) -> str:
    """A recommendation and its review in; what their card shows, in words, out: the review's page or our paraphrase."""
    if row["edition"] == "digest":
        said = "Our paraphrase, from a digest of ours: not the review's words."
        return f"{said} Seen in: {row['seen_in']}, {row['seen_at']}"
    return f"{review['title']}. {review['publisher']}. Usual terms: {review['licence'] or 'not known'}."


def _letters(text: str) -> str:
    """The letters and digits of a text, small."""
    return re.sub(r"[\W_]+", "", text).lower()


def _cut(path: Path, number: int, lines: pd.DataFrame) -> Image:
    """One page in, cut to its marked lines with some room, out."""
    from PIL import Image, ImageChops, ImageDraw

    document = documents.open_pdf(path)
    try:
        page = documents.normalise_rotation(documents.open_page(document, path.name, number))
        documents.page_size(page, path.name, number)
        whole = page.render(scale=SCALE).to_pil().convert("RGB")
        page.close()
    finally:
        document.close()
    layer = Image.new("RGB", whole.size, PAPER)
    draw = ImageDraw.Draw(layer)
    for line in lines.itertuples(index=False):
        corners = (line.x0 - 2, line.top - 1, line.x1 + 2, line.bottom + 1)
        draw.rectangle([corner * SCALE for corner in corners], fill=MARKED)
    shown = ImageChops.multiply(whole, layer)  # as a marker pen would: the letters stay black
    top = max(0, int((lines["top"].min() - ROOM) * SCALE))
    bottom = min(shown.height, int((lines["bottom"].max() + ROOM) * SCALE))
    return shown.crop((0, top, shown.width, bottom))


def _mounted(heading: str, cuts: list[Image], note: str) -> Image:
    """Cuts of pages in; one sheet with the heading above, a rule between pages and the note below, out."""
    from PIL import Image, ImageDraw

    above, below = _words(heading, 22), _words(note, 18)
    width = max(LEAST_WIDTH, *(cut.width for cut in cuts))
    height = above[1] + sum(cut.height + 12 for cut in cuts) + below[1]
    sheet = Image.new("RGB", (width, height), PAPER)
    draw = ImageDraw.Draw(sheet)
    draw.multiline_text((24, 16), above[0], fill=INK, font=above[2], spacing=6)
    at = above[1]
    for cut in cuts:
        sheet.paste(cut, (0, at))
        at += cut.height
        draw.line([(24, at + 6), (width - 24, at + 6)], fill=QUIET)
        at += 12
    draw.multiline_text((24, at + 8), below[0], fill=QUIET, font=below[2], spacing=6)
    return sheet


def _words(text: str, size: int) -> tuple[str, int, object]:
    """Words wrapped, the height that they take, and their font: the one that matplotlib carries."""
    from matplotlib import font_manager
    from PIL import ImageFont

    font = ImageFont.truetype(font_manager.findfont("DejaVu Sans"), size)
    lines = [line for paragraph in text.split("\n") for line in textwrap.wrap(paragraph, WIDTH * 18 // size) or [""]]
    return "\n".join(lines), 28 + len(lines) * (size + 10), font
