"""The parts of a slide as python-pptx writes them: text, headings, pictures, tables, the line at the foot.

Input: a slide and what it shows; lengths are inches, sizes of type points.
Output: the slide with that part, as editable text.
Limitations: python-pptx has no slide numbers of its own; they are written as XML.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, NamedTuple

from reviewkit.figures import canvas, export
from reviewkit.figures.figure import Figure
from reviewkit.reports import text_measure
from reviewkit.reports.content import with_links

if TYPE_CHECKING:
    from pptx.presentation import Presentation
    from pptx.slide import Slide

WIDTH, HEIGHT, MARGIN = 13.333, 7.5, 0.6
ACROSS = WIDTH - 2 * MARGIN
TOP, BOTTOM = 0.35, HEIGHT - 0.55  # where the heading begins, and where the foot does
TEMPLATE_WIDTH = 10  # the template of python-pptx is 4 by 3
TITLE_SLIDE, TITLE_AND_TEXT, TITLE_ONLY = 0, 1, 5  # layouts of that template
BLUE, GREY, WHITE = canvas.BLUE.removeprefix("#"), canvas.GREY.removeprefix("#"), "FFFFFF"
FONT = "Arial"
POINTS_PER_INCH = 72
INSET = 0.25  # of a text box: what its edges take of its width and height
BULLET = 0.42  # what the bullets of a text take of its width
PARAGRAPH_GAP = 4  # points after a paragraph
HEADING_SIZES = (28, 26, 24, 22, 20)
LONG_HEADING_SIZES = (22, 20, 18)
CELL_SIZE, CELL_INSET, CELL_GAP = 12, 0.2, 0.08  # of a table: size of type, what a cell's edges take across, and down
FOOT_SIZE = 10


class Box(NamedTuple):
    """A place on a slide."""

    left: float
    top: float
    width: float
    height: float


def points(inches: float) -> float:
    """Return a length in points."""
    return inches * POINTS_PER_INCH


def text_height(lines: list[str], width: float, size: float, bold: bool = False) -> float:
    """Return how high a box is that holds some paragraphs."""
    heights = [text_measure.text_height(line, points(width), size, bold) + PARAGRAPH_GAP for line in lines]
    return sum(heights) / POINTS_PER_INCH


def widen_layouts(presentation: Presentation) -> None:
    """Stretch the template's layouts from 4 by 3 to 16 by 9."""
    from pptx.util import Inches

    for layout in [presentation.slide_master, *presentation.slide_layouts]:
        for shape in layout.shapes:
            if shape.has_text_frame and shape.width:
                ratio = WIDTH / TEMPLATE_WIDTH
                shape.left, shape.width = int(shape.left * ratio), int(shape.width * ratio)
    presentation.slide_width, presentation.slide_height = Inches(WIDTH), Inches(HEIGHT)


def write_lines(shape: Any, lines: list[str], size: float, colour: str = GREY, bold: bool = False) -> None:
    """Write lines into a placeholder, a box or a cell of a table, a paragraph each; addresses are links."""
    from pptx.dml.color import RGBColor
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
    from pptx.util import Pt

    frame = shape.text_frame
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.TOP
    for line in lines:
        is_first = frame.paragraphs[0].text == "" and len(frame.paragraphs) == 1
        paragraph = frame.paragraphs[0] if is_first else frame.add_paragraph()
        paragraph.alignment, paragraph.space_before, paragraph.space_after = PP_ALIGN.LEFT, Pt(0), Pt(PARAGRAPH_GAP)
        for words, address in with_links(line):
            run = paragraph.add_run()
            run.text, run.font.size, run.font.bold, run.font.name = words, Pt(size), bold, FONT
            run.font.color.rgb = RGBColor.from_string(colour)  # type: ignore[no-untyped-call]
            if address:
                run.hyperlink.address = address


def place(shape: Any, box: Box) -> None:
    """Place a shape on its slide."""
    from pptx.util import Inches

    shape.left, shape.top = Inches(box.left), Inches(box.top)
    shape.width, shape.height = Inches(box.width), Inches(box.height)


def add_slide(presentation: Presentation, layout: int, heading: str, foot: str) -> tuple[Slide, float]:
    """Add a slide with its heading and its foot; return it and where its body begins."""
    slide = presentation.slides.add_slide(presentation.slide_layouts[layout])
    heading, size, height = _heading(heading)
    place(slide.shapes.title, Box(MARGIN, TOP, ACROSS, height))
    write_lines(slide.shapes.title, [heading], size, BLUE, bold=True)
    add_foot(slide, foot, len(presentation.slides))
    return slide, body_top(heading)


def body_top(heading: str) -> float:
    """Return where the body of a slide begins that has a heading."""
    return TOP + _heading(heading)[2] + 0.1


def _heading(heading: str) -> tuple[str, float, float]:
    """Return a heading as it is printed, in two lines where it is long, with its size of type and its height."""
    room = points(ACROSS - INSET)
    size = text_measure.fitting_size(heading, room, HEADING_SIZES)
    if len(text_measure.wrap_text(heading, room, size, True)) > 1:
        size = text_measure.fitting_size(heading, room, LONG_HEADING_SIZES, 2)
    heading = text_measure.shortened(heading, room, size, 2, True)
    return heading, size, text_height([heading], ACROSS - INSET, size, True) + 0.1


