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
from reviewkit.reading.layout.line_numbers import without_line_numbers
from reviewkit.reading.layout.lines import Line
from reviewkit.reading.layout.overprint import without_stamps
from reviewkit.reading.layout.text_layer import Style, TextLayer
from reviewkit.reading.layout.visible import Bools, DrawnPage, Places

LINE_END_HYPHENS = "\ufffe\x02"  # what PDFium puts for a hyphen at the end of a line
MIN_RAISE = 0.12  # of the line's size: what stands higher above the line than this is raised
MAX_MARK_SIZE = 0.85  # of the line's size: a raised mark is set smaller than this
SUPERIOR = "¹²³⁰⁴⁵⁶⁷⁸⁹"
FOOTNOTE_MARK = re.compile(rf"[\d{SUPERIOR}*†‡§¶,]+|\[[\d{SUPERIOR}]+\]")  # "53", "12,13", "*", "[4]"
LETTER = re.compile(r"[^\W_]")  # or figure
UNITS_BEFORE_POWER = ("km", "cm", "m", "CO")  # the ² of "12 km²" is not a mark
PIECES = re.compile(  # line ends; broken words; figures and signs; words; a gap at the beginning; each with its gap
    rf"([\r\n]+|[{LINE_END_HYPHENS}]|\[?\d[\d,]*\]?|[*†‡§¶]+|[{SUPERIOR}]+|[^\s\d*†‡§¶\[\]{SUPERIOR}{LINE_END_HYPHENS}]+|[\[\]]"
    r"|[^\S\r\n]+)([^\S\r\n]*)"
)
X_HEIGHT = 0.4  # of the size: small letters are about as high, and a bar over words covers at least as much
SHORTEST_STRUCK = 3  # characters: on a shorter one a bar is a sign of the type
SHORTEST_JOINED = 5  # letters: "ofthe"
WORD_GAP = 0.08  # of the size: a wider gap between two letters stands for a space
PART_GAP = 0.9  # of the size: words set apart as widely stand in two columns, or in two cells of a table
LETTER_GAP = 0.03  # of the size: where the usual gap is wider, the letters are set apart
DROP_CAP_SIZE = 1.5  # of the size of the text beside it: a first letter set over two lines or more has about twice


class Piece(NamedTuple):
    """A word, figure or sign of one line, with the gap after it.

    A gap that stands after no word of the line is a piece by itself: at its beginning, or beside a word that is unseen.
    `char_index` is where it begins in PDFium's order; `baseline` is the height of its line above the foot of the page.
    """

    text: str
    gap: str
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
    runs = without_line_numbers(list(_runs(layer, page, unseen)))
    starts = _starts_of_parts(runs, layer)
    lines = [_parted_line(run, starts.get(number, []), layer, height) for number, run in enumerate(runs)]
    return without_stamps(_with_drop_caps([line for line in lines if line is not None])), len(unseen)


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


def _runs(layer: TextLayer, page: pypdfium2.PdfPage, unseen: list[Piece]) -> Iterator[list[Piece]]:
    """Yield the pieces of each line of a page; the words that a reader does not see go to `unseen`."""
    texts = PIECES.findall(layer.characters())  # every character is in one of them
    words = _words(texts, layer)
    if not words:
        return
    seen_words = zip(words, _are_seen(words, layer, DrawnPage(page)).tolist(), strict=True)
    letter_gaps = _letter_gaps(words, layer)
    run: list[Piece] = []
    word = Piece("", "", 0, 0.0, Style(0, False, False, True))
    starts = accumulate((len(text) + len(gap) for text, gap in texts), initial=0)
    for (text, gap), start in zip(texts, starts, strict=False):
        is_seen = False
        if text[0] in "\r\n":
            if run:
                yield run
            run = []
        elif text.isspace():
            run.append(word._replace(text=text, char_index=start))
        else:
            word, is_seen = next(seen_words)
            if text in LINE_END_HYPHENS and word.text != LOST_LETTER:
                yield [*run, word]
                run = []
                is_seen = False
            elif word.style.upright and is_seen:
                run += _apart(word, letter_gaps[word.char_index]) if word.char_index in letter_gaps else (word,)
            elif word.style.upright:
                unseen.append(word)
        if gap and not is_seen and word.style.upright:
            run.append(word._replace(text=gap, gap="", char_index=start + len(text)))
    if run:
        yield run


