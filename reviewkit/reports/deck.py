"""Write a briefing as a slide deck: real layouts, editable text, figures with alt text, sources in the notes.

Input: a `Brief`.
Output: the bytes of a pptx, 16 by 9.
Limitations: the look is that of python-pptx's own template in the colours of the figures; put an office's template
under it by hand.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from reviewkit.base.text import shorten
from reviewkit.figures import canvas, export
from reviewkit.figures.figure import Figure
from reviewkit.reports.content import HEADS, Brief, Finding
from reviewkit.reports.reproducible_zip import CREATED, fix_dates

if TYPE_CHECKING:
    from pptx.presentation import Presentation
    from pptx.slide import Slide

WIDTH, HEIGHT, MARGIN = 13.333, 7.5, 0.6  # inches
TEMPLATE_WIDTH = 10  # inches: the template of python-pptx is 4 by 3
TITLE, TITLE_AND_TEXT, TITLE_ONLY = 0, 1, 5  # layouts of that template
BLUE, GREY, WHITE = canvas.BLUE.removeprefix("#"), canvas.GREY.removeprefix("#"), "FFFFFF"
FONT = "Arial"
LINE_HEIGHT = 0.42  # inches of a sentence at 18 points
MOST_ROWS = 5  # of a table on a slide: more could not be read
LONGEST = 320  # letters of a recommendation in a table
COLUMN_WIDTHS = (1.15, 2.0, 2.2, 4.9, 1.88)  # inches


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
        if len(finding.rows):
            _add_table_slide(presentation, finding)
    _add_text_slide(presentation, "How this was made", brief.methods)
    _add_text_slide(presentation, "Sources and licences", brief.licences)
    core = presentation.core_properties
    core.title, core.author, core.subject, core.revision = brief.title, "reviewkit", brief.subtitle, 1
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
    _write_lines(slide.shapes.title, [heading], size, BLUE, bold=True)
    return slide


def _add_title_slide(presentation: Presentation, brief: Brief) -> None:
    """Add the first slide, with methods and licences in its notes."""
    slide = presentation.slides.add_slide(presentation.slide_layouts[TITLE])
    _write_lines(slide.shapes.title, [brief.title], 36, BLUE, bold=True)
    _place_across(slide.shapes.title, 2.2, 1.4)
    _place_across(slide.placeholders[1], 3.8, 1.4)
    _write_lines(slide.placeholders[1], [brief.subtitle], 18)
    _write_notes(slide, [*brief.methods, *brief.licences])


def _add_finding_slide(presentation: Presentation, finding: Finding) -> None:
    """Add a slide with the heading of a finding, its sentences and its figure."""
    slide = _add_slide(presentation, TITLE_AND_TEXT, finding.heading)
    body, figure = slide.placeholders[1], finding.figure
    height = LINE_HEIGHT * len(finding.sentences) + 0.35
    _place_across(body, 1.1, height if figure else HEIGHT - 2)
    _write_lines(body, finding.sentences, 18)
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


def _add_table_slide(presentation: Presentation, finding: Finding) -> None:
    """Add a slide with the first of the recommendations behind a finding."""
    from pptx.util import Inches

    slide = _add_slide(presentation, TITLE_ONLY, f"{finding.heading}: recommendations behind it", size=24)
    shown = finding.rows.head(MOST_ROWS)
    box = Inches(MARGIN), Inches(1.2), Inches(WIDTH - 2 * MARGIN), Inches(0.4)
    frame = slide.shapes.add_table(len(shown) + 1, len(HEADS), *box)
    frame.name = "Recommendations"
    element: Any = frame._element
    element.nvGraphicFramePr.cNvPr.set("descr", f"{len(shown)} recommendations behind: {finding.heading}")
    for number, width in enumerate(COLUMN_WIDTHS):
        frame.table.columns[number].width = Inches(width)
    for row, texts in enumerate([list(HEADS), *shown.to_numpy().tolist()]):
        is_head = row == 0
        for column_number, text in enumerate(texts):
            cell = frame.table.cell(row, column_number)
            _write_lines(cell, [shorten(str(text), LONGEST)], 11, WHITE if is_head else GREY, bold=is_head)
            cell.margin_top = cell.margin_bottom = Inches(0.03)
    not_shown = len(finding.rows) - len(shown) + finding.more
    _write_notes(slide, [f"Shown: {len(shown)}; not shown: {not_shown}. The evidence page has them all."])


def _add_text_slide(presentation: Presentation, heading: str, lines: list[str]) -> None:
    slide = _add_slide(presentation, TITLE_AND_TEXT, heading)
    _place_across(slide.placeholders[1], 1.2, HEIGHT - 1.6)
    _write_lines(slide.placeholders[1], lines, 16)


def _write_notes(slide: Slide, lines: list[str]) -> None:
    frame: Any = slide.notes_slide.notes_text_frame
    frame.text = "\n".join(lines)
