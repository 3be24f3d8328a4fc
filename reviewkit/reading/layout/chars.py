"""Turn the characters of a page into lines: text, position, size, weight.

PDFium gives the characters in the order in which the file draws them, with spaces and line ends put in. Type is looked
up once for each word, and for each figure or sign that could be the raised mark of a footnote; such marks are left out
here, where their height and size are known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from statistics import median
from typing import NamedTuple

import numpy as np
import pypdfium2

from reviewkit.reading import documents
from reviewkit.reading.english import english_words
from reviewkit.reading.layout.ligatures import LOST_LETTER, restored_ligatures
from reviewkit.reading.layout.lines import Line
from reviewkit.reading.layout.overprint import without_line_numbers, without_stamps
from reviewkit.reading.layout.text_layer import Style, TextLayer
from reviewkit.reading.layout.visible import Bools, DrawnPage, Places

LINE_END_HYPHENS = "\ufffe\x02"  # what PDFium puts for a hyphen at the end of a line
MIN_RAISE = 0.12  # of the line's size: what stands higher above the line than this is raised
MAX_MARK_SIZE = 0.85  # of the line's size: a raised mark is set smaller than this
SUPERIOR = "¹²³⁰⁴⁵⁶⁷⁸⁹"
FOOTNOTE_MARK = re.compile(rf"[\d{SUPERIOR}*†‡§¶,]+|\[[\d{SUPERIOR}]+\]")  # "53", "12,13", "*", "[4]"
LETTER = re.compile(r"[^\W_]")  # or figure
UNITS_BEFORE_POWER = ("km", "cm", "m", "CO")  # the ² of "12 km²" is not a mark
PIECES = re.compile(  # line ends; broken words; figures and signs; gaps; words
    rf"[\r\n]+|[{LINE_END_HYPHENS}]|\[?\d[\d,]*\]?|[*†‡§¶]+|[{SUPERIOR}]+|[^\S\r\n]+|[^\s\d*†‡§¶\[\]{SUPERIOR}{LINE_END_HYPHENS}]+|[\[\]]"
)
X_HEIGHT = 0.4  # of the size: small letters are about as high, and a bar over words covers at least as much
SHORTEST_STRUCK = 3  # characters: on a shorter one a bar is a sign of the type
SHORTEST_JOINED = 5  # letters: "ofthe"
WORD_GAP = 0.08  # of the size: a wider gap between two letters stands for a space
LETTER_GAP = 0.03  # of the size: where the usual gap is wider, the letters are set apart
DROP_CAP_SIZE = 1.5  # of the size of the text beside it: a first letter set over two lines or more has about twice


class Piece(NamedTuple):
    """A word, figure or gap of one line.

    `char_index` is where it begins in PDFium's order; `baseline` is the height of its line above the foot of the page.
    """

    text: str
    char_index: int
    baseline: float
    style: Style


def page_chars(page: pypdfium2.PdfPage, text_page: pypdfium2.PdfTextPage) -> tuple[list[Line], int]:
    """Return the lines of a page, in the order in which the file draws them, and how many words no reader sees.

    Those words are left out of the lines.
    """
    height = documents.unrotated_size(page)[1]
    layer = TextLayer(text_page)
    unseen: list[Piece] = []
    runs = _runs(layer, DrawnPage(page), unseen)
    lines = [line for line in (_line(run, layer, height) for run in runs) if line is not None]
    return without_line_numbers(without_stamps(_with_drop_caps(lines))), len(unseen)


def _with_drop_caps(lines: list[Line]) -> list[Line]:
    """Return the lines, each first letter that is set large over several lines put back before its word."""
    joined: list[Line] = []
    for line in lines:
        cap = joined[-1] if joined else None
        if (
            cap is not None
            and len(cap.text) == 1
            and cap.text.isupper()
            and line.text[0].islower()
            and cap.size >= DROP_CAP_SIZE * line.size
            and 0 <= line.x0 - cap.x0 <= 1.5 * cap.size
        ):
            joined[-1] = line._replace(text=cap.text + line.text, x0=cap.x0)
        else:
            joined.append(line)
    return joined


def _runs(layer: TextLayer, drawn: DrawnPage, unseen: list[Piece]) -> Iterator[list[Piece]]:
    """Yield the pieces of each line of a page; the words that a reader does not see go to `unseen`."""
    texts = PIECES.findall(layer.characters())  # every character is in one of them
    starts = list(accumulate(map(len, texts), initial=0))
    words = _words(texts, starts, layer)
    seen = iter(_are_seen(words, layer, drawn).tolist())
    next_word = iter(words)
    word = Piece("", 0, 0.0, Style(0, False, False, True))
    run: list[Piece] = []
    for text, start in zip(texts, starts, strict=False):
        if text[0] in "\r\n":
            if run:
                yield run
            run = []
        elif text.isspace():
            if word.style.upright:
                run.append(word._replace(text=text, char_index=start))
        else:
            word, is_seen = next(next_word), next(seen)
            if text in LINE_END_HYPHENS and word.text != LOST_LETTER:
                yield [*run, word]
                run = []
            elif not word.style.upright:
                continue
            elif is_seen:
                run += _apart(word, layer)
            else:
                unseen.append(word)
    if run:
        yield run


def _words(texts: Sequence[str], starts: Sequence[int], layer: TextLayer) -> list[Piece]:
    """Return the pieces of a page that are printed, in their type."""
    printed = [(text, start) for text, start in zip(texts, starts, strict=False) if not text.isspace()]
    indexes = [start for _, start in printed]
    return [
        Piece(_without_sign(text, index, layer) if text in LINE_END_HYPHENS else text, index, baseline, style)
        for (text, index), baseline, style in zip(printed, layer.baselines(indexes), layer.styles(indexes), strict=True)
    ]


def _without_sign(sign: str, index: int, layer: TextLayer) -> str:
    """Return the hyphen for which PDFium puts a sign, or the lost letter of a font that maps it to no character."""
    return "-" if layer.is_hyphen(index) else LOST_LETTER


def _are_seen(words: Sequence[Piece], layer: TextLayer, drawn: DrawnPage) -> Bools:
    """Return where anything is drawn in the place of a word: where its small letters are, if it has letters."""
    first = layer.edges([word.char_index for word in words])
    last = layer.edges([word.char_index + len(word.text) - 1 for word in words])
    has_letters = np.array([bool(LETTER.search(word.text)) for word in words], dtype=bool)
    baselines = np.array([word.baseline for word in words], dtype=float)
    x_heights = X_HEIGHT * np.array([word.style.size for word in words], dtype=float)
    places = Places(
        first.left,
        np.where(has_letters, baselines, first.bottom),
        last.right,
        np.where(has_letters, baselines + x_heights, first.top),
    )
    seen = drawn.shows(places)
    can_be_struck = seen & np.array([len(word.text) >= SHORTEST_STRUCK for word in words], dtype=bool)
    seen[can_be_struck] = ~drawn.are_struck(places.take(can_be_struck))
    return seen


def _apart(piece: Piece, layer: TextLayer) -> list[Piece]:
    """Return a piece, or the words that it is of where gaps stand between its letters and no space does."""
    if not _may_be_joined(piece.text):
        return [piece]
    edges = layer.edges(range(piece.char_index, piece.char_index + len(piece.text)))
    gaps = (edges.left[1:] - edges.right[:-1]).tolist()
    wide = [number for number, gap in enumerate(gaps, start=1) if gap > WORD_GAP * piece.style.size]
    if not wide or len(wide) > len(gaps) / 3 or median(gaps) > LETTER_GAP * piece.style.size:
        return [piece]
    apart: list[Piece] = []
    for start, end in pairwise([0, *wide, len(piece.text)]):
        if apart:
            apart.append(piece._replace(text=" ", char_index=piece.char_index + start))
        apart.append(piece._replace(text=piece.text[start:end], char_index=piece.char_index + start))
    return apart


@lru_cache(20_000)
def _may_be_joined(text: str) -> bool:
    """Return whether a piece may be several words: it is long, of letters alone, and no English word."""
    word = text.strip(",.;:()“”‘’'").lower()
    return len(word) >= SHORTEST_JOINED and word.isalpha() and word not in english_words()


def _line(run: list[Piece], layer: TextLayer, height: float) -> Line | None:
    """Return the line that the pieces make; None where it has no letters."""
    printed = [piece for piece in run if not piece.text.isspace()]
    if not printed:
        return None
    size = _usual_size(printed)
    baseline = median([piece.baseline for piece in printed if piece.style.size >= MAX_MARK_SIZE * size])
    text = restored_ligatures("".join(_without_footnote_marks(run, size, baseline, layer)).replace("\xa0", " ").strip())
    if not text:
        return None
    letters = sum([len(piece.text) for piece in printed])
    left, right = layer.sides(printed[0].char_index, printed[-1].char_index + len(printed[-1].text) - 1)
    return Line(
        text=text,
        x0=left,
        x1=right,
        top=height - baseline - 0.75 * size,  # capitals and ascenders are about three quarters of the size high
        bottom=height - baseline + 0.25 * size,
        size=size,
        bold=sum([len(piece.text) for piece in printed if piece.style.bold]) / letters,
        italic=sum([len(piece.text) for piece in printed if piece.style.italic]) / letters,
    )


def _usual_size(printed: Sequence[Piece]) -> float:
    """Return the size in which the letters of a line are set: the median, letter by letter."""
    sizes = {piece.style.size for piece in printed}
    if len(sizes) == 1:
        return sizes.pop()
    return median(piece.style.size for piece in printed for _ in piece.text)


def _without_footnote_marks(run: list[Piece], size: float, baseline: float, layer: TextLayer) -> Iterator[str]:
    """Yield the text of a line, without the raised marks that lead to footnotes."""
    for number, piece in enumerate(run):
        if FOOTNOTE_MARK.fullmatch(piece.text):
            small = piece.style.size < MAX_MARK_SIZE * size and piece.baseline > baseline + MIN_RAISE * size
            previous = run[number - 1] if number else None
            unit = previous is not None and previous.text in UNITS_BEFORE_POWER
            if not unit and (small or _is_superior(piece, previous, layer)):
                continue
        yield piece.text


def _is_superior(piece: Piece, previous: Piece | None, layer: TextLayer) -> bool:
    """Return whether a figure after a word is one of the font's own small raised figures, or Unicode's."""
    if previous is None or previous.text.isspace():
        return False
    if piece.text[0] in SUPERIOR:
        return True
    return piece.text[0].isdigit() and layer.lower_edge(piece.char_index) > piece.baseline + 0.2 * piece.style.size
