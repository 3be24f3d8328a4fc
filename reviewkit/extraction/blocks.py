"""Join lines into blocks: paragraphs, headings and list items.

A block is what a reader sees as one: lines of one style without a wider gap between them. Hyphens at line ends are kept
or dropped according to how the document itself writes the word elsewhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import pandas as pd

from reviewkit.base.types import Row
from reviewkit.extraction import labels
from reviewkit.reading.english import english_words

PARAGRAPH_GAP = 1.25  # of the usual distance of lines: a wider one begins a new block
SYMBOL_BULLETS = re.compile("[\uf0b7\uf0a7\uf0d8]")  # bullets of the Symbol and Wingdings fonts
SIZE_TOLERANCE = 0.6  # points: type that differs more is another style
BROKEN_WORD = re.compile(r"\W*([^\W\d_]+(?:-[^\W\d_]+)*)(-|\u00ad)")  # "(whole-", at the end of a line
BROKEN_AT_LINE_END = re.compile(r"(?<![^\W\d_])[^\W\d_]++(?:[\ufffe\x02]|-\n)\s*[^\W\d_]+")  # "recom-\nmended"
HYPHENATED = re.compile(r"[^\W\d_]++(?:-[^\W\d_]+)*")  # "whole-system", and words without a hyphen
COMPOUND_PREFIXES = {  # words that begin with one keep the hyphen where the document does not say: "well-run"
    "well", "self", "non", "co", "multi", "cross", "long", "short", "first", "full", "part", "high", "low",
}  # fmt: skip
MAX_HEADING_WORDS = 30  # what is longer is not a heading


class Block(NamedTuple):
    """One paragraph, heading or list item. Positions in points, `bold` and `italic` as shares of its letters.

    `listed`: it stands in an item of a numbered list, where a web page marks that up.
    """

    text: str
    page: int
    end_page: int
    x0: float
    hang: float  # left edge of its second line, or of its first where it has one line
    top: float
    size: float
    bold: float
    italic: float
    box: int
    lines: int
    label: labels.Label | None
    listed: bool = False


def find_blocks(lines: pd.DataFrame, words: set[str]) -> list[Block]:
    """Return the blocks of a document in reading order, from its lines (those of part `body`) and its words."""
    rows = list(lines.loc[lines["part"] == "body"].itertuples(index=False))
    usual_distances = _usual_distances(rows)
    groups: list[list[Row]] = []
    for row in rows:
        if groups and not _begins_block(groups[-1], row, _usual_distance(usual_distances, row)):
            groups[-1].append(row)
        else:
            groups.append([row])
    return [_make_block(group, words) for group in groups]


def vocabulary(texts: Sequence[str]) -> set[str]:
    """Return the words of a document in small letters, hyphenated ones whole, without those broken at a line's end."""
    return set(HYPHENATED.findall(BROKEN_AT_LINE_END.sub(" ", "\n".join(texts).lower())))


def join_lines(texts: Sequence[str], words: set[str]) -> str:
    """Join lines to one text; a hyphen at a line's end is kept where the document writes the word with one.

    >>> join_lines(["a whole-", "system and recom-", "mended plan"], {"whole-system", "recommended"})
    'a whole-system and recommended plan'
    """
    joined = ""
    for text in texts:
        text = " ".join(unicodedata.normalize("NFKC", SYMBOL_BULLETS.sub("•", text)).replace("\u2010", "-").split())
        last_word = joined.rpartition(" ")[2]
        broken = BROKEN_WORD.fullmatch(last_word) if last_word[-1:] in ("-", "\u00ad") else None
        continuation = re.match(r"[^\W\d_]+", text)
        if broken and continuation:
            joined = joined[:-1] + _hyphen_or_nothing(broken, continuation.group(), words) + text
        elif re.search(r"(https?:|www\.)\S*[/=&?_.-]$", last_word):
            joined += text
        else:
            joined = f"{joined} {text}" if joined else text
    return re.sub(r"\u00ad\s?", "", joined)


def _hyphen_or_nothing(broken: re.Match[str], second_half: str, words: set[str]) -> str:
    """Return what stands between the halves of a word broken at a line's end: a hyphen or nothing."""
    if broken.group(2) == "\u00ad":
        return ""
    first_half, second = broken.group(1).lower(), second_half.lower()
    if f"{first_half}-{second}" in words:
        return "-"
    if f"{first_half}{second}" in words:
        return ""
    if first_half not in COMPOUND_PREFIXES and f"{first_half}{second}" in english_words():
        return ""
    is_compound = any(len(half) > 3 and half in words for half in (first_half.split("-")[-1], second))
    return "-" if is_compound or first_half in COMPOUND_PREFIXES else ""


