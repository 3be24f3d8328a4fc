"""Lines -> what part of the page each is: body, head, foot or note.

Heads and feet are known by recurring: the same words (digits aside) at the top or bottom of several pages, read off
the skim of the whole document. Notes are the lines in smaller type at the foot of a page. A PDF has no such notions,
so this is inference from layout, and a head that stands on one page only is taken for body.
"""

from __future__ import annotations

import re
from collections import Counter

import pandas as pd

EDGE = 5  # lines of the skim, at either end of a page, that can be heads or feet
RECURS = 3  # pages on which a line must stand to be furniture
MARGIN = 0.13  # of the page's height, at top and bottom: where furniture stands
LARGE = 1.25  # of the body's size: larger type at a page's top is a heading
NOTE = 0.93  # of the body's size: smaller type at the foot of a page is a note
FOLIO = re.compile(
    r"(page\s*)?[\divxlc]{1,5}(\s*(of|/)\s*\d+)?|[-–|]\s*\d+\s*[-–|]", re.I
)  # "12", "page 3 of 9", "- 4 -"
MARKS = re.compile(r"[\d*†‡§,\s]+")  # "243", "12, 13"
NOTED = re.compile(r"(\d{1,4}|[*†‡§]|\[\d+\]|[ivx]+)\s*[\s.]?\s*\S")  # "53 Hansard ...", "* See"
CITES = re.compile(  # a note whose raised mark stayed in the text: "Ibid., page 7.", "Q135 (Chief Constable)"
    r"(Ibid\b|See (also )?|Q\d+\b|Transcript\b|Hansard\b|HC Deb\b|https?://|www\.)"
    r"|.*\b(pages?|paragraphs?|paras?\.?|chapters?|sections?|pp?\.|cols?\.?) ?\d",
)


def mark_parts(lines: pd.DataFrame, skimmed: pd.DataFrame) -> pd.DataFrame:
    """Lines and the table `pages` in; the lines with the column `part` (body, head, foot, note) out."""
    if lines.empty:
        return lines.assign(part=pd.Series(dtype=object))
    height = dict(zip(skimmed["page"], skimmed["height"], strict=True))
    recurring = _recurring(skimmed["text"].tolist()) - _at_home_in_the_body(lines, height)
    body = _body_size(lines)
    placed = _placed(lines, height)
    parts: list[str] = []
    for number, on_page in lines.groupby("page", sort=False):
        parts += _page_parts(on_page, recurring, placed, float(height[number]), body)
    return _level_with_heads(lines.assign(part=parts))


def _level_with_heads(lines: pd.DataFrame) -> pd.DataFrame:
    """A line that stands exactly where heads stand on other pages, in their size, is one: a chapter of one page."""
    heads = lines[lines["part"] == "head"]
    places = Counter(zip(heads["top"].round(), heads["size"].round(1), strict=True))
    usual = {place for place, count in places.items() if count >= RECURS}
    level = [place in usual for place in zip(lines["top"].round(), lines["size"].round(1), strict=True)]
    return lines.assign(
        part=lines["part"].mask((lines["part"] == "body") & pd.Series(level, index=lines.index), "head")
    )


def _recurring(texts: list[str]) -> set[str]:
    """Lines that stand at the ends of several pages, digits aside."""
    seen: Counter[str] = Counter()
    for text in texts:
        found = [_shape(line) for line in text.split("\n") if line.strip()]
        seen.update({line for line in found[:EDGE] + found[-EDGE:] if line})
    return {shape for shape, count in seen.items() if count >= min(RECURS, max(2, len(texts)))}


def _at_home_in_the_body(lines: pd.DataFrame, height: dict[int, int]) -> set[str]:
    """Lines that stand between the margins as often as in them: "Recommendation 13" may open a page and is no head."""
    shapes = lines["text"].map(_shape)
    tall = lines["page"].map(height)
    inside = (lines["bottom"] >= MARGIN * tall) & (lines["top"] <= (1 - MARGIN) * tall)
    share = inside.groupby(shapes).mean()
    return set(share.index[share > 0.3])


def _shape(line: str) -> str:
    """A line without its digits, spaces and case: the same running head on every page.

    >>> _shape("Recommendations 221") == _shape("222 Recommendations")
    True
    """
    return re.sub(r"[\d\s\ufffe\x02]+", "", line).lower()


def _body_size(lines: pd.DataFrame) -> float:
    """The size in which most letters of the document are set."""
    letters = lines["text"].str.len()
    return float(letters.groupby(lines["size"].round(1)).sum().idxmax())


def _placed(lines: pd.DataFrame, height: dict[int, int]) -> Counter[tuple[str, bool]]:
    """How often each line stands at the top (True) and at the bottom (False) of the pages that were read."""
    return Counter((_shape(row.text), row.bottom < MARGIN * height[row.page]) for row in lines.itertuples(index=False))


def _page_parts(
    on_page: pd.DataFrame, recurring: set[str], placed: Counter[tuple[str, bool]], height: float, body: float
) -> list[str]:
    """The part of each line of one page."""
    rows = list(on_page.itertuples(index=False))
    parts = ["body"] * len(rows)
    for place, row in enumerate(rows):
        high, low = row.bottom < MARGIN * height, row.top > (1 - MARGIN) * height
        shape = _shape(row.text)
        here = placed[shape, high] >= placed[shape, not high] and row.size < LARGE * body
        furniture = (shape in recurring and here) or FOLIO.fullmatch(row.text.strip())
        if (high or low) and furniture:
            parts[place] = "head" if high else "foot"
    _mark_bands(rows, parts, body)
    _mark_notes(rows, parts, body)
    return parts


def _mark_bands(rows: list, parts: list[str], body: float) -> None:
    """What stands above a head, below a foot, or level with one, is furniture too: a date line, a folio, an address.

    A raised mark that PDFium gives a line of its own goes to the notes.
    """
    heads = [row.top for row, part in zip(rows, parts, strict=True) if part == "head"]
    feet = [row.top for row, part in zip(rows, parts, strict=True) if part == "foot"]
    for place, row in enumerate(rows):
        if parts[place] == "body" and heads and row.top <= max(heads) + 2 and row.box == 0:
            parts[place] = "head"
        elif parts[place] == "body" and feet and row.top >= min(feet) - 2:
            parts[place] = "foot"
        elif parts[place] == "body" and row.size < 0.75 * body and MARKS.fullmatch(row.text):
            parts[place] = "note"


def _mark_notes(rows: list, parts: list[str], body: float) -> None:
    """The lines in small type at the foot of each column are notes, from the first that opens like one or cites."""
    in_body = [place for place, part in enumerate(parts) if part == "body"]
    in_body.sort(key=lambda place: rows[place].top)
    small: list[int] = []
    for place in reversed(in_body):
        if rows[place].size >= NOTE * body or rows[place].box:
            break
        small.append(place)
    small.reverse()
    texts = [rows[place].text for place in small]
    opens = next((n for n, text in enumerate(texts) if NOTED.match(text) or CITES.match(text)), None)
    for place in small[opens:] if opens is not None else []:
        parts[place] = "note"
