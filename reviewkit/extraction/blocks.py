"""Lines -> blocks: paragraphs, headings and list items, joined over line ends.

A block is what a reader sees as one: lines of one style without a wider gap between them. Hyphens at line ends are
kept or dropped by what the document itself does elsewhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from reviewkit.extraction import labels

WIDER = 1.25  # of the usual distance of lines: a wider one begins a new block
SIGNS = re.compile("[\uf0b7\uf0a7\uf0d8]")  # bullets of the Symbol and Wingdings fonts
OTHER_SIZE = 0.6  # points: type that differs more is another style
BROKEN = re.compile(r"\W*([^\W\d_]+(?:-[^\W\d_]+)*)(-|\u00ad)")  # "(whole-", at the end of a line
COMPOUNDING = {"well", "self", "non", "co", "multi", "cross", "long", "short", "first", "full", "part", "high", "low"}
SHORT = 30  # words: no heading is longer


class Block(NamedTuple):
    """One paragraph, heading or list item. Places in points, `bold` and `italic` as shares of its letters."""

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


def find_blocks(lines: pd.DataFrame, words: set[str]) -> list[Block]:
    """The lines of a document (those of part `body`) and its words in; blocks in reading order out."""
    rows = list(lines.loc[lines["part"] == "body"].itertuples(index=False))
    usual = _usual_distance(rows)
    groups: list[list] = []
    for row in rows:
        if groups and not _begins(groups[-1], row, _distance(usual, row)):
            groups[-1].append(row)
        else:
            groups.append([row])
    return [_block(group, words) for group in groups]


def vocabulary(texts: Sequence[str]) -> set[str]:
    """The words of a document in small letters, hyphenated ones whole; those broken at a line's end do not count."""
    whole = re.sub(r"[^\W\d_]+(?:[\ufffe\x02]|-\n)\s*[^\W\d_]+", " ", "\n".join(texts).lower())
    return set(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", whole))


def join_lines(texts: Sequence[str], words: set[str]) -> str:
    """Lines in, one text out: a hyphen at a line's end is kept where the document writes the word with one.

    >>> joined(["a whole-", "system and recom-", "mended plan"], {"whole-system", "recommended"})
    'a whole-system and recommended plan'
    """
    made = ""
    for text in texts:
        text = " ".join(unicodedata.normalize("NFKC", SIGNS.sub("•", text)).replace("\u2010", "-").split())
        last = made.rpartition(" ")[2]
        broken = BROKEN.fullmatch(last) if last[-1:] in ("-", "\u00ad") else None
        after = re.match(r"[^\W\d_]+", text)
        if broken and after:
            made = made[:-1] + _mended(broken, after.group(), words) + text
        elif re.search(r"(https?:|www\.)\S*[/=&?_.-]$", last):
            made += text
        else:
            made = f"{made} {text}" if made else text
    return re.sub(r"\u00ad\s?", "", made)


def _mended(broken: re.Match[str], after: str, words: set[str]) -> str:
    """What stands between the halves of a word broken at a line's end: a hyphen or nothing."""
    if broken.group(2) == "\u00ad":
        return ""
    first, second = broken.group(1).lower(), after.lower()
    if f"{first}-{second}" in words:
        return "-"
    if f"{first}{second}" in words:
        return ""
    known = any(len(half) > 3 and half in words for half in (first.split("-")[-1], second))
    return "-" if known or first in COMPOUNDING else ""


def _usual_distance(rows: list) -> dict[tuple, float]:
    """The distance from one line to the next: of each size over the document, and of each setting on each page.

    On a page it is the least that comes twice, since a page of short items has more gaps between items than lines.
    """
    seen: dict[tuple, Counter[float]] = {}
    for one, other in zip(rows, rows[1:], strict=False):
        step = other.top - one.top
        if one.page == other.page and abs(one.size - other.size) < OTHER_SIZE and 0.8 * one.size < step < 3 * one.size:
            for setting in (_setting(other), (round(other.size),)):
                seen.setdefault(setting, Counter())[round(step, 1)] += 1
    whole = {key: min(counts, key=lambda step: (-counts[step], step)) for key, counts in seen.items() if len(key) == 1}
    twice = {key: [step for step in counts if counts[step] > 1] for key, counts in seen.items() if len(key) > 1}
    return whole | {key: min(steps) for key, steps in twice.items() if steps}


def _setting(row: object) -> tuple:
    """The page, size and slope of a line: text of one setting has one distance."""
    return (row.page, round(row.size), row.italic > 0.5)


def _distance(usual: dict[tuple, float], row: object) -> float:
    """The usual distance to a line: of its setting on its page, else of its size."""
    return usual.get(_setting(row), usual.get((round(row.size),), 1.2 * row.size))


def _begins(group: list, row: object, usual: float) -> bool:
    """Whether a line begins a new block after the lines of `group`."""
    last = group[-1]
    if row.page != last.page or row.box != last.box or _other_style(last, row):
        return True
    step = row.top - last.top
    if abs(step) < 0.5 * row.size and row.x0 >= last.x1 - 1:
        return False  # the same printed line, drawn in two pieces
    if _steps_back(group, row) or step < 0 or step > WIDER * usual:
        return True
    return labels.opening_label(row.text, row.bold) is not None and not labels.runs_on(last.text)


def _steps_back(group: list, row: object) -> bool:
    """Whether a line's left edge says that a paragraph begins, without a gap: back at the margin, or set in from it."""
    first, last = group[0], group[-1]
    finished = last.text.rstrip()[-1:] in ".:;?!)”"
    if finished and row.x0 < min(line.x0 for line in group) - 8:
        return True
    if finished and len(group) > 1 and 8 < row.x0 - last.x0 < 40 and abs(last.x0 - min(x.x0 for x in group)) < 1:
        return True  # a paragraph that begins set in, without a gap before it
    labelled = labels.opening_label(first.text, first.bold) is not None and finished
    hangs = len(group) > 1 and last.x0 > first.x0 + 5 and row.x0 <= first.x0 + 3
    return labelled and hangs


def _other_style(last: object, row: object) -> bool:
    """Whether two lines are set in different type; a bold lead word inside a line does not count."""
    if abs(row.size - last.size) > OTHER_SIZE:
        return True
    bold = (row.bold > 0.9) != (last.bold > 0.9) and min(row.bold, last.bold) < 0.3
    italic = (row.italic > 0.9) != (last.italic > 0.9) and min(row.italic, last.italic) < 0.1
    return bold or (italic and last.text.rstrip()[-1:] in '.:;?!)”"')


def _block(group: list, words: set[str]) -> Block:
    """The lines of one block in, the block out."""
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
    )


def is_heading(block: Block, body: float) -> bool:
    """Whether a block is set as a heading: larger, bold or italic, short, and not ended like a sentence."""
    words = block.text.split()
    if not words or len(words) > SHORT or block.lines > 4 or block.text.rstrip()[-1] in ".;,":
        return False
    if not re.match(r"[“‘\"'(\[]?[A-Z0-9]", block.text):
        return False
    larger = block.size > body + OTHER_SIZE
    return larger or block.bold > 0.9 or (block.italic > 0.9 and len(words) <= 15)


def body_size(found: Sequence[Block]) -> float:
    """The size in which most of the blocks' text is set."""
    seen: Counter[float] = Counter()
    for block in found:
        seen[round(block.size, 1)] += len(block.text)
    return min(seen, key=lambda size: (-seen[size], size)) if seen else 0.0
