"""Write a briefing as a slide deck: real layouts, editable text, figures with alt text, sources at the end.

Input: a `Brief`.
Output: the bytes of a pptx, 16 by 9. All text is measured before it is placed; what does not fit goes on another slide.
Limitations: the look is that of python-pptx's own template in the colours of the figures; put an office's template
under it by hand.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, NamedTuple

from reviewkit.base.text import shorten
from reviewkit.figures import export
from reviewkit.figures.figure import Figure
from reviewkit.reports import content, slide_parts, text_measure
from reviewkit.reports.content import Brief, Finding
from reviewkit.reports.reproducible_zip import CREATED, LONGEST_PROPERTY, fix_dates
from reviewkit.reports.slide_parts import ACROSS, BLUE, BOTTOM, BULLET, INSET, MARGIN, TITLE_AND_TEXT, TITLE_ONLY, Box

if TYPE_CHECKING:
    from pptx.presentation import Presentation
    from pptx.slide import Slide

FIRST_TITLE_SIZES, IN_SHORT_SIZES = (34, 30, 26, 22), (20, 18, 16, 14, 13, 12)
SENTENCE_SIZES, CAPTION_SIZE, NOTE_SIZE = (18, 16, 14), 10, 12
TABLE_TEXT_SIZE, METHODS_SIZE, SOURCES_SIZE = 14, 16, 11
NARROWEST = 3.4  # inches of a column of sentences beside a picture, with the gap
SLIM = 1.2  # inches of text: less than that gets no slide of its own


def deck(brief: Brief) -> bytes:
    """Return the bytes of the slide deck of a briefing."""
    from pptx import Presentation

    presentation = Presentation()
    slide_parts.widen_layouts(presentation)
    _add_first_slide(presentation, brief)
    for finding in brief.findings:
        if finding.figure:
            _add_figure_slide(presentation, finding, finding.figure, brief.as_of)
        if len(finding.table.rows):
            _add_table_slides(presentation, finding, brief.as_of)
        elif not finding.figure and finding.sentences:
            _add_text_slides(presentation, finding.heading, finding.sentences, SENTENCE_SIZES[0], brief.as_of)
    _add_last_slides(presentation, brief)
    core = presentation.core_properties
    core.title, core.author, core.subject, core.revision = (
        shorten(brief.title, LONGEST_PROPERTY),
        "reviewkit",
        shorten(brief.caveat, LONGEST_PROPERTY),
        1,
    )
    core.last_modified_by, core.created, core.modified = "reviewkit", CREATED, CREATED
    buffer = io.BytesIO()
    presentation.save(buffer)
    return fix_dates(buffer.getvalue())


def _add_first_slide(presentation: Presentation, brief: Brief) -> None:
    """Add the first slide: title, what is found in short, and what it rests on; methods and sources in its notes."""
    slide = presentation.slides.add_slide(presentation.slide_layouts[slide_parts.TITLE_SLIDE])
    room = slide_parts.points(ACROSS - INSET)
    size = text_measure.fitting_size(brief.title, room, FIRST_TITLE_SIZES, 2)
    title = text_measure.shortened(brief.title, room, size, 3, True)
    top = 0.6 if brief.in_short else 2.2
    height = slide_parts.text_height([title], ACROSS - INSET, size, True) + 0.15
    slide_parts.place(slide.shapes.title, Box(MARGIN, top, ACROSS, height))
    slide_parts.write_lines(slide.shapes.title, [title], size, BLUE, bold=True)
    top += height + 0.2
    caveat = slide_parts.text_height([brief.caveat], ACROSS - INSET, NOTE_SIZE) + 0.15
    if brief.in_short:
        top = _add_in_short(slide, brief.in_short, top, BOTTOM - caveat - 0.1)
    slide_parts.place(slide.placeholders[1], Box(MARGIN, top, ACROSS, caveat))
    slide_parts.write_lines(slide.placeholders[1], [brief.caveat], NOTE_SIZE)
    slide_parts.add_foot(slide, brief.as_of, len(presentation.slides))
    slide_parts.write_notes(slide, [*brief.methods, *brief.sources])


def _add_in_short(slide: Slide, sentences: list[str], top: float, bottom: float) -> float:
    """Add what is found in short, as large as the room allows, and return where it ends."""
    head = slide_parts.text_height([content.IN_SHORT], ACROSS, 20, True) + 0.05
    slide_parts.add_text(slide, [content.IN_SHORT], Box(MARGIN, top, ACROSS, head), 20, bold=True, colour=BLUE)
    room = bottom - top - head
    for size in IN_SHORT_SIZES:
        height = slide_parts.text_height(sentences, ACROSS - INSET, size) + 0.15
        if height <= room:
            break
    slide_parts.add_text(slide, sentences, Box(MARGIN, top + head, ACROSS, height), size)
    return top + head + height + 0.1


def _add_figure_slide(presentation: Presentation, finding: Finding, figure: Figure, foot: str) -> None:
    """Add a slide with the sentences of a finding and its picture, above or beside it, whichever lets it be larger."""
    slide, top = slide_parts.add_slide(presentation, TITLE_AND_TEXT, finding.heading, foot)
    layout = max(_layouts(finding, figure, top), key=lambda each: each.picture.width)
    slide_parts.place(slide.placeholders[1], layout.text)
    slide_parts.write_lines(slide.placeholders[1], finding.sentences, layout.size)
    slide_parts.add_picture(slide, figure, layout.picture)
    slide_parts.add_text(slide, [content.picture_caption(figure)], layout.caption, CAPTION_SIZE)
    slide_parts.write_notes(slide, [figure.title, *export.caption_lines(figure)])


class FigureLayout(NamedTuple):
    """Where the sentences, the picture and the caption of a slide stand, and the size of the sentences."""

    text: Box
    picture: Box
    caption: Box
    size: float


def _layouts(finding: Finding, figure: Figure, top: float) -> list[FigureLayout]:
    """Return the layouts that fit: sentences above the picture, or beside it, with the caption under either."""
    words = [content.picture_caption(figure)]
    caption = _height(words, ACROSS - INSET, CAPTION_SIZE)
    above = _height(finding.sentences, ACROSS - INSET - BULLET, SENTENCE_SIZES[0])
    width, height = slide_parts.picture_size(figure, ACROSS, max(BOTTOM - top - above - caption, 1))
    picture, under = Box(MARGIN, top + above, width, height), Box(MARGIN, top + above + height, ACROSS, caption)
    layouts = [FigureLayout(Box(MARGIN, top, ACROSS, above), picture, under, SENTENCE_SIZES[0])]
    for room, is_across in ((BOTTOM - top, False), (BOTTOM - top - caption, True)):
        width, height = slide_parts.picture_size(figure, ACROSS - NARROWEST, room)
        left, column = MARGIN + width + 0.2, ACROSS - width - 0.2
        below = 0.0 if is_across else _height(words, column - INSET, CAPTION_SIZE)
        size = _size_in_column(finding.sentences, column, room - below)
        if size is None:
            continue
        text = Box(left, top, column, _height(finding.sentences, column - INSET - BULLET, size))
        beside = Box(left, top + text.height, column, below)
        across = Box(MARGIN, top + max(height, text.height), ACROSS, caption)
        layouts.append(FigureLayout(text, Box(MARGIN, top, width, height), across if is_across else beside, size))
    return layouts


def _size_in_column(sentences: list[str], column: float, room: float) -> float | None:
    """Return the largest size at which sentences fit into a column; None where they do not."""
    sizes = (size for size in SENTENCE_SIZES if _height(sentences, column - INSET - BULLET, size) <= room)
    return next(sizes, None)


def _height(lines: list[str], width: float, size: float) -> float:
    """Return how high a box with lines of text is, with its edges."""
    return slide_parts.text_height(lines, width, size) + 0.12


def _add_table_slides(presentation: Presentation, finding: Finding, foot: str) -> None:
    """Add slides with all rows behind a finding, and on each which of how many they are; nothing is cut.

    The sentences of a finding without a figure stand above the first of them.
    """
    table, heads = finding.table, list(finding.table.rows.columns)
    widths = [share * ACROSS for share in content.column_shares(table)]
    sentences = [] if finding.figure else finding.sentences
    above = slide_parts.text_height(sentences, ACROSS - INSET, TABLE_TEXT_SIZE)
    line = slide_parts.text_height(
        [f"{table.caption}. Shown here: 100 to 100 of 100."], ACROSS - INSET, TABLE_TEXT_SIZE
    )
    top = slide_parts.body_top(finding.heading)
    room = BOTTOM - top - line - 0.15 - slide_parts.row_height(heads, widths, True)
    pieces = [
        (number, piece)
        for number, texts in enumerate(table.rows.astype(str).to_numpy().tolist())
        for piece in slide_parts.split_row(texts, widths, room - above)
    ]
    heights = [slide_parts.row_height(piece, widths) for _, piece in pieces]
    for first, last in text_measure.parts([heights[0] + above, *heights[1:]], room):
        slide, _ = slide_parts.add_slide(presentation, TITLE_ONLY, finding.heading, foot)
        numbers = [number for number, _ in pieces[first:last]]
        which = content.shown_words(table, numbers[0], numbers[-1] + 1)
        lines = [*(sentences if first == 0 else []), f"{table.caption}. {which}".rstrip()]
        height = slide_parts.text_height(lines, ACROSS - INSET, TABLE_TEXT_SIZE) + 0.1
        slide_parts.add_text(slide, lines, Box(MARGIN, top - 0.05, ACROSS, height), TABLE_TEXT_SIZE)
        rows = [piece for _, piece in pieces[first:last]]
        slide_parts.add_table(slide, heads, rows, widths, top + height, f"{table.caption}: {len(rows)} rows")
        slide_parts.write_notes(slide, [which or "All are shown.", "The evidence page has them all."])


def _add_last_slides(presentation: Presentation, brief: Brief) -> None:
    """Add the notes and the sources; few sources stand with the notes."""
    height = slide_parts.text_height(brief.sources, ACROSS - INSET - BULLET, METHODS_SIZE)
    if height < SLIM:
        heading = f"{content.NOTES}, s{content.SOURCES[1:]}"
        _add_text_slides(presentation, heading, [*brief.methods, *brief.sources], METHODS_SIZE, brief.as_of)
        return
    _add_text_slides(presentation, content.NOTES, brief.methods, METHODS_SIZE, brief.as_of)
    _add_text_slides(presentation, content.SOURCES, brief.sources, SOURCES_SIZE, brief.as_of)


def _add_text_slides(presentation: Presentation, heading: str, lines: list[str], size: float, foot: str) -> None:
    """Add slides with lines of text, on each as many as it holds."""
    width = ACROSS - INSET - BULLET
    parts = text_measure.parts([slide_parts.text_height([line], width, size) for line in lines], BOTTOM - 1.5)
    for number, (first, last) in enumerate(parts, start=1):
        title = heading if len(parts) == 1 else f"{heading}, {number} of {len(parts)}"
        slide, top = slide_parts.add_slide(presentation, TITLE_AND_TEXT, title, foot)
        slide_parts.place(slide.placeholders[1], Box(MARGIN, top, ACROSS, BOTTOM - top))
        slide_parts.write_lines(slide.placeholders[1], lines[first:last], size)
