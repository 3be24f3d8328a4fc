"""Mark each line as body, head, foot or note.

Heads and feet are recognised by recurring: the same words (digits aside) at the top or bottom of several pages of the
whole document. Notes are the lines in smaller type at the foot of a page.

Limitations: a PDF has no such notions, so this is inference from layout; a head that stands on one page only is taken
for body.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import groupby
from operator import attrgetter

import pandas as pd

from reviewkit.base.types import Row
from reviewkit.reading import page_text

LINES_AT_EDGE = 5  # so many lines at either end of a page can be heads or feet
MIN_PAGES = 3  # a head or foot stands on so many pages
MARGIN_SHARE = 0.13  # of the page's height, at top and bottom: where heads and feet stand
HEADING_SIZE = 1.25  # of the body's size: larger type at a page's top is a heading
NOTE_SIZE = 0.93  # of the body's size: smaller type at the foot of a page is a note
PAGE_NUMBER = re.compile(  # "12", "page 3 of 9", "- 4 -"
    r"(page\s*)?[\divxlc]{1,5}(\s*(of|/)\s*\d+)?|[-–|]\s*\d+\s*[-–|]", re.I
)
FOOTNOTE_MARKS = re.compile(r"[\d*†‡§,\s]+")  # "243", "12, 13"
OPENS_LIKE_NOTE = re.compile(r"(\d{1,4}|[*†‡§]|\[\d+\]|[ivx]+)\s*[\s.]?\s*\S")  # "53 Hansard ...", "* See"
CITES_SOURCE = re.compile(  # a note whose raised mark stayed in the text: "Ibid., page 7.", "Q135 (Chief Constable)"
    r"(Ibid\b|See (also )?|Q\d+\b|Transcript\b|Hansard\b|HC Deb\b|https?://|www\.)"
    r"|.*\b(pages?|paragraphs?|paras?\.?|chapters?|sections?|pp?\.|cols?\.?) ?\d",
)


def mark_parts(lines: pd.DataFrame, pages: pd.DataFrame) -> pd.DataFrame:
    """Add the column `part` (body, head, foot, note) to the lines of a document, given its table `pages`."""
    if lines.empty:
        return lines.assign(part=pd.Series(dtype=object))
    heights = dict(zip(pages["page"], pages["height"], strict=True))
    lines = lines.assign(shape=lines["text"].map(_shape))
    recurring = _recurring_lines(pages["text"].tolist()) - _lines_of_the_body(lines, heights)
    body = _body_size(lines)
    rows = list(lines.itertuples(index=False))
    counts_at_top = _counts_at_top(rows, heights)
    parts: list[str] = []
    for page, on_page in groupby(rows, key=attrgetter("page")):
        parts += _page_parts(list(on_page), recurring, counts_at_top, float(heights[page]), body)
    return _level_with_heads(lines.drop(columns="shape").assign(part=parts))


def mark_parts_of_scans(lines: pd.DataFrame, pages: pd.DataFrame) -> pd.DataFrame:
    """Mark as head or foot what is typed above or below the picture of a page, though it stands on no other page."""
    heights = lines["page"].map(dict(zip(pages["page"], pages["height"], strict=True)))
    on_scan = lines["page"].isin(set(pages.loc[page_text.are_scans(pages), "page"])) & (lines["part"] == "body")
    at_top = on_scan & (lines["bottom"] < MARGIN_SHARE * heights)
    at_bottom = on_scan & (lines["top"] > (1 - MARGIN_SHARE) * heights)
    return lines.assign(part=lines["part"].mask(at_top, "head").mask(at_bottom, "foot"))


def _level_with_heads(lines: pd.DataFrame) -> pd.DataFrame:
    """Mark as head a body line that stands exactly where heads stand on other pages, in their size.

    It is the running head of a chapter of one page.
    """
    heads = lines[lines["part"] == "head"]
    position_counts = Counter(zip(heads["top"].round(), heads["size"].round(1), strict=True))
    usual_positions = {position for position, count in position_counts.items() if count >= MIN_PAGES}
    level = [position in usual_positions for position in zip(lines["top"].round(), lines["size"].round(1), strict=True)]
    return lines.assign(
        part=lines["part"].mask((lines["part"] == "body") & pd.Series(level, index=lines.index), "head")
    )


def _recurring_lines(texts: list[str]) -> set[str]:
    """Return the lines that stand at the ends of several pages, as `_shape` gives them."""
    page_counts: Counter[str] = Counter()
    for text in texts:
        printed = [line for line in text.split("\n") if line.strip()]
        shapes = {_shape(line) for line in printed[:LINES_AT_EDGE] + printed[-LINES_AT_EDGE:]}
        page_counts.update(shapes - {""})
    return {shape for shape, count in page_counts.items() if count >= min(MIN_PAGES, max(2, len(texts)))}


def _lines_of_the_body(lines: pd.DataFrame, heights: dict[int, int]) -> set[str]:
    """Return the lines that stand between the margins as often as in them.

    "Recommendation 13" may open a page and is not its head.
    """
    page_height = lines["page"].map(heights)
    inside = (lines["bottom"] >= MARGIN_SHARE * page_height) & (lines["top"] <= (1 - MARGIN_SHARE) * page_height)
    share = inside.groupby(lines["shape"]).mean()
    return set(share.index[share > 0.3])


def _shape(line: str) -> str:
    """Return a line without its digits, spaces and case: the same for a running head on every page.

    >>> _shape("Recommendations 221") == _shape("222 Recommendations")
    True
    """
    return re.sub(r"[\d\s\ufffe\x02]+", "", line).lower()


def _body_size(lines: pd.DataFrame) -> float:
    """Return the size in which most letters of the document are set."""
    letters = lines["text"].str.len()
    return float(letters.groupby(lines["size"].round(1)).sum().idxmax())


def _counts_at_top(rows: list[Row], heights: dict[int, int]) -> Counter[tuple[str, bool]]:
    """Count how often each line stands at the top (True) and elsewhere (False) on the pages that were read."""
    return Counter((row.shape, row.bottom < MARGIN_SHARE * heights[row.page]) for row in rows)


def _page_parts(
    rows: list[Row], recurring: set[str], counts_at_top: Counter[tuple[str, bool]], height: float, body: float
) -> list[str]:
    """Return the part of each line of one page."""
    parts = ["body"] * len(rows)
    for index, row in enumerate(rows):
        at_top, at_bottom = row.bottom < MARGIN_SHARE * height, row.top > (1 - MARGIN_SHARE) * height
        if not at_top and not at_bottom:
            continue
        usually_here = (
            counts_at_top[row.shape, at_top] >= counts_at_top[row.shape, not at_top] and row.size < HEADING_SIZE * body
        )
        if (row.shape in recurring and usually_here) or PAGE_NUMBER.fullmatch(row.text.strip()):
            parts[index] = "head" if at_top else "foot"
    _mark_bands(rows, parts, body)
    _mark_notes(rows, parts, body)
    return parts


def _mark_bands(rows: list[Row], parts: list[str], body: float) -> None:
    """Mark what stands above a head, below a foot, or level with one: a date line, a page number, an address.

    A raised mark that PDFium gives a line of its own goes to the notes.
    """
    heads = [row.top for row, part in zip(rows, parts, strict=True) if part == "head"]
    feet = [row.top for row, part in zip(rows, parts, strict=True) if part == "foot"]
    for index, row in enumerate(rows):
        if parts[index] == "body" and heads and row.top <= max(heads) + 2 and row.box == 0:
            parts[index] = "head"
        elif parts[index] == "body" and feet and row.top >= min(feet) - 2:
            parts[index] = "foot"
        elif parts[index] == "body" and row.size < 0.75 * body and FOOTNOTE_MARKS.fullmatch(row.text):
            parts[index] = "note"


def _mark_notes(rows: list[Row], parts: list[str], body: float) -> None:
    """Mark as notes the small type at the foot of each column, from the first line that opens like one or cites."""
    in_body = [index for index, part in enumerate(parts) if part == "body"]
    in_body.sort(key=lambda index: rows[index].top)
    small: list[int] = []
    for index in reversed(in_body):
        if rows[index].size >= NOTE_SIZE * body or rows[index].box:
            break
        small.append(index)
    small.reverse()
    texts = [rows[index].text for index in small]
    opens = next((n for n, text in enumerate(texts) if OPENS_LIKE_NOTE.match(text) or CITES_SOURCE.match(text)), None)
    for index in small[opens:] if opens is not None else []:
        parts[index] = "note"
