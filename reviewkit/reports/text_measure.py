"""Measure text before it is laid out, so that nothing runs off a slide and pages hold what they are said to hold.

Input: text, a size of type in points, and the width of a box in points.
Output: widths, lines and heights in points, rather too much than too little.
Limitations: widths are those of Helvetica, which Arial and Liberation Sans share; they come with matplotlib. A program
that puts a wider font in their place needs more room.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

import matplotlib

FILES = {False: "Helvetica.afm", True: "Helvetica-Bold.afm"}  # regular, bold
LETTER = re.compile(r"C (\d+) ; WX (\d+) ;")
MARKS = {"‘": 222, "’": 222, "'": 238, "“": 333, "”": 333, "–": 556, "—": 1000, "•": 350, "…": 1000, "£": 556}
WIDEST = 1000  # thousandths of the size: of a letter that is not known
SLACK = 1.03  # of every width: programs round and kern in their own ways
LINE = 1.2  # of the size of type, from a line to the next


@lru_cache(maxsize=2)
def _widths(bold: bool) -> dict[str, int]:
    """Return the widths of letters, in thousandths of the size of type."""
    file = Path(matplotlib.get_data_path()) / "fonts" / "pdfcorefonts" / FILES[bold]
    found = LETTER.findall(file.read_text(encoding="latin-1"))
    return {chr(int(code)): int(width) for code, width in found if 0 < int(code) < 127} | MARKS


def text_width(text: str, size: float, bold: bool = False) -> float:
    """Return how wide a line of text is.

    >>> round(text_width("Harbour", 10)), text_width("", 10)
    (37, 0.0)
    """
    return SLACK * size / 1000 * sum(_letter_width(letter, bold) for letter in text)


@lru_cache(maxsize=4096)
def _letter_width(letter: str, bold: bool) -> int:
    """Return the width of a letter; one with an accent is as wide as without it."""
    widths = _widths(bold)
    return widths.get(letter) or widths.get(unicodedata.normalize("NFD", letter)[0], WIDEST)


@lru_cache(maxsize=8192)
def wrap_text(text: str, width: float, size: float, bold: bool = False) -> tuple[str, ...]:
    """Return the lines of a text that is wrapped to a width; a word that is wider than a line is broken.

    >>> wrap_text("The pier and the boats", 60, 10)
    ('The pier and', 'the boats')
    """
    return tuple(line for part in text.split("\n") for line in _wrap_paragraph(part, width, size, bold))


def _wrap_paragraph(text: str, width: float, size: float, bold: bool) -> list[str]:
    """Return the lines of a text without line breaks, each filled before the next is begun."""
    lines, line, used = [], "", 0.0
    space = text_width(" ", size, bold)
    for word in text.split():
        wide = text_width(word, size, bold)
        if line and used + space + wide <= width:
            line, used = f"{line} {word}", used + space + wide
            continue
        if line:
            lines.append(line)
        *full, line = _broken(word, width, size, bold) if wide > width else [word]
        lines += full
        used = text_width(line, size, bold) if full else wide
    return [*lines, line]


def _broken(word: str, width: float, size: float, bold: bool) -> list[str]:
    """Return a word in pieces that are no wider than a line."""
    pieces, piece = [], ""
    for letter in word:
        if piece and text_width(piece + letter, size, bold) > width:
            pieces.append(piece)
            piece = ""
        piece += letter
    return [*pieces, piece]


def text_height(text: str, width: float, size: float, bold: bool = False, line: float = LINE) -> float:
    """Return how high a text is that is wrapped to a width; `line` is the height of a line by the size of type."""
    return len(wrap_text(text, width, size, bold)) * size * line


def fitting_size(text: str, width: float, sizes: tuple[float, ...], most_lines: int = 1) -> float:
    """Return the first of some sizes at which a text in bold takes no more lines than it may, else the last."""
    fits = (size for size in sizes if len(wrap_text(text, width, size, True)) <= most_lines)
    return next(fits, sizes[-1])


def shortened(text: str, width: float, size: float, most_lines: int = 1, bold: bool = False) -> str:
    """Return a text, cut at a word where it takes more lines than it may."""
    lines = wrap_text(text, width, size, bold)
    if len(lines) <= most_lines:
        return text
    words = " ".join(lines[:most_lines]).split(" ")
    while len(words) > 1 and len(wrap_text(" ".join(words) + " …", width, size, bold)) > most_lines:
        words = words[:-1]
    return " ".join(words) + " …"


def parts(heights: list[float], room: float) -> list[tuple[int, int]]:
    """Return the first and the last (not included) of what stands together, in as few parts as the room allows.

    The parts are about equally high, so that none holds a single line where another is full.

    >>> parts([1, 1, 1, 1, 1, 1, 1], 6), parts([1, 5, 1], 2.5)
    ([(0, 4), (4, 7)], [(0, 1), (1, 2), (2, 3)])
    """
    fewest = _greedy_parts(heights, room)
    low, high = sum(heights) / max(len(fewest), 1), room
    for _ in range(20):
        middle = (low + high) / 2
        low, high = (low, middle) if len(_greedy_parts(heights, middle)) <= len(fewest) else (middle, high)
    return _greedy_parts(heights, high)


def _greedy_parts(heights: list[float], room: float) -> list[tuple[int, int]]:
    """Return the parts that are each filled before the next is begun."""
    found, first, height = [], 0, 0.0
    for number, one in enumerate(heights):
        if number > first and height + one > room + 1e-6:
            found.append((first, number))
            first, height = number, 0.0
        height += one
    return [*found, (first, len(heights))] if heights else []
