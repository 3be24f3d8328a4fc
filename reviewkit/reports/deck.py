"""A briefing -> a slide deck: real layouts, editable text, pictures with alt text, sources in the notes.

Comes in: a `Brief`. Goes out: the bytes of a pptx, 16 by 9. Limit: the look is that of python-pptx's own template in
the colours of the figures; put an office's template under it by hand.
"""

from __future__ import annotations

import datetime
import io
from typing import TYPE_CHECKING

from reviewkit.base.text import shorten
from reviewkit.figures import export
from reviewkit.figures.figure import Figure
from reviewkit.reports import reproducible_zip
from reviewkit.reports.content import HEADS, Brief, Finding

if TYPE_CHECKING:
    from pptx.presentation import Presentation
    from pptx.slide import Slide

WIDE, HIGH, EDGE = 13.333, 7.5, 0.6  # inches
BLUE, GREY = "12436D", "3D3D3D"
FONT = "Arial"
MOST_ROWS = 5  # of a table on a slide: more could not be read
LONGEST = 320  # letters of a recommendation in a table
CREATED = datetime.datetime(2025, 1, 1)  # a fixed day: the time of writing would change the bytes


def deck(brief: Brief) -> bytes:
    """A briefing in, the bytes of its deck out."""
    from pptx import Presentation
    from pptx.util import Inches

    made = Presentation()
    _widened(made)
    made.slide_width, made.slide_height = Inches(WIDE), Inches(HIGH)
    first = made.slides.add_slide(made.slide_layouts[0])
    _write(first.shapes.title, [brief.title], 36, BLUE, bold=True)
    _placed(first.shapes.title, EDGE, 2.2, WIDE - 2 * EDGE, 1.4)
    _placed(first.placeholders[1], EDGE, 3.8, WIDE - 2 * EDGE, 1.4)
    _write(first.placeholders[1], [brief.subtitle], 18)
    _note(first, [*brief.methods, *brief.licences])
    for finding in brief.findings:
        _finding(made, finding)
        if len(finding.rows):
            _table(made, finding)
    _words(made, "How this was made", brief.methods)
    _words(made, "Sources and licences", brief.licences)
    core = made.core_properties
    core.title, core.author, core.subject, core.revision = brief.title, "reviewkit", brief.subtitle, 1
    core.last_modified_by, core.created, core.modified = "reviewkit", CREATED, CREATED
    into = io.BytesIO()
    made.save(into)
    return reproducible_zip.fix_dates(into.getvalue())


def _widened(made: Presentation) -> None:
    """The template's layouts stretched from 4 by 3 to 16 by 9, in place."""
    ratio = WIDE / 10
    for layout in [made.slide_master, *made.slide_layouts]:
        for shape in layout.shapes:
            if shape.has_text_frame and shape.width:
                shape.left, shape.width = int(shape.left * ratio), int(shape.width * ratio)


def _write(shape: object, lines: list[str], size: float, colour: str = GREY, bold: bool = False) -> None:
    """Lines written into a placeholder, a paragraph each."""
    from pptx.dml.color import RGBColor
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
    from pptx.util import Pt

    frame = shape.text_frame
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.TOP
    for place, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.alignment, paragraph.space_after = PP_ALIGN.LEFT, Pt(4)
        run = paragraph.add_run()
        run.text, run.font.size, run.font.bold, run.font.name = line, Pt(size), bold, FONT
        run.font.color.rgb = RGBColor.from_string(colour)


def _placed(shape: object, left: float, top: float, width: float, height: float) -> None:
    from pptx.util import Inches

    shape.left, shape.top, shape.width, shape.height = Inches(left), Inches(top), Inches(width), Inches(height)


def _finding(made: Presentation, finding: Finding) -> None:
    """A slide with a heading, its sentences and its picture."""
    slide = made.slides.add_slide(made.slide_layouts[1])
    _placed(slide.shapes.title, EDGE, 0.35, WIDE - 2 * EDGE, 0.7)
    _write(slide.shapes.title, [finding.heading], 28, BLUE, bold=True)
    body = slide.placeholders[1]
    high = 0.42 * len(finding.sentences) + 0.35
    _placed(body, EDGE, 1.1, WIDE - 2 * EDGE, high if finding.picture else HIGH - 2)
    _write(body, finding.sentences, 18)
    if finding.picture:
        _picture(slide, finding.picture, 1.2 + high)
        _note(slide, [finding.picture.title, *export.caption_lines(finding.picture)])
    else:
        _note(slide, finding.sentences)


def _picture(slide: Slide, picture: Figure, top: float) -> None:
    """The drawing for slides, as large as the room under the sentences bears, with its alt text."""
    from pptx.util import Inches

    added = slide.shapes.add_picture(io.BytesIO(export.render_slide(picture)), Inches(EDGE), Inches(top))
    ratio = min(Inches(WIDE - 2 * EDGE) / added.width, Inches(HIGH - 0.3 - top) / added.height)
    added.width, added.height = int(added.width * ratio), int(added.height * ratio)
    added.name = picture.slug
    described = added._element.nvPicPr.cNvPr
    described.set("descr", picture.alt)
    described.set("title", picture.title)


def _table(made: Presentation, finding: Finding) -> None:
    """A slide with the first of the recommendations behind a finding."""
    from pptx.util import Inches

    slide = made.slides.add_slide(made.slide_layouts[5])
    _placed(slide.shapes.title, EDGE, 0.35, WIDE - 2 * EDGE, 0.7)
    _write(slide.shapes.title, [f"{finding.heading}: recommendations behind it"], 24, BLUE, bold=True)
    shown = finding.rows.head(MOST_ROWS)
    heads = list(HEADS)
    box = Inches(EDGE), Inches(1.2), Inches(WIDE - 2 * EDGE), Inches(0.4)
    frame = slide.shapes.add_table(len(shown) + 1, len(heads), *box)
    frame.name = "Recommendations"
    frame._element.nvGraphicFramePr.cNvPr.set("descr", f"{len(shown)} recommendations behind: {finding.heading}")
    for column, width in zip(frame.table.columns, (1.15, 2.0, 2.2, 4.9, 1.88), strict=True):
        column.width = Inches(width)
    for place, cells in enumerate([heads, *shown.to_numpy().tolist()]):
        for at, words in enumerate(cells):
            cell = frame.table.cell(place, at)
            _write(cell, [shorten(str(words), LONGEST)], 11, "FFFFFF" if place == 0 else GREY, bold=place == 0)
            cell.margin_top = cell.margin_bottom = Inches(0.03)
    more = len(finding.rows) - len(shown) + finding.more
    _note(slide, [f"Shown: {len(shown)}; not shown: {more}. The evidence page has them all."])


def _words(made: Presentation, heading: str, lines: list[str]) -> None:
    slide = made.slides.add_slide(made.slide_layouts[1])
    _placed(slide.shapes.title, EDGE, 0.35, WIDE - 2 * EDGE, 0.7)
    _write(slide.shapes.title, [heading], 28, BLUE, bold=True)
    _placed(slide.placeholders[1], EDGE, 1.2, WIDE - 2 * EDGE, HIGH - 1.6)
    _write(slide.placeholders[1], lines, 16)


def _note(slide: Slide, lines: list[str]) -> None:
    slide.notes_slide.notes_text_frame.text = "\n".join(lines)
