"""Write a briefing as a slide deck: real layouts, editable text, figures with alt text, sources in the notes.

Input: a `Brief`.
Output: the bytes of a pptx, 16 by 9.
Limitations: the look is that of python-pptx's own template in the colours of the figures; put an office's template
under it by hand.
"""

from __future__ import annotations

import io
import textwrap
from typing import TYPE_CHECKING, Any

from reviewkit.base.text import shorten
from reviewkit.figures import canvas, export
from reviewkit.figures.figure import Figure
from reviewkit.reports.content import HEADS, Brief, Finding
from reviewkit.reports.reproducible_zip import CREATED, LONGEST_PROPERTY, fix_dates

if TYPE_CHECKING:
    from pptx.presentation import Presentation
    from pptx.slide import Slide

WIDTH, HEIGHT, MARGIN = 13.333, 7.5, 0.6  # inches
TEMPLATE_WIDTH = 10  # inches: the template of python-pptx is 4 by 3
TITLE, TITLE_AND_TEXT, TITLE_ONLY = 0, 1, 5  # layouts of that template
BLUE, GREY, WHITE = canvas.BLUE.removeprefix("#"), canvas.GREY.removeprefix("#"), "FFFFFF"
FONT = "Arial"
SENTENCE_SIZE, SENTENCE_GAP = 18, 0.08  # points; inches from a sentence to the next
LONGEST = 320  # letters of a recommendation in a table
COLUMN_WIDTHS = (1.1, 1.7, 1.9, 5.2, 2.23)  # inches
TABLE_HEIGHT = HEIGHT - 1.4  # inches
CELL_SIZE, METHODS_SIZE, SOURCES_SIZE = 11, 16, 11  # points
LETTER_WIDTH, BOLD_LETTER_WIDTH = 0.52, 0.56  # of the size of type: an average letter of Arial, and a little more
POINTS_PER_INCH = 72
SPACE_AFTER = 4 / POINTS_PER_INCH  # inches after a paragraph


def deck(brief: Brief) -> bytes:
    """Return the bytes of the slide deck of a briefing."""
    from pptx import Presentation
    from pptx.util import Inches

    presentation = Presentation()
    _widen_layouts(presentation)
    presentation.slide_width, presentation.slide_height = Inches(WIDTH), Inches(HEIGHT)
    _add_title_slide(presentation, brief)
    for finding in brief.findings:
        _add_finding_slide(presentation, finding)
        _add_table_slides(presentation, finding)
    _add_text_slides(presentation, "How this was made", brief.methods, METHODS_SIZE)
    _add_text_slides(presentation, "Sources and licences", brief.sources, SOURCES_SIZE)
    core = presentation.core_properties
    core.title, core.author, core.subject, core.revision = (
        brief.title,
        "reviewkit",
        shorten(brief.subtitle, LONGEST_PROPERTY),
        1,
    )
    core.last_modified_by, core.created, core.modified = "reviewkit", CREATED, CREATED
    buffer = io.BytesIO()
    presentation.save(buffer)
    return fix_dates(buffer.getvalue())


def _widen_layouts(presentation: Presentation) -> None:
    """Stretch the template's layouts from 4 by 3 to 16 by 9."""
    ratio = WIDTH / TEMPLATE_WIDTH
    for layout in [presentation.slide_master, *presentation.slide_layouts]:
        for shape in layout.shapes:
            if shape.has_text_frame and shape.width:
                shape.left, shape.width = int(shape.left * ratio), int(shape.width * ratio)


def _write_lines(shape: Any, lines: list[str], size: float, colour: str = GREY, bold: bool = False) -> None:
    """Write lines into a placeholder or a cell of a table, a paragraph each."""
    from pptx.dml.color import RGBColor
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
    from pptx.util import Pt

    frame = shape.text_frame
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.TOP
    for index, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if index == 0 else frame.add_paragraph()
        paragraph.alignment, paragraph.space_after = PP_ALIGN.LEFT, Pt(4)
        run = paragraph.add_run()
        run.text, run.font.size, run.font.bold, run.font.name = line, Pt(size), bold, FONT
        run.font.color.rgb = RGBColor.from_string(colour)  # type: ignore[no-untyped-call]


def _place_across(shape: Any, top: float, height: float) -> None:
    """Place a shape from margin to margin; top and height in inches."""
    from pptx.util import Inches

    shape.left, shape.top = Inches(MARGIN), Inches(top)
    shape.width, shape.height = Inches(WIDTH - 2 * MARGIN), Inches(height)


def _add_slide(presentation: Presentation, layout: int, heading: str, size: float = 28) -> Slide:
    """Add a slide with its heading, and return it."""
    slide = presentation.slides.add_slide(presentation.slide_layouts[layout])
    _place_across(slide.shapes.title, 0.35, 0.7)
    _write_lines(slide.shapes.title, [heading], min(size, _size_in_a_line(heading)), BLUE, bold=True)
    return slide


def _size_in_a_line(heading: str) -> float:
    """Return the size of type at which a heading stands in one line, from margin to margin, in bold."""
    return (WIDTH - 2 * MARGIN - 0.3) * POINTS_PER_INCH / (BOLD_LETTER_WIDTH * max(len(heading), 1))


def _add_title_slide(presentation: Presentation, brief: Brief) -> None:
    """Add the first slide, with methods and sources in its notes."""
    slide = presentation.slides.add_slide(presentation.slide_layouts[TITLE])
    _write_lines(slide.shapes.title, [brief.title], 36, BLUE, bold=True)
    _place_across(slide.shapes.title, 2.2, 1.4)
    _place_across(slide.placeholders[1], 3.8, 1.4)
    _write_lines(slide.placeholders[1], [brief.subtitle], 18)
    _write_notes(slide, [*brief.methods, *brief.sources])