def _usual_distances(rows: list[Row]) -> dict[tuple, float]:
    """Return the distance from one line to the next: of each size over the document, and of each setting on each page.

    On a page it is the least that comes twice, since a page of short items has more gaps between items than lines.
    """
    distance_counts: dict[tuple, Counter[float]] = {}
    for previous, row in pairwise(rows):
        step = row.top - previous.top
        if (
            previous.page == row.page
            and abs(previous.size - row.size) < SIZE_TOLERANCE
            and 0.8 * previous.size < step < 3 * previous.size
        ):
            for setting in (_setting(row), (round(row.size),)):
                distance_counts.setdefault(setting, Counter())[round(step, 1)] += 1
    of_document = {  # the commonest
        key: min(counts, key=lambda step: (-counts[step], step))
        for key, counts in distance_counts.items()
        if len(key) == 1
    }
    repeated_on_page = {
        key: [step for step in counts if counts[step] > 1] for key, counts in distance_counts.items() if len(key) > 1
    }
    return of_document | {key: min(steps) for key, steps in repeated_on_page.items() if steps}


def _setting(row: Row) -> tuple:
    """Return the page, size and slope of a line: text of one setting has one distance."""
    return (row.page, round(row.size), row.italic > 0.5)


def _usual_distance(usual_distances: dict[tuple, float], row: Row) -> float:
    """Return the usual distance to a line: of its setting on its page, else of its size."""
    return usual_distances.get(_setting(row), usual_distances.get((round(row.size),), 1.2 * row.size))


def _begins_block(group: list[Row], row: Row, usual_distance: float) -> bool:
    """Return whether a line begins a new block after the lines of `group`."""
    last = group[-1]
    if row.page != last.page or row.box != last.box or _is_other_style(last, row):
        return True
    step = row.top - last.top
    if abs(step) < 0.5 * row.size and row.x0 >= last.x1 - 1:
        return False  # the same printed line, drawn in two pieces
    if _steps_back(group, row) or step < 0 or step > PARAGRAPH_GAP * usual_distance:
        return True
    if labels.BARE_ITEM.fullmatch(row.text.strip()) and row.x0 < last.x1:
        return True  # a letter that is drawn by itself, before the words of its item
    return labels.opening_label(row.text, row.bold) is not None and not labels.runs_on(last.text)


def _steps_back(group: list[Row], row: Row) -> bool:
    """Return whether a line's left edge says that a paragraph begins, without a gap.

    It is back at the margin, or set in from it.
    """
    first, last = group[0], group[-1]
    finished = last.text.rstrip()[-1:] in ".:;?!)”"
    if finished and row.x0 < min(line.x0 for line in group) - 8:
        return True
    if finished and len(group) > 1 and 8 < row.x0 - last.x0 < 40 and abs(last.x0 - min(line.x0 for line in group)) < 1:
        return True  # a paragraph that begins set in, without a gap before it
    labelled = labels.opening_label(first.text, first.bold) is not None and finished
    hangs = len(group) > 1 and last.x0 > first.x0 + 5 and row.x0 <= first.x0 + 3
    return labelled and hangs


def _is_other_style(last: Row, row: Row) -> bool:
    """Return whether two lines are set in different type; a bold lead word inside a line does not count."""
    if abs(row.size - last.size) > SIZE_TOLERANCE:
        return True
    bold = (row.bold > 0.9) != (last.bold > 0.9) and min(row.bold, last.bold) < 0.3
    italic = (row.italic > 0.9) != (last.italic > 0.9) and min(row.italic, last.italic) < 0.1
    return bold or (italic and last.text.rstrip()[-1:] in '.:;?!)”"')


def _make_block(group: list[Row], words: set[str]) -> Block:
    """Return the block that these lines make."""
    text = join_lines([row.text for row in group], words)
    letters = [len(row.text) for row in group]
    total = sum(letters)
    hang = next((row.x0 for row in group[1:] if row.top > group[0].top + 2), group[0].x0)
    return Block(
        text=text,
        page=group[0].page,
        end_page=group[-1].page,
        x0=group[0].x0,
        hang=hang,
        top=group[0].top,
        size=max(row.size for row in group),
        bold=sum(row.bold * n for row, n in zip(group, letters, strict=True)) / total,
        italic=sum(row.italic * n for row, n in zip(group, letters, strict=True)) / total,
        box=group[0].box,
        lines=len(group),
        label=labels.opening_label(text, group[0].bold),
        listed=getattr(group[0], "listed", False),
    )


def is_heading(block: Block, body: float) -> bool:
    """Return whether a block is set as a heading: larger, bold or italic, short, and not ended like a sentence."""
    words = block.text.split()
    if not words or len(words) > MAX_HEADING_WORDS or block.lines > 4 or block.text.rstrip()[-1] in ".;,":
        return False
    if not re.match(r"[“‘\"'(\[]?[A-Z0-9]", block.text):
        return False
    larger = block.size > body + SIZE_TOLERANCE
    return larger or block.bold > 0.9 or (block.italic > 0.9 and len(words) <= 15)


def body_size(blocks: Sequence[Block]) -> float:
    """Return the size in which most of the blocks' text is set."""
    letters_by_size: Counter[float] = Counter()
    for block in blocks:
        letters_by_size[round(block.size, 1)] += len(block.text)
    return min(letters_by_size, key=lambda size: (-letters_by_size[size], size)) if letters_by_size else 0.0