def add_text(slide: Slide, lines: list[str], box: Box, size: float, bold: bool = False, colour: str = GREY) -> None:
    """Add a box with lines of text."""
    from pptx.util import Inches

    shape = slide.shapes.add_textbox(*(Inches(side) for side in box))
    write_lines(shape, lines, size, colour, bold)


def add_foot(slide: Slide, words: str, number: int) -> None:
    """Add the line at the foot of a slide: the date of what it tells, and its number."""
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Inches, Pt

    height = HEIGHT - BOTTOM - 0.15
    words = text_measure.shortened(words, points(ACROSS - 1.2), FOOT_SIZE)
    add_text(slide, [words], Box(MARGIN, BOTTOM + 0.1, ACROSS - 1, height), FOOT_SIZE)
    shape = slide.shapes.add_textbox(Inches(WIDTH - MARGIN - 1), Inches(BOTTOM + 0.1), Inches(1), Inches(height))
    shape.name = "Slide number"
    paragraph = shape.text_frame.paragraphs[0]
    paragraph.alignment, paragraph.font.size, paragraph.font.name = PP_ALIGN.RIGHT, Pt(FOOT_SIZE), FONT
    element: Any = paragraph._p
    element.append(_number_field(str(number)))


def _number_field(number: str) -> Any:
    """Return a field that shows the number of its slide."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    return parse_xml(
        f'<a:fld {nsdecls("a")} id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum">'
        f'<a:rPr lang="en-GB" sz="{FOOT_SIZE * 100}"/><a:t>{number}</a:t></a:fld>'
    )


def picture_size(figure: Figure, width: float, height: float) -> tuple[float, float]:
    """Return how large the drawing of a figure for slides is, as wide as the room allows."""
    across, down = (float(side) for side in (figure.slide or figure.drawing).get_size_inches())
    ratio = min(width / across, height / down)
    return across * ratio, down * ratio


def add_picture(slide: Slide, figure: Figure, box: Box) -> None:
    """Add the drawing of a figure for slides, with its alt text."""
    from pptx.util import Inches

    png = io.BytesIO(export.render_slide(figure))
    picture = slide.shapes.add_picture(png, *(Inches(side) for side in box))
    picture.name = figure.slug
    element: Any = picture._element
    element.nvPicPr.cNvPr.set("descr", figure.alt)
    element.nvPicPr.cNvPr.set("title", figure.title)


def row_height(texts: list[str], widths: list[float], bold: bool = False) -> float:
    """Return how high a row of a table is."""
    heights = [
        text_height(text.split("\n"), width - CELL_INSET, CELL_SIZE, bold)
        for text, width in zip(texts, widths, strict=True)
    ]
    return max(heights) + CELL_GAP


def split_row(texts: list[str], widths: list[float], room: float) -> list[list[str]]:
    """Return a row in as many rows as it takes for none to be higher than the room; only long texts are split."""
    if row_height(texts, widths) <= room:
        return [texts]
    most = max(1, int((points(room - CELL_GAP) - PARAGRAPH_GAP) / (CELL_SIZE * text_measure.LINE)))
    lines = [
        [
            line
            for part in text.split("\n")
            for line in text_measure.wrap_text(part, points(width - CELL_INSET), CELL_SIZE)
        ]
        for text, width in zip(texts, widths, strict=True)
    ]
    count = max(-(-len(cell) // most) for cell in lines)
    return [[" ".join(cell[most * at : most * (at + 1)]) for cell in lines] for at in range(count)]


def add_table(slide: Slide, heads: list[str], rows: list[list[str]], widths: list[float], top: float, alt: str) -> None:
    """Add a table of recommendations, each row as high as its texts need."""
    from pptx.dml.color import RGBColor
    from pptx.util import Inches

    heights = [row_height(heads, widths, True), *(row_height(texts, widths) for texts in rows)]
    box = Box(MARGIN, top, sum(widths), sum(heights))
    frame = slide.shapes.add_table(len(rows) + 1, len(heads), *(Inches(side) for side in box))
    frame.name = "Recommendations"
    element: Any = frame._element
    element.nvGraphicFramePr.cNvPr.set("descr", alt)
    for number, width in enumerate(widths):
        frame.table.columns[number].width = Inches(width)
    for row, (texts, height) in enumerate(zip([heads, *rows], heights, strict=True)):
        is_head = row == 0
        frame.table.rows[row].height = Inches(height)
        for column, text in enumerate(texts):
            cell = frame.table.cell(row, column)
            write_lines(cell, text.split("\n"), CELL_SIZE, WHITE if is_head else GREY, bold=is_head)
            cell.margin_top = cell.margin_bottom = Inches(0.03)
            if is_head:
                cell.fill.solid()  # type: ignore[no-untyped-call]
                cell.fill.fore_color.rgb = RGBColor.from_string(BLUE)  # type: ignore[no-untyped-call]


def write_notes(slide: Slide, lines: list[str]) -> None:
    """Write the notes of a slide."""
    frame: Any = slide.notes_slide.notes_text_frame
    frame.text = "\n".join(lines)
