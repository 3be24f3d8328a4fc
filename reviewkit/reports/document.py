"""A briefing -> a Word document: headings, sentences, pictures with captions and alt text, tables of recommendations.

Comes in: a `Brief`. Goes out: the bytes of a docx on A4. Limit: how many pages it takes hangs on the program that opens
it and its fonts; it was looked at in LibreOffice.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from reviewkit.figures import export
from reviewkit.figures.figure import Figure
from reviewkit.reports import reproducible_zip
from reviewkit.reports.content import HEADS, Brief, Finding
from reviewkit.reports.deck import CREATED

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table

BLUE, GREY = "12436D", "3D3D3D"
WIDE = 13.2  # centimetres: a picture
TALL = 7.6  # centimetres: and no taller, so that two stand on a page with their words
COLUMNS = (1.8, 2.5, 2.8, 6.4, 3.5)  # centimetres


def document(brief: Brief) -> bytes:
    """A briefing in, the bytes of its Word document out."""
    from docx import Document

    made = Document()
    _styled(made)
    made.add_heading(brief.title, level=0)
    made.add_paragraph(brief.subtitle, style="Subtitle")
    for finding in brief.findings:
        made.add_heading(finding.heading, level=1)
        for sentence in finding.sentences:
            made.add_paragraph(sentence).paragraph_format.keep_with_next = finding.picture is not None
        if finding.picture:
            _picture(made, finding.picture)
        if len(finding.rows):
            _table(made, finding)
    made.add_heading("How this was made", level=1)
    made.add_paragraph(" ".join(brief.methods))
    made.add_heading("Sources and licences", level=1)
    for line in brief.licences:
        made.add_paragraph(line)
    core = made.core_properties
    core.title, core.author, core.subject = brief.title, "reviewkit", brief.subtitle
    core.revision, core.comments = 1, ""
    core.last_modified_by, core.created, core.modified, core.language = "reviewkit", CREATED, CREATED, "en-GB"
    into = io.BytesIO()
    made.save(into)
    return reproducible_zip.fix_dates(into.getvalue())


def _styled(made: Document) -> None:
    """Paper, fonts and room, in place."""
    from docx.enum.text import WD_LINE_SPACING
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    page = made.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2)
    page.top_margin = page.bottom_margin = Cm(1.5)
    sizes = {"Normal": 9.5, "Title": 18, "Subtitle": 10, "Heading 1": 12, "Caption": 8}
    for name, size in sizes.items():
        style = made.styles[name]
        style.font.name, style.font.size, style.font.italic = "Arial", Pt(size), False
        style.font.bold = name in ("Title", "Heading 1")
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for which in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(which), None)
        for spaced in style.element.rPr.findall(qn("w:spacing")):
            style.element.rPr.remove(spaced)
        style.font.color.rgb = RGBColor.from_string(BLUE if name in ("Title", "Heading 1") else GREY)
        style.paragraph_format.space_before = Pt(7 if name == "Heading 1" else 0)
        style.paragraph_format.space_after = Pt(3)
        style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE


def _picture(made: Document, picture: Figure) -> None:
    """A picture at the size of print, its alt text, and its caption."""
    from docx.shared import Cm

    drawn = (
        made.add_paragraph().add_run().add_picture(io.BytesIO(export.render(_fitting(picture), "png", picture.title)))
    )
    ratio = min(Cm(WIDE) / drawn.width, Cm(TALL) / drawn.height)
    drawn.width, drawn.height = int(drawn.width * ratio), int(drawn.height * ratio)
    described = drawn._inline.docPr
    described.set("descr", picture.alt)
    described.set("name", picture.slug)
    words = [picture.title, *export.caption_lines(picture)]
    made.add_paragraph(". ".join(line.rstrip(".") for line in words) + ".", style="Caption")
    made.paragraphs[-2].paragraph_format.keep_with_next = True


def _fitting(picture: Figure) -> object:
    """The drawing that can be read at the size of a picture in a document."""
    return picture.slide if picture.slide is not None else picture.figure


def _table(made: Document, finding: Finding) -> None:
    """The recommendations behind a finding."""
    from docx.shared import Cm

    made.add_paragraph(f"Recommendations behind: {finding.heading.lower()}", style="Caption")
    made.paragraphs[-1].paragraph_format.keep_with_next = True
    table = made.add_table(rows=1, cols=len(HEADS), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, COLUMNS, strict=True):
        column.width = Cm(width)
    _row(table, list(HEADS), 0, bold=True)
    for place, cells in enumerate(finding.rows.to_numpy().tolist(), start=1):
        table.add_row()
        _row(table, [str(cell) for cell in cells], place)
    _repeated(table)
    if finding.more:
        made.add_paragraph(f"{finding.more} more are on the evidence page.", style="Caption")


def _row(table: Table, cells: list[str], place: int, bold: bool = False) -> None:
    from docx.shared import Cm, Pt

    for cell, words, width in zip(table.rows[place].cells, cells, COLUMNS, strict=True):
        cell.width = Cm(width)
        cell.paragraphs[0].paragraph_format.space_after = Pt(0)
        run = cell.paragraphs[0].add_run(words)
        run.font.size, run.bold = Pt(7.5), bold


def _repeated(table: Table) -> None:
    """The heads of a table said again on every page, and no row broken over two."""
    from docx.oxml import OxmlElement

    heads = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(heads)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
