"""Write a briefing as a Word document: headings, sentences, captioned figures with alt text, tables of recommendations.

Input: a `Brief`.
Output: the bytes of a docx on A4.
Limitations: how many pages it takes depends on the program that opens it and its fonts; it was looked at in
LibreOffice.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from reviewkit.base.text import shorten
from reviewkit.figures import canvas, export
from reviewkit.figures.figure import Figure
from reviewkit.reports.content import HEADS, Brief, Finding
from reviewkit.reports.reproducible_zip import CREATED, LONGEST_PROPERTY, fix_dates

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table

BLUE, GREY = canvas.BLUE.removeprefix("#"), canvas.GREY.removeprefix("#")
FONT = "Arial"
FONT_SIZES = {"Normal": 9.5, "Title": 18, "Subtitle": 10, "Heading 1": 12, "Caption": 8}  # points, by style
FIGURE_WIDTH = 13.2  # centimetres
FIGURE_HEIGHT = 7.6  # centimetres, and no taller, so that two figures stand on a page with their words
COLUMN_WIDTHS = (1.8, 2.5, 2.8, 6.4, 3.5)  # centimetres
CELL_SIZE = 7.5  # points of the text in a table


def document(brief: Brief) -> bytes:
    """Return the bytes of the Word document of a briefing."""
    from docx import Document

    word = Document()
    _set_page(word)
    _set_styles(word)
    word.add_heading(brief.title, level=0)
    word.add_paragraph(brief.subtitle, style="Subtitle")
    for finding in brief.findings:
        word.add_heading(finding.heading, level=1)
        for sentence in finding.sentences:
            word.add_paragraph(sentence).paragraph_format.keep_with_next = finding.figure is not None
        if finding.figure:
            _add_figure(word, finding.figure)
        if len(finding.rows):
            _add_table(word, finding)
    word.add_heading("How this was made", level=1)
    word.add_paragraph(" ".join(brief.methods))
    word.add_heading("Sources and licences", level=1)
    for line in brief.sources:
        word.add_paragraph(line)
    core = word.core_properties
    core.title, core.author, core.subject = brief.title, "reviewkit", shorten(brief.subtitle, LONGEST_PROPERTY)
    core.revision, core.comments = 1, ""
    core.last_modified_by, core.created, core.modified, core.language = "reviewkit", CREATED, CREATED, "en-GB"
    buffer = io.BytesIO()
    word.save(buffer)
    return fix_dates(buffer.getvalue())


def _set_page(word: Document) -> None:
    """Set the paper to A4 with narrow margins."""
    from docx.shared import Cm

    page = word.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2)
    page.top_margin = page.bottom_margin = Cm(1.5)


def _set_styles(word: Document) -> None:
    """Set the fonts, colours and spacing of every style in use, in place of those of the template."""
    from docx.enum.text import WD_LINE_SPACING
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    for name, size in FONT_SIZES.items():
        style, is_heading = word.styles[name], name in ("Title", "Heading 1")
        style.font.name, style.font.size, style.font.italic = FONT, Pt(size), False
        style.font.bold = is_heading
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme_font in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(theme_font), None)
        for spacing in style.element.rPr.findall(qn("w:spacing")):
            style.element.rPr.remove(spacing)
        style.font.color.rgb = RGBColor.from_string(BLUE if is_heading else GREY)
        style.paragraph_format.space_before = Pt(7 if name == "Heading 1" else 0)
        style.paragraph_format.space_after = Pt(3)
        style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE


def _add_figure(word: Document, figure: Figure) -> None:
    """Add a figure at the size of print, its alt text, and its caption; the shorter drawing, where it has one.

    What it rests on is printed in the drawing, and at the head of the document.
    """
    from docx.shared import Cm, Emu

    drawing = figure.slide if figure.slide is not None else figure.drawing
    png = io.BytesIO(export.render(drawing, "png", figure.title))
    paragraph = word.add_paragraph()
    picture = paragraph.add_run().add_picture(png)
    ratio = min(Cm(FIGURE_WIDTH) / picture.width, Cm(FIGURE_HEIGHT) / picture.height)
    picture.width, picture.height = Emu(int(picture.width * ratio)), Emu(int(picture.height * ratio))
    properties = picture._inline.docPr
    properties.set("descr", figure.alt)
    properties.set("name", figure.slug)
    lines = [figure.title, *export.caption_in_short(figure)]
    word.add_paragraph(". ".join(line.rstrip(".") for line in lines) + ".", style="Caption")
    paragraph.paragraph_format.keep_with_next = True


def _add_table(word: Document, finding: Finding) -> None:
    """Add the recommendations behind a finding."""
    from docx.shared import Cm

    caption = word.add_paragraph(f"Recommendations behind: {finding.heading.lower()}", style="Caption")
    caption.paragraph_format.keep_with_next = True
    table = word.add_table(rows=1, cols=len(HEADS), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, COLUMN_WIDTHS, strict=True):
        column.width = Cm(width)
    _fill_row(table, 0, list(HEADS), bold=True)
    for number, texts in enumerate(finding.rows.to_numpy().tolist(), start=1):
        table.add_row()
        _fill_row(table, number, [str(text) for text in texts])
    _repeat_heads(table)
    if finding.more:
        word.add_paragraph(f"{finding.more} more are on the evidence page.", style="Caption")


def _fill_row(table: Table, number: int, texts: list[str], bold: bool = False) -> None:
    from docx.shared import Cm, Pt

    for cell, text, width in zip(table.rows[number].cells, texts, COLUMN_WIDTHS, strict=True):
        cell.width = Cm(width)
        cell.paragraphs[0].paragraph_format.space_after = Pt(0)
        run = cell.paragraphs[0].add_run(text)
        run.font.size, run.bold = Pt(CELL_SIZE), bold


def _repeat_heads(table: Table) -> None:
    """Let the heads of a table stand on every page, and break no row over two."""
    from docx.oxml import OxmlElement

    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