def _words(texts: Sequence[tuple[str, str]], layer: TextLayer) -> list[Piece]:
    """Return the pieces of a page that are printed, in their type, from all texts of it with their gaps."""
    starts = accumulate((len(text) + len(gap) for text, gap in texts), initial=0)
    printed = [(text, gap, start) for (text, gap), start in zip(texts, starts, strict=False) if not text.isspace()]
    indexes = [start for _, _, start in printed]
    return [
        Piece(_without_sign(text, index, layer) if text in LINE_END_HYPHENS else text, gap, index, baseline, style)
        for (text, gap, index), baseline, style in zip(
            printed, layer.baselines(indexes), layer.styles(indexes), strict=True
        )
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
    seen, may_have_line = drawn.shows(places)
    is_long = np.array([len(word.text) >= SHORTEST_STRUCK for word in words], dtype=bool)
    can_be_struck = seen & may_have_line & is_long
    seen[can_be_struck] = ~drawn.are_struck(places.take(can_be_struck))
    return seen


def _letter_gaps(words: Sequence[Piece], layer: TextLayer) -> dict[int, list[float]]:
    """Return the gaps between the letters of each word that may be several, by the index at which it begins."""
    unknown = [word for word in words if _may_be_joined(word.text)]
    lengths = [len(word.text) for word in unknown]
    indexes = [
        word.char_index + offset for word, length in zip(unknown, lengths, strict=True) for offset in range(length)
    ]
    edges = layer.edges(indexes)
    gaps = (edges.left[1:] - edges.right[:-1]).tolist()
    return {
        word.char_index: gaps[end - length : end - 1]
        for word, length, end in zip(unknown, lengths, accumulate(lengths), strict=True)
    }


def _apart(piece: Piece, gaps: Sequence[float]) -> list[Piece]:
    """Return a piece, or the words that it is of where gaps stand between its letters and no space does."""
    wide = [number for number, gap in enumerate(gaps, start=1) if gap > WORD_GAP * piece.style.size]
    if not wide or len(wide) > len(gaps) / 3 or median(gaps) > LETTER_GAP * piece.style.size:
        return [piece]
    apart = [
        piece._replace(text=piece.text[start:end], gap=" ", char_index=piece.char_index + start)
        for start, end in pairwise([0, *wide, len(piece.text)])
    ]
    return [*apart[:-1], apart[-1]._replace(gap=piece.gap)]


@lru_cache(20_000)
def _may_be_joined(text: str) -> bool:
    """Return whether a piece may be several words: it is long, of letters alone, and no English word."""
    word = text.strip(",.;:()“”‘’'").lower()
    return len(word) >= SHORTEST_JOINED and word.isalpha() and word not in english_words()


def _starts_of_parts(runs: Sequence[list[Piece]], layer: TextLayer) -> dict[int, list[int]]:
    """Return, by the number of a line that wide gaps part, which of its pieces begin a part after the first."""
    gaps = [(number, *gap) for number, run in enumerate(runs) for gap in _gaps(run)]
    rights = layer.edges([before for _, _, before, _, _ in gaps]).right
    lefts = layer.edges([after for _, _, _, after, _ in gaps]).left
    starts: dict[int, list[int]] = {}
    for (number, start, _, _, size), distance in zip(gaps, (lefts - rights).tolist(), strict=True):
        if distance > PART_GAP * size:
            starts.setdefault(number, []).append(start)
    return starts


def _gaps(run: Sequence[Piece]) -> Iterator[tuple[int, int, int, float]]:
    """Yield each gap inside a line: the piece after it, the characters at its ends, and the size in which it is set."""
    for number, (piece, following) in enumerate(pairwise(run), start=1):
        if piece.gap:
            yield number, piece.char_index + len(piece.text) - 1, following.char_index, piece.style.size
        elif number > 1 and piece.text.isspace():
            earlier = run[number - 2]
            end = earlier.char_index + len(earlier.text + earlier.gap) - 1
            yield number, end, following.char_index, piece.style.size


def _parted_line(run: list[Piece], starts: Sequence[int], layer: TextLayer, height: float) -> Line | None:
    """Return the line that the pieces make, with the parts that begin at these of them."""
    line = _line(run, layer, height)
    if line is None or not starts:
        return line
    parts = (_line(run[start:end], layer, height) for start, end in pairwise([0, *starts, len(run)]))
    return line._replace(parts=tuple(part for part in parts if part is not None))


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


def _usual_size(run: Sequence[Piece]) -> float:
    """Return the size in which the letters of a line are set: the median, letter by letter."""
    sizes = {piece.style.size for piece in run}
    if len(sizes) == 1:
        return sizes.pop()
    return median(piece.style.size for piece in run for _ in piece.text)


def _without_footnote_marks(run: list[Piece], size: float, baseline: float, layer: TextLayer) -> Iterator[str]:
    """Yield the text of a line, without the raised marks that lead to footnotes."""
    previous: Piece | None = None
    for piece in run:
        if FOOTNOTE_MARK.fullmatch(piece.text) and _is_raised(piece, previous, size, baseline, layer):
            yield piece.gap
        else:
            yield piece.text + piece.gap
        previous = piece


def _is_raised(piece: Piece, previous: Piece | None, size: float, baseline: float, layer: TextLayer) -> bool:
    """Return whether a figure or sign stands above its line, and is no power of a unit."""
    before = previous.text.strip() if previous is not None and not previous.gap else ""
    if before in UNITS_BEFORE_POWER:
        return False
    is_small = piece.style.size < MAX_MARK_SIZE * size and piece.baseline > baseline + MIN_RAISE * size
    return is_small or (bool(before) and _is_superior(piece, layer))


def _is_superior(piece: Piece, layer: TextLayer) -> bool:
    """Return whether a figure is one of the font's own small raised figures, or Unicode's."""
    if piece.text[0] in SUPERIOR:
        return True
    return piece.text[0].isdigit() and layer.lower_edge(piece.char_index) > piece.baseline + 0.2 * piece.style.size