def _add_finding_slide(presentation: Presentation, finding: Finding) -> None:
    """Add a slide with the heading of a finding, its sentences and its figure."""
    slide = _add_slide(presentation, TITLE_AND_TEXT, finding.heading)
    body, figure = slide.placeholders[1], finding.figure
    text_width = WIDTH - 2 * MARGIN - 0.6
    lines = [_text_height(sentence, text_width, SENTENCE_SIZE) for sentence in finding.sentences]
    height = sum(lines) + SENTENCE_GAP * len(lines) + 0.25
    _place_across(body, 1.1, height if figure else HEIGHT - 2)
    _write_lines(body, finding.sentences, SENTENCE_SIZE)
    if figure:
        _add_figure(slide, figure, 1.2 + height)
        _write_notes(slide, [figure.title, *export.caption_lines(figure)])
    else:
        _write_notes(slide, finding.sentences)


def _add_figure(slide: Slide, figure: Figure, top: float) -> None:
    """Add the drawing for slides, as large as the room under the sentences allows, with its alt text."""
    from pptx.util import Emu, Inches

    picture = slide.shapes.add_picture(io.BytesIO(export.render_slide(figure)), Inches(MARGIN), Inches(top))
    ratio = min(Inches(WIDTH - 2 * MARGIN) / picture.width, Inches(HEIGHT - 0.3 - top) / picture.height)
    picture.width, picture.height = Emu(int(picture.width * ratio)), Emu(int(picture.height * ratio))
    picture.name = figure.slug
    element: Any = picture._element
    element.nvPicPr.cNvPr.set("descr", figure.alt)
    element.nvPicPr.cNvPr.set("title", figure.title)


def _add_table_slides(presentation: Presentation, finding: Finding) -> None:
    """Add slides with the recommendations behind a finding, on each as many as it holds."""
    rows = [[shorten(str(text), LONGEST) for text in texts] for texts in finding.rows.to_numpy().tolist()]
    heights = [_row_height(texts) for texts in rows]
    total = len(rows) + finding.more
    for first, last in _parts(heights, TABLE_HEIGHT - _row_height(list(HEADS))):
        which = f"{first + 1} to {last} of {total}" if total > last - first else f"all {total}"
        _add_table_slide(presentation, finding.heading, rows[first:last], which)


def _add_table_slide(presentation: Presentation, heading: str, rows: list[list[str]], which: str) -> None:
    """Add a slide with a table of recommendations; `which` says which of how many they are."""
    from pptx.util import Inches

    slide = _add_slide(presentation, TITLE_ONLY, f"{heading}: recommendations behind it, {which}", size=22)
    box = Inches(MARGIN), Inches(1.2), Inches(WIDTH - 2 * MARGIN), Inches(0.4)
    frame = slide.shapes.add_table(len(rows) + 1, len(HEADS), *box)
    frame.name = "Recommendations"
    element: Any = frame._element
    element.nvGraphicFramePr.cNvPr.set("descr", f"{len(rows)} recommendations behind: {heading}")
    for number, width in enumerate(COLUMN_WIDTHS):
        frame.table.columns[number].width = Inches(width)
    for row, texts in enumerate([list(HEADS), *rows]):
        is_head = row == 0
        for column_number, text in enumerate(texts):
            cell = frame.table.cell(row, column_number)
            _write_lines(cell, [text], CELL_SIZE, WHITE if is_head else GREY, bold=is_head)
            cell.margin_top = cell.margin_bottom = Inches(0.03)
    _write_notes(slide, [f"Shown: {which}. The evidence page has them all."])


def _add_text_slides(presentation: Presentation, heading: str, lines: list[str], size: float) -> None:
    """Add slides with lines of text, on each as many as it holds."""
    heights = [_text_height(line, WIDTH - 2 * MARGIN - 0.6, size) + SPACE_AFTER for line in lines]
    parts = _parts(heights, HEIGHT - 1.7)
    for number, (first, last) in enumerate(parts, start=1):
        title = heading if len(parts) == 1 else f"{heading}, {number} of {len(parts)}"
        slide = _add_slide(presentation, TITLE_AND_TEXT, title)
        _place_across(slide.placeholders[1], 1.2, HEIGHT - 1.6)
        _write_lines(slide.placeholders[1], lines[first:last], size)


def _parts(heights: list[float], room: float) -> list[tuple[int, int]]:
    """Return the first and the last (not included) of what stands together, none higher than the room if it can be.

    >>> _parts([1, 1, 1, 5, 1], 2.5)
    [(0, 2), (2, 3), (3, 4), (4, 5)]
    """
    parts, first, height = [], 0, 0.0
    for number, one in enumerate(heights):
        if number > first and height + one > room:
            parts.append((first, number))
            first, height = number, 0.0
        height += one
    return [*parts, (first, len(heights))] if heights else []


def _row_height(texts: list[str]) -> float:
    """Return how high a row of the table is, in inches, rather too much than too little."""
    wrapped = [_text_height(text, width - 0.25, CELL_SIZE) for text, width in zip(texts, COLUMN_WIDTHS, strict=True)]
    return max(wrapped) + SPACE_AFTER + 0.06


def _text_height(text: str, width: float, size: float) -> float:
    """Return how high a text is that is wrapped to a width, both in inches."""
    letters = max(1, int(width * POINTS_PER_INCH / (LETTER_WIDTH * size)))
    return len(textwrap.wrap(text, letters) or [""]) * size * 1.2 / POINTS_PER_INCH


def _write_notes(slide: Slide, lines: list[str]) -> None:
    frame: Any = slide.notes_slide.notes_text_frame
    frame.text = "\n".join(lines)
